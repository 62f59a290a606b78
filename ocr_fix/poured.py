"""Words of others on the lines that the ink shows.

Engines box words carelessly: unsure ones get the height of two lines, a row read across all columns has words
of lines that stand at different heights, printed rules and photographs become words. Where the picture is
at hand, the lines that its ink shows are better: every word goes to the line in whose ink it stands, and gets
that line's height. What stands on no line and was read without confidence is no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ocr_fix.geometry import (
    edges_of,
    enclosing,
    near,
    overlap_x,
    overlap_y,
    shared_height_ratio,
    shared_width_ratio,
)
from ocr_fix.loose import Piece, part_of
from ocr_fix.model import Box, Line, Word
from ocr_fix.strokes import is_bar

MIN_ALONG_RATIO = 0.5
"""So much of a word's length stands on its line,"""
MIN_DEEP_RATIO = 0.4
"""and so much of the line's height, or of its own, does it share."""
MIN_DOWN_RATIO = 2.0
"""A line so much higher than wide runs downwards."""
MAX_MARK_RATIO = 0.5
"""Marks, as commas and stops, are smaller than this beside the height of their line."""
MAX_NOISE_CONFIDENCE = 0.8
"""Words that stand on no line and were read with less are noise."""

MAX_GHOST_RATIO = 0.5
"""What was read with less than this beside the confidence of another reading of its place is noise too."""


@dataclass(frozen=True, slots=True)
class Poured:
    """Pieces whose boxes lie on lines of the page, and `noise`, how many words stand on none."""

    pieces: tuple[Piece, ...]
    rows: tuple[Box, ...]
    noise: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece whose words all stand on the line at `row`, -1 for none, and how sure they are."""

    piece: Piece
    row: int
    confidence: float


def pour(pieces: Sequence[Piece], rows: Sequence[Box]) -> Poured:
    """`pieces` parted where their words change from one of `rows`, the page's lines, to another, with the
    height of those lines. Words on no line keep their boxes, which join the rows, or are left out."""
    edges = edges_of(rows)
    parts = [part for piece in pieces for part in _parts(piece, rows, edges)]
    text = _read_once([part for part in parts if not _is_noise(part)])
    loose = (part.piece.straight.box for part in text if part.row < 0)
    noise = _count(parts) - _count(text)
    return Poured(tuple(part.piece for part in text), tuple(dict.fromkeys((*rows, *loose))), noise)


def on_rows_ratio(pieces: Sequence[Piece], rows: Sequence[Box]) -> float:
    """How many of the characters of `pieces` that were read with confidence stand on one of `rows`, 0..1."""
    edges = edges_of(rows)
    found = total = 0
    for piece in pieces:
        spots: Sequence[Word | Line] = piece.straight.words or (piece.straight,)
        for spot, place in zip(spots, _places([spot.box for spot in spots], edges), strict=True):
            if spot.confidence >= MAX_NOISE_CONFIDENCE and not is_bar(spot):
                total += len(spot.text)
                found += len(spot.text) if place >= 0 else 0
    return found / max(1, total)


def _count(parts: Sequence[_Part]) -> int:
    return sum(len(part.piece.straight.words) or 1 for part in parts)


def _parts(piece: Piece, rows: Sequence[Box], edges: NDArray[np.int64]) -> Iterator[_Part]:
    """The parts of a piece that stand on different lines."""
    spots = piece.straight.words or (piece.straight,)
    places = _with_neighbours(spots, _places([spot.box for spot in spots], edges), rows)
    for place, run in groupby(range(len(spots)), key=places.__getitem__):
        span = [*run]
        sure = sum(spots[spot].confidence for spot in span) / len(span)
        yield _Part(_part(piece, span, rows[place] if place >= 0 else None), place, sure)


def _is_noise(part: _Part) -> bool:
    line = part.piece.straight
    unsure = part.confidence < MAX_NOISE_CONFIDENCE
    return part.row < 0 and (unsure or all(is_bar(spot) for spot in line.words or (line,)))


def _read_once(parts: list[_Part]) -> list[_Part]:
    """`parts` without those that another one, read with far more confidence, stands over on the same line: a
    rule above or below it became a line of its own."""
    kept: list[int] = []
    for place in sorted(range(len(parts)), key=lambda place: -parts[place].confidence):
        part = parts[place]
        rivals = (parts[other] for other in kept if parts[other].row == part.row >= 0)
        if not any(_is_ghost(part, rival) for rival in rivals):
            kept.append(place)
    return [parts[place] for place in sorted(kept)]


def _is_ghost(part: _Part, rival: _Part) -> bool:
    ours, theirs = part.piece.straight.box, rival.piece.straight.box
    return (
        part.piece.line != rival.piece.line
        and part.confidence < MAX_GHOST_RATIO * rival.confidence
        and shared_width_ratio(ours, theirs) > MIN_ALONG_RATIO
        and shared_height_ratio(ours, theirs) > MIN_ALONG_RATIO
    )


def _part(piece: Piece, span: Sequence[int], row: Box | None) -> Piece:
    """The words at `span` of a piece as a piece, on `row` where there is one."""
    line = piece.straight
    if line.words:
        part = part_of(line, span[0], span[-1] + 1)
        words = (
            tuple(replace(word, box=_clipped(word.box, row)) for word in part.words) if row else part.words
        )
        start, end = piece.start + span[0], piece.start + span[-1] + 1
        return Piece(
            piece.line, start, end, replace(part, words=words, box=enclosing(word.box for word in words))
        )
    return replace(piece, straight=replace(line, box=_clipped(line.box, row) if row else line.box))


def _with_neighbours(spots: Sequence[Word | Line], places: list[int], rows: Sequence[Box]) -> list[int]:
    """`places` with words on the line of their neighbours in the text: small ones between two words of one
    line, whose boxes may touch the line above or below, and marks right at a line's end."""
    found = [*places]
    for word in range(len(places)):
        around = [places[other] for other in (word - 1, word + 1) if 0 <= other < len(places)]
        between = len(around) == 2 and around[0] == around[1]
        box = spots[word].box
        unsure = between or places[word] < 0 or _is_mark(box, rows[places[word]])
        asked = around if unsure and not is_bar(spots[word]) else []
        found[word] = next((one for one in asked if one >= 0 and _is_at(box, rows[one])), places[word])
    return found


