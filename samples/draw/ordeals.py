"""What befalls a page beyond ordinary wear: a phone's perspective, a fold, microfilm, few pixels, other paper
around it. Each ordeal changes the worn picture and says where its points went; each has a chance of its own,
so that it changes nothing of what a seed draws without it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from draw.truth import Move, Point
from draw.wear import Wear

Grey = NDArray[np.uint8]
DPI = 300


@dataclass(frozen=True, slots=True)
class Ordeal:
    """A picture after it: (H, W) or (H, W, 3), where its points went, how many pixels are left of one."""

    pixels: Grey
    move: Move
    scale: float = 1.0


def worn_more(wear: Wear, names: Sequence[str], key: str) -> Wear:
    """`wear` with those ordeals that are only more of it."""
    for name in names:
        chance = random.Random(f"{key}-{name}")
        if name == "bleed":
            wear = replace(wear, bleed=chance.uniform(0.28, 0.4))
        elif name == "wave":
            wear = replace(wear, curl_px=chance.uniform(26, 40))
    return wear


def suffer(image: Image.Image, names: Sequence[str], key: str) -> tuple[Image.Image, Move, float]:
    """The worn picture after the ordeals in their natural order, where its points went, and its dpi."""
    pixels, moves, dpi = np.asarray(image), list[Move](), float(DPI)
    for name, ordeal in ORDEALS.items():
        if name in names:
            seed = random.Random(f"{key}-{name}").getrandbits(31)
            after = ordeal(pixels, np.random.default_rng(seed))
            pixels, dpi = after.pixels, dpi * after.scale
            moves.append(after.move)

    def move(points: list[Point]) -> list[Point]:
        for one in moves:
            points = one(points)
        return points

    return Image.fromarray(pixels), move, dpi


def side_by_side(left: Image.Image, right: Image.Image, key: str) -> tuple[Image.Image, Move]:
    """Two pages of an open volume on one scan, and where the points of the right one went."""
    chance = np.random.default_rng(random.Random(f"{key}-spread").getrandbits(31))
    pages = [np.asarray(page.convert("L")) for page in (left, right)]
    high = max(len(page) for page in pages)
    tops = [(high - len(page)) // 2 for page in pages]
    padded = [
        cv2.copyMakeBorder(page, top, high - len(page) - top, 0, 0, cv2.BORDER_REPLICATE)
        for page, top in zip(pages, tops, strict=True)
    ]
    fold = padded[0].shape[1]
    both = np.concatenate([np.asarray(page, np.uint8) for page in padded], axis=1)
    both = _shaded(both, fold, chance.uniform(0.35, 0.75), chance.uniform(14, 40))
    return Image.fromarray(both), lambda points: [(x + fold, y + tops[1]) for x, y in points]


def _bound(pixels: Grey, chance: np.random.Generator) -> Ordeal:
    """The page of a thick volume: near the fold lines bend towards the middle and become narrower."""
    height, width = pixels.shape[:2]
    lift = chance.uniform(0.006, 0.011) * height
    reach = chance.uniform(0.1, 0.15) * width
    squeeze = chance.uniform(0.1, 0.3) * reach
    at_left = bool(chance.integers(2))

    def shift(x: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """From the page as it lies to the flat page."""
        depth = np.exp(-(x if at_left else width - x) / reach)
        return x + squeeze * depth * (1 if at_left else -1), y + lift * depth * (2 * y / height - 0.8)

    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    x, y = (part.astype(np.float32) for part in shift(columns, rows))
    bent = np.asarray(cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)

    def move(points: list[Point]) -> list[Point]:
        goals = np.array(points, np.float64).reshape(-1, 2)
        at = goals.copy()
        for _ in range(12):
            there = np.stack(shift(at[:, 0], at[:, 1]), axis=1)
            at += goals - there
        return [(float(a), float(b)) for a, b in at]

    fold = 0 if at_left else width
    return Ordeal(_shaded(bent, fold, chance.uniform(0.3, 0.6), 0.35 * reach), move)


def _neighbour(pixels: Grey, chance: np.random.Generator) -> Ordeal:
    """A strip of the facing page beside the fold: other text, cut through."""
    height, width = pixels.shape[:2]
    wide = round(chance.uniform(0.03, 0.09) * width)
    start = round(chance.uniform(0.3, 0.6) * width)
    strip = np.roll(pixels[:, start : start + wide], round(0.31 * height), axis=0)
    at_left = bool(chance.integers(2))
    both = np.concatenate([strip, pixels] if at_left else [pixels, strip], axis=1)
    fold = wide if at_left else width
    shaded = _shaded(both, fold, chance.uniform(0.3, 0.6), chance.uniform(10, 24))
    return Ordeal(shaded, lambda points: [(x + wide * at_left, y) for x, y in points])


def _dark_edge(pixels: Grey, chance: np.random.Generator) -> Ordeal:
    """Paper that lies askew on a black lid: dark wedges at three or four sides."""
    width = pixels.shape[1]
    sides = [round(part * width) for part in chance.uniform(0.01, 0.05, 4)]
    top, bottom, left, right = (side * int(chance.random() < 0.85) for side in sides)
    level = int(chance.integers(15, 60))
    value = [level] * (pixels.shape[2] if pixels.ndim == 3 else 1)
    framed = cv2.copyMakeBorder(pixels, top, bottom, left, right, cv2.BORDER_CONSTANT, value=value)
    rough = chance.normal(0, 5, framed.shape[:2])
    grain = rough if framed.ndim == 2 else rough[:, :, None]
    dark = np.clip(framed + grain, 0, 255).astype(np.uint8)
    return Ordeal(dark, lambda points: [(x + left, y + top) for x, y in points])


def _keystone(pixels: Grey, chance: np.random.Generator) -> Ordeal:
    """A phone's picture that shows paper only: not held level."""
    return _tilted(pixels, chance, 0.012, None)


