"""Characters of a PDF that follow one another in a line, by where they stand.

A line goes on while the next character stands right after the last one, whatever the file's order is; so it
never crosses a gutter. Chinese characters may stand below one another, if none stands as near beside them;
turned Latin letters run down or up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ocr_fix.characters import is_wide
from ocr_fix.model import Direction

MAX_GAP_RATIO = 1.0
MAX_BACK_RATIO = 0.9
"""How far into its neighbour a character may begin: Chinese marks are squeezed into one another."""
MAX_DOWN_GAP_RATIO = 0.2
"""Vertical lines are set solid; what stands further below is the next level line."""
LEVEL_RATIO = 0.2
"""Characters of a level line are nearer to one another than to those of the next, by so much at least."""
MAX_RISE_RATIO = 0.55
"""How far above or below its neighbour a character of the same line may stand: raised numbers do."""
MAX_SIZE_RATIO = 1.9
"""Neighbours in type so much larger are a drop cap, or another line; raised numbers are above half."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its box in pixels; `space` tells that white space stands before it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    index: int
    space: bool

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def find_chains(glyphs: Sequence[Glyph]) -> Iterator[tuple[tuple[Glyph, ...], Direction]]:
    """Characters that stand right after one another, with the way in which they run."""
    chain: list[Glyph] = []
    way: _Way | None = None
    places = np.asarray([(one.left, one.top, one.right, one.bottom) for one in glyphs]).reshape(-1, 4)
    for glyph in glyphs:
        step = _step(chain[-1], glyph) if chain else None
        if step is _Way.DOWN and is_wide(glyph.text[0]) and _is_level(chain[-1], glyph, places):
            step = None
        if chain and (step is None or (way is not None and step is not way)):
            yield tuple(chain), _direction(way)
            chain, way = [], None
        else:
            way = step or way
        chain.append(glyph)
    if chain:
        yield tuple(chain), _direction(way)


def _is_level(above: Glyph, below: Glyph, places: NDArray[np.float64]) -> bool:
    """Whether a character has neighbours in a row of its own that are as near as the one below it."""
    lefts, tops, rights, bottoms = places.T
    rises = np.abs((tops + bottoms) - (above.top + above.bottom)) / 2
    row = (rises < 0.3 * above.height) & (lefts != above.left)
    gaps = np.where(lefts > above.left, lefts - above.right, above.left - rights)[row]
    return bool((gaps < max(0.0, below.top - above.bottom) + LEVEL_RATIO * above.width).any())


class _Way(Enum):
    """How a line runs: to the right, down, or up as on the back of a book."""

    RIGHT = 0
    DOWN = 1
    UP = 2


def _direction(way: _Way | None) -> Direction:
    return Direction.HORIZONTAL if way in (None, _Way.RIGHT) else Direction.VERTICAL


def _step(a: Glyph, b: Glyph) -> _Way | None:
    """How the eye goes from `a` to `b` within a line; None where it does not."""
    size = max(a.height, b.height)
    turned = abs(a.width - b.width) < 0.1 * max(a.width, b.width)
    if size > MAX_SIZE_RATIO * min(a.height, b.height) and not turned:
        return None
    rise = abs((a.top + a.bottom) - (b.top + b.bottom)) / 2
    gap = b.left - a.right
    if (
        rise < MAX_RISE_RATIO * size
        and -MAX_BACK_RATIO * size < gap < MAX_GAP_RATIO * size
        and b.left > a.left + 0.05 * size
    ):
        return _Way.RIGHT
    side = abs((a.left + a.right) - (b.left + b.right)) / 2
    thick = max(a.width, b.width)
    if side > 0.35 * thick:
        return None
    if is_wide(a.text[-1]) or is_wide(b.text[0]):
        near = -MAX_BACK_RATIO * thick < b.top - a.bottom < MAX_DOWN_GAP_RATIO * thick
        return _Way.DOWN if near and b.top > a.top else None
    # Turned Latin letters lie on their sides: as wide as the type is high, and as high as they are wide.
    if a.width > 1.2 * a.height or b.width > 1.2 * b.height:
        if abs(b.top - a.bottom) < 0.5 * thick:
            return _Way.DOWN
        if abs(a.top - b.bottom) < 0.5 * thick:
            return _Way.UP
    return None
