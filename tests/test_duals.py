"""Prices of tails and heads: a bound for every join, tight for the best ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.duals import find_duals

NUMBERS = st.floats(-5.0, 8.0, width=16)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(NUMBERS, min_size=5, max_size=5), min_size=5, max_size=5))
def test_no_join_is_worth_more_than_its_tail_and_its_head(rows: list[list[float]]) -> None:
    gains = np.array(rows)
    tails, heads = find_duals(gains, 2.0)
    assert np.all(gains <= np.add.outer(tails, heads) + 1e-6)


def test_the_best_joins_have_no_room() -> None:
    gains = np.array([[-9.0, 5.0, 1.0], [0.0, -9.0, 4.0], [0.0, 0.0, -9.0]])
    tails, heads = find_duals(gains, 2.0)
    assert np.isclose(tails[0] + heads[1], 5.0)
    assert np.isclose(tails[1] + heads[2], 4.0)
