"""Which lines are untangled, and that all others stay."""

from __future__ import annotations

import pytest
from garbled import garbled_story, paragraphs_of, successors
from hypothesis import given, settings
from hypothesis import strategies as st

from draw.garble import LINES, ROWS, TORN, Damage, set_story
from ocr_fix.untangle import UntangleOptions, untangle

POEM = ["朝辞白帝彩云间 千里江陵一日还", "两岸猿声啼不住 轻舟已过万重山"] * 4
TABLE = ["张三 34 北京 红星机械厂", "李四 28 上海 东风纺织厂", "王五 45 广州 珠江轮船公司"] * 3


def text_of(lines: list[str]) -> str:
    parts = []
    for stretch in untangle(lines):
        if stretch.flows:
            parts += ["".join(piece.text for piece in flow.pieces) for flow in stretch.flows]
        else:
            parts += lines[stretch.first : stretch.last]
    return "\n".join(parts)


@pytest.mark.parametrize(
    ("damage", "least"), [(LINES, 0.95), (ROWS, 0.9), (TORN, 0.35)], ids=["lines", "rows", "torn"]
)
def test_most_lines_follow_each_other_again(damage: Damage, least: float) -> None:
    keys = ("zh-library", "zh-marathon", "zh-school-meal")
    rates = []
    for key in keys:
        given_text = garbled_story(key, 2, 18, damage)
        pieces = set_story(paragraphs_of(key), 2, 18)
        assert successors(given_text, pieces) < 0.35
        rates.append(successors(text_of(given_text.split("\n")), pieces))
    assert sum(rates) / len(rates) >= least


@pytest.mark.parametrize("lines", [POEM, TABLE, [], ["", ""], ["一行 两段"]], ids=str)
def test_what_is_not_garbled_stays(lines: list[str]) -> None:
    assert all(not stretch.flows for stretch in untangle(lines))


def test_wrapped_prose_in_one_column_stays() -> None:
    lines = [piece.text for piece in set_story(paragraphs_of("zh-library"), 1, 20)]
    assert all(not stretch.flows for stretch in untangle(lines))


def test_what_is_in_doubt_is_left_and_told() -> None:
    lines = garbled_story("zh-library", 3, 14).split("\n")
    options = UntangleOptions(min_confidence=1.0)
    doubts = [stretch.doubt for stretch in untangle(lines, None, options) if stretch.doubt]
    assert doubts
    assert all(not stretch.flows for stretch in untangle(lines, None, options))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(["晨雾还没有从河滩上退尽 石埠村的码头上已经响", "标题", "", "竹器。", "一 二"]),
        max_size=12,
    )
)
def test_the_stretches_hold_each_line_once(lines: list[str]) -> None:
    stretches = untangle(lines)
    assert [stretch.first for stretch in stretches[1:]] == [stretch.last for stretch in stretches[:-1]]
    assert not lines or (stretches[0].first, stretches[-1].last) == (0, len(lines))


def test_no_character_is_lost() -> None:
    for damage in (LINES, ROWS, TORN):
        given_text = garbled_story("zh-marathon", 3, 16, damage)
        assert sorted(text_of(given_text.split("\n")).split()) != []
        assert sorted("".join(text_of(given_text.split("\n")).split())) == sorted("".join(given_text.split()))


def test_progress_is_told() -> None:
    seen = []
    untangle(
        ["# 一", "甲", "# 二", "乙"], None, UntangleOptions(), lambda done, total: seen.append((done, total))
    )
    assert seen[-1] == (4, 4)
