"""The fold of an open volume: where two pages on one scan meet.

Two pages leave white between them that no column gutter has: both their inner margins, from the top of
the picture to its bottom, with print at both sides. Often the fold throws a shadow there, a line from
edge to edge, which no printed rule is; then less white will do. The volume may lie a little askew, so
the strip is sought along lines of several slopes.

Known limits: a picture or a headline that runs across the fold keeps the pages together; a fold that is
curved by more than the white between the pages is not found.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.light import is_negative
from ocr_fix.scan import Grey, Mask

_WIDE_PX = 1000  # of the small copy, in which an em is 8 to 15 pixels
_CHARACTER = np.ones((25, 25), np.uint8)
_SOFT_PX = 7  # around the core of a shadow
_SLOPES = tuple(step / 1000 for step in sorted(range(-100, 101, 4), key=abs))


@dataclass(frozen=True, slots=True)
class FoldOptions:
    """When a scan shows two pages."""

    min_aspect: float = 1.15
    """Width over height; newspaper pages are higher than wide, two of them are not."""
    middle_ratio: tuple[float, float] = (0.36, 0.64)
    """Where the fold may be, of the width."""
    min_white_ratio: float = 0.04
    """White between the pages, of the width; gutters of newspapers have 0.02 at most."""
    min_white_with_shadow_ratio: float = 0.025
    """The same where the fold's shadow shows."""
    min_contrast_grey: int = 25
    max_specks_ratio: float = 0.004
    """Of a column's length: more is print."""
    min_shadow_ratio: float = 0.9
    """Of a column's length: a fold's shadow."""
    min_print_ratio: float = 0.015
    """Of the area of each page: less is no page of print."""


@dataclass(frozen=True, slots=True)
class Fold:
    """The fold stands at `top` at the picture's upper edge and at `bottom` at the lower one, in pixels."""

    top: float
    bottom: float


def may_be_spread(size: tuple[int, int], options: FoldOptions = FoldOptions()) -> bool:
    """Whether a picture of `size` (width, height) is wide enough for two pages."""
    return size[0] >= options.min_aspect * size[1] > 0


def find_fold(pixels: Grey, options: FoldOptions = FoldOptions()) -> Fold | None:
    """The fold between two pages on the picture `pixels`, uint8 (H, W); None where it shows one page."""
    height, width = pixels.shape
    if not may_be_spread((width, height), options):
        return None
    scale = min(1.0, _WIDE_PX / width)
    size = (round(width * scale), max(round(height * scale), 1))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    small = np.asarray(255 - small if is_negative(small) else small, np.uint8)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _CHARACTER)
    ink = np.asarray(cv2.subtract(paper, small) > options.min_contrast_grey)
    gaps = [(_widest_gap(_slanted(ink, slope), options), slope) for slope in _SLOPES]
    (white, middle), slope = max(gaps, key=lambda gap: gap[0][0])
    half = slope * size[1] / 2
    sides = (ink[:, : round(middle - abs(half))], ink[:, round(middle + abs(half)) :])
    if not white or any(not side.size or side.mean() < options.min_print_ratio for side in sides):
        return None
    return Fold((middle - half) / scale, (middle + half) / scale)


def _slanted(ink: Mask, slope: float) -> NDArray[np.float32]:
    """The share of ink along lines through each place of the middle row that go to the right by `slope`."""
    high, wide = ink.shape
    matrix = np.array([[1.0, slope, -slope * high / 2], [0.0, 1.0, 0.0]])
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(ink.astype(np.uint8), matrix, (wide, high), flags=flags)
    return np.asarray(moved.mean(axis=0), np.float32)


def _widest_gap(shares: NDArray[np.float32], options: FoldOptions) -> tuple[float, float]:
    """How much white there is in the widest gap in the middle, 0 where none is wide enough, and the place of
    its shadow or else of its middle."""
    wide = len(shares)
    shadow = shares >= options.min_shadow_ratio
    white = shares <= options.max_specks_ratio
    soft = cv2.dilate(shadow.astype(np.uint8), np.ones(_SOFT_PX, np.uint8)).ravel() > 0
    open_place = white | soft
    edges = np.flatnonzero(np.diff(open_place.astype(np.int8), prepend=0, append=0))
    best = (0.0, wide / 2)
    for start, stop in edges.reshape(-1, 2):
        dark = np.flatnonzero(shadow[start:stop])
        place = start + (float(dark.mean()) if len(dark) else (stop - start - 1) / 2) + 0.5
        least = options.min_white_with_shadow_ratio if len(dark) else options.min_white_ratio
        central = options.middle_ratio[0] * wide < place < options.middle_ratio[1] * wide
        blank = float(white[start:stop].sum())
        if central and blank >= least * wide and blank > best[0]:
            best = (blank, float(place))
    return best
