"""Stories that interlock like the blades of a pinwheel: the block under one heading that can be taken out."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_fix.geometry import enclosing, overlap_x, overlap_y
from ocr_fix.items import Item, top_of
from ocr_fix.model import Separator, SeparatorKind


def closed_block(items: Sequence[Item], separators: Sequence[Separator], em: float) -> tuple[Item, ...]:
    """The lowest heading with all that stands under it between the gutters beside it."""
    for heading in sorted((item for item in items if item.heading), key=top_of, reverse=True):
        left, right = _territory(heading, items, separators)
        under = [
            item
            for item in items
            if item.box.centre_y >= heading.box.top and left < item.box.centre_x < right
        ]
        if heading not in under:
            continue
        around = enclosing(item.box for item in under)
        crossing = any(
            overlap_x(item.box, around) > em and overlap_y(item.box, around) > em / 2
            for item in items
            if item not in under
        )
        if not crossing and len(under) < len(items):
            return tuple(under)
    return ()


def _territory(heading: Item, items: Sequence[Item], separators: Sequence[Separator]) -> tuple[int, int]:
    """How far left and right of a heading its line is free of other items and rules."""
    beside = [item.box for item in items if item is not heading and overlap_y(item.box, heading.box) > 0]
    beside += [
        one.box
        for one in separators
        if one.kind is SeparatorKind.VERTICAL and overlap_y(one.box, heading.box) > 0.5 * heading.box.height
    ]
    left = max((box.right for box in beside if box.centre_x < heading.box.left), default=0)
    right = min((box.left for box in beside if box.centre_x > heading.box.right), default=1 << 30)
    return left, right
