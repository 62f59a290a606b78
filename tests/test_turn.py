"""Turn: what lies wrong is suspected, what an engine proves is turned, all else stays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from pseudo import reads_well, text_page

from ocr_fix.engines.base import Reading
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan
from ocr_fix.skew import find_skew
from ocr_fix.turn import engine_upright, find_turn, side_by_side


@pytest.mark.parametrize("turns", range(4))
def test_a_page_is_turned_back(turns: int) -> None:
    page = np.ascontiguousarray(np.rot90(text_page(), -turns))
    vertical = find_skew(page, 2).vertical
    assert vertical == (turns % 2 == 1)
    assert find_turn(page, vertical, reads_well) == turns


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("score", [0.0, 0.5, 0.9, 1.0])
def test_nothing_is_turned_without_a_difference(turns: int, score: float) -> None:
    page = np.ascontiguousarray(np.rot90(text_page(), turns))
    assert find_turn(page, turns % 2 == 1, lambda _: score) == 0


def test_a_small_gain_is_not_enough() -> None:
    scores = iter((0.8, 0.8, 0.95))
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


def test_a_good_page_costs_one_glance() -> None:
    glances: list[tuple[int, ...]] = []

    def glance(piece: Grey) -> float:
        glances.append(piece.shape)
        return 0.97

    assert find_turn(text_page(), False, glance) == 0
    assert glances == [(800, 800)]


def test_a_high_page_of_vertical_text_costs_nothing() -> None:
    def refuse(_: Grey) -> float:
        raise AssertionError("a good page was read")

    assert find_turn(text_page(vertical=True), True, refuse) == 0


def test_where_nothing_is_to_read_another_piece_is_tried() -> None:
    scores = iter((0.0, 0.0, 0.0, 0.1, 0.98))
    assert find_turn(text_page(), False, lambda _: next(scores)) == 2
    nothing = iter([0.0] * 7)
    assert find_turn(text_page(), False, lambda _: next(nothing)) == 0
    assert next(nothing, None) is None


def test_the_piece_to_read_has_lines() -> None:
    page = np.full((2400, 2400), 235, np.uint8)
    page[1600:, 1600:] = text_page(800, 800)
    page[:800, :800] = np.random.default_rng(0).integers(0, 256, (800, 800), dtype=np.uint8)
    pieces: list[Grey] = []

    def glance(piece: Grey) -> float:
        pieces.append(piece)
        return 1.0

    find_turn(page, False, glance)
    assert np.array_equal(pieces[0], page[1600:, 1600:])


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
    finds_lines = True

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
    assert engine.shapes == [(20, 119 - index) for index in range(8)]
    assert score == pytest.approx((0.9 + 7 * 0.5) / 8)


def test_an_engine_gets_vertical_lines_character_by_character() -> None:
    engine = FakeEngine([Box(0, 0, 40, 400), Box(50, 0, 90, 400)], "0123456789")
    page = np.full((400, 200), 230, np.uint8)
    page[5::40] = 0
    assert engine_upright(engine)(page) == pytest.approx(0.7)
    assert all(width > 3 * height for height, width in engine.shapes)


def test_few_characters_for_the_length_of_the_lines_count_against_it() -> None:
    boxes = [Box(0, 30 * index, 400, 30 * index + 20) for index in range(4)]
    many, few = FakeEngine(boxes, "x" * 40), FakeEngine(boxes, "xx")
    page = np.full((200, 400), 255, np.uint8)
    assert engine_upright(many)(page) == pytest.approx(0.6)
    assert engine_upright(few)(page) == pytest.approx(0.6 * 8 / (0.4 * 80))


def test_short_lines_prove_nothing() -> None:
    page = np.zeros((50, 100), np.uint8)
    assert engine_upright(FakeEngine([Box(0, 0, 90, 20)], "few"))(page) == 0
    assert engine_upright(FakeEngine([], ""))(page) == 0
    assert engine_upright(FakeEngine([Box(0, 0, 1, 50)], "thin"))(page) > 0
