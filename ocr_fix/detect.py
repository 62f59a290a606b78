"""What a page shows before it is read: text lines, rules, frames, tables, pictures and `em`.

Lines come from the engine's detector. Detectors join lines across narrow gutters, so a line is
cut where the ink stays white above and below it over several lines, with text on both sides.
Everything else is what remains of the ink when the text is taken away (`ink.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from ocr_fix.engines.base import Engine
from ocr_fix.geometry import empty_spans, enclosing, inside_ratio, overlap_x, overlap_y, weighted_quantile
from ocr_fix.ink import (
    bars,
    find_column_rules,
    find_enclosed,
    find_pictures,
    find_ruled_rows,
    find_rules,
    ink_mask,
    is_table,
    text_inside,
    tone_mask,
    without_text,
)
from ocr_fix.model import Box, Marks, Separator, SeparatorKind, Step
from ocr_fix.scan import Grey, Mask, Scan


@dataclass(frozen=True, slots=True)
class DetectOptions:
    """How marks are told from ink."""

    mask_em_px: float = 18.0
    """The mask is made so small that a body line is about this high: rules of two pixels at
    300 dpi survive, and the work stays small."""
    min_page_rule_ratio: float = 0.6
    """A rule over so much of the scan's width shows where the page's text ends."""
    page_edge_ratio: float = 0.04
    """A neighbouring page's text comes so near to the edge of the scan, in its width."""
    min_photo_em: float = 2.0
    """Boxes higher than this are looked at for greys,"""
    max_middle_ratio: float = 0.35
    """and are no text if so much of them is neither ink nor paper."""
    min_depth_ratio: float = 0.4
    """Lines with so much less contrast than most are bleed-through."""
    vertical_ratio: float = 1.8
    """A line this much taller than wide runs downwards."""
    min_gutter_em: float = 0.3
    """The narrowest white strip that may be a gutter."""
    gutter_reach_em: float = 4.5
    """How far a gutter must stay white above, below, or on both sides of a line together, where
    other lines end and begin at it."""
    min_gutter_edges: int = 2
    """So many lines must end, and as many begin, at such a gutter."""
    blind_reach_em: float = 11.0
    """The same where all lines were joined across it: words never leave such a long river."""
    min_blind_gutter_em: float = 0.4
    """The narrowest gutter of that sort."""
    max_gutter_ink_ratio: float = 0.02
    """Specks that may lie in a gutter."""
    max_body_ratio: float = 1.5
    """Higher lines are headlines, whose letter-spacing is no gutter."""


def detect_marks(scan: Scan, engine: Engine, options: DetectOptions = DetectOptions()) -> Marks:
    """Lines, separators, pictures and tables of `scan`, and its `em` in pixels.

    A page without text has em 0 and no separators or pictures.

    Raises:
        EngineError: the engine failed.
    """
    lines = _printed(scan.pixels, engine.detect(scan), options)
    em = body_em(lines)
    if not lines or em <= 0:
        return Marks(scan.width, scan.height, 0.0, lines)
    lines = _with_initials(lines, em)
    scale = min(1.0, options.mask_em_px / em)
    size = (max(1, round(scan.width * scale)), max(1, round(scan.height * scale)))
    small = cv2.resize(scan.pixels, size, interpolation=cv2.INTER_AREA)
    lines = _without_photographs(lines, np.asarray(small, np.uint8), scale, em, options)
    ink = ink_mask(np.asarray(small, np.uint8), em * scale)
    small_lines = tuple(_scaled(box, scale) for box in lines)
    tone = tone_mask(np.asarray(small, np.uint8), small_lines, em * scale)
    marks = _find_marks(ink, tone, small_lines, em * scale)
    cuts = _gutter_cuts(_without_rules(ink, marks), small_lines, marks, options)
    whole = Marks(
        width=scan.width,
        height=scan.height,
        em=em,
        lines=_cut_lines(lines, cuts, scale),
        separators=tuple(Separator(one.kind, _scaled(one.box, 1 / scale)) for one in marks.separators),
        pictures=tuple(_scaled(box, 1 / scale) for box in marks.pictures),
        tables=tuple(_scaled(box, 1 / scale) for box in marks.tables),
    )
    return _without_neighbour(whole, options)


