"""Blocks that overlap and stand in any order, merged to columns."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from garbled import rows_of_story, successors
from hypothesis import given, settings
from hypothesis import strategies as st

from draw.blocks import garble_blocks
from draw.garble import Damage
from ocr_fix.blocks import BlockOptions, merge_blocks
from ocr_fix.joins import Joins
from ocr_fix.pieces import Piece, width_em
from ocr_fix.repair import RepairOptions, repair

OPEN, ENDED, INDENTED = "河堤上的旧泵房空了十六年门上", "一次也没有缺过。", "今年春天退休的水文员方启"


class Told(Joins):
    """Joins that were told which pairs belong together."""

    def __init__(self, texts: list[str], pairs: set[tuple[int, int]]) -> None:
        super().__init__([Piece(text, 0, 0, width_em(text), 14.0) for text in texts])
        self._pairs = pairs

    def score(self, i: int, j: int) -> float:
        return 6.0 if (i, j) in self._pairs else -3.0


def told_columns(*columns: list[int]) -> Told:
    """Joins of columns that are one open sentence each, but for their first and last lines."""
    texts = [OPEN] * sum(map(len, columns))
    for column in columns:
        texts[column[0]], texts[column[-1]] = INDENTED, ENDED
    return Told(texts, {pair for column in columns for pair in pairwise(column)})


def flat(threads: tuple[tuple[int, ...], ...]) -> list[int]:
    return [piece for thread in threads for piece in thread]


def test_a_block_of_rows_becomes_columns() -> None:
    assert flat(merge_blocks([range(6)], told_columns([0, 2, 4], [1, 3, 5]))) == [0, 2, 4, 1, 3, 5]


def test_columns_go_on_in_the_next_block() -> None:
    left, right = [*range(0, 20, 2)], [*range(1, 20, 2)]
    assert flat(merge_blocks([range(10), range(10, 20)], told_columns(left, right))) == left + right


def test_blocks_out_of_order_are_read_in_the_order_of_their_joins() -> None:
    left, right = [*range(10, 20, 2), *range(0, 10, 2)], [*range(11, 20, 2), *range(1, 10, 2)]
    found = flat(merge_blocks([range(10), range(10, 20)], told_columns(left, right)))
    pairs = set(pairwise(found))
    assert {*pairwise(left), *pairwise(right)} <= pairs


def test_lines_in_a_foreign_block_go_back_to_their_column() -> None:
    # Pieces 6 and 7 belong between 2 and 3 of the left column, and stand in a block of their own.
    joins = told_columns([0, 2, 6, 7, 8], [1, 3, 4, 5, 9])
    found = flat(merge_blocks([[0, 1, 2, 3, 4, 5, 8, 9], [6, 7]], joins))
    assert {(2, 6), (6, 7), (7, 8)} <= set(pairwise(found))


def test_whole_paragraphs_keep_their_order() -> None:
    joins = told_columns([0, 1, 2], [3, 4, 5], [6, 7, 8])
    assert flat(merge_blocks([[0, 1, 2], [3, 4, 5], [6, 7, 8]], joins)) == list(range(9))


def test_a_paragraph_stays_where_most_of_its_lines_were() -> None:
    # The first line of the paragraph 0, 4, 5 strayed to the front.
    joins = Told([INDENTED, INDENTED, OPEN, ENDED, OPEN, ENDED], {(1, 2), (2, 3), (0, 4), (4, 5)})
    found = merge_blocks([[0], [1, 2, 3], [4, 5]], joins)
    assert flat(found) == [1, 2, 3, 0, 4, 5]


@settings(max_examples=25, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_each_piece_is_in_one_thread(pairs: set[tuple[int, int]]) -> None:
    joins = Told([OPEN, ENDED, INDENTED, OPEN, OPEN, ENDED, OPEN, INDENTED], pairs)
    threads = merge_blocks([[0, 1, 2, 3], [4], [5, 6, 7]], joins, BlockOptions(beam=8))
    assert sorted(piece for thread in threads for piece in thread) == list(range(8))


@pytest.mark.parametrize("blocks", [[], [[]]])
def test_no_blocks_give_no_threads(blocks: list[list[int]]) -> None:
    assert merge_blocks(blocks, Told([], set())) == ()


def test_stories_in_blocks_are_put_together() -> None:
    gained = []
    for seed in range(4):
        rows = rows_of_story("zh-library", 2, 18)
        text = garble_blocks(rows, Damage(), random.Random(seed))
        pieces = sorted((piece for row in rows for piece in row), key=lambda piece: (piece.column, piece.row))
        repaired = repair(text, RepairOptions(use_lm=False)).text
        gained.append(successors(repaired, pieces) - successors(text, pieces))
    assert min(gained) >= 0.0
    assert sum(gained) / len(gained) > 0.15
