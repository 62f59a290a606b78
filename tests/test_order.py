"""From regions to stories: pages drawn in letters, a space between stories."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import Drawing, Layout, draw

from ocr_fix.model import Kind, Marks
from ocr_fix.order import Order, order_regions


def ordered(layout: Layout) -> Order:
    found = order_regions(layout.regions, layout.marks, layout.follow)
    lines = [
        line.box
        for story in (found.header, *found.stories, found.footer)
        for one in story
        for line in one.lines
    ]
    assert sorted(lines) == sorted(layout.marks.lines)
    return found


def read(picture: str, drawing: Drawing = Drawing()) -> str:
    layout = draw(picture, drawing)
    return layout.spell_order(ordered(layout))


def test_an_empty_page_has_no_order() -> None:
    assert order_regions((), Marks(100, 100, 0.0, ()), lambda _a, _b: 0.0) == Order()


FOUR = """
HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc
"""


def test_one_story_is_a_headline_and_one_flow_of_four_columns() -> None:
    layout = draw(FOUR, Drawing("ab bc cd"))
    found = ordered(layout)
    assert layout.spell_order(found) == "Habcd"
    ((headline, flow),) = found.stories
    assert (headline.kind, flow.kind) == (Kind.HEADLINE, Kind.BODY)
    assert [line.column for line in flow.lines] == [0] * 5 + [1] * 5 + [2] * 5 + [3] * 4
    assert [step.stage for step in found.steps] == ["order"]


TWO_STORIES = """
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK
KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK
eeeeeeee ffffffff gggggggg iiiiiiii
eeeeeeee ffffffff gggggggg iiiiiiii
eeeeeeee ffffffff gggggggg iiiiiiii
eeeeeeee ffffffff gggggggg iiiiiiii
"""


def test_each_headline_opens_a_story() -> None:
    assert read(TWO_STORIES, Drawing("ab cd ef fg gi")) == "Hab Jcd Kefgi"


def test_a_subhead_goes_on_with_its_story() -> None:
    layout = draw(
        """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc

         SSSSSSSS
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
""",
        Drawing("ab bc de ef"),
    )
    found = ordered(layout)
    assert layout.spell_order(found) == "HabcSdef"
    assert [one.kind for one in found.stories[0]] == [Kind.HEADLINE, Kind.BODY, Kind.SUBHEAD, Kind.BODY]


def test_kicker_headline_deck_and_byline_stand_before_the_text() -> None:
    layout = draw(
        """
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc

          kkkkkk
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
IIIIIIIIIIIIIIIIIIIIIIIIII
IIIIIIIIIIIIIIIIIIIIIIIIII
    DDDDDDDDDDDDDDDDDD
         yyyyyyyy
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
""",
        Drawing("ab bc de ef", {"y": "本报记者 林一舟", "k": "乡村来信"}),
    )
    found = ordered(layout)
    assert layout.spell_order(found) == "abc kHIDydef"
    assert [one.kind for one in found.stories[1]] == [
        Kind.KICKER,
        Kind.HEADLINE,
        Kind.DECK,
        Kind.BYLINE,
        Kind.BODY,
    ]


SIDEBAR = """
HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa                   dddddddd
aaaaaaaa    SSSSSSSSSS     dddddddd
aaaaaaaa   ssssss tttttt   dddddddd
aaaaaaaa   ssssss tttttt   dddddddd
aaaaaaaa   ssssss tttttt   dddddddd
aaaaaaaa   ssssss tttttt   dddddddd
aaaaaaaa                   dddddddd
aaaaaaaa eeeeeeee ffffffff dddddddd
aaaaaaaa eeeeeeee ffffffff dddddddd
aaaaaaaa eeeeeeee ffffffff dddddddd
"""


def test_a_boxed_sidebar_comes_after_the_story_around_it() -> None:
    layout = draw(SIDEBAR, Drawing("ab be ec cf fd st", frames="Sst"))
    found = ordered(layout)
    assert layout.spell_order(found) == "Habecfd Sst"
    assert [one.kind for one in found.stories[1]][-1] is Kind.SIDEBAR


def test_a_frame_around_everything_is_none() -> None:
    layout = draw(FOUR, Drawing("ab bc cd", frames="Habcd"))
    assert layout.spell_order(ordered(layout)) == "Habcd"
    assert Kind.SIDEBAR not in {one.kind for story in ordered(layout).stories for one in story}


PICTURE = {"p": Kind.PICTURE, "t": Kind.CAPTION}


def test_a_picture_in_a_column_follows_the_text_beside_it_and_its_caption_follows_it() -> None:
    layout = draw(
        """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa pppppppp cccccccc
