"""Characters that may be misread: listed with their places, never replaced.

A letter in a number, a character that no dictionary word has, a sign for what could not be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ocr_fix.characters import HAN
from ocr_fix.lexicon import load_chinese, simplify

MOST_SUSPECTS = 1000
_IN_NUMBER = re.compile(r"(?<=\d)[OlIoSB](?=\d)|(?<![A-Za-z])[Ol](?=\d{2})|(?<=\d{2})[Ol](?![A-Za-z])")
_UNREAD = re.compile("[\ufffd〓\ue000-\uf8ff]")
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A character at `line` and `column` of the repaired text, both counted from 1, and why."""

    line: int
    column: int
    character: str
    reason: str


def find_suspects(text: str) -> tuple[Suspect, ...]:
    """The first `MOST_SUSPECTS` suspicious characters of a text, in order."""
    found: list[Suspect] = []
    for number, line in enumerate(text.split("\n"), start=1):
        places = [(match.start(), "a letter in a number") for match in _IN_NUMBER.finditer(line)]
        places += [(match.start(), "a sign for what could not be read") for match in _UNREAD.finditer(line)]
        places += [(match.start(), "in no dictionary") for match in _HAN.finditer(line) if _is_rare(match[0])]
        found += [Suspect(number, at + 1, line[at], reason) for at, reason in sorted(places)]
        if len(found) >= MOST_SUSPECTS:
            break
    return tuple(found[:MOST_SUSPECTS])


def _is_rare(character: str) -> bool:
    plain = simplify(character)
    lexicon = load_chinese()
    return not lexicon.count(plain) and plain not in lexicon.begins and plain not in lexicon.ends
