"""Speed, memory and accuracy of several programs on the same pages, in one table.

Every program lives in a process of its own and is asked for a page in turn, so that a machine that
is busy for a while slows all of them alike. Seconds leave the loading of models out; the ratio is
to RapidOCR's own default call. A program that is not installed is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from contenders import CONTENDERS, installed
from ocr_fix.cli.compare import HEADER, Row, cells, golden_row
from ocr_fix.cli.say import print_table

YARDSTICK = "RapidOCR"


@dataclass(frozen=True, slots=True)
class Result:
    """What a contender made of a page; `seconds` is the median of all rounds."""

    contender: str
    page: str
    text: str
    seconds: float
    peak_mb: float


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the bench and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--golden", type=Path, required=True, help="folder of the approved texts")
    parser.add_argument("--only", choices=CONTENDERS, action="append", help="leave the others out")
    parser.add_argument("--rounds", type=int, default=1, help="readings of each page; the median counts")
    arguments = parser.parse_args(argv)
    names = tuple(name for name in installed() if name in (arguments.only or CONTENDERS))
    results = run(names, arguments.pages, arguments.rounds)
    print_table(("page", "program", "ratio", "peak MB", *HEADER[1:]), table(results, arguments.golden), 2)
    return 0


def run(names: Sequence[str], pages: Sequence[Path], rounds: int) -> list[Result]:
    """What every contender made of every page."""
    with ExitStack() as stack:
        workers = {name: stack.enter_context(_worker(name)) for name in names}
        for worker in workers.values():
            _answer(worker)
        results = []
        for page in pages:
            answers: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
            for _ in range(rounds):
                for name, worker in workers.items():
                    print(f"{page.name}: {name}", file=sys.stderr, flush=True)
                    _ask(worker, page)
                    answers[name].append(_answer(worker))
            results += [_result(name, page, answers[name]) for name in names]
        return results


def table(results: Sequence[Result], golden: Path) -> list[tuple[str, ...]]:
    """A row for each page and contender, and one for each contender's mean over all pages."""
    yardstick = {result.page: result.seconds for result in results if result.contender == YARDSTICK}
    rows = []
    for result in results:
        row = golden_row(result.page, result.text, golden, result.seconds)
        rows.append(_cells(result, row, yardstick.get(result.page)))
    return rows


def _cells(result: Result, row: Row, yardstick_s: float | None) -> tuple[str, ...]:
    ratio = f"{result.seconds / yardstick_s:.2f}" if yardstick_s else ""
    return (result.page, result.contender, ratio, f"{result.peak_mb:.0f}", *cells(row)[1:])


def _worker(name: str) -> subprocess.Popen[str]:
    script = Path(__file__).with_name("worker.py")
    pipe = subprocess.PIPE
    command = (sys.executable, str(script), name)
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, encoding="utf-8")


def _ask(worker: subprocess.Popen[str], page: Path) -> None:
    assert worker.stdin
    worker.stdin.write(json.dumps(str(page)) + "\n")
    worker.stdin.flush()


def _answer(worker: subprocess.Popen[str]) -> dict[str, Any]:
    assert worker.stdout
    line = worker.stdout.readline()
    if not line:
        raise RuntimeError(f"the program has ended: {worker.args!r}")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _result(name: str, page: Path, answers: Sequence[dict[str, Any]]) -> Result:
    seconds = median(answer["seconds"] for answer in answers)
    return Result(name, page.stem, answers[-1]["text"], seconds, answers[-1]["peak_mb"])


if __name__ == "__main__":
    sys.exit(main())
