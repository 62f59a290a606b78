"""Cutting a page along its white space: headings and columns in letters, see `layouts`."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from guillotine import pages, same_story
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import EM, Drawing, Layout, draw

from ocr_fix.cuts import Cutter
from ocr_fix.items import Follow, Item
from ocr_fix.model import Box, Separator, SeparatorKind


def items_of(layout: Layout) -> tuple[Item, ...]:
    """The regions as items; capitals are headings."""
    return tuple(
        Item(
            key,
            region.box,
            layout.letter_of(region).isupper(),
            region.lines[0].text,
            region.lines[-1].text,
        )
        for key, region in enumerate(layout.regions)
    )


def arranged(layout: Layout, follow: Follow | None = None) -> str:
    """The letters of a page in reading order."""
    cutter = Cutter(layout.marks.separators, layout.marks.em, follow or layout.follow)
    items = cutter.arrange(items_of(layout))
    assert sorted(item.key for item in items) == list(range(len(layout.regions)))
    return "".join(layout.letter_of(layout.regions[item.key]) for item in items)


def order(picture: str, runs: str = "") -> str:
    return arranged(draw(picture, Drawing(runs)))


def unknown(_a: str, _b: str) -> float:
    return 0.0


def blind(picture: str) -> str:
    """The order where nothing is known of what runs on: geometry alone."""
    return arranged(draw(picture), unknown)


def test_nothing_and_one_thing() -> None:
    cutter = Cutter((), 40.0, unknown)
    one = Item(7, Box(0, 0, 40, 40))
    assert cutter.arrange(()) == ()
    assert cutter.arrange((one,)) == (one,)


def test_one_headline_over_four_columns() -> None:
    assert (
        blind("""
HHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHH
aaaaa bbbbb ccccc ddddd
aaaaa bbbbb ccccc ddddd
aaaaa bbbbb ccccc
""")
        == "Habcd"
    )


def test_columns_of_any_depth_are_read_down_then_right() -> None:
    assert (
        blind("""
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
      bbbbb ccccc
ddddd bbbbb
ddddd       eeeee
""")
        == "adbce"
    )


@pytest.mark.parametrize(
    "byline",
    [
        "B     .....       ",
        "      BBBBB       ",
        "            BBBBB ",
        "     BBBBBBB      ",
    ],
)
def test_a_byline_over_some_column_stands_before_all_of_them(byline: str) -> None:
    assert (
        blind(f"""
HHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHH
{byline}
aaaaa ccccc ddddd
aaaaa ccccc ddddd
aaaaa ccccc ddddd
""")
        == "HBacd"
    )


SIDE_BY_SIDE = """
HHHHHHHHHHH JJJJJJJJJJJ
HHHHHHHHHHH JJJJJJJJJJJ
aaaaa bbbbb ccccc ddddd
aaaaa bbbbb ccccc ddddd
aaaaa bbbbb ccccc ddddd
"""


def test_two_stories_side_by_side_without_a_rule() -> None:
    assert blind(SIDE_BY_SIDE) == "HabJcd"


def test_two_stories_side_by_side_with_a_rule() -> None:
    ruled = "\n".join(row[:11] + "|" + row[12:] if row else "" for row in SIDE_BY_SIDE.split("\n"))
    assert blind(ruled) == "HabJcd"


def test_a_rule_keeps_stacked_stories_apart_from_the_stories_beside_them() -> None:
    page = """
HHHHHHHHHHH{0}JJJJJJJJJJJ
HHHHHHHHHHH{0}JJJJJJJJJJJ
aaaaa bbbbb{0}ccccc ddddd
aaaaa bbbbb{0}ccccc ddddd
KKKKKKKKKKK{0}LLLLLLLLLLL
KKKKKKKKKKK{0}LLLLLLLLLLL
eeeee fffff{0}ggggg mmmmm
eeeee fffff{0}ggggg mmmmm
"""
    assert blind(page.format("|")) == "HabKefJcdLgm"
    assert blind(page.format(" ")) == "HabJcdKefLgm"


def test_stacked_stories() -> None:
    assert (
        blind("""
HHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHH
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
JJJJJJJJJJJJJJJJJ
JJJJJJJJJJJJJJJJJ
ddddd eeeee fffff
ddddd eeeee fffff
""")
        == "HabcJdef"
    )


NESTED = """
HHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHH
aaaaa bbbbb ccccc ddddd
aaaaa bbbbb ccccc ddddd
JJJJJJJJJJJ KKKKKKKKKKK
JJJJJJJJJJJ KKKKKKKKKKK
eeeee fffff ggggg lllll
eeeee fffff ggggg lllll
eeeee fffff MMMMMMMMMMM
eeeee fffff MMMMMMMMMMM
eeeee fffff mmmmm nnnnn
eeeee fffff mmmmm nnnnn
"""


def test_nested_blocks() -> None:
    assert blind(NESTED) == "HabcdJefKglMmn"


def test_a_rule_through_the_page_parts_columns_without_a_heading() -> None:
    page = """
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
{}
ddddd eeeee fffff
ddddd eeeee fffff
"""
    assert blind(page.format("-----------------")) == "abcdef"
    assert blind(page.format("")) == "adbecf"


def test_a_short_rule_parts_its_own_column_only() -> None:
    page = """
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
{}
ddddd eeeee fffff
ddddd eeeee fffff
"""
    assert blind(page.format("-----")) == "adbecf"
    assert blind(page.format("-----------      ")) == "adbecf"


def test_a_rule_that_stops_short_of_the_foot_is_no_wall() -> None:
    """A wall is read before the headings beside it; a stump beside a headline is none."""
    page = """
HHHHHHHHHHH|JJJJJJJJJJJ
HHHHHHHHHHH|JJJJJJJJJJJ
aaaaa bbbbb|ccccc ddddd
aaaaa bbbbb ccccc ddddd
KKKKKKKKKKK LLLLLLLLLLL
KKKKKKKKKKK LLLLLLLLLLL
eeeee fffff ggggg mmmmm
eeeee fffff ggggg mmmmm
"""
    assert blind(page) == "HabJcdKefLgm"


def test_a_rule_that_goes_on_past_a_heading_keeps_its_sides_apart() -> None:
    page = """
HHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHH
aaaaa bbbbb ccccc ddddd
aaaaa bbbbb ccccc ddddd
JJJJJJJJJJJ{0}KKKKKKKKKKK
JJJJJJJJJJJ{0}KKKKKKKKKKK
eeeee fffff{0}ggggg mmmmm
eeeee fffff{0}ggggg mmmmm
LLLLLLLLLLL{0}MMMMMMMMMMM
LLLLLLLLLLL{0}MMMMMMMMMMM
nnnnn ppppp{0}qqqqq rrrrr
nnnnn ppppp{0}qqqqq rrrrr
"""
    assert blind(page.format("|")) == "HabcdJefLnpKgmMqr"
    assert blind(page.format(" ")) == "HabcdJefKgmLnpMqr"


def test_a_rule_shows_a_gutter_too_narrow_to_be_seen() -> None:
    layout = draw("""
aaaaaa|bbbbbb
aaaaaa|bbbbbb
aaaaaa|bbbbbb
cccccc|dddddd
cccccc|dddddd
""")
    boxes = {letter: layout.region(letter).box for letter in "abcd"}
    rule = layout.marks.separators[0].box
    items = tuple(
        Item(
            key,
            replace(box, right=rule.left + 2) if letter in "ac" else replace(box, left=rule.right - 2),
        )
        for key, (letter, box) in enumerate(boxes.items())
    )
    assert [item.key for item in Cutter(layout.marks.separators, 40.0, unknown).arrange(items)] == [
        0,
        2,
        1,
        3,
    ]
    assert [item.key for item in Cutter((), 40.0, unknown).arrange(items)] == [0, 1, 2, 3]


SET_IN = """
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc

