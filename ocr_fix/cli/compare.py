"""`ocr-fix compare`, and the table that `ocr-fix run --golden` prints."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ocr_fix.cli.say import print_table
from ocr_fix.compare import Comparison, Rate, compare, verdict
from ocr_fix.errors import EXIT_DIFFERS, EXIT_OK, InputError, shown
from ocr_fix.model import Page
from ocr_fix.write.json import read_json

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


def golden_row(page: str, text: str, folder: Path, seconds: float | None = None) -> Row:
    """The row of a page whose approved text is `PAGE.txt`, `PAGE.json` or both in `folder`.

    Raises:
        InputError: the golden text is there and cannot be read.
    """
    golden = _golden(folder, page)
    return Row(page, NO_GOLDEN, seconds) if golden is None else _compared(page, text, golden, seconds)


def passed(row: Row) -> bool:
    """Whether the page is as good as it has to be; one without a golden text cannot be worse."""
    return row.verdict in (GOOD, NO_GOLDEN)


def print_rows(rows: Sequence[Row]) -> None:
    """Prints the table: a line a page, and their sum where there are several."""
    lines = [cells(row) for row in rows]
    measured = [row for row in rows if row.comparison]
    if len(measured) > 1:
        lines.append(cells(total_row(measured, f"{sum(map(passed, rows))} of {len(rows)} good")))
    print_table(HEADER, lines, text=("page", "verdict"))


def total_row(rows: Sequence[Row], says: str = "") -> Row:
    """The pages of `rows` as if they were one; seconds are their mean."""
    seconds = [row.seconds for row in rows if row.seconds is not None]
    comparison = sum((row.comparison for row in rows if row.comparison), Comparison())
    return Row("all pages", says, sum(seconds) / len(seconds) if seconds else None, comparison)


def cells(row: Row) -> tuple[str, ...]:
    """The row's cells in the order of `HEADER`; what was not measured is empty."""
    seconds = "" if row.seconds is None else f"{row.seconds:.1f}"
    measures = ("",) * 4 if row.comparison is None else _measures(row.comparison)
    return (row.page, seconds, *measures, row.verdict)


def _measures(comparison: Comparison) -> tuple[str, ...]:
    whole = comparison.body_paragraphs if comparison.body_paragraphs.total else comparison.paragraphs
    rates = (comparison.cer, comparison.order_free_cer, comparison.successors, whole)
    return tuple(_percent(rate) for rate in rates)


def _percent(rate: Rate) -> str:
    return "" if rate.value is None else f"{100 * rate.value:.1f} %"


def _folder_rows(output: Path, folder: Path) -> list[Row]:
    if not output.is_dir():
        raise InputError(f"{shown(output)} is no folder but {shown(folder)} is one; give two of a kind.")
    names = sorted({path.stem for pattern in ("*.txt", "*.json") for path in folder.glob(pattern)})
    if not names:
        raise InputError(f"{shown(folder)} holds no .txt file; give the folder of the approved texts.")
    return [_named_row(name, output, folder) for name in names]


def _named_row(name: str, output: Path, folder: Path) -> Row:
    path = next((path for path in (output / f"{name}.txt", output / f"{name}.json") if path.exists()), None)
    return golden_row(name, _text(_load(path)), folder) if path else Row(name, MISSING)


def _file_row(output: Path, golden: Path) -> Row:
    return _compared(output.stem, _text(_load(output)), _load(golden))


def _compared(page: str, text: str, golden: str | Page, seconds: float | None = None) -> Row:
    comparison = compare(text, golden)
    return Row(page, "; ".join(verdict(comparison)) or GOOD, seconds, comparison)


def _golden(folder: Path, name: str) -> str | Page | None:
    """The approved page where its boxes are known, else its approved text; None where there is neither.

    The text is what people correct: a page that says something else than the text beside it does
    not count, and neither does JSON of another kind.
    """
    text_path, page_path = folder / f"{name}.txt", folder / f"{name}.json"
    if not text_path.exists():
        return _load(page_path) if page_path.exists() else None
    text = _text(_load(text_path))
    try:
        page = _load(page_path)
    except InputError:
        return text
    return page if _text(page).split() == text.split() else text


def _load(path: Path) -> str | Page:
    """What a file holds: a page where its name ends in .json, else a text.

    Raises:
        InputError: the file is missing, no page, or no text in UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read: {error.strerror}; check the name.") from error
    try:
        return read_json(data) if path.suffix.lower() == ".json" else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{shown(path)} is no text in UTF-8; give a .txt file.") from None
    except InputError as error:
        raise InputError(f"{shown(path)}: {error}") from error


def _text(text: str | Page) -> str:
    return text.text if isinstance(text, Page) else text
