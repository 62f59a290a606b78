"""Scratches through text are painted over; rules in gutters and pages without scratches stay."""

from __future__ import annotations

import numpy as np
import pytest
from printed import EM, INK, PAPER, Sheet

from ocr_fix.scratches import without_scratches

WIDTH, HEIGHT = 900, 1400


def sheet(rule: bool = False) -> Sheet:
    """Two columns of text, a rule between them if asked for."""
    page = Sheet(np.full((HEIGHT, WIDTH), PAPER, np.uint8))
    for left in (60, 480):
        for top in range(60, HEIGHT - 80, 2 * EM - 8):
            page.line(left, top, 20)
    if rule:
        page.paint(449, 60, 452, HEIGHT - 60)
    return page


def scratched(page: Sheet, x: int, top: int, bottom: int, lean: float = 0.0) -> Sheet:
    for y in range(top, bottom):
        at = round(x + lean * (y - top))
        page.grey[y, at : at + 2] = INK
    return page


@pytest.mark.parametrize("lean", [0.0, 0.006, -0.01])
def test_a_scratch_through_text_is_painted_over(lean: float) -> None:
    clean = sheet().grey.copy()
    page = scratched(sheet(), 200, 200, 1200, lean)
    mended, count = without_scratches(page.grey)
    assert count == 1
    far = np.abs(np.arange(WIDTH)[None, :] - 200 - lean * (np.arange(HEIGHT)[:, None] - 200)) > EM / 2
    assert np.array_equal(mended[far], clean[far])
    gaps = mended[200:1200][(clean[200:1200, 100:300] > 200).all(axis=1)]
    assert gaps[:, 100:300].min() > 150


def test_what_is_given_is_not_changed() -> None:
    page = scratched(sheet(), 200, 200, 1200)
    kept = page.grey.copy()
    without_scratches(page.grey)
    assert np.array_equal(page.grey, kept)


@pytest.mark.parametrize("rule", [False, True])
def test_pages_without_scratches_are_handed_on(rule: bool) -> None:
    page = sheet(rule)
    mended, count = without_scratches(page.grey)
    assert mended is page.grey
    assert count == 0


def test_a_scratch_beside_a_rule_is_told_from_it() -> None:
    page = scratched(sheet(rule=True), 300, 300, 900)
    mended, count = without_scratches(page.grey)
    assert count == 1
    assert (mended[100:1300, 450] == INK).all()


def test_short_strokes_and_small_pages_stay() -> None:
    short = scratched(sheet(), 200, 200, 290)
    assert without_scratches(short.grey)[1] == 0
    for tiny in (np.zeros((0, 0), np.uint8), np.full((20, 30), PAPER, np.uint8)):
        assert without_scratches(tiny)[0] is tiny
