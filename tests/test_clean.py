"""Cleaning: each step alone, all together, and the way back to the picture as given."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import Sheet
from pseudo import PAPER, nothings, reads_well, rotated, text_page

from ocr_fix.clean import CleanOptions, clean
from ocr_fix.model import Transform
from ocr_fix.scan import Grey, Scan
from ocr_fix.skew import find_skew


def scan_of(pixels: Grey) -> Scan:
    return Scan(pixels, "page.png", number=3, dpi=300)


def details(scan: Scan) -> str:
    assert {step.stage for step in scan.steps} <= {"clean"}
    return "; ".join(step.detail for step in scan.steps)


def sampled(pixels: Grey, x: float, y: float) -> float:
    """The brightness at a place between pixel centres."""
    patch = cv2.getRectSubPix(pixels, (1, 1), (x - 0.5, y - 0.5))
    return float(patch[0, 0])


def assert_leads_back(cleaned: Scan, given_pixels: Grey, points: int = 300) -> None:
    """The pixels at each place and at where it came from are alike."""
    rng = np.random.default_rng(0)
    height, width = given_pixels.shape
    differences = []
    for x, y in rng.uniform((5, 5), (cleaned.width - 5, cleaned.height - 5), (points, 2)):
        there_x, there_y = cleaned.transform.point(x, y)
        if 2 < there_x < width - 2 and 2 < there_y < height - 2:
            differences.append(abs(sampled(cleaned.pixels, x, y) - sampled(given_pixels, there_x, there_y)))
    assert len(differences) > points / 2
    assert np.mean(differences) < 1.0


def smooth(page: Grey) -> Grey:
    """The page so soft that interpolation changes little and half a pixel a lot."""
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 2.0), np.uint8)


def test_a_good_page_is_handed_on_untouched() -> None:
    scan = scan_of(text_page())
    assert clean(scan, upright=reads_well) is scan


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("deg", [-5.0, -1.3, 0.3, 2.0, 5.0])
def test_a_skew_page_is_straightened(deg: float, vertical: bool) -> None:
    page = smooth(rotated(text_page(vertical=vertical), deg))
    cleaned = clean(scan_of(page))
    assert abs(find_skew(cleaned.pixels, 7).deg) < 0.06
    assert ("vertical" if vertical else "horizontal") in details(cleaned)
    turned = re.search(r"turned ([+-][0-9.]+) deg", details(cleaned))
    assert turned
    assert float(turned[1]) == pytest.approx(-deg, abs=0.06)
    assert_leads_back(cleaned, page)
    assert (cleaned.source, cleaned.number, cleaned.dpi) == ("page.png", 3, 300)


def test_half_a_pixel_would_be_noticed() -> None:
    page = smooth(rotated(text_page(), 2.0))
    cleaned = clean(scan_of(page))
    way = cleaned.transform
    with pytest.raises(AssertionError):
        assert_leads_back(replace(cleaned, transform=replace(way, c=way.c + 0.5, f=way.f + 0.5)), page)


def test_no_corner_is_cut_off() -> None:
    page = rotated(text_page(), 3.0)
    page[:12, :12] = page[-12:, :12] = page[:12, -12:] = page[-12:, -12:] = 0
    cleaned = clean(scan_of(page))
    height, width = page.shape
    back = np.array([cleaned.transform.point(x, y) for x, y in ((0, 0), (cleaned.width, cleaned.height))])
    assert (back[0] <= (width, height)).all()
    way = cleaned.transform
    turn = np.array([[way.a, way.b], [way.d, way.e]])
    for corner in ((0, 0), (width, 0), (0, height), (width, height)):
        x, y = np.linalg.solve(turn, np.subtract(corner, (way.c, way.f)))
        assert -1e-6 <= x <= cleaned.width + 1e-6
        assert -1e-6 <= y <= cleaned.height + 1e-6
    assert (cleaned.pixels < 60).sum() > 0.9 * (page < 60).sum()


def test_new_paper_is_as_bright_as_the_old() -> None:
    cleaned = clean(scan_of(rotated(text_page(), 4.0)))
    assert abs(int(cleaned.pixels[0, 0]) - PAPER) < 4


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_quarter_turns_lead_back_exactly(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(text_page(), -turns))
    cleaned = clean(scan_of(page), upright=reads_well)
    assert np.array_equal(cleaned.pixels, text_page())
    assert f"turned {90 * turns} deg anticlockwise" in details(cleaned)
    for x, y in ((0.5, 0.5), (100.5, 7.5), (cleaned.width - 0.5, cleaned.height - 0.5)):
        there_x, there_y = cleaned.transform.point(x, y)
        assert cleaned.pixels[int(y), int(x)] == page[int(there_y), int(there_x)]


def test_small_print_is_enlarged_and_leads_back() -> None:
    sheet = Sheet(np.full((1000, 760), PAPER, np.uint8))
    for top in range(40, 940, 28):
        sheet.line(40, top, 14, pitch=23)
        sheet.line(400, top, 14, pitch=23)
    page = np.asarray(cv2.GaussianBlur(sheet.grey, (0, 0), 1.5), np.uint8)
    small = np.asarray(cv2.resize(page, None, fx=0.65, fy=0.65, interpolation=cv2.INTER_AREA), np.uint8)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), 1.2), np.uint8)
    cleaned = clean(scan_of(small))
    assert "enlarged" in details(cleaned)
    assert 1.8 < cleaned.width / small.shape[1] <= 2.6
    assert_leads_back(cleaned, small)
    assert "enlarged" not in details(clean(scan_of(small), CleanOptions(enlarge=False)))
    assert "enlarged" not in details(clean(scan_of(page)))


def test_scratches_are_looked_for_on_film_only() -> None:
    page = text_page()
    page[300:1000, 400:402] = 30
    assert "scratches" in details(clean(scan_of(255 - page)))
    assert "scratches" not in details(clean(scan_of(page)))


def test_everything_at_once() -> None:
    page = smooth(np.ascontiguousarray(np.rot90(rotated(text_page(), 2.0), 2)))
    page[:, :50] = 15
    negative = 255 - page
    cleaned = clean(scan_of(negative), upright=reads_well)
    text = details(cleaned)
    assert [word in text for word in ("negative", "dark edges", "by its horizontal lines", "180 deg")] == [
        True
    ] * 4
    assert abs(find_skew(cleaned.pixels, 7).deg) < 0.06
    assert reads_well(cleaned.pixels) > 0.9
    rng = np.random.default_rng(0)
    values = []
    for x, y in rng.uniform((300, 300), (900, 1200), (200, 2)):
        values.append((sampled(cleaned.pixels, x, y), sampled(page, *cleaned.transform.point(x, y))))
    assert np.corrcoef(np.array(values).T)[0, 1] > 0.98


def test_a_transform_that_was_there_is_kept() -> None:
    page = smooth(rotated(text_page(), 2.0))
    before = Transform(2, 0, 10, 0, 2, 20)
    cleaned = clean(replace(scan_of(page), transform=before))
    alone = clean(scan_of(page))
    for point in ((0.0, 0.0), (50.0, 700.0)):
        assert cleaned.transform.point(*point) == pytest.approx(before.point(*alone.transform.point(*point)))


def test_what_is_switched_off_is_not_done() -> None:
    page = rotated(text_page(), 2.0)
    page[:, :50] = 15
    off = CleanOptions(light=False, deskew=False, turn=False)
    scan = scan_of(np.ascontiguousarray(page[::-1, ::-1]))
    assert clean(scan, off, reads_well) is scan
    assert "horizontal" not in details(clean(scan, CleanOptions(deskew=False), reads_well))
    assert "edges" not in details(clean(scan, CleanOptions(light=False), reads_well))
    assert "180" not in details(clean(scan, CleanOptions(turn=False), reads_well))
    assert "180" not in details(clean(scan))


@pytest.mark.parametrize("name", nothings())
def test_pages_without_lines_are_not_turned(name: str) -> None:
    cleaned = clean(scan_of(nothings()[name]), upright=lambda _: 1.0)
    assert "turned" not in details(cleaned)
    assert "negative" not in details(cleaned)
    assert cleaned.transform == Transform()
    assert cleaned.pixels.shape == nothings()[name].shape


def test_a_page_beyond_the_range_is_left() -> None:
    cleaned = clean(scan_of(rotated(text_page(), 12.0)))
    assert "turned" not in details(cleaned)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 255))
def test_any_small_scan_is_fine(height: int, width: int, grey: int) -> None:
    scan = scan_of(np.full((height, width), grey, np.uint8))
    assert clean(scan).pixels.shape == (height, width)


def test_cleaning_twice_changes_nothing_more() -> None:
    once = clean(scan_of(rotated(text_page(), 1.7)), upright=reads_well)
    assert clean(once, upright=reads_well).steps == once.steps
