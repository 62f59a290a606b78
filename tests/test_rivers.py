"""The search for gutters is asked of every line that it would cut."""

from __future__ import annotations

import numpy as np
import pytest
from given import EM, column, page_of, rows_of, set_line

from ocr_fix.loose import take_apart
from ocr_fix.model import Box, Line, Separator, SeparatorKind
from ocr_fix.place import mark_words
from ocr_fix.rivers import crossing
from ocr_fix.straight import Level

FLAT = Level(0.0, 0.0, 0.0)


def asked(lines: list[Line], separators: tuple[Separator, ...] = ()) -> frozenset[int]:
    pieces = take_apart(lines, FLAT)
    page = page_of(lines, separators)
    mask = np.zeros((page.height, page.width), np.bool_)
    for line in lines:
        for word in line.words or (line,):
            mask[word.box.top : word.box.bottom, word.box.left : word.box.right] = True
    return crossing(mask, pieces, mark_words(page, pieces, (FLAT, EM)), 1.0)


@pytest.mark.parametrize("gutter", [20, 40, 80])
def test_rows_that_were_all_joined_are_asked(gutter: int) -> None:
    rows = rows_of([column("a", 100, 100), column("b", 100 + 28 * 20 + gutter, 100)])
    assert asked(rows) == frozenset(range(len(rows)))


def test_one_joined_row_among_columns_is_asked() -> None:
    left, right = column("a", 100, 100), column("b", 720, 100)
    (joined,) = rows_of([[left[5]], [right[5]]])
    lines = [*left[:5], *left[6:], *right[:5], *right[6:], joined]
    assert len(lines) - 1 in asked(lines)


def test_columns_that_nobody_joined_are_not_asked() -> None:
    """But for their first and last lines, above and below which all is white."""
    found = asked([*column("a", 100, 100), *column("b", 800, 100)])
    assert not found & {*range(2, 10), *range(14, 22)}


def test_a_line_through_which_a_rule_runs_is_asked() -> None:
    line = set_line("one two three four five six", 100, 100)
    rule = Separator(SeparatorKind.VERTICAL, Box(300, 0, 302, 400))
    assert asked([line], (rule,)) == {0}


def test_a_rule_beside_a_line_is_not() -> None:
    line = set_line("one two three", 100, 100)
    assert not asked([line], (Separator(SeparatorKind.VERTICAL, Box(95, 0, 97, 400)),))


def test_no_words_no_question() -> None:
    assert not asked([Line("text without words", Box(100, 100, 800, 140))])
