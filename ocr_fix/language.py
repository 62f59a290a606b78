"""Whether text runs on: `Follow` gives the log-odds that one line continues another.

Small signs are weighed and added, as in logistic regression: is a word or a number cut at the join,
does a sentence end there, does an open quote close, may these kinds of words stand side by side, do
both sides speak of the same things. The weights are fitted on wrapped news stories, with as many
false joins as true ones.

Known limits: one line against one line is weak evidence (the right one of three is found two times in
three); give it the last and first few lines of two columns rather than single lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ocr_fix.characters import HAN, HYPHENS, has_cjk
from ocr_fix.lexicon import ChineseLexicon, load_chinese, load_frequencies, simplify

# fmt: off
WORDFREQ_CODES = {
    "ces": "cs", "dan": "da", "deu": "de", "eng": "en", "fin": "fi", "fra": "fr", "hun": "hu", "ita": "it",
    "nld": "nl", "nor": "nb", "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "swe": "sv", "ukr": "uk",
}
# Log-odds per unit of each sign, fitted by logistic regression.
CHINESE_WEIGHTS = {
    "bias": -0.92, "subject": 1.6,
    "word_cut": 0.75, "word_gain": 0.68, "ends": 0.18, "begins": 0.08, "ends_begins": 0.09, "kinds": 0.3,
    "sentence_end": 0.71, "comma": 0.63, "begins_after_mark": 0.16, "bad_break": -2.5,
    "number_unit": 1.45, "number_word": -0.54, "number_cut": 1.0, "word_number": 0.62, "unit_alone": -0.3,
    "closes": 1.55, "clashes": -0.97,
}
LATIN_WEIGHTS = {
    "bias": -0.68, "subject": 0.3, "closes": 1.0, "clashes": -0.3,
    "end_lower": -1.81, "end_upper": 1.91, "runs_lower": 0.69, "runs_upper": -0.51,
    "grammar_bad": -1.4, "grammar_link": 0.66, "grammar_open": 0.27,
    "hyphen_bad": -1.34, "hyphen_unknown": -1.99, "hyphen_word": 2.82,
}
# fmt: on

CONTEXT = 5
MOST_GAIN = 12.0
ROUNDING = 1e-9
CACHED_TEXTS = 4096
COMMON_LOG = 9.0  # a pair of characters seen exp(9) times in jieba's corpus says nothing of the subject
COMMON_WORD = 1e-4
RARE_WORD = 1e-6
KNOWN_WORD = 1e-6
JOIN_RATIO = 6.5  # postmistress is 30 times likelier than post and mistress by chance, single-track 2 times

_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)]*$")
_LATIN_END = re.compile(r"[.!?][”’\"')]*$")
_UNITS = frozenset(
    "年月日时分秒个万亿元人次户名米公里吨%％℃度岁块条件头座项棵种处斤亩张位届场天周点号路楼层辆台千百倍成家所间双组份期多"
)
_ONLY_AFTER_NUMBERS = frozenset("年月日时元吨亩%℃岁户棵公")
_NUMERALS = frozenset("一二三四五六七八九十两几百千万亿半数多")
_NO_START = frozenset("，。、；：！？”’」』）》〉】,.;:!?)")
_NO_END = frozenset("“‘「『（《〈【(")
_PAIRS = (("“", "”"), ("「", "」"), ("（", "）"), ("《", "》"))
_TAIL = re.compile(f"[{HAN}]{{0,{CONTEXT}}}$")
_HEAD = re.compile(f"[{HAN}]{{0,{CONTEXT}}}")
_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DETERMINERS = _words("a an the this these those its his her their our my your every each no")
_LINKS = _words("of in on at to by for with from into over under between after before since until than as")
_JOINERS = _words("and or but that which who whose where when because while if")
_HELPERS = _words("is was are were be been has have had will would could should may might can must did does")
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")


@dataclass(frozen=True, slots=True)
class Follow:
    """Log-odds, at even odds beforehand, that b continues a; 0 where nothing can be said.

    `a` and `b` are lines, or some lines joined to one text: then their subjects count too.
    `language` is wordfreq's code of the text's language beside Chinese.
    """

    language: str

    def __call__(self, a: str, b: str) -> float:
        a, b = a.strip(), b.strip()
        if not a or not b:
            return 0.0
        if has_cjk(a[-6:] + b[:6]):
            return _weigh(chinese_signs(simplify(a), simplify(b)), CHINESE_WEIGHTS)
        return _weigh(latin_signs(a, b, self.language), LATIN_WEIGHTS)


def load_follow(language: str) -> Follow:
    """A `Follow` for Tesseract's language code, such as `chi_sim+eng`; dictionaries load at first use."""
    codes = (WORDFREQ_CODES[code] for code in re.split(r"\W", language) if code in WORDFREQ_CODES)
    return Follow(next(codes, "en"))


