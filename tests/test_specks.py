"""Dust is told from text by its ink."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_fix.scan import Grey
from ocr_fix.specks import is_dirt, speck_before

HEIGHT = 50
LINE_PX = 40.0


def crop(*spots: tuple[int, int, int], width: int = 400) -> Grey:
    """White with dark squares: left edge, top edge, side."""
    grey = np.full((HEIGHT, width), 240, np.uint8)
    for left, top, side in spots:
        grey[top : top + side, left : left + side] = 30
    return grey


CHARACTERS = tuple((left, 6, 36) for left in range(100, 380, 40))


@pytest.mark.parametrize(
    ("spots", "dirt"),
    [
        (((10, 20, 6),), True),
        (((10, 20, 6), (60, 30, 9)), True),
        (((10, 8, 32),), False),
        (((10, 20, 6), (60, 8, 32)), False),
        ((), False),
    ],
)
def test_what_holds_no_character_is_dirt(spots: tuple[tuple[int, int, int], ...], dirt: bool) -> None:
    assert is_dirt(crop(*spots), 200.0, LINE_PX) is dirt


def test_a_sliver_is_dirt_however_high_it_is() -> None:
    sliver = crop((4, 4, 5), width=14)
    sliver[2:48, 4:9] = 30
    assert is_dirt(sliver, 5.0, LINE_PX)
    assert not is_dirt(sliver, 8.0, LINE_PX)


def test_the_text_begins_behind_a_speck_in_the_indent() -> None:
    assert speck_before(crop((20, 30, 6), *CHARACTERS)) == 100


@pytest.mark.parametrize(
    "first",
    [
        (60, 8, 20),  # too large: a character
        (88, 10, 8),  # too near: an opening quotation mark
    ],
)
def test_a_mark_that_may_be_text_stays(first: tuple[int, int, int]) -> None:
    assert speck_before(crop(first, *CHARACTERS)) == 0


def test_two_specks_far_apart_in_height_are_as_high_as_their_distance() -> None:
    assert speck_before(crop((20, 4, 5), (20, 40, 5), *CHARACTERS)) == 0


@pytest.mark.parametrize("grey", [np.zeros((0, 0), np.uint8), crop(), crop((20, 30, 6))])
def test_where_no_text_follows_nothing_is_skipped(grey: Grey) -> None:
    assert speck_before(grey) == 0
