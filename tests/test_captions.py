"""Captions and text that goes on under a picture."""

from __future__ import annotations

import pytest
from layouts import EM, Drawing, Layout, draw

from ocr_fix.captions import settle_captions
from ocr_fix.model import Box, Kind, Line, Region
from ocr_fix.sizes import measure_types

KINDS = {"p": Kind.PICTURE, "t": Kind.CAPTION}
LONG = """
aaaaaaaaaaaa bbbbbbbbbbbb
aaaaaaaaaaaa bbbbbbbbbbbb
aaaaaaaaaaaa bbbbbbbbbbbb
aaaaaaaaaaaa pppppppppppp
aaaaaaaaaaaa pppppppppppp
aaaaaaaaaaaa pppppppppppp
aaaaaaaaaaaa {}
"""
FULL, CENTRED = "tttttttttttt", "  tttttttt  "


def kind_under(picture: str, text: str = "", runs: str = "") -> Kind:
    layout = draw(picture, Drawing(runs, {"t": text} if text else {}, KINDS))
    return settled(layout)


def settled(layout: Layout) -> Kind:
    found = settle_captions(layout.regions, measure_types(layout.regions), layout.follow)
    assert [one.lines for one in found] == [one.lines for one in layout.regions]
    assert [one.kind for one in found if one.lines[:1] and one.kind not in (Kind.CAPTION, Kind.BODY)] == []
    return next(one.kind for one in found if layout.letter_of(one) == "t")


def test_no_regions() -> None:
    assert settle_captions((), measure_types(()), lambda _a, _b: 0.0) == ()


@pytest.mark.parametrize(
    "text",
    [
        "雨后的谷场上空无一人 林一舟摄",
        "新渡口的夜色（资料图片）",
        "渡口今昔。周小满 摄影",
        "On the quay. Photo: Ada Orme",
    ],
)
def test_who_names_the_photographer_is_a_caption(text: str) -> None:
    assert kind_under(LONG.format(FULL), text, "bt") is Kind.CAPTION


@pytest.mark.parametrize("text", ["这是渡口一带的旧地图", "他说出了自己的意图"])
def test_a_map_or_an_intention_is_no_credit(text: str) -> None:
    page = LONG.format(FULL) + "aaaaaaaaaaaa tttttttttttt\n"
    assert kind_under(page, text + "，") is Kind.BODY


def test_one_line_set_in_from_the_picture_is_a_caption() -> None:
    assert kind_under(LONG.format(CENTRED), "渡口的早晨") is Kind.CAPTION


def test_a_line_that_continues_the_column_above_the_picture_is_text() -> None:
    assert kind_under(LONG.format(FULL), runs="bt") is Kind.BODY


def test_a_line_that_continues_the_column_left_of_the_picture_is_text() -> None:
    assert kind_under(LONG.format(FULL), runs="at") is Kind.BODY


def test_a_line_that_continues_nothing_is_a_caption() -> None:
    assert kind_under(LONG.format(FULL)) is Kind.CAPTION


def test_an_open_end_is_no_caption() -> None:
    assert kind_under(LONG.format(FULL), "他们在渡口边等了一个上午，") is Kind.BODY
    two_lines = LONG.format(FULL) + "aaaaaaaaaaaa tttttttttttt\n"
    assert kind_under(two_lines, "他们在渡口边等了一个上午") is Kind.BODY


def test_many_lines_in_the_body_s_type_are_text() -> None:
    page = LONG.format(FULL) + 2 * "aaaaaaaaaaaa tttttttttttt\n"
    assert kind_under(page) is Kind.BODY


@pytest.mark.parametrize(("units", "kind"), [(12, Kind.BODY), (14, Kind.CAPTION)])
def test_smaller_type_makes_a_caption(units: int, kind: Kind) -> None:
    """Twelve characters in the width of twelve em are the body's type."""
    page = LONG.format(FULL) + 2 * "aaaaaaaaaaaa tttttttttttt\n"
    assert kind_under(page, ("渡口边的老樟树下坐满了人看戏" * 2)[: units - 1] + "。") is kind


