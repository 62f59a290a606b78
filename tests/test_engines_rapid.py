"""RapidOCR's models: tiles and decoding alone; detection and reading with the models."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_fix.engines import rapid, session
from ocr_fix.engines.rapid import RapidEngine, RapidOptions
from ocr_fix.errors import EngineError, InputError
from ocr_fix.model import Box
from ocr_fix.scan import Grey, Scan

OPTIONS = RapidOptions()


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_tiles_cover_the_page_and_overlap(width: int, height: int) -> None:
    tiles = rapid._tiles(width, height, OPTIONS)
    assert all(0 < tile.width <= OPTIONS.tile_px and 0 < tile.height <= OPTIONS.tile_px for tile in tiles)
    assert min(tile.left for tile in tiles) == min(tile.top for tile in tiles) == 0
    assert max(tile.right for tile in tiles) == width
    assert max(tile.bottom for tile in tiles) == height
    lefts = sorted({(tile.left, tile.right) for tile in tiles})
    tops = sorted({(tile.top, tile.bottom) for tile in tiles})
    for strips in (lefts, tops):
        assert all(before[1] - after[0] >= OPTIONS.overlap_px for before, after in pairwise(strips))
    assert len(tiles) == len(lefts) * len(tops)


def test_a_page_of_one_tile_is_not_cut() -> None:
    assert len(rapid._tiles(OPTIONS.tile_px, OPTIONS.tile_px, OPTIONS)) == 1
    assert len(rapid._tiles(OPTIONS.tile_px + 1, 100, OPTIONS)) == 2


def test_missing_model_is_an_engine_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"gone\.onnx is missing"):
        session.open_session(tmp_path / "gone.onnx", "onnxruntime", 1, many=True)


def test_only_a_process_that_uses_all_processors_binds_its_threads_to_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Workers with a thread each would else all sit on the first processor."""
    openvino = pytest.importorskip("openvino")
    seen: list[bool] = []
    compile_model = openvino.compile_model

    def note(network: Any, device: str, config: dict[str, Any]) -> Any:
        compiled = compile_model(network, device, config)
        seen.append(compiled.get_property("ENABLE_CPU_PINNING"))
        return compiled

    monkeypatch.setattr(openvino, "compile_model", note)
    monkeypatch.setattr(session, "processors", lambda: 2)
    for threads in (1, 2):
        session.open_session(rapid.model_folder() / rapid.RECOGNISER, "openvino", threads, many=True)
    assert seen == [False, True]


@pytest.mark.parametrize("backend", session.BACKENDS)
def test_broken_model_is_an_engine_error(backend: str, tmp_path: Path) -> None:
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    (tmp_path / "broken.onnx").write_bytes(b"nonsense")
    with pytest.raises(EngineError, match=r"cannot load the model broken.onnx"):
        session.open_session(tmp_path / "broken.onnx", backend, 1, many=True)


def test_unknown_language_is_refused_before_models_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rapid, "open_session", lambda *_, **__: pytest.fail("a model was loaded"))
    with pytest.raises(InputError, match="xyz"):
        RapidEngine("xyz")


