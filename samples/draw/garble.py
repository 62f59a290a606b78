"""What converters leave of a page: rows read across the columns, run together, torn and misread.

`set_story` sets a text into columns of whole characters, without fonts or pixels, so that tests can
have garbled texts with known truth in no time; `rows_of` finds the printed rows of a page that was drawn.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Any

_ASCII = str.maketrans("，：；？！（）“”‘’", ",:;?!()\"\"''")
_NO_START = frozenset("，。、；：？！”’）》」』】")
_NO_END = frozenset("“‘（《「『【")
_LOOKALIKES = (
    "未末",
    "己已",
    "人入",
    "日目",
    "千干",
    "土士",
    "大太",
    "天夫",
    "田由",
    "王玉",
    "今令",
    "间问",
    "O0",
    "1l",
    "5S",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed line: its text, its column from 0, its row from 0, its story, and its paragraph there."""

    text: str
    column: int
    row: int
    story: int = 0
    paragraph: int = 0
    body: bool = True


@dataclass(frozen=True, slots=True)
class Damage:
    """How a text is garbled; the shares are chances per piece, row or character.

    `joined` runs rows together and cuts them into paragraphs at random. `torn` lets a paragraph begin in
    the middle of a row, marks headings with #, sets blank lines, and `moved` is then the chance that a
    paragraph changes places with the next, and that lines of it stand in the paragraph before.
    """

    joined: bool = False
    torn: bool = False
    moved: float = 0.0
    fused: float = 0.0
    lost: float = 0.0
    misread: float = 0.0
    dropped: float = 0.0
    spaced: float = 0.0


LINES = Damage()
ROWS = Damage(joined=True)
OCR = Damage(joined=True, lost=0.02, misread=0.015, dropped=0.01)
TORN = Damage(True, torn=True, moved=0.3, fused=0.02, lost=0.01, misread=0.002, dropped=0.002, spaced=0.003)


