"""Printed rules that an engine read as text: bars between columns.

An engine that reads across columns takes a rule in the gutter for a bar in every line. Bars alone in
their word that stand above one another are such a rule; a single bar in a text is a bar.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr_fix.geometry import enclosing
from ocr_fix.loose import Piece, parted_at
from ocr_fix.model import Box, Line, Separator, SeparatorKind, Word

BARS = frozenset("|｜丨︱│┃¦‖∣❘")
MIN_BARS = 3
MAX_SHIFT_EM = 0.8
"""How far a bar may stand left or right of the next one: rules tilt and curl."""
MAX_GAP_EM = 3.0
"""A rule that is not read in more lines than this has ended."""


def find_read_rules(pieces: Sequence[Piece], em: float) -> tuple[tuple[Piece, ...], tuple[Separator, ...]]:
    """`pieces` without the bars that are rules, parted there, and the rules."""
    bars = [
        (number, place, word)
        for number, piece in enumerate(pieces)
        for place, word in enumerate(piece.straight.words)
        if is_bar(word)
    ]
    if len(bars) < MIN_BARS:
        return tuple(pieces), ()
    groups = _stacked(bars, em)
    rules = tuple(
        Separator(SeparatorKind.VERTICAL, enclosing(word.box for _, _, word in group)) for group in groups
    )
    drop: dict[int, list[int]] = {}
    for number, place, _ in (bar for group in groups for bar in group):
        drop.setdefault(number, []).append(place)
    left: list[Piece] = []
    for number, piece in enumerate(pieces):
        places = sorted(drop.get(number, ()))
        ends = sorted({end for place in places for end in (place, place + 1)})
        parts = parted_at(piece, [end for end in ends if 0 < end < len(piece.straight.words)])
        left += [part for part in parts if part.start - piece.start not in places]
    return tuple(left), rules


Bar = tuple[int, int, Word]


def is_bar(word: Word | Line) -> bool:
    """Whether a word is nothing but bars, and higher than wide."""
    return all(character in BARS for character in word.text) and word.box.width < word.box.height


def _stacked(bars: Sequence[Bar], em: float) -> list[list[Bar]]:
    """The bars that stand above one another, in groups of at least `MIN_BARS`."""
    groups: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: bar[2].box.top):
        box = bar[2].box
        group = next((group for group in groups if _goes_on(group[-1][2].box, box, em)), None)
        if group is None:
            groups.append([bar])
        else:
            group.append(bar)
    return [group for group in groups if len(group) >= MIN_BARS]


def _goes_on(a: Box, b: Box, em: float) -> bool:
    return abs(a.centre_x - b.centre_x) < MAX_SHIFT_EM * em and b.top - a.bottom < MAX_GAP_EM * em
