"""A plugin for OCRmyPDF: its pages are read by ocr_fix, and their text layer reads in order.

    ocrmypdf --plugin ocr_fix.ocrmypdf in.pdf out.pdf
    ocrmypdf --ocr-engine ocr_fix in.pdf out.pdf         # from OCRmyPDF 17 on: `ocrmypdf_choice.py`

OCRmyPDF prepares pages and puts files together, this gives the text under each page. Needs
`pip install ocr_fix[ocrmypdf]`. `--ocr-fix-engine tesseract` reads with Tesseract in place of RapidOCR.
"""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence

from ocr_fix import __version__
from ocr_fix.engines import available_languages
from ocr_fix.model import Page
from ocr_fix.ocrmypdf_choice import ENGINES, add_engine_option, ask_for_layer
from ocr_fix.pipeline import Reader, ReadOptions
from ocr_fix.write.hocr import write_hocr
from ocr_fix.write.pdf import text_only_pdf
from ocr_fix.write.text import write_text

DEFAULT_LANGUAGE = "chi_sim+eng"


@hookimpl
def add_options(parser: ArgumentParser) -> None:
    """Adds the option that chooses the engine."""
    add_engine_option(parser)


@hookimpl
def check_options(options: Any) -> None:
    """Asks for a text layer of ours, unless the user wants another renderer."""
    ask_for_layer(options)


@hookimpl
def get_ocr_engine(options: Any = None) -> OcrEngine:
    """The engine that OCRmyPDF is to use."""
    del options
    return OcrFixEngine()


class OcrFixEngine(OcrEngine):
    """Reads a page image with ocr_fix."""

    @staticmethod
    def version() -> str:
        return __version__

    @staticmethod
    def creator_tag(options: Any) -> str:
        del options
        return f"ocr_fix {__version__}"

    def __str__(self) -> str:
        return f"ocr_fix {__version__}"

    @staticmethod
    def languages(options: Any) -> set[str]:
        return set(available_languages(_engine(options)))

    @staticmethod
    def get_orientation(input_file: Path, options: Any) -> OrientationConfidence:
        """Nothing is known before the page is read; ocr_fix turns pages itself while it reads them."""
        del input_file, options
        return OrientationConfidence(0, 0.0)

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        page = _read(input_file, options)
        output_hocr.write_text(write_hocr(page), encoding="utf-8")
        output_text.write_text(write_text(page), encoding="utf-8")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: Any) -> None:
        page = _read(input_file, options)
        output_pdf.write_bytes(text_only_pdf(page))
        output_text.write_text(write_text(page), encoding="utf-8")


def _engine(options: Any) -> str:
    return str(getattr(options, "ocr_fix_engine", None) or ENGINES[0])


def _read(path: Path, options: Any) -> Page:
    languages = getattr(options, "languages", None) or [DEFAULT_LANGUAGE]
    page = _reader(_engine(options), "+".join(languages)).read(path)
    return page if page.dpi else replace(page, dpi=300.0)


@lru_cache(maxsize=1)
def _reader(engine: str, language: str) -> Reader:
    """The reader of this worker, its models loaded once."""
    return Reader(engine, language, ReadOptions())
