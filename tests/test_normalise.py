"""Normalisation: what counts as the same, and every character's way back to the raw text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.normalise import FIRST_PRIVATE, TAKEN, Normalise, Normaliser, spaced

pieces = st.sampled_from(
    [
        *"甲乙ab,，“”‘\"'-—–…é \u3000\n\t1１①",
        "e\u0301",
        "👩‍👩‍👧",
        "\r\n",
        "ㄱㅏ",
        "\uf8ff",
        "\uf8fe",
        "\U000f0000",
        "ﬁ",
    ]
)
texts = st.lists(pieces, max_size=40).map("".join)


@settings(max_examples=300)
@given(texts, st.sampled_from(Normalise))
def test_text_alone_and_text_with_places_are_the_same(text: str, how: Normalise) -> None:
    normaliser = Normaliser(how)
    placed = normaliser.placed(text)
    assert placed.text == normaliser.plain(text)
    assert len(placed.text) == len(placed.starts) == len(placed.ends)
    assert all(start < end <= len(text) for start, end in zip(placed.starts, placed.ends, strict=True))
    assert list(placed.starts) == sorted(placed.starts)
    assert TAKEN not in placed.text


@settings(max_examples=300)
@given(texts.filter(lambda text: not set(text) & {"\uf8ff", "\uf8fe", "\U000f0000"}))
def test_nfc_is_unicodes_with_closed_up_white_space(text: str) -> None:
    plain = Normaliser(Normalise.NFC).plain(text)
    expected = unicodedata.normalize("NFC", " ".join(text.split()))
    if all(ord(letter) < FIRST_PRIVATE for letter in plain):
        assert plain == expected
    else:
        assert len(plain) < len(expected)


@pytest.mark.parametrize(
    ("text", "how", "plain"),
    [
        (" 新\n\n桥　通 ", Normalise.NONE, " 新\n\n桥　通 "),
        (" 新\n\n桥　通 ", Normalise.NFC, "新 桥 通"),
        (" 新\n\n桥　通 ", Normalise.LOOSE, "新桥通"),
        ("ＡＢ１①", Normalise.NFC, "ＡＢ１①"),
        ("ＡＢ１①", Normalise.NFKC, "AB11"),
        ("“新”—–—‘桥’……", Normalise.NFKC, "“新”—–—‘桥’......"),
        ("“新”—–—‘桥’……", Normalise.LOOSE, "\"新\"-'桥'......"),
        ("—-—", Normalise.LOOSE, "---"),
        ("cafe\u0301", Normalise.NFC, "café"),
        ("", Normalise.LOOSE, ""),
    ],
)
def test_what_each_kind_makes_of_a_text(text: str, how: Normalise, plain: str) -> None:
    assert Normaliser(how).plain(text) == plain


def test_graphemes_are_one_character_and_the_same_everywhere() -> None:
    normaliser = Normaliser(Normalise.NFC)
    one, other = normaliser.plain("a👩‍👩‍👧b"), normaliser.plain("👩‍👩‍👧👨‍👧")
    assert [len(one), len(other)] == [3, 2]
    assert one[1] == other[0] != other[1]


def test_private_characters_of_a_text_are_not_taken_for_ours() -> None:
    normaliser = Normaliser(Normalise.LOOSE)
    assert len({*normaliser.plain("\U000f0000👩‍👩‍👧\uf8ff\uf8fe—")}) == 5


def test_a_range_leads_back_to_the_raw_text() -> None:
    placed = Normaliser(Normalise.LOOSE).placed(" 新 桥\n——… 通")
    assert placed.text == "新桥-...通"
    assert placed.raw_range(0, 2) == (1, 4)
    assert placed.raw_range(2, 3) == (5, 6)
    assert placed.raw_range(3, 6) == (7, 8)
    assert placed.raw_range(6, 6) == (9, 9)
    assert placed.raw_range(7, 7) == (10, 10)


def test_words_need_white_space() -> None:
    assert spaced(Normalise.LOOSE) is Normalise.NFKC
    assert spaced(Normalise.NONE) is Normalise.NONE
