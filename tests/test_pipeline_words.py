"""Pages that others read, put in order from end to end."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from given import column, lines_in_order, page_of, rows_of, set_line
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import scan_pdf, scan_picture
from PIL import Image

from draw.born import born_digital
from draw.fonts import missing_fonts
from draw.golden import golden_page
from draw.pages import KINDS, draw_page
from draw.stories import open_desk
from ocr_fix.beside import see
from ocr_fix.compare import Comparison, compare
from ocr_fix.errors import InputError
from ocr_fix.language import load_follow
from ocr_fix.load import load_scan
from ocr_fix.model import Box, Kind, Line, Page, Region, Separator, SeparatorKind, Word
from ocr_fix.pipeline import Orderer, ReadOptions, read_words
from ocr_fix.write.hocr import write_hocr

SHARED_PDF = Path(__file__).parents[2] / "shared" / "pages" / "real" / "multi_column_miss.pdf"
FOLLOW = load_follow("eng")
NAMES = [f"{name}{row:02d}" for name in "abc" for row in range(12)]


def three_columns(gutter: int = 60) -> list[list[Line]]:
    width = column("a", 0, 0)[0].box.width
    return [column(name, 100 + place * (width + gutter), 100) for place, name in enumerate("abc")]


def firsts(page: Page) -> list[str]:
    return [name[:3] for name in lines_in_order(page)]


@pytest.mark.parametrize("gutter", [24, 60, 120])
def test_rows_across_columns_become_columns(gutter: int) -> None:
    page = read_words(page_of(rows_of(three_columns(gutter))), FOLLOW)
    assert firsts(page) == NAMES


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_files_order_does_not_matter_and_nothing_is_lost(chance: random.Random) -> None:
    lines = [line for one in three_columns() for line in one]
    chance.shuffle(lines)
    page = read_words(page_of(lines), FOLLOW)
    assert firsts(page) == NAMES
    assert sorted(line.box for region in page.regions for line in region.lines) == sorted(
        one.box for one in lines
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 4000), st.integers(0, 4000), st.sampled_from([1, 2, 3]))
def test_order_does_not_change_when_all_boxes_are_shifted_or_scaled(x: int, y: int, scale: int) -> None:
    def moved(box: Box) -> Box:
        return Box(box.left * scale + x, box.top * scale + y, box.right * scale + x, box.bottom * scale + y)

    lines = [
        replace(
            line, box=moved(line.box), words=tuple(replace(word, box=moved(word.box)) for word in line.words)
        )
        for line in rows_of(three_columns())
    ]
    assert firsts(read_words(page_of(lines), FOLLOW)) == NAMES


def test_names_confidences_and_boxes_stay() -> None:
    lines = [
        replace(line, id=f"line_{place}", confidence=0.5, carried=(("hocr:x_size", "40"),))
        for place, line in enumerate(line for one in three_columns() for line in one)
    ]
    page = read_words(page_of(lines), FOLLOW)
    found = [line for region in page.regions for line in region.lines]
    assert {line.id: replace(line, column=0) for line in found} == {line.id: line for line in lines}


def test_a_tilted_page() -> None:
    def fallen(box: Box) -> Box:
        fall = round(0.03 * box.centre_x)
        return Box(box.left, box.top + fall, box.right, box.bottom + fall + round(0.03 * box.width))

    rows = [
        replace(
            line,
            box=fallen(line.box),
            words=tuple(replace(word, box=fallen(word.box)) for word in line.words),
        )
        for line in rows_of(three_columns())
    ]
    page = read_words(page_of(rows), FOLLOW)
    assert firsts(page) == NAMES
    assert any("straightened" in step.detail for step in page.steps)


def test_paragraphs_run_over_columns_and_hyphens_are_undone() -> None:
    left = [
        set_line(text, 100, 100 + 56 * row)
        for row, text in enumerate(("the council has voted", "to keep the old sche-"))
    ]
    right = [
        set_line(text, 700, 100 + 56 * row)
        for row, text in enumerate(("duled service that runs", "along the river banks."))
    ]
    page = read_words(
        page_of([*left, *right], [Separator(SeparatorKind.VERTICAL, Box(640, 90, 642, 220))]), FOLLOW
    )
    assert "scheduled service" in page.text


def test_an_empty_page_stays_empty() -> None:
    page = read_words(page_of([]), FOLLOW)
    assert page.articles == ()
    assert page.text == ""


def test_lines_without_boxes_are_kept_at_the_end_and_doubted() -> None:
    lines = [*column("a", 100, 100), Line("nobody knows where", Box(0, 0, 0, 0))]
    page = read_words(page_of(lines), FOLLOW)
    assert lines_in_order(page)[-1] == "nobody"
    assert "1 line has no box; it stands" in page.warnings[0]


def test_the_user_may_say_how_many_columns_there_are() -> None:
    rows = rows_of(three_columns(24))
    page = read_words(page_of(rows), FOLLOW, options=ReadOptions(columns=3))
    assert firsts(page) == NAMES


def printed(lines: list[Line], size: tuple[int, int]) -> Image.Image:
    """A picture of lines: a block of ink for each letter."""
    picture = Image.new("L", size, 255)
    for word in (word for line in lines for word in line.words):
        step = word.box.width / len(word.text)
        for letter in range(len(word.text)):
            left = round(word.box.left + letter * step)
            picture.paste(0, (left, word.box.top + 8, left + round(step) - 4, word.box.bottom - 4))
    return picture


def test_what_the_picture_beside_the_words_shows(tmp_path: Path) -> None:
    lines = [*column("a", 150, 100, 4), *column("b", 150, 500, 4)]
    picture = printed(lines, (1200, 1000))
    picture.paste(0, (100, 420, 1100, 423))
    picture.save(tmp_path / "page.png")
    scan = load_scan(tmp_path / "page.png")
    given_page = replace(page_of(lines), width=1200, height=1000)
    seen = see(given_page, scan)
    assert seen and seen.by_ink
    (rule,) = seen.page.separators
    assert rule.kind is SeparatorKind.HORIZONTAL
    assert abs(rule.box.centre_y - 421) < 6
    assert (
        see(replace(given_page, separators=(Separator(SeparatorKind.VERTICAL, Box(1, 1, 2, 9)),)), scan)
        is None
    )
    assert see(replace(given_page, width=1300), scan) is None
    assert see(replace(given_page, articles=()), scan) is None


def test_lines_without_words_or_off_the_ink_are_no_words_of_the_ink(tmp_path: Path) -> None:
    lines = column("a", 150, 100, 12)
    printed(lines, (1200, 1000)).save(tmp_path / "page.png")
    scan = load_scan(tmp_path / "page.png")
    bare = [replace(line, words=()) for line in lines]
    seen = see(replace(page_of(bare), width=1200, height=1000), scan)
    assert seen and not seen.by_ink
    elsewhere = column("a", 600, 100, 3)
    seen = see(replace(page_of(elsewhere), width=1200, height=1000), scan)
    assert seen and not seen.by_ink


def test_careless_boxes_are_put_on_the_lines_of_the_picture(tmp_path: Path) -> None:
    """Rows across columns that stand half a line apart, every third word boxed twice as high, a rule in
    the gutter read as bars, and a smear read in the empty margin."""
    columns = [column("a", 100, 100), column("b", 700, 128)]
    size = (1300, 1100)
    picture = printed([line for one in columns for line in one], size)
    picture.paste(0, (652, 90, 655, 800))
    picture.save(tmp_path / "page.png")
    rows = []
    for row in rows_of(columns):
        words = [
            replace(word, box=replace(word.box, top=word.box.top - 20, bottom=word.box.bottom + 20))
            if place % 3 == 0
            else word
            for place, word in enumerate(row.words)
        ]
        words.insert(4, Word("|", Box(648, row.box.top, 660, row.box.bottom), 0.95))
        rows.append(Line(" ".join(word.text for word in words), row.box, words=tuple(words)))
    smear = Word("zzz", Box(200, 950, 900, 960), 0.2)
    page = page_of([*rows, Line("zzz", smear.box, words=(smear,))])
    page = replace(page, width=size[0], height=size[1], carried=(("hocr:image", '"page.png"'),))
    (tmp_path / "page.hocr").write_text(write_hocr(page), encoding="utf-8")
    ordered = Orderer("eng").read(tmp_path / "page.hocr")
    assert firsts(ordered) == NAMES[:24]
    assert "|" not in ordered.text
    assert "zzz" not in ordered.text
    assert any("13 words that stand on no printed line" in step.detail for step in ordered.steps)


def test_the_orderer_reads_words_and_refuses_pictures(tmp_path: Path) -> None:
    path = tmp_path / "rows.hocr"
    path.write_text(write_hocr(page_of(rows_of(three_columns()))), encoding="utf-8")
    assert firsts(Orderer("eng").read(path)) == NAMES
    scan = scan_pdf(tmp_path / "scan.pdf", scan_picture())
    with pytest.raises(
        InputError, match="picture without text to be put in order; read it with `ocr-fix run`"
    ):
        Orderer("eng").read(scan)


@pytest.mark.skipif(bool(missing_fonts()), reason="fonts are missing; see the Makefile")
def test_born_digital_pages_are_exact_and_in_order(tmp_path: Path) -> None:
    total = Comparison()
    for kind in ("two-columns", "sidebar", "english", "vertical", "nested"):
        chance = random.Random(f"{kind}-5")
        press = draw_page(KINDS[kind], chance, open_desk(chance))
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(born_digital([press]))
        golden = golden_page(press, path.name, press.sheet.image.size, lambda points: points)
        total += compare(Orderer(golden.language).read(path).text, golden)
    assert (total.order_free_cer.value or 0.0) <= 0.002
    assert (total.successors.value or 0.0) >= 0.99


@pytest.mark.skipif(not SHARED_PDF.is_file(), reason="../shared/pages is not there")
def test_a_real_article_over_two_columns_and_a_margin() -> None:
    page = Orderer("eng").read(SHARED_PDF)
    text = " ".join(page.text.split())
    parts = (
        "It now looks like that with vigilance",
        "this leaves BAT to argue why it should not",
        "Corporate social responsibility and the tobacco industry: hope or hype?",
        "Corporate social responsibility (CSR) emerged from a realisation",
        "Over the past three decades increasing pressure from non-governmental",
        "This paper examines whether a tobacco company espousing CSR should be judged",
        "has accelerated global trade and development, but also environmental damage and abuses of",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_pictures_of_the_file_stay_pictures() -> None:
    picture = Region(Kind.PICTURE, Box(100, 900, 500, 1200), (), "photo")
    page = read_words(page_of(column("a", 100, 100), regions=(picture,)), FOLLOW)
    assert picture in tuple(page.pictures)


def test_a_region_that_only_held_others_stays_with_what_it_held() -> None:
    advert = Region(Kind.ADVERT, Box(680, 90, 1300, 460), (), "shop", (("page:@comments", "paid"),))
    sold = column("b", 700, 100, 6)
    lines = [*column("a", 100, 100, 12), *sold]
    page = read_words(page_of(lines, regions=(advert,)), FOLLOW)
    (holder,) = (article for article in page.articles if advert in article.regions)
    texts = [line.text for region in holder.regions for line in region.lines]
    assert texts == [line.text for line in sold]
    assert firsts(page).count("a00") == 1
    alone = replace(advert, box=Box(100, 2000, 300, 2100))
    page = read_words(page_of(lines, regions=(alone,)), FOLLOW)
    assert page.articles[-1].regions == (alone,)


odd_boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    st.integers(0, 1500), st.integers(0, 1500), st.integers(0, 600), st.integers(0, 200),
)  # fmt: skip


@st.composite
def odd_lines(draw: st.DrawFn) -> Line:
    words = tuple(
        Word(text, box)
        for text, box in draw(
            st.lists(st.tuples(st.sampled_from(["word", "大桥", "|", "—"]), odd_boxes), max_size=4)
        )
    )
    return Line(" ".join(word.text for word in words) or "bare", draw(odd_boxes), words=words)


@settings(max_examples=60, deadline=None)
@given(st.lists(odd_lines(), max_size=14))
def test_boxes_that_overlap_lie_outside_or_have_no_size_lose_no_line(lines: list[Line]) -> None:
    page = replace(page_of(lines), width=900, height=700)
    found = [
        word
        for region in read_words(page, FOLLOW).regions
        for line in region.lines
        for word in line.text.split()
    ]
    given_words = [word for line in lines for word in line.text.split() if word != "|"]
    assert sorted(word for word in found if word != "|") == sorted(given_words)
