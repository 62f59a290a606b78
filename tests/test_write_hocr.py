"""hOCR as other programs read it."""

from __future__ import annotations

from typing import Any

from lxml import etree, html
from printed_page import full_page

from ocr_fix.model import Article, Box, Kind, Line, Page, Region
from ocr_fix.readers.hocr import properties
from ocr_fix.write.hocr import write_hocr


def written(page: Page) -> Any:
    return etree.fromstring(write_hocr(page).encode())


def classes(root: Any, name: str) -> list[Any]:
    return [one for one in root.iter(etree.Element) if one.get("class") == name]


def test_it_is_xml_and_html_alike() -> None:
    page = full_page()
    parsed: Any = html.fromstring(write_hocr(page).encode())
    assert len(classes(written(page), "ocr_line")) == 12
    assert len(parsed.find_class("ocr_line")) == 12


def test_every_element_has_a_box_inside_its_parents() -> None:
    for one in written(full_page()).iter(etree.Element):
        if (one.get("class") or "").startswith("ocr"):
            left, top, right, bottom = (int(side) for side in properties(one)["bbox"].split())
            assert left <= right
            assert top <= bottom
            parent = one.getparent()
            if parent is not None and (parent.get("class") or "").startswith("ocr"):
                around = [int(side) for side in properties(parent)["bbox"].split()]
                assert around[0] <= left and around[1] <= top and right <= around[2] and bottom <= around[3]


def test_names_are_unique() -> None:
    names = [one.get("id") for one in written(full_page()).iter(etree.Element) if one.get("id")]
    assert len(names) == len(set(names))


def test_the_head_says_what_a_reader_needs() -> None:
    root = written(full_page())
    metas = {one.get("name"): one.get("content") for one in root.iter("{*}meta")}
    assert metas["ocr-system"].startswith("ocr_fix ")
    assert "ocrx_word" in metas["ocr-capabilities"].split()
    assert metas["dc.title"] == "The Thornmere Herald"
    said = properties(classes(root, "ocr_page")[0])
    assert said["bbox"] == "0 0 1100 1000"
    assert said["image"] == '"herald.png"'
    assert said["scan_res"] == "300 300"


def test_words_have_spaces_only_where_the_text_has() -> None:
    line = Line("在2026年 开通", Box(0, 0, 90, 10))
    page = Page("a.png", 99, 99, articles=(Article((Region(Kind.BODY, line.box, (line,)),)),))
    (found,) = classes(written(page), "ocr_line")
    assert "".join(found.itertext()) == "在2026年 开通"


def test_words_with_confidence() -> None:
    words = classes(written(full_page()), "ocrx_word")
    assert [properties(one)["x_wconf"] for one in words if one.text in ("The", "travelling")] == [
        "98",
        "50",
        "100",
    ]
