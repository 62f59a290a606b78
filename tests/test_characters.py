"""Widths of characters, and where Chinese stands without a space."""

from __future__ import annotations

import pytest

from ocr_fix.characters import has_cjk, is_wide, meet_without_space, text_units


@pytest.mark.parametrize(
    ("text", "units"), [("", 0.0), ("第12版，", 4.0), ("“是”", 3.0), ("“no”", 2.0), ("a b", 1.5)]
)
def test_length_in_em(text: str, units: float) -> None:
    assert text_units(text) == units


@pytest.mark.parametrize("character", "云，。（「　々")
def test_wide_characters(character: str) -> None:
    assert is_wide(character)


@pytest.mark.parametrize("character", ["a", "3", " ", ",", "”", "…", ""])
def test_characters_that_are_not_wide_everywhere(character: str) -> None:
    assert not is_wide(character)


def test_kana_and_letters_are_not_chinese() -> None:
    assert not has_cjk("Ⅴ ab かな 12，")
    assert has_cjk("ab云")


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        ("石埠村", "的码头", True),
        ("共有", "1900", True),
        ("1900", "多户", True),
        ("散了。”", "“人气", True),
        ("the valley.”", "“Now", False),
        ("plough a", "railway", False),
        ("", "railway", False),
    ],
)
def test_where_no_space_stands(a: str, b: str, together: bool) -> None:
    assert meet_without_space(a, b) is together
