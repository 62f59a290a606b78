"""The picture of each article, cut out of the page."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from ocr_fix.geometry import enclosing
from ocr_fix.model import Page
from ocr_fix.write.flat import flows_of

MARGIN_EM = 0.5


def crop_articles(page: Page, picture: Image.Image) -> Iterator[tuple[str, bytes]]:
    """The name of each article and its picture as PNG, a little paper around it; `picture` is the page as
    given. Articles without a place on it are left out."""
    margin = round(MARGIN_EM * page.em)
    for flow in flows_of(page):
        boxes = [strip.place.box for strip in flow.strips if strip.place.box.area]
        if not flow.name.startswith("article") or not boxes:
            continue
        around = enclosing(boxes)
        sides = (
            max(0, around.left - margin), max(0, around.top - margin),
            min(picture.width, around.right + margin), min(picture.height, around.bottom + margin),
        )  # fmt: skip
        if sides[0] < sides[2] and sides[1] < sides[3]:
            data = io.BytesIO()
            picture.crop(sides).save(data, "PNG")
            yield flow.name, data.getvalue()
