"""A text that kept its spacing: columns of characters on a grid, read like the lines of a scan.

Where several spaces or a tab stand between columns, each run of text is a box on a grid of characters, and
areas, order and paragraphs do with it what they do with a scan. Tables have the same look; text counts as
columns only where its runs are wide, most fill their column, and read on downwards better than across.

Known limits: a tab is taken as the way to the next multiple of eight; a heading over the columns must
stand apart by a blank line or reach across the gutter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from ocr_fix.areas import find_areas
from ocr_fix.language import Follow
from ocr_fix.model import Area, Box, Line, Marks, Region
from ocr_fix.order import order_regions
from ocr_fix.paragraphs import join_paragraphs

CELL_PX = 10
ROW_PX = 24
EM_PX = 20
TAB_CELLS = 8
MIN_ROWS = 5
MIN_GAP_CELLS = 2
MIN_RUN_CELLS = 14
MIN_SPLIT_RATIO = 0.6
MIN_FULL_RATIO = 0.6
FULL_RATIO = 0.75
MIN_GAIN = 0.4
SAMPLE_ROWS = 60
MOST_CODE_RATIO = 0.25
_CODE_SIGNS = re.compile(r"[{}=<>|\\`#]|\w\(|;$|://")
_GAP = re.compile(r"\S(?:\S| (?! ))*")


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines `first` up to `last` (excluded) that stand in columns, and their paragraphs in order."""

    first: int
    last: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of text in row `row`, from cell `left` to cell `right` (excluded)."""

    text: str
    row: int
    left: int
    right: int


def find_grids(lines: Sequence[str], follow: Follow) -> tuple[Grid, ...]:
    """The parts of a text that stand in columns of characters, from the top; most texts have none."""
    grids = []
    for first, last in _blocks(lines):
        rows = [_runs(lines[number], number - first) for number in range(first, last)]
        if not _is_code(lines[first:last]) and _stands_in_columns(rows, follow):
            paragraphs = _read(rows, follow)
            if _letters(paragraphs) == _letters(lines[first:last]):
                grids.append(Grid(first, last, paragraphs))
    return tuple(grids)


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines with wide gaps in most of them; a blank line inside is allowed, two are not."""
    start = -1
    gaps = [_has_gap(line) for line in lines]
    end = 0
    for number, gap in enumerate([*gaps, False, False, False]):
        if gap:
            if start < 0:
                start = number
            end = number + 1
        elif start >= 0 and number - end >= 2:
            inner = gaps[start:end]
            if len(inner) >= MIN_ROWS and sum(inner) >= MIN_SPLIT_RATIO * len(inner):
                yield start, end
            start = -1


def _is_code(lines: Sequence[str]) -> bool:
    """Whether comments or values in columns of their own stand beside code."""
    return sum(len(_CODE_SIGNS.findall(line)) for line in lines) > MOST_CODE_RATIO * len(lines)


def _letters(texts: Sequence[str]) -> Counter[str]:
    """How often each letter and digit stands in the texts: none may be lost."""
    return Counter(character for text in texts for character in text if character.isalnum())


def _has_gap(line: str) -> bool:
    return "  " in line.strip() or "\t" in line.strip()


def _runs(line: str, row: int) -> list[_Run]:
    """The runs of a line that wide gaps part, with their cells; wide characters fill two."""
    cells, place = [0], 0
    text = ""
    for character in line:
        if character == "\t":
            step = TAB_CELLS - place % TAB_CELLS
            text += " " * max(MIN_GAP_CELLS, step)
            cells += [place + min(step, one + 1) for one in range(max(MIN_GAP_CELLS, step))]
            place += step
        else:
            place += 2 if unicodedata.east_asian_width(character) in "WF" else 1
            text += character
            cells.append(place)
    return [
        _Run(match.group(), row, cells[match.start()], cells[match.end()]) for match in _GAP.finditer(text)
    ]


def _stands_in_columns(rows: Sequence[Sequence[_Run]], follow: Follow) -> bool:
    split = [row for row in rows if len(row) > 1]
    if len(split) < MIN_ROWS:
        return False
    runs = [run for row in split for run in row]
    widths = [run.right - run.left for run in runs]
    usual = median(widths)
    full = sum(width >= FULL_RATIO * usual for width in widths)
    if usual < MIN_RUN_CELLS or full < MIN_FULL_RATIO * len(widths):
        return False
    across = [follow(a.text, b.text) for row in split[:SAMPLE_ROWS] for a, b in pairwise(row)]
    down = [
        follow(run.text, below.text)
        for row, next_row in pairwise(rows[:SAMPLE_ROWS])
        for run in row
        if (below := _below(run, next_row)) is not None
    ]
    return bool(down) and fmean(down) > fmean(across) + MIN_GAIN


def _below(run: _Run, row: Sequence[_Run]) -> _Run | None:
    """The run of the next row that begins where this one does, give or take an indent."""
    return next((one for one in row if abs(one.left - run.left) <= 4), None)


def _read(rows: Sequence[Sequence[_Run]], follow: Follow) -> tuple[str, ...]:
    """The paragraphs, by the stages that read scans."""
    text_of = {
        Box(run.left * CELL_PX, run.row * ROW_PX, run.right * CELL_PX, run.row * ROW_PX + EM_PX): run.text
        for row in rows
        for run in row
    }
    width = max(box.right for box in text_of)
    marks = Marks(width, len(rows) * ROW_PX, float(EM_PX), tuple(text_of))
    regions = tuple(_region(area, text_of) for area in find_areas(marks))
    order = order_regions(regions, marks, follow)
    stories = [story for story in (order.header, *order.stories, order.footer) if story]
    articles = [join_paragraphs(story, follow) for story in stories]
    return tuple(paragraph.text for article in articles for paragraph in article.paragraphs)


def _region(area: Area, text_of: dict[Box, str]) -> Region:
    lines = [
        Line(_text_in(box, text_of), box, 1.0, area.direction, number)
        for number, column in enumerate(area.columns)
        for box in column
    ]
    return Region(area.kind, area.box, tuple(lines))


def _text_in(box: Box, text_of: dict[Box, str]) -> str:
    """The text of a box; of one that areas have joined, that of the boxes in it."""
    if box in text_of:
        return text_of[box]
    inside = sorted(
        (one for one in text_of if one.left >= box.left and one.right <= box.right
         and one.top >= box.top and one.bottom <= box.bottom),
        key=lambda one: (one.top, one.left),
    )  # fmt: skip
    return " ".join(text_of[one] for one in inside)
