"""Archives of pages that need no engine: words of others in a tree of folders, all different."""

from __future__ import annotations

import os
from pathlib import Path

from given import column, page_of, rows_of

from ocr_fix.write.hocr import write_hocr

STATE = (".ocr-fix", "manifest.jsonl", "summary")


def archive(pages: int, folder: str | Path = "archive") -> Path:
    """The folder of a new archive."""
    root = Path(folder)
    for number in range(pages):
        name = f"{'abcdefgh'[number % 8]}{number}"
        page = page_of(rows_of([column(name, 100, 100), column("z", 900, 100)]))
        path = root / f"{1900 + number % 3}" / f"page{number:03d}.hocr"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_hocr(page), encoding="utf-8")
        os.utime(path, (number, number))  # files bear the times of their sources
    return root


def written(folder: str | Path) -> int:
    """How many files of results a run that still goes on has finished; 0 before it made the folder. Half
    written files have hidden names and may be gone at any moment."""
    root = Path(folder)
    names = [path.relative_to(root).as_posix() for path in root.rglob("[!.]*") if path.suffix]
    return sum(not name.startswith(STATE) for name in names)


def results(folder: str | Path) -> dict[str, bytes]:
    """The files of results by their names, without those that tell of the run."""
    root = Path(folder)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.relative_to(root).as_posix().startswith(STATE)
    }
