"""Marks beside the words they belong to."""

from __future__ import annotations

from given import EM, set_line

from ocr_fix.loose import take_apart
from ocr_fix.model import Box, Line, Word
from ocr_fix.straight import Level
from ocr_fix.tidied import tidied

FLAT = Level(0.0, 0.0, 0.0)


def tidy(*words: tuple[str, int, int]) -> list[tuple[int, int]]:
    """The left and right ends of words given by theirs, after tidying."""
    boxed = tuple(Word(text, Box(left, 100, right, 140)) for text, left, right in words)
    line = Line("".join(text for text, _, _ in words), Box(words[0][1], 100, words[-1][2], 140), words=boxed)
    (piece,) = tidied(take_apart([line], FLAT), EM)
    return [(word.box.left, word.box.right) for word in piece.straight.words]


def test_a_closing_mark_stands_right_after_its_word() -> None:
    assert tidy(("河水", 100, 190), ("，", 215, 240), ("上涨", 270, 360))[1] == (190, 210)


def test_an_opening_mark_stands_right_before_its_word() -> None:
    assert tidy(("河水", 100, 190), ("“", 200, 220), ("上涨", 270, 360))[1] == (250, 270)


def test_a_word_loses_the_white_before_the_mark_that_opens_it() -> None:
    assert tidy(("河水", 100, 190), ("“上涨", 195, 400))[1] == (300, 400)


def test_a_word_loses_the_white_behind_the_mark_that_closes_it() -> None:
    assert tidy(("河水。", 100, 320), ("上涨", 330, 420))[0] == (100, 200)


def test_a_mark_far_from_all_words_stays() -> None:
    assert tidy(("河水", 100, 190), ("…", 400, 420), ("上涨", 600, 700))[1] == (400, 420)


def test_words_that_fill_their_boxes_stay() -> None:
    words = (("河水", 100, 190), ("上涨，", 195, 290))
    assert tidy(*words) == [(left, right) for _, left, right in words]


def test_other_scripts_stay() -> None:
    pieces = take_apart([set_line("one , two", 100, 100)], FLAT)
    assert tidied(pieces, EM) == pieces
