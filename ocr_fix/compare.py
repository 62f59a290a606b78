"""How far a result is from the approved text, in measures that tell wrong letters from wrong order.

- CER: edit distance over the length of the golden text (Levenshtein, as in OCR-D's definition).
- flow CER: each golden region against its nearest window of the result: order inside a flow counts,
  order between flows does not.
- order-free CER: golden lines against disjoint windows; what is left when order does not count. Close
  to the optimum from above. The gap to the CER is the price of wrong order.
- extra: characters that no golden line took, over the golden characters.
- line recall: golden lines found with at most 20 % errors.
- successors: consecutive body lines of an article that stand next to each other in the result too,
  judged by eight characters on each side of the join; `across` counts the joins over column breaks.
- whole paragraphs: those that are one line of the result with at most 3 % errors.

Text is compared in NFKC without white space. Known limits: a golden text without boxes has no lines,
columns or kinds: clauses stand in for its lines, and there are no successors and no body paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr_fix.model import Article, Kind, Page, Region
from ocr_fix.windows import least_errors, spread

BODY = frozenset({Kind.BODY, Kind.SIDEBAR})
NO_FLOW = frozenset({Kind.PICTURE, Kind.TABLE})

MAX_LINE_ERROR_RATIO = 0.2  # a line with more errors counts as lost
JOIN_CHARS = 8  # characters on each side of a join
MAX_JOIN_ERRORS = 4  # of 16: a misread character or two is no wrong order
MAX_PARAGRAPH_ERROR_RATIO = 0.03
MIN_PARAGRAPH_ERRORS = 2
SHORT_PARAGRAPH_CHARS = 8  # of one so short a quarter may be wrong
MIN_CLAUSE_CHARS = 12  # about half a newspaper line

_SPACE = re.compile(r"\s+")
_FOLDS = (
    (re.compile("[“”„«»]"), '"'),
    (re.compile("[‘’`]"), "'"),
    (re.compile("[—–―─]+"), "-"),
    (re.compile("…"), "..."),
)
_HYPHENS = "-‐\u00ad"
_CLAUSE = re.compile(rf".{{{MIN_CLAUSE_CHARS},}}?[，。、；：！？,.;:!?]+[”’」』）)\"']*|.+$")


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What counts as the same text.

    `fold`: quotes, dashes and dots are compared without regard to their shape, since engines and
    typists choose it freely.
    """

    fold: bool = True


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that carries its weight, so that pages add up: `count` of `total`."""

    count: int = 0
    total: int = 0

    @property
    def value(self) -> float | None:
        """The share, None where nothing was to be counted; an error where nothing should be is 1."""
        if self.total:
            return self.count / self.total
        return 1.0 if self.count else None

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.count + other.count, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All measures of a page, or of several added together; see the module for what they mean."""

    cer: Rate = Rate()
    flow_cer: Rate = Rate()
    order_free_cer: Rate = Rate()
    extra: Rate = Rate()
    line_recall: Rate = Rate()
    successors: Rate = Rate()
    successors_across: Rate = Rate()
    body_paragraphs: Rate = Rate()
    paragraphs: Rate = Rate()

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Limits:
    """How good a page has to be, as shares; a measure that was not taken is not judged.

    The defaults are what a reader does not notice: two wrong letters in a hundred, no lost line, and
    two joins of a hundred that one has to look for.
    """

    max_flow_cer: float = 0.02
    min_line_recall: float = 0.99
    min_successors: float = 0.98
    min_successors_across: float = 0.93
    min_whole_paragraphs: float = 0.9


def compare(output: str | Page, golden: str | Page, options: CompareOptions = CompareOptions()) -> Comparison:
    """All measures of `output` against `golden`; the golden `Page` gives more of them than its text.

    An empty golden text makes every character of the output an error.

    >>> compare("新桥昨日通车。", "新桥昨日通车。").cer.value
    0.0
    """
    text = output if isinstance(output, str) else output.text
    expected = _page_golden(golden, options) if isinstance(golden, Page) else _text_golden(golden, options)
    found = _normalised(text, options)
    errors, extra = spread(expected.lines, found)
    lost = [
        error > MAX_LINE_ERROR_RATIO * len(line) for error, line in zip(errors, expected.lines, strict=True)
    ]
    joins = [(_is_joined(join.text, found), join.across) for join in expected.joins]
    whole = _whole_paragraphs(text, expected.paragraphs, options)
    size = len(expected.text)
    return Comparison(
        cer=Rate(Levenshtein.distance(expected.text, found), size),
        flow_cer=Rate(
            sum(least_errors(flow, found) for flow in expected.flows), sum(map(len, expected.flows))
        ),
        order_free_cer=Rate(sum(errors), sum(map(len, expected.lines))),
        extra=Rate(extra, size),
        line_recall=Rate(lost.count(False), len(lost)),
        successors=_share([joined for joined, _ in joins]),
        successors_across=_share([joined for joined, across in joins if across]),
        body_paragraphs=_share([is_whole for is_whole, is_body in whole if is_body]),
        paragraphs=_share([is_whole for is_whole, _ in whole]),
    )


