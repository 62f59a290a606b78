"""How well the lines of a scan are found and put in order, by their boxes alone: for print that no recogniser
reads, such as Fraktur.

    python bench/lineorder.py page.tif page.page.xml [--engine tesseract -l frk]

The truth is a PAGE file (or any other that `ocr-fix order` takes) whose lines stand in reading order. A line
of the truth is found where one of ours shares most of its box. Of the lines that follow one
another in the truth and were both found, in how many does ours follow too? `in regions` leaves out the pairs
between two regions, whose order is often a convention. Columns joined into one line count as missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ocr_fix import Reader
from ocr_fix.geometry import overlap_x, overlap_y
from ocr_fix.model import Box, Page
from ocr_fix.pipeline import ReadOptions
from ocr_fix.readers import read_file

MAX_HEIGHT_RATIO = 2.0
"""What is higher than so many lines of the truth joins several of them."""
MAX_WIDTH_RATIO = 1.5
"""What is wider joins columns."""


@dataclass(frozen=True, slots=True)
class Order:
    """Lines of the truth, those found, and pairs of neighbours: all that were found, and the good ones; the
    same for pairs inside one region."""

    lines: int
    found: int
    pairs: int
    good: int
    inner_pairs: int
    inner_good: int


def line_order(ours: Sequence[Box], truth: Sequence[Sequence[Box]]) -> Order:
    """`ours` in reading order against the regions of the `truth` with their lines, in the same picture."""
    flat = [(number, line) for number, lines in enumerate(truth) for line in lines]
    places = [_places(line, ours) for _, line in flat]
    pairs = good = inner_pairs = inner_good = 0
    for (region, before), (next_region, after) in pairwise(
        (number, place) for (number, _), place in zip(flat, places, strict=True)
    ):
        if not before or not after:
            continue
        follows = after[0] == before[-1] + 1 or after[0] == before[-1]
        pairs, good = pairs + 1, good + follows
        if region == next_region:
            inner_pairs, inner_good = inner_pairs + 1, inner_good + follows
    return Order(len(flat), sum(map(bool, places)), pairs, good, inner_pairs, inner_good)


def _places(line: Box, ours: Sequence[Box]) -> list[int]:
    """The places, in our reading order, of what stands in a line of the truth."""
    return [
        place
        for place, box in enumerate(ours)
        if overlap_x(box, line) > 0.5 * min(box.width, line.width)
        and overlap_y(box, line) > 0.5 * min(box.height, line.height)
        and box.height < MAX_HEIGHT_RATIO * line.height
        and box.width < MAX_WIDTH_RATIO * line.width
    ]


def boxes_as_given(page: Page) -> list[Box]:
    """The boxes of a page's lines in reading order, in the picture as it was given."""
    boxes = []
    for region in page.regions:
        for line in region.lines:
            corners = page.transform.quad(line.box)
            xs, ys = [max(0, round(x)) for x, _ in corners], [max(0, round(y)) for _, y in corners]
            boxes.append(Box(min(xs), min(ys), max(xs), max(ys)))
    return boxes


def main() -> int:
    """Prints a row for each page and one for their sum."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path, help="a picture, its truth, the next picture, ...")
    parser.add_argument("--engine", default="rapidocr")
    parser.add_argument("-l", "--language", default="deu")
    arguments = parser.parse_args()
    if len(arguments.files) % 2:
        parser.error("every picture needs a file with its truth")
    reader = Reader(arguments.engine, arguments.language, ReadOptions())
    print(f"{'page':24} {'lines':>6} {'found':>7} {'follow':>7} {'in regions':>11}")
    for picture, truth in zip(arguments.files[::2], arguments.files[1::2], strict=True):
        golden = read_file(truth)
        regions = [[line.box for line in region.lines] for region in golden.regions if region.lines]
        order = line_order(boxes_as_given(reader.read(picture)), regions)
        print(
            f"{picture.stem:24} {order.lines:6} {100 * order.found / max(1, order.lines):6.1f}% "
            f"{100 * order.good / max(1, order.pairs):6.1f}% "
            f"{100 * order.inner_good / max(1, order.inner_pairs):10.1f}%",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
