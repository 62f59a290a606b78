"""Adverts and quotes: boxes of display text, drawn by hand; the firms are invented."""

from __future__ import annotations

import pytest
from layouts import Drawing, draw
from test_order import ordered

from ocr_fix.adverts import as_one, is_display, is_quote, open_boxes
from ocr_fix.geometry import enclosing
from ocr_fix.model import Box, Kind, Line, Region, Separator, SeparatorKind
from ocr_fix.sizes import measure_types

EM = 40.0
PLACE = Box(100, 100, 700, 500)
SHOP = (("清河米铺", 80), ("新米到店", 40), ("电话：5550123", 40))
QUOTE = (("“灯要亮到", 52), ("最后一班船", 52), ("靠岸才算”", 52))
TEXT = tuple(("渡口的老樟树下乡亲们晒着", 40) for _ in range(5))


def region(rows: tuple[tuple[str, int], ...], centred: bool = True, left: int = 110) -> Region:
    lines, top = [], 130
    for text, size in rows:
        width = min(580, len(text) * size)
        start = round(PLACE.centre_x - width / 2) if centred else left
        lines.append(Line(text, Box(start, top, start + width, top + size)))
        top += round(1.4 * size)
    return Region(Kind.BODY, enclosing(line.box for line in lines), tuple(lines))


def rules(right: int = 700, bottom: int = 500) -> tuple[Separator, ...]:
    return tuple(Separator(SeparatorKind.HORIZONTAL, Box(100, y, right, y + 4)) for y in (100, bottom))


def found_between(one: Region, separators: tuple[Separator, ...] | None = None) -> tuple[Box, ...]:
    return open_boxes((one,), separators or rules(), (EM, measure_types((one,))))


def test_centred_lines_of_several_sizes_are_display_text() -> None:
    assert is_display((region(SHOP),), PLACE, EM)


def test_running_text_is_none() -> None:
    assert not is_display((region(TEXT, centred=False),), PLACE, EM)


def test_short_lines_at_the_left_end_paragraphs() -> None:
    rows = tuple(("渡口亮灯。", 40) for _ in range(4))
    assert not is_display((region(rows, centred=False),), PLACE, EM)


def test_a_picture_is_no_display_text() -> None:
    assert not is_display((region(SHOP), Region(Kind.PICTURE, PLACE)), PLACE, EM)


def test_an_advert_between_two_rules_of_a_width_has_a_box() -> None:
    assert found_between(region(SHOP)) == (Box(100, 104, 700, 500),)


@pytest.mark.parametrize(
    "separators", [rules(right=700)[:1], (rules(700)[0], rules(1400)[1]), rules(bottom=1400)]
)
def test_other_rules_make_no_box(separators: tuple[Separator, ...]) -> None:
    assert found_between(region(SHOP), separators) == ()


def test_a_headline_with_its_deck_between_rules_is_no_advert() -> None:
    heading = region((("渡口新灯", 80), ("老船工的三十年", 44)))
    assert is_display((heading,), PLACE, EM)
    assert found_between(heading) == ()


def test_a_quote_is_of_one_size() -> None:
    quote = region(QUOTE)
    assert is_quote((quote,), measure_types((quote,)))
    assert found_between(quote)
    shop = region(SHOP)
    assert not is_quote((shop,), measure_types((shop,)))


def test_the_lines_of_a_box_become_one_region_row_by_row() -> None:
    shop = region(SHOP)
    parts = [Region(Kind.BODY, line.box, (line,)) for line in reversed(shop.lines)]
    assert as_one(parts, Kind.ADVERT).lines == shop.lines


ADVERT = """
HHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa bbbbbbbb cccccccc
aaaaaaaa          cccccccc
aaaaaaaa   SSSS   cccccccc
aaaaaaaa    TT    cccccccc
aaaaaaaa          cccccccc
aaaaaaaa dddddddd cccccccc
aaaaaaaa dddddddd cccccccc
"""


def test_a_framed_advert_is_a_story_of_its_own_and_the_text_runs_past_it() -> None:
    layout = draw(ADVERT, Drawing("ab bd dc", {"S": "米铺", "T": "电话5550123"}, frames="ST"))
    found = ordered(layout)
    assert layout.spell_order(found) == "Habdc ST"
    assert [one.kind for one in found.stories[1]] == [Kind.ADVERT]


def test_a_paragraph_under_a_heading_of_many_lines_is_no_display_text() -> None:
    rows = (("渡口来信", 60), ("灯要亮到", 60), ("最后一班", 60), ("本报 周小满", 40), ("沈", 40))
    text = tuple(
        Line("渡口的老樟树下乡亲们晒着太阳", Box(110, top, 690, top + 40)) for top in (510, 566, 622)
    )
    paragraph = Region(Kind.BODY, enclosing(one.box for one in text), text)
    place = Box(100, 100, 700, 700)
    assert is_display((region(rows),), place, EM)
    assert not is_display((region(rows), paragraph), place, EM)
