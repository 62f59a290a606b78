"""Whether any line of words may run across a gutter, found for all lines at once.

Looking for gutters line by line takes most of the time that a page of words needs, and the lines of
most born-digital pages cross none. A line can only cross one where white between two of its words goes on
above or below, and where lines end and begin there or nothing parts the white for long. That is asked
here of all words together, more generously than the search itself asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr_fix.geometry import edges_of
from ocr_fix.gutters import GutterOptions
from ocr_fix.model import Line, Marks, SeparatorKind
from ocr_fix.scan import Mask

FLANK_EM = 2.7
"""How near to a gutter lines end and begin."""
MIN_BODY_WIDTH_EM = 3.0
"""Shorter lines say nothing about columns."""
MIN_JOINED = 4
"""So many lines must run across a gutter at which none ends."""

Edges = NDArray[np.int64]


class _Straight(Protocol):
    @property
    def straight(self) -> Line: ...


def may_cross(
    mask: Mask,
    pieces: Sequence[_Straight],
    marks: Marks,
    scale: float,
    options: GutterOptions = GutterOptions(),
) -> bool:
    """Whether a gutter may run through one of `pieces`. `mask` is where words stand, `scale` times as
    large as the frame of the pieces and of `marks`."""
    gaps = _gaps(pieces, options.min_gutter_em * marks.em)
    if not len(gaps):
        return False
    if _walled(gaps, marks):
        return True
    reach = options.gutter_reach_em * marks.em
    open_near = _white(mask, gaps, reach, scale, options.max_gutter_ink_ratio)
    if not open_near.any():
        return False
    gaps, lines = gaps[open_near], edges_of(piece.straight.box for piece in pieces)
    if _flanked(gaps, lines, marks.em, reach, options.min_gutter_edges):
        return True
    far = options.blind_reach_em * marks.em
    gaps = gaps[_white(mask, gaps, far, scale, options.max_gutter_ink_ratio)]
    return _joined(gaps, lines, far)


def _gaps(pieces: Sequence[_Straight], least: float) -> Edges:
    """The white between neighbouring words, (N, 4): left, top of the line, right, bottom."""
    gaps = []
    for piece in pieces:
        line = piece.straight
        if len(line.words) < 2 or line.box.width < 3 * line.box.height:
            continue
        for a, b in zip(line.words, line.words[1:], strict=False):
            if b.box.left - a.box.right >= least:
                gaps.append((a.box.right, line.box.top, b.box.left, line.box.bottom))
    return np.asarray(gaps, dtype=np.int64).reshape(-1, 4)


def _walled(gaps: Edges, marks: Marks) -> bool:
    """Whether a vertical rule stands in one of the gaps."""
    walls = edges_of(one.box for one in marks.separators if one.kind is SeparatorKind.VERTICAL)
    if not len(walls):
        return False
    middles = (walls[:, 0] + walls[:, 2]) / 2
    within = (gaps[:, None, 0] - 2 <= middles) & (middles <= gaps[:, None, 2] + 2)
    level = np.minimum(gaps[:, None, 3], walls[:, 3]) > np.maximum(gaps[:, None, 1], walls[:, 1])
    return bool((within & level).any())


def _white(mask: Mask, gaps: Edges, reach: float, scale: float, most_ink: float) -> NDArray[np.bool_]:
    """For each gap whether a column of pixels in it stays white up, down, or half of both ways."""
    height, width = mask.shape
    sums = np.zeros((height + 1, width), np.int32)
    np.cumsum(mask, axis=0, out=sums[1:])
    lefts = np.clip(np.floor(gaps[:, 0] * scale).astype(int), 0, width - 1)
    rights = np.clip(np.ceil(gaps[:, 2] * scale).astype(int), lefts + 1, width)
    counts = rights - lefts
    owners = np.repeat(np.arange(len(gaps)), counts)
    columns = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + lefts[owners]
    tops, bottoms = gaps[owners, 1] * scale, gaps[owners, 3] * scale
    far = reach * scale
    white = np.zeros(len(gaps), np.bool_)
    for above, below in ((far / 2, far / 2), (0.0, far), (far, 0.0)):
        start = np.clip((tops - above).astype(int), 0, height)
        end = np.clip(np.ceil(bottoms + below).astype(int), 0, height)
        inked = sums[end, columns] - sums[start, columns]
        white[owners[inked <= most_ink * (end - start)]] = True
    return white


def _flanked(gaps: Edges, lines: Edges, em: float, reach: float, least: int) -> bool:
    """Whether `least` lines end at the left and as many begin at the right of one of the gaps."""
    wide = lines[lines[:, 2] - lines[:, 0] > MIN_BODY_WIDTH_EM * em]
    level = (wide[:, 1] < gaps[:, None, 3] + reach) & (wide[:, 3] > gaps[:, None, 1] - reach)
    ends = level & (wide[:, 2] <= gaps[:, None, 2]) & (wide[:, 2] > gaps[:, None, 0] - FLANK_EM * em)
    begins = level & (wide[:, 0] >= gaps[:, None, 0]) & (wide[:, 0] < gaps[:, None, 2] + FLANK_EM * em)
    return bool(((ends.sum(axis=1) >= least) & (begins.sum(axis=1) >= least)).any())


def _joined(gaps: Edges, lines: Edges, reach: float) -> bool:
    """Whether several lines run across one of the gaps, as where all lines were joined."""
    level = (lines[:, 1] < gaps[:, None, 3] + reach) & (lines[:, 3] > gaps[:, None, 1] - reach)
    over = level & (lines[:, 0] < gaps[:, None, 0]) & (lines[:, 2] > gaps[:, None, 2])
    return bool((over.sum(axis=1) >= MIN_JOINED).any())
