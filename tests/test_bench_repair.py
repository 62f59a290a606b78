"""The measure of repairs: pairs of lines that belong together, and how many of them a text holds."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from garbled import rows_of_story

PATH = Path(__file__).parents[1] / "bench" / "repair.py"
SPEC = importlib.util.spec_from_file_location("bench_repair", PATH)
assert SPEC is not None
assert SPEC.loader is not None
measure = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(measure)

ROWS = rows_of_story("zh-bees", 2, 16)


def in_order() -> str:
    pieces = sorted((piece for row in ROWS for piece in row), key=lambda piece: (piece.column, piece.row))
    return "".join(piece.text for piece in pieces)


def test_the_right_text_has_all_pairs() -> None:
    assert measure.rate(in_order(), measure.true_pairs(ROWS)) == 1.0


def test_spaces_and_the_width_of_marks_do_not_count() -> None:
    text = " ".join(in_order().replace("，", ",").replace("。", "。\n"))
    assert measure.rate(text, measure.true_pairs(ROWS)) == 1.0


@pytest.mark.parametrize("name", ["lines", "rows", "ocr", "torn", "blocks"])
def test_each_damage_parts_lines(name: str) -> None:
    texts = [measure.garbled(ROWS, name, seed) for seed in range(4)]
    assert min(measure.rate(text, measure.true_pairs(ROWS)) for text in texts) < 0.9
    assert texts[1] == measure.garbled(ROWS, name, 1)


def test_a_repair_is_measured_beside_what_was_given() -> None:
    given, built_in, _, seconds = measure.measure(ROWS, "lines", 1)
    assert given < built_in
    assert seconds > 0.0
