"""What is written as PAGE, ALTO or hOCR is read back as it was, strangers' names and rest included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from given import column, page_of
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_page import full_page, unnamed

from ocr_fix.language import load_follow
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region, Word
from ocr_fix.pipeline import read_words
from ocr_fix.readers.alto import read_alto
from ocr_fix.readers.hocr import read_hocr
from ocr_fix.readers.page import read_page_xml
from ocr_fix.readoptions import ReadOptions
from ocr_fix.write.alto import write_alto
from ocr_fix.write.hocr import write_hocr
from ocr_fix.write.pagexml import write_page_xml

Format = tuple[Callable[[Page], bytes], Callable[[Path], tuple[Page, ...]]]
FORMATS: dict[str, Format] = {
    "page": (write_page_xml, read_page_xml),
    "alto": (write_alto, read_alto),
    "hocr": (lambda page: write_hocr(page).encode(), read_hocr),
}


def again(page: Page, name: str, folder: Path) -> Page:
    """`page` written and read."""
    write, read = FORMATS[name]
    path = folder / f"written.{name}"
    path.write_bytes(write(page))
    (found,) = read(path)
    return replace(
        found, source=page.source, number=page.number, steps=page.steps, doubts=page.doubts, em=page.em
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_with_one_of_everything(name: str, tmp_path: Path) -> None:
    page = full_page()
    assert unnamed(again(page, name, tmp_path)) == unnamed(page)


@pytest.mark.parametrize("name", FORMATS)
def test_the_second_time_nothing_changes_at_all(name: str, tmp_path: Path) -> None:
    once = again(full_page(), name, tmp_path)
    twice = again(once, name, tmp_path)
    assert replace(twice, carried=()) == replace(once, carried=())


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_that_was_put_in_order(name: str, tmp_path: Path) -> None:
    lines = [line for pair in zip(column("a", 100, 100), column("b", 800, 100), strict=True) for line in pair]
    page = read_words(page_of(lines), load_follow("eng"), "eng", ReadOptions(skip=("none",)))
    assert unnamed(again(page, name, tmp_path)) == unnamed(page)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
sides = st.tuples(st.integers(0, 900), st.integers(1, 99)).map(lambda pair: (pair[0], sum(pair)))
boxes = st.builds(lambda x, y: Box(x[0], y[0], x[1], y[1]), sides, sides)
shares = st.integers(0, 100).map(lambda hundredths: hundredths / 100)


@st.composite
def worded_lines(draw: st.DrawFn) -> Line:
    words = tuple(draw(st.lists(st.builds(Word, texts, boxes, shares), min_size=1, max_size=4)))
    sure = {word.confidence for word in words}
    mean = sum(word.confidence for word in words) / len(words)
    return Line(
        " ".join(word.text for word in words), draw(boxes), mean if len(sure) > 1 else sure.pop(), words=words
    )


@pytest.mark.parametrize("name", ["page", "alto"])
@settings(max_examples=50, deadline=None)
@given(st.lists(worded_lines(), min_size=1, max_size=5))
def test_lines_with_any_words(tmp_path_factory: pytest.TempPathFactory, name: str, lines: list[Line]) -> None:
    region = Region(Kind.BODY, Box(0, 0, 999, 999), tuple(lines))
    page = Page(
        "a.png", 1000, 1000, articles=(Article((region,), (Paragraph("", 0, tuple(range(len(lines)))),)),)
    )
    found = unnamed(again(page, name, tmp_path_factory.mktemp("round")))
    assert [one.lines for one in found.regions] == [one.lines for one in unnamed(page).regions]


def test_what_is_not_understood_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "strange.page.xml"
    path.write_text(STRANGE_PAGE, encoding="utf-8")
    (page,) = read_page_xml(path)
    text = write_page_xml(page).decode()
    for kept in (
        "<Creator>someone</Creator>", "<Border>", 'comments="worn"', "tag {a:1;}", "<Glyph", "<Baseline",
        "<NoiseRegion", 'points="100,100 400,90 400,140 100,150"', 'production="printed"', "second guess", 'id="shop"', 'comments="paid"',
        'imageFilename="one.tif"', "<TextStyle",
    ):  # fmt: skip
        assert kept in text, kept
    again_read = again(page, "page", tmp_path)
    assert again_read.articles == page.articles


def test_what_alto_does_not_say_here_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "strange.alto.xml"
    path.write_text(STRANGE_ALTO, encoding="utf-8")
    (page,) = read_alto(path)
    text = write_alto(page).decode()
    for kept in (
        '<TextStyle ID="font0"', 'STYLEREFS="font0"', "<Glyph", 'CC="0 9"', "<NamedEntityTag", 'TAGREFS="ocr_fix_body place1"',
        "ABBYY", "<documentIdentifier>", "BASELINE", "<ALTERNATIVE", "<fileName>one.tif</fileName>",
    ):  # fmt: skip
        assert kept in text, kept


STRANGE_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Metadata><Creator>someone</Creator>
<Created>2017-01-01T00:00:00</Created><LastChange>2017-01-01T00:00:00</LastChange></Metadata>
<Page imageFilename="one.tif" imageWidth="1000" imageHeight="800"><Border><Coords points="0,0 1000,0 1000,800"/></Border>
<TextRegion id="r1" type="paragraph" comments="worn" production="printed" custom="readingOrder {index:0;} tag {a:1;}">
<Coords points="100,100 400,90 400,140 100,150"/>
<TextLine id="l1" custom="readingOrder {index:0;}"><Coords points="100,100 400,100 400,140 100,140"/>
<Baseline points="100,135 400,135"/>
<Word id="w1"><Coords points="100,100 180,100 180,140 100,140"/><Glyph id="g1"><Coords points="100,100 110,140"/>
<TextEquiv><Unicode>o</Unicode></TextEquiv></Glyph><TextEquiv conf="0.5"><Unicode>one</Unicode></TextEquiv></Word>
<TextEquiv index="0" conf="0.9"><Unicode>one</Unicode></TextEquiv>
<TextEquiv index="1"><Unicode>second guess</Unicode></TextEquiv><TextStyle fontSize="7.5"/></TextLine>
<TextEquiv><Unicode>one</Unicode></TextEquiv></TextRegion>
<AdvertRegion id="shop" comments="paid"><Coords points="100,300 400,300 400,400 100,400"/>
<TextRegion id="r2"><Coords points="110,310 390,310 390,390 110,390"/><TextLine id="l2"><Coords points="110,310 390,310 390,350 110,350"/>
<TextEquiv><Unicode>sold here</Unicode></TextEquiv></TextLine></TextRegion></AdvertRegion>
<NoiseRegion id="n1"><Coords points="0,0 9,0 9,9 0,9"/></NoiseRegion></Page></PcGts>"""

