"""Pictures of any of Pillow's modes as grey or RGB pixels, and their resolution."""

from __future__ import annotations

import math
import struct

import numpy as np
from PIL import Image

from ocr_fix.depth import eight_bits
from ocr_fix.scan import Grey

_MIN_DPI = 20.0  # less is not a resolution but a placeholder
_DEEP_MODES = ("I", "F")


def grey_of(picture: Image.Image) -> Grey:
    """The brightness of a picture, (H, W), what is transparent being white."""
    if picture.mode.startswith(_DEEP_MODES):
        return eight_bits(np.asarray(picture))
    if picture.mode == "LAB":
        return np.asarray(picture.getchannel("L"))
    if _transparent(picture):
        layers = picture.convert("RGBA")
        picture = Image.new("L", picture.size, 255)
        picture.paste(layers.convert("L"), mask=layers.getchannel("A"))
    return np.asarray(picture if picture.mode == "L" else picture.convert("L"))


def colour_of(picture: Image.Image) -> Image.Image:
    """The picture in RGB, what is transparent being white."""
    if picture.mode.startswith((*_DEEP_MODES, "LAB")):
        return Image.fromarray(grey_of(picture)).convert("RGB")
    if _transparent(picture):
        layers = picture.convert("RGBA")
        picture = Image.new("RGB", picture.size, "white")
        picture.paste(layers, mask=layers.getchannel("A"))
    return picture.convert("RGB")


def _transparent(picture: Image.Image) -> bool:
    return picture.mode in ("La", "RGBa") or picture.has_transparency_data


def dpi_of(picture: Image.Image) -> float:
    """Dots per inch, 0 where the file does not say."""
    try:
        dpi = float(max(picture.info.get("dpi", (0,))))
    except (TypeError, ValueError, ZeroDivisionError, struct.error):
        return 0.0
    return dpi if math.isfinite(dpi) and dpi >= _MIN_DPI else 0.0
