"""Boxes, and the way from the cleaned page back to the picture as given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A half-open rectangle in page pixels, origin top left: `pixels[top:bottom, left:right]`.

    Raises:
        ValueError: a side is reversed.
    """

    left: int
    top: int
    right: int
    bottom: int

    def __post_init__(self) -> None:
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(f"box with a reversed side: {self.left, self.top, self.right, self.bottom}")

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def area(self) -> int:
        return self.width * self.height

    @property
    def centre_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def centre_y(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Bend:
    """How the lines of a flattened page stood before: (x, y) lay `lift(x, y)` pixels lower.

    The lift is the sum of `waves[j][k] P(j + 1, u) P(k, v)` with Legendre polynomials P of
    u = 2 x / width - 1 and v = 2 (y - top) / height - 1, both kept within -1..1.

    Raises:
        ValueError: a side is not positive.
    """

    width: int
    height: int
    waves: tuple[tuple[float, ...], ...]
    top: int = 0

    def __post_init__(self) -> None:
        if self.width <= 0 or self.height <= 0:
            raise ValueError(f"bend of a page without size: {self.width, self.height}")

    def lift(self, x: float, y: float) -> float:
        """How many pixels lower the place (x, y) lay; negative is higher."""
        across = _legendre(2 * x / self.width - 1, len(self.waves) + 1)[1:]
        down = _legendre(2 * (y - self.top) / self.height - 1, max(map(len, self.waves), default=0))
        return sum(
            by * sum(part * at for part, at in zip(wave, down, strict=False))
            for by, wave in zip(across, self.waves, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Transform:
    """The way from the cleaned frame back to the picture as given.

    A point (x, y) of a page that was flattened is bent first, y + bend.lift(x, y); then it
    goes to (a x + b y + c, d x + e y + f), divided by g x + h y + 1: a homography, which is affine
    where the page was not seen in perspective (g and h 0).
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0
    bend: Bend | None = None
    g: float = 0.0
    h: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.bend:
            y += self.bend.lift(x, y)
        far = self.g * x + self.h * y + 1
        return (self.a * x + self.b * y + self.c) / far, (self.d * x + self.e * y + self.f) / far

    def after(self, later: Transform) -> Transform:
        """The way of a point that goes through `later`, which may not bend, and then this one."""
        rows = ((self.a, self.b, self.c), (self.d, self.e, self.f), (self.g, self.h, 1.0))
        other = ((later.a, later.b, later.c), (later.d, later.e, later.f), (later.g, later.h, 1.0))
        columns = tuple(zip(*other, strict=True))
        parts = [sum(p * q for p, q in zip(row, column, strict=True)) for row in rows for column in columns]
        a, b, c, d, e, f, g, h = (part / parts[8] for part in parts[:8])
        return Transform(a, b, c, d, e, f, self.bend, g, h)

    def quad(self, box: Box) -> tuple[tuple[float, float], ...]:
        """The corners of `box` in the picture as given: top left, then clockwise."""
        corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
        return tuple(self.point(x, y) for x, y in corners)


def _legendre(place: float, count: int) -> tuple[float, ...]:
    """The first `count` Legendre polynomials at a place, which is brought into -1..1."""
    at = min(max(place, -1.0), 1.0)
    values = [1.0, at]
    for order in range(2, count):
        values.append(((2 * order - 1) * at * values[-1] - (order - 1) * values[-2]) / order)
    return tuple(values[:count])
