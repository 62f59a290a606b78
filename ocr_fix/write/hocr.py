"""A page as hOCR 1.2: an `ocr_page` of `ocr_carea`, `ocr_par`, `ocr_line` and `ocrx_word`, in reading order.

Each column of a region is a block; what hOCR has no word for stands in properties that begin with `x_`.
Words without boxes of their own get a share of their line's, and the line says so (`x_boxes estimated`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from ocr_fix import __version__
from ocr_fix.model import Box, Carried, Direction, Kind, Page
from ocr_fix.write.flat import FlatLine, FlatWord, Flow, Strip, flows_of, image_name, page_size, place_of
from ocr_fix.write.xml import clean

CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_photo ocr_table ocr_separator ocrp_wconf"
CLASSES = {Kind.PICTURE: "ocr_photo", Kind.TABLE: "ocr_table"}


def write_hocr(page: Page) -> str:
    """The page as an XHTML document with a line break at its end."""
    return "\n".join((*_head(page), *_body(page), " </body>", "</html>", ""))


def _head(page: Page) -> Iterator[str]:
    system = f"ocr_fix {__version__}" + (f" ({page.engine})" if page.engine else "")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
    yield '    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
    yield '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">'
    yield " <head>"
    yield f"  <title>{_text(page.paper.title or image_name(page))}</title>"
    yield '  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>'
    metas = {
        "ocr-system": system, "ocr-capabilities": CAPABILITIES, "ocr-number-of-pages": "1",
        "dc.title": page.paper.title, "dc.date": page.paper.date,
    }  # fmt: skip
    for name, value in metas.items():
        if value:
            yield f"  <meta name={_quoted(name)} content={_quoted(value)}/>"
    yield " </head>"
    yield " <body>"


def _body(page: Page) -> Iterator[str]:
    width, height = page_size(page)
    resolution = f"{page.dpi:g} {page.dpi:g}" if page.dpi else ""
    said = {
        "image": f'"{image_name(page)}"', "bbox": f"0 0 {width} {height}", "ppageno": str(page.number - 1),
        "scan_res": resolution, "lpageno": f'"{page.paper.page}"' if page.paper.page else "",
        "x_language": page.language,
    }  # fmt: skip
    yield f"  <div{_attributes('ocr_page', f'page_{page.number}', said, page.carried)}>"
    for flow in flows_of(page):
        for strip in flow.strips:
            yield from _block(flow, strip)
    for number, one in enumerate(page.separators):
        said = {"bbox": _bbox(place_of(one.box, page).box), "x_kind": one.kind}
        yield f"   <div{_attributes('ocr_separator', f'separator{number}', said, ())}></div>"
    yield "  </div>"


def _block(flow: Flow, strip: Strip) -> Iterator[str]:
    said = {
        "bbox": _bbox(strip.place.box), "x_kind": strip.kind, "x_article": flow.name,
        "x_region": str(strip.region), "x_column": str(strip.column) if strip.column else "",
    }  # fmt: skip
    yield f"   <div{_attributes(CLASSES.get(strip.kind, 'ocr_carea'), strip.id, said, strip.carried)}>"
    for paragraph, group in groupby(strip.lines, key=lambda line: line.paragraph):
        lines = tuple(group)
        yield from _paragraph(lines, f"{strip.id}_p{paragraph}", strip.kind is Kind.TABLE)
    yield "   </div>"


def _paragraph(lines: Sequence[FlatLine], name: str, in_table: bool) -> Iterator[str]:
    boxes = [line.place.box for line in lines]
    around = Box(
        min(box.left for box in boxes), min(box.top for box in boxes),
        max(box.right for box in boxes), max(box.bottom for box in boxes),
    )  # fmt: skip
    said = {"bbox": _bbox(around), "x_par": str(lines[0].paragraph)}
    yield f"    <p{_attributes('ocr_par', name, said, ())}>"
    for line in lines:
        yield f"     {_line(line, str(line.line.column) if in_table else '')}"
    yield "    </p>"


def _line(line: FlatLine, column: str) -> str:
    said = {
        "bbox": _bbox(line.place.box),
        "x_wconf": _percent(line.line.confidence),
        "x_direction": "vertical" if line.line.direction is Direction.VERTICAL else "",
        "x_column": column,
        "x_boxes": "estimated" if line.estimated else "",
    }
    return f"<span{_attributes('ocr_line', line.id, said, line.line.carried)}>{''.join(_words(line))}</span>"


def _words(line: FlatLine) -> Iterator[str]:
    """The words of a line with the spaces that its text has between them."""
    reached = 0
    for word in line.words:
        start = line.line.text.find(word.word.text, reached)
        if reached and (start < 0 or line.line.text[reached:start].strip() or start > reached):
            yield " "
        reached = max(start, 0) + len(word.word.text) if start >= 0 else reached
        yield _word(word)


def _word(word: FlatWord) -> str:
    said = {"bbox": _bbox(word.place.box), "x_wconf": _percent(word.word.confidence)}
    inner = next((value for name, value in word.word.carried if name == "hocr:<>"), None)
    attributes = _attributes("ocrx_word", word.id, said, word.word.carried)
    return f"<span{attributes}>{inner or _text(word.word.text)}</span>"


def _attributes(name: str, identity: str, said: dict[str, str], carried: Carried) -> str:
    """Class, id and title of an element, and what was carried along for it."""
    own = {key.removeprefix("hocr:@"): value for key, value in carried if key.startswith("hocr:@")}
    rest = {
        key.removeprefix("hocr:"): value
        for key, value in carried
        if key.startswith("hocr:") and key[5:6] not in ("@", "<")
    }
    title = "; ".join(f"{key} {value}" for key, value in (rest | said).items() if value)
    attributes = {"class": own.pop("class", name), "id": identity, "title": title, **own}
    return "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())


def _percent(confidence: float) -> str:
    return f"{100 * min(1.0, max(0.0, confidence)):.10g}"


def _bbox(box: Box) -> str:
    return f"{box.left} {box.top} {box.right} {box.bottom}"


def _text(text: str) -> str:
    return escape(clean(text), quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(clean(text), quote=True)}"'
