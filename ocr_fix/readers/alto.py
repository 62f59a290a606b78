"""Pages from ALTO 2 to 4, as libraries, ABBYY, Tesseract, kraken and eScriptorium write it.

Blocks come in the file's reading order where it has one, groups of it being articles; else as they stand.
Composed blocks are looked into. Styles, tags, glyphs, alternatives and all else that is not understood are
carried along. Lengths in millimetres or inches become pixels at 300 dots an inch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from ocr_fix.errors import InputError, shown
from ocr_fix.geometry import enclosing
from ocr_fix.loose import join_texts
from ocr_fix.model import Box, Carried, Direction, Kind, Line, Page, Paper, Separator, SeparatorKind, Word
from ocr_fix.readers.build import Block, Given, box_of, build_page, region_of
from ocr_fix.readers.carry import bare_xml, carried_of
from ocr_fix.readers.xml import local_name, parse_xml
from ocr_fix.write.alto import BEGINS, COLUMN, ESTIMATED, STEP, TAG

UNITS = {"pixel": 1.0, "mm10": 300 / 254, "inch1200": 300 / 1200}
UNIT_DPI = 300.0
PLACE = frozenset({"HPOS", "VPOS", "WIDTH", "HEIGHT"})
_SETTING = re.compile(r"(\w+)=([^;]*)")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the head of a file says: pixels in its unit, its own tags' kinds, its reading order (names
    of blocks with their article and region), and the rest."""

    scale: float
    tags: dict[str, str]
    order: dict[str, tuple[str, str]]
    settings: dict[str, str]
    carried: Carried
    paper: Paper


def read_alto(path: Path) -> tuple[Page, ...]:
    """The pages of an ALTO file as the file has them.

    Raises:
        InputError: the file cannot be read, or is no ALTO.
    """
    tree = parse_xml(path)
    pages = list(tree.root.iter("{*}Page"))
    if local_name(tree.root) != "alto" or not pages:
        raise InputError(f"{shown(path)} is no ALTO file: it has no alto with a Layout and a Page in it.")
    said = _said(tree.root)
    warnings = (f"{shown(path)} is {tree.damage}.",) if tree.damage else ()
    return tuple(
        _page(element, path, number, said, warnings) for number, element in enumerate(pages, start=1)
    )


def _said(root: etree._Element) -> _Said:
    unit = next((one.text or "" for one in root.iter("{*}MeasurementUnit")), "pixel").strip()
    tags = {one.get("ID") or "": one.get("LABEL") or "" for one in _parts(root, "Tags")}
    carried = [
        (f"alto:Tags:<{local_name(one)}>", bare_xml(one))
        for one in _parts(root, "Tags")
        if not (one.get("ID") or "").startswith(TAG)
    ]
    carried += [("alto:<Styles>", bare_xml(one)) for one in root.iterchildren("{*}Styles")]
    for one in _parts(root, "Description"):
        if local_name(one) in ("OCRProcessing", "Processing") and one.get("ID") not in (STEP, ESTIMATED):
            carried.append((f"alto:<{local_name(one)}>", bare_xml(one)))
    for one in (part for part in _parts(root, "Description") for part in part):
        if local_name(one) == "fileName":
            carried.append(("alto:fileName", one.text or ""))
        elif local_name(one) in ("fileIdentifier", "documentIdentifier"):
            carried.append((f"alto:<{local_name(one)}>", bare_xml(one)))
    paper = Paper(*(tags.get(f"{TAG}paper_{name}", "") for name in ("title", "date", "page")))
    return _Said(UNITS.get(unit, 1.0), tags, _order(root), _settings(root), tuple(carried), paper)


def _parts(root: etree._Element, name: str) -> list[etree._Element]:
    """The elements in the parts of the head that bear a name."""
    return [one for holder in root.iterchildren(f"{{*}}{name}") for one in holder if local_name(one)]


def _settings(root: etree._Element) -> dict[str, str]:
    """What our own processing step says."""
    steps = (one for one in _parts(root, "Description") if one.get("ID") == STEP)
    texts = (text.text or "" for step in steps for text in step.iter("{*}processingStepSettings"))
    return {key: value for text in texts for key, value in _SETTING.findall(text)}


