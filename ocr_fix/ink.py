"""What the ink of a page shows beside its text: rules, frames, tables and pictures.

Idea: paint the known text lines white; what remains is rules, pictures and dirt. Rules are long
thin runs after closing the holes that dashes and scanning leave; frames are the holes that closed
rules surround; pictures are what stays dense. All of it on a mask at reduced size, with lengths
in `em` (the height of a body line in pixels of that mask).

Known limits: a picture without any frame whose sky is as white as paper loses the sky; rules that
touch a picture become part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from ocr_fix.geometry import enclosing, grown, inside_ratio, overlap_x, overlap_y
from ocr_fix.model import Box, Separator, SeparatorKind
from ocr_fix.scan import Grey, Mask


@dataclass(frozen=True, slots=True)
class InkOptions:
    """Lengths and shares by which ink is told apart."""

    contrast_grey: int = 28
    """How much darker than its surroundings ink is; bleed-through stays below it."""
    min_rule_em: float = 2.5
    """Shorter runs are dashes in the text or dirt."""
    min_column_rule_em: float = 4.0
    """The same for rules looked for among text; strokes of headlines are shorter."""
    max_rule_em: float = 0.55
    """Thicker runs are bars or pictures."""
    max_bend_ratio: float = 0.035
    """How far a rule may rise or sag on a curled page, of its length."""
    dash_gap_em: float = 0.9
    """Gaps that a dashed or broken rule may have."""
    min_rule_ink_ratio: float = 0.35
    """The share of a rule's length that must really be ink; a dotted rule has about half."""
    min_picture_em: float = 3.2
    """Lower dense spots are ornaments or bars with text."""
    min_picture_ink_ratio: float = 0.06
    """The lightest half-tones still have more ink than this; dirt has less."""
    min_band_em: float = 20.0
    """What is so long and thinner than a picture is a fold, the edge of the paper or a bar."""
    max_tone_ratio: float = 0.86
    """How bright the greys of a photograph are at most, paper being 1."""
    min_frame_em: float = 2.0
    """Narrower holes are the space between double rules."""
    min_rectangle_ratio: float = 0.85
    """How much of its bounding box a frame's hole fills."""


def ink_mask(pixels: Grey, em: float, options: InkOptions = InkOptions()) -> Mask:
    """Where `pixels` (uint8, H x W) are ink: bool (H, W).

    Ink is darker than the mean of its surroundings of three em, or as dark as print; so
    both uneven paper and the inside of dark pictures come out right.
    """
    side = max(15, int(3 * em)) | 1
    mean = cv2.blur(pixels, (side, side), borderType=cv2.BORDER_REPLICATE)
    paper = float(np.percentile(pixels[::8, ::8], 80)) if pixels.size else 255.0
    darker = cv2.subtract(mean, pixels) > options.contrast_grey
    return np.asarray(darker | (pixels < 0.4 * paper))


def without_text(ink: Mask, lines: tuple[Box, ...], em: float) -> Mask:
    """`ink` without its text: line boxes are painted white, and every spot of ink that lies
    within reach of a line and is no longer than it, so that tight boxes leave no remains."""
    left = ink.copy()
    near = np.zeros(ink.shape, np.int32)
    for number, line in enumerate(lines, 1):
        box = grown(line, 0.3 * em, 0.3 * em)
        near[box.top : box.bottom, box.left : box.right] = number
    for line in lines:
        left[line.top : line.bottom, line.left : line.right] = False
    _, labels, stats, centres = cv2.connectedComponentsWithStats(left.astype(np.uint8), connectivity=8)
    rows = np.minimum(centres[:, 1].round().astype(int), ink.shape[0] - 1)
    columns = np.minimum(centres[:, 0].round().astype(int), ink.shape[1] - 1)
    owners = near[rows, columns]
    boxes = np.array([(0, 0, 0, 0), *((box.left, box.top, box.right, box.bottom) for box in lines)])[owners]
    ends = stats[:, :2] + stats[:, 2:4]
    reach = 0.45 * em
    remains = (owners > 0) & (stats[:, 0] >= boxes[:, 0] - reach) & (stats[:, 1] >= boxes[:, 1] - reach)
    remains &= (ends[:, 0] <= boxes[:, 2] + reach) & (ends[:, 1] <= boxes[:, 3] + reach)
    remains &= stats[:, 2] < 3 * em
    remains[0] = False
    return np.asarray(left & ~remains[labels])


