"""What a page shows of the joins between its lines: where the text may not run on as it was joined.

A join is two rows of one region, one right after the other. Inside a column, rows that stand close under
one another need no question. Everything else leaves signs: the row after an open sentence is indented, a
strip has a row or two only, the next column begins elsewhere than this one, the text of another strip would
run on better, the order changes where white space counts for less. Rows come in reading coordinates
(`rows.py`), so that vertical text shows the same signs.

Known limits: two stories of like shape side by side, both of whole paragraphs, leave no sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr_fix.characters import begins_with_opener, has_cjk
from ocr_fix.items import Follow
from ocr_fix.margins import Margin, MarginOptions, column_spans, read_row_end, right_margins
from ocr_fix.model import Box, Kind, Line, Region
from ocr_fix.rows import Row, find_rows

TEXT = frozenset({Kind.BODY, Kind.SIDEBAR})
Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class SignOptions:
    """Lengths in em of the region's characters, or in rows."""

    indent_em: tuple[float, float] = (0.6, 2.6)
    """A row whose start is so far in begins a paragraph."""
    full_room_em: float = 0.3
    """A row that leaves less room than this for the next word is full."""
    short_room_em: float = 1.5
    """A row that leaves more was ended on purpose."""
    scrap_ratio: float = 0.6
    """A row narrower than this part of its column, with nothing around it, is a scrap."""
    offside_em: float = 3.0
    """A narrow row that begins so far in is no paragraph's first one."""
    gap_rows: float = 2.5
    """Rows so far apart, in distances between rows, have something between them."""
    level_rows: float = 1.5
    """Columns whose first rows are less than this apart begin at one height."""
    context_lines: int = 3
    """Whether text runs on is judged by so many lines on each side."""
    most_gain: float = 3.0
    """A rival that runs on better by more log-odds says nothing more."""


@dataclass(frozen=True, slots=True)
class Join:
    """Line `b` was joined to line `a`; `signs` are what speaks against it, by name, absent is 0."""

    a: Line
    b: Line
    signs: Signs


Strip = tuple[Line, ...]
Successors = Mapping[Box, Box]


def find_joins(
    stories: Sequence[Sequence[Region]],
    follow: Follow,
    rival: Successors | None = None,
    options: SignOptions = SignOptions(),
) -> tuple[Join, ...]:
    """The joins of all flows of text with their signs, in reading order.

    `rival` is another order of the same lines (`successors`): a join that it does not have is unsteady.
    `follow(a, b)` is the log-odds that b continues a.
    """
    regions = [region for story in stories for region in story if region.kind in TEXT and region.lines]
    strips = [strip for region in regions for strip in _strips(region)]
    judge = _Judge(follow, strips, rival, options)
    return tuple(join for region in regions for join in judge.joins(region))


def successors(stories: Sequence[Sequence[Region]]) -> Successors:
    """For the box of each line of text that of the line of text after it in its story."""
    flows = ([line.box for one in story if one.kind in TEXT for line in one.lines] for story in stories)
    return dict(pair for flow in flows for pair in pairwise(flow))


def _strips(region: Region) -> Iterator[Strip]:
    """The lines of each column of a region."""
    begin = 0
    for end in range(1, len(region.lines) + 1):
        if end == len(region.lines) or region.lines[end].column != region.lines[begin].column:
            yield region.lines[begin:end]
            begin = end


@dataclass(frozen=True, slots=True)
class _Column:
    """The rows of a strip: their usual start and width in em, and their number."""

    start: float
    width: float
    top: float
    count: int


