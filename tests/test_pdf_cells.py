"""The lines of a PDF's ruled tables, parted where a cell ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF
from pdfs import new_pdf, put_column, saved

from ocr_fix.model import Box, Direction, Kind, Line, Word
from ocr_fix.pdf.cells import part_cells
from ocr_fix.pdf.shapes import Shape
from ocr_fix.pipeline import Orderer
from ocr_fix.rows import find_table_rows

ROWS = (
    ("Fish", "Monday", "Note"),
    ("Cod", "12.40", "few"),
    ("Plaice", "7.00", "none"),
    ("Eel", "3.15", "old"),
)
TABLE = Box(0, 0, 200, 100)


def a_line(*words: tuple[str, int, int], direction: Direction = Direction.HORIZONTAL) -> Line:
    found = tuple(Word(text, Box(left, 10, right, 30)) for text, left, right in words)
    text = " ".join(word.text for word in found)
    return Line(text, Box(words[0][1], 10, words[-1][2], 30), 1.0, direction, 0, found)


def a_stroke(x: float, top: float = 0, bottom: float = 100) -> Shape:
    return Shape((x, top, x, bottom), strokes=((x, top, x, bottom),))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]


def test_a_line_is_parted_at_the_strokes_between_its_words() -> None:
    line = a_line(("new", 10, 30), ("bread", 35, 60), ("two", 80, 100))
    parted = part_cells([line], [a_stroke(70)], [TABLE])
    assert texts(parted) == ["new bread", "two"]
    assert [part.box for part in parted] == [Box(10, 10, 60, 30), Box(80, 10, 100, 30)]


@pytest.mark.parametrize(
    ("shapes", "tables"),
    [
        ([a_stroke(70)], []),
        ([a_stroke(70)], [Box(300, 300, 500, 400)]),
        ([a_stroke(70, 40, 100)], [TABLE]),
        ([a_stroke(90)], [TABLE]),
        ([Shape((0, 20, 200, 20), strokes=((0, 20, 200, 20),))], [TABLE]),
        ([Shape((70, 0, 71, 100), image=True)], [TABLE]),
    ],
    ids=["no table", "table elsewhere", "stroke below", "stroke through a word", "level stroke", "image"],
)
def test_what_parts_no_line(shapes: list[Shape], tables: list[Box]) -> None:
    line = a_line(("new", 10, 60), ("two", 80, 100))
    assert part_cells([line], shapes, tables) == (line,)


def test_upright_lines_stay_whole() -> None:
    line = a_line(("new", 10, 60), ("two", 80, 100), direction=Direction.VERTICAL)
    assert part_cells([line], [a_stroke(70)], [TABLE]) == (line,)


def ruled_table() -> FPDF:
    """A page with cells so close that they look like words of one line, each in a box."""
    pdf = new_pdf()
    put_column(pdf, "a", 50, 300)
    put_column(pdf, "b", 320, 300)
    lefts = (50, 92, 142)
    for number, row in enumerate(ROWS):
        for left, text in zip(lefts, row, strict=True):
            right = {50: 92, 92: 142, 142: 180}[left]
            pdf.rect(left, 100 + 20 * number, right - left, 20)
            pdf.text(right - 2 - pdf.get_string_width(text), 114 + 20 * number, text)
    return pdf


def test_the_cells_of_a_tight_ruled_table(tmp_path: Path) -> None:
    page = Orderer("eng").read(saved(ruled_table(), tmp_path / "a.pdf"))
    (table,) = (one for one in page.regions if one.kind is Kind.TABLE)
    assert tuple(row.texts for row in find_table_rows(table.lines)) == ROWS
