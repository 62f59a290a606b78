"""What a page shows before it is read: text lines, rules, frames, tables, pictures and `em`.

Lines come from the engine's detector, or from the ink (`inklines.py`) where it has none. Both join
lines across narrow gutters, so a line is cut where the ink stays white above and below it over several
lines, with text on both sides.
Everything else is what remains of the ink when the text is taken away (`ink.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_fix.engines.base import Engine
from ocr_fix.frames import find_frames
from ocr_fix.geometry import enclosing, grown, inside_ratio, reading_key, scaled, weighted_quantile
from ocr_fix.gutters import GutterOptions, cut_lines, find_cuts
from ocr_fix.ink import (
    bars,
    find_column_rules,
    find_enclosed,
    find_pictures,
    find_ruled_rows,
    find_rules,
    ink_mask,
    is_table,
    merged_boxes,
    text_inside,
    tone_mask,
    without_text,
)
from ocr_fix.inklines import find_ink_lines
from ocr_fix.model import Box, Marks, Separator, SeparatorKind
from ocr_fix.otherside import find_sides
from ocr_fix.scan import Grey, Mask, Scan
from ocr_fix.sift import (
    printed_lines,
    show_through,
    with_initials,
    with_rows,
    without_neighbour,
    without_nested,
    without_photographs,
)

MAX_FRAME_INK_RATIO = 0.2
"""A frame with more ink than this beside its text is a picture with lettering."""
MAX_PICTURED_RATIO = 0.3
"""What holds a larger part of the page's lines is a dark page, no picture."""
MIN_SHADED_RATIO = 0.5
"""Between the halves of one picture so much is ink or grey; between two pictures is white."""
MIN_PICTURE_INK_RATIO = 0.06
"""A frame without text and with less ink than this is an empty one."""


@dataclass(frozen=True, slots=True)
class DetectOptions:
    """How marks are told from ink."""

    mask_em_px: float = 18.0
    """The mask is made so small that a body line is about this high: rules of two pixels at
    300 dpi survive, and the work stays small."""
    columns: int | None = None
    """How many columns the body text has, if the user says so."""


def detect_marks(scan: Scan, engine: Engine, options: DetectOptions = DetectOptions()) -> Marks:
    """Lines, separators, pictures and tables of `scan`, and its `em` in pixels.

    A page without text has em 0 and no separators or pictures.

    Raises:
        EngineError: the engine failed.
    """
    found = engine.detect(scan) if engine.finds_lines else find_ink_lines(scan.pixels)
    printed, other_side = _printed_lines(scan.pixels, found, engine)
    em = body_em(printed)
    if not printed or em <= 0:
        return Marks(scan.width, scan.height, 0.0, printed)
    lines = with_initials(printed, em)
    scale = min(1.0, options.mask_em_px / em)
    size = (max(1, round(scan.width * scale)), max(1, round(scan.height * scale)))
    small = cv2.resize(scan.pixels, size, interpolation=cv2.INTER_AREA)
    lines = without_nested(without_photographs(lines, np.asarray(small, np.uint8), scale, em))
    ink = ink_mask(np.asarray(small, np.uint8), em * scale)
    lines = with_rows(lines, ink, scale, em)
    small_lines = tuple(scaled(box, scale) for box in lines)
    tone = tone_mask(np.asarray(small, np.uint8), small_lines, em * scale)
    marks = _find_marks(ink, tone, small_lines, em * scale)
    cuts = find_cuts(_without_rules(ink, marks), small_lines, marks, GutterOptions(columns=options.columns))
    whole = Marks(
        width=scan.width,
        height=scan.height,
        em=em,
        lines=cut_lines(lines, cuts, scale),
        separators=tuple(Separator(one.kind, scaled(one.box, 1 / scale)) for one in marks.separators),
        pictures=tuple(scaled(box, 1 / scale) for box in marks.pictures),
        tables=tuple(scaled(box, 1 / scale) for box in marks.tables),
        other_side_grey=show_through(scan.pixels, other_side),
    )
    return without_neighbour(whole)


def _printed_lines(
    pixels: Grey, found: tuple[Box, ...], engine: Engine
) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The lines of this side of the paper from the top left, and those proved to be the other side's."""
    dark = printed_lines(pixels, found)
    sides = find_sides(pixels, tuple(sorted(set(found) - set(dark), key=reading_key)), engine)
    return tuple(sorted((*dark, *sides.own), key=reading_key)), sides.other


def body_em(lines: tuple[Box, ...]) -> float:
    """The thickness of most of the page's text in pixels, by length of line; 0 without lines.

    Above the median, since lines without ascenders or descenders measure low.
    """
    thickness = [float(min(box.width, box.height)) for box in lines]
    length = [
        float(max(box.width, box.height)) / max(1.0, t) for box, t in zip(lines, thickness, strict=True)
    ]
    return weighted_quantile(thickness, length, 0.7)


