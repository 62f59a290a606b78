"""The lines of a page as CSV: one row a line, in reading order."""

from __future__ import annotations

import csv
import io
import re

from ocr_fix.model import Page
from ocr_fix.write.flat import flows_of

COLUMNS = (
    "page", "order", "article", "region", "kind", "column", "paragraph", "left", "top", "right", "bottom",
    "confidence", "direction", "id", "text",
)  # fmt: skip
_FORMULA = re.compile(r"[=+@\t\r＝＋＠]|[-－](?![\d.,\s]*%?$)")
"""Where a spreadsheet begins a formula, wide marks too; a negative number alone is none."""


def write_csv(page: Page) -> str:
    """A header and a row for each line; boxes in the frame of the picture as given."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    order = 0
    for flow in flows_of(page):
        for strip in flow.strips:
            for line in strip.lines:
                order += 1
                box, said = line.place.box, line.line
                table.writerow(
                    (
                        page.number, order, flow.name, strip.region, strip.kind, said.column, line.paragraph,
                        box.left, box.top, box.right, box.bottom, f"{said.confidence:.4g}", said.direction,
                        line.id, _plain(said.text),
                    )
                )  # fmt: skip
    return text.getvalue()


def _plain(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
