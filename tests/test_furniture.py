"""Masthead and imprint: pages drawn in letters."""

from __future__ import annotations

import pytest
from layouts import Drawing, Layout, draw

from ocr_fix.furniture import part_footer, part_header
from ocr_fix.model import Box, Kind, Line, Marks, Region, Separator, SeparatorKind

COLUMNS = (
    """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
"""
    + 24 * "aaaaaaaa bbbbbbbb cccccccc\n"
)


def header(picture: str, texts: dict[str, str] | None = None) -> tuple[str, str]:
    """The letters of the header, and of the rest."""
    layout = draw(picture + COLUMNS, Drawing(texts=texts))
    found, rest = part_header(layout.regions, layout.marks)
    assert {one.kind for one in found} in (set(), {Kind.MASTHEAD}, {Kind.RUNNING})
    return layout.spell(found), layout.spell(rest)


def footer(picture: str, texts: dict[str, str] | None = None) -> tuple[str, str]:
    """The letters of the footer, and of the rest."""
    layout = draw(COLUMNS + picture, Drawing(texts=texts))
    found, rest = part_footer(layout.regions, layout.marks)
    assert {one.kind for one in found} in (set(), {Kind.FOOTER}, {Kind.RUNNING})
    return layout.spell(found), layout.spell(rest)


def test_an_empty_page_has_no_furniture() -> None:
    assert part_header((), Marks(100, 100, 0.0, ())) == ((), ())
    assert part_footer((), Marks(100, 100, 0.0, ())) == ((), ())


def test_a_page_of_pictures_has_no_furniture() -> None:
    layout = draw("pppp\npppp", Drawing(kinds={"p": Kind.PICTURE}))
    assert part_header(layout.regions, layout.marks) == ((), layout.regions)
    assert part_footer(layout.regions, layout.marks) == ((), layout.regions)


def line(text: str, left: int, top: int, right: int, bottom: int) -> Region:
    box = Box(left, top, right, bottom)
    return Region(Kind.BODY, box, (Line(text, box),))


NAMEPLATE = line("晨报", 100, 110, 500, 230)
SMALL = (
    line("2026年3月2日", 1500, 100, 1800, 130),
    line("国内统一连续出版物号", 1400, 140, 1800, 170),
    line("今日四版", 1600, 180, 1800, 210),
)
GUIDE = line("导读", 200, 270, 400, 300)
BODY = tuple(line("渡口的老樟树", 100, top, 1800, top + 30) for top in range(400, 3000, 45))


def test_a_picture_in_the_masthead_is_left_to_the_page() -> None:
    rule = Separator(SeparatorKind.HORIZONTAL, Box(100, 250, 1800, 254))
    picture = Region(Kind.PICTURE, Box(700, 100, 900, 230))
    (found,), rest = part_header((NAMEPLATE, picture, *BODY), Marks(1900, 3100, 30.0, (), (rule,)))
    assert len(found.lines) == 1
    assert rest == (picture, *BODY)


def test_rows_beside_a_nameplate_follow_it_from_the_top() -> None:
    rule = Separator(SeparatorKind.HORIZONTAL, Box(100, 250, 1800, 254))
    regions = (SMALL[2], SMALL[1], NAMEPLATE, SMALL[0], *BODY)
    (found,), rest = part_header(regions, Marks(1900, 3100, 30.0, (), (rule,)))
    assert [one.text for one in found.lines] == [one.lines[0].text for one in (NAMEPLATE, *SMALL)]
    assert rest == BODY


def test_lines_that_all_stand_beside_several_rows_are_kept_from_the_top() -> None:
    rule = Separator(SeparatorKind.HORIZONTAL, Box(100, 360, 1800, 364))
    steps = tuple(
        line(f"晨报{step}", 400 * step, 100 + 40 * step, 400 * step + 300, 200 + 40 * step)
        for step in range(5)
    )
    (found,), rest = part_header((*steps, *BODY), Marks(1900, 3100, 30.0, (), (rule,)))
    assert sorted(one.text for one in found.lines) == [one.lines[0].text for one in steps]
    assert rest == BODY


def test_a_masthead_may_stand_on_a_boxed_guide_to_the_pages() -> None:
    frame = Separator(SeparatorKind.FRAME, Box(100, 250, 1800, 320))
    regions = (NAMEPLATE, *SMALL, GUIDE, *BODY)
    (found,), rest = part_header(regions, Marks(1900, 3100, 30.0, (), (frame,)))
    assert len(found.lines) == 4
    assert rest == (GUIDE, *BODY)


