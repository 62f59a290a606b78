"""What the words of a line say that it is."""

from __future__ import annotations

import pytest

from ocr_fix.wording import ends_like_text, is_byline, is_folio, is_imprint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报记者 林一舟", True),
        ("新华社记者 林一舟", True),
        ("■通讯员 周小满", True),
        ("文/林一舟", True),
        ("By Ada Orme", True),
        ("BY ADA ORME AND E. FERN", True),
        ("本报讯", False),
        ("新华社砚溪5月6日电", False),
        ("记者：林一舟", True),
        ("记者：林一舟 周小满", True),
        ("记者：您的渡船还开几年", False),
        ("记者来到渡口，天还没亮。", False),
        ("By the river they waited", False),
        ("记者手记", False),
        ("记者追踪：渡船还开几年", False),
        ("渡口边的老樟树", False),
        ("", False),
    ],
)
def test_bylines_by_their_words(text: str, expected: bool) -> None:
    assert is_byline(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031年5月6日", True),
        ("第12版", True),
        ("星期三", True),
        ("3版", True),
        ("No. 14,207", True),
        ("（下转第3版）", False),
        ("See No. 12, page 3", False),
        ("渡口的星期", False),
        ("", False),
    ],
)
def test_date_lines_by_their_words(text: str, expected: bool) -> None:
    assert is_folio(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("责任编辑 林一舟", True),
        ("责编：周小满", True),
        ("电话：0000-1234", True),
        ("desk@example.org", True),
        ("Printed by Orme and Sons", True),
        ("渡口边的老樟树下", False),
    ],
)
def test_imprints_by_their_words(text: str, expected: bool) -> None:
    assert is_imprint(text) is expected


@pytest.mark.parametrize("text", ["走了。", "走了，", "“走吧！”", "and left.", "走了；"])
def test_ends_that_headings_do_not_have(text: str) -> None:
    assert ends_like_text(text)
    assert ends_like_text(text + "  ")


@pytest.mark.parametrize("text", ["渡口新灯", "谁在等船？", "走吧！", "“老渡口”", ""])
def test_ends_that_headings_may_have(text: str) -> None:
    assert not ends_like_text(text)
