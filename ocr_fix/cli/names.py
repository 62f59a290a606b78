"""What the outputs of each source are called, so that no two sources write the same file.

A one-page source `a.jpg` gives `a`, a many-page one `a-0001`, `a-0002`...; where two sources
would meet, the names grow by the suffix (`a.jpg`, `a.tif`), then by the folders above
(`monday-a.jpg`), at last by a number. Names that differ only in case or in how accents are
composed count as the same, since some file systems keep them in one file.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path


def plan_names(sources: Sequence[Path], page_counts: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The names of the pages of each source, without the suffix of a format, in the sources' order.

    >>> plan_names([Path("a.jpg"), Path("b.tif")], [1, 2])
    (('a',), ('b-0001', 'b-0002'))
    >>> plan_names([Path("a.jpg"), Path("a.tif")], [1, 1])
    (('a.jpg',), ('a.tif',))
    """
    ladders = [_ladder(source, rank) for rank, source in enumerate(sources, start=1)]
    steps = [0] * len(ladders)
    while True:
        names = [ladder[step] for ladder, step in zip(ladders, steps, strict=True)]
        pages = [_page_names(name, count) for name, count in zip(names, page_counts, strict=True)]
        meetings = _meetings(pages)
        if not meetings:
            return tuple(pages)
        # The least precise name gives way, so that one long name does not lengthen all others.
        climbers = set()
        for meeting in meetings:
            lowest = min(steps[index] for index in meeting)
            climbers |= {index for index in meeting if steps[index] == lowest}
        for index in climbers:
            steps[index] += 1


def _ladder(source: Path, rank: int) -> tuple[str, ...]:
    """Names for `source`, each more precise than the one before."""
    folders = [folder for folder in source.absolute().parts[1:-1] if folder not in ("", "..", ".")]
    longer = ("-".join((*folders[-depth:], source.name)) for depth in range(1, len(folders) + 1))
    # Ranks differ, so that the last rung is never shared and the climb ends.
    stem = source.stem.removesuffix(".page").removesuffix(".alto") or source.stem
    return (stem, source.name, *longer, f"{source.name}~{rank}")


def _page_names(name: str, count: int) -> tuple[str, ...]:
    if count <= 1:
        return (name,)
    return tuple(f"{name}-{number:04d}" for number in range(1, count + 1))


def _meetings(pages: Sequence[tuple[str, ...]]) -> set[frozenset[int]]:
    """The groups of sources that claim one name."""
    claims: dict[str, set[int]] = defaultdict(set)
    for index, names in enumerate(pages):
        for name in names:
            claims[unicodedata.normalize("NFC", name).casefold()].add(index)
    return {frozenset(owners) for owners in claims.values() if len(owners) > 1}
