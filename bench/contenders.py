"""The programs that the bench runs side by side, each behind one call: path of a page to its text.

A contender is built once, with its models loaded, and then reads page after page. `start_seconds`
is what a program spends on starting anew for every page; the bench takes it off, so that all
numbers leave the loading of models out.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

LANGUAGE = "chi_sim+eng"


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to read a page, and what it spends on starting for each."""

    read: Callable[[Path], str]
    start_seconds: float = 0.0


def open_ocr_fix() -> Contender:
    """This project with its default settings."""
    from ocr_fix import Reader

    reader = Reader(language=LANGUAGE)
    return Contender(lambda path: reader.read(path).text)


def open_rapidocr() -> Contender:
    """RapidOCR's own default call, its lines in the order that it gives."""
    from rapidocr import RapidOCR

    engine = RapidOCR()

    def read(path: Path) -> str:
        return "\n".join(getattr(engine(str(path)), "txts", None) or ())

    return Contender(read)


def open_pymupdf() -> Contender:
    """PyMuPDF's layout analysis over RapidOCR's characters."""
    import pymupdf4llm
    from pymupdf4llm.ocr import rapidocr_api

    def read(path: Path) -> str:
        # It opens a picture as a PDF and closes it by itself.
        return str(pymupdf4llm.to_text(str(path), force_ocr=True, ocr_function=rapidocr_api.exec_ocr))

    return Contender(read)


def open_tesseract() -> Contender:
    """Tesseract with its own page layout analysis."""
    return _with_start(_tesseract)


def open_ocrmypdf() -> Contender:
    """OCRmyPDF's sidecar text."""
    return _with_start(_ocrmypdf)


def _tesseract(path: Path) -> str:
    return _output("tesseract", str(path), "stdout", "-l", LANGUAGE, "--psm", "3")


def _ocrmypdf(path: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "page.txt")
        _output(
            *("ocrmypdf", "--quiet", "--image-dpi", "300", "-l", LANGUAGE, "--output-type", "pdf"),
            *("--sidecar", str(text), str(path), str(Path(folder, "page.pdf"))),
        )
        return text.read_text(encoding="utf-8")


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def _with_start(read: Callable[[Path], str]) -> Contender:
    """A contender whose start is measured on a page with nothing on it."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder, "blank.png")
        Image.new("L", (64, 64), 255).save(blank, dpi=(300, 300))
        start = time.perf_counter()
        read(blank)
        return Contender(read, time.perf_counter() - start)


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "ocr_fix": open_ocr_fix,
    "RapidOCR": open_rapidocr,
    "PyMuPDF, RapidOCR": open_pymupdf,
    "tesseract --psm 3": open_tesseract,
    "ocrmypdf --sidecar": open_ocrmypdf,
}
PACKAGES = {"PyMuPDF, RapidOCR": "pymupdf4llm"}
PROGRAMS = {"tesseract --psm 3": "tesseract", "ocrmypdf --sidecar": "ocrmypdf"}


def installed() -> tuple[str, ...]:
    """The names of the contenders that this machine can run."""
    return tuple(
        name
        for name in CONTENDERS
        if (name not in PROGRAMS or shutil.which(PROGRAMS[name]))
        and (name not in PACKAGES or find_spec(PACKAGES[name]))
    )
