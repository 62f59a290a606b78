"""`ocr-fix run` and `ocr-fix order`: pages to files of text, one bad page never stopping the rest."""

from __future__ import annotations

import argparse
import errno
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from ocr_fix.cli.arguments import PAGE_FORMATS, SOURCE_FORMATS
from ocr_fix.cli.names import plan_names
from ocr_fix.cli.outputs import SUFFIXES, Books, crops, own_format, render
from ocr_fix.cli.say import Teller, complain, complain_of_a_bug, telling
from ocr_fix.cli.table import FAILED, Row, golden_row, passed, print_rows
from ocr_fix.errors import EXIT_DIFFERS, EXIT_OK, EXIT_UNUSABLE, InputError, OcrFixError, OutputError, shown
from ocr_fix.model import Direction, Page, Paper
from ocr_fix.paper import read_paper, with_paper
from ocr_fix.pipeline import Orderer, Reader, ReadOptions
from ocr_fix.sources import SourceOptions, page_count
from ocr_fix.write.files import write_whole

_EVERY_WRITE_FAILS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


class _Reads(Protocol):
    """What reads pages: an engine's reader, or what only puts in order."""

    def read(self, path: Path, number: int = 1) -> Page: ...


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read: its source, its number among the source's pages from 1, the path of its results and
    that of its source's, both without a suffix."""

    source: Path
    number: int
    page_count: int
    target: Path
    whole: Path
    formats: tuple[str, ...]

    @property
    def title(self) -> str:
        """The page as messages name it."""
        return shown(self.source) + (f", page {self.number}" if self.page_count > 1 else "")

    @property
    def outputs(self) -> dict[str, Path]:
        """The files of the page by their formats."""
        return {name: _suffixed(self.target, name) for name in self.formats if name in PAGE_FORMATS}

    @property
    def whole_outputs(self) -> dict[str, Path]:
        """The files of the source by their formats."""
        return {name: _suffixed(self.whole, name) for name in self.formats if name in SOURCE_FORMATS}


@dataclass(frozen=True, slots=True)
class _Run:
    """What all pages of a run share."""

    reader: _Reads
    sources: SourceOptions
    paper: Paper
    golden: Path | None
    crops: bool
    teller: Teller
    rows: list[Row]


def run_command(arguments: argparse.Namespace) -> int:
    """The exit code of reading all pages; prints progress, errors and the table of `--golden`.

    Raises:
        InputError: there is no such language, or an output would overwrite an input.
        EngineError: the engine is missing.
        OutputError: nothing can be written.
    """
    return _run_all(arguments, lambda options: Reader(arguments.engine, arguments.language, options))


def order_command(arguments: argparse.Namespace) -> int:
    """The exit code of putting all pages in order; prints as `run_command` does.

    Raises:
        InputError: an output would overwrite an input.
        OutputError: nothing can be written.
    """
    return _run_all(arguments, lambda options: Orderer(arguments.language, options))


def _run_all(arguments: argparse.Namespace, open_reader: Callable[[ReadOptions], _Reads]) -> int:
    _check_folders(arguments)
    options = _read_options(arguments)
    opening = options.for_sources(arguments.language)
    paper = read_paper(arguments.meta) if arguments.meta else Paper()
    sources = tuple(dict.fromkeys(arguments.pages))
    counts = [_count(source, opening) for source in sources]
    jobs = _plan(sources, counts, arguments)
    _check_overwriting(jobs, sources)
    codes = [EXIT_UNUSABLE] * counts.count(0)
    rows = [Row(source.stem, FAILED) for source, count in zip(sources, counts, strict=True) if not count]
    if jobs:
        reader = open_reader(options)
        with telling(len(jobs), arguments.quiet) as teller:
            run = _Run(reader, opening, paper, arguments.golden, arguments.crops, teller, rows)
            for _, group in groupby(jobs, key=lambda job: job.source):
                codes += _do_source(tuple(group), run)
    if arguments.golden:
        print_rows(rows)
    return _exit_code(codes, all(passed(row) for row in rows))