def _without_neighbour(marks: Marks, options: DetectOptions) -> Marks:
    """`marks` without lines of a neighbouring page: beyond the ends of the page-wide rules, and
    reaching the edge of the scan."""
    walls = [
        one.box
        for one in marks.separators
        if one.kind is SeparatorKind.HORIZONTAL and one.box.width > options.min_page_rule_ratio * marks.width
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
    return replace(marks, lines=tuple(one for one in marks.lines if one not in strange), steps=(step,))


def _printed(pixels: Grey, lines: tuple[Box, ...], options: DetectOptions) -> tuple[Box, ...]:
    """`lines` from the top left without those much fainter than most, which are the other
    side's print, and without marks that were found once more inside a line."""
    depths = {box: _depth(pixels[box.top : box.bottom, box.left : box.right]) for box in lines}
    usual = float(np.median(list(depths.values()))) if depths else 0.0
    kept = [box for box in lines if depths[box] >= options.min_depth_ratio * usual]
    kept.sort(key=lambda box: (box.top, box.left))
    return tuple(box for box in kept if not _is_nested(box, kept))


def _is_nested(box: Box, lines: list[Box]) -> bool:
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


def _without_photographs(
    lines: tuple[Box, ...], small: Grey, scale: float, em: float, options: DetectOptions
) -> tuple[Box, ...]:
    """`lines` without large boxes full of middle greys: bits of photographs taken for text."""
    paper = float(np.percentile(small[::8, ::8], 80))
    kept = []
    for line in lines:
        box = _scaled(line, scale)
        crop = small[box.top : box.bottom, box.left : box.right]
        large = min(line.width, line.height) > options.min_photo_em * em and crop.size
        middle = large and ((crop > 0.35 * paper) & (crop < 0.8 * paper)).mean() > options.max_middle_ratio
        if not middle:
            kept.append(line)
    return tuple(kept)


def _with_initials(lines: tuple[Box, ...], em: float) -> tuple[Box, ...]:
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
    return tuple(sorted(parted, key=lambda box: (box.top, box.left)))


def body_em(lines: tuple[Box, ...]) -> float:
    """The thickness of most of the page's text in pixels, by length of line; 0 without lines.

    Above the median, since lines without ascenders or descenders measure low.
    """
    thickness = [float(min(box.width, box.height)) for box in lines]
    length = [
        float(max(box.width, box.height)) / max(1.0, t) for box, t in zip(lines, thickness, strict=True)
    ]
    return weighted_quantile(thickness, length, 0.7)


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(round(side * scale) for side in (box.left, box.top, box.right, box.bottom)))


def _find_marks(ink: Mask, tone: Mask, lines: tuple[Box, ...], em: float) -> Marks:
    """Separators, pictures and tables of a mask, in the mask's frame."""
    bare = without_text(ink, lines, em)
    shade = bare | tone
    frames: list[Box] = []
    tables: list[Box] = []
    pictures: list[Box] = []
    for group in find_enclosed(bare, em):
        if is_table(group, em):
            tables.append(enclosing(group))
            continue
        for hole in group:
            inked = float(shade[hole.top : hole.bottom, hole.left : hole.right].mean())
            if text_inside(hole, lines) and inked < 0.2:
                frames.append(hole)
            elif inked >= 0.06:
                pictures.append(hole)
    rules = find_rules(bare & ~bars(bare, em), em)
    across = tuple(one.box for one in rules if one.kind is SeparatorKind.HORIZONTAL)
    tables += [one for one in find_ruled_rows(across, lines, em) if not _meets_any(one, tables)]
    loose = _without_rules(shade, Marks(0, 0, em, (), rules))
    for box in (*frames, *tables):
        _wipe_sides(loose, box, em)
    pictures += [
        box for box in find_pictures(loose, em) if not any(inside_ratio(box, one) > 0.5 for one in pictures)
    ]
    filled = {*tables, *pictures}
    enclosed = (*frames, *filled)
    separators = [Separator(SeparatorKind.FRAME, box) for box in sorted(frames)]
    level = [one for one in rules if one.kind is SeparatorKind.HORIZONTAL]
    upright = tuple(one for one in rules if one.kind is SeparatorKind.VERTICAL)
    plain = ink.copy()
    for box in pictures:
        plain[box.top : box.bottom, box.left : box.right] = False
    down = [one for one in find_column_rules(plain, upright, em) if not _in_text(one.box, lines)]
    separators += [
        rule
        for rule in (*level, *down)
        if not any(_on_side(rule.box, box, em, box in filled) for box in enclosed)
    ]
    return Marks(
        ink.shape[1],
        ink.shape[0],
        em,
        lines,
        tuple(separators),
        tuple(sorted(pictures)),
        tuple(sorted(tables)),
    )


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
    around = Box(
        max(0, box.left - round(0.6 * em)),
        max(0, box.top - round(0.6 * em)),
        box.right + round(0.6 * em),
        box.bottom + round(0.6 * em),
    )
    if inside_ratio(rule, around) < 0.9:
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


