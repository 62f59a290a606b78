"""Regions to articles in reading order.

Idea: page furniture, pictures with their captions, tables, boxed items and blocks of vertical
text are taken out; what is left is cut along its white space (`cuts.py`). In the order that comes
out, a headline opens an article and strips without one go on with the article before them; strips
that follow one another become one region of several columns. What was taken out comes back after
the text that it belongs to: a lead picture before it, a boxed item after the article around it.

Known limits: a headless item after another article, without rule or frame between, joins it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_fix.adverts import as_one, is_display, is_quote, open_boxes
from ocr_fix.captions import settle_captions
from ocr_fix.characters import has_cjk
from ocr_fix.cuts import Cutter
from ocr_fix.floats import nearest_story, with_floats
from ocr_fix.flows import join_flows, join_loose_headings
from ocr_fix.furniture import part_footer, part_header
from ocr_fix.geometry import enclosing, inside_ratio, near, overlap_x, turned, turned_separators
from ocr_fix.headings import HEADINGS, name_headings
from ocr_fix.items import Follow, Item
from ocr_fix.model import (
    Box,
    Direction,
    Kind,
    Marks,
    Region,
    Separator,
    SeparatorKind,
    Step,
)
from ocr_fix.openings import Openings
from ocr_fix.sizes import TypeSizes, measure_types
from ocr_fix.tables import gather_tables

Story = tuple[Region, ...]

FLOATS = frozenset({Kind.PICTURE, Kind.TABLE, Kind.CAPTION, Kind.SIDEBAR})
"""What stands in a story without being in its text; sidebars are quotes by then."""
CONTEXT_LINES = 4
"""Whether text runs on is judged by so many lines on each side: names that recur count too."""


@dataclass(frozen=True, slots=True)
class OrderOptions:
    """Shares of the page and distances in em."""

    min_boxed_ratio: float = 0.6
    """So much of a region lies in the frame that it belongs to."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was found: furniture above and below, and stories in order."""

    header: Story = ()
    stories: tuple[Story, ...] = ()
    footer: Story = ()
    steps: tuple[Step, ...] = ()


def order_regions(
    regions: Sequence[Region], marks: Marks, follow: Follow, options: OrderOptions = OrderOptions()
) -> Order:
    """Header, stories and footer of a page whose regions are given in any order.

    Every line comes back once. `follow(a, b)` is the log-odds that line b continues line a.
    """
    if not regions:
        return Order()
    sizes = measure_types(regions)
    regions = gather_tables(regions, marks.em, marks.separators)
    named = name_headings(settle_captions(regions, sizes, follow), marks)
    header, rest = part_header(named, marks)
    footer, rest = part_footer(rest, marks)
    stories = _Sorter(marks, follow, sizes, options).stories(rest)
    steps = (Step("order", f"{len(stories)} articles from {len(rest)} strips"),)
    return Order(header, stories, footer, steps)


