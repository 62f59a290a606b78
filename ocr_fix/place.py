"""Words and lines that somebody else read, as boxes for the stages, and back into their regions.

Programs that do not know columns give lines across gutters. So every line is taken apart where its
words stand far apart, and where the gutters (`gutters.py`) run, which here are white between boxes of
words in place of ink. The areas stage joins again what belongs together. What comes back at the end are
the very lines that came in: whole where they stayed whole, in pieces where a gutter runs through.

Known limits: a line without words cannot be taken apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ocr_fix.geometry import edges_of, enclosing, overlap_x, overlap_y, scaled
from ocr_fix.gutters import GutterOptions, find_cuts
from ocr_fix.loose import Piece, boxes_of, join_texts, part_of, parted_at
from ocr_fix.model import (
    Area,
    Article,
    Box,
    Direction,
    Kind,
    Line,
    Marks,
    Page,
    Paragraph,
    Region,
    Separator,
    SeparatorKind,
    Step,
)
from ocr_fix.rivers import crossing
from ocr_fix.scan import Mask
from ocr_fix.straight import Straightener

MASK_EM_PX = 18.0
"""The mask of word boxes is made so small that a line is about this high."""

MAX_RULE_EM = 0.3
"""No printed rule is thicker."""
REACH_EM, SIDE_EM = 12.0, 4.0
"""Lines further above or below, or beside, say nothing about a line's gutters."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Regions on the straight page whose lines are rows of pieces: the `id` of a line is the place of
    its pieces in `rows`."""

    regions: tuple[Region, ...]
    rows: tuple[tuple[Piece, ...], ...]


def _thin(rule: Separator, level: Straightener, em: float) -> Separator:
    """A rule on the straight page, as thin as it was printed: the box of a tilted one is wide."""
    box, most = level(rule.box), max(1, round(MAX_RULE_EM * em))
    if rule.kind is SeparatorKind.VERTICAL and box.width > most:
        left = round(box.centre_x) - most // 2
        box = replace(box, left=max(0, left), right=max(0, left) + most)
    elif rule.kind is SeparatorKind.HORIZONTAL and box.height > most:
        top = round(box.centre_y) - most // 2
        box = replace(box, top=max(0, top), bottom=max(0, top) + most)
    return replace(rule, box=box)


def mark_words(
    given: Page, pieces: Sequence[Piece], frame: tuple[Straightener, float], rules: Sequence[Separator] = ()
) -> Marks:
    """What stands on the straight page: the pieces, the separators, pictures and tables of `given`, a frame
    around each of its adverts, and more `rules`. `frame` is what makes the page straight, and its em."""
    level, em = frame
    regions = tuple(given.regions)
    lines = tuple(dict.fromkeys(box for box in boxes_of(pieces) if box.area))
    return Marks(
        width=given.width,
        height=given.height,
        em=em,
        lines=lines,
        separators=(
            *(_thin(one, level, em) for one in (*given.separators, *rules)),
            *(Separator(SeparatorKind.FRAME, level(one.box)) for one in regions if one.kind is Kind.ADVERT),
        ),
        pictures=tuple(level(one.box) for one in regions if one.kind is Kind.PICTURE),
        tables=tuple(level(one.box) for one in regions if one.kind is Kind.TABLE),
        steps=(Step("words", f"straightened by {level.slope:.4f} pixels a pixel"),) if level.slope else (),
    )


def part_at_gutters(pieces: Sequence[Piece], marks: Marks, columns: int | None = None) -> tuple[Piece, ...]:
    """`pieces` parted where a gutter runs through them; `marks` holds em and separators, `columns` is
    the number of columns of the body text where the user says so."""
    if not pieces or not marks.em:
        return tuple(pieces)
    scale = min(1.0, MASK_EM_PX / marks.em)
    mask = _mask(pieces, scale, (round(marks.width * scale), round(marks.height * scale)))
    asked = frozenset(range(len(pieces))) if columns else crossing(mask, pieces, marks, scale)
    asked &= {place for place, piece in enumerate(pieces) if _is_on(piece.straight.box, marks)}
    if not asked:
        return tuple(pieces)
    around = [
        place
        for place, piece in enumerate(pieces)
        if _is_on(piece.straight.box, marks) and _is_near(piece, pieces, asked, marks.em)
    ]
    around = [place for place in around if scaled(pieces[place].straight.box, scale).area]
    boxes = tuple(scaled(pieces[place].straight.box, scale) for place in around)
    small = Marks(
        round(marks.width * scale),
        round(marks.height * scale),
        marks.em * scale,
        boxes,
        tuple(replace(one, box=scaled(one.box, scale)) for one in marks.separators),
        tuple(scaled(box, scale) for box in marks.pictures),
    )
    found = find_cuts(mask, boxes, small, GutterOptions(columns=columns))
    cuts = dict(zip(around, found, strict=True))
    return tuple(
        part
        for place, piece in enumerate(pieces)
        for part in parted_at(piece, _ends(piece, cuts.get(place, ()), scale) if place in asked else [])
    )


def _is_on(box: Box, marks: Marks) -> bool:
    """Whether a box lies on the page, as not all boxes of strangers do."""
    return box.right <= marks.width and box.bottom <= marks.height


def _is_near(piece: Piece, pieces: Sequence[Piece], asked: Collection[int], em: float) -> bool:
    """Whether a piece stands so near above or below one of those `asked` that it tells where a gutter is."""
    box = piece.straight.box
    others = (pieces[place].straight.box for place in asked)
    return any(
        overlap_y(box, other) > -REACH_EM * em and overlap_x(box, other) > -SIDE_EM * em for other in others
    )


def place(areas: Sequence[Area], pieces: Sequence[Piece]) -> Placed:
    """The areas with their text, in the areas' order: the pieces in one box of an area are one line.
    An area without text is left out, a picture is kept."""
    found = _rows(areas, pieces)
    regions: list[Region] = []
    rows: list[tuple[Piece, ...]] = []
    for area in areas:
        lines = []
        for column, boxes in enumerate(area.columns):
            for box in dict.fromkeys(boxes):
                row = found.pop((area.box, box), ())
                if row:
                    lines.append(_joined(row, area.direction, column, str(len(rows))))
                    rows.append(row)
        picture = area.kind is Kind.PICTURE
        if lines or picture:
            around = area.box if picture else enclosing(line.box for line in lines)
            regions.append(Region(area.kind, around, tuple(lines)))
    return Placed(tuple(regions), tuple(rows))


def settle(article: Article, lines: Sequence[Line], placed: Placed) -> Article:
    """`article` with the lines that came in in place of those that were put in order: in their own
    frame, with their words and names; a line through which a gutter runs comes in pieces."""
    regions, places = [], []
    for region in article.regions:
        settled: list[Line] = []
        spans: list[tuple[int, ...]] = []
        for line in region.lines:
            parts = _whole_parts(placed.rows[int(line.id)], lines)
            spans.append(tuple(range(len(settled), len(settled) + len(parts))))
            settled += [replace(one, direction=line.direction, column=line.column) for one in parts]
        own = enclosing(line.box for line in settled) if settled and region.kind is not Kind.PICTURE else None
        regions.append(replace(region, box=own or region.box, lines=tuple(settled)))
        places.append(spans)
    paragraphs = [
        replace(one, lines=tuple(place for line in one.lines for place in places[one.region][line]))
        for one in article.paragraphs
    ]
    return Article(tuple(regions), tuple(paragraphs))


def with_unplaced(page: Page, lines: Sequence[Line]) -> Page:
    """`page` with those of `lines` that have no box, and so no place, as its last article."""
    loose = tuple(line for line in lines if line.text.strip() and not line.box.area)
    if not loose:
        return page
    paragraphs = tuple(Paragraph(line.text, 0, (place,)) for place, line in enumerate(loose))
    article = Article((Region(Kind.BODY, enclosing(line.box for line in loose), loose),), paragraphs)
    said = (
        "1 line has no box; it stands" if len(loose) == 1 else f"{len(loose)} lines have no box; they stand"
    )
    warning = f"{said} at the end, in the file's order."
    return replace(page, articles=(*page.articles, article), warnings=(*page.warnings, warning))


def with_unread(page: Page, blots: Sequence[Piece], lines: Sequence[Line]) -> Page:
    """`page` with `blots`, what was read where there is no text, as pictures of a last article: their
    lines are kept, their text is none of the page's."""
    if not blots:
        return page
    parts = [part for piece in blots for part in _whole_parts((piece,), lines)]
    article = Article(tuple(Region(Kind.PICTURE, part.box, (part,)) for part in parts))
    step = Step("words", f"{len(parts)} pieces that were read in rules and pictures are no text")
    return replace(page, articles=(*page.articles, article), steps=(*page.steps, step))


