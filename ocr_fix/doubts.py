"""Where the order of a page may be wrong.

Every join between two rows has signs (`joinsigns.py`); their weights, fitted by logistic regression
on drawn pages with known order, give the chance that the join is wrong. A join whose chance is not
very small is doubted, with its strongest sign as the reason. So is a story that ends in the middle of
a sentence.

Known limits: a story cut off where a sentence ends, and one that goes on in a column of the same shape, leave
nothing to doubt.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr_fix.characters import ends_sentence
from ocr_fix.items import Follow
from ocr_fix.joinsigns import TEXT, Join, Successors, find_joins
from ocr_fix.model import Box, Direction, Doubt, Line, Region

# fmt: off
WEIGHTS = {
    "bias": -8.41, "backward": 0.36, "climb": 1.39, "column": 2.22, "follow": -0.34, "gap": 3.61,
    "offside": 2.77, "onward": 0.7, "open_indent": 1.15, "scrap": 1.61, "short": 0.95, "short_open": 3.12,
    "unsteady": 2.14,
}
# fmt: on
"""Log-odds per unit of each sign: `bench/doubts.py --fit` makes them."""

REASONS = {
    "gap": "something stands between the two lines",
    "offside": "a short line stands here by itself",
    "scrap": "a short line stands here by itself",
    "short": "only a line or two stand here by themselves",
    "short_open": "the line before ends early, in the middle of a sentence",
    "open_indent": "a paragraph begins here in the middle of a sentence",
    "climb": "this column begins higher than the one before it",
    "unsteady": "another order is nearly as good",
    "onward": "the text before would run on better elsewhere",
    "backward": "other text would run on better here",
    "column": "the text does not seem to run on from the column before",
}
ENDS_OPEN = "the story ends in the middle of a sentence"


@dataclass(frozen=True, slots=True)
class DoubtOptions:
    """When a join is doubted."""

    min_chance: float = 0.003
    """Chance of being wrong from which a join is doubted. So low, nine of ten wrong joins are, and three
    of a hundred right ones."""
    full_ratio: float = 0.9
    """A story's last line is full if it is at least so long as most of its lines."""
    open_chance: float = 0.5
    """Chance that a story which ends full and open goes on somewhere else."""


def find_doubts(
    stories: Sequence[Sequence[Region]],
    follow: Follow,
    rival: Successors | None = None,
    options: DoubtOptions = DoubtOptions(),
) -> tuple[Doubt, ...]:
    """The doubted joins of a page's stories, in reading order, each at the line that should follow.

    `rival` is the order that comes out where white space counts for less (`joinsigns.successors`); without
    one steadiness is not asked. No stories, no doubts.
    """
    joins = {join.b.box: join for join in find_joins(stories, follow, rival)}
    return tuple(doubt for story in stories for doubt in _story_doubts(story, joins, options))


def chance_of(join: Join) -> float:
    """The chance, 0..1, that a join is wrong."""
    odds = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in join.signs.items())
    return 1.0 / (1.0 + math.exp(-odds))


def _story_doubts(story: Sequence[Region], joins: dict[Box, Join], options: DoubtOptions) -> Iterator[Doubt]:
    lines = [line for region in story if region.kind in TEXT for line in region.lines]
    for line in lines:
        join = joins.get(line.box)
        if join is not None and join.signs and (chance := chance_of(join)) >= options.min_chance:
            yield Doubt(line.box, _reason(join), round(chance, 3))
    if lines and _ends_open(lines, options):
        yield Doubt(lines[-1].box, ENDS_OPEN, options.open_chance)


def _reason(join: Join) -> str:
    known = {name: WEIGHTS[name] * value for name, value in join.signs.items() if name in REASONS}
    return REASONS[max(known, key=known.__getitem__)]


def _ends_open(lines: Sequence[Line], options: DoubtOptions) -> bool:
    """Whether a story's last line is as long as the others and ends no sentence."""
    lengths = sorted(map(_length, lines))
    full = _length(lines[-1]) >= options.full_ratio * lengths[len(lengths) // 2]
    return full and len(lines) > 2 and not ends_sentence(lines[-1].text)


def _length(line: Line) -> int:
    return line.box.height if line.direction is Direction.VERTICAL else line.box.width
