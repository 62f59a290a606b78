"""Every difference between two texts, with its line and box on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr_fix.align import Alignment, Run, align
from ocr_fix.grams import Ints
from ocr_fix.measures import WORDING, Change, Difference, PlacedText
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
    breaks = _breaks(alignment, golden, output)
    return tuple(
        sorted(
            (*moves, *edits, *breaks), key=lambda one: (one.golden.start, -one.golden.end, one.output.start)
        )
    )


def confusions(differences: tuple[Difference, ...]) -> Iterator[tuple[str, str]]:
    """Pairs of a golden character and what it was read as; empty where it is missing or extra.

    Long changes are other text, not misread characters, and give none.
    """
    for difference in differences:
        right, found = "".join(difference.golden.text.split()), "".join(difference.output.text.split())
        if difference.change not in WORDING or max(len(right), len(found)) > MAX_MISREAD_CHARS:
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


def _breaks(alignment: Alignment, golden: Pair, output: Pair) -> Iterator[Difference]:
    """Where neighbouring characters are in one paragraph on one side and in two on the other."""
    targets = _targets(alignment, len(golden.normalised.text), len(output.normalised.text))
    sources = np.full(len(output.normalised.text) + 1, -1, dtype=np.int64)
    known = np.flatnonzero(targets >= 0)
    sources[targets[known]] = known
    here, there = set(_line_ends(golden.normalised)), set(_line_ends(output.normalised))
    for place in here:
        target = int(targets[place])
        if target >= 0 and targets[place + 1] == target + 1 and target not in there:
            yield _break(Change.JOINED, (place, target), golden, output)
    for target in there:
        place = int(sources[target])
        if place >= 0 and sources[target + 1] == place + 1 and place not in here:
            yield _break(Change.SPLIT, (place, target), golden, output)


def _targets(alignment: Alignment, ones: int, others: int) -> Ints:
    """For each golden character its place in the output, -1 where it is not there; one more at the end."""
    same_one, same_other = np.ones(ones, dtype=bool), np.ones(others, dtype=bool)
    for edit in alignment.edits:
        same_one[edit.a : edit.b] = False
        same_other[edit.c : edit.d] = False
    targets = np.full(ones + 1, -1, dtype=np.int64)
    for move in alignment.moves:
        inside = np.flatnonzero(same_one[move.a : move.b]) + move.a
        targets[inside] = np.flatnonzero(same_other[move.c : move.d]) + move.c
        same_one[move.a : move.b] = False
        same_other[move.c : move.d] = False
    targets[np.flatnonzero(same_one)] = np.flatnonzero(same_other)
    return targets


def _line_ends(text: Normalised) -> Sequence[int]:
    """The characters after which, or in which, a line of the raw text ends, the last one left out."""
    raw, starts = text.raw, text.starts
    return [place for place in range(len(starts) - 1) if "\n" in raw[starts[place] : starts[place + 1]]]


def _break(change: Change, places: tuple[int, int], golden: Pair, output: Pair) -> Difference:
    sides = []
    for place, side in zip(places, (golden, output), strict=True):
        start, end = side.normalised.ends[place], side.normalised.starts[place + 1]
        has_break = (side is golden) is (change is Change.JOINED)
        sides.append(place_in(side.placed, start if has_break else end, end))
    return Difference(change, *sides)
