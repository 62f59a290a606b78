"""A page as a picture: the scan with what was seen and in which order it is read drawn over it.

The colour of an area is its kind; the colour of its frame, number and arrows is its article. Arrows
lead from column to column and from region to region, so that a wrong order shows as a knot. Boxes go
through the page's transform, back to the picture as it was given.

Known limits: labels are in Latin letters, since Pillow's own font has no others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from PIL import Image

from ocr_fix.geometry import enclosing, grown
from ocr_fix.model import Box, Direction, Kind, Page, Region, SeparatorKind
from ocr_fix.write.brush import SMOOTH, WHITE, Colour, Frame, Point, Sheet, colour
from ocr_fix.write.legend import Entry, Sign, with_legend

KINDS = {
    Kind.MASTHEAD: colour("#64748b"),
    Kind.KICKER: colour("#db2777"),
    Kind.HEADLINE: colour("#dc2626"),
    Kind.DECK: colour("#f43f5e"),
    Kind.BYLINE: colour("#8b5cf6"),
    Kind.BODY: colour("#3b82f6"),
    Kind.SUBHEAD: colour("#c026d3"),
    Kind.CAPTION: colour("#14b8a6"),
    Kind.SIDEBAR: colour("#22c55e"),
    Kind.ADVERT: colour("#a16207"),
    Kind.TABLE: colour("#0891b2"),
    Kind.PICTURE: colour("#84cc16"),
    Kind.JUMP_LINE: colour("#7e22ce"),
    Kind.FOOTER: colour("#94a3b8"),
    Kind.RUNNING: colour("#94a3b8"),
}
# Dark enough for white numbers, and neighbours far apart, since articles in order are often neighbours.
ARTICLES = tuple(
    map(colour, ("#1d4ed8", "#b91c1c", "#15803d", "#7e22ce", "#0e7490", "#a21caf", "#4d7c0f", "#92400e"))
)
FURNITURE = colour("#475569")
SEPARATOR = colour("#be185d")
BETWEEN = colour("#64748b")
DOUBT = colour("#f97316")
MARKED_CHANCE = 0.02
"""Joins that are wrong with less chance are outlined only."""


@dataclass(frozen=True, slots=True)
class OverlayOptions:
    """`max_side_px`: the picture is shrunk to that, which a screen still shows whole and a browser
    opens at once. `fade_ratio`: how much of the print gives way to white, so that colours show."""

    max_side_px: int = 2400
    fade_ratio: float = 0.3


@dataclass(frozen=True, slots=True)
class _Strip:
    """A column of a region: a place that the eye reads in one go."""

    box: Box
    region: Region
    number: int
    paint: Colour
    is_first: bool


def draw_overlay(
    page: Page, image: Image.Image | None = None, options: OverlayOptions = OverlayOptions()
) -> Image.Image:
    """An RGB picture of `page` over `image`, its scan as it was given, with a legend below.

    Without an image the page is drawn on white, in its own frame. A blank page comes back as it is,
    with the legend.
    """
    if image is None:
        image = Image.new("RGB", (max(1, page.width), max(1, page.height)), WHITE)
    scale = min(1.0, options.max_side_px / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    picture = image.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = Image.blend(picture, Image.new("RGB", size, WHITE), options.fade_ratio)
    unit = max(size) / 100
    sheet, frame = Sheet(size), Frame(page.transform, scale)
    strips = tuple(_strips(page))
    _draw_areas(sheet, frame, strips, unit)
    _draw_separators(sheet, frame, page, unit)
    _draw_arrows(sheet, frame, strips, unit)
    _draw_doubts(sheet, frame, page, unit)
    _draw_numbers(sheet, frame, strips, unit)
    return with_legend(sheet.onto(picture), _legend(page, strips), max(10.0, unit * 1.1))


def _strips(page: Page) -> Iterator[_Strip]:
    """The columns of all regions in reading order, with the numbers of their regions."""
    number = 0
    paints = iter(range(len(page.flows)))
    for flow in page.flows:
        is_furniture = flow is page.header or flow is page.footer
        paint = FURNITURE if is_furniture else ARTICLES[next(paints) % len(ARTICLES)]
        for region in flow.regions:
            number += 1
            for place, box in enumerate(_columns(region, page.em)):
                yield _Strip(box, region, number, paint, place == 0)


def _columns(region: Region, em: float) -> list[Box]:
    if not region.lines:
        return [region.box]
    columns = groupby(region.lines, key=lambda line: line.column)
    return [grown(enclosing(line.box for line in lines), 0.3 * em, 0.2 * em) for _, lines in columns]


def _draw_areas(sheet: Sheet, frame: Frame, strips: tuple[_Strip, ...], unit: float) -> None:
    for strip in strips:
        sheet.fill(frame.corners(strip.box), KINDS[strip.region.kind], 46)
    for strip in strips:
        if strip.is_first:
            for line in strip.region.lines:
                sheet.outline(frame.corners(line.box), KINDS[strip.region.kind], unit * 0.04, 150)
    for strip in strips:
        sheet.outline(frame.corners(strip.box), strip.paint, unit * 0.14)


def _draw_separators(sheet: Sheet, frame: Frame, page: Page, unit: float) -> None:
    for separator in page.separators:
        box = separator.box
        if separator.kind is SeparatorKind.FRAME:
            sheet.outline(frame.corners(box), SEPARATOR, unit * 0.12)
        elif separator.kind is SeparatorKind.HORIZONTAL:
            ends = [frame.point(box.left, box.centre_y), frame.point(box.right, box.centre_y)]
            sheet.outline(ends, SEPARATOR, unit * 0.14)
        else:
            ends = [frame.point(box.centre_x, box.top), frame.point(box.centre_x, box.bottom)]
            sheet.outline(ends, SEPARATOR, unit * 0.14)


def _draw_arrows(sheet: Sheet, frame: Frame, strips: tuple[_Strip, ...], unit: float) -> None:
    # Ends reach into the columns, so that there is room for an arrow where they touch.
    inset = unit * 0.7 * SMOOTH
    for one, following in pairwise(strips):
        same = one.paint == following.paint
        towards = (-1.0, 0.0) if _is_vertical(one.region) else (0.0, 1.0)
        into = (-1.0, 0.0) if _is_vertical(following.region) else (0.0, 1.0)
        start = _moved(frame.point(*_exit(one)), towards, -inset)
        end = _moved(frame.point(*_entry(following)), into, inset)
        paint = one.paint if same else BETWEEN
        sheet.arrow((start, end), (towards, into), paint, unit * (0.2 if same else 0.14))


def _exit(strip: _Strip) -> Point:
    """Where reading leaves a column: at its foot, or at the left of vertical text."""
    box = strip.box
    return (box.left, box.centre_y) if _is_vertical(strip.region) else (box.centre_x, box.bottom)


def _entry(strip: _Strip) -> Point:
    box = strip.box
    return (box.right, box.centre_y) if _is_vertical(strip.region) else (box.centre_x, box.top)


def _moved(point: Point, towards: Point, by: float) -> Point:
    return point[0] + towards[0] * by, point[1] + towards[1] * by


def _is_vertical(region: Region) -> bool:
    return any(line.direction is Direction.VERTICAL for line in region.lines[:1])


def _draw_doubts(sheet: Sheet, frame: Frame, page: Page, unit: float) -> None:
    """An orange line where a join is doubted, filled and with a mark where that is not just for safety."""
    for doubt in page.doubts:
        corners = frame.corners(doubt.box)
        sheet.outline(corners, DOUBT, unit * 0.3)
        if doubt.chance < MARKED_CHANCE:
            continue
        sheet.fill(corners, DOUBT, 60)
        sheet.disc(frame.point(doubt.box.right, doubt.box.top), unit * 0.9, "?", DOUBT)


def _draw_numbers(sheet: Sheet, frame: Frame, strips: tuple[_Strip, ...], unit: float) -> None:
    """A number at the corner where each region begins, moved along where it would hide another."""
    radius = max(8.0, unit)
    reach = 2 * radius * SMOOTH
    taken: list[Point] = []
    for strip in strips:
        if strip.is_first:
            corner = strip.box.right if _is_vertical(strip.region) else strip.box.left
            x, y = frame.point(corner, strip.box.top)
            # No further out than the sheet, and a little above the first line.
            x, y = max(x, 0.6 * reach), max(y - 0.15 * reach, 0.6 * reach)
            while any(math.dist((x, y), other) < reach for other in taken):
                x += 0.5 * reach
            taken.append((x, y))
            sheet.disc((x, y), radius, str(strip.number), strip.paint)


def _legend(page: Page, strips: tuple[_Strip, ...]) -> list[Entry]:
    """Only what is on this page."""
    seen = {strip.region.kind for strip in strips}
    entries = [Entry(kind.replace("_", " "), Sign.AREA, KINDS[kind]) for kind in Kind if kind in seen]
    if page.separators:
        entries.append(Entry("separator", Sign.RULE, SEPARATOR))
    if strips:
        entries.append(
            Entry("frames, numbers and arrows: a colour for each article", Sign.NUMBER, ARTICLES[0])
        )
    if len(strips) > 1:
        entries.append(Entry("read next", Sign.ARROW, ARTICLES[0]))
    if page.doubts:
        entries.append(Entry("order in doubt", Sign.DOUBT, DOUBT))
    return entries or [Entry("nothing was found", Sign.AREA, WHITE)]
