"""Strips that follow one another, made one region: pages drawn in letters."""

from __future__ import annotations

from layouts import Drawing, draw

from ocr_fix.flows import join_flows, join_loose_headings
from ocr_fix.model import Kind, Region
from ocr_fix.sizes import measure_types

HEADLINES = {"H": Kind.HEADLINE, "I": Kind.HEADLINE, "S": Kind.SUBHEAD, "p": Kind.PICTURE}


def joined(picture: str, letters: str) -> list[tuple[str, list[int]]]:
    """The letters and columns of each region that `letters` in this order become."""
    layout = draw(picture, Drawing(kinds=HEADLINES))
    story = tuple(layout.region(letter) for letter in letters)
    flows = join_flows(story, measure_types(layout.regions))
    return [(layout.spell([one]), [line.column for line in one.lines]) for one in flows]


def test_no_story_has_no_flows() -> None:
    assert join_flows((), measure_types(())) == ()
    assert join_loose_headings(()) == ()


def test_columns_of_a_story_are_one_region() -> None:
    page = "aaaaaaaa bbbbbbbb cccccccc\naaaaaaaa bbbbbbbb cccccccc"
    assert joined(page, "abc") == [("abc", [0, 0, 1, 1, 2, 2])]


def test_a_strip_right_below_stays_in_its_column() -> None:
    page = "aaaaaaaa cccccccc\naaaaaaaa cccccccc\nbbbbbbbb cccccccc"
    assert joined(page, "abc") == [("abc", [0, 0, 0, 1, 1, 1])]


def test_a_strip_higher_up_under_which_the_last_one_stands_is_a_new_column() -> None:
    page = "bbbbbbbbbbbbb\naaaaaaaa\naaaaaaaa"
    assert joined(page, "ab") == [("ab", [0, 0, 1])]


def test_a_subhead_or_picture_parts_a_flow() -> None:
    page = "aaaaaaaa bbbbbbbb\nSSSSSSSS bbbbbbbb\ncccccccc bbbbbbbb\ncccccccc pppppppp"
    assert [letters for letters, _ in joined(page, "aScb")] == ["a", "S", "cb"]
    assert [letters for letters, _ in joined(page, "aScpb")] == ["a", "S", "c", "p", "b"]


def test_the_lines_of_a_headline_are_one_region() -> None:
    page = "HHHHHHHHHHHH\nHHHHHHHHHHHH\nIIIIIIIIIIII\nIIIIIIIIIIII\naaaaaaaaaaaa"
    assert joined(page, "HIa") == [("HI", [0, 0]), ("a", [0])]


def test_headlines_far_apart_or_of_other_sizes_stay_two() -> None:
    far = "HHHHHHHHHHHH\nHHHHHHHHHHHH\n\n\n\nIIIIIIIIIIII\nIIIIIIIIIIII"
    assert [letters for letters, _ in joined(far, "HI")] == ["H", "I"]
    smaller = "HHHHHHHHHHHH\nHHHHHHHHHHHH\nIIIIIIIIIIII"
    assert [letters for letters, _ in joined(smaller, "HI")] == ["H", "I"]


def test_headings_of_other_kinds_stay_two() -> None:
    page = "HHHHHHHHHHHH\nSSSSSSSSSSSS"
    assert [letters for letters, _ in joined(page, "HS")] == ["H", "S"]


def test_columns_of_vertical_text_run_leftwards_in_one_column() -> None:
    page = "\n".join(["CC BB AA"] * 6 + ["", *(["FF EE DD"] * 6)])
    assert joined(page, "ABCDEF") == [("ABCDEF", [0, 0, 0, 1, 1, 1])]


def test_a_box_encloses_all_that_was_joined() -> None:
    layout = draw("aaaaaaaa bbbbbbbb\naaaaaaaa bbbbbbbb\n         bbbbbbbb")
    (flow,) = join_flows(layout.regions, measure_types(layout.regions))
    a, b = layout.regions
    assert (flow.box.left, flow.box.top) == (a.box.left, a.box.top)
    assert (flow.box.right, flow.box.bottom) == (b.box.right, b.box.bottom)


def test_a_kicker_alone_goes_with_the_story_after_it() -> None:
    layout = draw("kkkk\nHHHHHHHHHHHHH\nHHHHHHHHHHHHH\naaaaaaaaaaaaa")
    kicker, headline, body = layout.regions
    kicker = Region(Kind.KICKER, kicker.box, kicker.lines)
    assert join_loose_headings([(kicker,), (headline, body)]) == ((kicker, headline, body),)
    assert join_loose_headings([(body,), (kicker,), (headline,)]) == ((body,), (kicker, headline))
    assert join_loose_headings([(kicker,)]) == ((kicker,),)
    assert join_loose_headings([(headline,), (body,)]) == ((headline,), (body,))
