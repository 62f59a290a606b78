"""`ocr-fix run` and `ocr-fix order`: pages to files of text, one bad page never stopping the rest."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from ocr_fix.batch import failure_of, run_jobs
from ocr_fix.cli.harvest import Harvest, Terms
from ocr_fix.cli.jobs import Planned, Wanted, check_overwriting, plan_jobs
from ocr_fix.cli.pagework import Desk, read_page
from ocr_fix.cli.progress import Reporter, reporting
from ocr_fix.errors import EXIT_DIFFERS, EXIT_OK, EXIT_UNUSABLE, InputError, OutputError, shown
from ocr_fix.listing import PICTURES, WORDS, Listed, ListOptions, Unusable, list_sources
from ocr_fix.manifest import opened_manifest, plain
from ocr_fix.many import Crew, Recipe, opened_crew
from ocr_fix.model import Direction, Paper
from ocr_fix.paper import read_paper
from ocr_fix.readoptions import ReadOptions
from ocr_fix.store import Store, local_path
from ocr_fix.summary import render_summary, summary_line
from ocr_fix.version import code_version

SUMMARY = "summary.html"
PAGES_A_THUMBNAIL = 10


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run is made of; `named` are its sources, whose pages `jobs` gives whenever it is called."""

    terms: Terms
    crew: Crew
    listed: Listed
    jobs: Planned
    fail_fast: bool


def run_command(arguments: argparse.Namespace) -> int:
    """The exit code of reading all pages; prints progress, errors and the table of `--golden`.

    Raises:
        InputError: there is no such language, or an output would overwrite an input.
        EngineError: the engine is missing.
        OutputError: nothing can be written.
    """
    return _run(arguments, Recipe(arguments.engine, arguments.language, _read_options(arguments)), PICTURES)


def order_command(arguments: argparse.Namespace) -> int:
    """The exit code of putting all pages in order; prints as `run_command` does.

    Raises:
        InputError: an output would overwrite an input.
        OutputError: nothing can be written.
    """
    return _run(arguments, Recipe("", arguments.language, _read_options(arguments)), WORDS)


def _run(arguments: argparse.Namespace, recipe: Recipe, suffixes: tuple[str, ...]) -> int:
    store = Store(local_path(arguments.output))
    if store.is_local:
        _check_folders(Path(store.root), arguments.golden)
    run = _planned(arguments, recipe, store, suffixes)
    with reporting(arguments.quiet, arguments.verbose, arguments.log_json) as reporter:
        return _carry_out(run, reporter)


def _planned(arguments: argparse.Namespace, recipe: Recipe, store: Store, suffixes: tuple[str, ...]) -> _Run:
    output = Path(store.root) if store.is_local else None
    listed = list_sources(
        arguments.pages, arguments.files_from, ListOptions(arguments.glob, suffixes, output)
    )
    paper = read_paper(arguments.meta) if arguments.meta else Paper()
    wanted = Wanted(arguments.formats, arguments.page_numbers)
    jobs = plan_jobs(listed.sources, wanted, recipe.options.for_sources(recipe.language))
    if output:
        check_overwriting(jobs(), listed.sources, output)
    desk = Desk(
        recipe,
        paper,
        crops=arguments.crops,
        store=None if store.is_local else store,
        with_text=bool(arguments.golden),
        with_steps=arguments.verbose,
    )
    terms = Terms(
        desk, store, _options_line(arguments, paper), code_version(), arguments.golden, arguments.again
    )
    crew = Crew(arguments.jobs or 0, arguments.timeout, arguments.executor)
    return _Run(terms, crew, listed, jobs, arguments.fail_fast)


def _carry_out(run: _Run, reporter: Reporter) -> int:
    # Where there is nothing to read, nothing is made either.
    if not any(isinstance(entry, tuple) for entry in run.jobs()):
        return _refuse_all(run, reporter)
    start = time.monotonic()
    all_passed = True
    with opened_manifest(run.terms.store) as manifest:
        harvest = Harvest(run.terms, manifest, reporter)
        reporter.expect(len(run.listed.sources) + len(run.listed.errors))
        harvest.refuse(run.listed.errors)
        _read_all(run, harvest)
        _tell(run, harvest, reporter, time.monotonic() - start)
        manifest.tidy()
    if run.terms.golden:
        from ocr_fix.cli.table import passed, print_rows

        print_rows(harvest.rows)
        all_passed = all(passed(row) for row in harvest.rows)
    return _exit_code(harvest.codes, all_passed)