class _Judge:
    """Signs of joins; holds what all of them are judged by."""

    def __init__(
        self, follow: Follow, strips: Sequence[Strip], rival: Successors | None, options: SignOptions
    ) -> None:
        self.follow = follow
        self.options = options
        self.rival = rival
        count = options.context_lines
        self.firsts = {strip[0].box: _text(strip[:count]) for strip in strips}
        self.lasts = {strip[-1].box: _text(strip[-count:]) for strip in strips}

    def joins(self, region: Region) -> Iterator[Join]:
        """The joins of a region."""
        rows = find_rows(region.lines)
        margins = right_margins(rows, MarginOptions()) if len(rows) > 1 else []
        columns = [
            column
            for begin, end in column_spans(rows)
            for column in [_column(rows[begin:end], margins[begin:end])] * (end - begin)
            if margins
        ]
        steps = [b.near - a.near for a, b in pairwise(rows) if a.column == b.column and b.near > a.near]
        pitch = median(steps) if steps else 1.5
        for index, (a, b) in enumerate(pairwise(rows)):
            sides = columns[index], columns[index + 1]
            signs = self._shape(a, b, margins[index], sides)
            signs |= self._place(a, b, sides, pitch)
            first, last = region.lines[a.lines[-1]], region.lines[b.lines[0]]
            if a.column != b.column or any(signs.values()):
                signs |= self._text(first, last)
            yield Join(first, last, {name: value for name, value in signs.items() if value})

    def _shape(self, a: Row, b: Row, margin: Margin, sides: tuple[_Column, _Column]) -> Signs:
        """Whether the end of a row and the start of the next one contradict each other."""
        end, options = read_row_end(a, b, margin), self.options
        indent = b.start - sides[1].start
        full = end.room <= options.full_room_em and not end.marked
        indented = options.indent_em[0] < indent < options.indent_em[1] and sides[1].count > 2
        early = end.room > options.short_room_em and abs(indent) < options.indent_em[0]
        return {
            "open_indent": float(full and indented and not begins_with_opener(b.text)),
            "short_open": float(early and not end.marked),
        }

    def _place(self, a: Row, b: Row, sides: tuple[_Column, _Column], pitch: float) -> Signs:
        """Where two rows and their columns stand to each other."""
        before, after = sides
        options = self.options
        offside = any(
            row.start - column.start > options.offside_em
            and row.end - row.start < options.scrap_ratio * column.width
            for row, column in ((a, before), (b, after))
        )
        if a.column == b.column:
            step = b.near - a.near
            return {"gap": float(step > options.gap_rows * pitch or step < 0), "offside": float(offside)}
        width = max(before.width, after.width)
        scrap = any(
            column.count == 1 and row.end - row.start < options.scrap_ratio * width
            for row, column in ((a, before), (b, after))
        )
        return {
            "column": 1.0,
            "offside": float(offside),
            "scrap": float(scrap),
            "short": float(min(before.count, after.count) <= 2),
            "climb": float(before.top - after.top > options.level_rows * pitch),
        }

    def _text(self, a: Line, b: Line) -> Signs:
        """Whether the text runs on, whether it would elsewhere, and whether other orders join the same."""
        most = self.options.most_gain
        last, first = self.lasts.get(a.box, a.text), self.firsts.get(b.box, b.text)
        here = self.follow(last, first)
        others = (self.follow(last, text) for box, text in self.firsts.items() if box != b.box)
        onward = max(others, default=here)
        others = (self.follow(text, first) for box, text in self.lasts.items() if box != a.box)
        backward = max(others, default=here)
        return {
            "follow": max(-most, min(most, here)),
            "onward": max(0.0, min(most, onward - here)),
            "backward": max(0.0, min(most, backward - here)),
            "unsteady": float(self.rival is not None and self.rival.get(a.box) != b.box),
        }


def _column(rows: Sequence[Row], margins: Sequence[Margin]) -> _Column:
    start = median(sorted(row.start for row in rows)[: max(1, len(rows) * 2 // 3)])
    width = median(margin.edge for margin in margins) - start if margins else 0.0
    return _Column(start, width, min(row.near for row in rows), len(rows))


def _text(lines: Sequence[Line]) -> str:
    return ("" if has_cjk(lines[0].text) else " ").join(line.text for line in lines)
