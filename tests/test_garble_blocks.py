"""The generator of blocks that overlap: no line is lost, and inside a block the rows keep their order."""

from __future__ import annotations

import random

import pytest
from garbled import rows_of_story

from draw.blocks import InBlocks, garble_blocks, garble_strays, shuffle_blocks, stray_blocks
from draw.garble import Damage, Piece

ROWS = rows_of_story("zh-bees", 2, 16)


WAYS = pytest.mark.parametrize("in_blocks", [shuffle_blocks, stray_blocks])


@WAYS
@pytest.mark.parametrize("seed", range(5))
def test_each_line_is_in_one_block(seed: int, in_blocks: InBlocks) -> None:
    blocks = in_blocks(ROWS, random.Random(seed))
    assert sorted(id(piece) for block in blocks for piece in block) == sorted(
        id(piece) for row in ROWS for piece in row
    )


@WAYS
@pytest.mark.parametrize("seed", range(5))
def test_the_lines_of_a_block_stand_as_on_the_page(seed: int, in_blocks: InBlocks) -> None:
    for block in in_blocks(ROWS, random.Random(seed)):
        places = [(piece.row, piece.column) for piece in block]
        assert places == sorted(places)


def test_some_block_lacks_a_line_of_a_column() -> None:
    texts = {garble_blocks(ROWS, Damage(), random.Random(seed)) for seed in range(5)}
    assert len(texts) == 5


def test_headings_are_marked_and_part_the_blocks() -> None:
    rows = [[Piece("标题", 0, 0, 1, 0, False)], *ROWS]
    assert garble_blocks(rows, Damage(), random.Random(1)).startswith("# 标题\n\n")


def test_paragraphs_take_lines_of_their_neighbours() -> None:
    blocks = [block for seed in range(5) for block in stray_blocks(ROWS, random.Random(seed))]
    columns = [{piece.column for piece in block} for block in blocks]
    assert any(len(one) > 1 for one in columns)
    assert any(len(one) == 1 for one in columns)
    assert garble_strays(ROWS, Damage(), random.Random(1)).count("\n\n") > 2
