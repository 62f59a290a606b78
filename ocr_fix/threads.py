"""One sequence of pieces that were read across columns, split into the columns: a beam search over rows.

A row goes through the columns from left to right. The search hands each piece to a column, or opens a
new one beside the others, or closes the section (a headline has come, new columns begin). It pays for each
column that leaves the rows or comes back (mode switches), and earns what the pieces of a column say of
each other (`joins`), from the foot of one column to the head of the next too. States with the same last
pieces differ in their past alone, so that the best of them is enough; the rest is cut to the best `beam`.

Known limits: no more than `most_columns` columns; a column that begins far down beside others costs what a
mode switch costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ocr_fix.joins import Joins
from ocr_fix.pieces import LONG, Fill

Row = Sequence[int]
"""The numbers of the pieces in one line of the text."""

ASIDE = -1
_NEVER = -1e9
_HEADING_ODDS = {
    Fill.WIDE: 0.3, Fill.FULL: -5.0, Fill.FULL_STOP: -5.0, Fill.INDENT: -2.5,
    Fill.INDENT_STOP: -3.0, Fill.SHORT: 0.3, Fill.SHORT_STOP: -3.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThreadOptions:
    """Prices in nats, found by coordinate descent on drawn pages; see `samples/draw/garble.py`."""

    enter: float = 2.0
    """A column is in this row and was not in the one before."""
    leave: float = 4.0
    """A column was in the row before and is not in this one."""
    line_in_row: float = 1.5
    """A line of the text begins in the middle of a row."""
    row_in_line: float = 5.0
    """A row begins in the middle of a line."""
    close: float = 6.0
    """A section ends."""
    close_at_heading: float = -1.5
    """A section ends behind a line that was set aside."""
    aside_line: float = 0.0
    """Added to the log-odds that a line is a heading, a byline or the like."""
    aside_piece: float = 6.0
    """A single piece belongs to no column."""
    open: float = 0.5
    """A column begins."""
    open_short: float = 2.5
    """It begins with a short piece."""
    open_left: float = 1.0
    """It stands left of another one."""
    begin_inside: float = 0.0
    """A section begins with a line that begins no paragraph."""
    begin_paragraph: float = 2.0
    """Earned where it begins with an indented one."""
    end_open: float = 1.0
    """A section ends in the middle of a sentence."""
    end_stop: float = 0.5
    """Earned where it ends with a full stop."""
    hole: float = -2.5
    """A join is never worse: something is missing there, or stands elsewhere."""
    tear: float = -1.0
    """The same from the foot of a column to the head of the next."""
    column_break: float = 1.5
    """How much the latter joins count."""
    most_columns: int = 5
    beam: int = 60


LINE_OPTIONS = ThreadOptions()
"""For a text that has kept its rows, one a line."""
RUN_OPTIONS = ThreadOptions(
    enter=0.6, leave=3.0, line_in_row=3.0, row_in_line=0.3, close_at_heading=-3.0, close=4.0,
    aside_piece=8.0, beam=80, open=2.0, begin_inside=1.5, end_open=4.0, hole=-1.5,
)  # fmt: skip
"""For a text whose rows were run together."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows `first` up to `last` (excluded) of a text and the columns in them, pieces from top to bottom.

    `before` and `after` hold lines and pieces that belong to no column: headings, captions. `in_blocks`
    says that the rows were blocks that overlap.
    """

    first: int
    last: int
    columns: tuple[tuple[int, ...], ...]
    before: tuple[tuple[int, ...], ...] = ()
    after: tuple[tuple[int, ...], ...] = ()
    in_blocks: bool = False


class _State(NamedTuple):
    """The best way to a place: each column's last piece, first piece and whether a quote is open there.

    `row` and `above` are sets of columns as bits: those in this row so far, and those of the row before.
    """

    score: float
    lasts: tuple[int, ...]
    firsts: tuple[int, ...]
    quotes: tuple[bool, ...]
    column: int
    row: int
    above: int
    parent: _State | None
    move: tuple[int, ...]
    at_heading: bool = False


_CLOSE = (-2,)
_START = _State(0.0, (), (), (), -1, 0, 0, None, ())


def split_threads(
    rows: Sequence[Row], joins: Joins, options: ThreadOptions = LINE_OPTIONS
) -> tuple[Section, ...]:
    """The sections of a text and their columns; every piece is in exactly one place of one section."""
    states = [_START]
    for row in rows:
        closed = _closed(states, joins, options)
        if closed is not None:
            states.append(closed)
        aside = _aside(states, row, joins, options)
        for place, piece in enumerate(row):
            states = _advance(states, piece, place, joins, options)
        states = _best([*states, *aside], options.beam)
    best = max(states, key=lambda state: state.score + _closing(state, joins, options))
    return _sections(best, rows)


def _best(states: Sequence[_State], beam: int) -> list[_State]:
    best: dict[tuple[object, ...], _State] = {}
    for state in states:
        key = (state.lasts, state.column, state.row, state.above)
        if key not in best or state.score > best[key].score:
            best[key] = state
    return sorted(best.values(), key=lambda state: -state.score)[:beam]


def _closed(states: Sequence[_State], joins: Joins, options: ThreadOptions) -> _State | None:
    """A new section behind the best of the states; None where none has begun one."""
    best, best_score = None, _NEVER
    for state in states:
        if state.column >= 0:
            price = options.close_at_heading if state.at_heading else options.close
            score = state.score + _closing(state, joins, options) - price
            if score > best_score:
                best, best_score = state, score
    return None if best is None else _START._replace(score=best_score, parent=best, move=_CLOSE)


def _closing(state: _State, joins: Joins, options: ThreadOptions) -> float:
    """What the columns say of each other where the section ends: each runs on at the head of the next."""
    if state.column < 0:
        return 0.0
    score = options.end_stop if joins.stops[state.lasts[-1]] else -options.end_open
    return score + joins.over_breaks(state.lasts, state.firsts, options.tear, options.column_break)


def heading_odds(row: Row, joins: Joins) -> float:
    """The log-odds that a line is a heading or the like and no part of a column."""
    first = joins.pieces[row[0]]
    if first.text.startswith("#"):
        return 3.0
    return sum(_HEADING_ODDS[joins.pieces[i].fill] for i in row) - 0.3 * (len(row) - 1)


def _aside(states: Sequence[_State], row: Row, joins: Joins, options: ThreadOptions) -> list[_State]:
    """The states behind a line that is a heading or the like."""
    odds = heading_odds(row, joins) + options.aside_line
    move = (ASIDE, *row)
    return [
        state._replace(score=state.score + odds, parent=state, move=move, at_heading=True) for state in states
    ]


def _advance(
    states: Sequence[_State], piece: int, place: int, joins: Joins, options: ThreadOptions
) -> list[_State]:
    """The best states behind one more piece, the one at `place` of its line."""
    best: dict[tuple[object, ...], _State] = {}
    for state in states:
        for new in (
            *_in_columns(state, piece, place, joins, options),
            *_opened(state, piece, place, joins, options),
            state._replace(score=state.score - options.aside_piece, parent=state, move=(ASIDE, piece)),
        ):
            key = (new.lasts, new.column, new.row, new.above)
            old = best.get(key)
            if old is None or new.score > old.score:
                best[key] = new
    return sorted(best.values(), key=lambda state: -state.score)[: options.beam]


def _in_columns(state: _State, piece: int, place: int, joins: Joins, options: ThreadOptions) -> list[_State]:
    """The piece as the next one of each column."""
    found = []
    lasts, quotes = state.lasts, state.quotes
    for column, last in enumerate(lasts):
        price, row, above = _step(state.column, (state.row, state.above), column, place, options)
        quote_price, is_open = joins.read_on(last, quotes[column], piece)
        joined = max(joins.score(last, piece) - quote_price, options.hole)
        found.append(
            _State(
                state.score - price + joined,
                (*lasts[:column], piece, *lasts[column + 1 :]),
                state.firsts,
                (*quotes[:column], is_open, *quotes[column + 1 :]),
                column,
                row,
                above,
                state,
                (piece, column, 0),
            )
        )
    return found


def _opened(state: _State, piece: int, place: int, joins: Joins, options: ThreadOptions) -> list[_State]:
    """The piece as the head of a new column, at each place among the others."""
    lasts = state.lasts
    if len(lasts) >= options.most_columns:
        return []
    fill = joins.pieces[piece].fill
    price = options.open + (0.0 if fill in LONG else options.open_short)
    if not lasts:
        if fill in (Fill.INDENT, Fill.INDENT_STOP):
            price -= options.begin_paragraph
        elif fill is Fill.FULL:
            price += options.begin_inside
    found, is_open = [], joins.begin_quotes(piece)
    for column in range(len(lasts) + 1):
        left = (1 << column) - 1
        row = (state.row & left) | ((state.row & ~left) << 1)
        above = (state.above & left) | ((state.above & ~left) << 1)
        current = state.column + (state.column >= column) if state.column >= 0 else -1
        step, row, above = _step(current, (row, above), column, place, options)
        found.append(
            _State(
                state.score - price - step - (options.open_left if column < len(lasts) else 0.0),
                (*lasts[:column], piece, *lasts[column:]),
                (*state.firsts[:column], piece, *state.firsts[column:]),
                (*state.quotes[:column], is_open, *state.quotes[column:]),
                column,
                row,
                above,
                state,
                (piece, column, 1),
            )
        )
    return found


def _step(
    current: int, rows: tuple[int, int], column: int, place: int, options: ThreadOptions
) -> tuple[float, int, int]:
    """The price of going on in `column`, and the columns of this row and of the one above then.

    `rows` holds both as they were before.
    """
    row, above = rows
    bit = 1 << column
    if current < 0:
        return 0.0, bit, 0
    if column > current:
        price = options.line_in_row if place == 0 else 0.0
        if above:
            price += 0.0 if above & bit else options.enter
            skipped = (above >> (current + 1)) & ((1 << (column - current - 1)) - 1)
            price += options.leave * skipped.bit_count()
        return price, row | bit, above
    price = options.row_in_line if place else 0.0
    price += options.leave * (above >> (current + 1)).bit_count()
    price += 0.0 if row & bit else options.enter
    price += options.leave * (row & (bit - 1)).bit_count()
    return price, bit, row


def _sections(state: _State | None, rows: Sequence[Row]) -> tuple[Section, ...]:
    """The sections on the way to the last state."""
    moves = []
    while state is not None and state.move:
        moves.append(state.move)
        state = state.parent
    row_of = {piece: number for number, row in enumerate(rows) for piece in row}
    groups: list[list[tuple[int, ...]]] = [[]]
    for move in reversed(moves):
        if move == _CLOSE:
            groups.append([])
        else:
            groups[-1].append(move)
    starts = [row_of[group[0][1] if group[0][0] == ASIDE else group[0][0]] for group in groups if group]
    ends = [*starts[1:], len(rows)]
    filled = [group for group in groups if group]
    return tuple(_section(*parts) for parts in zip(filled, starts, ends, strict=True))


def _section(moves: Sequence[tuple[int, ...]], first: int, last: int) -> Section:
    columns: list[list[int]] = []
    before: list[tuple[int, ...]] = []
    after: list[tuple[int, ...]] = []
    for move in moves:
        if move[0] == ASIDE:
            (after if columns else before).append(move[1:])
        elif move[2]:
            columns.insert(move[1], [move[0]])
        else:
            columns[move[1]].append(move[0])
    return Section(first, last, tuple(map(tuple, columns)), tuple(before), tuple(after))
