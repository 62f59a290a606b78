"""Lines to paragraphs: indents, short last lines and gaps, and what the text itself says.

Every row of a column either starts a paragraph or runs on. For each way in which a newspaper sets
paragraphs (indented by one or two em, or not at all with a gap, or hanging) the cheapest reading
of the column's edges is found by dynamic programming (Viterbi): the edge may jump, beside a picture
or a drop cap, but a jump costs more than an indent. The cheapest way of all is taken for the region.

Known limits: a poem set as full lines becomes prose; two captions in one region become one paragraph.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ocr_fix.characters import HYPHENS, NARROW_EM, has_cjk, meet_without_space, text_units
from ocr_fix.language import Follow, join_words
from ocr_fix.model import Article, Kind, Paragraph, Region
from ocr_fix.rows import Row, find_rows, find_table_rows, is_chinese
from ocr_fix.text import repair_text

SINGLE = frozenset(
    {Kind.KICKER, Kind.HEADLINE, Kind.DECK, Kind.BYLINE, Kind.SUBHEAD, Kind.CAPTION, Kind.JUMP_LINE}
)
MIN_ROOM_EM = -0.1
SURE = 8.0
MOST_FOLLOW = 3.0
MIN_VERSE_ROWS = 3
DISPLAY_EM = 0.7
SEPARATE = frozenset({Kind.MASTHEAD, Kind.FOOTER})

_END = re.compile(r"[。！？!?…：:.][”’」』）)\"']*$")
_OPENER = re.compile(r"^[“‘「『（《〈【〔(\"']")
_HANGING = re.compile(r"[，。、；：！？”’」』）》〉】〕…—]$")
_ITEM = re.compile(r"^(?:[•●■◆▲★·]|[①-⑳]|\d{1,2}[.、]|[一二三四五六七八九十]+、|\S{1,8}：)")
_CLOSERS = "，。、；：！？”’」』）》〉】〕…—,.;:!?)\"'"
_FIRST_TOKEN = re.compile(r"[“‘「『（《〈【〔(\"']*(?:[A-Za-zÀ-ɏ0-9.,:%‰℃'’$-]+|.)")


@dataclass(frozen=True, slots=True)
class ParagraphOptions:
    """What join_paragraphs weighs; costs are in nats, roughly."""

    spread_em: float = 0.2  # boxes are tight to the ink: edges of one margin differ by this much
    opener_em: float = 0.55  # a full-width opening mark has its ink in the second half of its square
    jump_cost: float = 3.5  # a margin jumps beside pictures and drop caps only
    gap_em: float = 0.2  # rows further apart than their neighbours by more than this begin something
    most_gap_em: float = 2.5  # still wider ones are no gap between paragraphs: something stands there
    doubt: float = 2.5  # below this the text is asked whether it runs on


@dataclass(frozen=True, slots=True)
class Style:
    """How paragraphs are set: where first and following rows stand, in em from the margin."""

    first_em: float
    rest_em: float
    cost: float


@dataclass(frozen=True, slots=True)
class Margin:
    """The right margin at a row, in em, and how many rows reach it."""

    edge: float
    support: int


@dataclass(frozen=True, slots=True)
class RowEnd:
    """What a row's end shows: the `room` in em that it leaves beside the first word of the next row.

    `marked`: an end mark stands there; `alone`: no other row reaches its margin; `item`: it and the
    next row look like items of a list.
    """

    room: float
    marked: bool
    alone: bool
    item: bool


def join_paragraphs(
    regions: tuple[Region, ...], follow: Follow | None = None, options: ParagraphOptions = ParagraphOptions()
) -> Article:
    """An article of `regions` in reading order, with the paragraphs rebuilt from their lines.

    Every line of every region is in exactly one paragraph. No regions give an empty article.
    """
    paragraphs = [
        paragraph
        for index, region in enumerate(regions)
        for paragraph in _region_paragraphs(index, region, follow, options)
    ]
    return Article(regions, tuple(paragraphs))


def _region_paragraphs(
    index: int, region: Region, follow: Follow | None, options: ParagraphOptions
) -> list[Paragraph]:
    if region.kind in SEPARATE:
        return [Paragraph(repair_text(line.text), index, (i,)) for i, line in enumerate(region.lines)]
    if region.kind is Kind.TABLE:
        return [
            Paragraph("\t".join(map(repair_text, row.texts)), index, row.lines)
            for row in find_table_rows(region.lines)
        ]
    rows = find_rows(region.lines)
    if not rows:
        return []
    if region.kind in SINGLE:
        starts = [False] * len(rows)
    elif region.kind is Kind.ADVERT and _is_display(rows):
        starts = [True] * len(rows)
    else:
        starts = _find_starts(rows, follow, options)
    groups: list[list[Row]] = []
    for row, start in zip(rows, starts, strict=True):
        if start or not groups:
            groups.append([])
        groups[-1].append(row)
    language = follow.language if follow else "en"
    return [
        Paragraph(join_rows(group, language), index, tuple(line for row in group for line in row.lines))
        for group in groups
    ]


def _is_display(rows: tuple[Row, ...]) -> bool:
    """Whether rows are set to be looked at, each of its own length, and not as running text."""
    edge = max(row.end for row in rows)
    return 2 * sum(edge - row.end < DISPLAY_EM for row in rows) <= len(rows)


def join_rows(rows: list[Row], language: str = "en") -> str:
    """The text of one paragraph's rows: hyphens undone, no spaces inside Chinese."""
    text = ""
    for row in rows:
        pieces = (row.cap + row.texts[0], *row.texts[1:])
        for piece in pieces:
            text = join_lines(text, piece, language)
    return repair_text(text)