ddddd SSSSS fffff
ddddd eeeee fffff
ddddd eeeee fffff
"""


def test_a_subhead_set_into_the_middle_column_is_read_before_its_columns() -> None:
    assert order(SET_IN, "ab bc de ef") == "abcSdef"


def test_a_subhead_inside_a_column_stays_there() -> None:
    assert order(SET_IN, "ad db ec cf") == "adbSecf"


def test_a_subhead_inside_a_column_whose_neighbours_have_no_gap() -> None:
    assert (
        order(
            """
HHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHH
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
aaaaa SSSSS ccccc
aaaaa ddddd ccccc
aaaaa ddddd ccccc
""",
            "ab dc",
        )
        == "HabSdc"
    )


CLIMBING_LAST = """
HHHHHHHHHHH ccccc
HHHHHHHHHHH ccccc
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
"""


def test_a_last_column_that_climbs_beside_its_headline() -> None:
    assert order(CLIMBING_LAST, "ab bc") == "Habc"
    assert blind(CLIMBING_LAST) == "Habc"


CLIMBING_FIRST = """
aaaaa HHHHHHHHHHH
aaaaa HHHHHHHHHHH
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
"""


def test_a_first_column_that_climbs_beside_its_headline_and_ends_open() -> None:
    assert order(CLIMBING_FIRST, "ab bc") == "Habc"


def test_a_first_column_that_does_not_run_on_is_its_own() -> None:
    assert order(CLIMBING_FIRST, "bc") == "aHbc"


def test_a_heading_much_lower_than_the_column_at_its_left_is_not_its() -> None:
    assert (
        order(
            """
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
aaaaa bbbbb ccccc
aaaaa HHHHHHHHHHH
aaaaa HHHHHHHHHHH
aaaaa ddddd eeeee
aaaaa ddddd eeeee
""",
            "ab bc de",
        )
        == "abcHde"
    )


VERTICAL_RIGHT = """
aaaaa bbbbb VV
aaaaa bbbbb VV
aaaaa bbbbb VV
aaaaa bbbbb VV
aaaaa bbbbb VV
"""


def test_a_vertical_headline_at_the_left_of_its_columns() -> None:
    page = "\n".join("VV " + row[:11] if row else "" for row in VERTICAL_RIGHT.split("\n"))
    assert blind(page) == "Vab"


def test_a_vertical_headline_between_the_columns_of_its_text_comes_first() -> None:
    assert (
        order(
            """
aaaaa VV bbbbb
aaaaa VV bbbbb
aaaaa VV bbbbb
aaaaa VV bbbbb
""",
            "ab",
        )
        == "Vab"
    )


def test_interlocking_stories() -> None:
    """Four stories about a fifth, like the blades of a pinwheel: nothing can be cut."""
    assert (
        blind("""
HHHHHHHHHHHHHHHHHHHHHHH KKKKK
HHHHHHHHHHHHHHHHHHHHHHH KKKKK
aaaaa bbbbb ccccc ddddd eeeee
aaaaa bbbbb ccccc ddddd eeeee
JJJJJ MMMMMMMMMMMMMMMMM eeeee
JJJJJ MMMMMMMMMMMMMMMMM eeeee
fffff ggggg mmmmm nnnnn eeeee
fffff ggggg mmmmm nnnnn eeeee
fffff LLLLLLLLLLLLLLLLLLLLLLL
fffff LLLLLLLLLLLLLLLLLLLLLLL
fffff ppppp qqqqq rrrrr sssss
fffff ppppp qqqqq rrrrr sssss
""")
        == "HabcdJfMgmnKeLpqrs"
    )


def weighed(picture: str, weights: dict[str, float], open_ends: str = "") -> str:
    """The order where texts run on by these weights; those of `open_ends` end in the middle of a sentence."""
    layout = draw(picture, Drawing(" ".join(letter + "!" for letter in open_ends)))

    def follow(a: str, b: str) -> float:
        return weights.get(a[0] + b[0], 0.0)

    return arranged(layout, follow)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"ad": 1.4}, "abcSdef"),
        ({"ad": 1.6}, "adbSecf"),
        ({"cf": 1.6}, "adbSecf"),  # beside the last column there is none
        ({"ad": 2.0, "ab": 2.0}, "abcSdef"),  # it may as well go on beside
        ({"ad": 1.4, "ab": -0.5}, "abcSdef"),  # but that it does not proves nothing
        ({"ad": 2.0, "ac": 2.0}, "adbSecf"),  # in the next column only
        ({"be": 9.0}, "abcSdef"),  # a heading stands between
    ],
)
def test_text_that_runs_down_over_the_gap_outweighs_a_subhead(
    weights: dict[str, float], expected: str
) -> None:
    assert weighed(SET_IN, {"de": 3.0, **weights}) == expected


RULED_BANDS = """
aaaaa | bbbbb
aaaaa | bbbbb
aaaaa | bbbbb

   SSSSSSS

