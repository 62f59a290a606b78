"""The types that the stages hand on: text in boxes, from the line up to the document.

Every type is frozen and made whole. All boxes of a page live in the frame of the cleaned
scan; `Page.transform` leads back to the picture that the user gave. The pixels themselves
are in `Scan` alone (`ocr_fix.scan`), so that everything here is small, picklable and JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ocr_fix.frame import Bend as Bend
from ocr_fix.frame import Box as Box
from ocr_fix.frame import Transform as Transform

if TYPE_CHECKING:
    from PIL.Image import Image

FORMAT_VERSION = 1

Carried = tuple[tuple[str, str], ...]
"""What a file said beyond what is understood here, kept for a writer of the same format: names such as
"alto:STYLEREFS" (an attribute) or "page:<TextStyle>" (an element, its value XML), in the file's order."""


class Kind(StrEnum):
    """What a region is in a newspaper."""

    MASTHEAD = "masthead"
    KICKER = "kicker"
    HEADLINE = "headline"
    DECK = "deck"
    BYLINE = "byline"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    SIDEBAR = "sidebar"
    ADVERT = "advert"
    TABLE = "table"
    PICTURE = "picture"
    JUMP_LINE = "jump_line"
    RUNNING = "running"
    FOOTER = "footer"


class Direction(StrEnum):
    """How a line runs: left to right, or top to bottom with lines going leftwards."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class SeparatorKind(StrEnum):
    """A printed rule, or the frame of a boxed item."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Separator:
    """A printed rule, or the four sides of a frame, with the box that it fills."""

    kind: SeparatorKind
    box: Box


