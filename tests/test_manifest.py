"""The manifest: the newest line counts, torn lines are dropped, one run at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.errors import InputError, OutputError
from ocr_fix.manifest import NAME, Output, Record, opened_manifest, plain
from ocr_fix.store import Store


def record(name: str, page: int = 1, **facts: object) -> Record:
    return Record(name, f"{name}.png", page, **facts)  # type: ignore[arg-type]


def test_what_was_added_is_found_now_and_later(tmp_path: Path) -> None:
    one = record("a/一", seconds=1.5, outputs=(Output("txt", "a/一.txt", 3),), warnings=("w",))
    with opened_manifest(Store(str(tmp_path))) as manifest:
        manifest.add(one)
        manifest.add(record("b", error="cut off"))
        assert manifest.find("a/一") == one
        assert manifest.find("c") is None
    with opened_manifest(Store(str(tmp_path))) as manifest:
        assert manifest.find("a/一") == one
        assert len(manifest) == 2


def test_the_newest_line_counts_and_tidying_leaves_one(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    with opened_manifest(store) as manifest:
        for seconds in (1.0, 2.0, 3.0):
            manifest.add(record("b", seconds=seconds))
            manifest.add(record("a", seconds=seconds))
        found = manifest.find("b")
        assert found is not None
        assert found.seconds == 3.0
        manifest.tidy()
    lines = (tmp_path / NAME).read_text(encoding="utf-8").splitlines()
    assert [line[:11] for line in lines] == ['{"name":"a"', '{"name":"b"']


def test_a_source_and_its_page_of_one_name_are_two(tmp_path: Path) -> None:
    with opened_manifest(Store(str(tmp_path))) as manifest:
        manifest.add(record("a"))
        manifest.add(record("a", page=0))
        assert manifest.find("a") == record("a")
        assert manifest.find("a", whole=True) == record("a", page=0)


@settings(deadline=None)
@given(cut=st.integers(0, 400))
def test_a_file_that_was_cut_anywhere_keeps_its_whole_lines(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    with opened_manifest(Store(str(folder))) as manifest:
        for name in "abc":
            manifest.add(record(name))
    data = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(data[:cut])
    whole = data[:cut].count(b"\n")
    with opened_manifest(Store(str(folder))) as manifest:
        assert [manifest.find(name) is not None for name in "abc"] == [place < whole for place in range(3)]
        manifest.add(record("d"))
    with opened_manifest(Store(str(folder))) as manifest:
        assert manifest.find("d") == record("d")
        assert len(manifest) == whole + 1


def test_lines_of_others_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b'{"x": 1}\nnot json\n\xff\n')
    with opened_manifest(Store(str(tmp_path))) as manifest:
        assert len(manifest) == 0


def test_a_folder_has_one_run_at_a_time(tmp_path: Path) -> None:
    code = (
        "import sys; from ocr_fix.manifest import opened_manifest; from ocr_fix.store import Store\n"
        f"with opened_manifest(Store({str(tmp_path)!r})): print('in', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        (sys.executable, "-c", code), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "in\n"
    with (
        pytest.raises(InputError, match="another run is writing into"),
        opened_manifest(Store(str(tmp_path))),
    ):
        pass
    other.kill()
    other.communicate()
    with opened_manifest(Store(str(tmp_path))) as manifest:
        manifest.add(record("a"))


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"), opened_manifest(Store(str(tmp_path / "file"))):
        pass
    (tmp_path / NAME).mkdir()
    with pytest.raises(OutputError, match="cannot be written"), opened_manifest(Store(str(tmp_path))):
        pass


def test_names_that_are_no_text_are_escaped() -> None:
    assert plain("a\udcff.png") == "a\\xff.png"
