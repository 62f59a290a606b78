"""Texts that kept their columns as spaces, and tables that look alike."""

from __future__ import annotations

import pytest
from garbled import paragraphs_of, set_side_by_side

from ocr_fix.grid import find_grids
from ocr_fix.language import load_follow

FOLLOW = load_follow("chi_sim+eng")


@pytest.mark.parametrize("key", ["en-bakery", "en-chess"])
@pytest.mark.parametrize(("columns", "width"), [(2, 40), (3, 30)])
def test_columns_are_read_one_after_the_other(key: str, columns: int, width: int) -> None:
    paragraphs = paragraphs_of(key)
    (grid,) = find_grids(set_side_by_side(paragraphs, width, columns, "   "), FOLLOW)
    whole = sum(text in grid.paragraphs for text in paragraphs)
    assert whole >= 0.85 * len(paragraphs)


def test_tabs_part_columns_too() -> None:
    lines = [
        line.replace("   \x00", "\t")
        for line in set_side_by_side(paragraphs_of("en-chess"), 40, 2, "   \x00")
    ]
    (grid,) = find_grids([line.rstrip() for line in lines], FOLLOW)
    assert sum(text in grid.paragraphs for text in paragraphs_of("en-chess")) >= 5


@pytest.mark.parametrize(
    "lines",
    [
        [f"{name:<20}  {city:<20}  {number}" for name, city, number in (("Ada Rowe", "Gull Cove", 31),) * 9],
        ["Footpath between the two harbours   reopened", "closed"] * 2,
        [f"x = {i}      # the value of the variable {i}" for i in range(12)],
        ["plain prose without any gap at all in its lines"] * 9,
        [f"When does boat {i:02} leave the pier?    It leaves at {i:02} past eight." for i in range(10, 22)],
        [],
    ],
    ids=["table", "short", "code", "prose", "questions and answers", "nothing"],
)
def test_what_only_looks_alike_is_left(lines: list[str]) -> None:
    assert find_grids(lines, FOLLOW) == ()


def test_lines_around_are_not_taken() -> None:
    body = set_side_by_side(paragraphs_of("en-chess"), 40, 2, "   ")
    (grid,) = find_grids(["A headline", "", "", *body, "", "", "The end."], FOLLOW)
    assert (grid.first, grid.last) == (3, 3 + len(body))
