"""Successor accuracy of the repair on newly drawn pages: given, built-in scores, word model.

PYTHONPATH=samples python bench/repair.py --seed 4400 --count 2
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import unicodedata
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from draw.blocks import garble_blocks, garble_strays
from draw.garble import LINES, OCR, ROWS, TORN, Damage, Piece, garble, rows_of
from draw.pages import KINDS, draw_page
from draw.stories import open_desk
from draw.truth import score_page
from ocr_fix.repair import RepairOptions, repair

KINDS_MEASURED = ("two-columns", "four-columns", "sidebar", "feature", "narrow", "nested")
BLOCKS = replace(TORN, torn=False)
DAMAGES = {"lines": LINES, "rows": ROWS, "ocr": OCR, "torn": TORN, "blocks": BLOCKS, "strays": BLOCKS}
ENGLISH = ("lines", "rows", "ocr")
LEAST_LIKE = 80.0
_FOLDED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "—": "-"})


def main() -> int:
    """Prints a row for each kind of damage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=4400)
    parser.add_argument("--count", type=int, default=2)
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + args.count)
    print(f"{'damage':14} {'given':>7} {'built-in':>9} {'model':>7} {'seconds a page':>15}")
    report([draw_rows(kind, seed) for kind in KINDS_MEASURED for seed in seeds], tuple(DAMAGES), "")
    report([draw_rows("english", seed) for seed in seeds], ENGLISH, "English ")
    return 0


def report(pages: list[list[list[Piece]]], names: tuple[str, ...], label: str) -> None:
    """Prints the means of the pages for each kind of damage."""
    for name in names:
        rates = [measure(rows, name, number) for number, rows in enumerate(pages)]
        means = [sum(column) / len(rates) for column in zip(*rates, strict=True)]
        print(
            f"{label + name:14} {means[0]:7.1%} {means[1]:9.1%} {means[2]:7.1%} {means[3]:15.2f}", flush=True
        )


def draw_rows(kind: str, seed: int) -> list[list[Piece]]:
    """The printed rows of a random page."""
    rng = random.Random(f"{kind}-{seed}")
    press = draw_page(KINDS[kind], rng, open_desk(rng))
    return rows_of(score_page(press.sheet.truth, lambda points: points))


def measure(rows: list[list[Piece]], name: str, seed: int) -> tuple[float, float, float, float]:
    """The rates of the garbled text, of both repairs, and the seconds of the built-in one."""
    text = garbled(rows, name, seed)
    pairs = true_pairs(rows)
    start = time.perf_counter()
    built_in = repair(text, RepairOptions(use_lm=False)).text
    seconds = time.perf_counter() - start
    return rate(text, pairs), rate(built_in, pairs), rate(repair(text).text, pairs), seconds


def garbled(rows: list[list[Piece]], name: str, seed: int) -> str:
    """The text that is left of the rows after a kind of damage."""
    damage: Damage = DAMAGES[name]
    garblers = {"blocks": garble_blocks, "strays": garble_strays}
    return garblers.get(name, garble)(rows, damage, random.Random(seed))


def true_pairs(rows: list[list[Piece]]) -> list[str]:
    """The last characters of each body line with the first ones of the line that follows in print."""
    stories: dict[int, list[tuple[int, int, str]]] = {}
    for number, row in enumerate(rows):
        for piece in row:
            if piece.body:
                stories.setdefault(piece.story, []).append((piece.column, number, folded(piece.text)))
    ordered = (sorted(lines) for lines in stories.values())
    return [a[2][-8:] + b[2][:8] for lines in ordered for a, b in pairwise(lines)]


def rate(text: str, pairs: list[str]) -> float:
    """The share of pairs that stand in the text, but for spaces, the width of marks and a few misread
    characters (`LEAST_LIKE` of 100)."""
    flat = folded(text)
    return sum(pair in flat or fuzz.partial_ratio(pair, flat) >= LEAST_LIKE for pair in pairs) / len(pairs)


def folded(text: str) -> str:
    """The text without spaces, marks at one width."""
    flat = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    return "".join(flat.replace("--", "-").split())


if __name__ == "__main__":
    sys.exit(main())
