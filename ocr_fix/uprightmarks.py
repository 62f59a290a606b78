"""Punctuation of vertical lines, found in the ink between the characters that were read.

A vertical line is read lying on its side. Recognisers know its characters that way, but lose most of
its punctuation, or read a dot whatever it is. So every small spot of ink with room of its own between
two characters is looked at: a ring is a full stop, a drop a comma, two drops a colon, a spot with ink
along two of its sides a corner bracket. Which way a drop leans tells the enumeration comma. Room is what
tells a mark from a stroke: characters follow each other at an even pitch, and only a mark widens it.

Known limits: a semicolon that was not read is taken for a comma; a mark that touches a character is lost, and
so are those of a line in which nearly every character has one, as the pitch cannot be seen there;
engines that say nothing about the place of characters are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr_fix.characters import has_cjk
from ocr_fix.engines.base import Reading
from ocr_fix.scan import Grey, Mask

STOP, COMMA, LISTING, COLON, OPENING, CLOSING = "。，、：「」"
_ALIKE = {
    STOP: "。.．，,、·°:：；;",
    COMMA: "，,、.．·。'’`:：；;",
    LISTING: "，,、.．·。'’`:：；;",
    COLON: "：:；;∶.．·…。",
    OPENING: "「『﹁“‘\"'",
    CLOSING: "」』﹂”’\"'",
}
"""What a recogniser makes of a mark, if it sees one."""
_SURE = "。，、：；「」『』·"
"""What it reads right where it reads it."""
_FILLING = "（）()—"
"""Marks that fill the room of a character."""
_ASKING = "？！?!"
"""Marks with a dot of their own, which is no comma."""


@dataclass(frozen=True, slots=True)
class MarkOptions:
    """Sizes are ratios of the line's thickness, room is in pitches of its characters."""

    contrast_ratio: float = 0.35
    """Ink is darker than paper by so much of what the darkest ink is: thin strokes hold together."""
    min_side_ratio: float = 0.1
    """Smaller spots are dirt."""
    max_side_ratio: float = 0.55
    """Larger ones are no stop or comma."""
    min_ring_ratio: float = 0.2
    """The smallest full stop."""
    min_hole_ratio: float = 0.3
    """How much lighter a ring's middle is, of the range from ink to paper."""
    max_pale_ratio: float = 0.55
    """A mark's darkest part is at least as dark as this on that range."""
    min_lean: float = 0.3
    """How much a drop leans, as a correlation, that lists things."""
    min_corner_ratio: float = 0.9
    """So much of a bracket's ink lies along two of its sides."""
    min_relative_ratio: float = 0.55
    """Commas smaller than this, beside those of the page, are dirt."""
    room_pitch: float = 0.35
    """What one mark adds at least to the distance of two characters; print adds a half or a whole."""
    clear_pitch: float = 0.5
    """How far a mark stands from the middle of a character."""
    max_reach_pitch: float = 2.2
    """The furthest that it stands before the first or after the last one."""
    colon_ratio: float = 0.5
    """The widest gap between the dots of a colon."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What a spot of ink may be, from `start` to `end` along the line, `across` in it, `side` its longest."""

    text: str
    start: int
    end: int
    across: float
    side: int

    @property
    def middle(self) -> float:
        """Its place along the line."""
        return (self.start + self.end) / 2


def with_upright_marks(
    readings: Sequence[Reading],
    crops: Sequence[Grey],
    margin_ratio: float,
    options: MarkOptions = MarkOptions(),
) -> tuple[Reading, ...]:
    """The readings of vertical lines with their punctuation; `crops` are the lines lying on their sides,
    first character left, with a margin of `margin_ratio` of their thickness all around."""
    thick = [len(crop) / (1 + 2 * margin_ratio) for crop in crops]
    found = [
        _fitting(reading, find_spots(crop, margin_ratio, options), crop.shape[1], one, options)
        if has_cjk(reading.text) and len(reading.spans) == len(reading.text)
        else []
        for reading, crop, one in zip(readings, crops, thick, strict=True)
    ]
    sides = [
        spot.side / one
        for spots, one in zip(found, thick, strict=True)
        for spot in spots
        if spot.text in COMMA + LISTING
    ]
    least = options.min_relative_ratio * median(sides) if sides else 0.0
    marked = []
    for reading, spots, one in zip(readings, found, thick, strict=True):
        kept = [spot for spot in spots if spot.text not in COMMA + LISTING or spot.side >= least * one]
        marked.append(_merged(reading, kept, one))
    return tuple(marked)


