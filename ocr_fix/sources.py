"""Files of every kind by what is in them: pictures, PDFs, and pages that other programs read.

The first bytes decide, never the name. A page comes as a scan, to be read by an engine, or as a page of
lines, to be put in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_fix.load import LoadOptions, first_bytes, load_colour
from ocr_fix.load import frame_places as picture_places
from ocr_fix.model import Page
from ocr_fix.scan import Scan
from ocr_fix.spreads import find_leaves, open_leaf
from ocr_fix.write.flat import image_name, page_size

if TYPE_CHECKING:
    from PIL.Image import Image

    from ocr_fix.pdf.page import PdfOptions


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """`password` opens locked PDFs, `layer` says what to do with their text layers, `language` what the
    words of such a layer are judged by. A page with more than `max_pixels` is refused. `split_spreads`
    makes two pages of a picture that shows an open volume."""

    max_pixels: int = field(default_factory=lambda: LoadOptions().max_pixels)
    password: str | None = None
    layer: str = "auto"
    language: str = ""
    split_spreads: bool = True


def open_page(path: Path, number: int = 1, options: SourceOptions = SourceOptions()) -> Scan | Page:
    """Page `number` (from 1) of a file: a scan, or a page of lines with boxes in the file's own order.

    Raises:
        InputError: the file cannot be used, or has no such page.
    """
    kind = kind_of(path)
    if kind == "picture":
        return open_leaf(path, number, LoadOptions(options.max_pixels), options.split_spreads)
    if kind == "pdf":
        from ocr_fix.pdf.page import read_pdf_page

        return read_pdf_page(path, number, _pdf_options(options))
    from ocr_fix.readers import read_file

    return read_file(path, number)


def page_count(path: Path, options: SourceOptions = SourceOptions()) -> int:
    """The number of pages in a file.

    Raises:
        InputError: the file cannot be used.
    """
    kind = kind_of(path)
    if kind == "picture":
        return len(find_leaves(path, LoadOptions(options.max_pixels), options.split_spreads))
    if kind == "pdf":
        from ocr_fix.pdf.document import count_pages

        return count_pages(path, options.password)
    from ocr_fix.readers import count_file_pages

    return count_file_pages(path)


def frame_places(path: Path, options: SourceOptions = SourceOptions()) -> tuple[int, ...]:
    """For each page of a file of pictures, the place of its picture, from 0, among all that are in it.

    Raises:
        InputError: the file cannot be used.
    """
    places = picture_places(path)
    leaves = find_leaves(path, LoadOptions(options.max_pixels), options.split_spreads)
    return tuple(places[leaf.picture - 1] for leaf in leaves)


def page_picture(page: Page, options: SourceOptions = SourceOptions()) -> Image | None:
    """The RGB picture of a page, in the frame of the picture as given; None where words have none beside
    them.

    Raises:
        InputError: the source is gone, or the picture cannot be read.
    """
    path = picture_path(page)
    if path is None:
        first_bytes(Path(page.source))  # says so where the source is gone
        return None
    if kind_of(path) == "pdf":
        from ocr_fix.pdf.page import pdf_picture

        return pdf_picture(path, page.number, page.dpi, _pdf_options(options))
    limits = LoadOptions(options.max_pixels)
    own = kind_of(Path(page.source)) == "picture"
    leaves = find_leaves(path, limits, options.split_spreads and own)
    leaf = leaves[page.number - 1 if page.number <= len(leaves) else 0]
    picture = load_colour(path, leaf.picture, limits)
    size = page_size(page)
    return picture if picture.size == size or own else picture.resize(size)


def picture_path(page: Page) -> Path | None:
    """The file that shows a page: its source, or the picture that a source of words names, beside it or
    where the name leads from here."""
    source = Path(page.source)
    return source if _shows_pages(source) else next(filter(_shows_pages, _picture_places(page)), None)


def pictures_sought(page: Page) -> tuple[Path, ...]:
    """The files that decide by which picture a page of words is seen: where it is looked for, up to the place
    where it is found; none where the source shows the page itself."""
    if _shows_pages(Path(page.source)):
        return ()
    places = _picture_places(page)
    found = next((place for place, path in enumerate(places) if _shows_pages(path)), len(places))
    return places[: found + 1]


def _picture_places(page: Page) -> tuple[Path, ...]:
    source, name = Path(page.source), Path(image_name(page))
    places = dict.fromkeys((source.parent / name, source.parent / name.name, name))
    return tuple(path for path in places if path != source)


def _shows_pages(path: Path) -> bool:
    return path.is_file() and kind_of(path) in ("picture", "pdf")


def kind_of(path: Path) -> str:
    """What a file is: picture, pdf, hocr, alto, page, tsv or json. What is nothing else counts as a picture,
    whose loader says what is wrong with it.

    Raises:
        InputError: there is no such file, it may not be read, or it is empty.
    """
    magic = first_bytes(path)
    if b"%PDF-" in magic:
        return "pdf"
    from ocr_fix.readers.sniff import word_kind

    return word_kind(magic) or "picture"


def _pdf_options(options: SourceOptions) -> PdfOptions:
    from ocr_fix.pdf.page import PdfOptions
    from ocr_fix.pdf.trust import Layer

    return PdfOptions(options.password, Layer(options.layer), options.language, options.max_pixels)
