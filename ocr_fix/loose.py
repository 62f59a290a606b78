"""Lines that somebody else read, and the pieces that they are taken apart into, on the straight page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ocr_fix.characters import meet_without_space
from ocr_fix.geometry import enclosing, grown
from ocr_fix.model import Box, Direction, Line
from ocr_fix.straight import Straightener, straightened

MIN_THICK_EM = 0.6
"""The least height and width of a piece, where the page is put in order."""
MAX_WORD_GAP_EM = 1.5
"""White that is wider parts pieces, which the areas stage may join again."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line that came in: `line` counts those, `start` and `end` its words (-1: all of it,
    as a line without words has no parts); `straight` is the part on the straight page."""

    line: int
    start: int
    end: int
    straight: Line


def take_apart(lines: Sequence[Line], level: Straightener) -> tuple[Piece, ...]:
    """The pieces of `lines`, whole or between words, on the straight page; lines without text or
    without a box are left out."""
    return tuple(
        Piece(number, 0, len(line.words) or -1, straightened(line, level))
        for number, line in enumerate(lines)
        if line.text.strip() and line.box.area
    )


def boxes_of(pieces: Sequence[Piece]) -> tuple[Box, ...]:
    """The boxes of the pieces on the straight page."""
    return tuple(piece.straight.box for piece in pieces)


def part_at_gaps(pieces: Sequence[Piece], em: float) -> tuple[Piece, ...]:
    """`pieces` parted wherever words stand further apart than words do."""
    parted: list[Piece] = []
    for piece in pieces:
        words = piece.straight.words
        ends = [
            index
            for index in range(1, len(words))
            if _gap(words[index - 1].box, words[index].box, piece.straight.direction) > MAX_WORD_GAP_EM * em
        ]
        parted += parted_at(piece, ends)
    return tuple(parted)


def parted_at(piece: Piece, ends: Sequence[int]) -> tuple[Piece, ...]:
    """`piece` parted before the words whose places in it are `ends`."""
    if not ends:
        return (piece,)
    spans = pairwise((0, *ends, len(piece.straight.words)))
    return tuple(
        Piece(piece.line, piece.start + start, piece.start + end, part_of(piece.straight, start, end))
        for start, end in spans
    )


def thickened(pieces: Sequence[Piece], em: float) -> tuple[Piece, ...]:
    """`pieces` with none lower or narrower than type is: a dash alone has a box as thin as its stroke."""
    return tuple(
        replace(piece, straight=replace(piece.straight, box=_thick(piece.straight.box, MIN_THICK_EM * em)))
        for piece in pieces
    )


def _thick(box: Box, least: float) -> Box:
    grow_x, grow_y = max(0.0, least - box.width) / 2, max(0.0, least - box.height) / 2
    return grown(box, grow_x, grow_y) if grow_x or grow_y else box


def _gap(before: Box, after: Box, direction: Direction) -> int:
    return after.top - before.bottom if direction is Direction.VERTICAL else after.left - before.right


def part_of(line: Line, start: int, end: int) -> Line:
    """The words from `start` to `end` of a line as a line, spaces as they stand in its text; where
    the words do not occur in the text, Chinese has no spaces and all else has."""
    words = line.words[start:end]
    spans = _spans(line)
    text = join_texts(word.text for word in words)
    if spans:
        text = line.text[spans[start][0] : spans[end - 1][1]]
    return replace(line, text=text, box=enclosing(word.box for word in words), words=words)


def join_texts(texts: Iterable[str]) -> str:
    """Texts of one row with a space between them where both sides are of words with spaces."""
    joined = ""
    for text in texts:
        joined += text if not joined or meet_without_space(joined, text) else f" {text}"
    return joined


def _spans(line: Line) -> list[tuple[int, int]]:
    """Where the words stand in the line's text; empty if one of them does not."""
    spans: list[tuple[int, int]] = []
    reached = 0
    for word in line.words:
        start = line.text.find(word.text, reached)
        if start < 0:
            return []
        reached = start + len(word.text)
        spans.append((start, reached))
    return spans
