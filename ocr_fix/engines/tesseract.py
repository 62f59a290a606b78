"""Tesseract through pytesseract: the lines of a page read as one list of pictures.

Its own layout analysis is left out: it splits spaced Chinese lines and reads across boxes, so lines come
from RapidOCR's detector, or from the ink where that is not installed, and each is read alone. Starting the
program costs more than reading a line, so each processor gets one process with its share of the crops.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from ocr_fix.engines.base import Reading
from ocr_fix.engines.languages import HAN, TESSERACT, parse_languages
from ocr_fix.engines.rapid import RapidDetector, has_detector
from ocr_fix.engines.session import usual_threads
from ocr_fix.errors import EngineError
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan

DEFAULT_LANGUAGES = ("chi_sim", "eng")


@dataclass(frozen=True, slots=True)
class TesseractOptions:
    """How a crop is given to Tesseract."""

    segmentation: int = 7
    """Its page segmentation mode: a single line. Mode 13 misreads three to four times as much Chinese
    once the crop has its padding."""
    padding_ratio: float = 0.6
    """Paper round a crop, in crop heights: with none, 41 % of Chinese characters go wrong, with
    0.5 to 1.2, 1.4 %."""
    max_neighbour_ratio: float = 0.3
    """What hangs in from the crop's upper or lower edge and reaches no deeper, in crop heights, is another
    line's: where lines stand close, Tesseract takes the two rows for its line and reads nonsense."""
    min_contrast_grey: int = 20
    """Crops with less between black and white are blank; Tesseract would read letters in the grain."""


class TesseractEngine:
    """Tesseract's recogniser with RapidOCR's detector; Tesseract has none that is worth using.

    Raises:
        InputError: Tesseract has no model of that language at all.
        EngineError: Tesseract or the model of a language is not installed.
    """

    def __init__(
        self,
        language: str = "chi_sim+eng",
        threads: int = 0,
        options: TesseractOptions = TesseractOptions(),
    ) -> None:
        here = installed_languages()
        codes = parse_languages(language, {*TESSERACT, *here}, "Tesseract")
        missing = [code for code in codes if code not in here]
        if missing:
            raise EngineError(
                f"Tesseract's model for {' and '.join(missing)} is not installed; "
                f"run: {install_command(*missing)}"
            )
        self._language = "+".join(codes)
        self._han = "+".join(code for code in codes if code in HAN)
        self._threads = threads or usual_threads()
        self._options = options
        self._version = installed_version()
        self._detector: RapidDetector | None = None

    @property
    def name(self) -> str:
        return f"tesseract {self._version}"

    @property
    def finds_lines(self) -> bool:
        return has_detector()

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        if self._detector is None:
            self._detector = RapidDetector(threads=self._threads)
        return self._detector.detect(scan)

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        # Asked for Chinese and English at once, Tesseract reads some Chinese lines as English
        # letters; with Chinese alone it reads English a little worse, but says that it is English.
        if not self._han or self._han == self._language:
            return self._read(crops, self._language)
        readings = list(self._read(crops, self._han))
        latin = [index for index, reading in enumerate(readings) if _is_latin(reading.text)]
        again = self._read([crops[index] for index in latin], self._language)
        for index, reading in zip(latin, again, strict=True):
            readings[index] = reading
        return tuple(readings)

    def _read(self, crops: Sequence[Grey], language: str) -> tuple[Reading, ...]:
        seen = [index for index, crop in enumerate(crops) if _has_ink(crop, self._options)]
        shares = min(self._threads, len(seen))
        readings = [Reading("", 0.0)] * len(crops)
        if not shares:
            return tuple(readings)
        # Wide crops take long: every process gets each n-th of them by width.
        order = sorted(seen, key=lambda index: crops[index].shape[1])
        lots = [order[number::shares] for number in range(shares)]
        with ThreadPoolExecutor(shares) as pool:
            parts = pool.map(lambda lot: self._read_share([crops[index] for index in lot], language), lots)
            for lot, part in zip(lots, parts, strict=True):
                for index, reading in zip(lot, part, strict=True):
                    readings[index] = reading
        return tuple(readings)

    def _read_share(self, crops: Sequence[Grey], language: str) -> list[Reading]:
        import pytesseract

        # One thread each: Tesseract's own threads slow it down on small pictures.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        with TemporaryDirectory(prefix="ocr-fix-") as folder:
            listing = _write_crops(crops, Path(folder), self._options)
            try:
                table = pytesseract.image_to_data(
                    str(listing), lang=language, config=f"--psm {self._options.segmentation}"
                )
            except (pytesseract.TesseractError, OSError) as error:
                raise EngineError(f"Tesseract failed while reading {len(crops)} lines: {error}") from error
        margins = [_margin(crop, self._options) for crop in crops]
        return _parsed(table, margins)


