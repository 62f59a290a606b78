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
from ocr_fix.cli.say import print_table
from ocr_fix.cli.table import HEADER, cells, golden_row, total_row

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
    header = ("page", "program", "ratio", "peak MB", *HEADER[1:-1])
    print_table(header, table(results, arguments.golden), text=("page", "program"))
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
    """A line for each page and program, then one for each program over all pages."""
    lines = []
    for page in dict.fromkeys(result.page for result in results):
        of_page = [result for result in results if result.page == page]
        lines += [_line([result], of_page, golden) for result in of_page]
    for name in dict.fromkeys(result.contender for result in results):
        lines.append(_line([result for result in results if result.contender == name], results, golden))
    return lines


def _line(own: Sequence[Result], others: Sequence[Result], golden: Path) -> tuple[str, ...]:
    """What one program did with some pages, beside what `others` did with the same."""
    rows = [golden_row(result.page, result.text, golden, result.seconds) for result in own]
    row = rows[0] if len(rows) == 1 else total_row(rows)
    yardstick_s = sum(result.seconds for result in others if result.contender == YARDSTICK)
    ratio = f"{sum(result.seconds for result in own) / yardstick_s:.2f}" if yardstick_s else ""
    peak_mb = max(result.peak_mb for result in own)
    return (row.page, own[0].contender, ratio, f"{peak_mb:.0f}", *cells(row)[1:-1])


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
