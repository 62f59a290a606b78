"""The rates are those of dinglehopper and jiwer on the same normalised texts."""

from __future__ import annotations

import random
import warnings
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ocr_fix.compare import CompareOptions, compare
from ocr_fix.normalise import Normalise, Normaliser, spaced
from ocr_fix.tokens import split_words

jiwer = pytest.importorskip("jiwer")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    dinglehopper = pytest.importorskip("dinglehopper.character_error_rate")

GOLDEN = Path(__file__).parents[1] / "golden"
SAME = 1e-9
texts = st.lists(st.sampled_from([*"甲乙丙,。 abc\n", "e\u0301", "ü", "👩‍👧"]), max_size=60).map("".join)
sentences = st.lists(st.sampled_from(("the", "new", "bridge", "was", "well-known", "10:15")), max_size=30)


def garbled(text: str, seed: int) -> str:
    """`text` with lines moved and characters misread."""
    chance = random.Random(seed)
    lines = text.split("\n")
    for _ in range(len(lines) // 4):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(chance.choice(text) if chance.random() < 0.03 else letter for letter in "\n".join(lines))


def golden_pairs() -> list[tuple[str, str]]:
    names = ("01-two-columns", "07-english", "09-vertical")
    golden = [(GOLDEN / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    return [(text, garbled(text, seed)) for seed, text in enumerate(golden)]


def check_cer(golden: str, output: str, how: Normalise) -> None:
    ours = compare(output, golden, CompareOptions(how, differences=False)).cer
    plain = Normaliser(how)
    right, found = plain.plain(golden), plain.plain(output)
    theirs, weight = dinglehopper.character_error_rate_n(list(right), list(found))
    assert ours.total == weight
    assert ours.value == pytest.approx(theirs, abs=SAME)
    shown = right.strip(), found.strip()
    if all(shown) and shown == (right, found):
        assert ours.value == pytest.approx(jiwer.cer(right, found), abs=SAME)


@pytest.mark.parametrize("how", list(Normalise))
def test_the_cer_of_pages_is_theirs(how: Normalise) -> None:
    for golden, output in golden_pairs():
        check_cer(golden, output, how)


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.sampled_from(Normalise))
def test_the_cer_of_any_texts_is_theirs(golden: str, output: str, how: Normalise) -> None:
    assume(Normaliser(how).plain(golden))
    check_cer(golden, output, how)


@settings(max_examples=100, deadline=None)
@given(texts.filter(str.strip), texts)
def test_dinglehopper_finds_the_same_graphemes(golden: str, output: str) -> None:
    ours = compare(output, golden, CompareOptions(Normalise.NFC, differences=False)).cer
    right, found = (" ".join(text.split()) for text in (golden, output))
    theirs, weight = dinglehopper.character_error_rate_n(right, found)
    assert ours.total == weight
    assert ours.value == pytest.approx(theirs, abs=SAME)


@settings(max_examples=100, deadline=None)
@given(sentences.filter(bool), sentences)
def test_the_wer_is_jiwers(golden: list[str], output: list[str]) -> None:
    right, found = " ".join(golden), " ".join(output)
    ours = compare(f"“{found}”,\n", right + ".", CompareOptions(differences=False)).wer
    assert ours.value == pytest.approx(jiwer.wer(right, found), abs=SAME)


def test_the_wer_of_pages_is_jiwers_on_the_same_words() -> None:
    for golden, output in golden_pairs():
        ours = compare(output, golden, CompareOptions(chinese_words=True, differences=False)).wer
        plain = Normaliser(spaced(Normalise.LOOSE)).plain
        right, found = (" ".join(split_words(plain(text), True)) for text in (golden, output))
        assert ours.value == pytest.approx(jiwer.wer(right, found), abs=SAME)
