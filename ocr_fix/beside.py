"""What the picture beside another program's words shows: rules, frames, tables and pictures.

Few programs write them down, and without them a page is harder to put in order. So they are found in the
picture that the words were read from, where it is at hand, just as for a scan; the words stand in for an
engine's detector. Nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_fix.clean import CleanOptions, clean
from ocr_fix.detect import body_em, detect_marks
from ocr_fix.engines.base import Reading
from ocr_fix.loose import Piece, boxes_of, part_at_gaps, take_apart
from ocr_fix.model import Article, Box, Kind, Page, Region, Step
from ocr_fix.scan import Grey, Scan
from ocr_fix.straight import Level
from ocr_fix.strokes import find_read_rules


def with_seen_marks(given: Page, scan: Scan) -> Page:
    """`given` with the separators, pictures and tables of its picture; as it is if it has some itself, or
    if the picture is of another size.

    Pages are expected upright; skew is left in, as it is in the boxes.
    """
    kinds = {region.kind for region in given.regions}
    lines = [line for region in given.regions for line in region.lines if line.box.area]
    told = given.separators or kinds & {Kind.PICTURE, Kind.TABLE}
    if told or not lines or (scan.width, scan.height) != (given.width, given.height):
        return given
    lit = clean(scan, CleanOptions(deskew=False))
    marks = detect_marks(lit, _Words(_boxes(take_apart(lines, Level(0.0, 0.0, 0.0)))))
    regions = tuple(Region(Kind.PICTURE, box) for box in marks.pictures)
    regions += tuple(Region(Kind.TABLE, box) for box in marks.tables)
    articles = (*given.articles, Article(regions)) if regions else given.articles
    said = f"{len(marks.separators)} rules and frames, {len(regions)} pictures and tables from the picture"
    steps = (*given.steps, Step("marks", said))
    return replace(given, separators=marks.separators, articles=articles, steps=steps)


@dataclass(frozen=True, slots=True)
class _Words:
    """What others have read, in place of an engine: it finds their boxes and reads nothing."""

    boxes: tuple[Box, ...]
    name: str = "given"
    finds_lines: bool = True

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
