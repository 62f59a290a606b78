"""Light and dark of a whole page: negatives, dark edges, uneven paper.

Everything is judged on a small copy, where a closing (the brightest spot nearby) shows the paper
behind the text. Edges: what stays dark along an edge for much longer than a character is high is not print
but a scanner's lid, a microfilm's border or the neighbouring page. Paper: the page is divided
by the paper's own brightness, and pictures, which are dark and end sharply, take that of the paper
around them, so that they stay dark. Known limits: a dark picture that fades out at an edge of the page
counts as shadow and is lightened; a dark edge that is deeper than a seventh of the page is left.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.scan import Grey, Mask

Floats = NDArray[np.float32]

# In pixels of the small copy, where a pixel is about a fifth of a body character.
_SMALL_PX = 400  # its longer side
_NEARBY = np.ones((9, 9), np.uint8)  # more than a line and its gap
_WIDE_PX = 61  # more than most pictures
_PRINT_PX = 1600  # the longer side of a copy that shows strokes of print
_CHARACTER = np.ones((15, 15), np.uint8)  # of that copy: half a line and more
_STEP_PX = 3  # within which a border ends
_MIN_RANGE_GREY = 60  # a page with less contrast has no print


@dataclass(frozen=True, slots=True)
class LightOptions:
    """What counts as a negative, as a border, as uneven, and how far to go."""

    print_ratio: float = 0.25  # of the range of greys: how much print differs from what is around it
    negative_ratio: float = 1.6  # darkness to brightness around print; prints have 0.7 at most
    border_ratio: float = 0.8  # of the paper; lines of print cut by the edge have brighter gaps
    border_step: float = 1.35  # brightness behind a border to that in it; shadows grow softly
    max_depth_ratio: float = 0.15  # of the page's side: what is deeper may be a picture
    min_length_ratio: float = 0.3  # of an edge's length: what is shorter may be a picture
    gap_ratio: float = 0.06  # of an edge's length: gaps between lines of text are shorter
    even_ratio: float = 0.85  # darkest to brightest paper; recognisers and ink masks cope with that
    min_paper_grey: int = 170  # darker paper is lifted as a whole
    white_grey: int = 240  # where the paper is brought to: its texture stays below white
    max_gain: float = 2.5  # more would only lift noise
    picture_ratio: float = 0.88  # of the paper around: what is darker is a picture or a shadow
    fade_step: float = 1.3  # brightness round a shadow to that within its edge; pictures end sharply


def is_negative(pixels: Grey, options: LightOptions = LightOptions()) -> bool:
    """Whether most of what lies around print is dark: print is the smaller part of a page and of its lines.

    It is judged near print only, against the brightest and darkest spots nearby, so that film may be
    exposed unevenly. A picture may look like that too: ask whether it has lines of text.
    """
    small = _middle(_small(pixels, _PRINT_PX))
    if small.size == 0:
        return False
    low, high = (float(level) for level in np.percentile(small[::4, ::4], (1, 99)))
    if high - low <= _MIN_RANGE_GREY:
        return False
    lightest = cv2.morphologyEx(small, cv2.MORPH_CLOSE, _CHARACTER)
    darkest = cv2.morphologyEx(small, cv2.MORPH_OPEN, _CHARACTER)
    printed = cv2.subtract(lightest, darkest) > options.print_ratio * (high - low)
    if not printed.any():
        return False
    below = float(np.median(cv2.subtract(lightest, small)[printed]))
    above = float(np.median(cv2.subtract(small, darkest)[printed]))
    return below > options.negative_ratio * above


def even_light(pixels: Grey, options: LightOptions = LightOptions()) -> tuple[Grey, tuple[str, ...]]:
    """The page with its dark borders painted like paper and its paper even, and what was done.

    A page that needs neither comes back as the very same array.
    """
    if pixels.size == 0:
        return pixels, ()
    small, done = _small(pixels), []
    border = find_borders(small, options)
    if border.any():
        level = np.uint8(_paper_level(small[~border]))
        small = np.where(border, level, small)
        pixels = np.asarray(cv2.max(pixels, _large(border * level, pixels, cv2.INTER_NEAREST)), np.uint8)
        done.append(f"whitened dark edges, {border.mean():.1%} of the page")
    paper = _paper(small, options)
    low, high = (float(level) for level in np.percentile(paper, (2, 98)))
    if high > 0 and (low < options.even_ratio * high or high < options.min_paper_grey):
        floor = np.uint8(options.white_grey / options.max_gain)
        ground = _large(np.maximum(paper, floor), pixels, cv2.INTER_LINEAR)
        pixels = np.asarray(cv2.divide(pixels, ground, scale=options.white_grey), np.uint8)
        done.append(f"evened the light: paper was {low:.0f} to {high:.0f}")
    return pixels, tuple(done)


def without_show_through(pixels: Grey, grey: float) -> Grey:
    """The page with what is darker than paper by less than `grey` as bright as paper, such as print of the
    other side; what is half as dark again stays, and between the two is no step."""
    paper = float(paper_grey(pixels))
    darker = paper - np.arange(256, dtype=np.float32)
    kept = np.where(darker < 1.5 * grey, np.maximum(3 * (darker - grey), 0), darker)
    curve = np.where(darker > 0, paper - kept, np.arange(256))
    return np.asarray(cv2.LUT(pixels, np.clip(curve, 0, 255).astype(np.uint8)), np.uint8)


def paper_grey(pixels: Grey) -> int:
    """The brightness of the page's paper, 255 on an empty page."""
    return round(_paper_level(pixels[::16, ::16]))


