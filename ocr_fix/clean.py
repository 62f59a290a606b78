"""Upright, straight, flat, even light: a scan made ready for detection, and no more than it needs.

Each decision is taken on a small copy of the page (`light`, `skew`, `turn` and `curl` have the methods
and their limits), so that a clean page costs little and is handed on untouched; a page is resampled once
to straighten it and once more where it is curled.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.curl import CurlOptions, find_curl, flattened
from ocr_fix.engines.lines import glyph_height
from ocr_fix.keystone import Lean, upright_columns
from ocr_fix.light import LightOptions, even_light, is_negative, paper_grey, without_show_through
from ocr_fix.model import Step, Transform
from ocr_fix.scan import Grey, Scan
from ocr_fix.scratches import ScratchOptions, without_scratches
from ocr_fix.skew import Skew, find_skew
from ocr_fix.turn import TurnOptions, Upright, find_turn

_STAGE = "clean"
_IDENTITY = Transform()


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """What cleaning may do, and how sure it has to be."""

    light: bool = True
    enlarge: bool = True
    deskew: bool = True
    turn: bool = True
    flatten_curl: bool = True  # only where `deskew` may straighten too
    max_skew_deg: float = (
        8.0  # scans lie within 5; from 9 on lines of one pitch may fit one another by chance
    )
    min_skew_deg: float = 0.05  # less is 2 pixels across a page: not worth resampling it
    min_confidence: float = 0.13  # print has 0.15 and more, photos 0.1 at most, noise 0.03
    sure_confidence: float = 0.2  # of flat print; curled print has less, and its mean angle is measured anew
    light_options: LightOptions = field(default_factory=LightOptions)
    min_glyph_px: float = (
        14.0  # of body characters: lower ones are enlarged, since all later places are whole pixels
    )
    good_glyph_px: float = 28.0  # how high they become then
    max_enlargement: float = 2.5
    max_small_pixels: int = 6_000_000  # larger pages have larger characters, and need not be measured
    scratch_options: ScratchOptions = field(default_factory=ScratchOptions)
    turn_options: TurnOptions = field(default_factory=TurnOptions)
    curl_options: CurlOptions = field(default_factory=CurlOptions)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a first look at the cleaned page's lines has shown: how its columns lean, and how much darker
    than paper the other side's print is."""

    lean: Lean | None = None
    other_side_grey: float = 0.0

    def __bool__(self) -> bool:
        return self.lean is not None or self.other_side_grey > 0


def clean(
    scan: Scan,
    options: CleanOptions = CleanOptions(),
    upright: Upright | None = None,
    seen: FirstLook = FirstLook(),
) -> Scan:
    """The scan upright, straight and evenly lit on white paper, with a step for each thing done.

    Straightening makes the frame larger, so that no corner is cut off; what is new looks like paper.
    `transform` leads from the new frame to the picture as given. A page without lines is not turned,
    and a page is turned by quarters only where `upright` (`turn.engine_upright` makes one) proves that
    it reads far better. What a first look has `seen` is put right too. Vertical text is not flattened, and a
    page that was flattened before keeps its shape. An empty scan comes back as it is.
    """
    if scan.pixels.size == 0:
        return scan
    if options.light:
        scan = _evenly_lit(scan, options)
        scan = _one_sided(scan, seen.other_side_grey)
    skew = _skew(scan.pixels, options)
    if skew.confidence < options.min_confidence or scan.transform.bend:
        return scan
    if options.enlarge:
        scan = _enlarged(scan, options)
    if options.deskew and options.min_skew_deg <= abs(skew.deg) <= options.max_skew_deg:
        scan = _straightened(scan, skew)
    quarters = 0
    if options.turn and upright is not None:
        quarters = find_turn(scan.pixels, skew.vertical, upright, options.turn_options)
        scan = _upright(scan, quarters)
    if seen.lean is not None:
        scan = _with_upright_columns(scan, seen.lean)
    horizontal = skew.vertical == (quarters % 2 == 1)
    return _flat(scan, options) if horizontal and options.deskew and options.flatten_curl else scan


def _evenly_lit(scan: Scan, options: CleanOptions) -> Scan:
    negative = is_negative(scan.pixels, options.light_options) and _has_lines(scan.pixels, options)
    if negative:
        scan = _changed(scan, 255 - scan.pixels, _IDENTITY, "inverted a negative")
    pixels, done = even_light(scan.pixels, options.light_options)
    if negative:  # only film is scratched so finely
        pixels, count = without_scratches(pixels, options.scratch_options)
        done = (*done, f"painted over {count} scratches") if count else done
    for detail in done:
        scan = _changed(scan, pixels, _IDENTITY, detail)
    return scan


def _one_sided(scan: Scan, grey: float) -> Scan:
    """The scan without the other side's print, if that is darker than paper by `grey`."""
    if grey <= 0:
        return scan
    pixels = without_show_through(scan.pixels, grey)
    return _changed(scan, pixels, _IDENTITY, f"took out the other side's print, up to {grey:.0f} greys dark")


