"""The text of a story in its columns: sections under subheads of their own, evened out where it is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from draw.flow import Slot, cut_columns, find_slots, fit, place_line, with_drop_cap
from draw.heading import balanced_lines
from draw.look import Press
from draw.marks import Block, Rect
from draw.stories import Section, Story

UNEVEN = 0.3  # this part of the stories may leave its last column shorter than the others
DROP_CAP_CHARACTERS = 80  # a shorter first paragraph gets no drop cap
ROOM_UNDER_SUBHEAD = 2  # lines that must fit under a subhead in its column


def set_body(
    press: Press, story: Story, columns: Sequence[Rect], holes: Sequence[Rect], article: str
) -> list[Block]:
    """The story's text, cut to what fits: a body, and a subhead and a body for each further section."""
    style = press.look.body
    slots = find_slots(columns, holes, style)
    blocks = set_sections(press, story, slots, article)
    used = sum(len(block.lines) for block in blocks)
    last = blocks[-1].lines[-1].column
    uneven = 3 if press.rng.random() < UNEVEN and last == len(columns) - 1 else 1
    if used >= len(slots) - uneven * len(columns):
        return blocks
    low, high = 1, int(max(column.height for column in columns) / style.leading) + 1
    while low < high:
        middle = (low + high) // 2
        tried = set_sections(press, story, _slots(press, columns, holes, middle), article)
        if _texts(tried) == _texts(blocks):
            high = middle
        else:
            low = middle + 1
    even = set_sections(press, story, _slots(press, columns, holes, low), article)
    return even if _texts(even) == _texts(blocks) else blocks


def _slots(press: Press, columns: Sequence[Rect], holes: Sequence[Rect], rows: int) -> list[Slot]:
    style = press.look.body
    return find_slots(cut_columns(columns, rows * style.leading), holes, style)


def _texts(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    return [block.paragraphs for block in blocks]


def set_sections(press: Press, story: Story, slots: Sequence[Slot], article: str) -> list[Block]:
    """The sections one after the other until the slots end; nothing where the first has no room."""
    blocks: list[Block] = []
    place = 0
    for number, section in enumerate(story.sections or (Section("", story.paragraphs),)):
        if number:
            subhead, place = _set_subhead(press, section.subhead, slots, place, article)
            if subhead is None:
                break
            blocks.append(subhead)
        body = _set_section(press, section.paragraphs, slots[place:], article, number == 0)
        if not body.lines:
            del blocks[-1:]
            break
        blocks.append(body)
        place += len(body.lines)
        if body.paragraphs != section.paragraphs:
            break
    return blocks


def _set_section(
    press: Press, paragraphs: tuple[str, ...], slots: Sequence[Slot], article: str, first: bool
) -> Block:
    look, opening = press.look, paragraphs[0]
    dropped = first and look.drop_lines and len(opening) > DROP_CAP_CHARACTERS and opening[0].isalpha()
    if dropped:
        kept, lines = with_drop_cap(paragraphs, look.body, slots, look.drop_lines)
    else:
        kept, lines = fit(paragraphs, look.body, slots)
    return Block("body", article, lines, kept)


def _set_subhead(
    press: Press, text: str, slots: Sequence[Slot], place: int, article: str
) -> tuple[Block | None, int]:
    """A centred subhead in the column at slot `place`, with room over and under it, and the slot after it.

    It goes to the next column where it would have no text under it; None where the slots end.
    """
    style = press.look.style(press.look.headline, 1.08 * press.look.em)
    while place < len(slots):
        slot = slots[place]
        lines = balanced_lines(text, slot.right - slot.left, style)
        end = place + len(lines) + 1
        rows = slots[place : end + ROOM_UNDER_SUBHEAD]
        if len(rows) == end + ROOM_UNDER_SUBHEAD - place and _alike(rows):
            top = slot.top + 0.55 * press.look.body.leading
            step = press.look.body.leading
            corners = [(slot.left, top + step * number) for number in range(len(lines))]
            placed = (place_line(line, at, style) for line, at in zip(lines, corners, strict=True))
            block = Block("subhead", article, tuple(placed), (text,), role="section")
            column = slot.column
            return replace(block, lines=tuple(replace(line, column=column) for line in block.lines)), end
        place += 1
    return None, place


def _alike(rows: Sequence[Slot]) -> bool:
    """True for slots under one another of one width."""
    return len({(slot.left, slot.right, slot.column) for slot in rows}) == 1