def _suffixed(path: Path, name: str) -> Path:
    return path.with_name(path.name + SUFFIXES[name])


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
        text_layer=arguments.text_layer,
        password=arguments.password,
        skip=arguments.skip,
    )


def _count(source: Path, options: SourceOptions) -> int:
    """The number of pages in `source`; 0, after a sentence, where it cannot be used."""
    try:
        return page_count(source, options)
    except Exception as error:
        _report(error, shown(source))
        return 0


def _plan(sources: Sequence[Path], counts: Sequence[int], arguments: argparse.Namespace) -> tuple[Job, ...]:
    usable = [(source, count) for source, count in zip(sources, counts, strict=True) if count]
    names = plan_names([source for source, _ in usable], [count for _, count in usable])
    return tuple(
        Job(source, number, count, arguments.output / name, arguments.output / _whole_name(pages), formats)
        for (source, count), pages in zip(usable, names, strict=True)
        for formats in (arguments.formats or ("txt", *own_format(source)),)
        for number, name in enumerate(pages, start=1)
    )


def _whole_name(pages: Sequence[str]) -> str:
    """What the files of a source are called, from the names of its pages."""
    return pages[0] if len(pages) == 1 else pages[0].rpartition("-")[0]


def _check_overwriting(jobs: Sequence[Job], sources: Sequence[Path]) -> None:
    inputs = {source.resolve() for source in sources}
    for job in jobs:
        for output in (*job.outputs.values(), *job.whole_outputs.values()):
            if output.resolve() in inputs:
                raise InputError(
                    f"{shown(output)} is one of the pages; choose another folder for the results."
                )


def _do_source(jobs: Sequence[Job], run: _Run) -> list[int]:
    """The exit codes of the pages of a source, and of the files of the whole source."""
    books = Books(jobs[0].formats, run.sources)
    codes = [_do(job, run, books) for job in jobs]
    try:
        for name, data in books.finish():
            write_whole(jobs[0].whole_outputs[name], data)
            run.teller.note(f"{shown(jobs[0].source)} -> {shown(jobs[0].whole_outputs[name])}")
    except Exception as error:
        if isinstance(error, OutputError) and _errno(error) in _EVERY_WRITE_FAILS:
            raise
        codes.append(_report(error, shown(jobs[0].source)))
    return codes


def _do(job: Job, run: _Run, books: Books) -> int:
    """The exit code of reading and writing one page; adds its row when there is a golden folder."""
    run.teller.begin(job.title)
    try:
        start = time.perf_counter()
        page = with_paper(run.reader.read(job.source, job.number), run.paper)
        seconds = time.perf_counter() - start
        _write(page, job, run, books)
        if run.golden:
            run.rows.append(golden_row(job.target.name, page.text, run.golden, seconds))
    except Exception as error:
        run.teller.skip()
        if isinstance(error, OutputError) and _errno(error) in _EVERY_WRITE_FAILS:
            raise
        if run.golden:
            run.rows.append(Row(job.target.name, FAILED))
        return _report(error, job.title)
    found = f"{len(page.text)} characters" if page.text else "no text"
    where = next(iter(job.outputs.values()), None) or next(iter(job.whole_outputs.values()))
    run.teller.finish(f"{job.title}: {seconds:.1f} s, {found} -> {shown(where)}")
    for warning in page.warnings:
        run.teller.note(f"{job.title}: {warning}")
    return EXIT_OK


def _write(page: Page, job: Job, run: _Run, books: Books) -> None:
    """Writes the files of a page, and hands it to those of its source."""
    written = []
    for name, output in job.outputs.items():
        data = render(page, name, run.sources)
        write_whole(output, data)
        written.append((name, output.name, data))
    if run.crops:
        for name, data in crops(page, run.sources):
            write_whole(job.target.with_name(f"{job.target.name}.{name}.png"), data)
    books.add(page, written)


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
