"""The files that a page or a source becomes: their suffixes and their bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_fix.cli.arguments import SOURCE_FORMATS
from ocr_fix.errors import InputError, shown
from ocr_fix.model import Page
from ocr_fix.sources import SourceOptions, frame_places, kind_of, page_picture, picture_path

if TYPE_CHECKING:
    from ocr_fix.write.html import HtmlBook
    from ocr_fix.write.mets import MetsBook
    from ocr_fix.write.pdf import SearchablePdf

SUFFIXES = {
    "txt": ".txt", "md": ".md", "json": ".json", "hocr": ".hocr", "alto": ".alto.xml", "page": ".page.xml",
    "csv": ".csv", "overlay": ".overlay.png", "pdf": ".pdf", "html": ".html", "mets": ".mets.xml",
}  # fmt: skip
OWN_FORMATS = ("hocr", "alto", "page", "json")

Written = tuple[str, str, bytes]
"""The format, the name and the bytes of a file."""


def render(page: Page, name: str, options: SourceOptions, created: datetime | None = None) -> bytes:
    """The bytes of a page in one format; `created` is the time that they bear, now where it is None.

    Raises:
        InputError: the page's picture is needed and cannot be read.
    """
    if name == "overlay":
        from ocr_fix.write.overlay import draw_overlay

        picture = io.BytesIO()
        draw_overlay(page, page_picture(page, options)).save(picture, "PNG")
        return picture.getvalue()
    if name == "alto":
        from ocr_fix.write.alto import write_alto

        return write_alto(page, created)
    if name == "page":
        from ocr_fix.write.pagexml import write_page_xml

        return write_page_xml(page, created)
    return _text(page, name).encode()


def crops(page: Page, options: SourceOptions) -> Iterator[tuple[str, bytes]]:
    """The name of each article and its picture as PNG; none where the page has no picture.

    Raises:
        InputError: the page's picture cannot be read.
    """
    from ocr_fix.write.crops import crop_articles

    picture = page_picture(page, options)
    if picture is not None:
        yield from crop_articles(page, picture)


class Books:
    """The files of a whole source, made while its pages go by; each format begins with the first page."""

    def __init__(self, formats: Sequence[str], options: SourceOptions) -> None:
        self._formats = [name for name in formats if name in SOURCE_FORMATS]
        self._options = options
        self._books: dict[str, HtmlBook | MetsBook | SearchablePdf] = {}
        self._created: datetime | None = None

    def add(self, page: Page, written: Sequence[Written]) -> None:
        """Adds a page, with the files that were written for it.

        Raises:
            InputError: there is no picture to put text under.
        """
        from ocr_fix.write.mets import MetsBook

        for name in self._formats:
            book = self._books.get(name) or self._begin(name, page)
            self._books[name] = book
            if isinstance(book, MetsBook):
                book.add(page, written)
            else:
                book.add(page)
            self._created = self._created or created_of(page)

    def finish(self) -> Iterator[tuple[str, bytes]]:
        """The format and the bytes of each file."""
        for name, book in self._books.items():
            from ocr_fix.write.mets import MetsBook

            yield name, book.finish(self._created) if isinstance(book, MetsBook) else book.finish()

    def _begin(self, name: str, page: Page) -> HtmlBook | MetsBook | SearchablePdf:
        if name == "html":
            from ocr_fix.write.html import HtmlBook

            return HtmlBook(Path(page.source).stem)
        if name == "mets":
            from ocr_fix.write.mets import MetsBook

            return MetsBook(Path(page.source).stem)
        path = picture_path(page)
        if path is None:
            raise InputError(
                f"{shown(page.source)} names no picture that lies beside it; choose other formats than pdf."
            )
        from ocr_fix.write.pdf import SearchablePdf

        places = () if kind_of(path) == "pdf" else frame_places(path, self._options)
        return SearchablePdf(path, self._options.password, places)


def created_of(page: Page) -> datetime | None:
    """The time that files of a page bear: that of its source, so that two runs give the same bytes; None
    where the source is gone."""
    try:
        return datetime.fromtimestamp(int(Path(page.source).stat().st_mtime), UTC)
    except OSError:
        return None


def own_format(source: Path) -> tuple[str, ...]:
    """The format that a source of words is in, where it can be written."""
    kind = kind_of(source)
    return (kind,) if kind in OWN_FORMATS else ()


def _text(page: Page, name: str) -> str:
    if name == "txt":
        from ocr_fix.write.text import write_text

        return write_text(page)
    if name == "hocr":
        from ocr_fix.write.hocr import write_hocr

        return write_hocr(page)
    if name == "csv":
        from ocr_fix.write.csv import write_csv

        return write_csv(page)
    return page.markdown() if name == "md" else page.to_json()