def bars(ink: Mask, em: float) -> Mask:
    """Where `ink` is solid and thicker than a rule, with a small margin: reverse bars, pictures."""
    raw = np.ascontiguousarray(ink, dtype=np.uint8)
    side = max(3, int(0.6 * em))
    solid = cv2.morphologyEx(raw, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.asarray(cv2.dilate(solid, np.ones((side, side), np.uint8)) > 0)


def find_rules(ink: Mask, em: float, options: InkOptions = InkOptions()) -> tuple[Separator, ...]:
    """Printed rules in `ink` that holds no text, horizontal ones first, from the top left."""
    across = _rejoined(_rules_across(ink, em, options), em)
    down = _rejoined(_rules_across(ink.T, em, options), em)
    horizontal = (Separator(SeparatorKind.HORIZONTAL, box) for box in across)
    return (*horizontal, *(Separator(SeparatorKind.VERTICAL, _mirrored(box)) for box in down))


def find_column_rules(
    ink: Mask, known: tuple[Separator, ...], em: float, options: InkOptions = InkOptions()
) -> tuple[Separator, ...]:
    """`known` vertical rules completed by those in `ink` with its text.

    Lines that were detected across a gutter hide a rule where text is painted white. Among text a
    rule must be unbroken and longer than any stroke.
    """
    unbroken = replace(options, dash_gap_em=0.15, min_rule_em=options.min_column_rule_em)
    found = [_mirrored(one.box) for one in known] + _rules_across(ink.T, em, unbroken)
    return tuple(Separator(SeparatorKind.VERTICAL, _mirrored(box)) for box in _rejoined(found, em))


def _mirrored(box: Box) -> Box:
    """`box` with x and y exchanged."""
    return Box(box.top, box.left, box.bottom, box.right)


def _rules_across(ink: Mask, em: float, options: InkOptions) -> list[Box]:
    """Boxes of horizontal rules: close along the rule, keep what is long, measure what is thin."""
    raw = np.ascontiguousarray(ink, dtype=np.uint8)
    thick = cv2.dilate(raw, np.ones((3, 1), np.uint8))
    gap = max(3, int(options.dash_gap_em * em))
    closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    length = max(5, int(options.min_rule_em * em))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    boxes: list[Box] = []
    for left, top, width, height, area in stats[1:count]:
        bend = max(2 * options.max_rule_em * em, options.max_bend_ratio * width)
        if area / width - 2 > options.max_rule_em * em or height > bend:
            continue
        covered = raw[top : top + height, left : left + width].any(axis=0).mean()
        if covered >= options.min_rule_ink_ratio:
            boxes.append(Box(int(left), int(top), int(left + width), int(top + height)))
    return boxes


def _rejoined(boxes: list[Box], em: float) -> list[Box]:
    """Pieces of one horizontal rule made one where they overlap, or where only a line of text
    that was painted white parts them; from the top left."""
    joined: list[Box] = []
    for box in sorted(boxes):
        before = [
            other
            for other in joined
            if box.left - other.right < em and abs(box.centre_y - other.centre_y) < 0.4 * em
        ]
        joined = [other for other in joined if other not in before]
        joined.append(enclosing((box, *before)))
    return sorted(joined, key=lambda box: (box.top, box.left))


def find_enclosed(ink: Mask, em: float, options: InkOptions = InkOptions()) -> tuple[tuple[Box, ...], ...]:
    """The rectangles that rules close off, grouped by the rules that they share.

    A frame gives a group of one, a ruled table a group of its cells.
    """
    raw = np.ascontiguousarray(ink, dtype=np.uint8)
    dilated = cv2.dilate(raw, np.ones((3, 3), np.uint8))
    length = max(5, int(options.min_rule_em * em / 2))
    gap = max(3, int(0.4 * em))
    across = cv2.morphologyEx(dilated, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    across = cv2.morphologyEx(across, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(dilated, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    down = cv2.morphologyEx(down, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    contours, tree = cv2.findContours(cv2.bitwise_or(across, down), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    groups: dict[int, list[Box]] = {}
    for contour, (_, _, _, parent) in zip(contours, tree[0] if tree is not None else (), strict=True):
        left, top, width, height = cv2.boundingRect(contour)
        if parent < 0 or min(width, height) < options.min_frame_em * em / 2:
            continue
        if cv2.contourArea(contour) >= options.min_rectangle_ratio * width * height:
            groups.setdefault(int(parent), []).append(Box(left, top, left + width, top + height))
    return tuple(tuple(sorted(group)) for _, group in sorted(groups.items()))


def tone_mask(pixels: Grey, lines: tuple[Box, ...], em: float, options: InkOptions = InkOptions()) -> Mask:
    """Where `pixels` (uint8, H x W) are grey over a stretch of half an em, text left out:
    the even parts of photographs, which have no ink edges. Bool (H, W)."""
    paper = float(np.percentile(pixels[::8, ::8], 80)) if pixels.size else 255.0
    blank = pixels.copy()
    for line in lines:
        box = grown(line, 0.12 * em, 0.08 * em)
        blank[box.top : box.bottom, box.left : box.right] = int(paper)
    side = max(3, int(0.5 * em)) | 1
    return np.asarray(cv2.blur(blank, (side, side)) < options.max_tone_ratio * paper)


def find_pictures(ink: Mask, em: float, options: InkOptions = InkOptions()) -> tuple[Box, ...]:
    """Boxes of what is dense in `ink` without text and rules: photographs, drawings, half-tones."""
    raw = np.ascontiguousarray(ink, dtype=np.uint8)
    gap, core = max(3, int(0.6 * em)), max(3, int(1.0 * em))
    closed = cv2.morphologyEx(raw, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    solid = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((core, core), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    least = options.min_picture_em * em
    boxes = [
        Box(int(x), int(y), int(x + w), int(y + h))
        for x, y, w, h, area in stats[1:count]
        if max(w, h) < options.min_band_em * em or area >= least * max(w, h)
    ]
    dense = (
        box
        for box in merged_boxes(boxes, 0.5 * em)
        if min(box.width, box.height) >= least
        and raw[box.top : box.bottom, box.left : box.right].mean() >= options.min_picture_ink_ratio
    )
    return tuple(sorted(dense, key=lambda box: (box.top, box.left)))


def merged_boxes(boxes: list[Box], distance: float) -> list[Box]:
    """`boxes` with those that touch or nearly touch made one, until none do."""
    left = sorted(boxes)
    merged: list[Box] = []
    while left:
        box = left.pop()
        near = [
            other for other in left if overlap_x(box, other) > -distance and overlap_y(box, other) > -distance
        ]
        if near:
            left = [other for other in left if other not in near]
            left.append(enclosing([box, *near]))
        else:
            merged.append(box)
    return merged


def is_table(cells: tuple[Box, ...], em: float) -> bool:
    """Whether the rectangles of one group are a table's cells: two rows and two columns at
    least, many of them low: at least the heads over long columns."""
    rows = {round(cell.top / em) for cell in cells}
    columns = {round(cell.left / em) for cell in cells}
    low = sum(cell.height < 4 * em for cell in cells)
    return len(rows) >= 2 and len(columns) >= 2 and len(cells) >= 4 and low >= 0.4 * len(cells)


def find_ruled_rows(rules: tuple[Box, ...], lines: tuple[Box, ...], em: float) -> tuple[Box, ...]:
    """Tables without column rules: horizontal rules of one width, a row's height apart, between
    which pieces of text stand side by side."""
    tables: list[Box] = []
    left = sorted(rules, key=lambda box: box.top)
    while left:
        group = [left.pop(0)]
        for rule in tuple(left):
            same = abs(rule.left - group[0].left) < em and abs(rule.right - group[0].right) < em
            if same and rule.top - group[-1].bottom < 4.5 * em:
                group.append(rule)
                left.remove(rule)
        bands = [Box(a.left, a.bottom, a.right, max(a.bottom, b.top)) for a, b in pairwise(group)]
        rows = [band for band in bands if band.height > 0.8 * em]
        celled = sum(text_inside(band, lines) >= 2 for band in rows)
        if len(rows) >= 3 and celled >= 0.75 * len(rows):
            tables.append(enclosing(band for band in rows if text_inside(band, lines) >= 2))
    return tuple(tables)


def text_inside(box: Box, lines: tuple[Box, ...]) -> int:
    """How many of `lines` lie in `box`."""
    return sum(inside_ratio(line, box) > 0.7 for line in lines)
