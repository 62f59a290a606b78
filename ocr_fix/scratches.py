"""Scratches along a film: fine dark lines down the page and through its text, painted over.

Between two lines of text the ink of characters ends; what goes on through many of them is a rule or a
scratch. A printed rule stands in a gutter and has white at both sides; a line with text close at both sides
was never printed. It is replaced by what is left and right of it.

Known limits: scratches across the page, and bright ones, stay; so do those that lean by more than a degree,
and those through white paper, which look like rules.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.scan import Grey

_ROWS_PX = 4  # are averaged: the white between lines is higher
_HALF_PX = 4  # of the widest scratch, with its soft edges
_NEAR_PX = 10  # beyond it, where text has to stand; the white beside a rule is wider
_SEGMENT_PX = 100  # two lines of text, in which text is looked for


@dataclass(frozen=True, slots=True)
class ScratchOptions:
    """What counts as a scratch."""

    max_ink_ratio: float = 0.65
    """Its brightness, of the paper's."""
    min_run_ratio: float = 0.05
    """Of the page's height, unbroken: longer than strokes of headlines."""
    min_length_ratio: float = 0.1
    """The same for all of it."""
    text_ratios: tuple[float, float] = (0.5, 0.93)
    """Text is so bright, of the paper, on average; what is darker is a picture."""
    min_text_ratio: float = 0.15
    """In so much of its length it runs through text; rules have text at both sides nowhere."""


def without_scratches(pixels: Grey, options: ScratchOptions = ScratchOptions()) -> tuple[Grey, int]:
    """The page, uint8 (H, W), without dark lines that run down through text, and how many there were. A page
    without any comes back as the very same array."""
    height, width = pixels.shape
    rows = height // _ROWS_PX
    if rows < 100 or width < 8 * _NEAR_PX:
        return pixels, 0
    small = np.asarray(cv2.resize(pixels, (width, rows), interpolation=cv2.INTER_AREA), np.uint8)
    paper = float(np.percentile(small[::4, ::4], 80))
    found = 0
    for places, top in _long_lines(small, paper, options):
        if _through_text(small, places, top, paper, options) >= options.min_text_ratio:
            pixels = pixels if found else pixels.copy()
            _paint_over(pixels, places, top)
            found += 1
    return pixels, found


def _long_lines(small: Grey, paper: float, options: ScratchOptions) -> list[tuple[NDArray[np.intp], int]]:
    """Thin lines down the page, as the column in each row, and the first row."""
    ink = (small < options.max_ink_ratio * paper).astype(np.uint8)
    run = round(options.min_run_ratio * len(small))
    thick = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    long = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((run, 1), np.uint8))
    wide = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((1, 2 * _HALF_PX + 3), np.uint8))
    joined = cv2.morphologyEx(cv2.subtract(long, wide), cv2.MORPH_CLOSE, np.ones((run, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    lines = []
    for label in range(1, count):
        left, top, across, high, _ = (int(part) for part in stats[label])
        if high >= options.min_length_ratio * len(small) and across < 4 * _HALF_PX + high * _ROWS_PX / 60:
            own = labels[top : top + high, left : left + across] == label
            middles = (own * np.arange(across)).sum(axis=1) / np.maximum(own.sum(axis=1), 1)
            lines.append(((left + middles).round().astype(np.intp), top))
    return lines


def _through_text(
    small: Grey, places: NDArray[np.intp], top: int, paper: float, options: ScratchOptions
) -> float:
    """In how much of its length a line has text at both sides."""
    rows = np.arange(top, top + len(places))
    sides = [
        np.stack([small[rows, (places + side * away).clip(0, small.shape[1] - 1)] for away in _aways()])
        for side in (-1, 1)
    ]
    step = max(_SEGMENT_PX // _ROWS_PX, 1)
    starts = range(0, max(len(places) - step, 0) + 1, step)
    darkest, brightest = (ratio * paper for ratio in options.text_ratios)
    lights = [[float(side[:, at : at + step].mean()) for side in sides] for at in starts]
    return sum(darkest < min(pair) and max(pair) < brightest for pair in lights) / len(lights)


def _aways() -> range:
    return range(_HALF_PX + 1, _HALF_PX + 1 + _NEAR_PX)


def _paint_over(pixels: Grey, places: NDArray[np.intp], top: int) -> None:
    """Replaces the line, a column for each small row from `top`, by its surroundings, in place."""
    rows = np.arange(top * _ROWS_PX, min((top + len(places)) * _ROWS_PX, len(pixels)))
    at = np.interp(rows, (top + np.arange(len(places)) + 0.5) * _ROWS_PX, places).round().astype(np.intp)
    at = at.clip(_HALF_PX, pixels.shape[1] - 1 - _HALF_PX)
    before, behind = (pixels[rows, at + side * _HALF_PX].astype(np.float32) for side in (-1, 1))
    for offset in range(1 - _HALF_PX, _HALF_PX):
        share = (offset + _HALF_PX) / (2 * _HALF_PX)
        pixels[rows, at + offset] = (before * (1 - share) + behind * share).astype(np.uint8)
