"""The lines that differ, as short pieces of text to print: what agrees, what is lost, what is added.

A line of a file may be a long paragraph: only what stands near a difference is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from ocr_fix.measures import WORDING, Change, Comparison, Difference, Place, PlacedText

CONTEXT_CHARS = 16  # on each side of a difference
MAX_CHANGES = 8  # more in one line are counted, but not shown
CUT = "…"


class Tone(StrEnum):
    """How a piece is to be shown."""

    SAME = "same"
    LOST = "lost"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one tone."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A golden line with its differences: its number, the characters that are wrong, the pieces."""

    line: int
    errors: int
    pieces: tuple[Piece, ...]

    @property
    def marked(self) -> tuple[Piece, ...]:
        """The pieces with marks as wdiff's: [-lost-] and {+added+}."""
        return tuple(Piece(piece.tone, piece.text.join(_MARKS[piece.tone])) for piece in self.pieces)

    @property
    def plain(self) -> str:
        """The marked pieces as one text."""
        return "".join(piece.text for piece in self.marked)


_MARKS = {Tone.SAME: ("", ""), Tone.LOST: ("[-", "-]"), Tone.ADDED: ("{+", "+}")}


def excerpts(comparison: Comparison) -> tuple[Excerpt, ...]:
    """The golden lines with differences, in their order; what only moved or broke is none."""
    changes = [one for one in comparison.differences if one.change in WORDING]
    by_line = groupby(changes, key=lambda one: one.golden.line)
    return tuple(_excerpt(line, list(group), comparison.golden) for line, group in by_line)


def worst(found: Sequence[Excerpt], count: int) -> tuple[Excerpt, ...]:
    """The `count` excerpts with most wrong characters, worst first."""
    return tuple(sorted(found, key=lambda one: -one.errors)[:count])


def moves_in_words(comparison: Comparison) -> str:
    """A sentence on what moved, empty where nothing did."""
    moves = [one for one in comparison.differences if one.change is Change.MOVED]
    if not moves:
        return ""
    largest = max(moves, key=lambda one: one.golden.end - one.golden.start)
    characters = sum(len("".join(one.golden.text.split())) for one in moves)
    pieces = "1 piece" if len(moves) == 1 else f"{len(moves)} pieces"
    text = shortened("".join(largest.golden.text.split("\n")))
    return (
        f"{pieces} moved, {characters} characters; the largest from golden line {largest.golden.line} "
        f"to line {largest.output.line} of the output: {text}"
    )


def breaks_in_words(comparison: Comparison) -> str:
    """A few words on paragraphs that end in the wrong places, empty where none does."""
    counts = Counter(one.change for one in comparison.differences)
    split, joined = counts[Change.SPLIT], counts[Change.JOINED]
    said = [f"{split} split" if split else "", f"{joined} joined" if joined else ""]
    return f"paragraphs: {', '.join(filter(None, said))}" if split or joined else ""


def _excerpt(line: int, changes: Sequence[Difference], golden: PlacedText) -> Excerpt:
    first, last = _line_range(changes[0].golden, golden)
    pieces: list[Piece] = []
    at = first
    for change in changes[:MAX_CHANGES]:
        pieces.append(_between(golden.text[at : change.golden.start], at == first, is_end=False))
        pieces.append(Piece(Tone.LOST, shortened(change.golden.text)))
        pieces.append(Piece(Tone.ADDED, shortened(change.output.text)))
        at = change.golden.end
    rest = golden.text[at : max(at, last)]
    if len(changes) > MAX_CHANGES:
        pieces.append(Piece(Tone.SAME, rest[:CONTEXT_CHARS] + CUT))
    else:
        pieces.append(_between(rest, is_start=False, is_end=True))
    errors = sum(max(len(change.golden.text), len(change.output.text)) for change in changes)
    return Excerpt(line, errors, tuple(piece for piece in pieces if piece.text))


def _line_range(place: Place, golden: PlacedText) -> tuple[int, int]:
    """The range of the line in which a difference stands; the place itself where there is none."""
    for line in golden.lines:
        if line.number == place.line:
            return min(line.start, place.start), line.end
    return place.start, place.end


def _between(text: str, is_start: bool, is_end: bool) -> Piece:
    """What agrees between two differences, without its middle where that is long."""
    if is_start and len(text) > CONTEXT_CHARS:
        text = CUT + text[-CONTEXT_CHARS:]
    elif is_end and len(text) > CONTEXT_CHARS:
        text = text[:CONTEXT_CHARS] + CUT
    return Piece(Tone.SAME, shortened(text))


def shortened(text: str) -> str:
    """`text` without its middle where it is long."""
    return text if len(text) <= 2 * CONTEXT_CHARS else text[:CONTEXT_CHARS] + CUT + text[-CONTEXT_CHARS:]
