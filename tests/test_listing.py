"""Names, folders, patterns and lists become the files to read, in a fixed order, each once."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from ocr_fix.errors import InputError
from ocr_fix.listing import ListOptions, Source, list_sources, parse_pages


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "a.png",
        "t/b.TIF",
        "t/x/c.jpg",
        "t/x/notes.txt",
        "t/.hidden/d.png",
        "t/.e.png",
        "t/out/f.png",
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    return tmp_path


def test_files_keep_their_name_and_folders_their_tree() -> None:
    listed = list_sources(["a.png", "t", "./a.png", "missing.png"])
    assert listed.sources == (
        Source("a.png"),
        Source("t/b.TIF"),
        Source("t/out/f.png", "out"),
        Source("t/x/c.jpg", "x"),
        Source("missing.png"),
    )
    assert not listed.errors


def test_the_folder_of_results_is_left_out() -> None:
    listed = list_sources(["t"], options=ListOptions(output=Path("t/../t/out")))
    assert [source.name for source in listed.sources] == ["b.TIF", "c.jpg"]
    with pytest.raises(InputError, match="both the folder of the pages and that of the results"):
        list_sources(["t"], options=ListOptions(output=Path("t")))


@pytest.mark.parametrize(
    ("glob", "names"),
    [("*.txt", ["notes.txt"]), ("x/*", ["c.jpg", "notes.txt"]), ("?.TIF", ["b.TIF"]), ("nothing", [])],
)
def test_patterns_match_names_and_paths_below_the_folder(glob: str, names: list[str]) -> None:
    listed = list_sources(["t"], options=ListOptions(glob=glob))
    assert [source.name for source in listed.sources] == names
    assert len(listed.errors) == (not names)


def test_a_folder_without_pages_is_told() -> None:
    Path("empty").mkdir()
    (error,) = list_sources(["empty"]).errors
    assert "'empty' holds no file to read" in str(error.error)


def test_links_are_not_followed_into_circles() -> None:
    Path("t/x/loop").symlink_to(Path("t").resolve(), target_is_directory=True)
    assert len(list_sources(["t"]).sources) == 3


def test_lists_mirror_the_folders_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("list.txt").write_bytes(
        "\ufeffa.png\r\n\r\nt/x/c.jpg\n../up.png\n/abs/d.png\ns3://box/1900/e.tif".encode()
    )
    assert list_sources([], ["list.txt"]).sources == (
        Source("a.png"),
        Source("t/x/c.jpg", "t/x"),
        Source("../up.png"),
        Source("/abs/d.png", "abs"),
        Source("s3://box/1900/e.tif", "box/1900"),
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a.png\n")))
    assert list_sources([], ["-"]).sources == (Source("a.png"),)


@pytest.mark.parametrize(
    ("data", "says"), [(b"", "is empty"), (b"\n \n", "is empty"), (b"a\0b", "zero bytes")]
)
def test_lists_that_are_none(data: bytes, says: str) -> None:
    Path("list.txt").write_bytes(data)
    with pytest.raises(InputError, match=says):
        list_sources([], ["list.txt"])
    with pytest.raises(InputError, match="'t' cannot be read"):
        list_sources([], ["t"])


def test_page_numbers() -> None:
    assert parse_pages("7") == (range(7, 8),)
    (tail,) = parse_pages("5-")
    assert 5 in tail
    assert 10**9 in tail
    for wrong in ("", "0", "3-1", "a", "1,,2", "-3"):
        with pytest.raises(ValueError):
            parse_pages(wrong)


def test_names_that_are_no_text() -> None:
    name = os.fsdecode(b"t/\xff.png")
    Path(name).touch()
    assert Source(name) in [Source(source.where) for source in list_sources(["t"]).sources]
