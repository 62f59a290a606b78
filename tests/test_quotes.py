"""Straight quotes read as opening or closing ones."""

from __future__ import annotations

import pytest

from ocr_fix.quotes import read_quotes


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('他说："好', (True,)),
        ('好"，他说', (False,)),
        ('工作"三项试点', (None,)),
        ('真好！"他说', (False,)),
        ('搞"试点"，再', (None, False)),
        ("没有", ()),
    ],
)
def test_marks_beside_a_quote_tell_what_it_is(text: str, kinds: tuple[bool | None, ...]) -> None:
    assert read_quotes(text).kinds == kinds


def test_quotes_take_turns() -> None:
    quotes = read_quotes('搞"试点"，再说："好')
    assert quotes.at_start is True
    assert quotes.at_end is True
    assert read_quotes('好"他"，').at_start is True


def test_clashes_depend_on_what_was_open_before() -> None:
    quotes = read_quotes('好"，他说："再来')
    assert quotes.clashes(True) == 0
    assert quotes.clashes(False) == 2
    assert quotes.after(True) is True
    assert read_quotes('好"').after(True) is False
