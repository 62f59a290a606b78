"""Paragraphs from lines: typeset here by a small program, so that the truth is known."""

from __future__ import annotations

import json
import math
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.language import load_follow
from ocr_fix.model import Article, Box, Direction, Kind, Line, Region
from ocr_fix.paragraphs import join_lines, join_paragraphs

EM = 40
PITCH = 60
DRAWN = Path(__file__).parents[2] / "shared" / "pages" / "drawn"

CHINESE = (
    "河堤上的旧泵房空了十六年，门上的锁早已锈死。今年春天，退休的水文员方启年向镇里借来钥匙，把淤泥挑了出去。",
    "“有人问我图什么。”他说，“我就图个念想。”",
    "如今泵房成了镇上最小的博物馆，只有21平方米，却来了8300多名客人，其中最远的一位来自3600公里以外。",
)
ENGLISH = (
    "The ferry had not sailed since the winter of the great flood, and nobody in the village missed it.",
    "“She will float,” said the carpenter, wiping his hands on a rag. “The question is for how long.”",
    "On the first Sunday of May the whole village came down to the landing, some of them with umbrellas.",
)


@dataclass(frozen=True, slots=True)
class Setting:
    """How paragraphs are set: width of a column, indent, space between paragraphs in em."""

    width_em: int = 12
    indent_em: float = 2.0
    column_rows: int = 100
    gap_em: float = 0.0
    narrow: range = range(0)
    narrow_em: int = 5


def width(text: str) -> float:
    return sum(0.5 if ord(character) < 0x2000 else 1.0 for character in text)


def wrap(text: str, setting: Setting, first_row: int) -> list[str]:
    """The rows of a paragraph: no closing mark begins one, no opening mark ends one."""
    tokens = re.findall(
        r"[“（《]*(?:[0-9.]+|[^\s“（《][，。？”）》]*)" if width(text) > len(text) * 0.75 else r"\S+ ?", text
    )
    rows = [""]
    for token in tokens:
        row = first_row + len(rows) - 1
        room = setting.width_em - (setting.narrow_em if row in setting.narrow else 0)
        indent = setting.indent_em if len(rows) == 1 else 0.0
        if rows[-1] and indent + width(rows[-1]) + width(token.rstrip()) > room:
            rows.append("")
        rows[-1] += token
    return [row.rstrip() for row in rows]


def typeset(paragraphs: tuple[str, ...], setting: Setting = Setting()) -> Region:
    """A body region of `paragraphs`; every row but a paragraph's last fills its column."""
    lines: list[Line] = []
    gap = 0.0
    for paragraph in paragraphs:
        rows = wrap(paragraph, setting, len(lines))
        for i, text in enumerate(rows):
            column, row = divmod(len(lines), setting.column_rows)
            narrow = setting.narrow_em if len(lines) in setting.narrow else 0
            left = column * (setting.width_em + 2) + narrow + (setting.indent_em if i == 0 else 0.0)
            right = (
                column * (setting.width_em + 2) + setting.width_em
                if i + 1 < len(rows)
                else left + width(text)
            )
            top = row * PITCH + int(gap * EM)
            lines.append(Line(text, Box(int(left * EM), top, int(right * EM), top + EM), column=column))
        gap += setting.gap_em
    return region(Kind.BODY, lines)


def region(kind: Kind, lines: list[Line]) -> Region:
    boxes = [line.box for line in lines]
    box = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    return Region(kind, box, tuple(lines))


def worn(given: Region, noise_em: float, seed: int) -> Region:
    """`given` with boxes as a detector sees them: tight to the ink of the marks, and a little off."""
    chance = random.Random(seed)
    lines = []
    for line in given.lines:
        noise = [round(chance.uniform(-noise_em, noise_em) * EM) for _ in range(4)]
        chinese = width(line.text) > len(line.text) * 0.75
        start = EM // 2 if chinese and line.text[0] in "“（《" else 0
        end = EM // 2 if chinese and line.text[-1] in "，。”）》" else 0
        box = line.box
        sides = (
            box.left + start + noise[0],
            box.top + noise[1],
            box.right - end + noise[2],
            box.bottom + noise[3],
        )
        lines.append(replace(line, box=Box(*sides)))
    return replace(given, lines=tuple(lines))


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def turned(given: Region) -> Region:
    """`given` as vertical text: the left edge is on top, rows follow each other leftwards."""
    lines = [
        replace(
            line,
            direction=Direction.VERTICAL,
            box=Box(5000 - box.bottom, box.left, 5000 - box.top, box.right),
        )
        for line in given.lines
        for box in (line.box,)
    ]
    return region(given.kind, lines)


