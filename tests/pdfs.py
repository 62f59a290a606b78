"""Small PDFs made by a PDF library: text where it is told, rules, pictures, scans with hidden text."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pikepdf
from fpdf import FPDF
from PIL import Image

SIZE = 12.0
LEADING = 15.0
WORDS = [
    "river",
    "bridge",
    "market",
    "morning",
    "council",
    "wagon",
    "harvest",
    "letter",
    "garden",
    "winter",
    "signal",
    "kitchen",
]


def new_pdf(width: float = 600, height: float = 800) -> FPDF:
    """A PDF with an empty page, measured in points from the top left."""
    pdf = FPDF(unit="pt", format=(width, height))
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_font("Helvetica", size=SIZE)
    return pdf


def put_column(pdf: FPDF, name: str, left: float, top: float, rows: int = 12) -> list[str]:
    """Writes a column of lines and gives their texts."""
    texts = []
    for row in range(rows):
        words = [f"{name}{row:02d}", *(WORDS[(row * 5 + place * 7) % len(WORDS)] for place in range(3))]
        texts.append(" ".join(words))
        pdf.text(left, top + row * LEADING, texts[-1])
    return texts


def saved(pdf: FPDF, path: Path, change: Callable[[pikepdf.Pdf], None] | None = None) -> Path:
    """The PDF in a file, after `change` has had its way with it."""
    with pikepdf.open(io.BytesIO(bytes(pdf.output()))) as opened:
        if change:
            change(opened)
        opened.save(path)
    return path


def scan_picture(width: int = 600, height: int = 800) -> Image.Image:
    """A picture with greys that no rendering keeps exactly, and a black bar at its top left."""
    rng = np.random.default_rng(7)
    pixels = rng.integers(180, 255, (height, width)).astype(np.uint8)
    pixels[:40, :120] = 0
    return Image.fromarray(pixels)


def scan_pdf(path: Path, picture: Image.Image, hidden: Sequence[tuple[float, float, str]] = ()) -> Path:
    """A page that is one picture at 144 dots an inch, with hidden text at places in points."""
    width, height = picture.width / 2, picture.height / 2
    pdf = new_pdf(width, height)
    data = io.BytesIO()
    picture.save(data, "PNG")
    pdf.image(data, 0, 0, width, height)
    for left, top, text in hidden:
        with pdf.local_context(text_mode=3):
            pdf.text(left, top, text)
    return saved(pdf, path)
