"""An engine's answers kept in a JSON file, so that tests of the pipeline need no models.

Answers are keyed by the digest of the pixels, so a stage that cuts other crops finds none: then
the recording must be made again, which the error says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ocr_fix.engines.base import Engine, Reading
from ocr_fix.errors import EngineError, InputError, OutputError
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan


class Recording(msgspec.Struct, frozen=True):
    """The answers of the engine `name`: whether it detects, lines by scan and
    readings by crop."""

    name: str
    finds_lines: bool = True
    lines: dict[str, tuple[tuple[int, int, int, int], ...]] = {}
    readings: dict[str, Reading] = {}


class RecordingEngine:
    """An engine that asks `inner` and remembers; `save` writes what was answered."""

    def __init__(self, inner: Engine) -> None:
        self._inner = inner
        self._lines: dict[str, tuple[tuple[int, int, int, int], ...]] = {}
        self._readings: dict[str, Reading] = {}

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def finds_lines(self) -> bool:
        return self._inner.finds_lines

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        boxes = self._inner.detect(scan)
        self._lines[digest(scan.pixels)] = tuple((box.left, box.top, box.right, box.bottom) for box in boxes)
        return boxes

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        readings = self._inner.read(crops)
        self._readings.update(zip(map(digest, crops), readings, strict=True))
        return readings

    def save(self, path: Path) -> None:
        """Write the answers so far to `path`, sorted, so that two recordings compare byte for byte.

        Raises:
            OutputError: the file cannot be written.
        """
        recording = Recording(
            self.name,
            self.finds_lines,
            dict(sorted(self._lines.items())),
            dict(sorted(self._readings.items())),
        )
        try:
            path.write_bytes(msgspec.json.encode(recording) + b"\n")
        except OSError as error:
            raise OutputError(f"The recording {path} cannot be written: {error.strerror}.") from error


class RecordedEngine:
    """The answers of a recording.

    Raises:
        InputError: the file cannot be read or is no recording.
        EngineError: it is asked about pixels that it has not seen.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._recording = msgspec.json.decode(path.read_bytes(), type=Recording)
        except (OSError, msgspec.DecodeError) as error:
            raise InputError(f"{path} is no recording of an engine: {error}") from error
        self._path = path

    @property
    def name(self) -> str:
        return self._recording.name

    @property
    def finds_lines(self) -> bool:
        return self._recording.finds_lines

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        sides = self._recording.lines.get(digest(scan.pixels))
        if sides is None:
            raise self._unknown(f"the scan {scan.source}, page {scan.number}")
        return tuple(Box(*four) for four in sides)

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        readings = self._recording.readings
        keys = [digest(crop) for crop in crops]
        strange = [number for number, key in enumerate(keys) if key not in readings]
        if strange:
            raise self._unknown(f"{len(strange)} of {len(keys)} crops, the first is number {strange[0]}")
        return tuple(readings[key] for key in keys)

    def _unknown(self, what: str) -> EngineError:
        return EngineError(f"{self._path} has no answer for {what}; make the recording again.")


def digest(pixels: Grey) -> str:
    """A name for a picture, from its shape and its pixels alone."""
    shape = repr(tuple(pixels.shape)).encode()
    return hashlib.blake2b(shape + pixels.tobytes(), digest_size=16).hexdigest()
