"""METS for an issue: its pages in order, with the files that were written for each.

A physical map lists pages, a logical map the issue and its articles, and links say on which pages an
article stands. The paper's title and date are MODS.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from ocr_fix import __version__
from ocr_fix.model import Page, Paper
from ocr_fix.write.flat import flows_of
from ocr_fix.write.xml import clean

METS, MODS, XLINK = "http://www.loc.gov/METS/", "http://www.loc.gov/mods/v3", "http://www.w3.org/1999/xlink"
MIMES = {
    "txt": "text/plain", "md": "text/markdown", "json": "application/json", "hocr": "text/vnd.hocr+html",
    "alto": "application/alto+xml", "page": "application/vnd.prima.page+xml", "csv": "text/csv",
    "overlay": "image/png",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    label: str
    names: tuple[tuple[str, str, str], ...]
    titles: tuple[str, ...]


class MetsBook:
    """A METS document in the making; pages are added in their order, each with its files."""

    def __init__(self, name: str) -> None:
        """`name` labels an issue whose paper is not known."""
        self._name = name
        self._paper = Paper()
        self._entries: list[_Entry] = []

    def add(self, page: Page, written: Sequence[tuple[str, str, bytes]]) -> None:
        """Adds a page with the format, the name and the bytes of each of its files."""
        self._paper = self._paper if self._paper.title else page.paper
        names = tuple((kind, name, hashlib.sha256(data).hexdigest()) for kind, name, data in written)
        titles = tuple(flow.title for flow in flows_of(page) if flow.title)
        self._entries.append(_Entry(page.number, page.paper.page, names, titles))

    def finish(self, created: datetime | None = None) -> bytes:
        """The whole document; `created` is the time that it bears, now where it is None."""
        root = etree.Element(f"{{{METS}}}mets", nsmap={"mets": METS, "mods": MODS, "xlink": XLINK})
        root.set("LABEL", clean(self._paper.title or self._name))
        head = _add(root, "metsHdr", CREATEDATE=(created or datetime.now(UTC)).isoformat(timespec="seconds"))
        agent = _add(head, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
        _add(agent, "name").text = f"ocr_fix {__version__}"
        self._describe(root)
        self._files(root)
        self._maps(root)
        etree.indent(root, " ")
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"

    def _describe(self, root: etree._Element) -> None:
        wrap = _add(_add(root, "dmdSec", ID="dmd_issue"), "mdWrap", MDTYPE="MODS")
        mods = etree.SubElement(_add(wrap, "xmlData"), f"{{{MODS}}}mods")
        title = etree.SubElement(etree.SubElement(mods, f"{{{MODS}}}titleInfo"), f"{{{MODS}}}title")
        title.text = clean(self._paper.title or self._name)
        if self._paper.date:
            origin = etree.SubElement(mods, f"{{{MODS}}}originInfo")
            etree.SubElement(origin, f"{{{MODS}}}dateIssued").text = clean(self._paper.date)

    def _files(self, root: etree._Element) -> None:
        section = _add(root, "fileSec")
        kinds = dict.fromkeys(kind for entry in self._entries for kind, _, _ in entry.names)
        for kind in kinds:
            group = _add(section, "fileGrp", USE=kind)
            for entry in self._entries:
                for _, name, digest in (one for one in entry.names if one[0] == kind):
                    file = _add(
                        group, "file", ID=_file(kind, entry), MIMETYPE=MIMES[kind], CHECKSUM=digest,
                        CHECKSUMTYPE="SHA-256",
                    )  # fmt: skip
                    place = _add(file, "FLocat", LOCTYPE="URL")
                    place.set(f"{{{XLINK}}}href", clean(name))

    def _maps(self, root: etree._Element) -> None:
        pages = _add(_add(root, "structMap", TYPE="PHYSICAL"), "div", TYPE="physSequence", ID="phys_issue")
        for order, entry in enumerate(self._entries, start=1):
            div = _add(pages, "div", TYPE="page", ID=f"phys_{entry.number}", ORDER=str(order))
            if entry.label:
                div.set("ORDERLABEL", clean(entry.label))
            for kind, _, _ in entry.names:
                _add(div, "fptr", FILEID=_file(kind, entry))
        issue = _add(
            _add(root, "structMap", TYPE="LOGICAL"), "div", TYPE="issue", ID="log_issue", DMDID="dmd_issue"
        )
        links = [("log_issue", f"phys_{entry.number}") for entry in self._entries]
        for entry in self._entries:
            for place, title in enumerate(entry.titles):
                name = f"log_{entry.number}_{place}"
                _add(issue, "div", TYPE="article", ID=name, LABEL=clean(title))
                links.append((name, f"phys_{entry.number}"))
        section = _add(root, "structLink")
        for start, end in links:
            link = _add(section, "smLink")
            link.set(f"{{{XLINK}}}from", start)
            link.set(f"{{{XLINK}}}to", end)


def _file(kind: str, entry: _Entry) -> str:
    return f"file_{kind}_{entry.number}"


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{METS}}}{tag}", attributes)
