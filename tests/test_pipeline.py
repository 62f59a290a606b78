"""The stages together: an engine that reads a drawn code, and the real one on the samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from printed import Sheet
from pseudo import PAPER, rotated

from ocr_fix import Page, pipeline
from ocr_fix.compare import compare, verdict
from ocr_fix.engines.base import Reading
from ocr_fix.engines.recorded import RecordedEngine, RecordingEngine
from ocr_fix.errors import EngineError, InputError
from ocr_fix.keystone import Lean, upright_columns
from ocr_fix.language import Follow
from ocr_fix.model import Box, Direction, Kind
from ocr_fix.pipeline import Reader, ReadOptions, read_scan
from ocr_fix.scan import Grey, Scan
from ocr_fix.write.json import read_json

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.jpg"))
INK = 30
EM = 24
BITS = 7

HEADLINE = "渡口添了一盏新的灯"
STORY = (
    "砚溪下游的老渡口昨天傍晚添了一盏新的灯，撑了三十年船的林一舟站在岸上看了很久，"
    "他说以前夜里靠岸全凭耳朵听水声，如今对岸的人一眼就能望见船头，心里也跟着亮堂起来，"
    "村里的孩子们放学以后都跑来看，有人数着灯光里的飞虫，有人把书包垫在石阶上写起了作业，"
    "一直到家里人站在堤上喊吃饭才肯散去，连平日最爱热闹的那几条狗也安安静静地趴在一旁，半天不出声。"
)
OTHER = (
    "北坡的茶园今年头一回请了机器来修枝，开机器的是从城里回来的两个年轻人，"
    "他们花了半个月把每一垄茶树都量了一遍，又照着坡势画了一张图贴在祠堂门口，"
    "谁家哪天轮到一看就明白，老人们起初不放心，跟在机器后面走了三天，后来只说声音太大了一点，"
    "别的都好，明年还要请他们再来，到时候顺便把通往坡顶的那条小路也一起修整好。"
)


class CodeEngine:
    """Reads lines whose characters are bars: after a tall one, seven tall or low ones are a number."""

    name = "code 1"
    finds_lines = True

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.texts = texts

    def detect(self, scan: Scan) -> tuple[Box, ...]:
        if not scan.pixels.size:
            return ()
        ink = (scan.pixels < 128).astype(np.uint8)
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 2 * EM // 3), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
        found = (Box(x, y, x + width, y + height) for x, y, width, height, _ in stats[1:].tolist())
        return tuple(box for box in found if EM // 2 < box.height < 5 * EM and box.width < scan.width)

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        return tuple(self._reading(crop) for crop in crops)

    def _reading(self, crop: Grey) -> Reading:
        _, _, stats, _ = cv2.connectedComponentsWithStats((crop < 128).astype(np.uint8))
        bars = sorted(bar for bar in stats[1:].tolist() if bar[4] > 20)
        if len(bars) <= BITS:
            return Reading("", 0.0)
        tall = [bar[3] > 0.8 * bars[0][3] for bar in bars[1 : BITS + 1]]
        text = self.texts.get(sum(bit << place for place, bit in enumerate(tall)), "")
        return Reading(text, 0.99) if len(text) == len(bars) else Reading("", 0.0)


class Press:
    """A page on which texts are printed in code, and the engine that knows them."""

    def __init__(self, width: int = 1300, height: int = 1000) -> None:
        self.pixels = np.full((height, width), PAPER, np.uint8)
        self.texts: dict[int, str] = {}
        self.boxes: list[Box] = []

    @property
    def engine(self) -> CodeEngine:
        return CodeEngine(self.texts)

    @property
    def scan(self) -> Scan:
        return Scan(self.pixels, "drawn.png", 3, 200.0)

    def line(self, text: str, left: int, top: int, em: int = EM) -> None:
        assert len(text) > BITS
        code = len(self.texts) + 1
        self.texts[code] = text
        bits = [True, *(bool(code >> place & 1) for place in range(BITS))]
        for place in range(len(text)):
            high = em if place > BITS or bits[place] else round(0.6 * em)
            x = left + place * em
            self.pixels[top + em - high : top + em, x : x + round(0.8 * em)] = INK
        self.boxes.append(Box(left, top, left + len(text) * em - round(0.2 * em), top + em))

    def column(self, text: str, left: int, top: int, units: int) -> None:
        """`text` in lines of `units` characters."""
        for row, start in enumerate(range(0, len(text), units)):
            self.line(text[start : start + units], left, top + row * round(1.5 * EM))


class Perfect(Follow):
    """Perfect judgement of what runs on."""

    def __call__(self, a: str, b: str) -> float:
        return 3.0 if a[-6:] + b[:6] in HEADLINE + STORY + OTHER else -3.0


follow = Perfect("en")


def two_columns() -> Press:
    press = Press()
    press.line(HEADLINE, 140, 100, 3 * EM)
    cut = 6 * 20
    press.column(STORY[:cut], 140, 220, 20)
    press.column(STORY[cut:], 140 + 22 * EM, 220, 20)
    return press


def test_columns_of_text_come_out_in_order() -> None:
    press = two_columns()
    page = read_scan(press.scan, press.engine, follow)
    assert page.text == f"{HEADLINE}\n\n{STORY}"
    (article,) = page.articles
    assert [region.kind for region in article.regions] == [Kind.HEADLINE, Kind.BODY]
    assert article.headline == HEADLINE
    assert [line.column for line in article.regions[1].lines] == [0] * 6 + [1] * (len(press.boxes) - 7)
    assert page.doubts == ()


def test_lines_stand_where_their_ink_is() -> None:
    press = two_columns()
    page = read_scan(press.scan, press.engine, follow)
    lines = [line.box for region in page.regions for line in region.lines]
    assert len(lines) == len(press.boxes)
    for found, drawn in zip(lines, press.boxes, strict=True):
        (left, top), _, (right, bottom), _ = page.transform.quad(found)
        sides = (left - drawn.left, top - drawn.top, right - drawn.right, bottom - drawn.bottom)
        assert max(map(abs, sides)) <= 0.2 * drawn.height


def test_two_stories_with_a_rule_between() -> None:
    press = Press(1300, 900)
    press.line(HEADLINE, 140, 100, 2 * EM)
    press.column(STORY, 140, 220, 20)
    press.line("北坡茶园请来了新机器", 140 + 22 * EM, 100, 2 * EM)
    press.column(OTHER, 140 + 22 * EM, 220, 20)
    rule = 140 + 21 * EM
    press.pixels[90:540, rule - 2 : rule + 1] = INK
    page = read_scan(press.scan, press.engine, follow)
    assert [article.headline for article in page.articles] == [HEADLINE, "北坡茶园请来了新机器"]
    assert [article.region_paragraphs(1) for article in page.articles] == [(STORY,), (OTHER,)]
    assert [one.kind.value for one in page.separators] == ["vertical"]


def test_a_page_knows_where_it_comes_from() -> None:
    press = two_columns()
    page = read_scan(press.scan, press.engine, follow, "chi_sim", ReadOptions(deskew=False))
    assert (page.source, page.number, page.dpi) == ("drawn.png", 3, 200.0)
    assert (page.width, page.height) == (1300, 1000)
    assert (page.engine, page.language) == ("code 1", "chi_sim")
    assert abs(page.em - EM) <= 2
    assert "order" in [step.stage for step in page.steps]


def test_a_skewed_page_is_straightened_and_its_lines_lead_back() -> None:
    press = two_columns()
    scan = Scan(rotated(press.pixels, 2.0), "skewed.png")
    page = read_scan(scan, press.engine, follow)
    assert page.text == f"{HEADLINE}\n\n{STORY}"
    assert "clean" in [step.stage for step in page.steps]
    first = next(page.regions).lines[0].box
    centre = page.transform.point(first.centre_x, first.centre_y)
    around = scan.pixels[
        round(centre[1]) - 20 : round(centre[1]) + 20, round(centre[0]) - 40 : round(centre[0]) + 40
    ]
    assert around.min() < 100


def test_straightening_can_be_left_out() -> None:
    press = two_columns()
    scan = Scan(rotated(press.pixels, 2.0), "skewed.png")
    page = read_scan(scan, press.engine, follow, options=ReadOptions(deskew=False))
    assert (page.width, page.height) == (scan.width, scan.height)
    assert page.transform.point(10, 20) == (10, 20)


def test_the_direction_of_lines_can_be_said() -> None:
    press = two_columns()
    page = read_scan(press.scan, press.engine, follow, options=ReadOptions(direction=Direction.HORIZONTAL))
    assert page.text == f"{HEADLINE}\n\n{STORY}"


def test_the_same_scan_gives_the_same_page() -> None:
    press = two_columns()
    assert read_scan(press.scan, press.engine, follow) == read_scan(press.scan, press.engine, follow)


def test_a_recorded_engine_gives_the_same_page(tmp_path: Path) -> None:
    press = two_columns()
    recording = RecordingEngine(press.engine)
    page = read_scan(press.scan, recording, follow)
    recording.save(tmp_path / "answers.json")
    assert read_scan(press.scan, RecordedEngine(tmp_path / "answers.json"), follow) == page


@pytest.mark.parametrize("shape", [(1, 1), (0, 0), (30, 2000), (900, 700)])
@pytest.mark.parametrize("shade", [0, 250])
def test_a_blank_page_is_an_empty_page(shape: tuple[int, int], shade: int) -> None:
    scan = Scan(np.full(shape, shade, np.uint8), "blank.png")
    page = read_scan(scan, CodeEngine({}), follow)
    assert (page.text, page.articles, page.header.regions, page.footer.regions) == ("", (), (), ())
    assert (page.width, page.height) == (scan.width, scan.height)
    assert page.em == 0


class BrokenEngine(CodeEngine):
    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        raise EngineError(f"{len(crops)} crops were too many.")


def test_an_engine_that_fails_says_so() -> None:
    press = two_columns()
    with pytest.raises(EngineError, match="too many"):
        read_scan(press.scan, BrokenEngine(press.texts), follow)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader with an engine that knows the two columns."""
    engine = two_columns().engine
    monkeypatch.setattr(pipeline, "open_engine", lambda _engine, _language: engine)
    return Reader(options=ReadOptions(max_pixels=2_000_000))


