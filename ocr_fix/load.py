"""Scans from files: PNG, JPEG, TIFF, WebP and what else Pillow reads, one page at a time.

The header is read first, and a picture over the limit is refused before a pixel is decoded, so
that a small file cannot unpack to gigapixels; each page of a TIFF is checked on its own. A JPEG is
decoded straight to grey. TIFFs that Pillow cannot decode (or would cut from 16 bits to 8) go
through tifffile. Known limits: only the first picture of an animation is read, colour profiles are
not applied. PDFs and pages that other programs read are for `sources.py`.
"""

from __future__ import annotations

import logging
import stat
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ocr_fix.depth import eight_bits
from ocr_fix.errors import InputError, shown
from ocr_fix.modes import colour_of, dpi_of, grey_of
from ocr_fix.scan import Scan

if TYPE_CHECKING:
    from tifffile import TiffPage

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "JPEG2000", "BMP", "GIF", "PPM")
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"RIFF")
_TIFF_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_TIFF_FORMS = {
    "MINISBLACK": "L",
    "MINISWHITE": "L",
    "RGB": "RGB",
    "PALETTE": "RGB",
    "YCBCR": "RGB",
    "SEPARATED": "CMYK",
}
_MAX_SAMPLES = 6  # of a pixel: four colours and some more that are left out
_ORIENTATION, _FIRST_SIDEWAYS = 274, 5  # of EXIF: turned by a quarter from there on
_LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """`max_pixels`: a page with more is refused; a broadsheet at 600 dpi has 140 million, and 200
    million still decode in less than 1.5 GB."""

    max_pixels: int = 200_000_000


def load_scan(path: Path, number: int = 1, options: LoadOptions = LoadOptions()) -> Scan:
    """Page `number` (from 1) of a file as a grey scan; the pages before it are left alone.

    A frame is the picture as viewers show it: the EXIF turn is done, so `Scan.transform` is the
    identity, and boxes fit what a browser or a photo viewer draws. Transparent places are white;
    16-bit and floating values are scaled by their own range. The pages of a TIFF are its full-size
    pictures; its thumbnails and masks are left out.

    Raises:
        InputError: there is no such page, or it is cut off, too large or no picture.
    """
    _check_number(path, number, options)
    with _decoding(path, number, options):
        picture = _open_page(path, number, options, grey=True)
        return Scan(grey_of(picture), source=str(path), number=number, dpi=dpi_of(picture))


def page_count(path: Path, options: LoadOptions = LoadOptions()) -> int:
    """The number of pages in a file, from its headers alone.

    Raises:
        InputError: the file is missing, empty, damaged in its headers or no picture.
    """
    magic = _checked_magic(path)
    with _decoding(path, 1, options):
        if magic.startswith(_TIFF_MAGIC):
            return len(_tiff_pages(path))
        with Image.open(path, formats=_FORMATS):
            return 1


def page_size(path: Path, number: int = 1, options: LoadOptions = LoadOptions()) -> tuple[int, int]:
    """Width and height of page `number` (from 1) as `load_scan` gives it, from the header alone.

    Raises:
        InputError: as `page_count`.
    """
    magic = _checked_magic(path)
    with _decoding(path, number, options):
        if magic.startswith(_TIFF_MAGIC):
            from tifffile import TiffFile

            with TiffFile(path) as file:
                page = file.pages[_tiff_pages(path)[number - 1]].aspage()
                return page.imagewidth, page.imagelength
        with Image.open(path, formats=_FORMATS) as picture:
            turned = picture.getexif().get(_ORIENTATION, 1) >= _FIRST_SIDEWAYS
            return picture.size[::-1] if turned else picture.size


def load_colour(path: Path, number: int = 1, options: LoadOptions = LoadOptions()) -> Image.Image:
    """Page `number` (from 1) of a file as an RGB picture in the frame of `load_scan`.

    Raises:
        InputError: as `load_scan`.
    """
    _check_number(path, number, options)
    with _decoding(path, number, options):
        return colour_of(_open_page(path, number, options, grey=False))


