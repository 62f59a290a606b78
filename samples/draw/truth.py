"""What a page says, as text and in the JSON that the independent scorer reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from draw.marks import Block, Rect, SetLine, Truth

Point = tuple[float, float]
Move = Callable[[list[Point]], list[Point]]
_ROLES = {
    "kicker": ("subhead", "kicker"),
    "deck": ("subhead", "deck"),
    "sidebar": ("body", "sidebar"),
    "footer": ("masthead", "footer"),
}


def golden_text(truth: Truth) -> str:
    """A paragraph a line, a blank line between regions, in reading order."""
    regions = ["\n".join(block.paragraphs) for block in truth.blocks if block.paragraphs]
    return "\n\n".join(regions) + "\n"


def corners(rect: Rect) -> list[Point]:
    """Left top, then clockwise."""
    return [
        (rect.left, rect.top),
        (rect.right, rect.top),
        (rect.right, rect.bottom),
        (rect.left, rect.bottom),
    ]


def bounds(points: list[Point]) -> tuple[int, int, int, int]:
    """The whole pixels around the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1


def score_page(truth: Truth, move: Move) -> dict[str, Any]:
    """The page in the scorer's format, boxes moved to where they stand on the worn page."""
    regions = [_region(number, block, move) for number, block in enumerate(truth.blocks)]
    return {
        "lang": truth.language,
        "regions": regions,
        "reading_order": [region["id"] for region in regions],
    }


def _region(number: int, block: Block, move: Move) -> dict[str, Any]:
    kind, role = _ROLES.get(block.kind, (block.kind, block.role))
    if role == "banner":
        kind = "banner"
    points = move(corners(block.hull)) + [point for line in block.lines for point in move(corners(line.box))]
    region: dict[str, Any] = {
        "id": f"r{number + 1:02d}",
        "kind": kind,
        "article": block.article,
        "order": number,
        "paragraphs": list(block.paragraphs),
        "bbox": bounds(points),
        "lines": [_line(line, move) for line in block.lines],
    }
    if role:
        region["role"] = role
    return region


def _line(line: SetLine, move: Move) -> dict[str, Any]:
    quad = move(corners(line.box))
    found: dict[str, Any] = {
        "text": line.text,
        "bbox": bounds(quad),
        "quad": [[round(x, 1), round(y, 1)] for x, y in quad],
        "col": line.column,
        "par": line.paragraph,
    }
    if line.hyphen:
        found["hyphen"] = True
    if line.vertical:
        found["vertical"] = True
    return found
