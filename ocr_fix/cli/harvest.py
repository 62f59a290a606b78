"""The parent's side of a run: what is done already, files and manifest written as pages come in, and what is
said about it."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_fix.batch import Failure, Outcome, failure_of
from ocr_fix.cli.books import OpenBook, clear_book, finish_book, kept_name
from ocr_fix.cli.jobs import Job, asking_for
from ocr_fix.cli.pagework import Desk, Done, last_digest
from ocr_fix.cli.progress import Reporter, sentence_of
from ocr_fix.errors import EXIT_OK, InputError, OutputError, shown
from ocr_fix.listing import Unusable
from ocr_fix.manifest import Manifest, Output, Record, plain
from ocr_fix.model import Page
from ocr_fix.store import ChangedError, Store, is_url, stamp_of
from ocr_fix.summary import Tally, Unsure
from ocr_fix.write.json import read_json

if TYPE_CHECKING:
    from ocr_fix.cli.table import Row

_EVERY_WRITE_FAILS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Terms:
    """What all pages of a run share: `options` and `version` as the manifest has them, `again` whether to
    read pages that are done."""

    desk: Desk
    store: Store
    options: str
    version: str
    golden: Path | None = None
    again: bool = False


class Harvest:
    """Takes what became of pages. A page's line in the manifest comes after its files."""

    def __init__(self, terms: Terms, manifest: Manifest, reporter: Reporter) -> None:
        self._terms = terms
        self._store = terms.store
        self._manifest = manifest
        self._reporter = reporter
        self._books: dict[str, OpenBook] = {}
        self._rows: dict[str, Row | None] = {}
        self.codes: Counter[int] = Counter()
        self.tally = Tally()

    def refuse(self, unusable: Iterable[Unusable]) -> None:
        """Counts and tells what has no pages."""
        for one in unusable:
            self._fail(failure_of(one.error), shown(one.source), Path(one.source).stem)

    def to_do(self, planned: Iterable[tuple[Job, ...] | Unusable]) -> Iterator[Job]:
        """The pages that are to be read; the others are told and counted at once."""
        for entry in planned:
            if isinstance(entry, Unusable):
                self.refuse([entry])
                continue
            self._reporter.expect(len(entry) - 1)  # each source counts as a page until it is looked at
            has_book = bool(entry[0].whole_outputs) and not self._find(entry[0], whole=True)
            if has_book:
                self._books[entry[0].source] = OpenBook(entry, len(entry))
            for job in entry:
                if self._terms.golden:
                    self._rows[job.name] = None  # rows stand in the order of the plan
                record = self._find(job)
                text = self._old_text(job) if record and self._terms.golden else ""
                kept = not has_book or self._store.size(kept_name(job)) is not None
                if record and kept and text is not None:
                    self._skip(job, record, text)
                else:
                    self._reporter.begin(job.title)
                    yield asking_for(job, self.tally.threshold)

    def take(self, outcome: Outcome[Job, Done]) -> None:
        """Writes and tells what became of a page.

        Raises:
            OutputError: nothing can be written any more.
            OcrFixError: no page can be read.
        """
        job, failure = outcome.job, outcome.failure
        if failure and failure.final:
            raise failure.error()
        record: Record | None = None
        if outcome.result:
            try:
                record = self._written(job, outcome.result, outcome.tries)
                if self._terms.golden:
                    self._compare(job, outcome.result.text, outcome.result.seconds)
            except Exception as error:
                failure = failure_of(error)
        if failure:
            if ends_all(failure):
                raise failure.error()
            self._lose(job, failure, outcome.tries)
        elif record and outcome.result:
            self._keep(job, record, outcome.result)
        self._turn_page(job, is_read=not failure)

    @property
    def failed(self) -> bool:
        """Whether anything failed so far."""
        return any(count for code, count in self.codes.items() if code != EXIT_OK)

    @property
    def rows(self) -> list[Row]:
        """The rows of the pages that have come in, in the order of the plan."""
        return [row for row in self._rows.values() if row]

    def _find(self, job: Job, whole: bool = False) -> Record | None:
        """The record of a page, or of its source, that still holds: input, options, version and files are as
        they were."""
        record = self._manifest.find(plain(job.whole if whole else job.name), whole)
        if self._terms.again or record is None or record.error or record.source != plain(job.source):
            return None
        if (record.options, record.version) != (self._terms.options, self._terms.version):
            return None
        if record.page != (0 if whole else job.number) or not _is_unchanged(job, record):
            return None
        names = job.whole_outputs if whole else job.outputs
        sizes = {output.format: output.size for output in record.outputs}
        if not all(sizes.get(kind, -1) == self._store.size(name) for kind, name in names.items()):
            return None
        others = (one for one in record.outputs if one.format not in names)
        return record if all(self._store.size(one.name) == one.size for one in others) else None

    def _old_text(self, job: Job) -> str | None:
        """The text of a page that is done, from its files; None where none of them has it."""
        outputs = job.outputs
        if "txt" in outputs:
            data = self._store.read(outputs["txt"])
            return None if data is None else data.decode().removesuffix("\n")
        page = self._old_page(job) if "json" in outputs else None
        return page.text if page else None

    def _old_page(self, job: Job) -> Page | None:
        data = self._store.read(job.outputs["json"])
        return read_json(data) if data else None

    def _skip(self, job: Job, record: Record, text: str | None) -> None:
        self._count(job, record, b"", done_before=True)
        if self._terms.golden:
            try:
                self._compare(job, text or "", record.seconds)
            except Exception as error:
                self._lose(job, failure_of(error), 1)
        self._reporter.skip(job, f"{job.title}: done before -> {self._where(job)}")
        self._turn_page(job, is_read=True)

    def _written(self, job: Job, done: Done, tries: int) -> Record:
        """Writes the files of a page, then its record, which it gives."""
        for file in done.files:
            if file.data is not None:
                self._store.write(file.name, file.data)
        if job.whole_outputs:
            self._store.write(kept_name(job), done.page)
        record = self._record(job, tries)
        outputs = tuple(Output(file.format, plain(file.name), file.size) for file in done.files)
        record = replace(
            record, stamp=done.stamp, digest=done.digest, seconds=done.seconds, engine=done.engine,
            confidence=done.confidence, characters=done.characters, doubts=done.doubts,
            warnings=tuple(map(plain, done.warnings)), outputs=outputs, beside=done.beside,
        )  # fmt: skip
        self._manifest.add(record)
        return record

    def _record(self, job: Job, tries: int) -> Record:
        return Record(
            plain(job.name), plain(job.source), job.number, options=self._terms.options,
            version=self._terms.version, tries=tries,
        )  # fmt: skip

    def _compare(self, job: Job, text: str, seconds: float) -> None:
        from ocr_fix.cli.table import golden_row

        assert self._terms.golden
        self._rows[job.name] = golden_row(job.name, text, self._terms.golden, seconds)

    def _keep(self, job: Job, record: Record, done: Done) -> None:
        self._count(job, record, done.page)
        found = f"{record.characters} characters" if record.characters else "no text"
        again = ", the second time" if record.tries > 1 else ""
        line = f"{job.title}: {done.seconds:.1f} s, {found}{again} -> {self._where(job)}"
        self._reporter.finish(job, record, line, done.steps)

    def _count(self, job: Job, record: Record, page: bytes, done_before: bool = False) -> None:
        self.codes[EXIT_OK] += 1
        unsure = Unsure(record.confidence, job.name, job.source, job.number, page)
        self.tally.add(unsure, record.characters, record.doubts, done_before)

    def _lose(self, job: Job, failure: Failure, tries: int) -> None:
        """Counts and tells a page that has no result."""
        error = plain(f"{failure.kind}: {failure.message}" if not failure.foreseen else failure.message)
        self._manifest.add(replace(self._record(job, tries), error=error))
        self._fail(failure, job.title, job.name)

    def _fail(self, failure: Failure, title: str, name: str) -> None:
        self.codes[failure.exit_code] += 1
        if self._terms.golden:
            from ocr_fix.cli.table import FAILED, Row

            self._rows[name] = Row(name, FAILED)
        self.tally.fail(sentence_of(failure, title))
        self._reporter.fail(failure, title)

    def _turn_page(self, job: Job, is_read: bool) -> None:
        """Finishes the files of a source with its last page."""
        book = self._books.get(job.source)
        if book is None:
            return
        book.left -= 1
        book.read += is_read
        if book.left:
            return
        del self._books[job.source]
        try:
            self._finish(book)
        except Exception as error:
            failure = failure_of(error)
            if ends_all(failure):
                raise
            if not job.outputs:  # then its pages came to nothing too
                self.codes[EXIT_OK] -= book.read
            self._fail(failure, shown(job.source), job.whole)

    def _finish(self, book: OpenBook) -> None:
        first = book.jobs[0]
        records = [self._manifest.find(plain(job.name)) for job in book.jobs]
        read = [record for record in records if record and not record.error]
        if len({record.digest for record in read}) > 1:
            raise ChangedError(f"{shown(first.source)} changed during the run; run again, to read it anew.")
        files = finish_book(book.jobs, self._store, self._terms.desk.recipe)
        for file in files:
            self._store.write(file.name, file.data or b"")
            self._reporter.note(f"{shown(first.source)} -> {self._store.shown(file.name)}")
        if len(read) == len(book.jobs):
            outputs = tuple(Output(file.format, plain(file.name), file.size) for file in files)
            whole = replace(self._record(first, 1), name=plain(first.whole), page=0, outputs=outputs)
            beside = tuple(dict.fromkeys(one for record in read for one in record.beside))
            self._manifest.add(replace(whole, stamp=read[0].stamp, digest=read[0].digest, beside=beside))
            clear_book(book.jobs, self._store)

    def _where(self, job: Job) -> str:
        first = next(iter(job.outputs.values()), None) or next(iter(job.whole_outputs.values()))
        return self._store.shown(first)


def ends_all(failure: Failure) -> bool:
    """Whether the next page could not be written either."""
    return failure.exit_code == OutputError.exit_code and failure.errno in _EVERY_WRITE_FAILS


def _is_unchanged(job: Job, record: Record) -> bool:
    """Whether the source, and what shows its pages beside it, are those that were read."""
    if not _is_same(job.source, record.stamp, record.digest):
        return False
    return all(
        _is_same(one.name, one.stamp, one.digest) if one.stamp else not Path(one.name).is_file()
        for one in record.beside
    )


def _is_same(where: str, stamp: str, digest: str) -> bool:
    """Whether a file is as it was; a copy with another date counts as the same."""
    try:
        now = stamp_of(where)
        return now == stamp or (not is_url(where) and last_digest(where, now) == digest)
    except InputError:
        return False