aaaaaaaa pppppppp cccccccc
aaaaaaaa pppppppp cccccccc
aaaaaaaa  tttttt  cccccccc
aaaaaaaa dddddddd cccccccc
aaaaaaaa dddddddd cccccccc
aaaaaaaa dddddddd cccccccc
""",
        Drawing("ab bd dc", {"t": "水边的路灯  林一舟摄"}, PICTURE),
    )
    found = ordered(layout)
    (story,) = found.stories
    assert layout.spell(story) == "Habdcpt"
    assert [one.kind for one in story] == [Kind.HEADLINE, Kind.BODY, Kind.PICTURE, Kind.CAPTION]


def test_a_lead_picture_and_its_caption_stand_before_the_text() -> None:
    assert (
        read(
            """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
pppppppppppppppppppppppppp
pppppppppppppppppppppppppp
pppppppppppppppppppppppppp
        tttttttttt
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
""",
            Drawing("ab bc", {"t": "雨后的谷场  林一舟摄"}, PICTURE),
        )
        == "Hptabc"
    )


def test_text_going_on_under_a_picture_is_no_caption() -> None:
    layout = draw(
        """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa pppppppp cccccccc
aaaaaaaa pppppppp cccccccc
aaaaaaaa pppppppp cccccccc
aaaaaaaa tttttttt cccccccc
aaaaaaaa tttttttt cccccccc
""",
        Drawing("ab bt tc", kinds=PICTURE),
    )
    assert layout.spell(ordered(layout).stories[0]) == "Habtcp"


def test_a_picture_on_a_page_without_text_is_a_story() -> None:
    layout = draw("pppp\npppp", Drawing(kinds=PICTURE))
    assert order_regions(layout.regions, layout.marks, layout.follow).stories == (layout.regions,)


FURNISHED = """
   NNNNNNNNNN   MMMMM
   NNNNNNNNNN   MMMMM
--------------------------
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc

zzzzzzzz                xx
"""


def test_masthead_first_and_foot_last() -> None:
    layout = draw(FURNISHED, Drawing("ab bc", {"z": "责任编辑 林一舟", "x": "3版"}))
    found = ordered(layout)
    assert layout.spell_order(found) == "NM Habc zx"
    assert [one.kind for one in (*found.header, *found.footer)] == [Kind.MASTHEAD, Kind.FOOTER]


def test_a_jump_line_ends_its_story() -> None:
    layout = draw(
        """
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa jjjjjjjj cccccccc dddddddd
""",
        Drawing("ab cd", {"j": "（下转第三版）"}),
    )
    found = ordered(layout)
    assert layout.spell_order(found) == "Habj Jcd"
    assert found.stories[0][-1].kind is Kind.JUMP_LINE


def test_an_item_without_headline_behind_a_rule_is_a_story_of_its_own() -> None:
    page = """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
--------------------------
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
"""
    assert read(page, Drawing("ab bc de ef")) == "Habc def"
    assert read(page, Drawing("ab bc cd de ef")) == "Habcdef"


@pytest.mark.parametrize(
    ("end", "odds", "stories"),
    [("。", 0.8, 2), ("。", 2.0, 1), ("，", 0.8, 1), ("，", -0.1, 2)],
    ids=["a closed sentence", "clearly runs on", "an open sentence", "does not run on"],
)
def test_behind_a_rule_a_closed_sentence_needs_text_that_clearly_runs_on(
    end: str, odds: float, stories: int
) -> None:
    page = "aaaaaaaaaa\naaaaaaaaaa\naaaaaaaaaa\n----------\nbbbbbbbbbb\nbbbbbbbbbb"
    layout = draw(page, Drawing(texts={"a": "渡口边的老樟树下" + end}))
    found = order_regions(layout.regions, layout.marks, lambda _a, _b: odds)
    assert len(found.stories) == stories


def test_a_vertical_headline_at_the_right_of_its_columns_opens_their_story() -> None:
    found = read(
        """
