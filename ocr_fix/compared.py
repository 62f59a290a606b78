"""What can be compared: files and folders to texts and pages.

`load_compared` is the one place that knows formats: a reader of another format is a line in `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ocr_fix.errors import InputError, shown
from ocr_fix.model import Document, Page
from ocr_fix.write.json import read_json

Compared = str | Page | Document


def load_compared(path: Path) -> Compared:
    """What a file holds: a page where its format has lines with boxes (a document of several), else a text.

    Raises:
        InputError: the file is missing, is no page of its format, or no text in UTF-8.
    """
    suffix = _suffix(path.name)
    try:
        return _READERS.get(suffix, _read_text)(path)
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read: {error.strerror}; check the name.") from error
    except UnicodeDecodeError:
        raise InputError(f"{shown(path)} is no text in UTF-8; give a text file in UTF-8.") from None


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
        if not isinstance(page, str) and text_of(page).split() == text.split():
            return page
    return text


def names_in(folder: Path) -> tuple[str, ...]:
    """The names of all files in `folder` that can be compared, without their suffixes, sorted."""
    return tuple(sorted(set(_names(folder))))


def text_of(compared: Compared) -> str:
    """The text of what was loaded, pages parted by a blank line."""
    if isinstance(compared, Document):
        return "\n\n".join(page.text for page in compared.pages if page.text)
    return compared.text if isinstance(compared, Page) else compared


def _names(folder: Path) -> Iterator[str]:
    for path in folder.iterdir():
        suffix = _suffix(path.name)
        if suffix and path.is_file():
            yield path.name[: -len(suffix)]


def _suffix(name: str) -> str:
    """The suffix of `name` that says what it holds, which may have several parts; empty where none does."""
    lower = name.lower()
    return max((suffix for suffix in SUFFIXES if lower.endswith(suffix)), key=len, default="")


def _read_text(path: Path) -> str:
    text = path.read_bytes().decode("utf-8-sig")
    if "\0" in text:
        raise InputError(f"{shown(path)} is no text (it holds zero bytes); give a text file in UTF-8.")
    return text.replace("\r\n", "\n")


def _read_json(path: Path) -> Page:
    try:
        return read_json(path.read_bytes())
    except InputError as error:
        raise InputError(f"{shown(path)}: {error}") from error


def _read_words(path: Path) -> Page | Document:
    from ocr_fix.readers import count_file_pages, read_file

    pages = tuple(read_file(path, number + 1) for number in range(count_file_pages(path)))
    return pages[0] if len(pages) == 1 else Document(str(path), pages)


def _read_markdown(path: Path) -> str:
    from ocr_fix.markdown import markdown_text

    return markdown_text(_read_text(path))


_READERS: Mapping[str, Callable[[Path], Compared]] = {
    ".txt": _read_text,
    ".json": _read_json,
    ".md": _read_markdown,
    ".hocr": _read_words,
    ".alto.xml": _read_words,
    ".page.xml": _read_words,
    ".xml": _read_words,
}
SUFFIXES = tuple(_READERS)
