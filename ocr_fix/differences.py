"""Every difference between two texts, with its line and box on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ocr_fix.align import Run, align
from ocr_fix.measures import Change, Difference, PlacedText
from ocr_fix.normalise import Normalised
from ocr_fix.places import place_in

MAX_MISREAD_CHARS = 3  # a longer change is another text


@dataclass(frozen=True, slots=True)
class Pair:
    """One side: what is compared, and the text as given with its lines."""

    normalised: Normalised
    placed: PlacedText


def find_differences(golden: Pair, output: Pair) -> tuple[Difference, ...]:
    """What differs, in the order of the golden text; a move stands before the differences inside it."""
    alignment = align(golden.normalised.text, output.normalised.text)
    moves = [_difference(Change.MOVED, run, golden, output) for run in alignment.moves]
    edits = [_difference(_change(run), run, golden, output) for run in alignment.edits]
    return tuple(
        sorted((*moves, *edits), key=lambda one: (one.golden.start, -one.golden.end, one.output.start))
    )


def confusions(differences: tuple[Difference, ...]) -> Iterator[tuple[str, str]]:
    """Pairs of a golden character and what it was read as; empty where it is missing or extra.

    Long changes are other text, not misread characters, and give none.
    """
    for difference in differences:
        right, found = "".join(difference.golden.text.split()), "".join(difference.output.text.split())
        if difference.change is Change.MOVED or max(len(right), len(found)) > MAX_MISREAD_CHARS:
            continue
        if len(right) == len(found):
            yield from zip(right, found, strict=True)
        elif max(len(right), len(found)) == 1:
            yield right, found


def _change(run: Run) -> Change:
    if run.c == run.d:
        return Change.MISSING
    return Change.EXTRA if run.a == run.b else Change.REPLACED


def _difference(change: Change, run: Run, golden: Pair, output: Pair) -> Difference:
    return Difference(
        change,
        place_in(golden.placed, *golden.normalised.raw_range(run.a, run.b)),
        place_in(output.placed, *output.normalised.raw_range(run.c, run.d)),
    )
