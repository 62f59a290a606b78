"""The text layer of a PDF as lines of words."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from fpdf import FPDF
from pdfs import SIZE, new_pdf, put_column, saved

from draw.fonts import ROOT
from ocr_fix.model import Direction, Line
from ocr_fix.pdf.characters import TextLayer, read_layer
from ocr_fix.pdf.document import frame_of, opened, opened_page


def layer_of(pdf: FPDF, folder: Path, dpi: float = 72.0) -> TextLayer:
    path = saved(pdf, folder / "a.pdf")
    with opened(path) as document, opened_page(document, path, 1) as page:
        return read_layer(page, frame_of(page, dpi))


def texts(layer: TextLayer) -> list[str]:
    return sorted(line.text for line in layer.lines)


def line_with(layer: TextLayer, text: str) -> Line:
    return next(line for line in layer.lines if text in line.text)


def test_lines_never_cross_a_gutter_however_the_file_is_ordered(tmp_path: Path) -> None:
    pdf = new_pdf()
    for row in range(8):
        pdf.text(50, 100 + 15 * row, f"left row {row}")
        pdf.text(140, 100 + 15 * row, f"right row {row}")
    assert texts(layer_of(pdf, tmp_path)) == sorted(
        f"{side} row {row}" for side in ("left", "right") for row in range(8)
    )


def test_words_and_their_boxes(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.text(50, 100, "one two")
    (line,) = layer_of(pdf, tmp_path, 720).lines
    assert [word.text for word in line.words] == ["one", "two"]
    assert line.words[0].box.left == pytest.approx(500, abs=3)
    assert line.words[0].box.width == pytest.approx(10 * pdf.get_string_width("one"), abs=6)
    assert line.box.top < 1000 - 7 * 12 < 1000 + 12 < line.box.bottom
    assert line.box.height == pytest.approx(0.97 * 120, abs=3)


def test_words_that_are_drawn_one_by_one_without_spaces(tmp_path: Path) -> None:
    pdf = new_pdf()
    x = 50.0
    for word in ("drawn", "word", "by", "word"):
        pdf.text(x, 100, word)
        x += pdf.get_string_width(word) + 3.5
    assert texts(layer_of(pdf, tmp_path)) == ["drawn word by word"]


def test_tight_words_are_parted_and_spaced_letters_are_not(tmp_path: Path) -> None:
    pdf = new_pdf()
    x = 50.0
    for word in ("on", "Moor", "a", "man", "Thornmere", "Moor"):
        pdf.text(x, 100, word)
        x += pdf.get_string_width(word) + 0.14 * SIZE
    pdf.set_char_spacing(0.15 * SIZE)
    pdf.text(50, 200, "SPACED")
    assert texts(layer_of(pdf, tmp_path)) == ["SPACED", "on Moor a man Thornmere Moor"]


SERIF = ROOT / "truetype/liberation/LiberationSerif-Regular.ttf"


@pytest.mark.skipif(not SERIF.is_file(), reason="fonts-liberation is not installed; see the Makefile")
def test_ligatures_are_letters(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_font("serif", fname=str(SERIF))
    pdf.set_font("serif", size=12)
    pdf.text(50, 100, "\ufb01ne \ufb02our of\ufb01ce")
    assert texts(layer_of(pdf, tmp_path)) == ["fine flour office"]


def test_letters_that_are_drawn_one_by_one(tmp_path: Path) -> None:
    pdf = new_pdf()
    x = 50.0
    for letter in "letters":
        pdf.text(x, 100, letter)
        x += pdf.get_string_width(letter)
    assert texts(layer_of(pdf, tmp_path)) == ["letters"]


def test_what_was_drawn_twice_is_read_once(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.text(50, 100, "shadow of a title")
    pdf.text(50.6, 100.4, "shadow of a title")
    for shift in (0.0, 0.3):
        pdf.text(50 + shift, 200, "X")
    assert texts(layer_of(pdf, tmp_path)) == ["X", "shadow of a title"]


def test_a_drop_cap_is_a_line_of_its_own(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.set_font_size(44)
    pdf.text(50, 130, "O")
    pdf.set_font_size(12)
    for row, text in enumerate(("ver the past decades", "pressure has grown", "more and more")):
        pdf.text(86, 104 + 14 * row, text)
    assert texts(layer_of(pdf, tmp_path)) == [
        "O",
        "more and more",
        "pressure has grown",
        "ver the past decades",
    ]


def test_a_raised_number_belongs_to_its_line(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.text(50, 100, "tobacco products")
    x = 50 + pdf.get_string_width("tobacco products")
    pdf.set_font_size(8)
    pdf.text(x, 96, "1")
    pdf.set_font_size(12)
    pdf.text(x + 5, 100, ", he said")
    assert texts(layer_of(pdf, tmp_path)) == ["tobacco products1, he said"]


def test_text_outside_the_page_is_left_out(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.text(50, 100, "inside")
    pdf.text(50, 900, "below the page")
    assert texts(layer_of(pdf, tmp_path)) == ["inside"]


@pytest.mark.parametrize("turn", [90, -90])
def test_turned_text_runs_down_or_up(tmp_path: Path, turn: int) -> None:
    pdf = new_pdf()
    with pdf.rotation(turn, 300, 400):
        pdf.text(300, 400, "along the margin")
    (line,) = layer_of(pdf, tmp_path).lines
    assert line.text.replace(" ", "") == "alongthemargin"
    assert line.direction is Direction.VERTICAL
    assert line.box.height > 3 * line.box.width


def test_hidden_text_is_counted(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.text(50, 100, "seen")
    with pdf.local_context(text_mode=3):
        pdf.text(50, 200, "hidden text!")
    assert layer_of(pdf, tmp_path).hidden_ratio == pytest.approx(11 / 15)
    assert layer_of(new_pdf(), tmp_path) == TextLayer()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_seen_as_viewers_show_it(tmp_path: Path, turn: int) -> None:
    def turned(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.rotate(turn, relative=False)
        cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
        x, y = {0: (0, 0), 90: (800, 0), 180: (600, 800), 270: (0, 600)}[turn]
        if turn % 180:
            page.mediabox = pikepdf.Array([0, 0, 800, 600])
        matrix = f"q {cosine} {sine} {-sine} {cosine} {x} {y} cm\n".encode()
        page.contents_add(pdf.make_stream(matrix), prepend=True)
        page.contents_add(pdf.make_stream(b"\nQ"))

    pdf = new_pdf()
    put_column(pdf, "a", 50, 100, rows=3)
    path = saved(pdf, tmp_path / "turned.pdf", turned)
    plain = saved(pdf, tmp_path / "plain.pdf")
    found = []
    for one in (path, plain):
        with opened(one) as document, opened_page(document, one, 1) as page:
            found.append(read_layer(page, frame_of(page, 144)))
    assert [line.text for line in found[0].lines] == [line.text for line in found[1].lines]
    for a, b in zip(found[0].lines, found[1].lines, strict=True):
        assert abs(a.box.left - b.box.left) <= 2
        assert abs(a.box.bottom - b.box.bottom) <= 2
