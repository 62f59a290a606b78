"""Making a clean page look printed, old and scanned; the geometry is kept, so that the truth can follow.

A point of the clean page is first displaced by a smooth field (curl), then turned (skew), then
shifted into the larger sheet. Pixels are looked up the other way: the field is undone by a few
fixed-point steps, which is exact enough for displacements that change slowly.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from draw.marks import Rect
from draw.truth import Point

Tint = tuple[Rect, tuple[int, int, int]]
Floats = NDArray[np.float32]
GRID_PX = 16  # the field is computed this coarsely and interpolated
UNDO_STEPS = 6
GROWTH = 0.5  # of what a turned page sticks out, the margins take the rest


@dataclass(frozen=True, slots=True)
class Wear:
    """How a page is worn. `curl_px` is the largest displacement, `noise` and `shade` are in grey levels."""

    skew_deg: float = 0.0
    curl_px: float = 0.0
    border_px: int = 40
    paper: int = 240
    shade: float = 8.0
    noise: float = 4.0
    blur_px: float = 0.6
    spread: float = 0.0
    speckle: float = 0.0
    bleed: float = 0.0
    dark_edge_px: int = 0
    neighbour_px: int = 0
    quality: int = 80
    colour: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Warp:
    """The way from the clean page to the worn one."""

    width: int
    height: int
    page: tuple[int, int]
    angle: float
    curl_px: float
    phases: tuple[float, float, float, float]

    def _field(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        u, v = x / self.page[0], y / self.page[1]
        p, q, r, s = self.phases
        dx = np.sin(2 * np.pi * (0.7 * v + p)) * 0.35 + np.sin(2 * np.pi * (0.5 * u + q)) * 0.2
        dy = np.sin(2 * np.pi * (0.8 * u + r)) * 0.75 + np.sin(2 * np.pi * (1.1 * u + 0.3 * v + s)) * 0.25
        return (dx * self.curl_px).astype(np.float32), (dy * self.curl_px).astype(np.float32)

    def move(self, points: list[Point]) -> list[Point]:
        """Where points of the clean page stand on the worn one."""
        if not points:
            return []
        x, y = np.array(points, dtype=np.float32).T
        dx, dy = self._field(x, y)
        x, y = x + dx - self.page[0] / 2, y + dy - self.page[1] / 2
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        moved_x = x * cos - y * sin + self.width / 2
        moved_y = x * sin + y * cos + self.height / 2
        return [(float(a), float(b)) for a, b in zip(moved_x, moved_y, strict=True)]

    def sources(self) -> tuple[Floats, Floats]:
        """For each pixel of the worn page, the place on the clean page that it shows."""
        columns = np.arange(0, self.width + GRID_PX, GRID_PX, dtype=np.float32)
        rows = np.arange(0, self.height + GRID_PX, GRID_PX, dtype=np.float32)
        x, y = np.meshgrid(columns - self.width / 2, rows - self.height / 2)
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        goal_x = (x * cos + y * sin + self.page[0] / 2).astype(np.float32)
        goal_y = (-x * sin + y * cos + self.page[1] / 2).astype(np.float32)
        from_x, from_y = goal_x, goal_y
        for _ in range(UNDO_STEPS):
            dx, dy = self._field(from_x, from_y)
            from_x, from_y = goal_x - dx, goal_y - dy
        matrix = np.array([[1 / GRID_PX, 0, 0], [0, 1 / GRID_PX, 0]], dtype=np.float64)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self.width, self.height)
        return (
            cv2.warpAffine(from_x, matrix, size, flags=flags).astype(np.float32),
            cv2.warpAffine(from_y, matrix, size, flags=flags).astype(np.float32),
        )


def find_warp(size: tuple[int, int], wear: Wear) -> Warp:
    """The warp of a page of `size` (width, height): the worn page is large enough for the turned one."""
    angle = math.radians(wear.skew_deg)
    chance = np.random.default_rng(wear.seed)
    grow = 2 * wear.border_px
    width = round(size[0] * math.cos(angle) + size[1] * abs(math.sin(angle)) * GROWTH) + grow
    height = round(size[1] * math.cos(angle) + size[0] * abs(math.sin(angle)) * GROWTH) + grow
    phases = tuple(float(value) for value in chance.random(4))
    return Warp(width, height, size, angle, wear.curl_px, phases)  # type: ignore[arg-type]


def wear_page(page: Image.Image, wear: Wear, tints: Sequence[Tint] = ()) -> Image.Image:
    """The page (mode L) printed, aged and scanned; `tints` take their colour where the wear has colours."""
    warp = find_warp(page.size, wear)
    chance = np.random.default_rng(wear.seed + 1)
    clean = 255 - np.asarray(page, dtype=np.float32)
    ink = _print_ink(clean, wear, chance)
    if wear.bleed:
        ink = np.maximum(ink, _bleed(clean, wear))
    maps = warp.sources()
    worn = _floats(cv2.remap(ink, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0))
    if wear.neighbour_px:
        _add_neighbour(worn, ink, wear)
    grey = _floats(_paper(worn.shape, wear, chance) * (1 - worn / 255 * 0.88))
    _darken_edges(grey, wear, chance)
    if wear.blur_px:
        grey = _floats(cv2.GaussianBlur(grey, (0, 0), wear.blur_px))
    whole = np.clip(grey + chance.normal(0, wear.noise, grey.shape), 0, 255).astype(np.uint8)
    return _coloured(whole, maps, page.size, tints) if wear.colour else Image.fromarray(whole)


def _floats(values: NDArray[Any]) -> Floats:
    return np.asarray(values, dtype=np.float32)


def _print_ink(ink: Floats, wear: Wear, chance: np.random.Generator) -> Floats:
    """Ink that spread (`spread` > 0) or did not take (< 0), unevenly over the page."""
    if not wear.spread and not wear.speckle:
        return ink
    rough = _smooth_noise(ink.shape, 3.0, chance)
    soft = cv2.GaussianBlur(ink, (0, 0), 0.9) + rough * 22 * min(1.0, abs(wear.spread) + wear.speckle)
    level = 104 - 60 * wear.spread
    printed = np.clip((soft - level) * 3.2 + 128, 0, 255)
    if wear.speckle:
        printed = np.maximum(printed, _spots(ink.shape, wear, chance))
        holes = _smooth_noise(ink.shape, 5.0, chance) > 3.4 - 0.4 * wear.speckle
        printed = np.where(holes, printed * 0.3, printed)
    return printed.astype(np.float32)


def _spots(shape: tuple[int, ...], wear: Wear, chance: np.random.Generator) -> Floats:
    """Specks of dirt of several sizes and greys."""
    layer = np.zeros(shape, dtype=np.float32)
    count = round(shape[0] * shape[1] * 0.00004 * wear.speckle)
    for x, y, radius, ink in zip(
        chance.integers(0, shape[1], count),
        chance.integers(0, shape[0], count),
        chance.exponential(0.9, count),
        chance.integers(60, 230, count),
        strict=True,
    ):
        cv2.circle(layer, (int(x), int(y)), int(radius + 0.5), float(ink), -1, cv2.LINE_AA)
    return layer


def _smooth_noise(shape: tuple[int, ...], sigma: float, chance: np.random.Generator) -> Floats:
    """Noise of variance 1 whose grains are about `sigma` pixels, made small and enlarged."""
    step = max(1, int(sigma))
    small = chance.normal(0, 1, (shape[0] // step + 2, shape[1] // step + 2)).astype(np.float32)
    small = _floats(cv2.GaussianBlur(small, (0, 0), 0.8))
    large = cv2.resize(small / float(small.std()), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return large.astype(np.float32)


def _bleed(ink: Floats, wear: Wear) -> Floats:
    """What shows through from the other side: the page itself, mirrored and moved, stands for it."""
    shift = (round(0.37 * ink.shape[0]), round(0.02 * ink.shape[1]))
    back = np.roll(ink[:, ::-1], shift, axis=(0, 1))
    return _floats(cv2.GaussianBlur(back, (0, 0), 2.2) * wear.bleed)


def _add_neighbour(worn: Floats, ink: Floats, wear: Wear) -> None:
    """The edge of the next page at the right side of the scan, a strip of it, cut through its text."""
    wide, margin = wear.neighbour_px, wear.border_px * 3
    strip = ink[: worn.shape[0], margin : margin + wide]
    worn[:, -wide:] = 0
    worn[: strip.shape[0], -wide:] = strip


def _paper(shape: tuple[int, ...], wear: Wear, chance: np.random.Generator) -> Floats:
    cloud = cv2.resize(
        chance.normal(0, 1, (7, 5)).astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC
    )
    grain = _smooth_noise(shape, 2.0, chance)
    return (wear.paper + wear.shade * cloud + 1.6 * grain).astype(np.float32)


def _darken_edges(grey: Floats, wear: Wear, chance: np.random.Generator) -> None:
    """A black strip where the scanner saw past the paper, and a shadow in the fold beside the next page."""
    height, width = grey.shape
    if wear.neighbour_px:
        x = np.arange(width, dtype=np.float32)
        fold = width - wear.neighbour_px - wear.border_px * 0.3
        grey *= 1 - 0.55 * np.exp(-(((x - fold) / 26) ** 2))[None, :]
    if wear.dark_edge_px:
        wave = np.cumsum(chance.normal(0, 0.5, height)).astype(np.float32)
        edge = np.clip(wear.dark_edge_px + wave - wave.mean(), 2, None)
        columns = np.arange(width, dtype=np.float32)[None, :]
        grey *= 1 - 0.88 * _step(edge[:, None] - columns)
        rows = np.arange(height, dtype=np.float32)[:, None]
        grey *= 1 - 0.85 * _step(wear.dark_edge_px * 0.6 - rows)


def _step(depth: Floats) -> Floats:
    """0 far outside the edge (`depth` negative), 1 far inside, soft over a few pixels."""
    return (1 / (1 + np.exp(np.clip(-depth / 3, -50, 50)))).astype(np.float32)


def _coloured(
    grey: NDArray[np.uint8],
    maps: tuple[Floats, Floats],
    size: tuple[int, int],
    tints: Sequence[Tint],
) -> Image.Image:
    """Yellowish paper; ink inside the tinted rectangles in their colour."""
    tone = np.array([1.0, 0.975, 0.915], dtype=np.float32)
    full = np.repeat(grey[:, :, None].astype(np.float32), 3, axis=2) * tone
    if tints:
        layer = np.zeros((size[1], size[0], 3), dtype=np.float32)
        for rect, colour in tints:
            layer[round(rect.top) : round(rect.bottom), round(rect.left) : round(rect.right)] = colour
        moved = cv2.remap(layer, *maps, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        dark = 1 - grey[:, :, None].astype(np.float32) / 255
        full = full + moved * dark
    return Image.fromarray(np.clip(full, 0, 255).astype(np.uint8))


def jpeg_bytes(image: Image.Image, quality: int, dpi: int = 300) -> bytes:
    """The image as JPEG of so many dots per inch."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, dpi=(dpi, dpi), optimize=True)
    return stream.getvalue()
