"""What a character is in print: Chinese, full-width, an opening or a closing mark.

Known limit: curly quotes, dashes and the ellipsis are counted as full-width, which they are in
Chinese text only.
"""

from __future__ import annotations

import re

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OPENERS = "“‘「『（《〈【〔"
CLOSERS = "，。、；：！？”’」』）》〉】〕…—"

_HAN = re.compile(f"[{HAN}]")
_WIDE = re.compile(f"[{HAN}\u3000-\u303f\uff01-\uff60…—“”‘’]")


def has_cjk(text: str) -> bool:
    """Whether there is a Chinese character in `text`."""
    return _HAN.search(text) is not None


def is_wide(character: str) -> bool:
    """Whether a character fills a whole em in Chinese text: Chinese characters and full-width marks."""
    return _WIDE.match(character) is not None


def text_units(text: str) -> float:
    """The length of `text` in em: a Chinese character is one, a Latin one half."""
    return sum(1.0 if is_wide(character) else 0.5 for character in text)
