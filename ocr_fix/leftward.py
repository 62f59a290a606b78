"""Horizontal lines that older Chinese papers set from right to left, turned into reading order.

On a page whose text runs downwards, small headings, nameplates and signs may run leftwards, with nothing in
their shape to tell. The engine reads them from the left. The dictionary is asked which way it knows a line
better; what it does not know either way goes as most others on the page do.

Known limits: names that are in no dictionary; a line of which the dictionary knows a word by chance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_fix.characters import HAN
from ocr_fix.lexicon import load_chinese, simplify
from ocr_fix.model import Direction, Line, Region, Step


@dataclass(frozen=True, slots=True)
class LeftwardOptions:
    """When a horizontal line is turned."""

    min_gain_nats: float = 4.0
    """How much likelier the dictionary finds a line one way, to be sure of it."""
    min_downward_ratio: float = 0.5
    """So many of a page's characters stand in vertical lines at least."""
    min_characters: int = 3
    """Shorter lines say nothing."""


_HAN_LINE = re.compile(f"[{HAN}]")
_PIECE = re.compile(r"[0-9A-Za-z.,:%-]*[0-9A-Za-z%]|.", re.DOTALL)
_MIRRORED = str.maketrans("（）()「」『』《》〈〉“”", "）（)(」「』『》《〉〈”“")


def turn_leftward(
    regions: Sequence[Region], options: LeftwardOptions = LeftwardOptions()
) -> tuple[tuple[Region, ...], tuple[Step, ...]]:
    """The regions with those horizontal lines turned that run from right to left, and what was done."""
    lines = [line for region in regions for line in region.lines]
    down = sum(len(line.text) for line in lines if line.direction is Direction.VERTICAL)
    if down < options.min_downward_ratio * max(1, sum(len(line.text) for line in lines)):
        return tuple(regions), ()
    gains = {line: _gain(line.text) for line in lines if _is_asked(line, options)}
    sure = [gain for gain in gains.values() if abs(gain) >= options.min_gain_nats]
    habit = sum(1 if gain > 0 else -1 for gain in sure)
    leftward = {
        line
        for line, gain in gains.items()
        if gain >= options.min_gain_nats or (habit > 0 and gain > -options.min_gain_nats)
    }
    if not leftward:
        return tuple(regions), ()
    turned = tuple(
        replace(region, lines=tuple(_turned(line) if line in leftward else line for line in region.lines))
        for region in regions
    )
    return turned, (Step("recognise", f"{len(leftward)} horizontal lines run from right to left"),)


def _is_asked(line: Line, options: LeftwardOptions) -> bool:
    """Whether a line is horizontal and mostly Chinese."""
    count = len(_HAN_LINE.findall(line.text))
    is_level = line.direction is Direction.HORIZONTAL
    return is_level and count >= options.min_characters and 2 * count > len(line.text)


def _gain(text: str) -> float:
    """How much likelier a text is from right to left than as it stands, in nats."""
    lexicon = load_chinese()
    plain = simplify(text)
    return lexicon.split(reversed_text(plain))[0] - lexicon.split(plain)[0]


def _turned(line: Line) -> Line:
    return replace(line, text=reversed_text(line.text))


def reversed_text(text: str) -> str:
    """`text` from its end to its start; numbers and Latin words stay as they are, brackets change sides."""
    return "".join(reversed(_PIECE.findall(text))).translate(_MIRRORED)