def _desk(pixels: Grey, chance: np.random.Generator) -> Ordeal:
    """A phone's picture of a page on a desk, held askew."""
    return _tilted(pixels, chance, 0.06, int(chance.integers(50, 120)))


def _tilted(pixels: Grey, chance: np.random.Generator, room: float, desk: int | None) -> Ordeal:
    height, width = pixels.shape[:2]
    narrow, low = chance.uniform(0.03, 0.08) * width, chance.uniform(0.0, 0.03) * height
    jitter = chance.uniform(-0.008, 0.008, (4, 2)) * width
    top, right = chance.integers(2, size=2)
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    goals = corners + jitter
    rows, columns = ((0, 1) if top else (3, 2)), ((1, 2) if right else (0, 3))
    goals[rows[0], 0] += narrow
    goals[rows[1], 0] -= narrow
    goals[columns[0], 1] += low
    goals[columns[1], 1] -= low
    goals += room * width - goals.min(axis=0)
    size = [round(float(part) + room * width) for part in goals.max(axis=0)]
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), goals.astype(np.float32))
    ground = int(np.percentile(pixels, 80)) if desk is None else desk
    value = [ground] * (pixels.shape[2] if pixels.ndim == 3 else 1)
    mode = cv2.BORDER_REPLICATE if desk is None else cv2.BORDER_CONSTANT
    seen = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_AREA, borderMode=mode, borderValue=value)
    light = np.linspace(1.0, chance.uniform(0.7, 0.9), size[0], dtype=np.float32)[None, :]
    lit = seen * (light if seen.ndim == 2 else light[:, :, None])
    grain = chance.normal(0, 3, seen.shape[:2])
    photo = np.clip(lit + (grain if seen.ndim == 2 else grain[:, :, None]), 0, 255).astype(np.uint8)

    def move(points: list[Point]) -> list[Point]:
        moved = cv2.perspectiveTransform(np.array(points, np.float64).reshape(1, -1, 2), matrix)[0]
        return [(float(a), float(b)) for a, b in moved]

    return Ordeal(photo, move)


def _microfilm(pixels: Grey, chance: np.random.Generator) -> Ordeal:
    """A negative from film: soft, uneven, scratched along the film, with dust and the film's frame around."""
    grey = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    left, top = (int(part) for part in chance.integers(20, 90, 2))
    right, bottom = (int(part) for part in chance.integers(20, 90, 2))
    paper = int(np.percentile(grey, 80))
    page = cv2.copyMakeBorder(grey, top, bottom, left, right, cv2.BORDER_CONSTANT, value=[int(0.15 * paper)])
    film = cv2.GaussianBlur(page, (0, 0), chance.uniform(0.8, 1.2)).astype(np.float32)
    height, width = film.shape
    cloud = cv2.resize(
        chance.normal(0, 1, (5, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    film *= 1 + 0.07 * cloud
    for _ in range(int(chance.integers(3, 8))):
        _scratch(film, chance)
    for x, y, radius, level in zip(
        chance.integers(0, width, 300), chance.integers(0, height, 300),
        chance.exponential(1.3, 300), chance.choice((20, 250), 300), strict=True,
    ):  # fmt: skip
        cv2.circle(film, (int(x), int(y)), int(radius), float(level), -1, cv2.LINE_AA)
    film += chance.normal(0, 7, film.shape)
    negative = np.clip(255 - film, 0, 255).astype(np.uint8)
    return Ordeal(negative, lambda points: [(x + left, y + top) for x, y in points])


def _scratch(film: NDArray[np.float32], chance: np.random.Generator) -> None:
    """A fine bright or dark line along the film, nearly straight, in place."""
    height, width = film.shape
    x, lean = float(chance.integers(0, width)), chance.normal(0, 0.002)
    start, stop = sorted(int(part) for part in chance.integers(0, height, 2))
    level, thick = float(chance.choice((30, 250))), int(chance.integers(1, 3))
    ends = ((round(x), start), (round(x + lean * (stop - start)), stop))
    cv2.line(film, *ends, level, thick, cv2.LINE_AA)


def _fewer(dpi: int) -> Callable[[Grey, np.random.Generator], Ordeal]:
    def fewer(pixels: Grey, _: np.random.Generator) -> Ordeal:
        """The same page scanned with fewer dots."""
        scale = dpi / DPI
        size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
        small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
        return Ordeal(small, lambda points: [(x * scale, y * scale) for x, y in points], scale)

    return fewer


def _shaded(pixels: Grey, fold: int, depth: float, reach: float) -> Grey:
    """The picture with a fold's shadow along the column `fold`."""
    x = np.arange(pixels.shape[1], dtype=np.float32)
    shade = 1 - depth * np.exp(-np.square((x - fold) / reach))
    dark = pixels * (shade[None, :] if pixels.ndim == 2 else shade[None, :, None])
    return np.asarray(dark, np.uint8)


ORDEALS: dict[str, Callable[[Grey, np.random.Generator], Ordeal]] = {
    "bound": _bound,
    "neighbour": _neighbour,
    "dark-edge": _dark_edge,
    "keystone": _keystone,
    "desk": _desk,
    "microfilm": _microfilm,
    "dpi-150": _fewer(150),
    "dpi-100": _fewer(100),
}
NAMES = ("bleed", "wave", *ORDEALS, "spread")
