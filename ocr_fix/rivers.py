"""Which lines of words may run across a gutter, found for all lines at once.

Looking for gutters line by line takes most of the time that a page of words needs, and the lines of
most born-digital pages cross none. A line can only cross one where white between two of its words goes on
above or below, and where lines end and begin there or nothing parts the white for long. That is asked
here of all words together, more generously than the search itself asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
MIN_WALL_RATIO = 0.4
"""How much of a line's height a rule shares that runs through it."""
STEP = 2
"""Of the rows of the mask every second is enough to see whether a gap stays white."""
MIN_JOINED = 4
"""So many lines must run across a gutter at which none ends."""

Edges = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Ink:
    """Sums of ink down the columns of a mask that is `scale` times as large as the page, and how much of it
    may lie in a gutter."""

    sums: NDArray[np.uint16]
    scale: float
    most_ratio: float


class _Straight(Protocol):
    @property
    def straight(self) -> Line: ...


def crossing(
    mask: Mask,
    pieces: Sequence[_Straight],
    marks: Marks,
    scale: float,
    options: GutterOptions = GutterOptions(),
) -> frozenset[int]:
    """The places of those `pieces` through which a gutter may run. `mask` is where words stand, `scale`
    times as large as the frame of the pieces and of `marks`."""
    lines = edges_of(piece.straight.box for piece in pieces)
    walled = frozenset(np.flatnonzero(_walled(lines, marks)).tolist())
    gaps, owners = _gaps(pieces, options.min_gutter_em * marks.em)
    if not len(gaps):
        return walled
    asked = np.zeros(len(gaps), np.bool_)
    reach, far = options.gutter_reach_em * marks.em, options.blind_reach_em * marks.em
    ink = _Ink(_sums(mask), scale, options.max_gutter_ink_ratio)
    near = np.flatnonzero(_white(ink, gaps, reach))
    asked[near] |= _flanked(gaps[near], lines, marks.em, reach, options.min_gutter_edges)
    long = near[_white(ink, gaps[near], far)]
    asked[long] |= _joined(gaps[long], lines, far)
    return walled | frozenset(owners[asked].tolist())


def _gaps(pieces: Sequence[_Straight], least: float) -> tuple[Edges, NDArray[np.int64]]:
    """The white between neighbouring words, (N, 4): left, top of the line, right, bottom; and the places
    of the pieces that they stand in."""
    gaps, owners = [], []
    for place, piece in enumerate(pieces):
        line = piece.straight
        if len(line.words) < 2 or line.box.width < 3 * line.box.height:
            continue
        for a, b in zip(line.words, line.words[1:], strict=False):
            if b.box.left - a.box.right >= least:
                gaps.append((a.box.right, line.box.top, b.box.left, line.box.bottom))
                owners.append(place)
    return np.asarray(gaps, dtype=np.int64).reshape(-1, 4), np.asarray(owners, dtype=np.int64)


def _walled(lines: Edges, marks: Marks) -> Flags:
    """Whether a vertical rule runs through each line, not at its ends."""
    walls = edges_of(one.box for one in marks.separators if one.kind is SeparatorKind.VERTICAL)
    if not len(walls):
        return np.zeros(len(lines), np.bool_)
    middles = (walls[:, 0] + walls[:, 2]) / 2
    within = (lines[:, None, 0] + marks.em < middles) & (middles < lines[:, None, 2] - marks.em)
    shared = np.minimum(lines[:, None, 3], walls[:, 3]) - np.maximum(lines[:, None, 1], walls[:, 1])
    level = shared > MIN_WALL_RATIO * (lines[:, 3] - lines[:, 1])[:, None]
    return np.asarray((within & level).any(axis=1))


def _sums(mask: Mask) -> NDArray[np.uint16]:
    """How much ink every column of pixels has above each of its rows, every other row being looked at."""
    rows = mask[::STEP]
    sums = np.zeros((len(rows) + 1, mask.shape[1]), np.uint16)
    np.cumsum(rows, axis=0, dtype=np.uint16, out=sums[1:])
    return sums


def _white(ink: _Ink, gaps: Edges, reach: float) -> Flags:
    """For each gap whether a column of pixels in it stays white up, down, or half of both ways."""
    sums, scale, down = ink.sums, ink.scale, ink.scale / STEP
    height, width = sums.shape[0] - 1, sums.shape[1]
    lefts = np.clip(np.floor(gaps[:, 0] * scale).astype(int), 0, width - 1)
    rights = np.clip(np.ceil(gaps[:, 2] * scale).astype(int), lefts + 1, width)
    counts = rights - lefts
    owners = np.repeat(np.arange(len(gaps)), counts)
    columns = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + lefts[owners]
    tops, bottoms = gaps[owners, 1] * down, gaps[owners, 3] * down
    far = reach * down
    white = np.zeros(len(gaps), np.bool_)
    for above, below in ((far / 2, far / 2), (0.0, far), (far, 0.0)):
        start = np.clip((tops - above).astype(int), 0, height)
        end = np.clip(np.ceil(bottoms + below).astype(int), 0, height)
        inked = sums[end, columns].astype(int) - sums[start, columns]
        white[owners[inked <= ink.most_ratio * (end - start)]] = True
    return white


def _flanked(gaps: Edges, lines: Edges, em: float, reach: float, least: int) -> Flags:
    """Whether `least` lines end at the left and as many begin at the right of each gap."""
    wide = lines[lines[:, 2] - lines[:, 0] > MIN_BODY_WIDTH_EM * em]
    level = (wide[:, 1] < gaps[:, None, 3] + reach) & (wide[:, 3] > gaps[:, None, 1] - reach)
    ends = level & (wide[:, 2] <= gaps[:, None, 2]) & (wide[:, 2] > gaps[:, None, 0] - FLANK_EM * em)
    begins = level & (wide[:, 0] >= gaps[:, None, 0]) & (wide[:, 0] < gaps[:, None, 2] + FLANK_EM * em)
    return np.asarray((ends.sum(axis=1) >= least) & (begins.sum(axis=1) >= least))


def _joined(gaps: Edges, lines: Edges, reach: float) -> Flags:
    """Whether several lines run across each gap, as where all lines were joined."""
    level = (lines[:, 1] < gaps[:, None, 3] + reach) & (lines[:, 3] > gaps[:, None, 1] - reach)
    over = level & (lines[:, 0] < gaps[:, None, 0]) & (lines[:, 2] > gaps[:, None, 2])
    return np.asarray(over.sum(axis=1) >= MIN_JOINED)
