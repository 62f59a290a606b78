"""Lines are cut at a gutter only where it is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import EM, Sheet, sheet

from ocr_fix.geometry import enclosing
from ocr_fix.gutters import Cuts, GutterOptions, cut_lines, find_cuts
from ocr_fix.model import Box, Marks, Separator, SeparatorKind


def cuts_of(page: Sheet, lines: tuple[Box, ...], **extra: tuple[object, ...]) -> Cuts:
    marks = replace(Marks(800, 900, float(EM), lines), **extra)  # type: ignore[arg-type]
    return find_cuts(page.ink, lines, marks)


def two_columns(gutter: int, rows: int = 16) -> tuple[Sheet, tuple[Box, ...], tuple[Box, ...]]:
    page = sheet()
    left = page.column(50, 100, 15, rows)
    right = page.column(left[0].right + gutter, 100, 15, rows)
    return page, left, right


def joined(left: tuple[Box, ...], right: tuple[Box, ...], rows: set[int]) -> tuple[Box, ...]:
    """The lines of two columns, in some rows found as one."""
    both = [enclosing((left[row], right[row])) for row in sorted(rows)]
    rest = [line for column in (left, right) for row, line in enumerate(column) if row not in rows]
    return (*both, *rest)


def test_an_empty_page_has_no_cuts() -> None:
    assert cuts_of(sheet(), ()) == ()


@pytest.mark.parametrize("gutter", [9, 18, 40])
def test_a_line_joined_over_a_gutter_is_cut_there(gutter: int) -> None:
    page, left, right = two_columns(gutter)
    first, *rest = cuts_of(page, joined(left, right, {6}))
    assert first == ((left[0].right, right[0].left),)
    assert not any(rest)


@pytest.mark.parametrize("row", [0, 15])
def test_the_first_and_the_last_line_are_cut_too(row: int) -> None:
    page, left, right = two_columns(18)
    assert cuts_of(page, joined(left, right, {row}))[0] == ((left[0].right, right[0].left),)


def test_all_lines_joined_over_a_narrow_gutter_are_cut() -> None:
    page, left, right = two_columns(EM // 2)
    cuts = cuts_of(page, joined(left, right, set(range(16))))
    assert cuts == (((left[0].right, right[0].left),),) * 16


def test_a_few_joined_lines_alone_are_not_cut() -> None:
    page, left, right = two_columns(EM // 2, rows=3)
    assert not any(cuts_of(page, joined(left, right, {0, 1, 2})))


def test_word_spaces_of_one_column_are_no_gutters() -> None:
    page, random = sheet(), np.random.default_rng(3)
    lines = []
    for row in range(20):
        words, left = [], 50
        while left < 600:
            words.append(page.type(left, 100 + 27 * row, int(random.integers(2, 8))))
            left = words[-1].right + int(random.integers(6, 12))
        lines.append(enclosing(words))
    assert not any(cuts_of(page, tuple(lines)))


def test_a_river_over_three_lines_is_no_gutter() -> None:
    page = sheet()
    lines = list(page.column(50, 100, 30, 16))
    for row in (6, 7, 8):
        page.paint(299, 100 + 27 * row, 309, 118 + 27 * row, 235)
    assert not any(cuts_of(page, tuple(lines)))


def test_a_centred_byline_over_a_gutter_is_not_cut() -> None:
    page, left, right = two_columns(2 * EM)
    words = page.type(250, 73, 3), page.type(left[0].right + EM, 73, 5)
    byline = enclosing(words)
    assert byline.left < left[0].right < right[0].left < byline.right
    assert not any(cuts_of(page, (byline, *left, *right)))


def test_a_full_line_over_the_same_gutter_is_cut() -> None:
    page, left, right = two_columns(2 * EM)
    above = page.type(50, 73, 15), page.type(right[0].left, 73, 15)
    cuts = cuts_of(page, (enclosing(above), *left, *right))
    assert cuts[0] == ((above[0].right, above[1].left),)


def test_a_line_some_way_above_the_columns_is_not_cut() -> None:
    page, left, right = two_columns(2 * EM)
    above = page.type(50, 52, 15), page.type(right[0].left, 52, 15)
    assert cuts_of(page, (enclosing(above), *left, *right))[0] == ()


def test_a_line_joined_over_a_column_rule_is_cut_at_it() -> None:
    page, left, right = two_columns(EM, rows=2)
    middle = left[0].right + EM // 2
    rule = Separator(SeparatorKind.VERTICAL, Box(middle - 1, 80, middle + 1, 160))
    both = joined(left, right, {0, 1})
    assert not any(cuts_of(page, both))
    gutter = (left[0].right, right[0].left)
    page.paint(middle - 1, 80, middle + 1, 160)
    assert cuts_of(page, both, separators=(rule,)) == ((gutter,),) * 2


def ruled_row(top: int, bottom: int, white: int = 9) -> tuple[Sheet, Box, int]:
    """A single row at 100 with a stroke of its own between its halves, from `top` to `bottom`."""
    page = sheet()
    left = page.type(50, 100, 10)
    page.paint(left.right + white, top, left.right + white + 2, bottom)
    right = page.type(left.right + 2 * white + 2, 100, 10)
    return page, enclosing((left, right)), left.right + white


@pytest.mark.parametrize(("top", "bottom"), [(100, 100 + 2 * EM), (100 - EM, 100 + EM), (90, 110 + EM)])
def test_a_rule_in_one_row_cuts_it_where_it_goes_on_beyond_the_line(top: int, bottom: int) -> None:
    page, line, rule = ruled_row(top, bottom)
    ((cut,),) = cuts_of(page, (line,))
    assert cut[0] < rule < cut[1]


@pytest.mark.parametrize(
    ("top", "bottom", "white"),
    [(100, 100 + EM, 9), (100 + EM // 2, 100 + 2 * EM, 9), (100, 100 + 2 * EM, 1)],
    ids=["a stroke of a character", "from the line's middle", "no white beside it"],
)
def test_other_strokes_cut_nothing(top: int, bottom: int, white: int) -> None:
    page, line, _ = ruled_row(top, bottom, white)
    assert cuts_of(page, (line,)) == ((),)


def test_a_row_at_the_edge_of_the_page_is_not_cut_at_its_strokes() -> None:
    page = sheet()
    line = page.type(50, 0, 20, pitch=EM + 8)
    assert cuts_of(page, (line,)) == ((),)


def test_rules_elsewhere_cut_nothing() -> None:
    page, left, right = two_columns(EM, rows=2)
    middle = left[0].right + EM // 2
    lower = Separator(SeparatorKind.VERTICAL, Box(middle - 1, 300, middle + 1, 600))
    across = Separator(SeparatorKind.HORIZONTAL, Box(50, 90, 600, 92))
    assert not any(cuts_of(page, joined(left, right, {0, 1}), separators=(lower, across)))


def test_a_spaced_headline_over_columns_is_not_cut() -> None:
    page, left, right = two_columns(2 * EM)
    headline = page.type(50, 20, 9, size=3 * EM, pitch=3 * EM + 12)
    assert not any(cuts_of(page, (headline, *left, *right)))


def test_two_headlines_joined_over_columns_are_cut() -> None:
    page, left, right = two_columns(2 * EM)
    size = 2 * EM
    words = page.type(50, 56, 6, size, size + 6), page.type(right[0].left, 56, 6, size, size + 6)
    cuts = cuts_of(page, (enclosing(words), *left, *right))
    assert len(cuts[0]) == 1
    assert cuts[0][0] == (words[0].right, words[1].left)


def test_a_caption_under_a_wide_picture_is_not_cut() -> None:
    page, left, right = two_columns(EM)
    caption = page.type(50, 77, 17, size=14), page.type(right[0].left, 77, 15, size=14)
    line = enclosing(caption)
    picture = Box(50, 10, right[0].right, 72)
    lines = (line, *left, *right)
    assert cuts_of(page, lines, pictures=(picture,))[0] == ()
    assert len(cuts_of(page, lines)[0]) == 1


def test_a_line_over_two_gutters_is_cut_twice() -> None:
    page = sheet()
    columns = [page.column(left, 100, 12, 14) for left in (30, 264, 498)]
    whole = enclosing(column[4] for column in columns)
    rest = [line for column in columns for row, line in enumerate(column) if row != 4]
    cuts = cuts_of(page, (whole, *rest))
    assert cuts[0] == ((columns[0][0].right, 264), (columns[1][0].right, 498))


def test_gutters_are_cut_where_the_user_says_that_there_are_two_columns() -> None:
    page, left, right = two_columns(EM // 2, rows=3)
    both = joined(left, right, {0, 1, 2})
    marks = Marks(800, 900, float(EM), both)
    cuts = find_cuts(page.ink, both, marks, GutterOptions(columns=2))
    assert cuts == (((left[0].right, right[0].left),),) * 3


def test_cut_lines_are_in_page_pixels_from_the_top() -> None:
    lines = (Box(100, 60, 700, 96), Box(100, 0, 700, 36))
    cuts: Cuts = (((150, 160), (250, 260)), ())
    assert cut_lines(lines, cuts, 0.5) == (
        lines[1],
        Box(100, 60, 300, 96),
        Box(320, 60, 500, 96),
        Box(520, 60, 700, 96),
    )
    assert cut_lines((), (), 0.5) == ()


def test_a_cut_at_the_end_of_a_line_leaves_no_empty_piece() -> None:
    assert cut_lines((Box(0, 0, 100, 18),), (((90, 100),),), 1.0) == (Box(0, 0, 90, 18),)


@settings(deadline=None)
@given(st.integers(6, 60), st.integers(8, 24), st.sets(st.integers(0, 7)))
def test_cutting_joined_lines_gives_the_columns_back(gutter: int, rows: int, wrong: set[int]) -> None:
    page, left, right = two_columns(gutter, rows)
    some = {2 * row for row in wrong if 2 * row < rows - 2}
    lines = joined(left, right, some)
    assert sorted(cut_lines(lines, cuts_of(page, lines), 1.0)) == sorted((*left, *right))


@pytest.mark.parametrize(("row", "cut"), [(-1, False), (0, True), (3, True)])
def test_a_line_over_a_rule_that_begins_below_it_is_not_in_its_columns(row: int, cut: bool) -> None:
    page, left, right = two_columns(20, rows=8)
    rule = page.paint(left[0].right + 9, 95, left[0].right + 11, 340)
    wall = Separator(SeparatorKind.VERTICAL, rule)
    page.grey[95:340, rule.left : rule.right] = 235
    above = Box(left[0].left, 73, right[0].right, 91)
    page.type(left[0].left, 73, 15)
    page.type(right[0].left, 73, 15)
    line = above if row < 0 else enclosing((left[row], right[row]))
    rest = tuple(one for one in (*left, *right) if not (row >= 0 and one in (left[row], right[row])))
    assert bool(cuts_of(page, (line, *rest), separators=(wall,))[0]) is cut


def test_lines_that_were_cut_prove_the_gutter_to_their_neighbours() -> None:
    """The last rows are joined, so many that those at the foot see no line end at the gutter."""
    page = sheet()
    left = page.column(50, 100, 15, 16, leading=30)
    right = page.column(left[0].right + 18, 100, 15, 16, leading=30)
    cuts = cuts_of(page, joined(left, right, set(range(12, 16))))
    assert cuts[:4] == (((left[0].right, right[0].left),),) * 4
    assert not any(cuts[4:])