def test_what_stands_above_a_rule_is_masthead_row_by_row() -> None:
    masthead = """
   MMMMMMMMM  nnnnnnnnn
   MMMMMMMMM
--------------------------"""
    assert header(masthead) == ("Mn", "Habc")


def test_rows_are_read_from_the_left() -> None:
    masthead = """
nnnnnn    mmmmmm
oooooo    pppppp
--------------------------"""
    assert header(masthead)[0] == "nmop"


def test_a_second_row_between_rules_is_masthead_too() -> None:
    masthead = """
   MMMMMMMMMMMMMM
   MMMMMMMMMMMMMM
--------------------------
nnnnnnnn  oooooooo  ppppp
--------------------------"""
    assert header(masthead) == ("Mnop", "Habc")


def test_a_story_between_rules_is_no_masthead() -> None:
    masthead = """
   MMMMMMMMMMMMMM
   MMMMMMMMMMMMMM
--------------------------
nnnnnnnnnnn  ooooooooooooo
nnnnnnnnnnn  ooooooooooooo
nnnnnnnnnnn  ooooooooooooo
--------------------------"""
    assert header(masthead) == ("M", "noHabc")


def test_a_story_over_the_first_rule_is_no_masthead() -> None:
    masthead = """
nnnnnnnnnnn  ooooooooooooo
nnnnnnnnnnn  ooooooooooooo
nnnnnnnnnnn  ooooooooooooo
nnnnnnnnnnn  ooooooooooooo
nnnnnnnnnnn  ooooooooooooo
--------------------------"""
    assert header(masthead) == ("", "noHabc")


def test_many_lines_are_no_masthead() -> None:
    rows = "kkkk llll mmmm nnnn oooo\n" * 3
    assert header("\n" + rows + "-" * 26) == ("", "klmnoHabc")


@pytest.mark.parametrize(("rule", "found"), [("-" * 13, ""), ("-" * 20, "M")])
def test_a_short_rule_ends_no_masthead(rule: str, found: str) -> None:
    assert header(f"\n   MMMMMMMMMM\n   MMMMMMMMMM\n{rule}")[0] == found


def test_a_rule_far_down_ends_no_masthead() -> None:
    layout = draw("mmmmmmmmmm\n" + 8 * "\n" + "-" * 26 + COLUMNS)
    assert part_header(layout.regions, layout.marks)[0] == ()


def test_a_date_line_without_rule_is_masthead_with_all_that_stands_in_its_row() -> None:
    row = "\nnnnnnnnnnnnnnn         ooo\n"
    dated = {"n": "2031年5月6日  星期二", "o": "要闻"}
    assert header(row, dated) == ("no", "Habc")
    assert header(row) == ("", "noHabc")


def test_the_imprint_is_the_footer_with_all_that_stands_in_its_row() -> None:
    row = "\nxxxxxxxxxxx          yyyyyy\n"
    assert footer(row, {"x": "责任编辑 林一舟"}) == ("xy", "Habc")
    assert footer(row, {"y": "第3版"}) == ("xy", "Habc")
    assert footer(row, {"x": "Printed by Orme and Sons"}) == ("xy", "Habc")
    assert footer(row) == ("", "Habcxy")


RUNNING = {"r": "Harbour and Rail Monthly", "n": "47"}


def test_a_running_head_with_the_page_number_is_furniture_where_white_parts_it_from_the_text() -> None:
    row = "\nrrrrrrrrrrr             nn\n"
    assert header(row + "\n\n\n", RUNNING) == ("rn", "Habc")
    assert header(row + "\n\n\n", RUNNING | {"n": "A word"}) == ("", "rnHabc")
    columns = 24 * "aaaaaaaa bbbbbbbb cccccccc\n"
    close = draw(row + columns, Drawing(texts=RUNNING))
    assert part_header(close.regions, close.marks)[0] == ()


def test_running_heads_are_a_kind_of_their_own_and_mastheads_are_not() -> None:
    rows = "\nrrrrrrrrrrr             nn\n\n\n\n" + COLUMNS
    for texts, kind in ((RUNNING, Kind.RUNNING), (RUNNING | {"n": "2026年3月2日"}, Kind.MASTHEAD)):
        layout = draw(rows, Drawing(texts=texts))
        assert [one.kind for one in part_header(layout.regions, layout.marks)[0]] == [kind]


