"""How many lines stand in the right article, on newly drawn pages or on pages that are at hand.

    PYTHONPATH=samples python bench/articles.py --seed 1300 --count 2
    PYTHONPATH=samples python bench/articles.py --kind front,broadsheet --seed 1300 --wear medium
    python bench/articles.py samples/0*.jpg --golden golden

Our articles are assigned to those of the truth one to one, so that most lines are right (Kuhn and Munkres);
a line counts as right if its own article was assigned to the true one. Lines are matched by their boxes on
the picture as given. Body lines, headings, and the rest (pictures,
captions, tables) are counted apart. Cells of tables are right if they stand in the right column of a row with
their neighbours.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from ocr_fix import page_from_json
from ocr_fix.geometry import inside_ratio
from ocr_fix.model import Box, Kind, Page, Transform
from ocr_fix.pipeline import Reader

BODY = frozenset({Kind.BODY, Kind.SIDEBAR})
HEADS = frozenset({Kind.KICKER, Kind.HEADLINE, Kind.DECK, Kind.BYLINE, Kind.SUBHEAD, Kind.JUMP_LINE})
FLOATS = frozenset({Kind.PICTURE, Kind.CAPTION, Kind.TABLE})
GROUPS = {"body": BODY, "headings": HEADS, "pictures": FLOATS}
SAME_CELL = 70.0
"""Cells are the same text from this similarity on, 0 to 100: letters are measured elsewhere."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line, or a picture without any: kind, box on the picture as given, number of its article."""

    kind: Kind
    box: Box
    article: int


def main() -> int:
    """Prints a row a page, and their sum."""
    arguments = _arguments()
    total: Counter[str] = Counter()
    print(f"{'page':20}" + "".join(f"{name:>12}" for name in (*GROUPS, "cells")))
    with tempfile.TemporaryDirectory() as folder:
        for picture, truth in _pages(arguments, Path(folder)):
            golden = page_from_json(truth.read_text(encoding="utf-8"))
            page = Reader(language=golden.language or "chi_sim+eng").read(picture)
            counted = article_counts(places(page), places(golden)) + cell_counts(page, golden)
            total += counted
            print(row(picture.stem, counted), flush=True)
    print(row("all pages", total))
    return 0


def places(page: Page) -> tuple[Place, ...]:
    """The lines of a page's articles, furniture left out, and its pictures, on the picture as given."""
    return tuple(
        Place(region.kind, _given(box, page.transform), number)
        for number, article in enumerate(page.articles)
        for region in article.regions
        for box in ([line.box for line in region.lines] or [region.box])
    )


def article_counts(found: Sequence[Place], truth: Sequence[Place]) -> Counter[str]:
    """How many lines of each group there are (`body`), and how many of them are right (`body right`)."""
    pairs = [(_counterpart(one, found), one) for one in truth]
    matched = [(ours.article, one.article) for ours, one in pairs if ours and one.kind in BODY | HEADS]
    ours_count = 1 + max((ours for ours, _ in matched), default=0)
    truth_count = 1 + max((one for _, one in matched), default=0)
    shared = np.zeros((ours_count, truth_count), np.int64)
    for pair in matched:
        shared[pair] += 1
    assigned = dict(zip(*(side.tolist() for side in linear_sum_assignment(-shared)), strict=True))
    counts: Counter[str] = Counter()
    for ours, one in pairs:
        for name, kinds in GROUPS.items():
            if one.kind in kinds:
                counts[name] += 1
                counts[f"{name} right"] += bool(ours and assigned.get(ours.article) == one.article)
    return counts


def cell_counts(page: Page, golden: Page) -> Counter[str]:
    """How many cells the tables of the truth have, and how many of them are right."""
    found = _table_rows(page)
    counts: Counter[str] = Counter()
    for cells in _table_rows(golden):
        counts["cells"] += len(cells)
        counts["cells right"] += max((_shared(cells, other) for other in found), default=0)
    return counts


def _table_rows(page: Page) -> list[list[str]]:
    return [
        paragraph.text.split("\t")
        for article in page.articles
        for paragraph in article.paragraphs
        if article.regions[paragraph.region].kind is Kind.TABLE
    ]


def _shared(cells: Sequence[str], other: Sequence[str]) -> int:
    """How many cells of two rows hold the same at the same place."""
    return sum(fuzz.ratio(a, b) >= SAME_CELL for a, b in zip(cells, other, strict=False))


def row(name: str, counts: Counter[str]) -> str:
    """A line of the table: the share of right lines of each group."""
    shares = (
        f"{100 * counts[f'{one} right'] / counts[one]:.2f} %" if counts[one] else ""
        for one in (*GROUPS, "cells")
    )
    return f"{name:20}" + "".join(f"{share:>12}" for share in shares)


def _counterpart(one: Place, found: Sequence[Place]) -> Place | None:
    """The line that covers most of a true line, or the picture of a true picture."""
    fitting = [other for other in found if (other.kind is Kind.PICTURE) is (one.kind is Kind.PICTURE)]
    best = max(fitting, key=lambda other: inside_ratio(one.box, other.box), default=None)
    return best if best and inside_ratio(one.box, best.box) > 0.3 else None


def _given(box: Box, transform: Transform) -> Box:
    corners = transform.quad(box)
    xs, ys = [max(0, round(x)) for x, _ in corners], [max(0, round(y)) for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _pages(arguments: argparse.Namespace, folder: Path) -> Iterator[tuple[Path, Path]]:
    """The pictures to be read, each with its golden JSON."""
    if arguments.pages:
        yield from ((page, arguments.golden / f"{page.stem}.json") for page in arguments.pages)
        return
    for kind in arguments.kind.split(","):
        wear = ["--wear", arguments.wear] if arguments.wear else []
        command = [sys.executable, "-m", "draw", "--kind", kind, "--seed", str(arguments.seed), *wear]
        command += ["--count", str(arguments.count), "-o", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    yield from ((page, page.with_suffix(".json")) for page in sorted(folder.glob("*.jpg")))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--golden", type=Path, default=Path("golden"))
    parser.add_argument("--kind", default="all", help="kinds of newly drawn pages, with commas; or layouts")
    parser.add_argument("--seed", type=int, default=1300)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--wear")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
