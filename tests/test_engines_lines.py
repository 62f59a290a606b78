"""From maps of chances and ink to boxes: drawn bars stand for lines of text."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.engines.lines import find_lines, glyph_height, ink_of
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Mask

SIZE = (200, 400)


def drawn(
    *lines: tuple[int, int, int, int],
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], Mask]:
    """A map of chances and the ink of lines of striped characters: left, top, right, bottom."""
    chances, ink = np.zeros(SIZE, np.float32), np.zeros(SIZE, bool)
    for left, top, right, bottom in lines:
        ink[top:bottom, left:right:2] = True
        shrink = round(0.25 * min(right - left, bottom - top))
        chances[top + shrink : bottom - shrink, left + shrink : right - shrink] = 0.9
    return chances, ink


def test_no_line_on_an_empty_page() -> None:
    assert find_lines(*drawn()) == ()


def test_box_is_tight_to_the_ink() -> None:
    assert find_lines(*drawn((50, 40, 251, 60))) == (Box(50, 40, 251, 60),)


def test_vertical_line_is_tight_too() -> None:
    chances, ink = drawn((40, 50, 60, 251))
    found = find_lines(np.ascontiguousarray(chances.T[:200, :200]), np.ascontiguousarray(ink.T[:200, :200]))
    turned = find_lines(chances[:200, :200], ink[:200, :200])
    assert [Box(box.top, box.left, box.bottom, box.right) for box in found] == list(turned)


def test_lines_come_from_top_to_bottom() -> None:
    boxes = find_lines(*drawn((50, 100, 251, 120), (50, 40, 251, 60), (300, 40, 351, 60)))
    assert boxes == (Box(50, 40, 251, 60), Box(300, 40, 351, 60), Box(50, 100, 251, 120))


def test_lines_with_little_space_between_do_not_overlap() -> None:
    first, second = find_lines(*drawn((50, 40, 251, 60), (50, 63, 251, 83)))
    assert first.bottom <= 60
    assert second.top >= 63


def test_lines_without_a_blank_row_between_are_told_apart() -> None:
    chances, ink = drawn((50, 40, 251, 60), (50, 61, 251, 81))
    ink[60, 100:103] = True
    assert find_lines(chances, ink) == (Box(50, 40, 251, 60), Box(50, 61, 251, 81))


def test_a_lone_descender_belongs_to_the_line() -> None:
    chances, ink = drawn((50, 40, 251, 60))
    ink[60:62, 100:103] = True
    assert find_lines(chances, ink) == (Box(50, 40, 251, 62),)


def test_map_may_be_smaller_than_the_page() -> None:
    chances, ink = drawn((50, 40, 251, 60))
    small = cv2.resize(chances, (200, 100), interpolation=cv2.INTER_AREA)
    assert find_lines(small.astype(np.float32), ink) == (Box(50, 40, 251, 60),)


def test_comma_apart_from_the_end_belongs_to_the_line() -> None:
    chances, ink = drawn((50, 40, 251, 60))
    ink[55:60, 262:266] = True
    assert find_lines(chances, ink) == (Box(50, 40, 266, 60),)


def test_next_column_does_not_belong_to_the_line() -> None:
    chances, ink = drawn((50, 40, 251, 60))
    ink[40:60, 265:300:2] = True
    assert find_lines(chances, ink) == (Box(50, 40, 251, 60),)


def test_rule_beside_the_line_does_not_belong_to_it() -> None:
    chances, ink = drawn((50, 40, 251, 60))
    ink[:, 253:255] = True
    assert find_lines(chances, ink) == (Box(50, 40, 251, 60),)


@pytest.mark.parametrize("chance", [0.2, 0.45])
def test_faint_spots_are_no_lines(chance: float) -> None:
    chances, ink = drawn((50, 40, 251, 60))
    assert find_lines(np.where(chances > 0, np.float32(chance), np.float32(0)), ink) == ()


@given(st.integers(0, 150), st.integers(0, 140), st.integers(60, 200), st.integers(14, 40))
def test_a_line_is_found_wherever_it_stands(left: int, top: int, width: int, height: int) -> None:
    right, bottom = left + width // 2 * 2 + 1, top + height
    assert find_lines(*drawn((left, top, right, bottom))) == (Box(left, top, right, bottom),)


def letters(height: int, count: int = 200) -> Grey:
    """A grey page of `count` square rings of that height, with specks between."""
    pixels = np.full((1200, 1200), 235, np.uint8)
    for number in range(count):
        x, y = 20 + number % 20 * (height + 12), 20 + number // 20 * (height + 20)
        pixels[y : y + height, x : x + height] = 40
        pixels[y + 4 : y + height - 4, x + 4 : x + height - 4] = 235
        pixels[y + height + 5, x] = 40
    return pixels


@pytest.mark.parametrize("height", [16, 24, 40])
def test_glyph_height_is_measured(height: int) -> None:
    assert glyph_height(letters(height)) == pytest.approx(height, abs=2)


def test_the_dots_of_a_large_picture_do_not_count() -> None:
    page = letters(30)
    dots = np.full((1200, 1200), 235, np.uint8)
    for y, x in np.ndindex(120, 120):
        dots[10 * y + 2 : 10 * y + 8, 10 * x + 2 : 10 * x + 8] = 40
    assert glyph_height(np.concatenate([page, dots, dots], axis=1)) == pytest.approx(30, abs=2)
    assert glyph_height(dots) == pytest.approx(6, abs=2)


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (3, 900), (300, 300)])
def test_no_glyphs_on_blank_paper(shape: tuple[int, int]) -> None:
    assert glyph_height(np.full(shape, 255, np.uint8)) == 0.0


def test_black_page_has_no_ink() -> None:
    assert not ink_of(np.zeros((50, 50), np.uint8), 20.0).any()
