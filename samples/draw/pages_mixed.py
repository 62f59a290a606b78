"""Pages that mix kinds of setting: English, a ruled table, vertical Chinese."""

from __future__ import annotations

from dataclasses import replace

from draw.article import Plan
from draw.furniture import set_divider
from draw.grid import Leaf, Split, set_tree
from draw.look import Press
from draw.marks import Rect
from draw.table import set_table
from draw.upright import set_vertical_article, upright_width

SIDES = ("left", "right")


def draw_english(press: Press, rect: Rect) -> None:
    """English stories in three or four columns, hyphenated."""
    rng = press.rng
    count = rng.choice((3, 3, 4))
    first = Leaf(Plan(count, rng.uniform(2.4, 3.2)), rng.uniform(0.8, 1.2))
    second: Leaf | Split = Leaf(Plan(count, 2.2))
    if rng.random() < 0.6:
        left = Leaf(Plan(count - 1, 2.2), count - 1)
        second = Split((left, Leaf(Plan(1, 1.8), 1)), rows=False)
    set_tree(press, Split((first, second)), rect)


def draw_table(press: Press, rect: Rect) -> None:
    """A story with a vertical headline beside its columns, and a table under it or over it."""
    rng, look = press.rng, press.look
    table = press.desk.take(("table",), 0)
    if table is None:
        raise ValueError("no table is among the stories")
    deep = (1.75 * 0.92 * len(table.rows) + 6) * look.em
    story = Leaf(Plan(rng.choice((3, 4)), rng.uniform(2.4, 3.2), head_place=rng.choice(SIDES)))
    if rng.random() < 0.5:
        upper = replace(rect, bottom=rect.bottom - deep - 2 * look.em)
        set_tree(press, Split((story, Leaf(Plan(rng.choice((3, 4)), 2.2), 0.8))), upper)
        set_divider(press, replace(upper, top=upper.bottom, bottom=upper.bottom + 1.4 * look.em))
        set_table(press, table, rect.below(upper.bottom + 1.8 * look.em))
    else:
        bottom = set_table(press, table, rect)
        set_divider(press, replace(rect, top=bottom, bottom=bottom + 1.8 * look.em))
        set_tree(
            press, Split((story, Leaf(Plan(rng.choice((3, 4)), 2.2), 0.8))), rect.below(bottom + 2 * look.em)
        )


def draw_vertical(press: Press, rect: Rect) -> None:
    """A vertical article in traditional characters beside horizontal ones."""
    rng, look = press.rng, press.look
    story = press.desk.take(("story",), rng.choice((300, 500)), "hant")
    if story is None:
        raise ValueError("no story in traditional characters is among the stories")
    upper, lower = (
        replace(rect, bottom=rect.top + rect.height * 0.42),
        rect.below(rect.top + rect.height * 0.42 + 1.6 * look.em),
    )
    set_tree(press, Leaf(Plan(4, rng.uniform(2.5, 3.2))), upper)
    set_divider(press, replace(rect, top=upper.bottom, bottom=lower.top))
    style = replace(look.body, language="hant", indent=2.0)
    wide = upright_width(story, style, lower.height / 2 - 2 * look.em) / 2 + 7 * look.em
    wide = min(max(wide, 0.3 * rect.width), 0.6 * rect.width)
    side, rest = (
        replace(lower, left=rect.right - wide),
        replace(lower, right=rect.right - wide - 1.2 * look.em),
    )
    set_tree(press, Leaf(Plan(2 if wide > 0.4 * rect.width else 3, 2.3)), rest)
    inner = side
    if rng.random() < 0.6:
        press.sheet.frame(side, 3)
        inner = side.inset(0.8 * look.em, 0.8 * look.em)
    else:
        set_divider(press, replace(lower, left=rest.right, right=side.left), vertical=True)
    set_vertical_article(press, story, inner, 2)
