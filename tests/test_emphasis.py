"""Bold lines are headings, where they stand as headings do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.emphasis import is_bold_over, part_bold_lines
from ocr_fix.geometry import enclosing
from ocr_fix.model import Box, Kind, Line, Region

EM = 40.0
TEXT, END = ("渡口边的老樟树下乡亲们", 4.0), ("把种子翻出来晒。", 4.1)
BOLD, LONG = ("渡口新灯", 5.6), ("渡口边的老樟树下新灯亮", 5.6)


def ends(text: str) -> bool:
    return text.endswith("。")


def strip(*lines: tuple[str, float], kind: Kind = Kind.BODY, top: int = 0) -> Region:
    """A column of lines, each its text and the thickness of its strokes."""
    found = tuple(
        Line(text, Box(0, top + 60 * row, 40 * len(text), top + 60 * row + 40), weight=weight)
        for row, (text, weight) in enumerate(lines)
    )
    return Region(kind, enclosing(line.box for line in found), found)


def counts(*lines: tuple[str, float]) -> list[int]:
    """How many lines each part has that a strip comes back as."""
    region = strip(*lines)
    parts = part_bold_lines([region], ends, EM)
    assert [line for part in parts for line in part.lines] == list(region.lines)
    assert all(part.box == enclosing(line.box for line in part.lines) for part in parts)
    return [len(part.lines) for part in parts]


def test_no_regions_stay_none() -> None:
    assert part_bold_lines([], ends, EM) == ()


def test_a_bold_line_at_the_top_is_parted_however_long_it_is() -> None:
    assert counts(BOLD, TEXT, TEXT, END) == [1, 3]
    assert counts(LONG, TEXT, TEXT, END) == [1, 3]
    assert counts(LONG, BOLD, TEXT, TEXT, END) == [2, 3]


def test_a_bold_line_between_paragraphs_is_parted_where_it_does_not_fill_the_column() -> None:
    assert counts(TEXT, END, BOLD, TEXT, TEXT, END) == [2, 1, 3]
    assert counts(TEXT, END, LONG, TEXT, TEXT, END) == [6]


@pytest.mark.parametrize(
    ("left", "height", "weight", "heads"),
    [
        (120, 44, 4.4, True),
        (120, 40, 4.4, False),
        (120, 44, 4.1, False),
        (80, 44, 4.4, False),
        (0, 44, 4.4, False),
    ],
    ids=["larger and bolder", "only bolder", "only larger", "an indent", "at the left"],
)
def test_a_centred_line_may_be_a_little_larger_and_a_little_bolder(
    left: int, height: int, weight: float, heads: bool
) -> None:
    region = strip(TEXT, END, TEXT, TEXT, END)
    middle = Line("渡口的新灯", Box(left, 150, left + 200, 150 + height), weight=weight)
    lines = (*region.lines[:2], middle, *region.lines[2:])
    parts = part_bold_lines([Region(Kind.BODY, region.box, lines)], ends, EM)
    assert [len(part.lines) for part in parts] == ([2, 1, 3] if heads else [6])


@pytest.mark.parametrize(
    "lines",
    [
        (TEXT, TEXT, TEXT, END),
        (("渡口新灯", 4.5), TEXT, TEXT, END),
        (TEXT, TEXT, BOLD, TEXT, TEXT, END),
        (("渡口新灯。", 5.6), TEXT, TEXT, END),
        (("渡", 5.6), TEXT, TEXT, END),
        (BOLD, BOLD, BOLD, BOLD, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
        (TEXT, TEXT, END, BOLD),
        (("渡口新灯", 0.0), ("把种子翻出来晒。", 0.0)),
    ],
    ids=[
        "nothing bold",
        "little bolder",
        "in the middle of a sentence",
        "a sentence",
        "one character",
        "too many lines",
        "nothing below",
        "nobody looked",
    ],
)
def test_other_lines_stay_in_their_strip(lines: tuple[tuple[str, float], ...]) -> None:
    assert counts(*lines) == [len(lines)]


def test_an_indented_line_that_fills_its_column_begins_a_paragraph_however_bold_its_first_words_are() -> None:
    column = strip(TEXT, TEXT, TEXT, END)
    first = Line("渡口：边的老樟树下", Box(80, -60, 440, -20), weight=5.6)
    region = Region(Kind.BODY, Box(0, -60, 440, 220), (first, *column.lines))
    assert part_bold_lines([region], ends, EM) == (region,)


def test_captions_are_left_alone() -> None:
    caption = strip(BOLD, TEXT, TEXT, kind=Kind.CAPTION)
    assert part_bold_lines([caption], ends, EM) == (caption,)


@pytest.mark.parametrize(
    ("weight", "top", "bold"), [(5.6, 100, True), (4.4, 100, False), (5.6, 400, False), (0.0, 100, False)]
)
def test_a_strip_is_bold_over_the_text_right_below_it(weight: float, top: int, bold: bool) -> None:
    head, text = strip(("渡口新灯", weight)), strip(TEXT, TEXT, END, top=top)
    assert is_bold_over(head, [head, text], EM) is bold
    assert not is_bold_over(head, [head], EM)


@given(st.lists(st.tuples(st.sampled_from([TEXT[0], END[0], BOLD[0]]), st.floats(0, 9)), min_size=1))
def test_no_line_is_lost_and_the_order_stays(lines: list[tuple[str, float]]) -> None:
    assert sum(counts(*lines)) == len(lines)
