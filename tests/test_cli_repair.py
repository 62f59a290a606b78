"""`ocr-fix repair`: what it prints, writes, says, and exits with."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from garbled import garbled_story

from draw.garble import LINES
from ocr_fix.cli import main
from ocr_fix.errors import EXIT_OK, EXIT_UNUSABLE

CORRECT = "  一个正确的文本。\r\n\r\n不变。"


@pytest.fixture
def garbled(tmp_path: Path) -> Path:
    path = tmp_path / "garbled.txt"
    path.write_text(garbled_story("zh-library", 2, 18, LINES), encoding="utf-8")
    return path


def test_a_correct_text_is_printed_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(CORRECT.encode())
    assert main(["repair", str(path)]) == EXIT_OK
    assert capsys.readouterr() == (CORRECT, "")


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CORRECT.encode())))
    assert main(["repair", "-"]) == EXIT_OK
    assert capsys.readouterr().out == CORRECT


def test_a_repair_says_how_sure_it_is_and_by_what(garbled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", str(garbled), "--no-lm"]) == EXIT_OK
    printed = capsys.readouterr()
    assert printed.out != garbled.read_text(encoding="utf-8")
    assert "built-in scores" in printed.err
    assert main(["repair", str(garbled), "--no-lm", "-q"]) == EXIT_OK
    assert capsys.readouterr().err == ""


def test_the_formats_are_files_in_a_folder(garbled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["repair", str(garbled), "-q", "-o", str(out), "--format", "txt,md,json"]) == EXIT_OK
    assert sorted(path.name for path in out.iterdir()) == ["garbled.json", "garbled.md", "garbled.txt"]
    page = json.loads((out / "garbled.json").read_text(encoding="utf-8"))
    assert page["original"] == garbled.read_text(encoding="utf-8")
    assert page["repaired"] == (out / "garbled.txt").read_text(encoding="utf-8")


def test_the_difference_is_shown(garbled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", str(garbled), "--diff", "-q"]) == EXIT_OK
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("+") for line in lines[2:])
    assert any(line.startswith("-") for line in lines[2:])
    assert "\x1b" not in "".join(lines)


def test_each_decision_is_explained(garbled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", str(garbled), "--explain", "--no-lm", "-q"]) == EXIT_OK
    printed = capsys.readouterr().out
    assert printed.startswith("order by built-in scores\nuntangle: lines ")
    assert "the join cuts a word" in printed
    assert "; else " in printed


def test_what_is_in_doubt_is_left_and_told(garbled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["repair", str(garbled), "--min-confidence", "1"]) == EXIT_OK
    printed = capsys.readouterr()
    assert printed.out == garbled.read_text(encoding="utf-8").replace(",", "，") or "," in printed.out
    assert "left as it was: the order is in doubt" in printed.err


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x00\x00", "is no text"),
        (
            "晨雾还没有从河滩上退尽，石埠村的码头上已经响起了吆喝声。".encode("gb18030") * 4,
            "gb18030 was assumed",
        ),
    ],
)
def test_bytes_that_are_not_utf_8(
    data: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert main(["repair", str(path)]) == (EXIT_UNUSABLE if "no text" in says else EXIT_OK)
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.txt"], "cannot be read"),
        (["{}", "--format", "txt,json"], "need a folder"),
        (["{}", "-o", "{folder}"], "is the garbled text itself"),
        (["{}", "--lm", "nowhere.lm"], "nowhere.lm"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    arguments: list[str], says: str, garbled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [one.format(garbled, folder=garbled.parent) if "{" in one else one for one in arguments]
    assert main(["repair", *filled]) == EXIT_UNUSABLE
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("share", ["2", "-1", "much"])
def test_a_confidence_is_a_share(share: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["repair", "a.txt", "--min-confidence", share])
    assert stopped.value.code == EXIT_UNUSABLE


def test_an_empty_file_gives_an_empty_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    assert main(["repair", str(path)]) == EXIT_OK
    assert capsys.readouterr() == ("", "")
