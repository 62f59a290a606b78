"""Lines taken apart at gutters, put into areas, and given back as they came."""

from __future__ import annotations

import pytest
from given import EM, column, page_of, rows_of, set_line
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.areas import find_areas
from ocr_fix.loose import boxes_of, join_texts, part_at_gaps, part_of, parted_at, take_apart, thickened
from ocr_fix.model import Article, Box, Direction, Kind, Line, Region, Word
from ocr_fix.place import mark_words, part_at_gutters, place, settle, with_unread
from ocr_fix.straight import Level

FLAT = Level(0.0, 0.0, 0.0)


def test_lines_without_text_are_left_out() -> None:
    pieces = take_apart([Line(" ", Box(0, 0, 9, 9)), set_line("a b", 0, 0)], FLAT)
    assert [(piece.line, piece.start, piece.end) for piece in pieces] == [(1, 0, 2)]


def test_wide_gaps_part_a_line() -> None:
    left, right = set_line("one two", 0, 0), set_line("three", 400, 0)
    (row,) = rows_of([[left], [right]])
    pieces = part_at_gaps(take_apart([row], FLAT), EM)
    assert [piece.straight.text for piece in pieces] == ["one two", "three"]
    assert [piece.straight.box for piece in pieces] == [left.box, right.box]


def test_the_wide_gap_of_a_vertical_line_lies_below() -> None:
    words = (Word("上", Box(0, 0, 40, 40)), Word("下", Box(0, 400, 40, 440)))
    line = Line("上下", Box(0, 0, 40, 440), direction=Direction.VERTICAL, words=words)
    assert len(part_at_gaps(take_apart([line], FLAT), EM)) == 2


def test_rows_across_a_narrow_gutter_are_parted_there() -> None:
    columns = [column("a", 100, 100), column("b", 100 + 28 * 20 + 24, 100)]
    rows = rows_of(columns)
    pieces = take_apart(rows, FLAT)
    marks = mark_words(page_of(rows), pieces, (FLAT, EM))
    parted = part_at_gutters(pieces, marks)
    assert sorted(piece.straight.text for piece in parted) == sorted(
        line.text for lines in columns for line in lines
    )


def test_one_column_stays_whole() -> None:
    lines = column("a", 100, 100)
    pieces = take_apart(lines, FLAT)
    assert part_at_gutters(pieces, mark_words(page_of(lines), pieces, (FLAT, EM))) == pieces


def test_a_part_keeps_the_spaces_of_its_text() -> None:
    line = Line("one  two, three", Box(0, 0, 90, 9), words=set_line("one two, three", 0, 0).words)
    assert part_of(line, 0, 2).text == "one  two,"
    assert part_of(line, 2, 3).text == "three"


def test_a_word_that_occurs_twice_is_found_where_it_stands() -> None:
    line = set_line("the end of the road", 0, 0)
    assert [part.straight.text for part in parted_at(take_apart([line], FLAT)[0], [3])] == [
        "the end of",
        "the road",
    ]


@pytest.mark.parametrize(
    ("texts", "joined"),
    [(["one", "two"], "one two"), (["大桥", "开通"], "大桥开通"), (["在", "2026"], "在2026"), ([], "")],
)
def test_spaces_between_words_and_none_in_chinese(texts: list[str], joined: str) -> None:
    assert join_texts(texts) == joined


def test_a_dash_alone_is_as_thick_as_type() -> None:
    (piece,) = thickened(take_apart([Line("—", Box(100, 100, 140, 103))], FLAT), EM)
    assert piece.straight.box.height >= 0.5 * EM
    assert piece.straight.box.left == 100


@given(st.permutations(range(24)))
def test_every_line_comes_back_as_it_came(order: list[int]) -> None:
    columns = [column("a", 100, 100), column("b", 800, 100)]
    lines = [line for one in columns for line in one]
    given_lines = [lines[place] for place in order]
    pieces = take_apart(given_lines, FLAT)
    marks = mark_words(page_of(given_lines), pieces, (FLAT, EM))
    placed = place(find_areas(marks), pieces)
    settled = settle(Article(placed.regions), given_lines, placed)
    found = [line for region in settled.regions for line in region.lines]
    assert sorted(found, key=lambda line: line.box) == sorted(lines, key=lambda line: line.box)


def test_parts_that_meet_again_are_the_whole_line() -> None:
    words = tuple(Word(text, Box(left, 100, left + 90, 140)) for text, left in (("one", 100), ("two", 200)))
    line = Line("one two", Box(100, 100, 290, 140), words=words)
    pieces = parted_at(take_apart([line], FLAT)[0], [1])
    placed = place(find_areas(mark_words(page_of([line]), pieces, (FLAT, EM))), pieces)
    (region,) = settle(Article(placed.regions), [line], placed).regions
    assert region.lines == (line,)


def test_parts_of_a_line_have_names_of_their_own() -> None:
    left, right = set_line("one two", 0, 100), set_line("three", 900, 100)
    (row,) = rows_of([[left], [right]])
    named = Line(row.text, row.box, words=row.words, id="line_1", carried=(("hocr:x_size", "40"),))
    pieces = part_at_gaps(take_apart([named], FLAT), EM)
    placed = place(find_areas(mark_words(page_of([named]), pieces, (FLAT, EM))), pieces)
    regions = settle(Article(placed.regions), [named], placed).regions
    found = {line.id: line.text for region in regions for line in region.lines}
    assert found == {"line_1": "one two", "line_1_w2": "three"}


def test_marks_hold_the_pictures_and_tables_of_the_page() -> None:
    lines = [set_line("one two", 100, 100)]
    more = (Region(Kind.PICTURE, Box(0, 300, 200, 500)), Region(Kind.TABLE, Box(0, 600, 200, 700)))
    pieces = take_apart(lines, FLAT)
    marks = mark_words(page_of(lines, regions=more), pieces, (FLAT, EM))
    assert marks.pictures == (more[0].box,)
    assert marks.tables == (more[1].box,)
    assert marks.lines == boxes_of(pieces)


def test_what_was_read_in_pictures_is_kept_without_being_text() -> None:
    lines = [set_line("one two", 100, 100), set_line("ee", 100, 300)]
    pieces = take_apart(lines, FLAT)
    page = with_unread(page_of(lines[:1]), pieces[1:], lines)
    assert [line.text for region in page.regions for line in region.lines] == ["one two", "ee"]
    assert page.articles[-1].regions[0].kind is Kind.PICTURE
    assert "ee" not in page.text
    assert with_unread(page_of(lines), (), lines) == page_of(lines)
