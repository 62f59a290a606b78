"""Which strips are headings, and of what kind: pages drawn in letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import EM, Drawing, draw

from ocr_fix.geometry import enclosing
from ocr_fix.headings import name_headings
from ocr_fix.model import Box, Kind, Line, Marks, Region, Separator, SeparatorKind

COLUMNS = """
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
"""
HEADLINE = "HHHHHHHHHHHHHHHHHHHHHHHHHH\nHHHHHHHHHHHHHHHHHHHHHHHHHH"


def kinds(picture: str, texts: dict[str, str] | None = None, runs: str = "") -> dict[str, Kind]:
    """The kind of each letter of a page; every line has to come back in its place."""
    layout = draw(picture, Drawing(runs, texts))
    named = name_headings(layout.regions, layout.marks)
    lines = [line for one in named for line in one.lines]
    assert lines == [line for one in layout.regions for line in one.lines]
    return {layout.letter_of(one): one.kind for one in named}


def test_an_empty_page_has_no_headings() -> None:
    assert name_headings((), Marks(100, 100, 0.0, ())) == ()


def test_large_type_is_a_headline_and_the_body_stays() -> None:
    found = kinds(HEADLINE + COLUMNS)
    assert found == {"H": Kind.HEADLINE, "a": Kind.BODY, "b": Kind.BODY, "c": Kind.BODY}


def test_the_lines_of_a_headline_are_headline() -> None:
    found = kinds(HEADLINE + "\n" + HEADLINE.replace("H", "I") + COLUMNS)
    assert (found["H"], found["I"]) == (Kind.HEADLINE, Kind.HEADLINE)


def test_a_large_character_alone_is_a_drop_cap() -> None:
    found = kinds("DD aaaaaa\nDD aaaaaa\n" + COLUMNS.strip().replace("a", "d"), {"D": "A"})
    assert found["D"] is Kind.BODY


def test_a_large_text_of_many_lines_is_no_headline() -> None:
    line = Line("渡口的早晨", Box(0, 0, 5 * 2 * EM, 2 * EM))
    lines = tuple(replace(line, box=Box(0, y, 400, y + 80)) for y in range(0, 600, 100))
    body = draw(COLUMNS)
    large = Region(Kind.BODY, Box(0, 0, 400, 580), lines)
    short = Region(Kind.BODY, Box(0, 0, 400, 480), lines[:5])
    assert name_headings((large, *body.regions), body.marks)[0].kind is Kind.BODY
    assert name_headings((short, *body.regions), body.marks)[0].kind is Kind.HEADLINE


@pytest.mark.parametrize("kicker", ["          kkkkkk", "kkkkkk"])
def test_a_short_line_above_a_headline_is_its_kicker(kicker: str) -> None:
    assert kinds(f"{kicker}\n{HEADLINE}{COLUMNS}", {"k": "乡村来信"})["k"] is Kind.KICKER


@pytest.mark.parametrize("above", ["    kkkkkk", "          kkkkkk\n\n"])
def test_what_is_neither_centred_nor_near_is_no_kicker(above: str) -> None:
    assert kinds(f"{above}\n{HEADLINE}{COLUMNS}", {"k": "乡村来信"})["k"] is not Kind.KICKER


def test_a_long_column_above_a_headline_is_no_kicker() -> None:
    above = "aaaaaaaa kkkkkkkk cccccccc\n" * 4
    assert kinds(f"{above}{HEADLINE}", runs="kb")["k"] is Kind.BODY


def test_a_line_that_ends_a_sentence_is_no_kicker() -> None:
    assert kinds(f"          kkkkkk\n{HEADLINE}{COLUMNS}", {"k": "他们走了。"})["k"] is Kind.BODY


def test_the_end_of_the_text_above_is_no_kicker() -> None:
    assert kinds(f"{COLUMNS}         kkkkkkkk\n\n{HEADLINE}", {"k": "村口的灯"})["k"] is not Kind.KICKER


@pytest.mark.parametrize(("left", "right", "kind"), [(40, 1100, Kind.BODY), (40, 400, Kind.KICKER)])
def test_a_rule_between_forbids_a_kicker(left: int, right: int, kind: Kind) -> None:
    layout = draw(f"          kkkkkk\n{HEADLINE}{COLUMNS}", Drawing(texts={"k": "乡村来信"}))
    middle = (layout.region("k").box.bottom + layout.region("H").box.top) // 2
    rule = Separator(SeparatorKind.HORIZONTAL, Box(left, middle - 1, right, middle + 1))
    named = name_headings(layout.regions, replace(layout.marks, separators=(rule,)))
    assert named[0].kind is kind


def test_a_larger_line_under_a_headline_is_its_deck() -> None:
    assert kinds(f"{HEADLINE}\n   DDDDDDDDDDDDDDDDDDDD\n{COLUMNS}")["D"] is Kind.DECK


def test_a_line_over_two_columns_under_a_headline_is_its_deck() -> None:
    page = f"{HEADLINE}\n    dddddddddddddddddd{COLUMNS}"
    assert kinds(page, {"d": "三个村子合办一所小学校的第一年"})["d"] is Kind.DECK
    assert kinds(page, {"d": "三个村子合办一所小学校的一年。"})["d"] is Kind.BODY


def test_a_line_above_a_byline_is_a_deck() -> None:
    page = f"{HEADLINE}\n         dddddddd\n         yyyyyyyy{COLUMNS}"
    found = kinds(page, {"d": "记一所学校", "y": "本报记者 林一舟"})
    assert (found["d"], found["y"]) == (Kind.DECK, Kind.BYLINE)


def test_the_first_lines_of_a_column_are_no_deck() -> None:
    assert kinds(HEADLINE + "\naaaaaaaa bbbbbbbb cccccccc" * 3, runs="ab bc")["b"] is Kind.BODY


def test_a_short_column_over_a_picture_is_no_deck() -> None:
    page = HEADLINE + "\naaaaaaaa bbbbbbbb cccccccc" * 2 + 3 * "\naaaaaaaa          cccccccc"
    assert kinds(page, runs="ab bc")["b"] is Kind.BODY


def test_a_line_over_a_lead_picture_is_a_deck() -> None:
    page = f"{HEADLINE}\n    dddddddddddddddddd\n\n\n\n{COLUMNS}"
    assert kinds(page, {"d": "三个村子合办一所小学校的第一年"})["d"] is Kind.DECK
    assert kinds(page, {"d": "三个村子合办一所小学校的一年。"})["d"] is Kind.BODY


@pytest.mark.parametrize(
    ("line", "kind"), [("    dddd", Kind.DECK), (" dddd", Kind.BODY), ("    dddddd", Kind.BODY)]
)
def test_a_line_set_in_from_both_sides_of_one_column_is_a_deck(line: str, kind: Kind) -> None:
    page = "HHHHHHHHHH\nHHHHHHHHHH\n" + line + 5 * "\naaaaaaaaaa"
    assert kinds(page, {"d": "一年以后"})["d"] is kind


@pytest.mark.parametrize("place", ["yyyyyyyy", "         yyyyyyyy"])
def test_a_name_under_a_headline_is_a_byline(place: str) -> None:
    assert kinds(f"{HEADLINE}\n{place}{COLUMNS}", {"y": "本报记者 林一舟"})["y"] is Kind.BYLINE


def strip(*lines: tuple[str, int, int]) -> Region:
    """A column nine em wide; each line is its text, its left and its width in em."""
    found = tuple(
        Line(text, Box(left * EM, 300 + 60 * row, (left + width) * EM, 340 + 60 * row))
        for row, (text, left, width) in enumerate(lines)
    )
    return Region(Kind.BODY, Box(0, 300, 9 * EM, 300 + 60 * len(found)), found)


HEAD = Region(Kind.BODY, Box(0, 190, 360, 290), (Line("渡口新灯", Box(0, 190, 360, 290)),))
TEXT = ("渡口边的老樟树下乡", 0, 9)
MARKS = Marks(400, 900, float(EM), ())


def parts(*regions: Region) -> list[tuple[Kind, int]]:
    """The kind and the number of lines of each region that comes back."""
    return [(one.kind, len(one.lines)) for one in name_headings(regions, MARKS)]


def test_a_bold_line_over_a_column_is_a_subhead() -> None:
    column = strip(("渡口新灯亮了", 0, 6), TEXT, TEXT, ("把种子翻出来晒。", 0, 8))
    weights = (5.6, 4.0, 4.1, 4.0)
    lines = tuple(replace(line, weight=one) for line, one in zip(column.lines, weights, strict=True))
    assert parts(replace(column, lines=lines)) == [(Kind.SUBHEAD, 1), (Kind.BODY, 3)]
    plain = tuple(replace(line, weight=4.0) for line in lines)
    assert parts(replace(column, lines=plain)) == [(Kind.BODY, 4)]


def test_a_deck_and_the_byline_centred_under_it_are_parted() -> None:
    both = strip(("五十八户人无一伤亡", 0, 9), ("本报记者 林一舟", 0, 9))
    assert parts(HEAD, both) == [(Kind.HEADLINE, 1), (Kind.DECK, 1), (Kind.BYLINE, 1)]


@pytest.mark.parametrize(("left", "width"), [(0, 7), (3, 6)])
def test_a_byline_in_a_column_s_first_lines_is_parted_from_it(left: int, width: int) -> None:
    column = strip(("本报记者 林一舟", left, width), TEXT, TEXT, TEXT)
    assert parts(column) == [(Kind.BYLINE, 1), (Kind.BODY, 3)]


def test_a_line_of_names_that_fills_its_column_is_text() -> None:
    assert parts(strip(("记者林一舟和村里的人", 0, 9), TEXT, TEXT, TEXT)) == [(Kind.BODY, 4)]


def test_a_byline_far_down_is_text() -> None:
    assert parts(strip(TEXT, TEXT, TEXT, TEXT, ("本报记者 林一舟", 0, 7), TEXT)) == [(Kind.BODY, 6)]


def test_two_lines_of_names_are_one_byline() -> None:
    column = strip(("本报记者 林一舟", 0, 7), ("通讯员 周小满", 0, 6), TEXT, TEXT)
    assert parts(column) == [(Kind.BYLINE, 2), (Kind.BODY, 2)]


def test_a_name_alone_under_a_headline_is_a_byline() -> None:
    assert parts(HEAD, strip(("林一舟", 3, 3), TEXT, TEXT, TEXT))[1:] == [(Kind.BYLINE, 1), (Kind.BODY, 3)]


@pytest.mark.parametrize(
    "first",
    [
        ("林一舟：", 3, 3),
        ("走吧。", 3, 3),
        ("林一舟从渡口边回来", 0, 9),
        ("林一舟", 2, 3),  # indented as paragraphs are
    ],
)
def test_what_is_no_name_under_a_headline(first: tuple[str, int, int]) -> None:
    assert parts(HEAD, strip(first, TEXT, TEXT, TEXT))[1:] == [(Kind.BODY, 4)]


def test_a_name_without_a_headline_above_is_text() -> None:
    assert parts(strip(("林一舟", 3, 3), TEXT, TEXT, TEXT)) == [(Kind.BODY, 4)]


SUBHEAD = """
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa{}cccccccc
aaaaaaaa{}cccccccc
aaaaaaaa dddddddd cccccccc
aaaaaaaa dddddddd cccccccc
aaaaaaaa dddddddd cccccccc
aaaaaaaa dddddddd cccccccc
"""


def test_a_short_line_in_larger_type_is_a_subhead() -> None:
    page = SUBHEAD.format(" SSSSSSSS ", " dddddddd ")
    assert kinds(page)["S"] is Kind.SUBHEAD
    assert kinds(page, {"S": "他们都走了。"})["S"] is Kind.BODY


def test_a_line_of_body_type_set_into_the_column_is_a_subhead() -> None:
    page = SUBHEAD.format("          ", "   ssss   ")
    assert kinds(page, {"s": "夜渡"})["s"] is Kind.SUBHEAD
    assert kinds(page, {"s": "夜渡，"})["s"] is Kind.BODY


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ("          ", " ssss     "),  # flush left: the end of a paragraph
        ("          ", "     ssss "),
        (" bbbbbbbb ", "   ssss   "),  # no white above
    ],
)
def test_what_is_no_subhead(above: str, place: str) -> None:
    assert kinds(SUBHEAD.format(above, place), {"s": "夜渡"})["s"] is Kind.BODY


def test_a_line_of_a_few_characters_completes_the_subhead_below_it() -> None:
    page = SUBHEAD.format("    oo    ", " SSSSSSSS ")
    assert kinds(page, {"o": "一"})["o"] is Kind.SUBHEAD
    apart = SUBHEAD.format(" oo       ", " SSSSSSSS ")
    assert kinds(apart, {"o": "一"})["o"] is Kind.BODY


def test_a_jump_line_says_where_the_story_goes_on() -> None:
    page = COLUMNS + "         jjjjjjjj"
    assert kinds(page, {"j": "（下转第三版）"})["j"] is Kind.JUMP_LINE
    assert kinds(page, {"j": "Continued on page 7"})["j"] is Kind.JUMP_LINE
    assert kinds(page, {"j": "他说下转第三版"})["j"] is not Kind.JUMP_LINE


def test_captions_pictures_and_tables_keep_their_kinds() -> None:
    texts = {"t": "乡村来信"}
    kept = {"t": Kind.CAPTION, "p": Kind.PICTURE}
    layout = draw(f"ppp       tttttt\n{HEADLINE}{COLUMNS}", Drawing(texts=texts, kinds=kept))
    found = {layout.letter_of(one): one.kind for one in name_headings(layout.regions, layout.marks)}
    assert (found["t"], found["p"]) == (Kind.CAPTION, Kind.PICTURE)


@given(st.integers(2, 4), st.integers(0, 5000), st.integers(0, 5000))
def test_size_and_place_of_the_page_do_not_matter(scale: int, by_x: int, by_y: int) -> None:
    page = f"          kkkkkk\n{HEADLINE}\n   DDDDDDDDDDDDDDDDDDDD\n{COLUMNS}\n" + SUBHEAD.format(
        " SSSSSSSS ", " dddddddd "
    ).translate(str.maketrans("abcd", "efgh"))
    layout = draw(page, Drawing(texts={"k": "乡村来信"}))
    moved = layout.moved(by_x, by_y, scale)
    found = [one.kind for one in name_headings(layout.regions, layout.marks)]
    assert [one.kind for one in name_headings(moved.regions, moved.marks)] == found


def row(text: str, left: int, top: int, right: int, height: int = EM) -> Line:
    return Line(text, Box(left, top, right, top + height))


def block(*lines: Line) -> Region:
    return Region(Kind.BODY, enclosing(line.box for line in lines), lines)


BRIEF = (
    row("渡口路灯今起改造", 110, 120, 470, EM + 2),
    row("本周起渡口路灯分", 180, 180, 500),
    row("批换新，夜里十点", 100, 240, 500),
    row("以后不再断电。", 100, 300, 380),
)
RULE = Separator(SeparatorKind.HORIZONTAL, Box(100, 90, 1300, 94))


@pytest.mark.parametrize(
    ("first", "rules", "expected"),
    [
        (BRIEF[0], (RULE,), [Kind.SUBHEAD, Kind.BODY]),
        (BRIEF[0], (), [Kind.BODY]),
        (replace(BRIEF[0], text="灯就亮了。"), (RULE,), [Kind.BODY]),
        (row("渡口路灯今起改造", 110, 120, 430), (RULE,), [Kind.BODY]),
        (row("渡", 110, 110, 180, 60), (RULE,), [Kind.BODY]),
    ],
)
def test_a_line_under_a_rule_before_a_paragraph_is_a_heading(
    first: Line, rules: tuple[Separator, ...], expected: list[Kind]
) -> None:
    found = name_headings((block(first, *BRIEF[1:]),), Marks(1400, 2000, float(EM), (), rules))
    assert [one.kind for one in found] == expected


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [("渡口路灯今起改造", 0, Kind.HEADLINE), ("灯就亮了。", 0, Kind.BODY), ("渡口路灯", 200, Kind.BODY)],
)
def test_a_line_centred_over_a_byline_is_a_headline(text: str, by: int, expected: Kind) -> None:
    head, name = block(row(text, 120, 100, 480)), block(row("本报记者 林一舟", 160 + by, 160, 440 + by))
    found = name_headings(
        (head, name, *draw(COLUMNS).moved(0, 400).regions), Marks(1400, 2000, float(EM), ())
    )
    assert found[0].kind is expected


def test_the_end_of_a_column_over_a_byline_is_text() -> None:
    end = block(row("灯就亮了。", 120, 100, 320), row("渡口边 林一舟", 160, 160, 480))
    name = block(row("本报记者 周小满", 160, 220, 480))
    found = name_headings((end, name, *draw(COLUMNS).moved(0, 400).regions), Marks(1400, 2000, float(EM), ()))
    assert found[0].kind is Kind.BODY


def test_all_lines_of_a_deck_over_a_byline_are_deck() -> None:
    deck = "     DDDDDDDDDDDDDDDD\n       EEEEEEEEEEEE\n         YYYYYYYY\n"
    texts = {"D": "渡口路灯今起改造", "E": "夜里不再断电", "Y": "本报记者 林一舟"}
    layout = draw(f"{HEADLINE}\n{deck}{COLUMNS}", Drawing(texts=texts))
    found = {layout.letter_of(one): one.kind for one in name_headings(layout.regions, layout.marks)}
    assert (found["D"], found["E"]) == (Kind.DECK, Kind.DECK)
