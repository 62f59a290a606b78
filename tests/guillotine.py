"""Random pages whose order is known because they are built from it: stories in blocks within blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st
from layouts import EM, ROW

from ocr_fix.items import Item
from ocr_fix.model import Box, Separator, SeparatorKind

COLUMN = 9 * EM
GUTTER = EM


@dataclass(frozen=True, slots=True)
class Story:
    """A headline over `columns` columns, and how many rows high it stands at the least."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Block:
    """Blocks under one another (`stacked`) or side by side, in reading order."""

    stacked: bool
    parts: tuple[Block | Story, ...]


Part = Block | Story


def width_of(part: Part) -> int:
    """The columns of a part."""
    if isinstance(part, Story):
        return part.columns
    widths = [width_of(one) for one in part.parts]
    return max(widths) if part.stacked else sum(widths)


def height_of(part: Part) -> int:
    """The rows of a part, three of them for each headline."""
    if isinstance(part, Story):
        return part.rows + 3
    heights = [height_of(one) for one in part.parts]
    return sum(heights) if part.stacked else max(heights)


@st.composite
def pages(draw: st.DrawFn) -> tuple[tuple[Item, ...], tuple[Separator, ...]]:
    """Items of a page in reading order, and its rules: one between blocks of which more than one is
    stacked, since else a heading of each at the same height would begin a band."""
    story = st.builds(Story, st.integers(1, 3), st.integers(5, 9))
    part: st.SearchStrategy[Part] = story
    for stacked in draw(st.sampled_from([(False, True), (True, False), (True, False, True)])):
        many = st.lists(part, min_size=2, max_size=3).map(tuple)
        part = st.one_of(story, st.builds(Block, st.just(stacked), many))
    found = draw(part)
    columns = width_of(found)
    rules: list[Separator] = []
    area = Box(0, 0, columns * (COLUMN + GUTTER), height_of(found) * ROW)
    boxes = list(_place(found, area, rules))
    items = tuple(
        Item(key, box, heading, f"{name} {key}", f"{name} {key}")
        for key, (box, heading, name) in enumerate(boxes)
    )
    return items, tuple(rules)


def _place(part: Part, area: Box, rules: list[Separator], name: str = "s") -> Iterator[tuple[Box, bool, str]]:
    """The boxes of a part that fills `area`: headings and columns."""
    if isinstance(part, Story):
        count = (area.right - area.left) // (COLUMN + GUTTER)
        yield (
            Box(area.left, area.top + 6, area.left + count * (COLUMN + GUTTER) - GUTTER, area.top + 120),
            True,
            name,
        )
        for column in range(count):
            left = area.left + column * (COLUMN + GUTTER)
            yield Box(left, area.top + 3 * ROW - 30, left + COLUMN, area.bottom - 30), False, name
        return
    areas = _areas(part, area)
    if not part.stacked and sum(_is_stacked(one) for one in part.parts) > 1:
        for right in areas[1:]:
            middle = right.left - GUTTER // 2
            rules.append(
                Separator(SeparatorKind.VERTICAL, Box(middle - 2, area.top, middle + 2, area.bottom - 30))
            )
    for number, (inner, room) in enumerate(zip(part.parts, areas, strict=True)):
        yield from _place(inner, room, rules, f"{name}{number}")


def _is_stacked(part: Part) -> bool:
    return isinstance(part, Block) and (part.stacked or any(map(_is_stacked, part.parts)))


def _areas(part: Block, area: Box) -> Sequence[Box]:
    """`area` shared out among the parts of a block; the last one takes what is left."""
    areas: list[Box] = []
    left, top = area.left, area.top
    for number, one in enumerate(part.parts):
        last = number == len(part.parts) - 1
        if part.stacked:
            bottom = area.bottom if last else top + height_of(one) * ROW
            areas.append(Box(area.left, top, area.right, bottom))
            top = bottom
        else:
            right = area.right if last else left + width_of(one) * (COLUMN + GUTTER)
            areas.append(Box(left, area.top, right, area.bottom))
            left = right
    return areas


def same_story(a: str, b: str) -> float:
    """Perfect judgement: a column continues the one before in its own story."""
    (story_a, key_a), (story_b, key_b) = a.split(), b.split()
    return 3.0 if story_a == story_b and int(key_b) == int(key_a) + 1 else -3.0