def find_spots(crop: Grey, margin_ratio: float, options: MarkOptions = MarkOptions()) -> list[Spot]:
    """The spots in a line on its side that look like a mark, strokes of characters among them."""
    if not crop.size:
        return []
    height, length = crop.shape
    thick = height / (1 + 2 * margin_ratio)
    margin = margin_ratio * thick
    paper, dark = float(np.percentile(crop, 85)), float(np.percentile(crop, 3))
    ink = (crop < paper - options.contrast_ratio * (paper - dark)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    spots = []
    for label in range(1, count):
        left, top, width, high, _ = (int(value) for value in stats[label])
        long = max(width, high)
        at_side = top == 0 or top + high == height or left + width <= margin or left >= length - margin
        if at_side or not options.min_side_ratio * thick <= long <= thick:
            continue
        part = np.s_[top : top + high, left : left + width]
        text = _shape(labels[part] == label, crop[part], (dark, paper), thick, options)
        if text:
            spots.append(Spot(text, left, left + width, top + high / 2, long))
    return spots


def _shape(spot: Mask, grey: Grey, levels: tuple[float, float], thick: float, options: MarkOptions) -> str:
    """The mark that a spot looks like, empty for none; `levels` are those of ink and paper."""
    high, width = spot.shape
    long, short = max(high, width), min(high, width)
    dark, paper = levels
    span = max(1.0, paper - dark)
    is_dark = float(np.percentile(grey[spot], 10)) <= dark + options.max_pale_ratio * span
    if long <= options.max_side_ratio * thick and short >= 0.08 * thick and is_dark:
        middle = grey[max(0, high // 2 - 1) : high // 2 + 2, max(0, width // 2 - 1) : width // 2 + 2]
        hollow = (float(middle.mean()) - float(np.percentile(grey[spot], 30))) / span
        if hollow > options.min_hole_ratio and long < 1.5 * short and long >= options.min_ring_ratio * thick:
            return STOP
        if spot.mean() >= 0.4 and long < 3 * short:
            leans = _lean(spot) < -options.min_lean and long > 0.2 * thick
            return LISTING if leans else COMMA
    return _corner(spot, thick, options)


def _lean(spot: Mask) -> float:
    """The correlation of a spot's rows and columns: negative where it rises to the right."""
    y, x = np.nonzero(spot)
    if x.std() == 0 or y.std() == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def _corner(spot: Mask, thick: float, options: MarkOptions) -> str:
    """The corner bracket that a spot looks like: ink along two sides that meet, and hardly elsewhere."""
    high, width = spot.shape
    low, tall = min(high, width) / thick, max(high, width) / thick
    if not (0.2 <= low <= 0.75 and 0.3 <= tall <= 0.95):
        return ""
    side = max(2, round(0.16 * thick))
    whole = int(spot.sum())
    for text, turned in ((OPENING, spot), (CLOSING, spot[::-1, ::-1])):
        along = int(turned[:side].sum()) + int(turned[side:, :side].sum())
        ends = turned[:side].any(axis=0).mean(), turned[:, :side].any(axis=1).mean()
        other = int(turned[-side:].sum()) + int(turned[:-side, -side:].sum())
        if along >= options.min_corner_ratio * whole and min(ends) >= 0.8 and other < 0.75 * whole:
            return text
    return ""


def _fitting(
    reading: Reading, spots: Sequence[Spot], length: int, thick: float, options: MarkOptions
) -> list[Spot]:
    """The spots that have room between the characters of a reading; dots of a colon are made one."""
    letters = list(zip(centres(reading.spans).tolist(), reading.text, strict=True))
    places = [place for place, character in letters if character.isalnum() or character in _FILLING]
    asking = [place for place, character in letters if character in _ASKING]
    if not places:
        return []
    steps = [b - a for a, b in pairwise(places)]
    usual = float(np.percentile(steps, 30)) if len(steps) > 2 else thick
    pitch = min(max(usual, 0.8 * thick), 2 * thick)
    margin = 0.1 * thick
    stops = [margin - 0.5 * pitch, *places, length - margin + 0.5 * pitch]
    kept = []
    for number, (before, after) in enumerate(pairwise(stops)):
        inside = [
            spot
            for spot in spots
            if before < spot.middle <= after
            and (number == 0 or spot.middle - before >= options.clear_pitch * pitch)
            and (number == len(places) or after - spot.middle >= options.clear_pitch * pitch)
            and (number > 0 or after - spot.middle <= options.max_reach_pitch * pitch)
            and (number < len(places) or spot.middle - before <= options.max_reach_pitch * pitch)
        ]
        asked = [place for place in asking if before < place <= after]
        inside = [spot for spot in inside if _is_free(spot, asked, 0.6 * thick)]
        room = (after - before) / pitch - options.room_pitch * len(asked)
        kept += _roomy(_with_colons(inside, thick, options), room, thick, options)
    return kept


def _is_free(spot: Spot, asked: Sequence[float], reach_px: float) -> bool:
    """Whether a spot is no dot of a question or exclamation mark."""
    return spot.text in OPENING + CLOSING or all(abs(place - spot.middle) > reach_px for place in asked)


def centres(spans: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """The middles of characters whose spans reach half-way to their neighbours', as a recogniser gives
    them: beside a wide gap they are not the middles of the spans."""
    middles = np.array([(start + end) / 2 for start, end in spans], np.float64)
    if len(spans) < 3:
        return middles
    placed = np.zeros(len(spans))
    for number in range(1, len(spans)):
        placed[number] = 2 * spans[number][0] - placed[number - 1]
    # One of them is free; it moves its neighbours to and fro. Narrow spans have no gap beside them, and so
    # their middles are right.
    widths = np.array([end - start for start, end in spans], np.float64)
    narrow = widths <= 1.15 * np.percentile(widths, 20)
    signs = np.where(np.arange(len(spans)) % 2 == 0, 1.0, -1.0)
    placed += signs * float(np.median((signs * (middles - placed))[narrow]))
    return placed if (np.diff(placed) > 0).all() else middles


def _with_colons(spots: Sequence[Spot], thick: float, options: MarkOptions) -> list[Spot]:
    """The spots between two characters with two even dots in a row as one colon; three are no mark."""
    dots = sorted((spot for spot in spots if spot.text in COMMA + LISTING), key=lambda spot: spot.start)
    others = [spot for spot in spots if spot not in dots]
    pairs = [
        (a, b)
        for a, b in pairwise(dots)
        if abs(a.across - b.across) < 0.15 * thick
        and 0 <= b.start - a.end < options.colon_ratio * thick
        and max(a.side, b.side) <= 1.5 * min(a.side, b.side)
    ]
    if len(pairs) > 1:
        return others
    for a, b in pairs:
        dots = [dot for dot in dots if dot not in (a, b)]
        others.append(Spot(COLON, a.start, b.end, a.across, b.end - a.start))
    return others + dots


def _roomy(spots: Sequence[Spot], room_pitches: float, thick: float, options: MarkOptions) -> list[Spot]:
    """As many of the spots between two characters as have room there, the largest first: one stop and
    the brackets around it."""
    kept: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: -spot.side):
        is_bracket = spot.text in OPENING + CLOSING
        alike = [one for one in kept if (one.text in OPENING + CLOSING) == is_bracket]
        beside = all(abs(one.middle - spot.middle) >= 0.1 * thick for one in kept)
        room = 1 + options.room_pitch * (len(kept) + 1)
        if beside and room_pitches >= room and (is_bracket or not alike):
            kept.append(spot)
    return kept


def _merged(reading: Reading, spots: Sequence[Spot], thick: float) -> Reading:
    """The reading with its spots put in by place; what it read there gives way, unless it is a mark that
    recognisers read right."""
    if not spots:
        return reading
    places = centres(reading.spans).tolist()
    letters = list(zip(places, reading.text, reading.spans, strict=True))
    taken: set[int] = set()
    added = []
    for spot in sorted(spots, key=lambda spot: spot.start):
        number = next(_read_at(spot, letters, taken, 0.6 * thick), None)
        if number is not None:
            taken.add(number)
        if (
            number is None
            or letters[number][1] not in _SURE
            or (letters[number][1], spot.text) == (STOP, COLON)
        ):
            added.append((spot.middle, spot.text, (float(spot.start), float(spot.end)), number))
    given_up = {number for *_, number in added if number is not None}
    whole = [letter for number, letter in enumerate(letters) if number not in given_up]
    whole += [(place, text, span) for place, text, span, _ in added]
    whole.sort(key=lambda letter: letter[0])
    return replace(
        reading, text="".join(text for _, text, _ in whole), spans=tuple(span for *_, span in whole)
    )


def _read_at(
    spot: Spot,
    letters: Sequence[tuple[float, str, tuple[float, float]]],
    taken: set[int],
    reach_px: float,
) -> Iterator[int]:
    """The numbers of the letters that may be the reading of a spot, the nearest first."""
    near = [
        (abs(place - spot.middle), number)
        for number, (place, text, _) in enumerate(letters)
        if number not in taken and text in _ALIKE[spot.text] and abs(place - spot.middle) < reach_px
    ]
    return (number for _, number in sorted(near))
