"""The ink that is text, and which of it runs down the page.

Rules are long thin runs of ink; photographs are grey without a white row in them, where text has
white between its lines; dark bars with white letters are turned into dark letters. Vertical text has
more white between its columns than between its rows.

Known limits: an area of large type without white between the strokes counts as a photograph; blocks
of both directions that nearly touch get the direction of the larger one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_fix.scan import Grey, Mask


@dataclass(frozen=True, slots=True)
class TextInkOptions:
    """Which ink is no text; em is the height of a body character."""

    max_glyph_em: float = 9.0
    """Larger spots are frames or pictures, not even a masthead."""
    min_rule_em: float = 6.0
    """Longer thin runs are rules, not strokes of large type."""
    max_rule_em: float = 0.4
    """Thicker runs are no rules."""
    max_photo_ratio: float = 0.75
    """How bright the dark parts of a photograph are at most, paper being 1; grey boxes are brighter."""
    max_tone_ratio: float = 0.93
    """How bright its light parts are."""
    min_photo_em: float = 3.0
    """Smaller dark spots are characters of large type."""
    max_bar_em: float = 4.5
    """Higher dark areas are pictures."""
    min_bar_ratio: float = 2.2
    """A bar is so much longer than high,"""
    min_edge_ratio: float = 0.7
    """and so much of its first and last rows is dark."""
    block_gap_em: float = 0.9
    """What is nearer together is of one block, with one direction."""
    direction_em: float = 8.0
    """The surroundings in which rows and columns are compared: some lines of text."""
    min_lean_ratio: float = 1.15
    """How much more columns stand out than rows in vertical text."""


def without_bars(small: Grey, em: float, options: TextInkOptions = TextInkOptions()) -> Grey:
    """`small` (H x W) with dark bars that may hold white letters turned into their negative."""
    if not small.size:
        return small
    dark = (small < 0.5 * float(np.percentile(small[::8, ::8], 80))).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    width, height = stats[:, 2], stats[:, 3]
    shaped = (height > em) & (height < options.max_bar_em * em) & (width > options.min_bar_ratio * height)
    shaped &= stats[:, 4] > 0.4 * width * height
    turned = np.zeros(small.shape, np.uint8)
    for number in np.flatnonzero(shaped[1:]) + 1:
        left, top, wide, high = (int(side) for side in stats[number, :4])
        own = labels[top : top + high, left : left + wide] == number
        if min(own[high // 8].mean(), own[-1 - high // 8].mean()) > options.min_edge_ratio:
            contours, _ = cv2.findContours(own.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            cv2.drawContours(turned, contours, -1, (1,), cv2.FILLED, offset=(left, top))
    return np.where(turned > 0, 255 - small, small)


def text_ink(small: Grey, ink: Mask, em: float, options: TextInkOptions = TextInkOptions()) -> Mask:
    """`ink` of the page `small` (both H x W) without rules, frames, photographs and single pixels."""
    ink = ink & ~_photographs(small, em, options)
    ink = ink & ~_rules(ink, em, options) & ~_rules(ink.T, em, options).T
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    width, height = stats[:, 2], stats[:, 3]
    strange = (height > options.max_glyph_em * em) | (width > 3 * options.max_glyph_em * em)
    strange |= (np.minimum(width, height) < 0.3 * em) & (np.maximum(width, height) > options.min_rule_em * em)
    strange |= stats[:, 4] < 2
    strange[0] = True
    return np.asarray(~strange[labels])


def vertical_ink(ink: Mask, em: float, options: TextInkOptions = TextInkOptions()) -> Mask:
    """Where `ink` (H x W) belongs to blocks of vertical text."""
    raw = ink.astype(np.float32)
    side = round(options.direction_em * em) | 1
    across, along = cv2.blur(raw, (side, 1)), cv2.blur(raw, (1, side))
    rows = cv2.blur(across**2, (side, side)) - cv2.blur(across, (side, side)) ** 2
    columns = cv2.blur(along**2, (side, side)) - cv2.blur(along, (side, side)) ** 2
    gap = max(3, round(options.block_gap_em * em))
    blocks = closed(ink, gap, gap).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(blocks, connectivity=8)
    votes = np.bincount(labels[ink], (columns - options.min_lean_ratio * rows)[ink], minlength=len(stats))
    down = (votes > 0) & (stats[:, 3] > 3 * em)
    down[0] = False
    return np.asarray(down[labels])


def opened(mask: Mask, high: int, wide: int) -> Mask:
    """`mask` without what a rectangle of that size does not fit in."""
    core = np.ones((max(1, high), max(1, wide)), np.uint8)
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, core) > 0)


def closed(mask: Mask, high: int, wide: int) -> Mask:
    """`mask` without the gaps that a rectangle of that size does not fit in."""
    core = np.ones((max(1, high), max(1, wide)), np.uint8)
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, core) > 0)


def _photographs(small: Grey, em: float, options: TextInkOptions) -> Mask:
    """Where `small` is grey over whole areas without a white row in them, and dark somewhere: white
    between lines of text is wider than a third of an em."""
    paper = float(np.percentile(small[::8, ::8], 80))
    side, core = max(3, round(0.35 * em)) | 1, max(3, round(options.min_photo_em * em))
    mean = cv2.blur(small, (side, side))
    dark = opened(mean < options.max_photo_ratio * paper, core, core)
    grey = opened(mean < options.max_tone_ratio * paper, core // 2, core // 2) | dark
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grey.astype(np.uint8), connectivity=8)
    share = np.bincount(labels[dark], minlength=len(stats)) / stats[:, 4]
    share[0] = 0
    return _dilated(share[labels] > 0.05, side, side)


def _rules(ink: Mask, em: float, options: TextInkOptions) -> Mask:
    """Where long thin runs lie along the rows of `ink`, with a pixel above and below them."""
    joined = closed(ink, 1, max(3, round(0.3 * em)))
    runs = opened(joined, 1, round(options.min_rule_em * em))
    thick = opened(joined, max(2, round(options.max_rule_em * em)), 3)
    return _dilated(runs & ~_dilated(thick, 3, 3), 3, 1)


def _dilated(mask: Mask, high: int, wide: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((high, wide), np.uint8)) > 0)
