"""What a character is in print: Chinese, a whole em wide, or narrow.

Known limit: curly quotes, dashes and dots fill a whole em in Chinese text and less in other text;
whether a text is Chinese is judged by whether it holds a Chinese character.
"""

from __future__ import annotations

import re

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NARROW_EM = 0.5
HYPHENS = "-\u00ad\u2010¬"

_HAN = re.compile(f"[{HAN}]")
_WIDE = re.compile(f"[{HAN}\u3000-\u303f\uff01-\uff60]")
_WIDE_IN_CHINESE = frozenset("…—“”‘’·")
_WIDE_AMONG_CHINESE = re.compile(f"[{HAN}\u3000-\u303f\uff01-\uff60…—“”‘’·]")


_OPENER = re.compile(r"^[“‘「『（《〈【〔(\"']")
_SENTENCE_END = re.compile(r"[。！？!?…．.][”’」』）)\"']*$")


def has_cjk(text: str) -> bool:
    """Whether there is a Chinese character in `text`."""
    return _HAN.search(text) is not None


def is_wide(character: str) -> bool:
    """Whether a character fills a whole em in any text: Chinese characters and full-width marks."""
    return _WIDE.match(character) is not None


def text_units(text: str) -> float:
    """The length of `text` in em: a Chinese character is one, a Latin one half."""
    wide = _WIDE_AMONG_CHINESE if has_cjk(text) else _WIDE
    narrow = len(wide.sub("", text))
    return len(text) - narrow + NARROW_EM * narrow


def meet_without_space(a: str, b: str) -> bool:
    """Whether text that ends in `a` and goes on with `b` has no space between them, as Chinese has none."""
    return any(is_wide(side) for side in (_nearest(a[::-1]), _nearest(b)))


def _nearest(text: str) -> str:
    """The first character of `text` that is not as wide as its neighbours are; empty where there is none."""
    return next((character for character in text if character not in _WIDE_IN_CHINESE), "")


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or its like, marks that close included."""
    return bool(_SENTENCE_END.search(text.rstrip()))


def begins_with_opener(text: str) -> bool:
    """Whether a quotation mark, bracket or title mark opens `text`."""
    return _OPENER.match(text) is not None
