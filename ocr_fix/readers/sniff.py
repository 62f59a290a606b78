"""Which format of pages of words a file is in, from its first bytes."""

from __future__ import annotations

import re

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(alto|PcGts|html)\b", re.IGNORECASE)
_KINDS = {b"alto": "alto", b"pcgts": "page", b"html": "hocr"}
_TSV = b"level\tpage_num\t"


def word_kind(start: bytes) -> str:
    """The kind of a file that begins with `start`: hocr, alto, page, tsv or json, empty for others.

    >>> word_kind(b'<?xml version="1.0"?><alto xmlns="x">')
    'alto'
    """
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = start.replace(b"\0", b"")[2:].lstrip()
    if text.startswith(_TSV):
        return "tsv"
    if text.startswith(b"{"):
        return "json"
    root = _ROOT.search(text) if text.startswith(b"<") else None
    return _KINDS[root.group(1).lower()] if root else ""
