"""Excerpts: the lines that differ, short enough to print."""

from __future__ import annotations

from ocr_fix.compare import compare
from ocr_fix.excerpts import (
    MAX_CHANGES,
    Excerpt,
    Piece,
    Tone,
    breaks_in_words,
    excerpts,
    moves_in_words,
    shortened,
    worst,
)

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 900))


def found(output: str, golden: str) -> tuple[Excerpt, ...]:
    return excerpts(compare(output, golden))


def test_a_line_with_its_differences() -> None:
    (one,) = found("新桥通车\n大桥今日开了", "新桥通车\n大桥昨日开通")
    assert (one.line, one.errors) == (2, 2)
    assert one.plain == "大桥[-昨-]{+今+}日开[-通-]{+了+}"
    assert one.pieces[:2] == (Piece(Tone.SAME, "大桥"), Piece(Tone.LOST, "昨"))


def test_what_is_lost_or_added_whole() -> None:
    assert found("甲乙丙丁", "甲丁")[0].plain == "甲{+乙丙+}丁"
    assert found("", "甲丁")[0].plain == "[-甲丁-]"
    assert found("甲丁", "")[0].plain == "{+甲丁+}"
    assert found("甲丁", "甲 丁") == ()


def test_long_lines_are_shown_where_they_differ() -> None:
    text = HAN[:300]
    output = text[:100] + "X" + text[101:200] + "Y" + text[201:]
    (one,) = found(output, text)
    assert one.plain == (
        f"…{text[84:100]}[-{text[100]}-]{{+X+}}{text[101:117]}…{text[184:200]}[-{text[200]}-]{{+Y+}}{text[201:217]}…"
    )


def test_many_differences_of_a_line_are_counted_and_not_all_shown() -> None:
    text = HAN[:400]
    output = "".join("X" if place % 20 == 10 else letter for place, letter in enumerate(text))
    (one,) = found(output, text)
    assert one.errors == 20
    assert one.plain.count("[-") == MAX_CHANGES
    assert one.plain.endswith("…")


def test_the_worst_come_first() -> None:
    lines = [HAN[at : at + 30] for at in range(0, 90, 30)]
    output = "\n".join((lines[0][:-1] + "X", lines[1][:20] + "XYZ" + lines[1][23:], lines[2]))
    ranked = worst(found(output, "\n".join(lines)), 5)
    assert [(one.line, one.errors) for one in ranked] == [(2, 3), (1, 1)]
    assert len(worst(ranked, 1)) == 1


def test_moves_in_words() -> None:
    lines = [HAN[at : at + 40] for at in range(0, 400, 40)]
    golden = "\n".join(lines)
    told = moves_in_words(compare("\n".join([*lines[1:4], lines[0], *lines[4:]]), golden))
    assert told.startswith(
        "1 piece moved, 40 characters; the largest from golden line 1 to line 4 of the output: "
    )
    assert moves_in_words(compare(golden, golden)) == ""
    twice = moves_in_words(compare("\n".join([*lines[1:4], lines[0], *lines[5:], lines[4]]), golden))
    assert twice.startswith("2 pieces moved, 80 characters")


def test_breaks_in_words() -> None:
    golden = "\n".join((HAN[:40], HAN[40:80], HAN[80:120]))
    output = HAN[:60] + "\n" + HAN[60:110] + "\n" + HAN[110:120]
    assert breaks_in_words(compare(output, golden)) == "paragraphs: 2 split, 2 joined"
    assert breaks_in_words(compare(HAN[:120], golden)) == "paragraphs: 2 joined"
    assert breaks_in_words(compare(golden, golden)) == ""
    assert found(output, golden) == ()


def test_a_long_text_loses_its_middle() -> None:
    assert shortened(HAN[:32]) == HAN[:32]
    assert shortened(HAN[:33]) == HAN[:16] + "…" + HAN[17:33]
