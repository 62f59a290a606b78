"""Threads of torn paragraphs, linked to whole ones: an assignment of open ends to open beginnings.

Each paragraph of the text (a block) has been split into threads of pieces. A thread that ends in the middle
of a sentence goes on elsewhere, and inside a thread a weak join may be a hole whose lines stand in another
block. All such ends and beginnings are matched at once for the best sum (Kuhn and Munkres, by SciPy), where
staying as one was is worth something and a leap costs something. The whole paragraphs then stand in the
order of their middle pieces, the left thread of a block before the right one.

Known limits: whole paragraphs are not moved for what they say; the columns of a block that begins with
a line of its right column are taken for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from scipy.optimize import linear_sum_assignment

from ocr_fix.joins import Joins

Threads = Sequence[Sequence[int]]
"""The threads of one block, each the numbers of its pieces."""
_NEVER = -1e3


@dataclass(frozen=True, slots=True)
class ChainOptions:
    """Prices in nats for joins that the text as it stands does not suggest."""

    weak: float = 1.0
    """A join inside a thread that scores less may be a hole."""
    stay: float = 2.0
    """Earned by staying at the piece that follows in the thread."""
    skip: float = 1.0
    """A leap forwards in the same thread."""
    back: float = 2.0
    """A leap backwards in the same block; half of it from block to block."""
    next_column: float = 1.0
    """From a thread's end to the next thread of its block."""
    other_block: float = 4.0
    """A leap to another block."""
    per_block: float = 0.1
    """The same for each block that is leapt over."""
    inside: float = 1.0
    """A leap from or to the middle of a thread."""
    into_indent: float = 2.0
    """To the head of a thread that looks like the first line of a paragraph."""
    none: float = -1.5
    """What an end without a successor scores."""
    most_blocks: int = 12
    """No leap goes further."""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the pieces stand: block, thread and position, and what follows in the same thread."""

    block: dict[int, int]
    thread: dict[int, int]
    position: dict[int, int]
    following: dict[int, int]


def link_threads(
    blocks: Sequence[Threads], joins: Joins, options: ChainOptions = ChainOptions()
) -> tuple[tuple[int, ...], ...]:
    """The paragraphs of a text made of `blocks`, pieces in reading order; each piece is in one of them."""
    places = _places(blocks, joins)
    tails = [piece for piece in places.position if _is_open_tail(piece, places, joins, options)]
    loose = {places.following[tail] for tail in tails if tail in places.following}
    followed = set(places.following.values())
    heads = [piece for piece in places.position if piece in loose or piece not in followed]
    links = {a: b for a, b in places.following.items() if b not in loose}
    links |= _match(tails, heads, places, joins, options)
    return _ordered(_chains(_without_rings(links, joins), places), places)


def _places(blocks: Sequence[Threads], joins: Joins) -> _Places:
    places = _Places({}, {}, {}, {})
    for number, threads in enumerate(blocks):
        for column, thread in enumerate(threads):
            for place, piece in enumerate(thread):
                places.block[piece], places.thread[piece] = number, column
                places.position[piece] = len(places.position)
                if place and not joins.ends_paragraph(thread[place - 1], piece):
                    places.following[thread[place - 1]] = piece
    return places


def _is_open_tail(piece: int, places: _Places, joins: Joins, options: ChainOptions) -> bool:
    following = places.following.get(piece)
    if following is None:
        return not joins.pieces[piece].stops
    return joins.score(piece, following) < options.weak


def _match(
    tails: Sequence[int], heads: Sequence[int], places: _Places, joins: Joins, options: ChainOptions
) -> dict[int, int]:
    """For each end the beginning that it runs on at, where there is one."""
    if not tails or not heads:
        return {}
    inner = set(places.following.values())
    scores = np.full((len(tails), len(heads) + len(tails)), _NEVER)
    for row, tail in enumerate(tails):
        scores[row, len(heads) + row] = options.none
        for column, head in enumerate(heads):
            if tail != head and abs(places.block[tail] - places.block[head]) <= options.most_blocks:
                leap = _leap(tail, head, head in inner, places, options)
                leap += options.into_indent if head not in inner and joins.begins_paragraph(head) else 0.0
                scores[row, column] = joins.score(tail, head) - joins.quote_clash(tail, head) - leap
    rows, columns = linear_sum_assignment(scores, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {tails[row]: heads[column] for row, column in pairs if column < len(heads)}


def _leap(tail: int, head: int, head_inside: bool, places: _Places, options: ChainOptions) -> float:
    """The price of the way from one piece to another as the text stands; negative for staying."""
    if places.following.get(tail) == head:
        return -options.stay
    apart = places.block[head] - places.block[tail]
    inside = (tail in places.following) + head_inside
    if apart:
        price = options.other_block + options.per_block * (abs(apart) - 1) + options.inside * inside
        return price + (options.back / 2 if apart < 0 else 0.0)
    if places.thread[tail] == places.thread[head]:
        return options.skip if places.position[head] > places.position[tail] else options.back
    right = places.thread[head] > places.thread[tail]
    return options.next_column if right and not inside else options.back


def _without_rings(links: dict[int, int], joins: Joins) -> dict[int, int]:
    """The links without the weakest one of each ring."""
    links, seen = dict(links), set[int]()
    for start in tuple(links):
        way: list[int] = []
        piece = start
        while piece in links and piece not in seen:
            seen.add(piece)
            way.append(piece)
            piece = links[piece]
        if piece in way:
            ring = way[way.index(piece) :]
            del links[min(ring, key=lambda one: joins.score(one, links[one]))]
    return links


def _chains(links: dict[int, int], places: _Places) -> list[list[int]]:
    followed = set(links.values())
    chains = []
    for piece in places.position:
        if piece not in followed:
            chain = [piece]
            while chain[-1] in links:
                chain.append(links[chain[-1]])
            chains.append(chain)
    return chains


def _ordered(chains: list[list[int]], places: _Places) -> tuple[tuple[int, ...], ...]:
    """The chains by their middle places, but no chain before one that stands left of it in a block."""
    chain_of = {piece: number for number, chain in enumerate(chains) for piece in chain}
    before: list[set[int]] = [set() for _ in chains]
    previous: dict[int, int] = {}
    for piece in places.position:
        block, number = places.block[piece], chain_of[piece]
        if previous.get(block, number) != number:
            before[number].add(previous[block])
        previous[block] = number
    first = [median(places.position[piece] for piece in chain) for chain in chains]
    ordered: list[int] = []
    left = sorted(range(len(chains)), key=lambda number: first[number])
    done: set[int] = set()
    while left:
        number = next((one for one in left if before[one] <= done), left[0])
        left.remove(number)
        done.add(number)
        ordered.append(number)
    return tuple(tuple(chains[number]) for number in ordered)
