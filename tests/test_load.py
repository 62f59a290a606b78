"""Loading: every mode and depth, every turn, and everything that is no good picture."""

from __future__ import annotations

import gc
import io
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from ocr_fix.errors import InputError
from ocr_fix.load import LoadOptions, load_colour, load_scan, page_count
from ocr_fix.model import Transform
from ocr_fix.scan import Grey, Scan

ORIENTATION = 274


def ramp(height: int = 40, width: int = 60) -> Grey:
    """A picture that looks different from every side: dark at the top left."""
    return np.add.outer(np.arange(height) * 4, np.arange(width)).astype(np.uint8)


def load_scans(path: Path, options: LoadOptions = LoadOptions()) -> Iterator[Scan]:
    """All pages of a file, each decoded when it is asked for."""
    return (load_scan(path, number, options) for number in range(1, page_count(path, options) + 1))


def only(path: Path) -> Scan:
    (scan,) = load_scans(path)
    return scan


def refusal(path: Path, max_pixels: int = 200_000_000) -> str:
    """The sentence with which a file is refused; it is one line and one sentence."""
    with pytest.raises(InputError) as caught:
        list(load_scans(path, LoadOptions(max_pixels)))
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [
        ("L", "png"), ("RGB", "png"), ("RGBA", "png"), ("LA", "png"), ("P", "png"),
        ("L", "jpg"), ("RGB", "jpg"), ("CMYK", "jpg"),
        ("L", "tif"), ("RGB", "tif"), ("RGBA", "tif"), ("LA", "tif"), ("P", "tif"), ("CMYK", "tif"),
        ("YCbCr", "tif"), ("LAB", "tif"), ("RGB", "webp"), ("RGBA", "webp"), ("L", "bmp"), ("L", "gif"),
    ],
)  # fmt: skip
def test_every_mode_gives_the_same_greys(tmp_path: Path, mode: str, suffix: str) -> None:
    path = tmp_path / f"scan.{suffix}"
    grey = Image.fromarray(ramp())
    if mode == "LAB":
        neutral = Image.new("L", grey.size, 0)
        picture = Image.merge("LAB", (grey, neutral, neutral))
    else:
        picture = (grey.convert("RGB") if mode == "CMYK" else grey).convert(mode)
    picture.save(path, quality=95)
    scan = only(path)
    assert scan.pixels.dtype == np.uint8
    assert np.abs(scan.pixels.astype(int) - ramp()).max() <= 6
    assert scan.transform == Transform()
    assert (scan.source, scan.number) == (str(path), 1)


@pytest.mark.parametrize(
    "compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "zstd", "lzma", "jpeg"]
)
def test_tiff_compressions(tmp_path: Path, compression: str) -> None:
    path = tmp_path / "scan.tif"
    Image.fromarray(ramp()).save(path, compression=compression)
    assert np.abs(only(path).pixels.astype(int) - ramp()).max() <= 6


@pytest.mark.parametrize("compression", ["group3", "group4", "raw"])
def test_bilevel_pictures_are_black_and_white(tmp_path: Path, compression: str) -> None:
    path = tmp_path / "scan.tif"
    Image.fromarray(ramp() > 100).save(path, compression=compression)
    assert np.array_equal(only(path).pixels, np.where(ramp() > 100, 255, 0))


@pytest.mark.parametrize("compression", ["jpegxl", "jpeg2000", "lerc", "png", "webp"])
def test_compressions_that_only_imagecodecs_knows(tmp_path: Path, compression: str) -> None:
    path = tmp_path / "scan.tif"
    colour = np.repeat(ramp()[:, :, None], 3, axis=2)
    tifffile.imwrite(path, colour, photometric="rgb", compression=compression)
    assert np.abs(only(path).pixels.astype(int) - ramp()).max() <= 8