STRANGE_ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Description><MeasurementUnit>pixel</MeasurementUnit>
<sourceImageInformation><fileName>one.tif</fileName><documentIdentifier>doc 7</documentIdentifier></sourceImageInformation>
<OCRProcessing ID="ocr1"><ocrProcessingStep><processingSoftware><softwareName>ABBYY</softwareName>
</processingSoftware></ocrProcessingStep></OCRProcessing></Description>
<Styles><TextStyle ID="font0" FONTSIZE="9"/></Styles><Tags><NamedEntityTag ID="place1" LABEL="Thornmere"/></Tags>
<Layout><Page ID="p1" PHYSICAL_IMG_NR="1" WIDTH="1000" HEIGHT="800"><PrintSpace HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">
<TextBlock ID="b1" HPOS="100" VPOS="100" WIDTH="300" HEIGHT="40" STYLEREFS="font0" TAGREFS="place1">
<TextLine ID="l1" HPOS="100" VPOS="100" WIDTH="300" HEIGHT="40" BASELINE="135">
<String ID="s1" HPOS="100" VPOS="100" WIDTH="80" HEIGHT="40" CONTENT="one" WC="0.5" CC="0 9">
<ALTERNATIVE>ome</ALTERNATIVE><Glyph ID="g1" CONTENT="o"/></String></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
