"""PDF files opened with PDFium, and the frame in which their pages are seen.

A page's frame is what a viewer shows of it: the crop box, turned as the page says, at a resolution.
What PDFium cannot open is mended by qpdf first, where that can.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import RLock

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ocr_fix.errors import InputError, shown
from ocr_fix.model import Box

POINTS_PER_INCH = 72.0
Sides = tuple[float, float, float, float]
END_MARK = b"%%EOF"
TAIL_BYTES = 4096
"""Some programs write more behind the end mark."""
LOCK = RLock()
"""PDFium is not made for threads: one call at a time."""


@dataclass(frozen=True, slots=True)
class PdfFrame:
    """Leads from a page's own points, origin bottom left, to pixels of what a viewer shows.

    `crop` is left, bottom, right, top in points; `turn` the page's clockwise turn in degrees.
    """

    crop: tuple[float, float, float, float]
    turn: int
    dpi: float

    @property
    def scale(self) -> float:
        """Pixels a point."""
        return self.dpi / POINTS_PER_INCH

    @property
    def width(self) -> int:
        return max(1, round(self._size[0] * self.scale))

    @property
    def height(self) -> int:
        return max(1, round(self._size[1] * self.scale))

    @property
    def _size(self) -> tuple[float, float]:
        left, bottom, right, top = self.crop
        size = (right - left, top - bottom)
        return size if self.turn % 180 == 0 else (size[1], size[0])

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page in pixels."""
        left, bottom, right, top = self.crop
        across, down = {
            0: (x - left, top - y),
            90: (y - bottom, x - left),
            180: (right - x, y - bottom),
            270: (top - y, right - x),
        }[self.turn]
        return across * self.scale, down * self.scale

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in pixels of a rectangle in points."""
        a, b = self.point(left, bottom), self.point(right, top)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])

    def boxes(self, rectangles: Sequence[tuple[float, float, float, float]]) -> list[Sides]:
        """What `box` gives for many rectangles (left, bottom, right, top), all at once."""
        corners = np.asarray(rectangles, dtype=np.float64).reshape(-1, 4)
        origin, right, up = self.point(0, 0), self.point(1, 0), self.point(0, 1)
        across = np.array([right[0] - origin[0], up[0] - origin[0]])
        down = np.array([right[1] - origin[1], up[1] - origin[1]])
        xs = corners.reshape(-1, 2, 2) @ across + origin[0]
        ys = corners.reshape(-1, 2, 2) @ down + origin[1]
        sides = np.stack((xs.min(axis=1), ys.min(axis=1), xs.max(axis=1), ys.max(axis=1)), axis=1)
        return [(left, top, far, foot) for left, top, far, foot in sides.tolist()]

    def clipped(self, sides: tuple[float, float, float, float]) -> Box | None:
        """Sides in pixels as a box, cut at the page's edges; None where nothing is left."""
        left, top = max(0, round(sides[0])), max(0, round(sides[1]))
        right, bottom = min(self.width, round(sides[2])), min(self.height, round(sides[3]))
        return Box(left, top, right, bottom) if right >= left and bottom >= top else None


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF at `path` for the time of a `with`, in which no other thread uses PDFium.

    Raises:
        InputError: it is missing, damaged beyond repair, or locked by another password.
    """
    with LOCK:
        yield _kept(path, password, _state(path))


def count_pages(path: Path, password: str | None = None) -> int:
    """The number of pages of a PDF.

    Raises:
        InputError: it cannot be opened, or has no pages.
    """
    with opened(path, password) as document:
        count = len(document)
    if not count:
        raise InputError(f"{shown(path)} is a PDF without pages; get a whole copy of the file.")
    return count


def is_cut_off(path: Path) -> bool:
    """Whether the end of a PDF is missing; PDFium opens such files without a word, pages may be empty.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL_BYTES))
            return END_MARK not in file.read()
    except OSError:
        raise InputError(f"{shown(path)} cannot be read; check that it is still there.") from None


@contextmanager
def opened_page(document: pypdfium2.PdfDocument, path: Path, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Page `number` (from 1) for the time of a `with`.

    Raises:
        InputError: there is no such page, or it is damaged.
    """
    if not 1 <= number <= len(document):
        raise InputError(f"{shown(path)} has no page {number}; it has {len(document)}.")
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        raise InputError(f"{shown(path)}, page {number}, is damaged; get a whole copy of the file.") from None
    try:
        yield page
    finally:
        page.close()


def frame_of(page: pypdfium2.PdfPage, dpi: float) -> PdfFrame:
    """The frame of a page at a resolution."""
    left, bottom, right, top = page.get_cropbox()
    media = page.get_mediabox()
    inner = (max(left, media[0]), max(bottom, media[1]), min(right, media[2]), min(top, media[3]))
    whole = inner if inner[2] > inner[0] and inner[3] > inner[1] else media
    return PdfFrame(whole, page.get_rotation() % 360, dpi)


def _state(path: Path) -> tuple[int, int, int]:
    """What tells that a file is the same as before, in this process."""
    try:
        state = path.stat()
    except OSError:
        raise InputError(f"{shown(path)} does not exist; check the name and the folder.") from None
    return state.st_mtime_ns, state.st_size, os.getpid()


@lru_cache(maxsize=1)
def _kept(path: Path, password: str | None, _unchanged: tuple[int, int, int]) -> pypdfium2.PdfDocument:
    """The PDF, the last one being kept open: opening a file of thousands of pages takes as long as
    reading one of them."""
    return _open(path, password)


def _open(path: Path, password: str | None) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise InputError(_locked(path, password)) from None
        return _mended(path, password)


def _mended(path: Path, password: str | None) -> pypdfium2.PdfDocument:
    """The PDF after qpdf has looked for its objects."""
    import pikepdf

    try:
        with pikepdf.open(path, password=password or "", suppress_warnings=True) as pdf:
            whole = io.BytesIO()
            pdf.save(whole)
        return pypdfium2.PdfDocument(whole.getvalue())
    except pikepdf.PasswordError:
        raise InputError(_locked(path, password)) from None
    except Exception as error:  # both libraries raise many kinds for broken files
        raise InputError(
            f"{shown(path)} is a PDF that is cut off or damaged; get a whole copy of the file."
        ) from error


def _locked(path: Path, password: str | None) -> str:
    if password is None:
        return f"{shown(path)} is locked; give its password with --password."
    return f"{shown(path)} is locked by another password; check the one given with --password."
