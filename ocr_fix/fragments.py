"""Pieces of one printed row made one line again.

Detectors break a line at wide spaces, between the letters of a spaced headline and before a
quotation mark. Two pieces are one line where the gap is narrower than any gutter, or where the
next line up or down bridges it in the same column; two headlines side by side are told from one
by the columns that part below them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr_fix.geometry import edges_of, enclosing, overlap_y, reading_key
from ocr_fix.model import Box, Marks, Separator, SeparatorKind


@dataclass(frozen=True, slots=True)
class FragmentOptions:
    """How far apart pieces of one line may be, most in em of the page."""

    headline_ratio: float = 1.4
    """Type so much larger than the body's is a headline's."""
    max_piece_gap_em: float = 0.45
    """Pieces of a row that are nearer than this are one line; gutters are wider."""
    max_torn_gap_em: float = 1.2
    """A piece so near at the right that no column begins with goes on with the line."""
    min_column_em: float = 4.0
    """No column is narrower."""
    max_mark_gap_ratio: float = 0.7
    """A mark so near to a line, in heights of the line, belongs to it."""
    max_overlap_ratio: float = 0.9
    """How far two pieces of a line may have been found over one another, in heights."""
    max_word_space_ratio: float = 1.8
    """Pieces of a headline that are nearer than this, in heights, are one line, unless columns
    below part at the same place."""
    max_label_em: float = 6.0
    """In a frame, pieces up to this width are labels of the list at their right; no column is so
    narrow."""
    max_row_gap_em: float = 2.6
    """Pieces that are nearer than this are one line if the next line up or down bridges them."""


def join_rows(
    lines: tuple[Box, ...],
    frames: dict[Box, Box | None],
    marks: Marks,
    options: FragmentOptions = FragmentOptions(),
) -> tuple[Box, ...]:
    """`lines` with the pieces of one row of a column made one, from the top left.

    `frames` gives the frame that each line stands in; pieces in different ones stay apart.
    """
    rows = sorted(lines, key=lambda box: (box.left, box.top))
    edges = edges_of(rows)
    whole: dict[int, Box] = {}
    for index in reversed(range(len(rows))):
        row = rows[index]
        for other in _right_neighbours(row, edges, marks.em, options):
            piece = whole.get(other)
            if other > index and piece and frames[rows[other]] == frames[row]:
                labelled = frames[row] is not None and _is_label(row, piece, marks.em, options)
                if labelled or _same_row(row, piece, marks, edges, options):
                    row = enclosing((row, whole.pop(other)))
                    break
        whole[index] = row
    return tuple(sorted(whole.values(), key=reading_key))


def _right_neighbours(row: Box, edges: NDArray[np.int64], em: float, options: FragmentOptions) -> list[int]:
    """Indices of the lines that begin near the right end of `row`, on its height, nearest first."""
    lefts, tops, rights, bottoms = edges.T
    gaps = lefts - row.right
    shared = np.minimum(bottoms, row.bottom) - np.maximum(tops, row.top)
    reach = max(options.max_row_gap_em * em, options.max_word_space_ratio * row.height)
    near = (
        (gaps > -max(0.5 * em, options.max_overlap_ratio * row.height))
        & (gaps <= reach)
        & (shared > 0)
        & (rights > row.right)
    )
    found = np.flatnonzero(near)
    return [int(index) for index in found[np.argsort(gaps[found], kind="stable")]]


def _is_label(label: Box, item: Box, em: float, options: FragmentOptions) -> bool:
    """Whether two pieces in a frame are the label and the text of one row of a list."""
    level = overlap_y(label, item) > 0.6 * min(label.height, item.height)
    return level and label.width <= options.max_label_em * em < item.width


def _same_row(a: Box, b: Box, marks: Marks, edges: NDArray[np.int64], options: FragmentOptions) -> bool:
    """Whether `b` goes on with the printed line `a` in the same column."""
    gap = b.left - a.right
    size = max(a.height, b.height)
    if (
        gap > max(options.max_row_gap_em * marks.em, options.max_word_space_ratio * size)
        or gap < -_overlap(size, marks.em, options)
        or b.right <= a.right
    ):
        return False
    if _is_mark(a, b) and gap <= options.max_mark_gap_ratio * size:
        return True
    if overlap_y(a, b) < 0.6 * min(a.height, b.height) or max(a.height, b.height) > 1.9 * min(
        a.height, b.height
    ):
        return False
    if _walled(a, b, marks.separators):
        return False
    if gap <= options.max_piece_gap_em * max(marks.em, min(a.height, b.height)):
        return True
    if size >= options.headline_ratio * marks.em and gap <= options.max_word_space_ratio * size:
        return abs(a.height - b.height) < 0.25 * size and not _parts_below(a, b, edges, marks.em)
    if gap <= options.max_torn_gap_em * marks.em and not _begins_column(b, a.right, edges, marks.em, options):
        return True
    if _is_column_edge(b, edges, marks.em, options):
        return False
    return _bridged(enclosing((a, b)), (a.right, b.left), edges, marks.em)


def _overlap(size: int, em: float, options: FragmentOptions) -> float:
    """How far two pieces of a line of that height may lie over one another, in pixels."""
    return max(0.5 * em, options.max_overlap_ratio * size if size >= options.headline_ratio * em else 0.0)


def _parts_below(a: Box, b: Box, edges: NDArray[np.int64], em: float) -> bool:
    """Whether the next row under two pieces of large type begins anew where `b` does: they are
    the headlines of two stories."""
    lefts, tops, rights, _ = edges.T
    foot = max(a.bottom, b.bottom)
    under = (tops >= foot - 0.3 * em) & (tops < foot + 6 * em) & (rights > a.left) & (lefts < b.right)
    if not under.any():
        return False
    first = under & (tops < tops[under].min() + 1.5 * em)
    bridging = first & (lefts < a.right - 0.3 * em) & (rights > b.left + 0.3 * em)
    beginning = first & (np.abs(lefts - b.left) < 0.5 * em)
    return bool(beginning.any() and not bridging.any())


def _is_mark(a: Box, b: Box) -> bool:
    """Whether one of two boxes is a quotation mark or comma beside the other."""
    small, large = sorted((a, b), key=lambda box: box.area)
    tiny = max(small.width, small.height) < 0.6 * large.height
    return tiny and overlap_y(small, large) > 0.8 * small.height


def _walled(a: Box, b: Box, separators: tuple[Separator, ...]) -> bool:
    """Whether a vertical rule stands between `a` and `b`."""
    return any(
        one.kind is SeparatorKind.VERTICAL
        and a.centre_x < one.box.centre_x < b.centre_x
        and min(overlap_y(one.box, a), overlap_y(one.box, b)) > 0.5 * min(a.height, b.height)
        for one in separators
    )


def _begins_column(
    piece: Box, after: int, edges: NDArray[np.int64], em: float, options: FragmentOptions
) -> bool:
    """Whether a piece may stand in a column of its own at the right of `after`: it is wide, or
    wide lines begin where it does."""
    least = options.min_column_em * em
    if piece.width >= least:
        return True
    lefts, tops, rights, bottoms = edges.T
    level = (tops < piece.bottom + 15 * em) & (bottoms > piece.top - 15 * em)
    begins = (lefts > after) & (lefts < piece.left + 0.6 * em) & (lefts > piece.left - 2.4 * em)
    return bool((level & begins & (rights - lefts >= least)).any())


def _is_column_edge(piece: Box, edges: NDArray[np.int64], em: float, options: FragmentOptions) -> bool:
    """Whether at least two other wide lines begin where a wide piece does."""
    lefts, tops, rights, bottoms = edges.T
    level = (tops < piece.bottom + 8 * em) & (bottoms > piece.top - 8 * em) & (tops != piece.top)
    wide = rights - lefts >= options.min_column_em * em
    aligned = level & wide & (np.abs(lefts - piece.left) < 0.6 * em)
    return piece.width >= options.min_column_em * em and int(aligned.sum()) >= 2


def _bridged(row: Box, gap: tuple[int, int], edges: NDArray[np.int64], em: float) -> bool:
    """Whether the next line up or down, in the same column and type, runs over the gap."""
    lefts, tops, rights, bottoms = edges.T
    distance = np.maximum(tops - row.bottom, row.top - bottoms)
    near = (
        (distance > -0.4 * em) & (distance < em) & (np.abs((bottoms - tops) - row.height) < 0.25 * row.height)
    )
    over = (lefts < gap[0] - em) & (rights > gap[1] + em) & (np.abs(lefts - row.left) < 2.6 * em)
    return bool((near & over & (rights < row.right + 1.5 * em)).any())
