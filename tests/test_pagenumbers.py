"""Page numbers in the middle of sentences, and lone numbers that are none."""

from __future__ import annotations

import pytest

from ocr_fix.pagenumbers import find_page_numbers
from ocr_fix.repair import RepairOptions, repair

PAGES = [
    "河堤上的旧泵房空了十六年，门上的锁早已锈",
    "死。今年春天，退休的水文员方启明搬了进去，把测",
    "量水位的标尺重新漆过，每天早晚各记一次，风雨无",
    "阻。他说，河水的脾气只有天天看着它的人才知道。",
]
ENGLISH = [
    "The old pump house on the bank had been empty for years when the",
    "retired surveyor moved in with a kettle, a lamp and two crates of",
    "ledgers that nobody in the town had asked for since the bridge was",
    "finished.",
]


def numbered(parts: list[str], form: str, first: int = 12) -> str:
    text = parts[0]
    for number, part in enumerate(parts[1:], start=first):
        text += "\n\n" + form.format(number) + "\n\n" + part
    return text + "\n"


@pytest.mark.parametrize("form", ["{}", "- {} -", "— {} —", "第{}页", "· {} ·"])
@pytest.mark.parametrize("parts", [PAGES, ENGLISH])
def test_page_numbers_inside_of_sentences_go(parts: list[str], form: str) -> None:
    page = repair(numbered(parts, form), RepairOptions(use_lm=False))
    assert page.text == "\n".join(parts) + "\n"
    assert page.original == numbered(parts, form)
    assert any("page numbers" in step.detail for step in page.steps)
    assert repair(page.text, RepairOptions(use_lm=False)).text == page.text


STANZAS = ["我把一盏灯放在窗台上", "等一个走了很远路的人", "河水在夜里慢慢地涨起来", "没有一条船靠岸"]


@pytest.mark.parametrize(
    "text",
    [
        numbered(STANZAS, "{}", 1),
        numbered([f"{part}。" for part in PAGES], "{}"),
        numbered(PAGES[:2], "{}"),
        "苹果\n1\n香蕉\n2\n橙子\n3\n葡萄\n",
        "1\n2\n3\n4\n",
        "",
    ],
    ids=["stanzas", "whole sentences", "one number", "table", "numbers alone", "nothing"],
)
def test_other_lone_numbers_stay(text: str) -> None:
    assert find_page_numbers(text.split("\n")) == ()
    assert repair(text, RepairOptions(use_lm=False)).text == text


def test_years_that_do_not_count_on_stay() -> None:
    text = numbered(PAGES, "{}").replace("13", "1987").replace("14", "1954")
    assert find_page_numbers(text.split("\n")) == ()
