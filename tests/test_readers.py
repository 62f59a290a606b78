"""Files of words that are whole, damaged, malicious or something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from printed_page import full_page

from ocr_fix.errors import InputError
from ocr_fix.model import Box, Direction, Kind, SeparatorKind
from ocr_fix.readers import count_file_pages, read_file
from ocr_fix.readers.build import box_of
from ocr_fix.readers.page import parse_custom
from ocr_fix.readers.sniff import word_kind
from ocr_fix.write.json import write_json

HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title><meta name='ocr-system' content='tesseract 5.3.0'/></head>
<body><div class='ocr_page' id='page_1' title='image "a.png"; bbox 0 0 800 600; ppageno 0; scan_res 300 300'>
<div class='ocr_carea' id='block_1' title='bbox 10 10 400 200'>
<p class='ocr_par' id='par_1' lang='eng' title='bbox 10 10 400 100'>
<span class='ocr_line' id='line_1' title="bbox 10 10 300 50; baseline 0 -5; x_size 40">
<span class='ocrx_word' id='word_1' title='bbox 10 10 100 50; x_wconf 90'>Caf\u00e9</span>
<span class='ocrx_word' id='word_2' title='bbox 120 10 300 50; x_wconf 50'>&amp; <strong>bar</strong></span></span></p>
<p class='ocr_par' id='par_2' title='bbox 10 110 400 200'>
<span class='ocr_caption' id='line_2' title="bbox 10 110 300 150"><span class='ocrx_word' title='bbox 10 110 300 150'>two</span></span>
</p></div>
<div class='ocr_photo' id='photo_1' title='bbox 500 10 700 300'></div>
<div class='ocr_separator' id='rule_1' title='bbox 450 10 452 500'></div></div>
<div class='ocr_page' id='page_2' title='bbox 0 0 9 9'></div></body></html>"""

TSV = "\t".join(
    ("level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf", "text")
) + """
1\t1\t0\t0\t0\t0\t0\t0\t800\t600\t-1\t
5\t1\t1\t1\t1\t1\t10\t10\t90\t40\t96.5\tone
5\t1\t1\t1\t1\t2\t120\t10\t90\t40\t80\ttwo
5\t1\t1\t2\t1\t1\t10\t60\t90\t40\t-1\tthree
5\t1\t2\t1\t1\t1\tten\t60\t90\t40\t90\tbroken row
5\t1\t2\t1\t1\t1\t10\t160\t90\t40\t90\t"quoted"
"""  # fmt: skip


def put(folder: Path, text: str | bytes, name: str = "given.xml") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_lines_that_tell_their_place_by_a_polygon_alone(tmp_path: Path) -> None:
    text = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="900" HEIGHT="900"><PrintSpace>
<TextBlock ID="b"><TextLine ID="l" BASELINE="100 140 880 142"><Shape><Polygon POINTS="100,100 880,102 880,150"/></Shape>
<String CONTENT="one two"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
    (region,) = read_file(put(tmp_path, text)).regions
    assert [(line.id, line.text, line.box) for line in region.lines] == [
        ("l", "one two", Box(100, 100, 880, 150))
    ]


def test_hocr(tmp_path: Path) -> None:
    path = put(tmp_path, HOCR, "a.hocr")
    page = read_file(path)
    assert count_file_pages(path) == 2
    assert (page.width, page.height, page.dpi, page.engine) == (800, 600, 300, "tesseract 5.3.0")
    block, photo = page.regions
    assert [(line.id, line.text, line.box) for line in block.lines] == [
        ("line_1", "Café & bar", Box(10, 10, 300, 50)), ("line_2", "two", Box(10, 110, 300, 150)),
    ]  # fmt: skip
    assert [word.confidence for word in block.lines[0].words] == [0.9, 0.5]
    assert block.lines[0].confidence == pytest.approx(0.7)
    assert ("hocr:x_size", "40") in block.lines[0].carried
    assert ("hocr:@class", "ocr_caption") in block.lines[1].carried
    assert [one.text for one in page.articles[0].paragraphs] == ["Café & bar", "two"]
    assert (photo.kind, photo.box) == (Kind.PICTURE, Box(500, 10, 700, 300))
    assert [(one.kind, one.box.left) for one in page.separators] == [(SeparatorKind.VERTICAL, 450)]


def test_tsv(tmp_path: Path) -> None:
    page = read_file(put(tmp_path, TSV, "a.tsv"))
    assert [[line.text for line in region.lines] for region in page.regions] == [
        ["one two", "three"],
        ['"quoted"'],
    ]
    assert page.articles[0].regions[0].lines[0].words[0].confidence == pytest.approx(0.965)
    assert len(page.articles[0].paragraphs) == 3
    assert "1 damaged rows" in page.warnings[0]


def test_json(tmp_path: Path) -> None:
    assert read_file(put(tmp_path, write_json(full_page()), "a.json")) == full_page()
    with pytest.raises(InputError, match=r"a\.json': This JSON is no page"):
        read_file(put(tmp_path, '{"a": 1}', "a.json"))


