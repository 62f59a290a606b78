"""Characters that follow one another, by where they stand."""

from __future__ import annotations

from ocr_fix.model import Direction
from ocr_fix.pdf.chains import Glyph, find_chains


def glyph(text: str, left: float, top: float, width: float = 40, height: float = 40) -> Glyph:
    return Glyph(text, left, top, left + width, top + height, 0, False)


def chains(glyphs: list[Glyph]) -> list[tuple[str, Direction]]:
    return [("".join(one.text for one in chain), way) for chain, way in find_chains(glyphs)]


def test_a_level_line() -> None:
    line = [glyph(text, 100 + 40 * place, 100) for place, text in enumerate("大桥昨日开通")]
    assert chains(line) == [("大桥昨日开通", Direction.HORIZONTAL)]


def test_a_vertical_line() -> None:
    line = [glyph(text, 100, 100 + 40 * place) for place, text in enumerate("大橋昨日")]
    assert chains(line) == [("大橋昨日", Direction.VERTICAL)]


def test_vertical_lines_beside_one_another() -> None:
    lines = [
        glyph(text, 300 - 65 * row, 100 + 40 * place)
        for row, texts in enumerate(("大橋昨", "日開通"))
        for place, text in enumerate(texts)
    ]
    assert chains(lines) == [("大橋昨", Direction.VERTICAL), ("日開通", Direction.VERTICAL)]


def test_level_lines_that_the_file_draws_downwards_are_not_read_downwards() -> None:
    rows = ("大桥昨", "日开通")
    glyphs = [
        glyph(rows[row][place], 100 + 44 * place, 100 + 44 * row) for place in range(3) for row in range(2)
    ]
    found = chains(glyphs)
    assert all(way is Direction.HORIZONTAL for _, way in found)
    assert "大日" not in [text for text, _ in found]


def test_marks_that_are_squeezed_into_one_another() -> None:
    line = [glyph("右", 100, 100), glyph("。", 140, 100), glyph("“", 149, 100), glyph("专", 189, 100)]
    assert chains(line) == [("右。“专", Direction.HORIZONTAL)]


def test_a_line_ends_at_a_gutter_and_at_another_size() -> None:
    glyphs = [
        glyph("a", 100, 100, 20),
        glyph("b", 120, 100, 20),
        glyph("c", 200, 100, 20),
        glyph("D", 220, 40, 60, 120),
    ]
    assert [text for text, _ in chains(glyphs)] == ["ab", "c", "D"]


def test_nothing() -> None:
    assert chains([]) == []
