"""The invisible text of a PDF page: content that selects and copies as the page reads.

Every word is set in render mode 3 with a font that draws nothing, stretched to its box, on the slope of
its line, in reading order, so that a viewer's selection goes down a column and not across. Vertical lines
use the same font in vertical writing. Marked content gives each strip its place in the structure tree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr_fix.characters import meet_without_space
from ocr_fix.model import Direction, Kind, Page, Word
from ocr_fix.write.flat import Flow, Strip, flows_of, page_size, token_boxes

TAGS = {
    Kind.HEADLINE: "H2", Kind.SUBHEAD: "H3", Kind.MASTHEAD: "H1", Kind.CAPTION: "Caption",
    Kind.PICTURE: "Figure", Kind.TABLE: "Table",
}  # fmt: skip
VISIBLE_TEXT, HIDDEN_TEXT = "text layer", "hidden text layer"
"""What stands for the engine of pages whose text the PDF brought: shown, or under a picture."""
ACROSS, DOWN = "OcrFixH", "OcrFixV"
"""The names of the font in the page's resources, for level and vertical lines."""
Point = tuple[float, float]
ADVANCE_EM = 0.5
"""How wide every glyph of the font is."""
DESCENT_RATIO = 0.12
"""How far the foot of a line's box lies below its baseline, of the box's height."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The names of the font in the page's resources, for level and for vertical lines; where `down` is empty,
    vertical lines are level ones turned by 90 degrees."""

    across: str = ACROSS
    down: str = DOWN


@dataclass(frozen=True, slots=True)
class Sheet:
    """The place on a PDF page that the picture fills: the matrix that leads from a unit square, origin
    bottom left of the picture, to points."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> Point:
        """A place on the page from shares of the picture's width and height, origin bottom left."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


@dataclass(frozen=True, slots=True)
class TextLayer:
    """Content of a page, and its flows, whose strips are the marked contents in their order."""

    content: bytes
    flows: tuple[Flow, ...]


def draw_text_layer(page: Page, sheet: Sheet, fonts: Fonts = Fonts()) -> TextLayer:
    """The invisible text of `page` on `sheet`, in reading order."""
    flows = flows_of(page)
    parts: list[str] = ["q BT 3 Tr"]
    number = 0
    for flow in flows:
        for strip in flow.strips:
            parts.append(f"/{tag_of(strip)} <</MCID {number}>> BDC")
            parts += _strip(strip, page, (sheet, fonts))
            parts.append("EMC")
            number += 1
    return TextLayer("\n".join((*parts, "ET Q", "")).encode("ascii"), flows)


def tag_of(strip: Strip) -> str:
    """The structure type of a strip in PDF's own words."""
    return TAGS.get(strip.kind, "P")


def _strip(strip: Strip, page: Page, where: tuple[Sheet, Fonts]) -> Iterator[str]:
    for flat in strip.lines:
        words = token_boxes(flat.line)
        for index, word in enumerate(words):
            last = index == len(words) - 1
            gap = "" if last else _gap(word, words[index + 1])
            yield from _word(word, gap, flat.line.direction, (page, *where))


def _gap(word: Word, after: Word) -> str:
    return "" if meet_without_space(word.text, after.text) else " "


def _word(word: Word, gap: str, direction: Direction, where: tuple[Page, Sheet, Fonts]) -> Iterator[str]:
    """A word at its place: the font's size is the box's height, the stretch what fills its width."""
    page, sheet, fonts = where
    width, height = page_size(page)
    corners = [sheet.point(x / width, 1 - y / height) for x, y in page.transform.quad(word.box)]
    top_left, top_right, _, foot_left = corners
    along = _length(top_left, top_right)
    across = _length(top_left, foot_left)
    if not along or not across or not word.text.strip():
        return
    units = _units(word.text)
    right = _unit(top_left, top_right)
    down = _unit(top_left, foot_left)
    if direction is Direction.VERTICAL and fonts.down:
        yield f"/{fonts.down} {along:.2f} Tf"
        yield from _upright(word.text, (along, across), (top_left, right, down))
        return
    if direction is Direction.VERTICAL:
        along, across, foot_left, right, down = across, along, top_left, down, (-right[0], -right[1])
    x = foot_left[0] - down[0] * DESCENT_RATIO * across
    y = foot_left[1] - down[1] * DESCENT_RATIO * across
    stretch = 100 * along / (len(units) * ADVANCE_EM * across)
    yield f"/{fonts.across} {across:.2f} Tf {stretch:.2f} Tz"
    yield f"{right[0]:.5f} {right[1]:.5f} {-down[0]:.5f} {-down[1]:.5f} {x:.2f} {y:.2f} Tm"
    yield f"<{_hex(units + _units(gap))}> Tj"


def _upright(
    text: str,
    size: Point,
    place: tuple[Point, Point, Point],
) -> Iterator[str]:
    """A vertical word: from the middle of its head downwards, a full em for each character."""
    (along, across), (corner, right, down) = size, place
    units = _units(text)
    x, y = corner[0] + right[0] * along / 2, corner[1] + right[1] * along / 2
    yield f"100 Tz {along - across / len(units):.3f} Tc"
    yield f"{right[0]:.5f} {right[1]:.5f} {-down[0]:.5f} {-down[1]:.5f} {x:.2f} {y:.2f} Tm"
    yield f"<{_hex(units)}> Tj 0 Tc"


def _units(text: str) -> list[int]:
    """The codes of a text in the font: UTF-16."""
    data = text.encode("utf-16-be", errors="replace")
    return [int.from_bytes(data[place : place + 2]) for place in range(0, len(data), 2)]


def _hex(units: Sequence[int]) -> str:
    return "".join(f"{unit:04X}" for unit in units)


def _length(a: Point, b: Point) -> float:
    return math.hypot(b[0] - a[0], b[1] - a[1])


def _unit(a: Point, b: Point) -> Point:
    length = _length(a, b) or 1.0
    return (b[0] - a[0]) / length, (b[1] - a[1]) / length
