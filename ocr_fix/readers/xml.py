"""XML and HTML of strangers, parsed safely: no entities, nothing from the network, limits on size.

A file that is cut off or damaged is read up to the damage, and what was left out is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

from ocr_fix.errors import InputError, shown

MAX_BYTES = 300_000_000
"""Larger files are refused: a page's text with all its words is a thousand times smaller."""
_LAYOUT = re.compile(r"[ \t\r\n\f]+")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")


@dataclass(frozen=True, slots=True)
class Tree:
    """The root of a parsed file, and what is wrong with the file, empty for a sound one."""

    root: etree._Element
    damage: str = ""


def parse_xml(path: Path) -> Tree:
    """The tree of an XML file; of a damaged one what can be read.

    Raises:
        InputError: the file is missing, too large, or no XML at all.
    """
    data = read_bytes(path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{shown(path)} is no XML ({_reason(error)}); get a whole copy of it.") from error
    if root is None:
        raise InputError(f"{shown(path)} is no XML; get a whole copy of it.")
    faults = [fault for fault in parser.error_log if fault.level >= etree.ErrorLevels.ERROR]
    damage = f"damaged from line {faults[0].line} on; what could be read was read" if faults else ""
    return Tree(root, damage)


def parse_html(path: Path) -> Tree:
    """The tree of an HTML or XHTML file, its elements without namespaces.

    Raises:
        InputError: the file is missing, too large, or no HTML at all.
    """
    data = read_bytes(path)
    declared = _ENCODING.match(data)
    encoding = declared.group(1).decode() if declared else "utf-8"
    try:
        parser = html.HTMLParser(recover=True, no_network=True, huge_tree=False, encoding=encoding)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise InputError(f"{shown(path)} is no HTML ({_reason(error)}); get a whole copy of it.") from error
    if root is None:
        raise InputError(f"{shown(path)} is no HTML; get a whole copy of it.")
    whole = data.rstrip().lower().endswith(b"</html>")
    return Tree(root, "" if whole else "cut off at its end; what could be read was read")


def read_bytes(path: Path) -> bytes:
    """What is in a file.

    Raises:
        InputError: the file is missing, empty, or too large.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"{shown(path)} has {size / 1e6:.0f} MB, more than is read; split it by pages.")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read ({error.strerror}); check the name.") from error
    if not data.strip():
        raise InputError(f"{shown(path)} is empty; get a whole copy of it.")
    return data


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_of(element: etree._Element) -> str:
    """All text in an element as `one_line` has it."""
    return one_line("".join(str(piece) for piece in element.itertext()))


def one_line(text: str) -> str:
    """`text` with the white space of the file's layout made single spaces; the wide spaces of Chinese
    stay as they are."""
    return _LAYOUT.sub(" ", text).strip(" ")


def as_text(element: etree._Element) -> str:
    """An element as XML, to be carried along."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
