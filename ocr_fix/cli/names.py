"""What the outputs of each source are called, so that no two sources write the same file.

A one-page source `a.jpg` gives `a`, a many-page one `a-0001`, `a-0002`...; where two sources
would meet, the names grow by the suffix (`a.jpg`, `a.tif`), then by the folders above
(`monday-a.jpg`), at last by a number. Names that differ only in case or in how accents are
composed count as the same, since some file systems keep them in one file. What was found below a
folder keeps the folders in between. Pages are counted only where a name depends on it: an archive of
a million files is not opened to be named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ocr_fix.listing import Source
from ocr_fix.store import is_url

RESERVED = ("summary",)
"""Names at the top that the run itself uses: `summary.html`."""
_NUMBERED = re.compile(r"(.+)-(\d{4,})", re.DOTALL)


def plan_names(sources: Sequence[Source], count: Callable[[int], int]) -> tuple[str, ...]:
    """The name of each source's results, without the number of a page and the suffix of a format, in the
    sources' order; `count` gives the number of pages of the source at an index.

    >>> plan_names([Source("a.jpg"), Source("b.tif")], lambda index: 1)
    ('a', 'b')
    >>> plan_names([Source("a.jpg"), Source("a.tif", "mon"), Source("a.png")], lambda index: 1)
    ('a.jpg', 'mon/a', 'a.png')
    """
    steps = [0] * len(sources)
    names = [_rung(source, 0, 0) for source in sources]
    climbing = set(range(len(sources)))
    while climbing:
        # The least precise name gives way, so that one long name does not lengthen all others.
        climbing = set()
        for meeting in _meetings(names, count):
            lowest = min(steps[index] for index in meeting)
            climbing |= {index for index in meeting if steps[index] == lowest}
        for index in climbing:
            steps[index] += 1
            names[index] = _rung(sources[index], steps[index], index + 1)
    return tuple(names)


def page_name(name: str, number: int, count: int) -> str:
    """What page `number` of a source of `count` pages is called."""
    return f"{name}-{number:04d}" if count > 1 else name


def _rung(source: Source, step: int, rank: int) -> str:
    """A name for `source`, the more precise the higher the step."""
    stem = Path(source.name).stem.removesuffix(".page").removesuffix(".alto") or Path(source.name).stem
    if step == 0:
        name = stem
    elif step == 1:
        name = source.name
    else:
        folders = _folders(source.where)
        # Ranks differ, so that the last rung is never shared and the climb ends.
        is_last = step - 1 > len(folders)
        name = f"{source.name}~{rank}" if is_last else "-".join((*folders[-(step - 1) :], source.name))
    return f"{source.below}/{name}" if source.below else name


def _folders(where: str) -> list[str]:
    parts = where.split("/")[2:-1] if is_url(where) else Path(where).absolute().parts[1:-1]
    return [folder for folder in parts if folder not in ("", "..", ".")]


def _meetings(names: Sequence[str], count: Callable[[int], int]) -> Iterator[list[int]]:
    """The groups of sources that claim one name."""
    owners: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        owners[_folded(name)].append(index)
    for name, claims in owners.items():
        if len(claims) > 1 or name in RESERVED:
            yield claims
        numbered = _NUMBERED.fullmatch(name)
        # `a-0002` may be the second page of `a`.
        if numbered and numbered[1] in owners:
            number = int(numbered[2])
            books = [one for one in owners[numbered[1]] if number <= count(one) > 1]
            if books:
                yield [*claims, *books]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
