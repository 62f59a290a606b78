"""What pip's dictionaries know of words, loaded once and only when asked for.

Chinese comes from jieba's files: words with counts and kinds, and how often one kind of word follows
another. They are read here, since jieba's own start takes twice as long and writes to stderr.
Other languages come from wordfreq.

Known limit: traditional characters are looked up as simplified ones, character by character.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

UNKNOWN_COUNT = 0.3  # a character that is no word on its own is rarer than any word
RARE_COUNT = 10  # rarer words say little about their characters and are most of the dictionary
LONGEST_WORD = 5
SMOOTHING = 20.0
KIND_SMOOTHING = 0.002
MOST_LOG_ODDS = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class ChineseLexicon:
    """jieba's words: `index` leads from a word to its place in `counts` and `kinds`.

    `begins` and `ends` are log-odds that a character stands first (last) in a word and not after
    (before) another one; `pairs` how much likelier than chance one kind of word follows another, in nats.
    """

    index: Mapping[str, int]
    counts: Sequence[int]
    kinds: Sequence[str]
    log_total: float
    begins: Mapping[str, float]
    ends: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]

    def count(self, word: str) -> int:
        """How often jieba's corpus had `word`; 0 for an unknown one."""
        place = self.index.get(word)
        return 0 if place is None else self.counts[place]

    def kind(self, word: str) -> str:
        """jieba's tag of `word`, empty for an unknown one."""
        place = self.index.get(word)
        return "" if place is None else self.kinds[place]

    def split(self, text: str, cut: int = -1) -> tuple[float, list[str]]:
        """The likeliest words of `text` and their log-probability; no word spans `cut` (-1: no cut)."""
        best, origin = [0.0], [0]
        for end in range(1, len(text) + 1):
            first = max(0, end - LONGEST_WORD)
            if first < cut < end:
                first = cut
            ways = [
                (best[begin] + self._log_probability(text[begin:end]), begin) for begin in range(first, end)
            ]
            score, begin = max(ways)
            best.append(score)
            origin.append(begin)
        words, end = [], len(text)
        while end:
            words.append(text[origin[end] : end])
            end = origin[end]
        return best[-1], words[::-1]

    def _log_probability(self, word: str) -> float:
        count = self.count(word)
        if count:
            return math.log(count) - self.log_total
        return math.log(UNKNOWN_COUNT) - self.log_total if len(word) == 1 else -math.inf


@lru_cache(maxsize=1)
def load_chinese() -> ChineseLexicon:
    """jieba's words, simplified characters; about half a second at the first call."""
    folder = _package_folder("jieba")
    fields = (folder / "dict.txt").read_text(encoding="utf-8").split()
    words, counts, kinds = fields[0::3], [int(count) for count in fields[1::3]], fields[2::3]
    begins, ends = _edges(words, counts)
    return ChineseLexicon(
        index=dict(zip(words, range(len(words)), strict=True)),
        counts=counts,
        kinds=kinds,
        log_total=math.log(sum(counts)),
        begins=begins,
        ends=ends,
        pairs=_pairs(folder / "posseg" / "prob_trans.py", kinds, counts),
    )


def simplify(text: str) -> str:
    """`text` in simplified characters, of the same length."""
    return text.translate(_simplified())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """wordfreq's table, without the start of wordfreq and jieba, which takes twenty times as long."""
    import msgpack

    path = _package_folder("wordfreq") / "data" / "_chinese_mapping.msgpack.gz"
    table: dict[int, str] = msgpack.unpackb(gzip.decompress(path.read_bytes()), strict_map_key=False)
    return table


@lru_cache(maxsize=8)
def load_frequencies(code: str) -> Mapping[str, float]:
    """The frequency of each word of a language (`en`), as a share of all words.

    Raises:
        LookupError: wordfreq has no list for that language.
    """
    from wordfreq import get_frequency_dict

    return get_frequency_dict(code)


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{name} is not installed: pip install {name}", name=name)
    return Path(spec.origin).parent


def _edges(words: Sequence[str], counts: Sequence[int]) -> tuple[dict[str, float], dict[str, float]]:
    """For each character the log-odds that it begins, and that it ends, a word."""
    first, later, last, earlier = (dict[str, int]() for _ in range(4))
    for word, count in zip(words, counts, strict=True):
        if count < RARE_COUNT:
            continue
        first[word[0]] = first.get(word[0], 0) + count
        last[word[-1]] = last.get(word[-1], 0) + count
        if len(word) > 1:
            for character in word[1:]:
                later[character] = later.get(character, 0) + count
            for character in word[:-1]:
                earlier[character] = earlier.get(character, 0) + count
    return _log_odds(first, later), _log_odds(last, earlier)


def _log_odds(yes: Mapping[str, int], no: Mapping[str, int]) -> dict[str, float]:
    odds = {}
    for character in yes.keys() | no.keys():
        odd = math.log((yes.get(character, 0) + SMOOTHING) / (no.get(character, 0) + SMOOTHING))
        odds[character] = max(-MOST_LOG_ODDS, min(MOST_LOG_ODDS, odd))
    return odds


def _pairs(path: Path, kinds: Sequence[str], counts: Sequence[int]) -> dict[tuple[str, str], float]:
    """From jieba's hidden Markov model: where one word ends and the next begins, which kinds meet."""
    spec = spec_from_file_location("jieba_transitions", path)
    if spec is None or spec.loader is None:
        return {}
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    usual: dict[str, float] = {}
    total = sum(counts)
    for kind, count in zip(kinds, counts, strict=True):
        usual[kind] = usual.get(kind, 0.0) + count / total
    met: dict[tuple[str, str], float] = {}
    for (place, kind), following in module.P.items():
        for (next_place, next_kind), log_probability in following.items():
            if place in "ES" and next_place in "BS":
                pair = kind, next_kind
                met[pair] = met.get(pair, 0.0) + math.exp(log_probability)
    return {
        (a, b): math.log((share + KIND_SMOOTHING) / (usual.get(b, 0.0) + KIND_SMOOTHING))
        for (a, b), share in met.items()
    }
