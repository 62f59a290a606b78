"""Skew: to a tenth of a degree on text in both directions, and none where there are no lines."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pseudo import nothings, rotated, text_page

from ocr_fix.load import load_scan
from ocr_fix.skew import Skew, find_skew

DRAWN = Path(__file__).parents[2] / "shared" / "pages" / "drawn"
ANGLES = [deg / 2 for deg in (-12, -10, -7, -3, -1, 0, 2, 5, 9, 10, 12)]
TRUSTED = 0.13


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("columns", [1, 5])
def test_angles_of_text(columns: int, vertical: bool) -> None:
    page = text_page(columns=columns, vertical=vertical)
    for deg in ANGLES:
        skew = find_skew(rotated(page, deg), 7)
        assert abs(skew.deg - deg) < 0.06, deg
        assert skew.vertical == vertical
        assert skew.confidence > TRUSTED


@settings(max_examples=10, deadline=None)
@given(st.floats(-5, 5), st.integers(1, 6), st.integers(0, 99))
def test_any_angle_of_any_page(deg: float, columns: int, seed: int) -> None:
    assert abs(find_skew(rotated(text_page(columns=columns, seed=seed), deg), 7).deg - deg) < 0.1


@pytest.mark.parametrize("scale", [2, 3])
def test_size_does_not_matter(scale: int) -> None:
    page = np.kron(rotated(text_page(900, 700), 2.0), np.ones((scale, scale), np.uint8))
    assert abs(find_skew(page, 7).deg - 2.0) < 0.1


def test_a_few_lines_are_enough() -> None:
    page = text_page()
    page[300:] = 235
    skew = find_skew(rotated(page, 1.3), 7)
    assert abs(skew.deg - 1.3) < 0.06
    assert skew.confidence > TRUSTED


def test_mirrored_pages_have_the_negative_angle() -> None:
    page = rotated(text_page(), 1.7)
    there, back = find_skew(page, 7), find_skew(np.ascontiguousarray(page[:, ::-1]), 7)
    assert there.deg == pytest.approx(-back.deg, abs=0.03)


def test_negatives_have_the_same_angle() -> None:
    page = rotated(text_page(), 1.7)
    assert find_skew(255 - page, 7).deg == pytest.approx(find_skew(page, 7).deg, abs=0.03)


@pytest.mark.parametrize("name", nothings())
def test_no_confidence_without_lines(name: str) -> None:
    assert find_skew(nothings()[name], 7).confidence < 0.1


def test_an_empty_page_has_no_angle() -> None:
    assert find_skew(np.zeros((0, 0), np.uint8), 7) == Skew()


@pytest.mark.skipif(not DRAWN.exists(), reason="the evaluation pages are not beside the checkout")
@pytest.mark.parametrize("path", sorted(DRAWN.glob("*.jpg")), ids=lambda path: path.stem)
def test_evaluation_pages(path: Path) -> None:
    """The worn pages are curled: their angle is that of the middle of their lines."""
    truth = json.loads(path.with_suffix(".json").read_text())
    quads = [
        np.reshape(line["quad"], (4, 2)) for region in truth["regions"] for line in region.get("lines", ())
    ]
    rises = [(quad[1] - quad[0] + quad[2] - quad[3]) / 2 for quad in quads]
    slopes = [np.degrees(np.arctan2(y, x)) for x, y in rises if x > 200]
    pixels = load_scan(path).pixels
    found = find_skew(pixels, 7)
    limit = 0.2 if "degraded" in path.stem else 0.08
    assert abs(found.deg - np.median(slopes)) < limit
    for deg in (-4.5, -1.5, 2.5, 5):
        assert abs(find_skew(rotated(pixels, deg), 7).deg - found.deg - deg) < limit
