"""How sure the joins of an untangled text are, and what came second.

The join's own score, and whether the piece stands where the next row would have it, give the odds. The
weights are fitted by logistic regression on drawn pages: of the joins that are called 90 % sure or more,
95 % are right, of those called 50 to 60 %, 57 %. The runner-up is what the nearest exchange would bring: two
threads that stand side by side may go on with each other's rest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr_fix.joins import Joins
from ocr_fix.pieces import Piece

MOST_SCORE = 8.0
MOST_ROWS = 4
LEAST_LINK = -1.0
BIAS, OWN, NEXT_ROW = 0.38, 0.55, 1.43


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


def weigh_joins(threads: Sequence[Sequence[int]], joins: Joins, side_by_side: int) -> tuple[Flow, ...]:
    """The paragraphs of `threads` with how sure each join is; `side_by_side` threads make a full row.

    A paragraph that is open where its thread ends goes on in the next one.
    """
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
                weighed.append(_weigh(a, b, others, joins, side_by_side))
            run.append(b)
        flows.append(_flow(run, weighed, joins))
        first = next(
            place
            for place in range(len(flows) - 1, -1, -1)
            if flows[place].pieces[0] is joins.pieces[thread[0]]
        )
        if open_end >= 0 and _runs_on(open_end, thread[0], joins):
            link = _weigh(open_end, thread[0], others, joins, side_by_side)
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


def _weigh(a: int, b: int, others: Sequence[dict[int, int]], joins: Joins, side_by_side: int) -> Join:
    own = max(-MOST_SCORE, min(MOST_SCORE, joins.score(a, b)))
    odds = BIAS + OWN * own + (NEXT_ROW if b - a == side_by_side else 0.0)
    before, after = (joins.pieces[i].text for i in (a, b))
    rival = _rival(a, b, others, joins, side_by_side)
    second = joins.pieces[rival].text if rival >= 0 else ""
    return Join(before, after, 1.0 / (1.0 + math.exp(-odds)), joins.reason(a, b), second)


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
