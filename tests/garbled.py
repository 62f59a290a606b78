"""Garbled texts with known truth, set from the invented news without fonts or pixels."""

from __future__ import annotations

import random
import textwrap
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from draw.garble import LINES, Damage, Piece, garble, set_story

NEWS = Path(__file__).parents[1] / "samples" / "draw" / "news"


@cache
def paragraphs_of(key: str) -> tuple[str, ...]:
    """The paragraphs of one of the invented stories."""
    story = tomllib.loads((NEWS / f"{key}.toml").read_text(encoding="utf-8"))
    return tuple(story["paragraphs"])


def rows_of_story(key: str, columns: int, width: int) -> list[list[Piece]]:
    """The printed rows of a story in columns, under a headline of its own."""
    pieces = set_story(paragraphs_of(key), columns, width)
    height = 1 + max(piece.row for piece in pieces)
    rows: list[list[Piece]] = [[] for _ in range(height)]
    for piece in pieces:
        rows[piece.row].append(piece)
    return [sorted(row, key=lambda piece: piece.column) for row in rows]


def garbled_story(key: str, columns: int, width: int, damage: Damage = LINES, seed: int = 1) -> str:
    """The text that a converter leaves of a story."""
    return garble(rows_of_story(key, columns, width), damage, random.Random(f"{key}-{seed}"))


def set_side_by_side(paragraphs: tuple[str, ...], width: int, columns: int, gap: str) -> list[str]:
    """A text in columns of characters, with `gap` between them, as a program prints it."""
    lines = [line for text in paragraphs for line in textwrap.wrap(text, width, initial_indent="  ")]
    height = -(-len(lines) // columns)
    filled = [*lines, *[""] * (columns * height - len(lines))]
    rows = ([filled[column * height + row] for column in range(columns)] for row in range(height))
    return [gap.join(cell.ljust(width) for cell in row).rstrip() for row in rows]


def successors(text: str, pieces: Sequence[Piece]) -> float:
    """The share of neighbouring lines, in reading order, that stand next to each other in `text`."""
    flat = _plain(text)
    pairs = [_plain(a.text)[-8:] + _plain(b.text)[:8] for a, b in pairwise(pieces)]
    return sum(pair in flat for pair in pairs) / len(pairs)


def _plain(text: str) -> str:
    wide = str.maketrans(",:;?!()\"'", "，：；？！（）””")
    folded = text.translate(wide).replace("“", "”").replace("‘", "”").replace("’", "”")
    return "".join(folded.replace("......", "……").split())
