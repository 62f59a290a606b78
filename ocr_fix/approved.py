"""What the measures need of an approved text: its lines, flows, joins and paragraphs, normalised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ocr_fix.characters import HYPHENS
from ocr_fix.model import Article, Document, Kind, Page

BODY = frozenset({Kind.BODY, Kind.SIDEBAR})
NO_FLOW = frozenset({Kind.PICTURE, Kind.TABLE})

JOIN_CHARS = 8  # characters on each side of a join
MIN_CLAUSE_CHARS = 12  # about half a newspaper line
MAX_CLAUSE_CHARS = 60  # a text without punctuation is cut somewhere

_NO_COLUMN = -1
_CLAUSE = re.compile(
    rf".{{{MIN_CLAUSE_CHARS},{MAX_CLAUSE_CHARS}}}?[，。、；：！？,.;:!?]+[”’」』）)\"']*|.{{1,{MAX_CLAUSE_CHARS}}}",
    re.DOTALL,
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")

Plain = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Join:
    """The text around the join of two lines, and whether a column or a page ends there."""

    text: str
    across: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, whether it is body text, and the indices of its lines among all lines."""

    text: str
    is_body: bool
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """`flows` and `lines` in the chosen normalisation, `joins` and the text of `blocks` in the loose one."""

    flows: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    blocks: tuple[Block, ...] = ()


def approve(golden: str | Page | Document, plain: Plain, loose: Plain) -> Approved:
    """The parts of `golden`; `plain` and `loose` normalise.

    A golden text has no lines, columns or kinds: clauses stand in for its lines, paragraphs are blocks,
    and there are no joins.
    """
    if isinstance(golden, str):
        return _of_text(golden, plain, loose)
    pages = golden.pages if isinstance(golden, Document) else (golden,)
    flows: list[str] = []
    lines: list[str] = []
    joins: list[Join] = []
    blocks: list[Block] = []
    end: _End | None = None
    for page in pages:
        for article in page.flows:
            printed, texts = _line_texts(article, plain), _line_texts(article, loose)
            is_first = article is next(iter(page.articles), None)
            joins += _joins(article, texts, end if is_first else None)
            blocks += _blocks(article, printed, len(lines), loose)
            lines += [line for region in printed for line in region if line]
            flows += [plain("\n".join(found)) for _, found in _flows(article)]
        end = _end(page, loose)
    return Approved(tuple(filter(None, flows)), tuple(lines), tuple(joins), tuple(blocks))


@dataclass(frozen=True, slots=True)
class _End:
    """The last line before a join: the kind of its region, its column, its text."""

    kind: Kind
    column: int
    text: str


def _of_text(text: str, plain: Plain, loose: Plain) -> Approved:
    flows = [plain(flow) for flow in _BLANK_LINE.split(text)]
    lines: list[str] = []
    blocks: list[Block] = []
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        clauses = [clause.strip() for clause in _CLAUSE.findall(plain(paragraph)) if clause.strip()]
        own = tuple(range(len(lines), len(lines) + len(clauses)))
        lines += clauses
        blocks.append(Block(loose(paragraph), False, own))
    return Approved(tuple(filter(None, flows)), tuple(lines), (), tuple(blocks))


def _flows(article: Article) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The regions whose text flows, as indices, and their paragraphs."""
    for index, region in enumerate(article.regions):
        if region.kind not in NO_FLOW:
            yield index, article.region_paragraphs(index)


def _line_texts(article: Article, plain: Plain) -> tuple[tuple[str, ...], ...]:
    """For each region the normalised texts of its lines, without the hyphens that paragraphs undid.

    A line keeps the hyphen that is printed at its end; a result in paragraphs has none there. Whether
    the hyphen belongs to the word is for the golden paragraph to say.
    """
    texts = [[plain(line.text) for line in region.lines] for region in article.regions]
    for paragraph in article.paragraphs:
        lines = texts[paragraph.region]
        whole = ""
        for one, next_one in pairwise(paragraph.lines):
            line = lines[one]
            if line[-1:] and line[-1] in HYPHENS:
                whole = whole or plain(paragraph.text)
                joined = line[-1 - JOIN_CHARS : -1] + lines[next_one][:JOIN_CHARS]
                kept = line[-JOIN_CHARS:] + lines[next_one][:JOIN_CHARS]
                if joined in whole and kept not in whole:
                    lines[one] = line[:-1]
    return tuple(tuple(lines) for lines in texts)


def _joins(article: Article, texts: Sequence[Sequence[str]], before: _End | None) -> Iterator[Join]:
    """The joins of consecutive body lines; a picture between them is no text and does not part them.

    `before` is the end of the page before, where this article may go on from there.
    """
    for region, lines in zip(article.regions, texts, strict=True):
        if not region.lines:
            continue
        if region.kind not in BODY or (before and before.kind is not region.kind):
            before = None
        if region.kind not in BODY:
            continue
        for line, text in zip(region.lines, lines, strict=True):
            if before:
                yield Join(before.text[-JOIN_CHARS:] + text[:JOIN_CHARS], before.column != line.column)
            before = _End(region.kind, line.column, text)


def _end(page: Page, plain: Plain) -> _End | None:
    """The end of a page's last article, where that is body text and may go on on the next page."""
    for article in page.articles[-1:]:
        for region in reversed(article.regions):
            if region.lines:
                return _End(region.kind, _NO_COLUMN, plain(region.lines[-1].text))
    return None


def _blocks(article: Article, printed: Sequence[Sequence[str]], count: int, loose: Plain) -> Iterator[Block]:
    """The paragraphs of an article that flow; `count` lines stand before it."""
    sizes = [sum(map(bool, lines)) for lines in printed]
    starts = [count, *(count + size for size in accumulate(sizes))]
    for paragraph in article.paragraphs:
        region = article.regions[paragraph.region]
        if region.kind in NO_FLOW:
            continue
        lines = printed[paragraph.region]
        start = starts[paragraph.region]
        places = tuple(start + sum(map(bool, lines[:line])) for line in paragraph.lines if lines[line])
        yield Block(loose(paragraph.text), region.kind in BODY, places)
