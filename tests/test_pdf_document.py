"""PDF files that open, that do not, and what a viewer shows of their pages."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pdfs import new_pdf, put_column, saved

from ocr_fix.errors import InputError
from ocr_fix.pdf.document import PdfFrame, count_pages, frame_of, opened, opened_page


def test_a_locked_pdf_needs_its_password(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.set_encryption("owner", "secret")
    path = tmp_path / "locked.pdf"
    path.write_bytes(bytes(pdf.output()))
    with pytest.raises(InputError, match="locked; give its password with --password"):
        count_pages(path)
    with pytest.raises(InputError, match="locked by another password"):
        count_pages(path, "guess")
    assert count_pages(path, "secret") == 1


def test_a_pdf_that_is_cut_off_is_mended_or_refused_in_a_sentence(tmp_path: Path) -> None:
    pdf = new_pdf()
    put_column(pdf, "a", 50, 100)
    data = bytes(pdf.output())
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: len(data) - 40])
    assert count_pages(path) == 1
    path.write_bytes(data[:60])
    with pytest.raises(InputError, match="cut off or damaged; get a whole copy"):
        count_pages(path)


def test_no_file_and_no_such_page(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        count_pages(tmp_path / "none.pdf")
    path = saved(new_pdf(), tmp_path / "a.pdf")
    with (
        opened(path) as document,
        pytest.raises(InputError, match="has no page 2; it has 1"),
        opened_page(document, path, 2),
    ):
        pass


def test_the_crop_box_is_the_page(tmp_path: Path) -> None:
    def cropped(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].cropbox = pikepdf.Array([100, 200, 400, 700])

    path = saved(new_pdf(), tmp_path / "a.pdf", cropped)
    with opened(path) as document, opened_page(document, path, 1) as page:
        frame = frame_of(page, 144)
    assert (frame.width, frame.height) == (600, 1000)
    assert frame.point(100, 700) == (0, 0)


@pytest.mark.parametrize(
    ("turn", "corner"), [(0, (0, 800)), (90, (0, 0)), (180, (600, 0)), (270, (600, 800))]
)
def test_the_top_left_corner_of_a_turned_page(turn: int, corner: tuple[float, float]) -> None:
    frame = PdfFrame((0, 0, 600, 800), turn, 72)
    assert frame.point(*corner) == (0, 0)
    assert (frame.width, frame.height) == ((600, 800) if turn % 180 == 0 else (800, 600))


def test_what_lies_outside_is_cut() -> None:
    frame = PdfFrame((0, 0, 100, 100), 0, 72)
    box = frame.clipped((-5, 10, 120, 30))
    assert box is not None
    assert (box.left, box.right) == (0, 100)
    assert frame.clipped((110, 0, 120, 10)) is None
