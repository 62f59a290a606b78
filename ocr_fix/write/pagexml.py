"""A page as PAGE XML 2019-07-15: regions in reading order, articles as groups of it.

Each column of a region is a TextRegion. Elements stand in reading order, and ReadingOrder says the same;
`custom` says it once more as Transkribus does, and what PAGE has no word for (`ocr_fix {kind:deck;}`).
Outlines follow the print where the page is askew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from lxml import etree

from ocr_fix import __version__
from ocr_fix.model import Box, Carried, Direction, Kind, Page, SeparatorKind
from ocr_fix.write.flat import (
    FlatLine,
    FlatWord,
    Flow,
    Place,
    Point,
    Strip,
    flows_of,
    image_name,
    page_size,
    place_of,
)
from ocr_fix.write.xml import Maker, as_bytes

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
SCHEMA = NAMESPACE + "/pagecontent.xsd"
PAGE_TYPES = {
    Kind.MASTHEAD: "header", Kind.KICKER: "heading", Kind.HEADLINE: "heading", Kind.DECK: "heading",
    Kind.SUBHEAD: "heading", Kind.BYLINE: "credit", Kind.CAPTION: "caption", Kind.FOOTER: "footer",
    Kind.RUNNING: "page-number",
    Kind.BODY: "paragraph", Kind.SIDEBAR: "floating", Kind.JUMP_LINE: "other",
}  # fmt: skip
"""PAGE's word for each kind of text."""
BEFORE_ORDER = ("AlternativeImage", "Border", "PrintSpace")
AFTER_ORDER = ("Layers", "Relations", "TextStyle", "UserDefined", "Labels")
OTHER_REGIONS = (
    "SeparatorRegion", "MathsRegion", "ChemRegion", "MusicRegion", "NoiseRegion", "UnknownRegion",
    "CustomRegion",
)  # fmt: skip
IN_REGION = ("UserDefined", "Labels", "Roles")
IN_LINE = ("TextStyle", "UserDefined", "Labels")
_make = Maker(NAMESPACE)


def write_page_xml(page: Page, created: datetime | None = None) -> bytes:
    """The page as a PAGE document; `created` is the time that it bears, now where it is None."""
    root = _make.root("PcGts", SCHEMA)
    _metadata(root, page, created or datetime.now(UTC))
    width, height = page_size(page)
    dpi = f"{page.dpi:g}" if page.dpi else None
    element = _make.add(
        root, "Page", imageFilename=image_name(page), imageWidth=width, imageHeight=height,
        imageXResolution=dpi, imageYResolution=dpi, imageResolutionUnit="PPI" if dpi else None,
        custom=_own({
            "language": page.language, "engine": page.engine, "title": page.paper.title,
            "date": page.paper.date, "page": page.paper.page,
        }) or None,
    )  # fmt: skip
    _make.attributes(element, page.carried, "page:Page")
    _make.children(element, page.carried, "page:Page", BEFORE_ORDER)
    flows = flows_of(page)
    if flows:
        _reading_order(element, flows)
    _make.children(element, page.carried, "page:Page", AFTER_ORDER)
    number = 0
    for flow in flows:
        for strip in flow.strips:
            _region(element, strip, number)
            number += 1
    if any(name == "page:Page:<SeparatorRegion>" for name, _ in page.carried):
        _make.children(element, page.carried, "page:Page", OTHER_REGIONS)
    else:
        _separators(element, page)
        _make.children(element, page.carried, "page:Page", OTHER_REGIONS[1:])
    for one in root.iter(etree.Element):
        if one.get("points"):
            one.set("points", _sound(str(one.get("points"))))
    return as_bytes(root)


def _metadata(root: etree._Element, page: Page, created: datetime) -> None:
    """What the source's metadata say, and that this program came after."""
    _make.children(root, page.carried, "page", ("Metadata",))
    now = created.isoformat(timespec="seconds")
    metadata = next(iter(root), None)
    if metadata is None:
        metadata = _make.add(root, "Metadata")
        _make.add(metadata, "Creator", f"ocr_fix {__version__}")
        _make.add(metadata, "Created", now)
        _make.add(metadata, "LastChange", now)
    item = _make.add(
        metadata, "MetadataItem", type="processingStep", name="reading order", value=f"ocr_fix {__version__}"
    )
    item.set("date", now)


def _reading_order(element: etree._Element, flows: Sequence[Flow]) -> None:
    order = _make.add(_make.add(element, "ReadingOrder"), "OrderedGroup", id="reading_order")
    for index, flow in enumerate(flows):
        kind = "article" if flow.name.startswith("article") else "other"
        group = _make.add(
            order, "OrderedGroupIndexed", id=flow.id, index=index, caption=flow.name, type=kind,
            comments=flow.title or None,
        )  # fmt: skip
        for place, strip in enumerate(flow.strips):
            _make.add(group, "RegionRefIndexed", index=place, regionRef=strip.id)