def verdict(comparison: Comparison, limits: Limits = Limits()) -> tuple[str, ...]:
    """What is not good enough, a phrase each; empty for a page that passes.

    >>> verdict(Comparison(successors=Rate(9, 10)))
    ('successors 90.0 % < 98 %',)
    """
    whole = comparison.body_paragraphs if comparison.body_paragraphs.total else comparison.paragraphs
    floors = (
        ("lines found", comparison.line_recall, limits.min_line_recall),
        ("successors", comparison.successors, limits.min_successors),
        ("successors across columns", comparison.successors_across, limits.min_successors_across),
        ("whole paragraphs", whole, limits.min_whole_paragraphs),
    )
    flow_cer = comparison.flow_cer.value
    failures = []
    if flow_cer is not None and flow_cer > limits.max_flow_cer:
        failures.append(f"flow CER {100 * flow_cer:.1f} % > {100 * limits.max_flow_cer:g} %")
    for name, rate, least in floors:
        if rate.value is not None and rate.value < least:
            failures.append(f"{name} {100 * rate.value:.1f} % < {100 * least:g} %")
    return tuple(failures)


@dataclass(frozen=True, slots=True)
class _Join:
    """The text around the join of two lines, and whether a column ends there."""

    text: str
    across: bool


@dataclass(frozen=True, slots=True)
class _Golden:
    """What the measures need of an approved text, normalised; a paragraph says whether it is body text."""

    text: str
    flows: tuple[str, ...]
    lines: tuple[str, ...]
    joins: tuple[_Join, ...]
    paragraphs: tuple[tuple[str, bool], ...]


def _page_golden(page: Page, options: CompareOptions) -> _Golden:
    flows: list[str] = []
    lines: list[str] = []
    joins: list[_Join] = []
    paragraphs: list[tuple[str, bool]] = []
    for article in page.flows:
        texts = _line_texts(article, options)
        lines += [line for region in texts for line in region]
        joins += _joins(article, texts)
        for index, region in enumerate(article.regions):
            if region.kind in NO_FLOW:
                continue
            found = article.region_paragraphs(index)
            flows.append(_normalised("".join(found), options))
            paragraphs += [(_normalised(paragraph, options), region.kind in BODY) for paragraph in found]
    return _Golden(
        _normalised(page.text, options),
        tuple(filter(None, flows)),
        tuple(filter(None, lines)),
        tuple(joins),
        tuple(paragraphs),
    )


def _text_golden(text: str, options: CompareOptions) -> _Golden:
    flows = tuple(filter(None, (_normalised(flow, options) for flow in re.split(r"\n[^\S\n]*\n", text))))
    paragraphs = filter(None, (_normalised(paragraph, options) for paragraph in text.split("\n")))
    clauses = tuple(clause for flow in flows for clause in _CLAUSE.findall(flow))
    return _Golden(
        _normalised(text, options), flows, clauses, (), tuple((paragraph, False) for paragraph in paragraphs)
    )


def _normalised(text: str, options: CompareOptions) -> str:
    text = unicodedata.normalize("NFKC", text)
    if options.fold:
        for pattern, plain in _FOLDS:
            text = pattern.sub(plain, text)
    return _SPACE.sub("", text)


def _line_texts(article: Article, options: CompareOptions) -> tuple[tuple[str, ...], ...]:
    """For each region the normalised texts of its lines, without the hyphens that paragraphs undid.

    A line keeps the hyphen that is printed at its end; a result in paragraphs has none there. Whether
    the hyphen belongs to the word is for the golden paragraph to say.
    """
    texts = [[_normalised(line.text, options) for line in region.lines] for region in article.regions]
    for paragraph in article.paragraphs:
        whole = _normalised(paragraph.text, options)
        lines = texts[paragraph.region]
        for one, next_one in pairwise(paragraph.lines):
            line = lines[one]
            if line[-1:] and line[-1] in _HYPHENS:
                joined = line[-1 - JOIN_CHARS : -1] + lines[next_one][:JOIN_CHARS]
                kept = line[-JOIN_CHARS:] + lines[next_one][:JOIN_CHARS]
                if joined in whole and kept not in whole:
                    lines[one] = line[:-1]
    return tuple(tuple(lines) for lines in texts)


def _joins(article: Article, texts: Sequence[Sequence[str]]) -> Iterator[_Join]:
    """The joins of consecutive body lines; a picture between them is no text and does not part them."""
    previous: tuple[Region, int, str] | None = None
    for region, lines in zip(article.regions, texts, strict=True):
        if not region.lines:
            continue
        if region.kind not in BODY or (previous and previous[0].kind is not region.kind):
            previous = None
        if region.kind not in BODY:
            continue
        for line, text in zip(region.lines, lines, strict=True):
            if previous:
                _, column, before = previous
                yield _Join(before[-JOIN_CHARS:] + text[:JOIN_CHARS], column != line.column)
            previous = (region, line.column, text)


def _is_joined(join: str, found: str) -> bool:
    return least_errors(join, found) <= min(MAX_JOIN_ERRORS, len(join) // 4)


def _whole_paragraphs(
    text: str, paragraphs: Sequence[tuple[str, bool]], options: CompareOptions
) -> list[tuple[bool, bool]]:
    lines = [_normalised(line, options) for line in text.split("\n")]
    return [(_is_whole(paragraph, lines), is_body) for paragraph, is_body in paragraphs]


def _is_whole(paragraph: str, lines: Sequence[str]) -> bool:
    size = len(paragraph)
    allowed = max(MIN_PARAGRAPH_ERRORS, int(MAX_PARAGRAPH_ERROR_RATIO * size))
    if size <= SHORT_PARAGRAPH_CHARS:
        allowed = size // 4
    return any(
        abs(len(line) - size) <= allowed
        and Levenshtein.distance(paragraph, line, score_cutoff=allowed) <= allowed
        for line in lines
        if line
    )


def _share(hits: Sequence[bool]) -> Rate:
    return Rate(sum(hits), len(hits))
