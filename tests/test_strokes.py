"""Rules that were read as bars."""

from __future__ import annotations

from given import EM, LEADING, set_line

from ocr_fix.loose import take_apart
from ocr_fix.model import Box, Line, SeparatorKind, Word
from ocr_fix.straight import Level
from ocr_fix.strokes import find_read_rules

FLAT = Level(0.0, 0.0, 0.0)


def barred(row: int, bar: str = "|", shift: int = 0) -> Line:
    """A line across a rule that was read as a bar."""
    top = 100 + row * LEADING
    left, right = set_line("one two", 100, top), set_line("three four", 500, top)
    word = Word(bar, Box(420 + shift, top - 10, 430 + shift, top + 50))
    words = (*left.words, word, *right.words)
    return Line(f"one two {bar} three four", Box(100, top, right.box.right, top + 40), words=words)


def test_bars_above_one_another_are_a_rule_and_part_their_lines() -> None:
    pieces, rules = find_read_rules(take_apart([barred(row) for row in range(4)], FLAT), EM)
    assert [piece.straight.text for piece in pieces] == ["one two", "three four"] * 4
    assert [rule.kind for rule in rules] == [SeparatorKind.VERTICAL]
    assert rules[0].box == Box(420, 100, 430, 100 + 3 * LEADING + 40)


def test_a_bar_in_one_line_is_a_bar() -> None:
    lines = [barred(0), *(set_line("one two three", 100, 100 + row * LEADING) for row in range(1, 4))]
    pieces = take_apart(lines, FLAT)
    assert find_read_rules(pieces, EM) == (pieces, ())


def test_bars_that_stand_apart_are_no_rule() -> None:
    pieces = take_apart([barred(row, shift=row * 60) for row in range(4)], FLAT)
    assert find_read_rules(pieces, EM) == (pieces, ())


def test_a_letter_is_no_bar() -> None:
    pieces = take_apart([barred(row, "l") for row in range(4)], FLAT)
    assert find_read_rules(pieces, EM) == (pieces, ())


def test_a_rule_ends_where_no_bar_is_read() -> None:
    rows = [*range(4), *range(12, 16)]
    _, rules = find_read_rules(take_apart([barred(row) for row in rows], FLAT), EM)
    assert len(rules) == 2
