"""Things to be put in order, by what measures, and how they stand to one another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr_fix.model import Box

Follow = Callable[[str, str], float]
"""The log-odds that one line continues another."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be put in order: a strip of lines, a heading, a block in itself.

    `first` and `last` are the texts of its first and last line, `key` is the caller's name for it.
    """

    key: int
    box: Box
    heading: bool = False
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class CutOptions:
    """Widths of white space and shares of rules, in em."""

    slack_em: float = 0.2
    """How far boxes may reach into one another: descenders, curled lines."""
    heading_slack_ratio: float = 0.25
    """The same for headings, of their height: the line of a headline is never text's."""
    min_gutter_em: float = 0.35
    """The narrowest white between columns, after the slack is taken off both sides."""
    max_short_em: float = 1.2
    """How far below a block's top a rule may begin that parts it, and twice that at its foot."""
    min_rule_ratio: float = 0.5
    """The same for a rule in a gutter too narrow to be seen without it."""
    max_under_em: float = 3.0
    """How far under a rule a heading stands that the rule parts from what is above."""
    min_tie_ratio: float = 0.7
    """How much of a column's width a rule runs through that ends its stories with its neighbour's."""
    max_break_em: float = 6.0
    """How far below its end a rule begins anew where a heading across the columns breaks it."""
    max_crossing_em: float = 0.5
    """How far an item may reach over a vertical rule that parts it from the next column."""
    min_band_gap_em: float = 0.2
    """White above a heading that begins something new across a block."""
    min_running: float = 1.5
    """Log-odds from which text running on in its columns outweighs a heading set into one."""
    min_pull: float = 1.2
    """Log-odds from which columns that run on from foot to top outweigh headings at one height."""
    min_title_pull: float = -3.0
    """The same for a heading amid the text of several columns: where it stands says more."""
    open_end: float = 1.5
    """Log-odds for going on at all where a column ends in the middle of a sentence."""
    min_hoist: float = 1.0
    """Log-odds by which a column rather belongs to the heading at its right than to its left."""
    max_level_em: float = 2.5
    """How much lower than the block a heading set into a column may begin."""


def parted(items: Sequence[Item], gutters: Sequence[tuple[int, int]]) -> tuple[tuple[Item, ...], ...]:
    """`items` by the gutters between them, from left to right."""
    edges = (-math.inf, *sorted((start + end) // 2 for start, end in gutters), math.inf)
    parts = (
        tuple(item for item in items if low <= item.box.centre_x < high) for low, high in pairwise(edges)
    )
    return tuple(part for part in parts if part)


def top_of(item: Item) -> int:
    """The upper edge of an item, in pixels."""
    return item.box.top


def heading_count(column: Sequence[Item]) -> int:
    """How many headings a column begins with."""
    return next((index for index, item in enumerate(column) if not item.heading), len(column))


def column_pull(
    columns: Sequence[Sequence[Item]], height: float, goes_on: Callable[[Item, Item], float]
) -> float:
    """How much rather columns are read from top to foot than in bands above and below `height`.

    At the top of each column but the first, the text comes either from the foot of the column
    before or, if it is read in bands, from that column's last item above `height`; and so does the text
    right below `height`: from what stands above it in its column, or from the foot of the column before.
    """
    pull = 0.0
    for before, column in pairwise(columns):
        texts = [item for item in before if not item.heading]
        above = [item for item in texts if item.box.centre_y < height]
        below = [item for item in texts if item.box.centre_y >= height]
        upper = [item for item in column if item.box.centre_y < height]
        lower = [item for item in column if item.box.centre_y >= height]
        if not (above and below and upper):
            continue
        foot, first = max(below, key=top_of), min(upper, key=top_of)
        if first.heading:
            continue
        pull += goes_on(foot, first) - goes_on(max(above, key=top_of), first)
        last = max(upper, key=top_of)
        if lower and not last.heading and not min(lower, key=top_of).heading:
            second = min(lower, key=top_of)
            pull += goes_on(last, second) - goes_on(foot, second)
    return pull
