"""Lines in the right article, and cells in their columns: pages of two stories, the texts invented."""

from __future__ import annotations

from dataclasses import replace

import articles
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region

ROWS = ("甲线\t6:20\t21:30", "乙线\t6:10\t22:00")


def story(left: int, count: int) -> Article:
    lines = tuple(Line("渡口", Box(left, 50 * row, left + 100, 50 * row + 40)) for row in range(count))
    return Article((Region(Kind.BODY, Box(left, 0, left + 100, 50 * count), lines),))


def page(*stories: Article) -> Page:
    return Page("p.png", 1000, 1000, articles=stories)


TRUTH = page(story(0, 6), story(200, 4))


def counted(found: Page) -> tuple[int, int]:
    counts = articles.article_counts(articles.places(found), articles.places(TRUTH))
    return counts["body right"], counts["body"]


def test_the_same_articles_in_any_order_are_right() -> None:
    assert counted(TRUTH) == (10, 10)
    assert counted(page(*reversed(TRUTH.articles))) == (10, 10)


def test_two_stories_in_one_cost_the_smaller_one() -> None:
    both = Article((*TRUTH.articles[0].regions, *TRUTH.articles[1].regions))
    assert counted(page(both)) == (6, 10)


def test_a_story_in_two_parts_costs_the_smaller_part() -> None:
    (region,) = TRUTH.articles[0].regions
    parts = [
        Article((replace(region, lines=region.lines[:4]),)),
        Article((replace(region, lines=region.lines[4:]),)),
    ]
    assert counted(page(*parts, TRUTH.articles[1])) == (8, 10)


def test_a_line_that_is_not_there_is_wrong() -> None:
    assert counted(page(TRUTH.articles[0])) == (6, 10)


def table(*rows: str) -> Page:
    region = Region(Kind.TABLE, Box(0, 0, 10, 10))
    return page(Article((region,), tuple(Paragraph(text, 0, ()) for text in rows)))


def test_cells_count_where_they_stand_in_their_columns() -> None:
    assert articles.cell_counts(table(*ROWS), table(*ROWS))["cells right"] == 6
    shifted = table("甲线\t\t6:20\t21:30", ROWS[1])
    assert articles.cell_counts(shifted, table(*ROWS))["cells right"] == 4
    assert articles.cell_counts(page(), table(*ROWS)) == {"cells": 6, "cells right": 0}
