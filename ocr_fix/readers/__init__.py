"""Pages that other programs read: hOCR, ALTO, PAGE and Tesseract's TSV, and our own JSON.

A reader gives the pages of a file as the file has them, in its own reading order, with what it does not
understand carried along. `ocr_fix.pipeline.read_words` puts them in order.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ocr_fix.errors import InputError, shown
from ocr_fix.model import Page


def read_file(path: Path, number: int = 1) -> Page:
    """Page `number` (from 1) of an hOCR, ALTO, PAGE, TSV or JSON file, as the file has it.

    Raises:
        InputError: the file cannot be read, or has no such page.
    """
    pages = _pages(path)
    if not 1 <= number <= len(pages):
        raise InputError(f"{shown(path)} has no page {number}; it has {len(pages)}.")
    return pages[number - 1]


def count_file_pages(path: Path) -> int:
    """The number of pages in such a file.

    Raises:
        InputError: the file cannot be read.
    """
    return len(_pages(path))


def _pages(path: Path) -> tuple[Page, ...]:
    try:
        state = path.stat()
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read ({error.strerror}); check the name.") from error
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _read(path: Path, _changed_ns: int, _size: int) -> tuple[Page, ...]:
    """The pages of the last file, kept so that a file of many pages is parsed once."""
    from ocr_fix.readers.alto import read_alto
    from ocr_fix.readers.hocr import read_hocr
    from ocr_fix.readers.json import read_json_file
    from ocr_fix.readers.page import read_page_xml
    from ocr_fix.readers.sniff import word_kind
    from ocr_fix.readers.tsv import read_tsv

    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise InputError(f"{shown(path)} is empty; get a whole copy of it.")
    kind = word_kind(start)
    readers = {
        "hocr": read_hocr, "alto": read_alto, "page": read_page_xml, "tsv": read_tsv, "json": read_json_file
    }  # fmt: skip
    if kind not in readers:
        raise InputError(
            f"{shown(path)} is no hOCR, ALTO, PAGE, TSV or JSON; give a file that an OCR program wrote."
        )
    return readers[kind](path)
