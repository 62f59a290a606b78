"""Boxes of lines become strips of one column."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ocr_fix.model import Box, Marks, Separator, SeparatorKind
from ocr_fix.strips import find_strips

EM = 40
ACROSS, DOWN, FRAME = SeparatorKind.HORIZONTAL, SeparatorKind.VERTICAL, SeparatorKind.FRAME


def row(left: int, top: int, right: int, height: int = EM) -> Box:
    return Box(left, top, right, top + height)


def column(left: int, top: int, right: int, count: int, height: int = EM) -> tuple[Box, ...]:
    return tuple(row(left, top + (height + 20) * index, right, height) for index in range(count))


def strips(lines: Sequence[Box], *separators: tuple[SeparatorKind, Box]) -> list[tuple[Box, ...]]:
    printed = tuple(Separator(kind, box) for kind, box in separators)
    return find_strips(tuple(lines), Marks(3000, 4000, float(EM), tuple(lines), printed))


def test_no_lines_give_no_strips() -> None:
    assert strips(()) == []


def test_a_column_is_one_strip_from_top_to_bottom() -> None:
    lines = column(100, 100, 700, 12)
    assert strips(lines[::-1]) == [lines]


def test_columns_side_by_side_are_strips_from_the_left() -> None:
    left, right = column(100, 100, 700, 9), column(740, 100, 1340, 9)
    assert strips((*right, *left)) == [left, right]


def test_columns_out_of_step_are_two_strips() -> None:
    left, right = column(100, 100, 700, 9), column(740, 130, 1340, 9)
    assert strips((*left, *right)) == [left, right]


def test_indents_and_short_last_lines_stay_in_their_strip() -> None:
    lines = (row(100, 100, 700), row(100, 160, 300), row(180, 220, 700), row(100, 280, 700))
    assert strips(lines) == [lines]


def test_a_strip_breaks_under_a_headline_over_columns() -> None:
    head, left, right = row(100, 40, 1340), column(100, 100, 700, 6), column(740, 100, 1340, 6)
    assert strips((head, *left, *right)) == [(head,), left, right]


def test_a_strip_breaks_over_a_line_across_columns() -> None:
    foot, left, right = row(100, 460, 1340), column(100, 100, 700, 6), column(740, 100, 1340, 6)
    assert strips((foot, *left, *right)) == [left, right, (foot,)]


@pytest.mark.parametrize("height", [28, 56])
def test_a_strip_breaks_where_the_type_changes_size(height: int) -> None:
    above = column(100, 100, 700, 4)
    below = column(100, 340, 700, 4, height)
    assert strips((*above, *below)) == [above, below]


def test_lines_without_ascenders_are_no_change_of_size() -> None:
    lines = (*column(100, 100, 700, 3), row(100, 285, 700, 33), row(100, 340, 700))
    assert strips(lines) == [lines]


def test_a_short_last_line_of_low_letters_stays() -> None:
    lines = (*column(100, 100, 700, 3), row(100, 290, 200, 24))
    assert strips(lines) == [lines]


def test_a_strip_breaks_at_a_rule() -> None:
    above, below = column(100, 100, 700, 4), column(100, 340, 700, 4)
    assert strips((*above, *below), (ACROSS, Box(100, 329, 700, 331))) == [above, below]


def test_rules_beside_a_strip_do_not_break_it() -> None:
    lines = column(100, 100, 700, 8)
    beside = (ACROSS, Box(700, 329, 1300, 331)), (DOWN, Box(720, 100, 722, 800))
    assert strips(lines, *beside) == [lines]


def test_a_strip_breaks_at_the_side_of_a_frame() -> None:
    above, boxed = column(100, 100, 700, 4), column(110, 340, 690, 4)
    assert strips((*above, *boxed), (FRAME, Box(100, 333, 700, 580))) == [above, boxed]


def test_of_frames_in_frames_the_inner_one_counts() -> None:
    above, boxed = column(100, 100, 700, 4), column(110, 340, 690, 4)
    frames = (FRAME, Box(50, 50, 750, 700)), (FRAME, Box(100, 333, 700, 580))
    assert strips((*above, *boxed), *frames) == [above, boxed]


def test_labels_of_a_list_are_joined_to_their_items_in_a_frame_alone() -> None:
    labels, items = column(100, 100, 260, 3), column(320, 100, 780, 3)
    whole = column(100, 100, 780, 3)
    assert strips((*labels, *items), (FRAME, Box(80, 80, 800, 300))) == [whole]
    assert strips((*labels, *items)) == [labels, items]


def test_a_strip_breaks_at_a_wider_gap() -> None:
    above, below = column(100, 100, 700, 4), column(100, 358, 700, 4)
    assert strips((*above, *below)) == [above, below]


def test_widely_set_lines_are_one_strip() -> None:
    lines = tuple(row(100, 100 + 78 * index, 700) for index in range(6))
    assert strips(lines) == [lines]


def test_lines_far_apart_are_strips_of_their_own() -> None:
    lines = tuple(row(100, 100 + 120 * index, 700) for index in range(3))
    assert strips(lines) == [(line,) for line in lines]


def test_a_line_set_apart_is_a_strip_of_its_own() -> None:
    above, byline, below = column(100, 100, 700, 3), row(300, 280, 500), column(100, 340, 700, 3)
    assert strips((*above, byline, *below)) == [above, (byline,), below]


def test_a_deep_indent_that_fills_its_line_is_not_set_apart() -> None:
    lines = (*column(100, 100, 700, 3), row(300, 280, 700), *column(100, 340, 700, 3))
    assert strips(lines) == [lines]


def test_pieces_of_a_row_are_one_line() -> None:
    lines = column(100, 100, 700, 4)
    torn = row(100, 340, 300), row(312, 340, 700)
    assert strips((*lines, *torn)) == [(*lines, row(100, 340, 700))]


def test_a_drop_cap_is_first_in_its_strip() -> None:
    cap, beside = row(100, 100, 190, 100), column(210, 100, 700, 2)
    lines = (*beside, *column(100, 220, 700, 4))
    assert strips((cap, *lines)) == [(cap, *lines)]


def test_a_drop_cap_that_was_found_twice_is_not_lost() -> None:
    caps = row(100, 100, 190, 100), row(102, 98, 190, 104)
    lines = column(210, 100, 700, 2)
    assert sorted(line for strip in strips((*caps, *lines)) for line in strip) == sorted((*caps, *lines))


def test_a_large_number_beside_one_line_is_no_drop_cap() -> None:
    number, line = row(100, 100, 190, 100), row(210, 130, 700)
    assert sorted(strips((number, line))) == [(number,), (line,)]


def paragraphs(end: int, start: int, top: int = 100) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """A column whose paragraph ends at x = `end`, and below it one that begins at x = `start`."""
    above = (*column(100, top, 700, 3), row(100, top + 180, end))
    return above, (row(start, top + 240, 700), *column(100, top + 300, 700, 3))


@pytest.mark.parametrize("end", [140, 170, 200])
def test_a_short_last_line_and_an_indented_one_below_stay_in_one_strip(end: int) -> None:
    above, below = paragraphs(end, 180)
    assert strips((*above, *below)) == [(*above, *below)]


def test_a_last_line_alone_under_a_picture_belongs_to_the_column_below() -> None:
    (*_, last), below = paragraphs(150, 180)
    assert strips((last, *below)) == [(last, *below)]


@pytest.mark.parametrize(
    "separator", [(ACROSS, Box(100, 330, 700, 332)), (FRAME, Box(80, 330, 720, 800))], ids=["rule", "frame"]
)
def test_what_parts_two_columns_parts_them_at_a_paragraph_too(separator: tuple[SeparatorKind, Box]) -> None:
    above, below = paragraphs(150, 180)
    assert strips((*above, *below), separator) == [above, below]


def test_other_columns_are_not_joined_at_a_paragraph() -> None:
    above, below = paragraphs(150, 180)
    aside = tuple(Box(one.left + 80, one.top, one.right + 80, one.bottom) for one in below)
    assert len(strips((*above, *aside))) == 2
    lower = tuple(Box(one.left, one.top + 40, one.right, one.bottom + 40) for one in below)
    assert len(strips((*above, *lower))) == 2
    narrow = tuple(Box(one.left, one.top, 400, one.bottom) for one in below)
    assert len(strips((*above, *narrow))) == 2
    larger = tuple(Box(one.left, one.top, one.right, one.bottom + 30) for one in below[:1])
    assert len(strips((*above, *larger))) == 2


def test_a_drop_cap_as_wide_as_two_lines_are_high_is_not_joined_to_its_row() -> None:
    cap = Box(100, 100, 240, 190)
    first, second, rest = row(240, 100, 640), row(240, 150, 560), column(100, 200, 660, 4)
    assert strips((cap, first, second, *rest)) == [(cap, first, second, *rest)]
