"""Boxes of text lines from the ink alone, for engines that cannot detect them.

Idea: smearing runs of ink along the line (Wong, Casey and Wahl 1982, "Document analysis system"),
on a mask so small that a character is about 14 pixels high. Rules, frames and photographs go first
(`textink.py`), then large type is gathered (`largetype.py`). The rest is smeared by less than a gutter;
the pieces of a line that a comma or a space left apart are joined, unless the lines above or below stay
white there. Vertical text is smeared downwards.

Known limits: gaps wider than a character stay; large type is taken apart where its letters are spaced
wider than they are high; text in a picture is left out; a coarse half-tone that fills most of a page is
taken for its characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.engines.lines import glyph_height
from ocr_fix.geometry import enclosing, overlap_x, overlap_y, reading_key, scaled
from ocr_fix.ink import ink_mask
from ocr_fix.largetype import Edges, boxes_of, large_lines, spots_of
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Mask
from ocr_fix.textink import closed, opened, text_ink, vertical_ink, without_bars


@dataclass(frozen=True, slots=True)
class InkLineOptions:
    """Which ink is text and which gaps belong to a line; em is the height of a body character."""

    glyph_px: float = 14.0
    """The height of a body character in the mask: strokes survive, and the work stays small."""
    min_glyph_px: float = 5.0
    """Smaller spots are the grain of a page without text."""
    smear_em: float = 0.6
    """A gap that is always closed; gutters have one em and more."""
    join_em: float = 1.8
    """A gap that is closed where the neighbouring lines do not leave a gutter: a space before an
    opening bracket leaves 1.6."""
    space_em: float = 1.25
    """A wider one is closed only where a line next to it runs across."""
    gutter_em: float = 4.5
    """A gap that stays white so far above or below, between text, is a gutter."""
    core_em: float = 0.5
    """What is narrower after smearing links lines: ascenders that touch descenders."""
    large_em: float = 1.55
    """Higher spots are large type."""
    max_line_em: float = 2.0
    """Pieces that are higher together stand in different lines; Latin ones with ascenders and
    descenders reach 1.6 and lean a little."""
    min_speck_em: float = 0.4
    """What is smaller and stands alone is dirt."""
    max_short_lines: int = 20
    """A page with more lines"""
    min_long_ratio: float = 0.76
    """has so much of their length in lines longer than four characters; print has 0.87 and more, noise
    0.65."""
    max_around_ratio: float = 0.7
    """The ink just above and below a short line is less dense than in it, unless it is a texture; long
    lines may lean into their neighbours."""


def find_ink_lines(pixels: Grey, options: InkLineOptions = InkLineOptions()) -> tuple[Box, ...]:
    """Boxes of text lines in `pixels` (uint8, H x W), from the top left; none on a blank page.

    The page should be straight and evenly lit. Not for engines with a detector of their own, which
    also find text in pictures and on dark bars.
    """
    glyph = glyph_height(pixels)
    if glyph < options.min_glyph_px:
        return ()
    scale = min(1.0, options.glyph_px / glyph)
    em = glyph * scale
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    small = without_bars(small, em)
    ink = text_ink(small, ink_mask(small, em), em)
    down = vertical_ink(ink, em)
    lines = _lines_across(ink & ~down, em, options)
    lines += [_mirrored(line) for line in _lines_across((ink & down).T, em, options)]
    if _is_grain(lines, options):
        return ()
    height, width = pixels.shape
    whole = (scaled(line, 1 / scale) for line in lines)
    inside = (Box(one.left, one.top, min(width, one.right), min(height, one.bottom)) for one in whole)
    return tuple(sorted(inside, key=reading_key))


def _is_grain(lines: Sequence[Box], options: InkLineOptions) -> bool:
    """Whether most of many lines are short: found in the grain of a photograph."""
    longs = [max(line.width, line.height) for line in lines]
    thick = [min(line.width, line.height) for line in lines]
    length = sum(side for side, other in zip(longs, thick, strict=True) if side > 4 * other)
    return len(lines) > options.max_short_lines and length < options.min_long_ratio * sum(longs)


def _mirrored(box: Box) -> Box:
    """`box` with x and y exchanged."""
    return Box(box.top, box.left, box.bottom, box.right)


def _lines_across(ink: Mask, em: float, options: InkLineOptions) -> list[Box]:
    """The horizontal lines of `ink`, large type first."""
    large = large_lines(ink, em)
    body = ink.copy()
    for line in large:
        body[line.top : line.bottom, line.left : line.right] = False
    pieces = _joined(_pieces(body, em, options), body, em, options)
    return [line for line in (*large, *pieces) if _is_text(line, ink, em, options)]


def _pieces(ink: Mask, em: float, options: InkLineOptions) -> list[Box]:
    """Pieces of body lines: smeared ink without what links it to other lines, with the spots of ink
    that belong to it."""
    smeared = closed(ink, 1, round(options.smear_em * em) | 1)
    cores = opened(smeared, 1, max(2, round(options.core_em * em)))
    rows = [row for box in boxes_of(spots_of(cores)) for row in _parted(box, cores, em)]
    rows = _stacked(rows, em)
    spots = spots_of(ink)
    owners = _owners(rows, spots, ink.shape, em)
    sides = np.maximum(spots[:, 2:] - spots[:, :2], 0).max(axis=1)
    fits = spots[:, 3] - spots[:, 1] < options.large_em * em
    found = []
    for number, row in enumerate(rows, 1):
        own = spots[(owners == number) & fits]
        found.append(Box(*map(int, (*own[:, :2].min(axis=0), *own[:, 2:].max(axis=0)))) if len(own) else row)
    lone = spots[(owners == 0) & (sides > options.min_speck_em * em)]
    return found + boxes_of(lone)


def _parted(box: Box, cores: Mask, em: float) -> list[Box]:
    """`box` cut into rows where it is higher than a line and nearly white between them."""
    if box.height < 1.6 * em:
        return [box]
    share = cores[box.top : box.bottom, box.left : box.right].mean(axis=1)
    first, last = round(0.6 * em), box.height - round(0.6 * em)
    if last <= first:
        return [box]
    cut = first + int(share[first:last].argmin())
    upper = Box(box.left, box.top, box.right, box.top + cut)
    lower = Box(box.left, box.top + cut, box.right, box.bottom)
    return [*_parted(upper, cores, em), *_parted(lower, cores, em)]


def _stacked(rows: list[Box], em: float) -> list[Box]:
    """`rows` with those made one that are strokes of one line above each other."""
    left = sorted(rows, key=reading_key)
    merged: list[Box] = []
    while left:
        row = left.pop(0)
        near = []
        for other in left:
            if other.top > row.top + 1.3 * em:
                break
            high = max(row.bottom, other.bottom) - row.top
            if overlap_x(row, other) > -0.2 * em and high < 1.25 * em:
                near.append(other)
        if near:
            left = sorted(
                [*(other for other in left if other not in near), enclosing([row, *near])], key=reading_key
            )
        else:
            merged.append(row)
    return merged


def _owners(rows: Sequence[Box], spots: Edges, shape: tuple[int, ...], em: float) -> NDArray[np.int64]:
    """For each spot the number of the row, from 1, in or near which its centre lies; 0 for none."""
    marked = np.zeros(shape, np.int64)
    high, wide = round(0.35 * em), round(0.6 * em)
    for number, row in enumerate(rows, 1):
        marked[max(0, row.top - high) : row.bottom + high, max(0, row.left - wide) : row.right + wide] = (
            number
        )
    return np.asarray(marked[(spots[:, 1] + spots[:, 3]) // 2, (spots[:, 0] + spots[:, 2]) // 2])


def _joined(pieces: list[Box], ink: Mask, em: float, options: InkLineOptions) -> list[Box]:
    """`pieces` of the lines in `ink` with those of one line made one: they overlap, or the gap
    between them is a space."""
    merged: list[Box] = []
    left = sorted(pieces)
    while left:
        piece = left.pop(0)
        reach = piece.right + options.join_em * em
        other = next((one for one in left if one.left < reach and _is_beside(piece, one, em, options)), None)
        if other is not None and _runs_on(piece, other, ink, em, options):
            left.remove(other)
            left.insert(0, enclosing((piece, other)))
        else:
            merged.append(piece)
    return merged


def _is_beside(a: Box, b: Box, em: float, options: InkLineOptions) -> bool:
    high = max(a.bottom, b.bottom) - min(a.top, b.top)
    return overlap_y(a, b) > 0.5 * min(a.height, b.height) and high < options.max_line_em * em


def _runs_on(a: Box, b: Box, ink: Mask, em: float, options: InkLineOptions) -> bool:
    """Whether the gap between `a` and `b` is a space: neither above nor below does it stay white
    between lines of text, and if it is wide, a line next to them runs across it."""
    gap = b.left - a.right
    if gap <= options.smear_em * em:
        return True
    top, bottom = min(a.top, b.top), max(a.bottom, b.bottom)
    reach, beside = round(options.gutter_em * em), round(2 * em)
    left = max(0, a.right - beside)
    above = ink[max(0, top - reach) : top, left : b.left + beside][::-1]
    below = ink[bottom : bottom + reach, left : b.left + beside]
    ends = a.right - left, b.left - left
    if any(_is_gutter(strip, *ends, em) for strip in (above, below)):
        return False
    next_row = round(1.7 * em)
    crossed = (_widest_white(strip[:next_row], *ends) < 0.4 * gap for strip in (above, below))
    return gap <= options.space_em * em or any(crossed)


def _is_gutter(strip: Mask, left: int, right: int, em: float) -> bool:
    """Whether `strip` stays white somewhere from `left` to `right`, with text on both sides of it, and
    white no further: a centred line may have a space above the wide gutter of other lines."""
    text = strip[:, :left].any(axis=1) & strip[:, right:].any(axis=1)
    if text.sum() < (0.6 if right - left > em else 1.2) * em:
        return False
    margin = round(0.75 * em)
    wide = _widest_white(strip, max(0, left - margin), right + margin)
    white = _widest_white(strip, left, right)
    return white >= max(0.5 * em, 0.5 * (right - left)) and wide < white + margin


def _widest_white(strip: Mask, left: int, right: int) -> int:
    """How wide the widest white stripe down `strip` is between two columns."""
    inked = np.flatnonzero(strip[:, left:right].any(axis=0))
    width = min(right, strip.shape[1]) - left
    return int(np.diff(inked, prepend=-1, append=width).max(initial=0)) - 1


def _is_text(line: Box, ink: Mask, em: float, options: InkLineOptions) -> bool:
    """Whether a line is no speck, no rule, and long, or has less ink right above and below than in it."""
    if max(line.width, line.height) < options.min_speck_em * em:
        return False
    if line.height < 0.35 * em and (line.width > 1.2 * em or line.width < 0.6 * em):
        return False
    if line.width > 4 * line.height:
        return True
    across = np.s_[line.left : line.right]
    reach = max(2, round(0.2 * em))
    above, below = (
        ink[max(0, line.top - reach) : line.top, across],
        ink[line.bottom : line.bottom + reach, across],
    )
    around = np.concatenate((above, below))
    inside = ink[line.top : line.bottom, across].mean()
    return bool(not len(around) or around.mean() < options.max_around_ratio * inside)
