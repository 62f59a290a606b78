"""Boxes of lines to strips: what stands in one column without a break.

Idea: first the pieces of one printed row inside a column are made one again. Then every line is
linked to the line under it; a chain of mutual links is a strip. A chain breaks where a line has
two neighbours below (a headline over columns), where the type changes size, where the gap is
wider than the strip's own leading, at a printed rule and at the side of a frame. A strip is
never wider than one column, so that order can be found later among whole strips.

Known limits: a subhead set in the body's size with the body's leading stays in the strip.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr_fix.fragments import join_rows
from ocr_fix.geometry import edges_of, enclosing, inside_ratio, overlap_x, overlap_y, reading_key
from ocr_fix.model import Box, Marks, Separator, SeparatorKind

Frame = Box | None


@dataclass(frozen=True, slots=True)
class StripOptions:
    """Distances and ratios, most in em of the page."""

    max_leading_em: float = 1.1
    """The widest white between two lines of one strip."""
    max_extra_leading_em: float = 0.33
    """White beyond the strip's own leading that ends a strip: a paragraph gap or a heading."""
    max_size_ratio: float = 1.33
    """A change of type size, where both lines are long enough to measure."""
    min_measured_em: float = 3.5
    """Shorter lines may hold low characters only, so their height says little."""
    min_apart_em: float = 2.7
    """A line that begins further in than any paragraph's indent stands apart, if it also ends"""
    min_apart_right_em: float = 1.0
    """so far before the right edge."""
    min_link_ratio: float = 0.6
    """How much of the narrower line's width two lines of a strip share."""


def find_strips(
    lines: tuple[Box, ...], marks: Marks, options: StripOptions = StripOptions()
) -> list[tuple[Box, ...]]:
    """Strips of one column, each from top to bottom, the pieces of one printed row made one; they hold
    all of `lines` once. No lines give none."""
    if not lines:
        return []
    frames = {line: _frame_of(line, marks.separators) for line in lines}
    initials = tuple(sorted(set(_drop_caps(lines, marks.em).values())))
    rows = join_rows(tuple(line for line in lines if line not in initials), frames, marks)
    caps = _drop_caps(rows + initials, marks.em)
    lost = tuple(cap for cap in initials if cap not in caps.values())
    rows = tuple(row for row in rows + lost if row not in caps.values())
    frames = {line: _frame_of(line, marks.separators) for line in rows}
    below = _links(rows, frames, marks, options)
    heads = set(rows) - set(below.values())
    chains: list[list[Box]] = []
    for head in sorted(heads, key=reading_key):
        chain = [head]
        while chain[-1] in below:
            chain.append(below[chain[-1]])
        chains.append(chain)
    strips: list[tuple[Box, ...]] = []
    for chain in _over_paragraphs(chains, frames, marks, options):
        strips += _split_at_gaps(chain, tuple(caps.values()), marks.em, options)
    return [tuple(one for line in strip for one in (caps.get(line), line) if one) for strip in strips]


def _drop_caps(rows: tuple[Box, ...], em: float) -> dict[Box, Box]:
    """Lines with the large initial that begins each: a letter at least as high as two lines that
    begin together at its right."""
    found: dict[Box, Box] = {}
    for cap in rows:
        if not 1.6 * em <= cap.height <= 6 * em or not 0.25 * cap.height <= cap.width <= 1.7 * cap.height:
            continue
        beside = [
            row
            for row in rows
            if row.height < 1.5 * em
            and -0.4 * em <= row.left - cap.right < 1.3 * em
            and overlap_y(row, cap) > 0.5 * row.height
        ]
        if len(beside) >= 2 and max(row.left for row in beside) - min(row.left for row in beside) < em:
            found.setdefault(min(beside, key=reading_key), cap)
    return found


def _frame_of(line: Box, separators: tuple[Separator, ...]) -> Frame:
    """The smallest frame around `line`."""
    around = [
        one.box for one in separators if one.kind is SeparatorKind.FRAME and inside_ratio(line, one.box) > 0.6
    ]
    return min(around, key=lambda box: box.area, default=None)


def _links(
    rows: tuple[Box, ...], frames: dict[Box, Frame], marks: Marks, options: StripOptions
) -> dict[Box, Box]:
    """For each line the line under it that continues its strip; mutual and one to one."""
    edges = edges_of(rows)
    under: dict[Box, list[Box]] = {}
    above: dict[Box, list[Box]] = {}
    for row in rows:
        found = [rows[index] for index in _next_rows(row, edges, marks.em, options)]
        under[row] = found
        for other in found:
            above.setdefault(other, []).append(row)
    rules = [one.box for one in marks.separators if one.kind is SeparatorKind.HORIZONTAL]
    links: dict[Box, Box] = {}
    for row, found in under.items():
        if len(found) != 1 or len(above[found[0]]) != 1:
            continue
        other = found[0]
        ruled = any(_parts(rule, row, other) for rule in rules)
        shared = overlap_x(row, other) >= options.min_link_ratio * min(row.width, other.width)
        if (
            shared
            and not ruled
            and frames[row] == frames[other]
            and _same_type(row, other, marks.em, options)
        ):
            links[row] = other
    return links