class _Sorter:
    """Stories from regions; holds what every step needs beside them."""

    def __init__(self, marks: Marks, follow: Follow, sizes: TypeSizes, options: OrderOptions) -> None:
        self.marks = marks
        self.follow = follow
        self.sizes = sizes
        self.options = options

    def stories(self, regions: Sequence[Region]) -> tuple[Story, ...]:
        """Stories in reading order, boxed items after the story around them."""
        boxed = self._boxed(regions)
        taken = {id(one) for group in boxed.values() for one in group}
        free = [one for one in regions if id(one) not in taken]
        opened = [frame for frame in boxed if self._is_open(frame)]
        quoted = [frame for frame in opened if is_quote(boxed[frame], self.sizes)]
        free += [as_one(boxed.pop(frame), Kind.SIDEBAR) for frame in quoted]
        stories = list(self._with(_without_rules(self.marks, opened)).open_stories(free))
        for frame, group in boxed.items():
            place = self._place(frame, stories)
            stories[place:place] = self._boxed_stories(frame, group)
        return tuple(stories)

    def _boxed(self, regions: Sequence[Region]) -> dict[Box, Story]:
        """The regions in each frame, and in each place between rules that holds display text."""
        least = self.options.min_boxed_ratio
        framed = _outermost(self.marks.separators, regions)
        groups = {
            frame: tuple(one for one in regions if inside_ratio(one.box, frame) > least) for frame in framed
        }
        taken = {id(one) for group in groups.values() for one in group}
        free = [one for one in regions if id(one) not in taken]
        for box in open_boxes(free, self.marks.separators, (self.marks.em, self.sizes)):
            groups[box] = tuple(one for one in free if inside_ratio(one.box, box) > least)
        return dict(sorted(groups.items(), key=lambda entry: (entry[0].top, entry[0].left)))

    def _is_open(self, box: Box) -> bool:
        return all(one.box != box for one in self.marks.separators)

    def _boxed_stories(self, frame: Box, group: Story) -> list[Story]:
        """The stories in a frame; display text is one advert."""
        if is_display(group, frame, self.marks.em):
            return [(as_one(group, Kind.ADVERT),)]
        inside = self._with(_without_frame(self.marks, frame))
        return [_as_sidebar(one) for one in inside.stories(group)]

    def _with(self, marks: Marks) -> _Sorter:
        return _Sorter(marks, self.follow, self.sizes, self.options)

    def open_stories(self, regions: Sequence[Region]) -> tuple[Story, ...]:
        """Stories of regions that stand in no frame."""
        blocks, level = _vertical_blocks(regions, self.marks.em)
        headed = [one for one in level if one.kind is Kind.TABLE and _is_headed(one, level, self.marks.em)]
        blocks += [(one,) for one in headed]
        floats = [one for one in level if one.kind in FLOATS and one not in headed]
        strips = [one for one in level if one.kind not in FLOATS]
        items = [_item(key, strip) for key, strip in enumerate(strips)]
        items += [
            Item(
                len(strips) + key,
                enclosing(one.box for one in block),
                heading=block[0].kind is not Kind.TABLE,
            )
            for key, block in enumerate(blocks)
        ]
        cutter = Cutter(self.marks.separators, self.marks.em, self.follow)
        openings = Openings(self.marks, self.follow, self.sizes)
        stories: list[Story] = []
        arranged = cutter.arrange(items)
        following = [strips[item.key] if item.key < len(strips) else None for item in arranged[1:]]
        for item, after in zip(arranged, (*following, None), strict=False):
            block = blocks[item.key - len(strips)] if item.key >= len(strips) else ()
            if block and block[0].kind is Kind.TABLE and stories:
                stories[-1] = (*stories[-1], *block)
            elif block:
                stories += self._vertical_stories(block)
            elif stories and not openings.opens(strips[item.key], stories[-1], after):
                stories[-1] = (*stories[-1], strips[item.key])
            else:
                stories.append((strips[item.key],))
        flowed = [join_flows(story, self.sizes) for story in join_loose_headings(stories)]
        return with_floats(flowed, floats, self.marks.em)

    def _vertical_stories(self, block: Story) -> tuple[Story, ...]:
        """Stories of a block of vertical text, ordered in the frame turned upright."""
        width = self.marks.width
        separators = turned_separators(self.marks.separators, width)
        items = [_item(key, _turned(one, width)) for key, one in enumerate(block)]
        arranged = Cutter(separators, self.marks.em, self.follow).arrange(items)
        stories: list[Story] = []
        for item in arranged:
            region = block[item.key]
            new = (
                region.kind is Kind.HEADLINE and stories and any(one.kind is Kind.BODY for one in stories[-1])
            )
            if not stories or new:
                stories.append(())
            stories[-1] = (*stories[-1], region)
        return tuple(join_flows(story, self.sizes) for story in stories)

    def _place(self, frame: Box, stories: Sequence[Story]) -> int:
        """Where a boxed item's stories go: after the story around it, before those that it stands
        above, else after the nearest."""
        boxes = [enclosing(one.box for one in story) for story in stories]
        under = [
            place for place, box in enumerate(boxes) if box.top > frame.centre_y and overlap_x(box, frame) > 0
        ]
        if under and not any(inside_ratio(frame, box) > 0.3 or box.centre_y < frame.top for box in boxes):
            return min(under)
        nearest = nearest_story(frame, stories)
        return 0 if nearest is None else nearest + 1


