"""Boxes: what they share, how they turn, what they leave free."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.geometry import (
    edges_of,
    empty_spans,
    enclosing,
    grown,
    inside_ratio,
    intersection_area,
    near,
    overlap_x,
    overlap_y,
    reading_key,
    scaled,
    shared_height_ratio,
    shared_width_ratio,
    turned,
    turned_back,
    weighted_quantile,
)
from ocr_fix.model import Box

SIDES = st.integers(0, 400)
BOXES = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), SIDES, SIDES, SIDES, SIDES)


def test_enclosing_reaches_to_the_outermost_sides() -> None:
    assert enclosing((Box(5, 9, 7, 10), Box(1, 12, 6, 30))) == Box(1, 9, 7, 30)


def test_nothing_has_no_enclosing_box() -> None:
    with pytest.raises(ValueError, match="empty"):
        enclosing(())


def test_overlap_is_shared_length_or_minus_the_distance() -> None:
    a, b = Box(0, 0, 10, 10), Box(6, 14, 20, 30)
    assert (overlap_x(a, b), overlap_y(a, b)) == (4, -4)
    assert intersection_area(a, b) == 0
    assert intersection_area(a, Box(6, 7, 20, 30)) == 12


def test_shared_ratios_are_of_the_smaller_side() -> None:
    a, b = Box(0, 0, 10, 40), Box(5, 30, 25, 50)
    assert shared_width_ratio(a, b) == 0.5
    assert shared_height_ratio(a, b) == 0.5
    assert shared_width_ratio(a, Box(30, 0, 40, 10)) == 0
    assert shared_height_ratio(a, Box(0, 50, 10, 60)) == 0


def test_inside_ratio_is_of_the_inner_box() -> None:
    assert inside_ratio(Box(0, 0, 10, 10), Box(5, 0, 100, 100)) == 0.5
    assert inside_ratio(Box(5, 0, 100, 100), Box(0, 0, 10, 10)) == pytest.approx(50 / 9500)
    assert inside_ratio(Box(5, 5, 5, 5), Box(0, 0, 10, 10)) == 0


def test_grown_stops_at_the_origin() -> None:
    assert grown(Box(2, 10, 20, 30), 5, 3) == Box(0, 7, 25, 33)


@given(BOXES)
def test_a_turned_box_turns_back(box: Box) -> None:
    assert turned_back(turned(box, 800), 800) == box
    assert (turned(box, 800).width, turned(box, 800).height) == (box.height, box.width)


def test_vertical_lines_from_the_right_become_rows_from_the_top() -> None:
    right, left = Box(700, 50, 720, 400), Box(660, 50, 680, 400)
    assert turned(right, 800).top < turned(left, 800).top
    assert turned(right, 800).left == right.top


def test_empty_spans_lie_between_covered_ones() -> None:
    assert empty_spans(((20, 30), (5, 10), (8, 12)), 0, 40) == ((0, 5), (12, 20), (30, 40))
    assert empty_spans((), 3, 9) == ((3, 9),)
    assert empty_spans(((0, 50),), 3, 9) == ()
    assert empty_spans(((20, 30),), 0, 10) == ((0, 10),)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: tuple(sorted(pair)))))
def test_spans_and_what_they_leave_free_are_everything_once(spans: list[tuple[int, int]]) -> None:
    free = [place for low, high in empty_spans(spans, 10, 50) for place in range(low, high)]
    covered = {place for low, high in spans for place in range(low, high)}
    assert free == [place for place in range(10, 50) if place not in covered]


def test_quantile_goes_by_weight() -> None:
    assert weighted_quantile((3, 1, 2), (1, 1, 10), 0.5) == 2
    assert weighted_quantile((3, 1, 2), (10, 1, 1), 0.5) == 3
    assert weighted_quantile((3, 1, 2), (1, 1, 1), 0) == 1
    assert weighted_quantile((3, 1, 2), (1, 1, 1), 1) == 3
    assert weighted_quantile((), (), 0.5) == 0


def test_every_value_needs_a_weight() -> None:
    with pytest.raises(ValueError, match="zip"):
        weighted_quantile((1, 2), (1,), 0.5)


def test_reading_key_sorts_rows_first() -> None:
    boxes = (Box(0, 5, 1, 6), Box(9, 0, 10, 1), Box(2, 0, 3, 1))
    assert sorted(boxes, key=reading_key) == [boxes[2], boxes[1], boxes[0]]


def test_edges_of_nothing_still_have_four_columns() -> None:
    assert edges_of(()).shape == (0, 4)
    assert edges_of((Box(1, 2, 3, 4), Box(5, 6, 7, 8))).tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]


def test_scaled_rounds_its_sides() -> None:
    assert scaled(Box(1, 2, 3, 7), 0.5) == Box(0, 1, 2, 4)
    assert scaled(Box(1, 2, 3, 7), 2) == Box(2, 4, 6, 14)


def test_near_needs_both_directions() -> None:
    a = Box(0, 0, 10, 10)
    assert near(a, Box(12, 0, 20, 10), 3)
    assert not near(a, Box(13, 0, 20, 10), 3)
    assert not near(a, Box(12, 40, 20, 50), 3)
