"""Turn: what lies wrong is suspected, what an engine proves is turned, all else stays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from pseudo import text_page

from ocr_fix.engines.base import Reading
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan
from ocr_fix.skew import find_skew
from ocr_fix.turn import engine_upright, find_turn, lower_edge_skewness, side_by_side, suspected_turns


def oracle(pixels: Grey) -> float:
    """Reads well what has lines across that stand on their feet."""
    standing = not find_skew(pixels, 2).vertical and lower_edge_skewness(pixels) > 0
    return 0.98 if standing else 0.5


@pytest.mark.parametrize("turns", range(4))
def test_a_page_is_turned_back(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(text_page(), -turns))
    vertical = find_skew(page, 2).vertical
    assert vertical == (turns % 2 == 1)
    assert find_turn(page, vertical, oracle) == turns


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("score", [0.0, 0.5, 0.9, 1.0])
def test_nothing_is_turned_without_a_difference(turns: int, score: float) -> None:
    page = np.ascontiguousarray(np.rot90(text_page(), turns))
    assert find_turn(page, turns % 2 == 1, lambda _: score) == 0


def test_a_small_gain_is_not_enough() -> None:
    scores = iter((0.8, 0.95))
    assert find_turn(np.ascontiguousarray(text_page()[::-1]), False, lambda _: next(scores)) == 0


def test_vertical_text_that_engines_read_lying_is_not_turned() -> None:
    """Engines get vertical lines turned anticlockwise and read them nearly as well."""
    page = text_page(1000, 1600, vertical=True)
    scores = iter((0.9, 0.95, 0.4))
    assert find_turn(page, True, lambda _: next(scores)) == 0


def test_a_page_whose_characters_lie_on_their_backs_is_turned() -> None:
    page = text_page(1000, 1600, vertical=True)
    scores = iter((0.95, 0.4, 0.98))
    assert find_turn(page, True, lambda _: next(scores)) == 3


def test_a_good_page_costs_no_reading() -> None:
    def refuse(_: Grey) -> float:
        raise AssertionError("a good page was read")

    assert find_turn(text_page(), False, refuse) == 0
    assert find_turn(text_page(vertical=True), True, refuse) == 0


def test_suspicions() -> None:
    page = text_page()
    assert suspected_turns(page, vertical=False) == ()
    assert suspected_turns(np.ascontiguousarray(page[::-1]), vertical=False) == (2,)
    assert suspected_turns(np.ascontiguousarray(np.rot90(page)), vertical=True) == (1, 3)
    assert suspected_turns(text_page(vertical=True), vertical=True) == ()


def test_edges_change_sides_when_turned_upside_down() -> None:
    page = text_page(1600)
    upside_down = np.ascontiguousarray(page[::-1, ::-1])
    assert lower_edge_skewness(page) > 0.1
    assert lower_edge_skewness(upside_down) == pytest.approx(-lower_edge_skewness(page), abs=0.02)
    assert lower_edge_skewness(np.full((50, 50), 7, np.uint8)) == 0
    assert lower_edge_skewness(np.zeros((1, 1), np.uint8)) == 0


def column_of_characters(count: int) -> Grey:
    column = np.full((40 * count, 36), 230, np.uint8)
    for index in range(count):
        column[40 * index + 4 : 40 * index + 36, 4:32] = 10 * index
    return column


def test_a_column_becomes_a_line_of_its_characters() -> None:
    line = side_by_side(column_of_characters(5))
    assert line.shape[0] <= 44
    assert line.shape[1] == 5 * 36
    middle = line[line.shape[0] // 2]
    assert [int(middle[36 * index + 18]) for index in range(5)] == [0, 10, 20, 30, 40]


def test_a_short_column_stays_as_it_is() -> None:
    assert np.array_equal(side_by_side(column_of_characters(1)), column_of_characters(1))


class FakeEngine:
    """Finds the boxes it was given and remembers what it had to read."""

    name = "fake"

    def __init__(self, boxes: Sequence[Box], text: str) -> None:
        self.boxes = tuple(boxes)
        self.text = text
        self.shapes: list[tuple[int, ...]] = []

    def detect(self, scan: Scan) -> tuple[Box, ...]:  # noqa: ARG002
        return self.boxes

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        self.shapes = [crop.shape for crop in crops]
        return tuple(Reading(self.text, 0.5 if index else 0.9) for index in range(len(crops)))


def test_an_engine_reads_the_longest_lines() -> None:
    boxes = [Box(0, 30 * index, 100 + index, 30 * index + 20) for index in range(20)]
    engine = FakeEngine([*boxes, Box(0, 0, 20, 20)], "0123456789")
    score = engine_upright(engine)(np.full((700, 200), 255, np.uint8))
    assert engine.shapes == [(20, 119 - index) for index in range(12)]
    assert score == pytest.approx((0.9 + 11 * 0.5) / 12)


def test_an_engine_gets_vertical_lines_character_by_character() -> None:
    engine = FakeEngine([Box(0, 0, 40, 400), Box(50, 0, 90, 400)], "0123456789")
    page = np.full((400, 200), 230, np.uint8)
    page[5::40] = 0
    assert engine_upright(engine)(page) == pytest.approx(0.7)
    assert all(width > 3 * height for height, width in engine.shapes)


def test_a_few_characters_prove_nothing() -> None:
    assert engine_upright(FakeEngine([Box(0, 0, 90, 20)], "few"))(np.zeros((50, 100), np.uint8)) == 0
    assert engine_upright(FakeEngine([], ""))(np.zeros((50, 100), np.uint8)) == 0
