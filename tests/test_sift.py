"""Which boxes are lines of this page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed import EM, sheet

from ocr_fix.model import Box, Marks, Separator, SeparatorKind
from ocr_fix.sift import (
    printed_lines,
    show_through,
    with_initials,
    with_rows,
    without_neighbour,
    without_nested,
    without_photographs,
)


def test_no_lines_stay_none() -> None:
    page = sheet()
    assert printed_lines(page.grey, ()) == ()
    assert without_photographs((), page.grey, 1.0, EM) == ()
    assert without_nested(()) == ()
    assert with_initials((), EM) == ()
    assert with_rows((), page.ink, 1.0, EM) == ()
    empty = Marks(800, 900, 0.0, ())
    assert without_neighbour(empty) == empty


def test_bleed_through_is_dropped_and_light_type_on_a_bar_is_not() -> None:
    page = sheet()
    body = page.column(50, 50, 20, 6)
    page.paint(40, 300, 420, 340)
    reverse = page.type(50, 311, 20, grey=240)
    faint = page.type(50, 500, 20, grey=205)
    assert printed_lines(page.grey, (faint, reverse, *body)) == (*body, reverse)


def test_two_faint_lines_prove_that_print_shows_through() -> None:
    page = sheet()
    faint = tuple(page.type(50, top, 20, grey=175) for top in (500, 540))
    grain = page.type(50, 600, 20, grey=225)
    assert show_through(page.grey, (*faint, grain)) > 60
    assert show_through(page.grey, (faint[0], grain)) == 0
    assert show_through(page.grey, ()) == 0


def test_grey_type_of_a_worn_page_stays() -> None:
    page = sheet()
    body = page.column(50, 50, 20, 6)
    worn = page.type(50, 500, 20, grey=130)
    assert worn in printed_lines(page.grey, (*body, worn))


def test_a_mark_found_again_in_its_line_is_dropped() -> None:
    page = sheet()
    body = page.column(50, 50, 20, 4)
    mark = Box(body[1].left + 40, body[1].top + 4, body[1].left + 50, body[1].top + 14)
    assert without_nested((mark, *body)) == body


def test_a_line_within_a_taller_box_stays() -> None:
    page = sheet()
    body = page.column(50, 50, 20, 4)
    both = Box(20, body[1].top, body[2].right, body[2].bottom)
    assert body[2] in without_nested((both, *body))


def test_a_box_found_twice_is_one_line() -> None:
    page = sheet()
    body = page.column(50, 50, 20, 4)
    assert printed_lines(page.grey, (*body, body[2])) == body


def test_boxes_outside_the_page_are_dropped() -> None:
    page = sheet()
    body = page.column(50, 50, 20, 4)
    assert printed_lines(page.grey, (*body, Box(50, 2000, 300, 2020))) == body


def test_bits_of_photographs_are_no_text_but_headlines_are() -> None:
    page = sheet()
    headline = page.type(50, 50, 6, size=3 * EM)
    page.grey[300:400, 100:300] = np.linspace(90, 170, 200, dtype=np.uint8)[None]
    photo = Box(100, 300, 300, 400)
    assert without_photographs((headline, photo), page.grey, 1.0, EM) == (headline,)


def test_a_picture_of_half_tone_dots_is_no_text() -> None:
    page = sheet()
    page.grey[300:500:8, 100:400] = page.grey[300:500, 100:400:8] = 20
    page.grey[304:500:8, 100:400] = page.grey[300:500, 104:400:8] = 20
    picture = Box(100, 300, 400, 500)
    assert without_photographs((picture,), page.grey, 1.0, EM) == ()


def test_small_boxes_are_not_taken_for_photographs() -> None:
    page = sheet()
    blurred = page.paint(100, 300, 400, 300 + EM, 150)
    assert without_photographs((blurred,), page.grey, 1.0, EM) == (blurred,)


def test_photographs_are_found_on_a_smaller_page() -> None:
    page = sheet()
    page.paint(100, 300, 300, 400, 150)
    photo, text = Box(200, 600, 600, 800), Box(200, 100, 600, 200)
    assert without_photographs((text, photo), page.grey, 0.5, 2 * EM) == (text,)


CAP = Box(100, 100, 460, 145)
SECOND = Box(150, 127, 460, 145)


def test_a_drop_cap_is_parted_from_its_first_line() -> None:
    below = Box(100, 154, 460, 172)
    cap, first, second, third = with_initials((CAP, SECOND, below), EM)
    assert cap == Box(100, 100, 148, 145)
    assert first == Box(150, 100, 460, 125)
    assert (second, third) == (SECOND, below)


def test_a_drop_cap_of_three_lines_is_parted_before_all_of_them() -> None:
    inner = SECOND, Box(153, 154, 458, 172)
    cap, first, *rest = with_initials((Box(100, 100, 460, 172), *inner), EM)
    assert cap == Box(100, 100, 148, 172)
    assert first == Box(150, 100, 460, 125)
    assert tuple(rest) == inner


def test_a_headline_over_a_line_is_not_parted() -> None:
    headline = Box(100, 100, 460, 140)
    assert with_initials((headline, SECOND), EM) == (headline, SECOND)


def test_a_line_that_ends_early_was_not_found_with_a_drop_cap() -> None:
    short = Box(150, 127, 300, 145)
    assert with_initials((CAP, short), EM) == (CAP, short)


def test_two_rows_in_one_box_are_parted() -> None:
    page = sheet()
    first, second = page.type(100, 100, 18), page.type(100, 127, 18)
    both = Box(first.left, first.top, second.right, second.bottom)
    assert with_rows((both,), page.ink, 1.0, EM) == (first, second)


def test_rows_of_a_small_mask_lie_in_their_box() -> None:
    page = sheet()
    first, second = page.type(100, 100, 18), page.type(100, 127, 18)
    both = Box(2 * first.left, 2 * first.top, 2 * second.right - 1, 2 * second.bottom)
    above, below = with_rows((both,), page.ink, 0.5, 2 * EM)
    assert (above.top, above.bottom) == (200, 236)
    assert (below.top, below.bottom) == (254, 290)
    assert above.right == below.right == both.right


def test_a_drop_cap_is_parted_from_two_rows() -> None:
    page = sheet()
    cap = page.type(100, 100, 1, size=45)
    rows = page.type(150, 100, 20), page.type(150, 127, 20)
    found = with_rows((Box(100, 100, rows[1].right, 145),), page.ink, 1.0, EM)
    assert len(found) == 3
    assert found[0].right >= cap.right - 1
    assert [one.left for one in found[1:]] == [found[0].right] * 2
    assert found[0].right <= rows[0].left


def test_rows_whose_strokes_meet_are_parted() -> None:
    page = sheet()
    rows = page.type(100, 100, 18), page.type(100, 120, 18)
    both = Box(rows[0].left, rows[0].top, rows[1].right, rows[1].bottom)
    ink = page.ink.copy()
    ink[rows[0].bottom : rows[1].top, rows[0].right - 60 : rows[0].right - 55] = True
    above, below = with_rows((both,), ink, 1.0, EM)
    assert above.bottom == below.top
    assert rows[0].bottom <= above.bottom <= rows[1].top


def test_one_row_of_large_type_stays_one() -> None:
    page = sheet()
    headline = page.type(100, 100, 12, size=2 * EM)
    assert with_rows((headline,), page.ink, 1.0, EM) == (headline,)


def test_two_rows_of_large_type_stay_together() -> None:
    page = sheet()
    page.type(100, 100, 12, size=36)
    last = page.type(100, 144, 12, size=36)
    both = Box(100, 100, last.right, last.bottom)
    assert with_rows((both,), page.ink, 1.0, EM) == (both,)


def test_a_narrow_box_of_rows_stays() -> None:
    page = sheet()
    page.type(100, 100, 4)
    page.type(100, 127, 4)
    assert with_rows((Box(100, 100, 170, 145),), page.ink, 1.0, EM) == (Box(100, 100, 170, 145),)


RULE = Separator(SeparatorKind.HORIZONTAL, Box(60, 40, 740, 42))
BODY = tuple(Box(60, top, 740, top + EM) for top in range(60, 800, 27))


def neighbours(left: int, right: int, count: int = 5) -> tuple[Box, ...]:
    return tuple(Box(left, top, right, top + EM) for top in range(60, 60 + 27 * count, 27))


def left_out(strangers: tuple[Box, ...], rule: Separator = RULE) -> bool:
    """Whether `strangers` are left out of a page with `rule` over it, and it is said."""
    marks = Marks(800, 900, float(EM), (*BODY, *strangers), (rule,))
    found = without_neighbour(marks)
    if found.lines == marks.lines:
        assert not found.steps
        return False
    assert found.lines == BODY
    assert str(len(strangers)) in found.steps[0].detail
    return True


def test_a_strip_of_the_neighbouring_page_is_left_out_and_said() -> None:
    assert left_out(neighbours(770, 800))
    assert left_out(neighbours(0, 30))
    assert left_out(neighbours(770, 800, 2))


@pytest.mark.parametrize("top", [4, 890])
def test_the_shadow_of_the_papers_edge_is_no_rule(top: int) -> None:
    shadow = Separator(SeparatorKind.HORIZONTAL, Box(20, top, 790, top + 4))
    strangers = neighbours(770, 800)
    marks = Marks(800, 900, float(EM), (*BODY, *strangers), (RULE, shadow))
    assert without_neighbour(marks).lines == BODY


def test_a_lone_line_in_the_margin_stays() -> None:
    assert not left_out(neighbours(770, 800, 1))


def test_lines_that_begin_where_the_rule_ends_stay() -> None:
    assert not left_out(neighbours(750, 800))
    assert not left_out(neighbours(0, 50))


def test_lines_beyond_the_rule_that_do_not_reach_the_edge_stay() -> None:
    assert not left_out(neighbours(4, 30), Separator(SeparatorKind.HORIZONTAL, Box(160, 40, 340, 42)))
    inner = Separator(SeparatorKind.HORIZONTAL, Box(200, 40, 740, 42))
    marks = Marks(800, 900, float(EM), neighbours(60, 170), (inner,))
    assert without_neighbour(marks) == marks


def test_without_a_rule_over_the_page_nothing_is_left_out() -> None:
    assert not left_out(neighbours(770, 800), Separator(SeparatorKind.HORIZONTAL, Box(60, 40, 400, 42)))
    assert not left_out(neighbours(770, 800), Separator(SeparatorKind.VERTICAL, Box(60, 40, 740, 800)))


@given(st.integers(0, 200), st.integers(0, 200), st.integers(10, 300), st.integers(10, 90))
def test_initials_and_rows_lose_nothing(left: int, top: int, width: int, height: int) -> None:
    ink = np.zeros((400, 600), bool)
    ink[50:60, 50:400] = ink[80:92, 80:400] = True
    line = Box(left, top, left + width, top + height)
    for parts in (with_rows((line,), ink, 1.0, EM), with_initials((line, SECOND), EM)):
        inked = sum(ink[one.top : one.bottom, one.left : one.right].sum() for one in parts if one != SECOND)
        assert inked >= ink[line.top : line.bottom, line.left : line.right].sum()
        assert all(one.area for one in parts)
