"""Which ink is text."""

from __future__ import annotations

import numpy as np

from ocr_fix.scan import Grey, Mask
from ocr_fix.textink import text_ink, vertical_ink, without_bars

EM = 14.0
PAPER = 235


def page() -> Grey:
    return np.full((400, 600), PAPER, np.uint8)


def glyphs(pixels: Grey, pitch_x: int, pitch_y: int) -> None:
    """Draws characters like 口 all over."""
    for top in range(20, 380 - 14, pitch_y):
        for left in range(20, 580 - 14, pitch_x):
            pixels[top : top + 14, left : left + 14] = 30
            pixels[top + 3 : top + 11, left + 3 : left + 11] = PAPER


def ink_of(pixels: Grey) -> Mask:
    return np.asarray(pixels < 128)


def test_text_stays_whole() -> None:
    pixels = page()
    glyphs(pixels, 19, 24)
    assert np.array_equal(text_ink(pixels, ink_of(pixels), EM), ink_of(pixels))


def test_photographs_go_with_their_light_parts() -> None:
    pixels = page()
    pixels[100:300, 100:400] = np.linspace(60, 200, 300).astype(np.uint8)
    pixels[150:160, 380:390] = 30
    assert not text_ink(pixels, ink_of(pixels), EM).any()


def test_white_letters_on_a_bar_become_dark() -> None:
    pixels = page()
    pixels[100:128, 100:400] = 30
    pixels[106:120, 200:204] = 240
    turned = without_bars(pixels, EM)
    assert turned[110, 202] == 15
    assert turned[110, 150] == 225
    assert np.array_equal(turned[:90], pixels[:90])


def test_pictures_and_rules_are_no_bars() -> None:
    pixels = page()
    pixels[20:200, 100:400] = 30
    pixels[300:304, 100:400] = 30
    assert np.array_equal(without_bars(pixels, EM), pixels)
    assert without_bars(np.zeros((0, 0), np.uint8), EM).size == 0


def test_the_wider_gap_shows_the_direction() -> None:
    across, down = page(), page()
    glyphs(across, 16, 24)
    glyphs(down, 24, 16)
    assert not vertical_ink(ink_of(across), EM).any()
    assert vertical_ink(ink_of(down), EM)[ink_of(down)].all()
