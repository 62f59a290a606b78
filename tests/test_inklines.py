"""Text lines from the ink alone, on pages of drawn characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytest

from ocr_fix.detect import detect_marks
from ocr_fix.engines.base import Reading
from ocr_fix.geometry import inside_ratio
from ocr_fix.inklines import InkLineOptions, find_ink_lines
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan

PAPER, INK = 235, 30
SIZE, PITCH, LEADING = 30, 33, 48


def blank(width: int = 1000, height: int = 900) -> Grey:
    page = np.random.default_rng(1).normal(PAPER, 3, (height, width))
    return np.asarray(page.clip(0, 255), np.uint8)


def character(page: Grey, left: int, top: int, size: int = SIZE) -> None:
    """Draws strokes that cross, other ones at each place, as high and wide as the character."""
    chance = np.random.default_rng(1000 * left + top)
    stroke = max(3, size // 10)
    part = page[top : top + size, left : left + size]
    upper, lower = chance.integers(0, size // 3), chance.integers(size // 2, size - stroke)
    before, after = chance.integers(0, size // 3), chance.integers(size // 2, size - stroke)
    for start in (upper, lower):
        part[start : start + stroke, stroke:-stroke] = INK
    for start in (before, after):
        part[stroke:-stroke, start : start + stroke] = INK
    middle = (upper + lower) // 2
    part[middle : middle + stroke] = INK
    middle = (before + after) // 2
    part[:, middle : middle + stroke] = INK


def line(page: Grey, left: int, top: int, count: int, size: int = SIZE, pitch: int = PITCH) -> Box:
    for number in range(count):
        character(page, left + number * pitch, top, size)
    return Box(left, top, left + (count - 1) * pitch + size, top + size)


def column(page: Grey, left: int, top: int, count: int, rows: int) -> list[Box]:
    return [line(page, left, top + row * LEADING, count) for row in range(rows)]


def erase(page: Grey, box: Box) -> None:
    page[box.top : box.bottom, box.left : box.right] = PAPER


def assert_same(found: Sequence[Box], drawn: Sequence[Box], within: int = 5) -> None:
    assert len(found) == len(drawn)
    for a, b in zip(found, sorted(drawn, key=lambda box: (box.top, box.left)), strict=True):
        sides = np.abs(np.subtract((a.left, a.top, a.right, a.bottom), (b.left, b.top, b.right, b.bottom)))
        assert sides.max() <= within, (a, b)


def by_reading(boxes: Sequence[Box]) -> list[Box]:
    return sorted(boxes, key=lambda box: (round(box.top / LEADING), box.left))


def test_columns_with_a_gutter_of_one_character_stay_apart() -> None:
    page = blank()
    drawn = column(page, 60, 80, 12, 10) + column(page, 60 + 12 * PITCH + 30, 80, 12, 10)
    assert_same(by_reading(find_ink_lines(page)), drawn)


def test_a_gap_in_a_line_is_closed_where_the_lines_around_run_on() -> None:
    page = blank()
    drawn = column(page, 60, 80, 20, 8)
    erase(page, Box(60 + 9 * PITCH, drawn[3].top, 60 + 10 * PITCH, drawn[3].bottom))
    assert_same(find_ink_lines(page), drawn)


def test_a_gap_in_a_line_is_closed_where_it_stands_alone() -> None:
    page = blank()
    drawn = column(page, 60, 80, 20, 8)
    name, surname = line(page, 60, 700, 3), line(page, 60 + 4 * PITCH, 700, 2)
    assert_same(find_ink_lines(page), [*drawn, Box(name.left, 700, surname.right, name.bottom)])


def test_a_spaced_headline_is_one_line() -> None:
    page = blank()
    headline = line(page, 150, 60, 6, 80, 130)
    drawn = column(page, 60, 200, 12, 10) + column(page, 60 + 12 * PITCH + 30, 200, 12, 10)
    assert_same(by_reading(find_ink_lines(page)), [headline, *drawn])


def test_a_headline_leaves_the_column_beside_it_alone() -> None:
    page = blank()
    headline = line(page, 60, 80, 5, 80, 85)
    drawn = column(page, headline.right + 40, 80, 12, 10)
    found = find_ink_lines(page)
    assert_same([box for box in found if box.height < 50], drawn)
    assert_same([box for box in found if box.height >= 50], [headline])


def test_columns_of_vertical_text_run_down() -> None:
    page = blank()
    drawn = [line(page.T, 80, 60 + row * LEADING, 20) for row in range(12)]
    upright = [Box(box.top, box.left, box.bottom, box.right) for box in drawn]
    assert_same(find_ink_lines(page), upright)


def test_vertical_text_beside_horizontal_text() -> None:
    page = blank()
    drawn = column(page, 60, 80, 12, 14)
    down = [line(page.T, 80, 560 + row * LEADING, 20) for row in range(8)]
    found = find_ink_lines(page)
    assert_same([box for box in found if box.width > box.height], drawn)
    assert sum(box.height > 10 * box.width for box in found) == len(down)


def test_rules_and_frames_are_no_lines() -> None:
    page = blank()
    drawn = column(page, 90, 110, 20, 8)
    page[60:63, 50:900] = INK
    page[70:800, 800:803] = INK
    page[560:562, 90:300] = INK
    cv2.rectangle(page, (70, 90), (780, 520), INK, 3)
    assert_same(find_ink_lines(page), drawn)


def test_white_letters_on_a_dark_bar_are_a_line() -> None:
    page = blank()
    drawn = column(page, 60, 200, 20, 8)
    letters = line(page, 200, 100, 10)
    bar = page[85:145, 60:760]
    page[85:145, 60:760] = 255 - bar
    assert_same(find_ink_lines(page), [letters, *drawn])


@pytest.mark.parametrize("dot", [0, 5])
def test_a_photograph_is_no_line(dot: int) -> None:
    page = blank()
    drawn = column(page, 60, 420, 25, 9)
    rows, columns = np.mgrid[0:300, 0:500]
    tone = 110 + 60 * np.sin(rows / 60) + 40 * np.sin(columns / 90)
    if dot:
        wave = 128 + 60 * (np.cos(2 * np.pi * rows / dot) + np.cos(2 * np.pi * columns / dot))
        tone = np.where(tone > wave, PAPER, INK)
    page[80:380, 60:560] = tone
    found = find_ink_lines(page)
    picture = Box(50, 70, 570, 390)
    assert_same([box for box in found if inside_ratio(box, picture) < 0.5], drawn)
    assert sum(inside_ratio(box, picture) >= 0.5 for box in found) <= 3


def test_pages_without_text_have_no_lines() -> None:
    assert find_ink_lines(blank()) == ()
    assert find_ink_lines(np.zeros((600, 400), np.uint8)) == ()
    assert find_ink_lines(np.full((1, 1), PAPER, np.uint8)) == ()
    assert find_ink_lines(np.zeros((0, 0), np.uint8)) == ()


def test_a_photo_of_noise_has_few_lines() -> None:
    noise = np.random.default_rng(3).normal(0, 1, (900, 1200)).astype(np.float32)
    for blur in (0, 5, 21, 61):
        photo = cv2.GaussianBlur(noise, (0, 0), blur / 2) if blur else noise
        pixels = np.interp(photo, (photo.min(), photo.max()), (0, 255)).astype(np.uint8)
        assert len(find_ink_lines(pixels)) < 10, blur


def test_lines_scale_with_the_page() -> None:
    page = blank()
    drawn = column(page, 60, 80, 12, 10) + column(page, 60 + 12 * PITCH + 30, 80, 12, 10)
    large = np.asarray(cv2.resize(page, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
    doubled = [Box(2 * box.left, 2 * box.top, 2 * box.right, 2 * box.bottom) for box in drawn]
    found = sorted(find_ink_lines(large), key=lambda box: (round(box.top / (2 * LEADING)), box.left))
    assert_same(found, doubled, 10)


def test_a_smaller_reach_leaves_gaps_open() -> None:
    page = blank()
    column(page, 60, 80, 20, 8)
    erase(page, Box(60 + 9 * PITCH, 80 + 3 * LEADING, 60 + 10 * PITCH, 80 + 4 * LEADING))
    options = replace(InkLineOptions(), join_em=0.7)
    assert len(find_ink_lines(page, options)) == 9


@dataclass
class FakeEngine:
    """Finds no lines, with a detector or for want of one."""

    finds_lines: bool
    name: str = "fake"

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        assert scan.pixels.size
        return ()

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        return tuple(Reading("") for _ in crops)


def test_the_ink_serves_engines_without_a_detector_only() -> None:
    page = blank()
    drawn = column(page, 60, 80, 20, 8)
    scan = Scan(page, "page.png")
    assert_same(detect_marks(scan, FakeEngine(finds_lines=False)).lines, drawn)
    assert detect_marks(scan, FakeEngine(finds_lines=True)).lines == ()
    assert detect_marks(Scan(blank(), "page.png"), FakeEngine(finds_lines=False)).lines == ()
