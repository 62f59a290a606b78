"""The lines of a PDF's ruled tables, parted where a cell ends.

Cells that nearly touch look like words of one line; the strokes that the file draws between them tell more.
Only strokes in a table count: elsewhere a word may stand in a box of its own, amid its sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ocr_fix.geometry import inside_ratio
from ocr_fix.loose import part_of
from ocr_fix.model import Box, Direction, Line
from ocr_fix.pdf.shapes import Shape, Sides

MIN_HELD_RATIO = 0.7
"""A line with so much of it in a table is of the table."""
MIN_SPANNED_RATIO = 0.8
"""A stroke beside so much of a line's height parts it."""


def part_cells(lines: Sequence[Line], shapes: Sequence[Shape], tables: Sequence[Box]) -> tuple[Line, ...]:
    """`lines`, those of `tables` parted between words where an upright stroke stands. All words come back
    once; boxes and strokes are in pixels of the same frame."""
    if not tables:
        return tuple(lines)
    strokes = [side for one in shapes if not one.image for side in one.strokes if _is_upright(side)]
    return tuple(part for line in lines for part in _parts(line, strokes, tables))


def _is_upright(sides: Sides) -> bool:
    return sides[2] - sides[0] < sides[3] - sides[1]


def _parts(line: Line, strokes: Sequence[Sides], tables: Sequence[Box]) -> tuple[Line, ...]:
    if line.direction is Direction.VERTICAL or not any(
        inside_ratio(line.box, table) > MIN_HELD_RATIO for table in tables
    ):
        return (line,)
    places = [(one[0] + one[2]) / 2 for one in strokes if _spans(one, line.box)]
    ends = [
        index
        for index, (word, after) in enumerate(pairwise(line.words), start=1)
        if any(word.box.right - 1 <= place <= after.box.left + 1 for place in places)
    ]
    if not ends:
        return (line,)
    return tuple(part_of(line, start, end) for start, end in pairwise((0, *ends, len(line.words))))


def _spans(stroke: Sides, box: Box) -> bool:
    beside = min(stroke[3], box.bottom) - max(stroke[1], box.top)
    return beside >= MIN_SPANNED_RATIO * box.height
