"""Pages of the plainer kinds: columns under headlines, nested blocks, a sidebar, narrow gutters."""

from __future__ import annotations

from dataclasses import replace

from draw.article import Plan, boxed_height, capacity, set_article, set_boxed
from draw.furniture import set_briefs, set_divider
from draw.grid import Leaf, Split, set_tree
from draw.look import Press
from draw.marks import Rect


def draw_two_columns(press: Press, rect: Rect) -> None:
    """One or two stories in two columns."""
    head = press.rng.uniform(2.2, 3.2)
    leaves = [Leaf(Plan(2, head), press.rng.uniform(0.8, 1.3)) for _ in range(press.rng.choice((1, 2, 2)))]
    set_tree(press, Split(tuple(leaves), ruled=press.rng.random() < 0.7), rect)


def draw_four_columns(press: Press, rect: Rect) -> None:
    """One headline over four columns, a story below, a row of briefs."""
    foot = rect.below(rect.bottom - 9.5 * press.look.body.leading)
    upper = replace(rect, bottom=foot.top - 1.2 * press.look.em)
    first = Leaf(Plan(4, press.rng.uniform(2.6, 3.6)), 1.2)
    second = Leaf(Plan(press.rng.choice((3, 4, 4)), 2.4), 1.0)
    set_tree(press, Split((first, second)), upper)
    set_divider(press, replace(upper, top=upper.bottom, bottom=foot.top))
    set_briefs(press, foot, 4)


def draw_nested(press: Press, rect: Rect) -> None:
    """Three stories or four in nested blocks: over, beside, over."""
    rng = press.rng
    left, right = rng.choice(((2, 1), (1, 2), (2, 2), (3, 2), (2, 3)))
    top = Leaf(Plan(left + right, rng.uniform(2.6, 3.4)), rng.uniform(0.7, 1.1))
    side = Leaf(Plan(left, 2.3), left)
    other: Leaf | Split = Leaf(Plan(right, 2.1), right)
    if rng.random() < 0.5:
        other = Split((Leaf(Plan(right, 2.0)), Leaf(Plan(right, 2.0))), share=right)
    set_tree(press, Split((top, Split((side, other), rows=False, share=1.3))), rect)


SIDEBAR_TOP_EM = 13.0
"""A sidebar begins below the headline, deck and byline of the story around it."""


def draw_sidebar(press: Press, rect: Rect) -> None:
    """A story that runs round a framed sidebar, another under it."""
    rng, look = press.rng, press.look
    columns = rng.choice((2, 3, 3, 4))
    middle = rect.top + rect.height * rng.uniform(0.45, 0.6)
    upper, lower = replace(rect, bottom=middle), rect.below(middle + 1.6 * look.em)
    side = press.desk.take(("sidebar",), 150)
    story = press.desk.take(("story", "letter"), capacity(press, upper, columns) * 0.72)
    if side is None or story is None:
        raise ValueError("no sidebar or no story is left for this page")
    wide = rect.width / columns * rng.uniform(0.7, 1.05)
    room = upper.height - SIDEBAR_TOP_EM * look.em
    while boxed_height(press, side, wide) > room and wide < 0.6 * rect.width:
        wide *= 1.1
    high = boxed_height(press, side, wide)
    left = rng.choice(
        (rect.left + (rect.width - wide) / 2, rect.right - wide, rect.left + rect.width / columns / 2)
    )
    top = max(upper.top + (upper.height - high) * rng.uniform(0.45, 0.8), upper.bottom - room)
    box = Rect(round(left), round(top), round(left + wide), round(top + high))
    hole = box.inset(-0.7 * look.em, -0.4 * look.em)
    set_article(press, story, upper, Plan(columns, rng.uniform(2.4, 3.2), pictures=False, holes=(hole,)))
    set_boxed(press, side, box, rng.choice((None, None, 236)))
    set_divider(press, replace(upper, top=middle, bottom=lower.top))
    set_tree(press, Leaf(Plan(rng.choice((2, 3, 4)), 2.3)), lower)


def draw_narrow(press: Press, rect: Rect) -> None:
    """Many columns with gutters of one character and rules in them."""
    rng = press.rng
    first = Leaf(Plan(rng.choice((4, 5)), 2.8), rng.uniform(0.8, 1.2))
    second: Leaf | Split = Leaf(Plan(rng.choice((4, 5)), 2.4))
    if rng.random() < 0.6:
        second = Split((Leaf(Plan(2, 2.1)), Leaf(Plan(2, 2.1))), rows=False)
    set_tree(press, Split((first, second)), rect)