def line_numbers(region: Region, placed: Placed) -> list[int]:
    """The places, among the lines that came in, of those that a placed region is made of."""
    return [piece.line for line in region.lines for piece in placed.rows[int(line.id)]]


def _mask(pieces: Sequence[Piece], scale: float, size: tuple[int, int]) -> Mask:
    """Where text stands: the boxes of words, or of lines without any, as ink."""
    mask = np.zeros((max(1, size[1]), max(1, size[0])), np.bool_)
    for piece in pieces:
        for one in piece.straight.words or (piece.straight,):
            box = scaled(one.box, scale)
            mask[box.top : box.bottom, box.left : box.right] = True
    return mask


def _ends(piece: Piece, gutters: Sequence[tuple[int, int]], scale: float) -> list[int]:
    """The places of the words that stand right after a gutter."""
    words = piece.straight.words
    ends = []
    for left, right in gutters:
        middle = (left + right) / 2 / scale
        after = [index for index, word in enumerate(words) if word.box.centre_x > middle]
        if after and after[0] > 0:
            ends.append(after[0])
    return sorted(set(ends))


def _rows(areas: Sequence[Area], pieces: Sequence[Piece]) -> dict[tuple[Box, Box], tuple[Piece, ...]]:
    """The pieces of each box of an area, in the order in which they are read: the smallest box that
    holds a piece whole has it."""
    keys = sorted(
        ((area.box, box) for area in areas for column in area.columns for box in column),
        key=lambda key: key[1].area,
    )
    if not keys:
        return {}
    lefts, tops, rights, bottoms = edges_of(box for _, box in keys).T
    found: dict[tuple[Box, Box], list[Piece]] = {}
    for piece in pieces:
        box = piece.straight.box
        holds = (lefts <= box.left) & (tops <= box.top) & (rights >= box.right) & (bottoms >= box.bottom)
        found.setdefault(keys[int(np.argmax(holds))], []).append(piece)
    return {key: tuple(sorted(row, key=_along)) for key, row in found.items()}