SETTINGS = [
    pytest.param(Setting(), id="indents"),
    pytest.param(Setting(indent_em=0.0, gap_em=0.5), id="gaps"),
    pytest.param(Setting(column_rows=4), id="over column breaks"),
    pytest.param(Setting(width_em=20, narrow=range(3, 9), narrow_em=8), id="beside a picture"),
    pytest.param(Setting(width_em=24), id="wide"),
]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("seed", range(4))
def test_chinese(setting: Setting, seed: int) -> None:
    assert texts(join_paragraphs((worn(typeset(CHINESE, setting), 0.12, seed),))) == list(CHINESE)


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("seed", range(4))
def test_english(setting: Setting, seed: int) -> None:
    setting = replace(setting, indent_em=min(1.0, setting.indent_em))
    assert texts(join_paragraphs((worn(typeset(ENGLISH, setting), 0.12, seed),))) == list(ENGLISH)


def test_vertical_text() -> None:
    assert texts(join_paragraphs((turned(typeset(CHINESE, Setting(column_rows=6))),))) == list(CHINESE)


def test_nothing_and_pictures_have_no_paragraphs() -> None:
    assert join_paragraphs(()) == Article()
    assert join_paragraphs((Region(Kind.PICTURE, Box(0, 0, 400, 300)),)).paragraphs == ()


def plain(kind: Kind, *rows: str) -> Region:
    return region(
        kind, [Line(row, Box(0, 60 * i, round(EM * width(row)), 60 * i + EM)) for i, row in enumerate(rows)]
    )


@pytest.mark.parametrize(
    "kind", [Kind.HEADLINE, Kind.DECK, Kind.BYLINE, Kind.CAPTION, Kind.SUBHEAD, Kind.KICKER]
)
def test_a_heading_is_one_paragraph(kind: Kind) -> None:
    article = join_paragraphs((plain(kind, "一座泵房", "怎样留住四十年的水位"),))
    assert texts(article) == ["一座泵房怎样留住四十年的水位"]


@pytest.mark.parametrize("kind", [Kind.MASTHEAD, Kind.FOOTER])
def test_page_furniture_is_a_paragraph_a_line(kind: Kind) -> None:
    assert texts(join_paragraphs((plain(kind, "河湾日报", "第4版", "副刊"),))) == [
        "河湾日报",
        "第4版",
        "副刊",
    ]


def test_a_poem_keeps_its_lines() -> None:
    poem = ("河水流过旧泵房", "带走了", "门上的锁和十六个春天", "如今只剩钥匙", "在谁的口袋里轻轻地响")
    assert texts(join_paragraphs((plain(Kind.BODY, *poem),))) == list(poem)


def test_a_list_without_end_marks_keeps_its_items() -> None:
    items = (
        "全长：1146米，其中主桥640米",
        "桥塔：2座，高108米，用钢筋1900吨",
        "拉索：96根",
        "车道：双向四条，时速60公里",
    )
    assert texts(join_paragraphs((plain(Kind.SIDEBAR, *items),))) == list(items)


@pytest.mark.parametrize(("gap_em", "count"), [(0.0, 1), (0.6, 2), (9.0, 1)])
def test_a_small_gap_after_a_full_row_ends_a_paragraph_and_a_picture_does_not(
    gap_em: float, count: int
) -> None:
    rows = (
        "旧泵房的门开了以后，大家才知道里面",
        "有许多东西，没有人动过，镇里来了人",
        "把东西一件一件搬进了新的陈列室里。",
        "又过了三天，陈列室的门也打开了半扇",
    )
    tops = [PITCH * i + round(gap_em * EM) * (i == 3) for i in range(4)]
    lines = [Line(text, Box(0, top, 17 * EM, top + EM)) for text, top in zip(rows, tops, strict=True)]
    assert len(join_paragraphs((region(Kind.BODY, lines),)).paragraphs) == count


def test_an_advert_keeps_its_rows() -> None:
    rows = ("河湾驾校与你同行", "周末练车，", "一人一车")
    assert texts(join_paragraphs((plain(Kind.ADVERT, *rows),))) == list(rows)


def test_a_table_has_a_row_a_paragraph() -> None:
    cells = [
        Line(text, Box(300 * column, 60 * row, 300 * column + 120, 60 * row + EM), column=column)
        for column, rows in enumerate((("白萝卜", "菠菜"), ("1.20", "5.40")))
        for row, text in enumerate(rows)
    ]
    assert texts(join_paragraphs((region(Kind.TABLE, cells),))) == ["白萝卜\t1.20", "菠菜\t5.40"]


def test_a_drop_cap_is_part_of_its_word() -> None:
    body = typeset(
        ("ilgrims who crossed the moor before Easter were given a bowl of barley soup.",),
        Setting(indent_em=0),
    )
    moved = [
        replace(line, box=replace(line.box, left=line.box.left + 90, right=line.box.right + 90))
        if i < 2
        else line
        for i, line in enumerate(body.lines)
    ]
    cap = Line("P", Box(0, 0, 84, 2 * PITCH - 20))
    article = join_paragraphs((region(Kind.BODY, [cap, *moved]),))
    assert texts(article) == ["Pilgrims who crossed the moor before Easter were given a bowl of barley soup."]
    assert article.paragraphs[0].lines == tuple(range(len(moved) + 1))


