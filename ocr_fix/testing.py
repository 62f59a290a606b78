"""Golden tests for other projects: one function that fails with what a person has to know.

from ocr_fix.testing import assert_matches_golden

def test_front_page():
    assert_matches_golden("golden/front.txt", my_ocr("front.jpg"))
"""

from __future__ import annotations

from pathlib import Path

from ocr_fix.compare import CompareOptions, compare
from ocr_fix.compared import Compared, load_compared
from ocr_fix.errors import shown
from ocr_fix.excerpts import breaks_in_words, excerpts, moves_in_words, worst
from ocr_fix.measures import Comparison, Limits, Rate, verdict

SHOWN_LINES = 10


def assert_matches_golden(
    path: str | Path,
    output: Compared | Path,
    limits: Limits = Limits(),
    options: CompareOptions = CompareOptions(),
) -> Comparison:
    """The comparison of `output` (a text, a page or the path of a file) with the golden file at `path`.

    Raises:
        AssertionError: it is outside `limits`, or there is no golden file yet; the message says what is
            wrong, line by line.
        InputError: a file cannot be used.
    """
    __tracebackhide__ = True
    golden = Path(path)
    if not golden.exists():
        raise AssertionError(
            f"there is no golden file {shown(golden)} yet; look at the output, and if it is right: "
            f"ocr-fix golden accept OUTPUT {golden}"
        )
    found = load_compared(output) if isinstance(output, Path) else output
    comparison = compare(found, load_compared(golden), options)
    failures = verdict(comparison, limits)
    if failures:
        raise AssertionError("\n".join(_report(golden, failures, comparison)))
    return comparison


def _report(golden: Path, failures: tuple[str, ...], comparison: Comparison) -> list[str]:
    lines = [f"the output differs from {shown(golden)}: {'; '.join(failures)}"]
    lines += comparison.notes
    lines.append(
        f"CER {_percent(comparison.cer)}, order-free CER {_percent(comparison.order_free_cer)}, "
        f"successors {_percent(comparison.successors)}"
    )
    lines += filter(None, (moves_in_words(comparison), breaks_in_words(comparison)))
    found = excerpts(comparison)
    for one in worst(found, SHOWN_LINES):
        pieces = one.plain.replace("\n", "\\n")
        lines.append(f"line {one.line}: {pieces}")
    if len(found) > SHOWN_LINES:
        lines.append(f"and {len(found) - SHOWN_LINES} more lines")
    return lines


def _percent(rate: Rate) -> str:
    return "not measured" if rate.value is None else f"{100 * rate.value:.1f} %"
