"""Tables among the strips of a page, and the cells of tables.

Idea: a table's columns are strips of short pieces that do not fill their column as text does. Pieces side by
side make rows, rows under one another a block; a block of three rows and more, most of which have several
pieces, is a table. So a table needs no rules, and columns of text are none: they are justified, and end
sentences. The cells of a row are told by the columns that the fullest rows show.

Known limits: cells of several lines become several rows; two columns of short verses look like a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ocr_fix.characters import text_units
from ocr_fix.geometry import enclosing, overlap_x, overlap_y
from ocr_fix.model import Box, Direction, Kind, Line, Region, Separator, SeparatorKind
from ocr_fix.rows import group_rows


@dataclass(frozen=True, slots=True)
class TableOptions:
    """Distances in em of the page, and shares."""

    min_rows: int = 3
    """Fewer rows are a masthead, or headings side by side."""
    max_cell_em: float = 11.0
    """Most pieces of a column are narrower,"""
    max_narrow_em: float = 5.0
    """and where they are wider than this, they do not fill it:"""
    max_filled_ratio: float = 0.55
    """of a text's lines more than this share reach from edge to edge."""
    max_gap_em: float = 20.0
    """White between two cells of a row,"""
    max_leading_em: float = 1.7
    """and between two rows."""
    min_celled_ratio: float = 0.7
    """So many rows have several cells."""
    max_marked_ratio: float = 0.15
    """In cells fewer pieces than this have a text's full stops and commas."""
    title_ratio: float = 1.4
    """Rows of so much larger type at a ruled table's top are its heading."""
    min_common_ratio: float = 0.3
    """The number of columns is the largest that such a share of the rows has."""


_MARKS = frozenset("，。；！？")


def gather_tables(
    regions: Sequence[Region],
    em: float,
    separators: Sequence[Separator] = (),
    options: TableOptions = TableOptions(),
) -> tuple[Region, ...]:
    """`regions` with the strips that make a table joined to one region; the lines of every table stand row by
    row, `Line.column` counting its columns. All lines come back once; the rest keeps its order."""
    walls = [one.box for one in separators if one.kind is not SeparatorKind.HORIZONTAL]
    pieces = [(line, one) for one in regions if _may_be_cells(one, em, options) for line in one.lines]
    found = []
    for block in _blocks([line for line, _ in pieces], em, walls, options):
        rows = _without_headings(group_rows(block))
        if _is_table(rows, options):
            found.append([line for row in rows for line in row])
    taken = {id(line) for block in found for line in block}  # two lines may have been found in one box
    kept = []
    for region in [part for one in regions for part in _without_title(one, options)]:
        lines = tuple(line for line in region.lines if id(line) not in taken)
        if region.kind is Kind.TABLE or len(lines) == len(region.lines):
            kept.append(region)
        elif lines:
            kept.append(replace(region, lines=lines, box=enclosing(line.box for line in lines)))
    tables = (Region(Kind.TABLE, enclosing(line.box for line in block), tuple(block)) for block in found)
    return tuple(with_cells(one, options) if one.kind is Kind.TABLE else one for one in (*kept, *tables))


def _without_title(table: Region, options: TableOptions) -> tuple[Region, ...]:
    """A table, and before it the rows of larger type at its top, which are its heading."""
    if table.kind is not Kind.TABLE or not table.lines:
        return (table,)
    usual = median(line.box.height for line in table.lines)
    rows = group_rows(table.lines)
    large = [all(line.box.height > options.title_ratio * usual for line in row) for row in rows]
    count = next((place for place, one in enumerate(large) if not one), 0)
    if not count:
        return (table,)
    groups = [[line for row in part for line in row] for part in (rows[:count], rows[count:])]
    title, rest = (
        Region(kind, enclosing(line.box for line in group), tuple(group))
        for kind, group in zip((Kind.BODY, Kind.TABLE), groups, strict=True)
    )
    return (title, replace(rest, id=table.id, carried=table.carried))


def with_cells(table: Region, options: TableOptions = TableOptions()) -> Region:
    """A table with its lines row by row, the cells of each from left to right, `Line.column` told; the number
    of an empty cell is skipped."""
    if not table.lines:
        return table
    rows = group_rows(table.lines)
    columns = _columns(rows, options)
    lines = [replace(line, column=_column(line.box, columns)) for row in rows for line in row]
    return replace(table, lines=tuple(lines))


