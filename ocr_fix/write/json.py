"""A page as JSON and back, through msgspec.

The keys are those of the types in `ocr_fix.model`, in their order, defaults included, so that two
runs compare byte for byte; only what comes from other programs' files is left out where there is none.
What fits on a line stands on one: a line of text with its box is a line of JSON. `page.schema.json`
beside this file is the format as JSON Schema. Known limits: bytes of a file name that are no text become
U+FFFD.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from ocr_fix.errors import InputError
from ocr_fix.model import FORMAT_VERSION, Article, Page

MAX_LINE_CHARS = 200

_SPARSE = frozenset({"id", "carried", "paper", "source_width", "source_height", "skipped"})

_SURROGATE = re.compile("[\ud800-\udfff]")


def write_json(page: Page) -> str:
    """The page as readable JSON with a line break at its end; no pixels in it."""
    return _SURROGATE.sub("\ufffd", _laid_out(plain_page(page), 0)) + "\n"


def page_schema() -> dict[str, Any]:
    """The format as JSON Schema (2020-12), made from the types; `page.schema.json` is a copy of it."""
    schema: dict[str, Any] = json.loads(json.dumps(msgspec.json.schema(Page)))
    for described in schema["$defs"].values():
        if "description" in described:
            described["description"] = " ".join(described["description"].split("\n\n", 1)[0].split())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ocr_fix page"} | schema


def plain_page(page: Page) -> Any:
    """The page as dicts, tuples, texts and numbers, as JSON has them."""
    return _without_blanks(msgspec.to_builtins(page))


def read_json(data: str | bytes) -> Page:
    """The page that `write_json` wrote; keys that this version does not know are passed over.

    Raises:
        InputError: `data` is no JSON, no page, or in another version of the format.
    """
    try:
        raw = msgspec.json.decode(data.encode() if isinstance(data, str) else data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise InputError(f"This is not JSON ({_reason(error)}); give a file that ocr-fix wrote.") from error
    version = raw.get("format_version") if isinstance(raw, dict) else None
    if version is None:
        raise InputError("This JSON is no page (it has no format_version); give a file that ocr-fix wrote.")
    if version != FORMAT_VERSION:
        raise InputError(
            f"This page is in version {version!r} of the format and only {FORMAT_VERSION} can be read here; "
            "update ocr_fix or read the scan again."
        )
    try:
        page = msgspec.convert(raw, Page)
    except msgspec.ValidationError as error:
        raise InputError(
            f"This JSON is no page ({_reason(error)}); give a file that ocr-fix wrote."
        ) from error
    for flow in (page.header, *page.articles, page.footer):
        _check_proofs(flow)
    return page


def _without_blanks(value: Any) -> Any:
    """`value` without the keys of `_SPARSE` that say nothing."""
    if isinstance(value, dict):
        full = {key: item for key, item in value.items() if key not in _SPARSE or _says_anything(item)}
        return {key: _without_blanks(item) for key, item in full.items()}
    return tuple(map(_without_blanks, value)) if isinstance(value, tuple) else value


def _says_anything(value: Any) -> bool:
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _laid_out(value: Any, depth: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | tuple) or not value or len(line) + depth <= MAX_LINE_CHARS:
        return line
    pad = " " * (depth + 1)
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {_laid_out(item, depth + 1)}" for key, item in value.items()]
        opening, closing = "{", "}"
    else:
        items = [_laid_out(item, depth + 1) for item in value]
        opening, closing = "[", "]"
    body = f",\n{pad}".join(items)
    return f"{opening}\n{pad}{body}\n{' ' * depth}{closing}"


def _check_proofs(article: Article) -> None:
    """Paragraphs name their regions and lines by index; a wrong one would fail far from here."""
    for paragraph in article.paragraphs:
        in_range = 0 <= paragraph.region < len(article.regions)
        count = len(article.regions[paragraph.region].lines) if in_range else 0
        if not in_range or not all(0 <= line < count for line in paragraph.lines):
            raise InputError(
                "This JSON is no page (a paragraph names a region or a line that is not there); "
                "give a file that ocr-fix wrote."
            )


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
