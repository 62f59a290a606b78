"""Pictures, captions and tables in their stories."""

from __future__ import annotations

from ocr_fix.floats import nearest_story, with_floats
from ocr_fix.model import Box, Kind, Line, Region

EM = 40.0


def body(left: int, top: int, right: int, bottom: int) -> Region:
    box = Box(left, top, right, bottom)
    return Region(Kind.BODY, box, (Line("渡口的灯", box),))


def seen(kind: Kind, left: int, top: int, right: int, bottom: int) -> Region:
    return Region(kind, Box(left, top, right, bottom))


LEFT, RIGHT = body(0, 200, 400, 1000), body(500, 200, 900, 1000)
HEAD = Region(Kind.HEADLINE, Box(0, 0, 400, 100), (Line("灯", Box(0, 0, 400, 100)),))


def test_a_picture_goes_to_the_nearest_story_after_the_text_beside_it() -> None:
    picture = seen(Kind.PICTURE, 500, 1020, 900, 1300)
    assert with_floats([(LEFT,), (RIGHT,)], [picture], EM) == ((LEFT,), (RIGHT, picture))


def test_a_lead_picture_stands_before_the_text() -> None:
    picture = seen(Kind.PICTURE, 0, 110, 400, 190)
    assert with_floats([(HEAD, LEFT)], [picture], EM) == ((HEAD, picture, LEFT),)


def test_a_caption_follows_its_picture() -> None:
    picture = seen(Kind.PICTURE, 500, 1020, 900, 1300)
    caption = Region(Kind.CAPTION, Box(500, 1310, 900, 1350), (Line("灯下", Box(500, 1310, 900, 1350)),))
    assert with_floats([(LEFT,), (RIGHT,)], [caption, picture], EM)[1] == (RIGHT, picture, caption)


def test_without_stories_a_picture_stands_alone() -> None:
    picture = seen(Kind.PICTURE, 0, 0, 100, 100)
    assert with_floats([], [picture], EM) == ((picture,),)
    assert nearest_story(picture.box, []) is None
