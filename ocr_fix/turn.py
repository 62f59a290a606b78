"""Which way up a page lies.

Turning a good page is the worst that can happen, so there are two hurdles. The first is cheap: an
engine glances at a few lines as they lie, and a page of lines across that it reads well stays; lines that
run down are suspect only on a page that is wider than high, since vertical text looks like a page on
its side. The second decides: the engine reads a larger piece of the page as it lies and turned, and has to
read far better when it is turned. Known limits: an upside-down page of vertical text, and a wide page
that was turned to stand high, raise no suspicion.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ocr_fix.engines.base import Engine
from ocr_fix.scan import Grey, Scan
from ocr_fix.skew import find_skew

Upright = Callable[[Grey], float]
"""How well an engine reads the characters of a picture as they stand: 0 not at all, 1 without doubt."""


_RIVALS = {
    1: (0, 3),
    2: (0,),
    3: (1,),  # not 0: engines know characters that lie on their backs, as vertical lines are given to them so
}
_LINES = 8  # to read
_LINE_RATIO = 3.0  # a line is so much longer than high
_MIN_LENGTH = 20.0  # of all lines in line heights: less proves nothing
_MIN_RATE = 0.4  # characters in a square of the line; what is upside down gives fewer
_TRIALS = 3  # pieces of a page, where there is nothing to read in the first
_FULL_INK = 0.1  # the share of ink in print


@dataclass(frozen=True, slots=True)
class TurnOptions:
    """How much of a page to read, and when to turn it."""

    glance_px: int = 800  # side of the piece to glance at: a tenth of a second
    window_px: int = 1200  # side of the piece to read in doubt: half a second for each way up
    min_score: float = 0.93  # print the right way up is read with 0.95 and more
    min_gain: float = 0.2  # over other ways up; upside down, print is read with 0.75 at most


def find_turn(pixels: Grey, vertical: bool, upright: Upright, options: TurnOptions = TurnOptions()) -> int:
    """By how many quarters the straight page is to be turned anticlockwise, 0 unless that is sure.

    `vertical` says that its lines run down the page.
    """
    height, width = pixels.shape
    if vertical and width <= height:
        return 0
    if not vertical and upright(_windows(pixels, vertical, options.glance_px)[0]) >= options.min_score:
        return 0
    turns = (1, 3) if vertical else (2,)
    for window in _windows(pixels, vertical, options.window_px)[:_TRIALS]:
        scores = {turn: upright(np.ascontiguousarray(np.rot90(window, turn))) for turn in (0, *turns)}
        best = max(turns, key=scores.__getitem__)
        rival = max(scores[turn] for turn in _RIVALS[best])
        if scores[best] >= max(options.min_score, rival + options.min_gain):
            return best
        if max(scores.values()) >= options.min_score:
            break
    return 0


def engine_upright(engine: Engine) -> Upright:
    """An `Upright` that lets `engine` detect and read the longest lines of a picture.

    Lines that run down are taken apart and set side by side, so that it is characters on
    their feet that are read well, and not the turned lines of vertical text.
    """

    def upright(pixels: Grey) -> float:
        boxes = engine.detect(Scan(pixels, source=""))
        across = [box for box in boxes if box.width > _LINE_RATIO * box.height]
        down = [box for box in boxes if box.height > _LINE_RATIO * box.width]
        vertical = sum(box.area for box in down) > sum(box.area for box in across)
        longest = sorted(down if vertical else across, key=lambda box: -max(box.width, box.height))[:_LINES]
        crops = [pixels[box.top : box.bottom, box.left : box.right] for box in longest]
        readings = engine.read([side_by_side(crop) for crop in crops] if vertical else crops)
        length = sum(max(box.width / box.height, box.height / box.width) for box in longest)
        if length < _MIN_LENGTH:
            return 0.0
        characters = sum(len(reading.text) for reading in readings)
        certain = sum(reading.confidence * len(reading.text) for reading in readings)
        return certain / max(characters, _MIN_RATE * length)

    return upright


def side_by_side(column: Grey) -> Grey:
    """The characters of a column of text, (H, W) with H > W, as a line."""
    height, width = column.shape
    ink = (column < 0.7 * column.max()).sum(axis=1)
    cuts = [0]
    while height - cuts[-1] > 1.4 * width:
        nearest, furthest = cuts[-1] + round(0.75 * width), cuts[-1] + math.ceil(1.35 * width)
        cuts.append(nearest + int(ink[nearest:furthest].argmin()))
    cells = np.split(column, cuts[1:])
    line = max(cell.shape[0] for cell in cells)
    paper = int(np.percentile(column, 90))
    spare = ((line - cell.shape[0]) // 2 for cell in cells)
    padded = [
        np.pad(cell, ((top, line - cell.shape[0] - top), (0, 0)), constant_values=paper)
        for cell, top in zip(cells, spare, strict=True)
    ]
    return np.concatenate(padded, axis=1)


def _windows(pixels: Grey, vertical: bool, side: int) -> list[Grey]:
    """Pieces of the page, first those with clear lines of the page's direction and enough ink."""
    height, width = pixels.shape
    tops = np.linspace(0, max(height - side, 0), 3).astype(int)
    lefts = np.linspace(0, max(width - side, 0), 3).astype(int)
    pieces = [pixels[top : top + side, left : left + side] for top in tops for left in lefts]
    dark = 0.6 * float(np.percentile(pixels[::16, ::16], 75))
    clarity = []
    for piece in pieces:
        skew = find_skew(piece, 1.0)
        ink = float((piece[::4, ::4] < dark).mean())
        clarity.append(skew.confidence * min(ink, _FULL_INK) * (skew.vertical == vertical))
    order = np.argsort(clarity)[::-1]
    return [np.ascontiguousarray(pieces[index]) for index in order]
