"""How sure a join is, and which paragraphs threads make."""

from __future__ import annotations

import pytest

from ocr_fix.joins import Joins
from ocr_fix.pieces import Piece, width_em
from ocr_fix.sureness import BLOCKS, Flow, Join, weigh_joins

A1, A2, A3 = "检查员方小禾把平板电", "脑装进背包里出了家门走", "了很远的路。"
B1, B2, B3 = "河堤上的旧泵房空了十六", "年里门上的锁早已锈死了", "也没有人来过。"


def joins_of(*texts: str, column_em: float = 11.0) -> Joins:
    return Joins([Piece(text, 0, 0, width_em(text), column_em) for text in texts])


def test_a_sure_join_is_surer_than_its_exchange() -> None:
    joins = joins_of(A1, B1, A3, B2)
    right = weigh_joins([(0, 2), (1, 3)], joins, 2)
    wrong = weigh_joins([(0, 3), (1, 2)], joins, 2)
    assert right[0].confidence > wrong[0].confidence
    assert right[1].joins[0].runner_up == A3


def test_a_thread_is_parted_where_paragraphs_end() -> None:
    flows = weigh_joins([(0, 1, 2, 3)], joins_of(A1, A2, A3, "今年春天退休的"), 1)
    assert [[piece.text for piece in flow.pieces] for flow in flows] == [[A1, A2, A3], ["今年春天退休的"]]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    (flow,) = weigh_joins([(0,), (1,)], joins_of(A1, A2), 2)
    assert [piece.text for piece in flow.pieces] == [A1, A2]


def test_a_column_that_ends_with_a_stop_ends_a_paragraph() -> None:
    assert len(weigh_joins([(0,), (1,)], joins_of(A3, B2), 2)) == 2


def test_no_piece_is_lost() -> None:
    joins = joins_of(A1, B1, A2, B2, A3, B3)
    flows = weigh_joins([(0, 2, 4), (1, 3, 5)], joins, 2)
    assert sorted(piece.text for flow in flows for piece in flow.pieces) == sorted((A1, A2, A3, B1, B2, B3))


def test_the_confidence_of_a_paragraph_is_the_mean_of_its_joins() -> None:
    assert Flow(()).confidence == 1.0
    assert Flow((), (Join("", "", 0.9), Join("", "", 0.4))).confidence == pytest.approx(0.6)


def test_in_blocks_a_join_inside_of_one_is_surer() -> None:
    pieces = [
        Piece(text, line, 0, width_em(text), 11.0) for text, line in ((A1, 0), (A2, 0), (A1, 1), (A2, 2))
    ]
    inside, outside = (weigh_joins([thread], Joins(pieces), 1, BLOCKS)[0] for thread in ((0, 1), (2, 3)))
    assert inside.confidence > outside.confidence
