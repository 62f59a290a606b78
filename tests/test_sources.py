"""Files by what is in them, whatever they are called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pdfs import new_pdf, put_column, saved, scan_pdf, scan_picture
from PIL import Image
from printed_page import full_page

from ocr_fix.errors import InputError
from ocr_fix.model import Page
from ocr_fix.scan import Scan
from ocr_fix.sources import SourceOptions, kind_of, open_page, page_count, page_picture, picture_path
from ocr_fix.write.hocr import write_hocr


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    pdf = saved(new_pdf(), tmp_path / "a.png")
    words = tmp_path / "b.pdf"
    words.write_text(write_hocr(full_page()), encoding="utf-8")
    picture = tmp_path / "c.hocr"
    scan_picture().save(picture, "PNG")
    assert [kind_of(path) for path in (pdf, words, picture)] == ["pdf", "hocr", "picture"]


def test_each_comes_by_its_door(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    scan_picture().save(picture)
    text = new_pdf()
    put_column(text, "a", 50, 100)
    assert isinstance(open_page(picture), Scan)
    assert isinstance(open_page(scan_pdf(tmp_path / "b.pdf", scan_picture())), Scan)
    assert isinstance(open_page(saved(text, tmp_path / "c.pdf")), Page)
    words = tmp_path / "d.hocr"
    words.write_text(write_hocr(full_page()), encoding="utf-8")
    assert isinstance(open_page(words), Page)


def test_pages_are_counted(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    assert page_count(saved(pdf, tmp_path / "a.pdf")) == 2
    with pytest.raises(InputError, match="has no page 3; it has 2"):
        open_page(tmp_path / "a.pdf", 3)


def test_what_is_nothing_known_is_refused_as_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.xyz"
    path.write_text("neither")
    with pytest.raises(InputError, match="not a picture that can be read"):
        open_page(path)
    with pytest.raises(InputError, match="does not exist"):
        kind_of(tmp_path / "none")


def test_the_picture_that_words_name_is_found_beside_them(tmp_path: Path) -> None:
    words = tmp_path / "page.hocr"
    words.write_text(write_hocr(full_page()), encoding="utf-8")
    page = open_page(words)
    assert isinstance(page, Page)
    assert picture_path(page) is None
    assert page_picture(page) is None
    Image.new("L", (550, 500), 200).save(tmp_path / "herald.png")
    assert picture_path(page) == tmp_path / "herald.png"
    picture = page_picture(page)
    assert picture is not None
    assert picture.size == (1100, 1000)


def test_the_picture_of_a_pdf_fits_its_page(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", scan_picture())
    picture = page_picture(Page(str(path), 600, 800, dpi=144), SourceOptions())
    assert picture is not None
    assert picture.size == (600, 800)


def test_a_source_that_is_gone_has_no_picture() -> None:
    assert picture_path(replace(full_page(), source="gone.png")) is None
