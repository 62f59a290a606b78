"""How well other programs' boxes are put in order, beside our own reading of the same pages.

    python bench/order.py samples/*.jpg --golden golden

Each page is read by Tesseract (`--psm 6`, which knows no columns, as hOCR) and by RapidOCR (its boxes of
lines, as JSON); both are put in order without OCR, the words of Tesseract with the picture at hand and by the
hOCR alone. Text is misread, so order is judged by boxes alone: of the golden lines that follow one another
and were both found, in how many does the reading of the second follow that of the first?
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ocr_fix import Reader
from ocr_fix.geometry import overlap_x
from ocr_fix.model import Article, Box, Kind, Line, Page, Region
from ocr_fix.pipeline import Orderer
from ocr_fix.write.json import read_json, write_json

MIN_INSIDE_RATIO = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """How many neighbours of the golden text were found, and how many of those follow one another."""

    found: int = 0
    good: int = 0

    @property
    def percent(self) -> float:
        return 100 * self.good / max(1, self.found)

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.found + other.found, self.good + other.good)


def follow_by_boxes(page: Page, golden: Page) -> Pairs:
    """The pairs of lines that follow one another in a region of `golden`, judged by where they stand."""
    read = [line.box for region in page.regions if region.kind is not Kind.PICTURE for line in region.lines]
    places = {line.box: _places(line.box, read) for line in _lines(golden)}
    found = good = 0
    for region in golden.regions:
        for a, b in pairwise(region.lines):
            before, after = places[a.box], places[b.box]
            if before and after:
                found += 1
                good += after[0] == before[-1] + 1 or before[-1] == after[0]
    return Pairs(found, good)


def tesseract_hocr(path: Path, language: str) -> Path:
    """The page as Tesseract reads it as one block of text."""
    base = Path(tempfile.mkdtemp()) / path.stem
    command = ["tesseract", str(path.resolve()), str(base), "--psm", "6", "-l", language, "hocr"]
    subprocess.run(command, check=True, capture_output=True)
    return base.with_suffix(".hocr")


def without_picture(hocr: Path) -> Path:
    """The same page, naming no picture."""
    alone = hocr.with_name("alone.hocr")
    text = hocr.read_text(encoding="utf-8")
    alone.write_text(re.sub(r'image "[^"]*"', 'image "nowhere.png"', text), encoding="utf-8")
    return alone


def rapidocr_json(path: Path) -> Path:
    """The page's lines as RapidOCR gives them, in its order."""
    from rapidocr import RapidOCR

    result: Any = RapidOCR()(str(path))
    lines = []
    for quad, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = [int(x) for x, _ in quad], [int(y) for _, y in quad]
        lines.append(Line(text, Box(max(0, min(xs)), max(0, min(ys)), max(xs), max(ys)), float(score)))
    height, width = result.img.shape[:2]
    region = Region(Kind.BODY, Box(0, 0, width, height), tuple(lines))
    target = Path(tempfile.mkdtemp()) / f"{path.stem}.json"
    page = Page(str(path), width, height, engine="RapidOCR", articles=(Article((region,)),))
    target.write_text(write_json(page), encoding="utf-8")
    return target


def _lines(page: Page) -> Iterator[Line]:
    return (line for region in page.regions for line in region.lines)


def _places(box: Box, read: Sequence[Box]) -> list[int]:
    """The places, in reading order, of what was read on a golden line: engines box words up to twice as
    high as they are, so that their middles count."""
    return [
        place
        for place, one in enumerate(read)
        if box.top < one.centre_y < box.bottom and overlap_x(one, box) > MIN_INSIDE_RATIO * one.width
    ]


def main() -> int:
    """Prints a row a page and their sum."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--golden", type=Path, required=True)
    arguments = parser.parse_args()
    sums = [Pairs()] * 4
    print(f"{'page':20} {'our own':>9} {'psm 6':>9} {'its hOCR':>9} {'RapidOCR':>9}")
    reader = Reader()
    for path in arguments.pages:
        golden = read_json((arguments.golden / f"{path.stem}.json").read_bytes())
        code = golden.language.split("+")[0]
        orderer = Orderer(golden.language)
        hocr = tesseract_hocr(path, code)
        pages = (
            reader.read(path),
            orderer.read(hocr),
            orderer.read(without_picture(hocr)),
            orderer.read(rapidocr_json(path)),
        )
        pairs = [follow_by_boxes(page, golden) for page in pages]
        sums = [a + b for a, b in zip(sums, pairs, strict=True)]
        print(f"{path.stem:20} " + " ".join(f"{one.percent:8.1f}%" for one in pairs), flush=True)
    print(f"{'all pages':20} " + " ".join(f"{one.percent:8.1f}%" for one in sums))
    return 0


if __name__ == "__main__":
    sys.exit(main())
