"""Which strips under pictures are captions, and which are the story going on below the picture.

A caption is set in other type than the body, or centred, or names the photographer. The story
goes on where a strip fills its lines as the body does and its text runs on from the column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from ocr_fix.characters import text_units
from ocr_fix.geometry import enclosing, overlap_x, overlap_y, weighted_quantile
from ocr_fix.model import Box, Kind, Line, Region
from ocr_fix.sizes import TypeSizes

_CREDIT = re.compile(
    r"(?:摄影?|[^地意企试蓝插绘版]图|制图|供图|绘|资料图片|(?i:photograph|photo|picture|courtesy)\W*\w*)[\s）)。.]*$"
)
_ENDED = re.compile(r"[。！？!?…][”’」』）)]*$|\.[”’\"')]*$")

SMALLER_TYPE = 0.94
"""Captions are set about a tenth smaller than the body,"""
MUCH_SMALLER_TYPE = 0.88
"""or so much smaller that it needs no other sign."""
MAX_APART = 1.3
"""How far under its picture a caption begins, in heights of its line,"""
MAX_CAPTION_LINES = 3
"""and how many lines of a strip may be one."""
MAX_ROW_GAP = 0.7
"""White between its lines, in heights of them,"""
MAX_UNLIKE = 1.12
"""and how much higher than it its last lines are."""
MIN_MEASURED_UNITS = 8
"""The pitch of fewer characters says little: a full stop fills half its place."""
CLEARLY_RUNS_ON = 1.2
"""Log-odds from which neither type nor place speaks for a caption;"""
RUNS_ON = 0.5
"""from these on, the same where both are a body's."""


def settle_captions(
    regions: Sequence[Region], sizes: TypeSizes, follow: Callable[[str, str], float]
) -> tuple[Region, ...]:
    """`regions` with those captions made body text that are the story going on, in order."""
    bodies = [one for one in regions if one.kind is Kind.BODY and len(one.lines) > 2]
    weights = [float(len(one.lines)) for one in bodies]
    usual = weighted_quantile([sizes.by_pitch(one) for one in bodies], weights, 0.5) or 1.0
    usual_height = weighted_quantile([_height(one) for one in bodies], weights, 0.5) or 1.0

    def settled(region: Region) -> Region:
        if region.kind is not Kind.CAPTION:
            return region
        ratio = sizes.by_pitch(region) / usual
        if _units(region) < MIN_MEASURED_UNITS:
            ratio = max(ratio, _height(region) / usual_height)
        kind = Kind.CAPTION if _is_caption(region, regions, ratio, follow) else Kind.BODY
        return replace(region, kind=kind)

    parted = (part for region in regions for part in _parted(region, regions, sizes))
    return _with_last_lines([settled(region) for region in parted], SMALLER_TYPE * usual_height)


def _with_last_lines(regions: Sequence[Region], smaller: float) -> tuple[Region, ...]:
    """`regions` with captions joined to the short strip right under each that is as small and centred on it
    or begins with it: its last lines. `smaller` is the height of type that is no body's."""
    last: dict[int, int] = {}
    for place, caption in enumerate(regions):
        if caption.kind is Kind.CAPTION:
            found = (index for index, one in enumerate(regions) if _goes_on(caption, one, smaller))
            last |= dict.fromkeys(list(found)[:1], place)
    under = {place: index for index, place in last.items()}
    kept = []
    for index, one in enumerate(regions):
        if index in under:
            below = regions[under[index]]
            both = (*one.lines, *below.lines)
            kept.append(replace(one, lines=both, box=enclosing((one.box, below.box))))
        elif index not in last:
            kept.append(one)
    return tuple(kept)


def _goes_on(caption: Region, below: Region, smaller: float) -> bool:
    """Whether a strip is the last lines of a caption."""
    if below.kind is not Kind.BODY or not 0 < len(below.lines) < MAX_CAPTION_LINES:
        return False
    height, upper, lower = _height(caption), caption.box, below.box
    close = -0.3 * height < lower.top - upper.bottom < MAX_ROW_GAP * height
    level = min(abs(upper.centre_x - lower.centre_x), abs(upper.left - lower.left)) < height
    small = _height(below) < min(smaller, MAX_UNLIKE * height) and lower.width < upper.width + height
    return close and level and small


