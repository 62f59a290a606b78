"""Pages from PAGE XML, 2010 to 2019, as Transkribus, OCR-D, eScriptorium, kraken and Aletheia write it.

Regions come in the file's reading order, groups of it being articles. Polygons, baselines, glyphs, further
readings, styles and all else that is not understood are carried along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ocr_fix.errors import InputError, shown
from ocr_fix.geometry import enclosing
from ocr_fix.model import Box, Carried, Direction, Kind, Line, Page, Paper, Separator, SeparatorKind, Word
from ocr_fix.readers.build import Block, Given, box_of, build_page, region_of
from ocr_fix.readers.carry import bare_xml, carried_of
from ocr_fix.readers.xml import local_name, one_line, parse_xml
from ocr_fix.write.pagexml import PAGE_TYPES

TEXT_KINDS = {
    "heading": Kind.HEADLINE, "caption": Kind.CAPTION, "header": Kind.MASTHEAD, "footer": Kind.FOOTER,
    "page-number": Kind.FOOTER, "credit": Kind.BYLINE,
}  # fmt: skip
REGION_KINDS = {
    "TextRegion": Kind.BODY, "TableRegion": Kind.TABLE, "AdvertRegion": Kind.ADVERT,
    "ImageRegion": Kind.PICTURE, "LineDrawingRegion": Kind.PICTURE, "GraphicRegion": Kind.PICTURE,
    "ChartRegion": Kind.PICTURE, "MapRegion": Kind.PICTURE,
}  # fmt: skip
SEPARATOR = "SeparatorRegion"
NESTED = frozenset((*REGION_KINDS, SEPARATOR))
OWN = "ocr_fix"
_SECTION = re.compile(r"([\w.-]+)\s*\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class _Custom:
    """The parts of a `custom` attribute: ours, and what others wrote."""

    own: dict[str, str]
    rest: str


def read_page_xml(path: Path) -> tuple[Page, ...]:
    """The page of a PAGE file as the file has it.

    Raises:
        InputError: the file cannot be read, or is no PAGE.
    """
    tree = parse_xml(path)
    element = next((one for one in tree.root if local_name(one) == "Page"), None)
    if local_name(tree.root) != "PcGts" or element is None:
        raise InputError(f"{shown(path)} is no PAGE file: it has no PcGts with a Page in it.")
    warnings = (f"{shown(path)} is {tree.damage}.",) if tree.damage else ()
    regions = dict(_regions(element))
    order = _order(element)
    names = [*(name for name in order if name in regions), *(name for name in regions if name not in order)]
    blocks = [
        block for name in names if (block := _block(regions[name], name, order.get(name, ""))) is not None
    ]
    own = _custom(element.get("custom") or "").own
    paper = Paper(own.get("title", ""), own.get("date", ""), own.get("page", ""))
    given = Given(
        source=str(path),
        width=_whole(element.get("imageWidth")),
        height=_whole(element.get("imageHeight")),
        dpi=_dpi(element),
        language=own.get("language", ""),
        engine=own.get("engine", ""),
        separators=tuple(
            Separator(_rule_kind(one, box), box)
            for one in element.iter("{*}SeparatorRegion")
            if (box := _box(one))
        ),
        paper=paper,
        warnings=warnings,
        carried=_page_carried(tree.root, element),
    )
    return (build_page(given, blocks),)


def parse_custom(text: str) -> dict[str, dict[str, str]]:
    """The sections of a `custom` attribute, as Transkribus writes them.

    >>> parse_custom("readingOrder {index:3;} structure {type:heading;}")
    {'readingOrder': {'index': '3'}, 'structure': {'type': 'heading'}}
    """
    found = {}
    for name, body in _SECTION.findall(text):
        pairs = (pair.split(":", 1) for pair in body.split(";") if ":" in pair)
        found[name] = {key.strip(): value.strip() for key, value in pairs}
    return found


def _custom(text: str) -> _Custom:
    sections = parse_custom(text)
    drop = {OWN, "readingOrder"} | ({"structure"} if OWN in sections else set())
    rest = "".join("" if match.group(1) in drop else match.group() + " " for match in _SECTION.finditer(text))
    if not sections:
        rest = text
    return _Custom({key: _unescaped(value) for key, value in sections.get(OWN, {}).items()}, rest.strip())


def _unescaped(value: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match.group(1), 16)), value)


def _regions(page: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The regions of a page with their names, nested ones too; what is in a table is the table's."""
    for number, element in enumerate(page.iter(etree.Element)):
        if local_name(element) not in REGION_KINDS:
            continue
        if not any(local_name(one) == "TableRegion" for one in element.iterancestors()):
            yield element.get("id") or f"unnamed{number}", element


