"""Pages of words as other programs give them: columns of invented text, boxes known, rows joined or not."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_fix.geometry import enclosing
from ocr_fix.model import Article, Box, Kind, Line, Page, Region, Separator, Word

EM = 40
LEADING = 56
LETTER = 20
SPLITS = ((6, 6, 6, 6), (4, 8, 5, 7), (8, 3, 8, 5), (5, 7, 4, 8), (7, 4, 9, 4), (3, 9, 6, 6), (9, 5, 3, 7))
STOCK = [
    "river",
    "bridge",
    "market",
    "morning",
    "council",
    "wagon",
    "harvest",
    "letter",
    "garden",
    "winter",
    "signal",
    "kitchen",
    "meadow",
    "station",
    "lantern",
    "orchard",
    "village",
    "captain",
    "journey",
    "window",
]


def set_line(text: str, left: int, top: int, em: int = EM) -> Line:
    """A line of words from its left end, every letter half an em wide."""
    words = []
    x = left
    for token in text.split():
        width = len(token) * em // 2
        words.append(Word(token, Box(x, top, x + width, top + em)))
        x += width + em // 2
    return Line(text, enclosing(word.box for word in words), words=tuple(words))


def column(name: str, left: int, top: int, rows: int = 12) -> list[Line]:
    """A column whose lines are all as wide, their spaces nowhere above one another for long, and say in
    which column and row they stand."""
    lines = []
    for row in range(rows):
        words = [f"{name}{row:02d}", *(STOCK[(row * 3 + place) % len(STOCK)] for place in range(3))]
        lengths = SPLITS[row % len(SPLITS)]
        text = " ".join(word[:length].ljust(length, "x") for word, length in zip(words, lengths, strict=True))
        lines.append(set_line(text, left, top + row * LEADING))
    return lines


def rows_of(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of columns that stand side by side, joined to rows as a naive reading has them."""
    rows = []
    for pieces in zip(*columns, strict=True):
        words = tuple(word for piece in pieces for word in piece.words)
        text = " ".join(piece.text for piece in pieces)
        rows.append(Line(text, enclosing(word.box for word in words), words=words))
    return rows


def page_of(
    lines: Sequence[Line], separators: Sequence[Separator] = (), regions: Sequence[Region] = ()
) -> Page:
    """A page with all lines in one region, in the order given."""
    around = enclosing(line.box for line in lines) if lines else Box(0, 0, 0, 0)
    text = (Region(Kind.BODY, around, tuple(lines), "block"),) if lines else ()
    return Page(
        source="page.hocr",
        width=around.right + 100,
        height=around.bottom + 100,
        language="eng",
        articles=(Article((*text, *regions)),),
        separators=tuple(separators),
    )


def lines_in_order(page: Page) -> list[str]:
    """The first word of each line of a page."""
    return [line.text.split()[0] for region in page.regions for line in region.lines]
