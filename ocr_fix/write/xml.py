"""What the writers of XML share: elements in one namespace, and what was carried along put back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from lxml import etree

from ocr_fix.model import Carried

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Maker:
    """Makes elements of one namespace; attributes that are None are left out."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def root(self, tag: str, schema: str) -> etree._Element:
        """The root element, which says where its schema is."""
        names = {None: self.namespace, "xsi": XSI}
        root = etree.Element(f"{{{self.namespace}}}{tag}", nsmap=cast("dict[str, str]", names))
        root.set(f"{{{XSI}}}schemaLocation", f"{self.namespace} {schema}")
        return root

    def add(
        self, parent: etree._Element, tag: str, text: str | None = None, **attributes: object
    ) -> etree._Element:
        """A new last child of `parent`."""
        child = etree.SubElement(parent, f"{{{self.namespace}}}{tag}")
        for name, value in attributes.items():
            if value is not None:
                child.set(name, clean(str(value)))
        if text is not None:
            child.text = clean(text)
        return child

    def attributes(self, element: etree._Element, carried: Carried, prefix: str) -> None:
        """Sets the attributes that were carried along and are not set yet."""
        for name, value in carried:
            key = name.removeprefix(f"{prefix}:@")
            if key != name and element.get(key) is None:
                element.set(key, clean(value))

    def children(self, parent: etree._Element, carried: Carried, prefix: str, tags: Sequence[str]) -> None:
        """Adds the carried child elements whose tags are among `tags`, in the order of `tags`."""
        for tag in tags:
            for name, value in carried:
                if name == f"{prefix}:<{tag}>":
                    parent.append(self._parsed(value))

    def _parsed(self, text: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        copy = etree.fromstring(text, parser)
        for one in copy.iter(etree.Element):
            one.tag = f"{{{self.namespace}}}{one.tag}"
        return copy


def clean(text: str) -> str:
    """`text` without the characters that XML forbids."""
    return _FORBIDDEN.sub("\ufffd", text)


def as_bytes(root: etree._Element) -> bytes:
    """The document as indented UTF-8 with a line break at its end."""
    etree.indent(root, " ")
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xsi"])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
