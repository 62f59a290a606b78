"""The pages of a run: one by one, as they are wanted, so that a million of them need no list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ocr_fix.cli.arguments import PAGE_FORMATS, SOURCE_FORMATS
from ocr_fix.cli.names import page_name, plan_names
from ocr_fix.cli.outputs import SUFFIXES, own_format
from ocr_fix.errors import InputError, shown
from ocr_fix.listing import Source, Unusable
from ocr_fix.sources import SourceOptions, page_count
from ocr_fix.store import fetched, is_url


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read: its source, its number among the source's pages from 1, the names of its results and of
    its source's, both without a suffix. `keep_below` asks for the page itself, if it is less sure."""

    source: str
    number: int
    page_count: int
    name: str
    whole: str
    formats: tuple[str, ...]
    keep_below: float = 0.0

    @property
    def title(self) -> str:
        """The page as messages name it."""
        return shown(self.source) + (f", page {self.number}" if self.page_count > 1 else "")

    @property
    def outputs(self) -> dict[str, str]:
        """The files of the page by their formats."""
        return {name: self.name + SUFFIXES[name] for name in self.formats if name in PAGE_FORMATS}

    @property
    def whole_outputs(self) -> dict[str, str]:
        """The files of the source by their formats."""
        return {name: self.whole + SUFFIXES[name] for name in self.formats if name in SOURCE_FORMATS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages of the sources are wanted, and as what; no `formats` means text and the source's own, no
    `pages` all of them."""

    formats: tuple[str, ...] | None
    pages: tuple[range, ...] = ()


Planned = Callable[[], Iterator[tuple[Job, ...] | Unusable]]
"""What gives the jobs of each source, or why it has none, whenever it is called."""


def plan_jobs(sources: Sequence[Source], wanted: Wanted, options: SourceOptions) -> Planned:
    """The jobs of all sources, in their order."""

    @lru_cache(maxsize=1024)
    def counted(index: int) -> int | Exception:
        try:
            with fetched(sources[index].where) as path:
                return page_count(path, options)
        except Exception as error:
            return error

    def pages_of(index: int) -> int:
        count = counted(index)
        return count if isinstance(count, int) else 1

    names = plan_names(sources, pages_of)

    def jobs() -> Iterator[tuple[Job, ...] | Unusable]:
        for index, (source, name) in enumerate(zip(sources, names, strict=True)):
            count = counted(index)
            try:
                if isinstance(count, Exception):
                    raise count
                yield _jobs_of(source, name, count, wanted)
            except Exception as error:
                yield Unusable(source.where, error)

    return jobs


def check_overwriting(
    jobs: Iterator[tuple[Job, ...] | Unusable], sources: Sequence[Source], output: Path
) -> None:
    """Makes sure that no output is one of the sources; looks closer only where one is below `output`.

    Raises:
        InputError: an output is a source.
    """
    folder = output.resolve()
    inputs = {Path(one.where).resolve() for one in sources if not is_url(one.where)}
    if not any(folder in path.parents for path in inputs):
        return
    for entry in jobs:
        for job in entry if isinstance(entry, tuple) else ():
            for name in (*job.outputs.values(), *job.whole_outputs.values()):
                if (output / name).resolve() in inputs:
                    raise InputError(
                        f"{shown(output / name)} is one of the pages; choose another folder for the results."
                    )


def asking_for(job: Job, keep_below: float) -> Job:
    """`job`, asking for the page itself where it is less sure than that, or a file of its source needs it."""
    return replace(job, keep_below=2.0 if job.whole_outputs else keep_below)


def _jobs_of(source: Source, name: str, count: int, wanted: Wanted) -> tuple[Job, ...]:
    numbers = range(1, count + 1)
    if wanted.pages:
        numbers_wanted = sorted({n for pages in wanted.pages for n in pages[: count + 1] if n <= count})
        if not numbers_wanted:
            raise InputError(
                f"{shown(source.where)} has none of the pages that --pages names; it has {count}."
            )
    else:
        numbers_wanted = list(numbers)
    if wanted.formats is None:
        with fetched(source.where) as path:
            formats: tuple[str, ...] = ("txt", *own_format(path))
    else:
        formats = wanted.formats
    return tuple(
        Job(source.where, number, count, page_name(name, number, count), name, formats)
        for number in numbers_wanted
    )
