"""Crops of lines to text, and lines into areas: regions.

Every line of every area is cropped with a little white around it, turned upright if it is
vertical, and read in one call, so that the engine can batch as it likes. Punctuation of vertical lines
comes from their ink (`uprightmarks.py`). What an engine reads nothing in is dirt and is
dropped, and so are specks (`specks.py`); text in a picture must be read with confidence to count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np

from ocr_fix.engines.base import Engine, Reading
from ocr_fix.geometry import enclosing, grown
from ocr_fix.model import Area, Box, Direction, Kind, Line, Region
from ocr_fix.scan import Grey, Scan
from ocr_fix.specks import SPECK_MARKS, is_dirt, speck_before
from ocr_fix.uprightmarks import with_upright_marks


@dataclass(frozen=True, slots=True)
class RecogniseOptions:
    """How crops are cut and which readings count."""

    margin_ratio: float = 0.12
    """White around a line, of its height: recognisers lose characters that touch the edge."""
    min_confidence: float = 0.3
    """Readings below it are dirt or bits of pictures."""
    max_speck_ratio: float = 0.6
    """A mark alone, smaller than this part of most lines' height, is a speck."""
    sure_confidence: float = 0.9
    """Longer lines read more surely than this are no dirt,"""
    sure_characters: int = 4
    """from so many characters on."""
    min_picture_confidence: float = 0.85
    """The same for lines inside a picture, most of which are windows and fences."""


def recognise(
    scan: Scan, areas: Sequence[Area], engine: Engine, options: RecogniseOptions = RecogniseOptions()
) -> tuple[Region, ...]:
    """The areas with their text, in the areas' order; an area in which nothing is read is left
    out, a picture is kept. No areas give no regions.

    Raises:
        EngineError: the engine failed.
    """
    boxes = [(area, box) for area in areas for column in area.columns for box in column]
    crops = [_crop(scan, box, area.direction, options) for area, box in boxes]
    readings = _with_marks(engine.read(crops), crops, [area.direction for area, _ in boxes], options)
    usual = median(min(box.width, box.height) for _, box in boxes) if boxes else 0
    read = {
        (area.box, box): _line(reading, crop, (area, box), usual, options)
        for (area, box), reading, crop in zip(boxes, readings, crops, strict=True)
    }
    regions = (_region(area, read) for area in areas)
    return tuple(region for region in regions if region.lines or region.kind is Kind.PICTURE)


def _crop(scan: Scan, box: Box, direction: Direction, options: RecogniseOptions) -> Grey:
    """The pixels of one line with its margin; what lies outside the page is white."""
    margin = _margin(box, options)
    around = grown(box, margin, margin)
    crop = scan.pixels[around.top : around.bottom, around.left : around.right]
    if not crop.size:
        return np.full((8, 8), 255, np.uint8)
    if direction is Direction.VERTICAL:
        crop = np.asarray(cv2.rotate(crop, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
    return crop


def _margin(box: Box, options: RecogniseOptions) -> float:
    """How much white a crop has around its line, in pixels."""
    return max(2.0, options.margin_ratio * min(box.width, box.height))


def _with_marks(
    readings: Sequence[Reading],
    crops: Sequence[Grey],
    directions: Sequence[Direction],
    options: RecogniseOptions,
) -> tuple[Reading, ...]:
    """The readings, those of vertical lines with the punctuation that their crops show."""
    marked = list(readings)
    upright = [number for number, one in enumerate(directions) if one is Direction.VERTICAL]
    found = with_upright_marks(
        [readings[number] for number in upright], [crops[number] for number in upright], options.margin_ratio
    )
    for number, reading in zip(upright, found, strict=True):
        marked[number] = reading
    return tuple(marked)


def stroke_weight(crop: Grey) -> float:
    """How thick the strokes in a crop are on average, in pixels; 0 without ink. Of a stroke's ink
    every pixel but its two edges is inside, so ink over edge is half the thickness."""
    if not crop.size:
        return 0.0
    _, ink = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    inside = cv2.erode(ink, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
    area = int(ink.sum())
    return round(2 * area / max(1, area - int(inside.sum())), 2)


def _line(
    reading: Reading, crop: Grey, place: tuple[Area, Box], usual_px: float, options: RecogniseOptions
) -> Line | None:
    """The line that was read in `crop`, which was cut at `place`; none where it is dirt. Most lines of
    the page are `usual_px` thick."""
    area, box = place
    least = options.min_picture_confidence if area.kind is Kind.PICTURE else options.min_confidence
    if not reading.text.strip() or reading.confidence < least:
        return None
    vertical = area.direction is Direction.VERTICAL
    small = max(box.width, box.height) < options.max_speck_ratio * usual_px
    if small and not any(map(str.isalnum, reading.text)):
        return None
    sure = reading.confidence >= options.sure_confidence and len(reading.text) >= options.sure_characters
    margin = round(_margin(box, options))
    inner = crop[margin:-margin, margin:-margin]
    if not sure and is_dirt(inner, box.height if vertical else box.width, usual_px):
        return None
    text = reading.text.lstrip()
    skipped = speck_before(crop) if text[0] in SPECK_MARKS and len(text) > 1 else 0
    if skipped:
        text = text[1:].lstrip()
        box = _from(box, skipped - margin, vertical)
    return Line(text, box, reading.confidence, area.direction, weight=stroke_weight(crop))


def _from(box: Box, skipped_px: int, vertical: bool) -> Box:
    """`box` without what lies before the first character."""
    if vertical:
        return Box(box.left, min(box.bottom, box.top + max(0, skipped_px)), box.right, box.bottom)
    return Box(min(box.right, box.left + max(0, skipped_px)), box.top, box.right, box.bottom)


def _region(area: Area, read: dict[tuple[Box, Box], Line | None]) -> Region:
    """The area with the lines that were read in it, each with the number of its column."""
    lines = tuple(
        replace(line, column=number)
        for number, column in enumerate(area.columns)
        for line in (read[area.box, box] for box in column)
        if line
    )
    box = enclosing(line.box for line in lines) if lines and area.kind is not Kind.PICTURE else area.box
    return Region(area.kind, box, lines)