def _find_marks(ink: Mask, tone: Mask, lines: tuple[Box, ...], em: float) -> Marks:
    """Separators, pictures and tables of a mask, in the mask's frame."""
    bare = without_text(ink, lines, em)
    shade = bare | tone
    rules = find_rules(bare & ~bars(bare, em), em)
    across = tuple(one.box for one in rules if one.kind is SeparatorKind.HORIZONTAL)
    frames, pictures, tables = _find_enclosed_items(bare, shade, lines, em)
    tables += [one for one in find_ruled_rows(across, lines, em) if not _meets_any(one, tables)]
    loose = _without_rules(shade, Marks(0, 0, em, (), rules))
    for box in (*frames, *tables):
        _wipe_sides(loose, box, em)
    pictures += [
        box for box in find_pictures(loose, em) if not any(inside_ratio(box, one) > 0.5 for one in pictures)
    ]
    pictures = [box for box in pictures if text_inside(box, lines) <= MAX_PICTURED_RATIO * len(lines)]
    pictures = _made_whole(merged_boxes(pictures, 0.9 * em), shade, em)
    frames = [box for box in frames if not any(inside_ratio(box, one) > 0.8 for one in pictures)]
    plain = ink & ~bars(ink, em)
    for box in pictures:
        plain[box.top : box.bottom, box.left : box.right] = False
    upright = tuple(one for one in rules if one.kind is SeparatorKind.VERTICAL)
    down = [one for one in find_column_rules(plain, upright, em) if not _in_text(one.box, lines)]
    level = [one for one in rules if one.kind is SeparatorKind.HORIZONTAL]
    known = (*frames, *tables, *pictures)
    frames += [
        one
        for one in find_frames((*level, *down), lines, em)
        if not any(inside_ratio(one, other) > 0.7 for other in known)
    ]
    loose_rules = [
        rule
        for rule in (*level, *down)
        if not any(_on_side(rule.box, box, em, whole=False) for box in frames)
        and not any(_on_side(rule.box, box, em, whole=True) for box in (*tables, *pictures))
    ]
    separators = (*(Separator(SeparatorKind.FRAME, box) for box in sorted(frames)), *loose_rules)
    height, width = ink.shape
    return Marks(width, height, em, lines, separators, tuple(sorted(pictures)), tuple(sorted(tables)))


def _made_whole(pictures: list[Box], shade: Mask, em: float) -> list[Box]:
    """`pictures` with halves joined that a dark line in the picture, taken for a rule, had parted: side
    by side at one height with no white between them."""
    whole: list[Box] = []
    for box in sorted(pictures):
        half = next((one for one in whole if _is_other_half(one, box, shade, em)), None)
        if half is None:
            whole.append(box)
        else:
            whole[whole.index(half)] = enclosing((half, box))
    return whole


def _is_other_half(left: Box, right: Box, shade: Mask, em: float) -> bool:
    level = max(abs(left.top - right.top), abs(left.bottom - right.bottom)) < 0.6 * em
    if not level or not 0 < right.left - left.right < 2 * em:
        return False
    between = shade[max(left.top, right.top) : min(left.bottom, right.bottom), left.right : right.left]
    return bool(between.size) and float(between.mean()) > MIN_SHADED_RATIO


def _find_enclosed_items(
    bare: Mask, shade: Mask, lines: tuple[Box, ...], em: float
) -> tuple[list[Box], list[Box], list[Box]]:
    """Frames around text, framed pictures, and ruled tables."""
    frames: list[Box] = []
    pictures: list[Box] = []
    tables: list[Box] = []
    for group in find_enclosed(bare, em):
        if is_table(group, em):
            tables.append(enclosing(group))
            continue
        for hole in group:
            inked = float(shade[hole.top : hole.bottom, hole.left : hole.right].mean())
            if _fits_a_line(hole, lines):
                continue
            if text_inside(hole, lines) and inked < MAX_FRAME_INK_RATIO:
                frames.append(hole)
            elif inked >= MIN_PICTURE_INK_RATIO:
                pictures.append(hole)
    return frames, pictures, tables


def _fits_a_line(hole: Box, lines: tuple[Box, ...]) -> bool:
    """Whether a hole is a single line's place on a dark bar."""
    inner = [line for line in lines if inside_ratio(line, hole) > 0.7]
    return len(inner) == 1 and hole.area < 2 * inner[0].area


def _meets_any(box: Box, others: list[Box]) -> bool:
    return any(inside_ratio(box, one) > 0.3 or inside_ratio(one, box) > 0.3 for one in others)


def _in_text(rule: Box, lines: tuple[Box, ...]) -> bool:
    """Whether a vertical rule is a run of strokes in a line of vertical text or a headline."""
    return any(inside_ratio(rule, line) > 0.6 for line in lines)


def _wipe_sides(ink: Mask, box: Box, em: float) -> None:
    """Whitens what is left of the sides of a frame in `ink`, in place."""
    reach = max(2, int(0.4 * em))
    for top, bottom in ((box.top - reach, box.top + reach), (box.bottom - reach, box.bottom + reach)):
        ink[max(0, top) : bottom, max(0, box.left - reach) : box.right + reach] = False
    for left, right in ((box.left - reach, box.left + reach), (box.right - reach, box.right + reach)):
        ink[max(0, box.top - reach) : box.bottom + reach, max(0, left) : right] = False


def _on_side(rule: Box, box: Box, em: float, whole: bool) -> bool:
    """Whether a rule is a side of `box`, or for `whole` lies anywhere in it."""
    around = grown(box, 0.6 * em, 0.6 * em)
    if inside_ratio(rule, around) < 0.9 or max(rule.bottom - around.bottom, around.top - rule.top) > 0.6 * em:
        return False
    if whole:
        return True
    inner_x = min(rule.left - box.left, box.right - rule.right)
    inner_y = min(rule.top - box.top, box.bottom - rule.bottom)
    return min(inner_x, inner_y) < 0.6 * em


def _without_rules(ink: Mask, marks: Marks) -> Mask:
    """`ink` with the horizontal and vertical rules painted white."""
    left = ink.copy()
    for separator in marks.separators:
        if separator.kind is not SeparatorKind.FRAME:
            box = separator.box
            left[max(0, box.top - 1) : box.bottom + 1, max(0, box.left - 1) : box.right + 1] = False
    return left
