"""The typesetter's truth: lines stand where the ink is, paragraphs are their lines, nothing is lost."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from draw.__main__ import main
from draw.flow import Slot, find_slots, fit, pour
from draw.fonts import FACES, Face, load_font, missing_fonts
from draw.golden import golden_json, golden_page
from draw.look import Press
from draw.marks import Rect, SetLine, Style
from draw.ordeals import NAMES, ORDEALS, suffer, worn_more
from draw.pages import KINDS, LAYOUTS, PAPERS, draw_page, find_kind
from draw.stories import all_stories, open_desk
from draw.tokens import CLOSING, OPENING, split_tokens
from draw.truth import corners, golden_text, score_page
from draw.typeset import text_lines
from draw.wear import Wear, find_warp, wear_page
from ocr_fix.model import Kind, Page

pytestmark = pytest.mark.skipif(bool(missing_fonts()), reason=f"fonts are missing: {missing_fonts()}")

CHINESE = "“水往下流，人也往下流。”七十九岁的管水员这样形容（2012年前后）：每天走14公里，腰里别一把柴刀！"
ENGLISH = "The travelling library continued uninterrupted, unanimously supported by extraordinary audiences."


@cache
def drawn(kind: str, seed: int = 2) -> Press:
    rng = random.Random(f"{kind}-{seed}")
    return draw_page(find_kind(kind), rng, open_desk(rng))


def chinese(size: int = 20) -> Style:
    return Style(FACES["zh-serif"], size, size + 8, 2.0)


def english(size: int = 20) -> Style:
    return Style(FACES["en-liberation"], size, size + 4, 1.0, language="en")


def slots(count: int, width: float) -> list[Slot]:
    return [Slot(0, width, 40.0 * number, 0) for number in range(count)]


def joined(lines: list[SetLine]) -> str:
    """The lines of a paragraph, hyphens at line ends undone, without white."""
    texts = [line.text[:-1] if line.hyphen else line.text for line in lines]
    return re.sub(r"\s", "", "".join(texts))


@given(width=st.integers(140, 600), repeats=st.integers(1, 5))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize(("text", "style"), [(CHINESE, chinese()), (ENGLISH, english())])
def test_pouring_loses_nothing_and_stays_in_its_slots(
    text: str, style: Style, width: int, repeats: int
) -> None:
    poured = pour([text] * repeats, style, slots(200, width))
    assert poured.paragraphs == repeats
    for number in range(repeats):
        lines = [line for line in poured.lines if line.paragraph == number]
        assert joined(lines) == re.sub(r"\s", "", text)
    assert all(line.box.right <= width + 0.5 * style.size for line in poured.lines)


@given(width=st.integers(120, 600))
@settings(max_examples=60, deadline=None)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    lines = [line.text for line in pour([CHINESE * 3], chinese(), slots(200, width)).lines]
    assert not [line for line in lines[1:] if line[0] in CLOSING]
    assert not [line for line in lines[:-1] if line[-1] in OPENING]


def test_justified_lines_fill_their_width() -> None:
    lines = pour([CHINESE * 2], chinese(), slots(50, 315)).lines
    assert all(abs(line.box.right - 315) < 12 for line in lines[:-1])


def test_numbers_stay_together() -> None:
    assert "1.46" in [token.text for token in split_tokens("成本是1.46元", chinese())]


def test_english_is_hyphenated_in_narrow_columns_only() -> None:
    narrow = pour([ENGLISH], english(), slots(50, 150)).lines
    assert any(line.hyphen for line in narrow)
    assert not any(line.hyphen for line in pour([ENGLISH], english(), slots(50, 4000)).lines)


def test_fit_cuts_at_the_end_of_a_sentence() -> None:
    text = "第一句话说的是梯田里的水从哪里来。第二句话说的是价钱涨到了每公斤3.5元。" * 3
    kept, lines = fit([text], chinese(), slots(6, 300))
    assert kept[0].endswith("。")
    assert text.startswith(kept[0])
    assert joined(list(lines)) == kept[0]


def test_a_hole_narrows_the_lines_that_it_meets() -> None:
    found = find_slots([Rect(0, 0, 400, 280)], [Rect(250, 90, 500, 160)], chinese())
    assert {slot.right for slot in found if slot.top + 20 <= 90 or slot.top >= 160} == {400}
    assert {slot.right for slot in found if slot.top + 20 > 90 and slot.top < 160} == {250}


def test_a_centred_heading_is_centred() -> None:
    style = replace(chinese(40), align="center")
    setting = text_lines("梯田之上", 400, style)[0]
    assert setting.glyphs[0].offset == pytest.approx((400 - 160) / 2)


@pytest.mark.parametrize("kind", [*KINDS, *LAYOUTS, *PAPERS])
def test_paragraphs_are_their_lines(kind: str) -> None:
    for block in drawn(kind).sheet.truth.blocks:
        for number, text in enumerate(block.paragraphs):
            lines = [line for line in block.lines if line.paragraph == number]
            assert joined(lines) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", [*KINDS, *LAYOUTS, *PAPERS])
def test_line_boxes_hold_ink_and_share_none(kind: str) -> None:
    press = drawn(kind)
    pixels = np.asarray(press.sheet.image)
    taken = np.zeros(pixels.shape, dtype=bool)
    for block in press.sheet.truth.blocks:
        for line in block.lines:
            box = line.box.inset(2, 5)
            area = (slice(round(box.top), round(box.bottom)), slice(round(box.left), round(box.right)))
            assert np.ptp(pixels[area]) > 100, line.text
            assert not taken[area].any(), line.text
            taken[area] = True


@pytest.mark.parametrize("kind", [*KINDS, *LAYOUTS, *PAPERS])
def test_all_text_stands_in_line_boxes(kind: str) -> None:
    press = drawn(kind)
    pixels = np.array(press.sheet.image)
    for block in press.sheet.truth.blocks:
        for rect in [line.box for line in block.lines] or [block.hull]:
            blank(pixels, rect, 12 if block.lines else 4)
        if block.box is not None:
            blank(pixels, block.box, 2)
    for rule in press.sheet.truth.rules:
        blank(pixels, rule.box, 8)
    assert not (pixels < 100).any()


def blank(pixels: NDArray[np.uint8], rect: Rect, margin: int) -> None:
    rows = slice(max(0, round(rect.top) - margin), round(rect.bottom) + margin)
    pixels[rows, max(0, round(rect.left) - margin) : round(rect.right) + margin] = 255


@pytest.mark.parametrize("skew", [-4.0, 0.0, 2.5])
def test_worn_boxes_follow_the_pixels(skew: float) -> None:
    clean = np.full((900, 700), 255, dtype=np.uint8)
    spots = [(100, 120), (600, 130), (350, 450), (110, 800), (610, 780)]
    for x, y in spots:
        clean[y - 6 : y + 6, x - 6 : x + 6] = 0
    wear = Wear(skew_deg=skew, curl_px=15, noise=0, shade=0, seed=4)
    worn = np.asarray(wear_page(Image.fromarray(clean), wear))
    for moved_x, moved_y in find_warp((700, 900), wear).move([(float(x), float(y)) for x, y in spots]):
        top, left = int(moved_y) - 25, int(moved_x) - 25
        rows, columns = np.nonzero(worn[top : top + 50, left : left + 50] < 128)
        assert abs(rows.mean() - 25) < 1.5
        assert abs(columns.mean() - 25) < 1.5


@pytest.mark.parametrize("name", ORDEALS)
def test_boxes_follow_the_pixels_through_an_ordeal(name: str) -> None:
    rects = [Rect(x, y, x + 60, y + 30) for x in (120, 420, 640) for y in (150, 500, 900)]
    page = Image.new("L", (800, 1100), 240)
    for rect in rects:
        ImageDraw.Draw(page).rectangle((rect.left, rect.top, rect.right - 1, rect.bottom - 1), fill=0)
    after, move, dpi = suffer(page, (name,), f"{name}-1")
    grey = np.asarray(after).astype(int)
    grey = 255 - grey if name == "microfilm" else grey
    for rect in rects:
        x, y = (sum(parts) / 4 for parts in zip(*move(corners(rect)), strict=True))
        scale = dpi / 300
        inner = grey[
            round(y - 4 * scale) : round(y + 4 * scale), round(x - 15 * scale) : round(x + 15 * scale)
        ]
        (left, top), _, (right, bottom), _ = move(corners(rect))
        beside = [grey[round(y), round(left - 8 * scale)], grey[round(top - 8 * scale), round(x)]]
        beside += [grey[round(y), round(right + 8 * scale)], grey[round(bottom + 8 * scale), round(x)]]
        assert inner.mean() < 60
        assert np.median(beside) > inner.mean() + 60


def test_ordeals_leave_what_a_seed_draws_without_them(tmp_path: Path) -> None:
    assert worn_more(Wear(), (), "a") == Wear()
    assert worn_more(Wear(), ("bleed",), "a").bleed > Wear().bleed
    arguments = ["--kind", "two-columns", "--seed", "3", "-o"]
    main([*arguments, str(tmp_path / "plain")])
    main([*arguments, str(tmp_path / "spread"), "--wear-with", "spread,dpi-100"])
    texts = {path.name: path.read_text("utf-8") for path in tmp_path.rglob("*.txt")}
    assert (
        texts["two-columns-003.txt"] == texts["two-columns-003-0001.txt"] != texts["two-columns-003-0002.txt"]
    )
    with pytest.raises(SystemExit):
        main([*arguments, str(tmp_path), "--wear-with", "nothing"])
    assert "spread" in NAMES


def test_golden_page_and_text_agree() -> None:
    press = drawn("sidebar")
    page = golden_page(press, "a.jpg", (press.sheet.width, press.sheet.height), lambda points: points)
    assert page.text == golden_text(press.sheet.truth).rstrip("\n")
    assert page.header.regions[0].kind is Kind.MASTHEAD
    assert page.footer.regions[-1].kind is Kind.FOOTER
    kinds = [article.regions[-1].kind for article in page.articles]
    assert Kind.SIDEBAR in kinds
    assert json.loads(golden_json(page))["source"] == "a.jpg"


def test_golden_lines_count_their_columns() -> None:
    press = drawn("four-columns")
    page: Page = golden_page(press, "a.jpg", (1, 1), lambda points: points)
    body = next(region for region in page.regions if region.kind is Kind.BODY)
    assert [line.column for line in body.lines] == sorted(line.column for line in body.lines)
    assert {line.column for line in body.lines} >= {0, 1, 2}


def test_score_format_orders_all_regions() -> None:
    truth = drawn("front").sheet.truth
    data = score_page(truth, lambda points: points)
    assert data["reading_order"] == [region["id"] for region in data["regions"]]
    assert len(data["regions"]) == len(truth.blocks)


def test_the_same_seed_draws_the_same_page(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert main(["--kind", "table", "--seed", "3", "-o", str(tmp_path / folder)]) == 0
    first, second = (sorted((tmp_path / folder).iterdir()) for folder in ("a", "b"))
    assert [path.name for path in first] == ["table-003.jpg", "table-003.json", "table-003.txt"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("language", ["zh", "hant", "en"])
def test_every_character_of_the_news_is_in_the_fonts(language: str) -> None:
    texts = [text for story in all_stories() if story.language == language for text in story.paragraphs]
    letters = sorted(set("".join(texts)) - set("，。、；：？！“”‘’（）《》「」『』…·— \u3000"))
    for name, face in FACES.items():
        if name.startswith(language):
            missing = glyph(face, "\U0010ffff")
            assert not [letter for letter in letters if glyph(face, letter) == missing], face.path


def glyph(face: Face, letter: str) -> bytes:
    picture = Image.new("L", (60, 60))
    ImageDraw.Draw(picture).text((10, 10), letter, font=load_font(face, 24), fill=255)
    return picture.tobytes()
