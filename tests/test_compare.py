"""The measures: right pages are perfect, wrong order and wrong letters are told apart, sums add up."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.compare import Change, CompareOptions, Comparison, Limits, Rate, compare, verdict
from ocr_fix.measures import BREAKS, RATES, Place
from ocr_fix.model import Article, Box, Document, Kind, Line, Page, Paragraph, Region
from ocr_fix.normalise import Normalise
from ocr_fix.write.json import read_json

BOX = Box(0, 0, 200, 20)
GOLDEN = Path(__file__).parents[1] / "golden"
SHARED = Path(__file__).parents[2] / "shared"
DRAWN = SHARED / "pages" / "drawn"
HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))

# Pages made in code


def flow(kind: Kind, columns: list[list[str]], cuts: tuple[int, ...] = ()) -> tuple[Region, list[list[int]]]:
    """A region of columns of lines, and the line numbers of its paragraphs; `cuts` are where one begins."""
    lines = tuple(Line(text, BOX, column=number) for number, column in enumerate(columns) for text in column)
    edges = [0, *cuts, len(lines)]
    return Region(kind, BOX, lines), [list(range(a, b)) for a, b in pairwise(edges)]


def article(*flows: tuple[Region, list[list[int]]]) -> Article:
    paragraphs = tuple(
        Paragraph("".join(region.lines[line].text for line in group), index, tuple(group))
        for index, (region, groups) in enumerate(flows)
        for group in groups
        if group
    )
    return Article(tuple(region for region, _ in flows), paragraphs)


def page(*articles: Article) -> Page:
    return Page("a.png", 400, 300, articles=articles)


def random_columns(seed: int, columns: int = 2, lines: int = 12) -> list[list[str]]:
    """Columns of lines in which no character comes twice."""
    letters = iter(random.Random(seed).sample(HAN, columns * lines * 18))
    return [["".join(next(letters) for _ in range(18)) for _ in range(lines)] for _ in range(columns)]


def two_columns(seed: int = 1, kind: Kind = Kind.BODY) -> tuple[Page, list[list[str]]]:
    columns = random_columns(seed)
    return page(article(flow(Kind.HEADLINE, [["新桥通车"]]), flow(kind, columns, (5, 16)))), columns


def values(comparison: Comparison) -> dict[str, float | None]:
    return {name: getattr(comparison, name).value for name in RATES}


ERRORS = ("cer", "wer", "flow_cer", "order_free_cer", "extra", "block_order", "discordant_blocks")
PERFECT = {name: 0.0 if name in ERRORS else 1.0 for name in RATES}
CHINESE: dict[str, float | None] = PERFECT | {"wer": None}

# Right and wrong


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_a_page_against_itself_is_perfect(seed: int, columns: int) -> None:
    golden = page(article(flow(Kind.BODY, random_columns(seed, columns, 4), (2,))))
    expected = dict(CHINESE)
    if columns == 1:
        expected["successors_across"] = None
    assert values(compare(golden, golden)) == expected
    assert values(compare(golden.text, golden)) == expected
    assert verdict(compare(golden, golden)) == ()


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden_pages_against_themselves_and_their_texts(path: Path) -> None:
    golden = read_json(path.read_bytes())
    result = compare(golden, golden)
    wrong = {name: value for name, value in values(result).items() if value not in (None, PERFECT[name])}
    assert (wrong, result.differences, result.notes) == ({}, (), ())
    assert compare(path.with_suffix(".txt").read_text(encoding="utf-8"), golden).cer.count == 0


def test_swapped_columns_are_wrong_order_and_not_wrong_letters() -> None:
    golden, (left, right) = two_columns()
    swapped = "新桥通车\n\n" + "".join(right + left)
    result = compare(swapped, golden)
    assert result.cer.value is not None
    assert result.cer.value > 0.9
    assert result.order_free_cer == Rate(0, 24 * 18 + 4)
    assert result.successors == Rate(22, 23)
    assert result.successors_across == Rate(0, 1)
    assert result.line_recall.value == 1.0
    assert verdict(result)[0].startswith("flow CER")


def test_rows_read_across_columns_have_no_successors() -> None:
    golden, (left, right) = two_columns()
    rows = "\n".join(a + b for a, b in zip(left, right, strict=True))
    result = compare("新桥通车\n\n" + rows, golden)
    assert result.successors == Rate(0, 23)
    assert result.order_free_cer.count == 0
    assert result.body_paragraphs == Rate(0, 3)
    assert result.paragraphs == Rate(1, 4)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 20))
def test_misread_letters_are_counted_and_leave_the_order(seed: int, wrong: int) -> None:
    golden, _ = two_columns(seed)
    letters = list(golden.text)
    for place in random.Random(seed).sample(range(6, len(letters)), wrong):
        letters[place] = "\n" if letters[place] == "\n" else "X"
    result = compare("".join(letters), golden)
    misread = letters.count("X")
    assert result.cer == Rate(misread, 24 * 18 + 4)
    assert result.flow_cer.count == misread
    assert result.order_free_cer.count == misread
    # A wrong letter at the edge of its window is left outside.
    assert result.extra.count <= misread


def test_lost_and_invented_text() -> None:
    golden, (left, right) = two_columns()
    result = compare("新桥通车\n" + "".join(left) + "Z" * 40, golden)
    assert result.line_recall == Rate(13, 25)
    assert result.order_free_cer.count == 12 * 18
    assert result.extra == Rate(40, 24 * 18 + 4)
    assert compare("新桥通车" + "".join(left + right), golden).extra.count == 0


def test_a_line_is_recalled_with_a_fifth_of_its_letters_wrong() -> None:
    golden = page(article(flow(Kind.BODY, [["一二三四五六七八九十"]])))
    assert compare("一二三四五六七八XX", golden).line_recall == Rate(1, 1)
    assert compare("一二三四五六七XXX", golden).line_recall == Rate(0, 1)


def test_order_between_articles_does_not_touch_flows() -> None:
    first, second = two_columns(1)[0].articles[0], two_columns(2)[0].articles[0]
    result = compare(page(second, first), page(first, second))
    assert result.flow_cer.count == 0
    assert result.successors.value == 1.0
    assert result.cer.count > 0


@pytest.mark.parametrize(
    ("text", "whole"),
    [("长" * 100, 1), ("长" * 97 + "X" * 3, 1), ("长" * 96 + "X" * 4, 0), ("长" * 50 + "\n" + "长" * 50, 0)],
)
def test_a_paragraph_is_whole_with_three_percent_wrong(text: str, whole: int) -> None:
    golden = page(article(flow(Kind.BODY, [["长" * 100]])))
    assert compare(text, golden).body_paragraphs == Rate(whole, 1)


def test_a_quarter_of_a_short_paragraph_may_be_wrong() -> None:
    golden = page(article(flow(Kind.BODY, [["新桥通车"]])))
    assert compare("新桥通X", golden).body_paragraphs == Rate(1, 1)
    assert compare("新桥XX", golden).body_paragraphs == Rate(0, 1)


def test_headings_part_the_text_and_pictures_do_not() -> None:
    one, two = flow(Kind.BODY, [["甲" * 9, "乙" * 9]]), flow(Kind.BODY, [["丙" * 9]])
    picture = flow(Kind.PICTURE, [])
    caption = flow(Kind.CAPTION, [["丁" * 9]])
    sidebar = flow(Kind.SIDEBAR, [["戊" * 9]])
    for between, joins in ((picture, 2), (caption, 1), (sidebar, 1)):
        golden = page(article(one, between, two))
        assert compare(golden, golden).successors.total == joins
    apart = page(article(one), article(two))
    assert compare(apart, apart).successors.total == 1


# Hyphens


def hyphenated(paragraph: str) -> Page:
    region, _ = flow(
        Kind.BODY, [["The Great Northern was well-", "known to the passengers of the col-", "ony."]]
    )
    return page(Article((region,), (Paragraph(paragraph, 0, (0, 1, 2)),)))


def test_hyphens_that_the_paragraph_undid_are_not_missed() -> None:
    golden = hyphenated("The Great Northern was well-known to the passengers of the colony.")
    result = compare(golden.text, golden)
    assert result.order_free_cer == Rate(0, len("".join(golden.text.split())))
    assert values(result) == PERFECT | {
        "successors_across": None,
        "discordant_blocks": None,
    }


def test_a_hyphen_left_in_is_an_error() -> None:
    golden = hyphenated("The Great Northern was well-known to the passengers of the colony.")
    assert compare(golden.text.replace("colony", "col-ony"), golden).cer.count == 1


# Normalisation


def test_shapes_of_quotes_and_dashes_count_only_without_folding() -> None:
    golden, output = "“新桥”——通车…好", '"新桥"-通车...好'
    assert compare(output, golden).cer.count == 0
    assert compare(output, golden, CompareOptions(Normalise.NFKC)).cer.count > 0


def test_widths_and_white_space_count_by_choice() -> None:
    output, golden = "AB， 12\n新\u3000桥", "ＡＢ,１２新桥"
    assert compare(output, golden).cer == Rate(0, 7)
    assert compare(output, golden, CompareOptions(Normalise.NFKC)).cer == Rate(3, 7)
    assert compare(output, golden, CompareOptions(Normalise.NFC)).cer == Rate(8, 7)


def test_a_grapheme_is_one_character() -> None:
    decomposed = "e\u0301te\u0301"
    assert compare("ete", decomposed, CompareOptions(Normalise.NONE)).cer == Rate(2, 3)
    assert compare("été", decomposed, CompareOptions(Normalise.NONE)).cer == Rate(2, 3)
    assert compare("été", decomposed, CompareOptions(Normalise.NFC)).cer == Rate(0, 3)
    assert compare("a", "👩‍👩‍👧b").cer == Rate(2, 2)


# A text alone as golden


def test_a_golden_text_gives_what_it_can() -> None:
    text = "新桥通车\n\n大桥昨日开通，两岸居民步行过河，孩子跑在最前面。\n桥长三百米。\n"
    result = compare(text, text)
    taken = {name for name, value in values(result).items() if value is not None}
    assert taken == {"cer", "flow_cer", "order_free_cer", "extra", "line_recall", "paragraphs"} | {
        "block_order",
        "discordant_blocks",
    }
    assert result.paragraphs == Rate(3, 3)
    assert verdict(result) == ()
    assert verdict(compare(text.replace("。\n", "。"), text)) == ("whole paragraphs 33.3 % < 90 %",)


def test_clauses_stand_in_for_lines() -> None:
    first, second = "甲乙丙丁戊己庚辛壬癸子丑，", "寅卯辰巳午未申酉戌亥天地。"
    result = compare(second + first, first + second)
    assert result.order_free_cer == Rate(0, 26)
    assert result.line_recall == Rate(2, 2)


@pytest.mark.parametrize("golden", ["", page(), " \n\n "])
def test_an_empty_golden_text(golden: str | Page) -> None:
    nothing = compare("", golden)
    assert set(values(nothing).values()) == {None}
    assert verdict(nothing) == ()
    assert nothing.notes == ("the golden text is empty: every character of the output counts as an error",)
    surplus = compare("新桥", golden)
    assert surplus.cer == Rate(2, 0)
    assert surplus.cer.value == 1.0


def test_an_empty_output() -> None:
    golden, _ = two_columns()
    expected: dict[str, float | None] = {name: 1.0 if name.endswith("cer") else 0.0 for name in PERFECT}
    expected |= {"wer": None, "block_order": None, "discordant_blocks": None}
    assert values(compare("", golden)) == expected
    assert compare("", golden).notes == ("the output is empty",)


# Sums and verdicts


def test_rates_add_by_their_weight() -> None:
    assert Rate(1, 10) + Rate(1, 30) == Rate(2, 40)
    one, two = compare("新桥", "新路"), compare("大桥通车", "大桥通车")
    assert (one + two).cer == Rate(1, 6)
    assert sum([one, two], Comparison()) == one + two


def test_limits_are_the_callers() -> None:
    result = compare("新桥通车大桥昨日", "新桥通车大桥昨天")
    assert verdict(result)[0] == "flow CER 12.5 % > 2 %"
    easy = Limits(max_flow_cer=0.2, min_line_recall=0, min_whole_paragraphs=0)
    assert verdict(result, easy) == ()


# Order


def blocks_page(texts: list[str]) -> Page:
    return page(*(article(flow(Kind.BODY, [[text]])) for text in texts))


def test_block_order_counts_paragraphs_out_of_order() -> None:
    texts = ["".join(letters) for letters in zip(*[iter(HAN[:250])] * 25, strict=True)]
    golden = blocks_page(texts)
    first_to_last = compare("\n\n".join([*texts[1:], texts[0]]), golden)
    assert first_to_last.block_order == Rate(2, 10)
    assert first_to_last.discordant_blocks == Rate(9, 45)
    assert first_to_last.kendall_tau == pytest.approx(1 - 2 * 9 / 45)
    backwards = compare("\n\n".join(texts[::-1]), golden)
    assert backwards.kendall_tau == -1
    assert backwards.block_order == Rate(10, 10)
    lost = compare("\n\n".join(texts[2:]), golden)
    assert lost.block_order == Rate(0, 8)
    assert lost.kendall_tau == 1
    assert compare(texts[0], blocks_page(texts[:1])).kendall_tau is None


def test_a_paragraph_stands_where_most_of_it_does() -> None:
    texts = [[HAN[at : at + 18] for at in range(start, start + 90, 18)] for start in (0, 100, 200)]
    golden = page(*(article(flow(Kind.BODY, [lines])) for lines in texts))
    strayed = ["".join(texts[0][1:]), "".join(texts[1]), "".join(texts[2]), texts[0][0]]
    assert compare("\n\n".join(strayed), golden).block_order == Rate(0, 3)


def test_tables_are_no_flow_and_no_paragraphs() -> None:
    table = flow(Kind.TABLE, [["甲乙丙丁戊己庚"]])
    golden = page(article(flow(Kind.BODY, [["新桥昨日通车"]]), table))
    result = compare(golden, golden)
    assert result.paragraphs == result.block_order + Rate(1, 0) == Rate(1, 1)
    assert result.flow_cer == Rate(0, 6)
    assert result.line_recall == Rate(2, 2)


def test_the_cost_of_wrong_order_is_what_the_cer_has_too_much() -> None:
    golden, (left, right) = two_columns()
    swapped = compare("新桥通车\n\n" + "".join(right + left), golden)
    assert swapped.cer.value
    assert swapped.order_cost == swapped.cer.value
    assert compare(golden, golden).order_cost == 0
    assert Comparison().order_cost is None


# Pages of a document


def body_pages(*columns: list[str]) -> Document:
    pages = tuple(page(article(flow(Kind.BODY, [column]))) for column in columns)
    return Document("book.tif", pages)


def test_text_that_runs_over_a_page_break_is_a_join() -> None:
    ((first, second),) = [random_columns(4)]
    golden = body_pages(first, second)
    result = compare("".join(first + second), golden)
    assert result.successors == Rate(23, 23)
    assert result.successors_across == Rate(1, 1)
    assert compare("".join(second + first), golden).successors_across == Rate(0, 1)


def test_a_headline_on_the_next_page_begins_something_else() -> None:
    ((first, second),) = [random_columns(4)]
    new = page(article(flow(Kind.HEADLINE, [["新桥通车"]]), flow(Kind.BODY, [second])))
    golden = Document("book.tif", (*body_pages(first).pages, new))
    assert compare(golden, golden).successors == Rate(22, 22)
    assert compare(golden, golden).successors_across.value is None


# Differences


def test_a_difference_knows_its_line_and_box_on_both_sides() -> None:
    boxes = [Box(0, 20 * number, 200, 20 * number + 20) for number in range(3)]
    texts = ["甲乙丙丁戊己庚", "辛壬癸子丑寅卯", "辰巳午未申酉戌"]
    lines = tuple(Line(text, box) for text, box in zip(texts, boxes, strict=True))
    story = Article((Region(Kind.BODY, BOX, lines),), (Paragraph("".join(texts), 0, (0, 1, 2)),))
    golden = page(story)
    (difference,) = compare(golden.text.replace("丑寅", "牛").replace("\n", ""), golden).differences
    assert difference.change is Change.REPLACED
    assert difference.golden == Place("丑寅", 11, 13, 2, boxes[1])
    assert difference.output == Place("牛", 11, 12, 1, None)


def test_what_moved_is_no_loss() -> None:
    golden, (left, right) = two_columns()
    differences = compare("新桥通车\n\n" + "".join(right) + "\n" + "".join(left), golden).differences
    (move,) = (one for one in differences if one.change not in BREAKS)
    assert move.change is Change.MOVED
    assert [one.change for one in differences if one is not move] == [Change.JOINED] * 2
    # Both columns are equally long: either may be the one that moved.
    assert "".join(move.golden.text.split()) in ("".join(left), "".join(right))
    assert "".join(move.golden.text.split()) == "".join(move.output.text.split())


def test_differences_are_left_out_on_demand() -> None:
    assert compare("新桥", "旧桥", CompareOptions(differences=False)).differences == ()
    assert len(compare("新桥", "旧桥").differences) == 1


def test_sums_have_rates_only() -> None:
    total = compare("新桥", "旧桥") + compare("大桥", "小桥")
    assert total.cer == Rate(2, 4)
    assert total.differences == ()


# Words


def test_words_of_an_alphabet_are_parted_by_white_space() -> None:
    result = compare("The new bridge, opend on\nMonday!", "The new bridge opened on Monday.")
    assert result.wer == Rate(1, 6)


def test_chinese_words_are_left_out_or_cut_by_jieba() -> None:
    golden, output = "大桥昨日正式开通，居民步行过河。", "大桥昨日正式开桶，居民步行过河。"
    assert compare(output, golden).wer == Rate()
    result = compare(output, golden, CompareOptions(chinese_words=True)).wer
    assert 0 < result.count <= 2
    assert result.total < 12


def test_texts_in_different_scripts_are_noticed() -> None:
    (note,) = compare("The bridge was opened yesterday.", "大桥昨日开通，居民步行过河。").notes
    assert "another script" in note


def noisy(text: str, share: float, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(HAN) if chance.random() < share else letter for letter in text)


# The independent scorer


def scorer() -> ModuleType:
    path = SHARED / "score" / "score.py"
    if not path.exists() or not DRAWN.is_dir():
        pytest.skip("the independent scorer and its pages are not beside the project")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["FOLD"] = True
    return module


def drawn_page(truth: dict[str, Any]) -> Page:
    """The scorer's truth as a page: the runs of one article, furniture first and last."""
    by_id = {region["id"]: region for region in truth["regions"]}
    ordered = [by_id[name] for name in truth["reading_order"]]
    runs = [list(run) for _, run in groupby(ordered, key=lambda region: region["article"])]
    return page(*(Article(*zip_run(run)) for run in runs))


