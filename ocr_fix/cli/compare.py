"""`ocr-fix compare`, and the table that `ocr-fix run --golden` prints."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_fix.cli.say import print_table
from ocr_fix.errors import EXIT_DIFFERS, EXIT_OK, InputError, shown

if TYPE_CHECKING:
    from ocr_fix.compare import Comparison

GOOD, FAILED, NO_GOLDEN, MISSING = "good", "failed", "no golden text", "missing"
HEADER = ("page", "seconds", "CER", "order-free CER", "successors", "whole paragraphs", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """A page in the table: its name, its verdict and what was measured, where it was."""

    page: str
    verdict: str
    seconds: float | None = None
    comparison: Comparison | None = None


def compare_command(arguments: argparse.Namespace) -> int:
    """The exit code of comparing two files, or the files of two folders by name; prints the table.

    Raises:
        InputError: there is nothing to compare.
    """
    output, golden = arguments.output, arguments.golden
    rows = _folder_rows(output, golden) if golden.is_dir() else [_file_row(output, golden)]
    print_rows(rows)
    return EXIT_OK if all(passed(row) for row in rows) else EXIT_DIFFERS


def golden_row(page: str, text: str, golden: Path, seconds: float | None = None) -> Row:
    """The row of a page whose approved text is `PAGE.txt` in the folder `golden`.

    Raises:
        InputError: the golden text is there and cannot be read.
    """
    path = golden / f"{page}.txt"
    if not path.exists():
        return Row(page, NO_GOLDEN, seconds)
    return _compared(page, text, _text_of(path), seconds)


def passed(row: Row) -> bool:
    """Whether the page is as good as it has to be; one without a golden text cannot be worse."""
    return row.verdict in (GOOD, NO_GOLDEN)


def print_rows(rows: Sequence[Row]) -> None:
    """Prints the table, a line a page."""
    print_table(HEADER, [cells(row) for row in rows])


def cells(row: Row) -> tuple[str, ...]:
    """The row's cells in the order of `HEADER`; what was not measured is empty."""
    seconds = "" if row.seconds is None else f"{row.seconds:.1f}"
    measured = ("",) * 4 if row.comparison is None else _measures(row.comparison)
    return (row.page, seconds, *measured, row.verdict)


def _folder_rows(output: Path, golden: Path) -> list[Row]:
    if not output.is_dir():
        raise InputError(
            f"{shown(output)} is no folder but {shown(golden)} is one; give two files or two folders."
        )
    names = sorted(path.stem for path in golden.glob("*.txt"))
    if not names:
        raise InputError(f"{shown(golden)} holds no .txt file; give the folder of the approved texts.")
    return [_named_row(name, output / f"{name}.txt", golden) for name in names]


def _named_row(name: str, output: Path, golden: Path) -> Row:
    return golden_row(name, _text_of(output), golden) if output.exists() else Row(name, MISSING)


def _file_row(output: Path, golden: Path) -> Row:
    return _compared(output.stem, _text_of(output), _text_of(golden))


def _compared(page: str, text: str, golden: str, seconds: float | None = None) -> Row:
    from ocr_fix.compare import compare

    comparison = compare(text, golden)
    return Row(page, comparison.verdict, seconds, comparison)


def _measures(comparison: Comparison) -> tuple[str, ...]:
    raise NotImplementedError


def _text_of(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: the file is missing, or no text in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{shown(path)} is no text in UTF-8; give a .txt file.") from None
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read: {error.strerror}; check the name.") from error
