"""Horizontal lines on pages of vertical text, printed from right to left or from the left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.leftward import reversed_text, turn_leftward
from ocr_fix.model import Box, Direction, Kind, Line, Region

DOWN = Line("天色將晚渡船還在對岸等著最後一批客人", Box(200, 0, 230, 600), direction=Direction.VERTICAL)


def level(*texts: str) -> Region:
    lines = tuple(
        Line(text, Box(0, 40 * row, 30 * len(text), 40 * row + 30)) for row, text in enumerate(texts)
    )
    return Region(Kind.BODY, Box(0, 0, 400, 400), lines)


def texts(*regions: Region) -> list[str]:
    turned, _ = turn_leftward(regions)
    return [line.text for region in turned for line in region.lines]


DOWNWARD = Region(Kind.BODY, DOWN.box, (DOWN,) * 3)


def test_a_heading_from_right_to_left_is_turned_and_said() -> None:
    turned, steps = turn_leftward((level("訊通方地"), DOWNWARD))
    assert [line.text for region in turned for line in region.lines] == ["地方通訊", *(DOWN.text,) * 3]
    assert "1 horizontal lines run from right to left" in steps[0].detail


def test_a_heading_from_the_left_stays() -> None:
    given_regions = (level("地方通訊", "讀者來信"), DOWNWARD)
    assert turn_leftward(given_regions) == (given_regions, ())


def test_each_line_is_judged_by_itself() -> None:
    assert texts(level("訊通方地", "社會新聞"), DOWNWARD)[:2] == ["地方通訊", "社會新聞"]


def test_what_the_dictionary_does_not_know_goes_as_the_others_do() -> None:
    assert texts(level("訊通方地", "聞新會社", "笑天金"), DOWNWARD)[2] == "金天笑"
    assert texts(level("地方通訊", "社會新聞", "笑天金"), DOWNWARD)[2] == "笑天金"


def test_pages_of_horizontal_text_are_not_asked() -> None:
    body = level(*("今天上午渡口的船比平日晚到了一刻鐘",) * 5)
    assert texts(level("訊通方地"), body, DOWNWARD)[0] == "訊通方地"


def test_empty_pages_stay() -> None:
    assert turn_leftward(()) == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("號12第", "第12號"), ("（貨全）", "（全貨）"), ("Hongkong報港", "港報Hongkong"), ("", "")],
)
def test_numbers_words_and_brackets(text: str, expected: str) -> None:
    assert reversed_text(text) == expected


@given(st.text("天地玄黃12ab（）「」，。", max_size=12))
def test_twice_turned_is_as_before(text: str) -> None:
    assert sorted(reversed_text(text)) == sorted(text.translate(str.maketrans("（）「」", "）（」「")))
