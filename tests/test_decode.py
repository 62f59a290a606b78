"""Bytes to text, and what is refused."""

from __future__ import annotations

import pytest

from ocr_fix import decode as module
from ocr_fix.decode import decode
from ocr_fix.errors import InputError

TEXT = "晨雾还没有从河滩上退尽，石埠村的码头上已经响起了吆喝声。六十六岁的船工坐在缆桩上。\n" * 4
TRADITIONAL = "渡口因為改成書屋才沒有拆掉，今年春天鎮上的人把裡面的淤泥一擔一擔挑出去，刷白了牆。\n" * 4


def test_utf_8_needs_no_guess() -> None:
    assert decode(TEXT.encode(), "a").assumed == ""
    assert decode(b"\xef\xbb\xbf" + TEXT.encode(), "a").text == TEXT


@pytest.mark.parametrize(("text", "encoding"), [(TEXT, "gb18030"), (TRADITIONAL, "big5")])
def test_chinese_encodings_are_found_and_told(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "a")
    assert (decoded.text, decoded.assumed) == (text, encoding)


def test_utf_16_is_known_by_its_mark() -> None:
    assert decode(TEXT.encode("utf-16"), "a").text == TEXT


def test_nothing_is_an_empty_text() -> None:
    assert decode(b"", "a").text == ""


def test_binary_is_refused() -> None:
    with pytest.raises(InputError, match="is no text; give a text file"):
        decode(b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.jpg")


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 2**20)
    with pytest.raises(InputError, match="cut it into parts"):
        decode(b"a" * (2**20 + 1), "a")


def test_the_encoding_that_the_user_names_is_taken() -> None:
    assert decode(TEXT.encode("gb18030"), "a", "gb18030").text == TEXT
    with pytest.raises(InputError, match="is unknown"):
        decode(b"a", "a", "klingon")
    with pytest.raises(InputError, match="is not in utf-8"):
        decode(TEXT.encode("gb18030"), "a", "utf-8")