def test_a_reader_reads_files(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "渡口 1.png"
    Image.fromarray(two_columns().pixels).save(path)
    page = reader.read(str(path))
    assert page.text.startswith(HEADLINE)
    assert (page.source, page.number, page.language) == (str(path), 1, "chi_sim+eng")


def test_a_reader_reads_all_pages_of_a_file(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "two.tif"
    scan = Image.fromarray(two_columns().pixels)
    blank = Image.new("L", (600, 400), 240)
    scan.save(path, save_all=True, append_images=[blank])
    pages = list(reader.read_all(path))
    assert [page.number for page in pages] == [1, 2]
    assert [bool(page.text) for page in pages] == [True, False]
    assert reader.read(path, 2) == pages[1]
    with pytest.raises(InputError):
        reader.read(path, 3)


def test_a_reader_refuses_what_it_cannot_read(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"):
        reader.read(tmp_path / "gone.png")
    Image.new("L", (2000, 1001), 240).save(tmp_path / "large.png")
    with pytest.raises(InputError, match="large"):
        reader.read(tmp_path / "large.png")


def test_an_unknown_engine_or_language_is_refused() -> None:
    with pytest.raises(InputError, match="nonesuch"):
        Reader(engine="nonesuch")
    with pytest.raises(InputError, match="klingon"):
        Reader(language="klingon")


@pytest.fixture(scope="module")
def rapid() -> Reader:
    try:
        return Reader()
    except EngineError as error:
        pytest.skip(f"RapidOCR cannot be used here: {error}")


def golden(path: Path) -> Page:
    return read_json((ROOT / "golden" / f"{path.stem}.json").read_bytes())


@pytest.mark.engine
@pytest.mark.parametrize(
    "path", [path for path in SAMPLES if "vertical" not in path.stem], ids=lambda path: path.stem
)
def test_samples_are_read_as_well_as_promised(rapid: Reader, path: Path) -> None:
    assert verdict(compare(rapid.read(path), golden(path))) == ()


class Lineless:
    """An engine without a detector that reads a character for each em."""

    name = "lineless 1"
    finds_lines = False

    def detect(self, _: Scan) -> tuple[Box, ...]:
        return ()

    def read(self, crops: Sequence[Grey]) -> tuple[Reading, ...]:
        return tuple(Reading("文" * max(1, round(crop.shape[1] / crop.shape[0]))) for crop in crops)


def four_columns() -> Grey:
    sheet = Sheet(np.full((1100, 1000), PAPER, np.uint8))
    for left in (40, 280, 520, 760):
        for top in range(40, 1040, 32):
            sheet.line(left, top, 9, pitch=22)
    return np.asarray(sheet.grey)


def test_columns_that_lean_are_put_upright_in_a_second_look() -> None:
    upright = four_columns()
    lean = Lean(0.3, 2.4)
    back, size = upright_columns((1000, 1100), lean)
    matrix = np.linalg.inv([[back.a, back.b, back.c], [back.d, back.e, back.f], [back.g, back.h, 1.0]])
    leaning = cv2.warpPerspective(
        upright, np.linalg.inv(matrix), size, borderMode=cv2.BORDER_CONSTANT, borderValue=[PAPER]
    )
    page = read_scan(Scan(np.asarray(leaning, np.uint8), "phone.png"), Lineless(), Follow("chi_sim"))
    assert "upright columns" in "; ".join(step.detail for step in page.steps)
    assert page.transform.h != 0
    flat = read_scan(Scan(upright, "flat.png"), Lineless(), Follow("chi_sim"))
    assert "upright columns" not in "; ".join(step.detail for step in flat.steps)
    kept = read_scan(
        Scan(np.asarray(leaning, np.uint8), "phone.png"),
        Lineless(),
        Follow("chi_sim"),
        options=ReadOptions(deskew=False),
    )
    assert "upright columns" not in "; ".join(step.detail for step in kept.steps)


def test_the_picture_as_given_is_that_of_the_whole_spread() -> None:
    scan = Scan(four_columns(), "a.png", given_size=(2400, 1100))
    page = read_scan(scan, Lineless(), Follow("chi_sim"))
    assert (page.source_width, page.source_height) == (2400, 1100)
