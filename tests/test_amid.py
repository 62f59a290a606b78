"""Headings in the middle of their story."""

from __future__ import annotations

import pytest

from ocr_fix.amid import heading_amid
from ocr_fix.items import Item
from ocr_fix.model import Box

EM = 20.0
LEFT = Item(0, Box(0, 0, 180, 900))
UPPER = (Item(1, Box(200, 0, 380, 300)), Item(2, Box(400, 0, 580, 300)))
LOWER = (Item(3, Box(200, 440, 380, 900)), Item(4, Box(400, 440, 580, 900)))
KICKER = Item(5, Box(320, 322, 460, 342), heading=True)
TITLE = Item(6, Box(220, 350, 560, 420), heading=True)
PAGE = (LEFT, *UPPER, KICKER, TITLE, *LOWER)


def test_a_title_with_text_above_below_and_beside_is_found_whole() -> None:
    assert heading_amid(PAGE, EM) == (KICKER, TITLE)


def test_a_narrow_title_interrupts_the_columns_that_have_its_room() -> None:
    narrow = Item(6, Box(360, 350, 420, 420), heading=True)
    assert heading_amid((LEFT, *UPPER, narrow, *LOWER), EM) == (narrow,)


def test_strips_that_stand_close_under_one_another_pass_a_title_together() -> None:
    halves = (Item(0, Box(0, 0, 180, 390)), Item(7, Box(0, 395, 180, 900)))
    assert heading_amid((*halves, *UPPER, TITLE, *LOWER), EM) == (TITLE,)


@pytest.mark.parametrize(
    "items",
    [
        (),
        (TITLE,),
        (*UPPER, TITLE, *LOWER),  # nothing passes it
        (LEFT, TITLE, *LOWER),  # nothing above it
        (LEFT, *UPPER, TITLE),  # nothing below it
        (LEFT, UPPER[0], TITLE, *LOWER),  # one column above it
        (Item(8, Box(0, 0, 580, 40), heading=True), *PAGE),  # the block has a heading at its top
        (*PAGE, Item(8, Box(600, 10, 780, 60), heading=True)),  # so it has beside it
        (LEFT, *UPPER, Item(6, Box(220, 380, 360, 401), heading=True), *LOWER),  # a subhead's size
    ],
)
def test_other_headings_are_none(items: tuple[Item, ...]) -> None:
    assert heading_amid(items, EM) == ()


def test_a_subhead_right_above_a_title_is_no_part_of_it() -> None:
    subhead = Item(9, Box(220, 322, 290, 342), heading=True)
    title = Item(6, Box(320, 350, 580, 420), heading=True)
    assert heading_amid((LEFT, *UPPER, subhead, title, *LOWER), EM) == (title,)
