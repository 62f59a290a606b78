"""Text repairs: cases, what must stay as it is, known failures, and that repairing twice changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ocr_fix.text import repair_text

CASES = Path(__file__).parent / "cases"
ALPHABET = "云雾里的人3 27(),:;?!.\"'“”‘’（）…—-aBe。，%　"


class Case(TypedDict, total=False):
    """One line of the case files; a case that must stay has no `fixed`."""

    label: str
    original: str
    fixed: str
    comment: str


def load_cases(name: str) -> list[Case]:
    cases: list[Case] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return cases


def label(case: Case) -> str:
    return case["label"]


@pytest.mark.parametrize("case", load_cases("text.json"), ids=label)
def test_repairs(case: Case) -> None:
    assert repair_text(case["original"]) == case["fixed"]
    assert repair_text(case["fixed"]) == case["fixed"]


@pytest.mark.parametrize("case", load_cases("text_negatives.json"), ids=label)
def test_what_looks_wrong_stays(case: Case) -> None:
    assert repair_text(case["original"]) == case["original"]


@pytest.mark.parametrize("case", load_cases("text_failures.json"), ids=label)
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failures(case: Case) -> None:
    assert repair_text(case["original"]) == case["fixed"]


@given(st.text(alphabet=ALPHABET, max_size=20))
@example("（”’）")
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair_text(text)
    assert repair_text(once) == once


@given(st.text(alphabet=ALPHABET, max_size=20))
def test_no_letter_or_digit_is_lost_or_added(text: str) -> None:
    kept = [character for character in text if character.isalnum()]
    assert [character for character in repair_text(text) if character.isalnum()] == kept
