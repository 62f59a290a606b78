"""Words: parted by white space, or by jieba where there is none."""

from __future__ import annotations

import pytest

from ocr_fix.tokens import is_chinese, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        (" -- ... ", ()),
        ("The well-known bridge.", ("The", "well-known", "bridge")),
        ("“O'Neil's” (1901), 3.5 %", ("O'Neil's", "1901", "3.5")),
    ],
)
def test_words_are_parted_by_white_space(text: str, words: tuple[str, ...]) -> None:
    assert split_words(text, chinese=False) == words


def test_jieba_cuts_chinese_and_leaves_the_rest() -> None:
    words = split_words("居民在Bridge Road步行过河，共3,270人。", chinese=True)
    assert "".join(words) == "居民在BridgeRoad步行过河共3,270人"
    assert {"居民", "步行", "Bridge", "Road"} <= set(words)


def test_what_is_chinese() -> None:
    assert is_chinese("大桥昨日开通")
    assert is_chinese("大桥 opened 昨日")
    assert not is_chinese("The bridge 桥 was opened yesterday")
    assert not is_chinese("")
