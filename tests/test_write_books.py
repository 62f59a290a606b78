"""What a whole source becomes: HTML to read, METS, and CSV and crops of its pages."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from PIL import Image
from printed_page import full_page
from schemas import faults, mets_schema

from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.write.crops import crop_articles
from ocr_fix.write.csv import COLUMNS, write_csv
from ocr_fix.write.html import HtmlBook
from ocr_fix.write.mets import METS, XLINK, MetsBook


def html_of(*pages: Page) -> Any:
    book = HtmlBook("issue")
    for page in pages:
        book.add(page)
    return html.fromstring(book.finish())


def test_html_has_articles_headings_tables_and_the_papers_name() -> None:
    page = full_page()
    root = html_of(page, replace(page, number=2))
    assert root.findtext(".//title") == "The Thornmere Herald, 2026-11-27"
    assert [one.text for one in root.findall(".//h2")] == ["Mobile Library & Pupils"] * 2
    assert [[cell.text for cell in row] for row in root.find(".//table")] == [
        ["eggs", "4.86"],
        ["milk", "3.20"],
    ]
    assert len(root.findall(".//section")) == 2
    assert [one.get("href") for one in root.findall(".//nav//a")] == ["#page1-1", "#page2-1"]
    assert root.get_element_by_id("page2-1") is not None


def test_html_shows_marks_as_printed() -> None:
    assert "The travelling library will <stay>." in [one.text for one in html_of(full_page()).iter("p")]


def test_vertical_text_stays_vertical() -> None:
    (upright,) = html_of(replace(full_page(), articles=(_upright(),))).find_class("upright")
    assert upright.text == "江采薇"


def _upright() -> Article:
    from printed_page import UPRIGHT

    return Article((Region(Kind.BODY, UPRIGHT.box, (UPRIGHT,)),), (Paragraph("江采薇", 0, (0,)),))


def test_csv_has_a_row_a_line_in_order() -> None:
    rows = list(csv.DictReader(io.StringIO(write_csv(full_page()))))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["text"] for row in rows[:4]] == [
        "The Thornmere Herald", "Mobile Library & Pupils", "The travelling li-", "brary will <stay>.",
    ]  # fmt: skip
    assert [row["order"] for row in rows] == [str(number) for number in range(1, 13)]
    assert (rows[3]["left"], rows[3]["bottom"], rows[3]["column"]) == ("500", "230", "1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("-17.2%", "-17.2%"),
        ("- 4", "- 4"),
        ('said "no",\nand left', 'said "no",\nand left'),
    ],
)
def test_csv_holds_no_formulas_and_keeps_the_rest(text: str, said: str) -> None:
    line = Line(text, Box(0, 0, 9, 9))
    page = Page("a.png", 9, 9, articles=(Article((Region(Kind.BODY, line.box, (line,)),)),))
    (row,) = csv.DictReader(io.StringIO(write_csv(page), newline=""))
    assert row["text"] == said


def test_mets_lists_pages_files_and_articles() -> None:
    page = full_page()
    book = MetsBook("issue")
    for number in (1, 2):
        book.add(
            replace(page, number=number),
            [("alto", f"a-{number}.alto.xml", b"x"), ("txt", f"a-{number}.txt", b"y")],
        )
    root: Any = etree.fromstring(book.finish(datetime(2026, 11, 27, tzinfo=UTC)))
    ns = {"m": METS}
    pages = root.findall("m:structMap[@TYPE='PHYSICAL']/m:div/m:div", ns)
    assert [one.get("ORDER") for one in pages] == ["1", "2"]
    files = {
        one.get("ID"): one.find("m:FLocat", ns).get(f"{{{XLINK}}}href")
        for one in root.findall(".//m:file", ns)
    }
    assert [files[one.get("FILEID")] for one in pages[1]] == ["a-2.alto.xml", "a-2.txt"]
    articles = root.findall("m:structMap[@TYPE='LOGICAL']/m:div/m:div", ns)
    assert [one.get("LABEL") for one in articles] == ["Mobile Library & Pupils"] * 2
    names = {one.get("ID") for one in root.iter(etree.Element)}
    for link in root.findall(".//m:smLink", ns):
        assert {link.get(f"{{{XLINK}}}from"), link.get(f"{{{XLINK}}}to")} <= names


def test_mets_is_valid_and_other_programs_read_it(tmp_path: Path) -> None:
    book = MetsBook("issue")
    for number in (1, 2):
        files = [("alto", f"a-{number}.alto.xml", b"x"), ("page", f"a-{number}.page.xml", b"y")]
        book.add(replace(full_page(), number=number), files)
    data = book.finish(datetime(2026, 11, 27, tzinfo=UTC))
    assert faults(data, mets_schema()) == []
    path = tmp_path / "issue.mets.xml"
    path.write_bytes(data)
    mets = pytest.importorskip("ocrd_models", reason="the package ocrd is not there").OcrdMets(
        filename=str(path)
    )
    assert mets.physical_pages == ["phys_1", "phys_2"]
    assert [file.url for file in mets.find_files(pageId="phys_2")] == ["a-2.alto.xml", "a-2.page.xml"]


def test_crops_show_each_article() -> None:
    page = replace(full_page(), em=30.0)
    found = dict(crop_articles(page, Image.new("RGB", (1100, 1000), "white")))
    assert sorted(found) == ["article1", "article2"]
    with Image.open(io.BytesIO(found["article2"])) as picture:
        assert picture.size == (1055 - 985, 415 - 185)
