"""The command's formats, `ocr-fix order`, and what it says of files that it cannot use."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from given import column, page_of, rows_of
from lxml import etree, html
from pdfs import new_pdf, put_column, saved, scan_pdf, scan_picture
from PIL import Image

from ocr_fix import many, pipeline
from ocr_fix.batch import BatchOptions, Here
from ocr_fix.cli import main, run
from ocr_fix.cli.arguments import FORMATS
from ocr_fix.cli.names import plan_names
from ocr_fix.cli.outputs import SUFFIXES
from ocr_fix.listing import Source
from ocr_fix.model import Page
from ocr_fix.pipeline import Orderer
from ocr_fix.write.alto import write_alto
from ocr_fix.write.hocr import write_hocr
from ocr_fix.write.json import read_json
from ocr_fix.write.pagexml import write_page_xml


def rows_page() -> Page:
    return page_of(rows_of([column("a", 100, 100), column("b", 900, 100)]))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    # Processes of their own are for test_cli_batch.py.
    monkeypatch.setattr(run, "opened_crew", lambda *_: nullcontext((Here(), BatchOptions())))
    return tmp_path


def born_digital(pages: int = 1) -> Path:
    pdf = new_pdf()
    for number in range(pages):
        if number:
            pdf.add_page()
        put_column(pdf, f"p{number}", 50, 100)
    return saved(pdf, Path("paper.pdf"))


def names_in(folder: Path) -> set[str]:
    """The files of results, without those that tell of the run."""
    names = {path.name for path in folder.iterdir()}
    return {name for name in names if not name.startswith((".ocr-fix", "manifest", "summary"))}


def test_every_format_has_its_file() -> None:
    assert sorted(SUFFIXES) == sorted(FORMATS)
    path = born_digital(2)
    assert main(["order", str(path), "-o", "out", "-l", "eng", "-q", "--format", ",".join(FORMATS)]) == 0
    names = names_in(Path("out"))
    page_files = {f"paper-000{number}{SUFFIXES[name]}" for number in (1, 2) for name in FORMATS[:8]}
    assert names == page_files | {"paper.pdf", "paper.html", "paper.mets.xml"}
    assert len(html.fromstring(Path("out/paper.html").read_bytes()).findall(".//section")) == 2
    assert Path("out/paper-0002.txt").read_text(encoding="utf-8").startswith("p100 ")


def test_order_puts_rows_into_columns_and_gives_the_file_its_own_format(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = rows_page()
    Path("a.hocr").write_text(write_hocr(page), encoding="utf-8")
    Path("b.xml").write_bytes(write_alto(page))
    Path("c.page.xml").write_bytes(write_page_xml(page))
    assert main(["order", "a.hocr", "b.xml", "c.page.xml", "-o", "out", "-l", "eng"]) == 0
    assert sorted(names_in(Path("out"))) == [
        "a.hocr", "a.txt", "b.alto.xml", "b.txt", "c.page.xml", "c.txt",
    ]  # fmt: skip
    for name in ("a", "b", "c"):
        text = Path(f"out/{name}.txt").read_text(encoding="utf-8")
        assert text.find("a00") < text.find("a11") < text.find("b00") < text.find("b11")
    assert "-> 'out/a.txt'" in capsys.readouterr().err


def test_order_does_not_overwrite_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.hocr").write_text(write_hocr(rows_page()), encoding="utf-8")
    assert main(["order", "a.hocr", "-o", "."]) == 2
    assert "'a.hocr' is one of the pages" in capsys.readouterr().err


def test_order_refuses_pictures_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    scan_picture().save("a.png")
    scan_pdf(Path("b.pdf"), scan_picture())
    assert main(["order", "a.png", "b.pdf", "-o", "out"]) == 2
    said = capsys.readouterr().err
    assert said.count("is a picture without text to be put in order; read it with `ocr-fix run`.") == 2
    assert "Traceback" not in said


def test_run_reads_a_text_layer_without_asking_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "Reader", lambda _, language, options: Orderer(language, options))
    many.open_reader.cache_clear()
    assert main(["run", str(born_digital()), "-o", "out", "-l", "eng", "-q"]) == 0
    assert Path("out/paper.txt").read_text(encoding="utf-8").startswith("p000 ")


def test_a_locked_pdf(capsys: pytest.CaptureFixture[str]) -> None:
    pdf = new_pdf()
    put_column(pdf, "a", 50, 100)
    pdf.set_encryption("owner", "secret")
    Path("locked.pdf").write_bytes(bytes(pdf.output()))
    assert main(["order", "locked.pdf", "-o", "out", "-q"]) == 2
    assert "'locked.pdf' is locked; give its password with --password." in capsys.readouterr().err
    everything = "txt,pdf,overlay"
    assert (
        main(["order", "locked.pdf", "-o", "out", "-q", "--password", "secret", "--format", everything]) == 0
    )


def test_what_the_paper_is_called_goes_into_the_files() -> None:
    Path("paper.json").write_text(
        '{"title": "The Herald", "date": "2026-11-27", "page": "B3"}', encoding="utf-8"
    )
    path = str(born_digital())
    assert (
        main(
            [
                "order",
                path,
                "-o",
                "out",
                "-q",
                "--meta",
                "paper.json",
                "--format",
                "json,alto,page,html,mets,pdf,hocr",
            ]
        )
        == 0
    )
    assert read_json(Path("out/paper.json").read_bytes()).paper.title == "The Herald"
    for name in ("paper.alto.xml", "paper.page.xml", "paper.html", "paper.mets.xml", "paper.hocr"):
        assert "The Herald" in Path("out", name).read_text(encoding="utf-8"), name


def test_crops_are_written_where_there_is_a_picture() -> None:
    page = rows_page()
    Path("a.hocr").write_text(write_hocr(page).replace("page.hocr", "a.png"), encoding="utf-8")
    assert main(["order", "a.hocr", "-o", "out", "-l", "eng", "-q", "--crops"]) == 0
    assert not list(Path("out").glob("*.png"))
    Image.new("L", (page.width, page.height), 255).save("a.png")
    assert main(["order", "a.hocr", "-o", "out", "-l", "eng", "-q", "--crops", "--again"]) == 0
    assert [path.name for path in Path("out").glob("*.png")] == ["a.article1.png"]


def test_a_searchable_pdf_needs_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.hocr").write_text(write_hocr(rows_page()), encoding="utf-8")
    assert main(["order", "a.hocr", "-o", "out", "--format", "pdf", "-q"]) == 2
    assert "names no picture that lies beside it" in capsys.readouterr().err


def test_of_a_damaged_file_the_rest_is_read_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    data = write_page_xml(rows_page())
    Path("a.xml").write_bytes(data[: len(data) // 2])
    assert main(["order", "a.xml", "-o", "out", "-l", "eng"]) == 0
    assert "damaged from line" in capsys.readouterr().err
    assert Path("out/a.txt").read_text(encoding="utf-8")


def test_text_layers_are_used_or_ignored_as_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "a.pdf", "-o", "out", "--text-layer", "maybe"])
    assert "invalid choice: 'maybe'" in capsys.readouterr().err


def test_names_lose_the_second_suffix_of_our_own_files() -> None:
    assert plan_names([Source("a.page.xml"), Source("b.alto.xml")], lambda _: 1) == ("a", "b")
    both = [Source("a.page.xml"), Source("a.alto.xml")]
    assert plan_names(both, lambda _: 1) == ("a.page.xml", "a.alto.xml")


def test_the_names_of_two_runs_are_the_same_bytes() -> None:
    path = str(born_digital())
    for folder in ("one", "two"):
        assert main(["order", path, "-o", folder, "-q", "--format", "txt,json,hocr,csv,html"]) == 0
    for name in names_in(Path("one")):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name


def test_alto_and_page_differ_in_nothing_but_the_time() -> None:
    path = str(born_digital())
    assert main(["order", path, "-o", "out", "-q", "--format", "alto,page"]) == 0
    for name in ("paper.alto.xml", "paper.page.xml"):
        assert etree.fromstring(Path("out", name).read_bytes()) is not None


def test_the_schema_in_the_package_is_that_of_the_types() -> None:
    from ocr_fix.write.json import page_schema

    committed = Path(run.__file__).parents[1] / "write" / "page.schema.json"
    assert json.loads(committed.read_text(encoding="utf-8")) == page_schema(), "run `make schema`"
