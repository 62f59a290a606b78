"""How one text became another: what was replaced, lost, added, and what only moved.

1. Runs of characters that stand once in each text, and so must be the same piece, are found through
   their hashes; what they leave over is searched again, where more is unique and shorter runs are.
2. The heaviest rising chain of these runs is the text that stayed in place (patience diff with the
   length as weight; longest increasing subsequence with a Fenwick tree).
3. Runs off the chain moved. Neighbours on both sides join, however they were misread in between.
4. What is left between two runs of the chain is compared letter by letter (Levenshtein), and letters
   that agree by chance inside larger changes are part of the change (Fraser's diff-match-patch).

The first three steps are n log n; the last looks at what is left over only. The idea of moves is
Heckel's (1978). Known limits: text that stands several times and moved as a whole is lost here and
extra there; so is a move narrower than `MIN_MOVED_WIDTH`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from ocr_fix.characters import is_wide
from ocr_fix.grams import MANY_LETTERS, Ints, gram_keys

GRAM_CHARS = (6, 6)  # runs so long that stand once in each text are seldom chance; a length for each pass
CHINESE_GRAM_CHARS = (6, 6, 4, 3)  # where there are thousands of characters, shorter ones are not either
MIN_MOVED_WIDTH = 14  # seven Chinese characters or fourteen letters: less is chance
MAX_MISREAD_CHARS = 12  # that part two runs of one moved piece
CHANCE_CHARS = 2  # that agree beside a change of four times as many
MAX_RAGGED_CHARS = 4  # at the ends of a moved piece that count as misread with it

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Run:
    """The piece `a:b` of the first text that is, or became, the piece `c:d` of the second."""

    a: int
    b: int
    c: int
    d: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """`edits`: what was replaced, lost (`c == d`) or added (`a == b`), in the order of the first text;
    `moves`: pieces that moved, in that order too. The edits inside a move are among `edits`."""

    edits: tuple[Run, ...]
    moves: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Texts:
    """Both texts, and which of their characters neither stayed in place nor moved."""

    one: str
    other: str
    free_one: Flags
    free_other: Flags


def align(one: str, other: str) -> Alignment:
    """How `one` became `other`.

    >>> align("新桥通车", "新路通车").edits
    (Run(a=1, b=2, c=1, d=2),)
    """
    runs = _common_runs(one, other)
    chain = _chain(runs)
    groups = _groups(runs, chain, one)
    texts = _Texts(one, other, np.ones(len(one), dtype=bool), np.ones(len(other), dtype=bool))
    for run in (*chain, *map(_whole, groups)):
        _take(texts, run)
    moves = [_ragged(_whole(group), texts) for group in groups]
    edits = [edit for move, group in zip(moves, groups, strict=True) for edit in _inside(move, group, texts)]
    stays = (Run(0, 0, 0, 0), *chain, Run(len(one), len(one), len(other), len(other)))
    for before, after in pairwise(stays):
        edits += _between(Run(before.b, after.a, before.d, after.c), texts)
    edits.sort(key=lambda run: (run.a, run.c))
    return Alignment(tuple(edits), tuple(moves))


def _common_runs(one: str, other: str) -> list[Run]:
    """Pieces that both texts have, disjoint in both and in the order of the first."""
    free_one, free_other = np.ones(len(one), dtype=bool), np.ones(len(other), dtype=bool)
    texts = _Texts(one, other, free_one, free_other)
    runs: list[Run] = []
    for size in CHINESE_GRAM_CHARS if len(set(one)) > MANY_LETTERS else GRAM_CHARS:
        runs += _unique_runs(texts, size)
    return sorted(runs, key=lambda run: run.a)


def _unique_runs(texts: _Texts, size: int) -> list[Run]:
    """Runs around grams of `size` that stand once among the free characters of each text; they are taken."""
    keys_one, places_one = _unique_grams(texts.one, texts.free_one, size)
    keys_other, places_other = _unique_grams(texts.other, texts.free_other, size)
    _, in_one, in_other = np.intersect1d(keys_one, keys_other, assume_unique=True, return_indices=True)
    starts, targets = places_one[in_one], places_other[in_other]
    order = np.argsort(starts)
    starts, targets = starts[order], targets[order]
    breaks = np.flatnonzero((np.diff(starts) != 1) | (np.diff(targets) != 1)) + 1
    runs = []
    for group in np.split(np.arange(len(starts)), breaks):
        if len(group):
            a, c, length = int(starts[group[0]]), int(targets[group[0]]), len(group) + size - 1
            run = _grown(Run(a, a + length, c, c + length), texts)
            if run:
                _take(texts, run)
                runs.append(run)
    return runs


def _unique_grams(text: str, free: Flags, size: int) -> tuple[npt.NDArray[np.uint64], Ints]:
    """The keys and places of the grams that stand once among the free characters."""
    keys = gram_keys(text, size)
    taken = np.concatenate(([0], np.cumsum(~free)))
    places = np.flatnonzero(taken[size:] == taken[:-size]) if len(keys) else np.empty(0, np.int64)
    found, first, counts = np.unique(keys[places], return_index=True, return_counts=True)
    return found[counts == 1], places[first[counts == 1]]


def _grown(run: Run, texts: _Texts) -> Run | None:
    """`run` without what others have taken, then as far as both texts agree; None where nothing is left."""
    a, b, c, d = run.a, run.b, run.c, run.d
    one, other, free_one, free_other = texts.one, texts.other, texts.free_one, texts.free_other
    while a < b and not (free_one[a] and free_other[c]):
        a, c = a + 1, c + 1
    while a < b and not (free_one[b - 1] and free_other[d - 1]):
        b, d = b - 1, d - 1
    if a == b or one[a:b] != other[c:d] or not (free_one[a:b].all() and free_other[c:d].all()):
        return None
    while a and c and one[a - 1] == other[c - 1] and free_one[a - 1] and free_other[c - 1]:
        a, c = a - 1, c - 1
    while b < len(one) and d < len(other) and one[b] == other[d] and free_one[b] and free_other[d]:
        b, d = b + 1, d + 1
    return Run(a, b, c, d)


def _take(texts: _Texts, run: Run) -> None:
    texts.free_one[run.a : run.b] = False
    texts.free_other[run.c : run.d] = False


def _chain(runs: Sequence[Run]) -> list[Run]:
    """The heaviest subsequence of `runs` that rises in both texts."""
    ranks = {c: rank for rank, c in enumerate(sorted(run.c for run in runs), start=1)}
    tree: list[tuple[int, int]] = [(0, -1)] * (len(runs) + 1)  # heaviest chain that ends below a rank
    before: list[int] = []
    for index, run in enumerate(runs):
        best, rank = (0, -1), ranks[run.c] - 1
        while rank:
            best, rank = max(best, tree[rank]), rank & (rank - 1)
        before.append(best[1])
        entry, rank = (best[0] + run.b - run.a, index), ranks[run.c]
        while rank <= len(runs):
            tree[rank] = max(tree[rank], entry)
            rank += rank & -rank
    best, rank = (0, -1), len(runs)
    while rank:
        best, rank = max(best, tree[rank]), rank & (rank - 1)
    chain, index = [], best[1]
    while index >= 0:
        chain.append(runs[index])
        index = before[index]
    return chain[::-1]


def _groups(runs: Sequence[Run], chain: Sequence[Run], one: str) -> list[list[Run]]:
    """Runs off the chain that moved together, wide enough to be no chance."""
    on_chain = set(chain)
    targets = sorted(run.c for run in runs)
    groups: list[list[Run]] = []
    before: Run | None = None
    for run in runs:
        if run in on_chain:
            before = None
            continue
        if before and _follows(before, run, targets):
            groups[-1].append(run)
        else:
            groups.append([run])
        before = run
    return [group for group in groups if sum(_width(one[run.a : run.b]) for run in group) >= MIN_MOVED_WIDTH]


def _follows(before: Run, run: Run, targets: Sequence[int]) -> bool:
    """Whether nothing but a few misread characters parts two runs in both texts."""
    close = run.a - before.b <= MAX_MISREAD_CHARS and 0 <= run.c - before.d <= MAX_MISREAD_CHARS
    return close and bisect_left(targets, before.d) == bisect_left(targets, run.c)


def _width(text: str) -> int:
    return sum(2 if is_wide(character) else 1 for character in text)


def _whole(group: Sequence[Run]) -> Run:
    return Run(group[0].a, group[-1].b, group[0].c, group[-1].d)


def _ragged(move: Run, texts: _Texts) -> Run:
    """`move` with the few free characters that stand at one end of it in both texts; they are taken."""
    head = (_free_before(texts.free_one, move.a), _free_before(texts.free_other, move.c))
    tail = (_free_after(texts.free_one, move.b), _free_after(texts.free_other, move.d))
    if min(head) > 0 and max(head) <= MAX_RAGGED_CHARS:
        move = Run(move.a - head[0], move.b, move.c - head[1], move.d)
    if min(tail) > 0 and max(tail) <= MAX_RAGGED_CHARS:
        move = Run(move.a, move.b + tail[0], move.c, move.d + tail[1])
    _take(texts, move)
    return move


def _free_before(free: Flags, place: int) -> int:
    piece = free[max(0, place - MAX_RAGGED_CHARS - 1) : place][::-1]
    return len(piece) if piece.all() else int(piece.argmin())


def _free_after(free: Flags, place: int) -> int:
    piece = free[place : place + MAX_RAGGED_CHARS + 1]
    return len(piece) if piece.all() else int(piece.argmin())


def _inside(move: Run, group: Sequence[Run], texts: _Texts) -> Iterator[Run]:
    """The edits between and around the runs of a moved group."""
    ends = (Run(move.a, move.a, move.c, move.c), *group, Run(move.b, move.b, move.d, move.d))
    for before, after in pairwise(ends):
        yield from _edits(range(before.b, after.a), range(before.d, after.c), texts, (before.b, before.d))


def _between(gap: Run, texts: _Texts) -> Iterator[Run]:
    """The edits of what is free between two runs that stayed."""
    ones = (np.flatnonzero(texts.free_one[gap.a : gap.b]) + gap.a).tolist()
    others = (np.flatnonzero(texts.free_other[gap.c : gap.d]) + gap.c).tolist()
    return _edits(ones, others, texts, (gap.a, gap.c))


def _edits(
    ones: Sequence[int], others: Sequence[int], texts: _Texts, place: tuple[int, int]
) -> Iterator[Run]:
    """The edits from the characters at `ones` to those at `others`; `place` is where both begin."""
    one = "".join(texts.one[index] for index in ones)
    other = "".join(texts.other[index] for index in others)
    for i, j, k, m in _changes(one, other):
        lost, added = list(_pieces(ones[i:j])), list(_pieces(others[k:m]))
        if len(lost) == len(added) == 1:
            yield Run(*lost[0], *added[0])
            continue
        here = ones[i] if i < len(ones) else (ones[-1] + 1 if ones else place[0])
        there = others[k] if k < len(others) else (others[-1] + 1 if others else place[1])
        yield from (Run(a, b, there, there) for a, b in lost)
        yield from (Run(here, here, c, d) for c, d in added)


def _pieces(indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The ranges of neighbouring `indices`."""
    start = 0
    for end in range(1, len(indices) + 1):
        if end == len(indices) or indices[end] != indices[end - 1] + 1:
            yield indices[start], indices[end - 1] + 1
            start = end


def _changes(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """The ranges that differ; agreement shorter than the changes around it is chance."""
    if not one or not other:
        if one or other:
            yield 0, len(one), 0, len(other)
        return
    codes = [code for code in Levenshtein.opcodes(one, other) if code.tag != "equal"]
    merged: list[list[int]] = []
    sizes = [max(code.src_end - code.src_start, code.dest_end - code.dest_start) for code in codes]
    size = 0
    for code, own in zip(codes, sizes, strict=True):
        agreed = code.src_start - merged[-1][1] if merged else 0
        is_chance = agreed < min(size, own) or (agreed <= CHANCE_CHARS and 4 * agreed <= max(size, own))
        if merged and is_chance:
            merged[-1][1], merged[-1][3] = code.src_end, code.dest_end
            size += own
        else:
            merged.append([code.src_start, code.src_end, code.dest_start, code.dest_end])
            size = own
    yield from ((a, b, c, d) for a, b, c, d in merged)
