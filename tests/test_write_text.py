"""A page as text: exactly what it says, and nothing for a blank one."""

from __future__ import annotations

from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.write.text import write_text

BOX = Box(0, 0, 10, 10)


def test_a_blank_page_is_an_empty_file() -> None:
    assert write_text(Page("a.png", 10, 10)) == ""


def test_paragraphs_are_lines_and_regions_stand_apart() -> None:
    body = Region(Kind.BODY, BOX, (Line("一", BOX), Line("二", BOX)))
    picture = Region(Kind.PICTURE, BOX)
    headline = Region(Kind.HEADLINE, BOX, (Line("题", BOX),))
    paragraphs = (Paragraph("题", 0, (0,)), Paragraph("一", 2, (0,)), Paragraph("二", 2, (1,)))
    story = Article((headline, picture, body), paragraphs)
    foot = Article((Region(Kind.FOOTER, BOX, (Line("3", BOX),)),), (Paragraph("3", 0, (0,)),))
    assert write_text(Page("a.png", 10, 10, articles=(story,), footer=foot)) == "题\n\n一\n二\n\n3\n"
