"""Boxes of lines become areas: strips, vertical text, captions, tables and pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.areas import AreaOptions, find_areas
from ocr_fix.geometry import enclosing, scaled
from ocr_fix.model import Area, Box, Direction, Kind, Marks, Separator, SeparatorKind

EM = 40
ACROSS, DOWN, FRAME = SeparatorKind.HORIZONTAL, SeparatorKind.VERTICAL, SeparatorKind.FRAME


def row(left: int, top: int, right: int, height: int = EM) -> Box:
    return Box(left, top, right, top + height)


def column(left: int, top: int, right: int, count: int, height: int = EM) -> tuple[Box, ...]:
    return tuple(row(left, top + (height + 20) * index, right, height) for index in range(count))


def upright(right: int, top: int, bottom: int, count: int) -> tuple[Box, ...]:
    """Vertical lines from the right."""
    return tuple(Box(right - 60 * index - EM, top, right - 60 * index, bottom) for index in range(count))


def page(
    lines: Sequence[Box],
    separators: Sequence[tuple[SeparatorKind, Box]] = (),
    pictures: Sequence[Box] = (),
    tables: Sequence[Box] = (),
) -> Marks:
    printed = tuple(Separator(kind, box) for kind, box in separators)
    return Marks(3000, 4000, float(EM), tuple(lines), printed, tuple(pictures), tuple(tables))


def of_kind(areas: Sequence[Area], kind: Kind) -> list[Area]:
    return [area for area in areas if area.kind is kind]


def test_an_empty_page_has_no_areas() -> None:
    assert find_areas(Marks(100, 100, 0.0, ())) == ()


def test_vertical_lines_are_vertical_areas_from_the_right() -> None:
    lines = upright(1000, 100, 700, 5)
    (area,) = find_areas(page(lines[::-1]))
    assert (area.direction, area.columns) == (Direction.VERTICAL, (lines,))
    assert area.box == enclosing(lines)


def test_a_vertical_strip_breaks_at_an_upright_rule() -> None:
    lines = upright(1000, 100, 700, 4)
    areas = find_areas(page(lines, [(DOWN, Box(889, 100, 891, 700))]))
    assert [area.columns[0] for area in areas] == [lines[2:], lines[:2]]


def test_a_lone_character_ends_its_vertical_text() -> None:
    lines = upright(1000, 100, 700, 4)
    last = Box(720, 100, 760, 142)
    (area,) = find_areas(page((*lines, last)))
    assert area.columns == ((*lines, last),)


def test_a_vertical_headline_beside_columns_is_an_area() -> None:
    head, lines = Box(100, 100, 190, 800), column(220, 100, 800, 12)
    vertical, level = find_areas(page((head, *lines)))
    assert (vertical.direction, vertical.columns) == (Direction.VERTICAL, ((head,),))
    assert (level.direction, level.columns) == (Direction.HORIZONTAL, (lines,))


def test_the_user_may_say_how_lines_run() -> None:
    lines = (*upright(1000, 100, 700, 3), row(100, 900, 700))
    for direction in Direction:
        areas = find_areas(page(lines), AreaOptions(direction=direction))
        assert {area.direction for area in areas} == {direction}


PICTURE = Box(100, 100, 700, 600)


def test_a_caption_may_have_five_lines() -> None:
    caption = column(120, 620, 680, 5)
    assert [
        area.columns for area in of_kind(find_areas(page(caption, pictures=[PICTURE])), Kind.CAPTION)
    ] == [(caption,)]


def test_a_short_strip_under_a_picture_is_its_caption() -> None:
    caption, body = column(120, 620, 680, 2), column(100, 900, 700, 6)
    areas = find_areas(page((*caption, *body), pictures=[PICTURE]))
    assert [(area.kind, area.box) for area in areas[:1]] == [(Kind.PICTURE, PICTURE)]
    assert [area.columns for area in of_kind(areas, Kind.CAPTION)] == [(caption,)]
    assert [area.columns for area in of_kind(areas, Kind.BODY)] == [(body,)]


@pytest.mark.parametrize(
    "lines",
    [
        column(120, 620, 680, 6),
        column(120, 700, 680, 2),
        column(120, 620, 800, 2),
        column(20, 620, 680, 2),
        column(120, 620, 680, 1, 80),
        column(120, 20, 680, 1),
    ],
    ids=["long", "far below", "wider right", "wider left", "large type", "above"],
)
def test_other_strips_near_a_picture_are_no_captions(lines: tuple[Box, ...]) -> None:
    assert not of_kind(find_areas(page(lines, pictures=[PICTURE])), Kind.CAPTION)


def test_a_caption_in_two_columns_is_two_captions() -> None:
    left, right = column(100, 620, 380, 2), column(420, 620, 700, 2)
    areas = find_areas(page((*left, *right), pictures=[PICTURE]))
    assert [area.columns[0] for area in of_kind(areas, Kind.CAPTION)] == [left, right]


def test_a_picture_keeps_the_few_lines_in_it() -> None:
    sign = row(300, 300, 500)
    (area,) = find_areas(page((sign,), pictures=[PICTURE]))
    assert area == Area(Kind.PICTURE, PICTURE, ((sign,),))


def test_text_on_a_dark_ground_is_no_picture() -> None:
    lines = column(150, 150, 650, 5)
    (area,) = find_areas(page(lines, pictures=[PICTURE]))
    assert (area.kind, area.columns) == (Kind.BODY, (lines,))


def test_a_table_holds_its_cells_row_by_row() -> None:
    table = Box(100, 100, 900, 400)
    cells = tuple(row(x, y, x + 120) for y in (120, 220, 320) for x in (120, 420, 700))
    below = column(100, 460, 900, 3)
    areas = find_areas(page((*cells[::-1], *below), tables=[table]))
    assert areas == (Area(Kind.TABLE, table, (cells,)), Area(Kind.BODY, enclosing(below), (below,)))


def test_a_table_without_text_is_left_out() -> None:
    lines = column(100, 460, 900, 3)
    assert [area.kind for area in find_areas(page(lines, tables=[Box(100, 100, 900, 400)]))] == [Kind.BODY]


def test_a_line_in_two_tables_comes_once() -> None:
    cells = tuple(row(x, y, x + 120) for y in (120, 220, 320) for x in (120, 420))
    tables = [Box(100, 100, 900, 400), Box(90, 90, 910, 300)]
    areas = find_areas(page(cells, tables=tables))
    assert sorted(line for area in areas for line in area.columns[0]) == sorted(cells)


def test_a_line_in_two_pictures_comes_once() -> None:
    sign = row(300, 300, 500)
    areas = find_areas(page((sign,), pictures=[PICTURE, Box(90, 90, 720, 700)]))
    assert [line for area in areas for line in area.columns[0]] == [sign]


@st.composite
def layouts(draw: st.DrawFn) -> Marks:
    """Columns with gaps, indents, rules, frames, pictures, perhaps under a headline."""
    lines: list[Box] = []
    separators: list[tuple[SeparatorKind, Box]] = []
    pictures: list[Box] = []
    left, top = 100, 100
    count = draw(st.integers(1, 4))
    width = draw(st.sampled_from([320, 480, 640]))
    gutter = draw(st.integers(26, 90))
    if draw(st.booleans()):
        lines.append(row(left, top, left + count * (width + gutter) - gutter, 90))
        top += 120
    for _ in range(count):
        y = top + draw(st.integers(0, 200))
        for _ in range(draw(st.integers(0, 4))):
            what = draw(st.sampled_from(["text", "rule", "picture", "frame", "heading"]))
            rows = draw(st.integers(1, 6))
            inset = 10 if what == "frame" else 0
            if what == "picture":
                pictures.append(Box(left, y, left + width, y + 200))
                y += 220
            if what == "rule":
                separators.append((ACROSS, Box(left, y - 11, left + width, y - 9)))
            if what == "heading":
                lines.append(row(left, y, left + width - 80, 60))
                y += 80
            block = column(left + inset, y, left + width - inset, rows)
            if what == "frame":
                separators.append((FRAME, Box(left, y - 8, left + width, block[-1].bottom + 8)))
            lines += block
            y = block[-1].bottom + draw(st.integers(20, 90))
        if draw(st.booleans()):
            middle = left + width + gutter // 2
            separators.append((DOWN, Box(middle, top, middle + 2, 2000)))
        left += width + gutter
    return page(draw(st.permutations(lines)), separators, pictures)


def lines_of(areas: Sequence[Area]) -> list[Box]:
    return sorted(line for area in areas for strip in area.columns for line in strip)


def moved(marks: Marks, move: Callable[[Box], Box], scale: int = 1, by: int = 0) -> Marks:
    return Marks(
        marks.width * scale + by,
        marks.height * scale + by,
        marks.em * scale,
        tuple(map(move, marks.lines)),
        tuple(Separator(one.kind, move(one.box)) for one in marks.separators),
        tuple(map(move, marks.pictures)),
        tuple(map(move, marks.tables)),
    )


@given(layouts())
def test_every_line_comes_back_exactly_once(marks: Marks) -> None:
    assert lines_of(find_areas(marks)) == sorted(marks.lines)


@given(layouts())
def test_a_strip_is_never_wider_than_a_column(marks: Marks) -> None:
    for area in find_areas(marks):
        if area.kind is not Kind.PICTURE:
            assert area.box.width <= max(line.width for line in area.columns[0]) + EM


@given(layouts(), st.integers(1, 900))
def test_a_page_elsewhere_or_larger_has_the_same_areas(marks: Marks, by: int) -> None:
    def shifted(box: Box) -> Box:
        return Box(box.left + by, box.top + by, box.right + by, box.bottom + by)

    def doubled(box: Box) -> Box:
        return scaled(box, 2)

    areas = find_areas(marks)
    for move, scale, more in ((shifted, 1, by), (doubled, 2, 0)):
        expected = tuple(
            Area(
                one.kind,
                move(one.box),
                tuple(tuple(map(move, column)) for column in one.columns),
                one.direction,
            )
            for one in areas
        )
        assert find_areas(moved(marks, move, scale, more)) == expected


@given(layouts().flatmap(lambda marks: st.tuples(st.just(marks), st.permutations(marks.lines))))
def test_the_order_of_the_lines_does_not_matter(both: tuple[Marks, list[Box]]) -> None:
    marks, lines = both
    again = Marks(marks.width, marks.height, marks.em, tuple(lines), marks.separators, marks.pictures)
    assert find_areas(again) == find_areas(marks)


BOXES = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.integers(0, 800),
    st.integers(0, 800),
    st.integers(1, 400),
    st.integers(1, 120),
)


@given(st.lists(BOXES, max_size=14, unique=True), st.lists(BOXES, max_size=2), st.lists(BOXES, max_size=2))
def test_no_line_is_lost_on_a_page_of_any_boxes(
    lines: list[Box], pictures: list[Box], tables: list[Box]
) -> None:
    found = lines_of(find_areas(page(lines, (), pictures, tables)))
    assert len(found) <= len(lines)
    for line in lines:
        assert any(enclosing((line, one)) == one for one in found)


def test_the_last_characters_of_a_vertical_headline_found_apart_belong_to_it() -> None:
    head, rest, lines = Box(100, 100, 190, 700), Box(101, 705, 189, 800), column(220, 100, 800, 12)
    vertical, _ = find_areas(page((head, rest, *lines)))
    assert vertical.direction is Direction.VERTICAL
    assert vertical.box == Box(100, 100, 190, 800)