def _enlarged(scan: Scan, options: CleanOptions) -> Scan:
    """The scan with characters of a good height, the very same where they have it."""
    if scan.pixels.size > options.max_small_pixels:
        return scan
    glyph = glyph_height(scan.pixels)
    if not 0 < glyph < options.min_glyph_px:
        return scan
    factor = min(options.good_glyph_px / glyph, options.max_enlargement)
    size = (round(scan.width * factor), round(scan.height * factor))
    pixels = np.asarray(cv2.resize(scan.pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    back = Transform(a=scan.width / size[0], e=scan.height / size[1])
    return _changed(scan, pixels, back, f"enlarged {factor:.1f} times: characters were {glyph:.0f} px high")


def _has_lines(pixels: Grey, options: CleanOptions) -> bool:
    """Whether the page is no mere picture; lines show as well in a negative."""
    return _skew(pixels, options).confidence >= options.min_confidence


def _skew(pixels: Grey, options: CleanOptions) -> Skew:
    """The page's angle; lines of a curled page agree on none, and it gets the mean of them all."""
    skew = find_skew(pixels, options.max_skew_deg + 0.5)
    if skew.vertical or skew.confidence >= options.sure_confidence or not options.flatten_curl:
        return skew
    curl = find_curl(pixels, options.curl_options)
    return Skew(curl.mean_deg, curl.likeness) if curl else skew


def _straightened(scan: Scan, skew: Skew) -> Scan:
    pixels, back = _turned(scan.pixels, skew.deg)
    way = "vertical" if skew.vertical else "horizontal"
    detail = f"turned {-skew.deg:+.2f} deg by its {way} lines, confidence {skew.confidence:.2f}"
    return _changed(scan, pixels, back, detail)


def _upright(scan: Scan, quarters: int) -> Scan:
    """The scan turned anticlockwise by quarters."""
    if quarters == 0:
        return scan
    back = {
        1: Transform(0, -1, scan.width, 1, 0, 0),
        2: Transform(-1, 0, scan.width, 0, -1, scan.height),
        3: Transform(0, 1, 0, -1, 0, scan.height),
    }[quarters]
    pixels = np.ascontiguousarray(np.rot90(scan.pixels, quarters))
    return _changed(scan, pixels, back, f"turned {90 * quarters} deg anticlockwise: only so it reads well")


def _flat(scan: Scan, options: CleanOptions) -> Scan:
    """The scan with its curl taken out, the very same where it has none."""
    found = find_curl(scan.pixels, options.curl_options)
    if found is None:
        return scan
    pixels, bend = flattened(scan.pixels, found.bend, paper_grey(scan.pixels))
    detail = f"flattened a curl of up to {found.depth_px:.0f} px"
    flat = _changed(scan, pixels, Transform(f=-bend.top), detail)
    return replace(flat, transform=replace(flat.transform, bend=bend))


def _turned(pixels: Grey, deg: float) -> tuple[Grey, Transform]:
    """The page turned anticlockwise on paper that holds it whole, and the way back.

    The new paper is as bright as the old: an edge between them would look like a printed rule.
    """
    height, width = pixels.shape
    cosine, sine = float(np.cos(np.radians(deg))), float(np.sin(np.radians(deg)))
    wide = int(np.ceil(width * cosine + height * abs(sine)))
    high = int(np.ceil(height * cosine + width * abs(sine)))
    shift_x = width / 2 - (cosine * wide - sine * high) / 2
    shift_y = height / 2 - (sine * wide + cosine * high) / 2
    back = Transform(cosine, -sine, shift_x, sine, cosine, shift_y)
    return _warped(pixels, back, (wide, high)), back


def _with_upright_columns(scan: Scan, lean: Lean) -> Scan:
    back, size = upright_columns((scan.width, scan.height), lean)
    detail = f"columns leaned by {lean.deg:+.2f} deg, {lean.deg + lean.spread_deg:+.2f} at the right"
    return _changed(scan, _warped(scan.pixels, back, size), back, f"upright columns: {detail}")


def _warped(pixels: Grey, back: Transform, size: tuple[int, int]) -> Grey:
    """The page of `size` (width, height) whose places lie at those of `pixels` that `back` leads to."""
    matrix = _centred(back)
    affine = not back.g and not back.h  # at half the cost
    warped = (cv2.warpAffine if affine else cv2.warpPerspective)(
        pixels,
        matrix[:2] if affine else matrix,
        size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=paper_grey(pixels),
    )
    return np.asarray(warped, np.uint8)


def _centred(back: Transform) -> NDArray[np.float64]:
    """A transform of places for OpenCV, where the centre of a pixel is at whole numbers, not its corner."""
    to_corner = Transform(c=0.5, f=0.5)
    to_centre = Transform(c=-0.5, f=-0.5)
    way = to_centre.after(back.after(to_corner))
    return np.array([[way.a, way.b, way.c], [way.d, way.e, way.f], [way.g, way.h, 1.0]])


def _changed(scan: Scan, pixels: Grey, back: Transform, detail: str) -> Scan:
    """The scan with new pixels; `back` leads from their frame to the scan's."""
    transform = scan.transform.after(back)
    return replace(scan, pixels=pixels, transform=transform, steps=(*scan.steps, Step(_STAGE, detail)))
