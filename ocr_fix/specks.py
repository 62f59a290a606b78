"""Dust that a detector took for text, and dust that lies before a line's first character.

Both are told by their ink: every line of text has a character that fills a good part of its height,
and white before a paragraph's first character is an indent, in which nothing is printed. A speck in
the indent would hide that a paragraph begins.

Known limits: a list whose items begin with small dots loses the dots; specks that touch a character, or
lie behind a line's end, where commas and full stops are as small, stay.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_fix.scan import Grey, Mask

SPECK_MARKS = frozenset("·.•,，。、-_'’`~^*:;oO0")
"""What specks are read as."""


@dataclass(frozen=True, slots=True)
class SpeckOptions:
    """How small dust is; lengths in the height of most lines, `line`, or of the line itself."""

    max_speck_line: float = 0.28
    """No larger than this are specks; a comma is, but no line is a comma alone."""
    min_length_line: float = 0.15
    """Shorter lines are slivers of a rule: a 1 or an i is longer, with the white around it."""
    max_speck_ratio: float = 0.3
    """So much of the line's height is a speck before its first character,"""
    min_gap_ratio: float = 0.3
    """and so much white follows: an opening quotation mark stands nearer."""


def is_dirt(crop: Grey, length_px: float, line_px: float, options: SpeckOptions = SpeckOptions()) -> bool:
    """Whether a line of `length_px`, whose crop, grey (H, W), runs left to right, holds nothing as large as a
    character, where most lines are `line_px` thick. A crop without any ink proves nothing."""
    if length_px < options.min_length_line * line_px:
        return True
    ink = _ink(crop)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    sizes = stats[1:count, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    return bool(sizes.size) and int(sizes.max()) < options.max_speck_line * line_px


def speck_before(crop: Grey, options: SpeckOptions = SpeckOptions()) -> int:
    """Where the text of a line's crop, grey (H, W), begins behind a speck that lies alone before
    it, in pixels from the left; 0 where there is none."""
    ink = _ink(crop)
    filled = np.flatnonzero(ink.any(axis=0))
    if not filled.size:
        return 0
    height = crop.shape[0]
    gaps = np.flatnonzero(np.diff(filled) > options.min_gap_ratio * height)
    if not gaps.size:
        return 0
    end, start = int(filled[gaps[0]]) + 1, int(filled[gaps[0] + 1])
    rows = np.flatnonzero(ink[:, :end].any(axis=1))
    size = max(end - int(filled[0]), int(rows[-1]) + 1 - int(rows[0]))
    return start if size < options.max_speck_ratio * height else 0


def _ink(crop: Grey) -> Mask:
    """The dark pixels of a crop; none where it is empty."""
    if not crop.size:
        return np.zeros((1, 1), bool)
    _, ink = cv2.threshold(crop, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(ink, bool)