def test_alto_in_tenths_of_millimetres_has_hyphens_and_margins(tmp_path: Path) -> None:
    page = read_file(
        put(
            tmp_path,
            """<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Description><MeasurementUnit>mm10</MeasurementUnit>
            </Description><Layout><Page ID="p" PHYSICAL_IMG_NR="1" WIDTH="2540" HEIGHT="2540"><PrintSpace><ComposedBlock ID="c">
            <TextBlock ID="b"><TextLine ID="l" HPOS="254" VPOS="0" WIDTH="508" HEIGHT="50"><String ID="s" CONTENT="Ant" HPOS="254"
            VPOS="0" WIDTH="254" HEIGHT="50" SUBS_TYPE="HypPart1" SUBS_CONTENT="Antwort"/><HYP CONTENT="-" HPOS="508" VPOS="0"
            WIDTH="254" HEIGHT="50"/></TextLine></TextBlock></ComposedBlock></PrintSpace></Page></Layout></alto>""",
        )
    )
    (line,) = [line for region in page.regions for line in region.lines]
    assert (page.width, page.dpi) == (3000, 300)
    assert (line.text, line.words[0].text, line.words[0].box) == ("Ant-", "Ant-", Box(300, 0, 900, 59))


def test_page_of_2010_has_points_and_regions_in_its_own_order(tmp_path: Path) -> None:
    def region(name: str, top: int, text: str, more: str = "") -> str:
        return f"""<TextRegion id="{name}" type="heading" {more}><Coords><Point x="0" y="{top}"/><Point x="90" y="{top + 20}"/>
        </Coords><TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextRegion>"""

    page = read_file(
        put(
            tmp_path,
            f"""<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2010-03-19"><Page imageFilename="a.tif"
            imageWidth="100" imageHeight="100"><ReadingOrder><OrderedGroup id="g"><RegionRefIndexed index="1" regionRef="r1"/>
            <RegionRefIndexed index="0" regionRef="r2"/></OrderedGroup></ReadingOrder>{region("r1", 0, "first")}
            {region("r2", 40, "one&#10;two", 'readingDirection="top-to-bottom"')}{region("r3", 80, "left over")}</Page></PcGts>""",
        )
    )
    assert [(one.id, one.kind, len(one.lines)) for one in page.regions] == [
        ("r2", Kind.HEADLINE, 2), ("r1", Kind.HEADLINE, 1), ("r3", Kind.HEADLINE, 1),
    ]  # fmt: skip
    assert page.articles[0].regions[0].lines[0].direction is Direction.VERTICAL


BOMB = """<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize(
    "body",
    [
        '<alto xmlns="x"><Layout><Page ID="p"><PrintSpace><TextBlock ID="b" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"><TextLine><String '
        'CONTENT="safe" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"/>&c;&d;</TextLine></TextBlock></PrintSpace></Page></Layout></alto>',
        '<PcGts><Page imageFilename="a"><TextRegion id="r"><Coords points="0,0 9,9"/><TextLine id="l"><Coords points="0,0 9,9"/>'
        "<TextEquiv><Unicode>safe&c;&d;</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>",
    ],
)  # fmt: skip
def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path, body: str) -> None:
    text = read_file(put(tmp_path, BOMB + body)).text
    assert text == "safe"


@pytest.mark.parametrize("name", ["page", "alto", "hocr"])
def test_of_a_file_that_is_cut_off_the_readable_rest_is_read(tmp_path: Path, name: str) -> None:
    from ocr_fix.write.alto import write_alto
    from ocr_fix.write.hocr import write_hocr
    from ocr_fix.write.pagexml import write_page_xml

    data = {"page": write_page_xml, "alto": write_alto, "hocr": lambda page: write_hocr(page).encode()}[name](
        full_page()
    )
    page = read_file(put(tmp_path, data[: data.index(b"new")]))
    assert "The Thornmere Herald" in page.text
    assert "given.xml' is " in page.warnings[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("just text", "is no hOCR, ALTO, PAGE, TSV or JSON"),
        ("<html><body>no OCR</body></html>", "no element of the class ocr_page"),
        ("<alto><Layout/></alto>", "is no ALTO file"),
        ("<PcGts/>", "is no PAGE file"),
        ("level\tpage_num\tother", "names other columns"),
        ("<alto", "is no ALTO file|is no XML|is no hOCR"),
    ],
)
def test_what_is_no_such_file(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_file(put(tmp_path, text))


def test_no_file_and_no_such_page(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / "none.hocr")
    with pytest.raises(InputError, match="has no page 3; it has 2"):
        read_file(put(tmp_path, HOCR), 3)


@pytest.mark.parametrize(
    ("sides", "box"),
    [
        ((10, 20, 30, 40), Box(10, 20, 30, 40)),
        ((30, 40, 10, 20), Box(10, 20, 30, 40)),
        ((-5, -5, 30, 40), Box(0, 0, 30, 40)),
        ((-50, -5, -30, 40), None),
        ((1, 2, 3), None),
        ((1, 2, float("inf"), 4), None),
        ((1, 2, float("nan"), 4), None),
    ],
)
def test_boxes_that_are_reversed_or_outside(sides: tuple[float, ...], box: Box | None) -> None:
    assert box_of(sides) == box


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- note --><ns0:alto xmlns:ns0='x'>", "alto"),
        ("<?xml?><PcGts>".encode("utf-16"), "page"),
        (b"<!DOCTYPE html><HTML>", "hocr"),
        (b"\n {\"source\"", "json"),
        (b"level\tpage_num\tblock_num", "tsv"),
        (b"\x89PNG", ""),
        (b"<svg>", ""),
    ],
)  # fmt: skip
def test_kinds_are_told_by_the_first_bytes(start: bytes, kind: str) -> None:
    assert word_kind(start) == kind


def test_sections_of_custom() -> None:
    assert parse_custom("readingOrder {index:3;} ocr_fix {kind:body; title:a b;}") == {
        "readingOrder": {"index": "3"}, "ocr_fix": {"kind": "body", "title": "a b"},
    }  # fmt: skip
