"""The helper for other projects' golden tests fails with what a person has to know."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr_fix.compare import CompareOptions
from ocr_fix.errors import InputError
from ocr_fix.measures import Limits
from ocr_fix.normalise import Normalise
from ocr_fix.testing import assert_matches_golden

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 900))
LINES = [HAN[at : at + 30] for at in range(0, 900, 30)]


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    path = tmp_path / "front.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


def test_what_is_the_same_passes(golden: Path) -> None:
    assert assert_matches_golden(golden, "\n".join(LINES)).cer.count == 0
    assert assert_matches_golden(str(golden), golden).cer.count == 0


def test_a_failure_says_where_and_what(golden: Path) -> None:
    wrong = [line[:9] + "XYZ" + line[12:] for line in LINES]
    with pytest.raises(AssertionError) as caught:
        assert_matches_golden(golden, "\n".join(wrong))
    message = str(caught.value).splitlines()
    assert message[0].startswith(f"the output differs from '{golden}': flow CER 10.0 % > 2 %")
    assert "CER 10.0 %, order-free CER 10.0 %, successors not measured" in message
    assert f"line 1: {LINES[0][:9]}[-{LINES[0][9:12]}-]{{+XYZ+}}{LINES[0][12:28]}…" in message
    assert message[-1] == "and 20 more lines"


def test_a_failure_tells_of_moves(golden: Path) -> None:
    with pytest.raises(AssertionError, match="1 piece moved, 30 characters"):
        assert_matches_golden(golden, "\n".join([*LINES[1:], LINES[0]]), Limits(max_cer=0))


def test_line_breaks_in_a_difference_do_not_break_the_message(golden: Path) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_matches_golden(golden, "\n".join(LINES).replace(HAN[145:150] + "\n" + HAN[150:155], ""))
    (line,) = [line for line in str(caught.value).splitlines() if line.startswith("line ")]
    assert "\\n" in line


def test_limits_and_normalisation_are_the_callers(golden: Path) -> None:
    spaced = "\n".join(" ".join(line) for line in LINES)
    assert_matches_golden(golden, spaced, Limits(max_cer=0))
    with pytest.raises(AssertionError):
        assert_matches_golden(golden, spaced, Limits(max_cer=0), CompareOptions(Normalise.NFC))


def test_a_missing_golden_text_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"golden accept OUTPUT .*front\.txt"):
        assert_matches_golden(tmp_path / "front.txt", "新桥")


def test_a_golden_file_of_no_use(tmp_path: Path) -> None:
    path = tmp_path / "front.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError):
        assert_matches_golden(path, "新桥")
