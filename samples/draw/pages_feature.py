"""A page with one long story: lead picture, and sections under subheads of several makes."""

from __future__ import annotations

from dataclasses import replace

from draw.article import rule_columns, set_picture
from draw.flow import balanced_height, cut_columns, find_slots, pour, split_columns
from draw.heading import set_heading, stack
from draw.look import Press
from draw.marks import Block, Rect
from draw.stories import Section

DEEP_PX = 100_000  # deeper than any page


def draw_feature(press: Press, rect: Rect) -> None:
    """A feature over the whole page."""
    rng, look = press.rng, press.look
    story = press.desk.take(("feature",), rng.choice((1400, 2600)))
    if story is None:
        raise ValueError("no feature is among the stories")
    article = press.name_article(story.key)
    heading = set_heading(story, article, rect, look, rng.uniform(3.4, 4.6))
    for block in heading.blocks:
        press.sheet.add(block)
    captions = list(story.captions)
    y = _lead_picture(press, replace(rect, top=heading.bottom), captions, article)
    shapes = ["banner", "rules", "centre", "inset"]
    rng.shuffle(shapes)
    plain = rng.random() < 0.25
    for number, section in enumerate(story.sections):
        shape = "centre" if plain else shapes[number % len(shapes)]
        columns = 3 if shape == "inset" or rng.random() < 0.6 else 2
        part = _Part(section, article, shape, columns)
        y = _set_section(press, replace(rect, top=y), part, captions) + 0.9 * look.em


class _Part:
    """A section with how it shall be set."""

    __slots__ = ("article", "columns", "section", "shape")

    def __init__(self, section: Section, article: str, shape: str, columns: int) -> None:
        self.section, self.article, self.shape, self.columns = section, article, shape, columns


def _lead_picture(press: Press, rect: Rect, captions: list[str], article: str) -> float:
    if not captions:
        return rect.top
    wide = rect.width * press.rng.choice((1.0, 1.0, 0.8))
    left = rect.left + (rect.width - wide) / 2
    place = Rect(left, rect.top, left + wide, rect.top + rect.width * press.rng.uniform(0.2, 0.32))
    blocks = set_picture(press, place, captions.pop(0), article)
    for block in blocks:
        press.sheet.add(block)
    return blocks[-1].hull.bottom + 0.9 * press.look.em


def _set_section(press: Press, rect: Rect, part: _Part, captions: list[str]) -> float:
    """A subhead and its text, balanced over the columns; returns where it ends."""
    look, style = press.look, press.look.body
    pictured = bool(captions) and part.columns == 2
    columns = split_columns(
        replace(rect, bottom=rect.top + DEEP_PX), 3 if pictured else part.columns, look.gutter
    )
    text = columns[: part.columns]
    holes: list[Rect] = []
    if part.shape == "inset":
        holes = [_set_inset(press, text[1], part)]
    else:
        span = Rect(text[0].left, rect.top, text[-1].right if pictured else rect.right, rect.bottom)
        top = _set_subhead(press, span, part)
        text = [replace(column, top=top) for column in text]
    height = balanced_height(part.section.paragraphs, style, text, holes)
    text = cut_columns(text, height)
    lines = pour(part.section.paragraphs, style, find_slots(text, holes, style)).lines
    press.sheet.add(Block("body", part.article, lines, part.section.paragraphs))
    bottom = max(line.box.bottom for line in lines)
    if pictured:
        place = Rect(columns[2].left, rect.top + 0.3 * look.em, columns[2].right, bottom)
        for block in set_picture(press, place, captions.pop(0), part.article):
            press.sheet.add(block)
            bottom = max(bottom, block.hull.bottom)
    rule_columns(press, text, bottom, holes)
    return bottom


def _set_subhead(press: Press, rect: Rect, part: _Part) -> float:
    """A subhead over its columns: plain, white on a black bar, or between two rules."""
    look = press.look
    banner = part.shape == "banner"
    style = look.style(look.headline, 1.4 * look.em, "center", 255 if banner else 0)
    pad = 0.32 * look.em
    inner = replace(rect, top=rect.top + pad)
    block, bottom = stack(("subhead", part.article), part.section.subhead, inner, style)
    bar = replace(rect, bottom=bottom + 0.5 * pad)
    if banner:
        press.sheet.fill(bar, 0)
    if part.shape == "rules":
        for y in (bar.top, bar.bottom):
            press.rule("horizontal", Rect(bar.left, round(y), bar.right, round(y) + 3))
    centred = part.shape == "centre"
    press.sheet.add(replace(block, role="section") if centred else replace(block, role="banner", box=bar))
    return bar.bottom + (0.3 if part.shape == "centre" else 0.6) * look.em


def _set_inset(press: Press, column: Rect, part: _Part) -> Rect:
    """A subhead of two lines at the top of the middle column; returns the hole that it makes there."""
    look = press.look
    style = look.style(look.headline, 1.35 * look.em, "center")
    top = column.top + 0.3 * look.em
    block, bottom = stack(("subhead", part.article), part.section.subhead, replace(column, top=top), style)
    press.sheet.add(replace(block, role="section"))
    if press.rng.random() < 0.5:
        press.rule("horizontal", Rect(column.left, round(bottom), column.right, round(bottom) + 2))
    return Rect(column.left, column.top, column.right, bottom + 0.5 * look.em)