THREE = """
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb dddddddd
aaaaaaaa bbbbbbbb dddddddd
aaaaaaaa bbbbbbbb pppppppp
aaaaaaaa bbbbbbbb pppppppp
aaaaaaaa bbbbbbbb pppppppp
aaaaaaaa bbbbbbbb tttttttt
"""


@pytest.mark.parametrize(
    ("runs", "kind"),
    [("dt", Kind.BODY), ("bt", Kind.BODY), ("at", Kind.CAPTION), ("ct", Kind.CAPTION)],
)
def test_only_the_text_just_above_and_the_column_just_left_run_on(runs: str, kind: Kind) -> None:
    assert kind_under(THREE, runs=runs) is kind


@pytest.mark.parametrize(
    ("under", "kind"),
    [
        ("tttttttt", Kind.BODY),
        (" tttttt ", Kind.CAPTION),
        ("tttttt  ", Kind.BODY),
        (" tttttt \naaaaaaaa bbbbbbbb  tttttt ", Kind.BODY),
    ],
)
def test_where_the_text_may_run_on_place_decides(under: str, kind: Kind) -> None:
    layout = draw(THREE.replace("tttttttt", under), Drawing(kinds=KINDS))
    last = layout.region("d").lines[-1].text
    found = settle_captions(
        layout.regions, measure_types(layout.regions), lambda a, _b: 0.8 if a == last else 0.0
    )
    assert found[layout.regions.index(layout.region("t"))].kind is kind


def test_a_line_set_in_that_clearly_runs_on_is_text() -> None:
    assert kind_under(THREE.replace("tttttttt", " tttttt "), runs="dt") is Kind.BODY


def test_a_credit_says_more_than_text_that_runs_on() -> None:
    assert kind_under(THREE, "t1雨后林一舟摄", "dt bt") is Kind.CAPTION


def test_the_nearest_of_two_pictures_counts() -> None:
    page = """
aaaaaaaaaaaa qqqqqqqqqqqqqqqqqqqqqq
aaaaaaaaaaaa qqqqqqqqqqqqqqqqqqqqqq
aaaaaaaaaaaa bbbbbbbbbbbb cccccccccc
aaaaaaaaaaaa bbbbbbbbbbbb cccccccccc
aaaaaaaaaaaa pppppppppppp cccccccccc
aaaaaaaaaaaa pppppppppppp cccccccccc
aaaaaaaaaaaa tttttttttttt cccccccccc
"""
    layout = draw(page, Drawing("bt", kinds={**KINDS, "q": Kind.PICTURE}))
    assert settled(layout) is Kind.BODY


def test_without_a_picture_or_body_text_nothing_breaks() -> None:
    line = Line("渡口的早晨", Box(0, 0, 5 * EM, EM))
    caption = Region(Kind.CAPTION, line.box, (line,))
    assert settle_captions((caption,), measure_types((caption,)), lambda _a, _b: 0.0) == (caption,)


def caption_over_text(size: int, text: str, leading: int = 27) -> tuple[Region, ...]:
    """A picture, and under it one strip whose first line is `size` pixels high."""
    tops = (306, *(306 + size + 8 + leading * row for row in range(4)))
    line = Line(text, Box(100, tops[0], 100 + size * len(text), tops[0] + size))
    rest = tuple(Line("渡口一带的人家都知道", Box(100, top, 300, top + 20)) for top in tops[1:])
    picture = Region(Kind.PICTURE, Box(90, 100, 520, 300))
    strip = Region(Kind.BODY, Box(100, 306, 300, tops[-1] + 20), (line, *rest))
    return picture, strip


