"""Pictures, captions and tables put into the stories that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_fix.geometry import enclosing, inside_ratio, overlap_x, overlap_y
from ocr_fix.model import Box, Kind, Region

Story = tuple[Region, ...]

MIN_LEAD_RATIO = 0.75
"""A picture so wide above its story's text is its lead picture."""


def with_floats(stories: Sequence[Story], floats: Sequence[Region], em: float) -> tuple[Story, ...]:
    """`stories` with pictures, captions and tables put in."""
    placed = list(stories)
    for picture in sorted(floats, key=lambda one: (one.kind is Kind.CAPTION, one.box.top)):
        if picture.kind is Kind.CAPTION and _with_picture(placed, picture, em):
            continue
        near = nearest_story(picture.box, placed)
        if near is None:
            placed.append((picture,))
            continue
        placed[near] = _with_float(placed[near], picture)
    return tuple(placed)


def _with_picture(stories: list[Story], caption: Region, em: float) -> bool:
    """Puts a caption after the picture that stands above it, in place, if there is one."""
    best: tuple[float, int, int] | None = None
    for index, story in enumerate(stories):
        for place, one in enumerate(story):
            distance = caption.box.top - one.box.bottom
            if one.kind is Kind.PICTURE and overlap_x(one.box, caption.box) > 0 and abs(distance) < 3 * em:
                best = min(best or (1e9, 0, 0), (abs(distance), index, place))
    if best is None:
        return False
    _, index, place = best
    stories[index] = (*stories[index][: place + 1], caption, *stories[index][place + 1 :])
    return True


def _with_float(story: Story, picture: Region) -> Story:
    """A story with a picture: before the text if it leads it, else after the text beside it."""
    bodies = [place for place, one in enumerate(story) if one.kind is Kind.BODY]
    if not bodies:
        return (*story, picture)
    wide = enclosing(story[place].box for place in bodies).width
    above = all(story[place].box.top >= picture.box.centre_y for place in bodies)
    if above and picture.box.width >= MIN_LEAD_RATIO * wide:
        heads = next(
            (p for p, one in enumerate(story) if p >= 1 and one.box.top > picture.box.centre_y), bodies[0]
        )
        return (*story[:heads], picture, *story[heads:])
    beside = [place for place in bodies if overlap_y(story[place].box, picture.box) > 0]
    place = max(beside, key=lambda one: overlap_y(story[one].box, picture.box), default=bodies[-1])
    return (*story[: place + 1], picture, *story[place + 1 :])


def nearest_story(box: Box, stories: Sequence[Story]) -> int | None:
    """The story whose text encloses `box`, or stands nearest to it."""
    scored = []
    for index, story in enumerate(stories):
        texts = [one.box for one in story if one.lines]
        if not texts:
            continue
        around = enclosing(texts)
        distance = max(0, -overlap_x(around, box)) + max(0, -overlap_y(around, box))
        scored.append((-inside_ratio(box, around) if not distance else float(distance), index))
    return min(scored)[1] if scored else None
