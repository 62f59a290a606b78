"""Where pieces of an approved text stand in a result: the window of it that is nearest to each.

A window is found by rapidfuzz's partial ratio and its edges are moved by a few characters until the
Levenshtein distance is least. Many pieces are given windows that do not overlap, best first: pieces
found word for word, long ones before short ones, then the others by their share of errors. That is
the "bag of lines" idea (text lines matched without regard to their order, as in the flexible
character accuracy of Clausner, Pletschacher and Antonacopoulos, 2020), greedy instead of optimal.

Known limits: greedy, so a close bound and not the optimum; the partial ratio may pass over a window of
quite another length than the piece.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

TAKEN = "\uf8ff"  # a private character: it is in no text, so no piece likes a window that holds it
EDGE_CHARS = 2  # the partial ratio counts a replacement as two edits, which shifts edges by about one
MAX_PARTIAL_CHARS2 = 16_000_000  # piece times text: about 0.1 s; three times a full page of English
MIN_EXACT_CHARS = 4  # a shorter piece is found everywhere, and would take places from longer ones
MAX_TAKING_RATIO = 0.7  # a window with more errors has nothing to do with the piece


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open range `start:end` of a text, and its edit distance to the piece sought."""

    errors: int
    start: int
    end: int


def least_errors(piece: str, text: str) -> int:
    """The edit distance of `piece` to its nearest window of `text`, also where both are long.

    Where the partial ratio would take seconds, the least distance over all windows is found exactly.
    On text in order both agree; on jumbled text the exact one is lower, since it may pick scraps.
    """
    if piece in text:
        return 0
    if len(piece) * len(text) <= MAX_PARTIAL_CHARS2:
        return nearest_window(piece, text).errors
    return _exact_errors(piece, text)


def nearest_window(piece: str, text: str) -> Window:
    """The window of `text` nearest to `piece`; an empty one, and nothing right, where there is none."""
    whole = len(piece)
    if whole >= len(text):
        return Window(min(whole, Levenshtein.distance(piece, text)), 0, len(text))
    found = fuzz.partial_ratio_alignment(piece, text)
    if found is None:
        return Window(whole, 0, 0)
    best = Window(whole, found.dest_start, found.dest_start)
    for start in range(max(0, found.dest_start - EDGE_CHARS), found.dest_start + EDGE_CHARS + 1):
        last = min(len(text), found.dest_end + EDGE_CHARS)
        for end in range(max(start, found.dest_end - EDGE_CHARS), last + 1):
            errors = Levenshtein.distance(piece, text[start:end], score_cutoff=best.errors)
            if errors < best.errors:
                best = Window(errors, start, end)
    return best


def _exact_errors(piece: str, text: str) -> int:
    """Myers' bit-parallel search (1999), with a bit of one long integer for each character of `piece`."""
    places: dict[str, int] = {}
    for index, letter in enumerate(piece):
        places[letter] = places.get(letter, 0) | 1 << index
    mask, last = (1 << len(piece)) - 1, 1 << len(piece) - 1
    rises, falls, errors = mask, 0, len(piece)
    least = errors
    for letter in text:
        equal = places.get(letter, 0)
        vertical = equal | falls
        horizontal = (((equal & rises) + rises) ^ rises) | equal
        up, down = falls | mask & ~(horizontal | rises), rises & horizontal
        errors += bool(up & last) - bool(down & last)
        least = min(least, errors)
        up, down = up << 1 & mask, down << 1 & mask
        rises, falls = down | mask & ~(vertical | up), up & vertical
    return least


def spread(pieces: Sequence[str], text: str) -> tuple[tuple[int, ...], int]:
    """The errors of each piece in a window of its own, and how many characters no piece took.

    `pieces` are not empty. A piece without a window counts all its characters as errors.
    """
    errors: dict[int, int] = {}
    text = _take_exact(pieces, text, errors)
    queue: list[tuple[float, int, int, Window]] = []
    for index, piece in enumerate(pieces):
        if index not in errors:
            heapq.heappush(queue, _entry(index, piece, nearest_window(piece, text)))
    while queue:
        _, _, index, window = heapq.heappop(queue)
        piece = pieces[index]
        found = nearest_window(piece, text)
        if found.errors > window.errors:
            heapq.heappush(queue, _entry(index, piece, found))
            continue
        errors[index] = min(found.errors, len(piece))
        if found.errors < MAX_TAKING_RATIO * len(piece):
            text = _taken(text, found.start, found.end)
    return tuple(errors[index] for index in range(len(pieces))), len(text) - text.count(TAKEN)


def _entry(index: int, piece: str, window: Window) -> tuple[float, int, int, Window]:
    return window.errors / len(piece), -len(piece), index, window


def _take_exact(pieces: Sequence[str], text: str, errors: dict[int, int]) -> str:
    for index in sorted(range(len(pieces)), key=lambda index: -len(pieces[index])):
        piece = pieces[index]
        start = text.find(piece) if len(piece) >= MIN_EXACT_CHARS else -1
        if start >= 0:
            text = _taken(text, start, start + len(piece))
            errors[index] = 0
    return text


def _taken(text: str, start: int, end: int) -> str:
    return text[:start] + TAKEN * (end - start) + text[end:]
