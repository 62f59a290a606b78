"""Rules, frames, tables and pictures from what a PDF draws."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fpdf import FPDF
from pdfs import new_pdf, put_column, saved
from PIL import Image

from ocr_fix.detect import body_em
from ocr_fix.model import SeparatorKind
from ocr_fix.pdf.characters import read_layer
from ocr_fix.pdf.document import frame_of, opened, opened_page
from ocr_fix.pdf.drawing import Drawing, find_drawing
from ocr_fix.pdf.shapes import read_shapes


def drawing_of(pdf: FPDF, folder: Path) -> Drawing:
    path = saved(pdf, folder / "a.pdf")
    with opened(path) as document, opened_page(document, path, 1) as page:
        frame = frame_of(page, 144)
        boxes = tuple(line.box for line in read_layer(page, frame).lines)
        return find_drawing(read_shapes(page, frame), frame, boxes, body_em(boxes))


def page_with_text() -> FPDF:
    pdf = new_pdf()
    put_column(pdf, "a", 50, 100, rows=6)
    put_column(pdf, "b", 320, 100, rows=6)
    return pdf


@pytest.mark.parametrize("how", ["line", "thin rectangle"])
def test_rules(tmp_path: Path, how: str) -> None:
    pdf = page_with_text()
    pdf.set_fill_color(0)
    for x, y, width, height in ((50, 300, 500, 1), (300, 320, 1, 200)):
        if how == "line":
            pdf.line(x, y, x + (width if width > 1 else 0), y + (height if height > 1 else 0))
        else:
            pdf.rect(x, y, width, height, style="F")
    across, down = drawing_of(pdf, tmp_path).separators
    assert across.kind is SeparatorKind.HORIZONTAL
    assert across.box.left == pytest.approx(100, abs=6)
    assert across.box.right == pytest.approx(1100, abs=6)
    assert across.box.centre_y == pytest.approx(600, abs=6)
    assert down.kind is SeparatorKind.VERTICAL
    assert down.box.centre_x == pytest.approx(600, abs=6)


@pytest.mark.parametrize("style", ["D", "F"])
def test_a_rectangle_around_text_is_a_frame(tmp_path: Path, style: str) -> None:
    pdf = page_with_text()
    pdf.set_fill_color(220)
    pdf.rect(40, 80, 250, 120, style=style)
    (frame,) = drawing_of(pdf, tmp_path).separators
    assert frame.kind is SeparatorKind.FRAME
    assert frame.box.left == pytest.approx(80, abs=8)
    assert frame.box.bottom == pytest.approx(400, abs=8)


def test_a_white_rectangle_is_not_seen(tmp_path: Path) -> None:
    pdf = page_with_text()
    pdf.set_fill_color(255)
    pdf.rect(40, 80, 250, 120, style="F")
    assert drawing_of(pdf, tmp_path) == Drawing()


def test_a_grid_is_a_table(tmp_path: Path) -> None:
    pdf = new_pdf()
    for row in range(4):
        for place in range(3):
            pdf.rect(60 + 100 * place, 100 + 20 * row, 100, 20)
            pdf.text(66 + 100 * place, 114 + 20 * row, f"cell {row} {place}")
    put_column(pdf, "a", 60, 300)
    (table,) = drawing_of(pdf, tmp_path).tables
    assert table.left == pytest.approx(120, abs=8)
    assert table.right == pytest.approx(720, abs=8)


def test_images_are_pictures_but_not_what_lies_behind_the_page(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.new("L", (20, 20), 90).save(data, "PNG")
    pdf = page_with_text()
    pdf.image(data, 0, 0, 600, 800)
    pdf.image(data, 100, 400, 150, 100)
    (picture,) = drawing_of(pdf, tmp_path).pictures
    assert (picture.left, picture.top, picture.width, picture.height) == (200, 800, 300, 200)


def test_curves_close_together_are_a_drawing(tmp_path: Path) -> None:
    pdf = page_with_text()
    for step in range(12):
        pdf.ellipse(100 + 10 * step, 400 + 3 * step, 60, 40)
    (picture,) = drawing_of(pdf, tmp_path).pictures
    assert picture.left == pytest.approx(200, abs=20)


def test_a_page_without_text_has_no_measure(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.line(50, 300, 550, 300)
    assert drawing_of(pdf, tmp_path) == Drawing()
