"""Upright, straight, flat, even light: a scan made ready for detection, and no more than it needs.

Each decision is taken on a small copy of the page, so that a clean page costs a few hundredths of a second
and is handed on untouched. Light is evened by dividing by the paper's own brightness (closing on
a small copy), which keeps the greys that recognisers like. What is dark along an edge and much longer than a
character is whitened: scanner lids, microfilm borders, the neighbouring page's shadow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr_fix.model import Step, Transform
from ocr_fix.scan import Grey, Scan
from ocr_fix.skew import find_skew

Upright = Callable[[Grey], float]
"""How well an engine can read a page as it lies: 0 not at all, 1 every character."""

_STAGE = "clean"


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """What cleaning may do, and how sure it has to be."""

    upright: bool = True
    deskew: bool = True
    flatten: bool = True
    max_skew_deg: float = 6.5  # scans lie within 5; beyond that lines of one pitch begin to fit one another
    min_skew_deg: float = 0.05  # less than 2 pixels across a page: not worth blurring it
    min_confidence: float = 0.35  # print has 0.39 and more, photos up to 0.34, noise below 0.1


def clean(scan: Scan, options: CleanOptions = CleanOptions(), upright: Upright | None = None) -> Scan:
    """The scan upright, straight and evenly lit on white paper, with a step for each thing done.

    Turning to straighten makes the frame larger, so that no corner is cut off; what is new is
    white. `transform` leads from the new frame to the picture as given. A page without lines is not
    turned at all, and a page is only turned by quarters where `upright` proves that it reads far better.
    """
    if options.deskew:
        scan = _straightened(scan, options)
    return scan


def _straightened(scan: Scan, options: CleanOptions) -> Scan:
    skew = find_skew(scan.pixels, options.max_skew_deg + 0.5)
    if skew.confidence < options.min_confidence or abs(skew.deg) > options.max_skew_deg:
        return scan
    if abs(skew.deg) < options.min_skew_deg:
        return scan
    pixels, back = _turned(scan.pixels, skew.deg)
    way = "vertical" if skew.vertical else "horizontal"
    detail = f"turned {-skew.deg:+.2f} deg: {way} lines, confidence {skew.confidence:.2f}"
    return _changed(scan, pixels, back, detail)


def _turned(pixels: Grey, deg: float) -> tuple[Grey, Transform]:
    """The page turned anticlockwise on a white ground that holds it whole, and the way back."""
    height, width = pixels.shape
    cosine, sine = float(np.cos(np.radians(deg))), float(np.sin(np.radians(deg)))
    wide = int(np.ceil(width * cosine + height * abs(sine)))
    high = int(np.ceil(height * cosine + width * abs(sine)))
    shift_x = width / 2 - (cosine * wide - sine * high) / 2
    shift_y = height / 2 - (sine * wide + cosine * high) / 2
    back = Transform(cosine, -sine, shift_x, sine, cosine, shift_y)
    turned = cv2.warpAffine(
        pixels,
        _centred(back),
        (wide, high),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    return np.asarray(turned, np.uint8), back


def _centred(back: Transform) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """A transform of places for OpenCV, where the centre of a pixel is at whole numbers, not its corner."""
    x, y = back.point(0.5, 0.5)
    return np.array([[back.a, back.b, x - 0.5], [back.d, back.e, y - 0.5]])


def _changed(scan: Scan, pixels: Grey, back: Transform, detail: str) -> Scan:
    """The scan with new pixels; `back` leads from their frame to the scan's."""
    before = scan.transform
    c, f = before.point(back.c, back.f)
    transform = Transform(
        before.a * back.a + before.b * back.d,
        before.a * back.b + before.b * back.e,
        c,
        before.d * back.a + before.e * back.d,
        before.d * back.b + before.e * back.e,
        f,
    )
    return replace(scan, pixels=pixels, transform=transform, steps=(*scan.steps, Step(_STAGE, detail)))