def _is_at(box: Box, row: Box) -> bool:
    """Whether a word at least touches the height of a line, in it or right at its end."""
    thick = min(row.width, row.height)
    shared = overlap_x(box, row) if _is_down(row) else overlap_y(box, row)
    return near(box, row, thick) and shared > 0


def _is_mark(box: Box, row: Box) -> bool:
    """Whether a word is no larger than a comma."""
    return max(box.width, box.height) < MAX_MARK_RATIO * min(row.width, row.height)


def _is_down(row: Box) -> bool:
    return row.height > MIN_DOWN_RATIO * row.width


def _clipped(box: Box, row: Box) -> Box:
    """`box` as high as its line and not beyond its ends; as wide, where the line runs downwards."""
    left, right = (min(max(x, row.left), row.right) for x in (box.left, box.right))
    top, bottom = (min(max(y, row.top), row.bottom) for y in (box.top, box.bottom))
    if _is_down(row):
        return Box(row.left, top, row.right, bottom)
    return Box(left, row.top, right, row.bottom)


def _places(boxes: Sequence[Box], rows: NDArray[np.int64]) -> list[int]:
    """For each box the place of the row that it shares most with, -1 where it stands on none."""
    if not len(rows):
        return [-1] * len(boxes)
    edges = edges_of(boxes)[:, None]
    wide = np.minimum(edges[..., 2], rows[:, 2]) - np.maximum(edges[..., 0], rows[:, 0])
    high = np.minimum(edges[..., 3], rows[:, 3]) - np.maximum(edges[..., 1], rows[:, 1])
    sizes, row_sizes = edges[..., 2:] - edges[..., :2], rows[:, 2:] - rows[:, :2]
    down = row_sizes[:, 1] > MIN_DOWN_RATIO * row_sizes[:, 0]
    along, deep = np.where(down, high, wide), np.where(down, wide, high)
    length = np.where(down, sizes[..., 1], sizes[..., 0])
    thick = np.where(
        down, np.minimum(sizes[..., 0], row_sizes[:, 0]), np.minimum(sizes[..., 1], row_sizes[:, 1])
    )
    on = (along > MIN_ALONG_RATIO * length) & (deep > MIN_DEEP_RATIO * thick)
    shared = np.where(on, along * deep, 0)
    best = shared.argmax(axis=1)
    return [int(place) if shared[number, place] else -1 for number, place in enumerate(best)]
