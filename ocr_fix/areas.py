"""Boxes of lines to areas: strips of one column, captions, tables and pictures.

Lines in tables and pictures are theirs; what is left is made strips (`strips.py`), vertical lines in the
frame turned by 90 degrees. Headings are told from text once they are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ocr_fix.geometry import (
    enclosing,
    inside_ratio,
    overlap_x,
    overlap_y,
    reading_key,
    turned,
    turned_back,
    turned_separators,
    weighted_quantile,
)
from ocr_fix.model import Area, Box, Direction, Kind, Marks
from ocr_fix.strips import find_strips


@dataclass(frozen=True, slots=True)
class AreaOptions:
    """Distances and ratios, most in em of the page."""

    headline_ratio: float = 1.4
    """Type so much larger than the body's is a headline's."""
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
    level = find_strips(tuple(line for line in free if line not in upright), marks)
    areas = [Area(Kind.TABLE, table, (inside,)) for table, inside in tables.items()]
    areas += [Area(Kind.PICTURE, box, (inside,)) for box, inside in pictures.items()]
    areas += _with_kinds(level, tuple(pictures), marks, options)
    areas += _vertical_areas(tuple(sorted(upright)), marks)
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
    """Square boxes that stand in a row of vertical lines, or close under one: their short last lines, and the
    last characters of a headline."""
    found = set()
    for line in lines:
        if line in upright or line.width > options.vertical_ratio * line.height:
            continue
        alike = [one for one in upright if 0.7 < one.width / max(1, line.width) < 1.4]
        beside = any(
            overlap_y(line, other) > 0.7 * line.height
            and -1.5 * line.width < overlap_x(line, other) <= 0.2 * line.width
            for other in alike
        )
        under = any(
            overlap_x(line, other) > 0.8 * line.width and abs(line.top - other.bottom) < 0.4 * line.width
            for other in alike
        )
        if beside or under:
            found.add(line)
    return found


def _vertical_areas(lines: tuple[Box, ...], marks: Marks) -> list[Area]:
    """Strips of vertical lines, found in the frame turned by 90 degrees."""
    if not lines:
        return []
    separators = turned_separators(marks.separators, marks.width)
    turned_marks = Marks(marks.height, marks.width, marks.em, (), separators)
    strips = find_strips(tuple(turned(line, marks.width) for line in lines), turned_marks)
    areas = []
    for strip in strips:
        column = tuple(turned_back(line, marks.width) for line in strip)
        areas.append(Area(Kind.BODY, enclosing(column), (column,), Direction.VERTICAL))
    return areas


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
