"""The measures: right pages are perfect, wrong order and wrong letters are told apart, sums add up."""

from __future__ import annotations

import importlib.util
import json
import random
import time
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.compare import CompareOptions, Comparison, Limits, Rate, compare, verdict
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region

BOX = Box(0, 0, 200, 20)
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
    return {name: getattr(comparison, name).value for name in Comparison.__dataclass_fields__}


ERRORS = ("cer", "flow_cer", "order_free_cer", "extra")
PERFECT = {name: 0.0 if name in ERRORS else 1.0 for name in Comparison.__dataclass_fields__}

# Right and wrong


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_a_page_against_itself_is_perfect(seed: int, columns: int) -> None:
    golden = page(article(flow(Kind.BODY, random_columns(seed, columns, 4), (2,))))
    expected: dict[str, float | None] = dict(PERFECT)
    if columns == 1:
        expected["successors_across"] = None
    assert values(compare(golden, golden)) == expected
    assert values(compare(golden.text, golden)) == expected
    assert verdict(compare(golden, golden)) == ()


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
    assert values(result) == PERFECT | {"successors_across": None}


def test_a_hyphen_left_in_is_an_error() -> None:
    golden = hyphenated("The Great Northern was well-known to the passengers of the colony.")
    assert compare(golden.text.replace("colony", "col-ony"), golden).cer.count == 1


# Normalisation


def test_shapes_of_quotes_and_dashes_count_only_without_folding() -> None:
    golden, output = "“新桥”——通车…好", '"新桥"-通车...好'
    assert compare(output, golden).cer.count == 0
    assert compare(output, golden, CompareOptions(fold=False)).cer.count > 0


def test_widths_and_white_space_never_count() -> None:
    assert compare("AB， 12\n新\u3000桥", "ＡＢ,１２新桥", CompareOptions(fold=False)).cer == Rate(0, 7)


# A text alone as golden


def test_a_golden_text_gives_what_it_can() -> None:
    text = "新桥通车\n\n大桥昨日开通，两岸居民步行过河，孩子跑在最前面。\n桥长三百米。\n"
    result = compare(text, text)
    taken = {name for name, value in values(result).items() if value is not None}
    assert taken == {"cer", "flow_cer", "order_free_cer", "extra", "line_recall", "paragraphs"}
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
    assert compare("", golden) == Comparison()
    assert compare("", golden).cer.value is None
    surplus = compare("新桥", golden)
    assert surplus.cer == Rate(2, 0)
    assert surplus.cer.value == 1.0


def test_an_empty_output() -> None:
    golden, _ = two_columns()
    expected = {name: 1.0 if name.endswith("cer") else 0.0 for name in PERFECT}
    assert values(compare("", golden)) == expected


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


# Speed


def noisy(text: str, share: float, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(HAN) if chance.random() < share else letter for letter in text)


def test_a_page_of_6000_characters_takes_less_than_a_second() -> None:
    columns = [
        [noisy("新桥通车两岸居民步行过河报" * 2, 0.8, n * 99 + k) for k in range(60)] for n in range(4)
    ]
    golden = page(article(flow(Kind.BODY, columns, tuple(range(6, 240, 6)))))
    output = noisy(golden.text, 0.03, 5)
    start = time.process_time()
    result = compare(output, golden)
    assert time.process_time() - start < 1
    assert result.order_free_cer.value == pytest.approx(0.03, abs=0.01)


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


def test_it_agrees_with_the_independent_scorer() -> None:
    score = scorer()
    apart = []
    for path in sorted(DRAWN.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        golden = drawn_page(truth)
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        for number, output in enumerate(outputs(path.stem, text)):
            theirs, ours = score.page(output, text, truth), compare(output, golden)
            for name, (count, total) in MEASURES.items():
                rate: Rate = getattr(ours, name)
                assert rate.total == theirs[total], (path.stem, name)
                if abs(rate.count - theirs[count]) > 0.001 * rate.total:
                    apart.append((path.stem, number, name, rate, theirs[count]))
    assert apart == []