def frame_places(path: Path) -> tuple[int, ...]:
    """The places, from 0, of a file's pages among all the pictures in it, thumbnails included.

    Raises:
        InputError: as `page_count`.
    """
    magic = _checked_magic(path)
    with _decoding(path, 1, LoadOptions()):
        return tuple(_tiff_pages(path)) if magic.startswith(_TIFF_MAGIC) else (0,)


def _check_number(path: Path, number: int, options: LoadOptions) -> None:
    count = page_count(path, options)
    if not 1 <= number <= count:
        raise InputError(f"{shown(path)} has no page {number}; it has {count}.")


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file, enough to tell what kind it is of.

    Raises:
        InputError: there is no such file, it may not be read, or it is empty.
    """
    name = shown(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"{name} is a folder; name the picture files in it.")
        if not stat.S_ISREG(mode):
            raise InputError(f"{name} is not a regular file; save the picture to a file first.")
        with path.open("rb") as file:
            magic = file.read(1024)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(f"{name} does not exist; check the name and the folder.") from None
    except PermissionError:
        raise InputError(f"{name} may not be read; change its permissions or those of its folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{name} cannot be opened ({reason}); check the name and the disk.") from None
    if not magic:
        raise InputError(f"{name} is empty (0 bytes); get a whole copy of the file.")
    return magic


def _checked_magic(path: Path) -> bytes:
    """The first bytes of a file that may be a picture."""
    magic = first_bytes(path)
    if b"%PDF-" in magic:
        raise InputError(
            f"{shown(path)} is a PDF and no picture; give it to `ocr-fix run` or `ocr_fix.read`."
        )
    return magic


@contextmanager
def _decoding(path: Path, number: int, options: LoadOptions) -> Iterator[None]:
    """Turns whatever a decoder raises into one `InputError`, and keeps its warnings off the screen."""
    where = _where(path, number)
    tiff_log = logging.getLogger("tifffile")
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limit, level = Image.MAX_IMAGE_PIXELS, tiff_log.level
        # Pillow refuses beyond twice its limit, some formats before it allocates; ours is checked after.
        Image.MAX_IMAGE_PIXELS = options.max_pixels
        tiff_log.setLevel(logging.CRITICAL + 1)
        try:
            yield
        except InputError:
            raise
        except Image.DecompressionBombError:
            raise InputError(_too_large(where, options)) from None
        except MemoryError:
            raise InputError(f"{where} does not fit into memory; scan it at fewer dots per inch.") from None
        except Exception as error:  # decoders raise anything from struct.error to SyntaxError
            raise InputError(_unreadable(path, where, error)) from error
        finally:
            Image.MAX_IMAGE_PIXELS = limit
            tiff_log.setLevel(level)


def _where(path: Path, number: int) -> str:
    return f"{shown(path)}, page {number}," if number > 1 else shown(path)


def _too_large(where: str, options: LoadOptions, size: str = "") -> str:
    limit = options.max_pixels / 1e6
    return (
        f"{where} has more pixels{size} than the limit of {limit:g} million; "
        "raise --max-pixels if the picture is real."
    )


def _unreadable(path: Path, where: str, error: Exception) -> str:
    """The sentence for a file that a decoder gave up on."""
    try:
        magic = _checked_magic(path)
    except InputError:
        return f"{where} can no longer be read; check that it is still there."
    if magic.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return f"{where} is XML, but neither hOCR nor ALTO nor PAGE; export one of these."
    if isinstance(error, UnidentifiedImageError) and not magic.startswith(_MAGIC):
        return f"{where} is not a picture that can be read; give a PNG, JPEG, TIFF or WebP file."
    return f"{where} is cut off or damaged; get a whole copy of the file."


def _open_page(path: Path, number: int, options: LoadOptions, grey: bool) -> Image.Image:
    """The decoded picture of a page, its EXIF turn done."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic in _TIFF_MAGIC:
        picture = _open_tiff(path, number, options)
    else:
        with Image.open(path, formats=_FORMATS) as picture:  # a refused file is closed at once
            _check_size(path, number, picture.width, picture.height, options)
            if grey and picture.mode == "RGB":
                picture.draft("L", picture.size)
            picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _check_size(path: Path, number: int, width: int, height: int, options: LoadOptions) -> None:
    where = _where(path, number)
    if width * height > options.max_pixels:
        raise InputError(_too_large(where, options, f" ({width} x {height})"))
    if not width or not height:
        raise InputError(f"{where} has no pixels; get a whole copy of the file.")