@pytest.mark.parametrize(
    ("size", "text", "parted"),
    [
        (18, "雨后的谷场上空无一人。", True),
        (16, "雨后的谷场上空无一人", True),
        (20, "雨后的谷场上空无一人", False),
        (18, "雨后的谷场空无一人林一舟摄", True),
        (20, "雨后的谷场空无一人林一舟摄", False),
    ],
    ids=["a sentence", "smaller", "as large", "somewhat smaller with a credit", "as large with a credit"],
)
def test_a_caption_found_in_one_strip_with_the_text_below_is_parted(
    size: int, text: str, parted: bool
) -> None:
    regions = caption_over_text(size, text)
    found = settle_captions(regions, measure_types(regions), lambda _a, _b: 0.0)
    assert [line for one in found for line in one.lines] == list(regions[1].lines)
    kinds = [one.kind for one in found]
    assert kinds == [Kind.PICTURE, *([Kind.CAPTION] if parted else []), Kind.BODY]
    assert len(found[-1].lines) == (4 if parted else 5)


def test_text_found_with_the_caption_above_it_is_parted() -> None:
    picture = Region(Kind.PICTURE, Box(90, 100, 520, 300))
    caption = Line("雨后的谷场空无一人林一舟摄", Box(100, 306, 308, 322))
    end = Line("说。", Box(100, 330, 130, 350))
    under = Region(Kind.CAPTION, Box(100, 306, 308, 350), (caption, end))
    body = caption_over_text(20, "渡口一带的人家都知道")[1]
    regions = (picture, under, body)
    found = settle_captions(regions, measure_types(regions), lambda _a, _b: 2.0)
    assert [(one.kind, one.lines) for one in found[1:3]] == [(Kind.CAPTION, (caption,)), (Kind.BODY, (end,))]


def test_a_short_last_line_is_not_small_for_its_full_stop() -> None:
    column = tuple(Line("渡口一带的人家都知道", Box(100, top, 300, top + 20)) for top in (20, 47, 74))
    above = Region(Kind.BODY, Box(100, 20, 300, 94), column)
    picture = Region(Kind.PICTURE, Box(100, 100, 300, 300))
    end = Region(Kind.CAPTION, Box(100, 320, 150, 340), (Line("首付。", Box(100, 320, 150, 340)),))
    regions = (above, picture, end)
    assert settle_captions(regions, measure_types(regions), lambda _a, _b: 0.8)[2].kind is Kind.BODY


def test_small_type_far_under_a_picture_is_no_caption() -> None:
    strip = caption_over_text(16, "雨后的谷场上空无一人")[1]
    high = Region(Kind.PICTURE, Box(90, 60, 520, 270))
    assert settle_captions((high, strip), measure_types((strip,)), lambda _a, _b: 0.0) == (high, strip)
    assert settle_captions((strip,), measure_types((strip,)), lambda _a, _b: 0.0) == (strip,)


SMALL = round(0.8 * EM)
PICTURE = Region(Kind.PICTURE, Box(100, 100, 700, 400))
COLUMN = tuple(Line("渡口的老樟树下乡亲们晒", Box(800, top, 1400, top + EM)) for top in range(100, 800, 60))


def region(kind: Kind, text: str, left: int, top: int, size: int = SMALL) -> Region:
    box = Box(left, top, left + len(text) * size, top + size)
    return Region(kind, box, (Line(text, box),))


@pytest.mark.parametrize(
    ("left", "top", "size", "count"),
    [
        (336, 450, SMALL, 1),
        (192, 450, SMALL, 1),
        (336, 490, SMALL, 2),  # too far under it
        (500, 450, SMALL, 2),  # neither centred nor begins with it
        (336, 450, EM, 2),  # as high as the text
    ],
)
def test_the_last_line_of_a_caption_belongs_to_it(left: int, top: int, size: int, count: int) -> None:
    first = region(Kind.CAPTION, "渡口的夜色与晚归的船队和灯", 192, 410)
    last = region(Kind.BODY, "周小满摄", left + (SMALL - size) * 2, top, size)
    body = Region(Kind.BODY, Box(800, 100, 1400, 800), COLUMN)
    regions = (PICTURE, first, last, body)
    found = settle_captions(regions, measure_types(regions), lambda _a, _b: 0.0)
    under = [one for one in found if one.lines and one.box.left < 800]
    assert len(under) == count
    assert [line.text for one in under for line in one.lines] == ["渡口的夜色与晚归的船队和灯", "周小满摄"]
