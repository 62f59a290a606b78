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
from ocr_fix.scan import Grey, Mask

Chances = NDArray[np.float32]

MIN_CONTRAST_GREY = 22
"""How much darker than its surroundings ink is at least; the grain of the paper is not."""


@dataclass(frozen=True, slots=True)
class LineOptions:
    """When a spot of the map is a line, and how its box is drawn."""

    min_chance: float = 0.3
    """Pixels above it belong to a core; DB's own value, lower ones join neighbouring lines."""
    min_mean_chance: float = 0.5
    """A core whose mean is lower is dirt or a picture; RapidOCR's own value."""
    min_core_px: int = 3
    """Thinner cores are noise; in pixels of the map, where body characters are about 18 high."""
    growth_ratio: float = 1.6
    """How far a core grows, times area over circumference; undoes the shrinking of DB's training."""
    near_ratio: float = 0.2
    """A white gap up to this belongs to the line: between its last character and a comma; in line
    heights, like the ratios below."""
    before_ratio: float = 0.4
    """How far before its start a line may have a mark: an opening quotation mark stands close."""
    after_ratio: float = 0.9
    """The same after its end: a closing one stands 0.6 after a full stop, the next column 1 away."""
    min_mark_ratio: float = 0.1
    """Smaller spots are dirt."""
    max_mark_ratio: float = 0.5
    """Larger ones are characters of the next column."""
    blank_row_ratio: float = 0.004
    """A row next to the line's with less ink than this part of its length is paper; a lone
    descender in a long line has 0.01."""
    blank_ratio: float = 0.02
    """A column with less ink than this part of its length is blank paper with specks, and so is a row
    between two lines."""


@dataclass(frozen=True, slots=True)
class GlyphOptions:
    """Which spots of ink may be characters."""

    max_side_px: int = 3500
    """Larger pages are measured at this size: print of 300 dpi stays readable on a whole sheet."""
    window_px: float = 41.0
    """The surroundings that ink is compared with."""
    min_spot_px: int = 5
    """Smaller spots are dirt or dots."""
    max_spot_px: int = 400
    """Larger ones are pictures or frames."""
    max_filling_ratio: float = 0.65
    """Of their box: what fills more is a dot; characters fill about half."""
    dots_factor: float = 1.4
    """Where characters are so much larger without dots, it was dots that were measured."""


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
        growth = options.growth_ratio * width * height / (2 * (width + height)) * scale_x
        core = _scaled(Box(left, top, left + width, top + height), scale_x, scale_y, ink.shape)
        boxes.append(_fitted(core, growth, ink, options))
    return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))


def _scaled(box: Box, scale_x: float, scale_y: float, shape: tuple[int, ...]) -> Box:
    right, bottom = min(shape[1], round(box.right * scale_x)), min(shape[0], round(box.bottom * scale_y))
    return Box(min(right, round(box.left * scale_x)), min(bottom, round(box.top * scale_y)), right, bottom)


def _fitted(core: Box, growth: float, ink: Mask, options: LineOptions) -> Box:
    """`core` grown by `growth` pixels and drawn in to its ink; grown alone where there is none."""
    if core.height > core.width:
        turned = _fitted(Box(core.top, core.left, core.bottom, core.right), growth, ink.T, options)
        return Box(turned.top, turned.left, turned.bottom, turned.right)
    height, width = ink.shape
    left, right = max(0, round(core.left - growth)), min(width, round(core.right + growth))
    top, bottom = max(0, round(core.top - growth)), min(height, round(core.bottom + growth))
    if left >= right or top >= bottom:
        return core
    rules = _rules(ink, Box(left, top, right, bottom), core)
    shares = ink[top:bottom, left:right][:, ~rules].mean(axis=1)
    first, last = _run(shares > options.blank_row_ratio, core.top - top, core.bottom - top, 1)
    last -= _neighbour(shares[core.bottom - top : last], last == len(shares), options)
    first += _neighbour(shares[first : core.top - top][::-1], first == 0, options)
    return _with_ends(core, Box(left, top + first, right, top + last), ink, options)


def _neighbour(shares: NDArray[np.float64], is_open: bool, options: LineOptions) -> int:
    """How many of the rows that lead away from a line are the next line's, where there is no blank
    row between: `shares` of ink rise again from nearly none up to an open end. What falls to
    nothing is a descender."""
    if not is_open or not len(shares):
        return 0
    valley = int(shares.argmin())
    is_next = shares[valley] < options.blank_ratio and shares[valley:].max() > 2 * shares[valley]
    return len(shares) - valley if is_next else 0


