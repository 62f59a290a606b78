"""Which joins are doubted, how much, and why."""

from __future__ import annotations

from layouts import Drawing, Layout, draw

from ocr_fix.doubts import ENDS_OPEN, REASONS, WEIGHTS, DoubtOptions, chance_of, find_doubts
from ocr_fix.geometry import enclosing
from ocr_fix.joinsigns import Join
from ocr_fix.model import Box, Doubt, Kind, Line, Region
from ocr_fix.order import order_regions

FOUR = """
HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH
HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHH
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc dddddddd
aaaaaaaa bbbbbbbb cccccccc
"""


def doubts_of(layout: Layout) -> tuple[Doubt, ...]:
    order = order_regions(layout.regions, layout.marks, layout.follow)
    return find_doubts(order.stories, layout.follow)


def test_no_stories_have_no_doubts() -> None:
    assert find_doubts((), lambda _a, _b: 0.0) == ()


def test_text_that_runs_on_is_not_doubted() -> None:
    assert doubts_of(draw(FOUR, Drawing("ab bc cd"))) == ()


def test_a_join_over_a_column_break_that_does_not_run_on_is_doubted() -> None:
    layout = draw(FOUR, Drawing("ab ac bd cd"))
    boxes = [doubt.box for doubt in doubts_of(layout)]
    assert layout.region("c").lines[0].box in boxes
    assert layout.region("b").lines[0].box not in boxes


def test_every_weighed_sign_has_a_reason_or_is_part_of_one() -> None:
    assert set(WEIGHTS) - set(REASONS) == {"bias", "follow"}


def test_the_strongest_sign_is_the_reason() -> None:
    line = Line("甲", Box(0, 0, 20, 20))
    plain, gap = Join(line, line, {"column": 1.0}), Join(line, line, {"gap": 1.0})
    assert chance_of(gap) > chance_of(plain) > chance_of(Join(line, line, {}))
    assert chance_of(Join(line, line, {"gap": 1.0, "offside": 1.0})) > chance_of(gap)


def _story(last: str) -> Region:
    texts = ["南城新修的步道昨天晚上", "亮起了灯，不少人出门去", last]
    lines = tuple(
        Line(text, Box(0, 30 * row, 20 * len(text), 30 * row + 20)) for row, text in enumerate(texts)
    )
    return Region(Kind.BODY, enclosing(line.box for line in lines), lines)


def test_a_story_that_ends_in_the_middle_of_a_sentence_is_doubted() -> None:
    story = _story("走一走，看看河边的新树")
    (doubt,) = find_doubts([[story]], lambda _a, _b: 0.0)
    assert doubt == Doubt(story.lines[-1].box, ENDS_OPEN, DoubtOptions().open_chance)


def test_a_story_may_end_with_a_sentence_or_a_name() -> None:
    for last in ("走一走，看看河边新树。", "南城区邱小满"):
        assert find_doubts([[_story(last)]], lambda _a, _b: 0.0) == ()
