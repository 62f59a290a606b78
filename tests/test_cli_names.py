"""Names of results never meet, whatever the sources are called and however many pages they have."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.cli.names import page_name, plan_names
from ocr_fix.listing import Source

NAMES = st.sampled_from(
    ["a.jpg", "A.jpg", "a.tif", "a", "a.jpg.png", "a-0001.jpg", "a-0002", "a-0001-0001.png", "a.jpg~1",
     "summary.png", "summary.jpg", "summary.html", "e\u0301.png", "\u00e9.png",
     "x-a.jpg", ".page.xml", "a.page.xml"]
)  # fmt: skip
FOLDERS = st.sampled_from(["/t", "/t/x", "/t/y/x", "/u/x", "relative"])
SOURCES = st.lists(
    st.tuples(FOLDERS, NAMES, st.sampled_from(["", "x"])), max_size=8, unique_by=lambda one: one[:2]
)


def folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


@settings(deadline=None)
@given(drawn=SOURCES, counts=st.lists(st.sampled_from([1, 1, 2, 3]), min_size=8, max_size=8))
def test_no_two_sources_write_one_file(drawn: Sequence[tuple[str, str, str]], counts: list[int]) -> None:
    sources = [Source(f"{folder}/{name}", below) for folder, name, below in drawn]
    names = plan_names(sources, counts.__getitem__)
    claimed = [folded("summary")]
    for name, count in zip(names, counts, strict=False):
        claimed += {folded(page_name(name, number, count)) for number in range(1, count + 1)} | {folded(name)}
    assert len(claimed) == len(set(claimed))
    assert plan_names(sources, counts.__getitem__) == names


def test_pages_are_counted_only_where_a_name_depends_on_it() -> None:
    asked: list[int] = []

    def count(index: int) -> int:
        asked.append(index)
        return 2

    sources = [Source(f"/t/page-{number:04d}.jpg") for number in range(1, 50)]
    assert plan_names(sources, count) == tuple(f"page-{number:04d}" for number in range(1, 50))
    assert not asked
    assert plan_names([*sources, Source("/t/page.tif")], count)[-1] == "page.tif"
    assert set(asked) == {49}


def test_what_a_folder_holds_keeps_its_folders() -> None:
    sources = [
        Source("/t/x/a.jpg", "x"),
        Source("/t/y/a.jpg", "y"),
        Source("/t/y/a.tif", "y"),
        Source("s3://b/a.jpg"),
    ]
    assert plan_names(sources, lambda _: 1) == ("x/a", "y/a.jpg", "y/a.tif", "a")
