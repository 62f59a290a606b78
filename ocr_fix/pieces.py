"""The pieces of a text that was read across columns: what stood on a printed line, with its width.

A line of the text is cut at its spaces. A printed column has lines of nearly one width, so a piece that is
about twice as wide is two pieces whose gap was lost, and short pieces that do not end a sentence are parts
of one piece with a space in it.

Known limits: widths are estimated from the characters (digits and Latin letters half an em), so that
a justified line may be off by one em; a text whose columns have several widths is measured piece by piece
among its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ocr_fix.characters import HAN, has_cjk, is_wide
from ocr_fix.language import load_follow

MARKS = frozenset(",:;?!()\"'，。、：；？！（）“”‘’《》")
SET_CLOSE_EM = 0.7  # of two marks beside each other
FULL_EM = 1.2  # a justified line is off by as much
WIDE_EM = 1.6
SPACE_COST = 1.2
MOST_TOKENS = 5
INDENT_EM = 2.9
APART_EM = 3.6  # two em of indent and the same
MODE_EM = 0.75
NEAR_PIECES = 40
LEAST_SHARED = 3
WIDER_RATIO = 0.04
NARROWER_RATIO = 0.12
LEAST_WIDTH_EM = 6.0
FUSED_RATIO = 1.55
MOST_FUSED = 4.0
_STOP = re.compile(r"[。！？!?…．.][”’」』）)\"']*$")
_CHINESE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]")


class Fill(StrEnum):
    """How much of its column a piece fills: all, all but an indent, or less; `n` does not end a sentence."""

    WIDE = "W"
    FULL = "Fn"
    FULL_STOP = "Fs"
    INDENT = "In"
    INDENT_STOP = "Is"
    SHORT = "Sn"
    SHORT_STOP = "Ss"


LONG = frozenset({Fill.FULL, Fill.FULL_STOP, Fill.INDENT, Fill.INDENT_STOP})
"""The fills of lines that reach the margin, or all but an indent of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of line `line` of the text, `start` characters from that line's beginning.

    `width` is in em; `column_em` is the width of full pieces around it, 0 where there are too few.
    """

    text: str
    line: int
    start: int
    width: float
    column_em: float = 0.0

    @property
    def stops(self) -> bool:
        """Whether the piece ends a sentence."""
        return ends_with_stop(self.text)

    @property
    def fill(self) -> Fill:
        """How much of its column the piece fills."""
        room = self.column_em - self.width
        if room < -WIDE_EM:
            return Fill.WIDE
        if room <= FULL_EM:
            return Fill.FULL_STOP if self.stops else Fill.FULL
        if room <= INDENT_EM:
            return Fill.INDENT_STOP if self.stops else Fill.INDENT
        return Fill.SHORT_STOP if self.stops else Fill.SHORT


def ends_paragraph(piece: Piece, following: Piece) -> bool:
    """Whether a paragraph ends with `piece`: it ends a sentence, and is short or an indent follows.

    A line that is short by an indent alone may be a paragraph's first: then a full line goes on with it.
    """
    if not piece.stops:
        return False
    if piece.fill is Fill.INDENT_STOP:
        return following.fill not in (Fill.FULL, Fill.FULL_STOP, Fill.WIDE)
    return piece.fill is Fill.SHORT_STOP or following.fill is Fill.INDENT


def ends_with_stop(text: str) -> bool:
    """Whether `text` ends a sentence, straight quotes and brackets behind the stop included."""
    return _STOP.search(text.rstrip()) is not None


def width_em(text: str) -> float:
    """The printed width of Chinese `text` whose marks may have become ASCII."""
    width = 0.0
    before = False
    for character in text:
        mark = character in MARKS
        width += (1.0 if mark or is_wide(character) else 0.5) - (SET_CLOSE_EM if mark and before else 0.0)
        before = mark
    return width


def find_pieces(lines: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of each line, in order; an empty line has none."""
    tokens = [_tokens(number, line) for number, line in enumerate(lines)]
    modes = _near_modes(tokens)
    mended = []
    for row, near in zip(tokens, modes, strict=True):
        mended.append(_split_fused(_merge_spaced(row, near), near))
    return tuple(tuple(row) for row in _measured(mended))


def _tokens(number: int, line: str) -> list[Piece]:
    return [
        Piece(match.group(), number, match.start(), width_em(match.group()))
        for match in re.finditer(r"\S+", line)
    ]


