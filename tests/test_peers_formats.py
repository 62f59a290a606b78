"""Other programs read what we write, in our order: dinglehopper, hocr-tools, and the schema of METS."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from given import column, page_of, rows_of
from lxml import etree
from printed_page import full_page

from ocr_fix.language import load_follow
from ocr_fix.model import Page
from ocr_fix.pipeline import read_words
from ocr_fix.write.alto import write_alto
from ocr_fix.write.hocr import write_hocr
from ocr_fix.write.mets import MetsBook
from ocr_fix.write.pagexml import write_page_xml

HOCR_CHECK = Path(sys.executable).parent / "hocr-check"


@pytest.fixture
def ordered() -> Page:
    return read_words(page_of(rows_of([column("a", 100, 100), column("b", 900, 100)])), load_follow("eng"))


def lines_of(page: Page) -> list[str]:
    return [line.text for region in page.regions for line in region.lines]


@pytest.mark.parametrize("name", ["page", "alto"])
def test_dinglehopper_reads_the_lines_in_order(name: str, ordered: Page, tmp_path: Path) -> None:
    pytest.importorskip("dinglehopper", reason="dinglehopper is not installed")
    from dinglehopper.ocr_files import extract

    path = tmp_path / f"a.{name}.xml"
    path.write_bytes(write_page_xml(ordered) if name == "page" else write_alto(ordered))
    assert extract(str(path)).text.splitlines() == lines_of(ordered)


@pytest.mark.skipif(not HOCR_CHECK.is_file(), reason="hocr-check (hocr-tools-lib) is not installed")
def test_hocr_check_finds_nothing(ordered: Page, tmp_path: Path) -> None:
    path = tmp_path / "a.hocr"
    path.write_text(write_hocr(ordered), encoding="utf-8")
    said = subprocess.run([HOCR_CHECK, path], capture_output=True, text=True, check=False)
    assert "not ok" not in said.stdout + said.stderr
    assert "ok" in said.stdout + said.stderr


def test_mets_is_valid() -> None:
    spec = find_spec("ocrd_validators")
    if spec is None or spec.origin is None:
        pytest.skip("no schema of METS here: the package ocrd is not installed")
    folder = Path(spec.origin).parent

    class Local(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
            del public_id
            resolver: Any = self
            return resolver.resolve_filename(str(folder / "xlink.xsd"), context) if "xlink" in url else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    schema = etree.XMLSchema(etree.parse(str(folder / "mets.xsd"), parser))
    book = MetsBook("issue")
    book.add(full_page(), [("alto", "a.alto.xml", b"x")])
    assert schema.validate(etree.fromstring(book.finish()))
