"""Columns of a page whose lines came in blocks that overlap and stand in any order: a beam search.

A layout program leaves the lines of each block as on the page, row by row, but hands lines of one column to
the block of another, and sorts the blocks by some rule of its own. So the page is a merging of its blocks:
each of them is read from its first line to its last, and the next line of the page is the next one of
some block. The search hands that line to a column or to a new one, like `threads`, which does the same for
a single block; a column that goes on in another block than before pays for the leap.

States are compared by what they may still reach (`duals`): a state that has used up the easy joins first is
no better than another. That bound never loses the best way, the beam may.

Known limits: a block whose own lines stand out of order stays so; no joins over more than `reach` pieces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

import numpy as np

from ocr_fix.duals import Gains, find_duals
from ocr_fix.joins import Joins
from ocr_fix.pieces import LONG, Fill

Block = Sequence[int]
"""The numbers of the pieces of one paragraph of the text, in its order."""

_NEVER = -1e3
_NONE = (-1, -1, False)


@dataclass(frozen=True, slots=True)
class BlockOptions:
    """Prices in nats, found by coordinate descent on texts of `samples/draw/blocks.py`."""

    enter: float = 2.3
    """A column is in this row and was not in the one before."""
    leave: float = 3.3
    """A column was in the row before and is not in this one."""
    hop: float = 2.25
    """A column goes on in a block that nobody has begun."""
    hop_block: float = 0.15
    """The same for each block that is leapt over."""
    hop_next: float = -0.7
    """Where a block is read to its end, the next one in the text begins."""
    enter_active: float = 1.8
    """A column goes on in a block that another column is in."""
    leave_mid: float = 1.2
    """Added where the old block is not at its end."""
    open: float = 2.0
    """A column begins."""
    open_short: float = 0.6
    """It begins with a short piece."""
    open_left: float = 0.6
    """It stands left of another one."""
    begin_paragraph: float = 2.0
    """Earned where the first column begins with an indent."""
    begin_late: float = 0.2
    """For each block that the first column leaves out at its beginning."""
    close: float = 8.4
    """The columns end and others begin."""
    end_open: float = 1.0
    """They end in the middle of a sentence."""
    end_stop: float = 0.5
    """Earned where they end with a full stop."""
    hole: float = -2.5
    """A join is never worse: something is missing there."""
    tear: float = -2.5
    """The same from the foot of a column to the head of the next."""
    column_break: float = 1.5
    """How much the latter joins count."""
    most_columns: int = 4
    window: int = 12
    """So many blocks, of those that are not read to their end, may be read from."""
    hops: int = 5
    """So many of them are tried for each column."""
    reach: int = 60
    beam: int = 90
    share: int = 8
    """An eighth of the beam may have the same heads of columns."""
    looked: int = 8


class _State(NamedTuple):
    """A way to read some lines: each column's last and first piece, whether a quote is open; `row` and
    `above` are columns as bits, in this row so far and in the one before; `front` is how far blocks are."""

    score: float
    lasts: tuple[int, ...]
    firsts: tuple[int, ...]
    quotes: tuple[bool, ...]
    column: int
    row: int
    above: int
    front: tuple[int, ...]
    parent: _State | None
    move: tuple[int, int, bool]


_Way = tuple[float, _State, int, int, bool, int, int]
"""A state that is not yet made: its score, the one before it, the piece, its column, whether that is new, and
the columns of this row and of the one above."""


def merge_blocks(
    blocks: Sequence[Block], joins: Joins, options: BlockOptions = BlockOptions()
) -> tuple[tuple[int, ...], ...]:
    """The lines of the text in threads, each piece in one of them, in the order in which most of their lines
    stood.

    A thread ends where a column goes on in another block behind the end of a sentence: any paragraph
    could follow there. Its first line alone may be a stray, so that the middle one counts.
    """
    filled = [block for block in blocks if block]
    if not filled:
        return ()
    search = _Merging(filled, joins, options)
    columns = search.columns()
    pieces = [piece for column in columns for piece in column]
    following = {pair for column in columns for pair in pairwise(column)}
    threads = [[pieces[0]]]
    for before, after in pairwise(pieces):
        elsewhere = joins.stops[before] and search.block_of[before] != search.block_of[after]
        torn = (before, after) not in following and joins.score(before, after) < options.tear
        if elsewhere or torn:
            threads.append([])
        threads[-1].append(after)
    place = {piece: number for number, piece in enumerate(piece for block in filled for piece in block)}
    return tuple(sorted(map(tuple, threads), key=lambda thread: median(place[piece] for piece in thread)))


class _Merging:
    """The search in one text: what its blocks hold, and what joins are worth."""

    def __init__(self, blocks: Sequence[Block], joins: Joins, options: BlockOptions) -> None:
        self.blocks, self.joins, self.options = blocks, joins, options
        self.block_of = {piece: number for number, block in enumerate(blocks) for piece in block}
        order = [piece for block in blocks for piece in block]
        gains = _gains(order, joins, options)
        tails, heads = find_duals(gains - _least_prices(blocks, options), options.open)
        self.tails = dict(zip(order, tails, strict=True))
        self.heads = dict(zip(order, heads, strict=True))
        self.opening = {piece: options.open + self.heads[piece] for piece in order}
        for piece in order:
            self.opening[piece] += 0.0 if joins.pieces[piece].fill in LONG else options.open_short
        self._successors: dict[tuple[int, bool, tuple[int, ...]], list[tuple[float, int]]] = {}
        self.gains = {
            piece: dict(zip(order, row, strict=True))
            for piece, row in zip(order, gains.tolist(), strict=True)
        }

    def columns(self) -> tuple[tuple[int, ...], ...]:
        """The columns of the best way through all blocks."""
        states = [_State(0.0, (), (), (), -1, 0, 0, (0,) * len(self.blocks), None, _NONE)]
        for _ in range(sum(map(len, self.blocks))):
            self._successors.clear()
            ways = [way for state in states for way in self._ways(state)]
            closed = max(states, key=self._closed_score)
            if closed.lasts:
                score = self._closed_score(closed) - self.options.close
                ways += self._ways(_State(score, (), (), (), -1, 0, 0, closed.front, closed, _NONE))
            states = self._best(ways)
        return _columns(max(states, key=self._closed_score))

    def _best(self, ways: Sequence[_Way]) -> list[_State]:
        """The best states, but no more than a share of them with the same heads of columns."""
        beam = self.options.beam
        best: dict[tuple[object, ...], _State] = {}
        alike: dict[tuple[int, ...], int] = {}
        rest = []
        for way in nlargest(self.options.looked * beam, ways, key=itemgetter(0)):
            new = self._made(way)
            key = (new.lasts, new.column, new.front)
            if key in best:
                continue
            count = alike.get(new.firsts, 0)
            if count < beam // self.options.share:
                alike[new.firsts] = count + 1
                best[key] = new
                if len(best) == beam:
                    break
            else:
                rest.append((key, new))
        for key, new in rest[: beam - len(best)]:
            best.setdefault(key, new)
        return list(best.values())

    def _ways(self, state: _State) -> Iterator[_Way]:
        """What may come next: the next piece of some block, in some column or at the head of a new one."""
        for column, (last, is_open) in enumerate(zip(state.lasts, state.quotes, strict=True)):
            key = (last, is_open, state.front)
            known = self._successors.get(key)
            if known is None:
                known = self._successors[key] = self._find_successors(*key)
            price, row, above = _step(state.column, (state.row, state.above), column, self.options)
            for gain, piece in known:
                yield state.score - price + gain, state, piece, column, False, row, above
        if len(state.lasts) < self.options.most_columns:
            yield from self._openings(state)

    def _heads(self, front: tuple[int, ...]) -> list[tuple[int, int]]:
        """The blocks that may be read from, with the next piece of each."""
        open_blocks = (
            (number, block[place])
            for number, (block, place) in enumerate(zip(self.blocks, front, strict=True))
            if place < len(block)
        )
        return [head for head, _ in zip(open_blocks, range(self.options.window), strict=False)]

    def _find_successors(self, last: int, is_open: bool, front: tuple[int, ...]) -> list[tuple[float, int]]:
        """What a column earns that goes on in its own block, or in one of the best of the others."""
        options, here = self.options, self.block_of[last]
        gains, read_on = self.gains[last], self.joins.read_on
        inside, found = [], []
        for block, piece in self._heads(front):
            gain = max(gains[piece] - read_on(last, is_open, piece)[0], options.hole)
            gain -= self.heads[piece] + self.tails[last]
            if block == here:
                inside.append((gain, piece))
            else:
                found.append((gain - self._hop(here, block, front), piece))
        return inside + nlargest(options.hops, found)

    def _hop(self, here: int, there: int, front: tuple[int, ...]) -> float:
        """The price of the leap from one block to another."""
        options = self.options
        finished = front[here] == len(self.blocks[here])
        if front[there]:
            return options.enter_active + (0.0 if finished else options.leave_mid)
        if finished and there == here + 1:
            return options.hop_next
        return options.hop + options.hop_block * abs(there - here) + (0.0 if finished else options.leave_mid)

    def _openings(self, state: _State) -> Iterator[_Way]:
        """A piece as the head of a new column, at each place among the others."""
        options, lasts = self.options, state.lasts
        reading = {self.block_of[last] for last in lasts}
        heads = [
            (piece, self.opening[piece] + (0.0 if lasts else self._begin(block, piece)))
            for block, piece in self._heads(state.front)
            if not lasts or not state.front[block] or block in reading
        ]
        for column in range(len(lasts) + 1):
            left = (1 << column) - 1
            row = (state.row & left) | ((state.row & ~left) << 1)
            above = (state.above & left) | ((state.above & ~left) << 1)
            current = state.column + (state.column >= column) if state.column >= 0 else -1
            step, row, above = _step(current, (row, above), column, options)
            base = state.score - step - (options.open_left if column < len(lasts) else 0.0)
            for piece, price in heads:
                yield base - price, state, piece, column, True, row, above

    def _begin(self, block: int, piece: int) -> float:
        """The price of a piece that begins the first of the columns."""
        indented = self.joins.pieces[piece].fill in (Fill.INDENT, Fill.INDENT_STOP)
        return self.options.begin_late * block - (self.options.begin_paragraph if indented else 0.0)

    def _made(self, way: _Way) -> _State:
        score, state, piece, column, is_new, row, above = way
        block, end = self.block_of[piece], column if is_new else column + 1
        if is_new:
            is_open = self.joins.begin_quotes(piece)
            firsts = (*state.firsts[:column], piece, *state.firsts[column:])
        else:
            is_open = self.joins.read_on(state.lasts[column], state.quotes[column], piece)[1]
            firsts = state.firsts
        return _State(
            score,
            (*state.lasts[:column], piece, *state.lasts[end:]),
            firsts,
            (*state.quotes[:column], is_open, *state.quotes[end:]),
            column,
            row,
            above,
            (*state.front[:block], state.front[block] + 1, *state.front[block + 1 :]),
            state,
            (piece, column, is_new),
        )

    def _closed_score(self, state: _State) -> float:
        """The score where the columns end: each runs on at the head of the next."""
        if not state.lasts:
            return _NEVER
        options, joins = self.options, self.joins
        score = state.score - sum(self.tails[last] for last in state.lasts)
        score += options.end_stop if joins.stops[state.lasts[-1]] else -options.end_open
        return score + joins.over_breaks(state.lasts, state.firsts, options.tear, options.column_break)


def _step(current: int, rows: tuple[int, int], column: int, options: BlockOptions) -> tuple[float, int, int]:
    """The price of going on in `column`, and the columns of this row and of the one above then."""
    row, above = rows
    bit = 1 << column
    if current < 0:
        return 0.0, bit, 0
    if column > current:
        price = 0.0 if above & bit or not above else options.enter
        skipped = (above >> (current + 1)) & ((1 << (column - current - 1)) - 1)
        return price + options.leave * skipped.bit_count(), row | bit, above
    price = options.leave * ((above >> (current + 1)).bit_count() + (row & (bit - 1)).bit_count())
    return price + (0.0 if row & bit else options.enter), bit, row


def _gains(order: Sequence[int], joins: Joins, options: BlockOptions) -> Gains:
    """What each piece (row) earns if each other one (column) follows it."""
    count = len(order)
    gains = np.full((count, count), options.hole)
    for row, tail in enumerate(order):
        for column in range(max(0, row - options.reach), min(count, row + options.reach + 1)):
            if row != column:
                gains[row, column] = max(joins.score(tail, order[column]), options.hole)
    return gains


def _least_prices(blocks: Sequence[Block], options: BlockOptions) -> Gains:
    """The least that the search asks for each pair of pieces; a block is never read backwards."""
    block = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    place = np.concatenate([np.arange(len(block)) for block in blocks])
    apart = block[None, :] - block[:, None]
    fresh = options.hop + options.hop_block * abs(apart)
    fresh = np.where(apart == 1, np.minimum(fresh, options.hop_next), fresh)
    price = np.where(place[None, :] == 0, fresh, options.enter_active)
    inside = np.where(place[None, :] > place[:, None], 0.0, -_NEVER)
    return np.where(apart == 0, inside, price)


def _columns(state: _State | None) -> tuple[tuple[int, ...], ...]:
    """The columns on the way to the last state."""
    moves = []
    while state is not None:
        moves.append(state.move)
        state = state.parent
    done: list[tuple[int, ...]] = []
    columns: list[list[int]] = []
    for piece, column, is_new in reversed(moves):
        if piece < 0:
            done += map(tuple, columns)
            columns = []
        elif is_new:
            columns.insert(column, [piece])
        else:
            columns[column].append(piece)
    return (*done, *map(tuple, columns))
