"""Marks of vertical lines: drawn between squares that stand for characters, lying on their sides."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.engines.base import Reading
from ocr_fix.scan import Grey
from ocr_fix.uprightmarks import centres, find_spots, with_upright_marks

EM = 40
MARGIN_RATIO = 0.125
MARGIN = round(MARGIN_RATIO * EM)
HEIGHT = EM + 2 * MARGIN


def crop(cells: str, scale: float = 1.0) -> Grey:
    """A line lying on its side: a square for each Chinese character, a mark where it says so."""
    page = np.full((HEIGHT, EM * len(cells) + 2 * MARGIN), 250, np.uint8)
    for number, cell in enumerate(cells):
        _draw(page[MARGIN : MARGIN + EM, MARGIN + number * EM : MARGIN + (number + 1) * EM], cell)
    return np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _draw(cell: Grey, mark: str) -> None:
    ink = 20
    if mark == "。":
        cv2.circle(cell, (11, 11), 6, [ink], 2)
    elif mark == "，":
        cv2.circle(cell, (20, 20), 5, [ink], -1)
    elif mark == "、":
        # Printed it falls to the right; on its side it rises.
        cv2.line(cell, (7, 17), (16, 8), [ink], 5)
    elif mark == "：":
        cv2.circle(cell, (12, 20), 3, [ink], -1)
        cv2.circle(cell, (28, 20), 3, [ink], -1)
    elif mark == "「":
        cell[4:30, 26:29], cell[4:7, 26:38] = ink, ink
    elif mark == "」":
        cell[10:36, 11:14], cell[33:36, 2:14] = ink, ink
    elif mark != "　":
        cell[3:37, 3:37] = ink
        cell[8:32:6, 8:32] = 250


def read(cells: str, seen: str = "", scale: float = 1.0) -> Reading:
    """What a recogniser says of `cells`: all but the marks that it does not see, spans half-way."""
    marks = set("。，、：「」　") - set(seen)
    kept = [(place, one) for place, one in enumerate(cells) if one not in marks]
    middles = [(MARGIN + (place + 0.5) * EM) * scale for place, _ in kept]
    length = (EM * len(cells) + 2 * MARGIN) * scale
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(middles)), length]
    spans = tuple(pairwise(edges))
    return Reading("".join(one for _, one in kept), 0.9, spans)


def marked(cells: str, seen: str = "", scale: float = 1.0) -> str:
    (reading,) = with_upright_marks([read(cells, seen, scale)], [crop(cells, scale)], MARGIN_RATIO)
    assert len(reading.spans) == len(reading.text)
    return reading.text


@pytest.mark.parametrize("mark", "。，、：「」")
def test_a_mark_that_was_not_read_is_found_in_the_ink(mark: str) -> None:
    assert marked(f"天地玄黃{mark}宇宙洪荒") == f"天地玄黃{mark}宇宙洪荒"


@given(st.lists(st.sampled_from(["天", "地", "天。", "地，", "玄、", "黃："]), min_size=4, max_size=12))
def test_text_and_marks_come_back(parts: list[str]) -> None:
    text = "宇宙洪荒日月盈昃" + "".join(parts) + "辰宿"
    assert marked(text) == text


@pytest.mark.parametrize("scale", [0.6, 1.0, 1.7])
def test_size_does_not_matter(scale: float) -> None:
    assert marked("天地，玄黃。宇宙", scale=scale) == "天地，玄黃。宇宙"


def test_marks_at_the_ends_are_found() -> None:
    assert marked("「天地玄黃。") == "「天地玄黃。"


def test_a_dot_that_was_read_becomes_the_mark_it_is() -> None:
    reading = read("天地玄黃，宇宙", seen="，")
    dotted = Reading(reading.text.replace("，", "."), 0.9, reading.spans)
    (found,) = with_upright_marks([dotted], [crop("天地玄黃，宇宙")], MARGIN_RATIO)
    assert found.text == "天地玄黃，宇宙"


def test_a_mark_that_was_read_is_not_doubled_or_changed() -> None:
    assert marked("天地玄黃。宇宙", seen="。") == "天地玄黃。宇宙"
    reading = read("天地玄黃，宇宙", seen="，")
    listed = Reading(reading.text.replace("，", "、"), 0.9, reading.spans)
    (found,) = with_upright_marks([listed], [crop("天地玄黃，宇宙")], MARGIN_RATIO)
    assert found.text == "天地玄黃、宇宙"


def test_strokes_without_room_of_their_own_are_no_marks() -> None:
    page = crop("天地玄黃宇宙")
    cv2.circle(page, (MARGIN + 2 * EM, HEIGHT // 2), 3, [20], -1)
    (found,) = with_upright_marks([read("天地玄黃宇宙")], [page], MARGIN_RATIO)
    assert found.text == "天地玄黃宇宙"


def test_dirt_smaller_than_the_page_s_commas_is_no_mark() -> None:
    lines = ["天地，玄黃，宇宙", "日月，盈昃，辰宿"]
    dirty = crop("天地　玄黃")
    cv2.circle(dirty, (MARGIN + round(2.5 * EM), 20), 2, [20], -1)
    readings = [*(read(line) for line in lines), read("天地　玄黃")]
    found = with_upright_marks(readings, [*(crop(line) for line in lines), dirty], MARGIN_RATIO)
    assert [one.text for one in found] == [*lines, "天地玄黃"]


def test_latin_text_and_readings_without_places_stay() -> None:
    plain = Reading("天地玄黃", 0.9)
    latin = Reading("ab", 0.9, ((0, 40), (40, 80)))
    page = crop("天，地")
    assert with_upright_marks([plain, latin], [page, page], MARGIN_RATIO) == (plain, latin)


def test_nothing_gives_nothing() -> None:
    assert with_upright_marks([], [], MARGIN_RATIO) == ()
    assert find_spots(np.zeros((0, 0), np.uint8), MARGIN_RATIO) == []
    blank = np.full((HEIGHT, 200), 250, np.uint8)
    assert find_spots(blank, MARGIN_RATIO) == []


@given(st.lists(st.floats(20, 120), min_size=3, max_size=15), st.floats(0, 20))
def test_centres_are_found_from_spans_that_reach_half_way(steps: list[float], start: float) -> None:
    middles = np.cumsum([start + 10, *steps])
    edges = [0.0, *((middles[1:] + middles[:-1]) / 2), float(middles[-1]) + 10 + start]
    spans = list(pairwise(edges))
    found = centres(spans)
    assert (np.diff(found) > 0).all()
    # What is left open is one number, so that neighbours are wrong by the same amount to and fro.
    off = np.abs(found - middles)
    mids = np.array([(a + b) / 2 for a, b in spans])
    assert np.allclose(off, off[0], atol=1e-6) or np.allclose(found, mids)
