"""The least sure pages of a run as pictures of what was seen: small in the summary, large behind it."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from ocr_fix.cli.outputs import SUFFIXES
from ocr_fix.errors import OutputError
from ocr_fix.sources import SourceOptions, page_picture
from ocr_fix.store import Store, fetched
from ocr_fix.summary import Thumbnail, Unsure
from ocr_fix.write.json import read_json
from ocr_fix.write.overlay import draw_overlay

FOLDER = "summary"
SMALL_PX = 360
LARGE_PX = 2400
_QUALITY = 80


def draw_thumbnails(pages: Sequence[Unsure], store: Store, options: SourceOptions) -> tuple[Thumbnail, ...]:
    """The thumbnails of `pages`; the overlays that they lead to are written where the run wrote none. A page
    whose picture cannot be had any more has no thumbnail.

    Raises:
        OutputError: an overlay cannot be written.
    """
    found = tuple(_thumbnails(pages, store, options))
    targets = {one.target for one in found}
    for name in store.names(FOLDER):
        if name not in targets:
            store.remove(name)
    return found


def _thumbnails(pages: Sequence[Unsure], store: Store, options: SourceOptions) -> Iterator[Thumbnail]:
    for page in pages:
        try:
            large, target = _overlay(page, store, options)
        except OutputError:
            raise
        except Exception:  # a source that is gone, or damaged by now, is no reason to fail after all
            continue
        if large is not None:
            large.thumbnail((SMALL_PX, SMALL_PX))
            yield Thumbnail(page.name, page.confidence, _jpeg(large), target)


def _overlay(page: Unsure, store: Store, options: SourceOptions) -> tuple[Image.Image | None, str]:
    """The overlay of a page and the name of its file; None where there is none and none can be drawn."""
    for target in (page.name + SUFFIXES["overlay"], _target(page.name)):
        if target != _target(page.name) or not page.page:
            data = store.read(target) if store.size(target) else None
            if data:
                return Image.open(io.BytesIO(data)).convert("RGB"), target
    if not page.page:
        return None, ""
    with fetched(page.source) as path:
        seen = replace(read_json(page.page), source=str(path))
        large = draw_overlay(seen, page_picture(seen, options)).convert("RGB")
    large.thumbnail((LARGE_PX, LARGE_PX))
    store.write(_target(page.name), _jpeg(large))
    return large, _target(page.name)


def _target(name: str) -> str:
    digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:8]
    return f"{FOLDER}/{Path(name).name}-{digest}.jpg"


def _jpeg(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=_QUALITY)
    return data.getvalue()
