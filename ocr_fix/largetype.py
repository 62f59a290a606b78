"""Lines of large type, gathered character by character.

The gaps within a headline are wider than the gutters of the body text, so what is high is put
together by its own height: spots side by side, the low parts of their characters, marks at the ends.

Known limits: letters spaced wider than they are high stay apart; headlines as high as body text are
none of large type.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.geometry import enclosing, overlap_x, overlap_y
from ocr_fix.model import Box
from ocr_fix.scan import Mask

Edges = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LargeTypeOptions:
    """What is large type, and which of its gaps are spaces; ratios are of its own height."""

    large_em: float = 1.55
    """Higher spots are large type; em is the height of a body character."""
    space_ratio: float = 0.8
    """Headlines are spaced, but stand further from other text."""
    max_unlike_ratio: float = 2.2
    """Spots of one line whose heights differ more belong to different type."""


def large_lines(ink: Mask, em: float, options: LargeTypeOptions = LargeTypeOptions()) -> list[Box]:
    """Lines of large type: high spots side by side, with the small spots that belong to them."""
    spots = spots_of(ink)
    high = spots[:, 3] - spots[:, 1] > options.large_em * em
    lines = _side_by_side(boxes_of(spots[high]), options)
    lines = _side_by_side([_with_parts(line, spots[~high]) for line in lines], options)
    lines = [_with_mark(_with_mark(line, ink, 1), ink, -1) for line in _bridged(lines, ink, options)]
    return [line for line in lines if _is_one_row(ink[line.top : line.bottom, line.left : line.right], em)]


def spots_of(ink: Mask) -> Edges:
    """The connected spots of `ink` as (N, 4) of left, top, right, bottom."""
    stats = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)[2][1:, :4].astype(np.int64)
    return np.hstack([stats[:, :2], stats[:, :2] + stats[:, 2:]])


def boxes_of(spots: Edges) -> list[Box]:
    """The spots, rows of left, top, right and bottom, as boxes in the same order."""
    return [Box(*map(int, spot)) for spot in spots]


def _side_by_side(boxes: Sequence[Box], options: LargeTypeOptions) -> list[Box]:
    """`boxes` of large type with those of one line made one."""
    merged: list[Box] = []
    left = sorted(boxes)
    while left:
        box = left.pop(0)
        near = [
            other
            for other in left
            if -overlap_x(box, other) < options.space_ratio * max(box.height, other.height)
            and overlap_y(box, other) > 0.5 * min(box.height, other.height)
            and max(box.height, other.height) < options.max_unlike_ratio * min(box.height, other.height)
        ]
        if near:
            left = sorted([*(other for other in left if other not in near), enclosing([box, *near])])
        else:
            merged.append(box)
    return merged


def _with_parts(line: Box, spots: Edges) -> Box:
    """`line` of large type with those of `spots` that are parts of it."""
    left, top, right, bottom = spots.T
    centre, size = (top + bottom) / 2, np.maximum(right - left, bottom - top)
    while True:
        height = line.height
        gap = np.maximum(left - line.right, line.left - right)
        near = (gap <= 0) | ((gap < 0.45 * height) & (size > 0.55 * height))
        own = spots[
            near & (centre > line.top) & (centre < line.bottom) & (bottom < line.bottom + 0.3 * height)
        ]
        whole = enclosing([line, *boxes_of(own)])
        if whole == line or whole.height > 1.5 * height:
            return line
        line = whole


def _bridged(lines: list[Box], ink: Mask, options: LargeTypeOptions) -> list[Box]:
    """`lines` of large type with those made one that only low parts of characters stand between,
    as in 昌 or 呂: white above and below, and no wide gap."""
    merged: list[Box] = []
    for line in sorted(lines):
        beside = [one for one in merged if overlap_y(one, line) > 0.7 * max(one.height, line.height)]
        before = max(beside, key=lambda one: one.right, default=None)
        if before is not None and _is_bridge(before, line, ink, options):
            merged.remove(before)
            merged.append(enclosing((before, line)))
        else:
            merged.append(line)
    return merged


def _is_bridge(a: Box, b: Box, ink: Mask, options: LargeTypeOptions) -> bool:
    """Whether what stands between two lines of large type belongs to both."""
    height, around = min(a.height, b.height), enclosing((a, b))
    margin = max(1, round(0.2 * height))
    if not 0 < b.left - a.right < 7 * height:
        return False
    low = min(margin, around.top)
    strip = ink[around.top - low : around.bottom + margin, a.right : b.left]
    gaps = np.diff(np.flatnonzero(strip.any(axis=0)), prepend=-1, append=strip.shape[1])
    return bool(
        gaps.max() < options.space_ratio * height and not strip[:low].any() and not strip[-margin:].any()
    )


def _with_mark(line: Box, ink: Mask, step: int) -> Box:
    """`line` of large type with a quotation mark or a stop that stands alone after it, or before it
    for a `step` of -1."""
    reach = round(0.7 * line.height)
    left = line.right if step > 0 else max(0, line.left - reach)
    right = line.right + reach if step > 0 else line.left
    strip = ink[max(0, line.top - reach // 3) : line.bottom + reach // 3, left:right][:, ::step]
    places, rows = np.flatnonzero(strip.any(axis=0)), np.flatnonzero(strip.any(axis=1))
    if not len(places) or places[0] > reach // 2 or strip.shape[1] - places[-1] < reach // 5:
        return line
    if max(rows[-1] - rows[0], places[-1] - places[0]) > 0.5 * line.height:
        return line
    wide = int(places[-1]) + 1
    return Box(line.left - wide * (step < 0), line.top, line.right + wide * (step > 0), line.bottom)


def _is_one_row(ink: Mask, em: float) -> bool:
    """Whether the spots of a line of large type are not two lines of body text that touch."""
    if len(ink) > 3.2 * em:
        return True
    share = ink.mean(axis=1)
    middle = share[len(share) // 3 : -(len(share) // 3)]
    return bool(middle.min() > 0.3 * share.mean())
