"""Which boxes of a detector are lines of this page's text, and what else lies under them.

Left out are the print of the other side (faint), bits of photographs (grey all over), marks found
twice, and the strip of a neighbouring page. A drop cap that was found with its first line is
parted from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.geometry import enclosing, inside_ratio, reading_key, scaled
from ocr_fix.model import Box, Marks, SeparatorKind, Step
from ocr_fix.scan import Grey, Mask

MIN_ROW_INK_RATIO = 0.4
"""Where rows touch, the white between them has so little of the mean ink."""


@dataclass(frozen=True, slots=True)
class SiftOptions:
    """By what lines of text are told from the rest."""

    min_page_rule_ratio: float = 0.6
    """A rule over so much of the scan's width shows where the page's text ends."""
    page_edge_ratio: float = 0.04
    """A neighbouring page's text comes so near to the edge of the scan, in its width."""
    min_photo_em: float = 2.0
    """Boxes higher than this are looked at for greys,"""
    max_middle_ratio: float = 0.35
    """and are no text if so much of them is neither ink nor paper."""
    tone_ratio: float = 0.03
    """The dots of half-tones become greys when blurred over so much of the box's thickness; strokes stay."""
    min_depth_ratio: float = 0.4
    """Lines with so much less contrast than most are bleed-through."""
    min_faint_grey: float = 25.0
    """Fainter still is the grain of the paper;"""
    min_faint_lines: int = 2
    """and one line alone may be dirt."""
    bold_factor: float = 1.35
    """So much darker than the faint lines that are seen are headlines, which are taken for print."""


def printed_lines(
    pixels: Grey, lines: tuple[Box, ...], options: SiftOptions = SiftOptions()
) -> tuple[Box, ...]:
    """`lines` from the top left without those much fainter than most, which are the other
    side's print."""
    depths = {box: _depth(pixels[box.top : box.bottom, box.left : box.right]) for box in lines}
    usual = float(np.median(list(depths.values()))) if depths else 0.0
    kept = [box for box in depths if depths[box] >= options.min_depth_ratio * usual]
    return tuple(sorted(kept, key=reading_key))


def show_through(pixels: Grey, faint: Sequence[Box], options: SiftOptions = SiftOptions()) -> float:
    """How much darker than paper the other side's print is, in greys, from the lines that were left out
    because they are `faint`; 0 where there are too few to prove that any shows through."""
    depths = [_depth(pixels[box.top : box.bottom, box.left : box.right]) for box in faint]
    proved = [depth for depth in depths if depth >= options.min_faint_grey]
    if len(proved) < options.min_faint_lines:
        return 0.0
    return options.bold_factor * float(np.percentile(proved, 90))


def without_nested(lines: tuple[Box, ...]) -> tuple[Box, ...]:
    """`lines` without marks that were found once more inside a line. What is no line has to be taken out
    before: text that a picture was taken together with is not nested in it."""
    return tuple(box for box in lines if not _is_nested(box, lines))


def _is_nested(box: Box, lines: Sequence[Box]) -> bool:
    """Whether a mark lies in a line, which is read with it."""
    side = max(box.width, box.height)
    return any(
        side < 0.8 * min(other.width, other.height) and inside_ratio(box, other) > 0.85 for other in lines
    )


def _depth(crop: Grey) -> float:
    """How much darker the ink of a crop is than its paper, or lighter on a dark bar."""
    if not crop.size:
        return 0.0
    dark, light = np.percentile(crop[::2, ::2], (5, 90))
    return float(light - dark)


def without_photographs(
    lines: tuple[Box, ...], small: Grey, scale: float, em: float, options: SiftOptions = SiftOptions()
) -> tuple[Box, ...]:
    """`lines` without large boxes full of middle greys: bits of photographs taken for text."""
    paper = float(np.percentile(small[::8, ::8], 80))
    kept = []
    for line in lines:
        box = scaled(line, scale)
        crop = small[box.top : box.bottom, box.left : box.right]
        large = min(line.width, line.height) > options.min_photo_em * em and crop.size
        side = max(1, round(options.tone_ratio * min(box.width, box.height)))
        crop = np.asarray(cv2.blur(crop, (side, side)) if large else crop)
        middle = large and ((crop > 0.35 * paper) & (crop < 0.8 * paper)).mean() > options.max_middle_ratio
        if not middle:
            kept.append(line)
    return tuple(kept)


