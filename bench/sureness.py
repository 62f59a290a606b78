"""How often the joins of a repair are right, by how sure they are said to be, on newly drawn pages.

PYTHONPATH=samples python bench/sureness.py --seed 4400 --count 2
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz import fuzz

from draw.garble import Piece
from ocr_fix.repair import RepairOptions, repair
from repair import DAMAGES, ENGLISH, KINDS_MEASURED, LEAST_LIKE, draw_rows, folded, garbled

BOUNDS = (0.0, 0.5, 0.7, 0.9, 1.01)


def main() -> int:
    """Prints a row for each kind of damage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=4400)
    parser.add_argument("--count", type=int, default=2)
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + args.count)
    heads = [f"{100 * low:.0f} to {100 * min(1, high):.0f} %" for low, high in pairwise(BOUNDS)]
    print(f"{'damage':14}" + "".join(f"{head:>22}" for head in heads))
    for kinds, names, label in ((KINDS_MEASURED, tuple(DAMAGES), ""), (("english",), ENGLISH, "English ")):
        pages = [draw_rows(kind, seed) for kind in kinds for seed in seeds]
        for name in names:
            judged = [join for number, rows in enumerate(pages) for join in judge(rows, name, number)]
            print(f"{label + name:14}" + "".join(f"{cell:>22}" for cell in cells(judged)), flush=True)
    return 0


def judge(rows: list[list[Piece]], name: str, seed: int) -> Iterator[tuple[float, bool]]:
    """How sure each join is, and whether it is right; built-in scores, all joins that were tried."""
    stories: dict[int, list[tuple[int, int, str]]] = {}
    for number, row in enumerate(rows):
        for piece in row:
            stories.setdefault(piece.story, []).append((piece.column, number, folded(piece.text)))
    truth = "\n".join("".join(text for _, _, text in sorted(lines)) for lines in stories.values())
    options = RepairOptions(use_lm=False, min_confidence=0.0)
    for join in repair(garbled(rows, name, seed), options).joins:
        edge = folded(join.before)[-8:] + folded(join.after)[:8]
        yield join.confidence, edge in truth or fuzz.partial_ratio(edge, truth) >= LEAST_LIKE


def cells(judged: list[tuple[float, bool]]) -> Iterator[str]:
    """For each step of sureness the share of right joins and their number."""
    for low, high in pairwise(BOUNDS):
        right = [is_right for sure, is_right in judged if low <= sure < high]
        yield f"{sum(right) / len(right):.0%} right of {len(right)}" if right else "-"


if __name__ == "__main__":
    sys.exit(main())
