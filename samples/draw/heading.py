"""Kicker, headline, deck and byline over a story, sized to the width that they span."""

from __future__ import annotations

from dataclasses import dataclass, replace

from draw.flow import place_line
from draw.fonts import Face
from draw.look import Look
from draw.marks import Block, Rect, SetLine, Style
from draw.stories import Story
from draw.tokens import split_tokens
from draw.typeset import Setting, next_cut, set_line, text_lines


@dataclass(frozen=True, slots=True)
class Heading:
    """Blocks set but not yet drawn, and where they end."""

    blocks: tuple[Block, ...]
    bottom: float


def set_heading(story: Story, article: str, rect: Rect, look: Look, size_em: float) -> Heading:
    """The heading of a story from the top of `rect` down, the headline at most `size_em` body em high."""
    em, y, blocks = look.em, rect.top, []
    if story.kicker and size_em >= 1.9:
        style = look.style(look.kicker, min(1.35, 0.45 * size_em) * em, look.head_align)
        block, y = stack(("kicker", article), story.kicker, replace(rect, top=y), style)
        blocks.append(block)
        y += 0.25 * em
    style = headline_style(story.headline, rect.width, look, size_em * em)
    block, y = stack(("headline", article), story.headline, replace(rect, top=y), style)
    blocks.append(block)
    y += 0.35 * em
    if story.deck and size_em >= 1.9:
        style = look.style(look.deck, 1.2 * em, look.head_align)
        block, y = stack(("deck", article), story.deck, replace(rect, top=y), style)
        blocks.append(block)
        y += 0.3 * em
    if story.byline:
        style = look.style(look.byline, 1.0 * em, look.head_align)
        block, y = stack(("byline", article), story.byline, replace(rect, top=y), style)
        blocks.append(block)
        y += 0.3 * em
    return Heading(tuple(blocks), y + 0.25 * em)


def stack(name: tuple[str, str], text: str, rect: Rect, style: Style) -> tuple[Block, float]:
    """A block of (kind, article) with the text in as many lines as it needs, and where it ends."""
    lines, y = [], rect.top
    for setting in balanced_lines(text, rect.width, style):
        lines.append(place_line(setting, (rect.left, y), style))
        y += style.leading
    return Block(name[0], name[1], tuple(lines), (text,)), y


def balanced_lines(text: str, width: float, style: Style) -> list[Setting]:
    """The lines of a heading, none much shorter than the others; a Chinese one breaks at its space."""
    lines = text_lines(text, width, style)
    if len(lines) < 2 or style.align == "justify":
        return lines
    if style.language != "en" and len(lines) == 2 and text.count(" ") == 1:
        halves = [text_lines(half, width, style) for half in text.split(" ")]
        if all(len(half) == 1 for half in halves):
            return [half[0] for half in halves]
    narrow = width
    while narrow > width / 2 and len(_breaks(text, narrow * 0.96, style)) == len(lines):
        narrow *= 0.96
    return [set_line(cut, width, style, True) for cut in _breaks(text, narrow, style)]


def _breaks(text: str, width: float, style: Style) -> list:  # type: ignore[type-arg]
    tokens, start, cuts = list(split_tokens(text, style)), 0, []
    while start < len(tokens):
        cut = next_cut(tokens, start, width, style)
        start = cut.after
        cuts.append(cut)
    return cuts


def headline_style(text: str, width: float, look: Look, largest: float) -> Style:
    """The largest style at which the headline takes one line, or more where one would be too small."""
    for count, least in ((1, 0.7), (2, 0.55), (3, 0.4)):
        size = largest
        while size >= least * largest:
            style = look.style(look.headline, size, look.head_align)
            if len(text_lines(text, width, style)) <= count:
                return style
            size *= 0.95
    return look.style(look.headline, 0.4 * largest, look.head_align)


def set_upright(text: str, corner: tuple[float, float], style: Style) -> SetLine:
    """A vertical line of text with its left top `corner` on the page."""
    setting = text_lines(text, 1e6, replace(style, align="left"))[0]
    left, top = corner
    box = Rect(left, top, left + style.size, top + setting.width)
    return SetLine(setting.text, setting.glyphs, box, style, vertical=True)


def upright_size(text: str, height: float, face: Face, largest: float) -> int:
    """The size at which a vertical headline is at most `height` pixels long."""
    del face
    return round(min(largest, height / max(len(text), 1)))
