"""The summary counts, keeps the least sure pages only, and is a page that stands alone."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from ocr_fix.summary import MOST_UNSURE, Tally, Thumbnail, Unsure, render_summary, summary_line


def page(confidence: float, name: str = "a") -> Unsure:
    return Unsure(confidence, name, f"{name}.png", 1, b"")


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=40), st.integers(0, 5))
def test_the_least_sure_pages_are_kept_whatever_the_order(confidences: list[float], seed: int) -> None:
    pages = [page(confidence, f"{number:03d}") for number, confidence in enumerate(confidences)]
    tally, other = Tally(), Tally()
    for one in pages:
        tally.add(one, 10, 1)
    random.Random(seed).shuffle(pages)
    for one in pages:
        other.add(one, 10, 1)
    assert [one.confidence for one in tally.unsure] == sorted(confidences)[:MOST_UNSURE]
    assert [one.confidence for one in other.unsure] == [one.confidence for one in tally.unsure]
    assert sum(tally.bins) == tally.read == len(confidences)
    assert tally.threshold >= max((one.confidence for one in tally.unsure), default=0)


def test_how_a_run_went_in_a_sentence() -> None:
    tally = Tally()
    tally.add(page(1.0), 10, 0)
    tally.add(page(0.5), 10, 0, done_before=True)
    tally.fail("'c.png' is cut off.")
    assert summary_line(tally, 4.0) == "3 pages: 1 read, 1 done before, 1 failed; 4.0 s, 0.25 pages/s"


def test_the_page_shows_everything_and_escapes_names() -> None:
    tally = Tally()
    tally.add(page(0.93, "<b>&一"), 1234, 2)
    tally.fail("'<i>.png' could not be read: it took longer than 5 s & was ended.")
    thumbnail = Thumbnail("<b>&一", 0.93, b"jpeg", "summary/a b#.jpg")
    root = html.fromstring(render_summary(tally, 2.0, "ocr-fix run <x>", [thumbnail]).encode())
    text = "".join(map(str, root.itertext()))
    assert "2 pages: 1 read, 1 failed; 2.0 s, 0.50 pages/s" in text
    for words in (
        "<b>&一",
        "93.0 %",
        "'<i>.png' could not be read: it took longer than 5 s & was ended.",
        "1,234",
        "ocr-fix run <x>",
    ):
        assert words in text
    assert [str(link.get("href")) for link in root.findall(".//a")] == ["summary/a%20b%23.jpg"]
    assert [str(image.get("src"))[:23] for image in root.findall(".//img")] == ["data:image/jpeg;base64,"]
    assert not root.findall(".//script")


def test_bars_part_the_sure_pages_and_put_the_others_together() -> None:
    tally = Tally()
    for confidence in (0.0, 0.3, 0.8, 0.805, 0.955, 0.99, 0.9999, 1.0):
        tally.add(page(confidence), 10, 0)
    assert {place: count for place, count in enumerate(tally.bins) if count} == {0: 4, 15: 1, 19: 3}
    root = html.fromstring(render_summary(tally, 1.0, "").encode())
    titles = [str(bar.get("title")) for bar in root.findall(".//i")]
    assert titles[0] == "4 pages from 0 to 81 %"
    assert titles[15] == "1 pages from 95 to 96 %"
    assert titles[-1] == "3 pages from 99 to 100 %"


def test_a_run_of_nothing() -> None:
    assert "0 pages" in render_summary(Tally(), 0.0, "ocr-fix run")


def test_failures_are_counted_without_end_and_kept_up_to_one() -> None:
    tally = Tally()
    for number in range(1200):
        tally.fail(str(number))
    assert (tally.failed, len(tally.failures)) == (1200, 1000)
    assert "and 200 more" in render_summary(tally, 1.0, "")
