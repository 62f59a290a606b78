"""What moved is told from what changed, and everything that happened is told."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.align import Alignment, Run, align

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 2000))


def letters(seed: int, count: int) -> str:
    """Characters of which no six stand together twice."""
    return "".join(random.Random(seed).sample(HAN, count))


def rebuilt(one: str, other: str, alignment: Alignment) -> str:
    """The second text, made of the first and the alignment; of `other` only what the edits added."""
    edits_to = {(edit.c, edit.d): other[edit.c : edit.d] for edit in alignment.edits if edit.d > edit.c}
    gone = {place for edit in alignment.edits for place in range(edit.a, edit.b)}
    new = {place for edit in alignment.edits for place in range(edit.c, edit.d)}
    moved = {place for move in alignment.moves for place in range(move.a, move.b)}
    into = {place for move in alignment.moves for place in range(move.c, move.d)}
    result = [""] * len(other)
    for (start, end), text in edits_to.items():
        result[start:end] = text
    stayed = [place for place in range(len(one)) if place not in gone | moved]
    free = [place for place in range(len(other)) if place not in new | into]
    for source, target in zip(stayed, free, strict=True):
        result[target] = one[source]
    for move in alignment.moves:
        sources = [place for place in range(move.a, move.b) if place not in gone]
        targets = [place for place in range(move.c, move.d) if place not in new]
        for source, target in zip(sources, targets, strict=True):
            result[target] = one[source]
    return "".join(result)


few = st.text(st.sampled_from("甲乙丙"), max_size=40)
pieces = st.lists(st.integers(0, 30), max_size=14)


@settings(max_examples=300, deadline=None)
@given(few, few)
def test_the_second_text_can_be_rebuilt(one: str, other: str) -> None:
    assert rebuilt(one, other, align(one, other)) == other


@settings(max_examples=300, deadline=None)
@given(pieces, pieces)
def test_texts_of_lost_moved_and_doubled_pieces_can_be_rebuilt(ones: list[int], others: list[int]) -> None:
    one = "".join(letters(piece, piece % 23 + 1) for piece in ones)
    other = "".join(letters(piece, piece % 23 + 1) for piece in others)
    alignment = align(one, other)
    assert rebuilt(one, other, alignment) == other
    spans = sorted((move.c, move.d) for move in alignment.moves)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 300))
def test_a_text_against_itself_has_no_differences(seed: int, count: int) -> None:
    text = letters(seed, count)
    assert align(text, text) == Alignment((), ())


def test_empty_texts() -> None:
    assert align("", "") == Alignment((), ())
    assert align("新桥", "") == Alignment((Run(0, 2, 0, 0),), ())
    assert align("", "新桥") == Alignment((Run(0, 0, 0, 2),), ())


def test_swapped_columns_are_one_move_and_no_edit() -> None:
    left, right = letters(1, 400)[:150], letters(1, 400)[150:]
    alignment = align(left + right, right + left)
    assert alignment == Alignment((), (Run(0, 150, 250, 400),))


def test_rows_across_columns_are_moves_of_lines() -> None:
    text = letters(2, 240)
    lines = [text[place : place + 20] for place in range(0, 240, 20)]
    rows = [line for pair in zip(lines[:6], lines[6:], strict=True) for line in pair]
    alignment = align("".join(lines), "".join(rows))
    assert alignment.edits == ()
    assert sum(move.b - move.a for move in alignment.moves) == 100


def test_misread_characters_in_a_moved_piece_are_edits_inside_it() -> None:
    text = letters(3, 300)
    moved = text[40:70]
    misread = moved[:14] + "X" + moved[15:]
    other = text[:40] + text[70:200] + misread + text[200:]
    alignment = align(text, other)
    assert alignment.moves == (Run(40, 70, 170, 200),)
    assert alignment.edits == (Run(54, 55, 184, 185),)


def test_pieces_with_another_piece_between_them_moved_apart() -> None:
    text = letters(9, 500)
    one, two, guest = text[40:55], text[55:70], text[20:28]
    other = text[:20] + text[28:40] + text[70:400] + one + guest + two + text[400:]
    alignment = align(text, other)
    assert [(move.a, move.b) for move in alignment.moves] == [(20, 28), (40, 55), (55, 70)]
    assert alignment.edits == ()


def test_misread_ends_move_with_their_piece() -> None:
    text = letters(4, 300)
    other = text[:40] + text[70:200] + "XY" + text[42:68] + "Z" + text[200:]
    alignment = align(text, other)
    assert alignment.moves == (Run(40, 70, 170, 199),)
    assert [edit.a for edit in alignment.edits] == [40, 68]


def test_a_badly_misread_line_moved_all_the_same() -> None:
    text = letters(8, 600)
    misread = "".join("X" if place % 5 == 4 else letter for place, letter in enumerate(text[100:120]))
    alignment = align(text, text[:100] + text[120:400] + misread + text[400:])
    assert alignment.moves == (Run(100, 120, 380, 400),)


def test_texts_that_have_nothing_to_do_with_each_other_did_not_move() -> None:
    one, other = ("".join(random.Random(seed).choices(HAN[:400], k=1500)) for seed in (1, 2))
    assert align(one, other).moves == ()


@pytest.mark.parametrize(("size", "moves"), [(7, 1), (6, 0)])
def test_a_short_piece_is_lost_and_extra(size: int, moves: int) -> None:
    text = letters(5, 200)
    other = text[:50] + text[50 + size : 120] + text[50 : 50 + size] + text[120:]
    alignment = align(text, other)
    assert len(alignment.moves) == moves
    assert len(alignment.edits) == 2 * (1 - moves)


def test_letters_are_half_as_wide_as_chinese() -> None:
    one = "the new bridge was opened yesterday by nobody at all and everybody walked over it twice"
    piece = "opened yesterday by nobody "
    other = one.replace(piece, "") + piece
    assert len(align(one, other).moves) == 1
    assert align(one, one.replace("opened yes", "") + "opened yes").moves == ()


def test_text_that_stands_twice_is_told_apart_by_what_surrounds_it() -> None:
    refrain = letters(6, 20)
    one, two, three = (letters(7, 300)[place : place + 60] for place in (0, 100, 200))
    assert align(one + refrain + two + refrain + three, one + refrain + two + refrain + three).edits == ()
    alignment = align(one + refrain + two + refrain + three, one + two + refrain + three)
    assert alignment == Alignment((Run(60, 80, 60, 60),), ())


def test_chance_agreement_inside_a_change_is_part_of_it() -> None:
    assert align("甲乙丙丁戊", "一二丙三四").edits == (Run(0, 5, 0, 5),)
    assert align("甲乙丙", "一乙三").edits == (Run(0, 1, 0, 1), Run(2, 3, 2, 3))
