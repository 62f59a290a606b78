"""What the vertical rules of a block say of a gap across it."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_fix.geometry import overlap_y
from ocr_fix.model import Box


def rules_break(
    gap: tuple[int, int], around: Box, uprights: Sequence[Box], reach: tuple[float, float]
) -> bool:
    """Whether a rule between the columns of `around` ends at a gap and begins anew below the headings under
    it: the columns end there too. `reach` is the em and how far below its end a rule begins anew."""
    em, longest = reach
    inner = [
        wall
        for wall in uprights
        if around.left < wall.centre_x < around.right and overlap_y(wall, around) > 0
    ]
    upper = [wall for wall in inner if gap[0] - em <= wall.bottom <= gap[1] + em]
    return any(
        abs(wall.centre_x - lower.centre_x) < em / 2 and 0 < lower.top - wall.bottom < longest
        for wall in upper
        for lower in inner
    )


def is_crossed(gap: tuple[int, int], around: Box, uprights: Sequence[Box], em: float) -> bool:
    """Whether a vertical rule runs on over a gap in `around`: what is left and right of it is no band."""
    return any(
        around.left < wall.centre_x < around.right and wall.top < gap[0] - em and wall.bottom > gap[1] + em
        for wall in uprights
    )
