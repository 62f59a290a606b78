"""Pages of pseudo-text drawn without fonts: rows of small dark boxes in columns."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_fix.scan import Grey
from ocr_fix.skew import find_skew

PAPER = 235
INK = 40


def text_page(
    height: int = 1650, width: int = 1240, columns: int = 3, *, vertical: bool = False, seed: int = 0
) -> Grey:
    """A page of columns whose lines do not align; characters stand on their line, some rise above it."""
    if vertical:
        return np.ascontiguousarray(np.rot90(text_page(width, height, columns, seed=seed), -1))
    rng = np.random.default_rng(seed)
    page = np.full((height, width), PAPER, np.uint8)
    margin, gutter = width // 16, 24
    column = (width - 2 * margin) // columns
    for index in range(columns):
        left = margin + index * column
        base = margin + int(rng.integers(20, 46))
        while base < height - margin:
            short = rng.random() < 0.2
            right = left + column - gutter - (int(rng.integers(0, column // 2)) if short else 0)
            _line(page, base, left + (40 if rng.random() < 0.2 else 0), right, rng)
            base += 26
    return _grained(page, rng)


def _line(page: Grey, base: int, left: int, right: int, rng: np.random.Generator) -> None:
    while left + 9 < right:
        width = int(rng.integers(6, 10))
        high = 18 if rng.random() < 0.25 else 12
        if rng.random() < 0.9:
            page[base - high : base, left : left + width] = INK
        left += width + 3


def _grained(page: Grey, rng: np.random.Generator) -> Grey:
    """The page with the softness and the grain of a scan."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.7)
    return np.clip(soft + rng.normal(0, 3, page.shape), 0, 255).astype(np.uint8)


def rotated(page: Grey, deg: float) -> Grey:
    """The page with its lines falling to the right by `deg`, on more paper."""
    height, width = page.shape
    away = cv2.getRotationMatrix2D((width / 2, height / 2), -deg, 1)
    cosine, sine = abs(away[0, 0]), abs(away[0, 1])
    wide, high = int(width * cosine + height * sine) + 1, int(height * cosine + width * sine) + 1
    away[:, 2] += (wide - width) / 2, (high - height) / 2
    turned = cv2.warpAffine(page, away, (wide, high), flags=cv2.INTER_CUBIC, borderValue=PAPER)
    return np.asarray(turned, np.uint8)


def reads_well(pixels: Grey) -> float:
    """As an engine scores how pages of `text_page` stand: their lines are sharp below and ragged above."""
    strips = cv2.resize(pixels, (25, pixels.shape[0]), interpolation=cv2.INTER_AREA).astype(np.float64)
    change = np.diff(strips, axis=0)
    skewness = (change**3).mean() / np.square(change).mean() ** 1.5
    return 0.98 if not find_skew(pixels, 2).vertical and skewness > 0 else 0.5


def photo(height: int = 1650, width: int = 1240, seed: int = 0) -> Grey:
    """Noise of all sizes, the coarse stronger, as in photos."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    for size in (2, 5, 12, 30, 80, 200):
        grain = rng.normal(size=(height // size + 2, width // size + 2)).astype(np.float32)
        total += cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC) * size**0.7
    return np.asarray((total - total.min()) * (255 / np.ptp(total)), np.uint8)


def nothings() -> dict[str, Grey]:
    """Pages without lines."""
    rng = np.random.default_rng(0)
    spots = np.full((1650, 1240), PAPER, np.uint8)
    for x, y in rng.integers(0, 1200, (300, 2)):
        spots[y : y + 6, x : x + 6] = INK
    gradient = np.linspace(120, 250, 1240)[None].repeat(1650, axis=0).astype(np.uint8)
    return {
        "blank": np.full((1650, 1240), 250, np.uint8),
        "black": np.zeros((1650, 1240), np.uint8),
        "noise": rng.integers(0, 256, (1650, 1240), dtype=np.uint8),
        "photo": photo(),
        "night": photo(seed=1) // 4,
        "spots": spots,
        "gradient": gradient,
        "tiny": np.zeros((1, 1), np.uint8),
        "strip": np.full((2, 900), 200, np.uint8),
    }
