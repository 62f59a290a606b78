"""Lines as rows in reading coordinates."""

from __future__ import annotations

from ocr_fix.model import Box, Direction, Line
from ocr_fix.rows import find_rows, find_table_rows, is_chinese, measure_em


def line(text: str, left: int, top: int, width: int, height: int = 40, column: int = 0) -> Line:
    return Line(text, Box(left, top, left + width, top + height), column=column)


def test_no_lines_have_no_rows() -> None:
    assert find_rows(()) == ()
    assert find_table_rows(()) == ()


def test_em_is_the_width_of_a_chinese_character() -> None:
    assert measure_em((line("河面刚刚化开冰", 0, 0, 280), line("院子", 0, 60, 500))) == 40


def test_em_of_very_short_lines_is_their_height() -> None:
    assert measure_em((line("云", 0, 0, 300, 38),)) == 38


def test_rows_are_measured_from_the_first_line_in_em() -> None:
    first, second = find_rows((line("河面刚刚化开冰", 180, 100, 280), line("石埠村的码头上", 100, 160, 280)))
    assert (first.start, first.end, first.near) == (0, 7, 0)
    assert (second.start, second.end, second.near, second.far) == (-2, 5, 1.5, 2.5)


def test_vertical_lines_run_down_and_follow_each_other_leftwards() -> None:
    lines = (
        Line("河面刚刚化开冰", Box(500, 180, 540, 460), direction=Direction.VERTICAL),
        Line("石埠村的码头上", Box(440, 100, 480, 380), direction=Direction.VERTICAL),
    )
    first, second = find_rows(lines)
    assert (first.start, first.end, first.near) == (0, 7, 0)
    assert (second.start, second.near) == (-2, 1.5)


def test_boxes_side_by_side_are_one_row() -> None:
    rows = find_rows(
        (line("河面刚刚", 0, 0, 200), line("从薄雾里醒来", 204, 4, 240), line("石埠村", 0, 60, 120))
    )
    assert [row.lines for row in rows] == [(0, 1), (2,)]
    assert rows[0].text == "河面刚刚从薄雾里醒来"


def test_a_gap_between_chinese_boxes_is_a_full_width_space() -> None:
    (row,) = find_rows((line("163公里", 0, 0, 140), line("今年建成的公路", 180, 0, 280)))
    assert row.text == "163公里\u3000今年建成的公路"


def test_a_row_torn_into_two_columns_is_one_row() -> None:
    rows = find_rows((line("坐在矮凳上，", 0, 0, 220), line("一根两米长的", 244, 0, 240, column=1)))
    assert [row.lines for row in rows] == [(0, 1)]


def test_boxes_of_two_columns_stay_apart() -> None:
    rows = find_rows((line("河面刚刚", 0, 0, 200), line("从竹林里", 260, 0, 160, column=1)))
    assert [row.lines for row in rows] == [(0,), (1,)]


def test_a_drop_cap_begins_the_row_beside_its_head() -> None:
    lines = (
        line("assengers who boarded", 90, 0, 330),
        line("P", 0, 2, 80, 128),
        line("Castle Street on Friday", 90, 44, 330),
        line("handed a paper cup of", 0, 136, 420),
    )
    rows = find_rows(lines)
    assert [row.lines for row in rows] == [(1, 0), (2,), (3,)]
    assert rows[0].text == "Passengers who boarded"
    assert rows[0].start == rows[2].start


def test_a_tall_mark_beside_nothing_stays_a_row() -> None:
    lines = (
        line("P", 0, 0, 80, 128),
        line("handed a paper cup", 0, 200, 400),
        line("of cocoa and more", 0, 244, 400),
    )
    assert [row.lines for row in find_rows(lines)] == [(0,), (1,), (2,)]


def test_a_drifting_edge_is_made_straight() -> None:
    lines = tuple(line("河面刚刚化开冰", i, 60 * i, 280) for i in range(8))
    assert {round(row.start, 6) for row in find_rows(lines)} == {0.0}


def test_a_table_reads_row_by_row_in_any_order_of_its_cells() -> None:
    cells = (
        line("1.20", 200, 2, 60, column=1),
        line("5.40", 200, 58, 60, column=1),
        line("菠菜", 0, 60, 80),
        line("白萝卜", 0, 0, 120),
    )
    assert [row.texts for row in find_table_rows(cells)] == [("白萝卜", "1.20"), ("菠菜", "5.40")]
    assert [row.lines for row in find_table_rows(cells)] == [(3, 0), (2, 1)]


def test_language_of_rows() -> None:
    assert is_chinese(find_rows((line("河面abc", 0, 0, 120), line("大坪", 0, 60, 80))))
    assert not is_chinese(find_rows((line("A railway", 0, 0, 120), line("大坪", 0, 60, 80))))
