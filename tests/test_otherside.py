"""Whose print faint lines are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr_fix.engines.base import Reading
from ocr_fix.model import Box
from ocr_fix.otherside import find_sides
from ocr_fix.scan import Grey, Scan

LINE = Box(10, 10, 110, 30)
UPRIGHT = Box(200, 10, 220, 110)


class Engine:
    """Reads lines well whose dark end comes first; of others it makes something with less confidence."""

    name = "dark end first"
    finds_lines = True

    def __init__(self, sure: float = 0.95, unsure: float = 0.5, text: str = "abcd") -> None:
        self.sure, self.unsure, self.text = sure, unsure, text
        self.asked = 0

    def detect(self, _: Scan) -> tuple[Box, ...]:
        return ()

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        self.asked += len(crops)
        for crop in crops:
            assert crop.shape[1] > crop.shape[0], "lines come lying"
        return tuple(Reading(self.text, self.sure if _starts_dark(one) else self.unsure) for one in crops)


def _starts_dark(crop: Grey) -> bool:
    half = crop.shape[1] // 2
    return bool(crop[:, :half].mean() < crop[:, half:].mean())


def page(own: bool) -> Grey:
    """A level line whose dark end is at its left on this side's print, and at its right from behind."""
    pixels = np.full((200, 300), 230, np.uint8)
    pixels[10:30, 10:40] = 150
    return pixels if own else np.ascontiguousarray(pixels[:, ::-1])


def mirrored(box: Box) -> Box:
    return Box(300 - box.right, box.top, 300 - box.left, box.bottom)


def test_no_faint_lines_ask_nothing() -> None:
    engine = Engine()
    assert find_sides(page(True), (), engine).own == ()
    assert engine.asked == 0


def test_pale_print_of_this_side_reads_as_it_stands() -> None:
    sides = find_sides(page(True), (LINE,), Engine())
    assert (sides.own, sides.other) == ((LINE,), ())


def test_print_of_the_other_side_reads_mirrored() -> None:
    behind = mirrored(LINE)
    sides = find_sides(page(False), (behind,), Engine())
    assert (sides.own, sides.other) == ((), (behind,))


def test_blurred_print_of_the_other_side_is_proof_where_print_of_this_side_would_not_be() -> None:
    sides = find_sides(page(False), (mirrored(LINE),), Engine(0.7, 0.4))
    assert sides.other == (mirrored(LINE),)
    assert find_sides(page(True), (LINE,), Engine(0.7, 0.4)).own == ()


@pytest.mark.parametrize(
    "engine", [Engine(0.95, 0.93), Engine(0.4, 0.1), Engine(text="a"), Engine(text="..,")]
)
def test_what_reads_no_better_one_way_proves_nothing(engine: Engine) -> None:
    for own in (True, False):
        sides = find_sides(page(own), (LINE if own else mirrored(LINE),), engine)
        assert (sides.own, sides.other) == ((), ())


def test_upright_lines_are_mirrored_before_they_are_laid_down() -> None:
    pixels = np.full((200, 300), 230, np.uint8)
    pixels[10:40, 200:220] = 150  # dark at its head: mirrored, it is dark there too
    sides = find_sides(pixels, (UPRIGHT,), Engine())
    assert (sides.own, sides.other) == ((), ())


def test_one_line_proves_the_other_side_to_those_that_read_badly_both_ways() -> None:
    behind, blot = mirrored(LINE), Box(20, 100, 120, 120)  # what is all one grey reads badly
    sides = find_sides(page(False), (behind, blot), Engine())
    assert (sides.own, sides.other) == ((), (behind, blot))
    assert find_sides(page(False), (blot,), Engine()).other == ()
