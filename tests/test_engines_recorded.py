"""What an engine answered, kept and given again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ocr_fix.engines.base import Engine, Reading
from ocr_fix.engines.recorded import RecordedEngine, RecordingEngine, digest
from ocr_fix.errors import EngineError, InputError, OutputError
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan

SCAN = Scan(np.arange(12, dtype=np.uint8).reshape(3, 4), "page.png", 2)
CROPS = [SCAN.pixels[:2], SCAN.pixels[1:]]


class StandIn:
    """Answers that depend on the question."""

    name = "stand-in 1.0"
    finds_lines = True

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        return (Box(0, 0, scan.width, 1), Box(0, 1, 2, 3))

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        return tuple(Reading(f"字{crop[0, 0]}", 0.5, ((0.0, 1.5), (1.5, 4.0))) for crop in crops)


def recorded(path: Path) -> Engine:
    engine = RecordingEngine(StandIn())
    engine.detect(SCAN)
    engine.read(CROPS)
    engine.save(path)
    return RecordedEngine(path)


def test_the_same_answers_come_again(tmp_path: Path) -> None:
    engine = recorded(tmp_path / "answers.json")
    assert engine.name == "stand-in 1.0"
    assert engine.detect(SCAN) == StandIn().detect(SCAN)
    assert engine.read(CROPS[::-1]) == StandIn().read(CROPS[::-1])
    assert engine.read([]) == ()


def test_recording_answers_like_the_engine_itself() -> None:
    engine = RecordingEngine(StandIn())
    assert engine.detect(SCAN) == StandIn().detect(SCAN)
    assert engine.read(CROPS) == StandIn().read(CROPS)


def test_two_recordings_are_the_same_file(tmp_path: Path) -> None:
    recorded(tmp_path / "a.json")
    engine = RecordingEngine(StandIn())
    engine.read(CROPS[::-1])
    engine.detect(SCAN)
    engine.save(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_unknown_pixels_say_what_to_do(tmp_path: Path) -> None:
    engine = recorded(tmp_path / "answers.json")
    other = Scan(255 - SCAN.pixels, "other.png", 3)
    with pytest.raises(EngineError, match=r"other.png, page 3; make the recording again"):
        engine.detect(other)
    with pytest.raises(EngineError, match="1 of 2 crops, the first is number 1"):
        engine.read([CROPS[0], other.pixels])


@pytest.mark.parametrize("content", [b"", b"[]", b'{"name": 3}'])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"answers.json is no recording"):
        RecordedEngine(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no recording"):
        RecordedEngine(tmp_path / "missing.json")


def test_a_recording_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        RecordingEngine(StandIn()).save(tmp_path / "missing" / "answers.json")


def test_digest_knows_shape_and_pixels_alone() -> None:
    flat = np.zeros((2, 6), np.uint8)
    assert digest(flat) != digest(flat.reshape(3, 4))
    assert digest(SCAN.pixels[:, ::2]) == digest(SCAN.pixels[:, ::2].copy())
    assert digest(SCAN.pixels) != digest(SCAN.pixels + 1)
