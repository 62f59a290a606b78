"""RapidOCR's models (PP-OCRv6 small), which read simplified and traditional Chinese, Japanese
and the languages in Latin letters.

The models come inside the `rapidocr` package; they are run here directly, since that package
shrinks a page to 2000 pixels, keeps at most 1000 boxes, sorts by rows and writes log lines.
The page is detected at the scale where body characters are as high as the detector likes best,
in overlapping tiles whose maps are joined before boxes are drawn, so that no line ends at a seam.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.engines.base import Reading
from ocr_fix.engines.lines import Chances, LineOptions, find_lines
from ocr_fix.engines.session import Session, Tensor, choose_backend, open_session
from ocr_fix.errors import EngineError
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Mask, Scan

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
READ_HEIGHT_PX = 48
STRIDE_PX = 8
INSTALL = "pip install rapidocr"


@dataclass(frozen=True, slots=True)
class RapidOptions:
    """How a page is scaled and cut up for the models."""

    tile_px: int = 1280
    """Side of a tile in pixels of the scaled page: larger ones only cost memory."""
    overlap_px: int = 128
    """What neighbouring tiles share; the detector sees about half of it around a pixel."""
    padding_ratio: float = 0.08
    """White round a crop, in crop heights: the recogniser was taught on crops with a margin."""
    max_ratio: float = 40.0
    """Width over height of the longest piece that is read at once."""
    lines: LineOptions = LineOptions()


class RapidEngine:
    """RapidOCR's detector and recogniser, both loaded once.

    Raises:
        EngineError: RapidOCR, a model or a runtime is missing.
    """

    def __init__(
        self,
        language: str = "chi_sim+eng",
        backend: str = "auto",
        threads: int = 0,
        options: RapidOptions = RapidOptions(),
    ) -> None:
        self._options = options
        self.language = language
        self.backend = choose_backend(backend)
        models = model_folder()
        self._detector: Session = open_session(models / DETECTOR, self.backend, threads)
        self._reader: Session = open_session(models / RECOGNISER, self.backend, threads)
        self._alphabet = ("", *self._reader.characters, " ")

    @property
    def name(self) -> str:
        return f"rapidocr {version('rapidocr')} ({self.backend})"

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        if not scan.pixels.size:
            return ()
        chances = self._chances(scan.pixels)
        return find_lines(chances, _ink(scan.pixels), self._options.lines)

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        order = sorted(
            range(len(crops)), key=lambda index: -crops[index].shape[1] / max(1, crops[index].shape[0])
        )
        readings = [Reading("", 0.0)] * len(crops)
        inputs = (self._prepared(crops[index]) for index in order)
        for index, (best, chance) in zip(order, self._reader.run(inputs, _best), strict=True):
            readings[index] = self._decoded(best, chance)
        return tuple(readings)

    def _chances(self, pixels: Grey) -> Chances:
        """The detector's map of the page, at the page's own scale."""
        height, width = pixels.shape
        chances = np.zeros((height, width), np.float32)
        tiles = list(_tiles(width, height, self._options.tile_px, self._options.overlap_px))
        maps = self._detector.run(
            (_detector_input(pixels, tile) for tile in tiles), lambda out: out[0, 0].copy()
        )
        margin = self._options.overlap_px // 2
        for tile, chance in zip(tiles, maps, strict=True):
            left = tile.left + (margin if tile.left else 0)
            top = tile.top + (margin if tile.top else 0)
            part = chance[top - tile.top : tile.height, left - tile.left : tile.width]
            chances[top : tile.bottom, left : tile.right] = part
        return chances

    def _prepared(self, crop: Grey) -> Tensor:
        """The crop with a white margin as the recogniser wants it: (1, 3, 48, W), -1..1."""
        height, width = crop.shape
        margin = round(self._options.padding_ratio * height)
        crop = cv2.copyMakeBorder(crop, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
        scale = READ_HEIGHT_PX / crop.shape[0]
        target = max(STRIDE_PX * 2, -(-round(crop.shape[1] * scale) // STRIDE_PX) * STRIDE_PX)
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        resized = cv2.resize(crop, (target, READ_HEIGHT_PX), interpolation=how)
        return _normalised(resized)

    def _decoded(self, best: NDArray[np.int64], chance: NDArray[np.float32]) -> Reading:
        """CTC: repeats are one character, class 0 is none."""
        keep = best != 0
        keep[1:] &= best[1:] != best[:-1]
        text = "".join(self._alphabet[index] for index in best[keep])
        return Reading(text, float(chance[keep].mean()) if text else 0.0)


def model_folder() -> Path:
    """The folder of the models inside the installed `rapidocr` package, which is not imported.

    Raises:
        EngineError: the package is not installed.
    """
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"RapidOCR is not installed; run: {INSTALL}")
    return Path(next(iter(spec.submodule_search_locations))) / "models"


def installed_version() -> str:
    """The installed version of RapidOCR, empty where there is none."""
    try:
        return version("rapidocr")
    except PackageNotFoundError:
        return ""


def _tiles(width: int, height: int, side: int, overlap: int) -> Iterator[Box]:
    step = side - overlap
    for top in range(0, max(1, height - overlap), step):
        for left in range(0, max(1, width - overlap), step):
            yield Box(left, top, min(width, left + side), min(height, top + side))


def _detector_input(pixels: Grey, tile: Box) -> Tensor:
    part = pixels[tile.top : tile.bottom, tile.left : tile.right]
    down, right = -part.shape[0] % 32, -part.shape[1] % 32
    return _normalised(cv2.copyMakeBorder(part, 0, down, 0, right, cv2.BORDER_REPLICATE))


def _normalised(grey: Grey) -> Tensor:
    plane = grey.astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(np.broadcast_to(plane, (1, 3, *plane.shape)))


def _best(output: Tensor) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    best = output[0].argmax(axis=1)
    return best, output[0][np.arange(len(best)), best]


def _ink(pixels: Grey) -> Mask:
    return cv2.adaptiveThreshold(pixels, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 63, 15) > 0