def find_borders(small: Grey, options: LightOptions = LightOptions()) -> Mask:
    """The dark edges of a small copy: bool (H, W), True = border."""
    limit = options.border_ratio * _paper_level(_middle(small))
    border = np.zeros(small.shape, np.bool_)
    beside = [np.zeros(small.shape, np.bool_) for _ in range(2)]
    for turns in range(4):
        found = np.rot90(_left_border(np.rot90(small, turns), limit, options), -turns)
        border |= found
        beside[turns % 2] |= found.any(axis=turns % 2, keepdims=True)
    # Where two borders meet, no row and no column ends at paper.
    return np.asarray(border | (beside[0] & beside[1] & (small <= limit)))


def _small(pixels: Grey, longer_px: int = _SMALL_PX) -> Grey:
    height, width = pixels.shape
    scale = max(height, width) / longer_px
    if scale <= 1:
        return pixels
    size = (max(round(width / scale), 1), max(round(height / scale), 1))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _large(small: Grey, pixels: Grey, interpolation: int) -> Grey:
    height, width = pixels.shape
    return np.asarray(cv2.resize(small, (width, height), interpolation=interpolation), np.uint8)


def _middle(small: Grey) -> Grey:
    """The page without an eighth at each edge."""
    y, x = small.shape[0] // 8, small.shape[1] // 8
    return small[y : small.shape[0] - y, x : small.shape[1] - x]


def _paper_level(small: Grey) -> float:
    """The brightness of most of the paper."""
    return float(np.percentile(small, 75)) if small.size else 255.0


def _left_border(side: Grey, limit: float, options: LightOptions) -> Mask:
    """The dark run from the left edge in each row, where most rows nearby end sharply and not too deep."""
    height, width = side.shape
    gap = max(round(options.gap_ratio * height), 3)
    depth = min(max(round(options.max_depth_ratio * width), 1), width)
    near = np.ascontiguousarray(side[:, : depth + _STEP_PX])
    closed = cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    bright = closed > limit
    run = np.where(bright.any(axis=1), bright.argmax(axis=1), depth + 1)
    rows = np.arange(height)
    inside = np.cumsum(closed, axis=1, dtype=np.float64)[rows, run.clip(1, near.shape[1]) - 1] / run.clip(1)
    behind = closed[rows, (run + _STEP_PX - 1).clip(0, near.shape[1] - 1)]
    sharp = (run > 0) & (run <= depth) & (behind >= options.border_step * inside)
    sure = cv2.blur(sharp.astype(np.float32), (1, 2 * gap + 1)).ravel() > 0.5
    border = np.zeros(side.shape, np.bool_)
    if sure.mean() >= options.min_length_ratio:
        depths = np.where(sure & (run <= depth), run, 0)
        border[:, :depth] = np.arange(depth) < depths[:, None]
    return border


def _paper(small: Grey, options: LightOptions) -> Grey:
    """The brightness of the paper behind text and pictures, of the small copy's size."""
    paper = np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, _NEARBY), np.uint8)
    around = np.maximum(_smooth(paper, _WIDE_PX), _paper_level(paper))
    picture = _pictures(paper < options.picture_ratio * around, paper, options)
    known = (cv2.dilate(picture.astype(np.uint8), _NEARBY) == 0).astype(np.float32)
    # In the depth of a large picture no paper is near, and that of the whole page has to do.
    trace = 0.01
    nearby = _smooth(paper * known, _WIDE_PX) + trace * _paper_level(paper)
    filled = np.where(known > 0, paper, nearby / (_smooth(known, _WIDE_PX) + trace))
    return np.clip(_smooth(filled.astype(np.float32), _NEARBY.shape[0]), 0, 255).astype(np.uint8)


def _smooth(values: Grey | Floats, width: int) -> Floats:
    """Two running means, which is cheap and nearly a Gaussian."""
    once = cv2.blur(values.astype(np.float32), (width, width), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.blur(once, (width, width), borderType=cv2.BORDER_REPLICATE), np.float32)


def _pictures(dark: Mask, paper: Grey, options: LightOptions) -> Mask:
    """The parts of `dark` that are no shadow: shadows reach an edge of the page and fade out."""
    count, parts = cv2.connectedComponents(dark.astype(np.uint8))
    kept = np.arange(count) > 0
    for part in np.unique(np.concatenate((parts[0], parts[-1], parts[:, 0], parts[:, -1]))):
        if part > 0:
            inside = (parts == part).astype(np.uint8)
            within = paper[(inside > 0) & (cv2.erode(inside, _NEARBY, borderValue=1) == 0)]
            around = paper[(inside == 0) & (cv2.dilate(inside, _NEARBY) > 0)]
            fades = around.size == 0 or float(np.median(around)) < options.fade_step * float(
                np.median(within)
            )
            kept[part] = not fades
    return np.asarray(kept[parts])
