"""Pieces of one printed row are one line; columns and headlines side by side stay apart."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.fragments import join_rows
from ocr_fix.geometry import enclosing
from ocr_fix.model import Box, Marks, Separator, SeparatorKind

EM = 40


def row(left: int, top: int, right: int, height: int = EM) -> Box:
    return Box(left, top, right, top + height)


def column(left: int, top: int, right: int, count: int) -> list[Box]:
    return [row(left, top + 60 * index, right) for index in range(count)]


def joined(*lines: Box, rules: Sequence[Box] = (), frame: Box | None = None) -> tuple[Box, ...]:
    """Rows of a page; lines in `frame` stand in it."""
    separators = tuple(Separator(SeparatorKind.VERTICAL, box) for box in rules)
    frames = {line: frame if frame and frame.left <= line.left < frame.right else None for line in lines}
    return join_rows(lines, frames, Marks(3000, 3000, float(EM), lines, separators))


def test_nothing_stays_nothing() -> None:
    assert joined() == ()


def test_pieces_nearer_than_any_gutter_are_one_line() -> None:
    assert joined(row(100, 0, 300), row(312, 2, 700), row(100, 60, 700)) == (
        Box(100, 0, 700, 42),
        row(100, 60, 700),
    )


def test_many_pieces_are_one_line_in_any_order() -> None:
    pieces = [row(100 + 160 * index, 0, 250 + 160 * index) for index in range(5)]
    assert joined(*reversed(pieces)) == (row(100, 0, 890),)


@pytest.mark.parametrize("gutter", [24, 40, 80])
def test_columns_stay_apart(gutter: int) -> None:
    lines = (*column(100, 0, 700, 6), *column(700 + gutter, 0, 1300, 6))
    assert joined(*lines) == tuple(sorted(lines, key=lambda box: (box.top, box.left)))


def test_a_wide_space_is_bridged_by_the_line_under_it() -> None:
    pieces = row(100, 0, 350), row(430, 0, 700)
    assert joined(*pieces, row(100, 60, 700)) == (row(100, 0, 700), row(100, 60, 700))
    assert joined(*pieces, row(100, 400, 700)) == (*pieces, row(100, 400, 700))


def test_a_headline_under_two_columns_bridges_nothing() -> None:
    pieces = row(100, 0, 350), row(430, 0, 700)
    assert len(joined(*pieces, row(100, 60, 700, 80))) == 3


def test_a_torn_end_goes_on_with_its_line() -> None:
    assert joined(row(100, 0, 600), row(632, 0, 700), *column(100, 200, 700, 3))[0] == row(100, 0, 700)


def test_a_piece_further_away_is_no_torn_end() -> None:
    assert len(joined(row(100, 0, 600), row(680, 0, 750), *column(100, 200, 700, 3))) == 5


def test_a_short_line_of_the_next_column_is_no_torn_end() -> None:
    lines = (row(100, 0, 600), row(632, 0, 700), *column(632, 60, 1200, 3))
    assert joined(*lines)[:2] == lines[:2]


def test_a_rule_parts_pieces() -> None:
    pieces = row(100, 0, 300), row(312, 0, 700)
    assert joined(*pieces, rules=(Box(305, 0, 307, 600),)) == pieces
    assert len(joined(*pieces, rules=(Box(305, 300, 307, 600),))) == 1
    assert len(joined(*pieces, rules=(Box(900, 0, 902, 600),))) == 1


def test_a_frame_parts_pieces() -> None:
    pieces = row(100, 0, 300), row(312, 0, 700)
    assert joined(*pieces, frame=Box(306, 0, 720, 600)) == pieces


def test_labels_of_a_framed_list_go_with_their_items() -> None:
    frame = Box(80, 0, 800, 600)
    label, item = row(100, 20, 260), row(320, 20, 780)
    assert joined(label, item, frame=frame) == (row(100, 20, 780),)
    assert joined(label, item) == (label, item)
    wide = row(100, 20, 400), row(460, 20, 780)
    assert joined(*wide, frame=frame) == wide


def test_rows_of_other_heights_stay_apart() -> None:
    pieces = row(100, 0, 300), row(312, 0, 700, 90)
    assert joined(*pieces) == pieces


def test_pieces_on_other_levels_stay_apart() -> None:
    pieces = row(100, 0, 300), row(312, 25, 700)
    assert joined(*pieces) == pieces


def test_a_quotation_mark_belongs_to_its_line() -> None:
    assert joined(Box(70, 0, 86, 20), row(105, 0, 700)) == (row(70, 0, 700),)
    assert joined(row(100, 0, 700), Box(715, 25, 730, 42)) == (Box(100, 0, 730, 42),)


def test_a_mark_below_a_line_stays_alone() -> None:
    assert len(joined(row(100, 0, 700), Box(715, 33, 730, 50))) == 2


def test_a_mark_far_away_stays_alone() -> None:
    assert len(joined(Box(40, 0, 56, 20), row(105, 0, 700))) == 2


SPACED = [row(100 + 200 * index, 0, 200 + 200 * index, 100) for index in range(5)]


def test_a_spaced_headline_is_one_line() -> None:
    assert joined(*SPACED) == (row(100, 0, 1000, 100),)


def test_a_spaced_headline_over_columns_is_one_line() -> None:
    columns = (*column(100, 130, 530, 8), *column(570, 130, 1000, 8))
    assert joined(*SPACED, *columns)[0] == row(100, 0, 1000, 100)


def test_two_headlines_side_by_side_over_columns_stay_apart() -> None:
    headlines = row(100, 0, 700, 100), row(780, 0, 1400, 100)
    columns = (*column(100, 130, 740, 8), *column(780, 130, 1420, 8))
    assert joined(*headlines, *columns)[:2] == headlines
    assert joined(*headlines)[0] == row(100, 0, 1400, 100)


def test_words_of_two_headline_sizes_stay_apart() -> None:
    assert len(joined(row(100, 0, 700, 100), row(720 + 60, 0, 1400, 70))) == 2


BOXES = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.integers(0, 800),
    st.integers(0, 800),
    st.integers(1, 300),
    st.integers(1, 120),
)


@given(st.lists(BOXES, max_size=14, unique=True))
def test_every_line_lies_in_one_row_and_rows_are_made_of_lines(lines: list[Box]) -> None:
    rows = joined(*lines)
    assert len(rows) <= len(lines)
    for line in lines:
        assert any(enclosing((line, one)) == one for one in rows)
    sides = {side: {getattr(line, side) for line in lines} for side in ("left", "top", "right", "bottom")}
    for one in rows:
        assert all(getattr(one, side) in known for side, known in sides.items())


@given(st.lists(BOXES, max_size=14, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(lines: list[Box], random: Random) -> None:
    assert joined(*lines) == joined(*random.sample(lines, len(lines)))
