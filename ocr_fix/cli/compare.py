"""`ocr-fix compare`: files or folders against their golden texts, as a table, JSON or an HTML report."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ocr_fix.batch import BatchOptions, run_jobs
from ocr_fix.cli.say import complain, complain_of_a_bug, print_pieces, print_table, say
from ocr_fix.cli.table import (
    FAILED,
    MISSING,
    NO_GOLDEN,
    Row,
    Standard,
    compared_row,
    passed,
    percent,
    with_total,
)
from ocr_fix.compare import CompareOptions
from ocr_fix.compared import SUFFIXES, Compared, load_compared, load_named, names_in
from ocr_fix.errors import EXIT_DIFFERS, EXIT_OK, EXIT_UNUSABLE, InputError, OcrFixError, shown
from ocr_fix.excerpts import Excerpt, Tone, breaks_in_words, excerpts, moves_in_words
from ocr_fix.measures import NO_LIMITS, Comparison, Limits
from ocr_fix.normalise import Normalise
from ocr_fix.workers import Workers

HEADER = (
    ("page", "CER", "order-free CER", "order cost", "WER", "successors", "whole paragraphs", "verdict")
)  # fmt: skip
JOBS_A_PROCESS = 4
MIN_PAGES_FOR_PROCESSES = 16  # fewer are compared before a second process has started
_STYLES = {Tone.SAME: "", Tone.LOST: "red", Tone.ADDED: "green"}


@dataclass(frozen=True, slots=True)
class Job:
    """A page to compare: the files or, where `name` is a name in them, the folders of both sides."""

    title: str
    output: Path
    golden: Path
    standard: Standard
    name: str = ""


def compare_command(arguments: argparse.Namespace) -> int:
    """The exit code of comparing two files, or the files of two folders by name.

    Prints a table and the worst lines, or JSON; writes the report.

    Raises:
        InputError: there is nothing to compare.
        OutputError: the report cannot be written.
    """
    standard = Standard(_options(arguments), _limits(arguments))
    jobs = _jobs(arguments.output, arguments.golden, standard)
    rows = list(_rows(jobs, arguments.jobs or os.cpu_count() or 1))
    for row in rows:
        for note in row.comparison.notes if row.comparison else ():
            complain(f"{shown(row.page)}: {note}")
    if arguments.json:
        from ocr_fix.cli.asjson import print_json

        print_json(rows, standard)
    else:
        _print(rows, arguments.worst)
    if arguments.html:
        from ocr_fix.cli.reporting import write_report

        write_report(arguments.html, rows, jobs)
    if all(row.verdict == FAILED for row in rows):
        return EXIT_UNUSABLE
    return EXIT_OK if all(map(passed, rows)) else EXIT_DIFFERS


def loaded(job: Job) -> tuple[Compared | None, Compared | None]:
    """The output and the golden text of a job; None for the side that is missing in its folder.

    Raises:
        InputError: a file cannot be used.
    """
    if not job.name:
        return load_compared(job.output), load_compared(job.golden)
    return load_named(job.output, job.name), load_named(job.golden, job.name)


def _options(arguments: argparse.Namespace) -> CompareOptions:
    needs_differences = bool(arguments.json or arguments.html or arguments.worst)
    return CompareOptions(Normalise(arguments.normalise), arguments.words, needs_differences)


def _limits(arguments: argparse.Namespace) -> Limits:
    """The limits that were given, and no others; the usual ones where none was."""
    given = {name: getattr(arguments, name) for name in Limits.__dataclass_fields__}
    chosen = {name: value for name, value in given.items() if value is not None}
    return replace(NO_LIMITS, **chosen) if chosen else Limits()


def _jobs(output: Path, golden: Path, standard: Standard) -> tuple[Job, ...]:
    if not golden.is_dir():
        if output.is_dir():
            raise InputError(f"{shown(output)} is a folder but {shown(golden)} is none; give two of a kind.")
        return (Job(output.stem, output, golden, standard),)
    if not output.is_dir():
        raise InputError(f"{shown(output)} is no folder but {shown(golden)} is one; give two of a kind.")
    wanted, found = names_in(golden), names_in(output)
    kinds = ", ".join(SUFFIXES)
    if not wanted:
        raise InputError(
            f"{shown(golden)} holds no file that can be compared ({kinds}); give another folder."
        )
    if not set(wanted) & set(found):
        raise InputError(
            f"no file in {shown(output)} has the name of one in {shown(golden)} (as {shown(wanted[0])}, "
            f"with any of {kinds}); name them alike."
        )
    return tuple(Job(name, output, golden, standard, name) for name in sorted({*wanted, *found}))


def _rows(jobs: Sequence[Job], processes: int) -> Iterator[Row]:
    """The rows of all jobs in their order, as they are done; complains of what cannot be used."""
    if len(jobs) < MIN_PAGES_FOR_PROCESSES or processes < 2:
        results = map(_row, jobs)
        yield from map(_told, jobs, results)
        return
    width = BatchOptions(width=lambda: JOBS_A_PROCESS * processes)
    with Workers(min(processes, len(jobs))) as pool:
        found = {outcome.job: outcome for outcome in run_jobs(jobs, _row, pool, width)}
    for job in jobs:
        failure = found[job].failure
        result = found[job].result if failure is None else failure.error()
        assert result is not None
        yield _told(job, result)


def _row(job: Job) -> Row | Exception:
    try:
        output, golden = loaded(job)
        if golden is None:
            return Row(job.title, NO_GOLDEN)
        if output is None:
            return Row(job.title, MISSING)
        return compared_row(job.title, output, golden, job.standard)
    except Exception as error:
        return error


def _told(job: Job, result: Row | Exception) -> Row:
    if isinstance(result, Row):
        return result
    if isinstance(result, OcrFixError):
        complain(result)
    else:
        complain_of_a_bug(result, f"{shown(job.title)} could not be compared")
    return Row(job.title, FAILED)


def _print(rows: Sequence[Row], worst: int) -> None:
    has_words = any(row.comparison.wer.total for row in rows if row.comparison)
    columns = [index for index, name in enumerate(HEADER) if has_words or name != "WER"]
    lines = [_cells(row) for row in with_total(rows)]
    print_table(
        [HEADER[index] for index in columns],
        [[line[index] for index in columns] for line in lines],
        text=("page", "verdict"),
    )
    if worst:
        _print_worst(rows, worst)
        _print_structure(rows)


def _cells(row: Row) -> tuple[str, ...]:
    measures = ("",) * 6 if row.comparison is None else _measures(row.comparison)
    return (row.page, *measures, row.verdict)


def _measures(comparison: Comparison) -> tuple[str, ...]:
    return tuple(
        percent(value)
        for value in (
            comparison.cer.value,
            comparison.order_free_cer.value,
            comparison.order_cost,
            comparison.wer.value,
            comparison.successors.value,
            comparison.whole_paragraphs.value,
        )
    )


def _print_worst(rows: Sequence[Row], count: int) -> None:
    found = [(row.page, one) for row in rows if row.comparison for one in excerpts(row.comparison)]
    if not found:
        return
    ranked = sorted(found, key=lambda entry: -entry[1].errors)[:count]
    say("")
    say(f"the worst of {len(found)} lines with differences, [-golden-] {{+output+}}:")
    for page, one in ranked:
        print_excerpt(f"  {page}:{one.line}  ", one)


def print_excerpt(label: str, excerpt: Excerpt) -> None:
    """Prints one line with its differences marked, and coloured on a terminal."""
    pieces = [(piece.text, _STYLES[piece.tone]) for piece in excerpt.marked]
    print_pieces([(label, "bold"), *pieces], label + excerpt.plain)


def _print_structure(rows: Sequence[Row]) -> None:
    """Prints what moved, and which paragraphs end in the wrong places."""
    told = [
        f"{row.page}: {words}"
        for row in rows
        if row.comparison
        for words in (moves_in_words(row.comparison), breaks_in_words(row.comparison))
        if words
    ]
    for line in ("", *told) if told else ():
        say(line)