def words(text: str, height: int = 40) -> Grey:
    """A crop of one line of Latin text on grey paper."""
    scale = height / 44
    width = round(cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, 2)[0][0]) + height
    pixels = np.full((height, width), 225, np.uint8)
    place = (height // 2, round(0.75 * height))
    cv2.putText(pixels, text, place, cv2.FONT_HERSHEY_DUPLEX, scale, (30,), max(1, height // 20), cv2.LINE_AA)
    return pixels


@pytest.fixture(scope="module", params=session.BACKENDS)
def engine(request: pytest.FixtureRequest) -> RapidEngine:
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return RapidEngine("eng", backend=request.param)


@pytest.mark.engine
def test_crops_of_any_height_are_read_in_order(engine: RapidEngine) -> None:
    texts = ["The evening paper", "a", "costs three pence", "every day but Sunday"]
    crops = [words(text, height) for text, height in zip(texts, (40, 60, 20, 200), strict=True)]
    readings = engine.read(crops)
    assert [reading.text for reading in readings] == texts
    assert all(0.5 < reading.confidence <= 1 for reading in readings)
    for crop, reading in zip(crops, readings, strict=True):
        edges = [edge for span in reading.spans for edge in span]
        assert len(reading.spans) == len(reading.text)
        assert edges == sorted(edges)
        assert (edges[0], edges[-1]) == (0, crop.shape[1])


@pytest.mark.engine
def test_spans_point_at_their_characters(engine: RapidEngine) -> None:
    crop = np.hstack([words("west"), np.full((40, 300), 225, np.uint8), words("east")])
    reading = engine.read([crop])[0]
    assert reading.text.replace(" ", "") == "westeast"
    assert reading.spans[2][1] < 130
    assert reading.spans[-2][0] > crop.shape[1] - 130


@pytest.mark.engine
def test_a_very_long_line_loses_nothing(engine: RapidEngine) -> None:
    text = " ".join(["one paper after another goes through the long press room"] * 6)
    assert engine.read([words(text)])[0].text == text


@pytest.mark.engine
@pytest.mark.parametrize("shape", [(0, 0), (0, 50), (1, 1), (3, 9000), (400, 1), (40, 200)])
def test_nothing_is_read_where_nothing_stands(engine: RapidEngine, shape: tuple[int, int]) -> None:
    assert engine.read([np.full(shape, 255, np.uint8)])[0].text == ""


@pytest.mark.engine
@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (5, 2000), (600, 400)])
@pytest.mark.parametrize("grey", [0, 255])
def test_no_lines_on_pages_without_text(engine: RapidEngine, shape: tuple[int, int], grey: int) -> None:
    assert engine.detect(Scan(np.full(shape, grey, np.uint8), "")) == ()


@pytest.mark.engine
def test_all_lines_of_a_page_of_several_tiles_are_found(engine: RapidEngine) -> None:
    """Small print in columns on a page that takes four tiles, under a headline ten times as high."""
    page = np.full((2600, 2400), 225, np.uint8)
    headline = words("Great News", 260)
    page[40:300, 60 : 60 + headline.shape[1]] = headline
    line = words("rain over the hills", 30)
    corners = [(x, y) for x in range(0, 2000, 420) for y in range(420, 2500, 52)]
    for x, y in corners:
        page[y : y + 30, x : x + line.shape[1]] = line
    boxes = engine.detect(Scan(page, ""))
    assert len(boxes) == len(corners) + 1
    assert boxes[0].width > 0.9 * (headline.shape[1] - 260)
    assert boxes[0].bottom < 310
    for x, y in corners:
        held = [
            box
            for box in boxes
            if x <= box.left and box.right <= x + line.shape[1] and y <= box.centre_y <= y + 30
        ]
        assert len(held) == 1
        assert held[0].width > 0.93 * (line.shape[1] - 30)
        assert held[0].height <= 34


@pytest.mark.engine
def test_a_coarse_look_has_its_say(engine: RapidEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    line = words("rain over the hills", 30)
    page = np.full((400, 400), 225, np.uint8)
    page[50:80, 60 : 60 + line.shape[1]] = line
    looks: list[int] = []

    def spy(fine: tuple[Box, ...], coarse: tuple[Box, ...], glyph: float) -> tuple[Box, ...]:
        looks.extend((len(fine), len(coarse)))
        return (*fine, Box(0, 200, round(glyph), 210))

    monkeypatch.setattr(rapid, "with_large", spy)
    assert len(engine.detect(Scan(page, ""))) == 2
    assert looks[0] == 1


@pytest.mark.engine
def test_white_letters_on_a_black_bar_are_found(engine: RapidEngine) -> None:
    page = np.full((900, 1200), 225, np.uint8)
    for y in range(60, 840, 60):
        line = words("rain over the hills and fields", 36)
        page[y : y + 36, 60 : 60 + line.shape[1]] = line
    page[300:360, 700:1150] = 255 - words("Letters", 60)[:, :450].min()
    bar = 255 - words("Letters to us", 44)
    page[300:344, 720 : 720 + bar.shape[1]] = bar
    boxes = [box for box in engine.detect(Scan(page, "")) if box.left > 690]
    assert len(boxes) == 1
    reading = engine.read(
        [page[boxes[0].top - 4 : boxes[0].bottom + 4, boxes[0].left - 4 : boxes[0].right + 4]]
    )[0]
    assert reading.text == "Letters to us"


@pytest.mark.engine
def test_engine_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    RapidEngine().read([words("quiet")])
    assert capfd.readouterr() == ("", "")


def test_models_are_loaded_when_a_page_needs_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []

    class Silent:
        characters = ("a",)

    def note(model: Path, *_: object, **__: object) -> Silent:
        opened.append(model.name)
        return Silent()

    monkeypatch.setattr(rapid, "open_session", note)
    engine = rapid.RapidEngine("eng")
    assert opened == []
    assert engine._alphabet == ("", "a", " ")
    assert engine._detector is engine._detector
    assert opened == [rapid.RECOGNISER, rapid.DETECTOR]
    monkeypatch.setattr(rapid, "model_folder", lambda: tmp_path)
    with pytest.raises(EngineError, match="is missing"):
        rapid.RapidEngine("eng")
