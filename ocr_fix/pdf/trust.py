"""Whether a page's text layer says what is printed, or has to be read again.

Born-digital text is exact unless its fonts do not say which characters they draw. The hidden layer of a
scanned page is some program's OCR: it counts where it is text (known words, common characters), covers
most of the lines that the ink shows, and stands on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from ocr_fix.inklines import find_ink_lines
from ocr_fix.language import WORDFREQ_CODES
from ocr_fix.lexicon import load_chinese, load_frequencies, simplify
from ocr_fix.model import Box
from ocr_fix.pdf.characters import TextLayer
from ocr_fix.scan import Grey

MAX_ODD_RATIO = 0.04
"""More characters that are none spoil the whole page."""
MIN_SCAN_CHARACTERS = 40
"""Less text over a scanned page is a stamp or a page number that somebody added."""
MIN_KNOWN_RATIO = 0.6
"""In newspapers nine words of ten are in the dictionary; in bad OCR two or three."""
MIN_COVERED_RATIO = 0.6
"""How much of the lines in the ink the layer's lines cover."""
MIN_WORDS = 20
USUAL_CHINESE_RATIO = 0.7
"""So much of a correct text stands in words of several characters."""
OTHER_CODES = ("en", "de", "fr", "es")
"""Languages that a layer may be in although nobody said so."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_HAN = re.compile("[\u3400-\u9fff]")


class Layer(StrEnum):
    """What to do with text layers: judge each, always use them, or never."""

    AUTO = "auto"
    USE = "use"
    IGNORE = "ignore"


def fault_of_text(layer: TextLayer, language: str, *, scanned: bool) -> str:
    """Why a text layer is not to be trusted, empty where it is; `scanned` tells that it lies over the
    picture of a page."""
    if not layer.characters:
        return "it is empty"
    if layer.odd_ratio > MAX_ODD_RATIO:
        return "its fonts do not say which characters they draw"
    if not scanned:
        return ""
    if layer.characters < MIN_SCAN_CHARACTERS:
        return "it has hardly any text"
    known = known_ratio([line.text for line in layer.lines], language)
    return "" if known >= MIN_KNOWN_RATIO else f"only {known:.0%} of its words are known"


def fault_of_place(layer: TextLayer, pixels: Grey) -> str:
    """Why a text layer does not fit the picture that it lies over, empty where it does."""
    inked = find_ink_lines(pixels)
    if not inked:
        return ""
    covered = _covered_ratio(inked, [line.box for line in layer.lines], (pixels.shape[0], pixels.shape[1]))
    return "" if covered >= MIN_COVERED_RATIO else f"it covers only {covered:.0%} of the printed lines"


def known_ratio(texts: Sequence[str], language: str) -> float:
    """The share of words in the dictionary and of Chinese characters that are common; 1 where there are
    too few to tell."""
    text = " ".join(texts)
    words = [word.lower() for word in _WORD.findall(text) if not _HAN.search(word)]
    characters = _HAN.findall(text)
    if len(words) + len(characters) < MIN_WORDS:
        return 1.0
    codes = [WORDFREQ_CODES[code] for code in re.split(r"\W", language) if code in WORDFREQ_CODES]
    known = _chinese_known("".join(characters)) if characters else 0
    best = 0.0
    for code in dict.fromkeys((*codes, *OTHER_CODES)):
        frequencies = load_frequencies(code)
        found = sum(word in frequencies for word in words)
        best = max(best, (known + found) / (len(words) + len(characters)))
        if best >= MIN_KNOWN_RATIO:
            break
    return best


def _chinese_known(text: str) -> int:
    """How many characters stand in words of two or more: characters misread by chance make none."""
    _, words = load_chinese().split(simplify(text))
    known = sum(len(word) for word in words if len(word) > 1)
    return min(len(text), round(known / USUAL_CHINESE_RATIO))


def _covered_ratio(lines: Sequence[Box], layer: Sequence[Box], size: tuple[int, int]) -> float:
    """The share of the area of `lines` that boxes of `layer` cover."""
    step = max(1, max(size) // 1500)
    mask = np.zeros((size[0] // step + 1, size[1] // step + 1), np.bool_)
    for box in layer:
        mask[box.top // step : box.bottom // step + 1, box.left // step : box.right // step + 1] = True
    covered = total = 0
    for box in lines:
        part = mask[box.top // step : box.bottom // step + 1, box.left // step : box.right // step + 1]
        covered, total = covered + int(part.sum()), total + part.size
    return covered / max(1, total)
