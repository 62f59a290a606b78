"""Boxes of lines to areas: strips of one column, headings, captions, tables and pictures.

Idea: first the pieces of one printed row inside a column are made one again. Then every line is
linked to the line under it; a chain of mutual links is a strip. A chain breaks where a line has
two neighbours below (a headline over columns), where the type changes size, where the gap is
wider than the strip's own leading, at a printed rule and at the side of a frame. A strip is
never wider than one column, so that order can be found later among whole strips.

Known limits: a subhead set in the body's size with the body's leading stays in the strip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from ocr_fix.fragments import join_rows
from ocr_fix.geometry import (
    edges_of,
    enclosing,
    inside_ratio,
    overlap_x,
    overlap_y,
    reading_key,
    turned,
    turned_back,
    weighted_quantile,
)
from ocr_fix.model import Area, Box, Direction, Kind, Marks, Separator, SeparatorKind

Frame = Box | None


@dataclass(frozen=True, slots=True)
class AreaOptions:
    """Distances and ratios, most in em of the page."""

    max_leading_em: float = 1.1
    """The widest white between two lines of one strip."""
    max_extra_leading_em: float = 0.33
    """White beyond the strip's own leading that ends a strip: a paragraph gap or a heading."""
    max_size_ratio: float = 1.33
    """A change of type size, where both lines are long enough to measure."""
    min_measured_em: float = 3.5
    """Shorter lines may hold low characters only, so their height says little."""
    headline_ratio: float = 1.4
    """Type so much larger than the body's is a headline's."""
    min_apart_em: float = 2.7
    """A line that begins further in than any paragraph's indent stands apart, if it also ends"""
    min_apart_right_em: float = 1.0
    """so far before the right edge."""
    min_link_ratio: float = 0.6
    """How much of the narrower line's width two lines of a strip share."""
    max_caption_gap_em: float = 1.3
    """How far below its picture a caption begins."""
    max_caption_lines: int = 5
    """Longer texts under a picture are the story going on."""
    min_text_lines: int = 4
    """A picture with so many lines in it is no picture but text on a dark ground."""
    direction: Direction | None = None
    """How all lines run, if the user says so."""
    vertical_ratio: float = 1.8
    """A line this much taller than wide runs downwards."""


def find_areas(marks: Marks, options: AreaOptions = AreaOptions()) -> tuple[Area, ...]:
    """Areas of the page from the top left, each of one column; their lines are all of
    `marks.lines`, once each (pieces of a row made one). An empty page gives none."""
    if not marks.lines:
        return ()
    tables = {table: inside for table, inside in _held(marks.lines, marks.tables).items() if inside}
    free = _outside(marks.lines, tables)
    pictures = _held(free, marks.pictures)
    pictures = {box: inside for box, inside in pictures.items() if len(inside) < options.min_text_lines}
    free = _outside(free, pictures)
    upright = _upright_lines(free, options)
    level = _strips(tuple(line for line in free if line not in upright), marks, options)
    areas = [Area(Kind.TABLE, table, (inside,)) for table, inside in tables.items()]
    areas += [Area(Kind.PICTURE, box, (inside,)) for box, inside in pictures.items()]
    areas += _with_kinds(level, tuple(pictures), marks, options)
    areas += _vertical_areas(tuple(sorted(upright)), marks, options)
    return tuple(sorted(areas, key=lambda area: (area.box.top, area.box.left)))


def _held(lines: Iterable[Box], boxes: Iterable[Box]) -> dict[Box, tuple[Box, ...]]:
    """The lines in each box from the top left; a line in two boxes is the first one's."""
    left = sorted(lines, key=reading_key)
    held: dict[Box, tuple[Box, ...]] = {}
    for box in boxes:
        held[box] = tuple(line for line in left if inside_ratio(line, box) > 0.7)
        left = [line for line in left if line not in held[box]]
    return held


def _outside(lines: Iterable[Box], held: dict[Box, tuple[Box, ...]]) -> tuple[Box, ...]:
    inside = {line for some in held.values() for line in some}
    return tuple(line for line in lines if line not in inside)


def _upright_lines(lines: tuple[Box, ...], options: AreaOptions) -> set[Box]:
    """The lines that run downwards."""
    if options.direction is not None:
        return set(lines) if options.direction is Direction.VERTICAL else set()
    upright = {line for line in lines if line.height >= options.vertical_ratio * line.width}
    return upright | _lone_characters(lines, upright, options)


def _lone_characters(lines: tuple[Box, ...], upright: set[Box], options: AreaOptions) -> set[Box]:
    """Square boxes that stand in a row of vertical lines: their short last lines."""
    found = set()
    for line in lines:
        if line in upright or line.width > options.vertical_ratio * line.height:
            continue
        beside = [
            other
            for other in upright
            if overlap_y(line, other) > 0.7 * line.height
            and -1.5 * line.width < overlap_x(line, other) <= 0.2 * line.width
            and 0.7 < other.width / max(1, line.width) < 1.4
        ]
        if beside:
            found.add(line)
    return found


