"""Markdown to what a reader reads, and our own Markdown back to the page's text."""

from __future__ import annotations

import pytest

from ocr_fix.markdown import markdown_text
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.write.markdown import write_markdown

BOX = Box(0, 0, 9, 9)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("", ""),
        ("# 新桥\n\n**通**_车_", "新桥\n\n通车"),
        ("1\\. a\\*b &amp; c", "1. a*b & c"),
        ("新桥\n通车", "新桥通车"),
        ("The new\nbridge", "The new bridge"),
        ("新桥  \n通车", "新桥\n通车"),
        ("> 甲\n>\n> 乙", "甲\n\n乙"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 |  |", "甲 乙\n\n1"),
        ("- 甲\n- 乙\n\n---\n\n丙", "甲\n\n乙\n\n丙"),
        ("![picture](a.png) [link](b)", "link"),
        ("```\n甲 乙\n```", "甲 乙"),
        ("a `b` <b>c</b>", "a b c"),
    ],
)
def test_the_text_of_markdown(markdown: str, text: str) -> None:
    assert markdown_text(markdown) == text


def test_our_own_markdown_holds_the_text_of_the_page() -> None:
    kinds = (
        Kind.KICKER,
        Kind.HEADLINE,
        Kind.DECK,
        Kind.BYLINE,
        Kind.BODY,
        Kind.SUBHEAD,
        Kind.SIDEBAR,
        Kind.CAPTION,
    )
    texts = ["新桥*通车*", "# 1. 大桥", "[昨日]", "_记者_", "1. 甲<乙>", "- 小标题", "> 乙|丙", "`图`"]
    regions = tuple(Region(kind, BOX, (Line(text, BOX),)) for kind, text in zip(kinds, texts, strict=True))
    paragraphs = tuple(Paragraph(text, index, (0,)) for index, text in enumerate(texts))
    page = Page("a.png", 9, 9, articles=(Article(regions, paragraphs),))
    assert markdown_text(write_markdown(page)) == page.text
