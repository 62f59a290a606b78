"""The bench adds up what programs did and compares their speed with RapidOCR's."""

from __future__ import annotations

from pathlib import Path

import pytest

import bench
import contenders
from bench import Result

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
