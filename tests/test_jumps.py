"""Stories over the pages of a document."""

from __future__ import annotations

from ocr_fix.jumps import Continuation, find_continuations
from ocr_fix.model import Article, Box, Kind, Line, Page, Paper, Paragraph, Region

BOX = Box(0, 0, 10, 10)


def story(headline: str, body: str, jump: str = "") -> Article:
    parts = [(Kind.HEADLINE, headline), (Kind.BODY, body)] + [(Kind.JUMP_LINE, jump)] * bool(jump)
    regions = tuple(Region(kind, BOX, (Line(text, BOX),)) for kind, text in parts)
    return Article(regions, tuple(Paragraph(text, index, (0,)) for index, (_, text) in enumerate(parts)))


def page(printed: str, *articles: Article) -> Page:
    return Page("p.png", 100, 100, articles=articles, paper=Paper(page=printed))


FRONT = page("1", story("渡口新灯", "灯亮了", "（下转第3版）"), story("集市开张", "人来了", "（下转第3版）"))
INSIDE = page(
    "3",
    story("桥", "别的事。"),
    story("集市", "又散了", "（上接第1版）"),
    story("渡口", "整夜", "（上接第1版）"),
)


def test_stories_go_on_where_the_text_says_and_the_headlines_are_alike() -> None:
    assert find_continuations((FRONT, INSIDE)) == (Continuation(0, 0, 1, 2), Continuation(0, 1, 1, 1))


def test_what_text_runs_on_decides_between_equals() -> None:
    inside = page("3", story("甲", "又散了", "（上接第1版）"), story("乙", "整夜", "（上接第1版）"))
    runs = {("灯亮了", "整夜"), ("人来了", "又散了")}
    found = find_continuations((FRONT, inside), lambda a, b: 3.0 if (a, b) in runs else -3.0)
    assert found == (Continuation(0, 0, 1, 1), Continuation(0, 1, 1, 0))


def test_a_page_without_a_number_is_known_by_its_place() -> None:
    first = page("", story("渡口新灯", "灯亮了", "Continued on page 2"))
    second = page("", story("渡口", "整夜", "Continued from page 1"))
    assert find_continuations((first, second)) == (Continuation(0, 0, 1, 0),)


def test_a_story_that_came_from_elsewhere_continues_nothing_else() -> None:
    inside = page("3", story("渡口新灯", "整夜", "（上接第2版）"))
    assert find_continuations((FRONT, inside)) == ()


def test_a_page_that_is_not_there_links_nothing() -> None:
    assert find_continuations((FRONT,)) == ()
    assert find_continuations(()) == ()
