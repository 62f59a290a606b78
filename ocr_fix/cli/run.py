"""`ocr-fix run`: page images to files of text, one bad page never stopping the rest."""

from __future__ import annotations

import argparse
import errno
import io
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ocr_fix.cli.names import plan_names
from ocr_fix.cli.say import Teller, complain, complain_of_a_bug, telling
from ocr_fix.cli.table import FAILED, Row, golden_row, passed, print_rows
from ocr_fix.errors import EXIT_DIFFERS, EXIT_OK, EXIT_UNUSABLE, InputError, OcrFixError, OutputError, shown
from ocr_fix.load import LoadOptions, page_count
from ocr_fix.model import Direction, Page
from ocr_fix.pipeline import Reader, ReadOptions
from ocr_fix.write.files import write_whole
from ocr_fix.write.text import write_text

_SUFFIXES = {"txt": ".txt", "md": ".md", "json": ".json", "overlay": ".overlay.png"}
_EVERY_WRITE_FAILS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read: its source, its number among the source's pages from 1, and the path of its results
    without a suffix."""

    source: Path
    number: int
    page_count: int
    target: Path
    formats: tuple[str, ...]

    @property
    def title(self) -> str:
        """The page as messages name it."""
        return shown(self.source) + (f", page {self.number}" if self.page_count > 1 else "")

    @property
    def outputs(self) -> tuple[Path, ...]:
        return tuple(self.target.with_name(self.target.name + _SUFFIXES[name]) for name in self.formats)


def run_command(arguments: argparse.Namespace) -> int:
    """The exit code of reading all pages; prints progress, errors and the table of `--golden`.

    Raises:
        InputError: there is no such language, or an output would overwrite an input.
        EngineError: the engine is missing.
        OutputError: nothing can be written.
    """
    _check_folders(arguments)
    options = _read_options(arguments)
    sources = tuple(dict.fromkeys(arguments.pages))
    counts = [_count(source, options.max_pixels) for source in sources]
    jobs = _plan(sources, counts, arguments)
    _check_overwriting(jobs, sources)
    codes = [EXIT_UNUSABLE] * counts.count(0)
    rows = [Row(source.stem, FAILED) for source, count in zip(sources, counts, strict=True) if not count]
    if jobs:
        reader = Reader(arguments.engine, arguments.language, options)
        with telling(len(jobs), arguments.quiet) as teller:
            codes += [_do(job, reader, arguments.golden, teller, rows) for job in jobs]
    if arguments.golden:
        print_rows(rows)
    return _exit_code(codes, all(passed(row) for row in rows))


def _check_folders(arguments: argparse.Namespace) -> None:
    """Raises early what would else be found after minutes of reading."""
    output, golden = arguments.output, arguments.golden
    if golden and not golden.is_dir():
        raise InputError(f"{shown(golden)} is not a folder; --golden needs the folder of the approved texts.")
    if golden and output.exists() and output.samefile(golden):
        raise InputError(f"{shown(output)} holds the golden texts; choose another folder for the results.")
    there = next(folder for folder in (output, *output.absolute().parents) if os.path.lexists(folder))
    if not there.is_dir():
        raise OutputError(f"{shown(there)} is no folder; choose another one for the results.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"{shown(there)} may not be written to; choose another folder for the results.")


def _read_options(arguments: argparse.Namespace) -> ReadOptions:
    direction = Direction(arguments.direction) if arguments.direction else None
    return ReadOptions(
        columns=arguments.columns,
        direction=direction,
        deskew=arguments.deskew,
        max_pixels=arguments.max_pixels or ReadOptions().max_pixels,
    )


def _count(source: Path, max_pixels: int) -> int:
    """The number of pages in `source`; 0, after a sentence, where it cannot be used."""
    try:
        return page_count(source, LoadOptions(max_pixels=max_pixels))
    except Exception as error:
        _report(error, shown(source))
        return 0


def _plan(sources: Sequence[Path], counts: Sequence[int], arguments: argparse.Namespace) -> tuple[Job, ...]:
    usable = [(source, count) for source, count in zip(sources, counts, strict=True) if count]
    names = plan_names([source for source, _ in usable], [count for _, count in usable])
    return tuple(
        Job(source, number, count, arguments.output / name, arguments.formats)
        for (source, count), pages in zip(usable, names, strict=True)
        for number, name in enumerate(pages, start=1)
    )


def _check_overwriting(jobs: Sequence[Job], sources: Sequence[Path]) -> None:
    inputs = {source.resolve() for source in sources}
    for job in jobs:
        for output in job.outputs:
            if output.resolve() in inputs:
                raise InputError(
                    f"{shown(output)} is one of the pages; choose another folder for the results."
                )


def _do(job: Job, reader: Reader, golden: Path | None, teller: Teller, rows: list[Row]) -> int:
    """The exit code of reading and writing one page; adds its row when there is a golden folder."""
    teller.begin(job.title)
    try:
        start = time.perf_counter()
        page = reader.read(job.source, job.number)
        seconds = time.perf_counter() - start
        for name, output in zip(job.formats, job.outputs, strict=True):
            write_whole(output, _render(page, name))
        if golden:
            rows.append(golden_row(job.target.name, page.text, golden, seconds))
    except Exception as error:
        teller.skip()
        if isinstance(error, OutputError) and _errno(error) in _EVERY_WRITE_FAILS:
            raise
        if golden:
            rows.append(Row(job.target.name, FAILED))
        return _report(error, job.title)
    found = f"{len(page.text)} characters" if page.text else "no text"
    teller.finish(f"{job.title}: {seconds:.1f} s, {found} -> {shown(job.outputs[0])}")
    for warning in page.warnings:
        teller.note(f"{job.title}: {warning}")
    return EXIT_OK


def _render(page: Page, name: str) -> bytes:
    """The bytes of a page in one format."""
    if name == "overlay":
        picture = io.BytesIO()
        page.overlay().save(picture, "PNG")
        return picture.getvalue()
    if name == "txt":
        return write_text(page).encode()
    return (page.markdown() if name == "md" else page.to_json()).encode()


def _report(error: Exception, title: str) -> int:
    """Prints one sentence on what became of the page `title`; the exit code that it alone would give."""
    if isinstance(error, OcrFixError):
        complain(error)
        return error.exit_code
    complain_of_a_bug(error, f"{title} could not be read")
    return EXIT_UNUSABLE


def _errno(error: OutputError) -> int | None:
    cause = error.__cause__
    return cause.errno if isinstance(cause, OSError) else None


def _exit_code(codes: Sequence[int], all_passed: bool) -> int:
    failures = {code for code in codes if code != EXIT_OK}
    if not failures:
        return EXIT_OK if all_passed else EXIT_DIFFERS
    if EXIT_OK in codes:
        return EXIT_DIFFERS
    return failures.pop() if len(failures) == 1 else EXIT_UNUSABLE
