"""A garbled text becomes a page: untangled where that is sure, to the letter as it was elsewhere.

Repairing goes on until nothing changes any more, so that repairing a result changes nothing. A text that
would never come to rest is given back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ocr_fix.grid import find_grids
from ocr_fix.language import load_follow
from ocr_fix.lineendings import Lines, split_lines
from ocr_fix.model import Article, Box, Doubt, Kind, Line, Page, Paragraph, Region, Step
from ocr_fix.ngrams import NGrams, load_ngrams
from ocr_fix.pagenumbers import find_page_numbers
from ocr_fix.pieces import Piece
from ocr_fix.plain import code_lines, repair_line, repair_paragraph, unwrap_lines
from ocr_fix.sureness import Flow, Join
from ocr_fix.suspects import Suspect, find_suspects
from ocr_fix.untangle import Stretch, UntangleOptions, untangle
from ocr_fix.wordrows import find_word_rows

MOST_ROUNDS = 6
BUILT_IN = "built-in scores"


@dataclass(frozen=True, slots=True)
class RepairOptions:
    """What the user may say about a repair.

    `lm` is a KenLM model (None: the one of Debian, if it is there; `use_lm` False: none at all). Paragraphs
    whose order is less sure than `min_confidence` (0..1) stay as they were. `unwrap` joins the lines of
    hard-wrapped prose, `quotes` curls straight quotes in all Chinese paragraphs.
    """

    lm: Path | None = None
    use_lm: bool = True
    min_confidence: float = UntangleOptions().min_confidence
    unwrap: bool = False
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class RepairedPage(Page):
    """A page from a text alone: its boxes count characters and lines of that text, one by one.

    `original` is the text as given, `repaired` what came of it, `joins` the decisions behind it, `left` the
    places that look garbled and were left, `suspects` characters that may be misread and were not touched.
    """

    original: str = ""
    repaired: str = ""
    joins: tuple[Join, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    confidences: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The repaired text, with the blank lines, indents and line ends of what was not repaired."""
        return self.repaired


Progress = Callable[[int, int], None]


def repair(
    text: str, options: RepairOptions = RepairOptions(), source: str = "", progress: Progress | None = None
) -> RepairedPage:
    """The page that `text` is after its repair; `repair(repair(x).text)` changes nothing more.

    >>> repair("A correct text.\\n").text
    'A correct text.\\n'

    Raises:
        InputError: the language model that `options` name cannot be used.
    """
    ngrams = _model(options.lm) if options.use_lm else None
    first = last = _round(text, options, ngrams, progress)
    for _ in range(MOST_ROUNDS):
        after = _round(last.text, options, ngrams, None)
        if after.text == last.text:
            return _page(text, first, last.text, ngrams, source)
        last = after
    return _page(text, _Round(text, ()), text, ngrams, source)


@lru_cache(maxsize=2)
def _model(path: Path | None) -> NGrams | None:
    return load_ngrams(path)


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round made of a text: its lines' stretches, and the text of each paragraph of a mended one."""

    text: str
    stretches: tuple[Stretch, ...]
    paragraphs: tuple[tuple[str, ...], ...] = ()
    doubts: tuple[Doubt, ...] = ()


def _round(text: str, options: RepairOptions, ngrams: NGrams | None, progress: Progress | None) -> _Round:
    lines = _without_page_numbers(split_lines(text))
    code = code_lines(lines.texts)
    readable = ["" if is_code else line for line, is_code in zip(lines.texts, code, strict=True)]
    stretches = _stretches(lines.texts, readable, options, ngrams, progress)
    parts, paragraphs = [], []
    for stretch in stretches:
        if stretch.flows:
            made = tuple(made for flow in stretch.flows if (made := repair_paragraph(flow)))
            parts.append(_set_out(made, stretch, lines))
            paragraphs.append(made)
        else:
            parts.append(_kept(stretch, lines, code, options))
            paragraphs.append(())
    doubts = tuple(_doubts(stretches, lines.texts, options.min_confidence))
    return _Round("".join(parts), stretches, tuple(paragraphs), doubts)


