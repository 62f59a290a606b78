"""A heading in the middle of its story: its text stands above, below and beside it.

Newspapers set a title so over a whole page or a block without any other heading. Columns run past it, and
those that it interrupts go on below it; so the title comes first and its columns are read from top to foot.

Known limits: such a block under another story, without rule between, is read as that story's.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr_fix.geometry import enclosing, overlap_x, overlap_y
from ocr_fix.items import Item, top_of
from ocr_fix.model import Box

MIN_TITLE_EM = 1.4
"""A lower heading is a subhead in its column."""
MAX_WHITE_EM = 3.0
"""How far the text above and below stands from the heading at most."""
MAX_PART_EM = 1.7
"""How far the lines of a heading stand apart: kicker, headline, deck, byline."""
MAX_OFF_CENTRE_EM = 2.5
"""How exactly they are centred on one another, or begin together."""


def heading_amid(items: Sequence[Item], em: float) -> tuple[Item, ...]:
    """The headings in the middle of a block that begins with text, from the top; empty where there are none.

    Two columns and more are interrupted by them and go on below, one beside them runs past.
    """
    texts = [item for item in items if not item.heading]
    headings = [item for item in items if item.heading]
    large = [item for item in headings if item.box.height >= MIN_TITLE_EM * em]
    if not texts or min(items, key=top_of).heading or any(_is_first(item, texts) for item in large):
        return ()
    groups = _groups(headings, em)
    titles = [group for group in groups if any(item in large for item in group)]
    wide = [group for group in titles if len(_beyond(group, texts, em, above=True)) > 1]
    if not wide:
        return ()
    group = min(wide, key=lambda one: min(map(top_of, one)))
    around = enclosing(item.box for item in group)
    passed = any(
        column.top < around.top - em and column.bottom > around.bottom + em
        for column in _columns([one.box for one in texts if overlap_x(one.box, around) <= em], em)
    )
    if not passed or len(_beyond(group, texts, em, above=False)) < 2:
        return ()
    return tuple(sorted(group, key=top_of))


def _is_first(heading: Item, texts: Sequence[Item]) -> bool:
    """Whether no text stands above a heading: the block begins with it there."""
    return not any(one.box.top < heading.box.top and overlap_x(one.box, heading.box) > 0 for one in texts)


def _columns(boxes: Sequence[Box], em: float) -> list[Box]:
    """Strips that stand close under one another as one box each."""
    columns: list[Box] = []
    for box in sorted(boxes, key=lambda one: one.top):
        above = [one for one in columns if overlap_x(one, box) > 0 and box.top - one.bottom < em]
        columns = [one for one in columns if one not in above] + [enclosing((box, *above))]
    return columns


def _groups(headings: Sequence[Item], em: float) -> list[list[Item]]:
    """Headings that stand close under one another and are centred on one another, or begin together."""
    groups: list[list[Item]] = []
    for item in sorted(headings, key=top_of):
        joined = (group for group in groups if _follows(group[-1].box, item.box, em))
        group = next(joined, None)
        if group is None:
            groups.append([item])
        else:
            group.append(item)
    return groups


def _follows(above: Box, below: Box, em: float) -> bool:
    level = min(abs(above.centre_x - below.centre_x), abs(above.left - below.left))
    return below.top - above.bottom < MAX_PART_EM * em and level < MAX_OFF_CENTRE_EM * em


def _beyond(group: Sequence[Item], texts: Sequence[Item], em: float, above: bool) -> list[Item]:
    """The texts right above or below a heading in the columns that it interrupts, one a column."""
    around = enclosing(item.box for item in group)
    left, right = _room(around, texts)
    found: list[Item] = []
    for item in texts:
        white = around.top - item.box.bottom if above else item.box.top - around.bottom
        near = -em / 2 < white < MAX_WHITE_EM * em and left < item.box.centre_x < right
        if near and all(overlap_x(item.box, other.box) <= 0 for other in found):
            found.append(item)
    return found


def _room(heading: Box, texts: Sequence[Item]) -> tuple[int, int]:
    """How far left and right of a heading the texts beside it stand."""
    beside = [item.box for item in texts if overlap_y(item.box, heading) > heading.height / 2]
    left = max((box.right for box in beside if box.right <= heading.centre_x), default=0)
    right = min((box.left for box in beside if box.left >= heading.centre_x), default=1 << 30)
    return left, right