def set_story(
    paragraphs: Sequence[str], columns: int, width: int, story: int = 0, row: int = 0
) -> list[Piece]:
    """The text in `columns` of `width` characters, paragraphs indented by two, columns of one height.

    The pieces come in reading order; `row` is the first row.
    """
    lines = [(line, number) for number, text in enumerate(paragraphs) for line in wrap(text, width)]
    height = -(-len(lines) // columns)
    return [
        Piece(text, place // height, row + place % height, story, paragraph)
        for place, (text, paragraph) in enumerate(lines)
    ]


def wrap(text: str, width: int) -> list[str]:
    """A Chinese paragraph in lines of `width` em, digits half an em wide, no mark at a line's start."""
    lines, line, room = [], "", float(width - 2)
    for unit in _units(text):
        size = sum(0.5 if ord(character) < 256 else 1.0 for character in unit)
        if size > room and unit[0] not in _NO_START:
            held = line[-1:] if line[-1:] in _NO_END else ""
            lines.append(line.removesuffix(held))
            line, room = held, width - float(len(held))
        line, room = line + unit, room - size
    return [*lines, line]


def _units(text: str) -> list[str]:
    """Characters, numbers and Latin words whole."""
    groups = groupby(enumerate(text), lambda item: -1 if item[1].isascii() and item[1].isalnum() else item[0])
    return ["".join(character for _, character in group) for _, group in groups]


def rows_of(page: dict[str, Any]) -> list[list[Piece]]:
    """The rows of a page in the scorer's format, pieces from left to right; vertical lines are left out."""
    placed = []
    slope = _slope(page)
    order = {name: place for place, name in enumerate(page["reading_order"])}
    for region in sorted(page["regions"], key=lambda region: order.get(region["id"], 0)):
        for line in region["lines"]:
            if not line.get("vertical"):
                left, upper, _, lower = line["bbox"]
                (x0, _), (x1, _) = line["quad"][:2]
                rise, half = slope * (x0 + x1) / 2, (lower - upper - abs(slope * (x1 - x0))) / 2
                top, bottom = (upper + lower) / 2 - rise - half, (upper + lower) / 2 - rise + half
                piece = Piece(line["text"], line.get("col", 0), 0, order[region["id"]], line.get("par", 0))
                placed.append((top, bottom, left, replace(piece, body=region["kind"] == "body")))
    rows: list[list[tuple[float, float, float, Piece]]] = []
    for item in sorted(placed, key=lambda item: item[0] + item[1]):
        top, bottom, _, _ = item
        if rows and (top + bottom) / 2 < rows[-1][0][0] + 0.8 * (rows[-1][0][1] - rows[-1][0][0]):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [[item[3] for item in sorted(row, key=lambda item: item[2])] for row in rows]


def _slope(page: dict[str, Any]) -> float:
    """How much the page's lines fall per pixel to the right."""
    quads = [
        line["quad"] for region in page["regions"] for line in region["lines"] if not line.get("vertical")
    ]
    slope: float = median((quad[1][1] - quad[0][1]) / max(1.0, quad[1][0] - quad[0][0]) for quad in quads)
    return slope


def garble(rows: Sequence[Sequence[Piece]], damage: Damage, rng: random.Random) -> str:
    """The text that a converter would leave of `rows`; a heading alone in its row stays a line of its own."""
    lines: list[list[Piece]] = []
    is_open = False
    for row in rows:
        worn = (replace(piece, text=worn_text(piece.text, damage, rng)) for piece in row)
        pieces = [piece for piece in worn if piece.text and rng.random() >= damage.lost]
        if not pieces:
            continue
        alone = not any(piece.body for piece in row)
        if alone and damage.torn and len(row) == 1:
            pieces[0] = replace(pieces[0], text="# " + pieces[0].text)
        if damage.joined and is_open and not alone:
            lines[-1] += pieces
        else:
            lines.append(pieces)
        is_open = not alone and rng.random() < 0.8
    if damage.torn:
        lines = _moved(_stolen(_torn(lines, rng), damage.moved, rng), damage.moved, rng)
    separator = "\n\n" if damage.torn else "\n"
    return (
        separator.join(run_together([piece.text for piece in line], damage.fused, rng) for line in lines)
        + "\n"
    )


def worn_text(text: str, damage: Damage, rng: random.Random) -> str:
    worn = ""
    for character in text.translate(_ASCII).replace("……", "......").replace("\u3000", " "):
        if rng.random() < damage.dropped:
            continue
        twin = next((pair for pair in _LOOKALIKES if character in pair), "")
        if twin and rng.random() < 8 * damage.misread:
            character = twin.replace(character, "")
        elif "\u4e00" <= character <= "\u9fff" and rng.random() < damage.misread:
            character = chr(rng.randint(0x4E00, 0x7FFF))
        worn += character
        if rng.random() < damage.spaced:
            worn += " "
    return worn.strip()


def _torn(lines: list[list[Piece]], rng: random.Random) -> list[list[Piece]]:
    """Long lines cut once more, in the middle of a row or not."""
    torn = []
    for pieces in lines:
        while len(pieces) > 6 and (cut := rng.randint(2, 24)) < len(pieces) - 1:
            torn.append(pieces[:cut])
            pieces = pieces[cut:]
        torn.append(pieces)
    return torn


def _stolen(lines: list[list[Piece]], chance: float, rng: random.Random) -> list[list[Piece]]:
    """Some lines of a column stand between those of the paragraph before, as where two blocks overlap."""
    stolen = [list(line) for line in lines]
    for before, line in pairwise(stolen):
        columns = sorted({piece.column for piece in line})
        if len(before) < 4 or len(columns) < 2 or not all(p.body for p in (*before, *line)):
            continue
        if rng.random() < chance:
            taken = [piece for piece in line if piece.column == rng.choice(columns)][: rng.randint(1, 4)]
            place = max(1, len(before) - 2 * len(taken))
            for number, piece in enumerate(taken):
                line.remove(piece)
                before.insert(place + 2 * number, piece)
    return [line for line in stolen if line]


def _moved(lines: list[list[Piece]], chance: float, rng: random.Random) -> list[list[Piece]]:
    moved = list(lines)
    for place in range(len(moved) - 1):
        if len(moved[place]) > 1 and len(moved[place + 1]) > 1 and rng.random() < chance:
            moved[place], moved[place + 1] = moved[place + 1], moved[place]
    return moved


def run_together(texts: Sequence[str], fused: float, rng: random.Random) -> str:
    text = texts[0]
    for piece in texts[1:]:
        text += piece if rng.random() < fused else f" {piece}"
    return text
