"""A PDF's page as a scan: the page's own image where the page is one image, else a rendering.

The image of a scanned page is taken out as it is stored, turned as the page shows it, and cut or
padded to the page, so that pixels are those of the scanner and boxes fit the page. Whether that
was right is checked against a small rendering; an image that is masked, clipped or recoloured by the
page looks different there, and the page is rendered at the image's resolution instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from ocr_fix.errors import InputError, shown
from ocr_fix.pdf.document import POINTS_PER_INCH, PdfFrame, frame_of
from ocr_fix.pdf.shapes import MAX_DEPTH, Shape, Sides

USUAL_DPI = 300.0
LEAST_DPI, MOST_DPI = 150.0, 600.0
"""What a page is rendered at, whatever its images have."""
MIN_COVER_RATIO = 0.95
"""A page image leaves no more of the page free on a side."""
MAX_SHAPE_RATIO = 1.02
"""Pixels that are not square are stretched, as in faxes."""
MAX_SLOPE_RATIO = 0.01
"""An image that is turned by other than quarters is rendered."""
CHECK_PX = 160
MAX_CHECK_DIFFERENCE = 12.0
"""Mean difference in greys between the image and a rendering, both small, that is still the same."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page's picture (mode L or RGB) and the frame that it fills."""

    picture: Image.Image
    frame: PdfFrame
    is_native: bool


def page_picture(
    page: pypdfium2.PdfPage, shapes: tuple[Shape, ...], path: Path, max_pixels: int, *, colour: bool = False
) -> PageImage:
    """The picture of a page, its own image where it is one.

    Raises:
        InputError: even at the least resolution it has more pixels than `max_pixels`.
    """
    mode = "RGB" if colour else "L"
    if sum(one.image for one in shapes) == 1:
        native = _native(page, max_pixels, mode)
        if native and _looks_like(native.picture, page):
            return native
    frame = frame_of(page, _render_dpi(page, shapes))
    while frame.width * frame.height > max_pixels:
        if frame.dpi <= LEAST_DPI:
            raise InputError(
                f"{shown(path)} has a page with more pixels than the limit of {max_pixels / 1e6:g} million; "
                "raise --max-pixels if the page is real."
            )
        frame = frame_of(page, max(LEAST_DPI, frame.dpi * 0.8))
    return PageImage(_rendered(page, frame, mode), frame, False)


def _native(page: pypdfium2.PdfPage, max_pixels: int, mode: str) -> PageImage | None:
    """The one image of a page in the frame of its own resolution; None where it is not the page."""
    image = next(iter(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=MAX_DEPTH)), None)
    if image is None or image.level > 0:
        return None
    points = frame_of(page, POINTS_PER_INCH)
    a, b, c, d, e, f = image.get_matrix().get()
    corner, across, up = points.point(e, f), points.point(e + a, f + b), points.point(e + c, f + d)
    right, down = _minus(across, corner), _minus(corner, up)
    sides = points.box(*image.get_bounds())
    width, height = image.get_px_size()
    slope = min(map(abs, right)) + min(map(abs, down))
    if not 0 < width * height <= max_pixels or slope > MAX_SLOPE_RATIO * (points.width + points.height):
        return None
    if not _covers(sides, points):
        return None
    try:
        picture = image.get_bitmap(render=False).to_pil()
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return None
    upended = abs(right[1]) > abs(right[0])
    native = _placed(_turned(picture.convert(mode), upended, right, down), sides, page)
    return native if native.frame.width * native.frame.height <= max_pixels else None


def _covers(sides: Sides, page: PdfFrame) -> bool:
    """Whether an image leaves next to nothing of its page free."""
    left, top, right, bottom = sides
    free_x, free_y = (1 - MIN_COVER_RATIO) * page.width, (1 - MIN_COVER_RATIO) * page.height
    return left < free_x and top < free_y and right > page.width - free_x and bottom > page.height - free_y


def _placed(picture: Image.Image, sides: Sides, page: pypdfium2.PdfPage) -> PageImage:
    """A page's image, `sides` of it in points, stretched to square pixels and cut or padded to the page."""
    left, top, right, bottom = sides
    scale_x, scale_y = picture.width / (right - left), picture.height / (bottom - top)
    scale = max(scale_x, scale_y)
    if scale > MAX_SHAPE_RATIO * min(scale_x, scale_y):
        size = (round((right - left) * scale), round((bottom - top) * scale))
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    frame = frame_of(page, scale * POINTS_PER_INCH)
    place = (round(left * scale), round(top * scale))
    if place == (0, 0) and picture.size == (frame.width, frame.height):
        return PageImage(picture, frame, True)
    sheet = Image.new(picture.mode, (frame.width, frame.height), "white")
    sheet.paste(picture, place)
    return PageImage(sheet, frame, True)


def _turned(
    picture: Image.Image, upended: bool, right: tuple[float, float], down: tuple[float, float]
) -> Image.Image:
    """A stored image as the page shows it: `right` and `down` are where its rows and columns lead."""
    if upended:
        picture = picture.transpose(Image.Transpose.TRANSPOSE)
        flip_x, flip_y = down[0] < 0, right[1] < 0
    else:
        flip_x, flip_y = right[0] < 0, down[1] < 0
    if flip_x:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if flip_y else picture


def _minus(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    return a[0] - b[0], a[1] - b[1]


def _looks_like(picture: Image.Image, page: pypdfium2.PdfPage) -> bool:
    """Whether a small rendering of the page shows the same picture."""
    points = frame_of(page, POINTS_PER_INCH)
    small = _rendered(
        page, frame_of(page, POINTS_PER_INCH * CHECK_PX / max(points.width, points.height)), "L"
    )
    mine = picture.convert("L").resize(small.size, Image.Resampling.BOX)
    difference = np.abs(np.asarray(small, np.int16) - np.asarray(mine, np.int16))
    return float(difference.mean()) < MAX_CHECK_DIFFERENCE


def _rendered(page: pypdfium2.PdfPage, frame: PdfFrame, mode: str) -> Image.Image:
    rendered: Any = page.render(scale=frame.scale, grayscale=mode == "L", may_draw_forms=False)
    picture: Image.Image = rendered.to_pil().convert(mode)
    size = (frame.width, frame.height)
    return picture if picture.size == size else picture.resize(size, Image.Resampling.BILINEAR)


def _render_dpi(page: pypdfium2.PdfPage, shapes: tuple[Shape, ...]) -> float:
    """The resolution of the page's largest image, within reason; that of print where it has none."""
    images = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=MAX_DEPTH)
    sizes = []
    for image in images:
        left, bottom, right, top = image.get_bounds()
        width, height = image.get_px_size()
        if right > left and top > bottom and width and height:
            sizes.append(((right - left) * (top - bottom), width / (right - left) * POINTS_PER_INCH))
    if not sizes or not any(one.image for one in shapes):
        return USUAL_DPI
    return min(MOST_DPI, max(LEAST_DPI, float(max(sizes)[1])))
