"""Repairs of a plain text's lines beside their order, and which lines must not be touched at all.

A line that stays in its place keeps its indent and all that may be right: only marks between two Chinese
characters become wide, a broken encoding is mended, and the spaces go where they stand between nearly all
characters. A paragraph that was put together gets all repairs of `text`.

Known limits: code is known by its fences, its indents and its signs; prose that looks like code stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ftfy.badness import is_bad

from ocr_fix.characters import HAN, HYPHENS, has_cjk, meet_without_space
from ocr_fix.language import Follow, join_words
from ocr_fix.sureness import Flow
from ocr_fix.text import curl_quotes, repair_encoding, repair_text

MIN_WRAPPED_LINES = 3
MIN_WRAPPED_CHARS = 14
CODE_RATIO = 0.3  # of the lines: then all of the text is code or tables
FULL_RATIO = 0.72
MIN_RUNNING_RATIO = 0.5
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_CODE_SIGNS = re.compile(
    r"[{};=<>|\\`]|\$(?!\d)|\w\(|\)\s*:|^\s*(?:def|class|import|return|if|for|while|#include)\b"
)
_MARK_INSIDE = re.compile(f"(?<=[{HAN}])[,:;?!](?=[{HAN}])")
_NARROW_INSIDE = re.compile(r"(?<=[A-Za-z])([，：；？！])(?=[A-Za-z])")
_FULL_WIDTH = str.maketrans(",:;?!", "，：；？！")
_ASCII_WIDTH = str.maketrans("，：；？！", ",:;?!")
_SPACED_RUN = re.compile(f"(?<![^ ])(?:[{HAN}] ){{7,}}[{HAN}](?![^ ，。、；：？！])")
_INDENT = re.compile(r"^[ \t\u3000]*")
_STOP = re.compile(r"[。！？!?….][”’」』）)\"']*$")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+•·]|\d+[.)、]|[（(]?[一二三四五六七八九十]+[)）、])")


def code_lines(lines: Sequence[str]) -> tuple[bool, ...]:
    """For each line whether it is code or a table, which nothing may touch."""
    flags, fenced = list[bool](), False
    for line in lines:
        fence = _FENCE.match(line) is not None
        signs = len(_CODE_SIGNS.findall(line))
        han = sum(map(has_cjk, line))
        flags.append(fenced or fence or "\t" in line.strip() or (signs >= 2 and 12 * signs > han))
        fenced ^= fence
    count = sum(bool(line.strip()) for line in lines)
    if sum(flags) >= CODE_RATIO * count:
        return (True,) * len(lines)
    return tuple(flags)


def repair_line(line: str, quotes: bool = False) -> str:
    """A line that stays in its place, with what is plainly wrong in it mended."""
    if is_bad(line):
        indent = _INDENT.match(line)
        line = (indent.group() if indent else "") + repair_encoding(line).strip()
    if not has_cjk(line):
        return _NARROW_INSIDE.sub(lambda match: match.group().translate(_ASCII_WIDTH) + " ", line)
    line = _SPACED_RUN.sub(lambda match: match.group().replace(" ", ""), line)
    line = _MARK_INSIDE.sub(lambda match: match.group().translate(_FULL_WIDTH), line)
    return curl_quotes(line) if quotes else line


def repair_paragraph(flow: Flow) -> str:
    """The text of a paragraph that was put together; headings keep their # marks."""
    pieces = [piece.text for piece in flow.pieces]
    if not flow.joins:
        # A line set aside: its pieces are names or parts of a headline, and their spaces may be right.
        return repair_line(" ".join(pieces))
    text = ""
    for piece in pieces:
        text = text + piece if not text or meet_without_space(text, piece) else _joined(text, piece)
    return repair_text(_without_loose_spaces(text))


def _joined(a: str, b: str) -> str:
    if a[-1] in HYPHENS and a[-2:-1].isalpha() and b[0].isalpha() and not has_cjk(a[-2] + b[0]):
        return a[:-1] + ("" if join_words(a, b) else "-") + b
    return a + b if has_cjk(a[-3:] + b[:3]) or (a[-1].isdigit() and b[0].isdigit()) else f"{a} {b}"


def _without_loose_spaces(text: str) -> str:
    """Spaces beside a Chinese character or mark say nothing inside a paragraph that was torn."""
    return re.sub(f"(?<=[{HAN},:;]) +(?=\\S)|(?<=\\S) +(?=[{HAN}])", "", text) if has_cjk(text) else text


def unwrap_lines(texts: Sequence[str], endings: Sequence[str], code: Sequence[bool], follow: Follow) -> str:
    """The lines with those of hard-wrapped prose joined; verse, lists and code stay as they are."""
    parts: list[str] = []
    start = 0
    while start < len(texts):
        end = start
        while end < len(texts) and texts[end].strip() and not code[end]:
            end += 1
        block = texts[start:end]
        if _is_wrapped(block):
            parts.append(_unwrapped(block, follow) + endings[end - 1])
        else:
            end = max(end, start + 1)
            parts += [
                text + ending for text, ending in zip(texts[start:end], endings[start:end], strict=True)
            ]
        start = end
    return "".join(parts)


def _is_wrapped(block: Sequence[str]) -> bool:
    """Whether lines are prose broken at one width: most reach it, and most of those run on."""
    if len(block) < MIN_WRAPPED_LINES or any(_LIST_ITEM.match(line) or line[:1] == "#" for line in block):
        return False
    longest = max(len(line.rstrip()) for line in block)
    least = MIN_WRAPPED_CHARS if has_cjk(block[0]) else 2.5 * MIN_WRAPPED_CHARS
    full = [len(line.rstrip()) >= FULL_RATIO * longest for line in block[:-1]]
    running = [not _STOP.search(line) and line.rstrip()[-1] not in "，,、；;：:" for line in block[:-1]]
    lower = [line[:1].islower() or has_cjk(line[:1]) for line in block[1:]]
    runs_on = sum(a and b for a, b in zip(running, lower, strict=True))
    return longest >= least and all(full) and runs_on >= MIN_RUNNING_RATIO * (len(block) - 1)


def _unwrapped(block: Sequence[str], follow: Follow) -> str:
    text = block[0].rstrip()
    for line in (line.strip() for line in block[1:]):
        if meet_without_space(text, line):
            text += line
        elif text[-1:] in HYPHENS and len(text) > 1 and text[-2].isalpha() and line[:1].islower():
            text = text[:-1] + ("" if join_words(text, line, follow.language) else "-") + line
        else:
            text += f" {line}"
    return text
