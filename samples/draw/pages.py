"""The kinds of page: each draws one page with a press that chance has set up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from draw.furniture import set_folio, set_footer, set_nameplate
from draw.look import Look, Press, choose_look, open_press
from draw.marks import Rect
from draw.pages_feature import draw_feature
from draw.pages_layouts import draw_adverts, draw_beside, draw_open_tables, draw_quotes
from draw.pages_mixed import draw_english, draw_table, draw_vertical
from draw.pages_news import draw_broadsheet, draw_front
from draw.pages_papers import draw_gazette, draw_party, draw_whole, set_eared_nameplate
from draw.pages_plain import draw_four_columns, draw_narrow, draw_nested, draw_sidebar, draw_two_columns
from draw.pages_upright import draw_daily, draw_tiers
from draw.stories import Desk

MARGIN_EM = 3.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: what draws it, its width in pixels, its height in widths, its language.

    `gutter_em` 0 leaves the gutter to chance, -1 to chance among narrow ones; `wear` is the level
    that the kind stands for. `head` sets what stands above the stories, `ragged` columns are not justified.
    """

    draw: Callable[[Press, Rect], None]
    width: tuple[int, int] = (2050, 2500)
    shape: tuple[float, float] = (1.25, 1.4)
    language: str = "zh"
    gutter_em: float = 0.0
    column_rule: bool | None = None
    nameplate: bool = False
    wear: str = ""
    head: Callable[[Press, Rect], float] | None = None
    ragged: bool = False


def draw_page(kind: Kind, rng: random.Random, desk: Desk) -> Press:
    """A page of the kind, drawn, with its truth."""
    width = rng.randint(*kind.width)
    height = round(width * rng.uniform(*kind.shape))
    gutter_em = kind.gutter_em if kind.gutter_em >= 0 else rng.uniform(1.0, 1.7)
    look: Look = choose_look(rng, kind.language, gutter_em)
    if kind.column_rule is not None:
        look = replace(look, column_rule=kind.column_rule)
    if kind.ragged:
        look = replace(look, body=replace(look.body, align="left"))
    press = open_press((width, height), look, rng, desk)
    margin = MARGIN_EM * look.em
    page = Rect(margin, 0.8 * margin, width - margin, height - 0.9 * margin)
    head = kind.head or (set_nameplate if kind.nameplate else set_folio)
    top = head(press, page)
    inner = Rect(page.left, top, page.right, page.bottom - 1.4 * look.em)
    kind.draw(press, inner)
    bottom = max(block.hull.bottom for block in press.sheet.truth.blocks) + 0.8 * look.em
    press.sheet.crop(round(set_footer(press, page.below(bottom)) + 0.7 * margin))
    return press


KINDS: dict[str, Kind] = {
    "two-columns": Kind(draw_two_columns, (2000, 2300)),
    "four-columns": Kind(draw_four_columns, (2300, 2560)),
    "nested": Kind(draw_nested, (2300, 2560)),
    "sidebar": Kind(draw_sidebar, (2100, 2500), (1.2, 1.35)),
    "narrow": Kind(draw_narrow, (2200, 2560), gutter_em=1.0, column_rule=True),
    "feature": Kind(draw_feature, (2300, 2500), (2.6, 2.6), nameplate=True),
    "english": Kind(draw_english, (2200, 2500), language="en", nameplate=True),
    "table": Kind(draw_table, (2200, 2500)),
    "vertical": Kind(draw_vertical, (2300, 2560)),
    "tiers": Kind(draw_tiers, (2300, 2560), (1.3, 1.45), language="hant"),
    "daily": Kind(draw_daily, (2400, 2700), (1.3, 1.45)),
    "worn": Kind(draw_four_columns, (2300, 2560), wear="worn"),
    "front": Kind(draw_front, (2500, 2900), (1.35, 1.5), nameplate=True, gutter_em=-1.0),
    "broadsheet": Kind(draw_broadsheet, (3000, 3300), (1.35, 1.42), gutter_em=-1.0),
}

LAYOUTS: dict[str, Kind] = {
    "open-tables": Kind(draw_open_tables, (2300, 2560)),
    "quotes": Kind(draw_quotes, (2400, 2700)),
    "adverts": Kind(draw_adverts, (2300, 2600)),
    "beside": Kind(draw_beside, (2300, 2600)),
}
"""Harder layouts, apart from the others so that what `all` draws stays as it is."""

PAPERS: dict[str, Kind] = {
    "party": Kind(draw_party, (2700, 3000), (1.4, 1.5), column_rule=False, head=set_eared_nameplate),
    "whole": Kind(draw_whole, (2500, 2800), (1.35, 1.5)),
    "gazette": Kind(
        draw_gazette, (2600, 2900), (1.3, 1.45), "en", -1.0, column_rule=False, nameplate=True, ragged=True
    ),
}
"""Pages as today's dailies look."""

GROUPS: dict[str, tuple[str, ...]] = {"all": tuple(KINDS), "layouts": tuple(LAYOUTS), "papers": tuple(PAPERS)}


def find_kind(name: str) -> Kind:
    """The kind of that name, of any group."""
    return (KINDS | LAYOUTS | PAPERS)[name]