def join_lines(a: str, b: str, language: str = "en") -> str:
    """`a` and the line `b` that continues it, with the right thing between them."""
    if not a or not b:
        return a + b
    if meet_without_space(a, b):
        return a + b
    if a[-1].isdigit() and b[0].isdigit() and has_cjk(a + b):
        return a + b
    if a[-1] in HYPHENS and len(a) > 1 and a[-2].isalnum() and b[0].isalnum():
        return a[:-1] + ("" if join_words(a, b, language) else "-") + b
    return a + " " + b


def _find_starts(rows: tuple[Row, ...], follow: Follow | None, options: ParagraphOptions) -> list[bool]:
    """For each row, whether it starts a paragraph."""
    spans = _column_spans(rows)
    margins = [margin for begin, end in spans for margin in _right_margins(rows[begin:end], options)]
    ends = [_row_end(a, b, margin) for (a, b), margin in zip(pairwise(rows), margins, strict=False)]
    evidence = _evidence(rows, ends, follow, options)
    best, starts = math.inf, [True]
    for style in _styles(rows):
        read = [_read_column(rows[begin:end], evidence[begin:end], style, options) for begin, end in spans]
        cost = style.cost + sum(cost for cost, _ in read)
        if cost < best:
            best, starts = cost, [flag for _, flags in read for flag in flags]
    return starts


def _row_end(a: Row, b: Row, margin: Margin) -> RowEnd:
    return RowEnd(
        room=margin.edge - a.end - _needed(a, b),
        marked=_END.search(a.text) is not None,
        alone=margin.support < 2,
        item=_ITEM.search(a.text) is not None and _ITEM.search(b.text) is not None,
    )


def _is_verse(ends: list[RowEnd]) -> bool:
    """Whether most rows end early without ending a sentence, as prose never does."""
    early = sum(end.room > 0.0 and not end.marked for end in ends)
    return len(ends) >= MIN_VERSE_ROWS and 2 * early > len(ends)


def _styles(rows: tuple[Row, ...]) -> tuple[Style, ...]:
    block, hanging = Style(0.0, 0.0, 3.0), (Style(0.0, 1.0, 5.0), Style(0.0, 2.0, 5.0))
    if is_chinese(rows):
        return (Style(2.0, 0.0, 0.0), Style(1.0, 0.0, 4.0), block, *hanging)
    return (Style(1.0, 0.0, 1.0), Style(1.5, 0.0, 1.0), Style(2.0, 0.0, 1.0), block, *hanging)


def _column_spans(rows: tuple[Row, ...]) -> list[tuple[int, int]]:
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(rows)) if a.column != b.column), len(rows)]
    return list(pairwise(cuts))


def _evidence(
    rows: tuple[Row, ...], ends: list[RowEnd], follow: Follow | None, options: ParagraphOptions
) -> list[float]:
    """For each row the log-odds, left edges apart, that it starts a paragraph."""
    pitch, verse = _pitch(rows), _is_verse(ends)
    odds = [SURE]
    for (a, b), end in zip(pairwise(rows), ends, strict=True):
        odd = _verse_odds(end) if verse else _end_odds(end, b)
        if a.column == b.column:
            odd += _gap_odds(b.near - a.near - pitch, options)
        if follow is not None and abs(odd) < options.doubt and not end.marked:
            odd -= max(-MOST_FOLLOW, min(MOST_FOLLOW, follow(a.text, b.text)))
        odds.append(odd)
    return odds


def _end_odds(end: RowEnd, b: Row) -> float:
    """How far a row's end speaks for a paragraph's end before row `b`."""
    if end.marked:
        return 4.0 if end.room > MIN_ROOM_EM else -1.5
    if end.item and end.alone:
        return 1.0
    if end.room > 0.0:
        return min(2.5, (end.room - 0.15) * 10.0)
    return -8.0 if b.text[:1].islower() else -6.0


def _verse_odds(end: RowEnd) -> float:
    """In verse and lists a row that others reach as far as may run on: the text has to say it."""
    return SURE if end.alone or end.room > 0.0 else 0.1


