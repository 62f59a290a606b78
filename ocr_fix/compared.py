"""What can be compared: files and folders to texts and pages.

`load_compared` is the one place that knows formats: a reader of another format is a line in `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ocr_fix.errors import InputError, shown
from ocr_fix.model import Page
from ocr_fix.write.json import read_json

Compared = str | Page


def load_compared(path: Path) -> Compared:
    """What a file holds: a page where its format has lines with boxes, else a text.

    Raises:
        InputError: the file is missing, is no page of its format, or no text in UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read: {error.strerror}; check the name.") from error
    read = _READERS.get(path.suffix.lower(), _read_text)
    try:
        return read(data)
    except UnicodeDecodeError:
        raise InputError(f"{shown(path)} is no text in UTF-8; give a text file in UTF-8.") from None
    except InputError as error:
        raise InputError(f"{shown(path)}: {error}") from error


def load_named(folder: Path, name: str) -> Compared | None:
    """What the files called `name` in `folder` hold together; None where there is none.

    A text is what people correct: a page that says something else than the text beside it does not
    count, and neither does a file of that name that is no page.

    Raises:
        InputError: the only file of that name cannot be used.
    """
    paths = [path for path in (folder / f"{name}{suffix}" for suffix in SUFFIXES) if path.is_file()]
    if not paths:
        return None
    if paths[0].suffix != SUFFIXES[0]:
        return load_compared(paths[0])
    text = text_of(load_compared(paths[0]))
    for path in paths[1:]:
        try:
            page = load_compared(path)
        except InputError:
            continue
        if isinstance(page, Page) and page.text.split() == text.split():
            return page
    return text


def names_in(folder: Path) -> tuple[str, ...]:
    """The names of all files in `folder` that can be compared, without their suffixes, sorted."""
    return tuple(sorted(set(_names(folder))))


def text_of(compared: Compared) -> str:
    """The text of what was loaded."""
    return compared.text if isinstance(compared, Page) else compared


def _names(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        if path.suffix.lower() in SUFFIXES and path.is_file():
            yield path.stem


def _read_text(data: bytes) -> str:
    text = data.decode("utf-8-sig")
    if "\0" in text:
        raise InputError("This is no text (it holds zero bytes); give a text file in UTF-8.")
    return text.replace("\r\n", "\n")


def _read_markdown(data: bytes) -> str:
    from ocr_fix.markdown import markdown_text

    return markdown_text(_read_text(data))


_READERS: Mapping[str, Callable[[bytes], Compared]] = {
    ".txt": _read_text,
    ".json": read_json,
    ".md": _read_markdown,
}
SUFFIXES = tuple(_READERS)
