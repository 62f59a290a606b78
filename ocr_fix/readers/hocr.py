"""Pages from hOCR 1.2, as Tesseract, kraken, OCRopus, OCRmyPDF and others write it.

Blocks (`ocr_carea`, or what stands for one) become regions, `ocr_par` paragraphs, `ocr_line` and its
kin lines, `ocrx_word` words. Other properties of a title and other attributes are carried along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from ocr_fix.errors import InputError, shown
from ocr_fix.geometry import enclosing
from ocr_fix.model import Box, Carried, Direction, Kind, Line, Page, Paper, Separator, SeparatorKind, Word
from ocr_fix.readers.build import Block, Given, box_of, build_page, region_of
from ocr_fix.readers.xml import as_text, parse_html, text_of

LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})
PICTURES = frozenset({"ocr_photo", "ocr_image", "ocr_linedrawing", "ocr_float", "ocr_display"})
RULES = frozenset({"ocr_separator"})
BLOCKS = frozenset({"ocr_carea", "ocr_column", "ocrx_block", "ocr_table"}) | PICTURES | RULES
KNOWN = frozenset({
    "bbox", "x_wconf", "x_conf", "x_kind", "x_article", "x_region", "x_par", "x_column", "x_direction",
    "x_boxes", "scan_res", "x_language", "lpageno",
})  # fmt: skip
WORDS = frozenset({"ocrx_word"})
_OWN_CLASS = {Kind.PICTURE: "ocr_photo", Kind.TABLE: "ocr_table"}
LINE_KINDS = {"ocr_header": Kind.MASTHEAD, "ocr_footer": Kind.FOOTER, "ocr_caption": Kind.CAPTION}
_OWN_SYSTEM = re.compile(r"^ocr_fix [\w.]+(?: \((.*)\))?$")
_PROPERTY = re.compile(r"""\s*([A-Za-z_][\w-]*)\s*((?:"[^"]*"|'[^']*'|[^;])*)(?:;|$)""")


def read_hocr(path: Path) -> tuple[Page, ...]:
    """The pages of an hOCR file as the file has them.

    Raises:
        InputError: the file cannot be read, or holds no `ocr_page`.
    """
    tree = parse_html(path)
    pages = [one for one in tree.root.iter(etree.Element) if "ocr_page" in _classes(one)]
    if not pages:
        raise InputError(f"{shown(path)} is no hOCR: it has no element of the class ocr_page.")
    warnings = (f"{shown(path)} is {tree.damage}.",) if tree.damage else ()
    metas = {str(one.get("name")): str(one.get("content") or "") for one in tree.root.iter("meta")}
    return tuple(
        _page(element, path, number, metas, warnings) for number, element in enumerate(pages, start=1)
    )


def properties(element: etree._Element) -> dict[str, str]:
    """The properties in an element's title, by name.

    >>> properties(etree.fromstring('<p title="bbox 0 0 5 6; x_wconf 90"/>'))
    {'bbox': '0 0 5 6', 'x_wconf': '90'}
    """
    return {name: value.strip() for name, value in _PROPERTY.findall(element.get("title") or "")}


def _page(
    element: etree._Element, path: Path, number: int, metas: dict[str, str], warnings: tuple[str, ...]
) -> Page:
    said = properties(element)
    box = _box(said)
    resolution = re.findall(r"[\d.]+", said.get("scan_res", ""))
    blocks, separators = _blocks(element)
    given = Given(
        source=str(path),
        width=box.right if box else 0,
        height=box.bottom if box else 0,
        number=number,
        dpi=float(resolution[0]) if resolution else 0.0,
        language=said.get("x_language", element.get("lang") or ""),
        engine=_OWN_SYSTEM.sub(r"\1", metas.get("ocr-system", "")),
        separators=separators,
        paper=Paper(
            metas.get("dc.title", ""), metas.get("dc.date", ""), said.get("lpageno", "").strip("\"'")
        ),
        warnings=warnings,
        carried=_carried(element, said, "ocr_page"),
    )
    return build_page(given, blocks)


def _blocks(page: etree._Element) -> tuple[list[Block], tuple[Separator, ...]]:
    """The blocks of a page in the file's order, and its rules."""
    blocks: list[Block] = []
    separators: list[Separator] = []
    for element, lines in _grouped(page):
        said, classes = properties(element), _classes(element)
        box = _box(said)
        if classes & RULES:
            separators += [Separator(_rule_kind(said, box), box)] if box else []
            continue
        kind = _kind(said, classes, lines)
        column = int(said["x_column"]) if said.get("x_column", "").isdigit() else 0
        read = [(_line(line, column), number) for line, number in lines]
        kept = [(line, number) for line, number in read if line]
        if not kept and not (kind is Kind.PICTURE and box):
            continue
        is_block = "ocr_page" not in classes
        region = region_of(
            kind,
            [line for line, _ in kept],
            box if is_block else None,
            (element.get("id") or "") if is_block else "",
            _carried(element, said, _OWN_CLASS.get(kind, "ocr_carea")) if is_block else (),
        )
        numbers = tuple(number for _, number in kept)
        blocks.append(Block(region, said.get("x_article", ""), numbers, said.get("x_region", "")))
    return blocks, tuple(separators)