def join_words(tail: str, head: str, language: str = "en") -> bool:
    """Whether the hyphen at the end of `tail` is the printer's, to be undone before `head`.

    `sche-` and `duled` give True, `twenty-` and `two`, `single-` and `track` False. `language` is
    that of a `Follow`.
    """
    first = _WORD.findall(tail.rstrip(HYPHENS))
    second = _WORD.match(head)
    if not first or second is None or second.group()[0].isupper():
        return False
    left, right = first[-1].lower(), second.group().lower()
    if left in _TENS:
        return False
    words = load_frequencies(language)
    joined, apart = words.get(left + right, 0.0), words.get(left, 0.0) * words.get(right, 0.0)
    if joined == 0.0:
        return apart == 0.0 or min(words[left], words[right]) < RARE_WORD
    return joined >= KNOWN_WORD or joined > JOIN_RATIO * apart


def chinese_signs(a: str, b: str) -> dict[str, float]:
    """What speaks for and against b (simplified Chinese) continuing a, by name; absent is 0."""
    lexicon = load_chinese()
    signs = {"bias": 1.0, "subject": _shared_pairs(lexicon, a, b)}
    last, first = a[-1], b[0]
    signs["sentence_end"] = float(_SENTENCE_END.search(a) is not None)
    signs["comma"] = float(last in "，、；：")
    signs["bad_break"] = float((last in _NO_START and first in _NO_START) or last in _NO_END)
    signs |= _number_signs(last, first) | _quote_signs(a, b)
    tail, head = _tail(a), _head(b)
    if tail and head:
        signs |= _word_signs(lexicon, tail, head)
    elif head and not last.isdigit():
        signs["begins_after_mark"] = lexicon.begins.get(head[0], 0.0)
    return signs


