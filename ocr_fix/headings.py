"""Which strips of a page are headings, and of what kind.

Type size decides for headlines. What stands close above or below a headline and is centred on it
or begins with it belongs to it: the kicker above, deck and byline below. A short strip in larger
type, or set apart, that does not end a sentence is a subhead. Words decide for bylines only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_fix.characters import ends_sentence, text_units
from ocr_fix.emphasis import is_bold_over, part_bold_lines, part_top_lines
from ocr_fix.geometry import enclosing, overlap_x, overlap_y
from ocr_fix.jumplines import is_jump_line, part_jump_lines
from ocr_fix.model import Box, Direction, Kind, Line, Marks, Region, SeparatorKind
from ocr_fix.sizes import TypeSizes, measure_types
from ocr_fix.wording import ends_like_text, is_byline

HEADINGS = frozenset({Kind.KICKER, Kind.HEADLINE, Kind.DECK, Kind.BYLINE, Kind.SUBHEAD})


@dataclass(frozen=True, slots=True)
class HeadingOptions:
    """Sizes and distances in em of the page."""

    headline_ratio: float = 1.4
    """Type so much larger than the body's is a headline's."""
    subhead_ratio: float = 1.13
    """Type so much larger may be a subhead's or deck's."""
    max_lines: int = 3
    """No heading beside a headline has more lines."""
    reach_em: float = 1.7
    """How far a kicker, deck or byline stands from its headline at most."""
    align_em: float = 1.6
    """How exactly it is centred on the headline, or begins with it."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """What headings are measured by: the page's em, type sizes and rules, and the options."""

    em: float
    sizes: TypeSizes
    rules: tuple[Box, ...]
    options: HeadingOptions

    def is_ruled_off(self, a: Box, b: Box) -> bool:
        """Whether a horizontal rule runs between two boxes, one above the other."""
        high, low = sorted((a, b), key=lambda box: box.centre_y)
        return any(
            high.centre_y < rule.centre_y < low.centre_y
            and overlap_x(rule, high) > 0
            and overlap_x(rule, low) > 0
            for rule in self.rules
        )


def name_headings(
    regions: Sequence[Region], marks: Marks, options: HeadingOptions = HeadingOptions()
) -> tuple[Region, ...]:
    """`regions` with the kinds of headings set, in the same order; bylines that begin a strip of
    body text are made regions of their own before it. The rest keep their kinds."""
    rules = tuple(one.box for one in marks.separators if one.kind is SeparatorKind.HORIZONTAL)
    em = marks.em
    scale = _Scale(em, measure_types(regions), rules, options)
    heads = [one.box for one in regions if _is_headline(one, scale)]
    topped = part_top_lines(part_jump_lines(regions), rules, ends_like_text, em)
    signed = [part for region in topped for part in _parted(region, heads, em)]
    parted = part_bold_lines(signed, ends_like_text, em)
    named = {index: Kind.HEADLINE for index, one in enumerate(parted) if _is_headline(one, scale)}
    grown = True
    while grown:
        grown = False
        for index, region in enumerate(parted):
            if index in named or region.kind is not Kind.BODY or len(region.lines) > options.max_lines:
                continue
            kind = _beside_headline(index, parted, named, scale)
            if kind is not None:
                named[index] = kind
                grown = True
    tests = (
        (Kind.JUMP_LINE, _is_jump_line),
        (Kind.SUBHEAD, lambda one: _is_subhead(one, parted, scale)),
        (Kind.SUBHEAD, lambda one: _completes_subhead(one, parted, named, scale)),
        (Kind.HEADLINE, lambda one: _is_over_byline(one, parted, scale)),
    )
    for kind, holds in tests:
        open_ones = [
            index for index, one in enumerate(parted) if index not in named and one.kind is Kind.BODY
        ]
        named |= {index: kind for index in open_ones if holds(parted[index])}
    return tuple(
        replace(region, kind=named[index]) if index in named else region
        for index, region in enumerate(parted)
    )


def _parted(region: Region, heads: Sequence[Box], em: float) -> tuple[Region, ...]:
    """A body strip with bylines in its first lines, as bylines and the rest."""
    if region.kind is not Kind.BODY or not region.lines:
        return (region,)
    groups: list[list[Line]] = []
    names = [
        place < 4 and is_byline(line.text) and _is_off_column(line, region.lines, em)
        for place, line in enumerate(region.lines)
    ]
    if len(region.lines) == 1 or _is_centred(region, em):
        names = [is_byline(line.text) for line in region.lines]
    elif _is_signed(region, heads, em):
        names[0] = True
    for place, line in enumerate(region.lines):
        if not place or names[place] != names[place - 1]:
            groups.append([])
        groups[-1].append(line)
    return tuple(
        Region(
            Kind.BYLINE
            if group[0] in (line for line, name in zip(region.lines, names, strict=True) if name)
            else Kind.BODY,
            enclosing(line.box for line in group),
            tuple(group),
        )
        for group in groups
    )