def _grouped(page: etree._Element) -> Iterator[tuple[etree._Element, list[tuple[etree._Element, int]]]]:
    """Each block with its lines and the number of the paragraph that each stands in, in the file's
    order. Lines in no block stand in the page; without lines, words count as lines."""
    line_classes = LINES if any(_classes(one) & LINES for one in page.iter(etree.Element)) else WORDS
    lines: dict[etree._Element, list[tuple[etree._Element, int]]] = {}
    paragraphs: dict[etree._Element, int] = {}
    for element in page.iter(etree.Element):
        classes = _classes(element)
        if classes & BLOCKS:
            lines[element] = []
        if classes & line_classes and not any(
            _classes(one) & line_classes for one in element.iterancestors()
        ):
            above = list(element.iterancestors())
            block = next((one for one in above if _classes(one) & (BLOCKS | {"ocr_page"})), page)
            around = next((one for one in above if "ocr_par" in _classes(one)), block)
            number = properties(around).get("x_par", "")
            place = int(number) if number.isdigit() else paragraphs.setdefault(around, len(paragraphs))
            lines.setdefault(block, []).append((element, place))
    yield from lines.items()


def _line(element: etree._Element, column: int) -> Line | None:
    """A line with its words; None where it has no text."""
    said = properties(element)
    words = tuple(
        word for one in element.iter(etree.Element) if _classes(one) & WORDS and (word := _word(one))
    )
    boxes = [word.box for word in words]
    box = _box(said) or (enclosing(boxes) if boxes else Box(0, 0, 0, 0))
    text = text_of(element)
    if not text:
        return None
    own = "ocrx_word" if _classes(element) & WORDS else "ocr_line"
    turned = said.get("textangle", "0").strip() in ("90", "270") or said.get("x_direction") == "vertical"
    confidence = _confidence(said)
    if confidence is None:
        confidence = sum(word.confidence for word in words) / len(words) if words else 1.0
    if said.get("x_column", "").isdigit():
        column = int(said["x_column"])
    return Line(
        text,
        box,
        confidence,
        Direction.VERTICAL if turned else Direction.HORIZONTAL,
        column,
        words if own != "ocrx_word" and said.get("x_boxes") != "estimated" else (),
        element.get("id") or "",
        _carried(element, said, own),
    )


def _word(element: etree._Element) -> Word | None:
    said = properties(element)
    text, box = text_of(element), _box(said)
    if not text or box is None:
        return None
    confidence = _confidence(said)
    carried = _carried(element, said, "ocrx_word")
    if len(element):
        carried += (("hocr:<>", "".join(as_text(child) for child in element)),)
    return Word(text, box, 1.0 if confidence is None else confidence, element.get("id") or "", carried)


def _confidence(said: dict[str, str]) -> float | None:
    numbers = re.findall(r"[\d.]+", said.get("x_wconf", said.get("x_conf", "")))
    return min(1.0, float(numbers[0]) / 100) if numbers else None


def _kind(said: dict[str, str], classes: frozenset[str], lines: Sequence[tuple[etree._Element, int]]) -> Kind:
    """What a block is: as our own files say, else by the classes of block and lines."""
    if said.get("x_kind") in set(Kind):
        return Kind(said["x_kind"])
    if classes & PICTURES:
        return Kind.PICTURE
    if "ocr_table" in classes:
        return Kind.TABLE
    kinds = {kind for one, _ in lines for name in _classes(one) if (kind := LINE_KINDS.get(name))}
    return kinds.pop() if len(kinds) == 1 else Kind.BODY


def _rule_kind(said: dict[str, str], box: Box | None) -> SeparatorKind:
    if said.get("x_kind") in set(SeparatorKind):
        return SeparatorKind(said["x_kind"])
    return SeparatorKind.VERTICAL if box and box.height > box.width else SeparatorKind.HORIZONTAL


def _box(said: dict[str, str]) -> Box | None:
    return box_of([float(side) for side in re.findall(r"-?\d+\.?\d*", said.get("bbox", ""))])


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _carried(element: etree._Element, said: dict[str, str], own: str) -> Carried:
    """The properties and attributes that nothing else here keeps."""
    rest = [(f"hocr:{name}", value) for name, value in said.items() if name not in KNOWN]
    rest += [
        (f"hocr:@{name}", str(value))
        for name, value in ((str(name), value) for name, value in element.attrib.items())
        if name not in ("id", "title") and not (name == "class" and value == own)
    ]
    return tuple(rest)
