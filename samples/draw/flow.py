"""Pouring text into columns: where lines may stand, filling them, cutting a text to what fits.

Columns are rectangles in reading order; holes (pictures, boxed items) shorten or suppress the
lines that they meet. A text that is too long is cut at the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from draw.fonts import text_width
from draw.marks import Glyphs, Rect, SetLine, Style
from draw.tokens import Token, split_tokens
from draw.typeset import Setting, next_cut, set_line

MIN_LINE_EM = 5.0  # beside a picture, no line is shorter than this
_END = r"(?:[。！？]|[.!?](?=[”’]*(?:\s|$)))+[”’」』）]*\s*"  # a point inside a number ends nothing
_SENTENCE = re.compile(rf".*?{_END}|.+$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one line."""

    left: float
    right: float
    top: float
    column: int


@dataclass(frozen=True, slots=True)
class Poured:
    """The lines set, and how far the text got: whole paragraphs, and characters of the next."""

    lines: tuple[SetLine, ...]
    paragraphs: int
    characters: int


def split_columns(rect: Rect, count: int, gutter: float) -> list[Rect]:
    """`count` columns of one width, `gutter` apart."""
    width = (rect.width - gutter * (count - 1)) / count
    lefts = [rect.left + index * (width + gutter) for index in range(count)]
    return [Rect(round(left), rect.top, round(left + width), rect.bottom) for left in lefts]


def find_slots(columns: Sequence[Rect], holes: Sequence[Rect], style: Style) -> list[Slot]:
    """The places for lines, column by column, each as wide as the holes leave it."""
    slots = []
    for number, column in enumerate(columns):
        top = column.top
        while top + style.size * style.face.depth <= column.bottom + 1:
            line = Rect(column.left, top, column.right, top + style.size)
            left, right = _widest(line, [hole for hole in holes if hole.meets(line)])
            if right - left >= MIN_LINE_EM * style.size:
                slots.append(Slot(left, right, top, number))
            top += style.leading
    return slots


def _widest(line: Rect, holes: Sequence[Rect]) -> tuple[float, float]:
    edges = sorted((max(hole.left, line.left), min(hole.right, line.right)) for hole in holes)
    best, left = (line.left, line.left), line.left
    for start, end in [*edges, (line.right, line.right)]:
        if start - left > best[1] - best[0]:
            best = (left, start)
        left = max(left, end)
    return best


@lru_cache(maxsize=4096)
def _tokens(text: str, style: Style) -> tuple[Token, ...]:
    return split_tokens(text, style)


def pour(paragraphs: Sequence[str], style: Style, slots: Sequence[Slot]) -> Poured:
    """The paragraphs set into the slots, until one or the other ends."""
    lines: list[SetLine] = []
    place = 0
    for number, text in enumerate(paragraphs):
        tokens, start, first = list(_tokens(text, style)), 0, True
        while start < len(tokens):
            if place >= len(slots):
                return Poured(tuple(lines), number, sum(len(token.text) for token in tokens[:start]))
            slot = slots[place]
            indent = style.indent * style.size if first else 0.0
            width = slot.right - slot.left - indent
            cut = next_cut(tokens, start, width, style)
            start = cut.after
            if cut.tail is not None:
                tokens[start] = cut.tail
                tokens.insert(start, Token(cut.tokens[-1].text[:-1], 0.0, cut.tail.sort))
                start += 1
            setting = set_line(cut, width, style, start >= len(tokens))
            if setting.glyphs:
                lines.append(
                    place_line(setting, (slot.left + indent, slot.top), style, (slot.column, number))
                )
                place += 1
            first = False
    return Poured(tuple(lines), len(paragraphs), 0)


def place_line(
    setting: Setting, corner: tuple[float, float], style: Style, at: tuple[int, int] = (0, 0)
) -> SetLine:
    """A horizontal line with its left top `corner` on the page; `at` is its column and paragraph."""
    shift = setting.glyphs[0].offset
    left, top = corner[0] + shift, corner[1]
    box = Rect(left, top, corner[0] + setting.width, top + style.size * style.face.depth)
    glyphs = tuple(replace(glyph, offset=glyph.offset - shift) for glyph in setting.glyphs)
    return SetLine(setting.text, glyphs, box, style, at[0], at[1], setting.hyphen)


def fit(
    paragraphs: Sequence[str], style: Style, slots: Sequence[Slot]
) -> tuple[tuple[str, ...], tuple[SetLine, ...]]:
    """As many whole sentences as the slots hold, and their lines."""
    poured = pour(paragraphs, style, slots)
    kept = list(paragraphs[: poured.paragraphs])
    if poured.paragraphs < len(paragraphs):
        head = _whole_sentences(paragraphs[poured.paragraphs], poured.characters)
        if len(head) > 24 or not kept:
            kept.append(head)
        kept = [text for text in kept if text]
        poured = pour(kept, style, slots)
    return tuple(kept), poured.lines


def _whole_sentences(text: str, characters: int) -> str:
    end = 0
    for match in _SENTENCE.finditer(text):
        if match.end() > characters:
            break
        end = match.end()
    head = text[:end].strip()
    return head if head.count("“") == head.count("”") else _until_quote(head)


def _until_quote(head: str) -> str:
    """The head cut before a quotation that it does not close."""
    before = head[: head.rfind("“")]
    ends = [
        match.end()
        for match in _SENTENCE.finditer(before)
        if before[: match.end()].rstrip()[-1:] in "。！？.!?”"
    ]
    return before[: ends[-1]].strip() if ends else ""


def balanced_height(
    paragraphs: Sequence[str], style: Style, columns: Sequence[Rect], holes: Sequence[Rect]
) -> float:
    """The least height in pixels at which the columns still hold the whole text."""
    low, high = 1, int(max(column.height for column in columns) / style.leading) + 1
    while low < high:
        middle = (low + high) // 2
        slots = find_slots(cut_columns(columns, middle * style.leading), holes, style)
        if pour(paragraphs, style, slots).paragraphs == len(paragraphs):
            high = middle
        else:
            low = middle + 1
    return low * style.leading


def cut_columns(columns: Sequence[Rect], height: float) -> list[Rect]:
    """The columns with their bottoms at `height` under the highest top, never lower than they were."""
    top = min(column.top for column in columns)
    return [replace(column, bottom=max(column.top, min(column.bottom, top + height))) for column in columns]


def with_drop_cap(
    paragraphs: Sequence[str], style: Style, slots: Sequence[Slot], rows: int
) -> tuple[tuple[str, ...], tuple[SetLine, ...]]:
    """Like `fit`, the first letter `rows` lines high at the start of the text."""
    letter, size = paragraphs[0][0], round(style.leading * rows * 1.08)
    room = text_width(style.face, size, letter) + 0.2 * style.size
    narrow = [replace(slot, left=slot.left + room) for slot in slots[:rows]]
    plain = replace(style, indent=0.0)
    first = pour([paragraphs[0][1:]], plain, [*narrow, *slots[rows:]]).lines
    kept, lines = fit(paragraphs[1:], style, slots[len(first) :])
    head = first[0]
    box = replace(head.box, left=slots[0].left)
    glyphs = tuple(Glyphs(g.text, g.offset + head.box.left - box.left, g.width) for g in head.glyphs)
    opening = replace(head, text=letter + head.text, glyphs=glyphs, box=box, drop_cap=letter, drop_size=size)
    rest = [replace(line, paragraph=line.paragraph + 1) for line in lines]
    return (paragraphs[0], *kept), (opening, *first[1:], *rest)