ccccc | ddddd
ccccc | ddddd
ccccc | ddddd
"""


@pytest.mark.parametrize(
    ("page", "expected"), [(RULED_BANDS, "abScd"), (RULED_BANDS.replace(" | ", "   "), "acbSd")]
)
def test_rules_that_end_above_a_heading_and_begin_anew_below_it_outweigh_the_text(
    page: str, expected: str
) -> None:
    narrow = page.replace("   SSSSSSS", "        SSSSS")
    assert weighed(narrow, {"cb": 4.0, "ad": 4.0, "ab": -2.0}, "c") == expected


def test_a_heading_set_into_the_last_column_owns_all_columns_that_begin_with_it() -> None:
    page = SET_IN.replace("SSSSS fffff", "fffff SSSSS").replace("eeeee fffff", "fffff eeeee")
    assert weighed(page, {"de": -2.0, "fe": -2.0}) == "abcSdfe"


HEADED = """
HHHHHHHHHHH
HHHHHHHHHHH
aaaaa SSSSS
aaaaa bbbbb
aaaaa bbbbb
"""


@pytest.mark.parametrize(
    ("weights", "open_ends", "expected"),
    [
        ({"ab": 2.0}, "a", "HSab"),
        ({"ab": 2.0}, "", "HaSb"),
        ({"ab": -0.5}, "a", "HaSb"),
        ({"ab": 2.0, "aS": 3.0}, "a", "HaSb"),
    ],
    ids=["cut in a sentence", "after a sentence", "does not run on", "is no heading but the text"],
)
def test_a_subhead_over_the_second_column_cuts_no_sentence(
    weights: dict[str, float], open_ends: str, expected: str
) -> None:
    assert weighed(HEADED, weights, open_ends) == expected


BETWEEN = """
GGGGG aaaaa HHHHHHHHHHH
GGGGG aaaaa HHHHHHHHHHH
xxxxx aaaaa bbbbb ccccc
xxxxx aaaaa bbbbb ccccc
"""


@pytest.mark.parametrize(
    ("weights", "open_ends", "expected"),
    [
        ({"ab": 2.0}, "", "GxHabc"),
        ({"ab": 2.0, "xa": 2.0}, "", "GxaHbc"),
        ({"ab": 0.5}, "", "GxaHbc"),
        ({"ab": 0.5}, "a", "GxHabc"),
        ({"ab": 2.0}, "x", "GxaHbc"),
        ({"ab": 2.0, "xa": -3.0}, "x", "GxHabc"),
    ],
)
def test_a_column_between_two_stories_belongs_to_the_one_it_runs_on_with(
    weights: dict[str, float], open_ends: str, expected: str
) -> None:
    assert weighed(BETWEEN, weights, open_ends) == expected


@pytest.mark.parametrize(
    ("weights", "open_ends", "expected"),
    [
        ({}, "", "aHbc"),
        ({}, "a", "Habc"),
        ({"ab": -1.0}, "a", "Habc"),
        ({"ab": -2.0}, "a", "aHbc"),
        ({"ab": 0.5}, "", "Habc"),
    ],
)
def test_a_first_column_belongs_to_the_heading_at_its_right_if_it_runs_on(
    weights: dict[str, float], open_ends: str, expected: str
) -> None:
    assert weighed(CLIMBING_FIRST, weights, open_ends) == expected


@pytest.mark.parametrize(("rows", "expected"), [(1, "Habc"), (2, "aHbc")])
def test_a_column_begins_little_higher_than_the_heading_at_its_right(rows: int, expected: str) -> None:
    page = CLIMBING_FIRST.strip("\n").split("\n")
    lowered = ["aaaaa"] * rows + page
    assert weighed("\n".join(lowered), {"ab": 3.0}) == expected


def test_a_vertical_heading_may_begin_lower() -> None:
    page = "aaaaa\naaaaa\n" + "aaaaa VV bbbbb\n" * 6
    assert weighed(page, {"ab": 3.0}) == "Vab"


def boxes(*sides: tuple[int, int, int, int, bool]) -> tuple[Item, ...]:
    return tuple(Item(key, Box(*four), heading) for key, (*four, heading) in enumerate(sides))


def keys(items: tuple[Item, ...], *rules: Separator) -> list[int]:
    return [item.key for item in Cutter(rules, 40.0, unknown).arrange(items)]


@pytest.mark.parametrize(("gutter", "expected"), [(20, [0, 2, 1, 3]), (8, [0, 1, 2, 3])])
def test_how_narrow_a_gutter_may_be(gutter: int, expected: list[int]) -> None:
    left = 400 + gutter
    page = boxes(
        (0, 0, 400, 200, False),
        (left, 0, left + 400, 240, False),
        (0, 260, 400, 500, False),
        (left, 260, left + 400, 500, False),
    )
    assert keys(page) == expected


@pytest.mark.parametrize("reach", [20, 45])
def test_a_heading_s_box_may_reach_into_its_text(reach: int) -> None:
    top = 100 - reach
    page = boxes((420, 0, 800, 100, True), (0, top, 400, 500, False), (420, top, 800, 500, False))
    assert keys(page) == [0, 1, 2]


def test_items_as_thin_as_a_stroke_are_put_in_order_too() -> None:
    page = boxes((0, 0, 400, 40, False), (0, 100, 30, 102, True))
    assert keys(page) == [0, 1]


def test_a_wide_rule_beside_a_narrow_one_parts_no_item_twice() -> None:
    page = boxes((0, 0, 400, 900, False), (500, 0, 700, 900, False), (1000, 0, 1400, 900, False))
    wide = Separator(SeparatorKind.VERTICAL, Box(410, 0, 990, 900))
    assert sorted(keys(page, wide, rule(450, 0, 900))) == [0, 1, 2]


def rule(x: int, top: int, bottom: int) -> Separator:
    return Separator(SeparatorKind.VERTICAL, Box(x - 2, top, x + 2, bottom))


@pytest.mark.parametrize(
    ("top", "bottom", "wall"),
    [(0, 1000, True), (45, 1000, True), (60, 1000, False), (0, 910, True), (0, 890, False)],
)
def test_a_wall_reaches_from_top_to_foot(top: int, bottom: int, wall: bool) -> None:
    page = boxes(
        (0, 0, 400, 100, True),
        (0, 120, 400, 500, False),
        (0, 540, 400, 640, True),
        (0, 660, 400, 1000, False),
        (440, 0, 840, 100, True),
        (440, 120, 840, 500, False),
        (440, 540, 840, 640, True),
        (440, 660, 840, 1000, False),
    )
    columns, bands = [0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 4, 5, 2, 3, 6, 7]
    assert keys(page, rule(420, top, bottom)) == (columns if wall else bands)


@pytest.mark.parametrize(("reach", "parts"), [(10, True), (30, False)])
def test_how_far_an_item_may_reach_over_the_rule_beside_it(reach: int, parts: bool) -> None:
    page = boxes(
        (0, 0, 420 + reach, 240, False),
        (424, 0, 840, 240, False),
        (0, 260, 416, 500, False),
        (424, 260, 840, 500, False),
    )
    assert keys(page, rule(420, 0, 500)) == ([0, 2, 1, 3] if parts else [0, 1, 2, 3])


@pytest.mark.parametrize(("length", "parts"), [(270, True), (230, False)])
def test_how_much_of_a_narrow_gutter_its_rule_runs(length: int, parts: bool) -> None:
    page = boxes(
        (0, 0, 416, 240, False),
        (424, 0, 840, 240, False),
        (0, 260, 416, 500, False),
        (424, 260, 840, 500, False),
    )
    assert keys(page, rule(420, 500 - length, 500)) == ([0, 2, 1, 3] if parts else [0, 1, 2, 3])


@pytest.mark.parametrize("page", [NESTED, SIDE_BY_SIDE, CLIMBING_LAST, SET_IN])
@pytest.mark.parametrize(("by_x", "by_y", "scale"), [(700, 0, 1), (0, 930, 1), (0, 0, 2), (130, 70, 2)])
def test_where_a_page_stands_and_how_large_it_is_does_not_matter(
    page: str, by_x: int, by_y: int, scale: int
) -> None:
    layout = draw(page, Drawing("ab bc de ef"))
    assert arranged(layout.moved(by_x, by_y, scale)) == arranged(layout)


@pytest.mark.parametrize("page", [NESTED, SIDE_BY_SIDE, CLIMBING_LAST, SET_IN])
@given(data=st.data())
@settings(max_examples=15)
def test_the_order_given_does_not_matter(page: str, data: st.DataObject) -> None:
    layout = draw(page, Drawing("ab bc de ef"))
    shuffled = replace(layout, regions=tuple(data.draw(st.permutations(layout.regions))))
    assert arranged(shuffled) == arranged(layout)


@given(pages(), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_blocks_within_blocks_are_read_in_the_order_they_were_built(
    page: tuple[tuple[Item, ...], tuple[Separator, ...]], random: Random
) -> None:
    items, rules = page
    shuffled = random.sample(items, len(items))
    found = Cutter(rules, float(EM), same_story).arrange(shuffled)
    assert [item.key for item in found] == [item.key for item in items]


def places() -> st.SearchStrategy[list[tuple[int, int, int, int, bool]]]:
    """Left, top, width and height in em, and whether a heading stands there."""
    place, size = st.integers(0, 30), st.integers(1, 12)
    return st.lists(st.tuples(place, place, size, size, st.booleans()), max_size=9)


@given(places())
def test_nothing_is_lost_or_doubled_however_boxes_lie(boxes: list[tuple[int, int, int, int, bool]]) -> None:
    items = [
        Item(key, Box(x * EM, y * EM, (x + width) * EM, (y + height) * EM), heading, f"{key} a", f"{key} a")
        for key, (x, y, width, height, heading) in enumerate(boxes)
    ]
    found = Cutter((), float(EM), unknown).arrange(items)
    assert sorted(item.key for item in found) == list(range(len(items)))


def boxes_of_strangers() -> st.SearchStrategy[Box]:
    """Boxes anywhere, above the page and without height too, as damaged files have them."""
    sides = st.integers(-800, 1600), st.integers(-800, 1600), st.integers(0, 600), st.integers(0, 300)
    return st.builds(lambda x, y, width, height: Box(x, y, x + width, y + height), *sides)


@given(st.lists(st.tuples(boxes_of_strangers(), st.booleans()), max_size=12))
def test_no_item_is_lost_or_doubled_wherever_it_lies(found: list[tuple[Box, bool]]) -> None:
    items = [Item(key, box, heading=heading) for key, (box, heading) in enumerate(found)]
    assert sorted(one.key for one in Cutter((), 40.0, unknown).arrange(items)) == list(range(len(items)))
