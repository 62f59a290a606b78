"""Rules, frames, tables and pictures of a PDF page, from what the file draws and not from pixels.

The straight strokes of a page's paths are painted into a small mask; what is a rule, a frame or a
table in it is decided as for scans (`ink.py`). Images are pictures, and so are places where curved
paths stand close together.

Known limits: patterns and shadings are not looked at; a picture behind the whole page is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr_fix.geometry import enclosing, inside_ratio, scaled
from ocr_fix.ink import (
    find_enclosed,
    find_pictures,
    find_ruled_rows,
    find_rules,
    is_table,
    merged_boxes,
    text_inside,
)
from ocr_fix.model import Box, Separator, SeparatorKind
from ocr_fix.pdf.document import PdfFrame
from ocr_fix.pdf.shapes import Shape, Sides
from ocr_fix.scan import Mask

MASK_EM_PX = 10.0
"""A line's height in the mask: what a file draws is sharp, so half of what scans need is enough."""
MAX_RULE_EM = 0.5
"""Thicker paths are bars or parts of drawings."""
MIN_PICTURE_EM = 2.5
MAX_PICTURE_RATIO = 0.7
"""An image that fills more of the page lies behind it."""
MAX_PICTURED_RATIO = 0.3
"""What holds a larger part of the page's lines is a ground and no picture."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands on a page beside its text, in pixels of its frame."""

    separators: tuple[Separator, ...] = ()
    pictures: tuple[Box, ...] = ()
    tables: tuple[Box, ...] = ()


def find_drawing(shapes: Sequence[Shape], frame: PdfFrame, lines: Sequence[Box], em: float) -> Drawing:
    """Rules, frames, tables and pictures among the shapes of a page whose lines of text are known;
    nothing on a page without text, where em is 0."""
    if em <= 0 or not shapes:
        return Drawing()
    scale = min(1.0, MASK_EM_PX / em)
    pictures = _pictures(shapes, frame, lines, em)
    loose = [one for one in shapes if not one.image and not any(_within(one.sides, box) for box in pictures)]
    mask = _strokes(loose, frame, em, scale)
    if not mask.any():
        return Drawing((), pictures)
    small, small_lines = em * scale, tuple(scaled(box, scale) for box in lines)
    rules = find_rules(mask, small)
    frames, tables = _enclosed(mask, small_lines, small)
    across = tuple(one.box for one in rules if one.kind is SeparatorKind.HORIZONTAL)
    tables += [one for one in find_ruled_rows(across, small_lines, small) if not _meets(one, tables)]
    kept = [one for one in rules if not any(_on_side(one.box, box, small) for box in (*frames, *tables))]
    separators = (*(Separator(SeparatorKind.FRAME, box) for box in sorted(frames)), *kept)
    return Drawing(
        tuple(Separator(one.kind, scaled(one.box, 1 / scale)) for one in separators),
        pictures,
        tuple(scaled(box, 1 / scale) for box in sorted(tables)),
    )


def _pictures(shapes: Sequence[Shape], frame: PdfFrame, lines: Sequence[Box], em: float) -> tuple[Box, ...]:
    """Images, and drawings made of curved paths, as far as they are on the page."""
    images = [box for one in shapes if one.image and (box := frame.clipped(one.sides))]
    scale = min(1.0, MASK_EM_PX / em)
    mask = _blank(frame, scale)
    for one in shapes:
        box = frame.clipped(one.sides) if one.curved else None
        if box:
            _paint(mask, scaled(box, scale))
    drawn = [scaled(box, 1 / scale) for box in find_pictures(mask, em * scale)] if mask.any() else []
    page = frame.width * frame.height
    merged = merged_boxes([box for box in (*images, *drawn) if box.area < MAX_PICTURE_RATIO * page], 0.3 * em)
    return tuple(
        sorted(
            box
            for box in merged
            if min(box.width, box.height) >= MIN_PICTURE_EM * em
            and text_inside(box, tuple(lines)) <= MAX_PICTURED_RATIO * len(lines)
            and box.area < MAX_PICTURE_RATIO * page
        )
    )


def _strokes(shapes: Sequence[Shape], frame: PdfFrame, em: float, scale: float) -> Mask:
    """Where rules and the sides of rectangles are drawn."""
    mask = _blank(frame, scale)
    for one in shapes:
        left, top, right, bottom = one.sides
        thin = min(right - left, bottom - top) <= MAX_RULE_EM * em
        for sides in (one.sides,) if thin else one.strokes:
            box = frame.clipped(sides)
            if box and max(box.width, box.height) >= 0.3 * em:
                _paint(mask, scaled(box, scale))
    return mask


def _blank(frame: PdfFrame, scale: float) -> Mask:
    return np.zeros((round(frame.height * scale) + 1, round(frame.width * scale) + 1), np.bool_)


def _paint(mask: Mask, box: Box) -> None:
    """Paints a box, a line of no thickness one pixel thick."""
    mask[box.top : max(box.bottom, box.top + 1), box.left : max(box.right, box.left + 1)] = True


def _enclosed(mask: Mask, lines: tuple[Box, ...], em: float) -> tuple[list[Box], list[Box]]:
    """Frames around text, and ruled tables."""
    frames: list[Box] = []
    tables: list[Box] = []
    for group in find_enclosed(mask, em):
        if is_table(group, em):
            tables.append(enclosing(group))
        else:
            frames += [hole for hole in group if text_inside(hole, lines) > 1]
    return frames, tables


def _within(sides: Sides, box: Box) -> bool:
    return (
        sides[0] >= box.left - 1
        and sides[1] >= box.top - 1
        and sides[2] <= box.right + 1
        and sides[3] <= box.bottom + 1
    )


def _meets(box: Box, others: Sequence[Box]) -> bool:
    return any(inside_ratio(box, one) > 0.3 or inside_ratio(one, box) > 0.3 for one in others)


def _on_side(rule: Box, box: Box, em: float) -> bool:
    """Whether a rule is a side of `box`, or lies in it."""
    reach = round(0.6 * em)
    around = Box(max(0, box.left - reach), max(0, box.top - reach), box.right + reach, box.bottom + reach)
    inner = min(
        abs(rule.centre_x - box.left),
        abs(rule.centre_x - box.right),
        abs(rule.centre_y - box.top),
        abs(rule.centre_y - box.bottom),
    )
    return inside_ratio(rule, around) > 0.9 and inner < 2 * reach