def test_what_the_text_says_decides_in_doubt() -> None:
    """A row that may have had room for one word more: the cut word says that it goes on."""
    rows = ("泵房里有很多东西，还有一台旧电", "脑放在墙边，上面盖着布，没有人知道谁搬来的")
    lines = [Line(text, Box(0, PITCH * i, EM * 16, PITCH * i + EM)) for i, text in enumerate(rows)]
    lines[0] = replace(lines[0], box=replace(lines[0].box, right=round(14.65 * EM)))
    lines.append(Line("又过了三天，泵房的门终于开了。", Box(0, 2 * PITCH, EM * 15, 2 * PITCH + EM)))
    body = region(Kind.BODY, lines)
    assert texts(join_paragraphs((body,), load_follow("chi_sim")))[0].startswith(rows[0] + rows[1][:1])


@pytest.mark.parametrize(
    ("a", "b", "joined"),
    [
        ("共有3", "270户", "共有3270户"),
        ("散步", "the dog", "散步the dog"),
        ("the valley.”", "“Now", "the valley.” “Now"),
        ("the first sche-", "duled train", "the first scheduled train"),
        ("twenty-", "two years", "twenty-two years"),
        ("a pause -", "then more", "a pause - then more"),
        ("Jahr¬", "hundert", "Jahrhundert"),
        ("", "only", "only"),
    ],
)
def test_joining_two_lines(a: str, b: str, joined: str) -> None:
    assert join_lines(a, b) == joined


@st.composite
def regions(draw: st.DrawFn) -> Region:
    boxes = draw(st.lists(st.tuples(*[st.integers(0, 300)] * 4), max_size=12))
    kind = draw(st.sampled_from(Kind))
    lines = [
        Line(
            draw(st.text(alphabet="云雾，。：“ab -3", max_size=8)),
            Box(left, top, left + wide, top + high),
            direction=draw(st.sampled_from(Direction)),
            column=draw(st.integers(0, 1)),
        )
        for left, top, wide, high in boxes
    ]
    return Region(kind, Box(0, 0, 600, 600), tuple(lines))


@given(st.lists(regions(), max_size=3).map(tuple))
@settings(deadline=None)
def test_no_line_is_lost_or_doubled(given: tuple[Region, ...]) -> None:
    article = join_paragraphs(given)
    found = sorted((paragraph.region, line) for paragraph in article.paragraphs for line in paragraph.lines)
    assert found == [(i, line) for i, region in enumerate(given) for line in range(len(region.lines))]
    assert article.regions == given


@given(regions(), st.integers(0, 500), st.integers(0, 500), st.sampled_from([1, 2, 4]))
@settings(deadline=None)
def test_place_and_scale_change_nothing(given: Region, x: int, y: int, scale: int) -> None:
    lines = tuple(
        replace(
            line, box=Box(*(scale * (side + move) for side, move in zip(sides, (x, y, x, y), strict=True)))
        )
        for line in given.lines
        for sides in ((line.box.left, line.box.top, line.box.right, line.box.bottom),)
    )
    moved = join_paragraphs((replace(given, lines=lines),))
    assert moved.paragraphs == join_paragraphs((given,)).paragraphs


def drawn_regions(page: dict[str, Any]) -> list[tuple[Region, list[str]]]:
    """Regions of a drawn page with their paragraphs, the page turned upright."""
    angle = median(
        math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0])
        for region in page["regions"]
        for quad in (line["quad"] for line in region["lines"] if not line.get("vertical"))
    )
    found = []
    for item in page["regions"]:
        lines = []
        for line in item["lines"]:
            turn = complex(math.cos(-angle), math.sin(-angle))
            a, b, c, d = (complex(*point) * turn for point in line["quad"])
            sides = ((a + d).real / 2, (a + b).imag / 2, (b + c).real / 2, (c + d).imag / 2)
            direction = Direction.VERTICAL if line.get("vertical") else Direction.HORIZONTAL
            box = Box(*(round(side) + 3000 for side in sides))
            lines.append(Line(line["text"], box, direction=direction, column=line.get("col") or 0))
        if lines and item["kind"] == "body":
            found.append((region(Kind.BODY, lines), item["paragraphs"]))
    return found


@pytest.mark.skipif(not DRAWN.exists(), reason="the evaluation pages are not here")
@pytest.mark.parametrize("page", sorted(DRAWN.glob("*.json")), ids=lambda path: path.stem)
def test_all_body_paragraphs_of_the_evaluation_pages(page: Path) -> None:
    follow = load_follow("chi_sim+eng")
    for body, paragraphs in drawn_regions(json.loads(page.read_text(encoding="utf-8"))):
        assert texts(join_paragraphs((body,), follow)) == paragraphs