def _without_page_numbers(lines: Lines) -> Lines:
    """The same number of lines: nothing is left of page numbers in the middle of a sentence."""
    gone = {number for gap in find_page_numbers(lines.texts) for number in range(*gap)}
    texts = ("" if number in gone else text for number, text in enumerate(lines.texts))
    endings = ("" if number in gone else ending for number, ending in enumerate(lines.endings))
    return Lines(tuple(texts), tuple(endings)) if gone else lines


def _doubts(stretches: Sequence[Stretch], lines: Sequence[str], least: float) -> Iterator[Doubt]:
    """The places that were left, and the paragraphs that are less sure than the page they stand in."""
    for stretch in stretches:
        if stretch.doubt:
            box = Box(0, stretch.first, max(map(len, lines[stretch.first : stretch.last])), stretch.last)
            yield Doubt(box, f"left as it was: {stretch.doubt}")
        for flow in stretch.flows:
            if flow.confidence < least:
                box = _line(flow.pieces[0], flow).box
                start = flow.pieces[0].text[:12]
                reason = f"the paragraph “{start}…” is only {flow.confidence:.0%} sure"
                yield Doubt(box, reason, 1 - flow.confidence)


def _stretches(
    lines: Sequence[str],
    readable: Sequence[str],
    options: RepairOptions,
    ngrams: NGrams | None,
    progress: Progress | None,
) -> tuple[Stretch, ...]:
    """The stretches of a text: what kept its columns as spaces is read by them, the rest is untangled."""
    wanted = UntangleOptions(min_confidence=options.min_confidence)
    follow = load_follow("chi_sim+eng")
    known = [
        Stretch(
            grid.first, grid.last, tuple(Flow((Piece(text, grid.first, 0, 0.0),)) for text in grid.paragraphs)
        )
        for grid in find_grids(lines, follow)
    ]
    inside = {number for one in known for number in range(one.first, one.last)}
    # Code and what is known already part the rest.
    inside |= {number for number, line in enumerate(lines) if line and not readable[number]}
    words = ["一" if number in inside else line for number, line in enumerate(readable)]
    known += [Stretch(part.first, part.last, part.flows) for part in find_word_rows(words, follow)]
    stretches: list[Stretch] = []
    start = 0
    for one in (*sorted(known, key=lambda one: one.first), None):
        found = untangle(readable[start : len(lines) if one is None else one.first], ngrams, wanted, progress)
        stretches += (_shifted(stretch, start) for stretch in found)
        if one is not None:
            stretches.append(one)
            start = one.last
    return tuple(stretches)


def _shifted(stretch: Stretch, by: int) -> Stretch:
    """The stretch where its lines begin at line `by` of the whole text."""
    flows = (
        replace(flow, pieces=tuple(replace(piece, line=piece.line + by) for piece in flow.pieces))
        for flow in stretch.flows
    )
    return Stretch(stretch.first + by, stretch.last + by, tuple(flows), stretch.doubt) if by else stretch


def _set_out(paragraphs: tuple[str, ...], stretch: Stretch, lines: Lines) -> str:
    """The paragraphs with what parts them in the text: line ends, or blank lines where the text has such."""
    inside = range(stretch.first, stretch.last)
    blank = sum(not lines.texts[i].strip() for i in inside)
    parted = 3 * blank >= len(inside)
    separator = lines.ending * (2 if parted else 1)
    return separator.join(paragraphs) + lines.endings[stretch.last - 1]


def _kept(stretch: Stretch, lines: Lines, code: tuple[bool, ...], options: RepairOptions) -> str:
    texts = [
        text if is_code else repair_line(text, options.quotes)
        for text, is_code in zip(
            lines.texts[stretch.first : stretch.last], code[stretch.first : stretch.last], strict=True
        )
    ]
    endings = lines.endings[stretch.first : stretch.last]
    if options.unwrap:
        return unwrap_lines(texts, endings, code[stretch.first : stretch.last], load_follow("chi_sim+eng"))
    return "".join(text + ending for text, ending in zip(texts, endings, strict=True))


