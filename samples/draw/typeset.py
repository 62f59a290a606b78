"""Tokens to lines of a given width: breaking, punctuation rules, hyphenation, justification.

Lines are broken one by one (first fit): a newspaper's narrow columns leave little to gain from
looking further ahead, and lines may have any widths beside pictures. No line begins with a
closing mark nor ends with an opening one; a closing mark that does not fit is pulled in by
shrinking the punctuation of its line, else the last character goes down with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyphen

from draw.fonts import text_width
from draw.marks import Glyphs, Style
from draw.tokens import CENTRED, DASH, Sort, Token, split_tokens

LOOSE_SPACE_EM = 0.45  # wider word spaces than this ask for a hyphen
TIGHT_RATIO = 0.2  # a word space may lose this part of its width


@dataclass(frozen=True, slots=True)
class Cut:
    """A line's tokens, the index of the next line's first token, and the tail of a split word."""

    tokens: tuple[Token, ...]
    after: int
    tail: Token | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """A line's text and glyphs, from its left edge; `width` is what they fill."""

    text: str
    glyphs: tuple[Glyphs, ...]
    width: float
    hyphen: bool


def next_cut(tokens: list[Token], start: int, width: float, style: Style) -> Cut:
    """The tokens of the line that begins at `start` and is at most `width` pixels long."""
    while start < len(tokens) and tokens[start].text == " ":
        start += 1
    end, used = start, 0.0
    while end < len(tokens) and used + tokens[end].width <= width + 0.5:
        used += tokens[end].width
        end += 1
    if end >= len(tokens):
        return Cut(tuple(tokens[start:]), len(tokens))
    if style.language == "en":
        return _cut_english(tokens, start, end, (used, width), style)
    return _cut_chinese(tokens, start, end, used - width)


def set_line(cut: Cut, width: float, style: Style, last: bool) -> Setting:
    """The cut's tokens placed in a line of `width` pixels."""
    tokens = list(cut.tokens)
    while tokens and tokens[-1].text.isspace():
        tokens.pop()
    slack = width - sum(token.width for token in tokens)
    justify = style.align == "justify" and (not last or slack < 0)
    gaps, shrinks = _gaps(tokens, slack, style) if justify else ([0.0] * len(tokens), [0.0] * len(tokens))
    x = 0.0
    if style.align in ("center", "right"):
        x = slack if style.align == "right" else slack / 2
    glyphs: list[Glyphs] = []
    for token, gap, shrink in zip(tokens, gaps, shrinks, strict=True):
        glyphs.extend(_glyphs(token, x - (shrink if token.sort is Sort.OPEN else 0.0), style))
        x += token.width - shrink + gap
    text = "".join(token.text for token in tokens)
    end = glyphs[-1].offset + glyphs[-1].width if glyphs else 0.0
    return Setting(text, tuple(glyphs), end, cut.tail is not None)


def text_lines(text: str, width: float, style: Style) -> list[Setting]:
    """All lines of a text that stands alone (a headline, a caption), each `width` pixels wide at most."""
    tokens, start, lines = list(split_tokens(text, style)), 0, []
    while start < len(tokens):
        cut = next_cut(tokens, start, width, style)
        start = cut.after
        if cut.tail is not None:
            tokens[start] = cut.tail
        lines.append(set_line(cut, width, style, start >= len(tokens)))
    return lines


def _allowed(tokens: list[Token], index: int) -> bool:
    return tokens[index].sort is not Sort.CLOSE and tokens[index - 1].sort is not Sort.OPEN


def _cut_chinese(tokens: list[Token], start: int, end: int, over: float) -> Cut:
    pulled, need = end, over
    while pulled < len(tokens) and tokens[pulled].sort is Sort.CLOSE:
        need += tokens[pulled].width
        pulled += 1
    room = sum(token.shrink for token in tokens[start:pulled])
    if pulled > end and need <= room and (pulled == len(tokens) or _allowed(tokens, pulled)):
        return Cut(tuple(tokens[start:pulled]), pulled)
    back = end
    while back > start + 1 and not _allowed(tokens, back):
        back -= 1
    if back <= start + 1:
        back = max(end, start + 1)
    return Cut(tuple(tokens[start:back]), back)


def _cut_english(tokens: list[Token], start: int, end: int, fill: tuple[float, float], style: Style) -> Cut:
    used, width = fill
    spaces = sum(token.sort is Sort.SPACE for token in tokens[start:end])
    space = text_width(style.face, style.size, " ")
    word = tokens[end]
    if word.sort is Sort.WORD and spaces and used + word.width - width <= spaces * space * TIGHT_RATIO:
        return Cut(tuple(tokens[start : end + 1]), end + 1)
    loose = (width - used) / max(spaces, 1) > LOOSE_SPACE_EM * style.size - space
    may_split = style.align == "justify" and (loose or end == start)
    split = _hyphenate(word, width - used, style) if may_split else None
    if split is not None:
        head, tail = split
        return Cut((*tokens[start:end], head), end, tail)
    back = end
    while back > start and not (tokens[back].sort is Sort.SPACE or tokens[back - 1].text[-1] in "-— "):
        back -= 1
    back = max(back, start + 1)
    return Cut(tuple(tokens[start:back]), back)


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=2, right=3)


def _hyphenate(word: Token, room: float, style: Style) -> tuple[Token, Token] | None:
    """The longest head of `word` that fits with a hyphen, and the rest."""
    core = word.text.rstrip(".,;:?!”’—-")
    if not core.isalpha() or len(core) < 6:
        return None
    for position in sorted(_dictionary().positions(core), reverse=True):
        head = word.text[:position] + "-"
        width = text_width(style.face, style.size, head)
        if width <= room:
            rest = word.text[position:]
            return Token(head, width, Sort.WORD), Token(
                rest, text_width(style.face, style.size, rest), Sort.WORD
            )
    return None


def _gaps(tokens: list[Token], slack: float, style: Style) -> tuple[list[float], list[float]]:
    """Extra white after each token, and what each gives up, so that the line is full."""
    gaps, shrinks = [0.0] * len(tokens), [0.0] * len(tokens)
    if slack < 0 and style.language != "en":
        room = sum(token.shrink for token in tokens) or 1.0
        return gaps, [min(1.0, -slack / room) * token.shrink for token in tokens]
    places = [
        index for index, token in enumerate(tokens[:-1]) if style.language != "en" or token.sort is Sort.SPACE
    ]
    for index in places:
        gaps[index] = slack / len(places)
    return gaps, shrinks


def _glyphs(token: Token, x: float, style: Style) -> list[Glyphs]:
    """Marks and characters stand in cells of one em, words as they are."""
    if token.sort is Sort.SPACE:
        return []
    if token.sort is Sort.WORD or token.text == DASH:
        return [Glyphs(token.text, x, token.width)]
    cell = token.width / len(token.text)
    found = []
    for number, character in enumerate(token.text):
        width = text_width(style.face, style.size, character)
        if token.sort is Sort.OPEN:
            shift = cell - width
        elif token.sort is Sort.CLOSE and character not in CENTRED:
            shift = 0.0
        else:
            shift = (cell - width) / 2
        found.append(Glyphs(character, x + number * cell + shift, width))
    return found
