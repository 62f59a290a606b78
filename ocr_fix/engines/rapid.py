"""RapidOCR's models (PP-OCRv6 small), which read simplified and traditional Chinese, Japanese
and the languages in Latin letters.

The models come inside the `rapidocr` package; they are run here directly, since that package
shrinks a page to 2000 pixels, keeps at most 1000 boxes, sorts by rows and writes log lines.
The page is detected at the scale where body characters are as high as the detector likes best,
in overlapping tiles whose maps are joined before boxes are drawn, so that no line ends at a seam.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from ocr_fix.engines.base import Reading
from ocr_fix.engines.languages import RAPID, parse_languages
from ocr_fix.engines.lines import Chances, LineOptions, find_lines, glyph_height, ink_of
from ocr_fix.engines.nets import untied
from ocr_fix.engines.pieces import join_pieces, with_large
from ocr_fix.engines.session import Session, Tensor, check_model, choose_backend, open_session
from ocr_fix.errors import EngineError
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
READ_HEIGHT_PX = 48
STRIDE_PX = 8
MIN_CROP_PX = 4
INSTALL = "pip install rapidocr onnxruntime"


@dataclass(frozen=True, slots=True)
class RapidOptions:
    """How a page is scaled and cut up for the models."""

    glyph_px: float = 18.0
    """How high body characters stand before the detector: from 14 to 20 no line of the drawn pages is
    missed and the fewest are torn; larger costs time, smaller loses notes half that size."""
    max_enlargement: float = 2.0
    """Very small type is enlarged at most so much; more adds no detail."""
    coarse_factor: int = 4
    """How much smaller the page is for the second look, which sees large headlines whole."""
    tile_px: int = 1280
    """The longest side of a tile of the scaled page: larger ones only cost memory."""
    overlap_px: int = 128
    """What neighbouring tiles share at least; the detector needs half of it around a pixel."""
    padding_ratio: float = 0.08
    """White round a crop, in crop heights: the recogniser was taught on crops with a margin."""
    max_ratio: float = 200.0
    """Width over height of the longest line; what is longer is a rule, and squeezed. Lines of sixty
    words in one piece lose nothing."""
    width_step_px: int = 32
    """Crops are filled up to a multiple of this width, so that a runtime prepares itself for few
    widths: eight times the steps cost half as much memory again."""
    lines: LineOptions = field(default_factory=LineOptions)


class RapidDetector:
    """RapidOCR's detector of text lines, which is good for other recognisers too.

    Raises:
        EngineError: RapidOCR, its model or a runtime is missing.
    """

    def __init__(
        self, backend: str = "auto", threads: int = 0, options: RapidOptions = RapidOptions()
    ) -> None:
        self._options = options
        model = model_folder() / DETECTOR
        self._session: Session = open_session(model, choose_backend(backend), threads, many=False)

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        glyph = glyph_height(scan.pixels)
        if not glyph:
            return ()
        options = self._options
        scale = min(options.max_enlargement, options.glyph_px / glyph)
        ink = ink_of(scan.pixels, glyph)
        small = _resized(scan.pixels, scale)
        fine = find_lines(untied(self._chances(small), ink, glyph * scale), ink, options.lines)
        coarse = find_lines(self._chances(_resized(small, 1 / options.coarse_factor)), ink, options.lines)
        boxes = join_pieces(with_large(fine, coarse, glyph), glyph)
        return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))

    def _chances(self, pixels: Grey) -> Chances:
        """The detector's map of `pixels`, at their scale: each tile gives its middle."""
        height, width = pixels.shape
        chances = np.zeros((height, width), np.float32)
        tiles = _tiles(width, height, self._options)
        inputs = (_detector_input(pixels, tile) for tile in tiles)
        margin = self._options.overlap_px // 2
        for tile, chance in zip(tiles, self._session.run(inputs, _first_map), strict=True):
            left, top = (tile.left and tile.left + margin), (tile.top and tile.top + margin)
            part = chance[top - tile.top : tile.height, left - tile.left : tile.width]
            chances[top : tile.bottom, left : tile.right] = part
        return chances


