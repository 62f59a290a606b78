"""The margins of a column, and what the ends of its rows show.

A margin is where rows start or end. It may jump, beside a picture or a drop cap, but a jump costs more
than a row that is indented or ends early, so that the cheapest way through a column (Viterbi) tells both
apart. A row that leaves room for the first word of the next one was ended on purpose.

Known limit: a column narrowed for one or two rows only looks as if these rows ended early.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr_fix.characters import NARROW_EM, begins_with_opener, has_cjk, meet_without_space, text_units
from ocr_fix.rows import Row

_END = re.compile(r"[。！？!?…：:.][”’」』）)\"']*$")
_HANGING = re.compile(r"[，。、；：！？”’」』）》〉】〕…—]$")
_ITEM = re.compile(r"^(?:[•●■◆▲★·]|[①-⑳]|\d{1,2}[.、]|[一二三四五六七八九十]+、|\S{1,8}：)")
_LEADING_ON = ("的", "和", "与", "及", "在", "把", "被", "将", "从", "向", "对", "是", "，", "、", "（", "“")
_CLOSERS = "，。、；：！？”’」』）》〉】〕…—,.;:!?)\"'"
_FIRST_WORD = re.compile(r"[“‘「『（《〈【〔(\"']*(?:[A-Za-zÀ-ɏ0-9.,:%‰℃'’$-]+|.)")


LEVEL_EM = 0.5  # edges nearer to each other than this share a margin
REACH_EM = 0.9  # a row nearer to its margin than this had no room for a character more


@dataclass(frozen=True, slots=True)
class MarginOptions:
    """What a row costs that is not where its margin is; costs are in nats, roughly."""

    spread_em: float = 0.2  # boxes are tight to the ink: edges of one margin differ by this much
    opener_em: float = 0.55  # a full-width opening mark has its ink in the second half of its square
    hang_em: float = 1.2  # a mark may hang over the right margin by its square
    ink_em: float = 0.7  # or have its ink in the first half of it
    jump_cost: float = 5.0  # a margin jumps beside pictures and drop caps only
    early_cost: float = 3.0  # a row ends early
    over_cost: float = 6.0  # a row runs over the margin: its box is too wide
    unusual_cost: float = 0.5  # the margin is not where most rows of the region end
    marked_cost: float = 0.7  # the same where it ends a sentence
    most_cost: float = 8.0  # one row that is far off must not turn a whole column


@dataclass(frozen=True, slots=True)
class Margin:
    """The right margin at a row, in em, and how many rows reach it."""

    edge: float
    support: int


@dataclass(frozen=True, slots=True)
class RowEnd:
    """What a row's end shows: the `room` in em that it leaves beside the first word of the next row.

    `marked`: an end mark stands there; `open`: a word that wants another; `alone`: no other row
    reaches its margin; `item`: it and the next row look like items of a list.
    """

    room: float
    marked: bool
    open: bool
    alone: bool
    item: bool


def column_spans(rows: tuple[Row, ...]) -> list[tuple[int, int]]:
    """For each column of `rows` in turn its first row and the one after its last."""
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(rows)) if a.column != b.column), len(rows)]
    return list(pairwise(cuts))


def right_margins(rows: tuple[Row, ...], options: MarginOptions) -> list[Margin]:
    """For each row of a region the margin up to which it might have run."""
    spans = column_spans(rows)
    lefts = [_commonest([row.start for row in rows[begin:end]]) for begin, end in spans]
    reaches = [
        row.end - left for (begin, end), left in zip(spans, lefts, strict=True) for row in rows[begin:end]
    ]
    usual = _commonest(reaches)
    return [
        margin
        for (begin, end), left in zip(spans, lefts, strict=True)
        for margin in _column_margins(rows[begin:end], left + usual, options)
    ]


def _column_margins(rows: tuple[Row, ...], usual: float, options: MarginOptions) -> list[Margin]:
    levels = find_levels([row.end for row in rows])
    extra = [options.unusual_cost * (abs(level - usual) > LEVEL_EM) for level in levels]
    costs = [
        [(_right_cost(row, level, options) + more,) for level, more in zip(levels, extra, strict=True)]
        for row in rows
    ]
    reach = [sum(abs(row.end - edge) < REACH_EM for row in rows) for edge in levels]
    return [Margin(levels[level], reach[level]) for level, _ in cheapest_path(costs, options.jump_cost)]


def _commonest(edges: list[float]) -> float:
    """The margin that most of `edges` share, the lowest of equals."""
    return max(find_levels(edges), key=lambda level: sum(abs(edge - level) < LEVEL_EM for edge in edges))


def _right_cost(row: Row, level: float, options: MarginOptions) -> float:
    short = level - row.end
    if _HANGING.search(row.text) and -options.hang_em < short < options.ink_em:
        return 0.0
    if short < 0:
        return min(options.over_cost, -short / options.spread_em)
    early = options.marked_cost if _END.search(row.text) else options.early_cost
    return min(early, short / options.spread_em)


def find_levels(edges: list[float]) -> list[float]:
    """The margins that `edges` suggest: medians of clusters."""
    clusters: list[list[float]] = []
    for edge in sorted(edges):
        if clusters and edge - clusters[-1][0] < LEVEL_EM:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    return [median(cluster) for cluster in clusters]


def edge_cost(row: Row, expected: float, options: MarginOptions) -> float:
    """What it costs that a row starts elsewhere than `expected`."""
    off = row.start - expected
    if begins_with_opener(row.text) and has_cjk(row.text):
        off = off - max(-options.opener_em, min(options.opener_em, off))
    return min(options.most_cost, abs(off) / options.spread_em)


def read_row_end(a: Row, b: Row, margin: Margin) -> RowEnd:
    """What the end of row `a` shows, where `b` is the next row and `margin` that of `a`."""
    return RowEnd(
        room=margin.edge - a.end - _needed(a, b),
        marked=_END.search(a.text) is not None,
        open=a.text.endswith(_LEADING_ON),
        alone=margin.support < 2,
        item=_ITEM.search(a.text) is not None and _ITEM.search(b.text) is not None,
    )


def _needed(a: Row, b: Row) -> float:
    """The room that the first word of row `b`, with the marks that may not begin a row, needs after `a`."""
    match = _FIRST_WORD.match(b.text)
    if match is None:
        return 0.0
    end = match.end()
    while end < len(b.text) and b.text[end] in _CLOSERS:
        end += 1
    space = 0.0 if meet_without_space(a.text, b.text) else NARROW_EM
    return space + text_units(b.text[:end])


def cheapest_path(costs: Sequence[Sequence[Sequence[float]]], jump_cost: float) -> list[tuple[int, int]]:
    """The cheapest path through (level, flag) states: a change of level costs `jump_cost`."""
    totals: list[float] = []
    choices: list[list[tuple[int, int]]] = []
    for row in costs:
        best = [min(range(len(cell)), key=cell.__getitem__) for cell in row]
        cheapest = min(range(len(totals)), key=totals.__getitem__) if totals else 0
        step, origins = [], []
        for level, cell in enumerate(row):
            stay = totals[level] if totals else 0.0
            jump = totals[cheapest] + jump_cost if totals else 0.0
            origins.append((level if stay <= jump else cheapest, best[level]))
            step.append(cell[best[level]] + min(stay, jump))
        totals = step
        choices.append(origins)
    level = min(range(len(totals)), key=totals.__getitem__)
    path = []
    for origins in reversed(choices):
        origin, flag = origins[level]
        path.append((level, flag))
        level = origin
    return path[::-1]
