"""The command: what it writes, says and exits with. A stand-in reads, so that no engine is needed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
from PIL import Image

from ocr_fix import many, pipeline
from ocr_fix.batch import BatchOptions, Here
from ocr_fix.cli import main, run
from ocr_fix.cli.names import page_name, plan_names
from ocr_fix.cli.say import printable
from ocr_fix.errors import EngineError, InputError, OutputError
from ocr_fix.listing import Source
from ocr_fix.model import Article, Box, Direction, Kind, Line, Page, Paragraph, Region
from ocr_fix.pipeline import ReadOptions
from ocr_fix.store import Store

TEXT = "新桥通车\n\n大桥昨日开通。"


class StandIn:
    """Reads every page as the same two regions, or fails as `failures` says for a file's name."""

    failures: dict[str, BaseException]
    seen: list[tuple[object, ...]]

    def __init__(self, engine: str, language: str, options: ReadOptions) -> None:
        if language == "xx":
            raise InputError("There is no language 'xx'; there are: chi_sim, eng.")
        if engine == "tesseract":
            raise EngineError("Tesseract is not installed; run: apt-get install tesseract-ocr")
        self.seen.append((engine, language, options))

    def read(self, path: Path, number: int = 1) -> Page:
        for name in (path.name, f"{path.name}, {number}"):
            if name in self.failures:
                raise self.failures[name]
        box = Box(2, 2, 50, 12)
        headline = Region(Kind.HEADLINE, box, (Line("新桥通车", box),))
        body = Region(Kind.BODY, box, (Line("大桥昨日开通。", box),))
        paragraphs = (Paragraph("新桥通车", 0, (0,)), Paragraph("大桥昨日开通。", 1, (0,)))
        article = Article((headline, body), paragraphs)
        return Page(str(path), 60, 40, number, articles=(article,), warnings=("a warning",))


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[StandIn]]:
    """Every page is read in this process, by the stand-in."""
    StandIn.failures = {}
    StandIn.seen = []
    monkeypatch.setattr(pipeline, "Reader", StandIn)
    monkeypatch.setattr(run, "opened_crew", lambda *_: nullcontext((Here(), BatchOptions())))
    many.open_reader.cache_clear()
    yield StandIn
    many.open_reader.cache_clear()


@pytest.fixture
def draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes a small blank picture below the current folder, which is empty at first."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, pages: int = 1) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        pictures = [Image.new("L", (60, 40), 255) for _ in range(pages)]
        pictures[0].save(path, save_all=pages > 1, append_images=pictures[1:])
        return path

    return write


def outputs() -> list[str]:
    """The files of results, without those that tell of the run."""
    found = sorted(str(path.relative_to("out")) for path in Path("out").rglob("*") if path.is_file())
    return [name for name in found if not name.startswith((".ocr-fix/", "manifest", "summary"))]


def lines(text: str) -> list[str]:
    return text.splitlines()


# What it writes


def test_a_page_becomes_a_text(draw: Callable[..., Path], capfd: pytest.CaptureFixture[str]) -> None:
    draw("page.png")
    assert main(["run", "page.png", "-o", "out"]) == 0
    assert Path("out/page.txt").read_text(encoding="utf-8") == TEXT + "\n"
    printed = capfd.readouterr()
    assert printed.out == ""
    assert lines(printed.err)[0].startswith("'page.png': ")
    assert lines(printed.err)[0].endswith("'out/page.txt'")
    assert lines(printed.err)[1:] == ["'page.png': a warning"]


def test_every_format(draw: Callable[..., Path]) -> None:
    draw("page.png")
    assert main(["run", "page.png", "-o", "out", "--format", "txt,md,json,overlay"]) == 0
    assert outputs() == ["page.json", "page.md", "page.overlay.png", "page.txt"]
    assert Image.open("out/page.overlay.png").format == "PNG"


def test_pages_of_one_file_are_numbered(draw: Callable[..., Path]) -> None:
    draw("book.tif", pages=2)
    assert main(["run", "book.tif", "-o", "out"]) == 0
    assert outputs() == ["book-0001.txt", "book-0002.txt"]


def test_a_bad_page_of_a_file_does_not_stop_the_pages_after_it(
    draw: Callable[..., Path], stand_in: type[StandIn]
) -> None:
    draw("book.tif", pages=3)
    stand_in.failures = {"book.tif, 2": InputError("cut off")}
    assert main(["run", "book.tif", "-o", "out"]) == 1
    assert outputs() == ["book-0001.txt", "book-0003.txt"]