def test_rows_above_the_running_head_go_with_it() -> None:
    stamp = "\n    ssssssssssssssssss\nrrrrrrrrrrr             nn\n\n\n\n"
    assert header(stamp, RUNNING | {"s": "from www.harbour.example"}) == ("srn", "Habc")


def test_a_page_number_or_an_address_below_the_text_is_the_footer() -> None:
    assert footer("\n\n\n            n\n", {"n": "- 12 -"}) == ("n", "Habc")
    assert footer("\n\n\n            nnnnnnnn\n", {"n": "www.harbour.example"}) == ("n", "Habc")
    assert footer("\n\n\n            nnnnnnnn\n", {"n": "twelve"}) == ("", "Habcn")


def test_imprint_in_the_middle_of_a_page_is_none() -> None:
    assert footer(COLUMNS.replace("H", "x").replace("a", "d"), {"x": "责任编辑 林一舟"})[0] == ""


def test_a_column_that_ends_beside_the_imprint_is_no_footer() -> None:
    layout = draw(COLUMNS + "aaaaaaaa\naaaaaaaa          xxxxxx", Drawing(texts={"x": "责任编辑 林一舟"}))
    found, rest = part_footer(layout.regions, layout.marks)
    assert (layout.spell(found), layout.spell(rest)) == ("x", "Habc")


def lines_of(layout: Layout) -> int:
    return sum(len(one.lines) for one in layout.regions)


def test_no_line_is_lost() -> None:
    layout = draw("\nnnnn    mmmm\n" + "-" * 26 + COLUMNS + "\nxxxx", Drawing(texts={"x": "第3版"}))
    above, rest = part_header(layout.regions, layout.marks)
    below, rest = part_footer(rest, layout.marks)
    assert sum(len(one.lines) for one in (*above, *rest, *below)) == lines_of(layout)


def foot(*low: Region) -> tuple[list[str], list[str]]:
    """The texts of the footer and of the rest, of a page with `low` at its foot."""
    found, rest = part_footer((*BODY, *low), Marks(1900, 3200, 30.0, ()))
    texts = [line.text for one in found for line in one.lines]
    return texts, [one.lines[0].text for one in rest if one not in BODY]


IMPRINT = line("本版责编：林一舟", 600, 3050, 1200, 3080)


def test_the_last_lines_of_columns_are_no_imprint_whatever_they_name() -> None:
    day, other = line("上个星期六，", 100, 3000, 400, 3030), line("他又来了", 1000, 3000, 1300, 3030)
    assert foot(day, other, IMPRINT) == (["本版责编：林一舟"], ["上个星期六，", "他又来了"])


def test_an_imprint_may_have_two_rows() -> None:
    above = line("电话：0697-5520316", 600, 3000, 1200, 3030)
    assert foot(above, IMPRINT) == (["电话：0697-5520316", "本版责编：林一舟"], [])


def test_a_row_of_an_imprint_may_hold_other_words() -> None:
    beside = line("晨报社出版", 1300, 3052, 1600, 3080)
    assert foot(IMPRINT, beside) == (["本版责编：林一舟", "晨报社出版"], [])


def test_a_nameplate_with_a_story_in_its_ear_takes_its_date_lines_and_leaves_the_story() -> None:
    name = line("晨报", 100, 110, 900, 260)
    notes = (line("2026年3月2日 今日四版", 300, 300, 700, 328), line("晨报社主办", 350, 334, 650, 362))
    box = Box(1100, 180, 1800, 400)
    texts = tuple(
        Line("渡口边的老樟树下乡亲们晒着", Box(1100, top, 1800, top + 40)) for top in range(180, 400, 60)
    )
    ear = (line("渡船加班", 1250, 110, 1650, 160), Region(Kind.BODY, box, texts))
    marks = Marks(2000, 3200, 40.0, ())
    found, rest = part_header((name, *notes, *ear, *BODY), marks)
    assert [one.text for region in found for one in region.lines] == [
        "晨报",
        "2026年3月2日 今日四版",
        "晨报社主办",
    ]
    assert rest == (*ear, *BODY)
