"""Cores that tie lines together are cut where the ink of drawn blocks is white along the lines."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.engines.lines import find_lines
from ocr_fix.engines.nets import untied
from ocr_fix.scan import Mask

GLYPH = 18
BETWEEN_CHARACTERS, BETWEEN_LINES = 4, 10
MARGIN = 60


def block(rows: int, columns: int) -> tuple[Mask, NDArray[np.float32]]:
    """The ink of horizontal lines of characters, and a map that ties them into one net."""
    pitch_x, pitch_y = GLYPH + BETWEEN_CHARACTERS, GLYPH + BETWEEN_LINES
    ink = np.zeros((rows * pitch_y + 2 * MARGIN, columns * pitch_x + 2 * MARGIN), bool)
    chances = np.zeros(ink.shape, np.float32)
    bottom, right = MARGIN + rows * pitch_y - BETWEEN_LINES, MARGIN + columns * pitch_x - BETWEEN_CHARACTERS
    for row in range(rows):
        top = MARGIN + row * pitch_y
        for column in range(columns):
            left = MARGIN + column * pitch_x
            ink[top : top + GLYPH, left : left + GLYPH] = True
            chances[MARGIN:bottom, left + 6 : left + 12] = 0.8
        chances[top + 5 : top + 13, MARGIN:right] = 0.8
    return ink, chances


def on_its_side(rows: int, columns: int) -> tuple[Mask, NDArray[np.float32]]:
    """The same with x and y exchanged: vertical lines."""
    ink, chances = block(rows, columns)
    return np.ascontiguousarray(ink.T), np.ascontiguousarray(chances.T)


def cores(chances: NDArray[np.float32]) -> int:
    return int(cv2.connectedComponents((chances > 0.3).astype(np.uint8))[0]) - 1


def test_a_net_of_horizontal_lines_is_untied_into_them() -> None:
    ink, chances = block(6, 12)
    assert cores(chances) == 1
    assert len(find_lines(chances, ink)) == 1
    boxes = find_lines(untied(chances, ink, GLYPH), ink)
    assert len(boxes) == 6
    assert all(box.width > 8 * box.height for box in boxes)


def test_a_net_of_vertical_lines_is_untied_into_them() -> None:
    ink, chances = on_its_side(6, 12)
    boxes = find_lines(untied(chances, ink, GLYPH), ink)
    assert len(boxes) == 6
    assert all(box.height > 8 * box.width for box in boxes)


def test_a_core_down_through_horizontal_lines_is_cut() -> None:
    ink, _ = block(6, 12)
    chances = np.zeros(ink.shape, np.float32)
    left = MARGIN + 5 * (GLYPH + BETWEEN_CHARACTERS)
    chances[MARGIN + 4 : ink.shape[0] - MARGIN - 12, left + 5 : left + 13] = 0.8
    assert cores(untied(chances, ink, GLYPH)) == 6


def test_a_core_along_a_vertical_line_stays() -> None:
    ink, _ = on_its_side(6, 12)
    chances = np.zeros(ink.shape, np.float32)
    left = MARGIN + 2 * (GLYPH + BETWEEN_LINES)
    chances[MARGIN + 4 : ink.shape[0] - MARGIN - 12, left + 5 : left + 13] = 0.8
    assert np.array_equal(untied(chances, ink, GLYPH), chances)


def test_plain_lines_and_empty_maps_stay_as_they_are() -> None:
    ink, chances = block(6, 12)
    apart = np.where(ink, np.float32(0.8), np.float32(0.0))
    for row in range(6):
        top = MARGIN + row * (GLYPH + BETWEEN_LINES)
        apart[top : top + GLYPH, MARGIN : ink.shape[1] - MARGIN - BETWEEN_CHARACTERS] = 0.8
    assert np.array_equal(untied(apart, ink, GLYPH), apart)
    empty = np.zeros_like(chances)
    assert np.array_equal(untied(empty, ink, GLYPH), empty)


def test_a_thick_headline_that_runs_down_is_left_alone() -> None:
    ink, _ = block(6, 12)
    chances = np.zeros(ink.shape, np.float32)
    chances[MARGIN : MARGIN + 150, MARGIN : MARGIN + 44] = 0.8
    assert np.array_equal(untied(chances, ink, GLYPH), chances)
