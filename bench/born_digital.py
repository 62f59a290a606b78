"""How exactly born-digital PDFs are read, and how fast: no OCR, columns from the file's own boxes.

    PYTHONPATH=samples python bench/born_digital.py --seed 71 --count 3
    PYTHONPATH=samples python bench/born_digital.py --seed 71 --pages 200

Draws pages of every kind as PDFs, and compares what is read with the truth. With `--pages` copies of the
drawn pages fill one PDF of so many pages, which is then read with the reader of `order`: every page, or as
many as `--read` says, spread over the whole file. Speed is told by the clock and by seconds of the processor;
memory, that of a process of its own, after the first tenth and at the end.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

import pikepdf

from draw.born import born_digital
from draw.golden import golden_page
from draw.look import Press
from draw.pages import KINDS, draw_page
from draw.stories import open_desk
from ocr_fix.compare import Comparison, Rate, compare
from ocr_fix.pipeline import Orderer


def main() -> int:
    """Prints a row a page and their sum, or the speed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=71)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--read", type=int, default=0)
    arguments = parser.parse_args()
    presses = {
        f"{kind}-{seed}": _press(kind, seed)
        for kind in KINDS
        for seed in range(arguments.seed, arguments.seed + arguments.count)
    }
    folder = Path(tempfile.mkdtemp())
    if arguments.pages:
        path = _long_pdf(list(presses.values()), arguments.pages, folder)
        step = max(1, arguments.pages // (arguments.read or arguments.pages))
        reading = get_context("spawn").Process(target=_time, args=(path, range(1, arguments.pages + 1, step)))
        reading.start()
        reading.join()
        return reading.exitcode or 0
    total = Comparison()
    print(f"{'page':20} {'order-free CER':>15} {'successors':>15} {'paragraphs':>15}")
    for name, press in presses.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(born_digital([press]))
        golden = golden_page(press, path.name, press.sheet.image.size, lambda points: points)
        found = compare(Orderer(golden.language).read(path).text, golden)
        total += found
        print(_row(name, found), flush=True)
    print(_row("all pages", total))
    return 0


def _press(kind: str, seed: int) -> Press:
    chance = random.Random(f"{kind}-{seed}")
    return draw_page(KINDS[kind], chance, open_desk(chance))


def _long_pdf(presses: Sequence[Press], pages: int, folder: Path) -> Path:
    """A PDF of so many pages: copies of the drawn ones, with contents and fonts of their own."""
    base, path = folder / "base.pdf", folder / "long.pdf"
    base.write_bytes(born_digital(presses))
    with pikepdf.new() as long:
        while len(long.pages) < pages:
            with pikepdf.open(base) as copy:
                long.pages.extend(copy.pages[: pages - len(long.pages)])
        long.save(path)
    return path


def _time(path: Path, numbers: Sequence[int]) -> None:
    reader = Orderer()
    reader.read(path, 1)
    start, used = time.perf_counter(), time.process_time()
    characters, early = 0, 0
    for place, number in enumerate(numbers):
        characters += len(reader.read(path, number).text)
        if place == len(numbers) // 10:
            early = _memory_mb()
    seconds, used = time.perf_counter() - start, time.process_time() - used
    count = len(numbers)
    print(f"{path.stat().st_size / 1e6:.0f} MB, {count} pages read, {characters} characters")
    print(f"{count / seconds:.1f} pages a second, {count / used:.1f} a second of the processor")
    print(f"memory: {early} MB after a tenth, {_memory_mb()} MB at the end")


def _memory_mb() -> int:
    """The most memory that this process has held so far, as Linux tells it."""
    # What `resource` tells would count the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) * 1024 // 1_000_000 for line in status.splitlines() if "VmHWM" in line)


def _row(name: str, found: Comparison) -> str:
    rates = (found.order_free_cer, found.successors, found.paragraphs)
    return f"{name:20} " + " ".join(f"{_percent(rate):>15}" for rate in rates)


def _percent(rate: Rate) -> str:
    return "" if rate.value is None else f"{100 * rate.value:.2f} %"


if __name__ == "__main__":
    sys.exit(main())