@dataclass(frozen=True, slots=True)
class Marks:
    """What is seen on a page before anything is read.

    `lines` are boxes of text lines in no promised order, `em` the median height of body
    lines in pixels (0 on a page without text), `width` and `height` the size of the page.
    `tables` are the outlines of ruled tables; `steps` tell what was left out; `other_side_grey` is how
    much darker than paper the other side's print shows through, 0 where it does not.
    """

    width: int
    height: int
    em: float
    lines: tuple[Box, ...]
    separators: tuple[Separator, ...] = ()
    pictures: tuple[Box, ...] = ()
    tables: tuple[Box, ...] = ()
    steps: tuple[Step, ...] = ()
    other_side_grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Area:
    """A place for one flow of text, before reading: `columns` holds the line boxes of each
    of its columns in reading order. A picture has those of the lines in it, often none."""

    kind: Kind
    box: Box
    columns: tuple[tuple[Box, ...], ...]
    direction: Direction = Direction.HORIZONTAL


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line with its box; `id` is its name in the file that it came from."""

    text: str
    box: Box
    confidence: float = 1.0
    id: str = ""
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line as the engine read it, a hyphen at its end included.

    `confidence` runs from 0 to 1; `column` counts the columns of the line's region from 0; `id` is
    the line's name in the file that it came from, empty for one that was read here; `weight` is how
    thick its strokes are, in pixels, 0 where nobody looked.
    """

    text: str
    box: Box
    confidence: float = 1.0
    direction: Direction = Direction.HORIZONTAL
    column: int = 0
    words: tuple[Word, ...] = ()
    id: str = ""
    carried: Carried = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Region:
    """One flow of text between two headings, which may span several columns; its lines in
    reading order. A picture has the lines that were read in it, mostly none."""

    kind: Kind
    box: Box
    lines: tuple[Line, ...] = ()
    id: str = ""
    carried: Carried = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's text, and the lines that prove it.

    `region` is an index into the article's regions, `lines` are indices into that region's.
    """

    text: str
    region: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A story: its regions in reading order and the paragraphs rebuilt from their lines."""

    regions: tuple[Region, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def pictures(self) -> tuple[Region, ...]:
        return self.of_kind(Kind.PICTURE)

    @property
    def captions(self) -> tuple[Region, ...]:
        return self.of_kind(Kind.CAPTION)

    @property
    def tables(self) -> tuple[Region, ...]:
        return self.of_kind(Kind.TABLE)

    def without(self, kinds: Collection[Kind]) -> Article:
        """The article without its regions of some kinds."""
        kept = [index for index, region in enumerate(self.regions) if region.kind not in kinds]
        return Article(
            tuple(self.regions[index] for index in kept),
            tuple(
                replace(paragraph, region=kept.index(paragraph.region))
                for paragraph in self.paragraphs
                if paragraph.region in kept
            ),
        )

    @property
    def headline(self) -> str:
        """The text of the first headline, empty where there is none."""
        for index, region in enumerate(self.regions):
            if region.kind is Kind.HEADLINE:
                return " ".join(self.region_paragraphs(index))
        return ""

    @property
    def text(self) -> str:
        """A paragraph a line, a blank line between regions."""
        texts = (self.region_paragraphs(index) for index in range(len(self.regions)))
        return "\n\n".join("\n".join(text) for text in texts if text)

    def of_kind(self, kind: Kind) -> tuple[Region, ...]:
        """The article's regions of one kind, in reading order."""
        return tuple(region for region in self.regions if region.kind is kind)

    def region_paragraphs(self, index: int) -> tuple[str, ...]:
        """The texts of the paragraphs of region `index`."""
        return tuple(paragraph.text for paragraph in self.paragraphs if paragraph.region == index)


@dataclass(frozen=True, slots=True)
class Step:
    """What a stage did and why, for a reader of the result."""

    stage: str
    detail: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the order may be wrong: the box where the text should run on, why, and the chance,
    0..1, that it is wrong. Most doubted places are right: chances of a few hundredths are usual."""

    box: Box
    reason: str
    chance: float = 0.5


@dataclass(frozen=True, slots=True)
class Paper:
    """What newspaper a page belongs to: its title, the day as printed or as ISO date, and the number
    that the page bears there. Empty is unknown."""

    title: str = ""
    date: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page in reading order.

    `number` counts the source's pages from 1; `width` and `height` are those of the cleaned
    scan, `source_width` and `source_height` those of the picture as given where they differ (else 0);
    `header` and `footer` hold the page furniture (masthead, folio, imprint); `skipped` are the kinds of
    regions that its text, Markdown and HTML leave out.

    >>> page = Page(source="a.png", width=100, height=80)
    >>> page.text
    ''
    """

    source: str
    width: int
    height: int
    number: int = 1
    dpi: float = 0.0
    em: float = 0.0
    language: str = ""
    engine: str = ""
    header: Article = Article()
    articles: tuple[Article, ...] = ()
    footer: Article = Article()
    separators: tuple[Separator, ...] = ()
    transform: Transform = Transform()
    doubts: tuple[Doubt, ...] = ()
    warnings: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    paper: Paper = Paper()
    source_width: int = 0
    source_height: int = 0
    carried: Carried = ()
    skipped: tuple[Kind, ...] = ()
    format_version: int = FORMAT_VERSION

    @property
    def flows(self) -> tuple[Article, ...]:
        """Header, articles and footer in reading order, the empty ones left out."""
        return tuple(flow for flow in (self.header, *self.articles, self.footer) if flow.regions)

    @property
    def regions(self) -> Iterator[Region]:
        """All regions of the page in reading order."""
        return (region for flow in self.flows for region in flow.regions)

    @property
    def pictures(self) -> tuple[Region, ...]:
        return tuple(region for region in self.regions if region.kind is Kind.PICTURE)

    @property
    def text(self) -> str:
        """The page's text: a paragraph a line, a blank line between regions."""
        return "\n\n".join(flow.text for flow in self.shown.flows if flow.text)

    @property
    def shown(self) -> Page:
        """The page without what its text leaves out."""
        if not self.skipped:
            return self
        articles = (article.without(self.skipped) for article in self.articles)
        return replace(
            self,
            header=self.header.without(self.skipped),
            articles=tuple(article for article in articles if article.regions),
            footer=self.footer.without(self.skipped),
            skipped=(),
        )

    def markdown(self) -> str:
        """The page as Markdown, headings by level."""
        from ocr_fix.write.markdown import write_markdown

        return write_markdown(self)

    def to_json(self) -> str:
        """The page as JSON; `ocr_fix.page_from_json` reads it back."""
        from ocr_fix.write.json import write_json

        return write_json(self)

    def overlay(self) -> Image:
        """The scan with regions, lines, separators and reading order drawn over it.

        Raises:
            InputError: the page's source can no longer be read.
        """
        from ocr_fix.sources import page_picture
        from ocr_fix.write.overlay import draw_overlay

        return draw_overlay(self, page_picture(self))


@dataclass(frozen=True, slots=True)
class Document:
    """The pages of one source, in order."""

    source: str
    pages: tuple[Page, ...] = ()
