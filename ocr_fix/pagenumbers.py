"""Page numbers that stand in the middle of a sentence, where a text was taken from pages one after the other.

A number alone on its line is often meant so: stanzas, tables, years. It counts as a page's only where others
in the text count on from it, and where some of them stand in the middle of a word or of an English sentence,
as no one writes.

Known limits: numbers between sentences stay, and so do those that stand beside a running title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ocr_fix.characters import begins_with_opener, has_cjk
from ocr_fix.language import chinese_signs
from ocr_fix.lexicon import simplify

MIN_NUMBERS = 3
MIN_CUTS = 2
"""So many of them must stand where nobody would write them."""
MOST_APART = 2
"""From one page to the next: a page of pictures may have no number."""
MIN_LINE_CHARS = 8
SURE_GAIN = 1.0
_NUMBER = re.compile(r"\s*(?:[-—–·•]\s*)?(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[-—–·•])?\s*")
_RUNS_ON = re.compile(r"[^\W\d_]-?$|[,，、;；]$")

Gap = tuple[int, int]
"""Lines of a text, first and last (excluded): a number, and the blank ones around it."""


def find_page_numbers(lines: Sequence[str]) -> tuple[Gap, ...]:
    """The lines to leave out, so that what stands before and behind runs on; mostly none."""
    matches = ((number, _NUMBER.fullmatch(line)) for number, line in enumerate(lines))
    alone = [(number, int(match[1])) for number, match in matches if match is not None]
    runs: list[list[int]] = [[]]
    for (number, value), (_, following) in pairwise([*alone, (0, -1)]):
        runs[-1].append(number)
        if not 0 < following - value <= MOST_APART:
            runs.append([])
    found: list[Gap] = []
    for run in runs:
        gaps = [gap for number in run if _may_run_on(lines, gap := _gap(lines, number))]
        if len(run) >= MIN_NUMBERS and sum(_is_cut(lines, gap) for gap in gaps) >= MIN_CUTS:
            found += gaps
    return tuple(found)


def _gap(lines: Sequence[str], number: int) -> Gap:
    first, last = number, number + 1
    while first > 0 and not lines[first - 1].strip():
        first -= 1
    while last < len(lines) and not lines[last].strip():
        last += 1
    return first, last


def _may_run_on(lines: Sequence[str], gap: Gap) -> bool:
    """Whether the line before a gap is long and open, and the one behind it may go on with it."""
    if gap[0] == 0 or gap[1] == len(lines):
        return False
    before, after = lines[gap[0] - 1].strip(), lines[gap[1]].strip()
    goes_on = has_cjk(after[:1]) or after[:1].islower()
    indented = lines[gap[1]][:1].isspace() or begins_with_opener(after)
    return len(before) >= MIN_LINE_CHARS and bool(_RUNS_ON.search(before)) and goes_on and not indented


def _is_cut(lines: Sequence[str], gap: Gap) -> bool:
    """Whether a gap is in the middle of a Chinese word, or of an English sentence by its small letter."""
    before, after = lines[gap[0] - 1].strip(), lines[gap[1]].strip()
    if not has_cjk(after[:1]):
        return True
    signs = chinese_signs(simplify(before), simplify(after))
    return bool(signs.get("word_cut")) and signs.get("word_gain", 0.0) > SURE_GAIN
