"""Where pieces of an approved text stand in a result: the window of it that is nearest to each.

The grams that a piece shares with the text tell where to look (`grams.py`), and rapidfuzz's partial ratio
finds the window where they are not exact; its edges are moved by a few characters until the Levenshtein
distance is least. In texts of ordinary size a piece that is found nowhere near is sought everywhere. Many
pieces are given windows that do not overlap, best first: pieces found word for word, long ones before short
ones, then the others by their share of errors. That is the "bag of lines" idea (text lines matched without
regard to their order, as in the flexible character accuracy of Clausner, Pletschacher and Antonacopoulos,
2020), greedy instead of optimal.

Known limits: greedy, so a bound from above, close to the optimum; in a text of more than
`MAX_PARTIAL_CHARS` a window that shares no rare gram with its piece and stands elsewhere is not found.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr_fix.grams import Grams, Hit
from ocr_fix.normalise import TAKEN

EDGE_CHARS = 2  # the partial ratio counts a replacement as two edits, which shifts edges by about one
MAX_PARTIAL_CHARS = 16_000  # of a text that is searched as a whole: three full pages of English
NEAR_CHARS = 2000  # of a longer one, on each side of where a piece would stand
MAX_RATIO_CHARS = 700  # the partial ratio of longer flows takes too long; all windows are tried exactly
MIN_EXACT_CHARS = 4  # a shorter piece is found everywhere, and would take places from longer ones
MAX_TAKING_RATIO = 0.7  # a window with more errors has nothing to do with the piece
SURE_RATIO = 0.25  # a window with fewer errors is the one; with more, a better one may be elsewhere


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open range `start:end` of a text, and its edit distance to the piece sought."""

    errors: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Pieces in windows of their own: their errors, where each was found (None where it was not), and
    how many characters of the text no piece took."""

    errors: tuple[int, ...]
    starts: tuple[int | None, ...]
    left: int


class Haystack:
    """A text in which many pieces are sought."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._grams: Grams | None = None

    @property
    def grams(self) -> Grams:
        """The text's grams, sorted at the first use."""
        if self._grams is None:
            self._grams = Grams(self.text)
        return self._grams

    def least_errors(self, pieces: Sequence[str]) -> tuple[int, ...]:
        """The edit distance of each piece to its nearest window."""
        lost = self._lost(pieces)
        hits = self.grams.hits([pieces[index] for index in lost]) if lost else ()
        errors = [0] * len(pieces)
        for index, own in zip(lost, hits, strict=True):
            near = _expected(index, pieces, self.text)
            errors[index] = nearest_window(pieces[index], self.text, own, near).errors
        return tuple(errors)

    def least_flow_errors(self, flows: Sequence[str]) -> tuple[int, ...]:
        """The edit distance of each flow to its nearest window that is about as long as the flow.

        Unlike that of a line, its own lines may stand there in another order.
        """
        lost = self._lost(flows)
        hits = self.grams.stretches([flows[index] for index in lost]) if lost else ()
        errors = [0] * len(flows)
        for index, hit in zip(lost, hits, strict=True):
            errors[index] = _flow_errors(flows[index], self.text, hit)
        return tuple(errors)

    def _lost(self, pieces: Sequence[str]) -> list[int]:
        """The pieces that do not stand in the text word for word."""
        return [index for index, piece in enumerate(pieces) if piece not in self.text]


def nearest_window(piece: str, text: str, hits: Sequence[Hit] = (), near: int = 0) -> Window:
    """The window of `text` nearest to `piece`: near one of `hits`, else anywhere, in a long text only around
    the place `near`; an empty one, and nothing right, where there is none."""
    whole = len(piece)
    if whole >= len(text):
        return Window(min(whole, Levenshtein.distance(piece, text)), 0, len(text))
    best = Window(whole, 0, 0)
    for hit in hits:
        pad = EDGE_CHARS + whole // 4
        best = _better(best, _edged(piece, text, hit.start, hit.end))
        if best.errors > EDGE_CHARS:
            best = _better(best, _window_within(piece, text, hit.start - pad, hit.end + pad))
        if best.errors <= SURE_RATIO * whole:
            return best
    around = (0, len(text)) if len(text) <= MAX_PARTIAL_CHARS else (near - NEAR_CHARS, near + NEAR_CHARS)
    return _better(best, _window_within(piece, text, *around))


