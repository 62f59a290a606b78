"""What the words of a line say that it is: a byline, a date line, an imprint, or text."""

from __future__ import annotations

import re

from ocr_fix.jumplines import is_jump_line

_BYLINE = re.compile(
    r"^(本报(?!讯|电)|新华社(?!.*电)|记者(?![:：]\s*\S{5}|手记|札记|日记|观察|追踪|调查|见闻|视点|连线)|通讯员|特约|实习|见习|文[/／丨|]|图[/／丨|]|作者|[□■◎●◆]|撰文)[^。，！？；]{0,36}$"
    r"|^(?:By|BY|by)(?:\s+[A-Z][\w.'’-]*|\s+(?:and|AND|of|de|van|von))+$"
)
_FOLIO = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月|第\s*\d+\s*[版期]|星期[一二三四五六日]|^\d{1,2}\s*版$|\bNo\.\s*\d|\bVol\.|国内统一|邮发代号"
)
_IMPRINT = re.compile(
    r"责任?编辑|责编|^本版|版式|校对|美编|美术编辑|(?:电话|热线)[:：]?\s*[\d(（]|编辑[:：]|投稿邮箱|印刷[:：厂]|社址|邮编"
    r"|零售价?[:：每]|\w@\w|\b(?:Editor|Newsroom|Printed by|Published by|Telephone|Subscriptions)\b"
)
_END = re.compile(r"[。；，、.;,]$|[。！？.!?][”’」』\"'）)]$")


def is_folio(text: str) -> bool:
    """Whether a text looks like a paper's date line or page number."""
    return bool(_FOLIO.search(text)) and not is_jump_line(text)


def is_imprint(text: str) -> bool:
    """Whether a text looks like the imprint at a page's foot."""
    return bool(_IMPRINT.search(text))


def is_byline(text: str) -> bool:
    """Whether a line names a story's authors and nothing else."""
    return bool(_BYLINE.match(text.strip()))


def ends_like_text(text: str) -> bool:
    """Whether a line ends with a mark that headings do not end with."""
    return bool(_END.search(text.strip()))
