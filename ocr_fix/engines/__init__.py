"""Recognition engines behind one small protocol; nothing heavy is imported before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from ocr_fix.engines.base import Engine, Reading
from ocr_fix.engines.languages import RAPID
from ocr_fix.errors import EngineError, InputError

ENGINES = ("rapidocr", "tesseract")


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """One engine on this machine.

    `version` is empty where it is missing; `backends` are runtimes with their versions, the one
    in use first; `accelerators` are processors seen beside the CPU, which are not used;
    `install` is the command that brings what is missing, empty where nothing is.
    """

    name: str
    version: str = ""
    is_available: bool = False
    backends: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    accelerators: tuple[str, ...] = ()
    install: str = ""


def open_engine(
    name: str = "rapidocr", language: str = "chi_sim+eng", *, backend: str = "auto", threads: int = 0
) -> Engine:
    """The engine of that name with its models loaded.

    `language` joins Tesseract's codes by "+"; `backend` is RapidOCR's runtime ("auto", "openvino"
    or "onnxruntime"); 0 threads means one per processor, or OMP_NUM_THREADS.

    Raises:
        InputError: there is no such engine, or it knows no such language.
        EngineError: the engine or one of its models is not installed.
    """
    if name == "rapidocr":
        from ocr_fix.engines.rapid import RapidEngine

        return RapidEngine(language, backend, threads)
    if name == "tesseract":
        from ocr_fix.engines.tesseract import TesseractEngine

        return TesseractEngine(language, threads)
    raise InputError(f"There is no engine {name!r}; choose one of: {', '.join(ENGINES)}.")


def available_languages(name: str) -> tuple[str, ...]:
    """The codes of the languages that the engine can read here and now, in alphabetical order;
    none where it is not installed.

    Raises:
        InputError: there is no such engine.
    """
    for status in engine_status():
        if status.name == name:
            return status.languages
    raise InputError(f"There is no engine {name!r}; choose one of: {', '.join(ENGINES)}.")


def engine_status() -> tuple[EngineStatus, ...]:
    """The state of every engine, in the order of `ENGINES`, without loading a model."""
    return _rapid_status(), _tesseract_status()


def _rapid_status() -> EngineStatus:
    from ocr_fix.engines import rapid, session

    found = [name for name in session.BACKENDS if find_spec(name) is not None]
    try:
        folder = rapid.model_folder()
    except EngineError:
        models: tuple[str, ...] = ()
    else:
        models = tuple(name for name in (rapid.DETECTOR, rapid.RECOGNISER) if (folder / name).is_file())
    is_available = len(models) == 2 and bool(found)
    return EngineStatus(
        name="rapidocr",
        version=_version("rapidocr"),
        is_available=is_available,
        backends=tuple(f"{name} {_version(name)}".strip() for name in found),
        languages=tuple(sorted(RAPID)) if is_available else (),
        models=models,
        accelerators=session.accelerators(),
        install="" if is_available else rapid.INSTALL,
    )


def _tesseract_status() -> EngineStatus:
    from ocr_fix.engines import tesseract

    try:
        installed, codes = tesseract.installed_version(), tesseract.installed_languages()
    except EngineError:
        return EngineStatus("tesseract", install=tesseract.install_command())
    missing = [code for code in tesseract.DEFAULT_LANGUAGES if code not in codes]
    return EngineStatus(
        name="tesseract",
        version=installed,
        is_available=True,
        backends=("cpu",),
        languages=codes,
        models=codes,
        install=tesseract.install_command(*missing) if missing else "",
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


__all__ = [
    "ENGINES",
    "Engine",
    "EngineStatus",
    "Reading",
    "available_languages",
    "engine_status",
    "open_engine",
]
