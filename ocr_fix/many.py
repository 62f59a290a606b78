"""Many pages at once: what a worker needs to read one, how workers are started, and `read_many`."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

from ocr_fix.batch import BatchOptions, Here, Outcome, StartError, failure_of, run_jobs
from ocr_fix.engines.session import processors
from ocr_fix.errors import OcrFixError
from ocr_fix.listing import ListOptions, Source, list_sources
from ocr_fix.model import Page
from ocr_fix.readoptions import ReadOptions
from ocr_fix.sources import page_count
from ocr_fix.store import fetched
from ocr_fix.workers import WorkerOptions, Workers

TIMEOUT_S = 600.0
CALLS_A_PROCESS = 100
BYTES_A_WORKER = 1_800_000_000
"""What a worker needs before it is replaced (`bench/scale.py worker`); so many fit into the memory."""
PAGES_A_WORKER = 2
"""How many pages each worker has or is about to get: one to read, one that waits."""
_READING = threading.Lock()


class Reads(Protocol):
    """What reads pages: an engine's reader, or what only puts in order."""

    def read(self, path: Path, number: int = 1) -> Page: ...


@dataclass(frozen=True, slots=True)
class Recipe:
    """How pages are read: by which engine, in which language; without an engine they are only put in order.

    >>> Recipe(language="eng").engine
    'rapidocr'
    """

    engine: str = "rapidocr"
    language: str = "chi_sim+eng"
    options: ReadOptions = ReadOptions()


@dataclass(frozen=True, slots=True)
class Crew:
    """Who reads: `jobs` processes of this machine (0: one a processor, as far as memory goes), or the cluster
    at the URL `executor`. A page that takes longer than `timeout_s` is given up; 0 waits for ever."""

    jobs: int = 0
    timeout_s: float | None = None
    executor: str = ""

    @property
    def size(self) -> int:
        """How many processes of this machine."""
        return self.jobs or default_jobs()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a page: the page itself, or why there is none."""

    source: str
    number: int
    page: Page | None
    error: OcrFixError | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    source: str
    number: int


def read_many(
    sources: Iterable[str | Path],
    *,
    jobs: int = 0,
    recipe: Recipe = Recipe(),
    timeout_s: float | None = None,
    executor: str = "",
) -> Iterator[Result]:
    """All pages of files, folders and URLs, in the order in which they are done; a page that cannot be read
    is a result with an error.

    `jobs` processes read (0: one a processor), each as `recipe` says; `executor` names a cluster instead, as
    "dask://host:8786". `timeout_s` is what a page may take: None is ten minutes, 0 waits for ever.

    >>> [result.number for result in read_many(["golden/07-english.json"], jobs=1)]
    [1]

    Raises:
        InputError: a folder holds no pages, or the language or the engine is unknown.
        EngineError: the engine is not installed.
    """
    listed = list_sources([str(source) for source in sources], options=ListOptions())
    for unusable in listed.errors:
        yield Result(unusable.source, 0, None, failure_of(unusable.error).error())
    failed: list[Result] = []
    pages = _jobs(listed.sources, recipe, failed)
    with opened_crew(Crew(jobs, timeout_s, executor), recipe, len(listed.sources)) as (where, batch):
        for outcome in run_jobs(pages, partial(_read, recipe), where, batch):
            yield _result(outcome)
    yield from failed


@contextmanager
def opened_crew(crew: Crew, recipe: Recipe, pages: int) -> Iterator[tuple[Executor, BatchOptions]]:
    """The executor that reads, and how it is to be used; `pages` is about how many there will be.

    A single page is read in this very process, by all processors, unless it has a time limit.

    Raises:
        InputError: there is no such kind of cluster.
        EngineError: the cluster cannot be reached, or what it needs is not installed.
    """
    timeout_s = (TIMEOUT_S if crew.timeout_s is None else crew.timeout_s) or None
    if crew.executor:
        from ocr_fix.cluster import opened_cluster

        with opened_cluster(crew.executor, timeout_s) as cluster:
            yield cluster
        return
    if pages <= 1 and crew.timeout_s is None:
        yield Here(), BatchOptions(retry=False)
        return
    count = min(crew.size, pages)
    threads = max(1, processors() // count)
    limits = WorkerOptions(timeout_s, CALLS_A_PROCESS, threads)
    workers = Workers(count, limits, open_reader, (recipe,))
    try:
        yield workers, BatchOptions(lambda: PAGES_A_WORKER * count)
    finally:
        workers.shutdown(cancel_futures=True)


def default_jobs() -> int:
    """A process for each processor, or as many as the machine's memory holds."""
    return max(1, int(min(processors(), _memory_bytes() / BYTES_A_WORKER)))


@lru_cache(maxsize=1)
def open_reader(recipe: Recipe) -> Reads:
    """The reader of this process, made once.

    Raises:
        StartError: it cannot be made, for the reason that is its cause.
    """
    from ocr_fix.pipeline import Orderer, Reader

    try:
        if recipe.engine:
            return Reader(recipe.engine, recipe.language, recipe.options)
        return Orderer(recipe.language, recipe.options)
    except OcrFixError as error:
        raise StartError from error


def read_here(recipe: Recipe, path: Path, number: int) -> Page:
    """A page read by this process's reader; threads wait for each other.

    Raises:
        StartError: there is no reader.
        InputError: the file cannot be used, or has no such page.
        EngineError: the engine failed.
    """
    with _READING:
        return open_reader(recipe).read(path, number)


def _memory_bytes() -> float:
    """The machine's memory; endless where the system does not say."""
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return float("inf")


def _jobs(sources: Sequence[Source], recipe: Recipe, failed: list[Result]) -> Iterator[_Job]:
    options = recipe.options.for_sources(recipe.language)
    for source in sources:
        try:
            with fetched(source.where) as path:
                count = page_count(path, options)
        except OcrFixError as error:
            failed.append(Result(source.where, 0, None, error))
            continue
        yield from (_Job(source.where, number) for number in range(1, count + 1))


def _read(recipe: Recipe, job: _Job) -> Page:
    with fetched(job.source) as path:
        return read_here(recipe, path, job.number)


def _result(outcome: Outcome[_Job, Page]) -> Result:
    failure = outcome.failure
    if failure and failure.final:
        raise failure.error()
    error = failure.error() if failure else None
    return Result(outcome.job.source, outcome.job.number, outcome.result, error)
