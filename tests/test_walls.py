"""What vertical rules say of a gap across their block."""

from __future__ import annotations

from ocr_fix.model import Box
from ocr_fix.walls import is_crossed, rules_break

AROUND = Box(0, 0, 400, 1000)
GAP = (500, 520)
EM = 20.0


def test_a_rule_that_ends_at_a_gap_and_begins_below_it_breaks() -> None:
    upper, lower = Box(198, 0, 202, 500), Box(199, 580, 203, 1000)
    assert rules_break(GAP, AROUND, (upper, lower), (EM, 120))
    assert not rules_break(GAP, AROUND, (upper,), (EM, 120))
    assert not rules_break(GAP, AROUND, (upper, lower), (EM, 60))
    assert not rules_break(GAP, AROUND, (upper, Box(240, 580, 244, 1000)), (EM, 120))


def test_a_rule_through_a_gap_crosses_it() -> None:
    assert is_crossed(GAP, AROUND, (Box(198, 0, 202, 1000),), EM)
    assert not is_crossed(GAP, AROUND, (Box(198, 0, 202, 510),), EM)
    assert not is_crossed(GAP, AROUND, (Box(598, 0, 602, 1000),), EM)
    assert not is_crossed(GAP, AROUND, (), EM)
