"""The schemas of ALTO and PAGE, where they are: beside the repository, or in packages that bring them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

SHARED = Path(__file__).parents[2] / "shared" / "schemas"
XLINK = "http://www.loc.gov/standards/xlink/xlink.xsd"
_XLINK_STUB = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="http://www.w3.org/1999/xlink"
 targetNamespace="http://www.w3.org/1999/xlink"><xsd:attribute name="type" type="xsd:string"/>
 <xsd:attribute name="href" type="xsd:anyURI"/><xsd:attributeGroup name="simpleLink">
 <xsd:attribute ref="type"/><xsd:attribute ref="href"/></xsd:attributeGroup></xsd:schema>"""
"""What ALTO needs of XLink, which its schema would fetch from the network."""


def faults(data: bytes, schema: etree.XMLSchema) -> list[str]:
    """What a schema finds wrong with a document."""
    schema.validate(etree.fromstring(data))
    log: Any = schema.error_log
    return [f"line {fault.line}: {fault.message}" for fault in log]


@cache
def page_schema() -> etree.XMLSchema:
    """PAGE 2019; skips the test where no copy is there."""
    found = [SHARED / "page-2019-07-15.xsd"]
    for package in ("ocrd_validators", "ocrd.validators", "ocrd_models"):
        try:
            spec = find_spec(package)
        except ModuleNotFoundError:
            continue
        if spec and spec.origin:
            found += sorted(Path(spec.origin).parent.rglob("*page*.xsd"))
    path = next((one for one in found if one.is_file()), None)
    if path is None:
        pytest.skip("no schema of PAGE here: neither ../shared/schemas nor the package ocrd")
    return etree.XMLSchema(etree.parse(str(path)))


@cache
def mets_schema() -> etree.XMLSchema:
    """METS 1; skips the test where the package ocrd is not there."""
    spec = find_spec("ocrd_validators")
    path = Path(spec.origin).parent / "mets.xsd" if spec and spec.origin else Path("mets.xsd")
    if not path.is_file():
        pytest.skip("no schema of METS here: the package ocrd is not there")
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))


@cache
def alto_schema() -> etree.XMLSchema:
    """ALTO 4.4; skips the test where no copy is there."""
    path = SHARED / "alto-4-4.xsd"
    if not path.is_file():
        pytest.skip("no schema of ALTO here: ../shared/schemas is not there")

    class Local(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
            del public_id
            resolver: Any = self
            return resolver.resolve_string(_XLINK_STUB, context) if url == XLINK else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(str(path), parser))
