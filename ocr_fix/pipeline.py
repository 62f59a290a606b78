"""The order of the stages, a line each.

scan -> clean -> detect -> areas -> recognise -> order -> paragraphs -> Page
words of others -> straight -> pieces, by gutters or by ink -> areas -> place -> order -> paragraphs
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ocr_fix.areas import AreaOptions, find_areas
from ocr_fix.beside import Seen, pieces_on_ink, see, with_seen
from ocr_fix.blots import find_blots
from ocr_fix.channels import part_at_channels
from ocr_fix.clean import CleanOptions, FirstLook, clean
from ocr_fix.detect import DetectOptions, body_em, detect_marks
from ocr_fix.doubts import find_doubts
from ocr_fix.engines import open_engine
from ocr_fix.engines.base import Engine
from ocr_fix.errors import InputError, shown
from ocr_fix.heirs import hand_down, with_holders
from ocr_fix.joinsigns import Successors, successors
from ocr_fix.keystone import find_lean
from ocr_fix.language import Follow, load_follow
from ocr_fix.leftward import turn_leftward
from ocr_fix.loose import Piece, boxes_of, part_at_gaps, take_apart, thickened
from ocr_fix.model import Line, Marks, Page, Region
from ocr_fix.order import order_regions
from ocr_fix.paper import with_paper
from ocr_fix.paragraphs import join_paragraphs
from ocr_fix.parts import kinds_of_parts
from ocr_fix.place import mark_words, part_at_gutters, place, settle, with_unplaced, with_unread
from ocr_fix.readoptions import ReadOptions as ReadOptions
from ocr_fix.recognise import recognise
from ocr_fix.scan import Scan
from ocr_fix.sources import SourceOptions, open_page, page_count, picture_path
from ocr_fix.straight import Straightener, find_level
from ocr_fix.strokes import find_read_rules
from ocr_fix.tidied import tidied
from ocr_fix.turn import engine_upright
from ocr_fix.write.textlayer import VISIBLE_TEXT

RIVAL_EM_RATIO = 1.6
"""The rival order is found as if the type were so much larger: white space counts for less."""


class Reader:
    """Loads an engine's models once and reads many pages.

    >>> import ocr_fix
    >>> reader = ocr_fix.Reader(language="chi_sim+eng")
    >>> page = reader.read("samples/01-two-columns.jpg")
    >>> len(page.articles) > 0
    True

    Raises:
        InputError: the engine or the language is unknown.
        EngineError: the engine or one of its models is not installed.
    """

    def __init__(
        self,
        engine: str = "rapidocr",
        language: str = "chi_sim+eng",
        options: ReadOptions = ReadOptions(),
    ) -> None:
        self._engine = open_engine(engine, language)
        self._follow = load_follow(language)
        self._language = language
        self._options = options
        self._sources = options.for_sources(language)

    def read(self, path: str | Path, number: int = 1) -> Page:
        """Page `number` of a file, counted from 1, in reading order.

        Raises:
            InputError: the file cannot be used, or has no such page.
            EngineError: the engine failed.
        """
        return self._read(open_page(Path(path), number, self._sources))

    def read_all(self, path: str | Path) -> Iterator[Page]:
        """The pages of a file, one by one as they are read.

        Raises:
            InputError: the file or one of its pages cannot be used.
            EngineError: the engine failed.
        """
        for number in range(1, page_count(Path(path), self._sources) + 1):
            yield self.read(path, number)

    def _read(self, opened: Scan | Page) -> Page:
        if isinstance(opened, Page):
            return read_words(opened, self._follow, self._language, self._options)
        return read_scan(opened, self._engine, self._follow, self._language, self._options)


class Orderer:
    """Puts pages in order that others have read: hOCR, ALTO, PAGE, TSV, JSON, and text layers of PDFs;
    it needs no engine.

    >>> Orderer("eng").read("golden/07-english.json").articles[0].headline
    'Mobile Library Wins Reprieve After Pupils March'
    """

    def __init__(self, language: str = "chi_sim+eng", options: ReadOptions = ReadOptions()) -> None:
        self._follow = load_follow(language)
        self._language = language
        self._options = options
        self._sources = options.for_sources(language)

    def read(self, path: str | Path, number: int = 1) -> Page:
        """Page `number` of a file, counted from 1, in reading order.

        Raises:
            InputError: the file cannot be used, has no such page, or the page has no words with boxes.
        """
        opened = open_page(Path(path), number, self._sources)
        if isinstance(opened, Scan):
            raise InputError(
                f"{shown(path)}, page {number}, is a picture without text to be put in order; "
                "read it with `ocr-fix run`."
            )
        seen = _picture_of(opened, Path(path), self._sources)
        page = seen.page if seen else opened
        return read_words(page, self._follow, self._language, self._options, seen)


def _picture_of(given: Page, file: Path, options: SourceOptions) -> Seen | None:
    """What the picture of `given`, a page read from `file`, shows beside its words, where it is at hand."""
    path = picture_path(given)
    if path is None or path == file:
        return None
    options = replace(options, split_spreads=False)
    try:
        scan = open_page(path, given.number if page_count(path, options) > 1 else 1, options)
    except InputError:
        return None
    return see(given, scan) if isinstance(scan, Scan) else None


def read(
    path: str | Path,
    *,
    engine: str = "rapidocr",
    language: str = "chi_sim+eng",
    options: ReadOptions = ReadOptions(),
) -> Page:
    """The first page of a file in reading order; for many pages use `Reader`.

    >>> import ocr_fix
    >>> page = ocr_fix.read("samples/01-two-columns.jpg")
    >>> page.text.endswith(page.footer.text)
    True

    Raises:
        InputError: the file, the engine or the language cannot be used.
        EngineError: the engine or one of its models is not installed, or it failed.
    """
    return Reader(engine, language, options).read(path)


def read_scan(
    scan: Scan, engine: Engine, follow: Follow, language: str = "", options: ReadOptions = ReadOptions()
) -> Page:
    """A page from its scan; a blank scan gives a page without articles.

    Raises:
        EngineError: the engine failed.
    """
    given_width, given_height = scan.given_size or (scan.width, scan.height)
    cleaned, marks = _seen(scan, engine, options)
    areas = find_areas(marks, AreaOptions(direction=options.direction))
    regions, turned = turn_leftward(recognise(cleaned, areas, engine))
    order = order_regions(regions, marks, follow)
    page = Page(
        source=scan.source,
        number=scan.number,
        width=cleaned.width,
        height=cleaned.height,
        dpi=scan.dpi,
        em=marks.em,
        language=language,
        engine=engine.name,
        header=join_paragraphs(order.header),
        articles=tuple(join_paragraphs(story, follow) for story in order.stories),
        footer=join_paragraphs(order.footer),
        separators=marks.separators,
        transform=cleaned.transform,
        source_width=given_width,
        source_height=given_height,
        doubts=find_doubts(order.stories, follow, rival_order(regions, marks, follow)),
        steps=(*cleaned.steps, *marks.steps, *turned, *order.steps),
        skipped=kinds_of_parts(options.skip),
    )
    return with_paper(page)


def _seen(scan: Scan, engine: Engine, options: ReadOptions) -> tuple[Scan, Marks]:
    """The cleaned scan and its marks; where these show what cleaning alone could not see, both once more."""
    cleaning, looking = CleanOptions(deskew=options.deskew), DetectOptions(columns=options.columns)
    cleaned = clean(scan, cleaning, engine_upright(engine))
    marks = detect_marks(cleaned, engine, looking)
    seen = FirstLook(find_lean(marks) if options.deskew else None, marks.other_side_grey)
    if not seen:
        return cleaned, marks
    cleaned = clean(scan, cleaning, engine_upright(engine), seen)
    return cleaned, detect_marks(cleaned, engine, looking)


def read_words(
    given: Page,
    follow: Follow,
    language: str = "",
    options: ReadOptions = ReadOptions(),
    seen: Seen | None = None,
) -> Page:
    """`given`, a page whose lines somebody else read, in reading order: regions, articles and paragraphs
    are built anew from the lines, which come back with their boxes and names. No lines, no articles.
    `seen` is what the page's picture shows."""
    lines = [line for region in given.regions for line in region.lines]
    level = seen.level if seen else find_level(lines, given.width, given.height)
    blots: tuple[Piece, ...] = ()
    if seen and seen.by_ink:
        pieces, marks = pieces_on_ink(lines, seen)
    else:
        pieces, marks, blots = _pieces_by_gutters(given, lines, level, options.columns)
        marks = with_seen(marks, seen) if seen else marks
    placed = place(find_areas(marks, AreaOptions(direction=options.direction)), pieces)
    order = order_regions(placed.regions, marks, follow)
    stories = (join_paragraphs(story, follow) for story in order.stories)
    flows = (join_paragraphs(order.header), *stories, join_paragraphs(order.footer))
    header, *articles, footer = (
        settle(flow, lines, placed) for flow in hand_down(flows, placed, given, level)
    )
    page = replace(
        given,
        em=marks.em,
        language=given.language or language,
        header=header,
        articles=with_holders(articles, given),
        footer=footer,
        doubts=find_doubts(order.stories, follow, rival_order(placed.regions, marks, follow)),
        steps=(*given.steps, *marks.steps, *order.steps),
        skipped=kinds_of_parts(options.skip) or given.skipped,
    )
    return with_paper(with_unread(with_unplaced(page, lines), blots, lines))