def _refuse_all(run: _Run, reporter: Reporter) -> int:
    """The exit code of a run without any page."""
    unusable = [*run.listed.errors, *(entry for entry in run.jobs() if isinstance(entry, Unusable))]
    failures = [failure_of(one.error) for one in unusable]
    for one, failure in zip(unusable, failures, strict=True):
        reporter.fail(failure, shown(one.source))
    if run.terms.golden:
        from ocr_fix.cli.table import FAILED, Row, print_rows

        print_rows([Row(Path(one.source).stem, FAILED) for one in unusable])
    return _exit_code(Counter(failure.exit_code for failure in failures), True)


def _read_all(run: _Run, harvest: Harvest) -> None:
    """Reads what is not done yet."""
    to_do = harvest.to_do(run.jobs())
    head = list(islice(to_do, max(2, run.crew.size)))
    if not head or (run.fail_fast and harvest.failed):
        return
    work = partial(read_page, run.terms.desk)
    with opened_crew(run.crew, run.terms.desk.recipe, len(head)) as (executor, batch):
        batch = replace(batch, retry=batch.retry and not run.fail_fast)
        for outcome in run_jobs(chain(head, to_do), work, executor, batch):
            harvest.take(outcome)
            if run.fail_fast and harvest.failed:
                break


def _tell(run: _Run, harvest: Harvest, reporter: Reporter, seconds: float) -> None:
    """Says how the run ended and, where there were several pages, writes the summary."""
    from ocr_fix.cli.thumbnails import draw_thumbnails

    tally = harvest.tally
    if tally.pages > 1:
        options = run.terms.desk.recipe.options.for_sources(run.terms.desk.recipe.language)
        # Drawing one takes half a second, so that a short run draws few.
        unsure = tally.unsure[: max(1, tally.pages // PAGES_A_THUMBNAIL)]
        thumbnails = draw_thumbnails(unsure, run.terms.store, options)
        command = plain(shlex.join(("ocr-fix", *_without(sys.argv[1:], options.password))))
        page = render_summary(tally, seconds, command, thumbnails)
        run.terms.store.write(SUMMARY, page.encode(errors="replace"))
        reporter.note(summary_line(tally, seconds))
        if tally.failed < tally.pages:
            for sentence in tally.failures:
                reporter.note(f"failed: {sentence}")
    reporter.end(
        read=tally.read, done_before=tally.done_before, failed=tally.failed, seconds=round(seconds, 3)
    )  # fmt: skip


def _without(words: Sequence[str], secret: str | None) -> list[str]:
    """The words of a command, the secret blotted out."""
    return [word.replace(secret, "***") if secret else word for word in words]


def _check_folders(output: Path, golden: Path | None) -> None:
    """Raises early what would else be found after minutes of reading."""
    if golden and not golden.is_dir():
        raise InputError(f"{shown(golden)} is not a folder; --golden needs the folder of the approved texts.")
    if golden and output.exists() and output.samefile(golden):
        raise InputError(f"{shown(output)} holds the golden texts; choose another folder for the results.")
    there = next(folder for folder in (output, *output.absolute().parents) if os.path.lexists(folder))
    if not there.is_dir():
        raise OutputError(f"{shown(there)} is no folder; choose another one for the results.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"{shown(there)} may not be written to; choose another folder for the results.")


def _read_options(arguments: argparse.Namespace) -> ReadOptions:
    direction = Direction(arguments.direction) if arguments.direction else None
    return ReadOptions(
        columns=arguments.columns,
        direction=direction,
        deskew=arguments.deskew,
        max_pixels=arguments.max_pixels or ReadOptions().max_pixels,
        text_layer=arguments.text_layer,
        password=arguments.password,
        split_spreads=arguments.split_spreads == "auto",
        skip=arguments.skip,
    )


def _options_line(arguments: argparse.Namespace, paper: Paper) -> str:
    """What decides what results look like, as the manifest has it; no password, which changes nothing."""
    named = ("command", "language", "columns", "direction", "deskew", "text_layer", "crops")
    facts: dict[str, object] = {name: getattr(arguments, name) for name in named}
    facts["engine"] = getattr(arguments, "engine", "")
    facts["formats"] = sorted(arguments.formats or ("own",))
    facts["paper"] = [paper.title, paper.date, paper.page]
    return json.dumps(facts, ensure_ascii=True, sort_keys=True)


def _exit_code(codes: Counter[int], all_passed: bool) -> int:
    seen = +codes
    failures = [code for code in seen if code != EXIT_OK]
    if not failures:
        return EXIT_OK if all_passed else EXIT_DIFFERS
    if EXIT_OK in seen:
        return EXIT_DIFFERS
    return failures[0] if len(failures) == 1 else EXIT_UNUSABLE
