"""What a worker does with a page: reads it, and makes the bytes of its files.

The parent writes them, unless results go to a URL, which workers can reach as well as the parent.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ocr_fix.cli.jobs import Job
from ocr_fix.cli.outputs import created_of, crops, render
from ocr_fix.errors import shown
from ocr_fix.manifest import Beside, plain
from ocr_fix.many import Recipe, read_here
from ocr_fix.model import Page, Paper
from ocr_fix.paper import with_paper
from ocr_fix.sources import pictures_sought
from ocr_fix.store import ChangedError, Store, digest_of, fetched, is_url, stamp_of

_FROM_PICTURE = ("overlay",)


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages of a run share; `store` is where the worker itself is to write, `with_text` asks for the
    page's text, `with_steps` for what was done."""

    recipe: Recipe
    paper: Paper = Paper()
    crops: bool = False
    store: Store | None = None
    with_text: bool = False
    with_steps: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file of a page: its format, its name and its bytes, which are gone where the worker wrote it."""

    format: str
    name: str
    size: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Done:
    """A page that was read: the state of its source and of pictures `beside` it, what is known of it, and
    its files."""

    stamp: str
    digest: str
    seconds: float
    engine: str
    confidence: float
    characters: int
    doubts: int
    warnings: tuple[str, ...]
    files: tuple[File, ...]
    text: str = ""
    steps: tuple[str, ...] = ()
    page: bytes = b""
    beside: tuple[Beside, ...] = ()


def read_page(desk: Desk, job: Job) -> Done:
    """What became of a page.

    Raises:
        StartError: there is no engine.
        InputError: the page cannot be read; a `ChangedError` where it changed meanwhile.
        EngineError: the engine failed.
        OutputError: a file cannot be written.
    """
    stamp = stamp_of(job.source)
    with fetched(job.source) as path:
        try:
            done = _read(desk, job, path, stamp)
        except Exception as error:
            if stamp_of(job.source) != stamp:
                raise _changed(job) from error
            raise
    if stamp_of(job.source) != stamp:
        raise _changed(job)
    return done if desk.store is None else replace(done, files=tuple(_written(desk.store, done.files)))


@lru_cache(maxsize=2)
def last_digest(path: str, _unchanged: str) -> str:
    """The digest of a file; those of the last source and its picture are kept, so that long documents are
    digested once.

    Raises:
        InputError: it cannot be read.
    """
    return digest_of(Path(path))


def confidence_of(page: Page) -> float:
    """How sure the engine was of a page, from 0 to 1: the mean over its characters; 1 without any."""
    lines = [line for region in page.regions for line in region.lines]
    characters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / characters if characters else 1.0


def _read(desk: Desk, job: Job, path: Path, stamp: str) -> Done:
    digest = last_digest(str(path), stamp)
    start = time.perf_counter()
    page = with_paper(read_here(desk.recipe, path, job.number), desk.paper)
    seconds = time.perf_counter() - start
    confidence = round(confidence_of(page), 4)
    named = replace(page, source=job.source) if is_url(job.source) else page
    wanted = confidence < job.keep_below
    return Done(
        stamp=stamp,
        digest=digest,
        seconds=round(seconds, 3),
        engine=page.engine,
        confidence=confidence,
        characters=len(page.text),
        doubts=len(page.doubts),
        warnings=page.warnings,
        files=tuple(_files(desk, job, page, named)),
        text=page.text if desk.with_text else "",
        steps=tuple(f"{step.stage}: {step.detail}" for step in page.steps) if desk.with_steps else (),
        page=named.to_json().encode() if wanted else b"",
        beside=() if is_url(job.source) else tuple(map(_beside, pictures_sought(page))),
    )


def _beside(path: Path) -> Beside:
    """The state of a picture beside a page of words."""
    if not path.is_file():
        return Beside(plain(str(path)))
    stamp = stamp_of(str(path))
    return Beside(plain(str(path)), stamp, last_digest(str(path), stamp))


def _files(desk: Desk, job: Job, page: Page, named: Page) -> Iterator[File]:
    """The files of a page; `named` is `page` with the URL of its source instead of the copy that was read."""
    options = desk.recipe.options.for_sources(desk.recipe.language)
    created = created_of(page)
    for kind, name in job.outputs.items():
        data = render(page if kind in _FROM_PICTURE else named, kind, options, created)
        yield File(kind, name, len(data), data)
    if desk.crops:
        for article, data in crops(page, options):
            yield File("crop", f"{job.name}.{article}.png", len(data), data)


def _written(store: Store, files: tuple[File, ...]) -> Iterator[File]:
    for file in files:
        store.write(file.name, file.data or b"")
        yield replace(file, data=None)


def _changed(job: Job) -> ChangedError:
    return ChangedError(
        f"{shown(job.source)} changed while it was read; run again when nobody writes into it any more."
    )
