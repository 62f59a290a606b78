"""Where on a page its errors are."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_fix.measures import Change, Comparison

BINS = 60


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of the golden text: wrong characters by kind, the share of it that moved, the first
    difference in it (-1: none). `height_ratio` is its errors beside those of the worst stretch."""

    replaced: int
    missing: int
    extra: int
    moved_ratio: float
    height_ratio: float
    first: int

    @property
    def errors(self) -> int:
        """All wrong characters."""
        return self.replaced + self.missing + self.extra


def histogram(comparison: Comparison) -> tuple[Bin, ...]:
    """The golden text from start to end in `BINS` equal stretches; empty for an empty text."""
    size = len(comparison.golden.text)
    if not size:
        return ()
    counts = {change: [0.0] * BINS for change in Change}
    first = [-1] * BINS
    for index, one in enumerate(comparison.differences):
        start, end = one.golden.start, max(one.golden.end, one.golden.start + 1)
        errors = max(len(one.golden.text), len(one.output.text))
        for number in range(_bin(start, size), _bin(end - 1, size) + 1):
            left, right = number * size / BINS, (number + 1) * size / BINS
            share = max(0.0, min(end, right) - max(start, left)) / (end - start)
            counts[one.change][number] += share * errors
            if first[number] < 0:
                first[number] = index
    worst = max(sum(counts[change][number] for change in _WRONG) for number in range(BINS)) or 1.0
    return tuple(
        Bin(
            round(counts[Change.REPLACED][number]),
            round(counts[Change.MISSING][number]),
            round(counts[Change.EXTRA][number]),
            min(1.0, counts[Change.MOVED][number] * BINS / size),
            sum(counts[change][number] for change in _WRONG) / worst,
            first[number],
        )
        for number in range(BINS)
    )


_WRONG = (Change.REPLACED, Change.MISSING, Change.EXTRA)


def _bin(place: int, size: int) -> int:
    return min(BINS - 1, place * BINS // size)
