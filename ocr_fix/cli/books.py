"""The files of a whole source, made when its last page is done, from pages that were kept meanwhile.

Pages come in any order and perhaps in several runs, so each waits as JSON in the folder of results; memory
holds one page at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ocr_fix.cli.jobs import Job
from ocr_fix.cli.outputs import Books, Written
from ocr_fix.cli.pagework import File
from ocr_fix.manifest import STATE
from ocr_fix.many import Recipe
from ocr_fix.store import Store, fetched
from ocr_fix.write.json import read_json


@dataclass(slots=True)
class OpenBook:
    """A source whose pages are on their way: all of them, how many have not come in, how many were read."""

    jobs: tuple[Job, ...]
    left: int
    read: int = 0


def kept_name(job: Job) -> str:
    """Where a page waits for its book."""
    return f"{STATE}/pages/{job.name}.json"


def finish_book(jobs: Sequence[Job], store: Store, recipe: Recipe) -> tuple[File, ...]:
    """The files of the source of `jobs`, of those of its pages that were read; none where none was.

    Raises:
        InputError: there is no picture to put text under, or the source is gone.
    """
    books = Books(jobs[0].formats, recipe.options.for_sources(recipe.language))
    with fetched(jobs[0].source) as path:
        for job in jobs:
            data = store.read(kept_name(job))
            if data:
                books.add(replace(read_json(data), source=str(path)), tuple(_written(job, store)))
        names = jobs[0].whole_outputs
        return tuple(File(kind, names[kind], len(data), data) for kind, data in books.finish())


def clear_book(jobs: Sequence[Job], store: Store) -> None:
    """Removes the pages that waited."""
    for job in jobs:
        store.remove(kept_name(job))


def _written(job: Job, store: Store) -> Iterator[Written]:
    """The files of a page, as METS lists them."""
    if "mets" in job.formats:
        for kind, name in job.outputs.items():
            data = store.read(name)
            if data is not None:
                yield kind, name.rpartition("/")[2], data
