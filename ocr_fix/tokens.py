"""The words of a text, for the word error rate.

A word is what stands between white space, without the punctuation around it (so that a lost comma is an
error of one character, not of a word). Chinese has no white space: runs of Chinese are cut into words by
jieba, or the text has no words here.

Known limits: jieba knows simplified Chinese best, and cuts a misread sentence in other places than the right
one, so that one wrong character may cost two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ocr_fix.characters import HAN

MAX_CHINESE_RATIO = 0.1  # a text with more Chinese in it is not measured by white space

_HAN = re.compile(f"[{HAN}]")
_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


def is_chinese(text: str) -> bool:
    """Whether so much of `text` is Chinese that white space does not part its words."""
    return len(_HAN.findall(text)) > MAX_CHINESE_RATIO * len("".join(text.split()))


def split_words(text: str, chinese: bool) -> tuple[str, ...]:
    """The words of `text` in order; with `chinese` its Chinese is cut by jieba (a second for the first call).

    >>> split_words('The bridge, "opened" at 10:15.', chinese=False)
    ('The', 'bridge', 'opened', 'at', '10:15')
    """
    pieces = chain.from_iterable(_cut(piece) for piece in text.split()) if chinese else text.split()
    return tuple(word for word in (_AROUND.sub("", piece) for piece in pieces) if word)


def _cut(piece: str) -> Iterator[str]:
    import jieba

    jieba.setLogLevel("ERROR")
    for run in _RUN.findall(piece):
        if _HAN.match(run):
            yield from jieba.cut(run, HMM=False)
        else:
            yield run
