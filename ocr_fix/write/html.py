"""The pages of a source as one HTML document to read: articles, headings by level, tables, captions."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ocr_fix import __version__
from ocr_fix.model import Article, Direction, Kind, Page, Region
from ocr_fix.rows import find_table_rows
from ocr_fix.write.xml import clean

TAGS = {Kind.HEADLINE: "h2", Kind.SUBHEAD: "h3", Kind.MASTHEAD: "p"}
CLASSES = {
    Kind.KICKER,
    Kind.DECK,
    Kind.BYLINE,
    Kind.CAPTION,
    Kind.JUMP_LINE,
    Kind.MASTHEAD,
    Kind.FOOTER,
    Kind.RUNNING,
}
ASIDES = {Kind.SIDEBAR, Kind.ADVERT}
STYLE = """
:root { color-scheme: light dark }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
body { font: 1.05rem/1.65 Georgia, "Noto Serif CJK SC", serif }
section + section { border-top: 3px double; margin-top: 3rem }
article { border-top: 1px solid; padding-top: .5rem; margin-top: 2rem }
h2 { line-height: 1.2; margin: .3rem 0 }
p { margin: 0 0 .7rem }
.kicker, .byline, .jump_line { font-style: italic; margin: 0 }
.deck { font-weight: bold }
.masthead, .footer { text-align: center; font-size: .85rem; margin: 0 }
.caption { font-size: .9rem; border-left: 3px solid; padding-left: .6rem }
aside { border: 1px solid; padding: .6rem 1rem; margin: 1rem 0 }
table { border-collapse: collapse; margin: 1rem 0 }
td { border: 1px solid; padding: .2rem .5rem }
nav { font-size: .9rem }
.upright { writing-mode: vertical-rl; max-height: 32rem; overflow-x: auto }
"""


class HtmlBook:
    """An HTML document in the making; pages are added in their order."""

    def __init__(self, name: str) -> None:
        """`name` stands in the title where the paper's name is not known."""
        self._name = name
        self._paper = ("", "")
        self._language = "en"
        self._sections: list[str] = []
        self._titles: list[tuple[str, str]] = []

    def add(self, page: Page) -> None:
        """Adds a page."""
        page = page.shown
        self._paper = (self._paper[0] or page.paper.title, self._paper[1] or page.paper.date)
        self._language = "zh" if page.language.startswith("chi") else "en"
        number = page.paper.page or str(page.number)
        lines = [f'<section id="page{page.number}" aria-label="page {_text(number)}">']
        for place, article in enumerate(page.flows):
            name = f"page{page.number}-{place}"
            if article is page.header or article is page.footer:
                lines += _blocks(article)
                continue
            if article.headline:
                self._titles.append((name, article.headline))
            lines += [f'<article id="{name}">', *_blocks(article), "</article>"]
        self._sections.append("\n".join((*lines, "</section>")))

    def finish(self) -> bytes:
        """The whole document."""
        title = ", ".join(part for part in self._paper if part) or self._name
        contents = "".join(f'<li><a href="#{name}">{_text(said)}</a></li>\n' for name, said in self._titles)
        nav = f"<nav><ol>\n{contents}</ol></nav>\n" if len(self._titles) > 1 else ""
        metas = {
            "generator": f"ocr_fix {__version__}",
            "dcterms.title": self._paper[0],
            "dcterms.date": self._paper[1],
        }
        said = "".join(
            f'<meta name="{name}" content="{_text(value)}">\n' for name, value in metas.items() if value
        )
        return (
            f'<!DOCTYPE html>\n<html lang="{self._language}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{said}'
            f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{nav}"
            + "\n".join(self._sections)
            + "\n</body>\n</html>\n"
        ).encode()


def _blocks(article: Article) -> Iterator[str]:
    for index, region in enumerate(article.regions):
        texts = [text for text in article.region_paragraphs(index) if text]
        if not texts:
            continue
        if region.kind is Kind.TABLE:
            yield _table(region)
        elif region.kind in ASIDES:
            yield "<aside>" + "".join(f"<p>{_text(text)}</p>" for text in texts) + "</aside>"
        else:
            tag = TAGS.get(region.kind, "p")
            names = [region.kind.value] if region.kind in CLASSES else []
            if region.lines[0].direction is Direction.VERTICAL:
                names.append("upright")
            said = f' class="{" ".join(names)}"' if names else ""
            yield from (f"<{tag}{said}>{_text(text)}</{tag}>" for text in texts)


def _table(region: Region) -> str:
    rows = (
        "<tr>" + "".join(f"<td>{_text(text)}</td>" for text in row.texts) + "</tr>"
        for row in find_table_rows(region.lines)
    )
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _text(text: str) -> str:
    return escape(clean(text), quote=True)
