"""Many pages from the library: each a result, whatever happens to the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from given import column, page_of, rows_of
from PIL import Image

import ocr_fix
from ocr_fix import many, pipeline
from ocr_fix.batch import Here
from ocr_fix.errors import InputError
from ocr_fix.many import Crew, Recipe, default_jobs, open_reader, opened_crew
from ocr_fix.model import Page
from ocr_fix.workers import Workers
from ocr_fix.write.hocr import write_hocr


class StandIn:
    """Reads every page as an empty one."""

    def __init__(self, *_: object) -> None:
        pass

    def read(self, path: Path, number: int = 1) -> Page:
        if path.name == "bad.png":
            raise InputError("'bad.png' is cut off.")
        return Page(str(path), 10, 10, number)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    open_reader.cache_clear()
    yield
    open_reader.cache_clear()


def draw(path: Path, pages: int = 1) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = [Image.new("L", (60, 40), 255) for _ in range(pages)]
    pictures[0].save(path, save_all=pages > 1, append_images=pictures[1:])
    return str(path)


def test_files_folders_and_bad_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "Reader", StandIn)
    monkeypatch.setattr(many, "Workers", lambda *_: Here())
    draw(tmp_path / "t" / "a.png"), draw(tmp_path / "t" / "x" / "b.tif", pages=3)
    (tmp_path / "empty").mkdir()
    sources: list[str | Path] = [
        tmp_path / "t",
        draw(tmp_path / "bad.png"),
        tmp_path / "none.png",
        tmp_path / "empty",
    ]
    results = list(ocr_fix.read_many(sources, jobs=2))
    good = {(Path(result.source).name, result.number) for result in results if result.page}
    assert good == {("a.png", 1), ("b.tif", 1), ("b.tif", 2), ("b.tif", 3)}
    bad = {Path(result.source).name: str(result.error) for result in results if result.error}
    assert set(bad) == {"bad.png", "none.png", "empty"}
    assert bad["bad.png"] == "'bad.png' is cut off."


def test_workers_read_as_this_process_does(tmp_path: Path) -> None:
    paths = []
    for name in "ab":
        page = page_of(rows_of([column(name, 100, 100), column("z", 900, 100)]))
        paths.append(tmp_path / f"{name}.hocr")
        paths[-1].write_text(write_hocr(page), encoding="utf-8")
    apart = {
        result.source: result.page
        for result in ocr_fix.read_many(paths, jobs=2, recipe=Recipe(language="eng"))
    }
    for path in paths:
        assert apart[str(path)] == ocr_fix.Reader(language="eng").read(path)


def test_what_no_page_can_be_read_without_is_raised(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nonsense"):
        list(ocr_fix.read_many([draw(tmp_path / "a.png")], recipe=Recipe(language="nonsense")))


def test_a_single_page_is_read_here_unless_it_has_a_limit() -> None:
    with opened_crew(Crew(), Recipe(), 1) as (executor, _):
        assert isinstance(executor, Here)
    with opened_crew(Crew(timeout_s=5.0), Recipe(engine=""), 1) as (executor, batch):
        assert isinstance(executor, Workers)
        assert batch.width() == 2
    with (
        pytest.raises(InputError, match="write it as dask://"),
        opened_crew(Crew(executor="ray://x"), Recipe(), 2),
    ):
        pass


def test_there_is_a_process_for_each_core_that_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "processors", lambda: 16)
    monkeypatch.setattr(many, "_memory_bytes", lambda: 4e9)
    assert default_jobs() == 2
    monkeypatch.setattr(many, "_memory_bytes", lambda: 1e9)
    assert default_jobs() == 1
    monkeypatch.setattr(many, "_memory_bytes", lambda: float("inf"))
    assert default_jobs() == 16
