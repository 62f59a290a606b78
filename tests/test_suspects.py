"""Characters that may be misread."""

from __future__ import annotations

import pytest

from ocr_fix.suspects import find_suspects


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("电话55203l6", "l"),
        ("30,0O0次", "O"),
        ("读不出〓字", "〓"),
        ("普通的文字和 Oslo 2O", ""),
        ("晨雾还没有退尽。", ""),
    ],
)
def test_suspects(text: str, characters: str) -> None:
    assert "".join(suspect.character for suspect in find_suspects(text)) == characters


def test_places_are_counted_from_one() -> None:
    (suspect,) = find_suspects("好\n〓")
    assert (suspect.line, suspect.column) == (2, 1)
