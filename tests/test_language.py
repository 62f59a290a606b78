"""Whether text runs on, and whether a hyphen is the printer's."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.language import Follow, join_words, load_follow

FOLLOW = load_follow("chi_sim+eng")

STORY = (
    "河堤上的旧泵房空了十六年，门上的锁早已锈死。今年春天，退休的水文员方启年向镇里借来钥匙，"
    "把里面的淤泥一担一担挑出去，刷白了墙，又从自家阁楼上搬来三箱笔记本。那是他四十年里记下的水位，"
    "每天两次，一次也没有缺过。如今泵房成了镇上最小的博物馆，只有二十一平方米，却来了八千多名客人。"
)


@pytest.mark.parametrize(
    ("a", "right", "wrong"),
    [
        pytest.param("摆渡人石长根把录音电", "话搁在船头", "泵房空了", id="a word is cut"),
        pytest.param("渡口的老磨坊留", "下來做了書屋", "問起女兒", id="a traditional word is cut"),
        pytest.param("这座桥去年4", "月刚刚通了车", "把摊子赶走", id="a number has its unit"),
        pytest.param("他说：“我没有别的", "意思。”大家都笑了", "年轻人“走出去”", id="a quote closes"),
        pytest.param("本报讯（通讯员", "麦穗）近日", "《信》（节选）", id="a bracket closes"),
        pytest.param("They kept the old time-", "table for years", "The council", id="a hyphen"),
        pytest.param("the parish meant to", "mend the roof", "Shepherds on the hill", id="no end mark"),
        pytest.param("a thin frost lay on the", "paddock", "of which he", id="two small words"),
        pytest.param("had been mended.", "Masons had warned", "new bell tower", id="a sentence ended"),
    ],
)
def test_the_right_line_scores_higher(a: str, right: str, wrong: str) -> None:
    assert FOLLOW(a, right) > 0
    assert FOLLOW(a, right) > FOLLOW(a, wrong) + 1


@pytest.mark.parametrize(("a", "b"), [("", "河面"), ("河面", ""), (" ", "the"), ("", "")])
def test_nothing_is_said_of_nothing(a: str, b: str) -> None:
    assert FOLLOW(a, b) == 0.0


def test_the_same_subject_speaks_for_running_on() -> None:
    a, b = "方启年在泵房里记下水位。镇里的人都认得他。", "到了夏天，泵房里来了许多人，方启年忙不过来。"
    other = "到了夏天，果园里来了许多人，摘梨的忙不过来。"
    assert FOLLOW(a, b) > FOLLOW(a, other)


def test_lines_of_a_story_are_found_again_better_than_by_chance() -> None:
    lines = [STORY[i : i + 13] for i in range(0, len(STORY), 13)]
    chance = random.Random(0)
    found = 0.0
    for a, b in pairwise(lines):
        others = chance.sample([line for line in lines if line not in (a, b)], 2)
        found += FOLLOW(a, b) > max(FOLLOW(a, other) for other in others)
    assert found / (len(lines) - 1) > 0.5


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_gets_a_finite_answer(a: str, b: str) -> None:
    assert abs(FOLLOW(a, b)) < 50


@pytest.mark.parametrize(
    ("code", "language"), [("chi_sim+eng", "en"), ("deu", "de"), ("chi_tra_vert", "en"), ("", "en")]
)
def test_languages(code: str, language: str) -> None:
    assert load_follow(code) == Follow(language)


def test_loading_opens_no_dictionary() -> None:
    code = (
        "import sys; from ocr_fix.language import load_follow; load_follow('chi_sim+eng');"
        "print({'jieba', 'wordfreq'} & set(sys.modules))"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("tail", "head"),
    [
        ("sche-", "duled to run"),
        ("a retired post-", "mistress."),
        ("Wednes-", "day"),
        ("the wicket\u00ad", "keeper"),
        ("Okaf-", "orski"),
        ("out-", "field"),
    ],
)
def test_the_printers_hyphens(tail: str, head: str) -> None:
    assert join_words(tail, head)


@pytest.mark.parametrize(
    ("tail", "head"),
    [
        ("twenty-", "two years"),
        ("single-", "track"),
        ("disease-", "resistant"),
        ("well-", "known"),
        ("the 94-year-", "old"),
        ("Anglo-", "Saxon"),
        ("94-", "year"),
        ("-", "no"),
    ],
)
def test_the_writers_hyphens(tail: str, head: str) -> None:
    assert not join_words(tail, head)


def test_hyphens_of_another_language() -> None:
    assert join_words("die Zei-", "tung", "de")
    assert not join_words("Nord-", "Süd", "de")
