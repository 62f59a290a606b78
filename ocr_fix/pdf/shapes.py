"""Images and paths of a PDF page as boxes and straight strokes, those inside of forms too.

Known limits: clipping is not looked at, so an image may be larger here than what is seen of it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_fix.pdf.document import PdfFrame

MAX_DEPTH = 5
MAX_OBJECTS = 20_000
"""A page with more is a map; the rest of its paths is passed over."""
MAX_SEGMENTS = 400
"""A path with more is a drawing."""
WHITE = 250

Sides = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
WHOLE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Shape:
    """An image or a path: its sides in pixels (left, top, right, bottom).

    `strokes` are the straight level or upright lines of a path, as thin boxes; `curved` tells that
    the path is more than such lines.
    """

    sides: Sides
    image: bool = False
    strokes: tuple[Sides, ...] = ()
    curved: bool = False


def read_shapes(page: pypdfium2.PdfPage, frame: PdfFrame) -> tuple[Shape, ...]:
    """The images and visible paths of a page, in the order in which they are drawn."""
    count = 0
    shapes = []
    for thing, kind, matrix in _objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
        count += 1
        if count > MAX_OBJECTS:
            break
        sides = _sides(thing, matrix, frame)
        if sides is None:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            shapes.append(Shape(sides, image=True))
        elif _is_seen(thing):
            shapes.append(_path(thing, matrix, frame, sides))
    return tuple(shapes)


def _objects(holder: Any, count: Any, get: Any, matrix: Matrix = WHOLE, depth: int = 0) -> Iterator[Any]:
    """Images and paths with the matrix of the forms around them."""
    for index in range(count(holder)):
        thing = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
            yield thing, kind, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = _times(_matrix(thing), matrix)
            yield from _objects(
                thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1
            )


def _path(thing: Any, matrix: Matrix, frame: PdfFrame, sides: Sides) -> Shape:
    """A path with its straight strokes."""
    count = pdfium.FPDFPath_CountSegments(thing)
    if count > MAX_SEGMENTS:
        return Shape(sides, curved=True)
    whole = _times(_matrix(thing), matrix)
    strokes: list[Sides] = []
    curved = False
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = frame.point(*_moved(whole, x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            curved |= not _add(strokes, last, point)
        else:
            curved = True
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            curved |= not _add(strokes, last, start)
            last = start
    return Shape(sides, strokes=tuple(strokes), curved=curved)


def _add(strokes: list[Sides], a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Adds the line from `a` to `b` if it is level or upright; whether it was."""
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if min(wide, high) > max(1.0, 0.02 * max(wide, high)):
        return False
    strokes.append((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
    return True


def _is_seen(thing: Any) -> bool:
    """Whether a path is stroked, or filled with something else than white."""
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(thing, fill, stroke):
        return False
    paints = []
    if fill.value:
        paints.append(pdfium.FPDFPageObj_GetFillColor)
    if stroke.value:
        paints.append(pdfium.FPDFPageObj_GetStrokeColor)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for paint in paints:
        known = paint(thing, red, green, blue, alpha)
        if not known or (alpha.value > 5 and min(red.value, green.value, blue.value) < WHITE):
            return True
    return False


def _sides(thing: Any, matrix: Matrix, frame: PdfFrame) -> Sides | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return None
    corners = [frame.point(*_moved(matrix, x.value, y.value)) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if max(xs) < 0 or max(ys) < 0 or min(xs) > frame.width or min(ys) > frame.height:
        return None
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(thing: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return WHOLE
    return found.a, found.b, found.c, found.d, found.e, found.f


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, and then `then`."""
    a, b = _moved(then, first[0], first[1]), _moved(then, first[2], first[3])
    origin = _moved(then, first[4], first[5])
    e, f = then[4], then[5]
    return a[0] - e, a[1] - f, b[0] - e, b[1] - f, origin[0], origin[1]