def rival_order(regions: Sequence[Region], marks: Marks, follow: Follow) -> Successors:
    """Which line follows which in the order that comes out where white space counts for less: where it
    differs, the order hangs on a gutter or a gap of common width."""
    coarse = replace(marks, em=RIVAL_EM_RATIO * marks.em)
    return successors(order_regions(regions, coarse, follow).stories)


def _pieces_by_gutters(
    given: Page, lines: Sequence[Line], level: Straightener, columns: int | None
) -> tuple[tuple[Piece, ...], Marks, tuple[Piece, ...]]:
    """The lines of `given` taken apart where gutters run through their words, what stands beside them, and
    what was read in rules and pictures."""
    loose = take_apart(lines, level)
    if given.engine != VISIBLE_TEXT:
        loose = part_at_channels(tidied(loose, _em(loose)), _em(loose))
    loose = part_at_gaps(loose, body_em(boxes_of(loose)))
    em = body_em(boxes_of(loose))
    loose, read_rules = find_read_rules(loose, em)
    found = find_blots(loose, em)
    loose, rules = found.text, (*read_rules, *found.rules)
    # Characters of a born-digital page were put into lines by nearness: no line crosses a gutter.
    if given.engine != VISIBLE_TEXT or columns:
        loose = part_at_gutters(loose, mark_words(given, loose, (level, em), rules), columns)
    pieces = thickened(loose, em)
    marks = mark_words(given, pieces, (level, em), rules)
    return pieces, replace(marks, pictures=(*marks.pictures, *found.pictures)), found.blots


def _em(pieces: Sequence[Piece]) -> float:
    """The height of the body's type, of rows across columns too."""
    return body_em(boxes_of(part_at_gaps(pieces, body_em(boxes_of(pieces)))))
