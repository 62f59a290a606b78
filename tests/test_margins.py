"""Margins that jump, and what the end of a row shows."""

from __future__ import annotations

import pytest

from ocr_fix.margins import (
    Margin,
    MarginOptions,
    cheapest_path,
    column_spans,
    edge_cost,
    find_levels,
    read_row_end,
    right_margins,
)
from ocr_fix.rows import Row

OPTIONS = MarginOptions()


def row(text: str, end: float = 12.0, start: float = 0.0, column: int = 0) -> Row:
    return Row((0,), (text,), start, end, 0.0, 1.0, column)


def test_levels_are_the_middles_of_clusters() -> None:
    assert find_levels([2.1, 0.0, 0.1, 2.0, 0.2]) == [0.1, pytest.approx(2.05)]
    assert find_levels([]) == []


def test_columns_in_turn() -> None:
    rows = (row("云"), row("雾"), row("散", column=1), row("尽"))
    assert column_spans(rows) == [(0, 2), (2, 3), (3, 4)]


def test_a_path_jumps_only_where_it_pays() -> None:
    low, high = [(0.0,), (3.0,)], [(3.0,), (0.0,)]
    assert [level for level, _ in cheapest_path([low, low, high, low], 4.0)] == [0, 0, 0, 0]
    assert [level for level, _ in cheapest_path([low, low, high, high, high], 4.0)] == [0, 0, 1, 1, 1]


def test_a_path_takes_the_cheaper_flag() -> None:
    assert cheapest_path([[(1.0, 0.0)], [(0.0, 1.0)]], 1.0) == [(0, 1), (0, 0)]


def test_rows_that_end_early_leave_the_margin_where_it_is() -> None:
    full = (row("河面刚刚化开冰的岸", end) for end in (12.0, 12.1, 11.9, 12.0))
    rows = (*full, row("散尽。", 3.0))
    assert right_margins(rows, OPTIONS) == [Margin(12.0, 4)] * 5


def test_a_margin_narrowed_by_a_picture_is_followed() -> None:
    rows = tuple(row("河面刚刚化开冰的岸", end) for end in (12.0, 12.0, 7.0, 7.0, 7.0, 7.0, 12.0))
    assert [margin.edge for margin in right_margins(rows, OPTIONS)] == [12, 12, 7, 7, 7, 7, 12]


@pytest.mark.parametrize("end", [11.5, 12.0, 12.9])
def test_a_mark_may_hang_or_have_its_ink_further_left(end: float) -> None:
    rows = (*(row("河面刚刚化开冰的岸", 12.0) for _ in range(3)), row("河面刚刚化开冰，", end))
    assert right_margins(rows, OPTIONS)[3].edge == 12.0


def test_an_opening_mark_may_start_half_an_em_late() -> None:
    assert edge_cost(row("“她要好看", start=0.5), 0.0, OPTIONS) == 0.0
    assert edge_cost(row("她要好看", start=0.5), 0.0, OPTIONS) > 2.0
    assert edge_cost(row("“She wants", start=0.5), 0.0, OPTIONS) > 2.0
    assert edge_cost(row("她要好看", start=40), 0.0, OPTIONS) == OPTIONS.most_cost


@pytest.mark.parametrize(
    ("a", "b", "room"),
    [
        pytest.param(row("河面刚刚", 10.0), row("化开冰"), 1.0, id="one character"),
        pytest.param(row("河面刚刚", 10.0), row("化，岸边"), 0.0, id="its comma goes with it"),
        pytest.param(row("河面刚刚", 10.0), row("“化开冰"), 0.0, id="its quote goes with it"),
        pytest.param(row("河面刚刚", 10.0), row("3270户"), 0.0, id="a number stays whole"),
        pytest.param(row("the old", 10.0), row("ferry had"), -1.0, id="a word and its space"),
    ],
)
def test_room_for_the_next_word(a: Row, b: Row, room: float) -> None:
    assert read_row_end(a, b, Margin(12.0, 3)).room == room


def test_signs_at_a_rows_end() -> None:
    margin = Margin(12.0, 3)
    assert read_row_end(row("他说：“好。”"), row("云"), margin).marked
    assert not read_row_end(row("他说，"), row("云"), margin).marked
    assert read_row_end(row("步行到菜店的"), row("云"), margin).open
    assert read_row_end(row("全长：1146米"), row("桥塔：2座"), margin).item
    assert not read_row_end(row("全长：1146米"), row("其中主桥"), margin).item
    assert read_row_end(row("云"), row("雾"), Margin(12.0, 1)).alone
