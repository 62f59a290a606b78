"""Adverts, and quotes pulled out of a story: boxes whose lines are set to be looked at.

Idea: running text fills its lines; display text does not: it is centred, of several sizes, a line a thought.
Such text in a frame, or between two rules of one width, is no part of the story around it. Between rules and
all of one size, it is a quote from the story; else an advert or a notice.

Known limits: adverts that are set like text are sidebars; adverts without frame and rules are not found;
those between rules count only where they name an address or the like, since headings stand there too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

from ocr_fix.geometry import enclosing, inside_ratio, overlap_x, overlap_y
from ocr_fix.model import Box, Direction, Kind, Region, Separator, SeparatorKind
from ocr_fix.rows import group_rows
from ocr_fix.sizes import TypeSizes

Story = tuple[Region, ...]

_CONTACT = re.compile(
    r"电话|地址|热线|咨询|报名|联系人|启事|声明|免费|\d{7}"
    r"|(?i:\btel\b|telephone|www\.|\bopen daily\b|\badmission\b)"
)
_QUOTE = re.compile(r"^[“”\"「『《‘'«]")


@dataclass(frozen=True, slots=True)
class AdvertOptions:
    """Distances in em, and shares."""

    reach_em: float = 1.2
    """How far two rules may differ at their ends and still be of one width."""
    max_height_em: float = 16.0
    """Rules further apart have a story between them."""
    max_lines: int = 14
    """More lines are a story."""
    min_lines: int = 2
    """A single line between two rules is a heading."""
    fill_em: float = 0.9
    """A line that ends nearer to the edge than this fills its place."""
    min_loose_ratio: float = 0.5
    """So many lines of display text do not fill their place,"""
    min_loose_named_ratio: float = 0.15
    """or so many where a telephone or an address is named;"""
    min_centred_ratio: float = 0.8
    """and of those so many are centred: the last lines of paragraphs are not."""
    large_ratio: float = 1.12
    """Type so much larger than the body's fills its place only if it reaches the sides of the box."""
    text_lines: int = 3
    """So many filled lines under one another are text, unless a telephone or the like is named."""
    quote_lines: int = 3
    """A quote without a mark has at least so many lines of one larger size: fewer are a subhead."""


def open_boxes(
    regions: Sequence[Region],
    separators: Sequence[Separator],
    scale: tuple[float, TypeSizes],
    options: AdvertOptions = AdvertOptions(),
) -> tuple[Box, ...]:
    """The places between two rules of one width that hold a quote, or display text with an address, from the
    top; none lies in another. `scale` is the page's em and type sizes."""
    em, sizes = scale
    rules = sorted(one.box for one in separators if one.kind is SeparatorKind.HORIZONTAL)
    texts = [one for one in regions if one.lines]
    found: list[Box] = []
    for a, b in combinations(sorted(rules, key=lambda box: box.top), 2):
        apart = b.top - a.bottom
        level = max(abs(a.left - b.left), abs(a.right - b.right)) <= options.reach_em * em
        if not level or not 2 * em < apart < options.max_height_em * em:
            continue
        box = Box(min(a.left, b.left), a.bottom, max(a.right, b.right), b.top)
        inner = [one for one in texts if inside_ratio(one.box, box) > 0.8]
        crossing = any(0.1 < inside_ratio(one.box, box) <= 0.8 for one in texts)
        if not inner or crossing or not is_display(inner, box, em, options):
            continue
        if is_named(inner) or is_quote(inner, sizes, options):
            found.append(box)
    return tuple(
        box for box in found if not any(box != one and inside_ratio(box, one) > 0.9 for one in found)
    )


def is_display(
    regions: Sequence[Region], box: Box, em: float, options: AdvertOptions = AdvertOptions()
) -> bool:
    """Whether the text in a box is set to be looked at: few lines, most of which do not fill it."""
    lines = [line for one in regions for line in one.lines]
    pictured = any(one.kind in (Kind.PICTURE, Kind.TABLE) for one in regions)
    upright = any(line.direction is Direction.VERTICAL for line in lines)
    if pictured or upright or not options.min_lines <= len(lines) <= options.max_lines:
        return False
    around = enclosing(line.box for line in lines)
    loose = [
        line.box
        for line in lines
        if not _fills(line.box, box if line.box.height > options.large_ratio * em else around, em, options)
    ]
    if not is_named(regions) and _is_paragraph(
        [line.box for line in lines if line.box not in loose], options
    ):
        return False
    centred = sum(_is_centred(line, box, em) for line in loose)
    least = options.min_loose_named_ratio if is_named(regions) else options.min_loose_ratio
    stacked = all(overlap_x(a, b) > 0 or overlap_y(a, b) <= 0.3 * em for a, b in combinations(loose, 2))
    return len(loose) >= least * len(lines) and centred >= options.min_centred_ratio * len(loose) and stacked


def _is_paragraph(lines: Sequence[Box], options: AdvertOptions) -> bool:
    """Whether lines that fill their place stand close under one another: text under a heading."""
    rows = sorted(lines, key=lambda box: box.top)
    close = [b.top - a.bottom < 0.6 * a.height and overlap_x(a, b) > 0 for a, b in pairwise(rows)]
    return len(rows) >= options.text_lines and sum(close) >= options.text_lines - 1


def is_named(regions: Sequence[Region]) -> bool:
    """Whether a telephone, an address or a notice is named."""
    return any(_CONTACT.search(line.text) for one in regions for line in one.lines)


def is_quote(regions: Sequence[Region], sizes: TypeSizes, options: AdvertOptions = AdvertOptions()) -> bool:
    """Whether display text is a quote from a story: it opens with a quotation mark, or is several lines of
    one size."""
    lines = sorted((line for one in regions for line in one.lines), key=lambda line: line.box.top)
    heights = [line.box.height for line in lines]
    even = max(heights) < 1.35 * median(heights)
    return (
        even
        and (bool(_QUOTE.match(lines[0].text)) or len(lines) >= options.quote_lines)
        and (max(map(sizes, regions)) < 1.35 * min(map(sizes, regions)))
    )


def as_one(regions: Sequence[Region], kind: Kind) -> Region:
    """All lines of a box as one region, row by row."""
    lines = [line for one in regions for line in one.lines]
    rows = tuple(line for row in group_rows(lines) for line in row)
    return Region(kind, enclosing(line.box for line in rows), rows)


def _is_centred(line: Box, box: Box, em: float) -> bool:
    return abs(line.centre_x - box.centre_x) < max(0.7 * em, 0.04 * box.width)


def _fills(line: Box, edges: Box, em: float, options: AdvertOptions) -> bool:
    reach = options.fill_em * em
    return line.left - edges.left < reach and edges.right - line.right < reach
