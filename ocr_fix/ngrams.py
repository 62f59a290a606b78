"""A word model of Chinese, where one is installed: how much likelier a text is whole than in two parts.

The model is one of KenLM's, read by the `kenlm` package; Debian's `libime-data-language-model` brings
one of three words at a time. The words are those that jieba's dictionary finds.

Known limits: the models that are around know no punctuation and no numbers, so a join at a comma gets no
answer; a joined text is looked at `REACH` characters to either side.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ocr_fix.characters import HAN
from ocr_fix.errors import InputError, shown
from ocr_fix.lexicon import load_chinese

DEBIAN_FOLDERS = ("/usr/lib", "/usr/local/lib", "/usr/share")
MODEL_NAME = "libime/zh_CN.lm"
REACH = 6
LEAST, MOST = -8.0, 10.0
CACHED_TEXTS = 65_536
_LOG_10 = math.log(10.0)
_TAIL = re.compile(f"[{HAN}]{{0,{REACH}}}$")
_HEAD = re.compile(f"^[{HAN}]{{0,{REACH}}}")


@dataclass(frozen=True, slots=True)
class NGrams:
    """A word model; `name` says which, `score` is the log-probability of a text in nats."""

    name: str
    score: Callable[[str], float]

    def gain(self, a: str, b: str) -> float:
        """How much likelier `a` and `b` (simplified) are as one text than apart, in nats; 0 beside a mark."""
        a, b = _TAIL.findall(a)[0], _HEAD.findall(b)[0]
        if not a or not b:
            return 0.0
        return max(LEAST, min(MOST, self.score(a + b) - self.score(a) - self.score(b)))


def find_model() -> Path | None:
    """The file of Debian's model; None where it is not installed."""
    for folder in map(Path, DEBIAN_FOLDERS):
        for path in (folder / MODEL_NAME, *sorted(folder.glob(f"*-linux-*/{MODEL_NAME}"))):
            if path.is_file():
                return path
    return None


def load_ngrams(path: Path | None = None) -> NGrams | None:
    """The word model in `path`, or Debian's; None where there is none or `kenlm` is missing.

    Raises:
        InputError: `path` was given and cannot be used.
    """
    wanted = path or find_model()
    if wanted is None:
        return None
    try:
        import kenlm
    except ImportError:
        if path is None:
            return None
        raise InputError(
            f"{shown(path)} needs the package kenlm; install it with: pip install 'ocr_fix[lm]'"
        ) from None
    if not wanted.is_file():
        raise InputError(f"{shown(wanted)} is no file; give a KenLM model (.arpa, .bin, .lm).")
    try:
        model = kenlm.Model(str(wanted))
    except (OSError, RuntimeError) as error:
        if path is None:
            return None
        raise InputError(f"{shown(wanted)} is no KenLM model: {error}") from error
    return NGrams(wanted.name, _scorer(model))


def _scorer(model: Any) -> Callable[[str], float]:
    @lru_cache(maxsize=CACHED_TEXTS)
    def score(text: str) -> float:
        words = _words(text, model)
        return float(model.score(" ".join(words), bos=False, eos=False)) * _LOG_10 if words else 0.0

    return score


def _words(text: str, model: Any) -> list[str]:
    words: list[str] = []
    for word in load_chinese().split(text)[1]:
        words += [word] if word in model else list(word)
    return words
