"""The bench adds up what programs did and compares their speed with RapidOCR's."""

from __future__ import annotations

from pathlib import Path

import pytest

import bench
import contenders
from bench import Result
from lineorder import Order, line_order
from ocr_fix.model import Box

TEXT = "大桥昨日开通。"


def test_a_line_for_each_page_and_program_and_the_sum_of_each_program(tmp_path: Path) -> None:
    for page in ("a", "b"):
        (tmp_path / f"{page}.txt").write_text(TEXT, encoding="utf-8")
    results = [
        Result("ocr_fix", "a", TEXT, 1.0, 500),
        Result("RapidOCR", "a", "", 4.0, 300),
        Result("ocr_fix", "b", TEXT, 2.0, 400),
        Result("RapidOCR", "b", TEXT, 1.0, 300),
    ]
    lines = bench.table(results, tmp_path)
    assert [line[:5] for line in lines] == [
        ("a", "ocr_fix", "0.25", "500", "1.0"),
        ("a", "RapidOCR", "1.00", "300", "4.0"),
        ("b", "ocr_fix", "2.00", "400", "2.0"),
        ("b", "RapidOCR", "1.00", "300", "1.0"),
        ("all pages", "ocr_fix", "0.60", "500", "1.5"),
        ("all pages", "RapidOCR", "1.00", "300", "2.5"),
    ]
    assert [line[5] for line in lines] == ["0.0 %", "100.0 %", "0.0 %", "0.0 %", "0.0 %", "50.0 %"]


def test_without_the_yardstick_there_is_no_ratio(tmp_path: Path) -> None:
    assert bench.table([Result("ocr_fix", "a", TEXT, 1.0, 500)], tmp_path)[0][2] == ""


def test_programs_that_are_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(contenders, "find_spec", lambda _: None)
    assert contenders.installed() == ("ocr_fix", "RapidOCR")


def test_order_of_lines_by_their_boxes() -> None:
    left = [Box(0, top, 100, top + 10) for top in range(0, 80, 20)]
    right = [Box(120, top, 220, top + 10) for top in range(0, 80, 20)]
    assert line_order([*left, *right], [left, right]) == Order(8, 8, 7, 7, 6, 6)
    # Read across both columns nothing follows; joined across, nothing is found.
    across = [box for pair in zip(left, right, strict=True) for box in pair]
    assert line_order(across, [left, right]) == Order(8, 8, 7, 0, 6, 0)
    joined = [Box(0, top, 220, top + 10) for top in range(0, 80, 20)]
    assert line_order(joined, [left, right]) == Order(8, 0, 0, 0, 0, 0)
    assert line_order([], []) == Order(0, 0, 0, 0, 0, 0)


def test_a_line_in_two_pieces_is_one_place() -> None:
    truth = [Box(0, 0, 200, 10), Box(0, 20, 200, 30)]
    pieces = [Box(0, 0, 90, 10), Box(95, 0, 200, 10), truth[1]]
    assert line_order(pieces, [truth]).good == 1
