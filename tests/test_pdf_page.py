"""By which door a PDF's page comes in, and with which pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdfs import new_pdf, put_column, saved, scan_pdf, scan_picture
from PIL import Image, ImageDraw, ImageFont

from ocr_fix.errors import InputError
from ocr_fix.model import Page, SeparatorKind
from ocr_fix.pdf.page import PdfOptions, pdf_picture, read_pdf_page
from ocr_fix.pdf.trust import Layer, known_ratio
from ocr_fix.scan import Scan

SENTENCES = (
    "the council voted to keep the library and the children",
    "went home with a book under every arm because",
    "the winter had been long and the road to the river",
    "was closed after the flood had taken the old bridge",
)


def printed_scan(folder: Path, hidden: str, shift: float = 0.0) -> Path:
    """A scanned page of printed lines with hidden text on each of them."""
    picture = Image.new("L", (1000, 700), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(30)
    places = []
    for row, text in enumerate(SENTENCES * 3):
        pen.text((60, 40 + 50 * row), text, font=font, fill=0)
        said = text if hidden == "right" else "qzx vvk jjw pqz xkw zzq vkj wqx kkz xxj qvw zjk"
        places.append((30 + shift, 20 + 25 * row + 13 + shift, said))
    return scan_pdf(folder / "scan.pdf", picture, places)


def test_born_digital_text_needs_no_engine(tmp_path: Path) -> None:
    pdf = new_pdf()
    texts = put_column(pdf, "a", 50, 100)
    pdf.line(50, 400, 550, 400)
    pdf.text(50, 500, ". . . . . . . . . . . . . . . . . . . . . . . .")
    page = read_pdf_page(saved(pdf, tmp_path / "a.pdf"))
    assert isinstance(page, Page)
    assert [line.text for region in page.regions for line in region.lines] == texts
    assert [one.kind for one in page.separators] == [SeparatorKind.HORIZONTAL] * 2
    assert (page.width, page.height, page.dpi) == (2500, 3333, 300)


def test_an_empty_page_is_a_page_without_lines(tmp_path: Path) -> None:
    page = read_pdf_page(saved(new_pdf(), tmp_path / "a.pdf"))
    assert isinstance(page, Page)
    assert list(page.regions) == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scanned_page_has_the_pixels_of_the_scanner(tmp_path: Path, turn: int) -> None:
    picture = scan_picture()
    path = scan_pdf(tmp_path / "scan.pdf", picture)
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        pdf.save(path)
    scan = read_pdf_page(path)
    assert isinstance(scan, Scan)
    assert scan.dpi == 144
    assert np.array_equal(scan.pixels, np.rot90(np.asarray(picture), -turn // 90))


def test_a_picture_that_is_not_the_whole_page_is_rendered(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.image(scan_picture(300, 400), 100, 100, 300, 400)
    scan = read_pdf_page(saved(pdf, tmp_path / "a.pdf"))
    assert isinstance(scan, Scan)
    assert "rendered" in scan.steps[0].detail
    assert scan.width / scan.height == pytest.approx(600 / 800, abs=0.01)


def test_a_page_that_draws_over_its_image_is_rendered(tmp_path: Path) -> None:
    pdf = new_pdf(300, 400)
    pdf.image(scan_picture(), 0, 0, 300, 400)
    pdf.set_fill_color(0)
    pdf.rect(50, 100, 200, 250, style="F")
    scan = read_pdf_page(saved(pdf, tmp_path / "a.pdf"))
    assert isinstance(scan, Scan)
    assert scan.pixels[400, 300] == 0


def test_a_good_hidden_layer_is_trusted(tmp_path: Path) -> None:
    page = read_pdf_page(printed_scan(tmp_path, "right"), options=PdfOptions(language="eng"))
    assert isinstance(page, Page)
    assert page.engine == "hidden text layer"
    assert sum(len(region.lines) for region in page.regions) == 12


@pytest.mark.parametrize(("hidden", "shift"), [("wrong", 0.0), ("right", 130.0)])
def test_garbage_and_text_in_the_wrong_place_are_read_anew(tmp_path: Path, hidden: str, shift: float) -> None:
    scan = read_pdf_page(printed_scan(tmp_path, hidden, shift), options=PdfOptions(language="eng"))
    assert isinstance(scan, Scan)
    assert "text layer not used" in scan.steps[0].detail


def test_the_user_decides_about_layers(tmp_path: Path) -> None:
    path = printed_scan(tmp_path, "wrong")
    assert isinstance(read_pdf_page(path, options=PdfOptions(layer=Layer.USE)), Page)
    path = printed_scan(tmp_path, "right")
    assert isinstance(read_pdf_page(path, options=PdfOptions(layer=Layer.IGNORE)), Scan)


def test_a_stamp_on_a_scan_is_no_text_layer(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", scan_picture(), [(20, 20, "Scanned by us")])
    assert isinstance(read_pdf_page(path), Scan)


def test_too_large_a_page_is_refused_before_it_is_drawn(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", scan_picture())
    with pytest.raises(InputError, match="more pixels than the limit"):
        read_pdf_page(path, options=PdfOptions(max_pixels=1000))


def test_the_picture_of_a_page_fits_its_results(tmp_path: Path) -> None:
    pdf = new_pdf()
    put_column(pdf, "a", 50, 100)
    path = saved(pdf, tmp_path / "a.pdf")
    page = read_pdf_page(path)
    assert pdf_picture(path, 1, page.dpi).size == (page.width, page.height)


@pytest.mark.parametrize(
    ("text", "language", "least", "most"),
    [
        (" ".join(SENTENCES), "eng", 0.9, 1.0),
        ("Der Rat der Stadt hat gestern beschlossen die alte Brücke über den Fluss neu zu bauen und "
         "die Straße durch das Tal wird im Winter für alle Wagen gesperrt", "eng", 0.8, 1.0),
        ("qzx vvk jjw pqz xkw zzq vkj wqx kkz xxj qvw zjk " * 3, "eng", 0.0, 0.3),
        ("渡口边的老樟树下乡亲们把新收的稻谷一担一担挑进粮仓又把去年留下的种子翻出来", "chi_sim", 0.7, 1.0),
        ("口囗日丨卜士土二乙匕乚亅丶丿彳亍口囗日丨卜士土二乙匕乚亅丶丿彳亍口囗日丨卜", "chi_sim", 0.0, 0.4),
        ("two words", "eng", 1.0, 1.0),
    ],
)  # fmt: skip
def test_how_much_of_a_text_is_known(text: str, language: str, least: float, most: float) -> None:
    assert least <= known_ratio([text], language) <= most


def test_a_pdf_whose_end_is_missing_says_so(tmp_path: Path) -> None:
    pdf = new_pdf()
    put_column(pdf, "a", 50, 100)
    path = saved(pdf, tmp_path / "whole.pdf")
    whole = read_pdf_page(path)
    assert isinstance(whole, Page)
    assert whole.warnings == ()
    path.write_bytes(path.read_bytes()[:-40])
    cut = read_pdf_page(path)
    assert isinstance(cut, Page)
    assert "is cut off" in cut.warnings[0]
