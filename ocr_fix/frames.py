"""Frames of boxed items, built from the rules that are their sides.

Idea: two upright rules that begin and end at one height are the sides of a frame where a rule joins
their tops and another their feet. A heading may stand in the top or the bottom side, so that the rule
comes in pieces. A frame need not be closed to the last pixel, as it must be where holes in the ink
are looked for (`ink.find_enclosed`): text that touches a side, or scanning, opens it.

Known limits: rounded corners larger than the reach, and frames without one of their sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ocr_fix.geometry import empty_spans, inside_ratio
from ocr_fix.model import Box, Separator, SeparatorKind


@dataclass(frozen=True, slots=True)
class FrameOptions:
    """Distances in em, and shares of a side."""

    reach_em: float = 1.0
    """How far from a corner a side may end, and beyond it."""
    min_side_em: float = 2.0
    """Lower or narrower frames are the space between double rules."""
    min_ruled_ratio: float = 0.25
    """How much of a side is really ruled where a heading stands in it."""


def find_frames(
    rules: Sequence[Separator], lines: Sequence[Box], em: float, options: FrameOptions = FrameOptions()
) -> tuple[Box, ...]:
    """The frames around some of `lines` whose four sides are among `rules`, from the top left; each box is
    the space inside its sides. All in one frame of pixels."""
    across = [one.box for one in rules if one.kind is SeparatorKind.HORIZONTAL]
    upright = sorted(one.box for one in rules if one.kind is SeparatorKind.VERTICAL)
    reach, least = options.reach_em * em, options.min_side_em * em
    found: set[Box] = set()
    for left, right in combinations(upright, 2):
        level = abs(left.top - right.top) <= reach and abs(left.bottom - right.bottom) <= reach
        if not level or right.left - left.right < least or min(left.height, right.height) < least:
            continue
        top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
        if all(_is_side(y, (left.left, right.right), across, lines, (em, options)) for y in (top, bottom)):
            found.add(Box(left.right, top, right.left, bottom))
    return tuple(sorted(box for box in found if any(inside_ratio(line, box) > 0.7 for line in lines)))


def _is_side(
    y: int,
    ends: tuple[int, int],
    rules: Sequence[Box],
    lines: Sequence[Box],
    scale: tuple[float, FrameOptions],
) -> bool:
    """Whether rules at height `y` run from one upright side to the other and no further, but for
    a heading that stands in them."""
    em, options = scale
    reach = round(options.reach_em * em)
    pieces = [
        (rule.left, rule.right)
        for rule in rules
        if rule.top - reach <= y <= rule.bottom + reach
        and rule.left >= ends[0] - reach
        and rule.right <= ends[1] + reach
    ]
    ruled = sum(right - left for left, right in pieces)
    if ruled < options.min_ruled_ratio * (ends[1] - ends[0]):
        return False
    headings = [(line.left - reach, line.right + reach) for line in lines if line.top < y < line.bottom]
    return not any(b - a > reach for a, b in empty_spans([*pieces, *headings], *ends))
