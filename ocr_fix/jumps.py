"""Stories that go on across the pages of a document, by the jump lines at their ends and beginnings.

Idea: a story that ends with "continued on page 3" goes on in one of those of page 3 that say "continued from"
this page; where only one side is printed, or several say so, the better fitting text decides.

Known limit: a story without any jump line is never linked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ocr_fix.jumplines import Jump, read_jump_line
from ocr_fix.model import Article, Kind, Page

Follow = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Continuation:
    """That article `article` of page `page` goes on in article `to_article` of page `to_page`: indices into a
    document's pages and into their articles."""

    page: int
    article: int
    to_page: int
    to_article: int


def find_continuations(pages: Sequence[Page], follow: Follow | None = None) -> tuple[Continuation, ...]:
    """Where the stories of `pages` go on, in the order of their first parts; each article goes on once at
    most, and continues one. `follow(a, b)` is the log-odds that b continues a."""
    found: list[Continuation] = []
    taken: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        for place, article in enumerate(page.articles):
            jump = _jump(article, onward=True)
            if jump is None:
                continue
            target = _target(pages, (number, article, jump), taken, follow)
            if target is not None:
                taken.add(target)
                found.append(Continuation(number, place, *target))
    return tuple(found)


def _jump(article: Article, onward: bool) -> Jump | None:
    """What the article's last jump line of one kind says."""
    jumps = (
        read_jump_line(line.text)
        for region in article.regions
        if region.kind is Kind.JUMP_LINE
        for line in region.lines
    )
    fitting = [jump for jump in jumps if jump and jump.onward is onward]
    return fitting[-1] if fitting else None


def _target(
    pages: Sequence[Page],
    source: tuple[int, Article, Jump],
    taken: set[tuple[int, int]],
    follow: Follow | None,
) -> tuple[int, int] | None:
    """The page and the article in which a story goes on."""
    number, article, jump = source
    best: tuple[tuple[bool, float], tuple[int, int]] | None = None
    for index, page in enumerate(pages):
        if index == number or not _is_named(page, index, jump):
            continue
        for place, other in enumerate(page.articles):
            back = _jump(other, onward=False)
            returns = back is not None and _is_named(pages[number], number, back)
            fit = _fit(article, other, follow)
            if (index, place) in taken or (back and not returns) or (not back and fit <= 0):
                continue
            score = (returns, fit)
            if best is None or score > best[0]:
                best = (score, (index, place))
    return best[1] if best else None


def _is_named(page: Page, index: int, jump: Jump) -> bool:
    """Whether a jump line means a page: by the number printed on it, else by its place."""
    printed = "".join(page.paper.page.split()).upper()
    return jump.page == (printed or str(index + 1))


def _fit(article: Article, other: Article, follow: Follow | None) -> float:
    """How well the text of `other` continues an article: the headlines' common characters, and `follow`."""
    shared = set(article.headline) & set(other.headline)
    alike = len(shared) / max(1, min(len(set(article.headline)), len(set(other.headline))))
    ends, begins = _body(article), _body(other)
    runs_on = follow(ends[-1], begins[0]) if follow and ends and begins else 0.0
    return 2 * alike + runs_on - (0.0 if follow else 0.5)


def _body(article: Article) -> list[str]:
    return [line.text for region in article.regions if region.kind is Kind.BODY for line in region.lines]
