"""Vertical Chinese: lines from top to bottom, right to left, in one tier or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from draw.flow import MIN_LINE_EM, Slot, pour
from draw.fonts import FACES
from draw.heading import set_upright
from draw.look import Press
from draw.marks import Block, Rect, SetLine, Style
from draw.stories import Story


def set_vertical_article(press: Press, story: Story, rect: Rect, tiers: int) -> None:
    """A story in `rect`: headline and byline at the right side of the first tier, then the text."""
    look, rng = press.look, press.rng
    article = press.name_article(story.key)
    body = replace(
        look.body, face=FACES[rng.choice(("hant-serif", "hant-song"))], language="hant", indent=2.0
    )
    size = round(min(2.2 * look.em, rect.height / tiers * 0.9 / max(len(story.headline), 1)))
    head = Style(FACES[rng.choice(("hant-serif-bold", "hant-sans-bold"))], size, size, 0.0, "left", "hant")
    x = rect.right - size
    line = set_upright(story.headline, (x, rect.top + 0.5 * look.em), head)
    press.sheet.add(Block("headline", article, (line,), (story.headline,)))
    if story.byline:
        x -= 1.6 * look.em
        small = Style(FACES["hant-kai"], look.em, look.em, 0.0, "left", "hant")
        top = rect.top + rect.height / tiers * 0.45
        press.sheet.add(
            Block("byline", article, (set_upright(story.byline, (x, top), small),), (story.byline,))
        )
    places = _tiers(rect, tiers, 1.6 * look.em)
    places[0] = replace(places[0], right=x - 0.8 * look.em)
    lines = pour_upright(story.paragraphs, body, places)
    press.sheet.add(Block("body", article, lines, story.paragraphs))


def _tiers(rect: Rect, count: int, gap: float) -> list[Rect]:
    high = (rect.height - gap * (count - 1)) / count
    return [
        Rect(rect.left, rect.top + n * (high + gap), rect.right, rect.top + n * (high + gap) + high)
        for n in range(count)
    ]


def upright_slots(tiers: Sequence[Rect], style: Style) -> list[Slot]:
    """Slots as if the tiers lay on their sides: `left` and `right` run down the page, `top` leftwards."""
    slots = []
    for number, tier in enumerate(tiers):
        right = tier.right
        while right - style.size >= tier.left and tier.height > MIN_LINE_EM * style.size:
            slots.append(Slot(tier.top, tier.bottom, right, number))
            right -= style.leading
    return slots


def pour_upright(paragraphs: Sequence[str], style: Style, tiers: Sequence[Rect]) -> tuple[SetLine, ...]:
    """The text in vertical lines, from the right.

    Raises:
        ValueError: the text does not fit.
    """
    slots = upright_slots(tiers, style)
    poured = pour(paragraphs, style, slots)
    if poured.paragraphs < len(paragraphs):
        raise ValueError("the vertical text does not fit")
    lines = []
    for line in poured.lines:
        right = line.box.top
        box = Rect(right - style.size, line.box.left, right, line.box.right)
        lines.append(replace(line, box=box, vertical=True))
    return tuple(lines)


def upright_width(story: Story, style: Style, height: float) -> float:
    """How wide one tier of `height` must be to hold the story's text."""
    deep = Rect(0, 0, 1000 * style.leading, height)
    lines = pour_upright(story.paragraphs, style, [deep])
    return len(lines) * style.leading + style.size
