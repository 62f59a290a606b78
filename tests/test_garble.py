"""The generator of garbled texts: columns of whole characters, rows of drawn pages, damage by chance."""

from __future__ import annotations

import random

import pytest
from garbled import paragraphs_of, rows_of_story

from draw.garble import LINES, OCR, ROWS, TORN, Piece, garble, rows_of, set_story, wrap


def test_lines_are_as_wide_as_the_column() -> None:
    lines = wrap("一二三四五六七八九十，一二三四五六七八九十。", 8)
    assert lines == ["一二三四五六", "七八九十，一二三", "四五六七八九十。"]


def test_no_mark_begins_a_line() -> None:
    assert wrap("一二三四五六，七八", 8) == ["一二三四五六，", "七八"]


def test_columns_are_filled_one_after_the_other() -> None:
    pieces = set_story(["一二三四五六七八九十一二三四五六"], 2, 6)
    assert [(piece.column, piece.row) for piece in pieces] == [(0, 0), (0, 1), (1, 0)]


def test_a_row_is_read_across_the_columns() -> None:
    rows = [[Piece("左一，", 0, 0), Piece("右一", 1, 0)], [Piece("左二", 0, 1)]]
    assert garble(rows, LINES, random.Random(1)) == "左一, 右一\n左二\n"


def test_rows_run_together_hold_the_same_pieces() -> None:
    rows = rows_of_story("zh-bees", 2, 18)
    lines, joined = (garble(rows, damage, random.Random(3)) for damage in (LINES, ROWS))
    assert lines.split() == joined.split()
    assert lines.count("\n") > joined.count("\n")


def test_ocr_loses_and_misreads() -> None:
    rows = rows_of_story("zh-bees", 2, 18)
    assert len(garble(rows, OCR, random.Random(3))) < len(garble(rows, LINES, random.Random(3)))


def test_torn_paragraphs_stand_apart_and_out_of_order() -> None:
    text = garble(rows_of_story("zh-library", 2, 18), TORN, random.Random(2))
    assert "\n\n" in text
    assert text.split() != garble(rows_of_story("zh-library", 2, 18), LINES, random.Random(2)).split()


@pytest.mark.parametrize("slope", [0.0, 0.05])
def test_rows_of_a_drawn_page_are_found_on_skewed_pages_too(slope: float) -> None:
    def line(text: str, left: float, top: float, column: int) -> dict[str, object]:
        right = left + 100
        y0, y1 = top + slope * left, top + slope * right
        quad = [[left, y0], [right, y1], [right, y1 + 20], [left, y0 + 20]]
        return {"text": text, "bbox": [left, y0, right, y1 + 20], "quad": quad, "col": column, "par": 0}

    lines = [line("左一", 0, 0, 0), line("左二", 0, 30, 0), line("右一", 600, 0, 1), line("右二", 600, 30, 1)]
    page = {"regions": [{"id": "r1", "kind": "body", "lines": lines}], "reading_order": ["r1"]}
    assert [[piece.text for piece in row] for row in rows_of(page)] == [["左一", "右一"], ["左二", "右二"]]


def test_stories_are_there() -> None:
    assert len(paragraphs_of("zh-bees")) > 3
