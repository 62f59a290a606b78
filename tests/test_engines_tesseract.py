"""Tesseract: its table to readings; with the program itself where it is installed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from ocr_fix.engines import tesseract
from ocr_fix.engines.base import Reading
from ocr_fix.engines.tesseract import TesseractEngine, TesseractOptions
from ocr_fix.errors import EngineError
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan

HEAD = "level,page_num,block_num,par_num,line_num,word_num,left,top,width,height,conf,text"


def table(*rows: tuple[int, int, int, int, float, str]) -> str:
    """Tesseract's TSV of words: level, page, left, width, confidence, text."""
    lines = [HEAD.split(",")]
    for level, page, left, width, confidence, text in rows:
        numbers = [level, page, 1, 1, 1, 1, left, 5, width, 20, confidence]
        lines.append([*map(str, numbers), text])
    return "\n".join("\t".join(line) for line in lines) + "\n"


def test_words_go_to_their_crops() -> None:
    rows = table(
        (1, 1, 0, 300, -1, ""),
        (5, 1, 30, 40, 90.0, "ab"),
        (5, 1, 80, 20, 60.0, '"'),
        (1, 2, 0, 300, -1, ""),
        (5, 3, 25, 30, 80.0, "字"),
        (5, 3, 60, 30, 95.0, " "),
    )
    first, second, third = tesseract._parsed(rows, [10, 10, 5])
    assert (first.text, first.spans) == ('ab "', ((20, 40), (40, 60), (60, 70), (70, 90)))
    assert first.confidence == pytest.approx(0.8)
    assert second == Reading("", 0.0)
    assert third == Reading("字", 0.8, ((20, 50),))


def test_spans_never_run_back() -> None:
    rows = table((5, 1, 0, 100, 90.0, "ab"), (5, 1, 90, 5, 90.0, "c"))
    spans = tesseract._parsed(rows, [0])[0].spans
    assert spans == ((0, 50), (50, 100), (100, 100), (100, 100))


@pytest.mark.parametrize(
    ("text", "is_latin"), [("The end 2025", True), ("AI时代的报纸", False), ("", False), ("……", False)]
)
def test_latin_text_is_known(text: str, is_latin: bool) -> None:
    assert tesseract._is_latin(text) is is_latin


class Answers(TesseractEngine):
    """Tesseract with its program left out: what it was asked, and answers by language."""

    def __init__(self, language: str) -> None:
        super().__init__(language, threads=2)
        self.asked: list[tuple[str, int]] = []

    def _read_share(self, crops: Sequence[Grey], language: str) -> list[Reading]:
        self.asked.append((language, len(crops)))
        letters = {10: "English words", 20: "中文句子里的字比字母多"}
        return [Reading(f"{letters[int(crop[0, 0])]} {crop.shape[1]} {language}") for crop in crops]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Answers:
    monkeypatch.setattr(tesseract, "installed_version", lambda: "5.3.0")
    monkeypatch.setattr(tesseract, "installed_languages", lambda: ("chi_sim", "eng"))
    return Answers(request.param)


CROPS = [
    np.tile(np.array([[grey, 250, grey]], np.uint8), (9, width))
    for width, grey in ((10, 10), (30, 20), (20, 10))
]


@pytest.mark.parametrize("answers", ["chi_sim+eng"], indirect=True)
def test_chinese_is_read_alone_and_english_with_both(answers: Answers) -> None:
    texts = [reading.text for reading in answers.read(CROPS)]
    assert texts == [
        "English words 30 chi_sim+eng",
        "中文句子里的字比字母多 90 chi_sim",
        "English words 60 chi_sim+eng",
    ]


@pytest.mark.parametrize("answers", ["eng"], indirect=True)
def test_crops_are_shared_out_and_come_back_in_order(answers: Answers) -> None:
    texts = [reading.text for reading in answers.read(CROPS)]
    assert texts == ["English words 30 eng", "中文句子里的字比字母多 90 eng", "English words 60 eng"]
    assert sorted(answers.asked) == [("eng", 1), ("eng", 2)]
    assert answers.read([]) == ()


@pytest.mark.parametrize("answers", ["eng"], indirect=True)
def test_blank_crops_are_not_asked_about(answers: Answers) -> None:
    blank = np.full((9, 30), 200, np.uint8)
    assert answers.read([blank, np.zeros((0, 5), np.uint8)]) == (Reading("", 0.0), Reading("", 0.0))
    assert answers.read([blank, CROPS[0]])[1].text == "English words 30 eng"
    assert answers.asked == [("eng", 1)]
    assert answers.detect(Scan(CROPS[0], "")) == ()