def _with_ends(core: Box, box: Box, ink: Mask, options: LineOptions) -> Box:
    """`box` from the first to the last ink of the line that `core` marks, with the commas and
    quotation marks that stand apart from its ends."""
    left = max(0, box.left - round(options.before_ratio * box.height))
    right = min(ink.shape[1], box.right + round(options.after_ratio * box.height))
    pixels = ink[box.top : box.bottom, left:right]
    inked = pixels.mean(axis=0) > options.blank_ratio
    inked &= ~_rules(ink, Box(left, box.top, right, box.bottom), core)
    own = np.s_[box.left - left : box.right - left]
    near = max(1, round(options.near_ratio * box.height))
    first, last = _run(inked[own], core.left - box.left, core.right - box.left, near)
    first, last = first + own.start, last + own.start
    last += _mark(pixels[:, last:], inked[last:], options)
    first -= _mark(pixels[:, :first][:, ::-1], inked[:first][::-1], options)
    return Box(left + first, box.top, left + last, box.bottom)


def _mark(pixels: Mask, inked: NDArray[np.bool_], options: LineOptions) -> int:
    """How many columns it takes to hold the small mark that `pixels` begin with, 0 where none
    does: it ends inside, and is no larger than a comma or a quotation mark."""
    places = np.flatnonzero(inked)
    if not len(places):
        return 0
    start = int(places[0])
    blanks = np.flatnonzero(~inked[start:])
    if not len(blanks):
        return 0
    stop = start + int(blanks[0])
    rows = np.flatnonzero(pixels[:, start:stop].any(axis=1))
    size = max(stop - start, int(rows[-1]) + 1 - int(rows[0])) / len(pixels)
    return stop if options.min_mark_ratio <= size <= options.max_mark_ratio else 0


def _rules(ink: Mask, box: Box, core: Box) -> NDArray[np.bool_]:
    """Which columns of `box` outside `core` belong to a rule: inked from above it to below it."""
    beyond = box.height // 2
    tall = ink[max(0, box.top - beyond) : box.bottom + beyond, box.left : box.right]
    rules: NDArray[np.bool_] = tall.mean(axis=0) > 0.9
    rules[core.left - box.left : core.right - box.left] = False
    return rules


def _run(inked: NDArray[np.bool_], start: int, stop: int, gap: int) -> tuple[int, int]:
    """Where the ink around `start:stop` begins and ends: `gap` blanks in a row end it on either
    side; blank ends are cut off. All of it where there is no ink."""
    places = np.flatnonzero(inked)
    if not len(places):
        return 0, len(inked)
    before, after = places[places < start], places[places >= stop]
    first, last = start, stop
    for place in before[::-1]:
        if first - place > gap:
            break
        first = int(place)
    for place in after:
        if place - last >= gap:
            break
        last = int(place) + 1
    within = places[(places >= first) & (places < last)]
    return (int(within[0]), int(within[-1]) + 1) if len(within) else (first, last)


def ink_of(pixels: Grey, glyph: float) -> Mask:
    """Where `pixels` (H, W) are clearly darker than their surroundings, which hold about two
    characters of the height `glyph`: bool (H, W)."""
    side = max(15, round(1.8 * glyph)) | 1
    mean = cv2.blur(pixels, (side, side), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.subtract(mean, pixels) > MIN_CONTRAST_GREY)


def glyph_height(pixels: Grey, options: GlyphOptions = GlyphOptions()) -> float:
    """The height in pixels of most of a page's characters, 0 where none are seen.

    It is the height of a Chinese character or a capital letter: connected spots of ink are
    weighed by size, and of those near the median size the upper quarter is taken, so that parts
    of Chinese characters and small letters do not count.
    """
    if min(pixels.shape) < options.min_spot_px:
        return 0.0
    scale = min(1.0, options.max_side_px / max(pixels.shape))
    small = (
        cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    )
    ink = ink_of(np.asarray(small, np.uint8), options.window_px / 1.8).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    size = np.maximum(width, height)
    sound = (size >= options.min_spot_px) & (size <= options.max_spot_px)
    sound &= (size < 4 * np.minimum(width, height)) & (area > 0.1 * width * height)
    all_spots = _usual_size(size[sound])
    # The dots of a large half-tone can outweigh a page's text.
    characters = _usual_size(size[sound & (area < options.max_filling_ratio * width * height)])
    chosen = characters if characters > options.dots_factor * all_spots else all_spots
    return chosen / float(scale)


def _usual_size(sizes: NDArray[np.int32]) -> float:
    """The upper quarter of the spots near the median by size, 0 without any."""
    if not len(sizes):
        return 0.0
    ordered = np.sort(sizes).astype(float)
    weights = np.cumsum(ordered)
    median = ordered[np.searchsorted(weights, weights[-1] / 2)]
    return float(np.percentile(ordered[(ordered > 0.6 * median) & (ordered < 1.8 * median)], 75))
