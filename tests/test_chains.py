"""Threads of torn paragraphs, linked to whole ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.chains import link_threads
from ocr_fix.joins import Joins
from ocr_fix.pieces import Piece, width_em

OPEN, ENDED, INDENTED = "河堤上的旧泵房空了十六年门上", "一次也没有缺过。", "今年春天退休的水文员方启"


class Told(Joins):
    """Joins that were told which pairs belong together."""

    def __init__(self, texts: list[str], pairs: set[tuple[int, int]]) -> None:
        super().__init__([Piece(text, 0, 0, width_em(text), 14.0) for text in texts])
        self._pairs = pairs

    def score(self, i: int, j: int) -> float:
        return 6.0 if (i, j) in self._pairs else -3.0


def test_an_open_end_finds_its_beginning_in_a_later_block() -> None:
    joins = Told([OPEN, INDENTED, ENDED, ENDED], {(0, 2), (1, 3)})
    assert link_threads([[[0]], [[1]], [[2]], [[3]]], joins) == ((0, 2), (1, 3))


def test_a_hole_in_a_thread_is_filled_from_another_block() -> None:
    joins = Told([OPEN, OPEN, OPEN, ENDED], {(0, 2), (2, 1), (1, 3)})
    assert link_threads([[[0, 1, 3]], [[2]]], joins) == ((0, 2, 1, 3),)


def test_what_nothing_speaks_for_stays_alone() -> None:
    assert link_threads([[[0]], [[1]]], Told([OPEN, INDENTED], set())) == ((0,), (1,))


def test_whole_paragraphs_keep_their_order() -> None:
    joins = Told([INDENTED, ENDED, INDENTED, ENDED], {(0, 1), (2, 3)})
    assert link_threads([[[0, 1]], [[2, 3]]], joins) == ((0, 1), (2, 3))


def test_the_left_thread_of_a_block_comes_first() -> None:
    joins = Told([OPEN, OPEN, ENDED, ENDED], {(0, 2), (1, 3)})
    assert link_threads([[[0, 2], [1, 3]]], joins) == ((0, 2), (1, 3))


def test_rings_are_opened() -> None:
    joins = Told([OPEN, OPEN], {(0, 1), (1, 0)})
    assert len(link_threads([[[0]], [[1]]], joins)) == 1


@settings(max_examples=50, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_each_piece_is_in_one_chain(pairs: set[tuple[int, int]]) -> None:
    joins = Told([OPEN, ENDED, INDENTED, OPEN, OPEN, ENDED, OPEN, INDENTED], pairs)
    chains = link_threads([[[0, 1], [2, 3]], [[4]], [[5, 6, 7]]], joins)
    assert sorted(piece for chain in chains for piece in chain) == list(range(8))


def test_no_blocks_give_no_chains() -> None:
    assert link_threads([], Told([], set())) == ()


@pytest.mark.parametrize("text", [OPEN, ENDED])
def test_one_piece_is_one_chain(text: str) -> None:
    assert link_threads([[[0]]], Told([text], set())) == ((0,),)
