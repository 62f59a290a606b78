"""The sheet of paper: draws lines, rules, frames and pictures, and keeps the truth of what it drew."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from draw.fonts import face_of, load_font
from draw.marks import Block, Glyphs, Rect, Rule, SetLine, Truth
from draw.tokens import DASH

UPRIGHT = str.maketrans(
    {
        "（": "︵",
        "）": "︶",
        "《": "︽",
        "》": "︾",
        "〈": "︿",
        "〉": "﹀",
        "「": "﹁",
        "」": "﹂",
        "『": "﹃",
        "』": "﹄",
        "“": "﹃",
        "”": "﹄",
        "—": "︱",
        "…": "︙",
    }
)


def _blank(size: tuple[int, int]) -> Image.Image:
    return Image.new("L", size, 255)


@dataclass(slots=True)
class Sheet:
    """A page in the making; `tints` are rectangles printed in a second colour (RGB)."""

    width: int
    height: int
    truth: Truth
    image: Image.Image = field(init=False)
    tints: list[tuple[Rect, tuple[int, int, int]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = _blank((self.width, self.height))

    def add(self, block: Block) -> None:
        """Draws a block and appends it to the truth, which is in reading order."""
        for line in block.lines:
            self.draw_line(line)
        self.truth.blocks.append(block)

    def draw_line(self, line: SetLine) -> None:
        """Draws one line of text."""
        if line.vertical:
            self._draw_upright(line)
            return
        pen, style = ImageDraw.Draw(self.image), line.style
        baseline, stroke = line.box.top + style.face.ascent * style.size, style.face.stroke * style.size
        for glyph in line.glyphs:
            if glyph.text == DASH:
                self._draw_dash(line, glyph)
                continue
            place = (round(line.box.left + glyph.offset), round(baseline))
            font = load_font(face_of(style.face, glyph.text), style.size)
            pen.text(place, glyph.text, font=font, fill=style.ink, anchor="ls", stroke_width=stroke)
        if line.drop_cap:
            top = round(line.box.top + 0.1 * style.size)
            large = load_font(style.face, line.drop_size)
            pen.text((round(line.box.left), top), line.drop_cap, font=large, fill=style.ink, anchor="lt")

    def _draw_upright(self, line: SetLine) -> None:
        pen, style = ImageDraw.Draw(self.image), line.style
        font, x = load_font(style.face, style.size), round(line.box.left)
        for glyph in line.glyphs:
            y = line.box.top + glyph.offset
            if glyph.text == DASH:
                self._draw_dash(line, glyph)
                continue
            if len(glyph.text) == 1:
                shift = (style.size - font.getlength(glyph.text)) / 2
                text, at = (
                    glyph.text.translate(UPRIGHT),
                    (round(x + shift), round(y + style.face.ascent * style.size)),
                )
                pen.text(at, text, font=font, fill=style.ink, anchor="ls")
            else:
                self._draw_turned(glyph.text, (x, round(y)), line)

    def _draw_dash(self, line: SetLine, glyph: Glyphs) -> None:
        """The Chinese dash as one stroke: in most fonts two of its characters would leave a gap."""
        em, thick = line.style.size, max(2, round(0.05 * line.style.size))
        if line.vertical:
            start, middle = line.box.top + glyph.offset + 0.06 * em, round(line.box.left + em / 2)
            box = Rect(middle - thick / 2, start, middle + thick / 2, start + 1.88 * em)
        else:
            start, middle = line.box.left + glyph.offset + 0.06 * em, round(line.box.top + 0.5 * em)
            box = Rect(start, middle - thick / 2, start + 1.88 * em, middle + thick / 2)
        self.fill(box, line.style.ink)

    def _draw_turned(self, text: str, corner: tuple[int, int], line: SetLine) -> None:
        font = load_font(line.style.face, line.style.size)
        word = _blank((round(font.getlength(text)), line.style.size))
        place = (0, round(line.style.face.ascent * line.style.size))
        ImageDraw.Draw(word).text(place, text, font=font, fill=0, anchor="ls")
        self.image.paste(word.transpose(Image.Transpose.ROTATE_270), corner)

    def rule(self, kind: str, box: Rect) -> None:
        """Draws a printed rule as thick as its box."""
        self.fill(box, 0)
        self.truth.rules.append(Rule(kind, box))

    def frame(self, box: Rect, thickness: int) -> None:
        """Draws the four sides of a box, inside it."""
        pen = ImageDraw.Draw(self.image)
        sides = (round(box.left), round(box.top), round(box.right) - 1, round(box.bottom) - 1)
        pen.rectangle(sides, outline=0, width=thickness)
        self.truth.rules.append(Rule("frame", box))

    def fill(self, box: Rect, ink: int) -> None:
        """Fills a rectangle with one grey."""
        pen = ImageDraw.Draw(self.image)
        pen.rectangle(
            (round(box.left), round(box.top), round(box.right) - 1, round(box.bottom) - 1), fill=ink
        )

    def paste(self, picture: Image.Image, box: Rect) -> None:
        """Puts a picture at the left top of its box."""
        self.image.paste(picture, (round(box.left), round(box.top)))

    def crop(self, height: int) -> None:
        """Cuts the sheet off under what is printed."""
        self.height = height
        self.image = self.image.crop((0, 0, self.width, height))
