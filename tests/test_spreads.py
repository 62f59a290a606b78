"""A picture of an open volume is two pages, each leading back to the picture as given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pseudo import text_page

from ocr_fix.errors import InputError
from ocr_fix.fold import Fold
from ocr_fix.load import load_scan
from ocr_fix.model import Page
from ocr_fix.scan import Scan
from ocr_fix.sources import SourceOptions, frame_places, open_page, page_count, page_picture
from ocr_fix.spreads import find_leaves, half_of, open_leaf


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    """A TIFF of a cover and a spread."""
    path = tmp_path / "volume.tif"
    cover = Image.fromarray(text_page(seed=7))
    both = Image.fromarray(np.concatenate([text_page(), text_page(seed=4)], axis=1))
    cover.save(path, save_all=True, append_images=[both])
    return path


def test_a_spread_counts_as_two(volume: Path) -> None:
    assert [(leaf.picture, leaf.left) for leaf in find_leaves(volume)] == [(1, True), (2, True), (2, False)]
    assert len(find_leaves(volume, split=False)) == 2
    assert page_count(volume) == 3
    assert page_count(volume, SourceOptions(split_spreads=False)) == 2
    assert frame_places(volume) == (0, 1, 1)


def test_each_page_has_its_half(volume: Path) -> None:
    whole = load_scan(volume, 2)
    left, right = open_leaf(volume, 2), open_leaf(volume, 3)
    assert left.width + right.width == whole.width
    assert np.array_equal(left.pixels[:, :-9], whole.pixels[:, : left.width - 9])
    assert np.array_equal(right.pixels[:, 9:], whole.pixels[:, left.width + 9 :])
    assert right.transform.point(3, 5) == (left.width + 3, 5)
    assert [scan.number for scan in (left, right)] == [2, 3]
    assert left.given_size == right.given_size == (whole.width, whole.height)
    assert "right page" in right.steps[0].detail
    assert open_leaf(volume, 1).given_size is None


def test_the_picture_of_a_page_is_that_of_the_spread(volume: Path) -> None:
    opened = open_page(volume, 3)
    assert isinstance(opened, Scan)
    page = Page(str(volume), opened.width, opened.height, number=3)
    picture = page_picture(page)
    assert picture is not None
    assert picture.size == opened.given_size


def test_pages_that_are_not_there(volume: Path) -> None:
    with pytest.raises(InputError, match="has no page 4; it has 3"):
        open_leaf(volume, 4)
    with pytest.raises(InputError, match="does not exist"):
        find_leaves(volume.with_name("none.tif"))


def test_beyond_a_slanted_fold_is_paper() -> None:
    scan = Scan(np.tile(np.array([200] * 50 + [60] * 50, np.uint8), (80, 1)), "a.png")
    left, right = (half_of(scan, Fold(40, 60), side) for side in (True, False))
    assert (left.width, right.width) == (60, 60)
    assert left.pixels[2, 55] == 200 == left.pixels[78, 40]
    assert right.transform.c == 40
    assert right.pixels[79, 2] != 200 or (right.pixels[79, :15] == right.pixels[79, 0]).all()