def _is_centred(region: Region, em: float) -> bool:
    """Whether a strip is two or three lines centred on one another, none of them text: the last lines of
    a heading and the byline under it."""
    middles = [line.box.centre_x for line in region.lines]
    few = 1 < len(region.lines) <= 3
    return (
        few
        and max(middles) - min(middles) < 0.5 * em
        and not any(ends_like_text(line.text) for line in region.lines)
    )


def _is_off_column(line: Line, lines: Sequence[Line], em: float) -> bool:
    """Whether a line does not fill the column that the other lines stand in."""
    others = [one.box for one in lines if one is not line]
    if not others:
        return True
    left, right = min(box.left for box in others), max(box.right for box in others)
    insets = line.box.left - left, right - line.box.right
    centred = min(insets) > 0.4 * em and abs(insets[0] - insets[1]) < 0.5 * em
    short = centred or line.box.right < right - em or line.box.left > left + 2.7 * em
    return short or line.box.left < left - em or line.box.right > right + em


def _is_signed(region: Region, heads: Sequence[Box], em: float) -> bool:
    """Whether a strip right under a headline begins with a line of a few characters that ends no
    sentence and is not indented as a paragraph is: its author's name."""
    first, second = region.lines[0], region.lines[1]
    short = first.box.width < 0.45 * region.box.width and 1 < text_units(first.text) <= 8
    under = any(
        0 <= first.box.top - head.bottom < 3 * em and overlap_x(head, first.box) > 0 for head in heads
    )
    indented = second.box.left - first.box.left < -em and first.box.left - region.box.left < 2.7 * em
    return (
        short
        and under
        and not indented
        and not ends_like_text(first.text)
        and first.text[-1] not in "：:！？”"
    )


def _is_headline(region: Region, scale: _Scale) -> bool:
    """Whether type size makes a region a headline; a drop cap is none."""
    if region.kind not in (Kind.BODY, Kind.HEADLINE) or not region.lines:
        return False
    characters = sum(len(line.text.strip()) for line in region.lines)
    large = scale.sizes(region) >= scale.options.headline_ratio * scale.em
    return large and characters > 1 and len(region.lines) <= 5


def _beside_headline(
    index: int, regions: Sequence[Region], named: dict[int, Kind], scale: _Scale
) -> Kind | None:
    """What a short strip is to a headline close by: its kicker, deck or byline, or nothing."""
    region = regions[index]
    em, options = scale.em, scale.options
    for other in sorted(named):
        head = regions[other]
        if head.lines[0].direction is Direction.VERTICAL or overlap_x(head.box, region.box) <= 0:
            continue
        distance = -overlap_y(head.box, region.box)
        if scale.is_ruled_off(head.box, region.box):
            continue
        if distance > options.reach_em * em or not _aligned(head.box, region.box, options.align_em * em):
            continue
        text = region.lines[-1].text
        smaller = scale.sizes(region) < 0.85 * scale.sizes(head)
        if region.box.centre_y < head.box.centre_y:
            nearest = _white_above(region, regions)
            if (
                named[other] in (Kind.HEADLINE, Kind.KICKER)
                and nearest > distance
                and not ends_like_text(text)
            ):
                return Kind.KICKER
        elif is_byline(text):
            return Kind.BYLINE
        elif named[other] is not Kind.KICKER and _is_deck(region, regions, scale):
            return Kind.DECK if smaller else Kind.HEADLINE
    return None


def _aligned(head: Box, box: Box, tolerance: float) -> bool:
    """Whether `box` is centred on a headline or begins with it."""
    return abs(head.centre_x - box.centre_x) < tolerance or abs(head.left - box.left) < tolerance


def _white_above(region: Region, regions: Sequence[Region]) -> float:
    """The distance in pixels to the text above a region; endless where there is none."""
    above = [
        region.box.top - other.box.bottom
        for other in regions
        if other.lines and other.box.centre_y < region.box.top and overlap_x(other.box, region.box) > 0
    ]
    return float(min(above, default=1 << 30))


