"""Pages from the TSV that Tesseract writes: a row for each page, block, paragraph, line and word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from ocr_fix.errors import InputError, shown
from ocr_fix.geometry import enclosing
from ocr_fix.loose import join_texts
from ocr_fix.model import Box, Kind, Line, Page, Word
from ocr_fix.readers.build import Block, Given, box_of, build_page, region_of
from ocr_fix.readers.xml import read_bytes

COLUMNS = (
    "level", "page_num", "block_num", "par_num", "line_num", "word_num",
    "left", "top", "width", "height", "conf", "text",
)  # fmt: skip
PAGE, WORD = 1, 5


def read_tsv(path: Path) -> tuple[Page, ...]:
    """The pages of a TSV file as the file has them; rows that are cut off are left out, and that is said.

    Raises:
        InputError: the file cannot be read, or is no such table.
    """
    try:
        rows = read_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(f"{shown(path)} is no text in UTF-8; write the TSV again.") from None
    if tuple(rows[0].split("\t")) != COLUMNS:
        raise InputError(f"{shown(path)} is no TSV of Tesseract's: its first line names other columns.")
    cells = [row.split("\t", len(COLUMNS) - 1) for row in rows[1:] if row.strip()]
    sound = [row for row in cells if len(row) == len(COLUMNS) and _is_sound(row)]
    lost = len(cells) - len(sound)
    warnings = (f"{shown(path)} has {lost} damaged rows; the others were read.",) if lost else ()
    found = [
        _page(path, number, list(group), warnings)
        for number, (_, group) in enumerate(groupby(sound, key=lambda row: row[1]), start=1)
    ]
    if not found:
        raise InputError(f"{shown(path)} has no pages; write the TSV again.")
    return tuple(found)


def _is_sound(row: list[str]) -> bool:
    try:
        return all(int(cell) >= -1 for cell in row[:10]) and float(row[10]) >= -1
    except ValueError:
        return False


def _page(path: Path, number: int, rows: list[list[str]], warnings: tuple[str, ...]) -> Page:
    sheet = next((_box(row) for row in rows if int(row[0]) == PAGE), None)
    words = [row for row in rows if int(row[0]) == WORD and row[11].strip()]
    blocks = []
    for name, group in groupby(words, key=lambda row: row[2]):
        lines = list(_lines(list(group)))
        numbers = tuple(paragraph for paragraph, _ in lines)
        blocks.append(
            Block(region_of(Kind.BODY, [line for _, line in lines], None, f"block_{name}"), "", numbers)
        )
    given = Given(
        str(path), sheet.right if sheet else 0, sheet.bottom if sheet else 0, number, engine="tesseract",
        warnings=warnings,
    )  # fmt: skip
    return build_page(given, blocks)


def _lines(rows: list[list[str]]) -> Iterator[tuple[int, Line]]:
    """The lines of a block with the numbers of their paragraphs."""
    for (paragraph, line), group in groupby(rows, key=lambda row: (row[3], row[4])):
        words = [word for row in group if (word := _word(row))]
        if words:
            box = enclosing(word.box for word in words)
            confidence = sum(word.confidence for word in words) / len(words)
            text = join_texts(word.text for word in words)
            name = f"line_{rows[0][2]}_{paragraph}_{line}"
            yield int(paragraph), Line(text, box, confidence, words=tuple(words), id=name)


def _word(row: list[str]) -> Word | None:
    box = _box(row)
    return Word(row[11].strip(), box, max(0.0, min(1.0, float(row[10]) / 100))) if box else None


def _box(row: list[str]) -> Box | None:
    left, top, width, height = (float(cell) for cell in row[6:10])
    return box_of((left, top, left + width, top + height))
