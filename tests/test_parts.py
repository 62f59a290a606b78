"""What a page's text leaves out, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_fix.errors import InputError
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.parts import PARTS, kinds_of_parts
from ocr_fix.write.alto import write_alto
from ocr_fix.write.html import HtmlBook
from ocr_fix.write.json import read_json, write_json
from ocr_fix.write.pagexml import write_page_xml

BOX = Box(0, 0, 90, 10)


def flow(*parts: tuple[Kind, str]) -> Article:
    regions = tuple(Region(kind, BOX, (Line(text, BOX),)) for kind, text in parts)
    return Article(regions, tuple(Paragraph(text, index, (0,)) for index, (_, text) in enumerate(parts)))


PAGE = Page(
    "p.png",
    100,
    100,
    header=flow((Kind.MASTHEAD, "晨报")),
    articles=(flow((Kind.ADVERT, "米铺"), (Kind.BODY, "渡口的灯亮了。")), flow((Kind.ADVERT, "船行"))),
    footer=flow((Kind.FOOTER, "责编")),
    skipped=kinds_of_parts(("adverts", "furniture")),
)


def test_text_and_markdown_and_html_leave_it_out() -> None:
    assert PAGE.text == "渡口的灯亮了。"
    assert PAGE.markdown() == "渡口的灯亮了。\n"
    book = HtmlBook("p")
    book.add(PAGE)
    assert "米铺" not in book.finish().decode()
    assert "渡口的灯亮了。" in book.finish().decode()


def test_the_page_formats_keep_it() -> None:
    assert read_json(write_json(PAGE)) == PAGE
    assert "米铺" in write_json(PAGE)
    assert "米铺".encode() in write_alto(PAGE)
    assert b"AdvertRegion" in write_page_xml(PAGE)


def test_a_page_that_skips_nothing_is_shown_whole() -> None:
    page = read_json(write_json(PAGE).replace('"running", "advert", "masthead", "footer"', ""))
    assert page.shown is page
    assert page.text == "晨报\n\n米铺\n\n渡口的灯亮了。\n\n船行\n\n责编"


def test_running_heads_are_left_out_unless_nothing_is() -> None:
    page = Page("p.png", 100, 100, header=flow((Kind.RUNNING, "417")), articles=PAGE.articles[:1])
    assert "417" not in replace(page, skipped=kinds_of_parts(())).text
    assert "417" not in replace(page, skipped=kinds_of_parts(("adverts",))).text
    assert "417" in replace(page, skipped=kinds_of_parts(("none",))).text
    assert b"417" in write_alto(replace(page, skipped=kinds_of_parts(())))


def test_an_unknown_part_is_named() -> None:
    with pytest.raises(InputError, match=r"'advert' is no part .*adverts"):
        kinds_of_parts(["advert"])


def test_no_kind_is_in_two_parts() -> None:
    kinds = [kind for part in PARTS.values() for kind in part]
    assert len(kinds) == len(set(kinds))
