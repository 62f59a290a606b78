"""A text as lines and what ends them, so that it can be put together again to the letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENDING = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text without their ends, and the end of each (empty behind the last)."""

    texts: tuple[str, ...]
    endings: tuple[str, ...]

    @property
    def ending(self) -> str:
        """The usual end of a line."""
        return next((ending for ending in self.endings if ending), "\n")


def split_lines(text: str) -> Lines:
    r"""The lines of `text`; only `\n`, `\r\n` and `\r` end one.

    >>> split_lines("a\r\nb").endings
    ('\r\n', '')
    """
    endings = (*_ENDING.findall(text), "")
    return Lines(tuple(_ENDING.split(text)), endings)
