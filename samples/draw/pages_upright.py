"""Pages of vertical Chinese as older papers set them, and horizontal pages with vertical headlines."""

from __future__ import annotations

from dataclasses import replace

from draw.article import Plan
from draw.flow import place_line
from draw.fonts import FACES
from draw.furniture import set_divider
from draw.grid import Leaf, Split, set_tree
from draw.heading import set_upright
from draw.look import Press
from draw.marks import Block, Rect, Style
from draw.stories import Story
from draw.typeset import text_lines
from draw.upright import pour_upright, set_vertical_article, upright_width

SIDES = ("left", "right", "top")
LABELS = ("本埠新聞", "地方通訊", "文藝副刊", "讀者來信", "街談巷議", "海濱夜話")


def draw_tiers(press: Press, rect: Rect) -> None:
    """Tiers under one another over the whole page, each with stories from the right; one story runs through
    two of them, and one may be boxed."""
    rng, look = press.rng, press.look
    tall = rng.uniform(19, 24) * look.em
    top, number = rect.top, 0
    while rect.bottom - top > tall and press.desk.stock:
        twice = number == 1 and rect.bottom - top > 2.3 * tall
        tier = replace(rect, top=top, bottom=top + tall * (2 if twice else 1))
        if number:
            set_divider(press, replace(tier, top=top - 1.6 * look.em, bottom=top))
        if not _set_tier(press, tier, 2 if twice else 1, boxed=number == 2 and rng.random() < 0.7):
            break
        top, number = tier.bottom + 1.6 * look.em, number + 1


def _set_tier(press: Press, tier: Rect, tiers: int, boxed: bool) -> bool:
    """As many stories as fit in a tier, from the right; whether there was one."""
    look, right, count = press.look, tier.right, 0
    style = replace(look.body, language="hant", indent=1.0)
    deep = (tier.height - 1.6 * look.em * (tiers - 1)) / tiers
    while True:
        story = press.desk.take(("story", "brief"), 300 if tiers == 1 else 480, "hant")
        if story is None:
            return count > 0
        # A frame and a label take from the height.
        taken = (1.6 * (boxed and not count) + 2.2) * look.em if tiers == 1 else 0.0
        wide = upright_width(story, style, deep - taken) / tiers + 5.5 * look.em + style.leading
        if right - wide < tier.left:
            press.desk.stock.append(story)
            return count > 0
        place = replace(tier, left=right - wide, right=right)
        if boxed and not count:
            press.sheet.frame(place, 3)
            inner = place.inset(0.8 * look.em, 0.8 * look.em)
            _set_in_tier(press, story, replace(inner, left=inner.left - look.em), style)
        elif tiers > 1:
            set_vertical_article(press, story, place, tiers)
        else:
            _set_in_tier(press, story, place, style)
        right, count = place.left - 1.4 * look.em, count + 1
        if right - tier.left > 8 * look.em and press.rng.random() < 0.7:
            between = Rect(right, tier.top, place.left, tier.bottom)
            set_divider(press, between, vertical=True)


def _set_in_tier(press: Press, story: Story, place: Rect, body: Style) -> None:
    """A story in one tier: its headline set into the tier from the top, a byline beside it, then the text."""
    look, rng = press.look, press.rng
    article = press.name_article(story.key)
    if rng.random() < 0.5:
        place = _set_leftward(press, place, article)
    face = FACES[rng.choice(("hant-serif-bold", "hant-sans-bold"))]
    size = round(min(rng.uniform(1.7, 2.3) * look.em, 0.9 * place.height / len(story.headline)))
    x = place.right - size
    line = set_upright(story.headline, (x, place.top), Style(face, size, size, 0.0, "left", "hant"))
    press.sheet.add(Block("headline", article, (line,), (story.headline,)))
    if story.byline:
        x -= 1.5 * look.em
        small = Style(FACES["hant-kai"], look.em, look.em, 0.0, "left", "hant")
        line = set_upright(story.byline, (x, place.top + 0.5 * place.height), small)
        press.sheet.add(Block("byline", article, (line,), (story.byline,)))
    inner = replace(place, right=x - 0.7 * look.em, left=place.left - body.leading)
    lines = pour_upright(story.paragraphs, body, [inner])
    press.sheet.add(Block("body", article, lines, story.paragraphs))


def _set_leftward(press: Press, place: Rect, article: str) -> Rect:
    """A small horizontal heading at the right top of `place`, from right to left; the rest of the place."""
    look, text = press.look, press.rng.choice(LABELS)
    face = FACES[press.rng.choice(("hant-serif-bold", "hant-sans-bold"))]
    style = Style(face, round(1.3 * look.em), round(1.3 * look.em), 0.0, "left", "hant")
    setting = text_lines(text[::-1], place.width, style)[0]
    line = place_line(setting, (place.right - setting.width, place.top), style)
    press.sheet.add(Block("kicker", article, (replace(line, text=text),), (text,)))
    return place.below(place.top + 2.2 * look.em)


def draw_daily(press: Press, rect: Rect) -> None:
    """Horizontal stories with vertical and horizontal headlines, as in a Chinese daily."""
    rng = press.rng

    def leaf(columns: int, share: float = 1.0) -> Leaf:
        return Leaf(Plan(columns, rng.uniform(2.0, 2.8), head_place=rng.choice(SIDES)), share)

    left = rng.random() < 0.5
    wide, narrow = leaf(3, 3), Leaf(Plan(1, 1.8), 1)
    upper = Split((wide, narrow) if left else (narrow, wide), rows=False, share=1.1)
    lower = Split((leaf(2), leaf(2)), rows=False)
    set_tree(press, Split((upper, leaf(4, 0.8), lower)), rect)