def crop(text: str) -> Grey:
    pixels = np.full((44, 30 + 19 * len(text)), 230, np.uint8)
    cv2.putText(pixels, text, (12, 32), cv2.FONT_HERSHEY_DUPLEX, 0.9, (20,), 2, cv2.LINE_AA)
    return pixels


@pytest.mark.engine
def test_tesseract_reads_crops() -> None:
    if shutil.which("tesseract") is None or "eng" not in tesseract.installed_languages():
        pytest.skip("Tesseract with its English model is not installed")
    engine = TesseractEngine("eng")
    assert engine.name.startswith("tesseract ")
    texts = ["The evening paper", "costs", "three pence a copy"]
    readings = engine.read([crop(text) for text in texts] + [np.full((40, 80), 255, np.uint8)])
    assert [reading.text for reading in readings] == [*texts, ""]
    assert all(0.5 < reading.confidence <= 1 for reading in readings[:3])
    assert all(len(reading.spans) == len(reading.text) for reading in readings)
    first = readings[0].spans
    assert 0 <= first[0][0] < 25 < first[-1][0] < crop(texts[0]).shape[1]


def test_failing_program_is_an_engine_error(
    answers_failing: TesseractEngine,
) -> None:
    with pytest.raises(EngineError, match="while reading 1 lines"):
        answers_failing.read(CROPS[:1])


@pytest.fixture
def answers_failing(monkeypatch: pytest.MonkeyPatch) -> TesseractEngine:
    import pytesseract

    def fail(*_: object, **__: object) -> str:
        raise pytesseract.TesseractError(1, "no model")

    monkeypatch.setattr(pytesseract, "image_to_data", fail)
    monkeypatch.setattr(tesseract, "installed_version", lambda: "5.3.0")
    monkeypatch.setattr(tesseract, "installed_languages", lambda: ("eng",))
    return TesseractEngine("eng", threads=1)


def test_the_feet_and_heads_of_neighbouring_lines_are_whitened() -> None:
    crop = np.full((50, 200), 240, np.uint8)
    crop[15:36, 20:180:4] = 20
    crop[:6, 30:90:4] = 20
    crop[44:, 60:120:4] = 20
    crop[10:50, 150:153] = 20
    alone = tesseract._alone(crop, 240, TesseractOptions())
    assert (alone[:6, 30:90] == 240).all()
    assert (alone[44:, 60:120] == 240).all()
    # A stroke of the line itself may reach the edge.
    assert (alone[9:, 145:] == crop[9:, 145:]).all()
    assert (alone[15:36] == crop[15:36]).all()
    assert (crop[:6, 30] == 20).all()


def test_a_crop_without_neighbours_stays() -> None:
    crop = np.full((50, 200), 240, np.uint8)
    crop[15:36, 20:180:4] = 20
    assert tesseract._alone(crop, 240, TesseractOptions()) is crop
    assert tesseract._alone(crop[:2], 240, TesseractOptions()).shape == (2, 200)


def test_lines_come_from_the_detector_of_rapidocr(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Detector:
        def __init__(self, threads: int) -> None:
            loaded.append(threads)

        def detect(self, scan: Scan) -> tuple[Box, ...]:
            return (Box(0, 0, scan.width, 10),)

    loaded: list[int] = []
    monkeypatch.setattr(tesseract, "installed_version", lambda: "5.3.0")
    monkeypatch.setattr(tesseract, "installed_languages", lambda: ("frk",))
    monkeypatch.setattr(tesseract, "RapidDetector", Detector)
    monkeypatch.setattr(tesseract, "has_detector", lambda: True)
    engine = TesseractEngine("frk", threads=3)
    assert engine.finds_lines
    assert loaded == []
    scan = Scan(np.full((40, 60), 255, np.uint8), "page.png")
    assert engine.detect(scan) == engine.detect(scan) == (Box(0, 0, 60, 10),)
    assert loaded == [3]
    monkeypatch.setattr(tesseract, "has_detector", lambda: False)
    assert not engine.finds_lines


def test_a_missing_fraktur_model_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "installed_version", lambda: "5.3.0")
    monkeypatch.setattr(tesseract, "installed_languages", lambda: ("eng",))
    with pytest.raises(EngineError, match=r"frk is not installed; run: .* tesseract-ocr-frk$"):
        TesseractEngine("frk")
