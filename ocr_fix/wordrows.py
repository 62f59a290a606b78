"""Rows of a language with spaces that were read across columns, cut by width and by sense: a beam search.

Nothing is left of a gutter but one space like any other, so that it is open where a printed line ends. But
the columns of a page have nearly one width, words that were divided at the end of a line stand in the middle
of a row, and a line was filled with as many words as it has room for: the first word of the next one did not
fit. The search goes from word to word, ends a printed line where its width allows it, and hands it to a
column as `threads` does with pieces whose ends are known.

Known limits: a text that divides few words is left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple

from ocr_fix.language import Follow, join_words
from ocr_fix.pieces import Piece, is_chinese
from ocr_fix.sureness import Flow, Join
from ocr_fix.typewidths import SPACE_EM, width_em

CONTEXT_WORDS = 5
MIN_DIVIDED, MOST_WORDS = 3, 3000
MIN_DIVIDED_RATIO = 0.004
MIN_MENDED_RATIO = 0.5
NEAR_RATIO = 0.12
MIN_ALIKE_RATIO, NARROWEST_EM = 0.3, 11.0
TRIAL_WORDS, QUICK_BEAM = 220, 6
END_RATIO, BIAS, OWN, MENDED = 0.97, 0.8, 0.55, 1.6  # the odds of a join are fitted as in `sureness`
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
_WORD = re.compile(r"[^\W\d_]")
_STOP = re.compile(r"[.!?][\"'”’)]*$")
_DIVIDED = re.compile(r"[^\W\d_]-$")

Span = tuple[int, int]
"""The words of a printed line, first and last (excluded)."""


@dataclass(frozen=True, slots=True)
class WordRowOptions:
    """Prices in nats; widths as ratios of the column's."""

    usual_ratio: float = 0.95
    """The usual width of a full line before it was justified."""
    spread_em: float = 0.95
    most_ratio: float = 1.1
    indent_ratio: float = 0.85
    """A first line is shorter by an indent."""
    line: float = 1.0
    """Earned by each printed line: most words end none."""
    indented: float = 0.7
    short: float = 1.5
    """A line ends with a full stop before the margin."""
    torn: float = 6.0
    """It does so without one."""
    divided_inside: float = 4.0
    """A divided word stands inside of a line."""
    line_inside: float = 4.0
    """A line of the text ends there."""
    had_room: float = 1.5
    """The next line's first word would have found room."""
    hole: float = -4.0
    enter: float = 2.0
    leave: float = 3.0
    line_in_row: float = 2.0
    row_in_line: float = 2.0
    open: float = 3.0
    aside: float = 4.0
    """A line of the text belongs to no column, or closes them all for more."""
    aside_heading: float = 4.5
    close: float = 4.0
    most_columns: int = 4
    beam: int = 20


class Found(NamedTuple):
    """Lines `first` up to `last` (excluded) of a text and their paragraphs in order."""

    first: int
    last: int
    flows: tuple[Flow, ...]


class _State(NamedTuple):
    score: float
    lasts: tuple[Span, ...]
    column: int
    row: int
    above: int
    parent: _State | None
    move: tuple[int, int, int, bool]


_Way = tuple[float, _State, Span, int, int, int]
"""A state that is not yet made: its score, the one before it, the printed line, its column and the rows."""
_ASIDE, _CLOSE = -1, -2
_START = _State(0.0, (), _CLOSE, 0, 0, None, (0, 0, _CLOSE, False))


def find_word_rows(lines: Sequence[str], follow: Follow) -> tuple[Found, ...]:
    """The parts of a text whose rows were read across columns, from the top, in order; most have none."""
    found = []
    for first, last in _parts(lines):
        rows = WordRows(lines[first:last], follow)
        if rows.looks_garbled:
            flows = _read(rows, lines[first:last], first)
            if flows:
                found.append(Found(first, last, flows))
    return tuple(found)


