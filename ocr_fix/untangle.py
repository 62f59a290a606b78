"""The lines of a text that was read across columns, untangled: paragraphs with what proves them.

A stretch of lines with several pieces each is split into columns (`threads`), and the blocks of a torn text
are merged (`blocks`). Lines count as garbled only if they were broken inside words and if the
untangled order runs on better than the given one; everything else, verse, tables, lists and code
included, stays to the letter.

Known limits: Chinese alone; text in several columns of another language keeps its order unless its gutters
are kept as spaces (`grid`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import fmean

from ocr_fix.blocks import merge_blocks
from ocr_fix.characters import has_cjk
from ocr_fix.joins import Joins
from ocr_fix.ngrams import NGrams
from ocr_fix.pieces import LONG, Piece, find_pieces
from ocr_fix.sureness import BLOCKS, ROWS, Flow, weigh_joins
from ocr_fix.threads import (
    LINE_OPTIONS,
    RUN_OPTIONS,
    Row,
    Section,
    heading_odds,
    split_threads,
)

HEADING_RATIO = 0.7


@dataclass(frozen=True, slots=True)
class UntangleOptions:
    """When lines count as garbled, and how sure their order has to be."""

    min_confidence: float = 0.4
    """Stretches whose joins are less sure than this on average stay as they were. Where paragraphs were torn
    no more joins than this may be right; but as it was given hardly any are."""
    min_cuts: int = 3
    """So many joins must mend a cut word or number."""
    min_cut_ratio: float = 0.12
    """The same as a share of all joins."""
    min_long_ratio: float = 0.5
    """On a page with something garbled, columns are mended where so many of their lines are long."""
    min_gain: float = 0.35
    """By so much more, in nats a join, the untangled order must run on than the given one."""
    most_row_pieces: int = 5
    """Texts whose lines have more pieces than this had their rows run together."""
    min_joined: int = 2
    """So many lines of a part must hold pieces of two columns."""
    near_parts: int = 6
    """So far from a garbled part of the text others count as parts of the same page."""
    most_pieces: int = 1500
    """A longer text is cut at its headings, so that the work grows with the text and no faster."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines `first` up to `last` (excluded) of the text; without `flows` they stay as they are.

    `doubt` says why lines that look garbled were left alone.
    """

    first: int
    last: int
    flows: tuple[Flow, ...] = ()
    doubt: str = ""


Progress = Callable[[int, int], None]


def untangle(
    lines: Sequence[str],
    ngrams: NGrams | None = None,
    options: UntangleOptions = UntangleOptions(),
    progress: Progress | None = None,
) -> tuple[Stretch, ...]:
    """The stretches of a text in order; together they hold every line once. No lines give none."""
    pieces = find_pieces(lines)
    found: list[list[Stretch]] = []
    parts = list(_parts(pieces, options))
    for first, last in parts:
        rows = pieces[first:last]
        joined = sum(map(_is_joined, rows)) >= options.min_joined
        found.append(_mend(rows, first, ngrams, options) if joined else [])
        if progress is not None:
            progress(last, len(lines))
    garbled = [any(stretch.flows for stretch in part) for part in found]
    for number, (first, last) in enumerate(parts):
        near = garbled[max(0, number - options.near_parts) : number + options.near_parts + 1]
        if any(near) and not garbled[number] and any(map(_is_joined, pieces[first:last])):
            found[number] = _mend(pieces[first:last], first, ngrams, options, beside=True)
    return tuple(_with_rest([stretch for part in found for stretch in part], len(lines)))


def _with_rest(found: Sequence[Stretch], count: int) -> Iterator[Stretch]:
    """All lines: those of the stretches that were found, and those between them."""
    end = 0
    for stretch in found:
        if stretch.first > end:
            yield Stretch(end, stretch.first)
        yield stretch
        end = stretch.last
    if end < count:
        yield Stretch(end, count)


def _is_joined(row: Sequence[Piece]) -> bool:
    """Whether a line holds at least two pieces that fill a column."""
    return sum(piece.fill in LONG and has_cjk(piece.text) for piece in row) >= 2


def _parts(pieces: Sequence[Sequence[Piece]], options: UntangleOptions) -> Iterator[tuple[int, int]]:
    """Where a long text is cut: at marked headings, else at short lines, else where it gets too long."""
    start, count = 0, 0
    for number, row in enumerate(pieces):
        marked = bool(row) and row[0].text.startswith("#")
        lone = not row or (len(row) == 1 and row[0].fill not in LONG)
        full = count + len(row)
        if number > start and (
            marked or (full > options.most_pieces and lone) or full > 2 * options.most_pieces
        ):
            yield start, number
            start, count = number, 0
        count += len(row)
    yield start, len(pieces)


def _mend(
    rows: Sequence[Sequence[Piece]],
    offset: int,
    ngrams: NGrams | None,
    options: UntangleOptions,
    beside: bool = False,
) -> list[Stretch]:
    """The garbled stretches among the lines of a part; `beside` others that were garbled."""
    filled = [number for number, row in enumerate(rows) if row]
    joins = Joins([piece for row in rows for piece in row], ngrams)
    numbered, count = [], 0
    for number in filled:
        numbered.append(tuple(range(count, count + len(rows[number]))))
        count += len(rows[number])
    sizes = sorted(len(row) for row in numbered)
    if sizes[(9 * len(sizes)) // 10] <= options.most_row_pieces:
        sections = split_threads(numbered, joins, LINE_OPTIONS)
    elif 2 * sum(b - a > 1 for a, b in pairwise(filled)) >= len(filled) - 1 > 0:
        sections = _split_blocks(numbered, joins)
    else:
        sections = split_threads(numbered, joins, RUN_OPTIONS)
    sections = tuple(map(partial(_trimmed, rows=numbered), sections))
    judged = [_judge(section, numbered, joins, options) for section in sections]
    if beside or any(isinstance(one, tuple) for one in judged):
        judged = [
            _judge(section, numbered, joins, options, beside=True) if one == "" else one
            for section, one in zip(sections, judged, strict=True)
        ]
    stretches = []
    for section, one in zip(sections, judged, strict=True):
        first, last = offset + filled[section.first], offset + filled[section.last - 1] + 1
        if isinstance(one, tuple):
            stretches.append(Stretch(first, last, one))
        elif one:
            stretches.append(Stretch(first, last, (), one))
    return stretches


def _trimmed(section: Section, rows: Sequence[Row]) -> Section:
    """The section without the headings and the like at its beginning and its end: those lines stay."""
    first, last = section.first, section.last
    before, after = list(section.before), list(section.after)
    while before and first < last and tuple(rows[first]) == tuple(before[0]):
        before.pop(0)
        first += 1
    while after and first < last and tuple(rows[last - 1]) == tuple(after[-1]):
        after.pop()
        last -= 1
    if first >= last:
        return section
    return replace(section, first=first, last=last, before=tuple(before), after=tuple(after))


def _split_blocks(rows: Sequence[Row], joins: Joins) -> tuple[Section, ...]:
    """The sections of a torn text, parted by its headings; each paragraph is split on its own."""
    sections, start = [], 0
    headings = [number for number, row in enumerate(rows) if _is_heading(row, joins)]
    for end in [*headings, len(rows)]:
        if end > start:
            sections.append(Section(start, end, merge_blocks(rows[start:end], joins), in_blocks=True))
        start = end + 1
    return tuple(sections)


def _in_place(section: Section, given: Sequence[int], joins: Joins) -> tuple[Flow, ...]:
    """The paragraphs of a single column and what was set aside in it, all in the given order."""
    aside = {line[0]: line for line in (*section.before, *section.after)}
    column = set(section.columns[0])
    flows: list[Flow] = []
    runs: list[list[int]] = [[]]
    for piece in given:
        if piece in column:
            runs[-1].append(piece)
        elif len(aside.get(piece, ())) == 1:
            runs += [[piece], []]
        elif piece in aside:
            flows += weigh_joins([run for run in runs if run], joins, 1)
            flows.append(Flow(tuple(joins.pieces[i] for i in aside[piece])))
            runs = [[]]
    return (*flows, *weigh_joins([run for run in runs if run], joins, 1))


def _is_heading(row: Row, joins: Joins) -> bool:
    """Whether a paragraph is a heading or a byline: marked, or short and without any punctuation."""
    pieces = [joins.pieces[i] for i in row]
    if pieces[0].text.startswith("#"):
        return True
    short = sum(piece.width for piece in pieces) < HEADING_RATIO * max(piece.column_em for piece in pieces)
    marked = any(mark in piece.text for piece in pieces for mark in ",，。;；、")
    return heading_odds(row, joins) > 0.0 and short and not marked


def _judge(
    section: Section, rows: Sequence[Row], joins: Joins, options: UntangleOptions, beside: bool = False
) -> tuple[Flow, ...] | str:
    """The section's paragraphs; or why it stays as it is, empty where nothing is wrong with it."""
    given = [piece for row in rows[section.first : section.last] for piece in row]
    in_lines = {pair for row in rows[section.first : section.last] for pair in pairwise(row)}
    new = [pair for column in section.columns for pair in pairwise(column)]
    cuts = sum(joins.cuts_word(a, b) for a, b in new)
    mended = sum(joins.cuts_word(a, b) for a, b in new if (a, b) in in_lines or b != a + 1)
    if beside:
        # A page is garbled as a whole, so that a single column on it is unwrapped too.
        if sum(joins.pieces[i].fill in LONG for i in given) < options.min_long_ratio * len(given) or not new:
            return ""
    elif mended < options.min_cuts or cuts < options.min_cut_ratio * len(new):
        return ""
    moved = [pair for pair in pairwise(given) if pair not in set(new)]
    if moved:
        gain = fmean(joins.score(a, b) for a, b in new) - fmean(joins.score(a, b) for a, b in moved)
        if gain < options.min_gain:
            return "the given order runs on nearly as well as any other"
    side_by_side = max(1, round(len(given) / max(1, max(map(len, section.columns)))))
    in_place = len(section.columns) == 1 and list(section.columns[0]) == sorted(section.columns[0])
    odds = BLOCKS if section.in_blocks else ROWS
    body = (
        _in_place(section, given, joins)
        if in_place
        else weigh_joins(section.columns, joins, side_by_side, odds)
    )
    sure = [join.confidence for flow in body for join in flow.joins]
    if sure and fmean(sure) < options.min_confidence:
        return f"the order is in doubt ({fmean(sure):.2f})"
    if in_place:
        return body
    before = tuple(Flow(tuple(joins.pieces[i] for i in line)) for line in section.before)
    after = tuple(Flow(tuple(joins.pieces[i] for i in line)) for line in section.after)
    return before + body + after