aaaaaaaa bbbbbbbb VV
aaaaaaaa bbbbbbbb VV
aaaaaaaa bbbbbbbb VV
aaaaaaaa bbbbbbbb VV
aaaaaaaa bbbbbbbb VV
""",
        Drawing("ab", {"V": "V1山里的新路"}),
    )
    assert found == "Vab"


def test_a_vertical_headline_at_the_left_of_its_columns() -> None:
    found = read(
        """
VV aaaaaaaa bbbbbbbb
VV aaaaaaaa bbbbbbbb
VV aaaaaaaa bbbbbbbb
VV aaaaaaaa bbbbbbbb
VV aaaaaaaa bbbbbbbb
""",
        Drawing("ab", {"V": "V1山里的新路"}),
    )
    assert found == "Vab"


def test_a_block_of_vertical_text_is_read_from_the_right() -> None:
    page = "\n".join(["AA BB CC DD"] * 9)
    layout = draw(page, Drawing("DC CB BA"))
    assert layout.spell_order(ordered(layout)) == "DCBA"


def test_pictures_go_with_the_story_that_they_stand_in() -> None:
    page = """
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa pppppppp qqqqqqqq dddddddd
aaaaaaaa pppppppp qqqqqqqq dddddddd
aaaaaaaa pppppppp qqqqqqqq dddddddd
aaaaaaaa  ssssss   tttttt  dddddddd
"""
    kinds = {"p": Kind.PICTURE, "q": Kind.PICTURE, "s": Kind.CAPTION, "t": Kind.CAPTION}
    texts = {"s": "雨后谷场 林一舟摄", "t": "夜里的灯 周小满摄"}
    assert read(page, Drawing("ab cd", texts, kinds)) == "Habps Jcdqt"


def test_a_small_picture_above_the_text_leads_nothing() -> None:
    page = """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
pppppppppppppp
pppppppppppppp
pppppppppppppp
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
"""
    assert read(page, Drawing("ab bc", kinds=PICTURE)) == "Habcp"
    assert read(page.replace("p" * 14, "p" * 22), Drawing("ab bc", kinds=PICTURE)) == "Hpabc"


def test_a_caption_goes_with_the_nearer_picture() -> None:
    page = """
HHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHH
aaaaaaaa pppppppp
aaaaaaaa pppppppp
aaaaaaaa  tttttt
aaaaaaaa qqqqqqqq
aaaaaaaa qqqqqqqq
aaaaaaaa qqqqqqqq
"""
    kinds = {"p": Kind.PICTURE, "q": Kind.PICTURE, "t": Kind.CAPTION}
    found = read(page, Drawing("", {"t": "雨后谷场 林一舟摄"}, kinds))
    assert found.index("t") == found.index("p") + 1


def test_a_headline_with_a_picture_only_is_a_story_beside_another() -> None:
    page = """
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
HHHHHHHHHHHHHHHHH JJJJJJJJJJJJJJJJJ
ppppppppppppppppp cccccccc dddddddd
ppppppppppppppppp cccccccc dddddddd
ppppppppppppppppp cccccccc dddddddd
ppppppppppppppppp cccccccc dddddddd
"""
    assert read(page, Drawing("cd", kinds=PICTURE)) == "Hp Jcd"


SMALLER = """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
{}
JJJJJJJJJJJJJJJJJJJJJJJJJJ
JJJJJJJJJJJJJJJJJJJJJJJJJJ
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
dddddddd eeeeeeee ffffffff
"""


@pytest.mark.parametrize(
    ("rule", "expected"), [("", "HabcJdef"), ("-" * 12, "HabcJdef"), ("-" * 26, "Habc Jdef")]
)
def test_a_much_smaller_headline_opens_a_story_behind_a_rule_only(rule: str, expected: str) -> None:
    assert read(SMALLER.format(rule), Drawing("ab bc de ef", {"H": "渡口新灯"})) == expected


def test_a_frame_in_a_frame_is_read_after_what_is_around_it() -> None:
    layout = draw(SIDEBAR, Drawing("ab be ec cf fd st", frames="Sst t"))
    assert layout.spell_order(ordered(layout)) == "Habecfd Ss t"


def test_vertical_text_stands_beside_a_level_story() -> None:
    page = """
