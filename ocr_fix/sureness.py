"""How sure the joins of an untangled text are, and what came second.

The join's own score, and whether the piece stands where the next row would have it, give the odds; where
a text came in blocks, whether both pieces stand in one of them. The weights are fitted by logistic
regression on drawn pages, and `bench/sureness.py` shows how often joins are right. The runner-up is what
the nearest exchange would bring: two threads that stand side by side may go on with each other's rest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from ocr_fix.joins import Joins
from ocr_fix.pieces import Piece

MOST_SCORE = 8.0
MOST_ROWS = 4
LEAST_LINK = -1.0


@dataclass(frozen=True, slots=True)
class Odds:
    """What the odds of a join are made of, in nats: what all have, for each nat of its score, where the
    piece begins the next row, and where both are in one line of the text."""

    bias: float
    own: float
    next_row: float = 0.0
    same_line: float = 0.0


ROWS = Odds(bias=0.38, own=0.55, next_row=1.43)
"""Of rows that kept their order."""
BLOCKS = Odds(bias=-1.25, own=0.6, same_line=1.6)
"""Of blocks that overlap."""


@dataclass(frozen=True, slots=True)
class Join:
    """A decision: that `after` continues `before`, how sure (0..1), why, and what came second."""

    before: str
    after: str
    confidence: float
    reason: str = ""
    runner_up: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A paragraph of the result: its pieces in order and the joins between them."""

    pieces: tuple[Piece, ...]
    joins: tuple[Join, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure its joins are: their geometric mean; 1 for a single piece."""
        if not self.joins:
            return 1.0
        return math.exp(sum(math.log(max(1e-3, join.confidence)) for join in self.joins) / len(self.joins))


def weigh_joins(
    threads: Sequence[Sequence[int]], joins: Joins, side_by_side: int, odds: Odds = ROWS
) -> tuple[Flow, ...]:
    """The paragraphs of `threads` with how sure each join is; `side_by_side` threads make a full row.

    A paragraph that is open where its thread ends goes on in the next one.
    """
    weigh = partial(_weigh, joins=joins, side_by_side=side_by_side, odds=odds)
    flows: list[Flow] = []
    open_end = -1
    following = [dict(zip(thread, (*thread[1:], -1), strict=True)) for thread in threads]
    for number, thread in enumerate(threads):
        others = [after for place, after in enumerate(following) if place != number]
        run, weighed = [thread[0]], list[Join]()
        for a, b in pairwise(thread):
            if joins.ends_paragraph(a, b):
                flows.append(_flow(run, weighed, joins))
                run, weighed = [], []
            else:
                weighed.append(weigh((a, b), others))
            run.append(b)
        flows.append(_flow(run, weighed, joins))
        first = next(
            place
            for place in range(len(flows) - 1, -1, -1)
            if flows[place].pieces[0] is joins.pieces[thread[0]]
        )
        if open_end >= 0 and _runs_on(open_end, thread[0], joins):
            link = weigh((open_end, thread[0]), others)
            before, after = flows[first - 1], flows[first]
            joined = Flow((*before.pieces, *after.pieces), (*before.joins, link, *after.joins))
            flows[first - 1 : first + 1] = [joined]
        open_end = thread[-1]
    return tuple(flows)


def _runs_on(tail: int, head: int, joins: Joins) -> bool:
    """Whether the foot of a column and the head of the next are one paragraph."""
    return (
        not joins.pieces[tail].stops
        and not joins.begins_paragraph(head)
        and joins.score(tail, head) > LEAST_LINK
    )


def _flow(thread: Sequence[int], weighed: Sequence[Join], joins: Joins) -> Flow:
    return Flow(tuple(joins.pieces[i] for i in thread), tuple(weighed))


def _weigh(
    pair: tuple[int, int], others: Sequence[dict[int, int]], joins: Joins, side_by_side: int, odds: Odds
) -> Join:
    a, b = pair
    tail, head = joins.pieces[a], joins.pieces[b]
    sure = odds.bias + odds.own * max(-MOST_SCORE, min(MOST_SCORE, joins.score(a, b)))
    sure += odds.next_row * (b - a == side_by_side) + odds.same_line * (tail.line == head.line)
    rival = _rival(a, b, others, joins, side_by_side)
    second = joins.pieces[rival].text if rival >= 0 else ""
    return Join(tail.text, head.text, 1.0 / (1.0 + math.exp(-sure)), joins.reason(a, b), second)


def _rival(a: int, b: int, others: Sequence[dict[int, int]], joins: Joins, side_by_side: int) -> int:
    """The piece that `a` would go on with in the nearest exchange of threads; -1 where there is none."""
    best, rival = math.inf, -1
    for other in others:
        before = max((i for i in range(max(0, b - MOST_ROWS * side_by_side), b) if i in other), default=-1)
        if before < 0:
            continue
        after = other[before]
        lost = joins.score(before, b) + (joins.score(a, after) if after >= 0 else 0.0)
        kept = joins.score(a, b) + (joins.score(before, after) if after >= 0 else 0.0)
        if kept - lost < best:
            best, rival = kept - lost, after if after >= 0 else before
    return rival
