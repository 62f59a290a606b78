"""Pages drawn in letters: a small drawing becomes regions, rules and a truth about what runs on.

A letter stands for a region and fills its rectangle; `-` and `|` are printed rules. A character is one
em wide and a row one and a half em high. Small letters are body text with a line per row; capital
letters are one line in the height of their rectangle: one row is a subhead's size, two rows a headline's;
one that is taller than wide runs downwards. The texts are invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from re import findall

from ocr_fix.geometry import enclosing, grown, scaled
from ocr_fix.model import Box, Direction, Kind, Line, Marks, Region, Separator, SeparatorKind
from ocr_fix.order import Order

EM = 40
ROW = 60
WORDS = "渡口边的老樟树下乡亲们把新收的稻谷一担一担挑进粮仓又把去年留下的种子翻出来晒在石坝上"

Regions = Sequence[Region]


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawn page: its regions in the drawing's order, what is seen of it, and their letters.

    `runs` holds pairs of letters whose texts run on, as in `ab bc`.
    """

    regions: tuple[Region, ...]
    marks: Marks
    letters: Mapping[Box, str]
    runs: str = ""

    def follow(self, a: str, b: str) -> float:
        """Perfect judgement of what runs on; nothing is known of texts that are not drawn."""
        last, first = findall(r"[a-zA-Z](?=\d)", a), findall(r"[a-zA-Z](?=\d)", b)
        if not last or not first:
            return 0.0
        return 3.0 if last[-1] == first[0] or last[-1] + first[0] in self.runs.split() else -3.0

    def region(self, letter: str) -> Region:
        return next(one for one in self.regions if self.letter_of(one) == letter)

    def letter_of(self, region: Region) -> str:
        return self.letters[region.lines[0].box if region.lines else region.box]

    def spell(self, regions: Regions) -> str:
        """The letters of `regions`, each once for all its lines in a row."""
        boxes = [line for one in regions for line in ([each.box for each in one.lines] or [one.box])]
        return "".join(letter for letter, _ in groupby(self.letters[box] for box in boxes))

    def spell_order(self, order: Order) -> str:
        """The letters of header, stories and footer in order, a space between them."""
        return " ".join(self.spell(one) for one in (order.header, *order.stories, order.footer) if one)

    def moved(self, by_x: int, by_y: int, scale: int = 1) -> Layout:
        """The same page elsewhere and larger."""

        def move(box: Box) -> Box:
            one = scaled(box, scale)
            return Box(one.left + by_x, one.top + by_y, one.right + by_x, one.bottom + by_y)

        return replace(
            self,
            regions=tuple(
                replace(
                    region,
                    box=move(region.box),
                    lines=tuple(replace(line, box=move(line.box)) for line in region.lines),
                )
                for region in self.regions
            ),
            marks=replace(
                self.marks,
                width=self.marks.width * scale + by_x,
                height=self.marks.height * scale + by_y,
                em=self.marks.em * scale,
                lines=tuple(move(line) for line in self.marks.lines),
                separators=tuple(replace(one, box=move(one.box)) for one in self.marks.separators),
                pictures=tuple(move(box) for box in self.marks.pictures),
            ),
            letters={move(box): letter for box, letter in self.letters.items()},
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """How letters are meant beyond their place: the text of some, their kinds, frames about groups."""

    runs: str = ""
    texts: Mapping[str, str] | None = None
    kinds: Mapping[str, Kind] | None = None
    frames: str = ""


def draw(picture: str, drawing: Drawing = Drawing()) -> Layout:
    """The page that `picture` shows; each word of `drawing.frames` names the letters in one printed frame."""
    rows = picture.strip("\n").split("\n")
    cells = {
        (x, y): letter for y, row in enumerate(rows) for x, letter in enumerate(row) if letter.strip(" .")
    }
    letters = sorted(
        {letter for letter in cells.values() if letter.isalpha()}, key=list(cells.values()).index
    )
    boxes = {letter: _box([cell for cell, one in cells.items() if one == letter]) for letter in letters}
    regions = tuple(_region(letter, box, drawing) for letter, box in boxes.items())
    frames = [
        Separator(SeparatorKind.FRAME, grown(enclosing(boxes[one] for one in group), EM / 2, EM / 4))
        for group in drawing.frames.split()
    ]
    separators = (*_rules(cells, "-"), *_rules(cells, "|"), *frames)
    names = {
        box: letter
        for letter, region in zip(boxes, regions, strict=True)
        for box in [line.box for line in region.lines] or [region.box]
    }
    marks = Marks(
        width=(max(map(len, rows)) + 2) * EM,
        height=(len(rows) + 2) * ROW,
        em=float(EM),
        lines=tuple(line.box for region in regions for line in region.lines),
        separators=tuple(separators),
        pictures=tuple(region.box for region in regions if region.kind is Kind.PICTURE),
    )
    return Layout(regions, marks, names, drawing.runs)


def _box(cells: Sequence[tuple[int, int]]) -> Box:
    left, right = min(x for x, _ in cells), max(x for x, _ in cells)
    top, bottom = min(y for _, y in cells), max(y for _, y in cells)
    return Box((left + 1) * EM, (top + 1) * ROW + 4, (right + 2) * EM, (bottom + 2) * ROW - 4)


def _rules(cells: Mapping[tuple[int, int], str], mark: str) -> list[Separator]:
    """The straight runs of a mark, as rules in the middle of their cells."""
    flat = mark == "-"
    found = sorted(cell if flat else cell[::-1] for cell, one in cells.items() if one == mark)
    rules = []
    for along, across in found:
        if (along - 1, across) in found:
            continue
        end = along
        while (end + 1, across) in found:
            end += 1
        middle = round((across + 1.5) * (ROW if flat else EM))
        if flat:
            box = Box((along + 1) * EM, middle - 2, (end + 2) * EM, middle + 2)
        else:
            box = Box(middle - 2, (along + 1) * ROW, middle + 2, (end + 2) * ROW)
        rules.append(Separator(SeparatorKind.HORIZONTAL if flat else SeparatorKind.VERTICAL, box))
    return rules


def _region(letter: str, box: Box, drawing: Drawing) -> Region:
    kind = (drawing.kinds or {}).get(letter, Kind.BODY)
    text = (drawing.texts or {}).get(letter, "")
    if kind is Kind.PICTURE:
        return Region(kind, box)
    if letter.isupper() and box.height > box.width:
        return Region(kind, box, (Line(text or _words(letter, 1, 4), box, direction=Direction.VERTICAL),))
    if letter.isupper():
        size = min(box.height, 3 * EM)
        return Region(kind, box, (Line(text or _words(letter, 1, box.width // size), box),))
    count = (box.height + 8) // ROW
    stop = "" if any(pair[0] == letter for pair in drawing.runs.split()) else "。"
    lines = []
    for row in range(count):
        top = box.top + row * ROW + 6
        words = text or _words(letter, row + 1, box.width // EM)
        if not text and row == count - 1 and stop:
            words = words[:-1] + stop
        lines.append(Line(words, Box(box.left, top, box.right, top + EM)))
    return Region(kind, enclosing(line.box for line in lines), tuple(lines))


def _words(letter: str, row: int, units: int) -> str:
    """The letter and the row's number, then words until the line is `units` em long."""
    name = f"{letter}{row}"
    start = (7 * row + 3 * ord(letter)) % len(WORDS)
    return name + (WORDS + WORDS)[start : start + max(2, units - len(name) // 2)]
