"""Front pages and broadsheets: many stories in nested blocks, headlines over some columns only."""

from __future__ import annotations

import random
from dataclasses import replace

from draw.article import Plan
from draw.flow import place_line
from draw.furniture import set_brief, set_divider
from draw.grid import Leaf, Split, set_tree
from draw.look import Press
from draw.marks import Block, Rect
from draw.typeset import text_lines

JUMPS = ("（下转第2版）", "（下转第3版）", "（下转第4版）")


def choose_plan(rng: random.Random, columns: int, head_em: float) -> Plan:
    """A plan by chance: headline over all columns, over some with the rest beside it, or vertical."""
    dice = rng.random()
    jump = rng.choice(JUMPS) if rng.random() < 0.2 else ""
    resumed = "（上接第1版）" if not jump and rng.random() < 0.1 else ""
    if columns >= 3 and dice < 0.4:
        span = rng.randint(2, columns - 1)
        first = 1 if rng.random() < 0.15 else 0
        return Plan(columns, head_em * 0.85, span, first, jump=jump)
    if columns >= 2 and 0.4 <= dice < 0.6:
        return Plan(columns, head_em, head_place=rng.choice(("left", "right")), jump=jump)
    return Plan(columns, head_em, jump=jump, resumed=resumed)


def draw_front(press: Press, rect: Rect) -> None:
    """A front page on six columns: blocks of 4 + 2 over 3 + 3 or the like, briefs, an index box."""
    rng = press.rng
    left = rng.choice((4, 4, 2, 3))
    top = Split((_block(rng, left, 3.2), _block(rng, 6 - left, 2.4)), rows=False, share=rng.uniform(1.0, 1.3))
    below = rng.choice((2, 3, 3, 4))
    bottom = Split((_block(rng, below, 2.4), _block(rng, 6 - below, 2.4)), rows=False)
    set_index(press, rect)
    upper = rect.below(rect.top + 2.6 * press.look.em)
    set_tree(press, Split((top, bottom)), upper)


def _block(rng: random.Random, columns: int, head_em: float) -> Leaf | Split:
    """One story over `columns` columns; where they are few, another one or an advert under it."""
    dice = rng.random()
    if columns <= 3 and dice < 0.6:
        first = Leaf(choose_plan(rng, columns, head_em * 0.85), rng.uniform(0.8, 1.4))
        second = (
            Leaf(Plan(columns, 2.0), rng.uniform(0.2, 0.35), types=())
            if dice < 0.2
            else Leaf(Plan(columns, 2.0))
        )
        return Split((first, second), share=columns, ruled=dice >= 0.2)
    return Leaf(choose_plan(rng, columns, head_em), columns)


def set_index(press: Press, rect: Rect) -> None:
    """A framed strip that says what stands on the other pages."""
    look, rng = press.look, press.rng
    box = replace(rect, bottom=rect.top + 1.9 * look.em)
    titles = [
        story.short_headline for story in press.desk.stock if story.language == "zh" and story.type == "story"
    ]
    parts = [f"{title}　{page}版" for title, page in zip(rng.sample(titles, 3), (3, 5, 6), strict=True)]
    text = "导读　" + "　　".join(parts)
    style = look.style(look.body.face, 0.9 * look.em)
    press.sheet.frame(box, 2)
    line = place_line(text_lines(text, box.width, style)[0], (box.left, box.top + 0.5 * look.em), style)
    press.sheet.add(Block("advert", press.name_article("index"), (line,), (line.text,), role="index"))


def draw_broadsheet(press: Press, rect: Rect) -> None:
    """Many stories on five to seven columns, a column of briefs at one side."""
    rng, look = press.rng, press.look
    count = rng.choice((5, 6, 6, 7))
    briefs = rng.random() < 0.5
    if briefs:
        wide = (rect.width - look.gutter * (count - 1)) / count
        side = replace(rect, left=rect.right - wide)
        rect = replace(rect, right=side.left - look.gutter)
        count -= 1
    bands = rng.choice((3, 3, 4))
    set_tree(press, Split(tuple(_band(rng, count) for _ in range(bands))), rect)
    if briefs:
        set_divider(press, replace(rect, left=rect.right, right=side.left), vertical=True)
        _brief_column(press, side)


def _band(rng: random.Random, count: int) -> Leaf | Split:
    share = rng.uniform(0.8, 1.3)
    if rng.random() < 0.2:
        return Leaf(choose_plan(rng, count, 3.4), share)
    left = rng.randint(2, count - 2)
    parts = [left, count - left]
    if count >= 6 and rng.random() < 0.4:
        parts = [2, 2, count - 4]
        rng.shuffle(parts)
    return Split(tuple(_block(rng, part, 2.7) for part in parts), rows=False, share=share)


def _brief_column(press: Press, rect: Rect) -> None:
    """Briefs under one another to the foot of the column."""
    y, need = rect.top, 9 * press.look.body.leading
    while rect.bottom - y > need:
        bottom = set_brief(press, replace(rect, top=y))
        if bottom == y:
            return
        y = bottom + 0.9 * press.look.em
