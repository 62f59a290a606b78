"""Words of others on the lines of the ink."""

from __future__ import annotations

from dataclasses import replace

import pytest
from given import column, rows_of, set_line
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.geometry import enclosing
from ocr_fix.loose import Piece, take_apart
from ocr_fix.model import Box, Line, Word
from ocr_fix.poured import on_rows_ratio, pour
from ocr_fix.straight import Level

STRAIGHT = Level(0.0, 0.0, 0.0)
LEFT, RIGHT = column("a", 100, 100), column("b", 700, 128)
ROWS = [line.box for line in (*LEFT, *RIGHT)]


def loosely(line: Line, by: int = 20) -> Line:
    """A line whose words are all boxed too high."""
    words = tuple(
        replace(word, box=replace(word.box, top=word.box.top - by, bottom=word.box.bottom + by))
        for word in line.words
    )
    return Line(line.text, enclosing(word.box for word in words), words=words)


def pieces_of(*lines: Line) -> tuple[Piece, ...]:
    return take_apart(lines, STRAIGHT)


def texts_on(row: Box, pieces: tuple[Piece, ...]) -> str:
    return " ".join(piece.straight.text for piece in pieces if piece.straight.box.top == row.top)


def test_rows_across_columns_of_another_height_come_apart() -> None:
    rows = [loosely(line) for line in rows_of([LEFT, RIGHT])]
    poured = pour(pieces_of(*rows), ROWS)
    assert poured.noise == 0
    for line in (*LEFT, *RIGHT):
        assert texts_on(line.box, poured.pieces) == line.text
    assert {piece.straight.box for piece in poured.pieces} == set(ROWS)


def test_the_parts_know_which_words_of_which_line_they_are() -> None:
    (row,) = rows_of([LEFT[:1], RIGHT[:1]])
    found = [(piece.line, piece.start, piece.end) for piece in pour(pieces_of(row), ROWS).pieces]
    assert found == [(0, 0, 4), (0, 4, 8)]


@pytest.mark.parametrize(("confidence", "noise"), [(0.3, 1), (0.95, 0)])
def test_what_stands_on_no_line_is_noise_if_it_was_read_without_confidence(
    confidence: float, noise: int
) -> None:
    odd = Word("zz", Box(300, 1500, 900, 1504), confidence)
    poured = pour(pieces_of(Line("zz", odd.box, words=(odd,)), LEFT[0]), ROWS)
    assert poured.noise == noise
    assert (odd.box in poured.rows) is not bool(noise)


def test_a_bar_in_a_gutter_is_a_rule_however_sure_it_was() -> None:
    (row,) = rows_of([LEFT[:1], RIGHT[:1]])
    bar = Word("|", Box(640, 90, 650, 170), 0.99)
    words = (*row.words[:4], bar, *row.words[4:])
    poured = pour(pieces_of(replace(row, text=" ".join(w.text for w in words), words=words)), ROWS)
    assert poured.noise == 1
    assert all("|" not in piece.straight.text for piece in poured.pieces)


def test_a_comma_that_touches_the_line_below_stays_with_its_word() -> None:
    line = set_line("one two three", 100, 100)
    comma = Word(",", Box(line.box.right + 2, 136, line.box.right + 10, 150), 0.9)
    below = Box(100, 138, 600, 178)
    words = (*line.words, comma)
    poured = pour(pieces_of(Line("one two three ,", line.box, words=words)), [line.box, below])
    assert [piece.straight.text for piece in poured.pieces] == ["one two three ,"]


def test_a_rule_read_over_a_line_gives_way_to_the_line() -> None:
    line = LEFT[0]
    ghost = Word("smear", Box(110, 70, 500, 150), 0.1)
    poured = pour(pieces_of(Line("smear", ghost.box, words=(ghost,)), line), ROWS)
    assert [piece.straight.text for piece in poured.pieces] == [line.text]
    assert poured.noise == 1


def test_a_vertical_line_gives_its_width() -> None:
    row = Box(500, 100, 540, 700)
    words = tuple(Word("字", Box(480, y, 560, y + 40), 0.9) for y in range(100, 700, 50))
    (piece,) = pour(
        pieces_of(Line("字" * len(words), enclosing(w.box for w in words), words=words)), [row]
    ).pieces
    assert (piece.straight.box.left, piece.straight.box.right) == (500, 540)


def test_lines_without_words_move_whole() -> None:
    bare = Line("whole", Box(100, 90, 500, 150), 0.9)
    (piece,) = pour(pieces_of(bare), ROWS).pieces
    assert (piece.end, piece.straight.box.top, piece.straight.box.bottom) == (-1, ROWS[0].top, ROWS[0].bottom)


def test_how_many_characters_stand_on_rows() -> None:
    off = set_line("elsewhere there", 100, 3000)
    assert on_rows_ratio(pieces_of(LEFT[0]), ROWS) == 1.0
    assert on_rows_ratio(pieces_of(off), ROWS) == 0.0
    assert on_rows_ratio(pieces_of(off), []) == 0.0
    assert on_rows_ratio((), ROWS) == 0.0


boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    st.integers(0, 900), st.integers(0, 900), st.integers(0, 500), st.integers(0, 120),
)  # fmt: skip
words = st.builds(Word, st.sampled_from(["word", "字", ",", "|"]), boxes, st.sampled_from([0.1, 0.9, 1.0]))


@given(st.lists(st.lists(words, min_size=1, max_size=5), max_size=6), st.lists(boxes, max_size=8))
def test_each_word_is_in_one_piece_or_noise_and_each_piece_in_a_row(
    given_words: list[list[Word]], rows: list[Box]
) -> None:
    lines = [
        Line(" ".join(word.text for word in one), enclosing(word.box for word in one), words=tuple(one))
        for one in given_words
    ]
    pieces = pieces_of(*lines)
    poured = pour(pieces, rows)
    spans = sorted((piece.line, place) for piece in poured.pieces for place in range(piece.start, piece.end))
    assert len(spans) == len(set(spans))
    assert len(spans) + poured.noise == sum(len(piece.straight.words) for piece in pieces)
    for piece in poured.pieces:
        box = piece.straight.box
        assert any(
            row.left <= box.left
            and row.top <= box.top
            and row.right >= box.right
            and row.bottom >= box.bottom
            for row in poured.rows
        )