def _measured(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pieces with the width of their column, taken from the pieces around them."""
    return [
        [Piece(p.text, p.line, p.start, p.width, _column(p.width, modes)) for p in row]
        for row, modes in zip(rows, _near_modes(rows), strict=True)
    ]


def _near_modes(rows: Sequence[Sequence[Piece]]) -> list[list[float]]:
    """For each row the widths that are usual around it, not beyond a marked heading."""
    near: list[list[float]] = []
    for section in _sections(rows):
        widths = [0.0 if piece.stops else piece.width for row in section for piece in row]
        modes = [
            _modes(widths[max(0, start - NEAR_PIECES) : start + 2 * NEAR_PIECES])
            for start in range(0, len(widths) + 1, NEAR_PIECES)
        ]
        place = 0
        for row in section:
            near.append(modes[place // NEAR_PIECES])
            place += len(row)
    return near


def _sections(rows: Sequence[Sequence[Piece]]) -> list[list[Sequence[Piece]]]:
    sections: list[list[Sequence[Piece]]] = [[]]
    for row in rows:
        if row and row[0].text.startswith("#"):
            sections.append([])
        sections[-1].append(row)
    return sections


def _column(width: float, modes: Sequence[float]) -> float:
    """The narrowest usual width with room for a piece; else the widest, 0 where there is none."""
    return next((mode for mode in modes if mode >= width - MODE_EM), modes[-1] if modes else 0.0)


def _modes(widths: Sequence[float]) -> list[float]:
    """The widths that many pieces share within `MODE_EM`, from the narrowest.

    Wider lines than usual need few examples; narrower ones many, since last lines are short by chance.
    """
    halves = Counter(round(2 * width) for width in widths if width >= LEAST_WIDTH_EM)
    near = {half: halves[half] + halves[half - 1] + halves[half + 1] for half in halves}
    modes: list[float] = []
    for half in sorted(near, key=lambda half: (-near[half], -half)):
        wider = not modes or half / 2 > modes[0]
        least = max(LEAST_SHARED, (WIDER_RATIO if wider else NARROWER_RATIO) * halves.total())
        if near[half] >= least and all(abs(half / 2 - mode) > APART_EM for mode in modes):
            modes.append(half / 2)
    return sorted(modes)


def _merge_spaced(row: Sequence[Piece], modes: Sequence[float]) -> list[Piece]:
    """What one printed line had with spaces in it is one piece: the cheapest cut of the row by widths."""
    if len(row) < 2 or not modes:
        return list(row)
    best, origin = [0.0], [0]
    for end in range(1, len(row) + 1):
        ways = [
            (best[begin] + _piece_cost(_join(row[begin:end]), modes) + SPACE_COST * (end - begin - 1), begin)
            for begin in range(max(0, end - MOST_TOKENS), end)
            if begin == end - 1 or all(_is_part(token, modes) for token in row[begin:end])
        ]
        cost, begin = min(ways)
        best.append(cost)
        origin.append(begin)
    pieces, end = [], len(row)
    while end:
        pieces.append(_join(row[origin[end] : end]))
        end = origin[end]
    return pieces[::-1]


def _is_part(token: Piece, modes: Sequence[float]) -> bool:
    """Whether a token is too short to be a line of its own, unless it ends a paragraph."""
    return _column(token.width, modes) - token.width > INDENT_EM


def _join(tokens: Sequence[Piece]) -> Piece:
    first = tokens[0]
    text = first.text
    for token in tokens[1:]:
        text += " " * (token.start - first.start - len(text)) + token.text
    width = sum(token.width for token in tokens) + 0.5 * (len(tokens) - 1)
    return Piece(text, first.line, first.start, width)


def _piece_cost(piece: Piece, modes: Sequence[float]) -> float:
    """How unlikely a piece of that width is, in nats or so."""
    room = min((mode - piece.width for mode in modes), key=lambda room: abs(room - 0.2))
    if abs(room) <= FULL_EM:
        return 0.0
    if piece.width > modes[-1]:
        return 6.0
    column = _column(piece.width, modes)
    if column - piece.width <= INDENT_EM:
        return 0.3
    return 0.5 if piece.stops else 2.2


def _split_fused(row: Sequence[Piece], modes: Sequence[float]) -> list[Piece]:
    """A piece that is too wide for its column, cut where a full (or an indented) line would end."""
    if not modes:
        return list(row)
    pieces: list[Piece] = []
    for piece in row:
        column = modes[0]
        most = MOST_FUSED * column if len(row) > 1 else 0.0
        while modes[-1] + INDENT_EM < piece.width < most and piece.width >= FUSED_RATIO * column:
            cut = _cut(piece, column)
            pieces.append(Piece(piece.text[:cut], piece.line, piece.start, width_em(piece.text[:cut])))
            rest = piece.text[cut:]
            piece = Piece(rest, piece.line, piece.start + cut, width_em(rest))
        pieces.append(piece)
    return pieces


def _cut(piece: Piece, column: float) -> int:
    follow = load_follow("chi_sim")
    width, best, cut = 0.0, 99.0, 1
    total = piece.width
    for place, character in enumerate(piece.text[:-1], start=1):
        width += width_em(character)
        left = min(abs(width - column), abs(width - column + 2) + 0.3)
        right = min(
            abs(total - width - column),
            abs(total - width - column + 2) + 0.3,
            max(0.0, total - width - column),
        )
        bad = 0.7 * follow(piece.text[:place], piece.text[place:])
        bad += 2.0 if piece.text[place] in ",.;:!?)，。；：！？）、》" else 0.0
        if left + right + bad < best:
            best, cut = left + right + bad, place
    return cut


def is_chinese(text: str) -> bool:
    """Whether most of a text's letters are Chinese."""
    han = len(_CHINESE.findall(text))
    return has_cjk(text) and 2 * han >= sum(not c.isspace() for c in text)
