"""The invented news: stories from `news/*.toml`, the papers that print them, and who takes which story."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

OFFERED = 9  # of this many stories the best fitting one is taken: pages differ, and are still full
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a feature under its subhead."""

    subhead: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A story as written; `key` is its file's name."""

    key: str
    language: str
    type: str
    section: str
    kicker: str
    headline: str
    short_headline: str
    deck: str
    byline: str
    captions: tuple[str, ...]
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def length(self) -> int:
        """Characters of the body."""
        return sum(len(text) for text in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Paper:
    """The furniture of a newspaper: names, dates and lines by key."""

    language: str
    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]

    def text(self, key: str) -> str:
        """The line of that key, empty where the paper has none."""
        return self.texts.get(key, "")


def load_story(path: Path) -> Story:
    """The story of a TOML file.

    Raises:
        KeyError: the file lacks a field.
    """
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    sections = tuple(Section(part["subhead"], tuple(part["paragraphs"])) for part in data.get("sections", ()))
    paragraphs = tuple(data.get("paragraphs", ())) or tuple(
        text for part in sections for text in part.paragraphs
    )
    words = {name: str(data.get(name, "")) for name in ("section", "kicker", "headline", "deck", "byline")}
    return Story(
        key=path.stem,
        language=data["language"],
        type=data["type"],
        short_headline=data.get("short_headline", "") or words["headline"],
        captions=tuple(data.get("captions", ())),
        paragraphs=paragraphs,
        sections=sections,
        rows=tuple(tuple(str(cell) for cell in row) for row in data.get("rows", ())),
        **words,
    )


@cache
def all_stories() -> tuple[Story, ...]:
    """Every story, by file name."""
    paths = sorted((HERE / "news").glob("*.toml"))
    return tuple(load_story(path) for path in paths if path.stem != "paper")


@cache
def load_paper(language: str) -> Paper:
    """The paper of a language.

    Raises:
        KeyError: there is none.
    """
    data = tomllib.loads((HERE / "news" / "paper.toml").read_text(encoding="utf-8"))[language]
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    lists = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
    return Paper(language, texts, lists)


@cache
def load_adverts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Adverts: language and lines of text, the first one large."""
    data = tomllib.loads((HERE / "adverts.toml").read_text(encoding="utf-8"))
    return tuple((advert.get("language", "zh"), tuple(advert["lines"])) for advert in data["adverts"])


@dataclass(slots=True)
class Desk:
    """The stories that a page may still print, each once, in an order that chance decided.

    Those that another page has `printed` come last.
    """

    stock: list[Story] = field(default_factory=list)
    adverts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    printed: frozenset[str] = frozenset()

    def take(self, types: Collection[str], length: float, language: str = "zh") -> Story | None:
        """The story of one of `types` that fills `length` characters best, taken from the stock.

        A longer story can be cut at the end of a sentence; a shorter one leaves room for a picture.
        """
        fitting = [story for story in self.stock if story.type in types and story.language == language]
        if not fitting:
            return None
        fresh = [story for story in fitting if story.key not in self.printed]
        found = min((fresh or fitting)[:OFFERED], key=lambda story: _misfit(story, length))
        self.stock.remove(found)
        return found

    def take_advert(self, language: str) -> tuple[str, ...] | None:
        """The next advert, none when all are printed."""
        found = next((advert for advert in reversed(self.adverts) if advert[0] == language), None)
        if found is None:
            return None
        self.adverts.remove(found)
        return found[1]


def _misfit(story: Story, length: float) -> float:
    ratio = story.length / max(length, 1.0)
    return (ratio - 1) * 0.6 if ratio >= 1 else (1 - ratio) * 1.5


def open_desk(rng: random.Random, printed: Collection[str] = ()) -> Desk:
    """A desk with every story and advert, shuffled."""
    stock, adverts = list(all_stories()), list(load_adverts())
    rng.shuffle(stock)
    rng.shuffle(adverts)
    return Desk(stock, adverts, frozenset(printed))