def _columns(rows: Sequence[Sequence[Line]], options: TableOptions) -> tuple[Box, ...]:
    """The columns of a table, from its fullest rows: so many as at least some share of the rows have."""
    counts = Counter(len(row) for row in rows)
    least = options.min_common_ratio * len(rows)
    wide = max((count for count, times in counts.items() if times >= least), default=max(counts))
    full = [row for row in rows if len(row) == wide]
    return tuple(enclosing(row[place].box for row in full) for place in range(wide))


def _column(box: Box, columns: Sequence[Box]) -> int:
    """The column that a cell shares most width with, or else stands nearest to."""
    return max(
        range(len(columns)),
        key=lambda place: (overlap_x(box, columns[place]), -abs(box.centre_x - columns[place].centre_x)),
    )


def _may_be_cells(region: Region, em: float, options: TableOptions) -> bool:
    """Whether a strip's lines are short pieces that do not fill their column."""
    if region.kind not in (Kind.BODY, Kind.CAPTION) or not region.lines:
        return False
    if any(line.direction is Direction.VERTICAL for line in region.lines):
        return False
    widths = sorted(line.box.width for line in region.lines)
    heights = sorted(line.box.height for line in region.lines)
    usual = widths[len(widths) // 2]
    marked = sum(bool(_MARKS & set(line.text)) for line in region.lines)
    if usual > options.max_cell_em * em or heights[len(heights) // 2] > 1.45 * em:
        return False
    if marked > options.max_marked_ratio * len(region.lines):
        return False
    left, right = region.box.left + 0.6 * em, region.box.right - 0.6 * em
    filled = sum(line.box.left <= left and line.box.right >= right for line in region.lines)
    few = len(region.lines) == 1 or region.box.width <= options.max_narrow_em * em
    return few or filled <= options.max_filled_ratio * len(region.lines)


def _blocks(
    lines: Sequence[Line], em: float, walls: Sequence[Box], options: TableOptions
) -> list[list[Line]]:
    """`lines` in groups that stand side by side or under one another, no wall between."""
    left = sorted(lines, key=lambda line: (line.box.top, line.box.left))
    blocks: list[list[Line]] = []
    for line in left:
        joined = [block for block in blocks if any(_touch(one.box, line.box, em, options) for one in block)]
        joined = [
            block for block in joined if not _is_walled(enclosing(one.box for one in block), line, walls)
        ]
        merged = [line, *(one for block in joined for one in block)]
        blocks = [block for block in blocks if block not in joined] + [merged]
    return blocks


def _is_walled(block: Box, line: Line, walls: Sequence[Box]) -> bool:
    """Whether a page's column rule or a side of a frame runs between a block and a line."""
    low, high = sorted((block.centre_x, line.box.centre_x))
    return any(
        low < wall.centre_x < high and wall.height > 2 * block.height and overlap_y(wall, line.box) > 0
        for wall in walls
    )


def _touch(a: Box, b: Box, em: float, options: TableOptions) -> bool:
    level = overlap_y(a, b) > 0.6 * min(a.height, b.height)
    if level:
        return -overlap_x(a, b) < options.max_gap_em * em
    return overlap_x(a, b) > 0 and -overlap_y(a, b) < options.max_leading_em * em


def _without_headings(rows: list[list[Line]]) -> list[list[Line]]:
    """`rows` without the single pieces above and below them: headings and notes."""
    celled = [place for place, row in enumerate(rows) if len(row) > 1]
    return rows[celled[0] : celled[-1] + 1] if celled else []


def _is_table(rows: Sequence[Sequence[Line]], options: TableOptions) -> bool:
    """Whether rows are a table's: enough of them, most with several cells, and nearly all as many."""
    celled = [row for row in rows if len(row) > 1]
    if len(rows) < options.min_rows or len(celled) < max(2, options.min_celled_ratio * len(rows)):
        return False
    columns = _columns(rows, options)
    parted = len(columns) > 1 and all(overlap_x(a, b) <= 0 for a, b in pairwise(columns))
    full = sum(len(row) == len(columns) for row in rows) > 1
    units = sum(text_units(line.text) for row in rows for line in row)
    return parted and full and units <= options.max_cell_em * sum(map(len, rows))
