"""Strips of one story that follow one another, made regions with several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_fix.geometry import enclosing, near, overlap_x, overlap_y
from ocr_fix.headings import HEADINGS
from ocr_fix.model import Direction, Kind, Region
from ocr_fix.sizes import TypeSizes

Story = tuple[Region, ...]


def join_flows(story: Story, sizes: TypeSizes) -> Story:
    """A story whose strips of body text in a row are one region with several columns."""
    flows: list[Region] = []
    for region in story:
        if (flows and region.kind is Kind.BODY and flows[-1].kind is Kind.BODY) or (
            flows
            and region.kind in HEADINGS
            and flows[-1].kind is region.kind
            and _one_heading(flows[-1], region, sizes)
        ):
            flows[-1] = _joined(flows[-1], region)
        else:
            flows.append(region)
    return tuple(flows)


def _one_heading(above: Region, below: Region, sizes: TypeSizes) -> bool:
    """Whether two headings of a kind are lines or pieces of one."""
    small, large = sorted((sizes(above), sizes(below)))
    return large < 1.25 * small and near(above.box, below.box, 1.2 * large)


def _joined(flow: Region, strip: Region) -> Region:
    """`strip` as the next lines of `flow`, in a new column unless it stands right below."""
    last, first = flow.lines[-1], strip.lines[0]
    if first.direction is Direction.VERTICAL:
        below = overlap_y(last.box, first.box) > 0 and first.box.right <= last.box.right
    else:
        below = overlap_x(last.box, first.box) > 0 and first.box.centre_y > last.box.centre_y
    column = last.column if below else last.column + 1
    lines = (*flow.lines, *(replace(line, column=column) for line in strip.lines))
    return Region(flow.kind, enclosing((flow.box, strip.box)), lines)


def join_loose_headings(stories: Sequence[Story]) -> tuple[Story, ...]:
    """`stories` with a lone kicker-like heading put before the story that follows it."""
    joined: list[Story] = []
    for story in stories:
        if joined and all(one.kind is Kind.KICKER for one in joined[-1]):
            joined[-1] = (*joined[-1], *story)
        else:
            joined.append(story)
    return tuple(joined)
