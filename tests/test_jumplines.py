"""Jump lines: what they say, and that they are parted from text."""

from __future__ import annotations

import pytest

from ocr_fix.jumplines import Jump, is_jump_line, part_jump_lines, read_jump_line
from ocr_fix.model import Box, Kind, Line, Region


@pytest.mark.parametrize(
    ("text", "page", "onward"),
    [
        ("下转第三版", "3", True),
        ("（下转第2版）", "2", True),
        ("▲下转 A4 版", "A4", True),
        ("（上接第一版）", "1", False),
        ("上接头版", "1", False),
        ("（下转第十二版）", "12", True),
        ("上接第1版《渡口新灯》", "1", False),
        ("Continued on page 3", "3", True),
        ("CONTINUED FROM PAGE A1", "A1", False),
        ("See FERRY, Page 7", "7", True),
        ("Turn to Page Two", "2", True),
    ],
)
def test_what_a_jump_line_says(text: str, page: str, onward: bool) -> None:
    assert read_jump_line(text) == Jump(page, onward)


@pytest.mark.parametrize(
    "text",
    [
        "渡船下转了三个弯才靠岸",
        "他上接祖父的手艺",
        "第3版",
        "see the pages of the diary",
        "上接",
        "第三版　要闻",
        "",
    ],
)
def test_what_is_no_jump_line(text: str) -> None:
    assert not is_jump_line(text)


def strip(*texts: str) -> Region:
    lines = tuple(Line(text, Box(0, 50 * row, 300, 50 * row + 40)) for row, text in enumerate(texts))
    return Region(Kind.BODY, Box(0, 0, 300, 50 * len(texts) - 10), lines)


def test_a_jump_line_under_a_column_is_a_strip_of_its_own() -> None:
    found = part_jump_lines((strip("渡口的灯", "亮到半夜。", "（下转第3版）"),))
    assert [[line.text for line in one.lines] for one in found] == [
        ["渡口的灯", "亮到半夜。"],
        ["（下转第3版）"],
    ]
    assert found[0].box.bottom == 90


def test_one_over_a_column_too() -> None:
    found = part_jump_lines((strip("（上接第1版）", "渡口的灯", "亮到半夜。"),))
    assert [len(one.lines) for one in found] == [1, 2]


def test_text_without_jump_lines_stays_as_it_is() -> None:
    text = (strip("渡口的灯", "亮到半夜。"), strip("（下转第3版）"))
    assert part_jump_lines(text) == text
