"""Pages from what a file says of them: blocks in the file's order, articles, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ocr_fix.geometry import enclosing
from ocr_fix.language import load_follow
from ocr_fix.model import Article, Box, Carried, Kind, Line, Page, Paper, Paragraph, Region, Separator
from ocr_fix.paragraphs import join_rows
from ocr_fix.rows import find_rows, find_table_rows
from ocr_fix.text import repair_text

HEADER, FOOTER = "header", "footer"


@dataclass(frozen=True, slots=True)
class Block:
    """A region as a file has it: the name of the article that it belongs to, and the paragraph of
    each line, where the file tells; equal numbers in a row are one paragraph. Blocks in a row that
    bear one `part` are columns of one region."""

    region: Region
    article: str = ""
    paragraphs: tuple[int, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says of a page beside its blocks."""

    source: str
    width: int
    height: int
    number: int = 1
    dpi: float = 0.0
    language: str = ""
    engine: str = ""
    separators: tuple[Separator, ...] = ()
    paper: Paper = Paper()
    warnings: tuple[str, ...] = ()
    carried: Carried = ()


def build_page(given: Given, blocks: Sequence[Block]) -> Page:
    """The page as the file has it, in the file's reading order. A page whose size the file does not
    tell is as large as what stands on it."""
    boxes = [line.box for block in blocks for line in block.region.lines]
    boxes += [block.region.box for block in blocks]
    width = given.width or max((box.right for box in boxes), default=0)
    height = given.height or max((box.bottom for box in boxes), default=0)
    flows = [
        (name, _article(tuple(group), given.language))
        for name, group in groupby(_merged(blocks), key=lambda block: block.article)
    ]
    header = next((flow for name, flow in flows[:1] if name == HEADER), Article())
    footer = next((flow for name, flow in flows[-1:] if name == FOOTER), Article())
    return Page(
        source=given.source,
        width=width,
        height=height,
        number=given.number,
        dpi=given.dpi,
        language=given.language,
        engine=given.engine,
        header=header,
        articles=tuple(flow for _, flow in flows if flow is not header and flow is not footer),
        footer=footer,
        separators=given.separators,
        warnings=given.warnings,
        paper=given.paper,
        carried=given.carried,
    )


def region_of(kind: Kind, lines: Sequence[Line], box: Box | None, name: str, carried: Carried = ()) -> Region:
    """A region with the box that the file gives, else with that around its lines."""
    around = box or (enclosing(line.box for line in lines) if lines else Box(0, 0, 0, 0))
    return Region(kind, around, tuple(lines), name, carried)


def box_of(sides: Sequence[float]) -> Box | None:
    """A box from left, top, right, bottom, sides exchanged where they are reversed; None where one
    is missing, or where nothing of it is right of and below the page's corner."""
    if len(sides) != 4 or not all(-1e7 < side < 1e7 for side in sides):
        return None
    left, right = sorted((round(sides[0]), round(sides[2])))
    top, bottom = sorted((round(sides[1]), round(sides[3])))
    if right <= 0 or bottom <= 0:
        return None
    return Box(max(0, left), max(0, top), right, bottom)


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those that are columns of one region made one."""
    merged: list[Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and block.part and (block.part, block.article) == (last.part, last.article):
            a, b = last.region, block.region
            region = replace(a, box=enclosing((a.box, b.box)), lines=(*a.lines, *b.lines))
            merged[-1] = replace(last, region=region, paragraphs=(*last.paragraphs, *block.paragraphs))
        else:
            merged.append(block)
    return merged


def _article(blocks: Sequence[Block], language: str) -> Article:
    paragraphs = [
        paragraph for index, block in enumerate(blocks) for paragraph in _paragraphs(index, block, language)
    ]
    return Article(tuple(block.region for block in blocks), tuple(paragraphs))


def _paragraphs(index: int, block: Block, language: str) -> Iterable[Paragraph]:
    lines = block.region.lines
    if block.region.kind is Kind.TABLE:
        for row in find_table_rows(lines):
            yield Paragraph("\t".join(map(repair_text, row.texts)), index, row.lines)
        return
    numbers = block.paragraphs or (0,) * len(lines)
    for _, group in groupby(range(len(lines)), key=lambda place: numbers[place]):
        places = tuple(group)
        rows = list(find_rows(tuple(lines[place] for place in places)))
        yield Paragraph(join_rows(rows, load_follow(language).language), index, places)
