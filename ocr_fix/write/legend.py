"""The band below an overlay that says what its colours and signs mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PIL import Image, ImageDraw

from ocr_fix.write.brush import INK, SMOOTH, WHITE, Colour, Point, Sheet, font


class Sign(Enum):
    """How something is drawn on the overlay."""

    AREA = auto()
    RULE = auto()
    NUMBER = auto()
    ARROW = auto()
    DOUBT = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of the legend, with the sign and the colour that stand for it."""

    name: str
    sign: Sign
    paint: Colour


def with_legend(picture: Image.Image, entries: Sequence[Entry], height: float) -> Image.Image:
    """`picture` with a band below it that explains `entries`, in letters `height` pixels high."""
    pad, swatch, space = height * 0.9, height * 1.7, height * 0.45
    face = font(round(height * SMOOTH))
    places = []
    x = y = pad
    for entry in entries:
        length = swatch + space + face.getlength(entry.name) / SMOOTH
        if x > pad and x + length > picture.width - pad:
            x, y = pad, y + 1.9 * height
        places.append((x, y + height / 2))
        x += length + 1.5 * height
    size = picture.width, math.ceil(y + height + pad)
    sheet = Sheet(size)
    for entry, (left, middle) in zip(entries, places, strict=True):
        _draw_sign(sheet, entry, (left, middle), (swatch, height))
        sheet.label(((left + swatch + space) * SMOOTH, middle * SMOOTH), entry.name, height)
    whole = Image.new("RGB", (picture.width, picture.height + size[1]), WHITE)
    whole.paste(picture)
    whole.paste(sheet.onto(Image.new("RGB", size, WHITE)), (0, picture.height))
    ImageDraw.Draw(whole).line((0, picture.height, whole.width, picture.height), fill=INK, width=2)
    return whole


def _draw_sign(sheet: Sheet, entry: Entry, left_middle: Point, size: tuple[float, float]) -> None:
    (x, y), (width, height) = left_middle, size
    sides = x * SMOOTH, (y - height / 2) * SMOOTH, (x + width) * SMOOTH, (y + height / 2) * SMOOTH
    left, top, right, bottom = sides
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    middle = (left + right) / 2, (top + bottom) / 2
    if entry.sign in (Sign.AREA, Sign.DOUBT):
        sheet.fill(corners, entry.paint, 90)
        sheet.outline(corners, entry.paint, 1.5 if entry.sign is Sign.AREA else 4)
    elif entry.sign is Sign.RULE:
        sheet.outline([(left, middle[1]), (right, middle[1])], entry.paint, height * 0.2)
    elif entry.sign is Sign.NUMBER:
        sheet.disc(middle, height * 0.62, "1", entry.paint)
    else:
        right_way = (1.0, 0.0)
        ends = (left, middle[1]), (right, middle[1])
        sheet.arrow(ends, (right_way, right_way), entry.paint, height * 0.14)
