"""Rules and pictures that were read as text."""

from __future__ import annotations

from given import EM, column, set_line

from ocr_fix.blots import find_blots
from ocr_fix.loose import take_apart
from ocr_fix.model import Box, Line, SeparatorKind, Word
from ocr_fix.straight import Level

FLAT = Level(0.0, 0.0, 0.0)


def read(text: str, box: Box, confidence: float) -> Line:
    return Line(text, box, confidence, words=(Word(text, box, confidence),))


def photograph(confidence: float = 0.2) -> list[Line]:
    """Three short words that fill wide strips above one another."""
    return [read("ee", Box(100, top, 900, top + 38), confidence) for top in (1000, 1060, 1140)]


def test_wide_unsure_words_above_one_another_are_a_picture() -> None:
    text = column("a", 100, 100)
    found = find_blots(take_apart([*text, *photograph()], FLAT), EM)
    assert found.pictures == (Box(100, 1000, 900, 1178),)
    assert [piece.straight for piece in found.text] == text
    assert len(found.blots) == 3


def test_sure_words_are_text_however_wide() -> None:
    pieces = take_apart(photograph(0.9), FLAT)
    assert find_blots(pieces, EM).text == pieces


def test_a_thin_unsure_line_is_a_rule() -> None:
    rule = read("iewoi wfe fwo ewoi wefio", Box(100, 500, 900, 518), 0.1)
    found = find_blots(take_apart([rule], FLAT), EM)
    assert [(one.kind, one.box) for one in found.rules] == [(SeparatorKind.HORIZONTAL, rule.box)]
    assert not found.text


def test_unsure_words_in_a_picture_belong_to_it() -> None:
    inside = read("lf", Box(300, 1100, 350, 1138), 0.3)
    found = find_blots(take_apart([*photograph(), inside], FLAT), EM)
    assert not found.text
    assert len(found.blots) == 4


def test_blots_among_sure_words_are_no_picture() -> None:
    text = [set_line("one two three four five six seven", 100, top) for top in (1000, 1060, 1140)]
    found = find_blots(take_apart([*photograph(), *text], FLAT), EM)
    assert found.pictures == ()
    assert len(found.text) == 3


def test_a_blot_beside_words_is_parted_from_them() -> None:
    line = set_line("one two", 1000, 1000)
    blot = photograph()[0].words[0]
    mixed = Line("ee one two", Box(100, 1000, line.box.right, 1040), words=(blot, *line.words))
    found = find_blots(take_apart([mixed], FLAT), EM)
    assert [piece.straight.text for piece in found.text] == ["one two"]
    assert [piece.straight.text for piece in found.blots] == ["ee"]


def test_nothing_gives_nothing() -> None:
    assert find_blots((), EM).text == ()
