"""Lines that a detector tied together across each other are untied.

Where Chinese characters stand about as far from their neighbours in the line as from those in the next
one, the detector is unsure which way the lines run, and marks both: a net of cores over a whole block,
or a core down through the lines of a horizontal text. The ink knows better, since the white between
lines is wider than the white between characters. So the core is cut where the ink leaves white along
the lines.
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
class NetOptions:
    """Which cores are looked at, and when the ink contradicts them; lengths in characters."""

    min_chance: float = 0.3
    """Pixels above it belong to a core, as for `LineOptions`."""
    min_net_ratio: float = 2.5
    """A net is so many times as high and wide as its cords are thick."""
    min_net_chars: float = 1.2
    """And at least so high and wide."""
    min_down_ratio: float = 1.5
    """A core so much higher than wide runs downwards."""
    max_down_chars: float = 1.2
    """Thicker ones are headlines, whose surroundings say nothing about them."""
    beside_chars: float = 2.0
    """How far around such a core the ink is asked."""
    max_white_ratio: float = 0.25
    """A row or column with less than this part of the mean ink is white."""
    max_run_chars: float = 0.9
    """A wider white run is a gutter or a gap between blocks, and is not counted."""
    min_doubt_ratio: float = 0.035
    """A lone core that runs down is believed unless white rows outweigh white columns by so much."""
    min_net_doubt_ratio: float = 0.025
    """The same for a net, which says nothing itself."""


def untied(chances: Chances, ink: Mask, glyph_px: float, options: NetOptions = NetOptions()) -> Chances:
    """`chances` (h, w) with 0 where cores run across the lines; `ink` is (H, W), the same page, and
    `glyph_px` the height of its characters in `chances`."""
    cores = (chances > options.min_chance).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cores, connectivity=8)
    asked = [number for number in range(1, len(stats)) if _is_odd(stats[number], glyph_px, options)]
    if not asked:
        return chances
    size = chances.shape[1], chances.shape[0]
    small = np.asarray(cv2.resize(ink.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)
    mended = chances.copy()
    for number in asked:
        left, top, width, height, _ = (int(value) for value in stats[number])
        box = Box(left, top, left + width, top + height)
        part = np.s_[top : box.bottom, left : box.right]
        core = labels[part] == number
        white = _white_across(core, box, small, glyph_px, options)
        if white is not None:
            mended[part][core & white] = 0
    return mended


def _is_odd(stats: NDArray[np.int32], glyph_px: float, options: NetOptions) -> bool:
    """Whether a core may be a net or run down."""
    width, height = int(stats[2]), int(stats[3])
    is_net = min(width, height) > options.min_net_chars * glyph_px
    is_down = height > options.min_down_ratio * width and width < options.max_down_chars * glyph_px
    return is_net or is_down


def _white_across(
    core: Mask, box: Box, ink: NDArray[np.float32], glyph_px: float, options: NetOptions
) -> Mask | None:
    """The white rows (n, 1) or columns (1, n) that part the lines which a core ties together; None where it
    is one line."""
    thickness = 2 * float(cv2.distanceTransform(np.pad(core, 1).astype(np.uint8), cv2.DIST_L2, 3).max())
    short = min(box.width, box.height)
    is_net = short > options.min_net_ratio * thickness and short > options.min_net_chars * glyph_px
    if not is_net and (thickness > options.max_down_chars * glyph_px or box.height < box.width):
        return None
    beside, beyond = (0, 0) if is_net else (round(options.beside_chars * glyph_px), round(glyph_px / 2))
    window = ink[
        max(0, box.top - beyond) : box.bottom + beyond, max(0, box.left - beside) : box.right + beside
    ]
    rows, columns = (_white_share(window.mean(axis=axis), glyph_px, options) for axis in (1, 0))
    if rows - columns > (options.min_net_doubt_ratio if is_net else options.min_doubt_ratio):
        first = min(box.top, beyond)
        return _white(window.mean(axis=1), options)[first : first + box.height, None]
    return _white(window.mean(axis=0), options)[None, :] if is_net else None


def _white(profile: NDArray[np.float32], options: NetOptions) -> Mask:
    return np.asarray(profile < options.max_white_ratio * profile.mean(), bool)


def _white_share(profile: NDArray[np.float32], glyph_px: float, options: NetOptions) -> float:
    """How much of a profile is white, runs left out that are too wide to stand between lines."""
    white = _white(profile, options)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], white, [False])).astype(np.int8)))
    counted = np.ones(len(white), bool)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        counted[start:end] = end - start <= options.max_run_chars * glyph_px
    return float(white[counted].mean()) if counted.any() else 1.0
