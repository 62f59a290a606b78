"""What is seen on printed sheets with an engine of fixed boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import EM, PAPER, FixedEngine, Sheet, sheet
from pseudo import text_page

from ocr_fix.detect import DetectOptions, _made_whole, body_em, detect_marks
from ocr_fix.engines.base import Reading
from ocr_fix.errors import EngineError
from ocr_fix.geometry import enclosing, scaled
from ocr_fix.model import Box, Marks, SeparatorKind
from ocr_fix.scan import Grey, Scan


def seen(page: Sheet, *more: Box) -> Marks:
    return detect_marks(page.scan(), FixedEngine((*page.boxes, *more)))


def rules(marks: Marks, kind: SeparatorKind) -> list[Box]:
    return [one.box for one in marks.separators if one.kind is kind]


def close(box: Box, other: Box, within: int = 6) -> bool:
    return all(abs(getattr(box, side) - getattr(other, side)) <= within for side in Box.__slots__)


def body_page() -> Sheet:
    """A page with two columns of body text in its upper half."""
    page = sheet()
    page.column(50, 60, 18, 12)
    page.column(410, 60, 18, 12)
    return page


def test_a_blank_page_has_nothing() -> None:
    assert detect_marks(sheet().scan(), FixedEngine()) == Marks(800, 900, 0.0, ())


def test_a_page_without_text_has_no_pictures() -> None:
    page = sheet()
    page.paint(100, 100, 500, 500)
    assert seen(page) == Marks(800, 900, 0.0, ())


def test_plain_text_is_lines_and_em_alone() -> None:
    page = body_page()
    assert seen(page) == Marks(800, 900, float(EM), tuple(sorted(page.boxes, key=lambda b: (b.top, b.left))))


def test_em_is_that_of_most_text() -> None:
    body = tuple(Box(0, 30 * row, 400, 30 * row + 20) for row in range(10))
    low = tuple(Box(0, 500 + 30 * row, 40, 512 + 30 * row) for row in range(20))
    assert body_em((*body, *low, Box(0, 400, 600, 480))) == 20
    assert body_em(tuple(Box(box.top, box.left, box.bottom, box.right) for box in (*body, *low))) == 20
    assert body_em(()) == 0


class Reads(FixedEngine):
    """An engine that reads lines well as they stand, or only mirrored, which it is asked for next."""

    def __init__(self, boxes: tuple[Box, ...], as_they_stand: bool) -> None:
        super().__init__(boxes)
        self.as_they_stand = as_they_stand

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        self.calls += 1
        return (Reading("a pale line", 0.95 if self.as_they_stand == (self.calls == 1) else 0.4),) * len(
            crops
        )


@pytest.mark.parametrize("own", [True, False])
def test_pale_lines_stay_where_they_are_of_this_side(own: bool) -> None:
    page = body_page()
    pale = tuple(page.type(50, top, 16, grey=175) for top in (600, 640))
    marks = detect_marks(page.scan(), Reads((*page.boxes, *pale), own))
    assert set(pale) <= set(marks.lines) if own else not set(pale) & set(marks.lines)
    assert (marks.other_side_grey > 0) is not own


def test_rules_are_found_in_page_pixels_on_a_large_page() -> None:
    page = body_page()
    across, down = page.paint(50, 500, 740, 502), page.paint(392, 60, 394, 380)
    large = np.repeat(np.repeat(page.grey, 3, axis=0), 3, axis=1)
    engine = FixedEngine(tuple(scaled(box, 3) for box in page.boxes))
    marks = detect_marks(Scan(large, "page"), engine)
    assert marks.em == 3 * EM
    (found,) = rules(marks, SeparatorKind.HORIZONTAL)
    assert close(found, scaled(across, 3), 9)
    (found,) = rules(marks, SeparatorKind.VERTICAL)
    assert close(found, scaled(down, 3), 9)


def test_a_row_joined_over_a_column_rule_is_cut() -> None:
    page = body_page()
    page.paint(389, 60, 391, 380)
    left, right = page.lines[5], page.lines[17]
    page.lines = [line for line in page.lines if line not in (left, right)]
    marks = seen(page, enclosing((left, right)))
    assert len(marks.lines) == 24
    pieces = [line for line in marks.lines if line.top == left.top]
    assert close(pieces[0], left, 2)
    assert close(pieces[1], right, 2)


def test_rows_all_joined_over_a_narrow_gutter_are_cut() -> None:
    page = sheet()
    left = page.column(50, 60, 18, 16)
    right = page.column(left[0].right + EM // 2, 60, 18, 16)
    page.lines = [enclosing(pair) for pair in zip(left, right, strict=True)]
    assert sorted(seen(page).lines) == sorted((*left, *right))


def test_rows_all_joined_over_a_ruled_gutter_are_cut_and_the_rule_is_found() -> None:
    page = sheet()
    left = page.column(50, 60, 18, 10)
    right = page.column(left[0].right + EM, 60, 18, 10)
    rule = page.paint(left[0].right + 8, 60, left[0].right + 10, 321)
    page.lines = [enclosing(pair) for pair in zip(left, right, strict=True)]
    marks = seen(page)
    (found,) = rules(marks, SeparatorKind.VERTICAL)
    assert close(found, rule)
    assert len(marks.lines) == 20


def test_columns_that_the_user_counts_are_cut() -> None:
    page = sheet()
    left = page.column(50, 60, 18, 3)
    right = page.column(left[0].right + EM // 2, 60, 18, 3)
    engine = FixedEngine(tuple(enclosing(pair) for pair in zip(left, right, strict=True)))
    assert len(detect_marks(page.scan(), engine).lines) == 3
    assert len(detect_marks(page.scan(), engine, DetectOptions(columns=2)).lines) == 6


def test_a_frame_with_text_is_a_frame_and_its_sides_are_no_rules() -> None:
    page = body_page()
    frame = page.frame(50, 450, 450, 700)
    page.column(80, 480, 18, 7)
    marks = seen(page)
    (found,) = marks.separators
    assert found.kind is SeparatorKind.FRAME
    assert close(found.box, frame)
    assert (marks.pictures, marks.tables) == ((), ())


def test_a_frame_whose_heading_is_detected_over_its_side_is_a_frame() -> None:
    page = body_page()
    frame = page.frame(50, 450, 450, 700)
    page.column(80, 500, 18, 7)
    heading = page.type(120, 456, 8, size=2 * EM)
    marks = seen(page, Box(heading.left, 444, heading.right, heading.bottom))
    (found,) = marks.separators
    assert found.kind is SeparatorKind.FRAME
    assert close(found.box, frame)


def test_a_column_rule_that_runs_on_below_a_picture_is_kept() -> None:
    page = sheet()
    half_tone(page, Box(50, 60, 400, 350))
    rule = page.paint(404, 60, 406, 390)
    page.column(50, 375, 18, 12)
    page.column(416, 60, 18, 20)
    (found,) = rules(seen(page), SeparatorKind.VERTICAL)
    assert close(found, rule)


def test_a_rule_across_a_frame_is_kept() -> None:
    page = body_page()
    page.frame(50, 450, 450, 700)
    page.column(80, 480, 18, 3)
    rule = page.paint(80, 575, 420, 577)
    page.column(80, 600, 18, 3)
    (found,) = rules(seen(page), SeparatorKind.HORIZONTAL)
    assert close(found, rule)


def half_tone(page: Sheet, box: Box) -> None:
    """Dots in slanted rows, as on a screen turned by 45 degrees."""
    for row, y in enumerate(range(box.top, box.bottom, 2)):
        for x in range(box.left + 2 * (row % 2), box.right, 4):
            page.paint(x, y, x + 2, y + 2)


def test_a_framed_picture_is_a_picture_and_no_frame() -> None:
    page = body_page()
    frame = page.frame(50, 450, 450, 700)
    half_tone(page, Box(60, 460, 440, 690))
    marks = seen(page)
    assert marks.separators == ()
    (picture,) = marks.pictures
    assert close(picture, frame)


def test_a_picture_without_a_frame_is_found() -> None:
    page = body_page()
    half_tone(page, Box(50, 450, 450, 700))
    (picture,) = seen(page).pictures
    assert close(picture, Box(50, 450, 450, 700), 9)


@pytest.mark.parametrize(
    ("right", "shaded", "count"),
    [
        (Box(130, 100, 230, 300), True, 1),
        (Box(130, 100, 230, 300), False, 2),
        (Box(130, 130, 230, 300), True, 2),
        (Box(145, 100, 245, 300), True, 2),
    ],
    ids=["dark between", "white between", "not at one height", "too far"],
)
def test_halves_of_a_picture_that_dark_lines_parted_are_made_one(
    right: Box, shaded: bool, count: int
) -> None:
    shade = np.full((400, 400), shaded)
    found = _made_whole([Box(10, 100, 100, 300), right], shade, 20.0)
    assert len(found) == count
    assert enclosing(found) == enclosing((Box(10, 100, 100, 300), right))


def test_the_even_grey_of_a_photograph_belongs_to_it() -> None:
    page = body_page()
    page.paint(50, 450, 450, 600, 180)
    page.paint(50, 600, 450, 700, 90)
    (picture,) = seen(page).pictures
    assert close(picture, Box(50, 450, 450, 700), 9)


def test_an_empty_frame_is_nothing() -> None:
    page = body_page()
    page.frame(50, 450, 450, 700)
    marks = seen(page)
    assert rules(marks, SeparatorKind.FRAME) == []
    assert marks.pictures == ()


def test_a_grid_is_a_table_without_rules_of_its_own() -> None:
    page = body_page()
    for y in range(450, 652, 40):
        page.paint(50, y, 452, y + 2)
    for x in (50, 250, 450):
        page.paint(x, 450, x + 2, 652)
    for y in range(461, 640, 40):
        page.line(70, y, 4)
        page.line(270, y, 4)
    marks = seen(page)
    (table,) = marks.tables
    assert close(table, Box(50, 450, 452, 652))
    assert (marks.separators, marks.pictures) == ((), ())


def test_rows_between_rules_are_a_table() -> None:
    page = body_page()
    for y in range(450, 652, 40):
        page.paint(50, y, 600, y + 2)
    for y in range(461, 640, 40):
        page.line(70, y, 4)
        page.line(300, y, 4)
    marks = seen(page)
    (table,) = marks.tables
    assert close(table, Box(50, 452, 600, 650))
    assert rules(marks, SeparatorKind.HORIZONTAL) == []


def test_strokes_of_a_headline_are_no_rules() -> None:
    page = body_page()
    page.lines = page.lines[2:12] + page.lines[14:]
    headline = page.line(50, 20, 8, size=4 * EM)
    marks = seen(page)
    assert marks.separators == ()
    assert headline in marks.lines


def test_strokes_of_vertical_text_are_no_rules() -> None:
    page = body_page()
    for y in range(450, 800, EM):
        page.type(100, y, 1)
    marks = seen(page, Box(100, 450, 116, 810))
    assert marks.separators == ()


def test_a_headline_in_a_dark_bar_is_a_line_and_no_frame() -> None:
    page = body_page()
    page.paint(50, 450, 450, 490)
    headline = page.type(60, 461, 18, grey=PAPER)
    marks = seen(page, headline)
    assert headline in marks.lines
    assert rules(marks, SeparatorKind.FRAME) == []
    assert marks.pictures == ()


def test_bleed_through_is_no_line_and_no_rule() -> None:
    page = body_page()
    faint = page.type(50, 600, 20, grey=215)
    page.paint(50, 700, 700, 702, 215)
    marks = seen(page, faint)
    assert faint not in marks.lines
    assert marks.separators == ()


def test_bits_of_a_photograph_are_no_lines() -> None:
    page = body_page()
    page.grey[450:700, 50:450] = np.linspace(80, 170, 400, dtype=np.uint8)[None]
    bit = Box(100, 500, 300, 560)
    marks = seen(page, bit)
    assert bit not in marks.lines
    assert len(marks.pictures) == 1


def test_text_taken_together_with_a_photograph_is_not_lost_with_it() -> None:
    page = body_page()
    half_tone(page, Box(50, 480, 400, 800))
    line = page.type(50, 452, 8)
    assert line in seen(page, line, Box(48, 450, 402, 802)).lines


def test_a_drop_cap_is_parted_from_its_line() -> None:
    page = body_page()
    cap = page.type(50, 450, 1, size=45)
    first = page.type(104, 450, 15)
    second = page.line(104, 477, 15)
    lines = seen(page, enclosing((cap, first))).lines
    assert second in lines
    begun = [line for line in lines if line.top == 450]
    assert [line.left for line in begun] == [50, 104]
    assert begun[0].right <= 104


def test_a_strip_of_the_neighbouring_page_is_left_out_and_said() -> None:
    page = body_page()
    page.paint(50, 30, 735, 32)
    body = page.boxes
    page.column(772, 60, 2, 8)
    marks = seen(page)
    assert set(marks.lines) == set(body)
    assert [step.stage for step in marks.steps] == ["detect"]


def test_lines_come_from_the_ink_where_the_engine_finds_none() -> None:
    engine = FixedEngine((Box(0, 0, 400, 400),), finds_lines=False)
    lines = detect_marks(Scan(text_page(900, 800, 2), "page"), engine).lines
    assert len(lines) > 50
    assert sum(box.width > 3 * box.height for box in lines) > 0.8 * len(lines)


def test_the_order_of_the_boxes_does_not_matter() -> None:
    page = body_page()
    page.frame(50, 450, 450, 700)
    page.column(80, 480, 18, 7)
    assert detect_marks(page.scan(), FixedEngine(page.boxes[::-1])) == seen(page)


def test_an_engine_that_fails_is_not_hidden() -> None:
    class Broken(FixedEngine):
        def detect(self, scan: Scan) -> tuple[Box, ...]:
            raise EngineError(f"no model for {scan.source}")

    with pytest.raises(EngineError, match="no model for page"):
        detect_marks(sheet().scan(), Broken())


@settings(max_examples=12, deadline=None)
@given(st.integers(2, 4), st.integers(9, 40), st.sets(st.sampled_from([1, 4, 7, 10, 13])))
def test_every_line_is_found_whole_and_moves_with_the_page(count: int, gutter: int, wrong: set[int]) -> None:
    page = sheet(900, 700)
    chars = 700 // count // EM - 2
    columns = []
    left = 40
    for _ in range(count):
        columns.append(page.column(left, 60, chars, 16))
        left = columns[-1][0].right + gutter
    joined = [enclosing(column[row] for column in columns) for row in sorted(wrong)]
    apart = [line for column in columns for row, line in enumerate(column) if row not in wrong]
    found = (*apart, *joined)
    marks = detect_marks(page.scan(), FixedEngine(found))
    assert sorted(marks.lines) == sorted(page.boxes)
    moved = np.pad(page.grey, ((30, 0), (20, 0)), constant_values=PAPER)
    shifted = tuple(Box(box.left + 20, box.top + 30, box.right + 20, box.bottom + 30) for box in found)
    again = detect_marks(Scan(moved, "page"), FixedEngine(shifted))
    back = tuple(Box(box.left - 20, box.top - 30, box.right - 20, box.bottom - 30) for box in again.lines)
    assert replace(again, width=900, height=700, lines=back) == marks
