"""Grams: a piece's place is among the hits, however long the text is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.grams import MAX_OCCURRENCES, MAX_PLACES, Grams, gram_keys

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 2000)]


def random_text(seed: int, size: int, letters: int = 2000) -> str:
    return "".join(random.Random(seed).choices(HAN[:letters], k=size))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([30, 2000]), st.integers(0, 2900))
def test_a_misread_piece_is_near_its_best_hit(seed: int, letters: int, start: int) -> None:
    text = random_text(seed, 3000, letters)
    piece = list(text[start : start + 30])
    for place in random.Random(seed).sample(range(len(piece)), 3):
        piece[place] = "X"
    (hits,) = Grams(text).hits(["".join(piece)])
    assert any(abs(hit.start - start) <= 7 for hit in hits)
    assert len(hits) <= MAX_PLACES


def test_a_piece_that_lost_a_character_ends_where_the_text_does() -> None:
    text = random_text(1, 500)
    (hits,) = Grams(text).hits([text[100:115] + text[116:130]])
    assert (hits[0].start, hits[0].end) == (100, 130)


def test_every_piece_gets_its_own_hits() -> None:
    text = random_text(2, 500)
    hits = Grams(text).hits([text[40:60], "", "XYZ" * 5, text[300:320]])
    assert [own[0].start if own else None for own in hits] == [40, None, None, 300]


def test_grams_do_not_reach_from_one_piece_into_the_next() -> None:
    text = random_text(3, 500)
    assert Grams(text).hits([text[40:42], text[42:44]]) == ((), ())


def test_what_stands_everywhere_is_no_hit() -> None:
    text = "新桥通" * (MAX_OCCURRENCES + 3)
    assert Grams(text).hits(["新桥通新桥"]) == ((),)
    assert Grams(text[:30]).hits(["新桥通新桥"]) != ((),)


def test_a_stretch_holds_most_of_a_jumbled_piece() -> None:
    text = random_text(4, 2000)
    lines = [text[at : at + 20] for at in range(600, 800, 20)]
    random.Random(4).shuffle(lines)
    (stretch,) = Grams(text).stretches(["".join(lines)])
    assert stretch
    assert abs(stretch.start - 600) <= 20
    assert Grams(text).stretches(["X" * 20]) == (None,)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("新桥", 0), ("新桥通", 1), ("新桥通车", 2)])
def test_a_key_for_each_gram(text: str, count: int) -> None:
    assert len(gram_keys(text, 3)) == count


def test_equal_grams_have_equal_keys_and_others_do_not() -> None:
    keys = gram_keys("新桥通新桥通车" + random_text(5, 5000), 3)
    assert keys[0] == keys[3]
    assert len(set(keys.tolist())) > 4990
