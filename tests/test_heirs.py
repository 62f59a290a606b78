"""Names of the regions that came in, on those that hold their lines now."""

from __future__ import annotations

from given import EM, column, page_of

from ocr_fix.areas import find_areas
from ocr_fix.heirs import hand_down, with_holders
from ocr_fix.loose import take_apart
from ocr_fix.model import Article, Box, Kind, Page, Region
from ocr_fix.place import mark_words, place
from ocr_fix.straight import Level

FLAT = Level(0.0, 0.0, 0.0)


def handed(given: Page) -> tuple[Region, ...]:
    lines = [line for region in given.regions for line in region.lines]
    pieces = take_apart(lines, FLAT)
    placed = place(find_areas(mark_words(given, pieces, (FLAT, EM))), pieces)
    (article,) = hand_down([Article(placed.regions)], placed, given, FLAT)
    return article.regions


def test_a_region_keeps_its_name_and_what_it_carries() -> None:
    left, right = column("a", 100, 100), column("b", 800, 100)
    regions = (
        Region(Kind.BODY, Box(0, 0, 9, 9), tuple(left), "left", (("page:@comments", "ours"),)),
        Region(Kind.BODY, Box(0, 0, 9, 9), tuple(right), "right"),
    )
    page = page_of([*left, *right])
    found = handed(Page("a", page.width, page.height, articles=(Article(regions),)))
    assert {region.id: region.carried for region in found} == {
        "left": (("page:@comments", "ours"),),
        "right": (),
    }


def test_of_two_that_meet_the_larger_gives_the_name_and_both_what_they_carry() -> None:
    lines = column("a", 100, 100)
    regions = (
        Region(Kind.BODY, Box(0, 0, 9, 9), tuple(lines[:3]), "small", (("page:@x", "1"), ("page:@y", "2"))),
        Region(Kind.BODY, Box(0, 0, 9, 9), tuple(lines[3:]), "large", (("page:@x", "3"),)),
    )
    page = page_of(lines)
    (found,) = handed(Page("a", page.width, page.height, articles=(Article(regions),)))
    assert found.id == "large"
    assert found.carried == (("page:@x", "3"), ("page:@y", "2"))


def test_an_outline_and_a_type_do_not_outlive_their_region() -> None:
    lines = tuple(column("a", 100, 100))
    carried = (("page:Coords", "0,0 9,0 9,9"), ("page:@type", "other"), ("page:@align", "left"))
    page = page_of(lines)
    given = Page(
        "a",
        page.width,
        page.height,
        articles=(Article((Region(Kind.BODY, Box(0, 0, 9, 9), lines, "r", carried),)),),
    )
    (found,) = handed(given)
    assert found.carried == (("page:@align", "left"),)


def test_a_picture_keeps_all() -> None:
    picture = Region(Kind.PICTURE, Box(100, 900, 500, 1200), (), "photo", (("page:Coords", "1,1 2,2"),))
    found = handed(page_of(column("a", 100, 100), regions=(picture,)))
    assert picture in found


def test_the_outline_of_a_table_goes_where_the_table_was_found_and_a_named_one_stays() -> None:
    around = Box(90, 90, 700, 600)
    outline, named = Region(Kind.TABLE, around), Region(Kind.TABLE, around, (), "t1")
    found = Article((Region(Kind.TABLE, Box(100, 100, 600, 500), tuple(column("a", 100, 100))),))
    given = Page("a", 1000, 1000, articles=(Article((outline, named)),))
    assert with_holders((found,), given) == (Article((*found.regions, named)),)
    empty = Page("a", 1000, 1000, articles=(Article((outline,)),))
    assert with_holders((), empty) == (Article((outline,)),)
