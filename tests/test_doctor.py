"""The doctor names what is missing and the one command that brings it."""

from __future__ import annotations

from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from ocr_fix import doctor
from ocr_fix.cli import main
from ocr_fix.doctor import ABSENT, MISSING, OK, judge, missing_packages
from ocr_fix.engines import EngineStatus

RAPID = EngineStatus("rapidocr", "3.10.0", True, ("openvino 2026.4",), ("chi_sim", "eng"))
TESSERACT = EngineStatus("tesseract", "5.3.0", True, ("cpu",), ("chi_sim", "eng"))
NO_TESSERACT = EngineStatus("tesseract", install="apt-get install tesseract-ocr")


def states(diagnosis: doctor.Diagnosis) -> dict[str, str]:
    return {finding.name: finding.state for finding in diagnosis.findings}


def test_a_complete_machine_needs_nothing() -> None:
    diagnosis = judge((RAPID, TESSERACT), ())
    assert diagnosis.is_usable
    assert diagnosis.remedy == ""
    assert MISSING not in states(diagnosis).values()


def test_a_missing_second_engine_is_named_but_the_machine_works() -> None:
    diagnosis = judge((RAPID, NO_TESSERACT), ())
    assert diagnosis.is_usable
    assert diagnosis.remedy == "apt-get install tesseract-ocr"
    assert states(diagnosis)["tesseract"] == MISSING


def test_a_missing_language_is_named() -> None:
    without_chinese = replace(TESSERACT, languages=("eng",), install="apt-get install tesseract-ocr-chi-sim")
    diagnosis = judge((RAPID, without_chinese), ())
    assert states(diagnosis)["tesseract"] == OK
    assert states(diagnosis)["tesseract languages"] == MISSING


def test_everything_that_is_missing_comes_with_one_command() -> None:
    no_rapid = EngineStatus("rapidocr", install="pip install rapidocr")
    diagnosis = judge((no_rapid, NO_TESSERACT), ("scipy",))
    assert not diagnosis.is_usable
    assert diagnosis.remedy == "pip install rapidocr && apt-get install tesseract-ocr && pip install scipy"


def test_accelerators_are_named_once() -> None:
    seen = replace(RAPID, accelerators=("CUDA",)), replace(TESSERACT, accelerators=("CUDA",))
    (finding,) = (finding for finding in judge(seen, ()).findings if finding.name == "accelerators")
    assert finding.detail.startswith("CUDA (")


def test_missing_packages_are_those_that_the_project_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["numpy>=1.26", "no-such-package>=1", "no-such-extra>=1; extra == 'dev'"]
    monkeypatch.setattr(metadata, "requires", lambda _: wanted)
    assert missing_packages() == ("no-such-package",)


def test_an_engine_that_cannot_be_imported_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ImportError("No module named 'cv2'", name="cv2")

    monkeypatch.setattr("ocr_fix.engines.engine_status", broken)
    diagnosis = doctor.diagnose()
    assert not diagnosis.is_usable
    assert diagnosis.remedy == "pip install cv2"


@pytest.mark.parametrize(
    ("path", "has_reader", "advice"),
    [
        (None, False, "apt-get install libime-data-language-model && pip install 'ocr_fix[lm]'"),
        (None, True, "apt-get install libime-data-language-model"),
        (Path("zh_CN.lm"), False, "pip install 'ocr_fix[lm]'"),
    ],
)
def test_a_missing_word_model_is_no_fault(
    path: Path | None, has_reader: bool, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocr_fix.ngrams.find_model", lambda: path)
    monkeypatch.setattr(doctor, "_is_installed", lambda _: has_reader)
    finding = doctor.find_word_model()
    assert finding.state == ABSENT
    assert finding.detail.endswith(f"for a model: {advice}")
    assert judge((RAPID, TESSERACT), (), finding).remedy == ""


def test_the_word_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr_fix.ngrams.find_model", lambda: Path("zh_CN.lm"))
    monkeypatch.setattr(doctor, "_is_installed", lambda _: True)
    monkeypatch.setattr(metadata, "version", lambda _: "0.3")
    assert doctor.find_word_model().detail == "zh_CN.lm (kenlm 0.3)"


@pytest.mark.parametrize(("engines", "code"), [((RAPID, NO_TESSERACT), 0), ((NO_TESSERACT,), 3)])
def test_the_command(
    engines: tuple[EngineStatus, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("ocr_fix.engines.engine_status", lambda: engines)
    assert main(["doctor"]) == code
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == ["what", "state", "which"]
    assert printed[-1] == "To install what is missing: apt-get install tesseract-ocr"
