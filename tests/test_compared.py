"""Loading what is compared: formats by suffix, texts before pages that say something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr_fix import compared
from ocr_fix.compared import load_compared, load_named, names_in, text_of
from ocr_fix.errors import InputError
from ocr_fix.model import Article, Box, Document, Kind, Line, Page, Paragraph, Region

BOX = Box(0, 0, 9, 9)
PAGE = Page(
    "a.png", 9, 9,
    articles=(Article((Region(Kind.BODY, BOX, (Line("新桥", BOX),)),), (Paragraph("新桥", 0, (0,)),)),),
)  # fmt: skip


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_formats_by_suffix(tmp_path: Path) -> None:
    assert load_compared(write(tmp_path / "a.txt", "\ufeff新\r\n桥")) == "新\n桥"
    assert load_compared(write(tmp_path / "a.md", "## 新桥\n\n*通车*")) == "新桥\n\n通车"
    assert load_compared(write(tmp_path / "a.JSON", PAGE.to_json())) == PAGE
    assert load_compared(write(tmp_path / "README", "新桥")) == "新桥"


def test_files_of_other_programs(tmp_path: Path) -> None:
    line = "<span class='ocr_line' title='bbox 0 0 90 20'>新桥</span>"
    hocr = "<html><body>{}</body></html>"
    one = f"<div class='ocr_page' title='bbox 0 0 100 80'>{line}</div>"
    found = load_compared(write(tmp_path / "a.hocr", hocr.format(one)))
    assert isinstance(found, Page)
    assert text_of(found) == "新桥"
    both = load_compared(write(tmp_path / "b.hocr", hocr.format(one + one)))
    assert isinstance(both, Document)
    assert len(both.pages) == 2
    with pytest.raises(InputError, match=r"c\.xml"):
        load_compared(write(tmp_path / "c.xml", "<nothing/>"))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"\xff\xfe\xff", "UTF-8"),
        ("a.txt", b"PK\x03\x04\x00\x00", "zero bytes"),
        ("a.md", b"\xff", "UTF-8"),
        ("a.json", b"{}", "format_version"),
        ("a.json", b"\xff", "JSON"),
    ],
)
def test_what_is_no_text_or_page(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=says) as caught:
        load_compared(write(tmp_path / name, data))
    assert name in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        load_compared(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="check the name"):
        load_compared(tmp_path)


def test_files_of_one_name(tmp_path: Path) -> None:
    assert load_named(tmp_path, "a") is None
    write(tmp_path / "a.md", "旧桥")
    assert load_named(tmp_path, "a") == "旧桥"
    write(tmp_path / "a.json", PAGE.to_json())
    assert load_named(tmp_path, "a") == PAGE
    write(tmp_path / "a.txt", "新 桥\n")
    assert load_named(tmp_path, "a") == "新 桥\n"
    write(tmp_path / "a.txt", "新桥\n")
    assert load_named(tmp_path, "a") == PAGE
    write(tmp_path / "a.json", "[]")
    assert load_named(tmp_path, "a") == "新桥\n"
    (tmp_path / "a.txt").unlink()
    with pytest.raises(InputError):
        load_named(tmp_path, "a")


def test_names_in_a_folder(tmp_path: Path) -> None:
    for name in ("b.txt", "b.json", "a.md", "c.png", "b.overlay.png", ".hidden"):
        write(tmp_path / name, "")
    (tmp_path / "d.txt").mkdir()
    assert names_in(tmp_path) == ("a", "b")


def test_the_text_of_what_was_loaded() -> None:
    assert text_of(PAGE) == text_of("新桥") == "新桥"
    assert text_of(Document("a.tif", (PAGE, Page("a.tif", 9, 9), PAGE))) == "新桥\n\n新桥"


def test_a_suffix_may_have_several_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document("a.tif", (PAGE, PAGE))
    readers = {**compared._READERS, ".xml": lambda _: PAGE, ".alto.xml": lambda _: document}
    monkeypatch.setattr(compared, "_READERS", readers)
    monkeypatch.setattr(compared, "SUFFIXES", tuple(readers))
    for name in ("a.alto.xml", "b.xml"):
        write(tmp_path / name, "<alto/>")
    assert names_in(tmp_path) == ("a", "b")
    assert load_named(tmp_path, "a") == document
    assert load_named(tmp_path, "b") == PAGE
    write(tmp_path / "a.txt", "新桥 新桥")
    assert load_named(tmp_path, "a") == document
