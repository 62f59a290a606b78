"""The pages that are committed as samples: which kind, which chance, how worn."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from draw.look import Press
from draw.pages import KINDS, draw_page
from draw.stories import open_desk
from draw.wear import Wear
from draw.wearing import choose_wear


@dataclass(frozen=True, slots=True)
class Sample:
    """A page by its name; `quality` is that of its JPEG, low enough to keep the repository small."""

    name: str
    kind: str
    seed: int
    wear: str = "light"
    quality: int = 58
    colour: bool = False


SAMPLES = (
    Sample("01-two-columns", "two-columns", 5),
    Sample("02-four-columns", "four-columns", 4),
    Sample("03-nested", "nested", 8),
    Sample("04-sidebar", "sidebar", 3),
    Sample("05-narrow-gutters", "narrow", 2),
    Sample("06-feature", "feature", 3, colour=True),
    Sample("07-english", "english", 4),
    Sample("08-table", "table", 6),
    Sample("09-vertical", "vertical", 7),
    Sample("10-worn", "worn", 3, "worn", 35),
    Sample("11-front", "front", 5, quality=48, colour=True),
    Sample("12-broadsheet", "broadsheet", 7, "medium", 45),
)


def draw_samples() -> list[tuple[Sample, Press, Wear]]:
    """The samples in order; a story that one page has printed is printed again only for want of others."""
    drawn: list[tuple[Sample, Press, Wear]] = []
    printed: set[str] = set()
    for sample in SAMPLES:
        rng = random.Random(f"{sample.kind}-{sample.seed}")
        press = draw_page(KINDS[sample.kind], rng, open_desk(rng, printed))
        printed.update(press.taken)
        wear = choose_wear(sample.wear, rng)
        drawn.append((sample, press, replace(wear, quality=sample.quality, colour=sample.colour)))
    return drawn
