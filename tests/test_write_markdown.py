"""Markdown, judged by what a renderer makes of it."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.write.markdown import write_markdown

BOX = Box(0, 0, 100, 20)
RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def flow(*pieces: tuple[Kind, str]) -> Article:
    regions = tuple(Region(kind, BOX, (Line(text, BOX),) if text else ()) for kind, text in pieces)
    paragraphs = tuple(Paragraph(text, index, (0,)) for index, (_, text) in enumerate(pieces) if text)
    return Article(regions, paragraphs)


def rendered(page: Page) -> str:
    markup: str = RENDERER.render(write_markdown(page))
    return markup.strip()


def test_a_blank_page_is_an_empty_file() -> None:
    assert write_markdown(Page("a.png", 10, 10)) == ""


def test_a_page() -> None:
    header = Article(
        (Region(Kind.MASTHEAD, BOX, (Line("河湾报", BOX), Line("3", BOX))),),
        (Paragraph("河湾报", 0, (0,)), Paragraph("3", 0, (1,))),
    )
    story = flow(
        (Kind.KICKER, "本地"),
        (Kind.HEADLINE, "新桥通车"),
        (Kind.DECK, "“等了十年”"),
        (Kind.BYLINE, "记者 林岸"),
        (Kind.PICTURE, ""),
        (Kind.CAPTION, "桥头。"),
        (Kind.BODY, "大桥昨日开通。"),
        (Kind.SUBHEAD, "步行过河"),
        (Kind.SIDEBAR, "数字：3"),
    )
    page = Page("a.png", 9, 9, header=header, articles=(story,), footer=flow((Kind.FOOTER, "印刷：河湾")))
    assert rendered(page).split("\n") == [
        "<p><em>河湾报 · 3</em></p>",
        "<hr />",
        "<p><em>本地</em></p>",
        "<h2>新桥通车</h2>",
        "<p><strong>“等了十年”</strong></p>",
        "<p><em>记者 林岸</em></p>",
        "<p><em>桥头。</em></p>",
        "<p>大桥昨日开通。</p>",
        "<h3>步行过河</h3>",
        "<blockquote>",
        "<p>数字：3</p>",
        "</blockquote>",
        "<hr />",
        "<p><em>印刷：河湾</em></p>",
    ]


def shown_text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


MARKS = st.text(st.sampled_from("\\`*_{}[]<>()#+-.!|~&=:$1a 桥“”。;l\"'"), max_size=15)


@settings(max_examples=150, deadline=None)
@given(MARKS, st.sampled_from([Kind.BODY, Kind.HEADLINE, Kind.SUBHEAD, Kind.DECK, Kind.BYLINE, Kind.SIDEBAR]))
@example("1. 首先", Kind.BODY)
@example("# 标签 #", Kind.HEADLINE)
@example("---", Kind.BODY)
@example("- 王老师", Kind.BODY)
@example("    缩进", Kind.BODY)
@example("<b>&amp;</b>", Kind.BODY)
@example("[甲](乙) ![丙](丁)", Kind.BODY)
@example("**", Kind.DECK)
@example("a_b_c* d*", Kind.BYLINE)
@example("两\n行", Kind.BODY)
@example("~~划~~ `码` \\", Kind.BODY)
def test_it_renders_what_is_printed(text: str, kind: Kind) -> None:
    page = Page("a.png", 9, 9, articles=(flow((kind, text), (Kind.BODY, "之后")),))
    *printed, last = [shown_text(line) for line in rendered(page).splitlines() if shown_text(line)]
    assert last == "之后"
    assert " ".join(printed) == text.strip().replace("\n", " ")


def cell(text: str, row: int, column: int) -> Line:
    return Line(text, Box(column * 50, row * 30 + column, column * 50 + 40, row * 30 + 20), column=column)


def test_a_table_with_columns() -> None:
    lines = (cell("菜", 0, 0), cell("白菜", 1, 0), cell("价|斤", 0, 1), cell("2.5", 1, 1), cell("萝卜", 2, 0))
    region = Region(Kind.TABLE, Box(0, 0, 100, 80), lines)
    story = Article((region,), tuple(Paragraph(line.text, 0, (i,)) for i, line in enumerate(lines)))
    markup = rendered(Page("a.png", 9, 9, articles=(story,)))
    rows = re.findall(r"<tr>\s*(.*?)\s*</tr>", markup, re.DOTALL)
    assert [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in rows] == [
        ["菜", "价|斤"],
        ["白菜", "2.5"],
        ["萝卜", ""],
    ]


@pytest.mark.parametrize("kind", [Kind.TABLE, Kind.ADVERT])
def test_without_columns_every_paragraph_stands_alone(kind: Kind) -> None:
    lines = (Line("甲", BOX), Line("乙", BOX))
    story = Article((Region(kind, BOX, lines),), (Paragraph("甲", 0, (0,)), Paragraph("乙", 0, (1,))))
    markup = rendered(Page("a.png", 9, 9, articles=(story,)))
    assert "<p>甲</p>\n<p>乙</p>" in markup