def _order(root: etree._Element) -> dict[str, tuple[str, str]]:
    """The names of blocks in reading order, each with its article and, among columns, its region."""
    order: dict[str, tuple[str, str]] = {}

    def walk(group: etree._Element, names: tuple[str, ...]) -> None:
        for entry in group:
            if local_name(entry) == "ElementRef":
                for name in (entry.get("REF") or "").split():
                    article = names[1] if len(names) > 1 else ""
                    order.setdefault(name, (article, names[2] if len(names) > 2 else ""))
            elif local_name(entry):
                walk(entry, (*names, entry.get("ID") or ""))

    for holder in root.iterchildren("{*}ReadingOrder"):
        walk(holder, ())
    return order


def _page(element: etree._Element, path: Path, number: int, said: _Said, warnings: tuple[str, ...]) -> Page:
    blocks: dict[str, Block] = {}
    last: dict[str, int] = {}
    order = [*said.order]
    found = dict(_blocks(element))
    for name in sorted(found, key=lambda name: order.index(name) if name in said.order else len(order)):
        article, part = said.order.get(name, ("", ""))
        block = _block(found[name], name, said, (article.removeprefix("flow_"), part))
        if block:
            blocks[name] = _continued(block, last.get(part, 0)) if part else block
            last[part] = blocks[name].paragraphs[-1] if blocks[name].paragraphs else 0
    dpi = float(said.settings.get("dpi") or 0) or (UNIT_DPI if said.scale != 1.0 else 0.0)
    given = Given(
        source=str(path),
        width=round(_number(element.get("WIDTH")) * said.scale),
        height=round(_number(element.get("HEIGHT")) * said.scale),
        number=number,
        dpi=dpi,
        language=said.settings.get("language", ""),
        engine=said.settings.get("engine", ""),
        separators=tuple(_separators(element, said)),
        paper=said.paper
        if said.paper.page
        else Paper(said.paper.title, said.paper.date, element.get("PRINTED_IMG_NR") or ""),
        warnings=warnings,
        carried=said.carried + _page_carried(element),
    )
    return build_page(given, tuple(blocks.values()))


def _continued(block: Block, paragraph: int) -> Block:
    """A column whose paragraphs are counted on from the last one of the column before."""
    return replace(block, paragraphs=tuple(number + paragraph for number in block.paragraphs))


def _page_carried(page: etree._Element) -> Carried:
    known = PLACE | {"PHYSICAL_IMG_NR", "PRINTED_IMG_NR"}
    return carried_of(page, "alto:Page", known, {"PrintSpace"})


