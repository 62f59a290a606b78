"""How far a result is from the approved text, in measures that tell wrong letters from wrong order.

- CER, WER: edit distance over the length of the golden text (Levenshtein), in characters and in words.
- flow CER: each golden region against its nearest window of the result: order inside a flow counts,
  order between flows does not.
- order-free CER: golden lines against disjoint windows; what is left when order does not count. Close
  to the optimum from above. The gap to the CER is the cost of wrong order.
- extra: characters that no golden line took, over the golden characters.
- line recall: golden lines found with at most 20 % errors.
- successors: consecutive body lines of an article that stand next to each other in the result too,
  judged by eight characters on each side of the join; `across` counts the joins over column and page breaks.
- whole paragraphs: those that are one line of the result with at most 3 % errors.
- block order: edit distance between the golden order of the paragraphs and theirs in the result;
  discordant blocks: pairs of them in the wrong order (Kendall).

`docs/compare.md` has the definitions and their sources. Known limits: a golden text without boxes has no
lines, columns or kinds: clauses stand in for its lines, and there are no successors and no body paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median_low

from rapidfuzz.distance import Levenshtein

from ocr_fix.approved import Approved, Block, Join, Plain, approve
from ocr_fix.differences import Pair, find_differences
from ocr_fix.measures import Change as Change
from ocr_fix.measures import Comparison as Comparison
from ocr_fix.measures import Difference as Difference
from ocr_fix.measures import Limits as Limits
from ocr_fix.measures import Rate as Rate
from ocr_fix.measures import verdict as verdict
from ocr_fix.model import Document, Page
from ocr_fix.normalise import Normalise, Normaliser, spaced
from ocr_fix.places import place_text
from ocr_fix.tokens import is_chinese, split_words
from ocr_fix.windows import Haystack, spread

MAX_LINE_ERROR_RATIO = 0.2  # a line with more errors counts as lost
MAX_JOIN_ERRORS = 4  # of 16: a misread character or two is no wrong order
MAX_PARAGRAPH_ERROR_RATIO = 0.03
MIN_PARAGRAPH_ERRORS = 2
STRANGE_RATIO = 0.6  # texts of one language that have nothing to do with each other have more
SHORT_PARAGRAPH_CHARS = 8  # of one so short a quarter may be wrong


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What counts as the same text, and what is left out to save time.

    `chinese_words`: cut Chinese into words by jieba for the WER, else Chinese pages have none.
    `differences`: find them; without, there are only rates.
    """

    normalise: Normalise = Normalise.LOOSE
    chinese_words: bool = False
    differences: bool = True


def compare(
    output: str | Page | Document,
    golden: str | Page | Document,
    options: CompareOptions = CompareOptions(),
) -> Comparison:
    """All measures of `output` against `golden`; a golden page gives more of them than its text.

    An empty golden text makes every character of the output an error.

    >>> compare("新桥昨日通车。", "新桥昨日通车。").cer.value
    0.0
    """
    normaliser = Normaliser(options.normalise)
    right, found = place_text(golden), place_text(output)
    expected, result = normaliser.placed(right.text), normaliser.placed(found.text)
    differences = options.differences and find_differences(Pair(expected, right), Pair(result, found))
    haystack = Haystack(result.text)
    loose, loose_haystack = normaliser.plain, haystack
    if options.normalise is not Normalise.LOOSE:
        loose = Normaliser(Normalise.LOOSE).plain
        loose_haystack = Haystack(loose(found.text))
    approved = approve(golden, normaliser.plain, loose)
    size = len(expected.text)
    rates = Comparison(
        cer=Rate(Levenshtein.distance(expected.text, result.text), size),
        wer=_word_errors(found.text, right.text, options),
        flow_cer=Rate(sum(haystack.least_flow_errors(approved.flows)), sum(map(len, approved.flows))),
        golden=right,
        output=found,
        differences=differences or (),
    )
    rates = _with_lines(rates, approved, haystack)
    rates = _with_structure(rates, approved, loose_haystack, loose)
    return replace(rates, notes=tuple(_notes(rates)))


