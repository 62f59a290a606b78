"""A sequence of pieces split into columns."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from garbled import rows_of_story
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.joins import Joins
from ocr_fix.pieces import Piece, width_em
from ocr_fix.threads import LINE_OPTIONS, RUN_OPTIONS, ThreadOptions, split_threads

SPLIT = settings(max_examples=30, deadline=None)


class Perfect(Joins):
    """Knows which piece follows which: the one of the next number in the truth."""

    def __init__(self, pieces: list[Piece], following: dict[int, int]) -> None:
        super().__init__(pieces)
        self._following = following

    def score(self, i: int, j: int) -> float:
        return 6.0 if self._following.get(i) == j else -6.0


def interleaved(columns: list[int]) -> tuple[list[list[int]], Perfect, list[list[int]]]:
    """Rows read across columns of so many lines each, and the columns that they were."""
    rows: list[list[int]] = []
    truth: list[list[int]] = [[] for _ in columns]
    count = 0
    for row in range(max(columns)):
        rows.append([])
        for column, height in enumerate(columns):
            if row < height:
                rows[-1].append(count)
                truth[column].append(count)
                count += 1
    pieces = [Piece("一" * 14, 0, 0, 14.0, 14.0)] * count
    flat = [piece for column in truth for piece in column]
    return rows, Perfect(pieces, dict(pairwise(flat))), truth


@SPLIT
@given(st.lists(st.integers(2, 9), min_size=1, max_size=4))
def test_with_perfect_joins_the_columns_come_back(columns: list[int]) -> None:
    rows, joins, truth = interleaved(columns)
    (section,) = split_threads(rows, joins, LINE_OPTIONS)
    # A last line alone may stand as a column of its own: the order is the same.
    assert [piece for column in section.columns for piece in column] == [
        i for column in truth for i in column
    ]


@SPLIT
@given(st.integers(2, 3), st.integers(3, 9))
def test_rows_that_were_run_together_come_back_too(count: int, height: int) -> None:
    rows, joins, truth = interleaved([height] * count)
    (section,) = split_threads([[piece for row in rows for piece in row]], joins, RUN_OPTIONS)
    # A last line alone may stand as a column of its own: the order is the same.
    assert [piece for column in section.columns for piece in column] == [
        i for column in truth for i in column
    ]


@SPLIT
@given(st.lists(st.integers(1, 4), min_size=1, max_size=8), st.integers(0, 99))
def test_no_piece_is_lost_or_doubled(sizes: list[int], seed: int) -> None:
    rng = random.Random(seed)
    rows, count = [], 0
    for size in sizes:
        rows.append(list(range(count, count + size)))
        count += size
    pieces = [Piece("一" * (k := rng.randint(1, 16)), 0, 0, float(k), 14.0) for _ in range(count)]
    for options in (LINE_OPTIONS, RUN_OPTIONS, ThreadOptions(aside_line=5.0)):
        sections = split_threads(rows, Joins(pieces), options)
        found = [
            piece for one in sections for part in (*one.before, *one.columns, *one.after) for piece in part
        ]
        assert sorted(found) == list(range(count))
        assert [one.first for one in sections[1:]] == [one.last for one in sections[:-1]]


@pytest.mark.parametrize(("columns", "width"), [(2, 20), (3, 16)])
def test_a_story_comes_back_by_its_language_alone(columns: int, width: int) -> None:
    printed = rows_of_story("zh-library", columns, width)
    flat = [piece for row in printed for piece in row]
    pieces = [Piece(one.text, one.row, 0, width_em(one.text), float(width)) for one in flat]
    rows, count = [], 0
    for row in printed:
        rows.append(range(count, count + len(row)))
        count += len(row)
    sections = split_threads(rows, Joins(pieces), LINE_OPTIONS)
    right = [
        flat[a].column == flat[b].column
        for one in sections
        for column in one.columns
        for a, b in pairwise(column)
    ]
    assert sum(right) >= 0.9 * (len(flat) - columns)
