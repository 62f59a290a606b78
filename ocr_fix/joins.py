"""Whether one piece of a garbled text continues another, by words, widths, quotes and the text itself.

The signs of `language` (words and numbers that the join cuts, sentence ends, common subjects) are what
scans use too. A text alone has no boxes but widths: a full line does not end a paragraph, a line short by an
indent begins one. What stands elsewhere in the same text across the join counts, and a word model does
where there is one. The weights are fitted like a logistic regression on drawn newspaper pages, each true
successor against the pieces of the rows around it.

Known limits: right from the language alone for about half of the pieces of a page of four columns; it is
`threads` that knows how columns alternate.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from ocr_fix.characters import HAN
from ocr_fix.joinweights import BUILT_IN_WEIGHTS, MODEL_WEIGHTS
from ocr_fix.language import chinese_signs
from ocr_fix.lexicon import simplify
from ocr_fix.ngrams import NGrams
from ocr_fix.pieces import Fill, Piece, ends_paragraph
from ocr_fix.quotes import read_quotes

QUOTE_COST = 2.0
OPEN_END_COST = 1.0
LONGEST_GRAM = 4
SURE_GAIN = 1.0
MOST_STOP = 0.5
MOST_BREAK = 1.5
_WIDE_MARKS = str.maketrans(",:;?!()", "，：；？！（）")
_HAN = re.compile(f"[{HAN}]")
_BRACKETS = (("（", "）"), ("《", "》"))
_SAYS = {
    "word_cut": "the join cuts a word",
    "number_unit": "a number and its unit",
    "number_cut": "the join cuts a number",
    "closes": "a bracket closes",
    "open_closes": "a quote closes",
    "doc3": "the same join elsewhere",
    "comma": "the sentence runs on",
    "subject": "the same subject",
    "model": "the word model",
    "sentence_end": "a sentence ends",
}


class Joins:
    """Scores for the pieces of one text, by their numbers; each pair is weighed once."""

    def __init__(self, pieces: Sequence[Piece], ngrams: NGrams | None = None) -> None:
        self.pieces = pieces
        self._ngrams = ngrams
        self._weights = BUILT_IN_WEIGHTS if ngrams is None else MODEL_WEIGHTS
        self._texts = [simplify(piece.text.translate(_WIDE_MARKS)) for piece in pieces]
        self.stops = tuple(piece.stops for piece in pieces)
        self._fills = [piece.fill for piece in pieces]
        self._quotes = [read_quotes(text) for text in self._texts]
        self._grams = _grams(self._texts)
        self._known: dict[tuple[int, int], float] = {}
        self._read: dict[tuple[int, bool, int], tuple[float, bool]] = {}

    def score(self, i: int, j: int) -> float:
        """Log-odds, at even odds beforehand, that piece `j` continues piece `i`."""
        known = self._known.get((i, j))
        if known is None:
            signs = self.signs(i, j)
            known = sum(self._weights.get(name, 0.0) * value for name, value in signs.items())
            self._known[i, j] = known
        return known

    def over_breaks(self, lasts: Sequence[int], firsts: Sequence[int], tear: float, weight: float) -> float:
        """What columns side by side say of each other: each runs on at the head of the next. `lasts`
        and `firsts` are their last and first pieces; `tear` is the least that a join counts, `weight` how
        much it does."""
        score = 0.0
        for last, first in zip(lasts, firsts[1:], strict=False):
            joined = max(self.score(last, first), tear)
            # That a paragraph ends here and one begins there is true of most columns, whatever their order.
            joined = min(joined, MOST_STOP) if self.stops[last] else joined
            # More than a new column costs, and any column would rather be two.
            score += min(weight * joined, joined + MOST_BREAK)
        return score

    def reason(self, i: int, j: int) -> str:
        """What speaks most for the join, in words; empty where nothing does."""
        weighed = {name: self._weights.get(name, 0.0) * value for name, value in self.signs(i, j).items()}
        best = max((name for name in weighed if name in _SAYS), key=lambda name: weighed[name], default="")
        return _SAYS[best] if best and weighed[best] > 0.5 else ""

    def cuts_word(self, i: int, j: int) -> bool:
        """Whether a Chinese word spans the join: proof that a line was broken here."""
        signs = self.signs(i, j)
        return bool(signs.get("word_cut")) and signs.get("word_gain", 0.0) > SURE_GAIN

    def signs(self, i: int, j: int) -> dict[str, float]:
        """What speaks for and against the join, by name; absent is 0."""
        a, b = self._texts[i], self._texts[j]
        signs = chinese_signs(a, b)
        signs["closes"], signs["clashes"], signs["noclose"] = _bracket_signs(a, b)
        ends, starts = self._quotes[i].at_end, self._quotes[j].at_start
        if ends is not None and starts is not None:
            signs["open_closes"] = float(ends and not starts)
            signs["quotes_alike"] = float(ends == starts)
        elif ends is None and starts is False:
            signs["odd_closes"] = float(len(self._quotes[i].kinds) % 2)
        signs[f"{self._fills[i]}{self._fills[j]}"] = 1.0
        if self._ngrams is not None:
            signs["model"] = self._ngrams.gain(a, b)
        if _HAN.match(a[-1:]) and _HAN.match(b[:1]):
            grams = self._grams
            signs["doc2"] = math.log1p(grams[a[-1:] + b[:1]])
            signs["doc3"] = math.log1p(grams[a[-2:] + b[:1]] + grams[a[-1:] + b[:2]])
            signs["doc4"] = math.log1p(grams[a[-2:] + b[:2]])
        return signs

    def begin_quotes(self, j: int) -> bool:
        """Whether a quote is open behind a piece that begins a thread."""
        quotes = self._quotes[j]
        return quotes.after(quotes.clashes(True) < quotes.clashes(False))

    def read_on(self, i: int, is_open: bool, j: int) -> tuple[float, bool]:
        """What the quotes of `j` cost behind `i`, with one open or not; and whether one is open then."""
        known = self._read.get((i, is_open, j))
        if known is None:
            known = self._read[i, is_open, j] = self._read_on(i, is_open, j)
        return known

    def _read_on(self, i: int, is_open: bool, j: int) -> tuple[float, bool]:
        quotes, cost = self._quotes[j], 0.0
        if self.stops[i] and self._fills[j] in (Fill.INDENT, Fill.INDENT_STOP):
            cost = OPEN_END_COST * (is_open and self._fills[i] is not Fill.FULL_STOP)
            is_open = False
        clashes = quotes.clashes(is_open) - min(quotes.clashes(True), quotes.clashes(False))
        return cost + QUOTE_COST * clashes, quotes.after(is_open)

    def begins_paragraph(self, j: int) -> bool:
        """Whether a piece is short by an indent and no paragraph's last line."""
        return self._fills[j] is Fill.INDENT

    def ends_paragraph(self, i: int, j: int) -> bool:
        """Whether a paragraph ends with `i` where `j` follows, by their widths."""
        return ends_paragraph(self.pieces[i], self.pieces[j])


def _grams(texts: Sequence[str]) -> Counter[str]:
    grams: Counter[str] = Counter()
    for text in texts:
        for size in range(2, LONGEST_GRAM + 1):
            grams.update(text[start : start + size] for start in range(len(text) - size + 1))
    return grams


def _bracket_signs(a: str, b: str) -> tuple[float, float, float]:
    """How many brackets of `a` are closed in `b`; closed there and not open; open and not closed."""
    closes = clashes = noclose = 0.0
    for opener, closer in _BRACKETS:
        closed, opened = b.find(closer), b.find(opener)
        closes_first = closed >= 0 and (opened < 0 or closed < opened)
        if a.rfind(opener) > a.rfind(closer):
            closes += closes_first
            noclose += not closes_first
        else:
            clashes += closes_first
    return closes, clashes, noclose