def _page(original: str, first: _Round, text: str, ngrams: NGrams | None, source: str) -> RepairedPage:
    """The page: regions and paragraphs of the first round, which saw the original's lines."""
    lines = _without_page_numbers(split_lines(original)).texts
    regions: list[Region] = []
    paragraphs: list[Paragraph] = []
    for stretch, made in zip(first.stretches, first.paragraphs, strict=True):
        if stretch.flows:
            _add_flows(stretch, made, regions, paragraphs)
        else:
            _add_lines(stretch, lines, regions, paragraphs)
    flows = [flow for stretch in first.stretches for flow in stretch.flows]
    article = Article(tuple(regions), tuple(paragraphs))
    return RepairedPage(
        source=source,
        width=max(map(len, lines), default=0),
        height=len(lines),
        em=1.0,
        engine=BUILT_IN if ngrams is None else f"KenLM {ngrams.name}",
        articles=(article,) if regions else (),
        doubts=first.doubts,
        steps=tuple(_steps(first, original)),
        original=original,
        repaired=text,
        joins=tuple(join for flow in flows for join in flow.joins),
        suspects=find_suspects(text),
        confidences=tuple(round(flow.confidence, 3) for flow in flows),
    )


def _steps(first: _Round, original: str) -> list[Step]:
    numbers = len(find_page_numbers(split_lines(original).texts))
    left_out = [Step("lines", f"page numbers inside of sentences left out: {numbers}")] if numbers else []
    return left_out + [
        Step("untangle", f"lines {stretch.first + 1} to {stretch.last}: {len(stretch.flows)} paragraphs")
        for stretch in first.stretches
        if stretch.flows
    ]


def _add_flows(
    stretch: Stretch, texts: tuple[str, ...], regions: list[Region], paragraphs: list[Paragraph]
) -> None:
    lines = [_line(piece, flow) for flow in stretch.flows for piece in flow.pieces]
    number, start = len(regions), 0
    for flow, text in zip(stretch.flows, texts, strict=False):
        count = len(flow.pieces)
        paragraphs.append(Paragraph(text, number, tuple(range(start, start + count))))
        start += count
    regions.append(Region(Kind.BODY, _hull(lines), tuple(lines)))


def _line(piece: Piece, flow: Flow) -> Line:
    box = Box(piece.start, piece.line, piece.start + max(1, len(piece.text)), piece.line + 1)
    return Line(piece.text, box, flow.confidence)


def _add_lines(
    stretch: Stretch, lines: tuple[str, ...], regions: list[Region], paragraphs: list[Paragraph]
) -> None:
    """The kept lines: a region for each run between blank lines, headings for those with # marks."""
    run: list[int] = []
    for number in [*range(stretch.first, stretch.last), -1]:
        text = lines[number] if number >= 0 else ""
        marked = text.startswith("#") and bool(text.strip("# "))
        if run and (marked or not text.strip()):
            _add_run(run, lines, Kind.BODY, regions, paragraphs)
            run = []
        if marked:
            kind = Kind.HEADLINE if text.startswith(("# ", "## ")) else Kind.SUBHEAD
            _add_run([number], lines, kind, regions, paragraphs)
        elif text.strip():
            run.append(number)


def _add_run(
    run: list[int],
    lines: tuple[str, ...],
    kind: Kind,
    regions: list[Region],
    paragraphs: list[Paragraph],
) -> None:
    made = [
        Line(lines[number].strip(), Box(0, number, max(1, len(lines[number])), number + 1)) for number in run
    ]
    for place, line in enumerate(made):
        text = line.text.strip("# ") if kind is not Kind.BODY else line.text
        paragraphs.append(Paragraph(text, len(regions), (place,)))
    regions.append(Region(kind, _hull(made), tuple(made)))


def _hull(lines: list[Line]) -> Box:
    return Box(
        min(line.box.left for line in lines),
        min(line.box.top for line in lines),
        max(line.box.right for line in lines),
        max(line.box.bottom for line in lines),
    )