def _weigh(signs: dict[str, float], weights: dict[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


def _tail(text: str) -> str:
    match = _TAIL.search(text)
    return match.group() if match else ""


def _head(text: str) -> str:
    match = _HEAD.match(text)
    return match.group() if match else ""


def _word_signs(lexicon: ChineseLexicon, tail: str, head: str) -> dict[str, float]:
    """Whether a word spans the join, or else whether whole words may stand beside it."""
    (tail_score, tail_words), (head_score, head_words) = _split(lexicon, tail), _split(lexicon, head)
    cut = tail_score + head_score
    whole, _ = lexicon.split(tail + head)
    if whole > cut + ROUNDING:
        return {"word_cut": 1.0, "word_gain": min(whole - cut, MOST_GAIN)}
    ends, begins = lexicon.ends.get(tail[-1], 0.0), lexicon.begins.get(head[0], 0.0)
    left, right = tail_words[-1], head_words[0]
    kinds = lexicon.pairs.get((lexicon.kind(left), lexicon.kind(right)), 0.0)
    return {"ends": ends, "begins": begins, "ends_begins": ends * begins / 4.0, "kinds": kinds}


@lru_cache(maxsize=CACHED_TEXTS)
def _split(lexicon: ChineseLexicon, text: str) -> tuple[float, list[str]]:
    """`lexicon.split`, kept: the ends of a line are weighed against many others."""
    return lexicon.split(text)


def _number_signs(last: str, first: str) -> dict[str, float]:
    if last.isdigit():
        if first.isdigit():
            return {"number_cut": 1.0}
        return {"number_unit": 1.0} if first in _UNITS else {"number_word": float(has_cjk(first))}
    if first in _ONLY_AFTER_NUMBERS and last not in _NUMERALS:
        return {"unit_alone": 1.0}
    return {"word_number": float(first.isdigit() and has_cjk(last))}


def _quote_signs(a: str, b: str) -> dict[str, float]:
    """Whether b closes what a leaves open, or opens (closes) what is open (closed) already."""
    signs = {"closes": 0.0, "clashes": 0.0}
    for opener, closer in _PAIRS:
        is_open = a.rfind(opener) > a.rfind(closer)
        opens, closes = b.find(opener), b.find(closer)
        if opens < 0 and closes < 0:
            continue
        closes_first = closes >= 0 and (opens < 0 or closes < opens)
        if is_open == closes_first:
            signs["closes"] += float(is_open)
        elif is_open or closer in a or opener != "“":
            signs["clashes"] += 1.0
    return signs


def _shared_pairs(lexicon: ChineseLexicon, a: str, b: str) -> float:
    """How much of the same both texts speak: pairs of characters that both have, the rarer the more."""
    left, right = _character_pairs(a), _character_pairs(b)
    weights = (max(0.0, COMMON_LOG - math.log1p(lexicon.count(pair))) for pair in left & right)
    return math.log1p(sum(weights) / math.sqrt(len(left) * len(right) + 25.0))


def _character_pairs(text: str) -> set[str]:
    runs = (match.group() for match in _HAN_RUN.finditer(text))
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def latin_signs(a: str, b: str, code: str) -> dict[str, float]:
    """What speaks for and against b continuing a in a language with spaces, by name; absent is 0."""
    words = load_frequencies(code)
    signs = {"bias": 1.0, "subject": _shared_words(words, a, b)} | _quote_signs(a, b)
    if a[-1] in HYPHENS and len(a) > 1 and a[-2].isalpha():
        return signs | _hyphen_signs(words, a, b)
    lower, upper = b[0].islower(), b[0].isupper()
    if _LATIN_END.search(a):
        return signs | {"end_lower": float(lower), "end_upper": float(not lower)}
    last = _WORD.findall(a[-30:].lower())[-1:]
    first = _WORD.match(b.lower())
    signs |= {"runs_lower": float(lower), "runs_upper": float(upper)}
    if last and first and a[-1].isalpha():
        signs |= _grammar_signs(last[0], first.group())
    return signs


def _hyphen_signs(words: Mapping[str, float], a: str, b: str) -> dict[str, float]:
    left, right = _WORD.findall(a)[-1:], _WORD.match(b)
    if not left or right is None or not b[0].islower():
        return {"hyphen_bad": 1.0}
    joined = words.get((left[0] + right.group()).lower(), 0.0)
    return {"hyphen_word": 1.0} if joined else {"hyphen_unknown": 1.0}


def _grammar_signs(last: str, first: str) -> dict[str, float]:
    """Whether two small words may stand side by side: `the` before `of` may not."""
    small = _LINKS | _JOINERS | _HELPERS | _DETERMINERS
    if last in _DETERMINERS:
        return {"grammar_bad": 1.0} if first in small else {"grammar_open": 1.0}
    if last in _LINKS:
        return {"grammar_bad": 1.0} if first in _LINKS | _JOINERS | _HELPERS else {"grammar_open": 1.0}
    if last in _HELPERS:
        return (
            {"grammar_bad": 1.0}
            if first in _JOINERS | _HELPERS - {"be", "been", "have"}
            else {"grammar_open": 1.0}
        )
    return {"grammar_link": float(first in _LINKS | _HELPERS)}


def _shared_words(words: Mapping[str, float], a: str, b: str) -> float:
    left, right = ({word for word in _WORD.findall(text.lower()) if len(word) > 3} for text in (a, b))
    weights = (max(0.0, math.log(COMMON_WORD / (words.get(word, 0.0) + 1e-8))) for word in left & right)
    return math.log1p(sum(weights) / math.sqrt(len(left) * len(right) + 9.0))
