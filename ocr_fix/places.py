"""Where the lines of a text stand in it: printed lines with their boxes, or the lines of a file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr_fix.measures import Place, PlacedText, TextLine
from ocr_fix.model import Article, Document, Line, Page


def place_text(source: str | Page | Document) -> PlacedText:
    """The text of `source` and the place of each line in it; lines without text are left out."""
    if isinstance(source, str):
        return PlacedText(source, tuple(_file_lines(source)))
    pages = source.pages if isinstance(source, Document) else (source,)
    flows = [flow for page in pages for flow in page.flows if flow.text]
    text = ""
    lines: list[TextLine] = []
    for flow in flows:
        text += "\n\n" if text else ""
        lines += _printed_lines(flow, len(text), len(lines))
        text += flow.text
    return PlacedText(text, tuple(lines))


def place_in(placed: PlacedText, start: int, end: int) -> Place:
    """The range `start:end` of a placed text, in the line where it begins; 0 in a text without lines."""
    index = bisect_right(placed.lines, start, key=lambda line: line.start) - 1
    line = placed.lines[max(0, index)] if placed.lines else TextLine(0, 0, 0)
    return Place(placed.text[start:end], start, end, line.number, line.box)


def _file_lines(text: str) -> Iterator[TextLine]:
    at = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield TextLine(at, at + len(line), number)
        at += len(line) + 1


def _printed_lines(flow: Article, start: int, count: int) -> Iterator[TextLine]:
    """The lines of `flow.text`, which begins at `start`; `count` lines stand before it."""
    at = start
    number = count
    is_first = True
    for index, region in enumerate(flow.regions):
        paragraphs = [paragraph for paragraph in flow.paragraphs if paragraph.region == index]
        at += 2 if paragraphs and not is_first else 0
        for place, paragraph in enumerate(paragraphs):
            at += 1 if place else 0
            lines = [region.lines[line] for line in paragraph.lines]
            for line, (first, last) in zip(lines, _ranges(paragraph.text, lines), strict=True):
                number += 1
                yield TextLine(at + first, at + last, number, line.box)
            at += len(paragraph.text)
            is_first = False


def _ranges(paragraph: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The range of each line in the paragraph made of them, whose text was joined and repaired."""
    if not lines:
        return []
    printed = "".join(line.text for line in lines)
    ends = []
    at = 0
    for line in lines[:-1]:
        at += len(line.text)
        ends.append(at)
    edges = [0, *_led_over(printed, paragraph, ends), len(paragraph)]
    return [(first + _blanks(paragraph[first:last]), last) for first, last in pairwise(edges)]


def _led_over(printed: str, paragraph: str, places: Sequence[int]) -> Iterator[int]:
    """The places of `paragraph` that stand for `places` of `printed`."""
    codes = list(Levenshtein.opcodes(printed, paragraph))
    for place in places:
        code = codes[bisect_left(codes, place, key=lambda code: code.src_end)]
        yield min(code.dest_start + place - code.src_start, code.dest_end)


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())
