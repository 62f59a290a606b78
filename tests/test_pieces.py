"""The pieces of a line: widths, spaces inside a line, lost gaps."""

from __future__ import annotations

import pytest

from ocr_fix.pieces import Fill, Piece, ends_paragraph, find_pieces, width_em

FULL = "晨雾还没有从河滩上退尽石埠村"  # 14 em
ROWS = [f"{FULL} {FULL[::-1]}"] * 8


def texts(lines: list[str], number: int) -> list[str]:
    return [piece.text for piece in find_pieces(lines)[number]]


@pytest.mark.parametrize(
    ("text", "em"), [("竹林", 2.0), ("竹林,", 3.0), ("12", 1.0), ('他说:"好"', 5.3), ("", 0.0)]
)
def test_widths(text: str, em: float) -> None:
    assert width_em(text) == pytest.approx(em)


def test_a_line_is_cut_at_its_spaces() -> None:
    assert texts(ROWS, 0) == [FULL, FULL[::-1]]
    assert find_pieces(ROWS)[0][1].start == 15
    assert find_pieces(ROWS)[0][0].column_em == 14.0


def test_an_empty_line_has_no_pieces() -> None:
    assert find_pieces(["", "  "]) == ((), ())


def test_short_pieces_of_one_printed_line_are_one_piece() -> None:
    line = f"其中 43%; 船工和水手 164人, {FULL}"
    assert texts([*ROWS, line], 8) == ["其中 43%; 船工和水手 164人,", FULL]


def test_a_last_line_is_not_joined_to_its_neighbour() -> None:
    assert texts([*ROWS, f"散尽。 {FULL}"], 8) == ["散尽。", FULL]


def test_two_pieces_whose_gap_was_lost_are_cut() -> None:
    other = "电话里的人说机器今年换了新的"
    assert texts([*ROWS, f"{FULL}{other} {FULL}"], 8) == [FULL, other, FULL]


def test_wide_lines_that_are_usual_are_not_cut() -> None:
    wide = FULL + FULL
    assert texts([*ROWS, *[f"{wide} {wide}"] * 6], 9) == [wide, wide]


@pytest.mark.parametrize(
    ("text", "fill"),
    [
        (FULL, Fill.FULL),
        (FULL[:-1] + "。", Fill.FULL_STOP),
        (FULL[:12], Fill.INDENT),
        (FULL[:11] + "。", Fill.INDENT_STOP),
        (FULL[:6], Fill.SHORT),
        (FULL[:6] + "。", Fill.SHORT_STOP),
        (FULL + "竹林", Fill.WIDE),
    ],
)
def test_fills(text: str, fill: Fill) -> None:
    assert Piece(text, 0, 0, width_em(text), 14.0).fill is fill


@pytest.mark.parametrize(
    ("text", "following", "ends"),
    [
        (FULL[:6] + "。", FULL, True),
        (FULL[:-1] + "。", FULL[:12], True),
        (FULL[:-1] + "。", FULL, False),
        (FULL[:11] + "。", FULL, False),
        (FULL[:11] + "。", FULL[:12], True),
        (FULL[:6], FULL[:12], False),
    ],
)
def test_where_a_paragraph_ends(text: str, following: str, ends: bool) -> None:
    a, b = (Piece(one, 0, 0, width_em(one), 14.0) for one in (text, following))
    assert ends_paragraph(a, b) is ends
