"""`ocr-fix compare --html`: rows to a report, with the scans that can still be read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ocr_fix.cli.compare import Job, loaded
from ocr_fix.cli.say import complain
from ocr_fix.cli.table import Row, passed, total_row
from ocr_fix.compared import Compared
from ocr_fix.errors import InputError, OcrFixError, shown
from ocr_fix.measures import Comparison, PlacedText
from ocr_fix.model import Page
from ocr_fix.report import Outline, Picture, Report, ReportPage, render_report
from ocr_fix.sources import page_picture, picture_path
from ocr_fix.write.files import write_whole

MAX_PICTURES = 40  # about 15 MB; a browser still opens the report at once
MAX_SIDE_PX = 1800
JPEG_QUALITY = 60


def write_report(path: Path, rows: Sequence[Row], jobs: Sequence[Job]) -> None:
    """Writes the report of all rows to `path` and says so.

    Raises:
        OutputError: it cannot be written.
    """
    measured = [row for row in rows if row.comparison]
    pages = []
    pictures = 0
    for row, job in zip(rows, jobs, strict=True):
        picture = _picture(row, job) if pictures < MAX_PICTURES else None
        pictures += picture is not None
        pages.append(ReportPage(row.page, row.verdict, passed(row), row.comparison, picture))
    if pictures == MAX_PICTURES:
        complain(f"the report shows the scans of {MAX_PICTURES} pages and the texts of all.")
    total = total_row(measured).comparison or Comparison()
    normalise = jobs[0].standard.options.normalise
    write_whole(path, render_report(Report(_title(jobs), normalise, tuple(pages), total)).encode())
    complain(f"the report is in {shown(path)}")


def _title(jobs: Sequence[Job]) -> str:
    return f"{jobs[0].output} against {jobs[0].golden}"


def _picture(row: Row, job: Job) -> Picture | None:
    """The scan of a page whose boxes and source are known, small; None where there is none."""
    if row.comparison is None:
        return None
    output, golden = loaded(job)
    sides = (("output", output, row.comparison.output), ("golden", golden, row.comparison.golden))
    for side, source, placed in sides:
        path = _source(source, job)
        if path and isinstance(source, Page):
            try:
                return _drawn(source, path, side, placed)
            except (OcrFixError, OSError):
                continue
    return None


def _source(page: Compared | None, job: Job) -> Path | None:
    """The picture that a page was read from; its path may count from where the page's file is."""
    if not isinstance(page, Page) or not page.source:
        return None
    folders = (Path(), *(path if path.is_dir() else path.parent for path in (job.output, job.golden)))
    sources = [folder / page.source for folder in folders]
    found = (picture_path(replace(page, source=str(path))) for path in sources if path.is_file())
    return next((path for path in found if path), None)


def _drawn(page: Page, path: Path, side: str, placed: PlacedText) -> Picture:
    scan = page_picture(replace(page, source=str(path)))
    if scan is None:
        raise InputError(f"{shown(path)} shows no page.")
    scale = min(1.0, MAX_SIDE_PX / max(scan.size))
    small = scan.resize((max(1, round(scan.width * scale)), max(1, round(scan.height * scale))))
    jpeg = io.BytesIO()
    small.convert("L").save(jpeg, "JPEG", quality=JPEG_QUALITY)
    outlines = tuple(
        Outline(
            line.number, tuple(scale * place for point in page.transform.quad(line.box) for place in point)
        )
        for line in placed.lines
        if line.box
    )
    return Picture(jpeg.getvalue(), small.width, small.height, side, outlines)
