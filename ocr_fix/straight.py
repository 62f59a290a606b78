"""Lines of words made straight: the slope of a page from its boxes alone, and boxes without it.

Other programs give upright boxes around lines of a tilted page. Seen along its words a line climbs
or falls; the median over all long lines, weighted by their length, is the page's slope. Turning the
boxes back makes them as low as they are on a straight page.

Known limits: a curled page has no single slope; lines without words tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Protocol

from ocr_fix.geometry import enclosing, overlap_y, weighted_quantile
from ocr_fix.model import Box, Direction, Line, Transform, Word

MIN_WORDS = 3
MIN_LENGTH_RATIO = 5.0
"""Shorter lines, in heights of their words, say little about slope."""
MAX_SLOPE = 0.2
"""Steeper lines are no lines: words of several rows taken for one."""
LEAST_SLOPE = 0.002
"""Less is straight: it moves the ends of the longest line by less than its height."""
MAX_HEIGHT_RATIO = 1.4
"""A word so much higher than most of its line's is boxed too high."""
NEIGHBOURS = 4
UNBENDING_ROUNDS = 4
"""A bend is so mild that the way to the flat page is found to a part of a pixel in so many steps."""


class Straightener(Protocol):
    """Turns boxes of the page as given to those of the straight page."""

    @property
    def slope(self) -> float:
        """How many pixels the lines of the page as given fall a pixel."""
        ...

    def __call__(self, box: Box) -> Box:
        """`box` where it would stand on the straight page, lower by what the slope added."""
        ...


@dataclass(frozen=True, slots=True)
class Level:
    """Turns boxes of a page whose lines fall by `slope` pixels a pixel, about (`x`, `y`)."""

    slope: float
    x: float
    y: float

    def __call__(self, box: Box) -> Box:
        """`box` where it would stand on the straight page, lower by what the slope added."""
        if not self.slope:
            return box
        off_x, off_y = box.centre_x - self.x, box.centre_y - self.y
        x, y = box.centre_x + self.slope * off_y, box.centre_y - self.slope * off_x
        return _about(x, y, box, self.slope)


@dataclass(frozen=True, slots=True)
class Unwarp:
    """Turns boxes of a picture to those of the page cleaned from it; `transform` leads the other way."""

    transform: Transform

    @property
    def slope(self) -> float:
        return self.transform.d / (self.transform.a or 1.0)

    def __call__(self, box: Box) -> Box:
        """`box` where it stands on the cleaned page, lower by what the slope added."""
        to = self.transform
        if to == Transform():
            return box
        area = to.a * to.e - to.b * to.d
        off_x, off_y = box.centre_x - to.c, box.centre_y - to.f
        x, low = (to.e * off_x - to.b * off_y) / area, (to.a * off_y - to.d * off_x) / area
        y = low
        for _ in range(UNBENDING_ROUNDS if to.bend else 0):
            y = low - to.bend.lift(x, y) if to.bend else low
        return _about(x, y, box, self.slope)


def _about(x: float, y: float, box: Box, slope: float) -> Box:
    """A box about a place, as large as `box` without what a slope added."""
    height = max(0.5 * box.height, box.height - abs(slope) * box.width)
    width = max(0.5 * box.width, box.width - abs(slope) * box.height)
    left, top = max(0, round(x - width / 2)), max(0, round(y - height / 2))
    return Box(left, top, max(left, round(x + width / 2)), max(top, round(y + height / 2)))


def find_level(lines: Iterable[Line], width: int, height: int) -> Level:
    """What makes the lines of a page of that size straight; nothing to turn where it is straight or
    where no line has words enough to tell."""
    slopes, weights = [], []
    for line in lines:
        found = _slope(line.words) if line.direction is Direction.HORIZONTAL else None
        if found is not None:
            slopes.append(found)
            weights.append(float(line.box.width))
    slope = weighted_quantile(slopes, weights, 0.5)
    return Level(slope if abs(slope) >= LEAST_SLOPE else 0.0, width / 2, height / 2)


def straightened(line: Line, level: Straightener) -> Line:
    """`line` as `level` turns it: the words one by one, none much higher than the others, and the line
    around them."""
    own = level(line.box)
    words = _levelled(tuple(replace(word, box=_within(level(word.box), own)) for word in line.words))
    if words == line.words and not level.slope:
        return line
    box = enclosing(word.box for word in words) if words else level(line.box)
    return replace(line, box=box, words=words)


def _within(word: Box, line: Box) -> Box:
    """`word` no higher than its line, where it is far higher: such boxes are guesses at a row's height."""
    if word.height <= MAX_HEIGHT_RATIO * line.height or overlap_y(word, line) <= 0:
        return word
    return replace(word, top=max(word.top, line.top), bottom=min(word.bottom, line.bottom))


def _levelled(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """`words` with those that are far too high as high as their neighbours: engines that are not sure of
    a word give it the height of the whole line and more."""
    heights = sorted(word.box.height for word in words)
    if len(heights) < MIN_WORDS:
        return words
    most = MAX_HEIGHT_RATIO * heights[len(heights) // 2]
    if heights[-1] <= most:
        return words
    usual = [word.box for word in words if most / 3 <= word.box.height <= most]
    return tuple(
        replace(word, box=_lowered(word.box, usual)) if usual and word.box.height > most else word
        for word in words
    )


def _lowered(box: Box, usual: Sequence[Box]) -> Box:
    """`box` with the top and bottom of the nearest usual words, within its own."""
    near = sorted(usual, key=lambda other: abs(other.centre_x - box.centre_x))[:NEIGHBOURS]
    top = max(box.top, min(other.top for other in near))
    return Box(box.left, top, box.right, max(top, min(box.bottom, max(other.bottom for other in near))))


def _slope(words: Sequence[Word]) -> float | None:
    """How far a line falls on its way, from its first and last third; None for a short line."""
    boxes = sorted((word.box for word in words if word.box.area), key=lambda box: box.left)
    if len(boxes) < MIN_WORDS:
        return None
    size = sorted(box.height for box in boxes)[len(boxes) // 2]
    third = max(1, len(boxes) // 3)
    first, last = boxes[:third], boxes[-third:]
    run = sum(box.centre_x for box in last) / third - sum(box.centre_x for box in first) / third
    if run < MIN_LENGTH_RATIO * size:
        return None
    fall = median(box.bottom for box in last) - median(box.bottom for box in first)
    return fall / run if abs(fall) < MAX_SLOPE * run else None
