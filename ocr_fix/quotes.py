"""Straight quotes of a Chinese text read as opening and closing ones, piece by piece.

Beside a mark a straight quote says what it is: it opens after a comma or a colon and closes before
one. Between two characters it may be either; then the ones before it tell, since quotes take turns.

Known limit: a lost quote turns the rest of its paragraph round, so a clash is evidence and no proof.
"""

from __future__ import annotations

from dataclasses import dataclass

_OPENS_AFTER = frozenset("，：。、（《；(,:;")
_CLOSES_BEFORE = frozenset("，。、；：？！）》,.;:?!)")
_CLOSES_AFTER = frozenset("！？!?…")


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotes of a piece: for each True (opens), False (closes) or None (may be either)."""

    kinds: tuple[bool | None, ...]

    def clashes(self, is_open: bool) -> int:
        """How many quotes are not what they have to be where the piece begins outside or inside a quote."""
        state, count = is_open, 0
        for kind in self.kinds:
            count += kind is state
            state = not state
        return count

    def after(self, is_open: bool) -> bool:
        """Whether a quote is open behind the piece."""
        return is_open != (len(self.kinds) % 2 == 1)

    @property
    def at_end(self) -> bool | None:
        """Whether the piece leaves a quote open, as its own quotes tell; None where they don't."""
        return self._known(self.kinds[::-1])

    @property
    def at_start(self) -> bool | None:
        """Whether the first quote opens; None where that is unknown."""
        return self._known(self.kinds)

    @staticmethod
    def _known(kinds: tuple[bool | None, ...]) -> bool | None:
        for place, kind in enumerate(kinds):
            if kind is not None:
                return kind if place % 2 == 0 else not kind
        return None


def read_quotes(text: str) -> Quotes:
    """The straight double quotes of `text`, punctuation at full width or not."""
    kinds = []
    for place, character in enumerate(text):
        if character != '"':
            continue
        before, behind = text[place - 1 : place], text[place + 1 : place + 2]
        opens = before in _OPENS_AFTER if before else False
        closes = (behind in _CLOSES_BEFORE if behind else False) or before in _CLOSES_AFTER
        kinds.append(None if opens == closes else opens)
    return Quotes(tuple(kinds))
