"""Which way up a page lies.

Turning a good page is the worst that can happen, so there are two hurdles. The first is cheap and
only raises a suspicion: lines that run down a page that is wider than high, or lines whose upper edge
is sharper than their lower one (Chinese and Latin print stand on a base, so that the lower edge is
the sharper one). The second decides: an engine reads a piece of the page as it lies and turned, and has to
read far better when it is turned. Known limits: an upside-down page of vertical text, and a wide page
that was turned to stand high, raise no suspicion.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from ocr_fix.engines.base import Engine
from ocr_fix.scan import Grey, Scan
from ocr_fix.skew import find_skew

Upright = Callable[[Grey], float]
"""How well an engine reads the characters of a picture as they stand: 0 not at all, 1 without doubt."""


_STRIPS, _ROWS = 25, 1600  # coarse enough to drown noise, fine enough to see a line's edges
_RIVALS = {
    1: (0, 3),
    2: (0,),
    3: (1,),  # not 0: engines know characters that lie on their backs, as vertical lines are given to them so
}
_LINES = 12  # to read
_LINE_RATIO = 3.0  # a line is so much longer than high
_MIN_CHARACTERS = 20  # fewer prove nothing


@dataclass(frozen=True, slots=True)
class TurnOptions:
    """When to suspect a page, and when to turn it."""

    min_edge_skewness: float = 0.05  # how much sharper lower edges are; print has 0.1 and more
    window_px: int = 1200  # side of the piece to read: some dozen lines, read in half a second
    min_score: float = 0.93  # print the right way up is read with 0.96 and more
    min_gain: float = 0.2  # over other ways up; upside down, print is read with 0.75 at most


def find_turn(pixels: Grey, vertical: bool, upright: Upright, options: TurnOptions = TurnOptions()) -> int:
    """By how many quarters the straight page is to be turned anticlockwise, 0 unless that is sure.

    `vertical` says that its lines run down the page.
    """
    turns = suspected_turns(pixels, vertical, options)
    if not turns:
        return 0
    window = _window(pixels, vertical, options)
    scores = {turn: upright(np.ascontiguousarray(np.rot90(window, turn))) for turn in (0, *turns)}
    best = max(turns, key=lambda turn: scores[turn])
    rival = max(scores[turn] for turn in _RIVALS[best])
    return best if scores[best] >= max(options.min_score, rival + options.min_gain) else 0


def suspected_turns(pixels: Grey, vertical: bool, options: TurnOptions = TurnOptions()) -> tuple[int, ...]:
    """The quarter turns anticlockwise that are worth a trial."""
    height, width = pixels.shape
    if vertical:
        return (1, 3) if width > height else ()
    return () if lower_edge_skewness(pixels) >= options.min_edge_skewness else (2,)


def lower_edge_skewness(pixels: Grey) -> float:
    """How much sharper the lower edges of lines are than the upper ones, about -1 to 1.

    It is the skewness of the change of brightness from row to row. Upside down, the page has the negative.
    """
    if min(pixels.shape) < 2:
        return 0.0
    strips = cv2.resize(pixels, (_STRIPS, _ROWS), interpolation=cv2.INTER_AREA).astype(np.float64)
    change = np.diff(strips, axis=0)
    spread = float(np.square(change).mean())
    return float((change**3).mean()) / spread**1.5 if spread > 0 else 0.0


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
        length = sum(len(reading.text) for reading in readings)
        if length < _MIN_CHARACTERS:
            return 0.0
        return sum(reading.confidence * len(reading.text) for reading in readings) / length

    return upright


def side_by_side(column: Grey) -> Grey:
    """The characters of a column of text, (H, W) with H > W, as a line."""
    height, width = column.shape
    ink = (column < 0.7 * column.max()).sum(axis=1)
    cuts = [0]
    while height - cuts[-1] > 1.4 * width:
        nearest, furthest = cuts[-1] + round(0.75 * width), cuts[-1] + round(1.35 * width)
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


def _window(pixels: Grey, vertical: bool, options: TurnOptions) -> Grey:
    """The piece of the page with the clearest lines of the page's direction."""
    height, width = pixels.shape
    side = options.window_px
    tops = np.linspace(0, max(height - side, 0), 3).astype(int)
    lefts = np.linspace(0, max(width - side, 0), 3).astype(int)
    pieces = [pixels[top : top + side, left : left + side] for top in tops for left in lefts]
    skews = [find_skew(piece, 1.0) for piece in pieces]
    clarity = [skew.confidence * (skew.vertical == vertical) for skew in skews]
    return pieces[int(np.argmax(clarity))]
