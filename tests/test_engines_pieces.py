"""Pieces of lines joined, headlines made whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.engines.pieces import join_pieces, with_large
from ocr_fix.model import Box

GLYPH = 20.0
LINE = Box(100, 100, 500, 122)


@pytest.mark.parametrize(
    ("other", "joined"),
    [
        (Box(495, 101, 700, 123), Box(100, 100, 700, 123)),
        (Box(498, 101, 506, 110), Box(100, 100, 506, 122)),
        (Box(200, 104, 210, 120), LINE),
        (Box(200, 108, 300, 120), LINE),
    ],
    ids=["piece", "quotation mark", "speck inside", "half a line inside"],
)
def test_pieces_of_a_line_are_joined(other: Box, joined: Box) -> None:
    assert join_pieces([LINE, other], GLYPH) == (joined,)
    assert join_pieces([other, LINE], GLYPH) == (joined,)


@pytest.mark.parametrize(
    "other",
    [Box(500, 100, 700, 122), Box(100, 118, 500, 140), Box(40, 98, 104, 150), Box(480, 100, 502, 400)],
    ids=["next column", "line below", "drop capital", "vertical line"],
)
def test_other_lines_stay_apart(other: Box) -> None:
    assert set(join_pieces([LINE, other], GLYPH)) == {LINE, other}


def test_vertical_pieces_are_joined() -> None:
    assert join_pieces([Box(100, 100, 122, 500), Box(101, 495, 123, 700)], GLYPH) == (
        Box(100, 100, 123, 700),
    )


def test_thin_character_of_a_headline_is_joined() -> None:
    assert join_pieces([Box(0, 0, 900, 200), Box(880, 70, 1100, 160)], GLYPH) == (Box(0, 0, 1100, 200),)


def test_headline_in_pieces_becomes_whole() -> None:
    whole = Box(0, 0, 2000, 200)
    pieces = (Box(5, 2, 700, 198), Box(1200, 5, 1990, 190))
    assert with_large((*pieces, Box(0, 300, 500, 322)), [whole], GLYPH) == (Box(0, 300, 500, 322), whole)


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [
        ((LINE, Box(100, 130, 500, 152), Box(100, 160, 500, 182)), Box(95, 95, 505, 187)),
        ((Box(0, 0, 50, 60),), Box(0, 0, 500, 60)),
        ((), Box(0, 0, 500, 300)),
    ],
    ids=["paragraph", "not large", "picture"],
)
def test_coarse_look_is_not_believed(fine: tuple[Box, ...], coarse: Box) -> None:
    assert with_large(fine, [coarse], GLYPH) == fine


boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    *(st.integers(0, 400), st.integers(0, 400), st.integers(1, 200), st.integers(1, 60)),
)


@given(st.lists(boxes, max_size=12))
def test_no_line_is_lost(found: list[Box]) -> None:
    joined = join_pieces(found, GLYPH)
    assert all(
        any(
            one.left <= box.left
            and one.top <= box.top
            and one.right >= box.right
            and one.bottom >= box.bottom
            for one in joined
        )
        for box in found
    )
    assert len(joined) <= len(found)


def test_lines_above_and_below_a_picture_taken_for_a_line_are_not_joined_with_it() -> None:
    picture = Box(98, 118, 400, 500)
    above, below = Box(100, 100, 250, 121), Box(110, 495, 390, 520)
    assert set(join_pieces([above, picture, below], GLYPH)) == {above, picture, below}
    assert set(join_pieces([above, picture, below], GLYPH / 3)) == {above, picture, below}  # half-tone dots
