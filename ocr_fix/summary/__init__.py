"""A run as one HTML page to look at: how many pages, how fast, how sure, what failed, and the least sure
pages as small pictures that lead to their overlays.

`Tally` is filled while the run goes on and stays small however long it is.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources

MOST_UNSURE = 8
MOST_FAILURES = 1000
BINS = 20
LOWEST = 0.8
"""Where the bins begin: what is less sure counts in the first of them, for few pages are."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A page that is among the least sure: its name, its place, and itself as JSON where it was read now."""

    confidence: float
    name: str
    source: str
    number: int
    page: bytes


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG of a page, how sure it is, and the name of the file that it leads to."""

    name: str
    confidence: float
    jpeg: bytes
    target: str


@dataclass(slots=True)
class Tally:
    """What a run has done so far. `bins` count pages by confidence, from all up to `LOWEST` to the surest;
    `failures` are sentences."""

    read: int = 0
    done_before: int = 0
    failures: list[str] = field(default_factory=list)
    failed: int = 0
    characters: int = 0
    doubts: int = 0
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    unsure: list[Unsure] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return self.read + self.done_before + self.failed

    @property
    def threshold(self) -> float:
        """How sure a page must be not to be among the least sure ones."""
        return self.unsure[-1].confidence if len(self.unsure) == MOST_UNSURE else 2.0

    def add(self, page: Unsure, characters: int, doubts: int, done_before: bool = False) -> None:
        """Counts a page that was read, now or by an earlier run."""
        self.done_before += done_before
        self.read += not done_before
        self.characters += characters
        self.doubts += doubts
        place = int(BINS * (page.confidence - LOWEST) / (1 - LOWEST))
        self.bins[min(BINS - 1, max(0, place))] += 1
        if page.confidence < self.threshold:
            self.unsure.append(page)
            self.unsure.sort(key=lambda one: (one.confidence, one.name))
            del self.unsure[MOST_UNSURE:]

    def fail(self, sentence: str) -> None:
        """Counts a page that failed; `sentence` says which and why."""
        self.failed += 1
        if len(self.failures) < MOST_FAILURES:
            self.failures.append(sentence)


def summary_line(tally: Tally, seconds: float) -> str:
    """How a run went, in a sentence."""
    parts = [f"{tally.read} read"]
    parts += [f"{tally.done_before} done before"] if tally.done_before else []
    parts += [f"{tally.failed} failed"] if tally.failed else []
    speed = f", {tally.read / seconds:.2f} pages/s" if tally.read and seconds else ""
    return f"{tally.pages} pages: {', '.join(parts)}; {seconds:.1f} s{speed}"


def render_summary(tally: Tally, seconds: float, command: str, thumbnails: Sequence[Thumbnail] = ()) -> str:
    """The page as HTML; `command` is what was run."""
    from jinja2 import Environment

    text = resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
    most = max(tally.bins)
    return template.render(
        tally=tally,
        line=summary_line(tally, seconds),
        seconds=seconds,
        command=command,
        bars=[
            (_percent(place), _percent(place + 1), count, 100 * count / most if most else 0)
            for place, count in enumerate(tally.bins)
        ],
        thumbnails=[(one, base64.b64encode(one.jpeg).decode()) for one in thumbnails],
    )


def _percent(place: int) -> str:
    """Where a bin begins, in percent."""
    return f"{100 * (LOWEST + (1 - LOWEST) * place / BINS):g}" if place else "0"
