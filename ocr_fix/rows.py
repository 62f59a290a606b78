"""Lines of a region as rows in reading coordinates, measured in em.

Horizontal and vertical text look the same from here: `start` and `end` run along the line,
`near` and `far` across it, in the direction in which rows follow each other. Boxes that stand
side by side on one row become one row, a drop cap becomes part of the row that it begins, and a
slow drift of the left edge (a page that is not quite straight) is taken out.

Known limit: the em comes from the text's length, so a region of very few characters has a rough one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ocr_fix.characters import has_cjk, is_wide, text_units
from ocr_fix.model import Box, Direction, Line

MIN_UNITS = 4.0
MAX_DRIFT_RATIO = 0.03
MIN_DRIFT_PAIRS = 5
DROP_CAP_RATIO = 1.7
MIN_OVERLAP_RATIO = 0.6
MIN_SPACE_EM = 0.7
MOST_TEAR_EM = 0.4


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: indices of its lines, their texts, and its sides in em.

    `cap` is the text of a drop cap that begins the row, empty where there is none.
    """

    lines: tuple[int, ...]
    texts: tuple[str, ...]
    start: float
    end: float
    near: float
    far: float
    column: int
    cap: str = ""

    @property
    def text(self) -> str:
        """The texts of the row's lines, without what stands between them."""
        return self.cap + "".join(self.texts)


def find_rows(lines: tuple[Line, ...]) -> tuple[Row, ...]:
    """Rows of a region's lines in their order; no lines, no rows."""
    if not lines:
        return ()
    em = measure_em(lines)
    rows = [_row(index, line, lines[0], em) for index, line in enumerate(lines)]
    return _straight(_merge(_with_caps(rows)))


def find_table_rows(lines: tuple[Line, ...]) -> tuple[Row, ...]:
    """The rows of a table from top to bottom. `texts` has a text for each of its columns, empty where a cell
    is, and `lines` the cells that there are; without columns, each piece is a cell."""
    if not lines:
        return ()
    em = measure_em(lines)
    numbers = {id(line): index for index, line in enumerate(lines)}
    width = 1 + max(line.column for line in lines)
    rows = []
    for cells in group_rows(lines):
        parts = [replace(_row(numbers[id(cell)], cell, lines[0], em), column=0) for cell in cells]
        row = parts[0]
        for part in parts[1:]:
            row = _join(row, part)
        if width > 1:
            texts = (
                " ".join(cell.text.strip() for cell in cells if cell.column == column)
                for column in range(width)
            )
            row = replace(row, texts=tuple(texts))
        rows.append(row)
    return tuple(rows)


