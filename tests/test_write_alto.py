"""ALTO as libraries read it: valid, in order, hyphens apart, in the frame of the picture as given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lxml import etree
from printed_page import full_page
from schemas import alto_schema, faults

from ocr_fix.model import Page
from ocr_fix.write.alto import NAMESPACE, write_alto

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
NS = {"a": NAMESPACE}


def written(page: Page) -> Any:
    return etree.fromstring(write_alto(page, NOW))


def test_it_is_valid() -> None:
    assert faults(write_alto(full_page(), NOW), alto_schema()) == []
    assert faults(write_alto(Page("a.png", 9, 9), NOW), alto_schema()) == []


def test_blocks_stand_in_the_order_that_the_reading_order_says() -> None:
    root = written(full_page())
    space = root.find(".//a:PrintSpace", NS)
    blocks = [one.get("ID") for one in space if etree.QName(one).localname != "GraphicalElement"]
    assert [one.get("REF") for one in root.findall(".//a:ElementRef", NS)] == blocks
    groups = root.findall("a:ReadingOrder/a:OrderedGroup/a:OrderedGroup", NS)
    assert [one.get("ID") for one in groups] == [
        "flow_header", "flow_article1", "flow_article2", "flow_footer",
    ]  # fmt: skip


def test_columns_of_a_region_are_one_group() -> None:
    columns = written(full_page()).find(".//a:OrderedGroup[@ID='columns_2']", NS)
    assert [one.get("REF") for one in columns] == ["r2", "r2_1"]


def test_a_hyphen_is_a_hyp_and_the_whole_word_is_said() -> None:
    strings = written(full_page()).findall(".//a:String", NS)
    (part,) = [one for one in strings if one.get("SUBS_TYPE") == "HypPart1"]
    assert (part.get("CONTENT"), part.get("SUBS_CONTENT")) == ("li", "library")
    hyphen = part.getnext()
    assert (hyphen.get("CONTENT"), hyphen.get("HPOS"), hyphen.get("WIDTH")) == ("-", "370", "30")


def test_boxes_of_words_that_were_estimated_say_so() -> None:
    root = written(full_page())
    lines = root.findall(".//a:TextLine", NS)
    assert [one.get("PROCESSINGREFS") is None for one in lines[:4]] == [False, False, True, False]
    head = lines[1].findall("a:String", NS)
    assert [one.get("CONTENT") for one in head] == ["Mobile", "Library", "&", "Pupils"]
    lefts = [int(str(one.get("HPOS"))) for one in head]
    assert lefts == sorted(lefts)
    assert lefts[0] == 100
    assert int(str(head[-1].get("HPOS"))) + int(str(head[-1].get("WIDTH"))) == 700


def test_kinds_paper_and_program() -> None:
    root = written(full_page())
    tags = {one.get("ID"): one.get("LABEL") for one in root.find("a:Tags", NS)}
    assert tags["ocr_fix_headline"] == "headline"
    assert tags["ocr_fix_paper_title"] == "The Thornmere Herald"
    assert root.find(".//a:ComposedBlock", NS).get("TYPE") == "table"
    assert root.find(".//a:Page", NS).get("PRINTED_IMG_NR") == "B3"
    assert root.findtext(".//a:softwareName", namespaces=NS) == "ocr_fix"
    assert root.findtext(".//a:fileName", namespaces=NS) == "herald.png"
