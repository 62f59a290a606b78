"""Pages from the project's own JSON, to be put in order anew or written in other formats."""

from __future__ import annotations

from pathlib import Path

from ocr_fix.errors import InputError, shown
from ocr_fix.model import Page
from ocr_fix.readers.xml import read_bytes
from ocr_fix.write.json import read_json


def read_json_file(path: Path) -> tuple[Page, ...]:
    """The one page of a JSON file.

    Raises:
        InputError: the file cannot be read, or is no page.
    """
    try:
        return (read_json(read_bytes(path)),)
    except InputError as error:
        raise InputError(f"{shown(path)}: {error}") from error