def _vertical_areas(lines: tuple[Box, ...], marks: Marks, options: AreaOptions) -> list[Area]:
    """Strips of vertical lines, found in the frame turned by 90 degrees."""
    if not lines:
        return []
    turn = {
        SeparatorKind.HORIZONTAL: SeparatorKind.VERTICAL,
        SeparatorKind.VERTICAL: SeparatorKind.HORIZONTAL,
    }
    separators = tuple(
        Separator(turn.get(one.kind, one.kind), turned(one.box, marks.width)) for one in marks.separators
    )
    turned_marks = Marks(marks.height, marks.width, marks.em, (), separators)
    strips = _strips(tuple(turned(line, marks.width) for line in lines), turned_marks, options)
    areas = []
    for strip in strips:
        column = tuple(turned_back(line, marks.width) for line in strip)
        areas.append(Area(Kind.BODY, enclosing(column), (column,), Direction.VERTICAL))
    return areas


def _strips(lines: tuple[Box, ...], marks: Marks, options: AreaOptions) -> list[tuple[Box, ...]]:
    """Chains of lines, each strip from top to bottom."""
    if not lines:
        return []
    frames = {line: _frame_of(line, marks.separators) for line in lines}
    rows = join_rows(lines, frames, marks)
    frames = {line: _frame_of(line, marks.separators) for line in rows}
    caps = _drop_caps(rows, marks.em)
    rows = tuple(row for row in rows if row not in caps.values())
    below = _links(rows, frames, marks, options)
    heads = set(rows) - set(below.values())
    strips: list[tuple[Box, ...]] = []
    for head in sorted(heads, key=reading_key):
        chain = [head]
        while chain[-1] in below:
            chain.append(below[chain[-1]])
        strips += _split_at_gaps(chain, marks.em, options)
    return [tuple(one for line in strip for one in (caps.get(line), line) if one) for strip in strips]


def _drop_caps(rows: tuple[Box, ...], em: float) -> dict[Box, Box]:
    """Lines with the large initial that begins each: a letter at least as high as two lines that
    begin together at its right."""
    found: dict[Box, Box] = {}
    for cap in rows:
        if not 1.6 * em <= cap.height <= 6 * em or not 0.25 * cap.height <= cap.width <= 1.4 * cap.height:
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
    rows: tuple[Box, ...], frames: dict[Box, Frame], marks: Marks, options: AreaOptions
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


def _next_rows(row: Box, edges: NDArray[np.int64], em: float, options: AreaOptions) -> list[int]:
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


def _same_type(a: Box, b: Box, em: float, options: AreaOptions) -> bool:
    """Whether two lines may be set in one size."""
    ratio = max(a.height, b.height) / max(1, min(a.height, b.height))
    measured = min(a.width, b.width) >= options.min_measured_em * em
    return ratio <= (options.max_size_ratio if measured else 1.5 * options.max_size_ratio)


def _split_at_gaps(chain: list[Box], em: float, options: AreaOptions) -> list[tuple[Box, ...]]:
    """A chain cut where the white is wider than its own leading and around lines set apart."""
    gaps = [b.top - a.bottom for a, b in pairwise(chain)]
    if not gaps:
        return [tuple(chain)]
    usual = median(gaps)
    apart = [_is_apart(chain, index, em, options) for index in range(len(chain))]
    strips: list[tuple[Box, ...]] = []
    start = 0
    for index, gap in enumerate(gaps, 1):
        wide = gap > usual + options.max_extra_leading_em * max(em, chain[index].height)
        if wide or apart[index - 1] != apart[index]:
            strips.append(tuple(chain[start:index]))
            start = index
    return [*strips, tuple(chain[start:])]


def _is_apart(chain: list[Box], index: int, em: float, options: AreaOptions) -> bool:
    """Whether a line stands away from both edges of the lines about it: a byline, a subhead."""
    line = chain[index]
    about = chain[max(0, index - 3) : index] + chain[index + 1 : index + 4]
    left, right = min(box.left for box in about), max(box.right for box in about)
    return (
        line.left - left > options.min_apart_em * em and right - line.right > options.min_apart_right_em * em
    )


def _size(strip: Iterable[Box]) -> float:
    """The height of a strip's type in pixels."""
    return weighted_quantile([line.height for line in strip], [line.width for line in strip], 0.6)


def _with_kinds(
    strips: list[tuple[Box, ...]], pictures: tuple[Box, ...], marks: Marks, options: AreaOptions
) -> list[Area]:
    """Horizontal strips as areas: captions under pictures, else body until the text is known."""
    captions = _captions(strips, pictures, marks, options)
    areas = []
    for strip in strips:
        kind = Kind.CAPTION if strip in captions else Kind.BODY
        areas.append(Area(kind, enclosing(strip), (strip,)))
    return areas


def _captions(
    strips: list[tuple[Box, ...]], pictures: tuple[Box, ...], marks: Marks, options: AreaOptions
) -> set[tuple[Box, ...]]:
    """The strips that stand under a picture, within its width, and are short."""
    found = set()
    for picture in pictures:
        reach = options.max_caption_gap_em * marks.em
        under = [
            strip
            for strip in strips
            if -0.6 * marks.em <= strip[0].top - picture.bottom <= reach
            and enclosing(strip).left >= picture.left - marks.em
            and enclosing(strip).right <= picture.right + marks.em
            and len(strip) <= options.max_caption_lines
            and _size(strip) < options.headline_ratio * marks.em
        ]
        if under:
            first = min(under, key=lambda strip: strip[0].top)[0]
            found |= {strip for strip in under if overlap_y(strip[0], first) > 0.5 * first.height}
    return found
