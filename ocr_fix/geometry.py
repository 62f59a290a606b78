"""Pure functions over boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ocr_fix.model import Box, Separator, SeparatorKind


def enclosing(boxes: Iterable[Box]) -> Box:
    """The smallest box around `boxes`.

    Raises:
        ValueError: there are no boxes.
    """
    found = tuple(boxes)
    return Box(
        min(box.left for box in found),
        min(box.top for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def overlap_x(a: Box, b: Box) -> int:
    """Shared width in pixels; negative is the distance between them."""
    return min(a.right, b.right) - max(a.left, b.left)


def overlap_y(a: Box, b: Box) -> int:
    """Shared height in pixels; negative is the distance between them."""
    return min(a.bottom, b.bottom) - max(a.top, b.top)


def shared_width_ratio(a: Box, b: Box) -> float:
    """Shared width over the narrower box's width, 0..1."""
    return max(0.0, overlap_x(a, b) / max(1, min(a.width, b.width)))


def shared_height_ratio(a: Box, b: Box) -> float:
    """Shared height over the lower box's height, 0..1."""
    return max(0.0, overlap_y(a, b) / max(1, min(a.height, b.height)))


def intersection_area(a: Box, b: Box) -> int:
    """The area in square pixels that two boxes share."""
    return max(0, overlap_x(a, b)) * max(0, overlap_y(a, b))


def inside_ratio(inner: Box, outer: Box) -> float:
    """The share of `inner` that lies in `outer`, 0..1."""
    return intersection_area(inner, outer) / max(1, inner.area)


def grown(box: Box, by_x: float, by_y: float) -> Box:
    """`box` with its sides moved outwards by so many pixels, not past the origin."""
    return Box(
        max(0, round(box.left - by_x)),
        max(0, round(box.top - by_y)),
        max(0, round(box.right + by_x)),
        max(0, round(box.bottom + by_y)),
    )


def turned(box: Box, width: int) -> Box:
    """`box` in the frame turned by 90 degrees anticlockwise, for a page `width` pixels wide.

    Vertical lines, read from right to left, become horizontal ones, read downwards.
    """
    return Box(box.top, width - box.right, box.bottom, width - box.left)


def turned_separators(separators: Iterable[Separator], width: int) -> tuple[Separator, ...]:
    """Rules and frames in the frame of `turned`: what ran across runs down."""
    turn = {
        SeparatorKind.HORIZONTAL: SeparatorKind.VERTICAL,
        SeparatorKind.VERTICAL: SeparatorKind.HORIZONTAL,
    }
    return tuple(Separator(turn.get(one.kind, one.kind), turned(one.box, width)) for one in separators)


def turned_back(box: Box, width: int) -> Box:
    """The inverse of `turned` for the same `width`."""
    return Box(width - box.bottom, box.left, width - box.top, box.right)


def empty_spans(spans: Iterable[tuple[int, int]], low: int, high: int) -> tuple[tuple[int, int], ...]:
    """The parts of [low, high) that no half-open span covers, in order."""
    free: list[tuple[int, int]] = []
    reached = low
    for start, end in sorted(spans):
        if start > reached:
            free.append((reached, min(start, high)))
        reached = max(reached, end)
        if reached >= high:
            break
    if reached < high:
        free.append((reached, high))
    return tuple(span for span in free if span[1] > span[0])


def weighted_quantile(values: Sequence[float], weights: Sequence[float], share: float) -> float:
    """The value at `share` (0..1) of the weight; 0 for no values."""
    if not values:
        return 0.0
    ranked = sorted(zip(values, weights, strict=True))
    wanted = share * sum(weights)
    reached = 0.0
    for value, weight in ranked:
        reached += weight
        if reached >= wanted:
            return value
    return ranked[-1][0]


def reading_key(box: Box) -> tuple[int, int]:
    """What sorts boxes from the top left."""
    return box.top, box.left


def edges_of(boxes: Iterable[Box]) -> NDArray[np.int64]:
    """Boxes as an array (N, 4) of left, top, right, bottom."""
    sides = [(box.left, box.top, box.right, box.bottom) for box in boxes]
    return np.asarray(sides, dtype=np.int64).reshape(-1, 4)


def scaled(box: Box, scale: float) -> Box:
    """`box` in a frame `scale` times as large, sides rounded."""
    return Box(*(round(side * scale) for side in (box.left, box.top, box.right, box.bottom)))


def near(a: Box, b: Box, distance: float) -> bool:
    """Whether two boxes overlap or stand less than `distance` pixels apart in x and in y."""
    return overlap_x(a, b) > -distance and overlap_y(a, b) > -distance
