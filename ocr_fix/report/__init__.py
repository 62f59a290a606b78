"""A comparison as one HTML file to look at, without a network: table of pages, texts side by side, scan.

The file is a view: it measures nothing. The texts of a page wait in an inert template until the page is
opened, so that a report of a thousand pages opens like one of ten.
"""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from importlib import resources

from ocr_fix.differences import confusions
from ocr_fix.measures import Change, Comparison, Rate
from ocr_fix.report.histogram import Bin, histogram
from ocr_fix.report.panes import pane

MAX_CONFUSIONS = 40


@dataclass(frozen=True, slots=True)
class Outline:
    """The corners of a line in the picture, x and y in turn, by the line's number."""

    line: int
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A scan, small enough to embed, and where the lines of one side (`golden`, `output`) stand on it."""

    jpeg: bytes
    width: int
    height: int
    side: str
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page of the report; one that was not compared has its verdict alone."""

    name: str
    verdict: str
    passed: bool
    comparison: Comparison | None = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the report is about, its pages, and their sum."""

    title: str
    normalise: str
    pages: tuple[ReportPage, ...]
    total: Comparison


def render_report(report: Report) -> str:
    """The report as one HTML document that needs no other file."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = _percent
    template = environment.from_string(_resource("page.html"))
    return template.render(
        report=report,
        css=_resource("style.css"),
        js=_resource("script.js"),
        views=[_view(page) for page in report.pages],
        measures=MEASURES,
        columns=[measure for measure in COLUMNS if measure.rate(report.total)],
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as the report names and explains it; `is_error` where less is better."""

    name: str
    label: str
    meaning: str
    is_error: bool

    def rate(self, comparison: Comparison) -> Rate | None:
        """The rate of that name, None where it was not taken."""
        rate: Rate = getattr(comparison, self.name)
        return None if rate.value is None else rate


MEASURES = (
    Measure("cer", "CER", "characters that are wrong, missing, extra or in the wrong place", True),
    Measure("order_free_cer", "order-free CER", "the same if order did not count", True),
    Measure("flow_cer", "flow CER", "the same if only order inside a flow of text counted", True),
    Measure("wer", "WER", "words that are wrong, missing, extra or in the wrong place", True),
    Measure("successors", "successors", "lines after which the right line follows", False),
    Measure("successors_across", "across breaks", "the same where a column or page ends", False),
    Measure("whole_paragraphs", "whole paragraphs", "paragraphs that are in one piece", False),
    Measure("line_recall", "lines found", "printed lines that are somewhere in the output", False),
    Measure("extra", "extra text", "output that is nowhere in the golden text", True),
    Measure("block_order", "block order", "paragraphs out of order", True),
)
COLUMNS = tuple(measure for measure in MEASURES if measure.name not in ("flow_cer", "extra", "line_recall"))


@dataclass(frozen=True, slots=True)
class View:
    """What a compared page shows."""

    golden: str
    output: str
    counts: tuple[tuple[str, int], ...]
    confusions: tuple[tuple[str, str, int], ...]
    histogram: tuple[Bin, ...]
    picture: str


def _view(page: ReportPage) -> View | None:
    comparison = page.comparison
    if comparison is None:
        return None
    counts = Counter(one.change for one in comparison.differences)
    pairs = Counter(confusions(comparison.differences)).most_common(MAX_CONFUSIONS)
    picture = "data:image/jpeg;base64," + base64.b64encode(page.picture.jpeg).decode() if page.picture else ""
    return View(
        pane(comparison.golden, comparison.differences, "golden"),
        pane(comparison.output, comparison.differences, "output"),
        tuple((change.value, counts[change]) for change in Change),
        tuple((right, found, count) for (right, found), count in pairs),
        histogram(comparison),
        picture,
    )


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}\N{NO-BREAK SPACE}%"
