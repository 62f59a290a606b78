"""Columns that lean are measured by the ends of their lines, and stand upright afterwards."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from pseudo import rotated, text_page

from ocr_fix.clean import FirstLook, clean
from ocr_fix.geometry import scaled
from ocr_fix.keystone import Lean, find_lean, upright_columns
from ocr_fix.model import Box, Marks
from ocr_fix.scan import Scan

EM = 20


def columns(count: int = 4, rows: int = 40, ragged: bool = False) -> Marks:
    """Lines in columns of ten em, a fifth of them indented, two em apart."""
    lines = []
    for column in range(count):
        for row in range(rows):
            left = 60 + column * 12 * EM + (2 * EM if row % 5 == 0 else 0)
            right = 60 + column * 12 * EM + 10 * EM - (row * 37 % 90 if ragged else 0)
            lines.append(Box(left, 60 + 2 * EM * row, right, 60 + 2 * EM * row + EM))
    return Marks(60 + count * 12 * EM + 60, 60 + 2 * EM * rows + 60, float(EM), tuple(lines))


def seen(marks: Marks, lean: Lean) -> Marks:
    """The marks as they stand where columns lean: each moved as a whole, as level lines are."""
    upright, _ = upright_columns((marks.width, marks.height), lean)
    matrix = np.array(
        [[upright.a, upright.b, upright.c], [upright.d, upright.e, upright.f], [upright.g, upright.h, 1]]
    )
    lines = []
    for line in marks.lines:
        ends = np.array([[(line.left, line.centre_y), (line.right, line.centre_y)]])
        (left, y), (right, _) = cv2.perspectiveTransform(ends, matrix)[0]
        lines.append(Box(round(left), round(y) - EM // 2, round(right), round(y) + EM // 2))
    return replace(marks, lines=tuple(lines))


@pytest.mark.parametrize(
    ("deg", "spread_deg"), [(0.0, 2.5), (0.0, -3.5), (2.0, 0.0), (-1.0, -2.0), (0.7, 1.6), (-3.0, 1.0)]
)
def test_the_lean_is_measured(deg: float, spread_deg: float) -> None:
    found = find_lean(seen(columns(), Lean(deg, spread_deg)))
    assert found is not None
    assert found.deg == pytest.approx(deg, abs=0.15)
    assert found.spread_deg == pytest.approx(spread_deg, abs=0.25)
    assert found.gain > 1.5


@pytest.mark.parametrize("lean", [Lean(0.0, 0.0), Lean(0.4, 0.0), Lean(0.0, -0.5)])
def test_columns_that_stand_nearly_upright_are_left(lean: Lean) -> None:
    assert find_lean(seen(columns(), lean)) is None
    assert find_lean(seen(columns(ragged=True), lean)) is None


def test_chance_and_few_lines_show_nothing() -> None:
    rng = np.random.default_rng(1)
    places = rng.integers(0, 1000, (200, 2))
    lines = tuple(Box(int(x), int(y), int(x) + 150, int(y) + EM) for x, y in places)
    assert find_lean(Marks(1200, 1100, float(EM), lines)) is None
    assert find_lean(seen(columns(2, 10), Lean(0.0, 3.0))) is None
    assert find_lean(Marks(0, 0, 0.0, ())) is None


@pytest.mark.parametrize("factor", [0.4, 3.0])
def test_size_does_not_matter(factor: float) -> None:
    marks = seen(columns(), Lean(0.5, -2.0))
    large = Marks(
        round(marks.width * factor),
        round(marks.height * factor),
        marks.em * factor,
        tuple(scaled(line, factor) for line in marks.lines),
    )
    found = find_lean(large)
    assert found is not None
    assert (found.deg, found.spread_deg) == pytest.approx((0.5, -2.0), abs=0.3)


def test_the_frame_holds_the_whole_page() -> None:
    back, (width, height) = upright_columns((1000, 1400), Lean(1.0, -3.0))
    matrix = np.linalg.inv([[back.a, back.b, back.c], [back.d, back.e, back.f], [back.g, back.h, 1]])
    corners = np.array([[(0, 0), (1000, 0), (1000, 1400), (0, 1400)]], np.float64)
    placed = cv2.perspectiveTransform(corners, matrix)[0]
    assert placed.min() > -1e-6
    assert (placed.max(axis=0) <= (width + 1e-6, height + 1e-6)).all()
    assert width < 1250


def test_level_lines_stay_level_and_upright_ones_become_so() -> None:
    back, (width, height) = upright_columns((1000, 1400), Lean(0.5, 2.0))
    ys = [back.point(x, 300)[1] for x in (0, width / 2, width)]
    assert ys == pytest.approx([ys[0]] * 3)
    (top_x, top_y), (low_x, low_y) = back.point(width - 100, 100), back.point(width - 100, height - 100)
    middle_x = back.point(width - 100, height / 2)[0]
    at_edge = 0.5 + 2.0 * (middle_x - 500) / 500
    assert np.degrees(np.arctan((low_x - top_x) / (low_y - top_y))) == pytest.approx(at_edge, abs=0.25)


def test_a_cleaned_page_leads_back_through_lean_and_turn() -> None:
    page = np.asarray(cv2.GaussianBlur(rotated(text_page(), 2.0), (0, 0), 2.0), np.uint8)
    lean = Lean(0.5, 2.0)
    cleaned = clean(Scan(page, "page.png"), seen=FirstLook(lean))
    assert any("upright columns" in step.detail for step in cleaned.steps)
    assert cleaned.transform.h
    rng, off = np.random.default_rng(0), []
    for x, y in rng.uniform((5, 5), (cleaned.width - 5, cleaned.height - 5), (300, 2)):
        there = cleaned.transform.point(x, y)
        if 2 < there[0] < page.shape[1] - 2 and 2 < there[1] < page.shape[0] - 2:
            values = [
                float(cv2.getRectSubPix(pixels, (1, 1), (at[0] - 0.5, at[1] - 0.5))[0, 0])
                for pixels, at in ((cleaned.pixels, (x, y)), (page, there))
            ]
            off.append(abs(values[0] - values[1]))
    assert len(off) > 150
    assert np.mean(off) < 1.5