def _with_lines(rates: Comparison, approved: Approved, haystack: Haystack) -> Comparison:
    """`rates`, and what lines and paragraphs in any order tell."""
    lines = spread(approved.lines, haystack)
    found = [
        error <= MAX_LINE_ERROR_RATIO * len(line)
        for error, line in zip(lines.errors, approved.lines, strict=True)
    ]
    order = _block_order(approved.blocks, lines.starts)
    return replace(
        rates,
        order_free_cer=Rate(sum(lines.errors), sum(map(len, approved.lines))),
        extra=Rate(lines.left, rates.cer.total),
        line_recall=_share(found),
        block_order=_order_errors(order),
        discordant_blocks=_discordant(order),
    )


def _with_structure(rates: Comparison, approved: Approved, haystack: Haystack, loose: Plain) -> Comparison:
    """`rates`, and how lines and paragraphs hang together; widths and spaces never matter here."""
    joins = _joined(approved.joins, haystack)
    whole = _whole_paragraphs(rates.output.text, approved.blocks, loose)
    return replace(
        rates,
        successors=_share(joins),
        successors_across=_share(
            [is_joined for is_joined, join in zip(joins, approved.joins, strict=True) if join.across]
        ),
        body_paragraphs=_share([is_whole for is_whole, is_body in whole if is_body]),
        paragraphs=_share([is_whole for is_whole, _ in whole]),
    )


def _word_errors(output: str, golden: str, options: CompareOptions) -> Rate:
    """Wrong words of the golden ones; nothing where its words are not told apart."""
    if is_chinese(golden) and not options.chinese_words:
        return Rate()
    plain = Normaliser(spaced(options.normalise)).plain
    right, found = (split_words(plain(text), options.chinese_words) for text in (golden, output))
    return Rate(Levenshtein.distance(right, found), len(right))


def _joined(joins: Sequence[Join], haystack: Haystack) -> list[bool]:
    errors = haystack.least_errors([join.text for join in joins])
    return [
        error <= min(MAX_JOIN_ERRORS, len(join.text) // 4) for error, join in zip(errors, joins, strict=True)
    ]


def _whole_paragraphs(text: str, blocks: Sequence[Block], loose: Plain) -> list[tuple[bool, bool]]:
    lines = sorted({loose(line) for line in text.split("\n")} - {""}, key=len)
    return [(_is_whole(block.text, lines), block.is_body) for block in blocks]


def _is_whole(paragraph: str, lines: Sequence[str]) -> bool:
    """Whether one of `lines`, which are sorted by length, is the paragraph."""
    size = len(paragraph)
    allowed = max(MIN_PARAGRAPH_ERRORS, int(MAX_PARAGRAPH_ERROR_RATIO * size))
    if size <= SHORT_PARAGRAPH_CHARS:
        allowed = size // 4
    first, last = bisect_left(lines, size - allowed, key=len), bisect_right(lines, size + allowed, key=len)
    return any(
        Levenshtein.distance(paragraph, line, score_cutoff=allowed) <= allowed for line in lines[first:last]
    )


def _block_order(blocks: Sequence[Block], starts: Sequence[int | None]) -> tuple[int, ...]:
    """The found paragraphs, by their golden number, in the order of the result.

    A paragraph stands where the middle one of its lines does.
    """
    places = []
    for number, block in enumerate(blocks):
        found = [start for start in (starts[line] for line in block.lines) if start is not None]
        if found:
            places.append((median_low(found), number))
    return tuple(number for _, number in sorted(places))


def _order_errors(order: Sequence[int]) -> Rate:
    return Rate(Levenshtein.distance(sorted(order), order), len(order))


def _discordant(order: Sequence[int]) -> Rate:
    """Pairs in the wrong order, of all pairs."""
    before: list[int] = []
    wrong = 0
    for number in order:
        wrong += len(before) - bisect_right(before, number)
        insort(before, number)
    return Rate(wrong, len(order) * (len(order) - 1) // 2)


def _notes(rates: Comparison) -> Iterator[str]:
    """What a reader of the numbers has to know."""
    golden, output = rates.golden.text, rates.output.text
    order_free = rates.order_free_cer.value or 0
    if not golden.strip():
        yield "the golden text is empty: every character of the output counts as an error"
    elif not output.strip():
        yield "the output is empty"
    elif is_chinese(golden) is not is_chinese(output):
        names = ("Chinese", "another script")
        right, found = names if is_chinese(golden) else names[::-1]
        yield f"the golden text is in {right} and the output in {found}: are they of the same page?"
    elif order_free > STRANGE_RATIO:
        yield "the output and the golden text have little in common: are they of the same page?"


def _share(hits: Sequence[bool]) -> Rate:
    return Rate(sum(hits), len(hits))
