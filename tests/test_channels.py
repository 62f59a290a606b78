"""Gutters that many rows show together."""

from __future__ import annotations

from dataclasses import replace

from given import EM, LEADING, column, rows_of
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.channels import find_channels, part_at_channels
from ocr_fix.loose import take_apart
from ocr_fix.model import Box, Line
from ocr_fix.straight import Level

FLAT = Level(0.0, 0.0, 0.0)
LEFT, RIGHT = 100, 700


def joined(rows: int = 12) -> list[Line]:
    """Rows across two columns."""
    return rows_of([column("a", LEFT, 100, rows), column("b", RIGHT, 100, rows)])


def stretched(line: Line, confidence: float) -> Line:
    """A row whose first word of the right column begins in the gutter, or in the left column."""
    place = next(place for place, word in enumerate(line.words) if word.text[:3] == f"b{line.text[1:3]}")
    word = line.words[place]
    box = Box(word.box.left - 90, word.box.top, word.box.right, word.box.bottom)
    wrong = replace(word, box=box, confidence=confidence)
    return replace(line, words=(*line.words[:place], wrong, *line.words[place + 1 :]))


def parted(lines: list[Line]) -> list[str]:
    return [piece.straight.text[:1] for piece in part_at_channels(take_apart(lines, FLAT), EM)]


def test_rows_across_two_columns_are_parted_where_unsure_words_fill_the_gutter() -> None:
    lines = [stretched(line, 0.3) if row % 3 == 1 else line for row, line in enumerate(joined())]
    assert parted(lines) == ["a", "b"] * 12


def test_words_do_not_reach_into_the_gutter() -> None:
    lines = [stretched(line, 0.3) if row % 3 == 1 else line for row, line in enumerate(joined())]
    pieces = part_at_channels(take_apart(lines, FLAT), EM)
    rights = [piece.straight.box for piece in pieces if piece.straight.text[0] == "b"]
    lefts = [piece.straight.box for piece in pieces if piece.straight.text[0] == "a"]
    assert min(box.left for box in rights) - max(box.right for box in lefts) >= 0.5 * EM


def test_sure_words_across_it_speak_against_a_gutter() -> None:
    assert parted([stretched(line, 0.95) for line in joined()]) == ["a"] * 12


def test_few_rows_say_too_little() -> None:
    assert parted(joined(3)) == ["a"] * 3


def test_one_column_has_no_gutter() -> None:
    assert find_channels(take_apart(column("a", LEFT, 100, 40), FLAT), EM) == ()


def test_a_page_without_words_has_none() -> None:
    assert find_channels((), EM) == ()
    assert part_at_channels((), 0.0) == ()


def test_a_headline_over_the_columns_stays_whole() -> None:
    high = Line("headline", Box(LEFT, 100, 1200, 200))
    words = tuple(replace(word, box=replace(word.box, top=100, bottom=200)) for word in joined(1)[0].words)
    headline = replace(high, words=words)
    lower = [
        replace(
            line,
            box=Box(line.box.left, line.box.top + 2 * LEADING, line.box.right, line.box.bottom + 2 * LEADING),
            words=tuple(
                replace(word, box=replace(word.box, top=word.box.top + 112, bottom=word.box.bottom + 112))
                for word in line.words
            ),
        )
        for line in joined()
    ]
    assert len(parted([headline, *lower])) == 1 + 2 * 12


@given(st.integers(0, 300), st.integers(0, 900))
def test_where_the_page_stands_does_not_matter(right: int, down: int) -> None:
    rows = rows_of([column("a", LEFT + right, 100 + down), column("b", RIGHT + right, 100 + down)])
    assert parted(rows) == ["a", "b"] * 12