def zip_run(run: list[dict[str, Any]]) -> tuple[tuple[Region, ...], tuple[Paragraph, ...]]:
    regions, paragraphs = [], []
    for index, region in enumerate(run):
        lines = tuple(Line(one["text"], BOX, column=one.get("col") or 0) for one in region["lines"])
        kind = {"banner": Kind.HEADLINE}.get(region["kind"]) or Kind(region["kind"])
        regions.append(Region(kind, BOX, lines))
        for number, text in enumerate(region["paragraphs"]):
            own = [place for place, one in enumerate(region["lines"]) if one.get("par") == number]
            paragraphs.append(Paragraph(text, index, tuple(own)))
    return tuple(regions), tuple(paragraphs)


def outputs(name: str, golden: str) -> Iterator[str]:
    yield golden
    yield noisy(golden, 0.02, 1)
    yield noisy(golden, 0.15, 2)
    yield "\n".join(line for line in golden.split("\n") if line)
    blocks = golden.split("\n\n")
    random.Random(3).shuffle(blocks)
    yield "\n\n".join(blocks)
    for suffix in ("lines", "ocr"):
        yield (DRAWN / f"{name}.garbled-{suffix}.txt").read_text(encoding="utf-8")


MEASURES = {
    "cer": ("d", "g"),
    "flow_cer": ("fd", "fl"),
    "order_free_cer": ("bd", "bl"),
    "extra": ("extra", "g"),
    "line_recall": ("lr", "ln"),
    "successors": ("s", "sn"),
    "successors_across": ("sx", "sxn"),
    "body_paragraphs": ("pb", "pbn"),
    "paragraphs": ("pa", "pan"),
}


