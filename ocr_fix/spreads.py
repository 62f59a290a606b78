"""Scans that show two pages of an open volume, as two pages.

A picture that is wide enough for two pages is decoded when pages are counted, and looked at (`fold.py`).
Each page keeps the frame of its half, and its transform leads to the whole picture. Where the lines run
down the page, the right page comes first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from ocr_fix.errors import InputError, shown
from ocr_fix.fold import Fold, find_fold, may_be_spread
from ocr_fix.light import paper_grey
from ocr_fix.load import LoadOptions, load_scan, page_count, page_size
from ocr_fix.model import Step, Transform
from ocr_fix.scan import Grey, Scan
from ocr_fix.skew import find_skew

_SKEW_DEG = 6.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page in a file of pictures: on which it is, from 1, and where a fold parts it from another."""

    picture: int
    fold: Fold | None = None
    left: bool = True


def find_leaves(path: Path, options: LoadOptions = LoadOptions(), split: bool = True) -> tuple[Leaf, ...]:
    """The pages of a file of pictures in order: one for each picture, two for a spread where `split`.

    Raises:
        InputError: the file cannot be used.
    """
    if not split:
        return tuple(Leaf(number) for number in range(1, page_count(path, options) + 1))
    try:
        state = path.stat()
    except OSError:
        page_count(path, options)  # says what is wrong with it
        raise
    return _leaves(path, (state.st_mtime_ns, state.st_size), options)


def open_leaf(path: Path, number: int, options: LoadOptions = LoadOptions(), split: bool = True) -> Scan:
    """Page `number` (from 1) of a file of pictures.

    Raises:
        InputError: the file cannot be used, or has no such page.
    """
    leaves = find_leaves(path, options, split)
    if not 1 <= number <= len(leaves):
        raise InputError(f"{shown(path)} has no page {number}; it has {len(leaves)}.")
    leaf = leaves[number - 1]
    scan = load_scan(path, leaf.picture, options)
    return replace(scan if leaf.fold is None else half_of(scan, leaf.fold, leaf.left), number=number)


def half_of(scan: Scan, fold: Fold, left: bool) -> Scan:
    """The page at one side of the fold; what of the other is in its frame looks like paper."""
    side = "left" if left else "right"
    step = Step("load", f"the {side} page of two on one picture, parted at the fold")
    ends = (round(fold.top), round(fold.bottom))
    start, stop = (0, max(ends)) if left else (min(ends), scan.width)
    pixels = _without_other(scan.pixels[:, start:stop].copy(), (ends[0] - start, ends[1] - start), left)
    place = scan.transform.after(Transform(c=float(start)))
    size = (scan.width, scan.height)
    return replace(scan, pixels=pixels, transform=place, steps=(*scan.steps, step), given_size=size)


@lru_cache(maxsize=4096)
def _leaves(path: Path, _: tuple[int, int], options: LoadOptions) -> tuple[Leaf, ...]:
    """The pages of a file in one state of it."""
    leaves: list[Leaf] = []
    for number in range(1, page_count(path, options) + 1):
        fold = None
        if may_be_spread(page_size(path, number, options)):
            scan = load_scan(path, number, options)
            fold = find_fold(scan.pixels)
        if fold is None:
            leaves.append(Leaf(number))
        else:
            vertical = find_skew(half_of(scan, fold, left=True).pixels, _SKEW_DEG).vertical
            leaves += [Leaf(number, fold, left=vertical is not first) for first in (True, False)]
    return tuple(leaves)


def _without_other(pixels: Grey, ends: tuple[int, int], left: bool) -> Grey:
    """The half with what lies beyond the fold painted like paper, in place."""
    height, width = pixels.shape
    edge = width if left else 0
    corners = np.array([(ends[0], 0), (edge, 0), (edge, height), (ends[1], height)])
    cv2.fillPoly(pixels, [corners.astype(np.int32)], paper_grey(pixels))
    return pixels
