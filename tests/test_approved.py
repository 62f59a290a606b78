"""What is taken from an approved text: lines, flows, joins and paragraphs."""

from __future__ import annotations

from ocr_fix.approved import MAX_CLAUSE_CHARS, Block, Join, approve
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.normalise import Normalise, Normaliser

BOX = Box(0, 0, 9, 9)
LOOSE = Normaliser(Normalise.LOOSE).plain
NFC = Normaliser(Normalise.NFC).plain


def story(kind: Kind, lines: list[tuple[str, int]], paragraphs: list[tuple[str, tuple[int, ...]]]) -> Article:
    region = Region(kind, BOX, tuple(Line(text, BOX, column=column) for text, column in lines))
    return Article((region,), tuple(Paragraph(text, 0, own) for text, own in paragraphs))


def test_a_page_gives_its_lines_joins_and_paragraphs() -> None:
    lines = [("新 桥通车", 0), ("", 0), ("大桥昨日", 1), ("开通。", 1)]
    body = story(Kind.BODY, lines, [("新桥通车", (0, 1)), ("大桥昨日开通。", (2, 3))])
    approved = approve(
        Page("a.png", 9, 9, articles=(story(Kind.HEADLINE, [("题", 0)], [("题", (0,))]), body)), NFC, LOOSE
    )
    assert approved.lines == ("题", "新 桥通车", "大桥昨日", "开通。")
    assert approved.flows == ("题", "新桥通车 大桥昨日开通。")
    assert approved.blocks == (
        Block("题", False, (0,)), Block("新桥通车", True, (1,)), Block("大桥昨日开通。", True, (2, 3)),
    )  # fmt: skip
    assert Join("大桥昨日开通。", False) in approved.joins
    assert [join.across for join in approved.joins] == [False, True, False]


def test_a_join_has_eight_characters_of_each_line() -> None:
    lines = [("一二三四五六七八九十", 0), ("甲乙丙丁戊己庚辛壬癸", 0)]
    body = story(Kind.BODY, lines, [("".join(text for text, _ in lines), (0, 1))])
    approved = approve(Page("a.png", 9, 9, articles=(body,)), LOOSE, LOOSE)
    assert approved.joins == (Join("三四五六七八九十甲乙丙丁戊己庚辛", False),)


def test_only_hyphens_that_the_paragraph_undid_are_dropped() -> None:
    lines = [("the well-", 0), ("known col-", 0), ("ony.", 0)]
    body = story(Kind.BODY, lines, [("the well-known colony.", (0, 1, 2))])
    approved = approve(Page("a.png", 9, 9, articles=(body,)), NFC, LOOSE)
    assert approved.lines == ("the well-", "known col", "ony.")


def test_pictures_and_tables_have_lines_but_no_flow() -> None:
    table = story(Kind.TABLE, [("甲乙", 0)], [("甲乙", (0,))])
    approved = approve(Page("a.png", 9, 9, articles=(table,)), LOOSE, LOOSE)
    assert (approved.lines, approved.flows, approved.blocks) == (("甲乙",), (), ())


def test_a_text_gives_clauses_and_paragraphs() -> None:
    text = "新桥通车\n\n大桥昨日正式开通，两岸居民步行过河，孩子跑在最前面。\n桥长三百米。\n"
    approved = approve(text, LOOSE, LOOSE)
    assert approved.flows == ("新桥通车", "大桥昨日正式开通,两岸居民步行过河,孩子跑在最前面。桥长三百米。")
    assert approved.lines == (
        "新桥通车", "大桥昨日正式开通,两岸居民步行过河,", "孩子跑在最前面。", "桥长三百米。",
    )  # fmt: skip
    assert [block.lines for block in approved.blocks] == [(0,), (1, 2), (3,)]
    assert approved.joins == ()


def test_a_text_without_punctuation_is_cut_somewhere() -> None:
    assert [len(line) for line in approve("甲" * 150, LOOSE, LOOSE).lines] == [
        MAX_CLAUSE_CHARS,
        MAX_CLAUSE_CHARS,
        30,
    ]


def test_nothing_gives_nothing() -> None:
    empty = approve("", LOOSE, LOOSE)
    assert (empty.flows, empty.lines, empty.joins, empty.blocks) == ((), (), (), ())