def _is_deck(region: Region, regions: Sequence[Region], scale: _Scale) -> bool:
    """Whether a strip under a headline is its deck and not the story's first lines: it is set
    larger, or stands over several columns, over a byline or another line of the deck, or apart from what
    follows."""
    em = scale.em
    signed = any(
        (other.kind is Kind.BYLINE or _is_over_byline(other, regions, scale))
        and 0 <= other.box.top - region.box.bottom < scale.options.reach_em * em
        and _aligned(region.box, other.box, scale.options.align_em * em)
        for other in regions
    )
    if signed or scale.sizes(region) >= scale.options.subhead_ratio * em:
        return True
    under = [
        other
        for other in regions
        if other.kind is Kind.BODY
        and not is_byline(other.lines[-1].text)
        and 0 <= other.box.top - region.box.bottom < 3 * em
        and overlap_x(other.box, region.box) > 0
    ]
    if not under:
        return not ends_like_text(region.lines[-1].text) and not _is_column(region, regions, em)
    column = max(under, key=lambda other: overlap_x(other.box, region.box)).box
    beside = [other for other in under if overlap_x(other.box, column) <= 0]
    crossing = any(overlap_x(other.box, region.box) > em for other in beside)
    inset = region.box.left - column.left > 2.7 * em and column.right - region.box.right > em
    return (crossing or inset) and not ends_like_text(region.lines[-1].text)


def _is_column(region: Region, regions: Sequence[Region], em: float) -> bool:
    """Whether text begins beside a strip at its height: it is a column of it, short over a picture."""
    return any(
        other.kind is Kind.BODY and other is not region and abs(other.box.top - region.box.top) < 0.5 * em
        for other in regions
    )


def _is_jump_line(region: Region) -> bool:
    """Whether a strip says on which page a story goes on or began."""
    return len(region.lines) == 1 and is_jump_line(region.lines[0].text)


def _is_subhead(region: Region, regions: Sequence[Region], scale: _Scale) -> bool:
    """Whether a short strip is a subhead: no sentence, in larger type or set into the text."""
    if region.kind is not Kind.BODY or not region.lines or len(region.lines) > scale.options.max_lines:
        return False
    enough = sum(len(line.text.strip()) for line in region.lines) > 1
    if not enough or ends_like_text(region.lines[-1].text):
        return False
    if scale.sizes(region) >= scale.options.subhead_ratio * scale.em or is_bold_over(
        region, regions, scale.em
    ):
        return True
    return len(region.lines) <= 2 and _is_inset(region, regions, scale.em)


def _is_inset(region: Region, regions: Sequence[Region], em: float) -> bool:
    """Whether a strip stands centred over the text right under it, away from what is above."""
    under = [
        other.box
        for other in regions
        if other.kind is Kind.BODY
        and len(other.lines) > 1
        and 0 <= other.box.top - region.box.bottom < 2.5 * em
        and overlap_x(other.box, region.box) > 0
    ]
    if not under or _white_above(region, regions) < 0.7 * em:
        return False
    around = enclosing(under)
    left, right = region.box.left - around.left, around.right - region.box.right
    return min(left, right) > 1.5 * em and abs(left - right) < 2 * em


def _is_over_byline(region: Region, regions: Sequence[Region], scale: _Scale) -> bool:
    """Whether a strip of a few lines that end no sentence stands right above a byline that is centred on
    it: the headline of a small item."""
    if region.kind is not Kind.BODY or not 0 < len(region.lines) <= scale.options.max_lines:
        return False
    text = ends_like_text(region.lines[-1].text) or any(ends_sentence(line.text) for line in region.lines)
    return not text and any(
        other.kind is Kind.BYLINE
        and 0 <= other.box.top - region.box.bottom < scale.options.reach_em * scale.em
        and abs(other.box.centre_x - region.box.centre_x) < scale.options.align_em * scale.em
        for other in regions
    )


def _completes_subhead(
    region: Region, regions: Sequence[Region], named: dict[int, Kind], scale: _Scale
) -> bool:
    """Whether a line of a few characters right above or below a subhead is a part of it."""
    if region.kind is not Kind.BODY or len(region.lines) != 1 or text_units(region.lines[0].text) > 8:
        return False
    return any(
        kind is Kind.SUBHEAD
        and -overlap_y(regions[other].box, region.box) < scale.em
        and overlap_x(regions[other].box, region.box) > 0
        and abs(regions[other].box.centre_x - region.box.centre_x) < scale.options.align_em * scale.em
        for other, kind in named.items()
    )
