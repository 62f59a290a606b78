"""A page as nested rows and columns of stories: every leaf of the tree is filled by one story."""

from __future__ import annotations

from dataclasses import dataclass, replace

from draw.article import Plan, capacity, set_article
from draw.furniture import set_advert, set_divider
from draw.look import Press
from draw.marks import Rect

LOW_LINES = 18  # a place lower than this many body lines has no room for a full heading
PICTURED = 0.5  # this part of the places gets a story that leaves room for a picture
STORIES = ("story", "letter", "feature")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place for one story; `share` is its part of the room that it has with its siblings."""

    plan: Plan
    share: float = 1.0
    types: tuple[str, ...] = STORIES


@dataclass(frozen=True, slots=True)
class Split:
    """Parts under one another (`rows`), or side by side, where the shares count body columns of one width."""

    parts: tuple[Leaf | Split, ...]
    rows: bool = True
    share: float = 1.0
    ruled: bool = True


def set_tree(press: Press, node: Leaf | Split, rect: Rect) -> None:
    """Fills `rect` with the stories of a tree, in reading order."""
    if isinstance(node, Leaf):
        set_leaf(press, node, rect)
        return
    gap = 1.5 * press.look.em if node.rows else press.look.gutter
    places = divide(rect, [part.share for part in node.parts], gap, node.rows)
    for number, (part, place) in enumerate(zip(node.parts, places, strict=True)):
        if number and node.ruled:
            before = places[number - 1]
            between = (
                replace(place, top=before.bottom, bottom=place.top)
                if node.rows
                else replace(place, left=before.right, right=place.left)
            )
            set_divider(press, between, not node.rows)
        set_tree(press, part, place)


def divide(rect: Rect, shares: list[float], gap: float, rows: bool) -> list[Rect]:
    """The rectangle cut into parts of the given shares with `gap` between them.

    Parts side by side keep to one grid of columns: a share of two is two columns and their gutter.
    """
    room = (rect.height if rows else rect.width) + gap * (-(len(shares) - 1) if rows else 1)
    start, places = rect.top if rows else rect.left, []
    for share in shares:
        size = room * share / sum(shares) - (0 if rows else gap)
        if rows:
            places.append(replace(rect, top=round(start), bottom=round(start + size)))
        else:
            places.append(replace(rect, left=round(start), right=round(start + size)))
        start += size + gap
    return places


def set_leaf(press: Press, leaf: Leaf, rect: Rect) -> None:
    """Fills a rectangle with the story that suits its size, and what remains with an advert.

    A low rectangle gets a small headline, a very low one only an advert.
    """
    look = press.look
    if rect.height < LOW_LINES * look.body.leading:
        leaf = replace(
            leaf, plan=replace(leaf.plan, head_em=min(leaf.plan.head_em, 1.7), resumed="", jump="")
        )
    if rect.height < LOW_LINES / 2 * look.body.leading:
        set_advert(press, rect)
        return
    head = leaf.plan.head_em * look.em * 1.6 if leaf.plan.head_place == "top" else 0.0
    room = capacity(press, rect.below(rect.top + head), leaf.plan.columns)
    pictured = press.rng.random() < PICTURED
    story = press.desk.take(
        leaf.types, room * (press.rng.uniform(0.5, 0.75) if pictured else 1), press.paper.language
    )
    if story is None:
        set_advert(press, rect)
        return
    bottom = set_article(press, story, rect, leaf.plan)
    rest = rect.below(bottom + 0.8 * look.em)
    if rest.height > 5 * look.em:
        set_advert(press, rest)
