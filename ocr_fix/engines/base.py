"""What an engine is: something that finds text lines and reads crops of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ocr_fix.model import Box

if TYPE_CHECKING:
    from ocr_fix.scan import Grey, Scan


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine read in a crop: text, confidence 0..1 and, where the engine knows them,
    the left and right edge of each character in crop pixels."""

    text: str
    confidence: float = 1.0
    spans: tuple[tuple[float, float], ...] = ()


class Engine(Protocol):
    """Two methods, so that a new engine is one class in one file; `finds_lines` says whether it has a
    detector. Where it has none, lines come from the ink.

    A crop is one line of text, uint8 (H, W), running left to right; a vertical line comes turned
    by 90 degrees anticlockwise (its first character left, lying on its side).

    Raises:
        EngineError: the engine or its model is missing or failed.
    """

    @property
    def name(self) -> str:
        """The engine with its version and backend, as results and reports quote it."""

    @property
    def finds_lines(self) -> bool:
        """Whether `detect` looks for lines at all."""

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        """Boxes of text lines in no promised order; none where the engine has no detector."""

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        """A reading for each crop, in the crops' order; nothing found is an empty text."""
