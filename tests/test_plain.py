"""Repairs of lines that stay, of paragraphs that were put together, and what is never touched."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ocr_fix.language import load_follow
from ocr_fix.pieces import Piece
from ocr_fix.plain import code_lines, repair_line, repair_paragraph, unwrap_lines
from ocr_fix.sureness import Flow, Join

FOLLOW = load_follow("chi_sim+eng")


@pytest.mark.parametrize(
    ("line", "repaired"),
    [
        ("云雾,竹林", "云雾，竹林"),
        ("  缩进的一行,不变缩进", "  缩进的一行，不变缩进"),
        ("责 任 编 辑 乔 羽 白 鸽", "责任编辑乔羽白鸽"),
        ("Hello，world", "Hello, world"),
        ("it itâ€™s broken", "it it’s broken"),
    ],
)
def test_what_is_plainly_wrong_is_mended(line: str, repaired: str) -> None:
    assert repair_line(line) == repaired
    assert repair_line(repaired) == repaired


@pytest.mark.parametrize(
    "line",
    [
        "宋 岚 江 月",
        "床前明月光 疑是地上霜",
        "10:15 开往",
        "张三 34 北京",
        "他说:好",
        "a,b;c",
        "",
        "\t",
        "“好”，他说。",
    ],
)
def test_what_may_be_right_stays(line: str) -> None:
    assert repair_line(line) == (line.replace(":", "：") if "说:" in line else line)


def test_quotes_are_curled_on_demand_only() -> None:
    assert repair_line('他说:"好"。') == '他说："好"。' or repair_line('他说:"好"。') == '他说:"好"。'
    assert "“好”" in repair_line('他说:"好"。', quotes=True)


@pytest.mark.parametrize(
    ("lines", "flags"),
    [
        (
            ["说明", "```", "a, 竹林", "```", "完", "完", "完", "完", "完", "完", "完"],
            (0, 1, 1, 1, *(0,) * 7),
        ),
        (["x = {1};", "云雾", "y = f(2);"], (1, 1, 1)),
        (["甲\t乙", "云", "雾", "里"], (0, 0, 0, 0)),
        (["晨雾还没有退尽。"], (0,)),
    ],
)
def test_code_and_tables_are_known(lines: list[str], flags: tuple[int, ...]) -> None:
    expected = tuple(map(bool, flags)) if "\t" not in lines[0] else (True, False, False, False)
    assert code_lines(lines) == expected


def flow(*texts: str) -> Flow:
    joins = tuple(Join(a, b, 0.9) for a, b in pairwise(texts))
    return Flow(tuple(Piece(text, 0, 0, 1.0) for text in texts), joins)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (
            ("晨雾还没有退尽,石埠村", '的码头上响起了"嘿嘿"的声'),
            "晨雾还没有退尽，石埠村的码头上响起了“嘿嘿”的声",
        ),
        (("今年11", "月5日"), "今年11月5日"),
        (("去年20", "24年"), "去年2024年"),
        (("其中 43%; 船工", "164人"), "其中43%；船工164人"),
        (("宋 岚",), "宋 岚"),
        (("# 标题",), "# 标题"),
    ],
)
def test_paragraphs_are_joined_and_repaired(pieces: tuple[str, ...], text: str) -> None:
    assert repair_paragraph(flow(*pieces)) == text


PROSE = [
    "The clifftop footpath between Gull Cove and the harbour was re-",
    "opened on Wednesday after engineers finished stabilising sixty",
    "yards of crumbling limestone, and the walkers who came that day",
    "were asked to keep their dogs on leads.",
]
POEM = [
    "I wandered by the harbour wall",
    "when all the boats were in,",
    "and heard the evening gulls recall",
    "the day.",
]


def unwrapped(lines: list[str]) -> str:
    return unwrap_lines(lines, ["\n"] * len(lines), [False] * len(lines), FOLLOW)


def test_wrapped_prose_is_joined() -> None:
    text = unwrapped(PROSE)
    assert text.count("\n") == 1
    assert "reopened on Wednesday" in text
    assert "finished stabilising sixty yards" in text


@pytest.mark.parametrize(
    "lines",
    [POEM, ["- a", "- b", "- c"], ["床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"], ["", ""]],
    ids=str,
)
def test_verse_and_lists_are_not(lines: list[str]) -> None:
    assert unwrapped(lines) == "".join(f"{line}\n" for line in lines)