def _parts(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines without Chinese, blank ones among them; long runs are cut: work grows with them."""
    start, words = -1, 0
    for number, line in enumerate([*lines, "\u4e00"]):
        ends = is_chinese(line) or (line.strip() and not _WORD.search(line))
        if start >= 0 and (ends or words > MOST_WORDS):
            yield start, number
            start, words = -1, 0
        if start < 0 and not ends and line.strip():
            start = number
        words += len(line.split())


def _read(rows: WordRows, lines: Sequence[str], first: int) -> tuple[Flow, ...]:
    """The paragraphs of the best width; none where the divided words do not find their other halves."""
    columns = rows.read(_best_width(rows, lines))[1]
    mended = sum(rows.mends(a, b) for column in columns for a, b in pairwise(column))
    if mended < MIN_DIVIDED or mended < MIN_MENDED_RATIO * sum(rows.divided):
        return ()
    number_of = [number for number, line in enumerate(lines) for _ in line.split()]
    flows: list[list[tuple[Span, Piece]]] = []
    for column in columns:
        for span in column:
            text = " ".join(rows.words[span[0] : span[1]])
            piece = Piece(text, first + number_of[span[0]], 0, width_em(text))
            if flows and span is not column[0] and not rows.ends_paragraph(flows[-1][-1][0], span):
                flows[-1].append((span, piece))
            else:
                flows.append([(span, piece)])
    return tuple(_flow(flow, rows) for flow in flows)


def _flow(parts: Sequence[tuple[Span, Piece]], rows: WordRows) -> Flow:
    joins = []
    for (a, before), (b, after) in pairwise(parts):
        mended = rows.mends(a, b)
        odds = BIAS + OWN * rows.known(a, b[0]) + MENDED * mended
        reason = "a divided word" if mended else ""
        joins.append(Join(before.text, after.text, 1.0 / (1.0 + math.exp(-odds)), reason))
    return Flow(tuple(piece for _, piece in parts), tuple(joins))


def _best_width(rows: WordRows, lines: Sequence[str]) -> float:
    """The width of the columns, in em, with which the first words read best."""
    widths = sorted(width_em(line) for line in lines if line.strip())
    usual = widths[(3 * len(widths)) // 4]
    near = sum(abs(width - usual) < NEAR_RATIO * usual for width in widths)
    if near >= MIN_ALIKE_RATIO * len(widths):
        tried = [usual * ratio / count for count in range(2, 6) for ratio in (0.96, 1.0, 1.04)]
    else:
        tried = [NARROWEST_EM * 1.05**step for step in range(18)]
    quick = replace(rows.options, beam=QUICK_BEAM)
    trial = rows.with_options(quick)
    return max(tried, key=lambda width: trial.read(width, TRIAL_WORDS)[0])


class WordRows:
    """The words of some lines; `read` cuts them into the printed lines of columns."""

    def __init__(
        self, lines: Sequence[str], follow: Follow, options: WordRowOptions = WordRowOptions()
    ) -> None:
        self.options, self._follow = options, follow
        counts = list(accumulate((len(line.split()) for line in lines), initial=0))
        self.words = [word for line in lines for word in line.split()]
        self.line_ends = dict(pairwise(counts))
        self._places = list(accumulate((width_em(word) + SPACE_EM for word in self.words), initial=0.0))
        self.divided = [_DIVIDED.search(word) is not None for word in self.words]
        self.stops = [_STOP.search(word) is not None for word in self.words]
        self._known: dict[Span, float] = {}

    def with_options(self, options: WordRowOptions) -> WordRows:
        """The same words under other prices."""
        other = copy(self)
        other.options = options
        return other

    @property
    def looks_garbled(self) -> bool:
        """Whether words are divided in the middle of the lines, as no one writes."""
        inside = [
            place
            for place, divided in enumerate(self.divided)
            if divided
            and place + 1 not in self.line_ends
            and place + 1 < len(self.words)
            and self.words[place + 1] not in ("and", "or", "to")
        ]
        return len(inside) >= max(MIN_DIVIDED, MIN_DIVIDED_RATIO * len(self.words))

    def ends_paragraph(self, a: Span, b: Span) -> bool:
        """Whether a paragraph ends with the line `a`: it ends a sentence and had room for more."""
        width = self._places[a[1]] - self._places[a[0]] + self._places[b[0] + 1] - self._places[b[0]]
        usual = max(self._places[b[1]] - self._places[b[0]], SPACE_EM)
        return self.stops[a[1] - 1] and width < END_RATIO * usual and self.words[b[0]][:1] not in _LOWER

    def mends(self, a: Span, b: Span) -> bool:
        """Whether a word that was divided at the end of the line `a` finds its other half in `b`."""
        return self.divided[a[1] - 1] and join_words(self.words[a[1] - 1], self.words[b[0]])

    def known(self, last: Span, start: int) -> float:
        """The log-odds that the line from `start` on continues the line `last`, by its words."""
        return self._known.get((last[1], start), 0.0)

    def read(self, full_em: float, most_words: int = 0) -> tuple[float, tuple[tuple[Span, ...], ...]]:
        """The best score a word, and the printed lines of each column of `full_em`; others stand alone."""
        count = min(len(self.words), most_words or len(self.words))
        beams: list[list[_Way]] = [[] for _ in range(count + 1)]
        for start in range(count):
            states = self._best(beams[start]) if start else [_START]
            ends = list(self._ends(start, full_em, count)) if states else []
            for state in states:
                for score, column, row, above in self._placed(state, start, full_em):
                    for end, price in ends:
                        beams[end].append((score - price, state, (start, end), column, row, above))
                aside = self.line_ends.get(start, count + 1)
                if aside <= count:
                    beams[aside] += self._aside(state, (start, aside), full_em)
            beams[start] = []
        best = max(self._best(beams[count]), key=lambda state: state.score, default=None)
        return (best.score / max(1, count), _columns(best)) if best else (-99.0, ())

    def _best(self, ways: list[_Way]) -> list[_State]:
        best: dict[tuple[object, ...], _State] = {}
        for way in nlargest(3 * self.options.beam, ways, key=itemgetter(0)):
            state = _made(*way)
            best.setdefault((state.lasts, state.column, state.row), state)
            if len(best) == self.options.beam:
                break
        return list(best.values())

    def _ends(self, start: int, full_em: float, count: int) -> Iterator[tuple[int, float]]:
        """Where a printed line that begins at `start` may end, with the price of its width."""
        options, inside = self.options, 0.0
        for end in range(start + 1, count + 1):
            ratio = (self._places[end] - self._places[start] - SPACE_EM) / full_em
            if ratio > options.most_ratio:
                break
            price = 0.5 * ((ratio - options.usual_ratio) * full_em / options.spread_em) ** 2 - options.line
            if ratio < options.usual_ratio:
                price = min(price, options.torn - options.line)
                if self.stops[end - 1]:
                    price = min(price, options.short - options.line)
                if ratio > options.indent_ratio:
                    price = min(price, options.indented - options.line)
            if end == count:
                price = min(price, options.short)
            yield end, price + inside
            inside += options.divided_inside * self.divided[end - 1]
            inside += options.line_inside * (end in self.line_ends)

    def _gain(self, last: Span, start: int, full_em: float) -> float:
        """What it earns that the line from `start` on continues the line `last`."""
        options, end = self.options, last[1]
        known = self._known.get((end, start))
        if known is None:
            tail = self.words[max(last[0], end - CONTEXT_WORDS) : end]
            known = self._follow(" ".join(tail), " ".join(self.words[start : start + CONTEXT_WORDS]))
            self._known[end, start] = known
        taken = self._places[end] - self._places[last[0]] + self._places[start + 1] - self._places[start]
        had_room = taken - SPACE_EM < options.usual_ratio * full_em and not self.stops[end - 1]
        return max(options.hole, known - options.had_room * had_room)

    def _placed(self, state: _State, start: int, full_em: float) -> list[tuple[float, int, int, int]]:
        """The printed line from `start` on as the next one of each column, and as the first of a new one:
        the score but for the line's width, the column, and the columns of both rows."""
        placed = []
        for column in range(min(len(state.lasts) + 1, self.options.most_columns)):
            step, row, above = self._step(state, column, start)
            is_new = column == len(state.lasts)
            gain = -self.options.open if is_new else self._gain(state.lasts[column], start, full_em)
            placed.append((state.score - step + gain, column, row, above))
        return placed

    def _aside(self, state: _State, span: Span, full_em: float) -> Iterator[_Way]:
        """A line of the text as a heading or a caption: the columns go on behind it, or new ones begin."""
        options = self.options
        words = [word for word in self.words[span[0] : span[1]] if word[0].isalpha()]
        like = sum(word[0].isupper() for word in words) / max(1, len(words))
        stops = self.stops[span[1] - 1]
        columns = max(1.0, (self._places[span[1]] - self._places[span[0]]) / full_em)
        price = options.aside * columns - options.aside_heading * max(0.0, 2.0 * like - 1.0) * (not stops)
        yield state.score - price, state, span, _ASIDE, state.row, state.above
        if state.lasts:
            yield state.score - price - options.close, state, span, _CLOSE, 0, 0

    def _step(self, state: _State, column: int, start: int) -> tuple[float, int, int]:
        """The price of going on in `column`, and the columns of this row and of the one above then."""
        options, current, row, above = self.options, state.column, state.row, state.above
        bit, at_line = 1 << column, start in self.line_ends
        if current < 0:
            return 0.0, bit, 0
        if column > current:
            price = options.line_in_row if at_line else 0.0
            price += 0.0 if above & bit or not above else options.enter
            skipped = (above >> (current + 1)) & ((1 << (column - current - 1)) - 1)
            return price + options.leave * skipped.bit_count(), row | bit, above
        price = 0.0 if at_line else options.row_in_line
        price += options.leave * ((above >> (current + 1)).bit_count() + (row & (bit - 1)).bit_count())
        return price + (0.0 if row & bit else options.enter), bit, row


def _made(score: float, state: _State, span: Span, column: int, row: int, above: int) -> _State:
    lasts = state.lasts
    if column < 0:
        after, current = (lasts, state.column) if column == _ASIDE else ((), _CLOSE)
        return _State(score, after, current, row, above, state, (*span, column, False))
    after = (*lasts[:column], span, *lasts[column + 1 :])
    return _State(score, after, column, row, above, state, (*span, column, column == len(lasts)))


def _columns(state: _State | None) -> tuple[tuple[Span, ...], ...]:
    moves = []
    while state is not None:
        moves.append(state.move)
        state = state.parent
    done: list[list[Span]] = []
    columns: list[list[Span]] = []
    asides: list[list[Span]] = []
    for start, end, column, is_new in reversed(moves):
        if column == _CLOSE:
            done += columns + asides
            columns, asides = [], []
            if end:
                done.append([(start, end)])
        elif column == _ASIDE:
            (asides if columns else done).append([(start, end)])
        elif is_new:
            columns.append([(start, end)])
        else:
            columns[column].append((start, end))
    return tuple(tuple(column) for column in (*done, *columns, *asides))