def _order(page: etree._Element) -> dict[str, str]:
    """The names of the regions in reading order, with the articles that they belong to."""
    root = next((one for one in page if local_name(one) == "ReadingOrder"), None)
    order: dict[str, str] = {}
    for group in root if root is not None else ():
        for entry in _sorted(group):
            if "regionRef" in entry.attrib and not len(entry):
                order.setdefault(str(entry.get("regionRef")), "")
                continue
            name = entry.get("caption") or entry.get("id") or "group"
            for inner in _refs(entry):
                order.setdefault(inner, name)
    return order


def _refs(group: etree._Element) -> Iterator[str]:
    if group.get("regionRef"):
        yield str(group.get("regionRef"))
    for entry in _sorted(group):
        yield from _refs(entry)


def _sorted(group: etree._Element) -> list[etree._Element]:
    """The entries of a group by their index; without one, as they stand."""
    entries = [
        one for one in group if local_name(one).endswith(("Ref", "RefIndexed", "Group", "GroupIndexed"))
    ]
    return sorted(entries, key=lambda one: _whole(one.get("index")))


def _block(element: etree._Element, name: str, article: str) -> Block | None:
    """A region with its lines, or that only holds others; None where it has neither text nor a place."""
    custom = _custom(element.get("custom") or "")
    tag = local_name(element)
    kind = REGION_KINDS[tag] if tag != "TextRegion" else TEXT_KINDS.get(element.get("type") or "", Kind.BODY)
    if custom.own.get("kind") in set(Kind):
        kind = Kind(custom.own["kind"])
    column = _whole(custom.own.get("column"))
    vertical = (element.get("readingDirection") or "") in ("top-to-bottom", "bottom-to-top")
    way = Direction.VERTICAL if vertical else Direction.HORIZONTAL
    below = element.iter("{*}TextLine") if kind is Kind.TABLE else element.iterchildren("{*}TextLine")
    read = [(_line(one, way, column), one) for one in below]
    lines = [line for line, _ in read if line] or _lines_of_region(element, way)
    box = _box(element)
    if not lines and box is None:
        return None
    numbers = [_whole(_custom(one.get("custom") or "").own.get("paragraph")) for line, one in read if line]
    usual = element.get("type") == PAGE_TYPES.get(kind, "paragraph")
    known = {"id", "custom"} | ({"type"} if usual else set())
    known |= {"readingDirection", "textLineOrder"} if way is Direction.VERTICAL and custom.own else set()
    carried = _carried(element, known, NESTED | {"TextLine", "Coords", "TextEquiv"})
    carried += ((f"page:{tag}", ""),) if kind is Kind.PICTURE and tag != "ImageRegion" else ()
    region = region_of(
        kind, lines, box, element.get("id") or name, _with_custom(carried, custom) + _outline(element)
    )
    return Block(region, article, tuple(numbers), custom.own.get("region", ""))


def _line(element: etree._Element, way: Direction, column: int) -> Line | None:
    """A line with its words; None where it has no text."""
    words = tuple(word for one in element.iterchildren("{*}Word") if (word := _word(one)))
    text, confidence = _reading(element)
    text = text or " ".join(word.text for word in words)
    if not text:
        return None
    if confidence is None:
        confidence = sum(word.confidence for word in words) / len(words) if words else 1.0
    box = _box(element) or (enclosing(word.box for word in words) if words else Box(0, 0, 0, 0))
    custom = _custom(element.get("custom") or "")
    if (element.get("readingDirection") or "") in ("top-to-bottom", "bottom-to-top"):
        way = Direction.VERTICAL
    if custom.own.get("column"):
        column = _whole(custom.own["column"])
    known = {"id", "custom"} | ({"readingDirection"} if way is Direction.VERTICAL else set())
    carried = _carried(element, known, {"Coords", "Word", "TextEquiv"})
    carried = _with_custom(carried, custom) + _outline(element) + _other_readings(element)
    return Line(text, box, confidence, way, column, words, element.get("id") or "", carried)


