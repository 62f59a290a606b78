"""How large the type of a region is, from its boxes and its text together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr_fix.characters import text_units
from ocr_fix.geometry import weighted_quantile
from ocr_fix.model import Direction, Line, Region


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """How large type is, in pixels.

    A box is higher than its type where the page is curled, lower where a line has no ascenders;
    the pitch of the characters that were read is right in both cases, but wide where a headline
    is letter-spaced. The smaller of the two counts. `pitch_ratio` is the page's line height over
    the width of a full-width character.
    """

    pitch_ratio: float

    def __call__(self, region: Region) -> float:
        """The type size of a region, 0 for one without lines."""
        sizes = [min(_thickness(line), self.pitch_ratio * _pitch(line)) for line in region.lines]
        return weighted_quantile(sizes, [float(_length(line)) for line in region.lines], 0.6)

    def by_pitch(self, region: Region) -> float:
        """The type size of a region from its characters' pitch alone, which no curl changes."""
        sizes = [self.pitch_ratio * _pitch(line) for line in region.lines]
        return weighted_quantile(sizes, [float(_length(line)) for line in region.lines], 0.5)


def measure_types(regions: Sequence[Region]) -> TypeSizes:
    """The measure of type sizes for a page, from its lines of several characters."""
    lines = [line for region in regions for line in region.lines if text_units(line.text) >= 5]
    ratios = [_thickness(line) / max(1.0, _pitch(line)) for line in lines]
    found = weighted_quantile(ratios, [float(_length(line)) for line in lines], 0.5)
    return TypeSizes(1.1 * found if found else 1.0)


def _thickness(line: Line) -> float:
    return float(line.box.width if line.direction is Direction.VERTICAL else line.box.height)


def _length(line: Line) -> int:
    return line.box.height if line.direction is Direction.VERTICAL else line.box.width


def _pitch(line: Line) -> float:
    """The width of a full-width character of a line, in pixels."""
    return _length(line) / max(0.5, text_units(line.text))
