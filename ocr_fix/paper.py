"""What newspaper a page belongs to: from a file that says so, or from its masthead."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from ocr_fix.errors import InputError, shown
from ocr_fix.model import Kind, Line, Page, Paper

KEYS = ("title", "date", "page")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_ENGLISH = re.compile(rf"({'|'.join(_MONTHS)})\s+(\d{{1,2}}),?\s+(\d{{4}})", re.IGNORECASE)
_BRITISH = re.compile(rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)}),?\s+(\d{{4}})", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_PAGE = re.compile(
    r"第\s*([0-9A-Z]{1,4})\s*版|\bpage\s+([0-9A-Z]{1,4})\b|^\s*([A-Z]?\d{1,3})\s*$", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]")


def read_paper(path: Path) -> Paper:
    """What a JSON file says of the paper: an object with any of title, date and page.

    Raises:
        InputError: the file cannot be read, or says something else.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read ({error.strerror}); check the name.") from error
    except ValueError as error:
        raise InputError(
            f"{shown(path)} is no JSON ({error}); write " + '{"title": "...", "date": "..."}.'
        ) from error
    if (
        not isinstance(said, dict)
        or set(said) - set(KEYS)
        or not all(isinstance(one, str) for one in said.values())
    ):
        raise InputError(f"{shown(path)} has to be an object with texts for any of {', '.join(KEYS)}.")
    return Paper(**said)


def with_paper(page: Page, told: Paper = Paper()) -> Page:
    """`page` with what is known of its paper: what is told, else what the page already says, else what
    its masthead shows."""
    seen = find_paper(page)
    known = {key: getattr(told, key) or getattr(page.paper, key) or getattr(seen, key) for key in KEYS}
    return replace(page, paper=Paper(**known))


def find_paper(page: Page) -> Paper:
    """Title, date (ISO) and page number as header and footer print them; empty where they do not."""
    lines = [line for flow in (page.header, page.footer) for region in flow.regions for line in region.lines]
    texts = [line.text for line in lines]
    date = next((found for text in texts if (found := _date(text))), "")
    number = next((found for text in texts if (found := _page_number(text))), "")
    return Paper(_title(page), date, number)


def _title(page: Page) -> str:
    """The largest line of the masthead, if it is much larger than the page's text."""
    lines = [line for region in page.header.regions if region.kind is Kind.MASTHEAD for line in region.lines]
    named = [line for line in lines if len(_LETTERS.findall(line.text)) >= 2 and not _date(line.text)]
    if not named:
        return ""
    largest = max(named, key=_size)
    return largest.text if _size(largest) >= 1.5 * page.em > 0 else ""


def _size(line: Line) -> int:
    return min(line.box.width, line.box.height)


def _date(text: str) -> str:
    """The first date in a text, as YYYY-MM-DD; empty where there is none."""
    if found := _CHINESE.search(text) or _ISO.search(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _ENGLISH.search(text):
        year, month, day = int(found[3]), _MONTHS.index(found[1].lower()) + 1, int(found[2])
    elif found := _BRITISH.search(text):
        year, month, day = int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1])
    else:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _page_number(text: str) -> str:
    found = _PAGE.search(text)
    return next((part for part in found.groups() if part), "") if found else ""
