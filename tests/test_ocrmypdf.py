"""The plugin for OCRmyPDF."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("ocrmypdf", reason="OCRmyPDF is not installed: pip install ocr_fix[ocrmypdf]")

from pdfs import scan_picture
from printed_page import full_page

from ocr_fix import ocrmypdf
from ocr_fix.model import Page


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> ocrmypdf.OcrFixEngine:
    class StandIn:
        def __init__(self, engine: str, language: str) -> None:
            assert (engine, language) == ("rapidocr", "eng")

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
