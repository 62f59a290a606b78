"""Gutters that the ink shows and the detector missed: where a line has to be cut.

A white run in a line is a gutter where a printed rule stands in it, be it as short as the column under
a picture, or where it stays white above or below over several lines while text ends at its left and
begins at its right. Words leave rivers too, but none so long between lines that begin so regularly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ocr_fix.geometry import empty_spans, enclosing, overlap_x, overlap_y, reading_key
from ocr_fix.model import Box, Marks, SeparatorKind
from ocr_fix.scan import Mask

Cuts = tuple[tuple[tuple[int, int], ...], ...]
"""For each line the white runs (left, right) that it is cut at."""


@dataclass(frozen=True, slots=True)
class GutterOptions:
    """Widths and lengths of the white that is a gutter, in em of the mask."""

    columns: int | None = None
    """How many columns the body text has, if the user says so."""
    min_gutter_em: float = 0.3
    """The narrowest white strip that may be a gutter."""
    gutter_reach_em: float = 4.5
    """How far a gutter must stay white above, below, or on both sides of a line together, where
    other lines end and begin at it."""
    max_gutter_ink_ratio: float = 0.02
    """Specks that may lie in a gutter."""
    min_gutter_edges: int = 2
    """So many lines must end, and as many begin, at such a gutter."""
    blind_reach_em: float = 11.0
    """The same where all lines were joined across it: words never leave such a long river."""
    min_blind_gutter_em: float = 0.4
    """The narrowest gutter of that sort."""
    min_beyond_em: float = 0.35
    """A stroke that goes on so far above or below its line, where text leaves white, is a rule."""
    max_stroke_em: float = 0.3
    """Its widest,"""
    min_stroke_ratio: float = 0.85
    """and how much of the line's height it fills."""
    max_body_ratio: float = 1.5
    """Higher lines are headlines, whose letter-spacing is no gutter."""


def find_cuts(
    ink: Mask, lines: tuple[Box, ...], marks: Marks, options: GutterOptions = GutterOptions()
) -> Cuts:
    """For each line the gutters (left, right) that it was joined across, in the mask's frame.

    The ends of lines prove a gutter, so that lines are asked again beside those that were cut.
    """
    told = _told_gutters(ink, lines, marks.em, options)
    cuts: dict[Box, tuple[tuple[int, int], ...]] = dict.fromkeys(lines, ())
    asked = [line for line in cuts if line.width >= 3 * line.height]
    reach = max(options.gutter_reach_em, options.blind_reach_em) * marks.em
    while asked:
        pieces = cut_lines(tuple(cuts), tuple(cuts.values()), 1.0)
        found = {line: _cuts_of(ink, line, pieces, marks, told, options) for line in asked}
        fresh = [line for line, spans in found.items() if len(spans) > len(cuts[line])]
        cuts |= {line: found[line] for line in fresh}
        asked = [line for line in asked if any(-reach < overlap_y(line, other) for other in fresh)]
    return tuple(cuts[line] for line in lines)


def _cuts_of(
    ink: Mask, line: Box, lines: tuple[Box, ...], marks: Marks, told: list[float], options: GutterOptions
) -> tuple[tuple[int, int], ...]:
    """The gutters that `line` was joined across, as the `lines` beside it show."""
    walls = [one.box for one in marks.separators if one.kind is SeparatorKind.VERTICAL]
    near = [box for box in walls if overlap_y(box, line) > 0.4 * line.height]
    near += _short_rules(ink, line, marks.em, options)
    found = []
    for span, is_letter_space in _spans(ink, line, near, options.min_gutter_em * marks.em):
        large = line.height > options.max_body_ratio * marks.em
        wall = any(span[0] - 2 <= box.centre_x <= span[1] + 2 for box in near)
        asked = not large and _is_told(span, line, told, marks.em)
        if _is_wide_caption(line, span, marks) or _is_before_rule(line, span, walls, marks.em):
            continue
        ordinary = large and is_letter_space
        if wall or asked or (not ordinary and _is_gutter(ink, line, span, lines, marks.em, options)):
            found.append(span)
    return tuple(found)


def _short_rules(ink: Mask, line: Box, em: float, options: GutterOptions) -> list[Box]:
    """The rules that cross `line`, however short: strokes as high as the line, with white on both
    sides, that go on above or below it."""
    beyond, side = max(1, round(options.min_beyond_em * em)), max(1, round(options.min_gutter_em * em / 2))
    full = ink[line.top : line.bottom, line.left : line.right].mean(axis=0) >= options.min_stroke_ratio
    edges = np.flatnonzero(np.diff(np.concatenate(([False], full, [False])).astype(np.int8)))
    found = []
    for start, end in zip(edges[::2] + line.left, edges[1::2] + line.left, strict=True):
        if end - start > options.max_stroke_em * em:
            continue
        around = np.asarray(
            ink[line.top : line.bottom, max(0, start - side - 1) : end + side + 1].any(axis=0)
        )
        isolated = not around[:side].any() and not around[-side:].any()
        rule = np.asarray(ink[:, max(0, start - 1) : end + 1].any(axis=1))
        ends = (rule[max(0, line.top - beyond) : line.top], rule[line.bottom : line.bottom + beyond])
        goes_on = any(end.size and end.mean() >= options.min_stroke_ratio for end in ends)
        if isolated and goes_on:
            found.append(Box(int(start), line.top, int(end), line.bottom))
    return found


