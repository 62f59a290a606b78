"""A story set into a rectangle: heading, columns, pictures with captions, what is left over."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from draw.body import set_body
from draw.flow import find_slots, fit, place_line, pour, split_columns
from draw.heading import set_heading, set_upright, stack, upright_size
from draw.look import Press
from draw.marks import Block, Rect, SetLine, Style, hull_of
from draw.pictures import draw_photo
from draw.stories import Story
from draw.typeset import text_lines

LEAST_PICTURE_LINES = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """How a story stands in its rectangle.

    The headline spans `head_columns` columns (0: all) from `head_first` on; the others begin beside
    it. `head_place` is `top`, or `left` or `right` for a vertical one. `jump` is a line under the
    text such as 下转第4版, `resumed` one over it such as 上接第1版.
    """

    columns: int
    head_em: float = 2.6
    head_columns: int = 0
    head_first: int = 0
    head_place: str = "top"
    pictures: bool = True
    jump: str = ""
    resumed: str = ""
    holes: tuple[Rect, ...] = ()


def capacity(press: Press, rect: Rect, columns: int) -> float:
    """About how many characters a rectangle holds, heading left out."""
    style = press.look.body
    em_per_line = (rect.width - press.look.gutter * (columns - 1)) / columns / style.size
    letters = em_per_line * (2.25 if style.language == "en" else 0.93)
    return letters * columns * max(rect.height, 0.0) / style.leading


def set_article(press: Press, story: Story, rect: Rect, plan: Plan) -> float:
    """Sets the story into `rect` and returns where its lowest line or picture ends."""
    article = press.name_article(story.key)
    columns = _set_head(press, story, rect, plan, article)
    if plan.resumed:
        columns[0] = _set_resumed(press, plan.resumed, columns[0], article)
    holes = list(plan.holes)
    pictures: list[Block] = []
    if plan.pictures:
        pictures = plan_picture(press, story, columns, holes, article)
        holes += [room.inset(-0.45 * press.look.em, -0.3 * press.look.em) for room in _rooms(pictures)]
    leads = bool(pictures) and _is_lead(pictures[0].hull, columns)
    for block in pictures if leads else ():
        press.sheet.add(block)
    if plan.jump:
        columns[-1] = replace(columns[-1], bottom=columns[-1].bottom - 1.3 * press.look.em)
    body = set_body(press, story, columns, holes, article)
    for block in body:
        press.sheet.add(block)
    bottom = max(block.hull.bottom for block in (*body, *pictures))
    if plan.jump:
        bottom = max(bottom, _set_jump(press, plan.jump, body[-1], columns))
    for block in () if leads else pictures:
        press.sheet.add(block)
    rule_columns(press, columns, bottom, holes)
    return bottom


def _rooms(pictures: list[Block]) -> list[Rect]:
    """What a picture and its caption keep free of text, as wide as the picture; nothing without a picture."""
    return [hull_of([block.hull for block in pictures])] if pictures else []


def _is_lead(picture: Rect, columns: Sequence[Rect]) -> bool:
    """True for a picture between the heading and the whole text."""
    wide = picture.left <= columns[0].left + 1 and picture.right >= columns[-1].right - 1
    return wide and picture.top < columns[0].top + 2 * LEAST_PICTURE_LINES


def _set_head(press: Press, story: Story, rect: Rect, plan: Plan, article: str) -> list[Rect]:
    look, leading = press.look, press.look.body.leading
    if plan.head_place != "top":
        rest = set_vertical_head(press, story, rect, plan, article)
        return split_columns(rest, plan.columns, look.gutter)
    columns = split_columns(rect, plan.columns, look.gutter)
    span = plan.head_columns or plan.columns
    spanned = range(plan.head_first, plan.head_first + span)
    head_rect = replace(rect, left=columns[spanned[0]].left, right=columns[spanned[-1]].right)
    heading = set_heading(story, article, head_rect, look, plan.head_em)
    for block in heading.blocks:
        press.sheet.add(block)
    top = (
        rect.top + math.ceil((heading.bottom - rect.top) / leading) * leading
        if span < plan.columns
        else heading.bottom
    )
    return [
        replace(column, top=top if number in spanned else rect.top) for number, column in enumerate(columns)
    ]


def set_vertical_head(press: Press, story: Story, rect: Rect, plan: Plan, article: str) -> Rect:
    """Sets a vertical headline at one side of `rect` and returns the rest of it."""
    look, text = press.look, story.short_headline
    size = upright_size(text, rect.height * 0.96, look.headline, plan.head_em * look.em)
    style = look.style(look.headline, size, "left")
    at_left = plan.head_place == "left"
    left = rect.left if at_left else rect.right - size
    line = set_upright(text, (left, rect.top), style)
    drop = max(0.0, (rect.height - line.box.height) * 0.3)
    line = set_upright(text, (left, rect.top + drop), style)
    press.sheet.add(Block("headline", article, (line,), (text,)))
    if at_left:
        return replace(rect, left=rect.left + size + 0.8 * look.em)
    return replace(rect, right=rect.right - size - 0.8 * look.em)


def plan_picture(
    press: Press, story: Story, columns: Sequence[Rect], holes: Sequence[Rect], article: str
) -> list[Block]:
    """A picture with its caption that takes the room which the text leaves; none where that is little."""
    style, look = press.look.body, press.look
    slots = find_slots(columns, holes, style)
    need = len(pour(story.paragraphs, style, [*slots, *slots]).lines) + 2 * len(story.sections)
    spare = len(slots) - need
    tall = min(column.height for column in columns)
    choices = []
    for span in range(1, len(columns) + 1):
        height = min(spare / span * style.leading, tall * 0.8)
        width = columns[span - 1].right - columns[0].left
        if height >= LEAST_PICTURE_LINES * style.leading and 0.35 <= height / width <= 1.35:
            choices.append((span, height))
    if not choices:
        return []
    span, height = press.rng.choice(choices)
    first = press.rng.randint(0, len(columns) - span)
    top, bottom = max(column.top for column in columns), min(column.bottom for column in columns)
    y = top if press.rng.random() < 0.4 else bottom - height
    if span < len(columns) and press.rng.random() < 0.4:
        y = (top + bottom - height) / 2
    place = Rect(columns[first].left, y, columns[first + span - 1].right, y + height)
    caption = story.captions[0] if story.captions else ""
    return set_picture(press, place.inset(0, 0.3 * look.em), caption, article)


def set_picture(press: Press, place: Rect, caption: str, article: str) -> list[Block]:
    """Draws a photograph into `place`, room for its caption kept, and returns both blocks, not yet added."""
    look, lines = press.look, []
    style = look.style(look.caption, 0.86 * look.em, press.rng.choice(("center", "left")))
    settings = text_lines(caption, place.width, style) if caption else []
    photo = replace(
        place, bottom=place.bottom - len(settings) * style.leading - 0.2 * look.em * bool(settings)
    )
    press.sheet.paste(draw_photo(round(photo.width), round(photo.height), press.rng), photo)
    if press.rng.random() < 0.5:
        press.sheet.frame(photo, press.rng.randint(2, 4))
    blocks = [Block("picture", article, (), (), box=photo)]
    y = photo.bottom + 0.25 * look.em
    for setting in settings:
        lines.append(place_line(setting, (place.left, y), style))
        y += style.leading
    if lines:
        blocks.append(Block("caption", article, tuple(lines), (caption,)))
    return blocks


def _set_jump(press: Press, text: str, body: Block, columns: Sequence[Rect]) -> float:
    look, last = press.look, body.lines[-1]
    style = look.style(look.headline, 0.9 * look.em, "right")
    column = columns[last.column]
    line = place_line(
        text_lines(text, column.width, style)[0], (column.left, last.box.bottom + 0.2 * look.em), style
    )
    press.sheet.add(Block("jump_line", body.article, (line,), (text,)))
    return line.box.bottom


def _set_resumed(press: Press, text: str, column: Rect, article: str) -> Rect:
    """Sets the line that says where the story began, and returns the rest of its column."""
    look = press.look
    style = look.style(look.headline, 0.9 * look.em, "left")
    line = place_line(text_lines(text, column.width, style)[0], (column.left, column.top), style)
    press.sheet.add(Block("jump_line", article, (line,), (text,)))
    return replace(column, top=column.top + look.body.leading)


def rule_columns(press: Press, columns: Sequence[Rect], bottom: float, holes: Sequence[Rect]) -> None:
    """Draws rules down the gutters if the look has them, interrupted by pictures across a gutter."""
    if not press.look.column_rule:
        return
    for before, after in itertools.pairwise(columns):
        x = round((before.right + after.left) / 2)
        line = Rect(x - 1, max(before.top, after.top), x + 1, bottom)
        for piece in _pieces(line, [hole for hole in holes if hole.meets(line)]):
            press.sheet.rule("vertical", piece)


def _pieces(line: Rect, holes: Sequence[Rect]) -> list[Rect]:
    pieces, top = [], line.top
    for hole in sorted(holes, key=lambda hole: hole.top):
        if hole.top - top > 20:
            pieces.append(replace(line, top=top, bottom=hole.top))
        top = max(top, hole.bottom)
    if line.bottom - top > 20:
        pieces.append(replace(line, top=top))
    return pieces


def set_boxed(press: Press, story: Story, rect: Rect, fill: int | None) -> Block:
    """A framed sidebar that fills `rect`: its headline and text, drawn and added."""
    look, article = press.look, press.name_article(story.key)
    if fill is not None:
        press.sheet.fill(rect, fill)
    press.sheet.frame(rect, press.rng.randint(2, 5))
    inner = rect.inset(0.7 * look.em, 0.6 * look.em)
    style = look.style(look.headline, 1.35 * look.em)
    heading, y = stack(("headline", article), story.headline, inner, style)
    press.sheet.add(heading)
    body_style = small_style(press)
    slots = find_slots([replace(inner, top=y + 0.3 * look.em)], [], body_style)
    kept, body = fit(story.paragraphs, body_style, slots)
    block = Block("sidebar", article, body, kept)
    press.sheet.add(block)
    return block


def small_style(press: Press) -> Style:
    """The style of boxed items: a little smaller, no indent."""
    look = press.look
    return look.style(look.caption, 0.92 * look.em, "justify")


def boxed_height(press: Press, story: Story, width: float) -> float:
    """How high a boxed sidebar of `width` must be to hold its text."""
    look, style = press.look, small_style(press)
    inner = Rect(0, 0, width - 1.4 * look.em, 100 * style.leading)
    head = look.style(look.headline, 1.35 * look.em)
    heads = len(text_lines(story.headline, inner.width, head)) * head.leading
    lines: Sequence[SetLine] = pour(story.paragraphs, style, find_slots([inner], [], style)).lines
    return heads + len(lines) * style.leading + 1.7 * look.em