def _along(piece: Piece) -> tuple[int, int, int]:
    box = piece.straight.box
    start = box.top if piece.straight.direction is Direction.VERTICAL else box.left
    return start, piece.line, piece.start


def _joined(row: Sequence[Piece], direction: Direction, column: int, name: str) -> Line:
    """The pieces of one row as one line on the straight page."""
    lines = [piece.straight for piece in row]
    box = enclosing(line.box for line in lines)
    confidence = sum(line.confidence for line in lines) / len(lines)
    weight = max(lines, key=lambda line: line.box.width).weight
    text = join_texts(line.text for line in lines)
    return Line(text, box, confidence, direction, column, id=name, weight=weight)


def _whole_parts(row: Sequence[Piece], lines: Sequence[Line]) -> list[Line]:
    """The lines that came in, or the parts of them, that a row is made of; parts that were next to
    each other are one again."""
    spans: list[tuple[int, int, int]] = []
    for piece in row:
        if spans and spans[-1][0] == piece.line and spans[-1][2] == piece.start:
            spans[-1] = (piece.line, spans[-1][1], piece.end)
        else:
            spans.append((piece.line, piece.start, piece.end))
    return [_part(lines[number], start, end) for number, start, end in spans]


def _part(line: Line, start: int, end: int) -> Line:
    if end < 0 or (start, end) == (0, len(line.words)):
        return line
    part = part_of(line, start, end)
    if not start:
        return replace(part, carried=())
    return replace(part, id=f"{line.id}_w{start}" if line.id else "", carried=())