def _expected(index: int, pieces: Sequence[str], text: str) -> int:
    """Where a piece would stand if the text were in order."""
    return index * len(text) // len(pieces)


def _better(one: Window, other: Window) -> Window:
    return other if other.errors < one.errors else one


def _window_within(piece: str, text: str, first: int, last: int) -> Window:
    """The window nearest to `piece` in `text[first:last]`, which its edges may leave by a little."""
    whole = len(piece)
    first, last = max(0, first), min(last, len(text))
    if last - first <= whole:
        return Window(min(whole, Levenshtein.distance(piece, text[first:last])), first, last)
    found = fuzz.partial_ratio_alignment(piece, text[first:last])
    if found is None:
        return Window(whole, first, first)
    return _edged(piece, text, first + found.dest_start, first + found.dest_end)


def _edged(piece: str, text: str, head: int, tail: int) -> Window:
    """The window nearest to `piece` whose edges are at most `EDGE_CHARS` from `head` and `tail`."""
    best = Window(len(piece), head, head)
    furthest = min(len(text), tail + EDGE_CHARS)
    for start in range(max(0, head - EDGE_CHARS), head + EDGE_CHARS + 1):
        for end in range(max(start, tail - EDGE_CHARS), furthest + 1):
            errors = Levenshtein.distance(piece, text[start:end], score_cutoff=max(0, best.errors - 1))
            if errors < best.errors:
                best = Window(errors, start, end)
    return best


def _flow_errors(flow: str, text: str, hit: Hit | None) -> int:
    whole = len(flow)
    if whole >= len(text):
        return min(whole, Levenshtein.distance(flow, text))
    first, last = (hit.start - whole // 2, hit.end + whole // 2) if hit else (0, len(text))
    if whole <= MAX_RATIO_CHARS and last - first <= MAX_PARTIAL_CHARS:
        return _window_within(flow, text, first, last).errors
    return _exact_errors(flow, text[max(0, first) : last])


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


def spread(pieces: Sequence[str], haystack: Haystack) -> Spread:
    """Each piece in a window of its own.

    `pieces` are not empty. A piece without a window counts all its characters as errors.
    """
    errors: dict[int, int] = {}
    starts: dict[int, int] = {}
    text = _take_exact(pieces, haystack.text, errors, starts)
    lost = [index for index in range(len(pieces)) if index not in errors]
    hits = dict(
        zip(lost, haystack.grams.hits([pieces[index] for index in lost]) if lost else (), strict=True)
    )
    near = {index: _expected(index, pieces, text) for index in lost}
    queue = [
        _entry(index, pieces[index], nearest_window(pieces[index], text, hits[index], near[index]))
        for index in lost
    ]
    heapq.heapify(queue)
    while queue:
        _, _, index, window = heapq.heappop(queue)
        piece = pieces[index]
        if TAKEN in text[window.start : window.end]:
            found = nearest_window(piece, text, hits[index], near[index])
            if found.errors > window.errors:
                heapq.heappush(queue, _entry(index, piece, found))
                continue
            window = found
        errors[index] = min(window.errors, len(piece))
        if window.errors < MAX_TAKING_RATIO * len(piece):
            starts[index] = window.start
            text = _taken(text, window.start, window.end)
    every = range(len(pieces))
    return Spread(
        tuple(errors[index] for index in every),
        tuple(starts.get(index) for index in every),
        len(text) - text.count(TAKEN),
    )


def _entry(index: int, piece: str, window: Window) -> tuple[float, int, int, Window]:
    return window.errors / len(piece), -len(piece), index, window


def _take_exact(pieces: Sequence[str], text: str, errors: dict[int, int], starts: dict[int, int]) -> str:
    for index in sorted(range(len(pieces)), key=lambda index: -len(pieces[index])):
        piece = pieces[index]
        start = text.find(piece) if len(piece) >= MIN_EXACT_CHARS else -1
        if start >= 0:
            text = _taken(text, start, start + len(piece))
            errors[index], starts[index] = 0, start
    return text


def _taken(text: str, start: int, end: int) -> str:
    return text[:start] + TAKEN * (end - start) + text[end:]
