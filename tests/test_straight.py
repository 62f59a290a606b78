"""The slope of a page from its words, and boxes made straight."""

from __future__ import annotations

import math
from dataclasses import replace

from given import column, set_line
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.frame import Bend, Transform
from ocr_fix.model import Box, Direction, Line, Word
from ocr_fix.straight import Level, Unwarp, find_level, straightened

WIDTH, HEIGHT = 1200, 1600


def tilted(line: Line, slope: float) -> Line:
    """A line as an upright box around each word of a page that falls by `slope`."""
    words = []
    for word in line.words:
        fall = round(slope * (word.box.centre_x - WIDTH / 2))
        extra = round(abs(slope) * word.box.width)
        box = Box(word.box.left, word.box.top + fall, word.box.right, word.box.bottom + fall + extra)
        words.append(Word(word.text, box))
    return Line(line.text, line.box, words=tuple(words))


@given(st.floats(0.005, 0.08), st.booleans())
def test_the_slope_of_a_tilted_page_is_found(size: float, falls: bool) -> None:
    slope = size if falls else -size
    level = find_level([tilted(line, slope) for line in column("a", 100, 300)], WIDTH, HEIGHT)
    assert math.isclose(level.slope, slope, abs_tol=0.003)


def test_a_straight_page_is_left_alone() -> None:
    lines = column("a", 100, 300)
    level = find_level(lines, WIDTH, HEIGHT)
    assert level.slope == 0.0
    assert [straightened(line, level) for line in lines] == lines


def test_words_on_one_height_again() -> None:
    lines = [tilted(line, 0.04) for line in column("a", 100, 300)]
    level = find_level(lines, WIDTH, HEIGHT)
    for line in lines:
        tops = [word.box.top for word in straightened(line, level).words]
        assert max(tops) - min(tops) <= 6
        assert max(word.box.top for word in line.words) - min(word.box.top for word in line.words) > 10


def test_lines_without_words_and_vertical_ones_tell_nothing() -> None:
    bare = Line("text", Box(0, 0, 400, 40))
    upright = Line("text", Box(0, 0, 40, 400), direction=Direction.VERTICAL, words=column("a", 0, 0)[0].words)
    assert find_level([bare, upright], WIDTH, HEIGHT).slope == 0.0


def test_steep_lines_are_words_of_several_rows() -> None:
    words = tuple(Word("word", Box(x, x, x + 60, x + 40)) for x in range(0, 600, 100))
    assert find_level([Line("word", Box(0, 0, 600, 600), words=words)], WIDTH, HEIGHT).slope == 0.0


def test_a_word_boxed_far_too_high_gets_its_neighbours_height() -> None:
    line = set_line("one two three four five", 100, 300)
    high = Word("three", Box(line.words[2].box.left, 250, line.words[2].box.right, 390))
    odd = Line(line.text, line.box, words=(*line.words[:2], high, *line.words[3:]))
    made = straightened(odd, Level(0.0, 0, 0))
    assert made.words[2].box == line.words[2].box
    assert made.box == line.box


def test_a_drop_cap_keeps_its_height() -> None:
    line = set_line("A first", 100, 300)
    assert straightened(line, Level(0.0, 0, 0)) == line


@given(st.floats(-0.08, 0.08), st.integers(200, 1900), st.integers(200, 2900), st.booleans())
def test_boxes_go_to_the_cleaned_page(angle: float, x: int, y: int, bent: bool) -> None:
    bend = Bend(2000, 3000, ((12.0, -3.0), (5.0, 2.0))) if bent else None
    cosine, sine = math.cos(angle), math.sin(angle)
    transform = Transform(cosine, -sine, 40.0, sine, cosine, -60.0, bend)
    found = Unwarp(transform)(Box(x, y, x + 60, y + 40))
    back = transform.point(found.centre_x, found.centre_y)
    assert math.dist(back, (x + 30, y + 20)) < 2.5 or 0 in (found.left, found.top)
    assert found.height <= 41


def test_a_page_that_needed_no_cleaning_stays() -> None:
    assert Unwarp(Transform())(Box(3, 4, 5, 6)) == Box(3, 4, 5, 6)
    assert Unwarp(Transform()).slope == 0.0


def test_words_higher_than_their_line_are_as_high_as_the_line() -> None:
    line = set_line("one two three", 100, 300)
    high = tuple(replace(word, box=replace(word.box, top=270, bottom=370)) for word in line.words)
    assert straightened(replace(line, words=high), Level(0.0, 0, 0)).box == line.box
