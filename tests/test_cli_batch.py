"""Runs over many pages, as they happen: killed, resumed, short of disk, two at once, over damaged archives.

The pages are words of others, which need no engine, so that a run of dozens takes seconds.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import nullcontext, redirect_stderr
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archives import archive, results, written
from buckets import s3_bucket
from given import column, page_of, rows_of
from pdfs import new_pdf, put_column, saved
from PIL import Image

from ocr_fix import many
from ocr_fix.batch import BatchOptions, Here
from ocr_fix.cli import main
from ocr_fix.store import Store
from ocr_fix.write.hocr import write_hocr

PAGES = 24
# Whoever runs the tests in the background has interrupts ignored, and all that is started with them.
CODE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
CODE += "from ocr_fix.cli import entry; entry()"
COMMAND = (sys.executable, "-c", CODE, "order")
USUAL = ("-o", "out", "-l", "eng", "-j", "2")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        (*COMMAND, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def run(*arguments: str) -> tuple[int, str]:
    """The exit code of a run in this process, and what it says."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stderr(said):
        patch.setattr("ocr_fix.cli.run.opened_crew", lambda *_: nullcontext((Here(), BatchOptions())))
        code = main(["order", *arguments])
    return code, said.getvalue()


def run_apart(*arguments: str) -> tuple[int, str]:
    """The same in processes of their own, as users have it."""
    process = start(*arguments)
    said = process.communicate(timeout=300)[1]
    return process.returncode, said


