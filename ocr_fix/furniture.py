"""Page furniture: the masthead at the top and the imprint at the foot.

The masthead is what stands above the first page-wide rules, as long as it is few lines; without a
rule it is a top row with a date or page number. The imprint is a low row that names editors,
telephone or page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr_fix.geometry import enclosing, inside_ratio, overlap_x, overlap_y
from ocr_fix.model import Box, Kind, Line, Marks, Region, Separator, SeparatorKind
from ocr_fix.wording import is_folio, is_imprint

Regions = tuple[Region, ...]

MAX_FURNITURE_LINES = 12
"""A masthead has fewer lines than a story."""


MAX_RUNNING_LINES = 6
"""So many lines stand in running heads,"""
MAX_RUNNING_EM = 1.6
"""none of them higher."""
_RUNNING = re.compile(r"^\W{0,3}[A-Z]?\d{1,4}\W{0,3}$|\bwww\.|\b\w{2,6}://")
"""A page number alone, or an address on the net."""


@dataclass(frozen=True, slots=True)
class FurnitureOptions:
    """Where furniture stands, in shares of the page's text."""

    max_header_ratio: float = 0.2
    """The masthead ends above this share of the page's height."""
    min_footer_ratio: float = 0.9
    """The imprint begins below this share of the page's text."""
    min_running_gap_em: float = 1.5
    """The white between a running head and the text, beyond that between paragraphs."""
    min_page_rule_ratio: float = 0.6
    """The share of the text's width that a rule under a masthead runs."""
    min_name_em: float = 2.2
    """The least height of a nameplate with a story beside it,"""
    max_note_em: float = 3.0
    """and how far under it the date stands."""
    min_box_em: float = 3.0
    """Higher frames hold adverts, which name telephones too."""


def part_header(
    regions: Sequence[Region], marks: Marks, options: FurnitureOptions = FurnitureOptions()
) -> tuple[Regions, tuple[Region, ...]]:
    """The masthead: the few lines above the last page-wide rule near the top, or date lines."""
    texts = [region for region in regions if region.lines]
    if not texts:
        return (), tuple(regions)
    around = enclosing(region.box for region in texts)
    limit = around.top + options.max_header_ratio * around.height
    walls = [
        wall
        for wall in (_upper_side(one) for one in marks.separators if one.kind is not SeparatorKind.VERTICAL)
        if wall.centre_y < limit and overlap_x(wall, around) >= options.min_page_rule_ratio * around.width
    ]
    above: list[Region] = _eared_name(texts, limit, marks.em, options)
    if above:
        return _furniture(above, Kind.MASTHEAD), tuple(one for one in regions if one not in above)
    for wall in sorted(walls, key=lambda box: box.top):
        band = [one for one in texts if one.box.centre_y < wall.centre_y and one not in above]
        if band and not _is_furniture(band, not above, marks.em):
            break
        above += band
    if above:
        return _furniture(above, Kind.MASTHEAD), tuple(one for one in regions if one not in above)
    top = min(region.box.bottom for region in texts)
    above = [
        one for one in texts if one.box.centre_y < top and len(one.lines) == 1 and is_folio(one.lines[0].text)
    ]
    if above:
        above = [one for one in texts if one.box.centre_y < top and len(one.lines) == 1]
    if above:
        return _furniture(above, Kind.MASTHEAD), tuple(one for one in regions if one not in above)
    above = _running_rows(texts, marks.em, options, at_top=True)
    return _furniture(above, Kind.RUNNING), tuple(one for one in regions if one not in above)


def _eared_name(texts: Sequence[Region], limit: float, em: float, options: FurnitureOptions) -> list[Region]:
    """A nameplate with date lines in small type under it, where a story stands beside them: in the ear."""
    upper = [one for one in texts if one.box.centre_y < limit]
    for name in sorted(upper, key=lambda one: -one.box.height):
        if len(name.lines) > 1 or name.box.height < options.min_name_em * em:
            continue
        notes = [
            one
            for one in upper
            if all(line.box.height < em for line in one.lines)
            and overlap_x(one.box, name.box) > 0
            and 0 <= one.box.top - name.box.bottom < options.max_note_em * em
        ]
        around = enclosing(one.box for one in (name, *notes))
        ear = any(
            len(one.lines) > 2 and _level(one.box, around) and overlap_x(one.box, around) <= 0
            for one in upper
        )
        if ear and any(is_folio(line.text) for one in notes for line in one.lines):
            return [one for one in upper if inside_ratio(one.box, around) > 0.8]
    return []


