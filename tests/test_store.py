"""Folders and URLs behave alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from buckets import gs_bucket, s3_bucket

from ocr_fix.errors import InputError, OutputError
from ocr_fix.store import Store, digest_of, fetched, is_url, list_url, local_path, stamp_of

pytest.importorskip("fsspec", reason="URLs need fsspec: pip install 'ocr_fix[remote]'")

BUCKETS = {"s3": s3_bucket, "gs": gs_bucket}


@pytest.fixture(scope="module", params=["local", "memory", "s3", "gs"])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where results may go: a folder, or a URL."""
    if request.param in BUCKETS:
        with BUCKETS[request.param]() as url:
            yield url
    else:
        yield str(tmp_path_factory.mktemp("root")) if request.param == "local" else "memory://root"


@pytest.fixture
def store(root: str, tmp_path: Path) -> Store:
    return Store(f"{root}/{tmp_path.name}/out")


def test_results_are_written_read_listed_and_removed(store: Store) -> None:
    store.write("a/一.txt", b"one")
    store.write("a/一.txt", b"two!")
    store.write("a/b.txt", b"")
    assert store.read("a/一.txt") == b"two!"
    assert (store.size("a/一.txt"), store.size("none")) == (4, None)
    assert store.read("none") is None
    assert store.names("a") == ["a/b.txt", "a/一.txt"]
    assert store.names("none") == []
    store.remove("a/b.txt")
    store.remove("a/b.txt")
    assert store.names("a") == ["a/一.txt"]
    assert "一.txt" in store.shown("a/一.txt")


def test_a_page_behind_a_url_is_fetched_once_under_its_name(store: Store) -> None:
    if store.is_local:
        pytest.skip("files of this machine are not fetched")
    store.write("x/a.png", b"one")
    with fetched(f"{store.root}/x/a.png") as path:
        first = path
        assert (path.name, path.read_bytes()) == ("a.png", b"one")
    with fetched(f"{store.root}/x/a.png") as path:
        assert path == first
    store.write("x/b.png", b"two")
    with fetched(f"{store.root}/x/b.png") as path:
        assert path.read_bytes() == b"two"
    assert not first.exists()
    stamp = stamp_of(f"{store.root}/x/b.png")
    store.write("x/b.png", b"three")
    assert stamp_of(f"{store.root}/x/b.png") != stamp


def test_a_bucket_that_is_not_there_is_not_made(root: str) -> None:
    if not root.startswith(("s3://", "gs://")):
        pytest.skip("folders are made where they are missing")
    with pytest.raises(OutputError, match="cannot be written"):
        Store(f"{root}-mistyped/out").write("a.txt", b"one")
    with pytest.raises(InputError, match=r"cannot be listed|cannot be read"):
        list_url(f"{root}-mistyped/in")


def test_files_of_this_machine_are_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"one")
    with fetched(str(path)) as same:
        assert same == path
    stamp = stamp_of(str(path))
    os.utime(path, (1, 1))
    assert stamp_of(str(path)) != stamp
    assert len(digest_of(path)) == 64


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        stamp_of(str(tmp_path / "none"))
    with pytest.raises(InputError, match="cannot be read"):
        stamp_of("memory://none/at/all")
    with pytest.raises(InputError, match="cannot be read"):
        digest_of(tmp_path / "none")
    with pytest.raises(InputError, match=r"cannot be opened|package that is not installed"):
        list_url("nosuchscheme://a/b")
    with pytest.raises(OutputError, match="cannot be written"):
        Store("memory://file").write("", b"")


def test_urls_are_listed_with_what_is_below_them(store: Store) -> None:
    if store.is_local:
        pytest.skip("folders of this machine are walked through")
    for name in ("a.png", "x/b.png"):
        store.write(name, b"1")
    assert list_url(f"{store.root}/") == {name: f"{store.root}/{name}" for name in ("a.png", "x/b.png")}
    assert list_url(f"{store.root}/a.png") == {"": f"{store.root}/a.png"}


@pytest.mark.parametrize(
    ("where", "url"),
    [("s3://b/a.tif", True), ("memory://a", True), ("C:/a.tif", False), ("a/b://c", False), ("a.tif", False)],
)
def test_what_a_url_is(where: str, url: bool) -> None:
    assert is_url(where) is url


def test_file_urls_are_paths() -> None:
    assert local_path("file:///tmp/a%20b.png") == "/tmp/a b.png"
    assert local_path("a.png") == "a.png"
