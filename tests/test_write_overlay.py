"""The overlay: what is seen lies where it is printed, in its colour, and the picture stays handy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr_fix.errors import InputError
from ocr_fix.model import (
    Article,
    Box,
    Direction,
    Doubt,
    Kind,
    Line,
    Page,
    Region,
    Separator,
    SeparatorKind,
    Transform,
)
from ocr_fix.write.brush import Colour, Sheet
from ocr_fix.write.overlay import (
    ARTICLES,
    BETWEEN,
    DOUBT,
    FURNITURE,
    KINDS,
    SEPARATOR,
    OverlayOptions,
    draw_overlay,
)

GREY = Image.new("L", (800, 600), 128)
FADED = 166  # 128 with 0.3 of the way to white


def column(left: int, top: int, bottom: int, number: int = 0) -> list[Line]:
    boxes = [Box(left, y, left + 200, y + 20) for y in range(top, bottom, 30)]
    return [Line("大桥", box, column=number) for box in boxes]


def body(*columns: list[Line]) -> Region:
    lines = tuple(line for lines in columns for line in lines)
    return Region(Kind.BODY, Box(0, 0, 800, 600), lines)


def a_page() -> Page:
    headline = Region(Kind.HEADLINE, Box(100, 60, 700, 120), (Line("新桥", Box(100, 60, 700, 120)),))
    first = Article((headline, body(column(100, 200, 500), column(400, 200, 350, 1))))
    second = Article((body(column(400, 420, 560)),))
    return Page("a.png", 800, 600, em=20, articles=(first, second))


def at(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = picture.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return tuple(int(value) for value in pixel)


def pixels_of(picture: Image.Image, paint: Colour, height: int = 600) -> int:
    """How many pixels above the legend have exactly that colour."""
    return int((np.asarray(picture)[:height] == paint).all(axis=2).sum())


def tinted(pixel: tuple[int, ...], paint: Colour) -> bool:
    """Whether a pixel lies between the faded scan and a colour, nearer to the scan."""
    shift = np.array(pixel) - FADED
    towards = np.array(paint) - FADED
    return bool(np.allclose(shift, towards * 46 / 255, atol=2))


def test_areas_are_tinted_by_kind_and_framed_by_article() -> None:
    seen = draw_overlay(a_page(), GREY)
    assert seen.mode == "RGB"
    assert tinted(at(seen, 650, 100), KINDS[Kind.HEADLINE])
    assert tinted(at(seen, 250, 305), KINDS[Kind.BODY])
    assert at(seen, 50, 400) == (FADED,) * 3
    assert pixels_of(seen, ARTICLES[0]) > 500
    assert pixels_of(seen, ARTICLES[1]) > 200
    assert at(seen, 350, 400) == (FADED,) * 3, "the gutter between two columns of a region stays free"


def test_it_fits_the_picture_as_given_and_not_the_cleaned_one() -> None:
    page = replace(a_page(), articles=(Article((Region(Kind.PICTURE, Box(100, 60, 700, 120)),)),))
    upright = draw_overlay(page, GREY)
    # A quarter turn: the cleaned page's x runs down the picture.
    turned = draw_overlay(
        replace(page, transform=Transform(0, -1, 600, 1, 0, 0)), GREY.transpose(Image.Transpose.ROTATE_270)
    )
    assert tinted(at(upright, 500, 90), KINDS[Kind.PICTURE])
    assert tinted(at(turned, 600 - 90, 500), KINDS[Kind.PICTURE])
    assert at(turned, 500, 90) == (FADED,) * 3


def test_arrows_show_the_way() -> None:
    two = (Region(Kind.PICTURE, Box(100, 60, 200, 160)), Region(Kind.PICTURE, Box(100, 400, 200, 500)))
    one_story = replace(a_page(), articles=(Article(two),))
    two_stories = replace(a_page(), articles=tuple(Article((region,)) for region in two))
    assert at(draw_overlay(one_story, GREY), 150, 280) == ARTICLES[0]
    assert pixels_of(draw_overlay(one_story, GREY), BETWEEN) == 0
    assert pixels_of(draw_overlay(two_stories, GREY), BETWEEN) > 20
    vertical = tuple(
        Region(
            Kind.BODY,
            Box(x, 100, x + 60, 400),
            (Line("橋", Box(x, 100, x + 60, 400), direction=Direction.VERTICAL),),
        )
        for x in (500, 100)
    )
    assert at(draw_overlay(replace(a_page(), articles=(Article(vertical),)), GREY), 300, 250) == ARTICLES[0]


@pytest.mark.parametrize(
    ("kind", "x", "y"), [("vertical", 750, 500), ("horizontal", 755, 495), ("frame", 745, 500)]
)
def test_separators_are_drawn(kind: str, x: int, y: int) -> None:
    box = {"vertical": Box(748, 400, 753, 590), "horizontal": Box(720, 493, 790, 498)}.get(
        kind, Box(745, 440, 790, 590)
    )
    page = replace(a_page(), separators=(Separator(SeparatorKind(kind), box),))
    assert at(draw_overlay(a_page(), GREY), x, y) == (FADED,) * 3
    red, green, _ = at(draw_overlay(page, GREY), x, y)
    assert red - green > 60, SEPARATOR


def test_doubts_are_orange() -> None:
    doubt = Doubt(Box(400, 300, 600, 340), "the text does not run on")
    assert pixels_of(draw_overlay(a_page(), GREY), DOUBT) == 0
    assert pixels_of(draw_overlay(replace(a_page(), doubts=(doubt,)), GREY), DOUBT) > 200


def test_a_small_doubt_is_outlined_and_a_large_one_filled() -> None:
    def seen(chance: float) -> Image.Image:
        doubt = Doubt(Box(400, 300, 600, 340), "the text does not run on", chance)
        return draw_overlay(replace(a_page(), doubts=(doubt,)), GREY)

    small, large = seen(0.004), seen(0.3)
    assert pixels_of(small, DOUBT) > 200
    assert at(small, 500, 320) == at(draw_overlay(a_page(), GREY), 500, 320)
    assert at(large, 500, 320) != at(small, 500, 320)


def test_furniture_has_a_colour_of_its_own() -> None:
    header = Article((Region(Kind.MASTHEAD, Box(10, 10, 300, 40)),))
    seen = draw_overlay(replace(a_page(), header=header), GREY)
    assert pixels_of(seen, FURNITURE) > 100
    assert pixels_of(seen, ARTICLES[0]) > 500, "the first article keeps the first colour"


def test_numbers_do_not_hide_each_other() -> None:
    regions = tuple(Region(Kind.BYLINE, Box(300, 300 + n, 400, 310 + n)) for n in range(3))
    apart = draw_overlay(replace(a_page(), articles=(Article(regions),)), GREY)
    one = draw_overlay(replace(a_page(), articles=(Article(regions[:1]),)), GREY)
    above = 295
    assert pixels_of(apart, ARTICLES[0], above) > 2 * pixels_of(one, ARTICLES[0], above) > 0


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "CMYK"])
def test_any_picture_will_do_and_is_not_changed(mode: str) -> None:
    picture = GREY.convert(mode)
    before = picture.tobytes()
    assert draw_overlay(a_page(), picture).mode == "RGB"
    assert picture.tobytes() == before


@pytest.mark.parametrize(
    ("size", "shown"),
    [((4800, 3600), (2400, 1800)), ((1, 1), (1, 1)), ((1, 9000), (1, 2400)), ((800, 600), (800, 600))],
)
def test_large_pictures_are_shrunk_and_small_ones_kept(size: tuple[int, int], shown: tuple[int, int]) -> None:
    seen = draw_overlay(a_page(), Image.new("L", size, 255))
    assert seen.width == shown[0]
    assert seen.height > shown[1], "the legend stands below"


def test_limits_are_options() -> None:
    seen = draw_overlay(a_page(), GREY, OverlayOptions(max_side_px=400, fade_ratio=0))
    assert seen.width == 400
    assert at(seen, 20, 250) == (128,) * 3


def test_without_a_picture_the_page_is_white() -> None:
    seen = draw_overlay(a_page())
    assert at(seen, 50, 400) == (255,) * 3
    assert at(seen, 650, 100) != (255,) * 3


def test_a_blank_page_is_its_scan() -> None:
    seen = draw_overlay(Page("a.png", 800, 600), GREY)
    assert (np.asarray(seen)[:599] == FADED).all()


def test_a_page_loads_its_own_scan(tmp_path: Path) -> None:
    GREY.save(tmp_path / "a.png")
    page = replace(a_page(), source=str(tmp_path / "a.png"))
    assert page.overlay().tobytes() == draw_overlay(page, GREY).tobytes()
    (tmp_path / "a.png").unlink()
    with pytest.raises(InputError, match=r"a\.png"):
        page.overlay()


def test_an_arrow_may_be_shorter_than_its_head() -> None:
    sheet = Sheet((60, 60))
    sheet.arrow(((20, 20), (20.5, 20.5)), ((0, 1), (0, 1)), (200, 0, 0), 4.0)
    assert np.asarray(sheet.onto(Image.new("RGB", (60, 60), "white")))[:, :, 1].min() < 200
