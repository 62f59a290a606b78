"""Words from jieba and wordfreq."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ocr_fix.lexicon import load_chinese, load_frequencies, simplify


def test_the_likeliest_words() -> None:
    _, words = load_chinese().split("平板电脑装进背包")
    assert words == ["平板", "电脑", "装进", "背包"]


def test_no_word_spans_a_cut() -> None:
    whole, _ = load_chinese().split("平板电脑")
    cut, words = load_chinese().split("平板电脑", 3)
    assert words == ["平板", "电", "脑"]
    assert cut < whole


def test_an_unknown_character_is_a_word_of_its_own() -> None:
    score, words = load_chinese().split("\u3400\u3401")
    assert words == ["\u3400", "\u3401"]
    assert score < load_chinese().split("我们")[0]


def test_no_text_has_no_words() -> None:
    assert load_chinese().split("") == (0.0, [])


def test_edges_of_words() -> None:
    lexicon = load_chinese()
    assert lexicon.begins["但"] > 0 > lexicon.begins["们"]
    assert lexicon.ends["们"] > 0 > lexicon.ends["蝴"]


def test_kinds_of_words_that_meet() -> None:
    lexicon = load_chinese()
    assert lexicon.kind("高兴") != lexicon.kind("没有这个词") == ""
    assert lexicon.pairs["r", "uj"] > 0 > lexicon.pairs["uj", "uj"]


@pytest.mark.parametrize(("text", "simple"), [("鐘樓敲響", "钟楼敲响"), ("云", "云"), ("", "")])
def test_simplified_characters(text: str, simple: str) -> None:
    assert simplify(text) == simple


def test_english_words_have_frequencies() -> None:
    words = load_frequencies("en")
    assert words["railway"] > words["stationmaster"] > 0
    assert "duled" not in words


def test_a_language_without_a_list_is_refused() -> None:
    with pytest.raises(LookupError):
        load_frequencies("xx")


def test_loading_writes_nothing_to_stderr() -> None:
    code = "from ocr_fix.lexicon import load_chinese, simplify; load_chinese(); simplify('鐘')"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