def _blocks(page: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The blocks of a page with their names, those of tables and pictures as a whole; margins too."""
    number = 0
    for element in page.iter(etree.Element):
        kind = local_name(element)
        whole = kind == "ComposedBlock" and (element.get("TYPE") or "").lower() in WHOLE
        inner = any(
            (one.get("TYPE") or "").lower() in WHOLE for one in element.iterancestors("{*}ComposedBlock")
        )
        if (whole or kind in ("TextBlock", "Illustration")) and not inner:
            number += 1
            yield element.get("ID") or f"unnamed{number}", element


WHOLE = frozenset({"table", "picture"})


def _block(element: etree._Element, name: str, said: _Said, place: tuple[str, str]) -> Block | None:
    """A block with its lines; None where it has neither text nor a picture."""
    article, part = place
    refs = (element.get("TAGREFS") or "").split()
    kind = next((Kind(said.tags[ref]) for ref in refs if said.tags.get(ref) in set(Kind)), None)
    if kind is None:
        kind = _kind(element)
    column = _column(refs, 0)
    numbers: list[int] = []
    lines: list[Line] = []
    for one in element.iter("{*}TextLine"):
        line = _line(one, said, column)
        if line:
            begins = BEGINS in (one.get("TAGREFS") or "").split()
            numbers.append((numbers[-1] if numbers else 0) + begins)
            lines.append(line)
    box = _box(element, said)
    if not lines and (box is None or kind is not Kind.PICTURE):
        return None
    known = PLACE | {"ID", "TYPE"} if kind in (Kind.TABLE, Kind.PICTURE) else PLACE | {"ID"}
    carried = carried_of(element, "alto", known | {"TAGREFS"}, {"TextLine", "TextBlock", "Illustration"})
    carried += _refs(refs)
    return Block(
        region_of(kind, lines, box, element.get("ID") or name, carried), article, tuple(numbers), part
    )


def _column(refs: list[str], usual: int) -> int:
    """The column that a tag of ours tells."""
    found = (ref.removeprefix(COLUMN) for ref in refs if ref.startswith(COLUMN))
    return next((int(number) for number in found if number.isdigit()), usual)


def _refs(refs: list[str]) -> Carried:
    rest = " ".join(ref for ref in refs if not ref.startswith(TAG))
    return (("alto:@TAGREFS", rest),) if rest else ()


def _kind(element: etree._Element) -> Kind:
    """What a block is without a tag of ours."""
    if local_name(element) == "Illustration":
        return Kind.PICTURE
    if local_name(element) == "ComposedBlock":
        return Kind((element.get("TYPE") or "").lower())
    return Kind.BODY


def _line(element: etree._Element, said: _Said, column: int) -> Line | None:
    """A line with its words; None where it has no text."""
    text, words = _content(element, said)
    if not text.strip():
        return None
    box = _box(element, said) or (enclosing(word.box for word in words) if words else Box(0, 0, 0, 0))
    estimated = ESTIMATED in (element.get("PROCESSINGREFS") or "").split()
    sure = {word.confidence for word in words}
    confidence = sure.pop() if len(sure) == 1 else _mean([word.confidence for word in words])
    vertical = element.get("BASEDIRECTION") in ("ttb", "btt")
    known = PLACE | {"ID", "TAGREFS"}
    known |= {"BASEDIRECTION"} if vertical else set()
    known |= {"PROCESSINGREFS"} if estimated else set()
    refs = (element.get("TAGREFS") or "").split()
    carried = carried_of(element, "alto", known, {"String", "SP", "HYP"}) + _refs(refs)
    way = Direction.VERTICAL if vertical else Direction.HORIZONTAL
    own = () if estimated else tuple(words)
    return Line(text, box, confidence, way, _column(refs, column), own, element.get("ID") or "", carried)


def _content(line: etree._Element, said: _Said) -> tuple[str, list[Word]]:
    """The text of a line, its hyphen included, and its words. SP says where spaces are; a line of words
    without any SP has them wherever its script has."""
    words: list[Word] = []
    text = ""
    tight, gap = _tight(line), False
    for one in line:
        kind = local_name(one)
        gap = gap or kind == "SP"
        if kind == "HYP" and text:
            hyphen = one.get("CONTENT") or "-"
            text += hyphen
            if words:
                words[-1] = _hyphened(words[-1], hyphen, _box(one, said))
        elif kind == "String" and one.get("CONTENT"):
            content = str(one.get("CONTENT"))
            if gap and text:
                content = f" {content}"
            text = text + content if gap or tight else join_texts((text, content))
            gap = False
            word = _word(one, said)
            words += [word] if word else []
    return text, words


def _tight(line: etree._Element) -> bool:
    """Whether a line says by SP where spaces are, so that words without one stand close together."""
    return any(local_name(one) == "SP" for one in line) or len(line) < 3


def _word(element: etree._Element, said: _Said) -> Word | None:
    box = _box(element, said)
    if box is None:
        return None
    confidence = min(1.0, max(0.0, _number(element.get("WC") or "1")))
    known = PLACE | {"ID", "CONTENT", "WC"}
    if element.get("SUBS_TYPE") == "HypPart1":
        known |= {"SUBS_TYPE", "SUBS_CONTENT"}
    carried = carried_of(element, "alto", known, ())
    return Word(str(element.get("CONTENT")), box, confidence, element.get("ID") or "", carried)


def _hyphened(word: Word, hyphen: str, box: Box | None) -> Word:
    around = enclosing((word.box, box)) if box and box.area else word.box
    return Word(word.text + hyphen, around, word.confidence, word.id, word.carried)


def _separators(page: etree._Element, said: _Said) -> Iterator[Separator]:
    for one in page.iter("{*}GraphicalElement"):
        box = _box(one, said)
        if box:
            labels = {said.tags.get(ref) for ref in (one.get("TAGREFS") or "").split()}
            shape = SeparatorKind.VERTICAL if box.height > box.width else SeparatorKind.HORIZONTAL
            yield Separator(next((kind for kind in SeparatorKind if kind in labels), shape), box)


def _box(element: etree._Element, said: _Said) -> Box | None:
    """Where an element stands: its sides, else what the polygon of its shape fills."""
    if any(element.get(name) is None for name in PLACE):
        return _shape_box(element, said)
    left, top, width, height = (
        _number(element.get(name)) * said.scale for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    return box_of((left, top, left + width, top + height))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _shape_box(element: etree._Element, said: _Said) -> Box | None:
    polygon = element.find("{*}Shape/{*}Polygon")
    points = re.findall(r"-?\d+\.?\d*", polygon.get("POINTS") or "") if polygon is not None else []
    xs, ys = ([_number(side) * said.scale for side in points[start::2]] for start in (0, 1))
    return box_of((min(xs), min(ys), max(xs), max(ys))) if xs and len(xs) == len(ys) else None
