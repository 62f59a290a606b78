"""The angle of a page's text lines, from how neighbouring strips of the page fit each other.

The page is averaged into narrow upright strips; each becomes a profile of light and dark. Where
lines of text run through two strips, their profiles are the same but for a shift that grows with
the distance between them: the slope of the lines. Near strips tell the slope roughly, by the sum of
their correlations; then each pair of strips tells it finely, and the median of the pairs holds, so that
columns whose lines do not align are outvoted. How many pairs agree is the confidence. It is the projection
profile method (Postl 1986), strip by strip and without turning anything. Vertical text is measured
in strips that lie flat. Known limit: a page that is warped gets the angle of the middle of its lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from ocr_fix.scan import Grey

Floats = NDArray[np.float64]

_STRIPS = 160  # across the shorter side: a character wide on a page of 8 columns
_MIN_STRIP_PX = 4
_ROWS = 2000  # along a strip: a line is still ten rows high
_ROUGH_PAIRS = (2, 3, 4, 5, 6)  # distances in strips: near, so that most pairs lie in one column
_FINE_PAIRS = (4, 6, 8)
_STEP_DEG = 0.05
_FINE_STEPS = 8  # of a row
_LANCZOS = 6  # rows to both sides
_FINE_DEG = 0.7  # how far the rough angle may be off
_AGREE_DEG = 0.35  # lines of a curled page differ by as much
_PROFILE_STRIPS = 8  # the light around a line is averaged over this many strip widths
_NOISE_LEVEL = 8.0  # grey levels: paper that is flatter than this has no lines
_NOISE_POWER = 0.05  # of a profile, where lines have 0.2 and more


@dataclass(frozen=True, slots=True)
class Skew:
    """Lines fall to the right by `deg` (rise, where negative), columns of vertical text lean to
    the left by as much; `confidence` runs from 0 (no lines) to 1, `vertical` tells the direction."""

    deg: float = 0.0
    confidence: float = 0.0
    vertical: bool = False


def find_skew(pixels: Grey, max_deg: float) -> Skew:
    """The common angle of the lines of a page, searched up to `max_deg` to both sides.

    Good to 0.1 degrees, on print of 15 pixels and more to 0.05. Confidence is 0.15 and more on pages
    of text, 0.1 and less on noise and pictures; an empty page has none.
    """
    if pixels.size == 0:
        return Skew()
    across, down = _strips(pixels), _strips(pixels.T)
    steps = round(max_deg / _STEP_DEG)
    slopes = np.tan(np.radians(np.arange(-steps, steps + 1) * _STEP_DEG))
    fit_across, fit_down = across.fit(slopes), down.fit(slopes)
    vertical = bool(fit_down.max() > fit_across.max())
    strips, fit = (down, fit_down) if vertical else (across, fit_across)
    # Twice, since on a curled page the pairs near the rough slope are not yet those round the middle one.
    slope, _ = strips.fine_slope(float(slopes[fit.argmax()]))
    slope, confidence = strips.fine_slope(slope)
    if confidence == 0:
        return Skew()
    return Skew(math.degrees(math.atan(slope)) * (-1 if vertical else 1), confidence, vertical)


@dataclass(frozen=True, slots=True)
class _Strips:
    """The profiles' spectra (strips, frequencies), energies, length and, in rows, their distance."""

    spectra: NDArray[np.complex64]
    energy: Floats
    length: int
    distance: float

    def fit(self, slopes: Floats) -> Floats:
        """How well all strips fit their near neighbours at each slope, up to 1."""
        total = np.zeros(len(slopes))
        for pair in _ROUGH_PAIRS:
            if pair < len(self.energy):
                product = (np.conj(self.spectra[:-pair]) * self.spectra[pair:]).sum(axis=0)
                likeness = irfft(product, self.length) / (self.energy.mean() * (len(self.energy) - pair))
                total += _at(likeness, slopes * (pair * self.distance)) / len(_ROUGH_PAIRS)
        return total

    def fine_slope(self, rough: float) -> tuple[float, float]:
        """The median of the slopes at which single pairs fit best, near a rough slope, and how many agree."""
        pairs = [self._pair_slopes(rough, pair) for pair in _FINE_PAIRS if pair < len(self.energy)]
        if not pairs:
            return rough, 0.0
        slopes, likeness, energy = (np.concatenate(part) for part in zip(*pairs, strict=True))
        order = slopes.argsort()
        half = np.cumsum(likeness[order])
        if not len(order) or half[-1] <= 0:
            return rough, 0.0
        median = float(slopes[order][np.searchsorted(half, half[-1] / 2)])
        agree = np.abs(slopes - median) < math.radians(_AGREE_DEG)
        return median, float(likeness[agree].sum() / energy.sum())

    def _pair_slopes(self, rough: float, pair: int) -> tuple[Floats, Floats, Floats]:
        """The best slope of each pair of strips, how alike they are there, and how alike they could be."""
        likeness = irfft(np.conj(self.spectra[:-pair]) * self.spectra[pair:], self.length, axis=1)
        apart = pair * self.distance
        reach = max(math.radians(_FINE_DEG) * apart, 1.0)
        shifts = np.arange(rough * apart - reach, rough * apart + reach, 1 / _FINE_STEPS)
        near = _between(likeness, shifts)
        best = near[:, 1:-1].argmax(axis=1) + 1
        rows = np.arange(len(near))
        before, peak, after = (near[rows, best + side].astype(np.float64) for side in (-1, 0, 1))
        valid = (peak > 0) & (peak > before) & (peak >= after)
        bend = np.where(valid, before - 2 * peak + after, -1)
        vertex = (before - after) / (2 * bend * _FINE_STEPS)
        return (
            (shifts[best] + vertex) / apart,
            np.where(valid, peak, 0),
            np.sqrt(self.energy[:-pair] * self.energy[pair:]),
        )


