"""One side of a comparison as HTML: a paragraph a line, every difference marked and numbered.

Marks do not nest: a piece of text carries the number of its edit (`data-d`), of its move (`data-m`) and of
its printed line (`data-l`). Where the other side has more, or a paragraph ends on one side alone, an empty
mark keeps the place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from ocr_fix.measures import BREAKS, Change, Difference, Place, PlacedText

_TAGS = {Change.REPLACED: "mark", Change.MISSING: "del", Change.EXTRA: "ins"}


def pane(text: PlacedText, differences: Sequence[Difference], side: str) -> Markup:
    """The marked text of `side` ("golden" or "output")."""
    marks = _Marks(text, differences, side)
    paragraphs = []
    at = 0
    is_after_blank = False
    for number, line in enumerate(text.text.split("\n"), start=1):
        if line.strip():
            shown = marks.line_at(at) if marks.has_boxes else number
            gap = ' class="new"' if is_after_blank else ""
            paragraphs.append(f'<p data-n="{shown}"{gap}>{"".join(marks.pieces(at, at + len(line)))}</p>')
        is_after_blank = not line.strip()
        at += len(line) + 1
    if not paragraphs:
        paragraphs.append(f"<p>{''.join(marks.pieces(0, len(text.text)))}</p>")
    return Markup("\n".join(paragraphs))


@dataclass(frozen=True, slots=True)
class _Range:
    """What covers a range of the text; for a difference its index."""

    start: int
    end: int
    index: int


class _Marks:
    """What covers each place of one side."""

    def __init__(self, text: PlacedText, differences: Sequence[Difference], side: str) -> None:
        self._text = text.text
        self._differences = differences
        self._side = side
        self.has_boxes = any(line.box for line in text.lines)
        self._lines = [_Range(line.start, line.end, line.number) for line in text.lines]
        edits: list[_Range] = []
        moves: list[_Range] = []
        self._gaps: list[_Range] = []
        for index, one in enumerate(differences):
            place = self._place(one)
            entry = _Range(place.start, place.end, index)
            if place.start == place.end or one.change in BREAKS:
                self._gaps.append(entry)
            else:
                (moves if one.change is Change.MOVED else edits).append(entry)
        self._edits = sorted(edits, key=lambda one: one.start)
        self._moves = sorted(moves, key=lambda one: one.start)
        self._gaps.sort(key=lambda one: one.start)

    def line_at(self, place: int) -> int:
        """The number of the printed line at `place`."""
        line = _covering(self._lines, place)
        return line.index if line else 0

    def pieces(self, start: int, end: int) -> Iterator[str]:
        """The HTML of `start:end`, piece by piece."""
        cuts = {start, end}
        for ranges in (self._edits, self._moves, self._gaps, self._lines if self.has_boxes else []):
            first = max(0, bisect_right(ranges, start, key=lambda one: one.start) - 1)
            for entry in ranges[first:]:
                if entry.start > end:
                    break
                cuts |= {place for place in (entry.start, entry.end) if start < place < end}
        places = sorted(cuts)
        for left, right in zip(places, [*places[1:], end], strict=True):
            yield from self._gaps_at(left)
            if left < right:
                yield self._piece(left, right)

    def _gaps_at(self, place: int) -> Iterator[str]:
        """Empty marks at `place`."""
        first = bisect_left(self._gaps, place, key=lambda one: one.start)
        for entry in self._gaps[first:]:
            if entry.start != place:
                break
            change = self._differences[entry.index].change
            yield f'<i class="{change}" data-d="{entry.index}"{self._around(place)}></i>'

    def _piece(self, left: int, right: int) -> str:
        text = escape(self._text[left:right], quote=False)
        edit = _covering(self._edits, left)
        around = self._around(left)
        if edit:
            tag = _TAGS[self._differences[edit.index].change]
            return f'<{tag} data-d="{edit.index}"{around}>{text}</{tag}>'
        return f"<span{around}>{text}</span>" if around else text

    def _around(self, place: int) -> str:
        """The attributes of the move and the printed line at `place`; a move says where it leads, once."""
        move = _covering(self._moves, place)
        line = _covering(self._lines, place) if self.has_boxes else None
        attributes = f' data-l="{line.index}"' if line else ""
        if move:
            attributes += f' data-m="{move.index}"'
            if move.start == place:
                attributes += f' data-to="{self._destination(move.index)}"'
        return attributes

    def _destination(self, index: int) -> str:
        other = self._differences[index]
        return f"→ {other.output.line}" if self._side == "golden" else f"← {other.golden.line}"

    def _place(self, one: Difference) -> Place:
        return one.golden if self._side == "golden" else one.output


def _covering(ranges: Sequence[_Range], place: int) -> _Range | None:
    index = bisect_right(ranges, place, key=lambda one: one.start) - 1
    return ranges[index] if index >= 0 and place < ranges[index].end else None
