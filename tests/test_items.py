"""What pulls columns from top to foot, and what pulls them into bands."""

from __future__ import annotations

import pytest

from ocr_fix.items import Item, column_pull, heading_count, parted
from ocr_fix.model import Box


def item(name: str, column: int, top: int, *, heading: bool = False) -> Item:
    return Item(0, Box(100 * column, top, 100 * column + 90, top + 90), heading, name, name)


UPPER, LOWER = item("a", 0, 0), item("b", 0, 200)
COLUMN = (UPPER, item("H", 0, 150, heading=True), LOWER)
NEXT = (item("c", 1, 0), item("d", 1, 200))
"""One column holds a, a heading and b; the next one c and d, side by side with them."""


def pull(*runs: str, columns: tuple[tuple[Item, ...], ...] = (COLUMN, NEXT)) -> float:
    """The pull where the texts of `runs`, such as `bc`, run on."""
    return column_pull(columns, 145, lambda one, other: float(one.last + other.first in runs))


def test_text_that_runs_from_foot_to_top_pulls_columns() -> None:
    assert pull("bc") == 1.0
    assert pull("bc", "cd") == 2.0


def test_text_that_runs_across_above_or_below_pulls_bands() -> None:
    assert pull("ac") == -1.0
    assert pull("bd") == -1.0
    assert pull("ac", "bd") == -2.0


def test_an_open_end_that_would_run_on_anywhere_says_nothing() -> None:
    assert pull("bc", "bd") == 0.0


@pytest.mark.parametrize("top", [0, 200])
def test_a_heading_begins_something_new_and_continues_nothing(top: int) -> None:
    column = tuple(item("K", 1, top, heading=True) if one.box.top == top else one for one in NEXT)
    assert pull("bK", "cK", "Kd", columns=(COLUMN, column)) == 0.0


def test_columns_without_text_on_both_sides_do_not_pull() -> None:
    assert pull("bc", columns=((UPPER,), NEXT)) == 0.0
    assert pull("bc", columns=(COLUMN, NEXT[1:])) == 0.0


def test_items_are_parted_at_gutters_and_headings_are_counted() -> None:
    assert parted((*COLUMN, *NEXT), [(90, 100)]) == (COLUMN, NEXT)
    assert heading_count(COLUMN) == 0
    assert heading_count(COLUMN[1:]) == 1
