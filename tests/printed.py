"""Pages printed in code: characters are small drawn grids, so that type has strokes but needs no font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ocr_fix.engines.base import Reading
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Mask, Scan

EM = 18
"""The height of a body line, in pixels of a sheet."""
PAPER = 235
INK = 40


@dataclass(eq=False)
class Sheet:
    """A page being printed: `grey` uint8 (H, W), and the true box of each line."""

    grey: Grey
    lines: list[Box] = field(default_factory=list)

    @property
    def ink(self) -> Mask:
        return np.asarray(self.grey < 128)

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(self.lines)

    def paint(self, left: int, top: int, right: int, bottom: int, grey: int = INK) -> Box:
        self.grey[top:bottom, left:right] = grey
        return Box(left, top, right, bottom)

    def frame(self, left: int, top: int, right: int, bottom: int, thick: int = 2) -> Box:
        """A frame's four sides."""
        for x in (left, right - thick):
            self.paint(x, top, x + thick, bottom)
        for y in (top, bottom - thick):
            self.paint(left, y, right, y + thick)
        return Box(left, top, right, bottom)

    def type(self, left: int, top: int, count: int, size: int = EM, pitch: int = 0, grey: int = INK) -> Box:
        """`count` characters from `left`, `pitch` pixels apart; not counted as a line."""
        step, thick = pitch or size, max(2, size // 9)
        for x in range(left, left + count * step, step):
            right, bottom = x + size - thick, top + size
            for place in (x, right - thick):
                self.paint(place, top, place + thick, bottom, grey)
            for place in (top, (top + bottom) // 2 - thick // 2, bottom - thick):
                self.paint(x, place, right, place + thick, grey)
        return Box(left, top, left + (count - 1) * step + size - thick, top + size)

    def line(self, left: int, top: int, count: int, size: int = EM, pitch: int = 0) -> Box:
        """The same as a line of text."""
        self.lines.append(self.type(left, top, count, size, pitch))
        return self.lines[-1]

    def column(self, left: int, top: int, count: int, rows: int, leading: int = 27) -> tuple[Box, ...]:
        """`rows` lines of `count` characters under one another."""
        return tuple(self.line(left, top + row * leading, count) for row in range(rows))

    def scan(self) -> Scan:
        return Scan(self.grey, "page")


def sheet(width: int = 800, height: int = 900) -> Sheet:
    return Sheet(np.full((height, width), PAPER, np.uint8))


@dataclass(eq=False)
class FixedEngine:
    """An engine with fixed boxes and readings that keeps the crops it was given."""

    boxes: tuple[Box, ...] = ()
    readings: tuple[Reading, ...] = ()
    crops: list[Grey] = field(default_factory=list)
    calls: int = 0
    name: str = "fixed"
    finds_lines: bool = True

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        assert scan.pixels.ndim == 2
        return self.boxes

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        self.calls += 1
        self.crops.extend(crops)
        return self.readings or tuple(Reading(f"line {number}") for number in range(len(crops)))
