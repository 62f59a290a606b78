"""The one type that holds pixels; it never leaves the worker that loaded it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr_fix.model import Step, Transform

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """A page image: `pixels` uint8 (H, W), 0 black to 255 white.

    `transform` leads from this frame to the picture as given (EXIF turn included); `dpi` is
    0 where the file says nothing; `steps` tell what was done; `given_size` is the width and height of
    the picture as given where the scan is a part of it.
    """

    pixels: Grey
    source: str
    number: int = 1
    dpi: float = 0.0
    transform: Transform = Transform()
    steps: tuple[Step, ...] = ()
    given_size: tuple[int, int] | None = None

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])