def _upper_side(separator: Separator) -> Box:
    """A horizontal rule, or the upper side of a frame: a masthead often stands on a boxed guide."""
    box = separator.box
    framed = separator.kind is SeparatorKind.FRAME
    return Box(box.left, box.top, box.right, box.top + 1) if framed else box


def _is_furniture(band: Sequence[Region], first: bool, em: float) -> bool:
    """Whether what stands between the page's rules at its top is masthead: the first band few
    lines, every further one a single row or a date line."""
    lines = [line for region in band for line in region.lines]
    if len(lines) > MAX_FURNITURE_LINES or any(len(region.lines) > 4 for region in band):
        return False
    row = enclosing(region.box for region in band).height < 2.5 * em
    return first or row or any(is_folio(line.text) for line in lines)


def _running_rows(
    texts: Sequence[Region], em: float, options: FurnitureOptions, *, at_top: bool
) -> list[Region]:
    """The running heads of a magazine or a book, or the like at its foot: the outermost rows, each of
    lines that stand alone in the body's size, with a page number or an address on the net in one of
    them, and white between them and the text."""
    left = sorted(texts, key=lambda one: one.box.top if at_top else -one.box.bottom)
    found: list[Region] = []
    running: list[Region] = []
    while left and len(found) <= MAX_RUNNING_LINES:
        row = [one for one in left if _level(one.box, left[0].box)]
        if not all(len(one.lines) == 1 and one.box.height < MAX_RUNNING_EM * em for one in row):
            break
        found += row
        left = [one for one in left if one not in row]
        edge = enclosing(one.box for one in found)
        rest = enclosing(one.box for one in left) if left else None
        white = 0 if rest is None else rest.top - edge.bottom if at_top else edge.top - rest.bottom
        if white >= options.min_running_gap_em * em:
            running = [*found] if any(_RUNNING.search(one.lines[0].text) for one in found) else running
    return running


def part_footer(
    regions: Sequence[Region], marks: Marks, options: FurnitureOptions = FurnitureOptions()
) -> tuple[Regions, tuple[Region, ...]]:
    """The imprint: the lowest row that names editors, telephone or page, and rows just above it in
    which everything does, nothing in a frame of several rows; or what runs below the page's text."""
    boxes = [one.box for one in marks.separators if one.kind is SeparatorKind.FRAME]
    boxes = [box for box in boxes if box.height > options.min_box_em * marks.em]
    texts = [
        region
        for region in regions
        if region.lines and not any(inside_ratio(region.box, box) > 0.6 for box in boxes)
    ]
    if not texts:
        return (), tuple(regions)
    around = enclosing(region.box for region in texts)
    limit = around.top + options.min_footer_ratio * around.height
    low = [one for one in texts if one.box.top >= limit and len(one.lines) <= 3]
    named = [one for one in low if any(is_imprint(line.text) or is_folio(line.text) for line in one.lines)]
    if not named:
        running = _running_rows(texts, marks.em, options, at_top=False)
        return _furniture(running, Kind.RUNNING), tuple(one for one in regions if one not in running)
    top = max(named, key=lambda one: one.box.bottom).box.top
    for one in sorted(named, key=lambda one: -one.box.top):
        row = [other for other in texts if _level(other.box, one.box)]
        if all(other in named for other in row):
            top = min(top, one.box.top)
    footer = [one for one in low if one.box.centre_y >= top]
    return _furniture(footer, Kind.FOOTER), tuple(one for one in regions if one not in footer)


def _furniture(regions: Sequence[Region], kind: Kind) -> Regions:
    """The lines of page furniture as one region, row by row; a nameplate comes before the rows of
    small type at its side."""
    lines = sorted((line for region in regions for line in region.lines), key=lambda line: line.box.top)
    if not lines:
        return ()
    nameplates = [line for line in lines if _is_nameplate(line, lines)]
    rows: list[list[Line]] = []
    for line in lines:
        if line in nameplates:
            continue
        if rows and _level(rows[-1][0].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    for line in nameplates:
        beside = (place for place, row in enumerate(rows) if any(_level(one.box, line.box) for one in row))
        rows.insert(next(beside, len(rows)), [line])
    ordered = tuple(line for row in rows for line in sorted(row, key=lambda line: line.box.left))
    return (Region(kind, enclosing(line.box for line in ordered), ordered),)


def _is_nameplate(line: Line, lines: Sequence[Line]) -> bool:
    """Whether several rows of other lines stand beside a line."""
    beside = [other.box for other in lines if other is not line and _level(other.box, line.box)]
    return any(not _level(one, other) for one in beside for other in beside)


def _level(a: Box, b: Box) -> bool:
    """Whether two lines stand side by side in one row."""
    return overlap_y(a, b) > 0.5 * min(a.height, b.height)
