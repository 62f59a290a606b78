"""Lines to paragraphs: indents, short last lines and gaps, and what the text itself says.

Every row of a column either starts a paragraph or runs on. For each way in which a newspaper sets
paragraphs (indented by one or two em, or not at all with a gap, or hanging) the cheapest reading
of the column's edges is found by dynamic programming (Viterbi): the edge may jump, beside a picture
or a drop cap, but a jump costs more than an indent. The cheapest way of all is taken for the region.

Known limits: a poem set as full lines becomes prose; two captions in one region become one paragraph.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ocr_fix.characters import HYPHENS, has_cjk, meet_without_space
from ocr_fix.language import Follow, join_words
from ocr_fix.margins import (
    MarginOptions,
    RowEnd,
    cheapest_path,
    column_spans,
    edge_cost,
    find_levels,
    read_row_end,
    right_margins,
)
from ocr_fix.model import Article, Kind, Paragraph, Region
from ocr_fix.rows import Row, find_rows, find_table_rows, is_chinese
from ocr_fix.text import repair_text

SINGLE = frozenset(
    {Kind.KICKER, Kind.HEADLINE, Kind.DECK, Kind.BYLINE, Kind.SUBHEAD, Kind.CAPTION, Kind.JUMP_LINE}
)
MIN_ROOM_EM = -0.05
SURE = 8.0
MOST_FOLLOW = 3.0
MIN_VERSE_ROWS = 3
DISPLAY_EM = 0.7
DISPLAY_RATIO = 1.25
SEPARATE = frozenset({Kind.MASTHEAD, Kind.FOOTER, Kind.RUNNING})


@dataclass(frozen=True, slots=True)
class ParagraphOptions:
    """What join_paragraphs weighs; costs are in nats, roughly."""

    margins: MarginOptions = field(default_factory=MarginOptions)
    flush_cost: float = 3.0  # a paragraph, such as the first, starts at the margin where others are indented
    gap_em: float = 0.2  # rows further apart than their neighbours by more than this begin something
    most_gap_em: float = 2.5  # still wider ones are no gap between paragraphs: something stands there
    doubt: float = 2.5  # below this the text is asked whether it runs on


@dataclass(frozen=True, slots=True)
class Style:
    """How paragraphs are set: where first and following rows stand, in em from the margin."""

    first_em: float
    rest_em: float
    cost: float


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
    elif region.kind is Kind.ADVERT:
        starts = _display_starts(rows)
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


def _display_starts(rows: tuple[Row, ...]) -> list[bool]:
    """Where paragraphs of display text start: at each row where most are of their own length, else after a
    row that does not fill its place, and where the type changes size."""
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    if 2 * sum(right - row.end < DISPLAY_EM for row in rows) <= len(rows):
        return [True] * len(rows)
    starts = [True]
    for before, row in pairwise(rows):
        full = before.start - left < DISPLAY_EM and right - before.end < DISPLAY_EM
        small, large = sorted((before.far - before.near, row.far - row.near))
        starts.append(not full or large > DISPLAY_RATIO * small)
    return starts


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
    spans = column_spans(rows)
    margins = right_margins(rows, options.margins)
    ends = [read_row_end(a, b, margin) for (a, b), margin in zip(pairwise(rows), margins, strict=False)]
    evidence = _evidence(rows, ends, follow, options)
    best, starts = math.inf, [True]
    for style in _styles(rows):
        read = [_read_column(rows[begin:end], evidence[begin:end], style, options) for begin, end in spans]
        cost = style.cost + sum(cost for cost, _ in read)
        if cost < best:
            best, starts = cost, [flag for _, flags in read for flag in flags]
    return starts


def _is_verse(ends: list[RowEnd]) -> bool:
    """Whether most rows end early without ending a sentence, as prose never does."""
    early = sum(end.room > 0.0 and not end.marked for end in ends)
    return len(ends) >= MIN_VERSE_ROWS and 2 * early > len(ends)


def _styles(rows: tuple[Row, ...]) -> tuple[Style, ...]:
    block, hanging = Style(0.0, 0.0, 3.0), (Style(0.0, 1.0, 5.0), Style(0.0, 2.0, 5.0))
    if is_chinese(rows):
        return (Style(2.0, 0.0, 0.0), Style(1.0, 0.0, 4.0), block, *hanging)
    return (Style(1.0, 0.0, 1.0), Style(1.5, 0.0, 1.0), Style(2.0, 0.0, 1.0), block, *hanging)


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
        return max(-1.5, min(4.0, (end.room - MIN_ROOM_EM) * 12.0))
    if end.item and end.alone:
        return 1.0
    if end.room > 0.0:
        return min(1.0 if end.open else 2.5, (end.room - 0.15) * 10.0)
    return -8.0 if b.text[:1].islower() else -6.0


def _verse_odds(end: RowEnd) -> float:
    """In verse and lists a row that others reach as far as may run on: the text has to say it."""
    if end.alone or end.room > 0.0:
        return SURE
    return -1.0 if end.open else 0.1


def _gap_odds(extra: float, options: ParagraphOptions) -> float:
    """A gap a little wider than usual ends a paragraph; a much wider one holds a picture or a sidebar."""
    if extra > options.most_gap_em:
        return 0.0
    return max(0.0, min(5.0, (extra - options.gap_em) * 12.0))


def _pitch(rows: tuple[Row, ...]) -> float:
    steps = [b.near - a.near for a, b in pairwise(rows) if a.column == b.column]
    return median(steps) if steps else 0.0


def _read_column(
    rows: tuple[Row, ...], evidence: list[float], style: Style, options: ParagraphOptions
) -> tuple[float, list[bool]]:
    """The cost of the cheapest reading of a column in `style`, and its starts."""
    levels = find_levels([row.start - style.rest_em for row in rows])
    costs = []
    for row, odd in zip(rows, evidence, strict=True):
        run_on, start = max(0.0, odd), max(0.0, -odd)
        costs.append(
            [
                (
                    run_on + edge_cost(row, level + style.rest_em, options.margins),
                    start + _first_cost(row, level, style, options),
                )
                for level in levels
            ]
        )
    path = cheapest_path(costs, options.margins.jump_cost)
    total = sum(costs[i][level][flag] for i, (level, flag) in enumerate(path))
    jumps = sum(a[0] != b[0] for a, b in pairwise(path))
    return total + jumps * options.margins.jump_cost, [flag == 1 for _, flag in path]


def _first_cost(row: Row, level: float, style: Style, options: ParagraphOptions) -> float:
    if row.cap:
        return edge_cost(row, level, options.margins)
    flush = options.flush_cost + edge_cost(row, level + style.rest_em, options.margins)
    return min(edge_cost(row, level + style.first_em, options.margins), flush)