MAX_APART = 0.005
LONG_FLOW_CHARS = 700  # of longer flows we try all windows, where the scorer guesses one


def test_it_agrees_with_the_independent_scorer() -> None:
    score = scorer()
    theirs: dict[tuple[int, str], Rate] = {}
    ours: dict[tuple[int, str], Rate] = {}
    for path in sorted(DRAWN.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        golden = drawn_page(truth)
        has_long_flows = any(
            len("".join(region["paragraphs"])) > LONG_FLOW_CHARS for region in truth["regions"]
        )
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        for number, output in enumerate(outputs(path.stem, text)):
            scored, compared = score.page(output, text, truth), compare(output, golden)
            for name, (count, total) in MEASURES.items():
                rate: Rate = getattr(compared, name)
                assert rate.total == scored[total], (path.stem, name)
                if name == "flow_cer" and has_long_flows:
                    assert rate.count <= scored[count] + MAX_APART * rate.total
                    continue
                key = number, name
                ours[key] = ours.get(key, Rate()) + rate
                theirs[key] = theirs.get(key, Rate()) + Rate(scored[count], scored[total])
    apart = [
        (key, rate, theirs[key])
        for key, rate in ours.items()
        if abs(rate.count - theirs[key].count) > MAX_APART * rate.total
    ]
    assert apart == []
