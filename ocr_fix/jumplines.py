"""Lines that say on which page a story goes on, or where it began: 下转第三版, Continued on page 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ocr_fix.geometry import enclosing
from ocr_fix.model import Kind, Region

_PAGE = r"(?P<page>[A-Za-z]?\s*\d{1,3}|[一二三四五六七八九十百零〇两]{1,5}|头|首)"
_OPEN, _CLOSE = r"[\s（(【〔\[▲△▶→●■◆>]*", r"[\s）)】〕\]▶→●■◆>。.]*$"
_CHINESE = re.compile(
    rf"^{_OPEN}(?P<side>下转|转第?|上接|紧接|接)\s*(?:第\s*)?{_PAGE}\s*[版页叠](?:[《“「：:，,].*)?{_CLOSE}"
)
_ENGLISH = re.compile(
    r"^\W*(?:\w[\w'’ ]{0,24},\s*)?"
    r"(?P<side>(?:continued|cont['’.]*d?)\s+(?:on|from)|continues\s+on|turn\s+to|see|from)\b.{0,12}\bpage\s+"
    r"(?P<page>[A-Z]?\d{1,3}|one|two|three|four|five|six|seven|eight)\W*$",
    re.IGNORECASE,
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Jump:
    """What a jump line says: the page it names, as pages bear it ("3", "A4"), and whether the story goes on
    there; else it began there."""

    page: str
    onward: bool


def read_jump_line(text: str) -> Jump | None:
    """What a line says, None where it is no jump line.

    >>> read_jump_line("（下转第三版）")
    Jump(page='3', onward=True)
    >>> read_jump_line("Continued from Page A1")
    Jump(page='A1', onward=False)
    """
    found = _CHINESE.match(text) or _ENGLISH.match(text.strip())
    if not found:
        return None
    side = found["side"].lower()
    onward = not side.endswith(("接", "from"))
    return Jump(_number(found["page"]), onward)


def is_jump_line(text: str) -> bool:
    """Whether a line says on which page a story goes on or began, and nothing else."""
    return read_jump_line(text) is not None


def part_jump_lines(regions: Sequence[Region]) -> tuple[Region, ...]:
    """`regions` with jump lines that were found together with the text above or below made regions."""
    return tuple(part for region in regions for part in _parted(region))


def _parted(region: Region) -> tuple[Region, ...]:
    lines = region.lines
    if region.kind is not Kind.BODY or len(lines) < 2:
        return (region,)
    first, last = is_jump_line(lines[0].text), is_jump_line(lines[-1].text)
    groups = (lines[:first], lines[first : len(lines) - last], lines[len(lines) - last :])
    if not first and not last:
        return (region,)
    return tuple(
        replace(region, box=enclosing(line.box for line in group), lines=group) for group in groups if group
    )


def _number(printed: str) -> str:
    """A page's number in digits, a section's letter before it."""
    text = re.sub(r"\s", "", printed).upper()
    if text.lower() in _WORDS:
        return str(_WORDS[text.lower()])
    if text in "头首":
        return "1"
    if not set(text) & (set(_DIGITS) | set("十百")):
        return text
    return str(_chinese_number(text))


def _chinese_number(text: str) -> int:
    """The value of a Chinese numeral below a thousand."""
    total, digit = 0, 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
