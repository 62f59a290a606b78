"""Text made comparable: which differences between two texts count, chosen by name.

One character of the result is one grapheme (what a reader calls a character, Unicode Annex 29), so
that edit distances count graphemes: those of several code points stand as one private code point. Every
character keeps the place in the raw text that it comes from.

Graphemes are normalised one by one. Known limits: text that holds more than 100,000 different graphemes
of several code points is refused by Python's own range of characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

import regex

FIRST_PRIVATE = 0xF0000  # plane 15, which no font or text uses
TAKEN = "\uf8ff"  # `windows` writes it over what is taken, so it may not stand in a text

_DASH = "\uf8fe"
_RESERVED = frozenset({TAKEN, _DASH})
_GRAPHEME = regex.compile(r"\X")
_RUN = regex.compile(f"{_DASH}{{2,}}| {{2,}}")
_RUN_OR_EDGE = regex.compile(f"^ +| +$|{_DASH}{{2,}}| {{2,}}")
_FOLDS = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’`", "'"), **dict.fromkeys("—–―─", _DASH)}
)


class Normalise(StrEnum):
    """What counts as the same text.

    NONE: nothing is changed. NFC: canonical forms are joined, and any run of white space, line breaks
    included, is one space (OCR-D's rules). NFKC: full-width and compatibility forms are folded as well.
    LOOSE: NFKC, quotes, dashes and dots regardless of their shape, and no white space at all, since
    engines and typists choose these freely.
    """

    NONE = "none"
    NFC = "nfc"
    NFKC = "nfkc"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Normalised:
    """`text` with one code point per character; character k comes from `raw[starts[k]:ends[k]]`."""

    raw: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def raw_range(self, start: int, end: int) -> tuple[int, int]:
        """The range of the raw text that characters `start:end` come from; an empty one keeps its place."""
        if start < end:
            return self.starts[start], self.ends[end - 1]
        place = self.starts[start] if start < len(self.starts) else len(self.raw)
        return place, place


class Normaliser:
    """Normalises all texts of a comparison alike: the same grapheme is the same private code point.

    >>> Normaliser(Normalise.LOOSE).plain("新 桥——“通”")
    '新桥-"通"'
    """

    def __init__(self, how: Normalise) -> None:
        self._keeps_runs = how is Normalise.NONE
        self._parts = _Parts(how)

    def plain(self, text: str) -> str:
        """The normalised text alone."""
        plain = "".join(map(self._parts.__getitem__, _GRAPHEME.findall(text)))
        if self._keeps_runs:
            return plain
        closed: str = _RUN.sub(lambda run: run.group()[0], plain)
        return closed.strip(" ").replace(_DASH, "-")

    def placed(self, text: str) -> Normalised:
        """The normalised text with the way back to its raw places."""
        graphemes = _GRAPHEME.findall(text)
        parts = [self._parts[grapheme] for grapheme in graphemes]
        ends = list(accumulate(map(len, graphemes)))
        starts = [0, *ends][: len(graphemes)]
        plain = "".join(parts)
        if any(len(part) != 1 for part in parts):
            starts = [start for start, part in zip(starts, parts, strict=True) for _ in part]
            ends = [end for end, part in zip(ends, parts, strict=True) for _ in part]
        if not self._keeps_runs and _RUN_OR_EDGE.search(plain):
            dropped = set[int]()
            for run in _RUN_OR_EDGE.finditer(plain):
                is_edge = run.group()[0] == " " and (run.start() == 0 or run.end() == len(plain))
                dropped.update(range(run.start() + (not is_edge), run.end()))
            kept = [place for place in range(len(plain)) if place not in dropped]
            plain = "".join(plain[place] for place in kept)
            starts, ends = [starts[place] for place in kept], [ends[place] for place in kept]
        return Normalised(text, plain.replace(_DASH, "-"), starts, ends)


class _Parts(dict[str, str]):
    """What each grapheme becomes: one code point for each of its characters, none where it does not count."""

    def __init__(self, how: Normalise) -> None:
        super().__init__()
        self._how = how
        self._codes: dict[str, str] = {}

    def __missing__(self, grapheme: str) -> str:
        if grapheme in _RESERVED:
            part = self._private(grapheme)
        else:
            part = "".join(map(self._code, _form(grapheme, self._how)))
        self[grapheme] = part
        return part

    def _code(self, grapheme: str) -> str:
        is_one = len(grapheme) == 1 and ord(grapheme) < FIRST_PRIVATE
        return grapheme if is_one else self._private(grapheme)

    def _private(self, grapheme: str) -> str:
        return self._codes.setdefault(grapheme, chr(FIRST_PRIVATE + len(self._codes)))


def spaced(how: Normalise) -> Normalise:
    """The kind of normalisation for counting words: as `how`, but with its white space."""
    return Normalise.NFKC if how is Normalise.LOOSE else how


@lru_cache(maxsize=1 << 16)
def _form(grapheme: str, how: Normalise) -> tuple[str, ...]:
    """The graphemes that `how` makes of one; a long dash is `_DASH`, since a run of them is one."""
    if how is Normalise.NONE:
        return (grapheme,)
    if grapheme.isspace():
        return () if how is Normalise.LOOSE else (" ",)
    text = unicodedata.normalize("NFC" if how is Normalise.NFC else "NFKC", grapheme)
    if how is Normalise.LOOSE:
        text = "".join(text.translate(_FOLDS).split())
    return (text,) if len(text) == 1 else tuple(_GRAPHEME.findall(text))