def _word(element: etree._Element) -> Word | None:
    text, confidence = _reading(element)
    box = _box(element)
    if not text or box is None:
        return None
    carried = (
        _carried(element, {"id"}, {"Coords", "TextEquiv"}) + _outline(element) + _other_readings(element)
    )
    return Word(text, box, 1.0 if confidence is None else confidence, element.get("id") or "", carried)


def _readings(element: etree._Element) -> list[etree._Element]:
    return sorted(element.iterchildren("{*}TextEquiv"), key=lambda one: _whole(one.get("index")))


def _reading(element: etree._Element) -> tuple[str, float | None]:
    """The first reading of an element, and how sure it is."""
    for one in _readings(element):
        text = one_line("".join(map(str, one.itertext("{*}Unicode"))))
        if text:
            return text, _confidence(one.get("conf"))
    return "", None


def _other_readings(element: etree._Element) -> Carried:
    return tuple(("page:<TextEquiv>", bare_xml(one)) for one in _readings(element)[1:])


def _lines_of_region(element: etree._Element, way: Direction) -> list[Line]:
    """The text of a region without lines, its box divided among them."""
    texts = [
        text.strip()
        for one in _readings(element)[:1]
        for text in "".join(map(str, one.itertext("{*}Unicode"))).splitlines()
        if text.strip()
    ]
    box = _box(element)
    if not texts or box is None:
        return []
    step = box.height / len(texts)
    tops = [box.top + round(step * place) for place in range(len(texts) + 1)]
    return [
        Line(text, Box(box.left, tops[place], box.right, tops[place + 1]), 1.0, way)
        for place, text in enumerate(texts)
    ]


def _carried(element: etree._Element, attributes: set[str], children: set[str] | frozenset[str]) -> Carried:
    return carried_of(element, "page", attributes, children)


def _with_custom(carried: Carried, custom: _Custom) -> Carried:
    return (*carried, ("page:@custom", custom.rest)) if custom.rest else carried


def _outline(element: etree._Element) -> Carried:
    """An outline that is more than an upright rectangle."""
    coords = next(element.iterchildren("{*}Coords"), None)
    points = _points(element)
    box = _box(element)
    if coords is None or box is None:
        return ()
    corners = {(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)}
    plain = {(round(x), round(y)) for x, y in points} == corners
    return (
        ()
        if plain
        else (("page:Coords", coords.get("points") or " ".join(f"{x:g},{y:g}" for x, y in points)),)
    )


def _page_carried(root: etree._Element, page: etree._Element) -> Carried:
    known = {
        "imageWidth",
        "imageHeight",
        "imageXResolution",
        "imageYResolution",
        "imageResolutionUnit",
        "custom",
    }
    carried = carried_of(root, "page", {"schemaLocation", "pcGtsId"}, {"Page"})
    carried += carried_of(page, "page:Page", known, NESTED - {SEPARATOR} | {"ReadingOrder"})
    return carried


def _points(element: etree._Element) -> list[tuple[float, float]]:
    """The outline of an element, as points or, in 2010's version, as Point elements."""
    coords = next(element.iterchildren("{*}Coords"), None)
    if coords is None:
        return []
    text = coords.get("points") or " ".join(f"{one.get('x')},{one.get('y')}" for one in coords)
    found = re.findall(r"(-?[\d.]+),(-?[\d.]+)", text)
    try:
        return [(float(x), float(y)) for x, y in found]
    except ValueError:
        return []


def _box(element: etree._Element) -> Box | None:
    points = _points(element)
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return box_of((min(xs), min(ys), max(xs), max(ys)))


def _rule_kind(element: etree._Element, box: Box) -> SeparatorKind:
    own = _custom(element.get("custom") or "").own.get("kind")
    if own in set(SeparatorKind):
        return SeparatorKind(own)
    return SeparatorKind.VERTICAL if box.height > box.width else SeparatorKind.HORIZONTAL


def _dpi(page: etree._Element) -> float:
    try:
        dots = float(page.get("imageXResolution") or 0)
    except ValueError:
        return 0.0
    return dots * 2.54 if page.get("imageResolutionUnit") == "PPCM" else dots


def _whole(text: str | None) -> int:
    """A whole number, 0 where there is none."""
    return int(text) if text and re.fullmatch(r"\d{1,9}", text.strip()) else 0


def _confidence(text: str | None) -> float | None:
    try:
        return min(1.0, max(0.0, float(text))) if text else None
    except ValueError:
        return None
