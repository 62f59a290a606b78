"""What a file says beyond what is understood here, kept as text and given back as XML."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy

from lxml import etree

from ocr_fix.model import Carried
from ocr_fix.readers.xml import local_name


def carried_of(
    element: etree._Element, prefix: str, attributes: Collection[str], children: Collection[str]
) -> Carried:
    """The attributes and child elements of `element` that are not among those understood."""
    kept = [
        (f"{prefix}:@{etree.QName(name).localname}", str(value))
        for name, value in element.attrib.items()
        if etree.QName(name).localname not in attributes and not str(name).startswith("{")
    ]
    for child in element:
        name = local_name(child)
        if name and name not in children:
            kept.append((f"{prefix}:<{name}>", bare_xml(child)))
    return tuple(kept)


def bare_xml(element: etree._Element) -> str:
    """An element as XML without namespaces, so that a writer can put it into its own version's."""
    copy = deepcopy(element)
    copy.tail = None
    for one in copy.iter(etree.Element):
        one.tag = local_name(one)
        if len(one) and one.text and not one.text.strip():
            one.text = None
        if one.tail and not one.tail.strip():
            one.tail = None
        for name in [name for name in one.attrib if str(name).startswith("{")]:
            one.attrib.pop(name)
    etree.cleanup_namespaces(copy)
    return etree.tostring(copy, encoding="unicode")
