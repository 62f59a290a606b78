"""What a comparison says: rates that add up, differences with their places, and limits to judge by."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from ocr_fix.model import Box


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
class TextLine:
    """A line of a text: `start:end` is its range there, `number` counts from 1.

    For a page it is a printed line with its box, in reading order; else a line of the file.
    """

    start: int
    end: int
    number: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text as it was given, and its lines in order; white space between them belongs to none."""

    text: str = ""
    lines: tuple[TextLine, ...] = ()


class Change(StrEnum):
    """What happened to a piece of the golden text on its way into the output.

    SPLIT: a paragraph ends in the output where the golden one goes on. JOINED: it goes on where the
    golden one ends.
    """

    REPLACED = "replaced"
    MISSING = "missing"
    EXTRA = "extra"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"


WORDING = frozenset({Change.REPLACED, Change.MISSING, Change.EXTRA})
BREAKS = frozenset({Change.SPLIT, Change.JOINED})


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a text as it was given, and the line in which it begins; empty ranges keep their place."""

    text: str
    start: int
    end: int
    line: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A piece that differs, on both sides. What is MISSING has an empty place in the output, what is
    EXTRA one in the golden text; what is SPLIT or JOINED is white space with a line break on one side and
    an empty place on the other. MOVED text is the same on both sides, but for differences of its own
    that lie in it."""

    change: Change
    golden: Place
    output: Place


@dataclass(frozen=True, slots=True)
class Comparison:
    """All measures of a page, or of several added together; `docs/compare.md` defines them.

    A sum has rates only; texts and differences stay with their pages.
    """

    cer: Rate = Rate()
    wer: Rate = Rate()
    flow_cer: Rate = Rate()
    order_free_cer: Rate = Rate()
    extra: Rate = Rate()
    line_recall: Rate = Rate()
    successors: Rate = Rate()
    successors_across: Rate = Rate()
    body_paragraphs: Rate = Rate()
    paragraphs: Rate = Rate()
    block_order: Rate = Rate()
    discordant_blocks: Rate = Rate()
    golden: PlacedText = PlacedText()
    output: PlacedText = PlacedText()
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(*(getattr(self, name) + getattr(other, name) for name in RATES))

    @property
    def order_cost(self) -> float | None:
        """The part of the CER that wrong order costs: CER less order-free CER, None where not taken."""
        if self.cer.value is None or self.order_free_cer.value is None:
            return None
        return max(0.0, self.cer.value - self.order_free_cer.value)

    @property
    def whole_paragraphs(self) -> Rate:
        """Whole body paragraphs where body text is known, else all paragraphs."""
        return self.body_paragraphs if self.body_paragraphs.total else self.paragraphs

    @property
    def kendall_tau(self) -> float | None:
        """1 for blocks in the golden order, -1 for the reverse; None for fewer than two blocks."""
        discordant = self.discordant_blocks
        return 1 - 2 * discordant.count / discordant.total if discordant.total else None


RATES = tuple(field.name for field in fields(Comparison) if field.type == "Rate")


@dataclass(frozen=True, slots=True)
class Limits:
    """How good a page has to be, as shares; None is no limit, and what was not measured is not judged.

    The defaults are what a reader does not notice: two wrong letters in a hundred, no lost line, and
    two joins of a hundred that one has to look for.
    """

    max_flow_cer: float | None = 0.02
    min_line_recall: float | None = 0.99
    min_successors: float | None = 0.98
    min_successors_across: float | None = 0.93
    min_whole_paragraphs: float | None = 0.9
    max_cer: float | None = None
    max_wer: float | None = None
    max_order_free_cer: float | None = None
    max_extra: float | None = None
    max_block_order: float | None = None


NO_LIMITS = Limits(None, None, None, None, None)


def verdict(comparison: Comparison, limits: Limits = Limits()) -> tuple[str, ...]:
    """What is not good enough, a phrase each; empty for a page that passes.

    >>> verdict(Comparison(successors=Rate(9, 10)))
    ('successors 90.0 % < 98 %',)
    """
    ceilings = (
        ("CER", comparison.cer, limits.max_cer),
        ("WER", comparison.wer, limits.max_wer),
        ("flow CER", comparison.flow_cer, limits.max_flow_cer),
        ("order-free CER", comparison.order_free_cer, limits.max_order_free_cer),
        ("extra text", comparison.extra, limits.max_extra),
        ("block order", comparison.block_order, limits.max_block_order),
    )
    floors = (
        ("lines found", comparison.line_recall, limits.min_line_recall),
        ("successors", comparison.successors, limits.min_successors),
        ("successors across columns", comparison.successors_across, limits.min_successors_across),
        ("whole paragraphs", comparison.whole_paragraphs, limits.min_whole_paragraphs),
    )
    over = [
        f"{name} {100 * rate.value:.1f} % > {100 * most:g} %"
        for name, rate, most in ceilings
        if most is not None and rate.value is not None and rate.value > most
    ]
    under = [
        f"{name} {100 * rate.value:.1f} % < {100 * least:g} %"
        for name, rate, least in floors
        if least is not None and rate.value is not None and rate.value < least
    ]
    return tuple(over + under)
