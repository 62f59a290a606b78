"""Curl: bent rows of pseudo-text become straight, every place leads back, and what is flat stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pseudo import PAPER, nothings, photo, rotated, text_page

from ocr_fix.clean import CleanOptions, clean
from ocr_fix.curl import CurlOptions, find_curl, flattened
from ocr_fix.model import Bend, Page, Transform
from ocr_fix.scan import Grey, Mask, Scan
from ocr_fix.write.json import read_json, write_json

Floats = NDArray[np.float64]
Field = Callable[[Floats, Floats], Floats]

EM = 18  # the height of a line of pseudo-text


def wave(depth_px: float, phase: float = 0.0, lean: float = 0.3) -> Field:
    """A displacement like that of worn pages, of places in -1..1."""

    def field(u: Floats, v: Floats) -> Floats:
        slow, fast = np.sin(2.5 * u + 2 * phase), np.sin(3.4 * u + lean * v + phase)
        return np.asarray(depth_px * (0.75 * slow + 0.25 * fast))

    return field


def fold(depth_px: float) -> Field:
    """A page that dips towards the fold at its right, its foot more than its head."""
    return lambda u, v: depth_px * (1 + 0.3 * v) * np.exp((u - 1) * 3)


def grid(height: int, width: int) -> tuple[Floats, Floats]:
    """The places of all pixels in -1..1."""
    across = (np.arange(width) + 0.5) * 2 / width - 1
    down = (np.arange(height) + 0.5) * 2 / height - 1
    u, v = np.meshgrid(across, down)
    return u, v


def bent(page: Grey, field: Field) -> Grey:
    """The page with each pixel's content moved down by the field at the place where it arrives."""
    height, width = page.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    rows = (y - field(*grid(height, width))).astype(np.float32)
    return np.asarray(cv2.remap(page, x, rows, cv2.INTER_CUBIC, borderValue=PAPER), np.uint8)


def printed_blocks(page: Grey) -> Mask:
    """Where lines of text stand, with what is between them."""
    ink = (page < 128).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8)) > 0, np.bool_)


def residual_px(page: Grey, field: Field, bend: Bend | None) -> float:
    """How far lines still leave the horizontal, all but a fiftieth of the places where text stands.

    A place of the flat frame stood lower by its lift in the bent page, and the field tells where its
    content came from: that must be the same for all places of a row.
    """
    height, width = page.shape
    text = printed_blocks(bent(page, field))[::25, ::25]
    rows = text.any(axis=1)
    u, v = (part[::25, ::25][rows] for part in grid(height, width))
    x, y = (u + 1) * width / 2, (v + 1) * height / 2
    stood = y + (np.vectorize(bend.lift)(x, y) if bend else 0)
    off = np.where(text[rows], stood - field(u, stood * 2 / height - 1) - y, np.nan)
    return float(np.nanpercentile(np.abs(off - np.nanmedian(off, axis=1)[:, None]), 98))


def with_photo(page: Grey) -> Grey:
    """The page with a picture in its middle, over a column and a half."""
    page = page.copy()
    page[600:1050, 330:900] = photo(450, 570)
    return page


def two_pitches() -> Grey:
    """A column of large print beside one of small print."""
    page = text_page(columns=2)
    large = cv2.resize(text_page(columns=2, seed=5), None, fx=1.5, fy=1.5, interpolation=cv2.INTER_AREA)
    page[:, 620:] = PAPER
    page[110:1550, 640:1160] = large[110:1550, 116 : 116 + 520]
    return page


PAGES = {
    "one column": text_page(columns=1),
    "columns out of step": text_page(columns=4, seed=3),
    "two pitches": two_pitches(),
    "picture": with_photo(text_page(columns=3, seed=2)),
}
FIELDS = {"wave": wave(20), "other wave": wave(-24, 1.1, 1.0), "fold": fold(40)}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("page", PAGES)
def test_bent_pages_become_flat(page: str, field: str) -> None:
    curl = find_curl(bent(PAGES[page], FIELDS[field]))
    assert curl is not None
    assert residual_px(PAGES[page], FIELDS[field], None) > 0.6 * EM
    assert residual_px(PAGES[page], FIELDS[field], curl.bend) < 0.1 * EM


def test_a_turned_page_has_a_mean_angle() -> None:
    curl = find_curl(rotated(text_page(), 2.0))
    assert curl is not None
    assert curl.mean_deg == pytest.approx(2.0, abs=0.05)
    worse = find_curl(rotated(bent(text_page(), wave(20, 0.7)), -2.0))
    assert worse is not None
    assert worse.mean_deg < -1.0


@pytest.mark.parametrize("page", PAGES)
def test_flat_pages_have_no_curl(page: str) -> None:
    assert find_curl(PAGES[page]) is None


def test_a_bend_too_small_to_matter_is_left() -> None:
    slight = bent(text_page(), wave(1.2))
    assert find_curl(slight) is None
    curl = find_curl(slight, CurlOptions(min_depth_ratio=0.0003))
    assert curl is not None
    assert curl.depth_px == pytest.approx(1.0, abs=0.4)