def _strips(pixels: Grey) -> _Strips:
    profiles, distance = _profiles(pixels)
    length = next_fast_len(profiles.shape[1] + math.ceil(distance * max(_FINE_PAIRS) / 4), real=True)
    energy = np.square(profiles).sum(axis=1, dtype=np.float64) + _NOISE_POWER * profiles.shape[1]
    return _Strips(rfft(profiles, length, axis=1), energy, length, distance)


def _profiles(pixels: Grey) -> tuple[NDArray[np.float32], float]:
    """The strips' profiles (strips, rows), high-passed and of one contrast, and their distance in rows."""
    height, width = pixels.shape
    rows = min(height, _ROWS)
    count = max(min(width // _MIN_STRIP_PX, round(_STRIPS * max(width / height, 1))), 1)
    distance = width / count * rows / height
    means = cv2.resize(pixels, (count, rows), interpolation=cv2.INTER_AREA).T.astype(np.float32)
    window = round(_PROFILE_STRIPS * distance) | 1
    lines = means - cv2.blur(means, (window, 1))
    spread = np.sqrt(np.maximum(cv2.blur(np.square(lines), (4 * window, 1)), 0))
    return lines / (spread + np.float32(_NOISE_LEVEL)), distance


def _between(samples: NDArray[np.float32], places: Floats) -> NDArray[np.float32]:
    """Each row of `samples`, cyclic, at fractional places by Lanczos interpolation: a parabola through whole
    places would draw all pairs to the same side."""
    whole = np.arange(math.floor(places[0]) - _LANCZOS, math.ceil(places[-1]) + _LANCZOS + 1)
    away = places[None] - whole[:, None]
    kernel = np.sinc(away) * np.sinc(away / _LANCZOS) * (np.abs(away) < _LANCZOS)
    return samples[:, whole % samples.shape[1]] @ kernel.astype(np.float32)


def _at(samples: Floats, places: Floats) -> Floats:
    """Samples of a cyclic sequence at fractional places, by linear interpolation."""
    left = np.floor(places).astype(np.intp)
    part = places - left
    return (1 - part) * samples[left % len(samples)] + part * samples[(left + 1) % len(samples)]
