"""`ocr-fix golden accept`: a golden text never changes silently."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from ocr_fix.cli import main
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.write.json import read_json

BOX = Box(0, 0, 90, 9)
TEXT = "新桥通车\n大桥昨日开通。\n"
OTHER = "新桥通车\n大桥今日开通。\n"

Write = Callable[[str, str], Path]


def page(text: str, box: Box = BOX) -> Page:
    lines = text.split()
    region = Region(Kind.BODY, box, tuple(Line(line, box) for line in lines))
    paragraphs = tuple(Paragraph(line, 0, (number,)) for number, line in enumerate(lines))
    return Page("a.png", 90, 90, articles=(Article((region,), paragraphs),))


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def write_text(name: str, text: str) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


class Terminal(io.StringIO):
    """Somebody who types an answer."""

    def isatty(self) -> bool:
        return True


def read(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


def test_a_new_golden_text_is_written(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("out/a.txt", TEXT)
    assert main(["golden", "accept", "out/a.txt", "golden/a.txt"]) == 0
    assert read("golden/a.txt") == TEXT
    assert capsys.readouterr().out == "new: 'golden/a.txt'\n"
    assert main(["golden", "accept", "out/a.txt", "golden"]) == 0
    assert capsys.readouterr().out == "'a': the golden text says that already\n"


def test_a_change_is_shown_and_refused_where_nobody_can_answer(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", OTHER), write("golden/a.txt", TEXT)
    assert main(["golden", "accept", "a.txt", "golden"]) == 1
    assert read("golden/a.txt") == TEXT
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "'golden/a.txt' would change, [-golden-] {+output+}:",
        "  2  大桥[-昨-]{+今+}日开通。",
    ]
    assert "--yes" in printed.err


@pytest.mark.parametrize(("answer", "code", "text"), [("y\n", 0, OTHER), ("n\n", 1, TEXT), ("\n", 1, TEXT)])
def test_a_person_is_asked(
    answer: str, code: int, text: str, write: Write, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    write("a.txt", OTHER), write("golden/a.txt", TEXT)
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert main(["golden", "accept", "a.txt", "golden"]) == code
    assert read("golden/a.txt") == text
    assert "change 'golden/a.txt'? [y/N]" in capsys.readouterr().err


def test_yes_changes_without_asking(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", OTHER), write("golden/a.txt", TEXT)
    assert main(["golden", "accept", "a.txt", "golden", "--yes"]) == 0
    assert read("golden/a.txt") == OTHER
    assert capsys.readouterr().out.splitlines()[-1] == "changed: 'golden/a.txt'"


@pytest.mark.parametrize("change", [(" ", ""), ("\n大", "\n\n大"), ("。", "."), ("新", "新 ")])
def test_no_change_is_too_small_to_be_shown(
    change: tuple[str, str], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    golden = TEXT.replace("开通", "开 通")
    write("golden/a.txt", golden), write("a.txt", golden.replace(*change))
    assert main(["golden", "accept", "a.txt", "golden"]) == 1
    assert "[-" in capsys.readouterr().out.splitlines()[1] or change[0] not in (" ", "。")
    assert read("golden/a.txt") == golden


def test_text_that_moved_is_told(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["".join(chr(0x4E00 + 40 * row + place) for place in range(40)) for row in range(4)]
    write("golden/a.txt", "\n".join(lines)), write("a.txt", "\n".join([*lines[1:], lines[0]]))
    assert main(["golden", "accept", "a.txt", "golden"]) == 1
    assert "moved" in capsys.readouterr().out


def test_a_page_gives_text_and_boxes(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("out/a.json", page(TEXT).to_json()), write("out/b.txt", TEXT)
    assert main(["golden", "accept", "out", "golden"]) == 0
    assert read("golden/a.txt") == read("golden/b.txt") == TEXT
    assert read_json(read("golden/a.json")) == page(TEXT)
    write("out/a.json", page(TEXT, Box(1, 1, 80, 8)).to_json())
    capsys.readouterr()
    assert main(["golden", "accept", "out", "golden"]) == 1
    assert "its lines or boxes change" in capsys.readouterr().out
    assert main(["golden", "accept", "out", "golden", "-y"]) == 0
    assert read_json(read("golden/a.json")) == page(TEXT, Box(1, 1, 80, 8))


def test_a_broken_golden_file_can_be_replaced(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.json", page(TEXT).to_json()), write("golden.json", "{}")
    assert main(["golden", "accept", "a.json", "golden.json"]) == 1
    assert "would be replaced" in capsys.readouterr().out
    assert main(["golden", "accept", "a.json", "golden.json", "--yes"]) == 0
    assert read_json(read("golden.json")) == page(TEXT)


@pytest.mark.parametrize(
    ("output", "golden", "says"),
    [
        ("nowhere.txt", "golden", "nowhere.txt"),
        ("empty.txt", "golden", "has no text"),
        ("a.txt", "a.json", "no lines with boxes"),
        ("a.txt", "golden.docx", ".txt or .json"),
        ("folder", "golden", "holds no output"),
        ("out", "a.txt", "two of a kind"),
    ],
)
def test_what_cannot_be_accepted(
    output: str, golden: str, says: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT), write("empty.txt", " \n"), write("out/a.txt", TEXT)
    Path("folder").mkdir()
    assert main(["golden", "accept", output, golden, "--yes"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    assert read("a.txt") == TEXT


def test_one_bad_output_does_not_stop_the_rest(write: Write) -> None:
    write("out/a.txt", TEXT), write("out/b.txt", ""), write("out/c.txt", TEXT)
    assert main(["golden", "accept", "out", "golden"]) == 1
    assert sorted(path.name for path in Path("golden").iterdir()) == ["a.txt", "c.txt"]
    Path("out/a.txt").unlink()
    Path("out/c.txt").unlink()
    assert main(["golden", "accept", "out", "golden"]) == 2


def test_a_golden_text_that_cannot_be_written(write: Write) -> None:
    write("a.txt", TEXT), write("file", "")
    assert main(["golden", "accept", "a.txt", "file/a.txt"]) == 4
