"""Frames from rules: four sides that meet around text, and what only looks like that."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.frames import find_frames
from ocr_fix.geometry import scaled
from ocr_fix.model import Box, Separator, SeparatorKind

EM = 20.0
TEXT = Box(140, 160, 460, 180)
SIDES = (
    Separator(SeparatorKind.HORIZONTAL, Box(100, 100, 500, 104)),
    Separator(SeparatorKind.HORIZONTAL, Box(100, 400, 500, 404)),
    Separator(SeparatorKind.VERTICAL, Box(100, 100, 104, 404)),
    Separator(SeparatorKind.VERTICAL, Box(496, 100, 500, 404)),
)
INSIDE = (Box(104, 100, 496, 404),)


def across(left: int, y: int, right: int) -> Separator:
    return Separator(SeparatorKind.HORIZONTAL, Box(left, y, right, y + 4))


def down(x: int, top: int, bottom: int) -> Separator:
    return Separator(SeparatorKind.VERTICAL, Box(x, top, x + 4, bottom))


def test_four_sides_that_meet_are_a_frame() -> None:
    assert find_frames(SIDES, [TEXT], EM) == INSIDE


def test_without_text_or_without_rules_there_is_none() -> None:
    assert find_frames(SIDES, [], EM) == ()
    assert find_frames(SIDES, [Box(600, 160, 900, 180)], EM) == ()
    assert find_frames((), [TEXT], EM) == ()


def test_each_side_is_needed() -> None:
    for missing in SIDES:
        assert find_frames([one for one in SIDES if one != missing], [TEXT], EM) == ()


def test_ends_may_miss_the_corner_by_less_than_the_reach() -> None:
    top, bottom, left, right = SIDES
    for short, found in ((12, True), (40, False)):
        ragged = (across(100 + short, 100, 500), bottom, left, right)
        assert bool(find_frames(ragged, [TEXT], EM)) is found
        ragged = (top, bottom, down(100, 100 + short, 404), right)
        assert bool(find_frames(ragged, [TEXT], EM)) is found


def test_a_rule_that_runs_past_the_corner_is_no_side() -> None:
    _, bottom, left, right = SIDES
    assert find_frames((across(20, 100, 500), bottom, left, right), [TEXT], EM) == ()
    assert find_frames((across(100, 100, 580), bottom, left, right), [TEXT], EM) == ()


def test_a_heading_may_stand_in_a_side() -> None:
    _, bottom, left, right = SIDES
    pieces = (across(100, 100, 200), across(400, 100, 500), bottom, left, right)
    heading = Box(210, 80, 390, 124)
    assert find_frames(pieces, [heading, TEXT], EM) == INSIDE
    assert find_frames(pieces, [TEXT], EM) == ()
    wide = Box(110, 80, 490, 124)
    dots = (across(100, 100, 130), bottom, left, right)
    assert find_frames(dots, [wide, TEXT], EM) == ()


def test_column_rules_under_a_rule_across_the_page_are_no_frame() -> None:
    page = (across(0, 100, 900), across(0, 400, 900), down(300, 104, 400), down(600, 104, 400))
    assert find_frames(page, [Box(320, 160, 580, 180)], EM) == ()


def test_a_frame_within_a_frame_is_found_too() -> None:
    inner = (across(140, 200, 400), across(140, 300, 400), down(140, 200, 304), down(396, 200, 304))
    found = find_frames((*SIDES, *inner), [Box(160, 220, 380, 240)], EM)
    assert found == (*INSIDE, Box(144, 200, 396, 304))


def test_two_rules_close_together_enclose_nothing() -> None:
    low = (across(100, 100, 500), across(100, 130, 500), down(100, 100, 134), down(496, 100, 134))
    assert find_frames(low, [Box(140, 105, 460, 128)], EM) == ()


@given(st.integers(1, 8), st.permutations(SIDES))
def test_scale_and_order_of_the_rules_do_not_matter(scale: int, sides: list[Separator]) -> None:
    larger = [Separator(one.kind, scaled(one.box, scale)) for one in sides]
    assert find_frames(larger, [scaled(TEXT, scale)], EM * scale) == (scaled(INSIDE[0], scale),)