def group_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand side by side, row by row, each row from where it begins; all of them run as the
    first one does."""
    rows: list[list[Line]] = []
    frames = {id(line): _frame(line.box, lines[0].direction) for line in lines}
    for line in sorted(lines, key=lambda line: frames[id(line)].top):
        if rows and any(_is_level(frames[id(line)], frames[id(one)]) for one in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: frames[id(line)].start) for row in rows]


@dataclass(frozen=True, slots=True)
class _Frame:
    """A box in reading coordinates: `start` along the lines, `top` and `foot` across them."""

    start: int
    top: int
    foot: int


def _frame(box: Box, direction: Direction) -> _Frame:
    if direction is Direction.VERTICAL:
        return _Frame(box.top, -box.right, -box.left)
    return _Frame(box.left, box.top, box.bottom)


def _is_level(a: _Frame, b: _Frame) -> bool:
    shared = min(a.foot, b.foot) - max(a.top, b.top)
    return shared > MIN_OVERLAP_RATIO * max(1, min(a.foot - a.top, b.foot - b.top))


def measure_em(lines: tuple[Line, ...]) -> float:
    """The em of `lines` in pixels, from their length and text; at least 1."""
    sizes = [
        length / units
        for line in lines
        if (length := _length(line)) and (units := text_units(line.text)) >= MIN_UNITS
    ]
    if not sizes:
        sizes = [float(min(line.box.width, line.box.height)) for line in lines]
    return max(1.0, median(sizes))


def _length(line: Line) -> int:
    return line.box.height if line.direction is Direction.VERTICAL else line.box.width


def _row(index: int, line: Line, origin: Line, em: float) -> Row:
    box, first = line.box, origin.box
    if line.direction is Direction.VERTICAL:
        sides = (box.top - first.top, box.bottom - first.top, first.right - box.right, first.right - box.left)
    else:
        sides = (box.left - first.left, box.right - first.left, box.top - first.top, box.bottom - first.top)
    start, end, near, far = (side / em for side in sides)
    return Row((index,), (line.text.strip(),), start, end, near, far, line.column)


def _with_caps(rows: list[Row]) -> list[Row]:
    """`rows` with every drop cap moved into the row that it begins."""
    usual = median(row.far - row.near for row in rows)
    caps = [row for row in rows if row.far - row.near >= DROP_CAP_RATIO * usual and len(row.text) <= 2]
    kept = [row for row in rows if row not in caps]
    for cap in caps:
        beside = [
            row
            for row in kept
            if row.column == cap.column
            and row.far > cap.near
            and row.near < cap.far
            and row.start > cap.start
        ]
        if not beside:
            kept.append(cap)
            kept.sort(key=lambda row: row.lines)
            continue
        first = min(beside, key=lambda row: row.near)
        joined = replace(
            first, lines=(*cap.lines, *first.lines), start=min(cap.start, first.start), cap=cap.text
        )
        kept[kept.index(first)] = joined
    return kept


def _merge(rows: list[Row]) -> list[Row]:
    """`rows` with neighbours on one printed row joined."""
    merged = [rows[0]]
    for row in rows[1:]:
        last = merged[-1]
        if _is_beside(last, row) and _overlap(last, row) > MIN_OVERLAP_RATIO:
            merged[-1] = _join(last, _with_space(last, row))
        else:
            merged.append(row)
    return merged


def _is_beside(a: Row, b: Row) -> bool:
    """Whether `b` starts where `a` ends; what was taken for two columns may be one torn row."""
    gap = b.start - a.end
    # The ink of a full-width mark ends half an em before its square.
    ink = 0.5 if is_wide(a.text[-1:]) and not a.text[-1:].isalnum() else 0.0
    return gap > -0.5 and (a.column == b.column or gap < MOST_TEAR_EM + ink)


def _with_space(a: Row, b: Row) -> Row:
    """Row `b` with a full-width space before it where Chinese text has a gap after row `a`."""
    left, right = a.texts[-1], b.texts[0]
    words = min(len(left), len(right)) > 1 and left[-1].isalnum() and right[0].isalnum()
    if words and b.start - a.end > MIN_SPACE_EM and has_cjk(left + right):
        return replace(b, texts=("\u3000" + right, *b.texts[1:]))
    return b


def _overlap(a: Row, b: Row) -> float:
    """How much of the thinner row's thickness both share; negative where a gap is between them."""
    shared = min(a.far, b.far) - max(a.near, b.near)
    return shared / max(min(a.far - a.near, b.far - b.near), 1e-6)


def _join(a: Row, b: Row) -> Row:
    return replace(
        a,
        lines=a.lines + b.lines,
        texts=(*a.texts, *b.texts),
        end=max(a.end, b.end),
        near=min(a.near, b.near),
        far=max(a.far, b.far),
    )


def _straight(rows: list[Row]) -> tuple[Row, ...]:
    """`rows` with the common drift of their starts taken out."""
    drifts = [
        (b.start - a.start) / (b.near - a.near)
        for a, b in pairwise(rows)
        if a.column == b.column and b.near - a.near > 0.5 and abs(b.start - a.start) < 0.4
    ]
    if len(drifts) < MIN_DRIFT_PAIRS:
        return tuple(rows)
    drift = max(-MAX_DRIFT_RATIO, min(MAX_DRIFT_RATIO, median(drifts)))
    return tuple(
        replace(row, start=row.start - drift * row.near, end=row.end - drift * row.near) for row in rows
    )


def is_chinese(rows: tuple[Row, ...]) -> bool:
    """Whether most rows hold a Chinese character."""
    return 2 * sum(has_cjk(row.text) for row in rows) > len(rows)
