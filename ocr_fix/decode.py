"""Bytes to text: UTF-8 as it is, other encodings as charset-normalizer finds them.

Known limit: a short text in GB18030 or Big5 may be taken for the other one; `--encoding` says what it is.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from ocr_fix.errors import InputError, shown

MOST_BYTES = 64 * 2**20
PROBE_BYTES = 2**16
MOST_CONTROLS_RATIO = 0.05
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LIKELY = ("gb18030", "big5", "cp1252", "shift_jis", "euc_kr", "cp1251", "utf_16_le", "utf_16_be")
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1b\x1a\x08")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that was assumed where it is not UTF-8."""

    text: str
    assumed: str = ""


def decode(data: bytes, name: str, encoding: str = "") -> Decoded:
    """The text in `data`; `name` stands in messages, `encoding` is what the user says.

    Raises:
        InputError: the data is no text, is too much, or is not in `encoding`.
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{shown(name)} has more than {MOST_BYTES >> 20} MB, the most that is read; cut it into parts."
        )
    if encoding:
        return Decoded(_as_told(data, name, encoding))
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(codec, errors="replace"), "" if codec == "utf-8-sig" else codec)
    if _is_binary(data):
        raise InputError(f"{shown(name)} is no text; give a text file, or a scan to: ocr-fix run")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _guess(data, name)


def _as_told(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise InputError(f"The encoding {shown(encoding)} is unknown; try utf-8, gb18030 or big5.") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown(name)} is not in {encoding} (byte {error.start}); without --encoding it is guessed."
        ) from None


def _is_binary(data: bytes) -> bool:
    probe = data[:PROBE_BYTES]
    controls = sum(byte in _CONTROLS for byte in probe)
    return b"\0" in probe or controls > MOST_CONTROLS_RATIO * len(probe)


def _guess(data: bytes, name: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=list(_LIKELY)).best()
    if best is None:
        raise InputError(
            f"{shown(name)} is in no encoding that could be recognised; name it with --encoding, or save "
            "it as UTF-8."
        )
    return Decoded(str(best), best.encoding)
