"""Tables among strips, and their cells: lines placed by hand, the texts invented."""

from __future__ import annotations

import pytest

from ocr_fix.geometry import enclosing
from ocr_fix.model import Box, Kind, Line, Region, Separator, SeparatorKind
from ocr_fix.rows import find_table_rows
from ocr_fix.tables import gather_tables, with_cells

EM = 40.0
ROWS = (
    ("线路", "首班", "末班"),
    ("甲线", "6:20", "21:30"),
    ("乙线", "6:10", "22:00"),
    ("丙线", "7:00", "18:40"),
)
LEFTS = (100, 500, 900)


def cell(text: str, left: int, top: int) -> Line:
    return Line(text, Box(left, top, left + 20 * len(text.encode()) // 2, top + 40))


def strips(rows: tuple[tuple[str, ...], ...], leading: int = 70) -> tuple[Region, ...]:
    """The columns of a table as strips of body text; empty cells have no line."""
    found = []
    for column, left in enumerate(LEFTS[: len(rows[0])]):
        lines = tuple(
            cell(row[column], left, 100 + leading * number) for number, row in enumerate(rows) if row[column]
        )
        found.append(Region(Kind.BODY, enclosing(line.box for line in lines), lines))
    return tuple(found)


def columns_of_text(width: int = 380) -> tuple[Region, ...]:
    """Three columns of justified text, lines level."""
    words = "老渡口的樟树下乡亲们晒着新谷"
    return tuple(
        Region(
            Kind.BODY,
            Box(left, 100, left + width, 100 + 50 * 7 + 40),
            tuple(
                Line(words[:9], Box(left, 100 + 50 * row, left + width, 140 + 50 * row)) for row in range(8)
            ),
        )
        for left in LEFTS
    )


def texts(table: Region) -> list[tuple[str, ...]]:
    return [row.texts for row in find_table_rows(table.lines)]


def test_columns_of_short_pieces_are_a_table_row_by_row() -> None:
    (table,) = gather_tables(strips(ROWS), EM)
    assert table.kind is Kind.TABLE
    assert texts(table) == [tuple(row) for row in ROWS]
    assert [line.column for line in table.lines] == [0, 1, 2] * 4


def test_columns_of_text_are_no_table() -> None:
    text = columns_of_text()
    assert gather_tables(text, EM) == text


def test_narrow_columns_with_sentences_are_no_table() -> None:
    verses = tuple(
        tuple(f"{word}，来。" for word in row)
        for row in (("风", "雨", "雪"), ("山", "水", "月"), ("春", "秋", "冬"))
    )
    found = gather_tables(strips(verses), EM)
    assert all(one.kind is Kind.BODY for one in found)


def test_two_rows_side_by_side_are_no_table() -> None:
    assert all(one.kind is Kind.BODY for one in gather_tables(strips(ROWS[:2]), EM))


def test_an_empty_cell_keeps_its_place() -> None:
    rows = (*ROWS[:2], ("乙线", "", "22:00"), ROWS[3])
    (table,) = gather_tables(strips(rows), EM)
    assert texts(table)[2] == ("乙线", "", "22:00")


def test_a_heading_above_a_table_stays_outside() -> None:
    head = Region(Kind.BODY, Box(500, 40, 700, 80), (cell("时刻表", 500, 40),))
    found = gather_tables((head, *strips(ROWS)), EM)
    assert [one.kind for one in found] == [Kind.BODY, Kind.TABLE]


def test_no_table_is_built_over_a_column_rule() -> None:
    wall = Separator(SeparatorKind.VERTICAL, Box(450, 0, 454, 2000))
    found = gather_tables(strips(ROWS)[:2], EM, (wall,))
    assert all(one.kind is Kind.BODY for one in found)


def test_a_table_beside_text_takes_no_line_of_it() -> None:
    text = Region(
        Kind.BODY,
        Box(1400, 100, 1900, 540),
        tuple(
            Line("渡口的灯亮到了半夜以后", Box(1400, 100 + 50 * row, 1900, 140 + 50 * row))
            for row in range(9)
        ),
    )
    found = gather_tables((*strips(ROWS), text), EM)
    assert text in found
    assert sum(len(one.lines) for one in found) == 12 + 9


def test_larger_type_at_the_top_of_a_ruled_table_is_its_heading() -> None:
    lines = tuple(line for one in strips(ROWS) for line in one.lines)
    title = Line("渡船时刻", Box(400, 20, 720, 90))
    table = Region(Kind.TABLE, Box(100, 20, 1000, 400), (title, *lines))
    head, rest = gather_tables((table,), EM)
    assert (head.kind, head.lines) == (Kind.BODY, (title,))
    assert texts(rest) == [tuple(row) for row in ROWS]


@pytest.mark.parametrize("order", [1, -1])
def test_cells_of_a_known_table_are_told_whatever_their_order(order: int) -> None:
    lines = tuple(line for one in strips(ROWS) for line in one.lines)[::order]
    table = with_cells(Region(Kind.TABLE, enclosing(line.box for line in lines), lines))
    assert texts(table) == [tuple(row) for row in ROWS]


def test_a_table_without_lines_stays_as_it_is() -> None:
    empty = Region(Kind.TABLE, Box(0, 0, 10, 10))
    assert with_cells(empty) == empty
