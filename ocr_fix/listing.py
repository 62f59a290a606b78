"""Which files are to be read: names, folders with all that is below them, patterns, lists, and URLs.

A file that is named itself keeps its name alone; what is found below a folder, or named in a list, keeps
the folders above it too, so that results mirror the tree. Hidden files and folders (names that begin with a
dot) are left out, links to folders are not followed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from ocr_fix.errors import InputError, shown
from ocr_fix.store import is_url, list_url, local_path

PICTURES = (
    *(".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".webp", ".jp2", ".j2k", ".jpx", ".jpf"),
    *(".bmp", ".gif", ".ppm", ".pgm", ".pbm", ".pnm", ".pdf"),
)
WORDS = (".hocr", ".html", ".htm", ".xml", ".tsv", ".json", ".pdf")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path or URL, and the folder for its results below that of all results, parted by
    slashes; "" is that folder itself."""

    where: str
    below: str = ""

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self.where.rstrip("/").rpartition("/")[2] if is_url(self.where) else Path(self.where).name


@dataclass(frozen=True, slots=True)
class Unusable:
    """A source that has no pages for us, and why."""

    source: str
    error: Exception


@dataclass(frozen=True, slots=True)
class ListOptions:
    """`glob` picks files of folders by their name or their path below the folder, instead of by `suffixes`;
    `output` is a folder of results, which is left out."""

    glob: str = ""
    suffixes: tuple[str, ...] = PICTURES
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The files to read, each once, in a fixed order, and what is wrong with the rest."""

    sources: tuple[Source, ...]
    errors: tuple[Unusable, ...] = ()


def list_sources(
    named: Sequence[str], lists: Sequence[str] = (), options: ListOptions = ListOptions()
) -> Listed:
    """All files that `named` (files, folders, URLs) and the files of names `lists` ("-" is standard input)
    stand for. A file that is not there is listed all the same: whoever reads it says so.

    Raises:
        InputError: a list cannot be read, or a folder is that of the results.
    """
    found: list[Source] = []
    errors: list[Unusable] = []
    for where in (local_path(one) for one in named):
        if is_url(where):
            found += _below_url(where, options, errors)
        elif Path(where).is_dir():
            found += _below(Path(where), options, errors)
        else:
            found.append(Source(str(Path(where))))
    for path in lists:
        found += (Source(where, _folders_of(where)) for where in map(local_path, _names_in(path)))
    first: dict[str, Source] = {}
    for source in found:
        first.setdefault(source.where, source)
    return Listed(tuple(first.values()), tuple(errors))


def parse_pages(text: str) -> tuple[range, ...]:
    """The page numbers that a text such as "1-3,7,9-" names.

    >>> parse_pages("1-3,7")
    (range(1, 4), range(7, 8))

    Raises:
        ValueError: it names none.
    """
    ranges = []
    for part in text.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        low = int(first)
        high = (int(last) if last else sys.maxsize - 1) if dash else low
        if low < 1 or high < low:
            raise ValueError(text)
        ranges.append(range(low, high + 1))
    return tuple(ranges)


def _below(folder: Path, options: ListOptions, errors: list[Unusable]) -> Iterator[Source]:
    """The files below a folder, by their paths."""
    output = options.output.resolve() if options.output else None
    if output == folder.resolve():
        raise InputError(
            f"{shown(folder)} is both the folder of the pages and that of the results; choose "
            "another one for the results."
        )

    def unreadable(error: OSError) -> None:
        said = InputError(f"{shown(error.filename)} cannot be listed ({error.strerror}); check your rights.")
        errors.append(Unusable(str(folder), said))

    count = 0
    for here, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(
            name
            for name in folders
            if name[0] != "." and not (output and Path(here, name).resolve() == output)
        )
        below = Path(here).relative_to(folder).as_posix().removeprefix(".").removeprefix("/")
        for name in sorted(files):
            path = f"{below}/{name}" if below else name
            if name[0] != "." and _is_wanted(path, options):
                count += 1
                yield Source(str(Path(here, name)), below)
    if not count and not errors:
        errors.append(_none_found(str(folder), options))


def _below_url(where: str, options: ListOptions, errors: list[Unusable]) -> Iterator[Source]:
    try:
        found = list_url(where)
    except InputError as error:
        errors.append(Unusable(where, error))
        return
    if "" in found:
        yield Source(where)
        return
    wanted = [path for path in sorted(found) if _is_wanted(path, options)]
    for path in wanted:
        yield Source(found[path], path.rpartition("/")[0])
    if not wanted:
        errors.append(_none_found(where, options))


def _is_wanted(path: str, options: ListOptions) -> bool:
    name = path.rpartition("/")[2]
    if options.glob:
        return fnmatch(name, options.glob) or fnmatch(path, options.glob)
    return name.lower().endswith(options.suffixes)


def _none_found(folder: str, options: ListOptions) -> Unusable:
    what = f"that matches {shown(options.glob)}" if options.glob else "to read"
    said = f"{shown(folder)} holds no file {what}; check the folder, or pick files with --glob."
    return Unusable(folder, InputError(said))


def _names_in(path: str) -> list[str]:
    """The names in a list, a line each; empty lines are left out."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(
            f"the list {shown(path)} cannot be read ({error.strerror}); check its name."
        ) from error
    names = [os.fsdecode(line.rstrip(b"\r")) for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    found = [name for name in names if name.strip()]
    if not found:
        raise InputError(f"the list {shown(path)} is empty; write a path a line into it.")
    if any("\0" in name for name in found):
        raise InputError(f"the list {shown(path)} holds zero bytes; write a path a line into it.")
    return found


def _folders_of(where: str) -> str:
    """The folders above a file of a list, without a drive, and without those that lead upwards."""
    path = PurePosixPath(where.partition("://")[2]) if is_url(where) else Path(where)
    return "/".join(part for part in path.parent.parts if part not in (path.anchor, ".", ".."))
