"""Two pages on one picture are told from a wide page with columns."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pseudo import rotated, text_page

from ocr_fix.fold import find_fold, may_be_spread
from ocr_fix.scan import Grey


def spread(shadow: float = 0.0, skew_deg: float = 0.0) -> Grey:
    """Two pages side by side, each with its margins."""
    both = np.concatenate([text_page(), text_page(seed=4)], axis=1)
    x = np.arange(both.shape[1])
    shade = 1 - shadow * np.exp(-np.square((x - both.shape[1] / 2) / 8))
    both = np.asarray(both * shade[None, :], np.uint8)
    return rotated(both, skew_deg) if skew_deg else both


@pytest.mark.parametrize("shadow", [0.0, 0.5])
@pytest.mark.parametrize("skew_deg", [0.0, -1.5, 3.0])
@pytest.mark.parametrize("negative", [False, True])
def test_the_fold_is_found(shadow: float, skew_deg: float, negative: bool) -> None:
    page = spread(shadow, skew_deg)
    fold = find_fold(255 - page if negative else page)
    assert fold is not None
    height, width = page.shape
    lean = np.tan(np.radians(skew_deg)) * height / 2
    # text_page draws clockwise turns as positive: the fold leans the other way than a lowered right end.
    assert abs((fold.top + fold.bottom) / 2 - width / 2) < 0.015 * width
    assert abs(abs(fold.bottom - fold.top) / 2 - abs(lean)) < 0.025 * width


def test_columns_of_one_wide_page_are_no_pages() -> None:
    page = text_page(columns=4)
    wide = cv2.resize(page, (round(1.5 * page.shape[0]), page.shape[0]))
    assert may_be_spread((wide.shape[1], wide.shape[0]))
    assert find_fold(np.asarray(wide, np.uint8)) is None


def test_print_across_the_fold_keeps_the_pages_together() -> None:
    page = spread(0.5)
    middle = page.shape[1] // 2
    page[300:360, middle - 200 : middle + 200 : 3] = 20
    page[400:460, middle - 200 : middle + 200 : 3] = 20
    assert find_fold(page) is None


def test_half_a_spread_may_not_be_empty() -> None:
    page = spread()
    page[:, page.shape[1] // 2 :] = 235
    assert find_fold(page) is None


@pytest.mark.parametrize("shape", [(0, 0), (5, 9), (900, 700), (40, 60)])
def test_small_and_high_pages_have_none(shape: tuple[int, int]) -> None:
    assert find_fold(np.full(shape, 235, np.uint8)) is None
