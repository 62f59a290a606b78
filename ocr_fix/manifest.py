"""What was done, a JSON line for each page, so that a run goes on where another one was ended.

The newest line of a name counts. A line is appended when the page's files are on the disk, and flushed to
the disk itself; a line that was cut off by a crash is dropped by the next run. In memory there are only the
places of the lines, so that a million pages cost some 200 bytes each. In an object store, where nothing can
be appended, lines are gathered into small files that the next run reads together.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from ocr_fix.errors import InputError, OutputError, shown
from ocr_fix.store import Store

NAME = "manifest.jsonl"
STATE = ".ocr-fix"
_PARTS = f"{STATE}/lines"
_LOCK_NAME = "lock"
_LINES_A_PART = 100
MOST_TIDY = 100_000


@dataclass(frozen=True, slots=True)
class Output:
    """A file of results: its format, its name below the folder of results, its size in bytes."""

    format: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A picture beside a source of words: its name, and its state as a record has it, empty where it was
    missing."""

    name: str
    stamp: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a page, or, where `page` is 0, of the files of a whole source.

    `name` is that of its files without a suffix, `stamp` and `digest` (SHA-256) tell the source's state,
    `beside` that of pictures which show it, `options` and `version` what it was read with; `error` says why
    there are no outputs.
    """

    name: str
    source: str
    page: int
    stamp: str = ""
    digest: str = ""
    options: str = ""
    version: str = ""
    seconds: float = 0.0
    engine: str = ""
    confidence: float = 0.0
    characters: int = 0
    doubts: int = 0
    warnings: tuple[str, ...] = ()
    outputs: tuple[Output, ...] = ()
    error: str = ""
    tries: int = 1
    beside: tuple[Beside, ...] = ()


def plain(name: str) -> str:
    """A name as the manifest has it: bytes that are no text are escaped."""
    return os.fsencode(name).decode(errors="backslashreplace")


class Manifest:
    """The lines of a store's manifest; made by `opened_manifest`."""

    def __init__(self, store: Store, file: IO[bytes]) -> None:
        self._store = store
        self._file = file
        self._places: dict[int, int] = {}
        self._pending: list[bytes] = []
        self._part = secrets.token_hex(6)
        self._parts = 0
        self._is_old = False
        for place, line in _whole_lines(file):
            record = _read(line)
            if record:
                self._places[_key(record.name, record.page == 0)] = place
                self._is_old = True

    def __len__(self) -> int:
        return len(self._places)

    def find(self, name: str, whole: bool = False) -> Record | None:
        """The newest record of a page, or of a `whole` source, by the name of its files; None where there is
        none."""
        place = self._places.get(_key(name, whole))
        if place is None:
            return None
        self._file.seek(place)
        record = _read(self._file.readline())
        return record if record and record.name == name else None

    def add(self, record: Record) -> None:
        """Appends a record.

        Raises:
            OutputError: it cannot be written.
        """
        line = msgspec.json.encode(record) + b"\n"
        try:
            place = self._file.seek(0, os.SEEK_END)
            self._file.write(line)
            self._file.flush()
            if self._store.is_local:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError(
                f"{self._store.shown(NAME)} cannot be written ({error.strerror}); make room and start again."
            ) from error
        self._places[_key(record.name, record.page == 0)] = place
        if not self._store.is_local:
            self._pending.append(line)
            if len(self._pending) >= _LINES_A_PART:
                self.flush()

    def flush(self) -> None:
        """Sends the lines that wait for an object store."""
        if self._pending:
            self._parts += 1
            self._store.write(f"{_PARTS}/{self._part}-{self._parts:06d}.jsonl", b"".join(self._pending))
            self._pending.clear()

    def tidy(self) -> None:
        """Writes the manifest anew at the end of a run: a line for each page, by name. A very long one stays
        as it is. Drafts of files that a killed run left are removed; this object is not used any more.

        Raises:
            OutputError: it cannot be written; the old one stays.
        """
        if self._store.is_local and self._is_old:
            _sweep(self._store)
        if len(self._places) > MOST_TIDY:
            return
        places = sorted(self._places.values(), key=self._name_at)
        if self._store.is_local:
            self._replace(places)
            return
        self.flush()
        self._store.write(NAME, b"".join(self._lines(places)))
        for name in self._store.names(_PARTS):
            self._store.remove(name)

    def _name_at(self, place: int) -> tuple[str, int]:
        self._file.seek(place)
        record = _read(self._file.readline())
        return (record.name, record.page) if record else ("", 0)

    def _lines(self, places: Iterable[int]) -> Iterator[bytes]:
        for place in places:
            self._file.seek(place)
            yield self._file.readline()

    def _replace(self, places: Iterable[int]) -> None:
        """Puts the lines at `places` in the place of the file."""
        draft = self._store.path(f"{STATE}/{NAME}")
        try:
            with draft.open("wb") as file:
                file.writelines(self._lines(places))
                file.flush()
                os.fsync(file.fileno())
            self._file.close()  # Windows replaces no open file
            draft.replace(self._store.path(NAME))
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise OutputError(f"{self._store.shown(NAME)} cannot be written ({error.strerror}).") from error


@contextmanager
def opened_manifest(store: Store) -> Iterator[Manifest]:
    """The manifest of a store, which no other run of this machine may write meanwhile.

    Known limit: an object store has no locks, so that two runs into one URL are not told apart.

    Raises:
        InputError: another run has it.
        OutputError: the folder cannot be written.
    """
    if not store.is_local:
        with tempfile.TemporaryFile() as file:
            for name in (NAME, *store.names(_PARTS)):
                file.write(store.read(name) or b"")
            manifest = Manifest(store, file)
            yield manifest
            manifest.flush()
        return
    with _locked(store), _local(store) as file:
        yield Manifest(store, file)


def _sweep(store: Store) -> None:
    """Removes the drafts of files that a killed run left in a local store."""
    for draft in Path(store.root).rglob(".*.part"):
        draft.unlink(missing_ok=True)


@contextmanager
def _locked(store: Store) -> Iterator[None]:
    """Holds the folder's lock, which the system gives back however this process ends."""
    from filelock import FileLock, Timeout

    path = store.path(f"{STATE}/{_LOCK_NAME}")
    _make(path.parent)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(
            f"another run is writing into {shown(store.root)}; wait until it has ended, or choose another "
            "folder."
        ) from None
    except NotImplementedError as error:
        raise OutputError(
            f"{shown(store.root)} stands on a disk that knows no locks; choose another folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{shown(folder)} cannot be made ({error.strerror}); choose another folder for the results."
        ) from error


@contextmanager
def _local(store: Store) -> Iterator[IO[bytes]]:
    path = store.path(NAME)
    try:
        path.touch()
        file = path.open("r+b")
    except OSError as error:
        raise OutputError(
            f"{shown(path)} cannot be written ({error.strerror}); choose another folder for the results."
        ) from error
    with file:
        yield file


def _whole_lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their places; what a crash left of one at the end is cut off."""
    file.seek(0)
    place = 0
    while line := file.readline():
        if not line.endswith(b"\n"):
            file.truncate(place)
            return
        yield place, line
        place += len(line)


def _read(line: bytes) -> Record | None:
    """The record in a line; None where the line is none, which somebody else wrote."""
    try:
        return msgspec.json.decode(line, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _key(name: str, whole: bool) -> int:
    told = f"{name}\0" if whole else name
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest(), "big")
