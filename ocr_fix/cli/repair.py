"""`ocr-fix repair`: a garbled text to a repaired one, on stdout or in files."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

from ocr_fix.cli.say import complain, printable, telling
from ocr_fix.decode import MOST_BYTES, decode
from ocr_fix.errors import EXIT_OK, InputError, shown
from ocr_fix.model import Doubt
from ocr_fix.repair import RepairedPage, RepairOptions, repair
from ocr_fix.write.files import write_whole
from ocr_fix.write.json import write_json
from ocr_fix.write.markdown import write_markdown

STANDARD_INPUT = "-"
LONG_TEXT_CHARS = 100_000
_SUFFIXES = {"txt": ".txt", "md": ".md", "json": ".json"}


def repair_command(arguments: argparse.Namespace) -> int:
    """The exit code of the repair; prints the text, the difference or the decisions, and notes on stderr.

    Raises:
        InputError: the file is no text, or the language model cannot be used.
        OutputError: the results cannot be written.
    """
    if arguments.output is None and len(arguments.formats) > 1:
        raise InputError("Several formats need a folder for their files; name it with -o.")
    name = "standard input" if arguments.file == STANDARD_INPUT else arguments.file
    decoded = decode(_read(arguments.file), name, arguments.encoding)
    if decoded.assumed and not arguments.quiet:
        complain(f"{shown(name)} is not in UTF-8; {decoded.assumed} was assumed (--encoding says otherwise).")
    options = RepairOptions(
        lm=arguments.lm,
        use_lm=not arguments.no_lm,
        min_confidence=arguments.min_confidence,
        unwrap=arguments.unwrap,
        quotes=arguments.quotes,
    )
    page = _repaired(decoded.text, options, name, arguments.quiet)
    if arguments.output is not None:
        _write(page, arguments)
    if arguments.explain:
        _show(_explained(page))
    elif arguments.diff:
        _show_difference(page)
    elif arguments.output is None:
        sys.stdout.write(_as_format(page, arguments.formats[0]))
    if not arguments.quiet:
        for note in _notes(page):
            complain(note)
    return EXIT_OK


def _read(file: str) -> bytes:
    """The bytes of a file or of standard input.

    Raises:
        InputError: the file cannot be read.
    """
    if file == STANDARD_INPUT:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(file).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{shown(file)} cannot be read: {error.strerror}; check the name.") from error


def _repaired(text: str, options: RepairOptions, name: str, quiet: bool) -> RepairedPage:
    """The repaired page; a long text tells how far it is."""
    if len(text) < LONG_TEXT_CHARS:
        return repair(text, options, name)
    with telling(100, quiet) as teller:
        shown_percent = 0

        def progress(done: int, total: int) -> None:
            nonlocal shown_percent
            percent = 100 * done // max(1, total)
            teller.begin(f"line {done} of {total}")
            for _ in range(shown_percent, percent):
                teller.skip()
            shown_percent = percent

        return repair(text, options, name, progress)


def _as_format(page: RepairedPage, name: str) -> str:
    if name == "json":
        return write_json(page)
    return write_markdown(page) if name == "md" else page.text


def _write(page: RepairedPage, arguments: argparse.Namespace) -> None:
    stem = "repaired" if arguments.file == STANDARD_INPUT else Path(arguments.file).stem
    for name in arguments.formats:
        target = arguments.output / f"{stem}{_SUFFIXES[name]}"
        if arguments.file != STANDARD_INPUT and target.resolve() == Path(arguments.file).resolve():
            raise InputError(f"{shown(target)} is the garbled text itself; choose another folder with -o.")
        write_whole(target, _as_format(page, name).encode("utf-8", errors="replace"))


def _show(lines: Iterator[str]) -> None:
    for line in lines:
        print(printable(line))


def _explained(page: RepairedPage) -> Iterator[str]:
    """A line for each decision: what joined what, how sure, why, and the runner-up."""
    yield f"order by {page.engine}"
    for step in page.steps:
        yield f"{step.stage}: {step.detail}"
    for join in page.joins:
        why = f", {join.reason}" if join.reason else ""
        second = f"; else {_start(join.runner_up)}" if join.runner_up else ""
        yield f"  {join.confidence:4.0%} {_end(join.before)} + {_start(join.after)}{why}{second}"
    for doubt in page.doubts:
        yield f"doubt: {_place(doubt)}: {doubt.reason}"
    for suspect in page.suspects:
        place = f"line {suspect.line}, character {suspect.column}"
        yield f"suspect: {place}: {suspect.character} ({suspect.reason})"


def _place(doubt: Doubt) -> str:
    first, last = doubt.box.top + 1, doubt.box.bottom
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _end(text: str) -> str:
    return text if len(text) <= 12 else f"…{text[-12:]}"


def _start(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:12]}…"


def _show_difference(page: RepairedPage) -> None:
    """Prints what changed, line by line, in colour on a terminal."""
    colours = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"} if sys.stdout.isatty() else {}
    before, after = page.original.splitlines(), page.text.splitlines()
    for line in difflib.unified_diff(before, after, "given", "repaired", lineterm="", n=1):
        colour = "" if line.startswith(("---", "+++")) else colours.get(line[:1], "")
        print(f"{colour}{printable(line)}{colour and chr(27) + '[0m'}")


def _notes(page: RepairedPage) -> Iterator[str]:
    for doubt in page.doubts:
        yield f"{_place(doubt)}: {doubt.reason}"
    if page.joins:
        paragraphs = len(page.confidences)
        low = min(page.confidences)
        yield f"{paragraphs} paragraphs put in order by {page.engine}; the least sure one {low:.0%}"
