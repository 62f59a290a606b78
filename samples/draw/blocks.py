"""Blocks as a layout program finds them on a page: bands of rows, single columns, lines in a foreign block.

Inside a block the lines stand as on the page, row by row; blocks take lines from each other where they
overlap, and come in an order that is neither that of the rows nor that of the columns.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from draw.garble import Damage, Piece, run_together, worn_text

SHORTEST_BAND, LONGEST_BAND = 2, 14
APART = 0.45
KEPT_TOGETHER = 0.6
STOLEN = 0.6
LONGEST_RUN = 4
MID_ROW = 0.5
MISPLACED = 0.2
STRAYING = 0.6
MOST_BESIDE = 2

Placed = tuple[int, int, Piece]
"""A line with its row and its place there, so that sorting gives the order on the page."""
InBlocks = Callable[[Sequence[Sequence[Piece]], random.Random], list[list[Piece]]]


def garble_blocks(rows: Sequence[Sequence[Piece]], damage: Damage, rng: random.Random) -> str:
    """The text that is left of `rows`: a block a paragraph, a heading alone in its row marked with #."""
    return _garble(rows, damage, rng, shuffle_blocks)


def _garble(rows: Sequence[Sequence[Piece]], damage: Damage, rng: random.Random, in_blocks: InBlocks) -> str:
    parts: list[list[Piece]] = []
    stretch: list[list[Piece]] = []
    for row in [*rows, []]:
        worn = [replace(piece, text=worn_text(piece.text, damage, rng)) for piece in row]
        kept = [piece for piece in worn if piece.text and rng.random() >= damage.lost]
        heading = len(row) == 1 and not row[0].body
        if heading or not row:
            parts += in_blocks(stretch, rng)
            stretch = []
        if heading and kept:
            parts.append([replace(kept[0], text="# " + kept[0].text)])
        elif kept:
            stretch.append(kept)
    texts = ([piece.text for piece in part] for part in parts)
    return "\n\n".join(run_together(part, damage.fused, rng) for part in texts) + "\n"


def shuffle_blocks(rows: Sequence[Sequence[Piece]], rng: random.Random) -> list[list[Piece]]:
    """The lines of `rows` (one stretch between two headings) in the blocks that were made of them."""
    placed = [[(number, place, piece) for place, piece in enumerate(row)] for number, row in enumerate(rows)]
    return _in_some_order(_swapped_lines(_blocks(_bands(placed, rng), rng), rng), rng)


def _in_some_order(blocks: list[list[Placed]], rng: random.Random) -> list[list[Piece]]:
    """The blocks by column or by row, but for some of them."""
    by_column = rng.random() < 0.5
    blocks.sort(key=lambda block: (_column(block[0]), block[0]) if by_column else (0, 0, block[0]))
    for block in list(blocks):
        if rng.random() < MISPLACED:
            blocks.remove(block)
            blocks.insert(rng.randint(0, len(blocks)), block)
    return [[piece for _, _, piece in block] for block in blocks]


def _column(item: Placed) -> tuple[int, int]:
    return item[2].column, item[2].story


def _bands(rows: Sequence[list[Placed]], rng: random.Random) -> list[list[Placed]]:
    """Bands of rows; some of them begin in the middle of a row."""
    bands: list[list[Placed]] = []
    start = 0
    while start < len(rows):
        end = start + rng.randint(SHORTEST_BAND, LONGEST_BAND)
        bands.append([item for row in rows[start:end] for item in row])
        start = end
    for before, after in pairwise(bands):
        if rng.random() < MID_ROW and len(after) > 1:
            before.append(after.pop(0))
    return bands


def _blocks(bands: Sequence[list[Placed]], rng: random.Random) -> list[list[Placed]]:
    """A block for each band, or one for each of its columns, which may go on in the next band."""
    blocks: list[list[Placed]] = []
    going_on: dict[tuple[int, int], list[Placed]] = {}
    for band in bands:
        if rng.random() >= APART:
            blocks.append(list(band))
            going_on = {}
            continue
        still: dict[tuple[int, int], list[Placed]] = {}
        for column in sorted({_column(item) for item in band}):
            lines = [item for item in band if _column(item) == column]
            if column in going_on and rng.random() < KEPT_TOGETHER:
                going_on[column] += lines
                still[column] = going_on[column]
            else:
                blocks.append(lines)
                still[column] = lines
        going_on = still
    return blocks


def _swapped_lines(blocks: list[list[Placed]], rng: random.Random) -> list[list[Placed]]:
    """Runs of a column's lines stand in a block nearby, in the place of their row, or in one of their own."""
    for block in list(blocks):
        columns = sorted({_column(item) for item in block})
        if len(columns) < 2 or rng.random() >= STOLEN:
            continue
        for _ in range(rng.randint(1, 2)):
            column = rng.choice(columns)
            lines = [item for item in block if _column(item) == column]
            start = rng.randrange(max(1, len(lines)))
            taken = lines[start : start + rng.randint(1, LONGEST_RUN)]
            others = [
                one for one in blocks if one is not block and abs(one[0][0] - block[0][0]) < LONGEST_BAND
            ]
            for item in taken:
                block.remove(item)
            if taken and others and rng.random() < 0.5:
                other = rng.choice(others)
                other += taken
                other.sort(key=lambda item: item[:2])
            elif taken:
                blocks.append(taken)
            blocks = [one for one in blocks if one]
            if len(block) < 2:
                break
    return blocks


def garble_strays(rows: Sequence[Sequence[Piece]], damage: Damage, rng: random.Random) -> str:
    """The text that is left of `rows` where a block is a column's paragraph that takes lines of its
    neighbours: single ones, or nearly all, each in the place of its row."""
    return _garble(rows, damage, rng, stray_blocks)


def stray_blocks(rows: Sequence[Sequence[Piece]], rng: random.Random) -> list[list[Piece]]:
    """The lines of `rows` (one stretch between two headings) in blocks that are paragraphs at first."""
    paragraphs: dict[tuple[int, int, int], list[Placed]] = {}
    for number, row in enumerate(rows):
        for place, piece in enumerate(row):
            key = (piece.story, piece.column, piece.paragraph)
            paragraphs.setdefault(key, []).append((number, place, piece))
    blocks = list(paragraphs.values())
    for block in rng.sample(blocks, len(blocks)):
        top, bottom = (block[0][0], block[-1][0]) if block else (0, 0)
        if not block or rng.random() >= STRAYING:
            continue
        others = [one for one in blocks if one is not block and one and _column(one[0]) != _column(block[0])]
        beside = [one for one in others if one[0][0] <= bottom and top <= one[-1][0]]
        share = rng.random()
        for other in beside[:MOST_BESIDE]:
            taken = [item for item in other if top <= item[0] <= bottom and rng.random() < share]
            block += taken
            other[:] = [item for item in other if item not in taken]
        block.sort(key=lambda item: item[:2])
    return _in_some_order([block for block in blocks if block], rng)
