"""Curl: lines that bend over the page, measured from how its strips fit each other, and undone.

The page is averaged into narrow upright strips, as for skew, and each strip into a profile of light and
dark. In every cell of a coarse grid the shift at which a strip's profile fits that of a strip further right
is the slope of the lines there, and how well it fits is its weight. One smooth field of upward and
downward shifts, a sum of products of Legendre polynomials, is fitted to all slopes at once; slopes that
disagree with it (columns out of step, pictures) lose their weight. The profiles are bent flat by the
field and measured again, finer. Whether their lines then fit one another over a longer distance is the
proof. Sources: skew by cross-correlation of strips (Yan 1993), robust least squares (Holland and
Welsch 1977).

Known limits: only shifts up and down are undone, not those to the sides; vertical text is not measured;
lines that slope by more than 6 degrees, as deep in the fold of a thick book, are lifted in part only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from ocr_fix.model import Bend
from ocr_fix.scan import Grey

Floats = NDArray[np.float64]
Profiles = NDArray[np.float32]

_STRIPS = 160  # across the shorter side: half a character wide on a page of 4 columns
_MIN_STRIP_PX = 4
_ROWS = 2000  # along a strip: a line is still ten rows high
_LIGHT_STRIPS = 8  # the light around a line is averaged over this many strip widths
_NOISE_GREY = 8.0  # paper that is flatter than this has no lines
_NOISE_POWER = 0.05  # of a profile, where lines have 0.2 and more
_PASSES = ((4, 6.5), (8, 2.0))  # distance in strips, and how far slopes are sought, in degrees
_PROOF_STRIPS = 8
_CELL_STRIPS = 5
_CELL_ROWS = 60  # two to four lines
_ORDERS_X, _ORDERS_Y = 8, 5
_ROUNDS = 5  # of reweighting: later ones change nothing
_SPREAD = 3.0  # of the median residual: slopes further off lose three quarters of their weight
_STIFFNESS = 1e-3  # weight of the field's bending against that of the slopes
_NODES = 15  # to each side, where the field's bending is taken
_BAND_ROWS = 256  # resampled at a time, which keeps the maps small


@dataclass(frozen=True, slots=True)
class CurlOptions:
    """When a page counts as curled."""

    min_depth_ratio: float = 0.001
    """Of the page's height: less is a tenth of a line, which detectors don't notice."""
    min_likeness: float = 0.12
    """Flat print has 0.25 and more, photos, noise and vertical text 0.06 at most."""
    max_loss: float = 0.01
    """Of likeness, by resampling: a field that loses more fits worse than none."""


@dataclass(frozen=True, slots=True)
class Curl:
    """How a page bends: lines are shifted by up to `depth_px`, but for a twentieth of them, and fit
    themselves by `likeness`, 1 at best, once the bend is undone."""

    bend: Bend
    depth_px: float
    likeness: float

    @property
    def mean_deg(self) -> float:
        """How far all lines together fall to the right, negative where they rise: the page's skew."""
        return math.degrees(math.atan(self.bend.waves[0][0] * 2 / self.bend.width))


@dataclass(frozen=True, slots=True)
class _Slopes:
    """The slopes of cells at (u, v), both in -1..1, as rise in rows over half the page's width; and
    their weights in 0..1."""

    u: Floats
    v: Floats
    rise: Floats
    weight: Floats


def find_curl(pixels: Grey, options: CurlOptions = CurlOptions()) -> Curl | None:
    """How a page of horizontal lines bends against its own mean angle; None where it is flat, or where
    too few lines show it. The bend's frame is that of `pixels`, uint8 (H, W)."""
    height, width = pixels.shape
    if min(height, width) < _MIN_STRIP_PX * _PROOF_STRIPS * 2:
        return None
    given, distance = _profiles(pixels)
    before = _likeness(given)
    rows = given.shape[0]
    profiles, depth, field = given, 0.0, np.zeros((_ORDERS_X, _ORDERS_Y))
    for strips, reach_deg in _PASSES:
        reach = math.ceil(math.tan(math.radians(reach_deg)) * strips * distance) + 1
        cells = _slopes(profiles, strips, reach)
        field = field + _fitted(cells)
        depth = _depth(field, cells)
        if depth < options.min_depth_ratio * rows:
            return None
        profiles = _bent(given, field)
    after = _likeness(profiles)
    if after < max(options.min_likeness, before - options.max_loss):
        return None
    waves = tuple(tuple(float(part) for part in wave) for wave in (field * (height / rows)).round(4))
    return Curl(Bend(width, height, waves), depth * height / rows, after)


