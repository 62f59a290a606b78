"""Light: dark edges go, print and pictures stay, paper becomes even, clean pages are left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pseudo import INK, PAPER, nothings, text_page

from ocr_fix.light import even_light, find_borders, is_negative, paper_grey, without_show_through
from ocr_fix.scan import Grey


def shaded(page: Grey, darkest: float) -> Grey:
    """The page lit from the right."""
    return (page * np.linspace(darkest, 1, page.shape[1])[None]).astype(np.uint8)


def test_a_clean_page_is_handed_on_untouched() -> None:
    page = text_page()
    pixels, done = even_light(page)
    assert pixels is page
    assert done == ()


@pytest.mark.parametrize("turns", range(4))
def test_a_dark_edge_is_painted_like_paper(turns: int) -> None:
    page = text_page()
    page[:, :60] = 30
    page = np.ascontiguousarray(np.rot90(page, turns))
    pixels, done = even_light(page)
    edge = np.rot90(pixels, -turns)[:, :56]
    assert abs(int(np.median(edge)) - PAPER) < 12
    assert edge.min() > 200
    text = np.rot90(page, -turns)[:, 70:]
    assert np.array_equal(np.rot90(pixels, -turns)[:, 70:], text)
    assert len(done) == 1
    assert "dark edges" in done[0]


def test_a_slanting_edge_and_a_frame_go_too() -> None:
    page = text_page()
    for row in range(page.shape[0]):
        page[row, : 20 + row // 20] = 20
    page[:40] = 20
    page[-50:] = 20
    pixels, _ = even_light(page)
    assert pixels[:30].min() > 150
    assert pixels[-40:].min() > 150
    assert pixels[800, :50].min() > 150


@pytest.mark.parametrize("vertical", [False, True])
def test_text_that_the_edge_cuts_stays(vertical: bool) -> None:
    page = text_page(vertical=vertical)
    cut = page[101:-99, 105:-97]
    pixels, done = even_light(cut)
    assert np.array_equal(pixels, cut), done


def test_a_picture_at_the_edge_stays() -> None:
    page = text_page()
    page[300:900, :500] = 60
    page[1000:1200, :100] = 60
    pixels, _ = even_light(page)
    assert pixels[400:800, 100:400].max() < 120
    assert not find_borders(page[::4, ::4]).any()


def test_a_shadow_is_no_border() -> None:
    assert not find_borders(shaded(text_page(), 0.3)[::4, ::4]).any()


@pytest.mark.parametrize("darkest", [0.4, 0.6, 0.75])
def test_uneven_paper_becomes_even_and_ink_stays_dark(darkest: float) -> None:
    page = text_page()
    pixels, done = even_light(shaded(page, darkest))
    assert "evened the light" in done[-1]
    paper, ink = pixels[page > PAPER - 10], pixels[page < INK + 10]
    assert np.percentile(paper, 1) > 215
    assert np.percentile(paper, 99) <= 255
    assert np.percentile(ink, 99) < 90
    left, right = np.median(pixels[:, :60]), np.median(pixels[:, -60:])
    assert abs(left - right) < 10


def test_a_picture_on_uneven_paper_stays_dark() -> None:
    page = shaded(text_page(), 0.6)
    before = page[500:900, 600:1000] // 3
    page[500:900, 600:1000] = before
    pixels, _ = even_light(page)
    inside = pixels[550:850, 650:950]
    assert np.median(inside) < 1.5 * np.median(before)


def test_dark_paper_is_lifted() -> None:
    pixels, _ = even_light((text_page() * 0.5).astype(np.uint8))
    assert abs(paper_grey(pixels) - 240) < 10


def test_negatives_are_told_from_prints() -> None:
    for page in (text_page(), text_page(vertical=True), text_page(columns=6, seed=3)):
        assert not is_negative(page)
        assert is_negative(255 - page)
    framed = 255 - text_page()
    framed[:, :100] = 255
    assert is_negative(framed)


def test_film_may_be_exposed_unevenly() -> None:
    page = 255 - text_page()
    glow = np.linspace(0, 90, page.shape[1], dtype=np.float32)[None, :]
    assert is_negative(np.clip(page * 0.6 + glow, 0, 255).astype(np.uint8))
    shaded = text_page() * np.linspace(1.0, 0.5, page.shape[1], dtype=np.float32)[None, :]
    assert not is_negative(shaded.astype(np.uint8))


@pytest.mark.parametrize("name", sorted(set(nothings()) - {"spots", "night"}))
def test_pages_without_print_are_no_negatives(name: str) -> None:
    assert not is_negative(nothings()[name])


@pytest.mark.parametrize("name", nothings())
def test_no_page_is_too_strange(name: str) -> None:
    page = nothings()[name]
    pixels, _ = even_light(page)
    assert pixels.shape == page.shape
    assert pixels.dtype == np.uint8


def test_black_and_blank_pages_stay() -> None:
    for name in ("black", "blank"):
        page = nothings()[name]
        assert even_light(page)[0] is page
    empty = np.zeros((0, 5), np.uint8)
    assert even_light(empty) == (empty, ())
    assert paper_grey(empty) == 255
    assert not is_negative(empty)


def test_what_shows_through_is_taken_out_and_print_stays() -> None:
    page = np.full((200, 300), 230, np.uint8)
    page[20:40, 20:280] = 170  # sixty greys dark
    page[60:80, 20:280] = 50
    page[100:120, 20:280] = np.linspace(230, 50, 260).astype(np.uint8)
    clean = without_show_through(page, 70)
    assert (clean[20:40] == 230).all()
    assert (clean[60:80, 20:280] == 50).all()
    assert (np.diff(clean[110, 20:280].astype(int)) <= 0).all()
    assert np.abs(np.diff(clean[110, 20:280].astype(int))).max() < 6
    assert without_show_through(page, 1).min() == 50


def test_the_corners_of_a_dark_surrounding_are_whitened() -> None:
    desk = np.full((1000, 800), 70, np.uint8)
    corners = np.array([(60, 70), (750, 50), (730, 950), (40, 930)], np.int32)
    page = np.asarray(cv2.resize(text_page(), (800, 1000)), np.uint8)
    mask = cv2.fillConvexPoly(np.zeros(desk.shape, np.uint8), corners, 255)
    photo = np.where(mask > 0, page, desk)
    cleaned, _ = even_light(photo)
    for place in ((3, 3), (3, 796), (996, 3), (996, 796), (500, 3), (3, 400)):
        assert cleaned[place] > 200, place
