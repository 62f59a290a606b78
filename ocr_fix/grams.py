"""Where pieces may stand in a text, from the short runs of characters (grams) that both share.

Every occurrence of a piece's gram in the text votes for a place. A true window of a piece with few
errors shares most of its grams (Ukkonen's q-gram lemma, 1992), so that only places with many votes need a
closer look, however long the text is. Common grams do not vote: they say little and are many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

MANY_LETTERS = (
    300  # a text with more different characters is Chinese or Japanese: shorter grams are rare enough
)
SHORT_GRAM, LONG_GRAM = 3, 4
MAX_OCCURRENCES = 64
MAX_PLACES = 4
MIN_DRIFT = 4  # characters that a place may shift by between the ends of a piece

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, and its bits are spread: sums of products seldom meet

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a piece may stand: a range of the text, give or take a few characters."""

    start: int
    end: int


class Grams:
    """The grams of one text, sorted for look-up."""

    def __init__(self, text: str) -> None:
        self._size = SHORT_GRAM if len(set(text)) > MANY_LETTERS else LONG_GRAM
        keys = gram_keys(text, self._size)
        self._order: Ints = np.argsort(keys, kind="stable").astype(np.int64)
        self._keys = keys[self._order]

    def hits(self, pieces: Sequence[str]) -> tuple[tuple[Hit, ...], ...]:
        """For each piece up to `MAX_PLACES` places that do not overlap, most votes first."""
        votes = self._votes(pieces)
        return tuple(tuple(_best(own, len(piece))) for piece, own in zip(pieces, votes, strict=True))

    def stretches(self, pieces: Sequence[str]) -> tuple[Hit | None, ...]:
        """For each piece the stretch of its own length that holds most of its grams, in whatever order."""
        votes = self._votes(pieces)
        return tuple(_stretch(own, len(piece)) for piece, own in zip(pieces, votes, strict=True))

    def _votes(self, pieces: Sequence[str]) -> list[list[tuple[int, int]]]:
        """For each piece (diagonal, offset) of all shared grams, sorted; the gram at `offset` of the piece
        stands at `diagonal + offset` of the text."""
        lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
        owners = np.repeat(np.arange(len(pieces)), lengths)
        keys = gram_keys("".join(pieces), self._size)
        inside = owners[: len(keys)] == owners[len(owners) - len(keys) :]
        places = np.flatnonzero(inside)
        keys, owners = keys[places], owners[places]
        offsets = places - (np.cumsum(lengths) - lengths)[owners]
        low = np.searchsorted(self._keys, keys, side="left")
        counts = np.searchsorted(self._keys, keys, side="right") - low
        counts[counts > MAX_OCCURRENCES] = 0
        total = int(counts.sum())
        within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        positions = self._order[np.repeat(low, counts) + within]
        owners, offsets = np.repeat(owners, counts), np.repeat(offsets, counts)
        diagonals = positions - offsets
        order = np.lexsort((offsets, diagonals, owners))
        pairs = list(zip(diagonals[order].tolist(), offsets[order].tolist(), strict=True))
        edges = np.searchsorted(owners[order], np.arange(len(pieces) + 1)).tolist()
        return [pairs[edges[index] : edges[index + 1]] for index in range(len(pieces))]


def gram_keys(text: str, size: int) -> Keys:
    """A number for each run of `size` characters of `text`; equal runs have equal numbers."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    count = max(0, len(codes) - size + 1)
    keys = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        keys = (keys ^ codes[offset : offset + count]) * _FACTOR
        keys ^= keys >> np.uint64(29)
    return keys


def _best(votes: list[tuple[int, int]], length: int) -> list[Hit]:
    """The places with most votes among diagonals that lie close together."""
    drift = max(MIN_DRIFT, length // 4)
    groups: list[tuple[int, int, int]] = []
    first = 0
    for last, (diagonal, _) in enumerate(votes):
        while votes[first][0] < diagonal - drift:
            first += 1
        groups.append((first - last - 1, first, last + 1))
    chosen: dict[int, Hit] = {}
    for _, first, last in sorted(groups):
        diagonal = votes[first][0]
        if all(abs(diagonal - other) > drift for other in chosen):
            chosen[diagonal] = _hit(votes[first:last], length)
        if len(chosen) == MAX_PLACES:
            break
    return list(chosen.values())


def _hit(votes: Sequence[tuple[int, int]], length: int) -> Hit:
    head = min(votes, key=lambda vote: vote[1])
    tail = max(votes, key=lambda vote: vote[1])
    start = max(0, head[0])
    return Hit(start, max(start, tail[0] + length))


def _stretch(votes: Sequence[tuple[int, int]], length: int) -> Hit | None:
    """The stretch of `length` in which most of the grams stand, in whatever order."""
    positions = sorted(diagonal + offset for diagonal, offset in votes)
    if not positions:
        return None
    most, start, first = 0, 0, 0
    for last, position in enumerate(positions):
        while positions[first] <= position - length:
            first += 1
        if last - first + 1 > most:
            most, start = last - first + 1, positions[first]
    return Hit(start, start + length)
