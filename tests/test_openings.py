"""Where stories begin: pages drawn in letters, a space between stories."""

from __future__ import annotations

import pytest
from layouts import Drawing
from test_order import read

from ocr_fix.model import Kind

BRIEFS = """
AAAAAAAA CCCCCCCC
aaaaaaaa cccccccc
aaaaaaaa cccccccc
aaaaaaaa cccccccc

BBBBBBBB DDDDDDDD
bbbbbbbb dddddddd
bbbbbbbb dddddddd
bbbbbbbb dddddddd
"""


def test_small_items_under_headings_of_a_subhead_s_size_are_stories() -> None:
    texts = {"A": "村口新桥通车", "B": "集市改在周六", "C": "渡船夜里停航", "D": "樟树挂牌保护"}
    kinds = dict.fromkeys("ABCD", Kind.SUBHEAD)
    assert read(BRIEFS, Drawing("", texts, kinds)) == "Aa Cc Bb Dd"


SECTIONS = """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
--------------------------
.........SSSSSSSS.........
{}
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
"""


@pytest.mark.parametrize(("rule", "expected"), [("-" * 26, "HabcSdef"), ("", "Habc Sdef")])
def test_a_subhead_between_two_rules_opens_no_story(rule: str, expected: str) -> None:
    drawing = Drawing("ab bc de ef", {"S": "第二天的渡口"}, {"S": Kind.SUBHEAD})
    assert read(SECTIONS.format(rule), drawing) == expected


RESTART = """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
--------------------------
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
"""


def test_columns_that_start_again_under_a_rule_are_of_one_story_if_the_text_runs_on() -> None:
    assert read(RESTART, Drawing("ab bc cd de ef")) == "Habcdef"


def test_without_that_they_are_an_item_of_their_own() -> None:
    assert read(RESTART, Drawing("ab bc de ef")) == "Habc def"


COLUMN_HEAD = """
HHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHH
aaaaaaaa SSSSSSSS
aaaaaaaa bbbbbbbb
aaaaaaaa bbbbbbbb
aaaaaaaa bbbbbbbb
aaaaaaaa bbbbbbbb
"""


def test_a_subhead_at_the_top_of_a_later_column_stays_in_the_story() -> None:
    left = COLUMN_HEAD.replace("H" * 17, "H" * 8 + " " * 9)
    drawing = Drawing("", {"S": "第二天的渡口", "H": "渡口"}, {"S": Kind.SUBHEAD})
    assert read(left, drawing) == "HaSb"


SMALLER = """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
{}
SSSSSSSSSSSSSSSSS
SSSSSSSSSSSSSSSSS
{}
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
"""


@pytest.mark.parametrize(
    ("rule", "byline", "expected"),
    [("-" * 26, "", "Habc Sdef"), ("", "....YYYYYY", "Habc SYdef"), ("", "", "HabcSdef")],
)
def test_a_smaller_headline_opens_a_story_under_a_rule_or_over_a_byline(
    rule: str, byline: str, expected: str
) -> None:
    drawing = Drawing("ab bc de ef", {"Y": "本报记者 林一舟"})
    assert read(SMALLER.format(rule, byline), drawing) == expected
