"""Pieces of lines put together again after detection.

The detector looks for lines of one size. A headline many times as high comes in pieces that
overlap, or with characters missing; a coarse look at the page sees it whole. Specks inside a
line sometimes come as lines of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr_fix.model import Box

Sides = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PieceOptions:
    """When boxes belong to one line."""

    min_inside_ratio: float = 0.8
    """A box that lies in another by more is a part of it."""
    min_beside_ratio: float = 0.7
    """Pieces of one line share this much of the thinner one's thickness; lines below each other less."""
    max_thickness_ratio: float = 1.6
    """Pieces of one line are about equally thick, a drop capital is twice as thick as its line."""
    max_large_ratio: float = 2.5
    """The same for large lines, where the character for "one" is a piece of its own."""
    min_large: float = 3.0
    """Large lines are so much thicker than the page's characters are high."""
    max_mark_ratio: float = 0.6
    """Quotation marks and commas are smaller than this part of their line's thickness."""
    min_coarse: float = 4.0
    """The coarse look is believed for lines that are so much thicker; below, it runs lines together."""
    max_line: float = 6.0
    """A box so many lines thick may be a picture: lines of text in it stay lines."""
    min_likeness_ratio: float = 0.6
    """A large line's thickest piece has this much of its thickness, else it is a paragraph."""


def join_pieces(
    boxes: Sequence[Box], glyph: float, options: PieceOptions = PieceOptions()
) -> tuple[Box, ...]:
    """`boxes` with those that overlap along the same line joined, and those inside others left out.

    `glyph` is the height of the page's characters in pixels.
    """
    sides = _sides(boxes)
    usual = _usual_thickness(sides) or glyph
    owners = list(range(len(sides)))
    order = np.argsort(sides[:, 1], kind="stable")
    for place, index in enumerate(order):
        rest = order[place + 1 :]
        near = rest[: np.searchsorted(sides[rest, 1], sides[index, 3])]
        belong = _belong(sides[index], sides[near], glyph, options)
        for other in near[belong & ~_is_line_at_picture(sides[index], sides[near], usual, options)]:
            _unite(owners, int(index), int(other))
    groups: dict[int, list[int]] = {}
    for index in range(len(sides)):
        groups.setdefault(_owner(owners, index), []).append(index)
    return tuple(_around(sides[group]) for group in groups.values())


def with_large(
    fine: Sequence[Box], coarse: Sequence[Box], glyph: float, options: PieceOptions = PieceOptions()
) -> tuple[Box, ...]:
    """`fine` with the pieces of large lines replaced by the whole lines of `coarse`."""
    sides, kept, large = _sides(fine), np.ones(len(fine), bool), []
    for box in coarse:
        thickness = min(box.width, box.height)
        if thickness < options.min_coarse * glyph:
            continue
        inside = _inside(sides, np.array((box.left, box.top, box.right, box.bottom))) > 0.5
        pieces = sides[inside & kept]
        if not len(pieces) or _thickness(pieces).max() < options.min_likeness_ratio * thickness:
            continue
        kept &= ~inside
        large.append(_around(np.vstack((pieces, [(box.left, box.top, box.right, box.bottom)]))))
    return (*(box for box, stays in zip(fine, kept, strict=True) if stays), *large)


def _belong(one: Sides, others: Sides, glyph: float, options: PieceOptions) -> NDArray[np.bool_]:
    """Which of `others` (N, 4) are parts of the same line as `one`."""
    part = _inside(others, one) > options.min_inside_ratio
    part |= _inside(np.broadcast_to(one, others.shape), others) > options.min_inside_ratio
    shared = np.minimum(one[2:], others[:, 2:]) - np.maximum(one[:2], others[:, :2])
    sizes, size = others[:, 2:] - others[:, :2], one[2:] - one[:2]
    across = 1 if size[0] >= size[1] else 0
    thin, thick = np.minimum(size[across], sizes[:, across]), np.maximum(size[across], sizes[:, across])
    limit = np.where(thick >= options.min_large * glyph, options.max_large_ratio, options.max_thickness_ratio)
    beside = (shared > 0).all(axis=1) & (shared[:, across] >= options.min_beside_ratio * thin)
    is_mark = np.minimum(sizes.max(axis=1), size.max()) < options.max_mark_ratio * thick
    belong: NDArray[np.bool_] = part | (beside & (is_mark | (thick <= limit * thin)))
    return belong


def _usual_thickness(sides: Sides) -> float:
    """How thick most long boxes are, in pixels; 0 without any. A page of half-tones has more dots than
    characters, so that the height of its spots says little."""
    thick, length = _thickness(sides), (sides[:, 2:] - sides[:, :2]).max(axis=1)
    long = length > 4 * thick
    return float(np.median(thick[long])) if long.any() else 0.0


def _is_line_at_picture(one: Sides, others: Sides, usual: float, options: PieceOptions) -> NDArray[np.bool_]:
    """Which of `others` (N, 4) are body lines at a picture-sized `one`, or the reverse; body lines are
    `usual` pixels high."""
    sizes, size = others[:, 2:] - others[:, :2], one[2:] - one[:2]
    thin = np.minimum(sizes.min(axis=1), size.min())
    thick = np.maximum(sizes.min(axis=1), size.min())
    length = np.where(sizes.min(axis=1) <= size.min(), sizes.max(axis=1), size.max())
    is_line = (thin > 0.6 * usual) & (thin < 2 * usual) & (length > 2 * thin)
    apart: NDArray[np.bool_] = is_line & (thick > options.max_line * usual)
    return apart


def _inside(inner: Sides, outer: Sides) -> NDArray[np.float64]:
    """The share of each inner box that lies in its outer one."""
    shared = np.minimum(inner[:, 2:], outer[..., 2:]) - np.maximum(inner[:, :2], outer[..., :2])
    whole: Sides = np.maximum(1, (inner[:, 2:] - inner[:, :2]).prod(axis=1))
    ratio: NDArray[np.float64] = np.maximum(shared, 0).prod(axis=1) / whole
    return ratio


def _thickness(sides: Sides) -> Sides:
    thickness: Sides = (sides[:, 2:] - sides[:, :2]).min(axis=1)
    return thickness


def _sides(boxes: Sequence[Box]) -> Sides:
    return np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], dtype=np.int64).reshape(
        -1, 4
    )


def _around(sides: Sides) -> Box:
    low, high = sides[:, :2].min(axis=0), sides[:, 2:].max(axis=0)
    return Box(int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _owner(owners: list[int], index: int) -> int:
    while owners[index] != index:
        owners[index] = owners[owners[index]]
        index = owners[index]
    return index


def _unite(owners: list[int], one: int, other: int) -> None:
    first, second = sorted((_owner(owners, one), _owner(owners, other)))
    owners[second] = first
