"""Which newspaper a page belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr_fix.errors import InputError
from ocr_fix.model import Article, Box, Kind, Line, Page, Paper, Region
from ocr_fix.paper import find_paper, read_paper, with_paper


def page(*header: tuple[str, int]) -> Page:
    lines = tuple(
        Line(text, Box(0, 100 * place, 500, 100 * place + size)) for place, (text, size) in enumerate(header)
    )
    region = Region(Kind.MASTHEAD, Box(0, 0, 500, 500), lines)
    return Page("a.png", 1000, 1000, em=30, header=Article((region,)))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026年11月24日　星期二", "2026-11-24"),
        ("2026 年 1 月 4 日", "2026-01-04"),
        ("Friday, November 27, 2026 · No. 7,206", "2026-11-27"),
        ("Friday 27 November 2026", "2026-11-27"),
        ("2026-11-27", "2026-11-27"),
        ("2026年13月41日", ""),
        ("No. 7,206", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert find_paper(page((text, 30))).date == date


@pytest.mark.parametrize(
    ("text", "number"),
    [("第7版　经济", "7"), ("Page B3", "B3"), ("12", "12"), ("A2", "A2"), ("£1.40", ""), ("Sport", "")],
)
def test_page_numbers(text: str, number: str) -> None:
    assert find_paper(page((text, 30))).page == number


def test_the_title_is_the_largest_line_of_the_masthead() -> None:
    assert (
        find_paper(page(("Founded 1881", 30), ("The Thornmere Herald", 90))).title == "The Thornmere Herald"
    )
    assert find_paper(page(("Founded 1881", 30))).title == ""
    assert find_paper(Page("a", 9, 9)) == Paper()


def test_what_is_told_counts_more_than_what_is_seen() -> None:
    seen = page(("The Thornmere Herald", 90), ("2026-11-27", 30), ("12", 30))
    assert with_paper(seen, Paper(page="B1")).paper == Paper("The Thornmere Herald", "2026-11-27", "B1")


def test_a_file_that_says_it(tmp_path: Path) -> None:
    path = tmp_path / "paper.json"
    path.write_text('{"title": "砚溪日报", "date": "2026-11-24"}', encoding="utf-8")
    assert read_paper(path) == Paper("砚溪日报", "2026-11-24")


@pytest.mark.parametrize("text", ["[]", '{"name": "x"}', '{"title": 3}', "no"])
def test_a_file_that_says_something_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "paper.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"paper\.json"):
        read_paper(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_paper(tmp_path / "none.json")
