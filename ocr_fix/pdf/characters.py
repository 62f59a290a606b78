"""The characters of a PDF's text layer as lines of words, in no promised order.

PDFium gives characters in the order in which the file draws them. A line goes on while the next
character stands right after the last one; so no line crosses a gutter, whatever the file's order
is. Pieces of one row that nearly touch are joined at the end, as some files draw word by word.
All lines of one type size get boxes of one height, measured from the baseline.

Known limits: text on a slope other than quarter turns comes in pieces; right-to-left scripts are not
put in order.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from ocr_fix.characters import has_cjk, is_wide
from ocr_fix.geometry import enclosing
from ocr_fix.model import Box, Direction, Line, Word
from ocr_fix.pdf.chains import Glyph, find_chains
from ocr_fix.pdf.document import PdfFrame

LEAST_SPACE_RATIO = 0.18
"""White between two Latin characters that is wider, in type sizes, is a space that the file left out."""
LEAST_RISE_RATIO = 0.12
"""So is white that is so much wider than what usually stands between the line's characters."""
TIGHT_SPACE_RATIO = 0.08
"""The same where the file draws a space."""
MIN_CHINESE_SPACE_RATIO = 0.4
"""The same beside Chinese characters, which are set wider to fill a line."""
MAX_JOIN_RATIO = 0.5
ASCENT, DESCENT = 0.75, 0.22
WIDE_ASCENT, WIDE_DESCENT = 0.86, 0.11
"""What lines reach above and below their baseline, in type sizes: Latin, and Chinese."""
_HYPHEN_CODE = 2
"""What PDFium makes of a hyphen at the end of a line."""
_SPACES = frozenset(code for code in range(0x3001) if chr(code).isspace()) | {0, 0xFEFF, 0x200B}
_FORMS = (*range(0xFB00, 0xFB07), *range(0xFE10, 0xFE19), *range(0xFE31, 0xFE49))
_PLAIN = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in _FORMS} | {"\ufe19": "…"}
"""Ligatures as letters, and the upright forms of marks as the marks."""
_HIDDEN = 3


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The lines of a page's text layer. `hidden_ratio` is the share of their characters that are not
    drawn, `odd_ratio` of those that are no text (unknown to the file's own fonts, or for private use)."""

    lines: tuple[Line, ...] = ()
    hidden_ratio: float = 0.0
    odd_ratio: float = 0.0

    @property
    def characters(self) -> int:
        return sum(len(line.text) for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one line; `size` is the type size in pixels, `baseline` its place in the frame."""

    glyphs: tuple[Glyph, ...]
    direction: Direction
    size: float
    baseline: float
    hidden: bool
    odd: int


def read_layer(page: pypdfium2.PdfPage, frame: PdfFrame) -> TextLayer:
    """The text layer of a page, in the pixels of `frame`; what stands outside of it is left out."""
    text = page.get_textpage()
    try:
        glyphs = _glyphs(text, frame)
        runs = [_run(text, group, direction, frame) for group, direction in find_chains(glyphs)]
    finally:
        text.close()
    joined = _joined(_once(runs))
    count = sum(len(run.glyphs) for run in joined)
    if not count:
        return TextLayer()
    hidden = sum(len(run.glyphs) for run in joined if run.hidden)
    odd = sum(run.odd for run in joined)
    lines = (_line(run, frame) for run in joined)
    return TextLayer(tuple(line for line in lines if line), hidden / count, odd / count)


def _glyphs(text: pypdfium2.PdfTextPage, frame: PdfFrame) -> list[Glyph]:
    """The characters with their boxes in the order of the file, white space as a mark of the next."""
    raw, rect = text.raw, pdfium.FS_RECTF()
    place = ctypes.byref(rect)
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    seen: list[tuple[int, int, bool]] = []
    rects: list[tuple[float, float, float, float]] = []
    space = False
    for index in range(text.count_chars()):
        code = unicode_of(raw, index)
        if code in _SPACES:
            space = True
            continue
        box_of(raw, index, place)
        seen.append((index, code, space))
        rects.append((rect.left, rect.bottom, rect.right, rect.top))
        space = False
    found: list[Glyph] = []
    for number, ((index, code, spaced), sides) in enumerate(zip(seen, frame.boxes(rects), strict=True)):
        if number and rects[number] == rects[number - 1] and found and _is_ligature(raw, found[-1], index):
            found[-1] = replace(found[-1], text=found[-1].text + chr(code))
            continue
        inside = 0 <= sides[0] + sides[2] <= 2 * frame.width and 0 <= sides[1] + sides[3] <= 2 * frame.height
        character = "-" if code == _HYPHEN_CODE else chr(code)
        if inside and not _is_double(character, sides, found[-3:]):
            found.append(Glyph(_PLAIN.get(character, character), *sides, index, spaced))
    return found


def _is_ligature(raw: pdfium.FPDF_TEXTPAGE, before: Glyph, index: int) -> bool:
    """Whether the character at `index`, in the very place of the glyph `before`, is one more letter of it;
    false bold draws its second letter by itself."""
    if before.index + len(before.text) != index:
        return False
    things = (pdfium.FPDFText_GetTextObject(raw, place) for place in (before.index, index))
    first, second = (ctypes.cast(thing, ctypes.c_void_p).value for thing in things)
    return first is not None and first == second


def _is_double(character: str, sides: tuple[float, float, float, float], before: Sequence[Glyph]) -> bool:
    """Whether the same character was just drawn in nearly the same place: a false bold."""
    reach = 0.25 * (sides[2] - sides[0])
    return any(
        glyph.text == character and abs(glyph.left - sides[0]) < reach and abs(glyph.top - sides[1]) < reach
        for glyph in before
    )


def _run(
    text: pypdfium2.PdfTextPage, glyphs: tuple[Glyph, ...], direction: Direction, frame: PdfFrame
) -> _Run:
    """The measures of a line, asked of its first character."""
    raw, first = text.raw, glyphs[0].index
    matrix = pdfium.FS_MATRIX()
    size = 0.0
    if pdfium.FPDFText_GetMatrix(raw, first, matrix):
        size = pdfium.FPDFText_GetFontSize(raw, first) * math.hypot(matrix.c, matrix.d) * frame.scale
    tall = max(glyph.height for glyph in glyphs)
    if not 0.4 * tall < size < 2.5 * tall:
        size = tall
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, first, x, y)
    baseline = frame.point(x.value, y.value)[1]
    if not glyphs[0].top <= baseline <= glyphs[0].bottom:
        baseline = glyphs[0].bottom - DESCENT * size
    thing = pdfium.FPDFText_GetTextObject(raw, first)
    hidden = bool(thing) and pdfium.FPDFTextObj_GetTextRenderMode(thing) == _HIDDEN
    odd = sum(_is_odd(glyph.text) for glyph in glyphs)
    if pdfium.FPDFText_HasUnicodeMapError(raw, first) == 1:
        odd = len(glyphs)
    return _Run(glyphs, direction, size, baseline, hidden, odd)


def _is_odd(text: str) -> bool:
    return text == "\ufffd" or unicodedata.category(text[0]) in ("Co", "Cc", "Cn")


def _once(runs: Sequence[_Run]) -> list[_Run]:
    """`runs` without those that were drawn twice: shadows."""
    seen: dict[str, list[_Run]] = {}
    kept = []
    for run in runs:
        text = "".join(glyph.text for glyph in run.glyphs)
        same = seen.setdefault(text, [])
        first = run.glyphs[0]
        if not any(
            abs(one.glyphs[0].left - first.left) < 0.3 * run.size
            and abs(one.baseline - run.baseline) < 0.3 * run.size
            for one in same
        ):
            same.append(run)
            kept.append(run)
    return kept


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """`runs` with the level ones of one row joined where they nearly touch."""
    upright = [run for run in runs if run.direction is Direction.VERTICAL]
    level = sorted(
        (run for run in runs if run.direction is Direction.HORIZONTAL),
        key=lambda run: (round(run.baseline / max(1.0, 0.2 * run.size)), run.glyphs[0].left),
    )
    joined: list[_Run] = []
    for run in level:
        last = joined[-1] if joined else None
        if last and _goes_on(last, run):
            spaced = replace(run.glyphs[0], space=True) if _is_apart(last, run) else run.glyphs[0]
            joined[-1] = replace(last, glyphs=(*last.glyphs, spaced, *run.glyphs[1:]), odd=last.odd + run.odd)
        else:
            joined.append(run)
    return joined + upright


def _goes_on(a: _Run, b: _Run) -> bool:
    gap = b.glyphs[0].left - a.glyphs[-1].right
    return (
        abs(a.baseline - b.baseline) < 0.25 * max(a.size, b.size)
        and max(a.size, b.size) < 1.5 * min(a.size, b.size)
        and -0.3 * a.size < gap < MAX_JOIN_RATIO * a.size
    )


def _is_apart(a: _Run, b: _Run) -> bool:
    return b.glyphs[0].left - a.glyphs[-1].right > LEAST_SPACE_RATIO * a.size


def _line(run: _Run, frame: PdfFrame) -> Line | None:
    """A run as a line of words. Chinese characters that stand close together are one word: gutters part
    words, and there is none between them."""
    words: list[list[Glyph]] = []
    texts: list[str] = []
    least = _least_space(run)
    for glyph in run.glyphs:
        last = words[-1][-1] if words else None
        apart = last is not None and _is_spaced(last, glyph, run, least)
        if last is None or apart:
            words.append([glyph])
            wide = last is not None and (is_wide(glyph.text[0]) or is_wide(last.text[-1]))
            if last is not None and not (
                wide and _gap(last, glyph, run) < MIN_CHINESE_SPACE_RATIO * run.size
            ):
                texts.append(" ")
        else:
            words[-1].append(glyph)
        texts.append(glyph.text)
    boxed = [(word, _word_box(word, run, frame)) for word in words]
    found = tuple(Word("".join(glyph.text for glyph in word), box) for word, box in boxed if box)
    if not found or len(found) < len(boxed):
        return None
    return Line("".join(texts), enclosing(word.box for word in found), 1.0, run.direction, 0, found)


def _least_space(run: _Run) -> float:
    """White in pixels that parts characters of a run: less where letters touch than where they are spaced."""
    usual = median([_gap(a, b, run) for a, b in pairwise(run.glyphs)] or [0.0])
    return min(LEAST_SPACE_RATIO * run.size, max(0.0, usual) + LEAST_RISE_RATIO * run.size)


def _is_spaced(a: Glyph, b: Glyph, run: _Run, least: float) -> bool:
    """Whether white space stands between two characters: the file draws a space, or leaves room for one.
    PDFium makes up spaces where type sizes change; without room they are none."""
    if run.direction is Direction.VERTICAL:
        return b.space
    gap = _gap(a, b, run)
    return gap > least or (b.space and gap > TIGHT_SPACE_RATIO * run.size)


def _gap(a: Glyph, b: Glyph, run: _Run) -> float:
    """The white between two characters of a run, which lie one upon another where a run is turned."""
    return b.left - a.right if run.direction is Direction.HORIZONTAL else 0.0


def _word_box(glyphs: Sequence[Glyph], run: _Run, frame: PdfFrame) -> Box | None:
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    if run.direction is Direction.VERTICAL:
        top, bottom = min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)
    else:
        chinese = any(has_cjk(glyph.text) for glyph in run.glyphs)
        ascent, descent = (WIDE_ASCENT, WIDE_DESCENT) if chinese else (ASCENT, DESCENT)
        top, bottom = run.baseline - ascent * run.size, run.baseline + descent * run.size
    return frame.clipped((left, top, right, bottom))
