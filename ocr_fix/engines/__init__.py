"""Recognition engines behind one small protocol; nothing heavy is imported before it is used."""

from __future__ import annotations

from ocr_fix.engines.base import Engine, Reading
from ocr_fix.errors import InputError

ENGINES = ("rapidocr", "tesseract")


def open_engine(name: str = "rapidocr", language: str = "chi_sim+eng", threads: int = 0) -> Engine:
    """The engine of that name with its models loaded; 0 threads means one per processor.

    Raises:
        InputError: there is no such engine, or it knows no such language.
        EngineError: the engine or one of its models is not installed.
    """
    if name == "rapidocr":
        from ocr_fix.engines.rapid import RapidEngine

        return RapidEngine(language, threads=threads)
    raise InputError(f"There is no engine {name!r}; choose one of: {', '.join(ENGINES)}")


__all__ = ["ENGINES", "Engine", "Reading", "open_engine"]
