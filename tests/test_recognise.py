"""Areas become regions with an engine of fixed readings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed import EM, FixedEngine, sheet

from ocr_fix.engines.base import Reading
from ocr_fix.errors import EngineError
from ocr_fix.geometry import enclosing
from ocr_fix.model import Area, Box, Direction, Kind
from ocr_fix.recognise import recognise
from ocr_fix.scan import Grey, Scan

LINES = tuple(Box(100, top, 400, top + EM) for top in (100, 130, 160))


def area(*columns: tuple[Box, ...], kind: Kind = Kind.BODY) -> Area:
    return Area(kind, enclosing(box for column in columns for box in column), columns)


def test_no_areas_are_no_regions() -> None:
    assert recognise(sheet().scan(), (), FixedEngine()) == ()


def test_lines_keep_their_order_boxes_and_columns() -> None:
    right = tuple(Box(500, box.top, 700, box.bottom) for box in LINES)
    engine = FixedEngine()
    first, second = recognise(
        sheet().scan(), (area(LINES[2:], kind=Kind.CAPTION), area(LINES, right)), engine
    )
    assert (first.kind, [line.text for line in first.lines]) == (Kind.CAPTION, ["line 0"])
    assert [line.text for line in second.lines] == [f"line {number}" for number in range(1, 7)]
    assert [line.box for line in second.lines] == [*LINES, *right]
    assert [line.column for line in second.lines] == [0, 0, 0, 1, 1, 1]
    assert second.box == enclosing((*LINES, *right))
    assert engine.calls == 1


def texts(*readings: Reading, kind: Kind = Kind.BODY) -> list[str]:
    """The texts that are kept of an area of three lines."""
    regions = recognise(sheet().scan(), (area(LINES, kind=kind),), FixedEngine(readings=readings))
    return [line.text for region in regions for line in region.lines]


@pytest.mark.parametrize("thick", [2, 3, 5])
def test_the_weight_of_a_line_is_the_thickness_of_its_strokes(thick: int) -> None:
    page = sheet()
    for x in range(100, 400, 12):
        page.paint(x, 100, x + thick, 100 + EM)
    (region,) = recognise(page.scan(), (area(LINES[:1]),), FixedEngine())
    assert region.lines[0].weight == pytest.approx(thick, abs=0.8)


def test_a_line_without_ink_has_no_weight() -> None:
    (region,) = recognise(sheet().scan(), (area((Box(0, 0, 0, 0), *LINES)),), FixedEngine())
    assert [line.weight for line in region.lines] == [0.0] * 4


def test_dirt_is_dropped() -> None:
    assert texts(Reading("a"), Reading("x", 0.2), Reading(" \u3000")) == ["a"]


def test_the_box_of_a_region_is_that_of_its_read_lines() -> None:
    engine = FixedEngine(readings=(Reading("a"), Reading("b", 0.9), Reading("")))
    (region,) = recognise(sheet().scan(), (area(LINES),), engine)
    assert region.box == enclosing(LINES[:2])
    assert [line.confidence for line in region.lines] == [1.0, 0.9]


def test_an_area_without_text_is_left_out_and_a_picture_kept() -> None:
    nothing = (Reading(""),) * 3
    assert recognise(sheet().scan(), (area(LINES),), FixedEngine(readings=nothing)) == ()
    picture = Area(Kind.PICTURE, Box(50, 50, 700, 700), (LINES,))
    (region,) = recognise(sheet().scan(), (picture,), FixedEngine(readings=nothing))
    assert (region.kind, region.box, region.lines) == (Kind.PICTURE, picture.box, ())


def test_text_in_a_picture_must_be_sure() -> None:
    readings = Reading("a", 0.9), Reading("b", 0.7), Reading("c", 0.99)
    assert texts(*readings) == ["a", "b", "c"]
    assert texts(*readings, kind=Kind.PICTURE) == ["a", "c"]


def test_a_picture_keeps_its_own_box() -> None:
    picture = Area(Kind.PICTURE, Box(50, 50, 700, 700), (LINES,))
    (region,) = recognise(sheet().scan(), (picture,), FixedEngine())
    assert (region.box, len(region.lines)) == (picture.box, 3)


def test_a_small_mark_alone_is_a_speck_and_a_small_letter_is_not() -> None:
    small = Box(100, 200, 108, 208)
    areas = area(LINES), area((small,))
    for mark, kept in (("·", 1), ("一", 2)):
        engine = FixedEngine(readings=(Reading("a"), Reading("b"), Reading("c"), Reading(mark)))
        assert len(recognise(sheet().scan(), areas, engine)) == kept


def test_a_dash_of_a_letters_width_is_no_speck() -> None:
    areas = area(LINES), area((Box(100, 200, 120, 203),))
    engine = FixedEngine(readings=(*map(Reading, "abc"), Reading("—")))
    assert len(recognise(sheet().scan(), areas, engine)) == 2


def test_dust_that_is_read_as_letters_is_dropped_and_a_sure_line_is_not() -> None:
    page = sheet()
    page.paint(100, 110, 104, 114)
    for reading, kept in ((Reading("WO", 0.6), 0), (Reading("WO", 0.99), 0), (Reading("Words", 0.99), 1)):
        assert len(recognise(page.scan(), (area(LINES[:1]),), FixedEngine(readings=(reading,)))) == kept


@pytest.mark.parametrize("direction", Direction)
def test_a_speck_in_the_indent_is_no_text_and_the_line_begins_behind_it(direction: Direction) -> None:
    page = sheet()
    page.paint(106, 106, 109, 109)
    vertical = direction is Direction.VERTICAL
    for place in range(140, 380, 24):
        at = (100, place) if vertical else (place, 100)
        page.paint(*at, at[0] + EM, at[1] + EM)
    line = Box(100, 100, 100 + EM, 390) if vertical else Box(100, 100, 390, 100 + EM)
    engine = FixedEngine(readings=(Reading("· 改变", 0.97),))
    (region,) = recognise(page.scan(), (Area(Kind.BODY, line, ((line,),), direction),), engine)
    (read,) = region.lines
    assert (read.text, read.box.top if vertical else read.box.left) == ("改变", 140)


def test_only_what_specks_are_read_as_goes_with_them() -> None:
    page = sheet()
    page.paint(106, 106, 109, 109)
    page.paint(140, 100, 390, 100 + EM)
    for text, kept in (("0第一", "第一"), ("我第一", "我第一"), ("0", "0")):
        engine = FixedEngine(readings=(Reading(text, 0.97),))
        (region,) = recognise(page.scan(), (area((Box(100, 100, 390, 100 + EM),)),), engine)
        assert region.lines[0].text == kept


def test_a_crop_is_the_line_with_a_margin() -> None:
    page, engine = sheet(), FixedEngine()
    line = page.line(100, 100, 10)
    recognise(page.scan(), (area((line,)),), engine)
    (crop,) = engine.crops
    assert crop.shape == (line.height + 4, line.width + 4)
    assert (crop[2:-2, 2:-2] == page.grey[line.top : line.bottom, line.left : line.right]).all()


def test_vertical_lines_are_turned_so_that_they_begin_left() -> None:
    page, engine = sheet(), FixedEngine()
    line = Box(100, 100, 120, 400)
    page.paint(100, 100, 120, 120)
    page.paint(100, 100, 104, 400)
    (region,) = recognise(page.scan(), (Area(Kind.BODY, line, ((line,),), Direction.VERTICAL),), engine)
    (crop,) = engine.crops
    assert crop.shape == (24, 304)
    assert (crop[2:22, 2:22] < 128).all()
    assert (crop[-6:-2, 2:-2] < 128).all()
    assert region.lines[0].direction is Direction.VERTICAL


@given(st.integers(0, 120), st.integers(0, 120), st.integers(1, 120), st.integers(1, 120))
def test_crops_stay_inside_the_page_and_are_never_empty(left: int, top: int, width: int, height: int) -> None:
    page = np.arange(100 * 90, dtype=np.uint32).astype(np.uint8).reshape(100, 90)
    engine = FixedEngine()
    recognise(Scan(page, "page"), (area((Box(left, top, left + width, top + height),)),), engine)
    (crop,) = engine.crops
    assert crop.dtype == np.uint8
    assert 0 < crop.shape[0] <= 100
    assert 0 < crop.shape[1] <= 90


def test_the_same_line_in_two_areas_is_read_for_each() -> None:
    one, other = area(LINES[:1]), Area(Kind.BODY, Box(0, 0, 500, 500), (LINES[:1],))
    engine = FixedEngine(readings=(Reading("a"), Reading("b")))
    regions = recognise(sheet().scan(), (one, other), engine)
    assert [region.lines[0].text for region in regions] == ["a", "b"]


def test_an_engine_that_fails_is_not_hidden() -> None:
    class Broken(FixedEngine):
        def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
            raise EngineError(f"no model for {len(crops)} lines")

    with pytest.raises(EngineError, match="no model for 3 lines"):
        recognise(sheet().scan(), (area(LINES),), Broken())


def test_an_engine_that_forgets_a_crop_is_noticed() -> None:
    with pytest.raises(ValueError, match="zip"):
        recognise(sheet().scan(), (area(LINES),), FixedEngine(readings=(Reading("a"),)))


def test_the_scan_is_left_as_it_was() -> None:
    page = sheet()
    line = page.line(100, 100, 10)
    before: Grey = page.grey.copy()
    recognise(page.scan(), (area((line,)),), FixedEngine())
    assert (page.grey == before).all()
