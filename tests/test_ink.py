"""Rules, frames, tables and pictures in the ink of printed sheets."""

from __future__ import annotations

import numpy as np
from printed import EM, PAPER, Sheet, sheet

from ocr_fix.ink import (
    bars,
    find_column_rules,
    find_enclosed,
    find_pictures,
    find_ruled_rows,
    find_rules,
    ink_mask,
    is_table,
    merged_boxes,
    text_inside,
    tone_mask,
    without_text,
)
from ocr_fix.model import Box, Separator, SeparatorKind

ACROSS, DOWN = SeparatorKind.HORIZONTAL, SeparatorKind.VERTICAL


def rules_of(page: Sheet) -> list[Separator]:
    return list(find_rules(without_text(page.ink, page.boxes, EM), EM))


def close(box: Box, other: Box, within: int = 3) -> bool:
    sides = ("left", "top", "right", "bottom")
    return all(abs(getattr(box, side) - getattr(other, side)) <= within for side in sides)


def test_an_empty_page_has_nothing() -> None:
    blank = sheet()
    assert find_rules(blank.ink, EM) == ()
    assert find_column_rules(blank.ink, (), EM) == ()
    assert find_enclosed(blank.ink, EM) == ()
    assert find_pictures(blank.ink, EM) == ()
    assert not ink_mask(blank.grey, EM).any()
    assert not tone_mask(blank.grey, (), EM).any()


def test_ink_is_print_and_not_bleed_through_nor_uneven_paper() -> None:
    page = sheet()
    page.grey[:] = np.linspace(160, 240, 800, dtype=np.uint8)[None]
    printed = page.paint(100, 100, 130, 104)
    faint = page.paint(600, 100, 630, 104, 205)
    mask = ink_mask(page.grey, EM)
    assert mask[printed.top : printed.bottom, printed.left : printed.right].all()
    assert not mask[faint.top : faint.bottom, faint.left : faint.right].any()
    assert mask.sum() == printed.area


def test_the_inside_of_a_dark_picture_is_ink() -> None:
    page = sheet()
    page.paint(100, 100, 500, 500)
    assert ink_mask(page.grey, EM)[100:500, 100:500].all()


def test_text_is_taken_away_even_from_tight_boxes() -> None:
    page = sheet()
    line = page.type(100, 100, 20)
    page.paint(100, 130, 450, 132)
    tight = Box(line.left + 2, line.top + 2, line.right - 2, line.bottom - 2)
    left = without_text(page.ink, (tight,), EM)
    assert not left[:125].any()
    assert left[130:132, 100:450].all()


def test_a_rule_that_only_begins_near_a_line_stays() -> None:
    page = sheet()
    page.line(100, 100, 6)
    page.paint(100, 121, 600, 123)
    assert without_text(page.ink, page.boxes, EM)[121:123, 100:600].all()


def test_thin_rules_are_found_both_ways() -> None:
    page = sheet()
    across, down = page.paint(50, 200, 700, 201), page.paint(400, 300, 401, 800)
    found = rules_of(page)
    assert [one.kind for one in found] == [ACROSS, DOWN]
    assert close(found[0].box, across)
    assert close(found[1].box, down)


def test_a_thick_rule_is_one_and_a_bar_is_none() -> None:
    page = sheet()
    page.paint(50, 200, 700, 208)
    page.paint(50, 400, 700, 430)
    (rule,) = rules_of(page)
    assert rule.box.centre_y < 220


def test_dashed_and_broken_rules_are_whole() -> None:
    page = sheet()
    for left in range(50, 700, 20):
        page.paint(left, 200, left + 11, 202)
    page.paint(50, 400, 300, 402)
    page.paint(312, 400, 700, 402)
    dashed, broken = rules_of(page)
    assert close(dashed.box, Box(50, 200, 701, 202), 12)
    assert close(broken.box, Box(50, 400, 700, 402))