def test_white_is_zero_in_some_tiffs(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    tifffile.imwrite(path, 255 - ramp(), photometric="miniswhite")
    assert np.array_equal(only(path).pixels, ramp())
    tifffile.imwrite(path, 65535 - ramp().astype(np.uint16) * 257, photometric="miniswhite")
    assert np.array_equal(only(path).pixels, ramp())


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_deep_pictures_are_scaled_by_the_bits_in_use(tmp_path: Path, bits: int, suffix: str) -> None:
    path = tmp_path / f"scan.{suffix}"
    values = np.round(np.linspace(0, 2**bits - 1, 2400)).reshape(40, 60)
    Image.fromarray(values.astype(np.uint16)).save(path)
    pixels = only(path).pixels
    assert (pixels[0, 0], pixels[-1, -1]) == (0, 255)
    assert np.abs(pixels - values * 255 / (2**bits - 1)).max() <= 1


def test_deep_colour_keeps_its_range(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    values = np.repeat((ramp().astype(np.uint16) * 16)[:, :, None], 3, axis=2)
    values[0, 0] = 4095
    tifffile.imwrite(path, values, photometric="rgb")
    assert np.abs(only(path).pixels[1:].astype(int) - ramp()[1:]).max() <= 1


@pytest.mark.parametrize(("scale", "shift"), [(1 / 255, 0.0), (1.0, 0.0), (2.0, -255.0)])
def test_floating_pictures_are_scaled_by_their_range(tmp_path: Path, scale: float, shift: float) -> None:
    path = tmp_path / "scan.tif"
    values = ramp().astype(np.float32)
    values[0, 0], values[0, 1], values[0, 2] = 0, 255, np.nan
    Image.fromarray((values * scale + shift).astype(np.float32)).save(path)
    pixels = only(path).pixels
    assert pixels[0, 2] == 255
    assert np.abs(pixels[1:].astype(int) - ramp()[1:]).max() <= 1


def test_transparent_places_are_white(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    black = Image.new("RGBA", (20, 10), (0, 0, 0, 255))
    black.paste((0, 0, 0, 0), (10, 0, 20, 10))
    expected = np.zeros((10, 20), np.uint8)
    expected[:, 10:] = 255
    for picture in (black, black.convert("LA")):
        picture.save(path)
        assert np.array_equal(only(path).pixels, expected)
    palette = Image.new("P", (20, 10), 0)
    palette.putpalette([0, 0, 0, 10, 10, 10])
    palette.paste(1, (10, 0, 20, 10))
    palette.save(path, transparency=1)
    assert np.array_equal(only(path).pixels, expected)
    assert load_colour(path).getpixel((15, 5)) == (255, 255, 255)


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_as_viewers_do(tmp_path: Path, suffix: str, orientation: int) -> None:
    stored = {
        1: ramp(), 2: ramp()[:, ::-1], 3: ramp()[::-1, ::-1], 4: ramp()[::-1],
        5: ramp().T, 6: np.rot90(ramp(), 1), 7: ramp()[::-1, ::-1].T, 8: np.rot90(ramp(), -1),
    }[orientation]  # fmt: skip
    path = tmp_path / f"scan.{suffix}"
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = Image.fromarray(np.ascontiguousarray(stored))
    picture.save(path, exif=exif, quality=95)
    assert np.abs(only(path).pixels.astype(int) - ramp()).max() <= 6
    colour = np.asarray(load_colour(path).convert("L")).astype(int)
    assert np.abs(colour - ramp()).max() <= 6


def test_deep_tiffs_are_turned_too(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    values = np.rot90(ramp().astype(np.uint16) * 257, 1)
    tifffile.imwrite(
        path, values, extratags=[(ORIENTATION, "H", 1, 6, True)], resolution=(300, 300), resolutionunit=2
    )
    scan = only(path)
    assert np.array_equal(scan.pixels, ramp())
    assert scan.dpi == pytest.approx(300)


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif"])
def test_dpi_is_kept(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"scan.{suffix}"
    Image.fromarray(ramp()).save(path, dpi=(300, 300))
    assert only(path).dpi == pytest.approx(300, abs=0.1)
    Image.fromarray(ramp()).save(path)
    assert only(path).dpi == 0


def test_a_tiff_has_many_pages_and_thumbnails_are_none(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(np.full((8, 6), 10, np.uint8))
        file.write(np.full((4, 3), 99, np.uint8), subfiletype=1)
        file.write(np.full((9, 7), 20, np.uint16))
        file.write(np.full((5, 5), 30, np.uint8), compression="zlib")
    assert page_count(path) == 3
    scans = list(load_scans(path))
    assert [scan.number for scan in scans] == [1, 2, 3]
    assert [(scan.height, scan.width) for scan in scans] == [(8, 6), (9, 7), (5, 5)]
    assert [int(scan.pixels[0, 0]) for scan in scans] == [10, 20, 30]
    assert load_colour(path, 3).getpixel((0, 0)) == (30, 30, 30)
    assert np.array_equal(load_scan(path, 3).pixels, scans[2].pixels)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_page_that_is_not_there(tmp_path: Path, number: int) -> None:
    path = tmp_path / "scan.png"
    Image.fromarray(ramp()).save(path)
    for load in (load_scan, load_colour):
        with pytest.raises(InputError, match=f"no page {number}"):
            load(path, number)


def test_one_pixel_is_a_picture(tmp_path: Path) -> None:
    for suffix in ("png", "jpg", "tif", "webp"):
        path = tmp_path / f"dot.{suffix}"
        Image.new("L", (1, 1), 255).save(path)
        assert only(path).pixels.shape == (1, 1)


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "missing.png")
    assert "is a folder" in refusal(tmp_path)
    assert "does not exist" in refusal(tmp_path / "missing" / "scan.png")
    assert "cannot be opened" in refusal(tmp_path / ("x" * 300))
    assert "cannot be opened" in refusal(Path("nul\0byte.png"))
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    assert "not a regular file" in refusal(pipe)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "scan.png"
    Image.fromarray(ramp()).save(path)

    def refuse(*_: Any, **__: Any) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read" in refusal(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"just some text, no picture\n", "not a picture"),
        (b'<?xml version="1.0"?><rss/>', "is XML, but neither hOCR nor ALTO nor PAGE"),
        (b"%PDF-1.7\n...", "is a PDF and no picture"),
        (b"\x89PNG\r\n\x1a\n", "cut off or damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "cut off or damaged"),
        (b"II*\0\x08\0\0\0", "cut off or damaged"),
        (b"II*\0\xff\xff\xff\x7f", "cut off or damaged"),
    ],
)
def test_what_is_no_picture(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(content)
    assert reason in refusal(path)
    with pytest.raises(InputError):
        load_colour(path)


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "webp"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_truncated_picture_is_refused(tmp_path: Path, suffix: str, mode: str) -> None:
    path = tmp_path / f"scan.{suffix}"
    noise = np.random.default_rng(0).integers(0, 256, (200, 200), dtype=np.uint8)
    Image.fromarray(noise).convert(mode).save(path)
    whole = path.read_bytes()
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(whole[: int(share * len(whole))])
        assert ("is cut off;" if suffix == "tif" else "cut off") in refusal(path)


def test_a_broken_second_page_leaves_the_first(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    with tifffile.TiffWriter(path) as file:
        file.write(noise, compression="zlib", metadata=None)
        file.write(noise, compression="zlib", metadata=None)
    with tifffile.TiffFile(path) as file:
        offset = file.pages[1].dataoffsets[0]
    broken = bytearray(path.read_bytes())
    broken[offset : offset + 500] = bytes(500)
    path.write_bytes(broken)
    scans = load_scans(path)
    assert np.array_equal(next(scans).pixels, noise)
    with pytest.raises(InputError, match="page 2, is cut off or damaged"):
        next(scans)


def test_strange_names_are_shown_safely(tmp_path: Path) -> None:
    for name, shown in (
        ("a b.png", "a b.png"),
        ("一版.png", "一版.png"),
        ("a\nb\x1b[31m.png", "a\\nb\\x1b[31m.png"),
    ):
        path = tmp_path / name
        assert shown in refusal(path)
        Image.fromarray(ramp()).save(path)
        assert np.array_equal(only(path).pixels, ramp())
    broken = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png"))
    refusal(broken).encode()


def bomb_png(path: Path, width: int, height: int) -> None:
    """A small PNG that claims to be huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(100_000))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def bomb_webp(path: Path, width: int, height: int) -> None:
    canvas = struct.pack("<II", 0, width - 1)[:7] + struct.pack("<I", height - 1)[:3]
    chunk = b"VP8X" + struct.pack("<I", 10) + canvas
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk)


def test_bombs_are_refused_by_their_headers(tmp_path: Path) -> None:
    bomb_png(tmp_path / "bomb.png", 100_000, 100_000)
    assert "limit of 200 million" in refusal(tmp_path / "bomb.png")
    bomb_png(tmp_path / "bomb.png", 15_000, 15_000)
    assert "15000 x 15000" in refusal(tmp_path / "bomb.png")
    bomb_webp(tmp_path / "bomb.webp", 16_383, 16_383)
    refusal(tmp_path / "bomb.webp")
    with tifffile.TiffWriter(tmp_path / "bomb.tif", bigtiff=True) as file:
        file.write(ramp())
        file.write(shape=(60_000, 60_000), dtype=np.uint8, data=None, rowsperstrip=60_000)
    scans = load_scans(tmp_path / "bomb.tif")
    assert np.array_equal(next(scans).pixels, ramp())
    with pytest.raises(InputError, match=r"page 2, has more pixels \(60000 x 60000\)"):
        next(scans)


@pytest.mark.filterwarnings("error")
def test_a_refused_picture_is_closed(tmp_path: Path) -> None:
    Image.fromarray(ramp(40, 60)).save(tmp_path / "scan.png")
    refusal(tmp_path / "scan.png", 2399)
    gc.collect()


def test_the_limit_can_be_moved_and_is_exact(tmp_path: Path) -> None:
    for suffix in ("png", "tif"):
        path = tmp_path / f"scan.{suffix}"
        Image.fromarray(ramp(40, 60)).save(path)
        assert "raise --max-pixels" in refusal(path, 2399)
        assert len(list(load_scans(path, LoadOptions(max_pixels=2400)))) == 1


def test_pillow_keeps_its_own_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    path = tmp_path / "scan.png"
    Image.fromarray(ramp()).save(path)
    assert np.array_equal(only(path).pixels, ramp())
    assert Image.MAX_IMAGE_PIXELS == 100


@pytest.mark.filterwarnings("error")
def test_nothing_is_written_to_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (200, 200), dtype=np.uint8)
    for suffix in ("png", "jpg", "tif", "webp"):
        path = tmp_path / f"scan.{suffix}"
        Image.fromarray(noise).save(path)
        path.write_bytes(path.read_bytes()[:2000])
        refusal(path)
    path = tmp_path / "strange.tif"
    tifffile.imwrite(path, noise, description="x" * 300)
    path.write_bytes(
        path.read_bytes().replace(struct.pack("<HHII", 262, 3, 1, 1), struct.pack("<HHII", 262, 3, 1, 99))
    )
    refusal(path)
    with tifffile.TiffWriter(path) as file:
        file.write(noise, metadata=None)
        end = file.filehandle.tell()
    path.write_bytes(path.read_bytes()[:end])
    with tifffile.TiffFile(path) as file:
        link = file.pages.first.offset + 2 + 12 * len(file.pages.first.tags)
    broken = bytearray(path.read_bytes())
    broken[link : link + 4] = b"\xff\xff\xff\x7f"
    path.write_bytes(broken)
    assert len(list(load_scans(path))) == 1
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def encoded(suffix: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(ramp()).convert("RGB").save(buffer, suffix)
    return buffer.getvalue()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_files_load_or_are_refused(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(encoded(data.draw(st.sampled_from(["PNG", "JPEG", "TIFF", "WEBP"]))))
    places = st.integers(0, len(content) - 1)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=8)):
        content[place] = value
    path = tmp_path / "scan"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        scans = list(load_scans(path, LoadOptions(max_pixels=1_000_000)))
    except InputError:
        return
    assert all(scan.pixels.ndim == 2 and scan.pixels.dtype == np.uint8 for scan in scans)


def test_colour_has_the_frame_of_the_scan(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    colours: NDArray[np.uint8] = np.zeros((30, 50, 3), np.uint8)
    colours[:, :25, 0] = 200
    Image.fromarray(colours).save(path, quality=95)
    picture = load_colour(path)
    assert (picture.mode, picture.size) == ("RGB", (50, 30))
    assert picture.getpixel((5, 5))[0] > 150  # type: ignore[index]
    scan = only(path)
    assert (scan.width, scan.height) == picture.size
