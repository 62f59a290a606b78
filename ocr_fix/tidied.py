"""Words where they were printed, as far as their boxes alone tell.

Engines that read a row across columns put a mark that they think they see into the gutter, and give a word
the white beside it: the mark that begins or ends it fills the gutter. So marks go to the words that they
belong to, and words lose the white that their letters do not fill. Boxes change for judging only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ocr_fix.characters import has_cjk, text_units
from ocr_fix.geometry import enclosing
from ocr_fix.loose import Piece
from ocr_fix.model import Box, Direction, Word

OPENING = "“‘「『（《〈【〔("
CLOSING = "”’」』）》〉】〕)\"'，。、；：！？,.;:!?·…'`"
MARK_EM = 0.5
"""As wide is a mark that is set beside its word."""
MAX_MARK_GAP_EM = 1.5
"""A mark further from its word stands for itself, as in a table."""
WIDE_EM = 1.25
"""A Chinese character, white included, in heights of the words that show the size of the type."""


def tidied(pieces: Sequence[Piece], em: float) -> tuple[Piece, ...]:
    """`pieces` with words whose boxes hold what was read and no more; level ones with Chinese text alone,
    whose marks are words of their own."""
    return tuple(_tidied(piece, em) for piece in pieces)


def _tidied(piece: Piece, em: float) -> Piece:
    line = piece.straight
    if len(line.words) < 2 or line.direction is Direction.VERTICAL or not has_cjk(line.text):
        return piece
    words = [replace(word, box=_filled(word, em)) for word in line.words]
    words = [_beside(words, place, em) for place in range(len(words))]
    straight = replace(line, words=tuple(words), box=enclosing(word.box for word in words))
    return replace(piece, straight=straight)


def _filled(word: Word, em: float) -> Box:
    """The part of a word's box that its characters fill, without the mark at one of its ends."""
    box, text = word.box, word.text
    core = text.strip(OPENING + CLOSING)
    most = round(WIDE_EM * em * (text_units(core)))
    begins, ends = not text.startswith(core), not text.endswith(core)
    if not core or most >= box.width or begins == ends:
        return box
    return replace(box, left=box.right - most) if begins else replace(box, right=box.left + most)


def _beside(words: Sequence[Word], place: int, em: float) -> Word:
    """A word that is a mark alone right beside the word that it opens or closes, any other as it is."""
    word = words[place]
    opens = all(character in OPENING for character in word.text)
    if not opens and not all(character in CLOSING for character in word.text):
        return word
    other = place + 1 if opens else place - 1
    if not 0 <= other < len(words):
        return word
    own, box = words[other].box, word.box
    width = min(box.width, round(MARK_EM * em))
    if opens and 0 <= own.left - box.right <= MAX_MARK_GAP_EM * em:
        return replace(word, box=replace(box, left=own.left - width, right=own.left))
    if not opens and 0 <= box.left - own.right <= MAX_MARK_GAP_EM * em:
        return replace(word, box=replace(box, left=own.right, right=own.right + width))
    return word
