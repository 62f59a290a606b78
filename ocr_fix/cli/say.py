"""How the command speaks: results on stdout, progress and errors on stderr, a line each.

File names may hold line breaks, terminal escapes or bytes that are no text; all of them are printable
escaped. On a terminal there are frames and a progress bar, otherwise plain lines.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.console import Console

DEBUG_VARIABLE = "OCR_FIX_DEBUG"
PIPE_WIDTH_CHARS = 10_000


def printable(text: object) -> str:
    r"""`text` on one line: what a terminal cannot print is escaped.

    >>> print(printable("a\nb 报.jpg"))
    a\nb 报.jpg
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in str(text)
    )


def say(text: object) -> None:
    """Prints one line on stdout."""
    print(printable(text))


def complain(text: object) -> None:
    """Prints one sentence on stderr."""
    print(f"ocr-fix: {printable(text)}", file=sys.stderr, flush=True)


def complain_of_a_bug(error: Exception, what: str) -> None:
    """Prints one sentence on an error that nobody foresaw, and its traceback where that is asked for."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    complain(f"{what} ({reason}); please report it with what {DEBUG_VARIABLE}=1 shows.")


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], text: Collection[str]) -> None:
    """Prints a table on stdout: framed on a terminal, bare columns otherwise.

    Columns named in `text` are aligned to the left, the others to the right.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    framed = sys.stdout.isatty()
    table = Table(box=box.ROUNDED if framed else None, pad_edge=framed)
    for name in header:
        table.add_column(name, justify="left" if name in text else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    screen = console(sys.stdout)
    if framed:
        screen.print(table)
        return
    with screen.capture() as captured:
        screen.print(table)
    for line in captured.get().splitlines():
        print(line.rstrip())


def print_pieces(pieces: Sequence[tuple[str, str]], plain: str) -> None:
    """Prints pieces of text, each with a style, as one line on a terminal with colours; else `plain`."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        say(plain)
        return
    from rich.text import Text

    console(sys.stdout).print(Text.assemble(*((printable(text), style) for text, style in pieces)))


class Teller(Protocol):
    """Says how far a run has come."""

    def begin(self, what: str) -> None:
        """Says what is being read now."""

    def finish(self, line: str) -> None:
        """Says what came of it, and counts a page as done."""

    def note(self, line: str) -> None:
        """Says something by the way."""

    def skip(self) -> None:
        """Counts a page as done without a word."""


@contextmanager
def telling(total: int, quiet: bool) -> Iterator[Teller]:
    """A teller for `total` pages: a bar on a terminal, plain lines elsewhere, silence on demand."""
    if quiet:
        yield _Silence()
    elif sys.stderr.isatty():
        with _bar(total) as teller:
            yield teller
    else:
        yield _Lines()


class _Silence:
    def begin(self, what: str) -> None:
        pass

    def finish(self, line: str) -> None:
        pass

    def note(self, line: str) -> None:
        pass

    def skip(self) -> None:
        pass


class _Lines(_Silence):
    def finish(self, line: str) -> None:
        self.note(line)

    def note(self, line: str) -> None:
        print(printable(line), file=sys.stderr, flush=True)


@contextmanager
def _bar(total: int) -> Iterator[Teller]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
    from rich.text import Text

    spinner = SpinnerColumn("dots" if sys.stderr.encoding.lower() == "utf-8" else "line")
    name = TextColumn("{task.description}", markup=False)
    columns = (spinner, MofNCompleteColumn(), BarColumn(bar_width=20), name)
    with Progress(*columns, console=console(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=total)

        class Bar:
            def begin(self, what: str) -> None:
                progress.update(task, description=printable(what))

            def finish(self, line: str) -> None:
                self.note(line)
                self.skip()

            def note(self, line: str) -> None:
                progress.console.print(Text(printable(line)))

            def skip(self) -> None:
                progress.advance(task)

        yield Bar()


def console(stream: TextIO) -> Console:
    """What prints on a stream: as wide as a terminal, endless elsewhere."""
    from rich.console import Console

    width = None if stream.isatty() else PIPE_WIDTH_CHARS
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)