def _gutter_cuts(
    ink: Mask, lines: tuple[Box, ...], marks: Marks, options: DetectOptions
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each line the gutters (left, right) that it was joined across, in the mask's frame."""
    walls = [one.box for one in marks.separators if one.kind is SeparatorKind.VERTICAL]
    cuts: list[tuple[tuple[int, int], ...]] = []
    for line in lines:
        if line.width < 3 * line.height:
            cuts.append(())
            continue
        strip = ink[line.top : line.bottom, line.left : line.right].copy()
        near = [box for box in walls if overlap_y(box, line) > 0.4 * line.height]
        for box in near:
            strip[:, max(0, box.left - line.left - 2) : max(0, box.right - line.left + 2)] = False
        gaps = _white_runs(strip, options.min_gutter_em * marks.em)
        spans = [(line.left + start, line.left + end) for start, end in gaps]
        widths = sorted(end - start for start, end in spans)
        found = []
        for span in spans:
            wall = any(span[0] - 2 <= box.centre_x <= span[1] + 2 for box in near)
            ordinary = line.height > options.max_body_ratio * marks.em and _is_letter_space(span, widths)
            if _is_wide_caption(line, span, marks):
                continue
            if wall or (not ordinary and _is_gutter(ink, line, span, lines, marks.em, options)):
                found.append(span)
        cuts.append(tuple(found))
    return tuple(cuts)


def _is_wide_caption(line: Box, span: tuple[int, int], marks: Marks) -> bool:
    """Whether a line in small type stands right under a picture that spans the gutter."""
    return line.height < 0.93 * marks.em and any(
        picture.left < span[0] - marks.em
        and picture.right > span[1] + marks.em
        and -0.5 * marks.em < line.top - picture.bottom < 1.5 * marks.em
        for picture in marks.pictures
    )


def _white_runs(strip: Mask, least: float) -> tuple[tuple[int, int], ...]:
    """Columns without ink inside `strip`, as runs of at least `least`, the outer ones left out."""
    inked = np.flatnonzero(strip.any(axis=0))
    return tuple((int(a) + 1, int(b)) for a, b in pairwise(inked) if b - a - 1 >= least)


def _is_letter_space(span: tuple[int, int], widths: list[int]) -> bool:
    """Whether a white run is like the others of its line."""
    others = widths[:-1] if span[1] - span[0] == widths[-1] else widths
    return bool(others) and span[1] - span[0] < 1.8 * others[-1]


def _is_gutter(
    ink: Mask, line: Box, span: tuple[int, int], lines: tuple[Box, ...], em: float, options: DetectOptions
) -> bool:
    """Whether `span` stays white over several lines with text on both sides of it."""
    for reach_em, least_em, edges in (
        (options.gutter_reach_em, options.min_gutter_em, options.min_gutter_edges),
        (options.blind_reach_em, options.min_blind_gutter_em, 0),
    ):
        reach = int(reach_em * em)
        for above, below in ((reach // 2, reach // 2), (0, reach), (reach, 0)):
            window = Box(span[0], max(0, line.top - above), span[1], min(ink.shape[0], line.bottom + below))
            strip = _white_strip(ink, window, options.max_gutter_ink_ratio)
            if strip.width >= least_em * em and _is_flanked(strip, line, lines, (em, edges)):
                return True
    return False


def _white_strip(ink: Mask, window: Box, max_ink_ratio: float) -> Box:
    """The widest part of `window` that is white from top to bottom."""
    share = ink[window.top : window.bottom, window.left : window.right].mean(axis=0)
    inked = ((int(x), int(x) + 1) for x in np.flatnonzero(share > max_ink_ratio))
    white = empty_spans(inked, 0, window.width)
    start, end = max(white, key=lambda run: run[1] - run[0], default=(0, 0))
    return Box(window.left + start, window.top, window.left + end, window.bottom)


def _is_flanked(strip: Box, line: Box, lines: tuple[Box, ...], least: tuple[float, int]) -> bool:
    """Whether text stands on both sides of `strip`: at least so many lines (`least` is em and
    their number) end at its left and as many begin at its right, the next line up or down among
    them, and `line` begins where that column does (a centred byline does not); or, for none, at
    least six lines stand beside it or were joined across it."""
    em, edges = least
    beside = [other for other in lines if other != line and overlap_y(other, strip) > 0.5 * other.height]
    near = [other for other in beside if -2.5 * em < overlap_x(other, strip) <= 0]
    lefts = [other for other in near if other.centre_x < strip.left]
    left, right = len(lefts), len(near) - len(lefts)
    if edges:
        if min(left, right) < edges or line.left > min(other.left for other in lefts) + 2.5 * em:
            return False
        return any(overlap_y(other, line) > -1.1 * em and overlap_x(other, line) > 0 for other in near)
    joined = sum(other.left < strip.left and other.right > strip.right for other in beside)
    return joined >= 4 and min(left, right) + joined >= 6


def _cut_lines(
    lines: tuple[Box, ...], cuts: tuple[tuple[tuple[int, int], ...], ...], scale: float
) -> tuple[Box, ...]:
    """`lines` in page pixels, cut at gutters given in the mask's frame."""
    pieces: list[Box] = []
    for line, gutters in zip(lines, cuts, strict=True):
        left = line.left
        for start, end in gutters:
            pieces.append(Box(left, line.top, max(left, round(start / scale)), line.bottom))
            left = min(line.right, round(end / scale))
        pieces.append(Box(left, line.top, line.right, line.bottom))
    return tuple(sorted((box for box in pieces if box.area), key=lambda box: (box.top, box.left)))