def flattened(pixels: Grey, bend: Bend, paper: int = 255) -> tuple[Grey, Bend]:
    """The page with `bend` undone, high enough to hold all of it, and the bend in the new frame.

    `pixels` is uint8 (H, W) in the bend's frame; new room is as bright as `paper`.
    """
    height, width = pixels.shape
    waves = np.array(bend.waves)
    across = legendre.legvander(_places(width), len(waves))[:, 1:]
    order = waves.shape[1] - 1
    upper, lower = (across @ (waves @ legendre.legvander([end], order)[0]) for end in (-1.0, 1.0))
    above, below = math.ceil(max(upper.max(), 0.0)), math.ceil(max(-lower.min(), 0.0))
    lifts = (waves.T @ across.T).astype(np.float32)
    flat = np.empty((height + above + below, width), np.uint8)
    columns = np.tile(np.arange(width, dtype=np.float32), (_BAND_ROWS, 1))
    places = np.clip((np.arange(len(flat)) - above + 0.5) * 2 / height - 1, -1, 1)
    down = legendre.legvander(places, order).astype(np.float32)
    for top in range(0, len(flat), _BAND_ROWS):
        band = flat[top : top + _BAND_ROWS]
        rows = down[top : top + len(band)] @ lifts
        rows += np.arange(top - above, top - above + len(band), dtype=np.float32)[:, None]
        cv2.remap(
            pixels,
            columns[: len(band)],
            rows,
            cv2.INTER_LINEAR,
            dst=band,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=paper,
        )
    return flat, Bend(bend.width, bend.height, bend.waves, bend.top + above)


def _places(count: int) -> Floats:
    """The centres of `count` equal parts of -1..1."""
    return (np.arange(count, dtype=np.float64) + 0.5) * (2 / count) - 1


