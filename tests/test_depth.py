"""Depth: every range of values ends in 0 to 255, in order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ocr_fix.depth import eight_bits


def test_eight_bits_stay_as_they_are() -> None:
    values = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert eight_bits(values) is values


@pytest.mark.parametrize(("bits", "white"), [(1, 1), (4, 15), (8, 200), (10, 1000), (12, 4000), (16, 60000)])
def test_white_is_the_highest_number_of_the_bits_in_use(bits: int, white: int) -> None:
    values = np.array([[0, white]], np.uint16)
    expected = round(white * 255 / (2**bits - 1))
    assert eight_bits(values, min(bits, 8)).tolist() == [[0, expected]]


def test_values_below_zero_are_black() -> None:
    assert eight_bits(np.array([[-100, 0, 100]], np.int32)).tolist() == [[0, 128, 255]]


def test_what_is_no_number_is_white() -> None:
    values = np.array([[0, 0.5, 1, np.nan, np.inf, -np.inf]], np.float32)
    assert eight_bits(values).tolist() == [[0, 128, 255, 255, 255, 0]]
    assert eight_bits(np.full((2, 2), np.nan, np.float32)).tolist() == [[255, 255], [255, 255]]


def test_bands_share_one_range() -> None:
    values = np.linspace(0, 65535, 2000).astype(np.uint16).reshape(-1, 1)
    pixels = eight_bits(values).ravel().astype(int)
    assert (pixels[0], pixels[-1]) == (0, 255)
    assert set(np.diff(pixels)) <= {0, 1}


@given(arrays.arrays(np.float32, (3, 4), elements=st.floats(-1e6, 1e6, width=32)))
def test_brighter_stays_brighter(values: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    order = values.ravel().argsort(kind="stable")
    assert (np.diff(eight_bits(values).ravel()[order].astype(int)) >= 0).all()
