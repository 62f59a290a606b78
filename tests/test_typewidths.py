"""The printed width of Latin text."""

from __future__ import annotations

import pytest

from ocr_fix.typewidths import SPACE_EM, width_em


@pytest.mark.parametrize(("narrow", "wide"), [("ill", "mow"), ("harbour", "HARBOUR"), ("I", "W"), ("r", "n")])
def test_letters_have_the_widths_of_type(narrow: str, wide: str) -> None:
    assert width_em(narrow) < width_em(wide)


def test_widths_add_up() -> None:
    assert width_em("old pier") == pytest.approx(width_em("old") + SPACE_EM + width_em("pier"))
    assert width_em("") == 0.0
