"""A sheet to draw on in the frame of a page: outlines, curved arrows, numbered discs and labels.

Everything is drawn twice as large on a clear sheet and shrunk onto the picture at the end, which
smooths the edges that Pillow draws in steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageFont

from ocr_fix.model import Box, Transform

Point = tuple[float, float]
Colour = tuple[int, int, int]

SMOOTH = 2
CURVE_POINTS = 32
MAX_BEND_PX = 90.0  # wider loops would leave the gutters that they turn in
WHITE = (255, 255, 255)
INK = (30, 41, 59)


def colour(name: str) -> Colour:
    """The colour of a hex code such as `#2563eb`."""
    red, green, blue = ImageColor.getrgb(name)[:3]
    return red, green, blue


@lru_cache(maxsize=16)
def font(size: int) -> Any:
    """Pillow's own font, which needs no file; it knows Latin letters only."""
    return ImageFont.load_default(size)


@dataclass(frozen=True, slots=True)
class Frame:
    """The way from page pixels to pixels of the sheet."""

    transform: Transform
    scale: float

    def point(self, x: float, y: float) -> Point:
        across, down = self.transform.point(x, y)
        return across * self.scale * SMOOTH, down * self.scale * SMOOTH

    def corners(self, box: Box) -> list[Point]:
        quad = self.transform.quad(box)
        return [(x * self.scale * SMOOTH, y * self.scale * SMOOTH) for x, y in quad]


class Sheet:
    """A clear sheet over a picture of `size`; lengths are in pixels of the picture."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._layer = Image.new("RGBA", (size[0] * SMOOTH, size[1] * SMOOTH), (255, 255, 255, 0))
        self._draw = ImageDraw.Draw(self._layer)

    def onto(self, picture: Image.Image) -> Image.Image:
        """`picture` with the sheet laid over it."""
        layer = self._layer.resize(picture.size, Image.Resampling.BOX)
        return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")

    def fill(self, corners: Sequence[Point], paint: Colour, alpha: int) -> None:
        self._draw.polygon(corners, fill=(*paint, alpha))

    def outline(self, corners: Sequence[Point], paint: Colour, width: float, alpha: int = 255) -> None:
        closed = [*corners, *corners[:2]]
        self._draw.line(closed, fill=(*paint, alpha), width=self._px(width), joint="curve")

    def arrow(
        self, ends: tuple[Point, Point], ways: tuple[Point, Point], paint: Colour, width: float
    ) -> None:
        """A curve from the first of `ends` to the second with a white rim; `ways` are the directions in
        which it leaves the one and reaches the other, as vectors of length 1."""
        points = _curve(ends, ways)
        head = _head(points, width * 5 * SMOOTH)
        shaft = [point for point in points if math.dist(point, head[0]) > 0.6 * math.dist(head[0], head[1])]
        for rim, shade in ((1.2, (*WHITE, 220)), (0.0, (*paint, 255))):
            if len(shaft) > 1:  # a short arrow is all head
                self._draw.line(shaft, fill=shade, width=self._px(width + 2 * rim), joint="curve")
            self._draw.polygon(_grown(head, rim * SMOOTH * 1.6), fill=shade)

    def disc(self, centre: Point, radius: float, text: str, paint: Colour) -> None:
        """A filled disc with a white rim and `text` in it."""
        for size, shade in ((radius * 1.14, WHITE), (radius, paint)):
            reach = size * SMOOTH
            x, y = centre
            self._draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(*shade, 255))
        height = radius * (1.25 if len(text) < 3 else 0.95)
        self._draw.text(centre, text, fill=(*WHITE, 255), font=font(self._px(height)), anchor="mm")

    def label(self, left_middle: Point, text: str, height: float, paint: Colour = INK) -> None:
        """`text` to the right of a point; characters that the font does not know come out as boxes."""
        self._draw.text(left_middle, text, fill=(*paint, 255), font=font(self._px(height)), anchor="lm")

    def _px(self, length: float) -> int:
        return max(1, round(length * SMOOTH))


def _curve(ends: tuple[Point, Point], ways: tuple[Point, Point]) -> list[Point]:
    """Points of a cubic Bezier curve."""
    start, end = ends
    reach = min(0.4 * math.dist(start, end), MAX_BEND_PX * SMOOTH)
    first, second = (
        (point[0] + sign * way[0] * reach, point[1] + sign * way[1] * reach)
        for point, way, sign in ((start, ways[0], 1), (end, ways[1], -1))
    )
    points = []
    for step in range(CURVE_POINTS + 1):
        t = step / CURVE_POINTS
        weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        knots = zip(weights, (start, first, second, end), strict=True)
        weighed = [(weight * x, weight * y) for weight, (x, y) in knots]
        points.append((sum(x for x, _ in weighed), sum(y for _, y in weighed)))
    return points


def _head(points: Sequence[Point], length: float) -> list[Point]:
    """The triangle at the end of a curve, tip first; smaller where the curve is short."""
    tip = points[-1]
    length = min(length, 0.6 * math.dist(points[0], tip) + 1)
    tail = next((point for point in reversed(points) if math.dist(point, tip) >= length), points[0])
    angle = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
    sides = (
        (tip[0] - length * math.cos(angle + turn), tip[1] - length * math.sin(angle + turn))
        for turn in (0.45, -0.45)
    )
    return [tip, *sides]


def _grown(corners: Sequence[Point], by: float) -> list[Point]:
    """A triangle with its corners moved away from its middle."""
    x, y = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
    grown = []
    for corner in corners:
        away = math.dist(corner, (x, y)) or 1.0
        factor = 1 + by / away
        grown.append((x + (corner[0] - x) * factor, y + (corner[1] - y) * factor))
    return grown
