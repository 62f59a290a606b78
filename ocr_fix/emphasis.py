"""Headings in the size of the text below them, told by bolder strokes.

A brief's heading, a subhead or a question in an interview is often set like its text, only bolder, and
so stands in one strip with it. Strokes of one type are equally thick from line to line, whatever the
scan did to the page, so a line whose strokes are thicker than its neighbours' is bold. Worn ink fills
bold type up; a centred line may be a little bolder and a little larger instead.

Known limits: words set bold at the beginning of a short paragraph; types so light that scanning makes
them all alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from ocr_fix.characters import text_units
from ocr_fix.geometry import enclosing, overlap_x
from ocr_fix.model import Box, Kind, Line, Region


@dataclass(frozen=True, slots=True)
class EmphasisOptions:
    """Ratios of stroke thickness, and lengths in em and in characters."""

    min_bold_ratio: float = 1.15
    """Strokes so much thicker than those of most lines are bold; ninety-nine in a hundred lines of
    text differ by less than 1.12."""
    max_off_centre_em: float = 0.5
    """Lines whose middle is no farther from their column's are centred,"""
    min_centred_inset_em: float = 0.3
    """and begin and end so far within it: their thickness and their height count together."""
    min_units: float = 2.0
    """Shorter lines are too few strokes to measure."""
    max_lines: int = 3
    """No heading within a column has more lines."""
    min_inset_em: float = 0.5
    """A heading ends so far before the right edge of its column; at the top it may also fill it, but
    not after an indent, as the first line of a paragraph does."""
    reach_em: float = 2.5
    """How far below a heading its text begins."""
    under_em: float = 1.7
    """How far under a rule a heading stands that is only a little larger than its text;"""
    larger_ratio: float = 1.05
    """its characters stand so much wider apart at least,"""
    max_larger_ratio: float = 1.4
    """are less high than this,"""
    min_top_units: float = 4.0
    """and are so many: fewer are a drop cap."""


def part_bold_lines(
    regions: Sequence[Region],
    ends: Callable[[str], bool],
    em: float,
    options: EmphasisOptions = EmphasisOptions(),
) -> tuple[Region, ...]:
    """`regions` with bold headings at the top of a strip or between its paragraphs made strips of their
    own; `ends(text)` says whether a line ends as text does and headings do not."""
    return tuple(part for region in regions for part in _parted(region, ends, em, options))


def part_top_lines(
    regions: Sequence[Region], rules: Sequence[Box], ends: Callable[[str], bool], em: float
) -> tuple[Region, ...]:
    """`regions` with first lines under `rules` that are headings a little larger than the text made subheads;
    `ends(text)` says whether a line ends as text does and headings do not."""
    return tuple(part for region in regions for part in _without_top_line(region, rules, ends, em))


def is_bold_over(
    region: Region, regions: Sequence[Region], em: float, options: EmphasisOptions = EmphasisOptions()
) -> bool:
    """Whether a strip is set bolder than the text right below it."""
    weight, below = _weight(region.lines, options), _below(region, regions, options.reach_em * em)
    usual = _weight(below.lines, options) if below else 0.0
    return usual > 0 and weight >= options.min_bold_ratio * usual


def _below(region: Region, regions: Sequence[Region], reach: float) -> Region | None:
    """The body text nearest below a strip."""
    under = [
        other
        for other in regions
        if other.kind is Kind.BODY
        and other is not region
        and overlap_x(other.box, region.box) > 0
        and 0 <= other.box.top - region.box.bottom < reach
    ]
    return min(under, key=lambda other: other.box.top, default=None)


def _weight(lines: Sequence[Line], options: EmphasisOptions) -> float:
    """How thick the strokes of most lines are, in pixels; 0 where nothing is known."""
    known = [line.weight for line in lines if line.weight and text_units(line.text) >= options.min_units]
    return median(known) if known else 0.0


def _parted(
    region: Region, ends: Callable[[str], bool], em: float, options: EmphasisOptions
) -> tuple[Region, ...]:
    usual = _weight(region.lines, options)
    if region.kind is not Kind.BODY or len(region.lines) < 2 or not usual:
        return (region,)
    usual = min(usual, _weight(region.lines[len(region.lines) // 2 :], options) or usual)
    height = median(line.box.height for line in region.lines)
    bold = [
        text_units(line.text) >= options.min_units
        and line.weight * (line.box.height / height if _is_centred(line.box, region.box, em, options) else 1)
        >= options.min_bold_ratio * usual
        for line in region.lines
    ]
    strips: list[list[Line]] = [[]]
    for is_bold, group in groupby(range(len(bold)), key=lambda place: bold[place]):
        places = list(group)
        lines = [region.lines[place] for place in places]
        before = region.lines[places[0] - 1] if places[0] else None
        last = places[-1] == len(bold) - 1
        heads = is_bold and not last and len(lines) <= options.max_lines and not ends(lines[-1].text)
        if heads and (before is None or ends(before.text)) and _has_place(lines, region, em, options):
            strips += [lines, []]
        else:
            strips[-1] += lines
    return tuple(
        Region(Kind.BODY, enclosing(line.box for line in strip), tuple(strip)) for strip in strips if strip
    )


def _is_centred(line: Box, column: Box, em: float, options: EmphasisOptions) -> bool:
    left, right = line.left - column.left, column.right - line.right
    inset = min(left, right) >= options.min_centred_inset_em * em
    return inset and abs(left - right) <= 2 * options.max_off_centre_em * em


def _has_place(lines: Sequence[Line], region: Region, em: float, options: EmphasisOptions) -> bool:
    """Whether lines end before the right edge of their strip, or stand at its top without an indent."""
    inset = max(line.box.right for line in lines) < region.box.right - options.min_inset_em * em
    indented = lines[-1].box.left > region.box.left + em
    return inset or (lines[0] == region.lines[0] and not indented)


def _without_top_line(
    region: Region,
    rules: Sequence[Box],
    ends: Callable[[str], bool],
    em: float,
    options: EmphasisOptions = EmphasisOptions(),
) -> tuple[Region, ...]:
    """A strip of body text right under a rule whose first line is set a little larger and ends no sentence
    while a paragraph begins with the second: that line as a subhead, and the rest."""
    if region.kind is not Kind.BODY or len(region.lines) < 3:
        return (region,)
    top, *rest = region.lines
    indent = rest[0].box.left - min(line.box.left for line in rest)
    ruled = any(
        -0.3 * em < top.box.top - rule.bottom < options.under_em * em
        and overlap_x(rule, top.box) > 0.9 * top.box.width
        for rule in rules
    )
    if not ruled or not 0.7 * em < indent < 2.7 * em or ends(top.text):
        return (region,)
    sizes = [(line.box.height, line.box.width / max(1.0, text_units(line.text))) for line in region.lines]
    (height, pitch), usual = sizes[0], [median(values) for values in zip(*sizes[1:], strict=True)]
    larger = (
        pitch > options.larger_ratio * usual[1] and usual[0] <= height < options.max_larger_ratio * usual[0]
    )
    if text_units(top.text) < options.min_top_units or not larger:
        return (region,)
    text = Region(Kind.BODY, enclosing(line.box for line in rest), tuple(rest))
    return (Region(Kind.SUBHEAD, top.box, (top,)), text)