def _next_rows(row: Box, edges: NDArray[np.int64], em: float, options: StripOptions) -> list[int]:
    """Indices of the lines of the next row under `row` that share its width."""
    lefts, tops, rights, bottoms = edges.T
    shared = np.minimum(rights, row.right) - np.maximum(lefts, row.left)
    middles = (tops + bottoms) / 2
    reach = options.max_leading_em * max(em, min(row.height, 2 * em))
    candidates = np.flatnonzero(
        (shared > 0.25 * np.minimum(rights - lefts, row.width))
        & (middles > row.centre_y + 0.4 * row.height)
        & (tops - row.bottom < reach)
    )
    if not len(candidates):
        return []
    first = candidates[np.argmin(tops[candidates])]
    same = tops[candidates] < middles[first]
    return [int(index) for index in candidates[same]]


def _parts(rule: Box, above: Box, below: Box) -> bool:
    """Whether a horizontal rule runs between two lines."""
    narrower = min(above.width, below.width)
    between = above.centre_y < rule.centre_y < below.centre_y
    shared = min(above.right, below.right, rule.right) - max(above.left, below.left, rule.left)
    return between and shared > 0.5 * narrower


def _over_paragraphs(
    chains: list[list[Box]], frames: dict[Box, Frame], marks: Marks, options: StripOptions
) -> list[list[Box]]:
    """`chains` with those joined that only part where a short last line meets an indented first
    one: the two lines share too little width to be linked, their columns share all."""
    rules = [one.box for one in marks.separators if one.kind is SeparatorKind.HORIZONTAL]
    joined: list[list[Box]] = []
    for chain in chains:
        first = chain[0]
        above = [
            other
            for other in joined
            if max(len(other), len(chain)) > 1
            and frames[other[-1]] == frames[first]
            and _ends_a_paragraph(other, chain, marks.em)
            and _same_type(max(other, key=lambda box: box.width), first, marks.em, options)
            and not any(
                overlap_x(rule, first) > 0 and other[-1].centre_y < rule.centre_y < first.centre_y
                for rule in rules
            )
        ]
        if len(above) == 1:
            above[0].extend(chain)
        else:
            joined.append(list(chain))
    return joined


def _ends_a_paragraph(above: list[Box], below: list[Box], em: float) -> bool:
    """Whether one chain ends with a short line right above the indented line that begins the other,
    both in one column; a single line may be the end or the beginning."""
    last, first = above[-1], below[0]
    if not -0.2 * em < first.top - last.bottom < 0.7 * em:
        return False
    upper, lower = enclosing(above), enclosing(below)
    left = min(upper.left, lower.left)
    right = max(upper.right, lower.right)
    short = last.right < right - em and last.left < left + 0.5 * em
    indented = em < first.left - left < 3 * em
    aligned = len(below) == 1 or max(upper.left, lower.left) < left + 0.8 * em
    level = min(len(above), len(below)) < 3 or min(upper.right, lower.right) > right - 0.8 * em
    return short and indented and aligned and level


def _same_type(a: Box, b: Box, em: float, options: StripOptions) -> bool:
    """Whether two lines may be set in one size."""
    ratio = max(a.height, b.height) / max(1, min(a.height, b.height))
    measured = min(a.width, b.width) >= options.min_measured_em * em
    return ratio <= (options.max_size_ratio if measured else 1.5 * options.max_size_ratio)


def _split_at_gaps(
    chain: list[Box], caps: tuple[Box, ...], em: float, options: StripOptions
) -> list[tuple[Box, ...]]:
    """A chain cut where the white is wider than its own leading and around lines set apart, unless a drop
    cap makes room for itself."""
    gaps = [b.top - a.bottom for a, b in pairwise(chain)]
    if not gaps:
        return [tuple(chain)]
    usual = median(gaps)
    apart = [
        not any(_is_at_cap(line, cap, em) for cap in caps) and _is_apart(chain, index, em, options)
        for index, line in enumerate(chain)
    ]
    strips: list[tuple[Box, ...]] = []
    start = 0
    for index, gap in enumerate(gaps, 1):
        wide = gap > usual + options.max_extra_leading_em * max(em, chain[index].height)
        if wide or apart[index - 1] != apart[index]:
            strips.append(tuple(chain[start:index]))
            start = index
    return [*strips, tuple(chain[start:])]


def _is_at_cap(line: Box, cap: Box, em: float) -> bool:
    return cap.top <= line.centre_y <= cap.bottom and -0.4 * em <= line.left - cap.right < 1.3 * em


def _is_apart(chain: list[Box], index: int, em: float, options: StripOptions) -> bool:
    """Whether a line stands away from both edges of the lines about it: a byline, a subhead."""
    line = chain[index]
    about = chain[max(0, index - 3) : index] + chain[index + 1 : index + 4]
    left, right = min(box.left for box in about), max(box.right for box in about)
    return (
        line.left - left > options.min_apart_em * em and right - line.right > options.min_apart_right_em * em
    )