def test_a_slanted_rule_is_one_rule() -> None:
    page = sheet()
    for x in range(50, 700):
        page.paint(x, 200 + (x - 50) // 50, x + 1, 202 + (x - 50) // 50)
    (rule,) = rules_of(page)
    assert rule.kind is ACROSS
    assert rule.box.width >= 645
    assert rule.box.height >= 13


def test_sparse_dots_and_short_dashes_are_no_rules() -> None:
    page = sheet()
    for left in range(50, 700, 16):
        page.paint(left, 200, left + 3, 202)
    page.paint(50, 400, 50 + 2 * EM, 402)
    assert rules_of(page) == []


def test_strokes_and_underlines_of_words_are_no_rules() -> None:
    page = sheet()
    page.column(50, 50, 30, 8)
    word = page.line(50, 400, 12)
    page.paint(word.left + 36, word.bottom + 3, word.left + 36 + 2 * EM, word.bottom + 5)
    assert rules_of(page) == []
    assert find_column_rules(page.ink, (), EM) == ()


def test_a_rule_hidden_by_joined_lines_is_completed() -> None:
    page = sheet()
    page.column(50, 100, 15, 20)
    page.column(350, 100, 15, 20)
    rule = page.paint(334, 60, 336, 680)
    joined = tuple(Box(50, top, 620, top + EM) for top in range(100, 640, 27))
    known = find_rules(without_text(page.ink, joined, EM), EM)
    (found,) = find_column_rules(page.ink, tuple(one for one in known if one.kind is DOWN), EM)
    assert found.kind is DOWN
    assert close(found.box, rule)


def test_two_rules_in_a_row_stay_two() -> None:
    page = sheet()
    page.paint(50, 200, 300, 202)
    page.paint(340, 200, 700, 202)
    assert len(rules_of(page)) == 2


def test_rules_are_turned_with_the_page() -> None:
    page = sheet(800, 800)
    page.paint(50, 200, 700, 202)
    page.paint(400, 300, 402, 700)
    straight = {(one.kind, one.box) for one in find_rules(page.ink, EM)}
    flipped = {
        (
            DOWN if one.kind is ACROSS else ACROSS,
            Box(one.box.top, one.box.left, one.box.bottom, one.box.right),
        )
        for one in find_rules(page.ink.T, EM)
    }
    assert straight == flipped


def test_a_frame_encloses_one_hole() -> None:
    page = sheet()
    frame = page.frame(100, 100, 500, 400)
    ((hole,),) = find_enclosed(page.ink, EM)
    assert close(hole, frame, 5)


def test_an_open_frame_encloses_nothing() -> None:
    page = sheet()
    page.frame(100, 100, 500, 400)
    page.paint(498, 200, 500, 300, PAPER)
    assert find_enclosed(page.ink, EM) == ()


def test_a_small_break_in_a_frame_is_closed() -> None:
    page = sheet()
    page.frame(100, 100, 500, 400)
    page.paint(498, 200, 500, 205, PAPER)
    assert [len(group) for group in find_enclosed(page.ink, EM)] == [1]


def test_the_space_of_a_double_rule_is_no_frame() -> None:
    page = sheet()
    page.frame(100, 100, 500, 110)
    assert find_enclosed(page.ink, EM) == ()


def test_a_grid_is_one_group_and_a_table() -> None:
    page = sheet()
    for y in range(100, 320, 40):
        page.paint(100, y, 502, y + 2)
    for x in (100, 300, 500):
        page.paint(x, 100, x + 2, 302)
    (cells,) = find_enclosed(page.ink, EM)
    assert len(cells) == 10
    assert is_table(cells, EM)


def test_boxes_in_a_row_or_tall_ones_are_no_table() -> None:
    row = tuple(Box(left, 0, left + 100, 40) for left in range(0, 600, 100))
    tall = tuple(Box(left, top, left + 100, top + 300) for left in (0, 100) for top in (0, 300))
    assert not is_table(row, EM)
    assert not is_table(tall, EM)
    assert not is_table((), EM)


def ruled(rows: int, right: int = 600) -> tuple[Box, ...]:
    return tuple(Box(50, 100 + 40 * row, right, 102 + 40 * row) for row in range(rows + 1))


def celled(rows: int, cells: int) -> tuple[Box, ...]:
    return tuple(
        Box(60 + 180 * cell, 112 + 40 * row, 160 + 180 * cell, 130 + 40 * row)
        for row in range(rows)
        for cell in range(cells)
    )


def test_rows_between_rules_with_cells_side_by_side_are_a_table() -> None:
    (table,) = find_ruled_rows(ruled(5), celled(5, 3), EM)
    assert table == Box(50, 102, 600, 300)


def test_rules_about_single_lines_are_no_table() -> None:
    assert find_ruled_rows(ruled(5), celled(5, 1), EM) == ()
    assert find_ruled_rows(ruled(2), celled(2, 3), EM) == ()
    assert find_ruled_rows((), (), EM) == ()


def test_rules_of_different_widths_are_no_table() -> None:
    rules = tuple(Box(50, one.top, 600 - 60 * number, one.bottom) for number, one in enumerate(ruled(5)))
    assert find_ruled_rows(rules, celled(5, 3), EM) == ()


def test_half_tones_are_a_picture() -> None:
    page = sheet()
    for y in range(200, 400, 6):
        for x in range(100, 500, 6):
            page.paint(x, y, x + 3, y + 3)
    (picture,) = find_pictures(page.ink, EM)
    assert close(picture, Box(100, 200, 497, 401), 4)


def test_rules_ornaments_and_dust_are_no_pictures() -> None:
    page = sheet()
    page.paint(50, 100, 700, 104)
    page.paint(300, 200, 300 + 2 * EM, 200 + 2 * EM)
    for x in range(60, 700, 40):
        page.paint(x, 500 + x % 37, x + 3, 503 + x % 37)
    assert find_pictures(page.ink, EM) == ()


def test_two_pictures_far_apart_stay_two_from_the_top() -> None:
    page = sheet()
    low, high = page.paint(50, 600, 300, 800), page.paint(400, 100, 700, 300)
    found = find_pictures(page.ink, EM)
    assert len(found) == 2
    assert close(found[0], high)
    assert close(found[1], low)


def test_even_grey_is_tone_and_text_is_not() -> None:
    page = sheet()
    page.column(50, 50, 20, 6)
    sky = page.paint(50, 400, 400, 600, 170)
    tone = tone_mask(page.grey, page.boxes, EM)
    assert tone[sky.top + EM : sky.bottom - EM, sky.left + EM : sky.right - EM].all()
    assert not tone[:380].any()


def test_bars_are_thick_ink_with_a_margin() -> None:
    page = sheet()
    page.paint(50, 100, 700, 103)
    page.column(50, 150, 20, 3)
    bar = page.paint(50, 400, 400, 430)
    mask = bars(page.ink, EM)
    assert not mask[:380].any()
    assert mask[bar.top : bar.bottom, bar.left : bar.right].all()
    assert mask[bar.top - 3, bar.left]
    assert not mask[bar.bottom + EM, bar.left]


def test_boxes_that_nearly_touch_are_merged_in_chains() -> None:
    row = [Box(left, 0, left + 10, 10) for left in (0, 26, 13)]
    assert merged_boxes([*row, Box(100, 0, 110, 10)], 5) == [Box(100, 0, 110, 10), Box(0, 0, 36, 10)]
    assert merged_boxes([], 5) == []


def test_text_inside_counts_lines_that_lie_mostly_in_a_box() -> None:
    lines = (Box(0, 0, 100, 18), Box(90, 30, 190, 48), Box(60, 60, 160, 78))
    assert text_inside(Box(50, 0, 300, 90), lines) == 2
