"""Columns that lean, as on a picture taken askew: measured from the edges of text lines.

Where lines are level, what stood upright on paper leans by an angle that changes evenly across the page: all
of it runs to one vanishing point. For each pair of angles (that of the page's middle, and how much more the
sides lean) the ends of all lines are moved along such columns to the height of the page's middle. Where the
angles are right, those of one column meet, and a histogram of the places has the most energy; it is a Hough
transform for pencils of lines. First and last characters vote apart, and have to agree. The homography
that moves the vanishing point to infinity and keeps lines level makes the columns upright.

Known limits: ragged text in one column shows too little and stays as it is; lines that are not level are for
`skew` and `curl`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr_fix.model import Box, Marks, Transform

Floats = NDArray[np.float64]

_STEPS = ((0.5, 1.0), (0.125, 0.5), (0.04, 0.3))
"""Angles are sought in such steps, in degrees, with histograms of such bins, in em: from rough to fine."""
_AROUND = 1.5  # of a rough step, where finer ones are sought
_PROOF_EM = 0.5  # the bins in which the gain is measured


@dataclass(frozen=True, slots=True)
class KeystoneOptions:
    """When columns count as leaning."""

    max_lean_deg: float = 4.0
    """Of the page's middle."""
    max_spread_deg: float = 4.5
    """More at the sides; a phone held so askew that the text's top is a fifth narrower has 4."""
    min_lean_deg: float = 1.2
    """At the sides: less is a character over a column's length, which strips of lines cope with."""
    min_gain: float = 1.3
    """Of the histograms' energy; upright pages have 1.0 to 1.2, leaning ones 1.3 and more."""
    min_lines: int = 40
    """Fewer meet by chance."""
    min_width_em: float = 3.0
    """Shorter lines are headings and last lines, and end anywhere."""


@dataclass(frozen=True, slots=True)
class Lean:
    """Columns lean to the right, going down, by `deg` in the page's middle and by `deg + spread_deg` at its
    right edge; `gain` is how much better they meet when that is undone, 1 for not at all."""

    deg: float
    spread_deg: float
    gain: float = 1.0

    @property
    def most_deg(self) -> float:
        """The largest lean on the page."""
        return abs(self.deg) + abs(self.spread_deg)


def find_lean(marks: Marks, options: KeystoneOptions = KeystoneOptions()) -> Lean | None:
    """How the columns of a page with level lines lean; None where they stand upright, or show too little."""
    em = marks.em
    ends = _ends(marks, options)
    if len(ends) < options.min_lines:
        return None
    best, reach = (0.0, 0.0), (options.max_lean_deg, options.max_spread_deg)
    for step_deg, bin_em in _STEPS:
        best = _search(ends, best, reach, step_deg, bin_em * em, marks.width)
        reach = (_AROUND * step_deg, _AROUND * step_deg)
    gain = min(
        _energy(side, best, _PROOF_EM * em, marks.width)
        / _energy(side, (0.0, 0.0), _PROOF_EM * em, marks.width)
        for side in (ends[:, [0, 2]], ends[:, [1, 2]])
    )
    lean = Lean(*best, gain)
    return lean if lean.most_deg >= options.min_lean_deg and gain >= options.min_gain else None


def upright_columns(size: tuple[int, int], lean: Lean) -> tuple[Transform, tuple[int, int]]:
    """The way back from the page with upright columns to the one of `size` (width, height) that leans,
    and the size that holds all of it."""
    width, height = size
    slant, narrow = _slopes((lean.deg, lean.spread_deg), width)
    middle = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1.0]])
    leaning = middle @ np.array([[1, slant, 0], [0, 1, 0], [0, narrow, 1.0]]) @ np.linalg.inv(middle)
    corners = np.linalg.inv(leaning) @ np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]])
    places = corners[:2] / corners[2]
    left, top = np.floor(places.min(axis=1))
    right, bottom = np.ceil(places.max(axis=1))
    back = leaning @ np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    a, b, c, d, e, f, g, h, _ = (float(part) for part in (back / back[2, 2]).ravel())
    return Transform(a, b, c, d, e, f, g=g, h=h), (int(right - left), int(bottom - top))


def _slopes(pair: tuple[float, float], width: int) -> tuple[float, float]:
    """The homography's parts: (X, Y) from the middle stands at (X + slant Y, Y) / (1 + narrow Y)."""
    return math.tan(math.radians(pair[0])), -2 / width * math.tan(math.radians(pair[1]))


def _ends(marks: Marks, options: KeystoneOptions) -> Floats:
    """Left, right and height of each body line from the page's middle, (lines, 3)."""
    lines = [line for line in marks.lines if _is_body(line, marks.em, options)]
    middle = np.array([marks.width / 2, marks.width / 2, marks.height / 2])
    ends = np.array([(line.left, line.right, line.centre_y) for line in lines], np.float64)
    return np.asarray(ends.reshape(-1, 3) - middle)


def _is_body(line: Box, em: float, options: KeystoneOptions) -> bool:
    return 0.5 * em < line.height < 1.6 * em and line.width > options.min_width_em * em


def _search(
    ends: Floats,
    middle: tuple[float, float],
    reach: tuple[float, float],
    step: float,
    bin_px: float,
    width: int,
) -> tuple[float, float]:
    """The pair of angles of most energy on a grid around `middle`, that nearest to it where several have."""
    degs, spreads = (
        at + step * np.arange(-round(far / step), round(far / step) + 1)
        for at, far in zip(middle, reach, strict=True)
    )
    pairs = [(float(deg), float(spread)) for deg in degs for spread in spreads]
    pairs.sort(key=lambda pair: (abs(pair[0] - middle[0]) + abs(pair[1] - middle[1]), pair))
    sides = (ends[:, [0, 2]], ends[:, [1, 2]])
    return max(pairs, key=lambda pair: sum(_energy(side, pair, bin_px, width) for side in sides))


def _energy(places: Floats, pair: tuple[float, float], bin_px: float, width: int) -> float:
    """How many of the places (X, Y) from the middle meet, moved to the height of the middle along columns
    that lean by `pair`: the sum of the squares of a histogram of linear bins."""
    slant, narrow = _slopes(pair, width)
    x, y = places.T
    down = y / (1 - narrow * y)
    at = (x * (1 + narrow * down) - slant * down) / bin_px
    at -= at.min()
    whole = np.floor(at).astype(np.intp)
    part = at - whole
    count = int(whole.max()) + 2
    votes = np.bincount(whole, 1 - part, count) + np.bincount(whole + 1, part, count)
    return float(np.square(votes).sum())
