"""A garbled text becomes a page; a correct one stays to the letter; repairing twice changes nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
from garbled import NEWS, garbled_story, paragraphs_of, set_side_by_side
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ocr_fix
from draw.garble import LINES, OCR, ROWS, TORN, Damage
from ocr_fix.repair import RepairedPage, RepairOptions, repair

BUILT_IN = RepairOptions(use_lm=False)
GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.txt"))
SHARED = Path(__file__).parents[2] / "shared"

CORRECT = {
    "poem": "静夜思\n\n床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n",
    "poem in halves": "朝辞白帝彩云间 千里江陵一日还\n两岸猿声啼不住 轻舟已过万重山\n" * 3,
    "table": "姓名 年龄 城市 单位\n" + "张三 34 北京 红星机械厂\n李四 28 上海 东风纺织厂\n" * 6,
    "numbers": "".join(f"{i} {i * 7919 % 1000} {i * 104729 % 100000}\n" for i in range(30)),
    "names": "王建国 李秀英 张小明 刘志强 陈桂兰 杨德胜\n" * 5,
    "code": 'def f(x):\n    """和,然后打印"""\n    return {"名字": x}  # 注释,不要改\n',
    "markdown": "# 标题\n\n- 一,二\n- `code, 代码`\n\n| 甲 | 乙 |\n| --- | --- |\n",
    "english": "The footpath reopened on\nWednesday, after a while.\n\n  Indented.\r\nEnd",
    "wrapped": "晨雾还没有从河滩上退尽，石埠村的码头上已\n经响起了“嘿嘿”的吆喝声。66岁的船工\n坐在凳上。\n",
    "headlines": "渡口添了灯 夜船更安心\n江边步道能不能 再宽一些\n",
}


@pytest.mark.parametrize("name", CORRECT)
def test_a_correct_text_stays_to_the_letter(name: str) -> None:
    text = CORRECT[name].replace("一,二", "一，二")
    assert repair(text, BUILT_IN).text == text


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_texts_stay_to_the_letter(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert repair(text, BUILT_IN).text == text


def test_the_news_stays_to_the_letter() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(NEWS.glob("*.toml")))
    assert repair(text, BUILT_IN).text == text


@pytest.mark.parametrize("damage", [LINES, ROWS, OCR, TORN], ids=["lines", "rows", "ocr", "torn"])
def test_repairing_twice_changes_nothing_more(damage: Damage) -> None:
    given_text = garbled_story("zh-marathon", 2, 18, damage)
    once = repair(given_text, BUILT_IN).text
    assert once != given_text
    assert repair(once, BUILT_IN).text == once


@settings(max_examples=60, deadline=None)
@example('"\n,\n')
@given(st.text(alphabet="云雾里的人3 27(),:;?!.\"'“”（）…—-aBe。，\n\r\t　#", max_size=80))
def test_any_text_comes_to_rest(text: str) -> None:
    once = repair(text, BUILT_IN).text
    assert repair(once, BUILT_IN).text == once


def test_what_stands_around_a_garbled_page_keeps_its_form() -> None:
    text = "  前言\r\n\r\n\r\n" + garbled_story("zh-library", 2, 18).replace("\n", "\r\n") + "\r\n\t后记"
    repaired = repair(text, BUILT_IN).text
    assert repaired.startswith("  前言\r\n\r\n\r\n")
    assert repaired.endswith("\r\n\t后记")
    assert "\n" not in repaired.replace("\r\n", "")


def test_the_page_tells_what_was_done() -> None:
    given_text = garbled_story("zh-library", 2, 18)
    page = ocr_fix.repair(given_text, BUILT_IN)
    assert isinstance(page, RepairedPage)
    assert page.original == given_text
    assert page.engine == "built-in scores"
    assert page.joins
    assert page.steps
    assert all(0.0 <= join.confidence <= 1.0 for join in page.joins)
    assert len(page.confidences) >= 3


def test_the_page_goes_through_json() -> None:
    page = repair(garbled_story("zh-library", 2, 18), BUILT_IN)
    again = ocr_fix.page_from_json(page.to_json())
    assert [article.paragraphs for article in again.articles] == [one.paragraphs for one in page.articles]
    assert "suspects" in page.to_json()


def test_headings_are_headings() -> None:
    page = repair("# 大标题\n\n正文。\n\n### 小标题\n")
    assert [region.kind.value for region in page.regions] == ["headline", "body", "subhead"]
    assert page.markdown().startswith("## 大标题")
    assert page.text == "# 大标题\n\n正文。\n\n### 小标题\n"


def test_what_is_in_doubt_is_left() -> None:
    given_text = garbled_story("zh-library", 3, 14)
    page = repair(given_text, RepairOptions(use_lm=False, min_confidence=1.0))
    assert page.doubts
    assert [line.split() for line in page.text.splitlines()] == [
        line.split() for line in page.text.splitlines()
    ]
    assert not page.joins


def test_unsure_paragraphs_are_told() -> None:
    given_text = garbled_story("zh-library", 2, 18)
    least = min(repair(given_text, BUILT_IN).confidences) + 0.001
    page = repair(given_text, RepairOptions(use_lm=False, min_confidence=least))
    assert min(page.confidences) < least
    assert any("% sure" in doubt.reason for doubt in page.doubts)


def test_an_empty_text_is_an_empty_page() -> None:
    assert repair("").text == ""
    assert list(repair("").regions) == []


def test_the_seed_gets_better() -> None:
    seed = SHARED / "seed"
    if not seed.is_dir():
        pytest.skip("the shared texts are not beside the checkout")
    page = repair((seed / "garbled.txt").read_text(encoding="utf-8"), BUILT_IN)
    golden = "".join((seed / "golden.txt").read_text(encoding="utf-8").split())
    given_text = "".join(page.original.split())
    grams = {golden[i : i + 8] for i in range(len(golden) - 8)}
    share = [
        len(grams & {text[i : i + 8] for i in range(len(text))})
        for text in (given_text, "".join(page.text.split()))
    ]
    assert share[1] > share[0]


def test_columns_that_kept_their_spaces_are_read_by_them() -> None:
    lines = set_side_by_side(paragraphs_of("en-chess"), 40, 2, "   ")
    text = "Before.\n\n\n" + "\n".join(lines) + "\n\n\nAfter.\n"
    once = repair(text, BUILT_IN).text
    assert once.startswith("Before.\n\n\n")
    assert once.endswith("\n\n\nAfter.\n")
    assert sum(paragraph in once.split("\n") for paragraph in paragraphs_of("en-chess")) >= 6
    assert repair(once, BUILT_IN).text == once
