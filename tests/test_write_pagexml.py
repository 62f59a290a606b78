"""PAGE XML as others read it: valid, in one order, in the frame of the picture as given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lxml import etree
from printed_page import full_page
from schemas import faults, page_schema

from ocr_fix.model import Article, Box, Kind, Line, Page, Region, Transform
from ocr_fix.write.pagexml import NAMESPACE, write_page_xml

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
NS = {"p": NAMESPACE}


def written(page: Page) -> Any:
    return etree.fromstring(write_page_xml(page, NOW))


def test_it_is_valid() -> None:
    assert faults(write_page_xml(full_page(), NOW), page_schema()) == []
    assert faults(write_page_xml(Page("a.png", 9, 9), NOW), page_schema()) == []


def test_elements_stand_in_reading_order_and_the_index_says_the_same() -> None:
    root = written(full_page())
    regions = [
        one.get("id")
        for one in root.find("p:Page", NS)
        if etree.QName(one).localname in ("TextRegion", "ImageRegion", "TableRegion")
    ]
    refs = root.findall(".//p:RegionRefIndexed", NS)
    assert [ref.get("regionRef") for ref in refs] == regions
    for group in root.findall(".//p:OrderedGroupIndexed", NS):
        assert [int(str(ref.get("index"))) for ref in group] == list(range(len(group)))
    customs = [one.get("custom", "") for one in root.find("p:Page", NS) if one.get("id") in regions]
    assert [custom.split("index:")[1].split(";")[0] for custom in customs] == [
        str(n) for n in range(len(regions))
    ]


def test_articles_are_groups_with_their_headlines() -> None:
    groups = written(full_page()).findall(".//p:OrderedGroupIndexed", NS)
    assert [(one.get("caption"), one.get("type")) for one in groups] == [
        ("header", "other"), ("article1", "article"), ("article2", "article"), ("footer", "other"),
    ]  # fmt: skip
    assert groups[1].get("comments") == "Mobile Library & Pupils"


def test_kinds() -> None:
    root = written(full_page())
    types = [one.get("type") for one in root.findall("p:Page/p:TextRegion", NS)]
    assert types == ["header", "heading", "paragraph", "paragraph", "caption", "floating", "footer"]
    assert len(root.findall(".//p:SeparatorRegion", NS)) == 3
    assert len(root.findall(".//p:TableRegion//p:TextLine", NS)) == 4
    assert root.find(".//p:TextRegion[@type='floating']", NS).get("readingDirection") == "top-to-bottom"


def test_text_and_confidence() -> None:
    root = written(full_page())
    line = root.findall(".//p:TextLine", NS)[2]
    assert line.findtext("p:TextEquiv/p:Unicode", namespaces=NS) == "The travelling li-"
    assert [one.get("conf") for one in line.findall("p:Word/p:TextEquiv", NS)] == ["0.5", "1.0", "0.75"]


def test_metadata_name_the_program_the_paper_and_the_picture() -> None:
    root = written(full_page())
    assert root.find("p:Page", NS).get("imageFilename") == "herald.png"
    assert "title:The Thornmere Herald;" in root.find("p:Page", NS).get("custom", "")
    assert root.findtext("p:Metadata/p:Creator", namespaces=NS).startswith("ocr_fix ")


def test_boxes_lead_back_to_the_picture_as_given() -> None:
    region = Region(Kind.BODY, Box(10, 20, 110, 40), (Line("word", Box(10, 20, 110, 40)),))
    turned = Transform(a=0.0, b=1.0, c=0.0, d=-1.0, e=0.0, f=200.0)
    page = Page("a.png", 200, 100, articles=(Article((region,)),), transform=turned)
    page = replace(page, source_width=100, source_height=200)
    root = written(page)
    assert root.find("p:Page", NS).get("imageWidth") == "100"
    assert root.find(".//p:TextLine/p:Coords", NS).get("points") == "20,190 20,90 40,90 40,190"
    assert faults(write_page_xml(page, NOW), page_schema()) == []


def test_what_xml_forbids_is_replaced() -> None:
    line = Line("a\x0bb\ud800", Box(0, 0, 9, 9))
    page = Page("a.png", 9, 9, articles=(Article((Region(Kind.BODY, line.box, (line,)),)),))
    assert written(page).findtext(".//p:TextLine/p:TextEquiv/p:Unicode", namespaces=NS) == "a\ufffdb\ufffd"