class RapidEngine:
    """RapidOCR's detector and recogniser, both loaded once, when a page first needs them: pages whose text
    is known never do.

    The one model reads all of its languages at once; `language` is only checked.

    Raises:
        InputError: it knows no such language.
        EngineError: RapidOCR, a model or a runtime is missing, or, later, does not load.
    """

    finds_lines = True

    def __init__(
        self,
        language: str = "chi_sim+eng",
        backend: str = "auto",
        threads: int = 0,
        options: RapidOptions = RapidOptions(),
    ) -> None:
        parse_languages(language, RAPID, "RapidOCR")
        self._options = options
        self._backend = choose_backend(backend)
        self._threads = threads
        self._models = model_folder()
        check_model(self._models / DETECTOR)
        check_model(self._models / RECOGNISER)

    @cached_property
    def _detector(self) -> RapidDetector:
        return RapidDetector(self._backend, self._threads, self._options)

    @cached_property
    def _reader(self) -> Session:
        return open_session(self._models / RECOGNISER, self._backend, self._threads, many=True)

    @cached_property
    def _alphabet(self) -> tuple[str, ...]:
        return ("", *self._reader.characters, " ")

    @property
    def name(self) -> str:
        return f"rapidocr {version('rapidocr')} ({self._backend})"

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        return self._detector.detect(scan)

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        # The longest first: none is left for the end while the other processors are idle.
        order = sorted(
            (i for i, crop in enumerate(crops) if crop.size and len(crop) >= MIN_CROP_PX),
            key=lambda i: -_ratio(crops[i]),
        )
        readings = [Reading("", 0.0)] * len(crops)
        inputs = (self._prepared(crops[index]) for index in order)
        for index, (best, chance) in zip(order, self._reader.run(inputs, _best), strict=True):
            readings[index] = self._decoded(best, chance, crops[index])
        return tuple(readings)

    def _prepared(self, crop: Grey) -> Tensor:
        """The crop with a margin as the recogniser wants it: (1, 3, 48, W), -1..1."""
        margin = self._margin(crop)
        padded = cv2.copyMakeBorder(crop, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
        size = (self._width(crop), READ_HEIGHT_PX)
        how = cv2.INTER_AREA if padded.shape[0] > READ_HEIGHT_PX else cv2.INTER_CUBIC
        resized = cv2.resize(padded, size, interpolation=how)
        fill = -size[0] % self._options.width_step_px
        return _normalised(cv2.copyMakeBorder(resized, 0, 0, 0, fill, cv2.BORDER_REPLICATE))

    def _decoded(self, best: NDArray[np.int64], chance: NDArray[np.float32], crop: Grey) -> Reading:
        """CTC: repeats are one character, class 0 is none; a character's span reaches half-way to
        its neighbours."""
        starts = np.flatnonzero(np.diff(best, prepend=-1))
        stops = np.append(starts[1:], len(best))
        is_read = best[starts] != 0
        starts, stops = starts[is_read], stops[is_read]
        if not len(starts):
            return Reading("", 0.0)
        text = "".join(self._alphabet[index] for index in best[starts])
        confidence = float(
            np.mean([chance[start:stop].max() for start, stop in zip(starts, stops, strict=True)])
        )
        margin = self._margin(crop)
        per_step = STRIDE_PX * (crop.shape[1] + 2 * margin) / self._width(crop)
        centres = (starts + stops) / 2 * per_step - margin
        edges = np.clip([0.0, *(centres[1:] + centres[:-1]) / 2, crop.shape[1]], 0.0, crop.shape[1]).tolist()
        return Reading(text, confidence, tuple(pairwise(edges)))

    def _width(self, crop: Grey) -> int:
        """How wide the crop with its margin stands before the recogniser."""
        margin = self._margin(crop)
        ratio: float = (crop.shape[1] + 2 * margin) / (crop.shape[0] + 2 * margin)
        return max(1, round(READ_HEIGHT_PX * min(ratio, self._options.max_ratio)))

    def _margin(self, crop: Grey) -> int:
        return round(self._options.padding_ratio * int(crop.shape[0]))


def model_folder() -> Path:
    """The folder of the models inside the installed `rapidocr` package, which is not imported.

    Raises:
        EngineError: the package is not installed.
    """
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(f"RapidOCR is not installed; run: {INSTALL}")
    return Path(next(iter(spec.submodule_search_locations))) / "models"


def has_detector() -> bool:
    """Whether `RapidDetector` can be loaded here."""
    try:
        choose_backend("auto")
        return (model_folder() / DETECTOR).is_file()
    except EngineError:
        return False


def _tiles(width: int, height: int, options: RapidOptions) -> list[Box]:
    """Equal tiles over a picture, overlapping, by rows: one shape, which a runtime prepares once."""
    lefts, across = _strips(width, options)
    tops, down = _strips(height, options)
    return [
        Box(left, top, min(width, left + across), min(height, top + down)) for top in tops for left in lefts
    ]


def _strips(length: int, options: RapidOptions) -> tuple[list[int], int]:
    """Where the strips of one side begin, and how long they are: as few as the limit allows."""
    overlap = options.overlap_px
    count = max(1, math.ceil((length - overlap) / (options.tile_px - overlap)))
    step = math.ceil((length - overlap) / count)
    return [number * step for number in range(count)], step + overlap


def _resized(pixels: Grey, scale: float) -> Grey:
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)


def _first_map(output: Tensor) -> Chances:
    return np.array(output[0, 0])


def _detector_input(pixels: Grey, tile: Box) -> Tensor:
    part = pixels[tile.top : tile.bottom, tile.left : tile.right]
    down, right = -part.shape[0] % 32, -part.shape[1] % 32
    return _normalised(cv2.copyMakeBorder(part, 0, down, 0, right, cv2.BORDER_REPLICATE))


def _ratio(crop: Grey) -> float:
    return float(crop.shape[1] / crop.shape[0])


def _normalised(grey: MatLike) -> Tensor:
    plane = grey.astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(np.broadcast_to(plane, (1, 3, *plane.shape)))


def _best(output: Tensor) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    best = output[0].argmax(axis=1)
    return best, output[0][np.arange(len(best)), best]