def _region(page_element: etree._Element, strip: Strip, number: int) -> None:
    tag, kind = _tag(strip), PAGE_TYPES.get(strip.kind)
    structure = {"type": kind} if kind else {}
    custom = " ".join(
        part
        for part in (
            _section("readingOrder", {"index": str(number)}),
            _section("structure", structure),
            _own({"kind": strip.kind, "region": str(strip.region), "column": str(strip.column)}),
            _carried_custom(strip.carried),
        )
        if part
    )
    element = _make.add(page_element, tag, id=strip.id, custom=custom)
    if tag == "TextRegion":
        element.set("type", dict(strip.carried).get("page:@type", kind or "paragraph"))
        if any(line.line.direction is Direction.VERTICAL for line in strip.lines):
            element.set("readingDirection", "top-to-bottom")
            element.set("textLineOrder", "right-to-left")
    _make.attributes(element, strip.carried, "page")
    _make.children(element, strip.carried, "page", ("AlternativeImage",))
    _coords(element, strip.place, strip.carried)
    _make.children(element, strip.carried, "page", IN_REGION)
    holder = element
    if tag != "TextRegion" and strip.lines:
        holder = _make.add(element, "TextRegion", id=f"{strip.id}_text")
        _coords(holder, strip.place, ())
    for index, line in enumerate(strip.lines):
        _line(holder, line, index, in_table=strip.kind is Kind.TABLE)
    if strip.lines:
        _text(holder, "\n".join(line.line.text for line in strip.lines))
    if tag == "TextRegion":
        _make.children(element, strip.carried, "page", ("TextStyle",))


def _tag(strip: Strip) -> str:
    if strip.kind is Kind.PICTURE:
        names = {name for name, value in strip.carried if not value}
        return next((name[5:] for name in sorted(names) if name.endswith("Region")), "ImageRegion")
    return {Kind.TABLE: "TableRegion", Kind.ADVERT: "AdvertRegion"}.get(strip.kind, "TextRegion")


def _line(parent: etree._Element, line: FlatLine, index: int, *, in_table: bool) -> None:
    custom = " ".join(
        part
        for part in (
            _section("readingOrder", {"index": str(index)}),
            _own({"paragraph": str(line.paragraph), "column": str(line.line.column) if in_table else ""}),
            _carried_custom(line.line.carried),
        )
        if part
    )
    element = _make.add(parent, "TextLine", id=line.id, custom=custom)
    if line.line.direction is Direction.VERTICAL:
        element.set("readingDirection", "top-to-bottom")
    _make.attributes(element, line.line.carried, "page")
    _make.children(element, line.line.carried, "page", ("AlternativeImage",))
    _coords(element, line.place, line.line.carried)
    _make.children(element, line.line.carried, "page", ("Baseline",))
    for word in line.given:
        _word(element, word)
    _text(element, line.line.text, line.line.confidence)
    _make.children(element, line.line.carried, "page", ("TextEquiv", *IN_LINE))


def _word(parent: etree._Element, word: FlatWord) -> None:
    element = _make.add(parent, "Word", id=word.id)
    carried = word.word.carried
    _make.attributes(element, carried, "page")
    _make.children(element, carried, "page", ("AlternativeImage",))
    _coords(element, word.place, carried)
    _make.children(element, carried, "page", ("Glyph",))
    _text(element, word.word.text, word.word.confidence)
    _make.children(element, carried, "page", ("TextEquiv", *IN_LINE))


def _text(parent: etree._Element, text: str, confidence: float | None = None) -> None:
    conf = None if confidence is None else f"{min(1.0, max(0.0, confidence))!r}"
    _make.add(_make.add(parent, "TextEquiv", conf=conf), "Unicode", text)


def _coords(parent: etree._Element, place: Place, carried: Carried) -> None:
    outline = next((value for name, value in carried if name == "page:Coords"), None)
    _make.add(parent, "Coords", points=outline or points(place.corners))


def _sound(outline: str) -> str:
    """An outline without what the schema of 2019 forbids: signs and fractions."""
    pairs = (pair.split(",") for pair in outline.split() if pair.count(",") == 1)
    return points([(max(0, round(float(x))), max(0, round(float(y)))) for x, y in pairs])


def points(corners: Sequence[Point]) -> str:
    """Points as PAGE writes them."""
    return " ".join(f"{x},{y}" for x, y in corners)


def _separators(element: etree._Element, page: Page) -> None:
    for number, one in enumerate(page.separators):
        kind = one.kind if one.kind is SeparatorKind.FRAME else _shape(one.box)
        custom = _own({"kind": one.kind}) if kind is not _shape(one.box) or one.kind is not kind else None
        rule = _make.add(element, "SeparatorRegion", id=f"separator{number}", custom=custom)
        _coords(rule, place_of(one.box, page), ())


def _shape(box: Box) -> SeparatorKind:
    return SeparatorKind.VERTICAL if box.height > box.width else SeparatorKind.HORIZONTAL


def _carried_custom(carried: Carried) -> str:
    return next((value for name, value in carried if name == "page:@custom"), "")


def _own(values: dict[str, str]) -> str:
    return _section("ocr_fix", values)


def _section(name: str, values: dict[str, str]) -> str:
    said = "".join(f"{key}:{_escaped(value)};" for key, value in values.items() if value)
    return f"{name} {{{said}}}" if said else ""


def _escaped(value: str) -> str:
    """A value without the marks that part values, as \\uXXXX."""
    return "".join(f"\\u{ord(mark):04x}" if mark in "{};:\\" else mark for mark in value)