@pytest.mark.parametrize("name", nothings())
def test_what_has_no_lines_is_not_bent(name: str) -> None:
    assert find_curl(nothings()[name]) is None
    assert find_curl(bent(nothings()[name], wave(20))) is None


def test_vertical_text_is_not_bent() -> None:
    page = text_page(vertical=True)
    assert find_curl(page) is None
    cleaned = clean(scan_of(bent(page, wave(20))))
    assert cleaned.transform.bend is None


def test_pages_smaller_than_text_are_left() -> None:
    for height, width in ((0, 0), (1, 900), (900, 1), (64, 64), (70, 3000), (3000, 70)):
        assert find_curl(np.full((height, width), 200, np.uint8)) is None


def test_flattening_takes_each_pixel_from_where_the_lift_says() -> None:
    ramp = np.repeat(np.arange(250, dtype=np.uint8)[:, None], 400, axis=1)
    flat, bend = flattened(ramp, Bend(400, 250, ((8.0, 3.0), (0.0, -2.0), (5.0, 0.0))), paper=77)
    assert flat.shape[0] > 260
    for x in range(0, 400, 7):
        for y in range(0, len(flat), 7):
            from_y = y + 0.5 + bend.lift(x + 0.5, y + 0.5) - bend.top - 0.5
            if 0 <= from_y <= 249:
                assert abs(int(flat[y, x]) - from_y) < 0.6
            elif not -1 < from_y < 250:
                assert flat[y, x] == 77


def test_nothing_is_cut_off() -> None:
    page = np.full((1000, 800), PAPER, np.uint8)
    page[:3] = page[-3:] = 0
    flat, bend = flattened(page, Bend(800, 1000, ((30.0,), (12.0,), (-9.0,))))
    assert (flat < 120).any(axis=0).all()
    assert abs(int((flat < 120).sum()) - int((page < 120).sum())) < 1000
    assert (bend.width, bend.height, bend.top) == (800, 1000, 33)


def test_a_lift_moves_no_row_as_a_whole_and_ends_with_the_page() -> None:
    bend = Bend(500, 400, ((8.0, 3.0), (-4.0, 2.0), (5.0, 1.0)), top=50)
    for y in (50, 200, 433.5):
        assert np.mean([bend.lift(x + 0.5, y) for x in range(500)]) == pytest.approx(0, abs=1e-3)
    assert bend.lift(-90, 10) == bend.lift(0, 50)
    assert bend.lift(501, 9999) == bend.lift(500, 450)


def test_a_bend_needs_a_page() -> None:
    with pytest.raises(ValueError, match="without size"):
        Bend(0, 10, ())


def test_a_bend_survives_json() -> None:
    page = Page("a.png", 9, 9, transform=Transform(f=-3, bend=Bend(9, 9, ((0.5, 1.25), (2.0, 0.0)), 4)))
    assert read_json(write_json(page)) == page


def scan_of(pixels: Grey) -> Scan:
    return Scan(pixels, "page.png", dpi=300)


def soft(page: Grey) -> Grey:
    """The page so soft that interpolation changes little and half a pixel a lot."""
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 2.0), np.uint8)


def mean_difference(cleaned: Scan, given: Grey, shift_px: float = 0.0) -> float:
    """Between places of a cleaned page and those that they came from, in grey levels."""
    differences = []
    for x, y in np.random.default_rng(0).uniform(
        (150, 150), (cleaned.width - 150, cleaned.height - 150), (400, 2)
    ):
        there_x, there_y = cleaned.transform.point(x, y)
        here = cv2.getRectSubPix(cleaned.pixels, (1, 1), (x - 0.5, y - 0.5))
        there = cv2.getRectSubPix(given, (1, 1), (there_x - 0.5, there_y + shift_px - 0.5))
        differences.append(abs(float(here[0, 0]) - float(there[0, 0])))
    return float(np.mean(differences))


@pytest.mark.parametrize("deg", [-2.0, 0.0, 1.5])
def test_cleaned_places_lead_back(deg: float) -> None:
    page = soft(rotated(bent(text_page(), wave(22, 0.4)), deg))
    cleaned = clean(scan_of(page))
    assert cleaned.transform.bend is not None
    assert "flattened a curl of up to" in cleaned.steps[-1].detail
    assert mean_difference(cleaned, page) < 2.0
    assert mean_difference(cleaned, page, 1.0) > 4.0
    assert find_curl(cleaned.pixels) is None


def test_a_page_whose_lines_agree_on_no_angle_is_straightened_all_the_same() -> None:
    page = rotated(bent(text_page(), wave(-34, 1.1, 1.0)), 2.0)
    assert clean(scan_of(page), CleanOptions(flatten_curl=False)).steps == ()
    assert [step.detail.split()[0] for step in clean(scan_of(page)).steps] == ["turned", "flattened"]


def test_flattening_can_be_switched_off_and_is_done_once() -> None:
    scan = scan_of(bent(text_page(), wave(20)))
    assert clean(scan, CleanOptions(flatten_curl=False)).transform.bend is None
    assert clean(scan, CleanOptions(deskew=False)) is scan
    once = clean(scan)
    assert clean(once) is once
    turned = replace(once, pixels=rotated(once.pixels, 1.0))
    assert clean(turned) is turned
