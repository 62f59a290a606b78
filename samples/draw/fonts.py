"""Where the fonts are, by family and language; all of them come from Debian packages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

MARKS = frozenset("，。、；：？！“”‘’（）《》…·—")
ROOT = Path("/usr/share/fonts")
PACKAGES = (
    "fonts-noto-cjk",
    "fonts-arphic-uming",
    "fonts-arphic-ukai",
    "fonts-lxgw-wenkai",
    "fonts-wqy-zenhei",
    "fonts-liberation",
    "fonts-ebgaramond",
    "fonts-linuxlibertine",
    "fonts-oldstandard",
)


class FontError(Exception):
    """A font file is not on this machine."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file with the face's number in it.

    `ascent` is the baseline's depth in em under the line's top, `depth` the line's height in em. A
    thin face takes a `stroke` (in em) as printing ink would give it, and a face whose punctuation
    stands elsewhere than the language wants it takes its `marks` from another face.
    """

    path: str
    index: int = 0
    ascent: float = 0.87
    depth: float = 1.0
    stroke: float = 0.0
    marks: str = ""


def _latin(path: str, stroke: float = 0.0) -> Face:
    return Face(path, 0, 0.8, 1.03, stroke)


_NOTO = "opentype/noto/Noto{}CJK-{}.ttc"
_SC, _TC = 2, 3
FACES: dict[str, Face] = {
    "zh-serif": Face(_NOTO.format("Serif", "Regular"), _SC),
    "zh-serif-bold": Face(_NOTO.format("Serif", "Bold"), _SC),
    "zh-sans": Face(_NOTO.format("Sans", "Regular"), _SC),
    "zh-sans-bold": Face(_NOTO.format("Sans", "Bold"), _SC),
    "zh-song": Face("truetype/arphic/uming.ttc", 0, stroke=0.008, marks="zh-serif"),
    "zh-wenkai": Face("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"),
    "zh-wenkai-bold": Face("truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf"),
    "zh-hei": Face("truetype/wqy/wqy-zenhei.ttc", 0),
    "hant-serif": Face(_NOTO.format("Serif", "Regular"), _TC),
    "hant-serif-bold": Face(_NOTO.format("Serif", "Bold"), _TC),
    "hant-sans-bold": Face(_NOTO.format("Sans", "Bold"), _TC),
    "hant-song": Face("truetype/arphic/uming.ttc", 2, stroke=0.008),
    "hant-kai": Face("truetype/arphic/ukai.ttc", 2),
    "en-liberation": _latin("truetype/liberation/LiberationSerif-Regular.ttf"),
    "en-liberation-bold": _latin("truetype/liberation/LiberationSerif-Bold.ttf"),
    "en-liberation-italic": _latin("truetype/liberation/LiberationSerif-Italic.ttf"),
    "en-sans-bold": _latin("truetype/liberation/LiberationSans-Bold.ttf"),
    "en-narrow-bold": _latin("truetype/liberation/LiberationSansNarrow-Bold.ttf"),
    "en-garamond": _latin("opentype/ebgaramond/EBGaramond12-Regular.otf", 0.006),
    "en-garamond-bold": _latin("opentype/linux-libertine/LinLibertine_RB.otf"),
    "en-garamond-italic": _latin("opentype/ebgaramond/EBGaramond12-Italic.otf"),
    "en-libertine": _latin("opentype/linux-libertine/LinLibertine_R.otf"),
    "en-libertine-bold": _latin("opentype/linux-libertine/LinLibertine_RB.otf"),
    "en-libertine-italic": _latin("opentype/linux-libertine/LinLibertine_RI.otf"),
    "en-oldstandard": _latin("truetype/fonts-oldstandard/OldStandard-Regular.ttf", 0.012),
    "en-oldstandard-bold": _latin("truetype/fonts-oldstandard/OldStandard-Bold.ttf"),
    "en-oldstandard-italic": _latin("truetype/fonts-oldstandard/OldStandard-Italic.ttf"),
}


def missing_fonts() -> tuple[str, ...]:
    """The font files that are not on this machine; empty where all are."""
    return tuple(sorted({face.path for face in FACES.values() if not (ROOT / face.path).is_file()}))


@cache
def load_font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """The face at `size` pixels per em.

    Raises:
        FontError: the file is not there; the message names the packages to install.
    """
    path = ROOT / face.path
    if not path.is_file():
        raise FontError(f"font {path} is missing; run: apt-get install {' '.join(PACKAGES)}")
    return ImageFont.truetype(str(path), size, index=face.index, layout_engine=ImageFont.Layout.BASIC)


def face_of(face: Face, text: str) -> Face:
    """The face that draws a piece of text: another one for punctuation, where the face says so."""
    return FACES[face.marks] if face.marks and text in MARKS else face


@cache
def text_width(face: Face, size: int, text: str) -> float:
    """The advance of `text` in pixels."""
    return load_font(face_of(face, text), size).getlength(text)
