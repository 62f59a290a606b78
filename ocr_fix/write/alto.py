"""A page as ALTO 4.4: text blocks in reading order, with ReadingOrder, tags for kinds and HYP for hyphens.

Each column of a region is a text block. The kind of a block is a structure tag, an article a group of the
reading order. Words without boxes of their own get a share of their line's, and the line refers to a
processing step that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from lxml import etree

from ocr_fix import __version__
from ocr_fix.characters import HYPHENS
from ocr_fix.model import Direction, Kind, Page
from ocr_fix.write.flat import (
    FlatLine,
    FlatWord,
    Flow,
    Place,
    Strip,
    flows_of,
    image_name,
    page_size,
    place_of,
)
from ocr_fix.write.xml import Maker, as_bytes

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
STEP, ESTIMATED = "ocr_fix", "ocr_fix_estimated_boxes"
BEGINS, COLUMN = "ocr_fix_begins", "ocr_fix_column"
TAG = "ocr_fix_"
IN_DESCRIPTION = ("OCRProcessing", "Processing")
_make = Maker(NAMESPACE)


def write_alto(page: Page, created: datetime | None = None) -> bytes:
    """The page as an ALTO document; `created` is the time that it bears, now where it is None."""
    root = _make.root("alto", SCHEMA)
    root.set("SCHEMAVERSION", "4.4")
    flows = flows_of(page)
    _description(root, page, created or datetime.now(UTC))
    _make.children(root, page.carried, "alto", ("Styles",))
    _tags(root, page, flows)
    if flows:
        _reading_order(root, flows)
    layout = _make.add(root, "Layout")
    width, height = page_size(page)
    sheet = _make.add(
        layout, "Page", ID=_page_name(page), PHYSICAL_IMG_NR=page.number, WIDTH=width, HEIGHT=height,
        PRINTED_IMG_NR=page.paper.page or None,
    )  # fmt: skip
    _make.attributes(sheet, page.carried, "alto:Page")
    _make.children(
        sheet, page.carried, "alto:Page", ("TopMargin", "LeftMargin", "RightMargin", "BottomMargin")
    )
    space = _make.add(sheet, "PrintSpace", HPOS=0, VPOS=0, WIDTH=width, HEIGHT=height)
    for flow in flows:
        for strip in flow.strips:
            _block(space, strip)
    for number, one in enumerate(page.separators):
        rule = _make.add(space, "GraphicalElement", ID=f"separator{number}", TAGREFS=f"{TAG}{one.kind}")
        _at(rule, place_of(one.box, page))
    return as_bytes(root)


def _page_name(page: Page) -> str:
    return dict(page.carried).get("alto:Page:@ID", f"page{page.number}")


def _description(root: etree._Element, page: Page, created: datetime) -> None:
    carried = dict(page.carried)
    description = _make.add(root, "Description")
    _make.add(description, "MeasurementUnit", "pixel")
    source = _make.add(description, "sourceImageInformation")
    _make.add(source, "fileName", image_name(page))
    for name in ("fileIdentifier", "documentIdentifier"):
        _make.children(source, page.carried, "alto", (name,))
    if page.paper.title and "alto:<documentIdentifier>" not in carried:
        said = ", ".join(part for part in (page.paper.title, page.paper.date) if part)
        _make.add(source, "documentIdentifier", said)
    _make.children(description, page.carried, "alto", IN_DESCRIPTION)
    now = created.isoformat(timespec="seconds")
    said = f"engine={page.engine}; language={page.language}; dpi={page.dpi:g}"
    _step(description, STEP, now, ("reading order, regions and paragraphs", said))
    _step(description, ESTIMATED, now, ("boxes of words estimated from those of their lines", None))


def _step(description: etree._Element, name: str, now: str, said: tuple[str, str | None]) -> None:
    """A processing step of this program: what it did, and its settings."""
    step = _make.add(description, "Processing", ID=name)
    _make.add(step, "processingCategory", "contentModification")
    _make.add(step, "processingDateTime", now)
    _make.add(step, "processingStepDescription", said[0])
    if said[1]:
        _make.add(step, "processingStepSettings", said[1])
    software = _make.add(step, "processingSoftware")
    _make.add(software, "softwareName", "ocr_fix")
    _make.add(software, "softwareVersion", __version__)


def _tags(root: etree._Element, page: Page, flows: Sequence[Flow]) -> None:
    tags = _make.add(root, "Tags")
    kinds = {strip.kind for flow in flows for strip in flow.strips} | {one.kind for one in page.separators}
    for kind in sorted(kinds):
        _make.add(tags, "StructureTag", ID=TAG + kind, TYPE="kind", LABEL=kind)
    _make.add(tags, "StructureTag", ID=BEGINS, TYPE="line", LABEL="a paragraph begins")
    columns = {line.line.column for flow in flows for strip in flow.strips for line in strip.lines}
    for column in sorted(columns - {0}):
        _make.add(tags, "StructureTag", ID=f"{COLUMN}{column}", TYPE="column", LABEL=str(column))
    paper = {"title": page.paper.title, "date": page.paper.date, "page": page.paper.page}
    for name, value in paper.items():
        if value:
            _make.add(tags, "OtherTag", ID=f"{TAG}paper_{name}", TYPE=f"paper {name}", LABEL=value)
    _make.children(
        tags,
        page.carried,
        "alto:Tags",
        ("LayoutTag", "StructureTag", "RoleTag", "NamedEntityTag", "OtherTag"),
    )


def _reading_order(root: etree._Element, flows: Sequence[Flow]) -> None:
    """A group for the page, one for each article, and one for each region of several columns."""
    order = _make.add(_make.add(root, "ReadingOrder"), "OrderedGroup", ID="reading_order")
    for flow in flows:
        group = _make.add(order, "OrderedGroup", ID=flow.id)
        for region, strips in groupby(flow.strips, key=lambda strip: strip.region):
            columns = tuple(strips)
            holder = group
            if len(columns) > 1:
                holder = _make.add(group, "OrderedGroup", ID=f"columns_{region}")
            for strip in columns:
                _make.add(holder, "ElementRef", ID=f"ref_{strip.id}", REF=strip.id)


def _block(space: etree._Element, strip: Strip) -> None:
    boxed = strip.kind is Kind.TABLE or (strip.kind is Kind.PICTURE and strip.lines)
    if boxed:
        holder = _make.add(space, "ComposedBlock", ID=strip.id, TYPE=strip.kind)
    else:
        tag = "Illustration" if strip.kind is Kind.PICTURE else "TextBlock"
        holder = _make.add(space, tag, ID=strip.id)
    refs = dict(strip.carried).get("alto:@TAGREFS", "")
    column = f"{COLUMN}{strip.column}" if strip.column else ""
    holder.set("TAGREFS", " ".join(filter(None, (f"{TAG}{strip.kind}", column, refs))))
    _at(holder, strip.place)
    _make.attributes(holder, strip.carried, "alto")
    _make.children(holder, strip.carried, "alto", ("Shape",))
    if not strip.lines:
        return
    block = holder
    if boxed:
        block = _make.add(holder, "TextBlock", ID=f"{strip.id}_text")
        _at(block, strip.place)
    for line in strip.lines:
        _line(block, line, in_table=strip.kind is Kind.TABLE)


def _line(parent: etree._Element, line: FlatLine, *, in_table: bool) -> None:
    carried = line.line.carried
    refs = [
        BEGINS if line.begins else "",
        f"{COLUMN}{line.line.column}" if in_table and line.line.column else "",
        dict(carried).get("alto:@TAGREFS", ""),
    ]
    element = _make.add(parent, "TextLine", ID=line.id)
    if any(refs):
        element.set("TAGREFS", " ".join(filter(None, refs)))
    if line.estimated:
        element.set("PROCESSINGREFS", ESTIMATED)
    if line.line.direction is Direction.VERTICAL:
        element.set("BASEDIRECTION", "ttb")
    _at(element, line.place)
    _make.attributes(element, carried, "alto")
    _make.children(element, carried, "alto", ("Shape",))
    reached = 0
    for index, word in enumerate(line.words):
        text = word.word.text
        start = max(reached, line.line.text.find(text, reached))
        if index and start > reached:
            _space(element, line.words[index - 1].place, word.place)
        reached = start + len(text)
        _string(element, word, line if index == len(line.words) - 1 else None)


def _space(parent: etree._Element, before: Place, after: Place) -> None:
    width = max(0, after.box.left - before.box.right)
    _make.add(parent, "SP", HPOS=before.box.right, VPOS=after.box.top, WIDTH=width)


def _string(parent: etree._Element, word: FlatWord, ends: FlatLine | None) -> None:
    """A word; the last one of a line `ends` has its hyphen apart."""
    text, carried = word.word.text, word.word.carried
    hyphen = text[-1] if ends and ends.hyphenated and len(text) > 1 and text[-1] in HYPHENS else ""
    element = _make.add(parent, "String", ID=word.id, CONTENT=text.removesuffix(hyphen) if hyphen else text)
    box = word.place.box
    share = round(box.width / len(text)) if hyphen else 0
    _at(element, Place(word.place.corners, replace(box, right=box.right - share)))
    element.set("WC", f"{min(1.0, max(0.0, word.word.confidence))!r}")
    if hyphen and ends:
        element.set("SUBS_TYPE", "HypPart1")
        element.set("SUBS_CONTENT", ends.hyphenated)
    _make.attributes(element, carried, "alto")
    _make.children(element, carried, "alto", ("Shape", "ALTERNATIVE", "Glyph"))
    if hyphen:
        mark = _make.add(parent, "HYP", CONTENT=hyphen)
        _at(mark, Place(word.place.corners, replace(box, left=box.right - share)))


def _at(element: etree._Element, place: Place) -> None:
    box = place.box
    for name, value in (("HPOS", box.left), ("VPOS", box.top), ("WIDTH", box.width), ("HEIGHT", box.height)):
        element.set(name, str(value))
