"""Engines by name, their languages, their state; nothing is read here."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from ocr_fix import engines
from ocr_fix.engines import rapid, session, tesseract
from ocr_fix.engines.languages import RAPID, TESSERACT, parse_languages
from ocr_fix.errors import EngineError, InputError


def test_importing_engines_loads_nothing_heavy() -> None:
    heavy = "cv2 numpy onnxruntime openvino PIL pytesseract rapidocr"
    code = f"import sys, ocr_fix.engines; print(*set('{heavy}'.split()) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("call", [engines.open_engine, engines.available_languages])
def test_unknown_engine_lists_those_there_are(call: object) -> None:
    assert callable(call)
    with pytest.raises(InputError, match="rapidocr, tesseract"):
        call("magic")


@pytest.mark.parametrize(
    ("language", "codes"),
    [
        ("chi_sim+eng", ("chi_sim", "eng")),
        ("eng", ("eng",)),
        (" deu + eng+deu", ("deu", "eng")),
        ("chi_tra_vert", ("chi_tra_vert",)),
    ],
)
def test_languages_are_split(language: str, codes: tuple[str, ...]) -> None:
    assert parse_languages(language, RAPID, "RapidOCR") == codes


@pytest.mark.parametrize("language", ["", "+", "chi_sin", "eng+xyz", "rus", "ENG"])
def test_unknown_language_lists_those_there_are(language: str) -> None:
    with pytest.raises(InputError, match=r"RapidOCR does not know.*chi_sim.*eng"):
        parse_languages(language, RAPID, "RapidOCR")


def test_only_the_strange_language_is_named() -> None:
    with pytest.raises(InputError, match="the language 'xyz';"):
        parse_languages("eng+xyz", RAPID, "RapidOCR")


def test_all_of_rapidocr_are_codes_of_tesseract() -> None:
    assert set(RAPID) < set(TESSERACT)
    assert {"rus", "frk", "kor"} <= set(TESSERACT) - set(RAPID)


def test_missing_rapidocr_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match="pip install rapidocr"):
        rapid.model_folder()
    status = engines.engine_status()[0]
    assert not status.is_available
    assert status.install.startswith("pip install")
    assert status.languages == ()


def test_missing_tesseract_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise EngineError("gone")

    monkeypatch.setattr(tesseract, "installed_version", missing)
    status = engines.engine_status()[1]
    assert not status.is_available
    assert status.install.startswith("sudo apt-get install -y tesseract-ocr tesseract-ocr-chi-sim")
    assert engines.available_languages("tesseract") == ()


def test_missing_model_of_a_language_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "installed_version", lambda: "5.3.0")
    monkeypatch.setattr(tesseract, "installed_languages", lambda: ("eng",))
    with pytest.raises(EngineError, match=r"apt-get install -y tesseract-ocr-chi-tra-vert$"):
        engines.open_engine("tesseract", "eng+chi_tra_vert")
    with pytest.raises(InputError, match="xyz"):
        engines.open_engine("tesseract", "xyz")
    assert engines.engine_status()[1].install == "sudo apt-get install -y tesseract-ocr-chi-sim"


def test_language_that_someone_trained_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "installed_version", lambda: "5.3.0")
    monkeypatch.setattr(tesseract, "installed_languages", lambda: ("eng", "mine"))
    assert engines.open_engine("tesseract", "mine").name == "tesseract 5.3.0"


def test_backend_falls_back_to_the_one_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"onnxruntime"}
    monkeypatch.setattr(session, "find_spec", lambda name: name in there or None)
    assert session.choose_backend("auto") == "onnxruntime"
    there.add("openvino")
    assert session.choose_backend("auto") == "openvino"
    assert session.choose_backend("onnxruntime") == "onnxruntime"


@pytest.mark.parametrize("backend", ["auto", "openvino", "cuda"])
def test_missing_backend_says_how_to_install_one(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match="pip install onnxruntime"):
        session.choose_backend(backend)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="rapidocr is not installed")
def test_rapidocr_is_ready() -> None:
    status = engines.engine_status()[0]
    assert status.is_available
    assert status.models == ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
    assert status.backends
    assert "chi_tra_vert" in status.languages
    assert engines.available_languages("rapidocr") == status.languages