def _parted(region: Region, regions: Sequence[Region], sizes: TypeSizes) -> tuple[Region, ...]:
    """A strip under a picture, its first lines as a caption and the rest as text where they were
    found together; the caption is set in smaller type than the lines below it."""
    if region.kind not in (Kind.BODY, Kind.CAPTION) or len(region.lines) < 2:
        return (region,)
    picture, first = _picture_above(region, regions), region.lines[0].box
    if picture == region.box or abs(first.top - picture.bottom) > MAX_APART * first.height:
        return (region,)
    for count in range(1, min(MAX_CAPTION_LINES, len(region.lines) - 1) + 1):
        head, rest = _strip(region.lines[:count]), _strip(region.lines[count:])
        ratio = _height(head) / _height(rest)
        credit = _CREDIT.search(head.lines[-1].text)
        if not credit and min(_units(head), _units(rest)) >= MIN_MEASURED_UNITS:
            ratio = max(ratio, sizes.by_pitch(head) / sizes.by_pitch(rest))
        ends = credit or ratio < MUCH_SMALLER_TYPE or _is_open(head, rest)
        if ratio < SMALLER_TYPE and ends and _height(_strip(rest.lines[:1])) > SMALLER_TYPE * _height(rest):
            return (replace(head, kind=Kind.CAPTION), rest)
    return (region,)


def _is_open(head: Region, rest: Region) -> bool:
    """Whether a strip's first lines end a sentence and the rest of it does not."""
    return bool(_ENDED.search(head.lines[-1].text)) and not _ENDED.search(rest.lines[-1].text)


def _strip(lines: Sequence[Line]) -> Region:
    """Some lines of a strip as a region of body text."""
    return Region(Kind.BODY, enclosing(line.box for line in lines), tuple(lines))


def _units(region: Region) -> float:
    """How many full-width characters a region's text is long."""
    return sum(text_units(line.text) for line in region.lines)


def _height(region: Region) -> float:
    """How high most of a region's lines are, in pixels."""
    return float(median(line.box.height for line in region.lines))


def _is_caption(
    region: Region, regions: Sequence[Region], size_ratio: float, follow: Callable[[str, str], float]
) -> bool:
    text = "".join(line.text for line in region.lines)
    if _CREDIT.search(text) or size_ratio < MUCH_SMALLER_TYPE:
        return True
    if text[-1] in "，、；：,;-" or (len(region.lines) > 1 and not _ENDED.search(text)):
        return False
    picture = _picture_above(region, regions)
    joins = [follow(before, region.lines[0].text) for before in _lines_before(picture, region, regions)]
    if max(joins, default=0.0) > CLEARLY_RUNS_ON:
        return False
    height = region.lines[0].box.height
    inset = min(region.box.left - picture.left, picture.right - region.box.right)
    if size_ratio < SMALLER_TYPE or (inset > 0.8 * height and len(region.lines) == 1):
        return True
    return len(region.lines) <= 2 and max(joins, default=0.0) < RUNS_ON


def _picture_above(region: Region, regions: Sequence[Region]) -> Box:
    """The picture nearest above a strip; the strip's own box where there is none."""
    above = [
        one.box
        for one in regions
        if one.kind is Kind.PICTURE and one.box.top < region.box.top and overlap_x(one.box, region.box) > 0
    ]
    return min(above, key=lambda box: abs(region.box.top - box.bottom), default=region.box)


def _lines_before(picture: Box, region: Region, regions: Sequence[Region]) -> list[str]:
    """The lines that a strip under a picture may continue: the last one above the picture in its
    column, and the last one of the column at the picture's left."""
    bodies = [one for one in regions if one.kind is Kind.BODY]
    above = [one for one in bodies if one.box.centre_y < picture.top and overlap_x(one.box, region.box) > 0]
    left = [one for one in bodies if one.box.right <= region.box.left and overlap_y(one.box, picture) > 0]
    nearest = [one for one in left if one.box.right > max(box.box.right for box in left) - picture.width / 4]
    columns = (above, nearest)
    return [max(column, key=lambda one: one.box.bottom).lines[-1].text for column in columns if column]