def test_quiet_says_nothing(draw: Callable[..., Path], capfd: pytest.CaptureFixture[str]) -> None:
    draw("page.png")
    assert main(["run", "page.png", "-o", "out", "-q"]) == 0
    assert capfd.readouterr() == ("", "")


def test_options_reach_the_reader(draw: Callable[..., Path], stand_in: type[StandIn]) -> None:
    draw("page.png")
    flags = ["-l", "eng", "--columns", "3", "--direction", "vertical", "--no-deskew", "--max-pixels", "9000"]
    flags += ["--split-spreads", "never"]
    assert main(["run", "page.png", "-o", "out", *flags]) == 0
    assert main(["run", "page.png", "-o", "out"]) == 0
    options = ReadOptions(3, Direction.VERTICAL, deskew=False, max_pixels=9000, split_spreads=False)
    assert stand_in.seen == [("rapidocr", "eng", options), ("rapidocr", "chi_sim+eng", ReadOptions())]


def test_the_same_page_named_twice_is_read_once(draw: Callable[..., Path]) -> None:
    draw("page.png")
    assert main(["run", "page.png", "page.png", "-o", "out"]) == 0
    assert outputs() == ["page.txt"]


# What it calls the results


@pytest.mark.parametrize(
    ("sources", "counts", "names"),
    [
        (["a.jpg"], [1], [("a",)]),
        (["a.jpg", "a.tif"], [1, 1], [("a.jpg",), ("a.tif",)]),
        (["a.jpg", "A.jpg"], [1, 1], [("a.jpg~1",), ("A.jpg~2",)]),
        (["a.jpg", "a.tif", "a.jpg.png"], [1, 1, 1], [("a.jpg",), ("a.tif",), ("a.jpg.png",)]),
        (["a-0001.jpg", "a.tif"], [1, 2], [("a-0001.jpg",), ("a.tif-0001", "a.tif-0002")]),
        (["a-0001.jpg", "a.tif"], [1, 1], [("a-0001",), ("a",)]),
        (["/x/mon/a.jpg", "/x/tue/a.jpg", "/x/b.jpg"], [1, 1, 1], [("mon-a.jpg",), ("tue-a.jpg",), ("b",)]),
        (["/1/p/a.jpg", "/2/p/a.jpg"], [1, 1], [("1-p-a.jpg",), ("2-p-a.jpg",)]),
        (["/x-y/a.jpg", "/x/y-a.jpg"], [1, 1], [("a",), ("y-a",)]),
        (["e\u0301.jpg", "\u00e9.jpg"], [1, 1], [("e\u0301.jpg~1",), ("\u00e9.jpg~2",)]),
        ([], [], []),
    ],
)
def test_names(
    sources: Sequence[str], counts: Sequence[int], names: Sequence[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir("/")
    planned = plan_names([Source(source) for source in sources], counts.__getitem__)
    pages = [
        tuple(page_name(name, number, count) for number in range(1, count + 1))
        for name, count in zip(planned, counts, strict=True)
    ]
    assert pages == list(names)


def test_sources_of_one_name_give_two_texts(draw: Callable[..., Path]) -> None:
    draw("monday/a.png"), draw("tuesday/a.png"), draw("a.tif", pages=2), draw("a-0001.png")
    assert main(["run", "monday/a.png", "tuesday/a.png", "a.tif", "a-0001.png", "-o", "out"]) == 0
    assert len(outputs()) == 5


# What it does when something is wrong


def one_error(capfd: pytest.CaptureFixture[str]) -> str:
    """The only sentence on stderr."""
    (line,) = lines(capfd.readouterr().err)
    assert line.startswith("ocr-fix: ")
    return line


def test_a_missing_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", "no\nwhere.png", "-o", "out"]) == 2
    assert r"no\nwhere.png" in one_error(capfd)
    assert not Path("out").exists()


def test_a_folder_without_pages(draw: Callable[..., Path], capfd: pytest.CaptureFixture[str]) -> None:
    draw("scans/page.png").rename("scans/page.txt")
    assert main(["run", "scans", "-o", "out"]) == 2
    assert "'scans' holds no file to read" in one_error(capfd)
    assert not Path("out").exists()


def test_bad_pages_do_not_stop_the_rest(
    draw: Callable[..., Path], stand_in: type[StandIn], capfd: pytest.CaptureFixture[str]
) -> None:
    draw("a.png"), draw("b.png"), draw("c.png")
    Path("d.png").write_bytes(b"")
    stand_in.failures = {
        "a.png": ValueError("two\nlines"),
        "b.png": EngineError("The engine failed on 'b.png'."),
    }
    assert main(["run", "a.png", "b.png", "c.png", "d.png", "-o", "out", "-q"]) == 1
    assert outputs() == ["c.txt"]
    errors = lines(capfd.readouterr().err)
    assert len(errors) == 3
    assert any("'a.png'" in line and "ValueError: two lines" in line for line in errors)
    assert "Traceback" not in "".join(errors)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("cut off"), 2),
        (EngineError("no model"), 3),
        (OutputError("name too long"), 4),
        (ValueError("a bug"), 2),
        (MemoryError(), 2),
        (KeyboardInterrupt(), 130),
    ],
)
def test_the_exit_code_of_an_only_page(
    error: BaseException, code: int, draw: Callable[..., Path], stand_in: type[StandIn],
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    draw("a.png")
    stand_in.failures = {"a.png": error}
    assert main(["run", "a.png", "-o", "out"]) == code
    one_error(capfd)


def test_all_pages_failing_alike_keep_their_code(draw: Callable[..., Path], stand_in: type[StandIn]) -> None:
    draw("a.png"), draw("b.png")
    stand_in.failures = {"a.png": EngineError("no model"), "b.png": EngineError("no model")}
    assert main(["run", "a.png", "b.png", "-o", "out"]) == 3
    stand_in.failures["b.png"] = InputError("cut off")
    assert main(["run", "a.png", "b.png", "-o", "out"]) == 2


def test_a_full_disk_ends_the_run(
    draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    draw("a.png"), draw("b.png")

    def full(_: Store, path: str, __: bytes) -> None:
        raise OutputError(f"'{path}' cannot be written.") from OSError(
            errno.ENOSPC, "No space left on device"
        )

    monkeypatch.setattr(Store, "write", full)
    assert main(["run", "a.png", "b.png", "-o", "out", "-q"]) == 4
    assert "a.txt" in one_error(capfd)


def test_a_debugger_sees_the_traceback(
    draw: Callable[..., Path], stand_in: type[StandIn], monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    draw("a.png")
    stand_in.failures = {"a.png": ValueError("a bug")}
    monkeypatch.setenv("OCR_FIX_DEBUG", "1")
    assert main(["run", "a.png", "-o", "out"]) == 2
    assert "Traceback" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["-l", "xx"], 2, "chi_sim, eng"),
        (["--engine", "tesseract"], 3, "apt-get install"),
        (["-o", "a.png"], 4, "'a.png'"),
        (["-o", "a.png/below"], 4, "a.png"),
        (["--golden", "nowhere"], 2, "nowhere"),
        (["--golden", "out"], 2, "golden"),
    ],
)
def test_what_is_refused_before_reading(
    arguments: list[str], code: int, says: str, draw: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    draw("a.png")
    Path("out").mkdir()
    assert main(["run", "a.png", "-o", "out", *arguments]) == code
    assert says in one_error(capfd)
    assert outputs() == []


@pytest.mark.parametrize("output", ["a.png", "a.png/below", "closed"])
def test_an_output_folder_that_cannot_be_used_is_refused_before_reading(
    output: str, draw: Callable[..., Path], stand_in: type[StandIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw("a.png")
    Path("closed").mkdir()
    # Rights do not bind root, who may run the tests.
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "closed")
    assert main(["run", "a.png", "-o", output]) == 4
    assert stand_in.seen == []


def test_an_output_that_is_an_input_is_refused(
    draw: Callable[..., Path], capfd: pytest.CaptureFixture[str]
) -> None:
    draw("a.png"), draw("out/a.overlay.png")
    before = Path("out/a.overlay.png").read_bytes()
    assert main(["run", "a.png", "out/a.overlay.png", "-o", "out", "--format", "overlay"]) == 2
    assert "a.overlay.png" in one_error(capfd)
    assert Path("out/a.overlay.png").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run", "a.png"],
        ["run", "-o", "out"],
        ["run", "a.png", "-o", "out", "--format", "docx"],
        ["run", "a.png", "-o", "out", "--format", ","],
        ["run", "a.png", "-o", "out", "--columns", "0"],
        ["run", "a.png", "-o", "out", "--columns", "two"],
        ["run", "a.png", "-o", "out", "--engine", "magic"],
    ],
)
def test_wrong_arguments(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


# What it measures


def table(text: str) -> dict[str, list[str]]:
    """The cells after the name, split at blanks, of every line below the header."""
    return {line.split()[0]: line.split()[1:] for line in lines(text)[1:]}


def test_a_run_with_golden_texts_prints_a_table(
    draw: Callable[..., Path], stand_in: type[StandIn], capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("right", "wrong", "broken", "other"):
        draw(f"{name}.png")
    Path("golden").mkdir()
    Path("golden/right.txt").write_text(TEXT, encoding="utf-8")
    Path("golden/wrong.txt").write_text("旧桥已经拆除,无人知道原因。", encoding="utf-8")
    stand_in.failures = {"broken.png": InputError("cut off")}
    pages = ["right.png", "wrong.png", "broken.png", "other.png"]
    assert main(["run", *pages, "-o", "out", "--golden", "golden", "-q"]) == 1
    rows = table(capsys.readouterr().out)
    assert list(rows) == ["right", "wrong", "broken", "other", "all"]
    assert rows["right"][1:] == ["0.0", "%", "0.0", "%", "100.0", "%", "good"]
    assert "flow" in rows["wrong"]
    assert rows["broken"] == ["failed"]
    assert rows["other"][1:] == ["no", "golden", "text"]


def test_a_run_that_agrees_with_its_golden_texts_is_fine(draw: Callable[..., Path]) -> None:
    draw("right.png")
    Path("golden").mkdir()
    Path("golden/right.txt").write_text(TEXT, encoding="utf-8")
    assert main(["run", "right.png", "-o", "out", "--golden", "golden"]) == 0
    Path("golden/right.txt").write_text("旧桥已经拆除。", encoding="utf-8")
    assert main(["run", "right.png", "-o", "out", "--golden", "golden"]) == 1


def test_golden_boxes_count_only_while_they_agree_with_the_golden_text(
    draw: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    draw("page.png")
    assert main(["run", "page.png", "-o", "golden", "--format", "txt,json"]) == 0
    assert main(["run", "page.png", "-o", "out", "-q"]) == 0
    assert main(["compare", "out", "golden"]) == 0
    Path("golden/page.txt").write_text("旧桥已经拆除。", encoding="utf-8")
    assert main(["compare", "out", "golden"]) == 1
    Path("golden/page.txt").unlink()
    assert main(["compare", "out", "golden"]) == 0
    Path("golden/page.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert main(["compare", "out", "golden"]) == 2
    assert "'golden/page.json'" in capsys.readouterr().err


def test_comparing_files_and_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("out/a.txt", TEXT), ("golden/a.txt", TEXT), ("golden/b.txt", TEXT)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    output, golden = tmp_path / "out", tmp_path / "golden"
    assert main(["compare", str(output / "a.txt"), str(golden / "a.txt")]) == 0
    assert main(["compare", str(output), str(golden)]) == 1
    assert lines(capsys.readouterr().out)[-1].split() == ["b", "missing"]


@pytest.mark.parametrize(
    ("output", "golden"),
    [
        ("a.txt", "nowhere.txt"),
        ("nowhere.txt", "a.txt"),
        ("a.txt", "."),
        (".", "empty"),
        (".", "a.txt"),
        ("a.txt", "b.txt"),
    ],
)
def test_what_cannot_be_compared(
    output: str,
    golden: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("b.txt").write_bytes(b"\xff\xfe\xff")
    Path("empty").mkdir()
    assert main(["compare", output, golden]) == 2
    one_error(capfd)


# How it speaks


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-c", code)
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_imports_nothing_heavy(flag: str) -> None:
    heavy = "{'numpy', 'cv2', 'PIL', 'rich', 'rapidocr', 'onnxruntime', 'msgspec'}"
    code = (
        "import sys; from ocr_fix.cli import main\n"
        f"try: main(['{flag}'])\n"
        f"except SystemExit: print('heavy:', sorted({heavy} & set(sys.modules)))"
    )
    done = run_python(code)
    assert lines(done.stdout)[-1] == "heavy: []", done.stderr


def test_the_default_limit_in_the_help_is_the_true_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    assert f"default: {ReadOptions().max_pixels}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("text", "line"),
    [("plain 报.jpg", "plain 报.jpg"), ("a\nb", r"a\nb"), ("\x1b[2J", r"\x1b[2J"), ("\udcff", r"\udcff")],
)
def test_what_a_terminal_cannot_print_is_escaped(text: str, line: str) -> None:
    assert printable(text) == line


def test_a_name_that_is_no_text(draw: Callable[..., Path], capfd: pytest.CaptureFixture[str]) -> None:
    draw("page.png").rename(os.fsdecode(b"\xff.png"))
    assert main(["run", os.fsdecode(b"\xff.png"), "-o", "out", "--format", "txt,json"]) == 0
    assert len(outputs()) == 2
    assert r"\udcff.png" in capfd.readouterr().err


def test_a_pipe_that_closes_early_is_no_error() -> None:
    script = (
        f"{sys.executable} -c 'from ocr_fix.cli import entry; entry()' doctor | true; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(("bash", "-c", script), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
