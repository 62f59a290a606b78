"""The table of pages that `ocr-fix run --golden` and the bench print, and the rows of `ocr-fix compare`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ocr_fix.cli.say import print_table
from ocr_fix.compare import CompareOptions, compare
from ocr_fix.compared import Compared, load_named
from ocr_fix.measures import Comparison, Limits, Rate, verdict

GOOD, FAILED, NO_GOLDEN, MISSING = "good", "failed", "no golden text", "missing"
HEADER = ("page", "seconds", "CER", "order-free CER", "successors", "whole paragraphs", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """A page in the table: its name, its verdict and what was measured, where it was."""

    page: str
    verdict: str
    seconds: float | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """What counts as the same text, and how much may differ."""

    options: CompareOptions = CompareOptions()
    limits: Limits = Limits()


RATES_ONLY = Standard(CompareOptions(differences=False))


def golden_row(page: str, text: str, folder: Path, seconds: float | None = None) -> Row:
    """The row of a page whose approved text is in `folder`, by the same name; with rates only.

    Raises:
        InputError: the golden text is there and cannot be read.
    """
    golden = load_named(folder, page)
    if golden is None:
        return Row(page, NO_GOLDEN, seconds)
    return compared_row(page, text, golden, RATES_ONLY, seconds)


def compared_row(
    page: str, output: Compared, golden: Compared, standard: Standard, seconds: float | None = None
) -> Row:
    """The row of an output and its golden text."""
    comparison = compare(output, golden, standard.options)
    return Row(page, "; ".join(verdict(comparison, standard.limits)) or GOOD, seconds, comparison)


def passed(row: Row) -> bool:
    """Whether the page is as good as it has to be; one without a golden text cannot be worse."""
    return row.verdict in (GOOD, NO_GOLDEN)


def print_rows(rows: Sequence[Row]) -> None:
    """Prints the table: a line a page, and their sum where there are several."""
    print_table(HEADER, [cells(row) for row in with_total(rows)], text=("page", "verdict"))


def with_total(rows: Sequence[Row]) -> list[Row]:
    """`rows`, and their sum where several were measured."""
    measured = [row for row in rows if row.comparison]
    if len(measured) < 2:
        return list(rows)
    return [*rows, total_row(measured, f"{sum(map(passed, rows))} of {len(rows)} good")]


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


def percent(value: float | None) -> str:
    """A share as the tables show it, empty where there is none."""
    return "" if value is None else f"{100 * value:.1f} %"


def _measures(comparison: Comparison) -> tuple[str, ...]:
    rates: tuple[Rate, ...] = (
        comparison.cer,
        comparison.order_free_cer,
        comparison.successors,
        comparison.whole_paragraphs,
    )
    return tuple(percent(rate.value) for rate in rates)
