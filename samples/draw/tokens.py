"""Text to tokens: the pieces that a line may be broken between, with their widths in pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from draw.fonts import text_width
from draw.marks import Style

DASH = "——"
CLOSING = frozenset("，。、；：？！”’）》〉」』】〕％℃·…%,.;:?!)")
CENTRED = frozenset("·…℃％")
OPENING = frozenset("“‘（《〈「『【〔(")
_PIECES = re.compile(r"——|……|[0-9A-Za-zÀ-ÿ]+(?:[.,:/+'’\-][0-9A-Za-zÀ-ÿ]+)*%?|\u3000| +|.", re.DOTALL)
_ENGLISH_PIECES = re.compile(r" +|[^ \-—]*[\-—]+|[^ \-—]+")
_FULL_WIDTH = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’—…·℃％]")


class Sort(Enum):
    """What a token is when lines are broken."""

    CHAR = "char"
    OPEN = "open"
    CLOSE = "close"
    WORD = "word"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text, its width, and by how much it may shrink (the white half of a punctuation mark)."""

    text: str
    width: float
    sort: Sort
    shrink: float = 0.0
    squeezed: bool = False


def split_tokens(text: str, style: Style) -> tuple[Token, ...]:
    """The tokens of a paragraph, in order; none for an empty text."""
    if style.language == "en":
        return tuple(_english_token(piece, style) for piece in _ENGLISH_PIECES.findall(text))
    tokens = [_chinese_token(piece, style) for piece in _PIECES.findall(text)]
    return tuple(_squeeze(tokens, index) for index in range(len(tokens)))


def _english_token(piece: str, style: Style) -> Token:
    sort = Sort.SPACE if piece.isspace() else Sort.WORD
    return Token(piece, text_width(style.face, style.size, piece), sort)


def _chinese_token(piece: str, style: Style) -> Token:
    if piece in (DASH, "……"):
        return Token(piece, 2.0 * style.size, Sort.CHAR if piece == DASH else Sort.CLOSE)
    if _FULL_WIDTH.fullmatch(piece):
        sort = Sort.OPEN if piece in OPENING else Sort.CLOSE if piece in CLOSING else Sort.CHAR
        if piece == "\u3000":
            sort = Sort.SPACE
        white = sort in (Sort.OPEN, Sort.CLOSE) and piece not in CENTRED
        return Token(piece, float(style.size), sort, 0.45 * style.size if white else 0.0)
    width = text_width(style.face, style.size, piece)
    if piece.isspace():
        return Token(piece, width, Sort.SPACE)
    return Token(piece, width, Sort.CLOSE if piece in CLOSING else Sort.WORD)


def _squeeze(tokens: list[Token], index: int) -> Token:
    """The token, half as wide where two punctuation marks would leave a hole between them."""
    token = tokens[index]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    before = tokens[index - 1] if index else None
    closes = (
        token.sort is Sort.CLOSE
        and after is not None
        and after.sort in (Sort.CLOSE, Sort.OPEN)
        and after.shrink
    )
    opens = token.sort is Sort.OPEN and before is not None and before.sort is Sort.OPEN
    if token.shrink and (closes or opens):
        return replace(token, width=token.width / 2, shrink=0.0, squeezed=True)
    return token
