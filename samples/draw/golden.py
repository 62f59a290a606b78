"""The truth as a page of the project's own format: the only file here that knows `ocr_fix`."""

from __future__ import annotations

from itertools import groupby

import msgspec

from draw.furniture import PAGE
from draw.look import DPI, Press
from draw.marks import Block, Rect, SetLine
from draw.truth import Move, bounds, corners
from ocr_fix.model import (
    Article,
    Box,
    Direction,
    Kind,
    Line,
    Page,
    Paragraph,
    Region,
    Separator,
    SeparatorKind,
)
from ocr_fix.write.json import plain_page

LANGUAGES = {"zh": "chi_sim+eng", "hant": "chi_tra+eng", "en": "eng"}


def golden_page(press: Press, source: str, size: tuple[int, int], move: Move) -> Page:
    """The page as drawn, boxes in the frame of the worn picture of `size` (width, height)."""
    truth = press.sheet.truth
    runs = [(name, list(blocks)) for name, blocks in groupby(truth.blocks, key=lambda block: block.article)]
    flows = {name: _article(blocks, move) for name, blocks in runs if name != PAGE}
    furniture = [_article(blocks, move) for name, blocks in runs if name == PAGE]
    return Page(
        source=source,
        width=size[0],
        height=size[1],
        dpi=DPI,
        em=press.look.em,
        language=LANGUAGES[truth.language],
        header=furniture[0],
        articles=tuple(flows.values()),
        footer=furniture[-1],
        separators=tuple(Separator(SeparatorKind(rule.kind), _box(rule.box, move)) for rule in truth.rules),
    )


def golden_json(page: Page) -> bytes:
    """The page as the project writes it, indented by one space."""
    return msgspec.json.format(msgspec.json.encode(plain_page(page)), indent=1) + b"\n"


def _article(blocks: list[Block], move: Move) -> Article:
    paragraphs = []
    for number, block in enumerate(blocks):
        for index, text in enumerate(block.paragraphs):
            lines = tuple(place for place, line in enumerate(block.lines) if line.paragraph == index)
            paragraphs.append(Paragraph(text, number, lines))
    return Article(tuple(_region(block, move) for block in blocks), tuple(paragraphs))


def _region(block: Block, move: Move) -> Region:
    lines = tuple(_line(line, move) for line in block.lines)
    return Region(Kind(block.kind), _box(block.hull, move), lines)


def _line(line: SetLine, move: Move) -> Line:
    direction = Direction.VERTICAL if line.vertical else Direction.HORIZONTAL
    return Line(line.text, _box(line.box, move), 1.0, direction, line.column)


def _box(rect: Rect, move: Move) -> Box:
    return Box(*bounds(move(corners(rect))))
