"""Rules and pictures that an engine read as text.

An engine that looks for text everywhere reads a word into a printed rule, into a photograph, and across a row
that it cannot read. Such words are read without confidence, and are far too short for the box that they fill.
Thin ones are rules; several above one another, with no sure word among them, show a picture. They say nothing
of order, so they are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr_fix.characters import text_units
from ocr_fix.geometry import enclosing, inside_ratio, overlap_x
from ocr_fix.loose import Piece, parted_at
from ocr_fix.model import Box, Line, Separator, SeparatorKind, Word

MAX_CONFIDENCE = 0.6
"""Words that were read with more are words."""
MIN_WIDTH_EM, MIN_WIDTH_RATIO = 3.0, 4.0
"""The least width of a blot, and how much wider its box is than its text."""
MAX_TYPE_EM = 3.0
"""Type is no higher, where a box says so."""
MAX_RULE_EM, MIN_RULE_EM = 0.75, 8.0
"""No printed line of text so long is so thin, in em."""
MAX_GAP_EM = 3.0
"""Blots of a picture stand no further above one another,"""
MIN_BLOTS = 3
"""and are so many;"""
MAX_TEXT_RATIO = 0.1
"""so much of a picture at most may be sure words."""
MIN_INSIDE_RATIO = 0.7


@dataclass(frozen=True, slots=True)
class Blots:
    """The pieces that are text, the rules and pictures among what was read, and the pieces that are none."""

    text: tuple[Piece, ...]
    rules: tuple[Separator, ...] = ()
    pictures: tuple[Box, ...] = ()
    blots: tuple[Piece, ...] = ()


def find_blots(pieces: Sequence[Piece], em: float) -> Blots:
    """`pieces` without those that are rules and parts of pictures; all of them where a file tells no
    confidences."""
    text: list[Piece] = []
    lying: list[Piece] = []
    spots: list[Piece] = []
    for piece in pieces:
        if _is_rule(piece.straight, em):
            lying.append(piece)
            continue
        flags = [_is_blot(word, em) for word in piece.straight.words or (piece.straight,)]
        ends = [place for place in range(1, len(flags)) if flags[place] != flags[place - 1]]
        for part in parted_at(piece, ends):
            (spots if flags[part.start - piece.start] else text).append(part)
    pictures = tuple(box for box in _stacks(spots, em) if _text_ratio(box, text) <= MAX_TEXT_RATIO)
    inside = {
        place
        for place, piece in enumerate(text)
        if _confidence(piece.straight) < MAX_CONFIDENCE
        and any(inside_ratio(piece.straight.box, box) > MIN_INSIDE_RATIO for box in pictures)
    }
    spots += [text[place] for place in sorted(inside)]
    rules = tuple(Separator(SeparatorKind.HORIZONTAL, piece.straight.box) for piece in lying)
    left = tuple(piece for place, piece in enumerate(text) if place not in inside)
    return Blots(left, rules, pictures, (*lying, *spots))


def _is_rule(line: Line, em: float) -> bool:
    long = line.box.height < MAX_RULE_EM * em and line.box.width > MIN_RULE_EM * em
    return long and _confidence(line) < MAX_CONFIDENCE


def _is_blot(word: Word | Line, em: float) -> bool:
    filled = text_units(word.text) * max(em, min(word.box.height, MAX_TYPE_EM * em))
    least = max(MIN_WIDTH_EM * em, MIN_WIDTH_RATIO * filled)
    return word.confidence < MAX_CONFIDENCE and word.box.width > least


def _confidence(line: Line) -> float:
    words = line.words or (line,)
    return sum(word.confidence for word in words) / len(words)


def _stacks(spots: Sequence[Piece], em: float) -> list[Box]:
    """What several blots above one another fill, each over half of the other's width."""
    stacks: list[list[Box]] = []
    for box in sorted((spot.straight.box for spot in spots), key=lambda box: box.top):
        stack = next((stack for stack in stacks if _is_under(box, stack[-1], em)), None)
        if stack is None:
            stacks.append([box])
        else:
            stack.append(box)
    return [enclosing(stack) for stack in stacks if len(stack) >= MIN_BLOTS]


def _is_under(box: Box, above: Box, em: float) -> bool:
    return box.top - above.bottom < MAX_GAP_EM * em and overlap_x(box, above) > 0.5 * min(
        box.width, above.width
    )


def _text_ratio(box: Box, text: Sequence[Piece]) -> float:
    """How much of a box sure words fill."""
    words = [word for piece in text for word in piece.straight.words if word.confidence >= MAX_CONFIDENCE]
    return sum(inside_ratio(word.box, box) * word.box.area for word in words) / max(1, box.area)
