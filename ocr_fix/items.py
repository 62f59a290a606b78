"""Things to be put in order, and how they stand to one another."""

from __future__ import annotations

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


def parted(items: Sequence[Item], gutters: Sequence[tuple[int, int]]) -> tuple[tuple[Item, ...], ...]:
    """`items` by the gutters between them, from left to right."""
    edges = [0, *((start + end) // 2 for start, end in gutters), 1 << 30]
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