HHHHHHHHHHHHHHHHH   AA BB CC DD
HHHHHHHHHHHHHHHHH   AA BB CC DD
aaaaaaaa bbbbbbbb   AA BB CC DD
aaaaaaaa bbbbbbbb   AA BB CC DD
aaaaaaaa bbbbbbbb   AA BB CC DD
aaaaaaaa bbbbbbbb   AA BB CC DD
"""
    assert read(page, Drawing("ab DC CB BA")) == "Hab DCBA"


PAGES = {
    "four": draw(FOUR, Drawing("ab bc cd")),
    "two stories": draw(TWO_STORIES, Drawing("ab cd ef fg gi")),
    "sidebar": draw(SIDEBAR, Drawing("ab be ec cf fd st", frames="Sst")),
    "furnished": draw(FURNISHED, Drawing("ab bc", {"z": "责任编辑 林一舟", "x": "3版"})),
}


@pytest.mark.parametrize("name", PAGES)
@given(by_x=st.integers(0, 3000), by_y=st.integers(0, 3000), scale=st.integers(1, 3))
@settings(max_examples=15)
def test_where_a_page_stands_and_how_large_it_is_does_not_matter(
    name: str, by_x: int, by_y: int, scale: int
) -> None:
    layout = PAGES[name]
    moved = layout.moved(by_x, by_y, scale)
    assert moved.spell_order(ordered(moved)) == layout.spell_order(ordered(layout))


@pytest.mark.parametrize("name", PAGES)
@given(data=st.data())
@settings(max_examples=15)
def test_the_order_given_does_not_matter(name: str, data: st.DataObject) -> None:
    layout = PAGES[name]
    shuffled = replace(layout, regions=tuple(data.draw(st.permutations(layout.regions))))
    assert ordered(shuffled) == ordered(layout)


@st.composite
def scattered(draw_from: st.DrawFn) -> Layout:
    """Letters thrown on a page: rectangles over rectangles, rules, pictures and frames."""
    width, height = draw_from(st.integers(12, 40)), draw_from(st.integers(4, 16))
    rows = [[" "] * width for _ in range(height)]
    letters = draw_from(
        st.lists(st.sampled_from("HJKLabcdefgmnopqst|-"), min_size=1, max_size=12, unique=True)
    )
    for letter in letters:
        left, top = draw_from(st.integers(0, width - 3)), draw_from(st.integers(0, height - 1))
        right, bottom = draw_from(st.integers(left + 2, width)), draw_from(st.integers(top + 1, height))
        for row in rows[top:bottom]:
            row[left:right] = letter * (right - left)
    picture = "\n".join("".join(row) for row in rows)
    if not any(letter.isalpha() for letter in picture):
        picture += "\naaaa"
    return draw(picture, Drawing("ab bc", kinds=PICTURE, frames="a" if "a" in picture else ""))


@given(scattered())
@settings(max_examples=150)
def test_every_line_comes_back_once_however_a_page_looks(layout: Layout) -> None:
    found = ordered(layout)
    pictures = [one.box for story in found.stories for one in story if one.kind is Kind.PICTURE]
    assert sorted([*pictures, *(one.box for one in found.header if not one.lines)]) == sorted(
        layout.marks.pictures
    )


TIED = """
HHHHHHHHHHHHHHHH           XXXXXXXX
HHHHHHHHHHHHHHHH           XXXXXXXX
aaaaaaaa bbbbbbbb cccccccc xxxxxxxx
aaaaaaaa bbbbbbbb cccccccc xxxxxxxx
aaaaaaaa bbbbbbbb cccccccc xxxxxxxx
-------------------------- xxxxxxxx
JJJJJJJJJJJJJJJJ           xxxxxxxx
JJJJJJJJJJJJJJJJ           xxxxxxxx
dddddddd eeeeeeee ffffffff xxxxxxxx
dddddddd eeeeeeee ffffffff xxxxxxxx
dddddddd eeeeeeee ffffffff xxxxxxxx
"""


def test_columns_whose_stories_a_rule_ends_together_stay_together() -> None:
    assert read(TIED, Drawing("ab bc de ef")) == "Habc Jdef Xx"
