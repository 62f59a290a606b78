"""What a run says: a line a page, or a bar on a terminal, its errors, and a log for programs."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ocr_fix.batch import Failure
from ocr_fix.cli.jobs import Job
from ocr_fix.cli.say import DEBUG_VARIABLE, complain, console, printable
from ocr_fix.errors import OutputError, shown
from ocr_fix.manifest import Record, plain

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_NAMELESS = ("WorkerError", "TimeoutError", "CancelledError")
"""Failures whose message names no page."""


class _Screen(Protocol):
    def expect(self, pages: int) -> None: ...
    def begin(self, title: str) -> None: ...
    def line(self, text: str) -> None: ...
    def advance(self, failures: int) -> None: ...


class Reporter:
    """Says on stderr and in a log what becomes of the pages of a run; made by `reporting`."""

    def __init__(self, screen: _Screen, log: FileIO | None, verbose: bool) -> None:
        self._screen = screen
        self._log = log
        self._verbose = verbose
        self._failures = 0

    def expect(self, pages: int) -> None:
        """Says that there are more pages to do than it was told so far."""
        self._screen.expect(pages)

    def begin(self, title: str) -> None:
        """Says which page goes to a worker now."""
        self._screen.begin(title)

    def note(self, line: str) -> None:
        """Says something by the way."""
        self._screen.line(line)

    def finish(self, job: Job, record: Record, line: str, steps: Sequence[str] = ()) -> None:
        """Says that a page was read, with its warnings, and with `steps` for those who want to know."""
        self._screen.line(line)
        for warning in record.warnings:
            self._screen.line(f"{job.title}: {warning}")
        for step in steps if self._verbose else ():
            self._screen.line(f"  {step}")
        self._screen.advance(self._failures)
        self._write("page", source=record.source, page=record.page, name=record.name, seconds=record.seconds,
                    confidence=record.confidence, warnings=record.warnings, tries=record.tries)  # fmt: skip

    def skip(self, job: Job, line: str) -> None:
        """Says that a page was done by an earlier run."""
        if self._verbose:
            self._screen.line(line)
        self._screen.advance(self._failures)
        self._write("done before", source=plain(job.source), page=job.number, name=plain(job.name))

    def fail(self, failure: Failure, title: str) -> None:
        """Says in one sentence why a page has no result."""
        self._failures += 1
        if os.environ.get(DEBUG_VARIABLE) and failure.trace and not failure.foreseen:
            print(failure.trace, file=sys.stderr)
        complain(sentence_of(failure, title))
        self._screen.advance(self._failures)
        self._write("failed", title=plain(title), error=failure.kind, reason=plain(failure.message))

    def end(self, **facts: object) -> None:
        """Says to the log how the run ended."""
        self._write("end", **facts)

    def _write(self, event: str, **facts: object) -> None:
        if self._log:
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            line = json.dumps({"time": now, "event": event, **facts}, ensure_ascii=False) + "\n"
            try:
                self._log.write(line.encode())
            except OSError as error:
                raise _log_error(self._log.name, error) from error


def sentence_of(failure: Failure, title: str) -> str:
    """Why a page has no result, in a sentence that names it."""
    if failure.kind in _NAMELESS:
        return f"{title} could not be read: {failure.message or failure.kind}."
    if failure.foreseen:
        return failure.message
    reason = " ".join(f"{failure.kind}: {failure.message}".split())
    return f"{title} could not be read ({reason}); please report it with what {DEBUG_VARIABLE}=1 shows."


@contextmanager
def reporting(quiet: bool, verbose: bool = False, log: Path | None = None) -> Iterator[Reporter]:
    """A reporter: a bar on a terminal, plain lines elsewhere, errors only on demand; `log` gets a line of
    JSON for each event.

    Raises:
        OutputError: the log cannot be written.
    """
    with ExitStack() as stack:
        try:
            # Without a buffer nothing is left to be written, and to fail, when it is closed.
            file = stack.enter_context(log.open("wb", buffering=0)) if log else None
        except OSError as error:
            raise _log_error(log, error) from error
        if quiet:
            screen: _Screen = _Silence()
        elif sys.stderr.isatty():
            screen = stack.enter_context(_bar())
        else:
            screen = _Lines()
        yield Reporter(screen, file, verbose)


def _log_error(log: object, error: OSError) -> OutputError:
    return OutputError(f"the log {shown(log)} cannot be written ({error.strerror}); choose another.")


class _Silence:
    def expect(self, pages: int) -> None:
        pass

    def begin(self, title: str) -> None:
        pass

    def line(self, text: str) -> None:
        pass

    def advance(self, failures: int) -> None:
        pass


class _Lines(_Silence):
    def line(self, text: str) -> None:
        print(printable(text), file=sys.stderr, flush=True)


class _Bar:
    """A progress bar with pages a second, the time left, and failures."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._start = time.monotonic()
        self._pages = self._total = 0

    def expect(self, pages: int) -> None:
        self._total += pages
        self._progress.update(self._task, total=self._total)

    def begin(self, title: str) -> None:
        self._progress.update(self._task, description=printable(title))

    def line(self, text: str) -> None:
        from rich.text import Text

        self._progress.console.print(Text(printable(text)))

    def advance(self, failures: int) -> None:
        self._pages += 1
        speed = self._pages / max(1e-3, time.monotonic() - self._start)
        failed = f", {failures} failed" if failures else ""
        self._progress.update(self._task, advance=1, speed=f"{speed:.2f} pages/s{failed}")


@contextmanager
def _bar() -> Iterator[_Bar]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    spinner = SpinnerColumn("dots" if sys.stderr.encoding.lower() == "utf-8" else "line")
    name, speed = (
        TextColumn("{task." + field + "}", markup=False) for field in ("description", "fields[speed]")
    )
    columns = (spinner, MofNCompleteColumn(), BarColumn(bar_width=20), speed, TimeRemainingColumn(), name)
    with Progress(*columns, console=console(sys.stderr), transient=True) as progress:
        yield _Bar(progress, progress.add_task("", total=None, speed=""))
