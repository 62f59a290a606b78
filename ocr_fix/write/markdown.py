"""A page as Markdown (CommonMark, tables as in GitHub's): headings by level, the rest as printed.

Marks that Markdown would take for its own are escaped, so that a renderer shows what was printed.
Known limits: a picture has no file of its own, so only its caption stands there.
"""

from __future__ import annotations

import re

from ocr_fix.model import Article, Kind, Page, Region
from ocr_fix.rows import find_table_rows

_ANYWHERE = re.compile(r"([\\`*_\[\]<>#&~|$])")
_AT_START = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
_BREAKS = re.compile(r"[ \t]*[\r\n\t\f\v\x1c-\x1f\x85\u2028\u2029][ \t]*")
_HEADINGS = {Kind.HEADLINE: "##", Kind.SUBHEAD: "###"}
_EMPHASIS = {Kind.KICKER: "*", Kind.DECK: "**", Kind.BYLINE: "*", Kind.CAPTION: "*", Kind.JUMP_LINE: "*"}
_BOXED = frozenset({Kind.SIDEBAR, Kind.ADVERT})
_RULE = "---"


def write_markdown(page: Page) -> str:
    """The page as Markdown with a line break at its end; a page without text gives the empty string.

    Paper name and page foot stand as one small line each, apart from the articles by rules.
    """
    page = page.shown
    articles = [block for article in page.articles for block in _article(article)]
    parts = [part for part in (_furniture(page.header), articles, _furniture(page.footer)) if part]
    return f"\n\n{_RULE}\n\n".join("\n\n".join(part) for part in parts) + "\n" if parts else ""


def _furniture(article: Article) -> list[str]:
    pieces = [text for text in (_escape(paragraph.text) for paragraph in article.paragraphs) if text]
    return [f"*{' · '.join(pieces)}*"] if pieces else []


def _article(article: Article) -> list[str]:
    blocks = []
    for index, region in enumerate(article.regions):
        texts = [text for text in map(_escape, article.region_paragraphs(index)) if text]
        if region.kind is Kind.TABLE and any(line.column for line in region.lines):
            blocks.append(_table(region))
        elif region.kind in _BOXED and texts:
            blocks.append("\n>\n".join(f"> {text}" for text in texts))
        else:
            blocks += [_decorated(region.kind, text) for text in texts]
    return blocks


def _decorated(kind: Kind, text: str) -> str:
    if kind in _HEADINGS:
        return f"{_HEADINGS[kind]} {text}"
    mark = _EMPHASIS.get(kind, "")
    return f"{mark}{text}{mark}"


def _table(region: Region) -> str:
    """The rows of a table, the first one as its head."""
    rows = [row.texts for row in find_table_rows(region.lines)]
    width = max(map(len, rows))
    said = [f"| {' | '.join(_escape(text) for text in (*row, *[''] * (width - len(row))))} |" for row in rows]
    return "\n".join((said[0], "|" + " --- |" * width, *said[1:]))


def _escape(text: str) -> str:
    """`text` so that Markdown renders it as it is, on one line without spaces at its ends."""
    text = _ANYWHERE.sub(r"\\\1", _BREAKS.sub(" ", text).strip())
    return _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\\\1", text))
