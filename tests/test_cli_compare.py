"""`ocr-fix compare`: what it prints, writes and exits with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ocr_fix.cli import compare as command
from ocr_fix.cli import main
from ocr_fix.cli.arguments import build_parser
from ocr_fix.measures import Limits
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 900))
LINES = [HAN[at : at + 30] for at in range(0, 300, 30)]
TEXT = "\n".join(LINES) + "\n"
MISREAD = TEXT.replace(LINES[3][:3], "XYZ")

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a text below the current folder, which is empty at first."""
    monkeypatch.chdir(tmp_path)

    def write_text(name: str, text: str) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_text


def printed_page(source: str, lines: list[str]) -> Page:
    boxes = [Box(10, 20 * number, 190, 20 * number + 18) for number in range(len(lines))]
    printed = tuple(Line(text, box) for text, box in zip(lines, boxes, strict=True))
    paragraphs = tuple(Paragraph(text, 0, (number,)) for number, text in enumerate(lines))
    story = Article((Region(Kind.BODY, Box(0, 0, 200, 400), printed),), paragraphs)
    return Page(source, 200, 400, articles=(story,))


# Table, worst lines, moves


def test_two_files(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", MISREAD), write("golden.txt", TEXT)
    assert main(["compare", "a.txt", "golden.txt", "--max-cer", "2%"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        "page", "CER", "order-free", "CER", "order", "cost", "successors", "whole", "paragraphs", "verdict",
    ]  # fmt: skip
    assert lines[1].split() == ["a", "1.0", "%", "1.0", "%", "0.0", "%", "90.0", "%", "good"]
    assert lines[3] == "the worst of 1 lines with differences, [-golden-] {+output+}:"
    assert lines[4] == f"  a:4  [-{LINES[3][:3]}-]{{+XYZ+}}{LINES[3][3:19]}…"
    assert len(lines) == 5


def test_what_moved_is_told(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", "\n".join([*LINES[1:], LINES[0]])), write("golden.txt", TEXT)
    assert main(["compare", "a.txt", "golden.txt", "--max-order-free-cer", "0"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("a: 1 piece moved, 30 characters")


def test_words_have_a_column_where_they_are_told_apart(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "The bridge is open."), write("golden.txt", "The bridge is new.")
    assert main(["compare", "a.txt", "golden.txt", "--max-wer", "20%"]) == 1
    out = capsys.readouterr().out
    assert "WER" in out.splitlines()[0]
    assert "WER 25.0 % > 20 %" in out
    write("b.txt", "大桥昨日开通。")
    main(["compare", "b.txt", "b.txt"])
    assert "WER" not in capsys.readouterr().out
    main(["compare", "b.txt", "b.txt", "--words"])
    assert "WER" in capsys.readouterr().out


def test_the_worst_lines_can_be_fewer_or_none(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", TEXT.replace(LINES[0][5], "X").replace(LINES[2][5], "X")), write("golden.txt", TEXT)
    main(["compare", "a.txt", "golden.txt", "--worst", "1"])
    assert "a:1" in capsys.readouterr().out
    main(["compare", "a.txt", "golden.txt", "--worst", "0"])
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_normalisation_is_chosen(write: Write) -> None:
    write("a.txt", TEXT.replace("\n", " \n\n ")), write("golden.txt", TEXT)
    same = ["compare", "a.txt", "golden.txt", "--max-cer", "0"]
    assert main(same) == 0
    assert main([*same, "--normalise", "nfkc"]) == 0
    assert main([*same, "--normalise", "none"]) == 1


def test_formats_are_compared_with_one_another(write: Write) -> None:
    page = printed_page("scan.png", LINES)
    write("a.json", page.to_json()), write("a.md", page.markdown()), write("a.txt", page.text)
    for output in ("a.json", "a.md", "a.txt"):
        for golden in ("a.json", "a.txt"):
            assert main(["compare", output, golden, "--max-cer", "0"]) == 0


# Folders


def test_folders_are_matched_by_name(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    (
        write("out/a.txt", TEXT),
        write("out/c.md", TEXT),
        write("golden/a.txt", TEXT),
        write("golden/b.txt", TEXT),
    )
    assert main(["compare", "out", "golden"]) == 1
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()[1:4]}
    assert rows["a"][-1] == "good"
    assert rows["b"] == ["missing"]
    assert rows["c"] == ["no", "golden", "text"]


def test_a_bad_file_does_not_stop_the_rest(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("out/a.txt", TEXT), write("golden/a.txt", TEXT), write("golden/b.txt", TEXT)
    Path("out/b.txt").write_bytes(b"\xff\xff")
    assert main(["compare", "out", "golden"]) == 1
    printed = capsys.readouterr()
    assert printed.err == "ocr-fix: 'out/b.txt' is no text in UTF-8; give a text file in UTF-8.\n"
    assert "failed" in printed.out
    Path("out/a.txt").write_bytes(b"\xff\xff")
    assert main(["compare", "out", "golden"]) == 2


def test_a_bug_is_one_sentence(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("two\nlines")

    write("a.txt", TEXT)
    monkeypatch.setattr(command, "compared_row", broken)
    assert main(["compare", "a.txt", "a.txt"]) == 2
    assert "(ValueError: two lines)" in capsys.readouterr().err


def test_many_pages_are_compared_by_several_processes(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(20):
        write(f"golden/{number:02}.txt", TEXT)
        write(f"out/{number:02}.txt", TEXT if number % 5 else MISREAD)
    Path("out/07.txt").write_bytes(b"\xff\xff")
    assert main(["compare", "out", "golden", "--jobs", "2", "--max-cer", "0"]) == 1
    by_two = capsys.readouterr()
    assert main(["compare", "out", "golden", "--jobs", "1", "--max-cer", "0"]) == 1
    assert capsys.readouterr() == by_two
    assert "15 of 20 good" in by_two.out
    assert "07.txt" in by_two.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.txt", "nowhere.txt"], "nowhere.txt"),
        (["out", "a.txt"], "is a folder but"),
        (["a.txt", "golden"], "is no folder but"),
        (["out", "empty"], "holds no file that can be compared"),
        (["out", "golden"], "name them alike"),
        (["a.txt", "scan.png"], "UTF-8"),
    ],
)
def test_nothing_to_compare(
    arguments: list[str], says: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", TEXT), write("out/a.txt", TEXT), write("golden/b.txt", TEXT)
    Path("empty").mkdir()
    Image.new("L", (8, 8)).save("scan.png")
    assert main(["compare", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


@pytest.mark.parametrize(
    ("output", "golden", "says", "code"),
    [
        ("新桥", "", "the golden text is empty", 1),
        ("", "", "the golden text is empty", 0),
        ("", "新桥通车", "the output is empty", 1),
        ("The bridge is open.", "大桥昨日开通。", "another script", 1),
        (HAN[:300], HAN[300:600], "little in common", 1),
    ],
)
def test_what_a_reader_of_the_numbers_has_to_know(
    output: str, golden: str, says: str, code: int, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", output), write("golden.txt", golden)
    assert main(["compare", "a.txt", "golden.txt", "--max-cer", "10%"]) == code
    assert says in capsys.readouterr().err


# Limits


def test_given_limits_replace_the_usual_ones(write: Write) -> None:
    write("a.txt", TEXT.replace("\n", "")), write("golden.txt", TEXT)
    assert main(["compare", "a.txt", "golden.txt"]) == 1
    assert main(["compare", "a.txt", "golden.txt", "--max-cer", "0"]) == 0
    assert main(["compare", "a.txt", "golden.txt", "--min-whole-paragraphs", "1"]) == 1


def test_every_limit_can_be_given(write: Write) -> None:
    write("a.txt", TEXT)
    for name in Limits.__dataclass_fields__:
        flag = "--" + name.replace("_", "-")
        arguments = build_parser().parse_args(["compare", "a", "b", flag, "12.5%"])
        assert command._limits(arguments) == Limits(
            **{other: 0.125 if other == name else None for other in Limits.__dataclass_fields__}
        )


@pytest.mark.parametrize("share", ["2", "-1", "x", "101%", "%"])
def test_a_share_is_between_none_and_all(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["compare", "a", "b", "--max-cer", share])
    assert stop.value.code == 2
    assert "write 0.02 or 2%" in capsys.readouterr().err


# JSON


def test_json_holds_every_measure_and_difference(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    misread = [LINES[0], LINES[1][:4] + "X" + LINES[1][5:], *LINES[2:]]
    write("out/a.json", printed_page("scan.png", misread).to_json())
    write("golden/a.txt", TEXT), write("golden/b.txt", TEXT)
    assert main(["compare", "out", "golden", "--json"]) == 1
    whole = json.loads(capsys.readouterr().out)
    one, other = whole["pages"]
    assert one["measures"]["cer"] == {"value": 1 / 300, "count": 1, "total": 300}
    assert one["measures"]["order_cost"] == 0
    assert one["passed"]
    (difference,) = one["differences"]
    assert difference["change"] == "replaced"
    assert difference["golden"] == {"text": LINES[1][4], "start": 35, "end": 36, "line": 2, "box": None}
    assert difference["output"]["box"] == {"left": 10, "top": 20, "right": 190, "bottom": 38}
    assert other == {"page": "b", "verdict": "missing", "passed": False}
    assert whole["all"]["cer"]["total"] == 300
    assert (whole["normalise"], whole["passed"]) == ("loose", False)
    assert whole["limits"]["max_flow_cer"] == 0.02


# Report


def test_the_report_shows_the_scan_where_it_can_be_read(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.new("L", (400, 800), 255).save("scan.png")
    write("a.json", printed_page("scan.png", LINES).to_json()), write("golden.txt", TEXT)
    assert main(["compare", "a.json", "golden.txt", "--html", "report/r.html"]) == 0
    assert "the report is in 'report/r.html'" in capsys.readouterr().err
    html = Path("report/r.html").read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in html
    assert '<polygon data-l="2" points="10.0 20.0 190.0 20.0 190.0 38.0 10.0 38.0"/>' in html
    Path("scan.png").unlink()
    assert main(["compare", "a.json", "golden.txt", "--html", "r2.html"]) == 0
    assert "data:image/jpeg" not in Path("r2.html").read_text(encoding="utf-8")


def test_a_scan_may_lie_beside_its_page(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pages").mkdir()
    Image.new("L", (200, 400), 255).save("pages/scan.png")
    write("pages/a.json", printed_page("scan.png", LINES).to_json()), write("golden/a.txt", TEXT)
    assert main(["compare", "pages", "golden", "--html", "r.html", "--max-cer", "0"]) == 0
    assert "data:image/jpeg" in Path("r.html").read_text(encoding="utf-8")
    monkeypatch.setattr("ocr_fix.cli.reporting.MAX_PICTURES", 0)
    assert main(["compare", "pages", "golden", "--html", "r.html", "--max-cer", "0"]) == 0
    assert "data:image/jpeg" not in Path("r.html").read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", TEXT)
    assert main(["compare", "a.txt", "a.txt", "--html", "a.txt/r.html"]) == 4
    assert "a.txt/r.html" in capsys.readouterr().err