def installed_version() -> str:
    """Tesseract's version.

    Raises:
        EngineError: it is not installed.
    """
    import pytesseract

    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise EngineError(f"Tesseract is not installed; run: {install_command()}") from error


def installed_languages() -> tuple[str, ...]:
    """The codes that Tesseract has models for, in alphabetical order.

    Raises:
        EngineError: Tesseract is not installed.
    """
    import pytesseract

    try:
        codes = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError) as error:
        raise EngineError(f"Tesseract is not installed; run: {install_command()}") from error
    return tuple(sorted(code for code in codes if code and code != "osd"))


def install_command(*codes: str) -> str:
    """The command that installs the models of `codes`; Tesseract with the default ones if none."""
    packages = (f"tesseract-ocr-{code.replace('_', '-')}" for code in codes or DEFAULT_LANGUAGES)
    return " ".join(("sudo apt-get install -y", *(() if codes else ("tesseract-ocr",)), *packages))


def _is_latin(text: str) -> bool:
    """Whether a text has more letters and figures of ASCII than of other kinds."""
    letters = [letter for letter in text if letter.isalnum()]
    return 2 * sum(letter.isascii() for letter in letters) > len(letters)


def _has_ink(crop: Grey, options: TesseractOptions) -> bool:
    return bool(crop.size) and int(crop.max()) - int(crop.min()) >= options.min_contrast_grey


def _margin(crop: Grey, options: TesseractOptions) -> int:
    return round(options.padding_ratio * int(crop.shape[0]))


def _write_crops(crops: Sequence[Grey], folder: Path, options: TesseractOptions) -> Path:
    """The path of a list of the crops' pictures, each with paper around it."""
    paths = []
    for number, crop in enumerate(crops):
        margin = _margin(crop, options)
        paper = int(np.percentile(crop, 85)) if crop.size else 255
        path = folder / f"{number}.pgm"
        alone = _alone(crop, paper, options)
        padded = cv2.copyMakeBorder(alone, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=[paper])
        cv2.imwrite(str(path), padded)
        paths.append(f"{path}\n")
    listing = folder / "crops.txt"
    listing.write_text("".join(paths), encoding="utf-8")
    return listing


def _alone(crop: Grey, paper: int, options: TesseractOptions) -> Grey:
    """The crop without what hangs in from the lines above and below it."""
    if min(crop.shape) < 3:
        return crop
    _, ink = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tops, bottoms = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT]
    height, reach = len(crop), options.max_neighbour_ratio * len(crop)
    strange = ((tops == 0) & (bottoms <= reach)) | ((bottoms == height) & (tops >= height - reach))
    strange[0] = False
    if not strange.any():
        return crop
    grown = cv2.dilate(strange[labels].astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    cleaned = crop.copy()
    cleaned[grown & (labels == 0) | strange[labels]] = paper
    return cleaned


def _parsed(table: str, margins: Sequence[int]) -> list[Reading]:
    """A reading for each margin from Tesseract's TSV, whose pages are the crops."""
    words: list[list[tuple[str, float, float, float]]] = [[] for _ in margins]
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row["level"] == "5" and text:
            page = int(row["page_num"]) - 1
            left = float(row["left"]) - margins[page]
            words[page].append((text, float(row["conf"]) / 100, left, left + float(row["width"])))
    return [_reading(line) for line in words]


def _reading(words: list[tuple[str, float, float, float]]) -> Reading:
    """The words of a line with spaces between them; a word's width is shared by its characters."""
    if not words:
        return Reading("", 0.0)
    spans: list[tuple[float, float]] = []
    for text, _, start, right in words:
        left = start
        if spans:
            left = max(spans[-1][1], left)
            spans.append((spans[-1][1], left))
        step = max(0.0, right - left) / len(text)
        spans.extend((left + place * step, left + (place + 1) * step) for place in range(len(text)))
    letters = sum(len(text) for text, *_ in words)
    confidence = sum(chance * len(text) for text, chance, *_ in words) / letters
    return Reading(" ".join(text for text, *_ in words), min(1.0, max(0.0, confidence)), tuple(spans))
