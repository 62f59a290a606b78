"""How well doubts tell wrong joins from right ones, on drawn pages whose order is known.

    PYTHONPATH=samples python -m draw --kind all --seed 901 --count 2 --wear light --score-format -o DIR
    python bench/doubts.py DIR [DIR ...]
    python bench/doubts.py DIR [DIR ...] --fit

A join is two lines of text, one right after the other in a region; it is wrong if on the page something else
follows. Printed is the share of wrong and of right joins that are doubted, over all joins and over those that
cross from one column into the next. `--fit` prints weights for `ocr_fix/doubts.py`, and what they
would reach on pages that they were not fitted to (five-fold cross-validation over pages).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ocr_fix.areas import find_areas
from ocr_fix.clean import clean
from ocr_fix.detect import detect_marks
from ocr_fix.doubts import WEIGHTS, DoubtOptions, chance_of
from ocr_fix.engines import open_engine
from ocr_fix.engines.base import Engine
from ocr_fix.joinsigns import Join, find_joins
from ocr_fix.language import Follow, load_follow
from ocr_fix.load import load_scan
from ocr_fix.model import Box, Transform
from ocr_fix.order import order_regions
from ocr_fix.pipeline import rival_order
from ocr_fix.recognise import recognise
from ocr_fix.turn import engine_upright

MIN_WIDTH_RATIO = 0.55
"""A line that was found narrower or wider than this part of the printed one is not that line."""
RIDGE = 0.5
SHARES = (0.005, 0.01, 0.02, 0.03, 0.04)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A join of a page, and whether it is right."""

    page: str
    join: Join
    right: bool

    @property
    def crosses(self) -> bool:
        """Whether the join leads into another column."""
        return "column" in self.join.signs


def main() -> int:
    """Prints what is doubted, and with `--fit` new weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--language", default="chi_sim+eng")
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    engine, follow = open_engine("rapidocr", arguments.language), load_follow(arguments.language)
    truths = sorted(path for folder in arguments.folders for path in folder.glob("*.json"))
    joins = [judged for path in truths for judged in _judge(path, engine, follow)]
    least = DoubtOptions().min_chance
    print(f"{len(truths)} pages, {len(joins)} joins")
    for name, part in (("all", joins), ("over columns", [one for one in joins if one.crosses])):
        for right in (False, True):
            chances = [chance_of(one.join) for one in part if one.right is right]
            doubted = sum(chance >= least for chance in chances)
            print(f"{name:13} {'right' if right else 'wrong'}: {doubted} of {len(chances)} doubted")
    if arguments.fit and any(not one.right for one in joins):
        _fit(joins)
    elif arguments.fit:
        print("no join is wrong: there is nothing to fit")
    return 0


def _judge(truth: Path, engine: Engine, follow: Follow) -> Iterator[Judged]:
    """The joins of the page beside its truth, in the scorer's format, as they are right or wrong."""
    scan = load_scan(
        next(path for path in truth.parent.glob(f"{truth.stem}.*") if path.suffix in {".jpg", ".png"})
    )
    cleaned = clean(scan, upright=engine_upright(engine))
    marks = detect_marks(cleaned, engine)
    regions = recognise(cleaned, find_areas(marks), engine)
    stories = order_regions(regions, marks, follow).stories
    printed = _Printed(json.loads(truth.read_text()))
    for join in find_joins(stories, follow, rival_order(regions, marks, follow)):
        right = printed.runs_on(join, cleaned.transform)
        if right is not None:
            yield Judged(truth.stem, join, right)


class _Printed:
    """The lines of a page as printed, and which follows which."""

    def __init__(self, truth: Mapping[str, Any]) -> None:
        by_id = {region["id"]: region for region in truth["regions"]}
        regions = [by_id[name] for name in truth["reading_order"]]
        self.boxes = [tuple(line["bbox"]) for region in regions for line in region["lines"]]
        self.after: dict[int, int] = {}
        last: dict[tuple[str, str], int] = {}
        flat = ((region, line) for region in regions for line in region["lines"])
        for index, (region, _) in enumerate(flat):
            if region["kind"] == "body":
                flow = region["article"], region.get("role") or ""
                if flow in last:
                    self.after[last[flow]] = index
                last[flow] = index

    def runs_on(self, join: Join, transform: Transform) -> bool | None:
        """Whether the lines of a join follow one another in print; None where one is no printed line."""
        a, b = self._index(join.a.box, transform), self._index(join.b.box, transform)
        if a is None or b is None:
            return None
        return b in (self.after.get(a), a + 1)

    def _index(self, box: Box, transform: Transform) -> int | None:
        x, y = transform.point(box.centre_x, box.centre_y)
        around = [
            (min(box.width, right - left) / max(box.width, right - left), index)
            for index, (left, top, right, bottom) in enumerate(self.boxes)
            if left <= x < right and top <= y < bottom
        ]
        ratio, index = max(around, default=(0.0, 0))
        return index if ratio > MIN_WIDTH_RATIO else None


def _fit(joins: Sequence[Judged]) -> None:
    names = ["bias", *sorted({name for one in joins for name in one.join.signs})]
    signs = np.array([[one.join.signs.get(name, float(name == "bias")) for name in names] for one in joins])
    wrong = np.array([float(not one.right) for one in joins])
    print(
        "weights:",
        {name: round(float(weight), 2) for name, weight in zip(names, _weights(signs, wrong), strict=True)},
    )
    print("now:    ", WEIGHTS)
    odds = _held_out_odds(signs, wrong, [one.page for one in joins])
    for share in SHARES:
        least = np.quantile(odds[wrong == 0], 1 - share)
        chance = 1 / (1 + np.exp(-least))
        found = (odds[wrong == 1] > least).mean()
        print(f"{share:.1%} of right joins doubted, chance {chance:.3f}: {found:.1%} of wrong ones")


def _held_out_odds(signs: Floats, wrong: Floats, pages: Sequence[str]) -> Floats:
    """The log-odds of each join from weights that never saw its page."""
    fold = {
        page: index % 5 for index, page in enumerate(np.random.default_rng(0).permutation(sorted(set(pages))))
    }
    folds = np.array([fold[page] for page in pages])
    odds = np.zeros(len(wrong))
    for index in range(5):
        odds[folds == index] = signs[folds == index] @ _weights(signs[folds != index], wrong[folds != index])
    return odds


def _weights(signs: Floats, wrong: Floats) -> Floats:
    """Weights by logistic regression with a small ridge on all but the bias, which stands first."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = signs @ weights
        slope = signs.T @ (1 / (1 + np.exp(-odds)) - wrong)
        slope[1:] += RIDGE * weights[1:]
        value = np.sum(np.logaddexp(0, odds) - wrong * odds) + RIDGE * np.sum(weights[1:] ** 2) / 2
        return float(value), slope

    return np.asarray(minimize(loss, np.zeros(signs.shape[1]), jac=True, method="L-BFGS-B").x)


if __name__ == "__main__":
    sys.exit(main())