def _profiles(pixels: Grey) -> tuple[Profiles, float]:
    """The strips' profiles (rows, strips), high-passed and of one contrast, and their distance in rows."""
    height, width = pixels.shape
    rows = min(height, _ROWS)
    count = max(min(width // _MIN_STRIP_PX, round(_STRIPS * max(width / height, 1))), 1)
    distance = width / count * rows / height
    means = cv2.resize(pixels, (count, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    window = round(_LIGHT_STRIPS * distance) | 1
    lines = means - cv2.blur(means, (1, window))
    spread = np.sqrt(np.maximum(cv2.blur(np.square(lines), (1, 4 * window)), 0))
    profiles = cv2.blur(lines / (spread + np.float32(_NOISE_GREY)), (3, 1))
    return np.asarray(profiles, np.float32), distance


def _slopes(profiles: Profiles, strips: int, reach: int) -> _Slopes:
    """The slope of each cell from strips so far apart, sought up to `reach` rows to both sides."""
    rows, count = profiles.shape
    left, right = profiles[:, :-strips], profiles[:, strips:]
    cells = (max(left.shape[1] // _CELL_STRIPS, 1), max(rows // _CELL_ROWS, 1))
    energy = np.sqrt(_means(left * left, cells) * _means(right * right, cells)) + _NOISE_POWER
    shifts = range(-reach, reach + 1)
    padded = cv2.copyMakeBorder(right, reach, reach, 0, 0, cv2.BORDER_CONSTANT, value=0)
    likeness = np.stack([_means(left * padded[reach + at : reach + at + rows], cells) for at in shifts])
    likeness /= energy
    best = likeness[1:-1].argmax(axis=0) + 1
    before, peak, after = (np.take_along_axis(likeness, (best + at)[None], 0)[0] for at in (-1, 0, 1))
    valid = (peak > 0) & (peak > before) & (peak >= after)
    bend = np.where(valid, before - 2 * peak + after, -1)
    shift = best - reach + (before - after) / (2 * bend)
    u = ((_places(cells[0]) + 1) * left.shape[1] + strips) / count - 1
    grid = np.meshgrid(u, _places(cells[1]))
    weight = np.square(np.where(valid, np.clip(peak, 0, 1), 0))
    parts = (*grid, shift * (count / 2 / strips), weight)
    return _Slopes(*(part.ravel().astype(np.float64) for part in parts))


def _means(values: Profiles, cells: tuple[int, int]) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(values, cells, interpolation=cv2.INTER_AREA), np.float32)


def _likeness(profiles: Profiles) -> float:
    """How well strips fit those a little further right without a shift, 1 at best."""
    left, right = profiles[:, :-_PROOF_STRIPS], profiles[:, _PROOF_STRIPS:]
    energy = float(np.square(profiles).mean()) + _NOISE_POWER
    return float((left * right).mean()) / energy


def _fitted(cells: _Slopes) -> Floats:
    """The smooth field (orders across, orders down) in rows whose slopes are those of the cells.

    Legendre polynomials of order 1 and more across have no mean, so that no row moves as a whole.
    """
    if not cells.weight.any():
        return np.zeros((_ORDERS_X, _ORDERS_Y))
    terms = _terms(cells.u, cells.v, (1, 0))
    nodes = np.meshgrid(_places(_NODES), _places(_NODES))
    u, v = nodes[0].ravel(), nodes[1].ravel()
    bending = np.concatenate((_terms(u, v, (2, 0)), _terms(u, v, (1, 1))))
    stiffness = _STIFFNESS / len(u) * _squared(bending, np.ones(len(bending)))
    stiffness += 1e-9 * np.eye(len(stiffness))
    weight, best = cells.weight, np.zeros(len(stiffness))
    for _ in range(_ROUNDS):
        normal = _squared(terms, weight) + weight.sum() * stiffness
        best = np.linalg.solve(normal, (weight * cells.rise) @ terms)
        off = np.abs(cells.rise - terms @ best)
        usual = _SPREAD * float(np.median(off[cells.weight > 0])) + 1e-6
        weight = cells.weight / np.square(1 + np.square(off / usual))
    return best.reshape(_ORDERS_X, _ORDERS_Y)


def _squared(terms: Floats, weight: Floats) -> Floats:
    """The weighted normal matrix; through OpenCV, since threads of a BLAS cost more than they gain here."""
    return np.asarray(cv2.mulTransposed(terms * np.sqrt(weight)[:, None], True), np.float64)


def _terms(u: Floats, v: Floats, derivatives: tuple[int, int]) -> Floats:
    """Each term of the field, derived so often across and down, at places (u, v): (places, terms)."""
    across = _polynomials(u, _ORDERS_X + 1, derivatives[0])[:, 1:]
    down = _polynomials(v, _ORDERS_Y, derivatives[1])
    return np.asarray(across[:, :, None] * down[:, None, :]).reshape(len(u), -1)


def _polynomials(places: Floats, count: int, derivative: int) -> Floats:
    return np.asarray(legendre.legval(places, legendre.legder(np.eye(count), derivative)).T)


def _depth(field: Floats, cells: _Slopes) -> float:
    """How far lines are shifted at most, in rows, but for a twentieth of them."""
    lift = np.abs(_terms(cells.u, cells.v, (0, 0)) @ field.ravel())
    order = lift.argsort()
    weight = np.cumsum(cells.weight[order])
    return float(lift[order][np.searchsorted(weight, 0.95 * weight[-1])]) if weight[-1] > 0 else 0.0


def _bent(profiles: Profiles, field: Floats) -> Profiles:
    """The profiles with `field` undone."""
    rows, count = profiles.shape
    across = legendre.legvander(_places(count), _ORDERS_X)[:, 1:]
    down = legendre.legvander(_places(rows), _ORDERS_Y - 1)
    y = (down @ field.T @ across.T + np.arange(rows)[:, None]).astype(np.float32)
    x = np.tile(np.arange(count, dtype=np.float32), (rows, 1))
    return np.asarray(cv2.remap(profiles, x, y, cv2.INTER_LINEAR), np.float32)