def _gap_odds(extra: float, options: ParagraphOptions) -> float:
    """A gap a little wider than usual ends a paragraph; a much wider one holds a picture or a sidebar."""
    if extra > options.most_gap_em:
        return 0.0
    return max(0.0, min(5.0, (extra - options.gap_em) * 12.0))


def _pitch(rows: tuple[Row, ...]) -> float:
    steps = [b.near - a.near for a, b in pairwise(rows) if a.column == b.column]
    return median(steps) if steps else 0.0


def _needed(a: Row, b: Row) -> float:
    """The room that the first word of row `b`, with the marks that may not begin a row, needs after `a`."""
    match = _FIRST_TOKEN.match(b.text)
    if match is None:
        return 0.0
    end = match.end()
    while end < len(b.text) and b.text[end] in _CLOSERS:
        end += 1
    space = 0.0 if meet_without_space(a.text, b.text) else NARROW_EM
    return space + text_units(b.text[:end])


def _right_margins(rows: tuple[Row, ...], options: ParagraphOptions) -> list[Margin]:
    """For each row of a column the margin up to which it might have run."""
    levels = _levels([row.end for row in rows])
    costs = [[_right_cost(row, level, options) for level in levels] for row in rows]
    path = _cheapest([[(cost,) for cost in row] for row in costs], options.jump_cost)
    chosen = [levels[level] for level, _ in path]
    reach = [sum(abs(row.end - edge) < 0.5 for row in rows) for edge in levels]
    return [Margin(edge, reach[levels.index(edge)]) for edge in chosen]


def _right_cost(row: Row, level: float, options: ParagraphOptions) -> float:
    short = level - row.end
    if _HANGING.search(row.text) and -1.2 < short < 0.7:
        return 0.0
    if short < 0:
        return min(6.0, -short / options.spread_em)
    return min(0.7 if _END.search(row.text) else 2.5, short / options.spread_em)


def _levels(edges: list[float]) -> list[float]:
    """The margins that `edges` suggest: medians of clusters."""
    clusters: list[list[float]] = []
    for edge in sorted(edges):
        if clusters and edge - clusters[-1][0] < 0.5:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    return [median(cluster) for cluster in clusters]


def _read_column(
    rows: tuple[Row, ...], evidence: list[float], style: Style, options: ParagraphOptions
) -> tuple[float, list[bool]]:
    """The cost of the cheapest reading of a column in `style`, and its starts."""
    levels = _levels([row.start - style.rest_em for row in rows])
    costs = []
    for row, odd in zip(rows, evidence, strict=True):
        run_on, start = max(0.0, odd), max(0.0, -odd)
        costs.append(
            [
                (
                    run_on + _edge_cost(row, level + style.rest_em, options),
                    start + _first_cost(row, level, style, options),
                )
                for level in levels
            ]
        )
    path = _cheapest(costs, options.jump_cost)
    total = sum(costs[i][level][flag] for i, (level, flag) in enumerate(path))
    jumps = sum(a[0] != b[0] for a, b in pairwise(path))
    return total + jumps * options.jump_cost, [flag == 1 for _, flag in path]


def _first_cost(row: Row, level: float, style: Style, options: ParagraphOptions) -> float:
    if row.cap:
        return _edge_cost(row, level, options)
    flush = 3.0 + _edge_cost(row, level + style.rest_em, options)
    return min(_edge_cost(row, level + style.first_em, options), flush)


def _edge_cost(row: Row, expected: float, options: ParagraphOptions) -> float:
    off = row.start - expected
    if _OPENER.search(row.text) and has_cjk(row.text):
        off = off - max(-options.opener_em, min(options.opener_em, off))
    return min(8.0, abs(off) / options.spread_em)


def _cheapest(costs: Sequence[Sequence[Sequence[float]]], jump_cost: float) -> list[tuple[int, int]]:
    """The cheapest path through (level, flag) states: a change of level costs `jump_cost`."""
    totals: list[float] = []
    choices: list[list[tuple[int, int]]] = []
    for row in costs:
        best = [min(range(len(cell)), key=cell.__getitem__) for cell in row]
        cheapest = min(range(len(totals)), key=totals.__getitem__) if totals else 0
        step, origins = [], []
        for level, cell in enumerate(row):
            stay = totals[level] if totals else 0.0
            jump = totals[cheapest] + jump_cost if totals else 0.0
            origins.append((level if stay <= jump else cheapest, best[level]))
            step.append(cell[best[level]] + min(stay, jump))
        totals = step
        choices.append(origins)
    level = min(range(len(totals)), key=totals.__getitem__)
    path = []
    for origins in reversed(choices):
        origin, flag = origins[level]
        path.append((level, flag))
        level = origin
    return path[::-1]
