"""How a page looks: its typefaces, sizes, gutters and rules, chosen once a page."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from draw.fonts import FACES, Face
from draw.marks import Rect, Rule, Style, Truth
from draw.sheet import Sheet
from draw.stories import Desk, Paper, load_paper

DPI = 300


@dataclass(frozen=True, slots=True)
class Look:
    """The typography of a page; `gutter` in pixels, `drop_lines` 0 for no drop caps."""

    body: Style
    headline: Face
    kicker: Face
    deck: Face
    byline: Face
    caption: Face
    gutter: float
    column_rule: bool
    head_align: str
    drop_lines: int = 0

    @property
    def em(self) -> int:
        return self.body.size

    def style(self, face: Face, size: float, align: str = "center", ink: int = 0) -> Style:
        """A style of the page's language for headings, captions and the like."""
        whole = round(size)
        leading = round(size * (1.22 if self.body.language == "en" else 1.3))
        return Style(face, whole, leading, 0.0, align, self.body.language, ink)


@dataclass(slots=True)
class Press:
    """What a page is made with."""

    sheet: Sheet
    look: Look
    rng: random.Random
    desk: Desk
    paper: Paper
    taken: list[str] = field(default_factory=list)

    def name_article(self, key: str) -> str:
        """A name for the next article that no other article of the page has."""
        self.taken.append(key)
        count = self.taken.count(key)
        return key if count == 1 else f"{key}-{count}"

    def rule(self, kind: str, box: Rect) -> Rule:
        """A printed rule, drawn."""
        self.sheet.rule(kind, box)
        return self.sheet.truth.rules[-1]


_BODY = {
    "zh": ("zh-serif", "zh-song", "zh-serif", "zh-song", "zh-sans"),
    "hant": ("hant-serif", "hant-song"),
    "en": ("en-liberation", "en-garamond", "en-libertine", "en-oldstandard"),
}
_HEADLINE = {
    "zh": ("zh-sans-bold", "zh-serif-bold", "zh-wenkai-bold", "zh-hei"),
    "hant": ("hant-serif-bold", "hant-sans-bold"),
}
_FINE = {"zh": ("zh-wenkai",), "hant": ("hant-kai",)}


def choose_look(rng: random.Random, language: str = "zh", gutter_em: float = 0.0) -> Look:
    """A look by chance; `gutter_em` 0 leaves the gutter to chance as well."""
    body_name = rng.choice(_BODY[language])
    size = rng.randint(35, 43)
    spread = rng.uniform(1.12, 1.22) if language == "en" else rng.uniform(1.22, 1.42)
    indent = 1.0 if language == "en" else 2.0
    body = Style(FACES[body_name], size, round(size * spread), indent, "justify", language)
    if language == "en":
        headline = rng.choice((f"{body_name}-bold", f"{body_name}-bold", "en-sans-bold", "en-narrow-bold"))
        fine = f"{body_name}-italic"
    else:
        headline, fine = rng.choice(_HEADLINE[language]), rng.choice(_FINE[language])
    return Look(
        body=body,
        headline=FACES[headline],
        kicker=FACES[fine],
        deck=FACES[rng.choice((fine, body_name))],
        byline=FACES[fine],
        caption=FACES[fine],
        gutter=round((gutter_em or rng.uniform(1.4, 2.4)) * size),
        column_rule=rng.random() < 0.35,
        head_align=rng.choice(("center", "center", "left")),
        drop_lines=rng.choice((0, 2, 3)) if language == "en" else 0,
    )


def open_press(size: tuple[int, int], look: Look, rng: random.Random, desk: Desk) -> Press:
    """A press with an empty sheet of `size` (width, height)."""
    language = look.body.language
    return Press(Sheet(*size, Truth(language)), look, rng, desk, load_paper(language))
