"""Searchable PDFs: the page untouched, its text invisible and in reading order."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pdfs import new_pdf, put_column, saved, scan_pdf, scan_picture
from PIL import Image
from printed_page import full_page

from ocr_fix.errors import InputError
from ocr_fix.model import Article, Box, Direction, Kind, Line, Page, Region, Transform
from ocr_fix.pdf.characters import read_layer
from ocr_fix.pdf.document import frame_of, opened, opened_page
from ocr_fix.write.pdf import SearchablePdf, picture_as_pdf, text_only_pdf


def columns(source: Path, width: int = 600, height: int = 800) -> Page:
    """A page of two columns, whose lines stand side by side."""
    boxes = [
        Box(60 + 280 * column, 60 + 30 * row, 260 + 280 * column, 80 + 30 * row)
        for column in range(2)
        for row in range(6)
    ]
    lines = tuple(
        Line(f"column {place // 6} row {place % 6}", box, column=place // 6)
        for place, box in enumerate(boxes)
    )
    region = Region(Kind.BODY, Box(60, 60, 540, 230), lines)
    return Page(str(source), width, height, dpi=144, articles=(Article((region,)),))


def text_in_order(data: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(data)
    return [line for line in pdf[0].get_textpage().get_text_range().splitlines() if line.strip()]


def drawn_in_order(data: bytes) -> list[str]:
    """The texts that the page's content draws, one after the other."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            bytes(instruction.operands[0]).decode("utf-16-be")
            for instruction in pikepdf.parse_content_stream(pdf.pages[0])
            if str(instruction.operator) == "Tj"
        ]


def searchable(page: Page, path: Path) -> bytes:
    book = SearchablePdf(path)
    book.add(page)
    return book.finish()


def png(folder: Path, picture: Image.Image, name: str = "scan.png", **said: object) -> Path:
    path = folder / name
    picture.save(path, **said)  # type: ignore[arg-type]
    return path


def test_text_goes_down_the_columns(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture())
    data = searchable(columns(path), path)
    assert text_in_order(data) == [f"column {column} row {row}" for column in range(2) for row in range(6)]


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_two_runs_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    picture = scan_picture()
    path = png(tmp_path, picture) if kind == "png" else scan_pdf(tmp_path / "scan.pdf", picture)
    assert searchable(columns(path), path) == searchable(columns(path), path)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_another_reader_finds_the_same_order(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture())
    (tmp_path / "out.pdf").write_bytes(searchable(columns(path), path))
    said = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "out.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert said.stdout.split("\n")[:12] == [
        f"column {column} row {row}" for column in range(2) for row in range(6)
    ]


@pytest.mark.parametrize("name", ["scan.jpg", "scan.png", "scan.tif"])
def test_the_picture_is_untouched_and_the_file_hardly_larger(tmp_path: Path, name: str) -> None:
    picture = scan_picture(1800, 2400)
    path = png(tmp_path, picture, name)
    page = columns(path, 1800, 2400)
    data = searchable(page, path)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        image: Any
        (image,) = pdf.pages[0].get_images().values()
        stored = pikepdf.PdfImage(image).as_pil_image().convert("L")
    with Image.open(path) as original:
        assert np.array_equal(np.asarray(stored), np.asarray(original.convert("L")))
    assert len(data) < 1.02 * path.stat().st_size


def test_words_stand_on_their_boxes(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture())
    out = tmp_path / "out.pdf"
    page = columns(path)
    out.write_bytes(searchable(page, path))
    with opened(out) as document, opened_page(document, out, 1) as sheet:
        frame = frame_of(sheet, 72 * 600 / sheet.get_width())
        layer = read_layer(sheet, frame)
    assert layer.hidden_ratio == 1.0
    placed = {line.text: line.box for line in layer.lines}
    for line in page.articles[0].regions[0].lines:
        found = placed[line.text]
        assert abs(found.left - line.box.left) <= 3
        assert abs(found.right - line.box.right) <= 3
        assert line.box.top - 3 <= found.centre_y <= line.box.bottom + 3


def test_text_follows_the_slope_of_the_page(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture())
    page = replace(columns(path), transform=Transform(1.0, 0.1, 0.0, -0.1, 1.0, 40.0))
    with pikepdf.open(io.BytesIO(searchable(page, path))) as pdf:
        matrices = [
            [float(number) for number in instruction.operands]
            for instruction in pikepdf.parse_content_stream(pdf.pages[0])
            if str(instruction.operator) == "Tm"
        ]
    assert all(matrix[1] / matrix[0] == pytest.approx(0.1, abs=0.02) for matrix in matrices)


