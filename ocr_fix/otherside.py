"""Whose print faint lines are: this side's, or the other side's that shows through.

Print that shows through is mirrored, and an engine reads it well only once it is mirrored back. Pale
print of this side (a heading on a grey panel, a column of film exposed too weakly) reads well as it
stands. What reads badly both ways proves nothing, but is the other side's where another line is proved to be.
Known limit: a few signs look alike mirrored, so that single characters prove nothing either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr_fix.engines.base import Engine, Reading
from ocr_fix.model import Box
from ocr_fix.scan import Grey


@dataclass(frozen=True, slots=True)
class OtherSideOptions:
    """How sure the readings have to be; confidences are the engine's, 0..1."""

    min_own: float = 0.8
    """Pale print of this side is read at least so surely,"""
    min_mirrored: float = 0.6
    """that of the other side, which paper blurs, so surely once it is mirrored back,"""
    min_lead: float = 0.1
    """and so much more surely than the other way round."""
    min_characters: int = 2
    """Shorter lines prove nothing."""
    vertical_ratio: float = 1.8
    """A line this much taller than wide runs downwards."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Lines of this side and of the other one; each from those asked, in their order."""

    own: tuple[Box, ...] = ()
    other: tuple[Box, ...] = ()


def find_sides(
    pixels: Grey, faint: Sequence[Box], engine: Engine, options: OtherSideOptions = OtherSideOptions()
) -> Sides:
    """Which of the `faint` lines of a page are proved to be print of this side; where one is proved to be the
    other side's, all but those are. No lines give none.

    Raises:
        EngineError: the engine failed.
    """
    if not faint:
        return Sides()
    crops = [pixels[box.top : box.bottom, box.left : box.right] for box in faint]
    plain = engine.read([_level(crop, options) for crop in crops])
    mirrored = engine.read([_level(np.fliplr(crop), options) for crop in crops])
    asked = tuple(zip(faint, plain, mirrored, strict=True))
    own = tuple(box for box, one, other in asked if _proves(one, other, options.min_own, options))
    shown = any(_proves(other, one, options.min_mirrored, options) for _, one, other in asked)
    return Sides(own, tuple(box for box in faint if box not in own) if shown else ())


def _level(crop: Grey, options: OtherSideOptions) -> Grey:
    """A crop as engines read it: a vertical line lying on its side."""
    if crop.shape[0] > options.vertical_ratio * crop.shape[1]:
        return np.asarray(cv2.rotate(crop, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
    return np.ascontiguousarray(crop)


def _proves(one: Reading, rival: Reading, least: float, options: OtherSideOptions) -> bool:
    """Whether `one` is the right way to read a line, and `rival` the mirrored one."""
    long = sum(map(str.isalnum, one.text)) >= options.min_characters
    return long and one.confidence >= max(least, rival.confidence + options.min_lead)
