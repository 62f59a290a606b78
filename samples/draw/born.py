"""Drawn pages as a born-digital PDF: their characters, rules and pictures as a layout program would
write them, without wear. Fonts are embedded; words stand where they were set and no spaces are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from fpdf import FPDF
from PIL import Image

from draw.fonts import ROOT, Face, face_of
from draw.look import DPI, Press
from draw.marks import Glyphs, Rect, SetLine
from draw.sheet import UPRIGHT
from draw.tokens import DASH

POINTS = 72 / DPI
THIN_PX = 3


def born_digital(presses: Sequence[Press]) -> bytes:
    """A PDF with a page for each of `presses`."""
    pdf = FPDF(unit="pt")
    pdf.set_auto_page_break(False)
    for press in presses:
        pdf.add_page(format=(press.sheet.width * POINTS, press.sheet.height * POINTS))
        _draw_page(pdf, press)
    return bytes(pdf.output())


def _draw_page(pdf: FPDF, press: Press) -> None:
    truth = press.sheet.truth
    pdf.set_fill_color(0)
    pdf.set_draw_color(0)
    for rule in truth.rules:
        box = rule.box
        if rule.kind == "frame":
            pdf.set_line_width(THIN_PX * POINTS)
            pdf.rect(*_placed(box))
        else:
            pdf.rect(*_placed(box), style="F")
    for block in truth.blocks:
        if block.kind == "picture":
            _draw_picture(pdf, block.hull, press)
        for line in block.lines:
            if line.vertical:
                _draw_upright(pdf, line)
            else:
                _draw_line(pdf, line)


def _draw_picture(pdf: FPDF, box: Rect, press: Press) -> None:
    sides = (round(box.left), round(box.top), round(box.right), round(box.bottom))
    picture = BytesIO()
    press.sheet.image.crop(sides).resize((200, 150), Image.Resampling.BOX).save(picture, "PNG")
    pdf.image(picture, *_placed(box))


def _draw_line(pdf: FPDF, line: SetLine) -> None:
    style = line.style
    baseline = line.box.top + style.face.ascent * style.size
    if line.drop_cap:
        _write(pdf, line.drop_cap, style.face, line.drop_size)
        top = line.box.top + 0.1 * style.size + 0.7 * line.drop_size
        pdf.text(line.box.left * POINTS, top * POINTS, line.drop_cap)
    for glyph in line.glyphs:
        text = _text(glyph)
        _write(pdf, text, style.face, style.size)
        width = pdf.get_string_width(text)
        if glyph.text != DASH and width > 0:
            pdf.set_stretching(
                100 * glyph.width * POINTS / width if abs(glyph.width * POINTS - width) > 0.5 else 100
            )
        pdf.text((line.box.left + glyph.offset) * POINTS, baseline * POINTS, text)
        pdf.set_stretching(100)


def _draw_upright(pdf: FPDF, line: SetLine) -> None:
    style = line.style
    for glyph in line.glyphs:
        y = line.box.top + glyph.offset
        if len(glyph.text) == 1 or glyph.text == DASH:
            for place, character in enumerate(_text(glyph)):
                shown = character.translate(UPRIGHT)
                _write(pdf, shown, style.face, style.size)
                down = y + (style.face.ascent + place) * style.size
                pdf.text(line.box.left * POINTS, down * POINTS, shown)
        else:
            _write(pdf, glyph.text, style.face, style.size)
            x = line.box.left + (1 - style.face.ascent) * style.size
            with pdf.rotation(-90, x * POINTS, y * POINTS):
                pdf.text(x * POINTS, y * POINTS, glyph.text)


def _text(glyph: Glyphs) -> str:
    return "——" if glyph.text == DASH else glyph.text


def _write(pdf: FPDF, text: str, face: Face, size: int) -> None:
    """Sets the font for what is written next."""
    used = face_of(face, text)
    name = f"{used.path}-{used.index}".lower()
    if name not in pdf.fonts:
        pdf.add_font(name, fname=ROOT / used.path, collection_font_number=used.index)
    pdf.set_font(name, size=size * POINTS)


def _placed(box: Rect) -> tuple[float, float, float, float]:
    return box.left * POINTS, box.top * POINTS, box.width * POINTS, box.height * POINTS
