"""The plugin for OCRmyPDF."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser
from contextlib import closing
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("ocrmypdf", reason="OCRmyPDF is not installed: pip install ocr_fix[ocrmypdf]")

import ocrmypdf as ocrmypdf_itself
import pypdfium2
from pdfs import scan_pdf, scan_picture
from printed_page import full_page

from ocr_fix import ocrmypdf, ocrmypdf_choice
from ocr_fix.model import Page


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> ocrmypdf.OcrFixEngine:
    class StandIn:
        def __init__(self, engine: str, language: str) -> None:
            assert engine in ocrmypdf_choice.ENGINES
            assert language == "eng"

        def read(self, path: Path) -> Page:
            del path
            return full_page()

    monkeypatch.setattr(ocrmypdf, "_reader", StandIn)
    return ocrmypdf.OcrFixEngine()


def test_it_writes_what_ocrmypdf_asks_for(engine: ocrmypdf.OcrFixEngine, tmp_path: Path) -> None:
    scan_picture().save(tmp_path / "page.png")
    options = SimpleNamespace(languages=["eng"])
    engine.generate_pdf(tmp_path / "page.png", tmp_path / "a.pdf", tmp_path / "a.txt", options)
    engine.generate_hocr(tmp_path / "page.png", tmp_path / "a.hocr", tmp_path / "b.txt", options)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert "ocrx_word" in (tmp_path / "a.hocr").read_text(encoding="utf-8")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == full_page().text + "\n"


def test_it_asks_for_its_own_layer_only_where_the_user_does_not_choose() -> None:
    options = SimpleNamespace(pdf_renderer="auto")
    ocrmypdf.check_options(options)
    assert options.pdf_renderer == "sandwich"
    chosen = SimpleNamespace(pdf_renderer="hocr")
    ocrmypdf.check_options(chosen)
    assert chosen.pdf_renderer == "hocr"


def test_it_is_the_engine() -> None:
    assert isinstance(ocrmypdf.get_ocr_engine(options=None), ocrmypdf.OcrFixEngine)
    assert ocrmypdf.OcrFixEngine.creator_tag(None).startswith("ocr_fix ")


def parser() -> ArgumentParser:
    made = ArgumentParser()
    made.add_argument("--ocr-engine", choices=["auto", "tesseract"], default="auto")
    return made


def test_it_is_one_more_engine_to_choose() -> None:
    made = parser()
    ocrmypdf_choice.add_options(made)
    options = made.parse_args(["--ocr-engine", "ocr_fix", "--ocr-fix-engine", "tesseract"])
    assert (options.ocr_engine, options.ocr_fix_engine) == ("ocr_fix", "tesseract")
    ocrmypdf.add_options(made)  # named as well as found: no quarrel
    ocrmypdf_choice.add_options(made)
    assert made.parse_args([]).ocr_fix_engine == "rapidocr"
    without = ArgumentParser()
    ocrmypdf_choice.add_options(without)
    with pytest.raises(SystemExit):
        without.parse_args(["--ocr-engine", "ocr_fix"])


@pytest.mark.parametrize("chosen", ["auto", "tesseract", "none", None])
def test_it_stays_out_of_the_way_where_it_was_not_chosen(chosen: str | None) -> None:
    options = SimpleNamespace(ocr_engine=chosen, pdf_renderer="auto")
    assert ocrmypdf_choice.get_ocr_engine(options) is None
    ocrmypdf_choice.check_options(options)
    assert options.pdf_renderer == "auto"


def test_it_answers_where_it_was_chosen() -> None:
    options = SimpleNamespace(ocr_engine="ocr_fix", pdf_renderer="auto")
    assert isinstance(ocrmypdf_choice.get_ocr_engine(options), ocrmypdf.OcrFixEngine)
    ocrmypdf_choice.check_options(options)
    assert options.pdf_renderer == "sandwich"


def test_it_is_found_and_loads_no_engine_until_then() -> None:
    (point,) = entry_points(group="ocrmypdf", name="ocr_fix")
    assert point.load() is ocrmypdf_choice
    code = "import sys, ocr_fix.ocrmypdf_choice; sys.exit('ocr_fix.pipeline' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("way", [{"plugins": ["ocr_fix.ocrmypdf"]}, {"ocr_engine": "ocr_fix"}])
def test_ocrmypdf_puts_our_text_into_its_file(
    engine: ocrmypdf.OcrFixEngine, tmp_path: Path, way: dict[str, Any]
) -> None:
    """OCRmyPDF itself, with a page of ours that has level and vertical lines."""
    del engine
    source = scan_pdf(tmp_path / "in.pdf", scan_picture())
    ocrmypdf_itself.ocr(
        source, tmp_path / "out.pdf", language=["eng"], output_type="pdf", optimize=0, jobs=1,
        use_threads=True, progress_bar=False, **way,
    )  # fmt: skip
    with closing(pypdfium2.PdfDocument(tmp_path / "out.pdf")) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    for region in full_page().regions:
        for line in region.lines:
            assert line.text.split()[0] in text
