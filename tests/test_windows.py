"""Windows: the exact search is the least over all windows, and windows of many pieces never overlap."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from ocr_fix import windows
from ocr_fix.windows import Haystack, Window, nearest_window, spread

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))
few = st.text(st.sampled_from("甲乙丙"), max_size=9)


def taken(pieces: list[str], text: str) -> tuple[tuple[int, ...], int]:
    found = spread(pieces, Haystack(text))
    return found.errors, found.left


def tried(piece: str, text: str) -> int:
    """The least distance over all windows, each tried."""
    ends = range(len(text) + 1)
    return min(Levenshtein.distance(piece, text[start:end]) for start in ends for end in ends[start:])


@settings(max_examples=200)
@given(few.filter(bool), few)
def test_the_exact_search_is_the_least_over_all_windows(piece: str, text: str) -> None:
    least = tried(piece, text)
    assert windows._exact_errors(piece, text) == least
    assert nearest_window(piece, text).errors >= least


def test_long_flows_are_searched_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    flow, text = "新桥通车两岸", "甲乙新桥通丙车两岸丁戊己庚辛壬癸"
    assert Haystack(text).least_flow_errors([flow, flow]) == (1, 1)
    monkeypatch.setattr(windows, "MAX_RATIO_CHARS", 0)
    assert Haystack(text).least_flow_errors([flow]) == (1,)
    assert Haystack(text + flow).least_flow_errors([flow]) == (0,)


@settings(max_examples=100)
@given(st.lists(few.filter(bool), max_size=5), few)
def test_errors_are_those_of_a_window(pieces: list[str], text: str) -> None:
    haystack = Haystack(text)
    for found in (haystack.least_errors(pieces), haystack.least_flow_errors(pieces)):
        for piece, errors in zip(pieces, found, strict=True):
            assert tried(piece, text) <= errors <= len(piece)


@pytest.mark.parametrize("size", [400, 1000])
def test_a_piece_is_found_in_a_text_too_long_to_search_as_a_whole(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "MAX_PARTIAL_CHARS", 0)
    chance = random.Random(size)
    text = "".join(chance.choice(HAN[:size]) for _ in range(5000))
    piece = text[2000:2020]
    misread = piece[:9] + "X" + piece[10:]
    far = text[:2000] + misread + text[2020:]
    monkeypatch.setattr(windows, "NEAR_CHARS", 100)
    assert nearest_window(piece, far).errors > 10
    assert nearest_window(piece, far, near=2050).errors == 1
    assert Haystack(far).least_errors([piece, "YZ" * 10]) == (1, 20)
    assert spread([piece], Haystack(far)).starts == (2000,)


@pytest.mark.parametrize(
    ("piece", "text", "window"),
    [
        ("新桥通车", "昨日新桥通车了", Window(0, 2, 6)),
        ("新桥通车", "昨日新桥口通车了", Window(1, 2, 7)),
        ("新桥通车", "昨日新桥车了", Window(1, 2, 5)),
        ("新桥通车", "新桥", Window(2, 0, 2)),
        ("新桥", "", Window(2, 0, 0)),
        ("新桥", "天地玄黄", Window(2, 0, 0)),
    ],
)
def test_a_window_ends_where_the_piece_ends(piece: str, text: str, window: Window) -> None:
    assert nearest_window(piece, text) == window


def test_lines_that_all_look_alike_are_found_where_they_should_stand() -> None:
    line, read = "新桥昨日通车两岸居民步行过河", "新桥昨日通车两岸居民步行过了"
    found = spread([line] * 1500, Haystack(read * 1500))
    # An error a line, and a few that greedy windows cost.
    assert 1500 <= sum(found.errors) < 2500


def test_a_place_is_taken_once_by_the_best() -> None:
    assert taken(["新桥通车", "新桥通车"], "新桥通车") == ((0, 4), 0)
    assert taken(["新桥通车啊", "新桥通车了"], "一二新桥通车了三四五") == ((5, 0), 5)
    assert taken(["新桥通车", "新桥通车两岸"], "新桥通车两岸。新桥通车。") == ((0, 0), 2)


def test_who_lost_a_place_waits_behind_better_claims() -> None:
    one, other = "甲乙丙丁戊己庚辛壬癸", "甲乙丙丁戊子丑寅卯辰"
    assert taken([one, one, other], "甲乙丙丁戊己庚辛壬口。。甲乙丙丁戊子丑寅卯口") == ((1, 10, 1), 4)


def test_nothing_takes_nothing() -> None:
    assert taken([], "新桥") == ((), 2)
    assert taken(["新桥"], "") == ((2,), 0)


@settings(max_examples=100)
@given(st.lists(few.filter(bool), max_size=5), few)
def test_what_is_taken_and_what_is_left_is_the_text(pieces: list[str], text: str) -> None:
    errors, left = taken(pieces, text)
    assert all(0 <= error <= len(piece) for error, piece in zip(errors, pieces, strict=True))
    takers = [
        len(piece) - error
        for error, piece in zip(errors, pieces, strict=True)
        if error < windows.MAX_TAKING_RATIO * len(piece)
    ]
    assert sum(takers) <= len(text) - left