def _spans(ink: Mask, line: Box, rules: list[Box], least: float) -> list[tuple[tuple[int, int], bool]]:
    """The white runs in a line, rules in it painted white, and whether each is like the others."""
    strip = ink[line.top : line.bottom, line.left : line.right].copy()
    for box in rules:
        strip[:, max(0, box.left - line.left - 2) : max(0, box.right - line.left + 2)] = False
    gaps = _white_runs(strip, least)
    spans = [(line.left + start, line.left + end) for start, end in gaps]
    widths = sorted(end - start for start, end in spans)
    return [(span, _is_letter_space(span, widths)) for span in spans]


def _is_told(span: tuple[int, int], line: Box, told: list[float], em: float) -> bool:
    """Whether a white run lies at a gutter that the user told of, in a line that reaches well
    into the columns on both sides."""
    if not told:
        return False
    column = told[0] if len(told) == 1 else told[1] - told[0]
    reach = 0.3 * min(column, 20 * em)
    return any(
        span[0] - 0.2 * em <= x <= span[1] + 0.2 * em and line.left + reach < x < line.right - reach
        for x in told
    ) and line.width > 1.2 * min(column, 40 * em)


def _told_gutters(ink: Mask, lines: tuple[Box, ...], em: float, options: GutterOptions) -> list[float]:
    """Where the gutters are if the user said how many columns there are: the whitest places near
    the even partition of the text's width."""
    if not options.columns or options.columns < 2 or not lines:
        return []
    around = enclosing(lines)
    share = ink[around.top : around.bottom, around.left : around.right].mean(axis=0)
    side = max(1, round(0.3 * em))
    smooth = np.convolve(share, np.ones(side) / side, mode="same")
    step = around.width / options.columns
    places = []
    for number in range(1, options.columns):
        low, high = round((number - 0.2) * step), round((number + 0.2) * step)
        places.append(around.left + low + float(np.argmin(smooth[low:high])))
    return places


def _is_wide_caption(line: Box, span: tuple[int, int], marks: Marks) -> bool:
    """Whether a line in small type stands right under a picture that spans the gutter."""
    return line.height < 0.93 * marks.em and any(
        picture.left < span[0] - marks.em
        and picture.right > span[1] + marks.em
        and -0.5 * marks.em < line.top - picture.bottom < 1.5 * marks.em
        for picture in marks.pictures
    )


def _is_before_rule(line: Box, span: tuple[int, int], walls: list[Box], em: float) -> bool:
    """Whether the rule in a gutter begins just below a line, or ends just above it: the line stands
    over or under the columns and not in them."""
    shared = [overlap_y(wall, line) for wall in walls if span[0] - 2 <= wall.centre_x <= span[1] + 2]
    return bool(shared) and -5 * em < max(shared) <= 0.2 * line.height


def _white_runs(strip: Mask, least: float) -> tuple[tuple[int, int], ...]:
    """Columns without ink inside `strip`, as runs of at least `least`, the outer ones left out."""
    inked = np.flatnonzero(strip.any(axis=0))
    return tuple((int(a) + 1, int(b)) for a, b in pairwise(inked) if b - a - 1 >= least)


def _is_letter_space(span: tuple[int, int], widths: list[int]) -> bool:
    """Whether a white run is like the others of its line."""
    others = widths[:-1] if span[1] - span[0] == widths[-1] else widths
    return bool(others) and span[1] - span[0] < 1.8 * others[-1]


def _is_gutter(
    ink: Mask, line: Box, span: tuple[int, int], lines: tuple[Box, ...], em: float, options: GutterOptions
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
    beside = [
        other
        for other in lines
        if overlap_y(other, strip) > 0.5 * other.height and not _is_piece(other, line)
    ]
    near = [
        other for other in beside if -2.5 * em < overlap_x(other, strip) <= 0.1 * em and other.width > 3 * em
    ]
    lefts = [other for other in near if other.centre_x < strip.left]
    left, right = len(lefts), len(near) - len(lefts)
    if edges:
        if (
            min(left, right) < edges
            or _row_left(line, lines, em) > min(other.left for other in lefts) + 2.5 * em
        ):
            return False
        return any(overlap_y(other, line) > -1.1 * em and overlap_x(other, line) > 0 for other in near)
    joined = sum(other.left < strip.left and other.right > strip.right for other in beside)
    return joined >= 4 and min(left, right) + joined >= 6


def _is_piece(box: Box, line: Box) -> bool:
    """Whether `box` is `line`, or was cut from it."""
    return (box.top, box.bottom) == (
        line.top,
        line.bottom,
    ) and line.left <= box.left < box.right <= line.right


def _row_left(line: Box, lines: tuple[Box, ...], em: float) -> int:
    """Where the row of `line` begins: at a drop cap right before it, or at the line itself."""
    before = [
        other.left
        for other in lines
        if abs(line.left - other.right) < 0.8 * em and overlap_y(other, line) > 0.6 * line.height
    ]
    return min(before, default=line.left)


def cut_lines(lines: tuple[Box, ...], cuts: Cuts, scale: float) -> tuple[Box, ...]:
    """`lines` in page pixels, cut at gutters given in the mask's frame."""
    pieces: list[Box] = []
    for line, gutters in zip(lines, cuts, strict=True):
        left = line.left
        for start, end in gutters:
            pieces.append(Box(left, line.top, max(left, round(start / scale)), line.bottom))
            left = min(line.right, round(end / scale))
        pieces.append(Box(left, line.top, line.right, line.bottom))
    return tuple(sorted((box for box in pieces if box.area), key=reading_key))
