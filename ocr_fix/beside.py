"""What the picture beside another program's words shows: lines, rules, frames, tables and pictures.

Few programs write rules and pictures down, and many box words carelessly. So the picture that the words were
read from is cleaned and looked at like a scan, where it is at hand. Words then go to the lines of the ink
(`poured.py`); lines without words stay as they are, and stand in for an engine's detector. Nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_fix.clean import clean
from ocr_fix.detect import body_em, detect_marks
from ocr_fix.engines.base import Reading
from ocr_fix.loose import Piece, boxes_of, part_at_gaps, take_apart
from ocr_fix.model import Article, Box, Kind, Line, Marks, Page, Region, Step
from ocr_fix.poured import on_rows_ratio, pour
from ocr_fix.scan import Grey, Scan
from ocr_fix.straight import Unwarp
from ocr_fix.strokes import find_read_rules

MIN_WORDED_RATIO = 0.5
"""Where more of the lines have words, these go to the lines of the ink,"""
MIN_ON_ROWS_RATIO = 0.6
"""if so many of the words stand on one; else the ink is too poor to show lines."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page with what its picture shows: `page` has the separators, pictures and tables in the picture's
    frame, `marks` has them and the lines of the ink on the cleaned page, to which `level` leads.
    `by_ink` says that the lines are those of the ink, and not those that came in."""

    page: Page
    marks: Marks
    level: Unwarp
    by_ink: bool


def see(given: Page, scan: Scan) -> Seen | None:
    """What the picture of `given` shows; None if the page tells of separators and pictures itself, has no
    lines, or if the picture is of another size. Pages are expected upright."""
    kinds = {region.kind for region in given.regions}
    lines = [line for region in given.regions for line in region.lines if line.box.area]
    told = given.separators or kinds & {Kind.PICTURE, Kind.TABLE}
    if told or not lines or (scan.width, scan.height) != (given.width, given.height):
        return None
    cleaned = clean(scan)
    level = Unwarp(cleaned.transform)
    pieces = take_apart(lines, level)
    marks = _marks_of_ink(cleaned, pieces)
    by_ink = marks is not None
    marks = marks or detect_marks(cleaned, _Words(_boxes(pieces)))

    def back(box: Box) -> Box:
        return _back(box, cleaned)

    regions = tuple(Region(Kind.PICTURE, back(box)) for box in marks.pictures)
    regions += tuple(Region(Kind.TABLE, back(box)) for box in marks.tables)
    articles = (*given.articles, Article(regions)) if regions else given.articles
    said = f"{len(marks.separators)} rules and frames, {len(regions)} pictures and tables from the picture"
    steps = (*given.steps, *cleaned.steps, Step("marks", said))
    separators = tuple(replace(one, box=back(one.box)) for one in marks.separators)
    return Seen(replace(given, separators=separators, articles=articles, steps=steps), marks, level, by_ink)


def _marks_of_ink(cleaned: Scan, pieces: Sequence[Piece]) -> Marks | None:
    """What the page shows with the lines of its ink; None where most of `pieces` have no words, or too
    few of their words stand on those lines."""
    if sum(bool(piece.straight.words) for piece in pieces) <= MIN_WORDED_RATIO * len(pieces):
        return None
    marks = detect_marks(cleaned, _Words((), finds_lines=False))
    return marks if on_rows_ratio(pieces, marks.lines) >= MIN_ON_ROWS_RATIO else None


def pieces_on_ink(lines: Sequence[Line], seen: Seen) -> tuple[tuple[Piece, ...], Marks]:
    """The words of `lines` on the lines that the ink shows, and what stands on the cleaned page."""
    poured = pour(take_apart(lines, seen.level), seen.marks.lines)
    said = f"{poured.noise} words that stand on no printed line are left out"
    steps = (Step("words", said),) if poured.noise else ()
    return poured.pieces, replace(seen.marks, lines=poured.rows, steps=steps)


def with_seen(marks: Marks, seen: Seen) -> Marks:
    """`marks` of words with the separators, pictures and tables that their picture shows."""
    found = seen.marks
    return replace(
        marks,
        width=found.width,
        height=found.height,
        separators=found.separators,
        pictures=found.pictures,
        tables=found.tables,
    )


def _back(box: Box, cleaned: Scan) -> Box:
    """A box of the cleaned page where it stands in the picture as given."""
    corners = cleaned.transform.quad(box)
    xs, ys = [round(x) for x, _ in corners], [round(y) for _, y in corners]
    return Box(max(0, min(xs)), max(0, min(ys)), max(0, *xs), max(0, *ys))


@dataclass(frozen=True, slots=True)
class _Words:
    """What others have read, in place of an engine: it finds their boxes and reads nothing."""

    boxes: tuple[Box, ...]
    finds_lines: bool = True
    name: str = "given"

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        del scan
        return self.boxes

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        return tuple(Reading("") for _ in crops)


def _boxes(pieces: Sequence[Piece]) -> tuple[Box, ...]:
    """The boxes of lines parted where words stand apart, without bars that are rules."""
    em = body_em(boxes_of(pieces))
    parted = part_at_gaps(pieces, em)
    em = body_em(boxes_of(parted))
    return boxes_of(find_read_rules(parted, em)[0])
