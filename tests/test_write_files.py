"""Files are whole or not there, and every failure is one sentence with its cause."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ocr_fix.errors import OutputError
from ocr_fix.write.files import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_and_old_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    write_whole(path, "二".encode())
    assert path.read_bytes() == "二".encode()
    assert names(tmp_path) == ["a.txt"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "c.txt", b"x")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"x"


def test_rights_are_the_users_own(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", b"x")
    finally:
        os.umask(old)
    (tmp_path / "kept").write_bytes(b"old")
    (tmp_path / "kept").chmod(0o600)
    write_whole(tmp_path / "kept", b"x")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("new", "kept")] == [0o640, 0o600]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "to").write_bytes(b"old")
    (tmp_path / "link").symlink_to("to")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "to").read_bytes() == b"new"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=r"a\.txt' cannot be written: .+\.$") as caught:
        write_whole(tmp_path / "a.txt", b"new")
    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == code
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.txt", b"new")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "says"),
    [("folder", "is no file"), ("file/a.txt", "part of the path is a file"), ("x" * 300, "name is too long")],
)
def test_what_is_no_place_for_a_file(name: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"kept")
    with pytest.raises(OutputError, match=says):
        write_whole(tmp_path / name, b"x")
    assert names(tmp_path) == ["file", "folder"]


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="is no file"):
        write_whole(tmp_path / "pipe", b"x")
    assert (tmp_path / "pipe").is_fifo()


def test_the_longest_name_fits(tmp_path: Path) -> None:
    write_whole(tmp_path / ("x" * 255), b"x")
    assert names(tmp_path) == ["x" * 255]