def test_vertical_text_can_be_copied(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture())
    lines = tuple(
        Line(text, Box(left, 100, left + 40, 500), direction=Direction.VERTICAL)
        for text, left in (("巷口大榕樹的樹幹上", 500), ("釘著一面缺了角的鏡", 440))
    )
    page = Page(
        str(path), 600, 800, articles=(Article((Region(Kind.BODY, Box(440, 100, 540, 500), lines),)),)
    )
    data = searchable(page, path)
    assert drawn_in_order(data) == ["巷口大榕樹的樹幹上", "釘著一面缺了角的鏡"]
    assert sorted("".join(line.split()) for line in " ".join(text_in_order(data)).split()) == sorted(
        line.text for line in lines
    )


def test_rare_characters_survive(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture())
    line = Line("𠮷野家 “é” ﬁ", Box(60, 60, 400, 100))
    page = Page(str(path), 600, 800, articles=(Article((Region(Kind.BODY, line.box, (line,)),)),))
    assert "é" in "".join(text_in_order(searchable(page, path)))


def test_the_structure_tree_says_the_order(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture(1100, 1000))
    page = replace(full_page(), source=str(path))
    with pikepdf.open(io.BytesIO(searchable(page, path))) as pdf:
        document = pdf.Root.StructTreeRoot.K
        kinds = [[str(kid.S) for kid in article.K] for article in document.K]
        marked = [kid.K for article in document.K for kid in article.K]
        assert str(pdf.docinfo.get("/Title", "")) or pdf.open_metadata()["dc:title"]
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.Root.Lang) == "en"
        content = [f"{one.operator}" for one in pikepdf.parse_content_stream(pdf.pages[0])]
        assert content[:2] == ["BMC", "q"]  # the picture is no part of the text
        assert content.count("EMC") == content.count("BMC") + content.count("BDC")
        (figure,) = (kid for article in document.K for kid in article.K if kid.S == "/Figure")
        assert str(figure.Alt) == " ".join(line.text for line in page.articles[0].captions[0].lines)
        tree = {kid.objgen for article in document.K for kid in article.K}
        assert {one.objgen for one in pdf.Root.StructTreeRoot.ParentTree.Nums[1]} == tree
    assert kinds == [["/H1"], ["/H2", "/P", "/P", "/Figure", "/Caption", "/Table"], ["/P"], ["/P"]]
    assert marked == list(range(len(marked)))


def test_a_hidden_layer_is_replaced(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", scan_picture(), [(20, 20, "what another program read")])
    page = replace(columns(path), engine="RapidOCR")
    found = text_in_order(searchable(page, path))
    assert "what another program read" not in found
    assert len(found) == 12


def test_visible_text_is_left_alone(tmp_path: Path) -> None:
    pdf = new_pdf()
    texts = put_column(pdf, "a", 50, 100)
    path = saved(pdf, tmp_path / "a.pdf")
    page = replace(columns(path), engine="text layer")
    assert [line.strip() for line in text_in_order(searchable(page, path))] == texts


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_has_its_text_as_it_is_seen(tmp_path: Path, turn: int) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", scan_picture())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        pdf.save(path)
    size = (600, 800) if turn % 180 == 0 else (800, 600)
    page = columns(path, *size)
    out = tmp_path / "out.pdf"
    out.write_bytes(searchable(page, path))
    with opened(out) as document, opened_page(document, out, 1) as sheet:
        layer = read_layer(sheet, frame_of(sheet, 144))
    first = next(line for line in layer.lines if line.text == "column 0 row 0")
    assert abs(first.box.left - 60) <= 3
    assert abs(first.box.centre_y - 70) <= 8


def test_the_file_is_sound(tmp_path: Path) -> None:
    path = png(tmp_path, scan_picture())
    with pikepdf.open(io.BytesIO(searchable(columns(path), path))) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_what_pdf_cannot_hold_is_flattened(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (60, 80), (255, 0, 0, 128))
    data = picture_as_pdf(png(tmp_path, picture))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\nbroken")
    with pytest.raises(InputError, match="cannot be made a searchable PDF"):
        SearchablePdf(path)


def test_a_page_of_text_alone() -> None:
    page = full_page()
    pdf = pypdfium2.PdfDocument(text_only_pdf(page))
    assert pdf[0].get_size() == pytest.approx((1100 * 72 / 300, 1000 * 72 / 300))
    assert text_in_order(text_only_pdf(page))[0] == "The Thornmere Herald"