def _tiff_pages(path: Path) -> list[int]:
    """The places of the full-size pages in the file's chain of directories."""
    from tifffile import TiffFile  # takes a tenth of a second that other formats need not pay

    with TiffFile(path) as file:
        pages = [page.aspage() for page in file.pages]
    full = [index for index, page in enumerate(pages) if not (page.is_reduced or page.is_mask)]
    if not pages:
        raise ValueError("a TIFF without pages")
    return full or list(range(len(pages)))


def _open_tiff(path: Path, number: int, options: LoadOptions) -> Image.Image:
    from tifffile import TiffFile

    index = _tiff_pages(path)[number - 1]
    with TiffFile(path) as file:
        page = file.pages[index].aspage()
        _check_size(path, number, page.imagewidth, page.imagelength, options)
        _check_size(path, number, max(page.tilewidth, 1), max(page.tilelength, 1), options)
        _check_whole(path, number, page)
        if page.bitspersample <= 8 and page.sampleformat == 1:
            # What Pillow's libtiff lacks, imagecodecs often has; where both fail, it raises.
            with suppress(Exception):
                return _pillow_tiff(path, index)
        return _decode_tiff(path, number, page)


def _pillow_tiff(path: Path, index: int) -> Image.Image:
    # Opened by its name, a plain TIFF is mapped into memory, and Pillow 13 scrambles it when it turns it.
    with path.open("rb") as file:
        picture = Image.open(file, formats=("TIFF",))
        picture.seek(index)
        picture.load()
    return picture


def _check_whole(path: Path, number: int, page: TiffPage) -> None:
    """Refuses a page whose pixels lie beyond the end of the file, before a decoder fills them with grey."""
    size = path.stat().st_size
    ends = (offset + count for offset, count in zip(page.dataoffsets, page.databytecounts, strict=True))
    if max(ends, default=0) > size:
        raise InputError(f"{_where(path, number)} is cut off; get a whole copy of the file.")


def _decode_tiff(path: Path, number: int, page: TiffPage) -> Image.Image:
    """A page as imagecodecs decodes it, brought to 8 bits, with its resolution and its EXIF turn."""
    form = getattr(page.photometric, "name", "")
    if form not in _TIFF_FORMS or page.samplesperpixel > _MAX_SAMPLES or page.imagedepth > 1:
        raise InputError(
            f"{_where(path, number)} is a TIFF of a kind that is not read; save it as grey or RGB."
        )
    values = page.asarray()
    if page.planarconfig == 2 and values.ndim == 3:
        values = np.moveaxis(values, 0, -1)
    if form == "PALETTE" and page.colormap is not None:
        values, form = (np.asarray(page.colormap) >> 8).astype(np.uint8).T[values], "RGB"
    pixels = eight_bits(values, min(page.bitspersample, 8))
    if form == "MINISWHITE":
        pixels = 255 - pixels
    alpha = 1 in page.extrasamples or 2 in page.extrasamples
    mode = _TIFF_FORMS[form] + ("A" if alpha and form != "SEPARATED" else "")
    layers = pixels.reshape(page.imagelength, page.imagewidth, -1)[:, :, : len(mode)]
    picture = Image.frombytes(mode, (page.imagewidth, page.imagelength), layers.tobytes())
    if 274 in page.tags:
        picture.getexif()[274] = page.tags[274].value
    if page.resolutionunit > 1:
        picture.info["dpi"] = page.get_resolution(2)
    return picture
