"""Differences in raw places, and the characters that were taken for others."""

from __future__ import annotations

from ocr_fix.compare import CompareOptions, compare
from ocr_fix.differences import confusions
from ocr_fix.measures import Change, Difference
from ocr_fix.normalise import Normalise

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 200))


def differences(output: str, golden: str) -> tuple[Difference, ...]:
    return compare(output, golden).differences


def test_ranges_are_those_of_the_texts_as_given() -> None:
    golden, output = "新 桥\n昨日——通车了。", "新桥旧日—通 车了"
    (wrong, lost) = differences(output, golden)
    assert (wrong.change, wrong.golden.text, wrong.output.text) == (Change.REPLACED, "昨", "旧")
    assert golden[wrong.golden.start : wrong.golden.end] == "昨"
    assert output[wrong.output.start : wrong.output.end] == "旧"
    assert (wrong.golden.line, wrong.output.line) == (2, 1)
    assert (lost.change, lost.golden.text, lost.output.text) == (Change.MISSING, "。", "")
    assert lost.output.start == len(output)


def test_extra_text_keeps_its_place_in_the_golden_text() -> None:
    (extra,) = differences("新桥旧桥通车", "新桥\n通车")
    assert (extra.change, extra.golden.text, extra.output.text) == (Change.EXTRA, "", "旧桥")
    assert extra.golden.start == 3


def test_a_move_stands_before_what_differs_in_it() -> None:
    one, two, three = HAN[:40], HAN[40:70], HAN[70:140]
    misread = two[:12] + "X" + two[13:]
    move, edit = differences("\n".join((one, three, misread)), "\n".join((one, two, three)))
    assert move.change is Change.MOVED
    assert (move.golden.line, move.output.line) == (2, 3)
    assert edit.change is Change.REPLACED
    assert (edit.golden.line, edit.output.line) == (2, 3)


def test_characters_taken_for_others() -> None:
    golden = HAN[:30] + "己" + HAN[30:60] + "日目" + HAN[60:90] + "，" + HAN[90:120]
    output = HAN[:30] + "已" + HAN[30:60] + "曰自" + HAN[60:90] + HAN[90:120] + "。"
    found = list(confusions(differences(output, golden)))
    assert found == [("己", "已"), ("日", "曰"), ("目", "自"), ("，", ""), ("", "。")]


def test_another_text_is_no_confusion() -> None:
    assert list(confusions(differences("旧桥已经拆除", "新路昨日通车"))) == []


# Paragraphs


def test_paragraphs_that_end_in_the_wrong_places() -> None:
    golden, output = "新桥通车。\n\n大桥昨日\n开通。", "新桥通\n车。大桥昨日\n\n开通。"
    split, joined = differences(output, golden)
    assert (split.change, split.golden.text, split.output.text) == (Change.SPLIT, "", "\n")
    assert (split.golden.start, split.output.start) == (3, 3)
    assert (joined.change, joined.golden.text, joined.output.text) == (Change.JOINED, "\n\n", "")
    assert (joined.golden.start, joined.output.start) == (5, 6)


def test_a_break_beside_what_is_wrong_or_moved_is_no_break() -> None:
    assert [one.change for one in differences("新桥旧\n日", "新桥昨日")] == [Change.REPLACED]
    one, two, three = HAN[:60], HAN[60:80], HAN[80:170]
    moved = differences("\n".join((one, three, two)), "".join((one, two, three)))
    assert [entry.change for entry in moved] == [Change.MOVED]


def test_paragraphs_of_what_moved_are_looked_at_too() -> None:
    one, two, three = HAN[:60], HAN[60:80], HAN[80:170]
    output = "\n".join((one, three, two[:8], two[8:]))
    found = differences(output, "\n".join((one, two, three)))
    assert [entry.change for entry in found] == [Change.MOVED, Change.SPLIT]


def test_breaks_count_as_white_space_where_that_counts() -> None:
    for how, changes in ((Normalise.NFC, [Change.JOINED]), (Normalise.NONE, [Change.REPLACED])):
        (one,) = compare("The new bridge", "The new\nbridge", CompareOptions(how)).differences
        assert [one.change] == changes