def records(folder: str = "out") -> list[dict[str, Any]]:
    """The manifest's lines, without times."""
    lines = Path(folder, "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    found: list[dict[str, Any]] = [json.loads(line) for line in lines]
    for record in found:
        record["seconds"] = 0.0
    return found


def children_of(process: int) -> list[int]:
    """The processes that those of `process` started, by whichever of its threads."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(word) for path in lists for word in path.read_text(encoding="utf-8").split()]


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found in /proc")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """What a run gives that nobody disturbs."""
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("undisturbed"))
    try:
        archive(PAGES)
        code, said = run("archive", *USUAL, "--format", "txt,hocr,alto,json")
        assert code == 0, said
        return results("out"), records()
    finally:
        os.chdir(before)


# Killed, and resumed


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(
    seed: int, undisturbed: tuple[dict[str, bytes], list[dict[str, Any]]]
) -> None:
    archive(PAGES)
    chance = random.Random(seed)
    kills = 0
    for _ in range(2):
        process = start("archive", *USUAL, "--format", "txt,hocr,alto,json", "-q")
        done = written("out")
        wanted = done + chance.randrange(1, 24)
        while process.poll() is None and written("out") < wanted:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.02)
        kills += process.poll() is None
        process.kill()
        process.communicate()
    assert kills
    code, said = run_apart("archive", *USUAL, "--format", "txt,hocr,alto,json")
    assert code == 0, said
    assert "done before" in said
    files, lines = undisturbed
    assert results("out") == files
    assert records() == lines


@needs_proc
def test_a_killed_worker_costs_nothing_but_a_second_try(
    undisturbed: tuple[dict[str, bytes], list[dict[str, Any]]],
) -> None:
    archive(PAGES)
    process = start("archive", *USUAL, "--format", "txt,hocr,alto,json")
    chance = random.Random(5)
    assert process.stderr
    killed = 0
    for _ in range(2):
        process.stderr.readline()  # a page has been written
        victims = children_of(process.pid)
        if victims:
            os.kill(chance.choice(victims), signal.SIGKILL)
            killed += 1
        time.sleep(chance.random() * 0.3)
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 0, said
    assert killed
    files, lines = undisturbed
    assert results("out") == files
    for record, line in zip(records(), lines, strict=True):
        assert record | {"tries": 1} == line


@needs_proc
def test_a_page_that_never_ends_is_ended_and_tried_once_more(
    undisturbed: tuple[dict[str, bytes], list[dict[str, Any]]],
) -> None:
    archive(PAGES)
    process = start("archive", *USUAL, "--format", "txt,hocr,alto,json", "--timeout", "5")
    assert process.stderr
    process.stderr.readline()  # the workers are ready now
    os.kill(children_of(process.pid)[0], signal.SIGSTOP)
    said = process.communicate(timeout=300)[1]
    assert process.returncode == 0, said
    assert results("out") == undisturbed[0]
    assert [record["tries"] for record in records()].count(2) <= 1


def test_an_interrupt_ends_the_run_in_a_sentence_and_keeps_what_is_done() -> None:
    archive(PAGES)
    process = start("archive", *USUAL)
    assert process.stderr
    first = process.stderr.readline()
    assert "-> 'out/" in first
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert said.splitlines()[-1].startswith("ocr-fix: interrupted;")
    assert "Traceback" not in said
    done = len(records())
    code, said = run("archive", *USUAL)
    assert code == 0
    assert f"{done} done before" in said


def test_what_is_done_is_not_done_again_until_something_changes() -> None:
    archive(4)
    usual = ("archive", *USUAL)
    assert "4 read" in run(*usual)[1]
    assert "4 pages: 0 read, 4 done before" in run(*usual)[1]
    assert "4 read" in run(*usual, "--columns", "2")[1]
    assert "4 read" in run(*usual)[1]
    assert "4 read" in run(*usual, "--again")[1]
    page = Path("archive/1900/page000.hocr")
    page.write_text(page.read_text(encoding="utf-8").replace("xxxx", "yyyy"), encoding="utf-8")
    Path("archive/1901/page001.hocr").touch()
    Path("out/1902/page002.txt").unlink()
    assert "4 pages: 2 read, 2 done before" in run(*usual)[1]
    assert {record["name"] for record in records()} == {
        "1900/page000", "1900/page003", "1901/page001", "1902/page002"
    }  # fmt: skip


def test_pages_of_words_are_done_again_when_the_picture_beside_them_changes() -> None:
    page = page_of(rows_of([column("p", 100, 100), column("q", 900, 100)]))
    Path("page.hocr").write_text(write_hocr(replace(page, source="page.png")), encoding="utf-8")
    usual = ("page.hocr", "-o", "out", "-l", "eng", "--format", "txt,html", "-q", "--log-json", "log.jsonl")

    def events() -> list[str]:
        assert run(*usual) == (0, "")
        return [json.loads(line)["event"] for line in Path("log.jsonl").read_text("utf-8").splitlines()]

    def draw(grey: int) -> None:
        Image.new("L", (page.width, page.height), grey).save("page.png")

    assert [events(), events()] == [["page", "end"], ["done before", "end"]]
    draw(255)  # one that was not there before
    assert [events(), events()] == [["page", "end"], ["done before", "end"]]
    Path("page.png").touch()
    assert events() == ["done before", "end"]
    draw(250)
    assert [events(), events()] == [["page", "end"], ["done before", "end"]]
    Path("page.png").unlink()
    assert events() == ["page", "end"]


def test_a_line_that_a_crash_cut_off_is_dropped() -> None:
    archive(3)
    run("archive", *USUAL)
    path = Path("out/manifest.jsonl")
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    Path("out/.0123456789abcdef.part").write_bytes(b"draft")
    code, said = run("archive", *USUAL)
    assert (code, "1 read, 2 done before" in said) == (0, True)
    assert len(records()) == 3
    assert not list(Path("out").glob(".*.part"))


def test_files_of_a_whole_source_come_out_the_same_after_a_kill() -> None:
    pdf = new_pdf()
    for number in range(8):
        if number:
            pdf.add_page()
        put_column(pdf, f"p{number}", 50, 100)
    saved(pdf, Path("paper.pdf"))
    usual = ("paper.pdf", "-l", "eng", "-j", "2", "--format", "txt,pdf,html,mets")
    assert run(*usual, "-o", "whole")[0] == 0
    process = start(*usual, "-o", "out", "-q")
    while process.poll() is None and written("out") <= 3:
        time.sleep(0.002)
    process.kill()
    process.communicate()
    assert "paper.pdf" not in results("out")
    code, said = run(*usual, "-o", "out")
    assert code == 0, said
    assert results("out") == results("whole")
    assert not list(Path("out/.ocr-fix/pages").rglob("*.json"))


# Disks and rights


def test_a_full_disk_ends_the_run_and_room_lets_it_go_on() -> None:
    archive(6)
    limited = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); "
    limited += "from ocr_fix.cli import entry; entry()"
    command = (sys.executable, "-c", limited, "order", "archive", *USUAL, "--format", "txt,hocr")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 4, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(Path("out").rglob(".*.part"))
    assert all(name.endswith(".txt") for name in results("out"))
    assert run("archive", *USUAL, "--format", "txt,hocr")[0] == 0
    assert len(results("out")) == 12


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind root")
def test_folders_without_rights() -> None:
    archive(3)
    Path("archive/1900").chmod(0)
    Path("closed").mkdir(0o500)
    try:
        code, said = run("archive", *USUAL)
        assert code == 1
        assert "cannot be listed" in said
        assert run("archive", "-o", "closed")[0] == 4
    finally:
        Path("archive/1900").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    archive(3)
    scan = os.scandir

    def closed(path: Any) -> Any:
        if str(path).endswith("1900"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert main(["order", "archive", "-o", "out", "-l", "eng", "-j", "1", "-q"]) == 1
    assert "'archive/1900' cannot be listed (Permission denied)" in capfd.readouterr().err


# Two runs at once


def test_the_second_run_into_a_folder_says_so() -> None:
    archive(PAGES)
    first = start("archive", *USUAL)
    assert first.stderr
    first.stderr.readline()
    code, said = run("archive", *USUAL)
    assert code == 2
    assert said == (
        "ocr-fix: another run is writing into 'out'; wait until it has ended, or choose another folder.\n"
    )
    first.communicate(timeout=300)
    assert first.returncode == 0


# Sources


def test_a_file_that_changes_while_it_is_read_is_read_again(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    archive(2)
    page = Path("archive/1900/page000.hocr")
    seen: list[str] = []
    read = many.read_here

    def disturbed(recipe: Any, path: Path, number: int) -> Any:
        seen.append(path.name)
        if seen.count(page.name) == 1 and path.name == page.name:
            page.write_bytes(page.read_bytes() + b"\n")
        return read(recipe, path, number)

    monkeypatch.setattr("ocr_fix.cli.pagework.read_here", disturbed)
    assert main(["order", str(page), "-o", "out", "-l", "eng"]) == 2
    assert "changed while it was read; run again" in capfd.readouterr().err
    assert main(["order", str(page), "-o", "out", "-l", "eng"]) == 0
    assert seen == [page.name] * 2


def test_trees_are_mirrored_and_the_folder_of_results_is_left_out() -> None:
    archive(3)
    Path("archive/1900/notes.md").write_text("no page", encoding="utf-8")
    Path("archive/.hidden.hocr").write_text("no page", encoding="utf-8")
    for _ in range(2):
        assert run("archive", "-o", "archive/out", "-l", "eng", "-q") == (0, "")
        names = ["1900/page000.hocr", "1900/page000.txt", "1901/page001.hocr", "1901/page001.txt"]
        assert sorted(results("archive/out")) == [*names, "1902/page002.hocr", "1902/page002.txt"]
    code, said = run("archive", "-o", "archive")
    assert code == 2
    assert "is both the folder of the pages and that of the results" in said


def test_two_trees_of_the_same_names_do_not_meet() -> None:
    archive(2, "one"), archive(2, "two")
    assert run("one", "two", "-o", "out", "-l", "eng", "--format", "txt", "-q") == (0, "")
    assert sorted(results("out")) == [
        "1900/one-1900-page000.hocr.txt", "1900/two-1900-page000.hocr.txt",
        "1901/one-1901-page001.hocr.txt", "1901/two-1901-page001.hocr.txt",
    ]  # fmt: skip


def test_patterns_lists_and_pages() -> None:
    archive(6)
    assert run("archive", "--glob", "*2.hocr", "-o", "out", "-l", "eng", "--format", "txt", "-q") == (0, "")
    assert list(results("out")) == ["1902/page002.txt"]
    code, said = run("archive", "--glob", "*.gif", "-o", "none")
    assert (code, "holds no file that matches '*.gif'" in said) == (2, True)
    listed = ["archive/1900/page000.hocr", "", "archive/1900/missing.hocr", "archive/1901/page001.hocr"]
    Path("list.txt").write_text("\n".join(listed), encoding="utf-8")
    code, said = run("--files-from", "list.txt", "-o", "listed", "-l", "eng", "--format", "txt", "-q")
    assert code == 1
    assert said.count("\n") == 1
    assert "'archive/1900/missing.hocr' does not exist" in said
    assert sorted(results("listed")) == ["archive/1900/page000.txt", "archive/1901/page001.txt"]
    code, said = run("--files-from", "nowhere.txt", "-o", "none")
    assert (code, "the list 'nowhere.txt' cannot be read" in said) == (2, True)


def test_some_pages_of_a_file() -> None:
    pdf = new_pdf()
    for number in range(4):
        if number:
            pdf.add_page()
        put_column(pdf, f"p{number}", 50, 100)
    saved(pdf, Path("paper.pdf"))
    usual = ("paper.pdf", "-l", "eng", "--format", "txt", "-q")
    assert run(*usual, "-o", "out", "--pages", "1,3-") == (0, "")
    assert sorted(results("out")) == ["paper-0001.txt", "paper-0003.txt", "paper-0004.txt"]
    code, said = run(*usual, "-o", "none", "--pages", "7")
    assert (code, "has none of the pages that --pages names; it has 4" in said) == (2, True)


def test_a_bucket_holds_pages_and_results_as_a_folder_does() -> None:
    archive(6)
    with s3_bucket("pages") as bucket:
        pages, texts = Store(f"{bucket}/in"), Store(f"{bucket}/out")
        for path in sorted(Path("archive").rglob("*.hocr")):
            pages.write(path.relative_to("archive").as_posix(), path.read_bytes())
        usual = ("-l", "eng", "--format", "txt,csv")
        assert run("archive", "-o", "out", *usual, "-q") == (0, "")
        told = run(pages.root, "-o", texts.root, *usual)
        assert (told[0], "6 pages: 6 read" in told[1]) == (0, True)
        assert {name: texts.read(name) for name in results("out")} == results("out")
        assert "6 pages: 0 read, 6 done before" in run(pages.root, "-o", texts.root, *usual)[1]
        pages.write("1900/page003.hocr", pages.read("1900/page000.hocr") or b"")
        texts.remove("1901/page001.txt")
        assert "6 pages: 2 read, 4 done before" in run(pages.root, "-o", texts.root, *usual)[1]
        assert texts.read("1900/page003.txt") == texts.read("1900/page000.txt")
        told = run(f"{bucket}/nothing", "-o", texts.root, *usual)
        assert (told[0], "holds no file to read" in told[1]) == (2, True)


# What it says


def test_one_bad_page_never_stops_the_rest() -> None:
    archive(4)
    Path("archive/1900/broken.hocr").write_bytes(b"<html><div class='ocr_page'")
    Path("archive/1900/empty.hocr").write_bytes(b"")
    code, said = run("archive", *USUAL, "--log-json", "log.jsonl")
    assert code == 1
    assert said.splitlines()[-1].startswith("failed: 'archive/1900/")
    assert "Traceback" not in said
    failed = [record for record in records() if record["error"]]
    events = [json.loads(line) for line in Path("log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len([event for event in events if event["event"] == "page"]) == 4
    assert len([event for event in events if event["event"] == "failed"]) == 6 - 4
    assert events[-1]["event"] == "end"
    assert {record["name"] for record in failed} <= {"1900/broken", "1900/empty"}
    assert "6 pages: 0 read, 4 done before, 2 failed" in run("archive", *USUAL)[1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is /dev/full")
def test_a_log_on_a_full_disk_ends_the_run_in_a_sentence() -> None:
    archive(2)
    code, said = run("archive", *USUAL, "-q", "--log-json", "/dev/full")
    assert (code, said) == (
        4, "ocr-fix: the log '/dev/full' cannot be written (No space left on device); choose another.\n"
    )  # fmt: skip


def test_fail_fast_ends_at_the_first_failure() -> None:
    archive(8)
    Path("archive/1900/page000.hocr").write_bytes(b"")
    code, said = run("archive", *USUAL, "--fail-fast")
    assert code in (1, 2)
    assert len(results("out") if Path("out").exists() else ()) < 16
    assert said.count("is empty") >= 1


def test_verbose_tells_what_was_done() -> None:
    pdf = new_pdf()
    put_column(pdf, "p", 50, 100)
    saved(pdf, Path("paper.pdf"))
    code, said = run("paper.pdf", "-o", "out", "-l", "eng", "-v")
    assert code == 0
    assert "  load: text layer with" in said


def test_the_summary_shows_numbers_and_the_least_sure_pages() -> None:
    archive(3)
    Path("archive/1900/broken.hocr").write_bytes(b"")
    Image.new("L", (1700, 900), 255).save("archive/1900/page.png")
    run("archive", *USUAL)
    page = Path("out/summary.html").read_text(encoding="utf-8")
    assert "4 pages: 3 read, 1 failed" in page
    assert "is empty" in page


@pytest.mark.parametrize(
    "arguments",
    [
        ["order", "-o", "out"],
        ["order", "a", "-o", "out", "--pages", "0"],
        ["order", "a", "-o", "out", "--pages", "3-1"],
        ["order", "a", "-o", "out", "--timeout", "soon"],
        ["order", "a", "-o", "out", "-j", "0"],
        ["order", "a", "-o", "out", "-q", "-v"],
    ],
)
def test_wrong_arguments(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "Traceback" not in capfd.readouterr().err
