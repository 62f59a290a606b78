"""Blocks that can be taken out of interlocked stories."""

from __future__ import annotations

from ocr_fix.items import Item
from ocr_fix.model import Box, Separator, SeparatorKind
from ocr_fix.pinwheel import closed_block

HEAD = Item(0, Box(0, 0, 300, 50), heading=True)
TEXT = Item(1, Box(0, 60, 300, 400))
OTHER = Item(2, Box(400, 0, 700, 400))


def test_a_heading_with_its_text_is_a_block() -> None:
    assert closed_block((HEAD, TEXT, OTHER), (), 40.0) == (HEAD, TEXT)


def test_what_crosses_the_block_forbids_it() -> None:
    crossing = Item(3, Box(200, 380, 700, 600))
    assert closed_block((HEAD, TEXT, crossing), (), 40.0) == ()


def test_a_rule_beside_the_heading_ends_its_territory() -> None:
    wall = Separator(SeparatorKind.VERTICAL, Box(320, 0, 324, 500))
    free = Item(2, Box(330, 60, 380, 400))
    assert closed_block((HEAD, TEXT, free), (wall,), 40.0) == (HEAD, TEXT)
    assert closed_block((HEAD, TEXT, free), (), 40.0) == ()


def test_without_headings_there_is_none() -> None:
    assert closed_block((TEXT, OTHER), (), 40.0) == ()
