"""A page as flat as files are: strips of one column with their lines and words, named, in the frame of
the picture that the user gave.

Formats know blocks of lines and no region of several columns, so each column of a region is a strip.
Names that came with the lines are kept where they are unique; others are made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from ocr_fix.characters import HYPHENS, text_units
from ocr_fix.geometry import enclosing
from ocr_fix.model import Article, Box, Carried, Direction, Kind, Line, Page, Region, Word

HEADER, FOOTER = "header", "footer"
Point = tuple[int, int]
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_TOKEN = re.compile(r"[^ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the picture as given: its corners from the top left clockwise, and the
    upright box around them."""

    corners: tuple[Point, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class FlatWord:
    """A word with its name and its place."""

    id: str
    word: Word
    place: Place


@dataclass(frozen=True, slots=True)
class FlatLine:
    """A line; `paragraph` counts the paragraphs of its region, and `hyphenated` is the whole word whose
    hyphen ends the line, empty where none does. `given` are the words that came with it, `words` those
    that spell its text: the same, unless there were none or they say something else."""

    id: str
    line: Line
    place: Place
    paragraph: int
    given: tuple[FlatWord, ...]
    words: tuple[FlatWord, ...]
    hyphenated: str = ""
    begins: bool = False

    @property
    def estimated(self) -> bool:
        """Whether the boxes of the words are shares of the line's."""
        return not self.line.words or not spells(self.line)


@dataclass(frozen=True, slots=True)
class Strip:
    """A column of a region, a picture, or a table; `region` counts the regions of the page."""

    id: str
    kind: Kind
    place: Place
    region: int
    column: int
    lines: tuple[FlatLine, ...]
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """The header, an article or the footer: its name and its strips in reading order."""

    id: str
    name: str
    title: str
    strips: tuple[Strip, ...]


def flows_of(page: Page) -> tuple[Flow, ...]:
    """The flows of a page that are not empty, in reading order."""
    return tuple(_Namer(page).flows())


def page_size(page: Page) -> tuple[int, int]:
    """Width and height of the picture as given."""
    return page.source_width or page.width, page.source_height or page.height


def image_name(page: Page) -> str:
    """The file name of the page's picture, as the source names it."""
    carried = dict(page.carried)
    said = (
        carried.get("page:Page:@imageFilename") or carried.get("alto:fileName") or carried.get("hocr:image")
    )
    return (said or "").strip("\"'") or Path(page.source).name


def place_of(box: Box, page: Page) -> Place:
    """Where a box of the page stands in the picture as given, cut at the picture's edges."""
    width, height = page_size(page)
    corners = tuple(
        (min(max(0, round(x)), width), min(max(0, round(y)), height)) for x, y in page.transform.quad(box)
    )
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Place(corners, Box(min(xs), min(ys), max(xs), max(ys)))


def token_boxes(line: Line) -> tuple[Word, ...]:
    """The words that spell a line: those that came with it, else its text parted at spaces, with boxes
    that divide the line's by the length of the text."""
    if line.words and spells(line):
        return line.words
    whole = max(0.5, text_units(line.text))
    vertical = line.direction is Direction.VERTICAL
    start, length = (line.box.top, line.box.height) if vertical else (line.box.left, line.box.width)
    words = []
    for token in _TOKEN.finditer(line.text):
        low = start + round(length * text_units(line.text[: token.start()]) / whole)
        high = start + round(length * text_units(line.text[: token.end()]) / whole)
        sides = (
            (line.box.left, low, line.box.right, high)
            if vertical
            else (low, line.box.top, high, line.box.bottom)
        )
        words.append(Word(token.group(), Box(*sides), line.confidence))
    return tuple(words)


def spells(line: Line) -> bool:
    """Whether the words that came with a line say what its text says."""
    return "".join("".join(word.text.split()) for word in line.words) == "".join(line.text.split())


def is_name(text: str) -> bool:
    """Whether `text` may be an ID in XML."""
    return _NAME.fullmatch(text) is not None


class _Namer:
    """Makes flows of a page, giving each name once; names that came with the page go first."""

    def __init__(self, page: Page) -> None:
        lines = [line for region in page.regions for line in region.lines]
        names = [one.id for one in page.regions] + [line.id for line in lines]
        names += [word.id for line in lines for word in line.words]
        self.page = page
        self.given = frozenset(filter(is_name, names))
        self.used: set[str] = set()
        self.regions = 0

    def flows(self) -> Iterator[Flow]:
        number = 0
        for article in self.page.flows:
            if article is self.page.header:
                name = HEADER
            elif article is self.page.footer:
                name = FOOTER
            else:
                number += 1
                name = f"article{number}"
            title = article.headline if name.startswith("article") else ""
            yield Flow(self._name("", f"flow_{name}"), name, title, tuple(self._strips(article)))

    def _strips(self, article: Article) -> Iterator[Strip]:
        for index, region in enumerate(article.regions):
            number, self.regions = self.regions, self.regions + 1
            paragraphs, hyphenated = _paragraphs(article, index)
            strips = _columns(region)
            for order, (column, places) in enumerate(strips):
                name = self._name("" if order else region.id, f"r{number}" + (f"_{order}" if order else ""))
                lines = tuple(
                    replace(
                        self._line(region.lines[place], f"r{number}l{place}"),
                        paragraph=paragraphs[place],
                        begins=not place or paragraphs[place] != paragraphs[place - 1],
                        hyphenated=hyphenated.get(place, ""),
                    )
                    for place in places
                )
                around = (
                    region.box if len(strips) == 1 else enclosing(region.lines[place].box for place in places)
                )
                carried = () if order else region.carried
                yield Strip(name, region.kind, place_of(around, self.page), number, column, lines, carried)

    def _line(self, line: Line, name: str) -> FlatLine:
        own = self._name(line.id, name)
        given = self._words(line.words, name)
        words = given if line.words and spells(line) else self._words(token_boxes(line), f"{name}t")
        return FlatLine(own, line, place_of(line.box, self.page), 0, given, words)

    def _words(self, words: Sequence[Word], name: str) -> tuple[FlatWord, ...]:
        return tuple(
            FlatWord(self._name(word.id, f"{name}w{place}"), word, place_of(word.box, self.page))
            for place, word in enumerate(words)
        )

    def _name(self, given: str, made: str) -> str:
        """`given` where it is a name that nobody else bears, else `made`, numbered where needed."""
        if is_name(given) and given not in self.used:
            self.used.add(given)
            return given
        name, count = made, 1
        while name in self.used or name in self.given:
            count += 1
            name = f"{made}_{count}"
        self.used.add(name)
        return name


def _columns(region: Region) -> list[tuple[int, list[int]]]:
    """The columns of a region with the places of their lines; a table's cells stay together."""
    if region.kind is Kind.TABLE or not region.lines:
        return [(0, list(range(len(region.lines))))]
    runs = groupby(enumerate(region.lines), key=lambda entry: entry[1].column)
    return [(column, [place for place, _ in run]) for column, run in runs]


def _paragraphs(article: Article, region: int) -> tuple[list[int], dict[int, str]]:
    """The paragraph of each line of a region, and the whole words of lines that end with a hyphen."""
    lines = article.regions[region].lines
    numbers = [0] * len(lines)
    hyphenated: dict[int, str] = {}
    own = (one for one in article.paragraphs if one.region == region)
    for number, paragraph in enumerate(own):
        for place in paragraph.lines:
            numbers[place] = number
        for place, after in pairwise(paragraph.lines):
            whole = _whole_word(lines[place].text, lines[after].text, paragraph.text)
            if whole:
                hyphenated[place] = whole
    return numbers, hyphenated


def _whole_word(above: str, below: str, paragraph: str) -> str:
    """The word that a hyphen parts at the end of a line, as the paragraph has it; empty where it is
    whole."""
    tail, head = above.split()[-1:], below.split()[:1]
    if not tail or not head or tail[0][-1] not in HYPHENS or len(tail[0]) < 2:
        return ""
    whole = tail[0][:-1] + head[0]
    return whole if whole in paragraph else ""
