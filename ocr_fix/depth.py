"""Pixels of any bit depth brought to 8 bits, by the range that the picture really uses."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr_fix.scan import Grey

_BAND_ROWS = 512


def eight_bits(values: NDArray[Any], bits: int = 8) -> Grey:
    """Values of any depth as 0 to 255; white is the highest number of the bits that are in use."""
    if values.dtype == np.uint8 and bits == 8:
        return values
    bands = [slice(top, top + _BAND_ROWS) for top in range(0, len(values), _BAND_ROWS)]
    low, high = _value_range((values[band] for band in bands), bits)
    pixels = np.empty(values.shape, np.uint8)
    for band in bands:
        part = np.nan_to_num(values[band].astype(np.float32), nan=high, posinf=high, neginf=low)
        pixels[band] = np.clip((part - low) * (255 / (high - low)) + 0.5, 0, 255)
    return pixels


def _value_range(bands: Iterable[NDArray[Any]], bits: int) -> tuple[float, float]:
    """Black and white of a picture: 0 and 2^n - 1 (12-bit scans come in 16-bit files), 0 and 1 for
    floating values up to 1, the extremes where some are below 0."""
    low, high, floating = 0.0, 0.0, False
    for band in bands:
        floating = band.dtype.kind == "f"
        finite = band[np.isfinite(band)] if floating else band
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if low < 0:
        return low, max(high, low + 1)
    if floating and high <= 1:
        return 0.0, 1.0
    return 0.0, float(2 ** max(bits, math.ceil(math.log2(high + 1))) - 1)
