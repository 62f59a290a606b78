"""What a page shows of its joins: a sign each, on flows of text made line by line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ocr_fix.geometry import enclosing
from ocr_fix.joinsigns import Join, find_joins, successors
from ocr_fix.model import Box, Direction, Kind, Line, Region

EM = 20
FULL = "南城新修的步道昨天晚上亮起了灯"
"""Fifteen characters: the width of a column."""
GUTTER = 30
WIDE = len(FULL) * EM


def line(text: str, column: int, row: float, indent: float = 0.0) -> Line:
    left = round(column * (WIDE + GUTTER) + indent * EM)
    top = round(row * 1.5 * EM)
    return Line(text, Box(left, top, left + len(text) * EM, top + EM), column=column)


def strip(column: int, rows: int, top: float = 0.0) -> list[Line]:
    return [line(FULL, column, top + row) for row in range(rows)]


def region(*lines: Line, kind: Kind = Kind.BODY) -> Region:
    return Region(kind, enclosing(one.box for one in lines), lines)


def neutral(_a: str, _b: str) -> float:
    return 0.0


def joins_of(*lines: Line) -> tuple[Join, ...]:
    return find_joins([[region(*lines)]], neutral)


def signs_at(lines: Sequence[Line], place: int) -> dict[str, float]:
    return joins_of(*lines)[place].signs


def test_rows_close_under_one_another_show_nothing() -> None:
    joins = joins_of(*strip(0, 5))
    assert len(joins) == 4
    assert all(join.signs == {} for join in joins)


def test_no_text_has_no_joins() -> None:
    assert find_joins([], neutral) == ()
    assert find_joins([[region(*strip(0, 3), kind=Kind.CAPTION)]], neutral) == ()


def test_columns_of_one_height_only_cross() -> None:
    assert signs_at([*strip(0, 4), *strip(1, 4)], 3) == {"column": 1.0}


def test_a_column_that_begins_higher_climbs() -> None:
    assert "climb" in signs_at([*strip(0, 4, 6.0), *strip(1, 10)], 3)
    assert "climb" not in signs_at([*strip(0, 10), *strip(1, 4, 6.0)], 9)


def test_a_gap_between_rows_is_seen() -> None:
    lines = [*strip(0, 4), *strip(0, 4, 9.0)]
    assert "gap" in signs_at(lines, 3)
    assert "gap" not in signs_at(lines, 4)


def test_a_paragraph_after_an_open_full_row_contradicts_it() -> None:
    lines = [*strip(0, 4), line(FULL[:13], 0, 4, 2.0), *strip(0, 4, 5.0)]
    assert signs_at(lines, 3).get("open_indent") == 1.0


def test_an_opening_mark_looks_indented_and_is_not() -> None:
    lines = [*strip(0, 4), line("“" + FULL[:13], 0, 4, 1.0), *strip(0, 4, 5.0)]
    assert "open_indent" not in signs_at(lines, 3)


def test_a_paragraph_after_a_closed_row_is_none() -> None:
    lines = [*strip(0, 3), line(FULL[:9] + "。", 0, 3), line(FULL[:13], 0, 4, 2.0), *strip(0, 4, 5.0)]
    assert signs_at(lines, 3) == {}


def test_an_open_row_that_ends_early_is_seen() -> None:
    lines = [*strip(0, 3), line(FULL[:8], 0, 3), *strip(0, 4, 4.0)]
    assert "short_open" in signs_at(lines, 3)


def test_a_scrap_in_a_column_of_its_own_is_seen_on_both_sides() -> None:
    lines = [*strip(0, 5), line("摄", 1, 2.0), *strip(2, 5)]
    assert {"scrap", "short"} <= signs_at(lines, 4).keys()
    assert {"scrap", "short"} <= signs_at(lines, 5).keys()


def test_a_short_row_far_in_stands_aside() -> None:
    lines = [*strip(0, 4), line("摄", 0, 4, 8.0), *strip(0, 4, 5.0)]
    assert "offside" in signs_at(lines, 3)
    assert "offside" in signs_at(lines, 4)


@pytest.mark.parametrize(("better", "sign"), [(("甲", "丁"), "onward"), (("丙", "乙"), "backward")])
def test_text_that_would_run_on_better_elsewhere_is_seen(better: tuple[str, str], sign: str) -> None:
    """The join is 甲 to 乙; elsewhere a strip ends in 丙 and another begins with 丁."""
    first = [*strip(0, 3), line(FULL[:14] + "甲", 0, 3)]
    second = [line("乙" + FULL[:14], 1, 0), *strip(1, 3, 1.0)]
    other = region(line("丁" + FULL[:14], 2, 0), *strip(2, 3, 1.0), line(FULL[:14] + "丙", 2, 4))

    def follow(a: str, b: str) -> float:
        return 2.0 if (a[-1], b[0]) == better else 0.0

    joins = find_joins([[region(*first, *second)], [other]], follow)
    assert joins[3].signs == {"column": 1.0, sign: 2.0}


def test_a_join_that_another_order_lacks_is_unsteady() -> None:
    lines = [*strip(0, 4), *strip(1, 4)]
    story = [region(*lines)]
    same = successors([story])
    assert "unsteady" not in find_joins([story], neutral, same)[3].signs
    other = {**same, lines[3].box: lines[5].box}
    assert find_joins([story], neutral, other)[3].signs["unsteady"] == 1.0


def test_vertical_text_shows_the_same_signs() -> None:
    def column(row: float, top: int, text: str = FULL) -> Line:
        right = 900 - round(row * 1.5 * EM)
        box = Box(right - EM, top, right, top + len(text) * EM)
        return Line(text, box, direction=Direction.VERTICAL)

    lines = [column(row, 0) for row in range(4)] + [column(row, 0) for row in range(9, 13)]
    signs = [join.signs for join in joins_of(*lines)]
    assert "gap" in signs[3]
    assert signs[0] == signs[4] == {}


def test_a_row_that_ends_a_sentence_early_is_no_sign() -> None:
    lines = [*strip(0, 3), line(FULL[:8] + "。", 0, 3), *strip(0, 4, 4.0)]
    assert signs_at(lines, 3) == {}


def test_a_short_last_row_of_a_column_is_no_scrap() -> None:
    lines = [*strip(0, 4), line(FULL[:4], 0, 4), *strip(1, 5)]
    assert "scrap" not in signs_at(lines, 4)