def _is_headed(table: Region, regions: Sequence[Region], em: float) -> bool:
    """Whether the text right above a table is a heading, as wide as it at most."""
    above = [
        one
        for one in regions
        if one.lines and one.box.centre_y < table.box.top and overlap_x(one.box, table.box) > 0
    ]
    if not above:
        return False
    last = max(above, key=lambda one: one.box.bottom)
    return last.kind in HEADINGS and table.box.top - last.box.bottom < 4 * em


def _item(key: int, region: Region) -> Item:
    """A region as something to be put in order."""
    texts = [line.text for line in region.lines]
    gap = "" if has_cjk(texts[0]) else " "
    first, last = gap.join(texts[:CONTEXT_LINES]), gap.join(texts[-CONTEXT_LINES:])
    return Item(key, _core(region), region.kind in HEADINGS, first, last)


def _turned(region: Region, width: int) -> Region:
    """A region of vertical text in the frame in which its lines run across."""
    lines = tuple(replace(line, box=turned(line.box, width)) for line in region.lines)
    return replace(region, box=turned(region.box, width), lines=lines)


def _core(region: Region) -> Box:
    """A strip's box without the one line that reaches furthest on each side: hanging marks."""
    if len(region.lines) < 4:
        return region.box
    left = sorted(line.box.left for line in region.lines)[1]
    right = sorted(line.box.right for line in region.lines)[-2]
    return Box(left, region.box.top, max(left, right), region.box.bottom)


def _outermost(separators: Sequence[Separator], regions: Sequence[Region]) -> tuple[Box, ...]:
    """Frames with regions in them that stand in no other frame, from the top left; a frame
    around everything is none."""
    frames = [one.box for one in separators if one.kind is SeparatorKind.FRAME]
    used = [
        frame
        for frame in frames
        if 0 < sum(inside_ratio(one.box, frame) > 0.6 for one in regions) < len(regions)
    ]
    outer = [
        frame
        for frame in used
        if not any(
            other != frame and other.area > frame.area and inside_ratio(frame, other) > 0.9 for other in used
        )
    ]
    return tuple(sorted(outer, key=lambda box: (box.top, box.left)))


def _without_rules(marks: Marks, boxes: Sequence[Box]) -> Marks:
    """`marks` without the rules above and below some boxes: they part nothing else."""
    kept = tuple(
        one
        for one in marks.separators
        if not any(
            one.kind is SeparatorKind.HORIZONTAL
            and overlap_x(one.box, box) > 0.8 * one.box.width
            and (abs(one.box.bottom - box.top) <= 1 or abs(one.box.top - box.bottom) <= 1)
            for box in boxes
        )
    )
    return replace(marks, separators=kept)


def _without_frame(marks: Marks, frame: Box) -> Marks:
    return replace(marks, separators=tuple(one for one in marks.separators if one.box != frame))


def _as_sidebar(story: Story) -> Story:
    """A boxed story: its text is a sidebar's."""
    return tuple(replace(one, kind=Kind.SIDEBAR) if one.kind is Kind.BODY else one for one in story)


def _vertical_blocks(regions: Sequence[Region], em: float) -> tuple[list[Story], list[Region]]:
    """Blocks of vertical text, and the rest; a vertical headline alone belongs to the rest."""
    upright = [one for one in regions if one.lines and one.lines[0].direction is Direction.VERTICAL]
    groups: list[list[Region]] = []
    for region in upright:
        joined = [group for group in groups if any(near(region.box, one.box, 2.5 * em) for one in group)]
        merged = [region, *(one for group in joined for one in group)]
        groups = [group for group in groups if group not in joined] + [merged]
    blocks = [tuple(group) for group in groups if sum(len(one.lines) for one in group) >= 3]
    taken = {id(one) for block in blocks for one in block}
    return blocks, [one for one in regions if id(one) not in taken]
