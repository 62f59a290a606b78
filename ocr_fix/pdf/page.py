"""A PDF's page by the door that it needs: its text layer as a page of lines, or its picture as a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from ocr_fix.detect import body_em
from ocr_fix.errors import shown
from ocr_fix.geometry import enclosing
from ocr_fix.model import Article, Box, Direction, Kind, Line, Page, Region, Separator, SeparatorKind, Step
from ocr_fix.pdf.cells import part_cells
from ocr_fix.pdf.characters import TextLayer, read_layer
from ocr_fix.pdf.document import PdfFrame, frame_of, is_cut_off, opened, opened_page
from ocr_fix.pdf.drawing import Drawing, find_drawing
from ocr_fix.pdf.picture import USUAL_DPI, PageImage, page_picture
from ocr_fix.pdf.shapes import Shape, read_shapes
from ocr_fix.pdf.trust import Layer, fault_of_place, fault_of_text
from ocr_fix.scan import Scan
from ocr_fix.write.textlayer import HIDDEN_TEXT, VISIBLE_TEXT

MIN_PAGE_IMAGE_RATIO = 0.6
"""An image that fills so much of a page makes it a scan."""
MIN_DOTS = 8
DOTS = frozenset(".·…_-–—=*•")


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """`layer` says what to do with text layers, `language` what their words are judged by; a page with
    more pixels than `max_pixels` is refused."""

    password: str | None = None
    layer: Layer = Layer.AUTO
    language: str = ""
    max_pixels: int = 200_000_000


def read_pdf_page(path: Path, number: int = 1, options: PdfOptions = PdfOptions()) -> Page | Scan:
    """Page `number` of a PDF, from 1: its lines with their boxes where the text layer is to be trusted,
    else its picture to be read. An empty page is a page without lines.

    Raises:
        InputError: the file cannot be opened, has no such page, or the page is too large.
    """
    with opened(path, options.password) as document, opened_page(document, path, number) as page:
        frame = frame_of(page, USUAL_DPI)
        shapes = read_shapes(page, frame)
        scanned = any(one.image and _share(one, frame) > MIN_PAGE_IMAGE_RATIO for one in shapes)
        layer = read_layer(page, frame) if options.layer is not Layer.IGNORE else TextLayer()
        fault = _fault(layer, scanned, options)
        if not shapes and not layer.characters and options.layer is not Layer.IGNORE:
            return _page(_Layered(layer, Drawing(), frame), path, number)
        if not fault and not scanned:
            return _page(_drawn(layer, shapes, frame), path, number)
        image = page_picture(page, shapes, path, options.max_pixels)
        if not fault:
            layer = read_layer(page, image.frame)
            if options.layer is Layer.AUTO:
                fault = fault_of_place(layer, np.asarray(image.picture))
            if not fault:
                return _page(_Layered(layer, Drawing(), image.frame), path, number)
        return _scan(image, path, number, fault)


def pdf_picture(path: Path, number: int, dpi: float, options: PdfOptions = PdfOptions()) -> Image.Image:
    """Page `number` of a PDF as an RGB picture in the frame that its results have, whose resolution is
    `dpi` (0: the page's own).

    Raises:
        InputError: as `read_pdf_page`.
    """
    with opened(path, options.password) as document, opened_page(document, path, number) as page:
        shapes = read_shapes(page, frame_of(page, USUAL_DPI))
        image = page_picture(page, shapes, path, options.max_pixels, colour=True)
        wanted = frame_of(page, dpi) if dpi else image.frame
        if (wanted.width, wanted.height) == image.picture.size:
            return image.picture
        return image.picture.resize((wanted.width, wanted.height), Image.Resampling.BICUBIC)


@dataclass(frozen=True, slots=True)
class _Layered:
    """What a page with a text layer gives, in pixels of `frame`."""

    layer: TextLayer
    drawing: Drawing
    frame: PdfFrame


def _fault(layer: TextLayer, scanned: bool, options: PdfOptions) -> str:
    """Why the text layer is not used; empty where it is."""
    if options.layer is Layer.IGNORE:
        return "it is to be ignored"
    if options.layer is Layer.USE and layer.characters:
        return ""
    return fault_of_text(layer, options.language, scanned=scanned)


def _share(shape: Shape, frame: PdfFrame) -> float:
    """How much of the page a shape covers."""
    box = frame.clipped(shape.sides)
    return box.area / (frame.width * frame.height) if box else 0.0


def _drawn(layer: TextLayer, shapes: Sequence[Shape], frame: PdfFrame) -> _Layered:
    """A layer with what is drawn around it, the lines of its tables parted into cells."""
    boxes = tuple(line.box for line in layer.lines)
    drawing = find_drawing(shapes, frame, boxes, body_em(boxes))
    lines = part_cells(layer.lines, shapes, drawing.tables)
    return _Layered(replace(layer, lines=lines), drawing, frame)


def _page(seen: _Layered, path: Path, number: int) -> Page:
    """The lines of a text layer as a page in the order of the file; rows of dots are rules."""
    dotted = [line for line in seen.layer.lines if _is_dotted(line)]
    lines = tuple(line for line in seen.layer.lines if not _is_dotted(line))
    separators = [*seen.drawing.separators, *(_rule(line.box) for line in dotted)]
    regions = [Region(Kind.BODY, enclosing(line.box for line in lines), lines)] if lines else []
    regions += [Region(Kind.PICTURE, box) for box in seen.drawing.pictures]
    regions += [Region(Kind.TABLE, box) for box in seen.drawing.tables]
    return Page(
        source=str(path),
        width=seen.frame.width,
        height=seen.frame.height,
        number=number,
        dpi=seen.frame.dpi,
        engine=HIDDEN_TEXT if seen.layer.hidden_ratio > 0.5 else VISIBLE_TEXT,
        articles=(Article(tuple(regions)),) if regions else (),
        separators=tuple(separators),
        warnings=_warnings(path),
        steps=(Step("load", f"text layer with {seen.layer.characters} characters"),),
    )


def _warnings(path: Path) -> tuple[str, ...]:
    if not is_cut_off(path):
        return ()
    return (f"{shown(path)} is cut off: what is left was read, and pages may be empty.",)


def _scan(image: PageImage, path: Path, number: int, fault: str) -> Scan:
    how = "as stored" if image.is_native else "rendered"
    steps = (Step("load", f"page image {how} at {image.frame.dpi:.0f} dpi; text layer not used: {fault}"),)
    return Scan(np.asarray(image.picture), str(path), number, image.frame.dpi, steps=steps)


def _is_dotted(line: Line) -> bool:
    """Whether a line is a row of dots or dashes: a rule."""
    marks = line.text.replace(" ", "")
    return (
        len(marks) >= MIN_DOTS
        and all(mark in DOTS for mark in marks)
        and line.direction is Direction.HORIZONTAL
    )


def _rule(box: Box) -> Separator:
    """A row of dots as a rule, at the height of the dots."""
    low = box.top + round(0.75 * box.height)
    return Separator(SeparatorKind.HORIZONTAL, Box(box.left, low, box.right, low + max(1, box.height // 10)))
