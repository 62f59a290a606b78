"""From a map of text probability to tight boxes of text lines.

The detector (DB, Liao et al. 2020, "Real-time Scene Text Detection with Differentiable
Binarization") marks the core of each line, shrunk on all sides. Pages come here straight, so
upright boxes do: each connected core grows back by DB's own distance and is then drawn in to
the ink that stands in it.

Limits: a line that leans by more than half its height over its length gets a box that touches
its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.model import Box
from ocr_fix.scan import Mask

Chances = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LineOptions:
    """When a spot of the map is a line, and how its box is drawn."""

    min_chance: float = 0.3
    """Pixels above it belong to a core; DB's own value, lower ones join neighbouring lines."""
    min_mean_chance: float = 0.5
    """A core whose mean is lower is dirt or a picture; RapidOCR's own value."""
    min_core_px: int = 3
    """Thinner cores are noise; in pixels of the map, where body characters are about 24 high."""
    growth_ratio: float = 1.6
    """How far a core grows, times area over circumference; undoes the shrinking of DB's training."""
    blank_ratio: float = 0.02
    """A row or column with less ink than this part of its length is blank paper with specks."""


def find_lines(chances: Chances, ink: Mask, options: LineOptions = LineOptions()) -> tuple[Box, ...]:
    """Boxes of text lines in the frame of `ink`, top to bottom; an empty map gives none.

    `chances` is float32 (h, w), 0..1, the page at any scale; `ink` is (H, W), the same page.
    """
    cores = (chances > options.min_chance).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cores, connectivity=8)
    scale_x, scale_y = ink.shape[1] / chances.shape[1], ink.shape[0] / chances.shape[0]
    boxes: list[Box] = []
    for label in range(1, count):
        left, top, width, height, _ = (int(value) for value in stats[label])
        if min(width, height) < options.min_core_px:
            continue
        part = np.s_[top : top + height, left : left + width]
        if chances[part][labels[part] == label].mean() < options.min_mean_chance:
            continue
        growth = options.growth_ratio * width * height / (2 * (width + height))
        core = _scaled(Box(left, top, left + width, top + height), scale_x, scale_y, ink.shape)
        box = _fitted(core, growth * scale_x, ink, options)
        boxes.append(box)
    return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))


def _scaled(box: Box, scale_x: float, scale_y: float, shape: tuple[int, ...]) -> Box:
    right, bottom = min(shape[1], round(box.right * scale_x)), min(shape[0], round(box.bottom * scale_y))
    return Box(min(right, round(box.left * scale_x)), min(bottom, round(box.top * scale_y)), right, bottom)


def _fitted(core: Box, growth: float, ink: Mask, options: LineOptions) -> Box:
    """`core` grown by `growth` pixels and drawn in to its ink; grown alone where there is none."""
    height, width = ink.shape
    reach = round(growth)
    left, right = max(0, core.left - reach), min(width, core.right + reach)
    top, bottom = max(0, core.top - reach), min(height, core.bottom + reach)
    rows = ink[top:bottom, left:right].mean(axis=1) if right > left and bottom > top else np.zeros(0)
    first, last = _extent(rows, core.top - top, core.bottom - top, options.blank_ratio)
    top, bottom = top + first, top + last
    columns = ink[top:bottom, left:right].mean(axis=0) if right > left and bottom > top else np.zeros(0)
    first, last = _extent(columns, core.left - left, core.right - left, options.blank_ratio)
    return Box(left + first, top, left + last, bottom)


def _extent(profile: NDArray[np.float64], start: int, stop: int, blank: float) -> tuple[int, int]:
    """Where the ink that holds `start:stop` begins and ends: the nearest blank on either side
    ends it, else the least inked place; blank ends are cut off."""
    inked = profile > blank
    if not inked.any():
        return 0, len(profile)
    blanks_before = np.flatnonzero(~inked[:start])
    blanks_after = np.flatnonzero(~inked[stop:])
    first = int(blanks_before[-1]) + 1 if len(blanks_before) else 0
    last = stop + int(blanks_after[0]) if len(blanks_after) else len(profile)
    within = np.flatnonzero(inked[first:last])
    if not len(within):
        return first, last
    return first + int(within[0]), first + int(within[-1]) + 1
