"""Files of every kind by what is in them: pictures, PDFs, and pages that other programs read.

The first bytes decide, never the name. A page comes as a scan, to be read by an engine, or as a page of
lines, to be put in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_fix.load import LoadOptions, first_bytes, load_scan
from ocr_fix.load import load_colour as load_picture_colour
from ocr_fix.load import page_count as picture_count
from ocr_fix.model import Page
from ocr_fix.scan import Scan

if TYPE_CHECKING:
    from PIL.Image import Image

    from ocr_fix.pdf.page import PdfOptions

WORD_KINDS = ("hocr", "alto", "page", "tsv", "json")


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """`password` opens locked PDFs, `layer` says what to do with their text layers, `language` what the
    words of such a layer are judged by. A page with more than `max_pixels` is refused."""

    max_pixels: int = field(default_factory=lambda: LoadOptions().max_pixels)
    password: str | None = None
    layer: str = "auto"
    language: str = ""


def open_page(path: Path, number: int = 1, options: SourceOptions = SourceOptions()) -> Scan | Page:
    """Page `number` (from 1) of a file: a scan, or a page of lines with boxes in the file's own order.

    Raises:
        InputError: the file cannot be used, or has no such page.
    """
    kind = kind_of(path)
    if kind == "picture":
        return load_scan(path, number, LoadOptions(options.max_pixels))
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
        return picture_count(path, LoadOptions(options.max_pixels))
    if kind == "pdf":
        from ocr_fix.pdf.document import count_pages

        return count_pages(path, options.password)
    from ocr_fix.readers import count_file_pages

    return count_file_pages(path)


def load_colour(path: Path, number: int = 1, dpi: float = 0.0, options: SourceOptions = SourceOptions()) -> Image | None:
    """Page `number` as an RGB picture in the frame of its results, None where the file has no picture;
    `dpi` is the resolution of the results, which a PDF's page is drawn at.

    Raises:
        InputError: the file cannot be used, or has no such page.
    """
    kind = kind_of(path)
    if kind == "picture":
        return load_picture_colour(path, number, LoadOptions(options.max_pixels))
    if kind == "pdf":
        from ocr_fix.pdf.page import pdf_picture

        return pdf_picture(path, number, dpi, _pdf_options(options))
    return None


def kind_of(path: Path) -> str:
    """What a file is: picture, pdf, or one of `WORD_KINDS`. What is nothing else counts as a picture,
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
