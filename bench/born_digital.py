"""How exactly born-digital PDFs are read, and how fast: no OCR, columns from the file's own boxes.

    PYTHONPATH=samples python bench/born_digital.py --seed 71 --count 3
    PYTHONPATH=samples python bench/born_digital.py --seed 71 --pages 200

Draws pages of every kind as PDFs, and compares what is read with the truth. With `--pages` the drawn pages
are repeated in one PDF of so many pages, which is then read from end to end with the reader of `order`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

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
    arguments = parser.parse_args()
    presses = {
        f"{kind}-{seed}": _press(kind, seed)
        for kind in KINDS
        for seed in range(arguments.seed, arguments.seed + arguments.count)
    }
    folder = Path(tempfile.mkdtemp())
    if arguments.pages:
        _time(list(islice(cycle(presses.values()), arguments.pages)), folder)
        return 0
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


def _time(presses: list[Press], folder: Path) -> None:
    path = folder / "long.pdf"
    path.write_bytes(born_digital(presses))
    reader = Orderer()
    reader.read(path, 1)
    start = time.perf_counter()
    characters = sum(len(reader.read(path, number).text) for number in range(1, len(presses) + 1))
    seconds = time.perf_counter() - start
    print(f"{len(presses)} pages, {characters} characters, {len(presses) / seconds:.1f} pages a second")


def _row(name: str, found: Comparison) -> str:
    rates = (found.order_free_cer, found.successors, found.paragraphs)
    return f"{name:20} " + " ".join(f"{_percent(rate):>15}" for rate in rates)


def _percent(rate: Rate) -> str:
    return "" if rate.value is None else f"{100 * rate.value:.2f} %"


if __name__ == "__main__":
    sys.exit(main())
