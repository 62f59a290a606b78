"""The angle of a page's text lines, from how neighbouring strips of the page fit each other.

The page is averaged into narrow upright strips; each becomes a profile of light and dark. Where
lines of text run through two strips, their profiles are the same but for a shift that grows with
the distance between them: the slope of the lines. All pairs of strips up to a column's width apart
are correlated at once by Fourier transform, so that columns whose lines do not align do not disturb
one another. It is the projection profile method (Postl 1986), column by column and without turning
anything. Vertical text is measured in strips that lie flat. Known limit: a page that is warped gets
the angle of most of its lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.scan import Grey

Floats = NDArray[np.float64]

_STRIPS = 80  # across the shorter side: two characters wide on a page of 8 columns
_PAIRS = (1, 2, 3, 4, 6, 8, 10, 12)  # in strips; the widest is a column of a broadsheet
_STEP_DEG = 0.02
_FINE = 4  # the correlation is sampled at quarters of a pixel
_PROFILE_RATIO = 2  # the light around a line is averaged over this many strip widths
_NOISE_LEVEL = 8.0  # grey levels: paper that is flatter than this has no lines


@dataclass(frozen=True, slots=True)
class Skew:
    """Lines fall to the right by `deg` (rise, where negative), columns of vertical text lean to
    the left by as much; `confidence` runs from 0 (no lines) to 1, `vertical` tells the direction."""

    deg: float = 0.0
    confidence: float = 0.0
    vertical: bool = False


def find_skew(pixels: Grey, max_deg: float) -> Skew:
    """The common angle of the lines of a page, searched up to `max_deg` to both sides.

    Good to 0.05 degrees on print of 15 pixels and more. Confidence is above 0.3 on
    pages of text and below 0.1 on noise and soft pictures; an empty page has confidence 0.
    """
    if pixels.size == 0:
        return Skew()
    across = _strip_skew(pixels, max_deg)
    down = _strip_skew(pixels.T, max_deg)
    if down.confidence > across.confidence:
        return Skew(-down.deg, down.confidence, vertical=True)
    return across


def _strip_skew(pixels: Grey, max_deg: float) -> Skew:
    """The angle of lines that cross the strips."""
    profiles, strip = _profiles(pixels)
    count, length = profiles.shape
    pairs = [pair for pair in _PAIRS if pair < count]
    energy = float(np.square(profiles).sum()) / count
    if len(pairs) < len(_PAIRS) or energy == 0:
        return Skew()
    steps = round(max_deg / _STEP_DEG)
    angles = np.arange(-steps, steps + 1) * _STEP_DEG
    slopes = np.tan(np.radians(angles))
    padded = cv2.getOptimalDFTSize(length + int(slopes[-1] * strip * pairs[-1]) + 1)
    spectrum = np.fft.rfft(profiles, padded, axis=1)
    fit = np.zeros(len(angles))
    for pair in pairs:
        product = (np.conj(spectrum[:-pair]) * spectrum[pair:]).sum(axis=0)
        likeness = np.fft.irfft(product, _FINE * padded) * (_FINE / energy / (count - pair))
        fit += _at(likeness, slopes * (pair * strip * _FINE)) / len(pairs)
    best = int(fit.argmax())
    return Skew(float(angles[best]), max(float(fit[best]), 0.0))


def _profiles(pixels: Grey) -> tuple[Floats, float]:
    """The strips' profiles (strips, length), high-passed and of one contrast, and the strips' width."""
    height, width = pixels.shape
    strip = int(np.clip(round(min(height, width) / _STRIPS), 4, 64))
    count = max(width // strip, 1)
    means = cv2.resize(pixels, (count, height), interpolation=cv2.INTER_AREA).T.astype(np.float32)
    window = 2 * strip * _PROFILE_RATIO // 2 + 1
    lines = means - cv2.blur(means, (window, 1))
    spread = np.sqrt(np.maximum(cv2.blur(np.square(lines), (4 * window, 1)), 0))
    return (lines / (spread + _NOISE_LEVEL)).astype(np.float64), width / count


def _at(samples: Floats, places: Floats) -> Floats:
    """Samples of a cyclic sequence at fractional places, by linear interpolation."""
    left = np.floor(places).astype(np.intp)
    part = places - left
    return (1 - part) * samples[left % len(samples)] + part * samples[(left + 1) % len(samples)]
