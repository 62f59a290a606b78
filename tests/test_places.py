"""Places: where each line stands in a text."""

from __future__ import annotations

from ocr_fix.measures import Place, TextLine
from ocr_fix.model import Article, Box, Document, Kind, Line, Page, Paragraph, Region
from ocr_fix.places import place_in, place_text

BOXES = [Box(0, 10 * number, 90, 10 * number + 10) for number in range(9)]


def story(*paragraphs: tuple[str, list[str]]) -> Article:
    """An article of one region; each paragraph with the printed lines that it was made of."""
    lines: list[Line] = []
    joined = []
    for text, printed in paragraphs:
        joined.append(Paragraph(text, 0, tuple(range(len(lines), len(lines) + len(printed)))))
        lines += [Line(line, BOXES[len(lines) + place]) for place, line in enumerate(printed)]
    return Article((Region(Kind.BODY, BOXES[0], tuple(lines)),), tuple(joined))


def test_lines_of_a_file_are_counted_with_the_empty_ones() -> None:
    placed = place_text("新桥\n\n 通车\n")
    assert placed.lines == (TextLine(0, 2, 1), TextLine(4, 7, 3))


def test_printed_lines_are_found_in_the_paragraphs_made_of_them() -> None:
    first = ("The railway colony, well-known.", ["The rail-", "way colony , well-", "known."])
    page = Page(
        "a.png", 90, 90, articles=(story(first, ("新桥通车。", ["新桥 通", "车。"])), story(("甲", ["甲"])))
    )
    placed = place_text(page)
    assert placed.text == page.text
    texts = [page.text[line.start : line.end] for line in placed.lines]
    assert texts == ["The rail", "way colony, well-", "known.", "新桥通", "车。", "甲"]
    assert [line.number for line in placed.lines] == [1, 2, 3, 4, 5, 6]
    assert [line.box for line in placed.lines][:5] == BOXES[:5]


def test_a_line_begins_after_the_space_that_joined_it() -> None:
    page = Page("a.png", 90, 90, articles=(story(("The new bridge", ["The new", "bridge"])),))
    assert [(line.start, line.end) for line in place_text(page).lines] == [(0, 7), (8, 14)]


def test_pages_of_a_document_follow_one_another() -> None:
    page = Page("a.png", 90, 90, articles=(story(("甲乙", ["甲乙"])),))
    placed = place_text(Document("a.tif", (page, Page("a.tif", 9, 9), page)))
    assert placed.text == "甲乙\n\n甲乙"
    assert [(line.start, line.number) for line in placed.lines] == [(0, 1), (4, 2)]


def test_a_place_is_in_the_line_where_it_begins() -> None:
    placed = place_text("新桥\n通车\n")
    assert place_in(placed, 1, 4) == Place("桥\n通", 1, 4, 1)
    assert place_in(placed, 3, 5).line == 2
    assert place_in(placed, 6, 6).line == 2
    assert place_in(place_text(""), 0, 0) == Place("", 0, 0, 0)


def test_a_page_without_text() -> None:
    assert place_text(Page("a.png", 9, 9)).lines == ()
