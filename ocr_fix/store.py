"""Where pages come from and results go to: folders of this machine, or any URL that fsspec knows.

A local result is written whole or not at all; an object store does that by itself. A page behind a URL is
copied to a temporary file while it is read. Known limit: URLs whose storage writes in place (FTP, SFTP) may
leave half a file when the connection breaks; the manifest does not call it done, so that it is written again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

from ocr_fix.errors import InputError, OutputError, shown
from ocr_fix.write.files import write_whole

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # one letter is a drive of Windows
_BLOCK_BYTES = 2**20
_BUCKETS = ("s3://", "s3a://", "gs://", "gcs://", "az://", "abfs://", "adl://")
"""Storage without folders: to make one costs a request, and would make a bucket of a mistyped name."""


class ChangedError(InputError):
    """That a file changed while it was read; another try may find it whole."""

    again = True


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of results; `root` is a path, or a URL."""

    root: str

    @property
    def is_local(self) -> bool:
        """Whether it is a folder of this machine."""
        return not is_url(self.root)

    def path(self, name: str) -> Path:
        """The path of a result of a local store."""
        return Path(self.root) / name

    def shown(self, name: str) -> str:
        """A result as messages name it."""
        return shown(self.path(name) if self.is_local else f"{self.root.rstrip('/')}/{name}")

    def write(self, name: str, data: bytes) -> None:
        """Writes a result; its folders are made where they are missing.

        Raises:
            OutputError: it cannot be written.
        """
        if self.is_local:
            write_whole(self.path(name), data)
            return
        files, base = _opened(self.root)
        try:
            if not self.root.startswith(_BUCKETS):
                files.makedirs(f"{base}/{name}".rpartition("/")[0], exist_ok=True)
            files.pipe_file(f"{base}/{name}", data)
        except Exception as error:  # each of fsspec's systems raises its own
            raise OutputError(
                f"{self.shown(name)} cannot be written ({_reason(error)}); check the address and your rights."
            ) from error

    def read(self, name: str) -> bytes | None:
        """A result's bytes; None where there is none.

        Raises:
            InputError: it is there and cannot be read.
        """
        try:
            if self.is_local:
                return self.path(name).read_bytes()
            files, base = _opened(self.root)
            data: bytes = files.cat_file(f"{base}/{name}")
        except FileNotFoundError:
            return None
        except Exception as error:
            raise InputError(f"{self.shown(name)} cannot be read ({_reason(error)}).") from error
        return data

    def size(self, name: str) -> int | None:
        """How many bytes a result has; None where there is none."""
        try:
            if self.is_local:
                return self.path(name).stat().st_size
            files, base = _opened(self.root)
            return int(files.info(f"{base}/{name}")["size"])
        except Exception:  # what cannot be asked for counts as missing, and is made again
            return None

    def remove(self, name: str) -> None:
        """Removes a result; one that is not there, or cannot be removed, is no error."""
        try:
            if self.is_local:
                self.path(name).unlink(missing_ok=True)
                return
            files, base = _opened(self.root)
            files.rm_file(f"{base}/{name}")
        except Exception:
            return

    def names(self, folder: str) -> list[str]:
        """The results in a folder, sorted; none where there is no such folder."""
        if self.is_local:
            there = self.path(folder)
            return sorted(f"{folder}/{path.name}" for path in there.iterdir()) if there.is_dir() else []
        files, base = _opened(self.root)
        try:
            found = files.ls(f"{base}/{folder}", detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{str(one).rpartition('/')[2]}" for one in found)


def is_url(where: str) -> bool:
    """Whether `where` is a URL, not a path.

    >>> [is_url(where) for where in ("s3://bucket/a.tif", "C:/a.tif", "a.tif")]
    [True, False, False]
    """
    return _URL.match(where) is not None


def local_path(where: str) -> str:
    """`where`, or the path that it names as a `file://` URL.

    >>> local_path("file:///a%20b/c.tif")
    '/a b/c.tif'
    """
    return url2pathname(where[len("file://") :]) if where.startswith("file://") else where


def list_url(folder: str) -> dict[str, str]:
    """The files below a URL, or the file that it is: their URLs by their path below it.

    Raises:
        InputError: it cannot be listed.
    """
    files, base = _opened(folder)
    try:
        if files.isfile(base):
            return {"": folder}
        found = [str(one) for one in files.find(base)]
    except Exception as error:
        raise InputError(
            f"{shown(folder)} cannot be listed ({_reason(error)}); check the address."
        ) from error
    start = base.rstrip("/") + "/"
    return {one[len(start) :]: f"{folder.rstrip('/')}/{one[len(start) :]}" for one in found}


def stamp_of(where: str) -> str:
    """What tells that a file is the same as before without reading it: size and time, or what the storage
    gives for it.

    Raises:
        InputError: there is no such file.
    """
    if is_url(where):
        files, path = _opened(where)
        try:
            return str(files.ukey(path))
        except Exception as error:
            raise InputError(f"{shown(where)} cannot be read ({_reason(error)}).") from error
    try:
        state = Path(where).stat()
    except OSError as error:
        raise InputError(f"{shown(where)} does not exist; check the name and the folder.") from error
    return f"{state.st_size} {state.st_mtime_ns}"


def digest_of(path: Path) -> str:
    """The SHA-256 of a local file's bytes.

    Raises:
        InputError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read ({error.strerror}).") from error
    return digest.hexdigest()


@contextmanager
def fetched(where: str) -> Iterator[Path]:
    """The path of a file: its own, or that of a copy under its own name, for the time of a `with`.

    The last copy is kept until another is wanted, so that a long document is fetched once.

    Raises:
        InputError: it cannot be fetched.
    """
    yield _copy(where, stamp_of(where)).path if is_url(where) else Path(where)


class _Copy:
    """A file behind a URL in a temporary folder, which goes when nobody knows the copy any more."""

    def __init__(self, where: str) -> None:
        self._folder = tempfile.mkdtemp(prefix="ocr-fix-")
        self.path = Path(self._folder, where.rstrip("/").rpartition("/")[2] or "page")
        files, path = _opened(where)
        try:
            files.get_file(path, str(self.path))
            with suppress(Exception):  # not every storage knows times
                made = files.modified(path).timestamp()
                os.utime(self.path, (made, made))
        except Exception as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise InputError(f"{shown(where)} cannot be fetched ({_reason(error)}).") from error

    def __del__(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


@lru_cache(maxsize=1)
def _copy(where: str, _unchanged: str) -> _Copy:
    return _Copy(where)


def _opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it.

    Raises:
        InputError: fsspec or the package for such URLs is not installed, or knows no such URL.
    """
    try:
        from fsspec.core import url_to_fs

        files, path = url_to_fs(url)
    except ImportError as error:
        raise InputError(
            f"{shown(url)} needs a package that is not installed ({error}); run: "
            "pip install 'ocr_fix[remote]', for s3:// 'ocr_fix[s3]', for gs:// 'ocr_fix[gs]'."
        ) from error
    except ValueError as error:
        raise InputError(f"{shown(url)} cannot be opened ({error}); check the address.") from error
    return files, str(path).rstrip("/")


def _reason(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
