"""Headlines put together from spots of ink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ocr_fix.largetype import LargeTypeOptions, boxes_of, large_lines, spots_of
from ocr_fix.model import Box
from ocr_fix.scan import Mask

EM = 14.0


def paper() -> Mask:
    return np.zeros((120, 600), bool)


def fill(ink: Mask, *boxes: Box) -> None:
    for box in boxes:
        ink[box.top : box.bottom, box.left : box.right] = True


def test_spots_are_boxes_of_connected_ink() -> None:
    ink = paper()
    drawn = [Box(10, 20, 30, 40), Box(50, 20, 55, 90)]
    fill(ink, *drawn)
    assert boxes_of(spots_of(ink)) == drawn
    assert boxes_of(spots_of(paper())) == []


def test_spaced_characters_are_one_line() -> None:
    ink = paper()
    fill(ink, *(Box(left, 30, left + 40, 70) for left in (20, 85, 150)))
    assert large_lines(ink, EM) == [Box(20, 30, 190, 70)]
    assert len(large_lines(ink, EM, replace(LargeTypeOptions(), space_ratio=0.5))) == 3


def test_characters_of_two_low_parts_belong_to_the_line() -> None:
    ink = paper()
    fill(ink, Box(20, 30, 60, 70), Box(150, 30, 190, 70))
    fill(ink, Box(88, 30, 120, 46), Box(88, 52, 120, 70))
    assert large_lines(ink, EM) == [Box(20, 30, 190, 70)]


def test_text_between_two_drop_caps_does_not_join_them() -> None:
    ink = paper()
    fill(ink, Box(20, 30, 60, 70), Box(150, 30, 190, 70))
    fill(ink, *(Box(left, top, left + 12, top + 12) for left in range(66, 140, 15) for top in (30, 50, 72)))
    assert large_lines(ink, EM) == [Box(20, 30, 60, 70), Box(150, 30, 190, 70)]


def test_quotation_marks_belong_to_the_line() -> None:
    ink = paper()
    fill(ink, Box(40, 30, 80, 70), Box(90, 30, 130, 70))
    fill(ink, Box(22, 30, 34, 40), Box(136, 30, 148, 40))
    assert large_lines(ink, EM) == [Box(22, 30, 148, 70)]


def test_body_text_beside_a_headline_is_left_out() -> None:
    ink = paper()
    fill(ink, Box(20, 30, 60, 70), Box(70, 30, 110, 70))
    fill(ink, *(Box(left, top, left + 12, top + 12) for left in range(118, 300, 15) for top in (30, 50)))
    assert large_lines(ink, EM) == [Box(20, 30, 110, 70)]


def test_body_text_alone_has_no_large_lines() -> None:
    ink = paper()
    fill(ink, *(Box(left, 30, left + 13, 43) for left in range(20, 300, 15)))
    assert large_lines(ink, EM) == []
    assert large_lines(paper(), EM) == []
