"""Everything that `ocr-fix compare` found, as JSON on stdout."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from ocr_fix.cli.table import Row, Standard, passed, total_row
from ocr_fix.measures import RATES, Comparison, Rate


def print_json(rows: Sequence[Row], standard: Standard) -> None:
    """Prints one JSON object: `pages` with measures and differences, `all` with their sums, and by what
    they were judged."""
    measured = [row for row in rows if row.comparison]
    whole = {
        "normalise": standard.options.normalise,
        "chinese_words": standard.options.chinese_words,
        "limits": msgspec.to_builtins(standard.limits),
        "pages": [_page(row) for row in rows],
        "all": _measures(total_row(measured).comparison or Comparison()),
        "passed": all(map(passed, rows)),
    }
    print(json.dumps(whole, ensure_ascii=True, indent=1))


def _page(row: Row) -> dict[str, Any]:
    page: dict[str, Any] = {"page": row.page, "verdict": row.verdict, "passed": passed(row)}
    if row.comparison:
        page["measures"] = _measures(row.comparison)
        page["notes"] = list(row.comparison.notes)
        page["differences"] = msgspec.to_builtins(row.comparison.differences)
    return page


def _measures(comparison: Comparison) -> dict[str, Any]:
    measures: dict[str, Any] = {name: _rate(getattr(comparison, name)) for name in RATES}
    return measures | {"order_cost": comparison.order_cost, "kendall_tau": comparison.kendall_tau}


def _rate(rate: Rate) -> dict[str, Any]:
    return {"value": rate.value, "count": rate.count, "total": rate.total}