def with_initials(lines: tuple[Box, ...], em: float) -> tuple[Box, ...]:
    """`lines` with those parted that were found together with a drop cap: the cap, and the line
    at its right that stands on a further line of the same box."""
    parted: list[Box] = []
    for line in lines:
        inner = [
            other
            for other in lines
            if line.height > 1.6 * em > 0.9 * other.height
            and other.left > line.left + 0.8 * em
            and inside_ratio(other, line) > 0.8
            and other.top > line.top + 0.7 * em
            and abs(other.right - line.right) < 1.5 * em
        ]
        if inner:
            left, top = min(one.left for one in inner), min(one.top for one in inner)
            cap = Box(line.left, line.top, left - round(0.1 * em), line.bottom)
            parted += [cap, Box(left, line.top, line.right, max(line.top, top - round(0.1 * em)))]
        else:
            parted.append(line)
    return tuple(sorted(parted, key=reading_key))


def with_rows(lines: tuple[Box, ...], ink: Mask, scale: float, em: float) -> tuple[Box, ...]:
    """`lines` with those parted that hold several rows, and a drop cap at their left parted from
    the rows; `ink` is `scale` times as large as the frame of the lines and of `em`."""
    parted: list[Box] = []
    for line in lines:
        rows: tuple[Box, ...] = ()
        if 1.6 * em < line.height < 5 * em and line.width > 3 * line.height:
            box = scaled(line, scale)
            rows = _rows(ink[box.top : box.bottom, box.left : box.right], em * scale)
        parted += [_placed(row, line, scale) for row in rows] or [line]
    return tuple(sorted(parted, key=reading_key))


def _rows(strip: Mask, em: float) -> tuple[Box, ...]:
    """The rows of text in a strip of ink, a drop cap before them; none for a single row."""
    height, width = strip.shape
    profile = strip[:, width // 3 :].mean(axis=1)
    bands = _bands(profile, 0.01)
    if not _are_rows(bands, em):  # strokes hang into the next row, or stand alone between two rows
        bands = _parted_bands(_bands(profile, MIN_ROW_INK_RATIO * float(profile.mean())), height)
    if not _are_rows(bands, em):
        return ()
    white = np.flatnonzero(~strip[:, : width // 3].any(axis=0))
    first = next((int(x) for x in white if x > 0.4 * em), 0)
    low, high = bands[0][1], bands[1][0]
    between = strip[low:high] if high > low else strip[low - 1 : low + 1]
    left = first if between[:, :first].any() else 0
    rows = tuple(Box(left, a, width, b) for a, b in bands)
    return (Box(0, 0, left, height), *rows) if left else rows


def _are_rows(bands: Sequence[tuple[int, int]], em: float) -> bool:
    return len(bands) > 1 and all(0.5 * em < b - a < 1.4 * em for a, b in bands)


def _bands(profile: NDArray[np.float64], least: float) -> list[tuple[int, int]]:
    """The runs of a profile with more ink than `least`."""
    filled = np.concatenate(([False], profile > least, [False]))
    edges = np.flatnonzero(np.diff(filled.astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _parted_bands(bands: list[tuple[int, int]], height: int) -> list[tuple[int, int]]:
    """The bands made as high as they can be: each ends in the middle of the white under it. What is lower
    than half of most is the heads of letters."""
    usual = float(np.median([b - a for a, b in bands])) if bands else 0.0
    rows = [(a, b) for a, b in bands if b - a > usual / 2]
    middles = [(a[1] + b[0]) // 2 for a, b in pairwise(rows)]
    return list(pairwise((0, *middles, height)))


def _placed(row: Box, line: Box, scale: float) -> Box:
    """A row of a line's strip in the frame of the line."""
    box = scaled(row, 1 / scale)
    right, bottom = min(line.right, line.left + box.right), min(line.bottom, line.top + box.bottom)
    return Box(min(right, line.left + box.left), min(bottom, line.top + box.top), right, bottom)


def without_neighbour(marks: Marks, options: SiftOptions = SiftOptions()) -> Marks:
    """`marks` without lines of a neighbouring page: beyond the ends of the page-wide rules, and
    reaching the edge of the scan. What lies within a line of the scan's upper or lower edge is the shadow of
    the paper's edge, no rule."""
    walls = [
        one.box
        for one in marks.separators
        if one.kind is SeparatorKind.HORIZONTAL
        and one.box.width > options.min_page_rule_ratio * marks.width
        and marks.em < one.box.top
        and one.box.bottom < marks.height - marks.em
    ]
    if not walls:
        return marks
    around = enclosing(walls)
    edge = options.page_edge_ratio * marks.width
    left = [one for one in marks.lines if one.right < around.left - marks.em]
    right = [one for one in marks.lines if one.left > around.right + marks.em]
    strange = {
        one
        for group, touches in (
            (left, any(one.left < edge for one in left)),
            (right, any(one.right > marks.width - edge for one in right)),
        )
        for one in group
        if touches and len(group) > 1
    }
    if not strange:
        return marks
    step = Step("detect", f"left out {len(strange)} lines of a neighbouring page")
    return replace(
        marks, lines=tuple(one for one in marks.lines if one not in strange), steps=(*marks.steps, step)
    )
