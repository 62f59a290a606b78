"""Lines and their ends, put together again to the letter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.lineendings import split_lines


@given(st.text(alphabet="a \n\r\t\u2028"))
def test_a_text_is_its_lines_and_their_ends(text: str) -> None:
    lines = split_lines(text)
    assert "".join(a + b for a, b in zip(lines.texts, lines.endings, strict=True)) == text


def test_the_usual_end_is_the_first() -> None:
    assert split_lines("a\r\nb\n").ending == "\r\n"
    assert split_lines("a").ending == "\n"
