"""Reading order among items of a page by cutting it along its white space.

Idea: a block of items is cut, in this order of preference, along horizontal rules that run through
it; along vertical ones; above headings that begin something new all the way across; into columns
along gutters; below its topmost band. Each part is cut again (recursive XY-cut, Nagy and Seth 1984,
with a newspaper's priorities). Where nothing can be cut, because stories interlock like the blades
of a pinwheel, the block under one heading is taken out, the rest is cut, and the block put back
after what stands above it. A heading set into the top of a later column is read before the columns
of its text. Where geometry allows both, whether text runs on decides.

Known limits: two blocks of columns stacked without rule, heading or other sign between them are
read as one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr_fix.amid import heading_amid
from ocr_fix.characters import ends_sentence
from ocr_fix.geometry import empty_spans, enclosing, overlap_x, overlap_y
from ocr_fix.items import CutOptions, Follow, Item, column_pull, heading_count, parted, top_of
from ocr_fix.model import Box, Separator, SeparatorKind
from ocr_fix.pinwheel import closed_block
from ocr_fix.walls import is_crossed, rules_break


@dataclass(frozen=True, slots=True)
class Cutter:
    """What every cut needs to know beside the items."""

    separators: tuple[Separator, ...]
    em: float
    follow: Follow
    options: CutOptions = CutOptions()

    def arrange(self, items: Sequence[Item], headed: bool = False) -> tuple[Item, ...]:
        """`items` in reading order; `headed` says that a heading just above owns them."""
        if len(items) <= 1:
            return tuple(items)
        cuts: Sequence[tuple[int, int]] = self._wall_cuts(items)
        if cuts:
            return self._arranged_bands(items, cuts, headed)
        columns = self._walled_columns(items)
        if len(columns) > 1:
            return self._arranged_columns(columns, headed)
        title = self._title_amid(items, headed)
        if title:
            rest = [item for item in items if item not in title]
            return (*title, *self.arrange(rest, headed=True))
        return self._arranged_in_white(items, headed)

    def _arranged_in_white(self, items: Sequence[Item], headed: bool) -> tuple[Item, ...]:
        """`items` in reading order that no rule parts, by headings and white space."""
        cuts, set_in = self._heading_cuts(items)
        if cuts:
            return self._arranged_bands(items, cuts, headed)
        if set_in:
            return self._arranged_below(items, set_in[0], headed)
        gaps = self._gaps(items, across=False)
        columns = self._columns(items)
        if len(columns) > 1 and not self._is_headed(items, gaps):
            return self._arranged_columns(self._tied(columns), headed)
        if self._interlocks(items):
            return self._arranged_without_block(items, headed)
        heads = [item for item in self._top_band(items) if item.heading]
        rest = [item for item in items if item not in heads]
        if heads and rest and len(self._columns(rest)) > len(columns):
            return (*self.arrange(heads), *self.arrange(rest, headed=True))
        if gaps:
            return self._arranged_bands(items, gaps[:1], headed)
        return self._arranged_without_block(items, headed)

    def _gaps(self, items: Sequence[Item], across: bool) -> tuple[tuple[int, int], ...]:
        """White strips through all items: gutters if `across`, else gaps between bands."""
        slack = round(self.options.slack_em * self.em)
        spans = []
        for item in items:
            low, high = (item.box.left, item.box.right) if across else (item.box.top, item.box.bottom)
            give = slack
            if item.heading and not across:
                give = max(slack, round(self.options.heading_slack_ratio * item.box.height))
            middle = (low + high) // 2
            spans.append((min(low + give, middle), max(high - give, middle + 1)))
        low, high = min(start for start, _ in spans), max(end for _, end in spans)
        least = 2 * slack + self.options.min_gutter_em * self.em if across else slack
        return tuple(gap for gap in empty_spans(spans, low, high) if gap[1] - gap[0] >= least)

    def _wall_cuts(self, items: Sequence[Item]) -> tuple[tuple[int, int], ...]:
        """The gaps in which a rule runs over or under every item of the block."""
        walls = self._walls(SeparatorKind.HORIZONTAL)
        reach = self.options.slack_em * self.em
        return tuple(
            gap
            for gap in self._gaps(items, across=False)
            if any(
                gap[0] - reach <= wall.centre_y <= gap[1] + reach
                and all(overlap_x(wall, item.box) > 0.5 * item.box.width for item in items)
                for wall in walls
            )
        )

    def _walled_columns(self, items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
        """`items` parted at the gutters in which a rule runs from the block's top to its foot."""
        around = enclosing(item.box for item in items)
        reach = self.options.max_short_em * self.em
        gutters = self._ruled_gutters(items, self.options.min_rule_ratio)
        through = [
            (wall.left, wall.right)
            for wall in self._walls(SeparatorKind.VERTICAL)
            if wall.top <= around.top + reach and wall.bottom >= around.bottom - 2 * reach
        ]
        return parted(items, [gutter for gutter in gutters if gutter in through])

    def _ruled_gutters(self, items: Sequence[Item], least_ratio: float) -> list[tuple[int, int]]:
        """Vertical rules along so much of the block that no item crosses, from the left."""
        around = enclosing(item.box for item in items)
        reach = round(self.options.max_crossing_em * self.em)
        return sorted(
            (wall.left, wall.right)
            for wall in self._walls(SeparatorKind.VERTICAL)
            if overlap_y(wall, around) >= least_ratio * around.height
            and not any(
                item.box.left < wall.left - reach and item.box.right > wall.right + reach for item in items
            )
        )

    def _walls(self, kind: SeparatorKind) -> tuple[Box, ...]:
        return tuple(one.box for one in self.separators if one.kind is kind)

    def _title_amid(self, items: Sequence[Item], headed: bool) -> tuple[Item, ...]:
        """The heading in the middle of a block without another one, if its columns run on below it."""
        title = () if headed else heading_amid(items, self.em)
        if not title:
            return ()
        rest = [item for item in items if item not in title]
        height = enclosing(item.box for item in title).centre_y
        pull = column_pull(self._columns(rest), height, self._goes_on)
        return title if pull > self.options.min_title_pull else ()

    def _heading_cuts(self, items: Sequence[Item]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The gaps under which headings begin something new all across, and those under which a
        heading set into one column does."""
        found: list[tuple[int, int]] = []
        set_in: list[tuple[int, int]] = []
        around, uprights = enclosing(item.box for item in items), self._walls(SeparatorKind.VERTICAL)
        reach = self.em, self.options.max_break_em * self.em
        for gap in self._gaps(items, across=False):
            above = [item for item in items if item.box.centre_y < gap[0]]
            below = [item for item in items if item.box.centre_y >= gap[1]]
            wide = gap[1] - gap[0] >= self.options.min_band_gap_em * self.em
            if not wide or all(item.heading for item in self._lowest_band(above)):
                continue
            pull = column_pull(self._columns(items), gap[0], self._goes_on)
            if pull >= self.options.min_pull and not rules_break(gap, around, uprights, reach):
                continue
            if all(item.heading for item in self._top_band(below)):
                found.append(gap)
            elif not set_in and self._begins_anew(above, below):
                set_in.append(gap)
        free = [gap for gap in found if not is_crossed(gap, around, uprights, self.em)]
        return free or found, set_in

    def _goes_on(self, item: Item, other: Item) -> float:
        """How likely the text of `item` goes on in `other`, an open sentence counted."""
        return self.follow(item.last, other.first) + self.options.open_end * (not ends_sentence(item.last))

    def _is_headed(self, items: Sequence[Item], gaps: Sequence[tuple[int, int]]) -> bool:
        """Whether a heading stands alone above all the rest, however narrow it is."""
        band = self._top_band(items)
        return bool(gaps) and all(item.heading for item in band) and len(self._columns(band)) == 1

    def _interlocks(self, items: Sequence[Item]) -> bool:
        """Whether headings side by side stand above stories that no cut parts."""
        band = self._top_band(items)
        return (
            all(item.heading for item in band)
            and len(self._columns(band)) > 1
            and bool(closed_block(items, self.separators, self.em))
        )

    def _lowest_band(self, above: Sequence[Item]) -> tuple[Item, ...]:
        """The items of `above` that stand at its foot, side by side."""
        foot = max(above, key=lambda item: item.box.bottom)
        return tuple(item for item in above if overlap_y(item.box, foot.box) > 0)

    def _begins_anew(self, above: Sequence[Item], below: Sequence[Item]) -> bool:
        """Whether what is below a gap begins with a heading set into a column while the columns'
        text does not run on over the gap."""
        columns = self._columns(below)
        if len(columns) < 2 or not any(min(column, key=top_of).heading for column in columns):
            return False
        running = sum(
            self._runs_down(item, other, above)
            for other in below
            for item in above
            if not other.heading and not item.heading and self._is_next_below(item, other, above, below)
        )
        return running < self.options.min_running and not self._beheads(above, below)

    def _beheads(self, above: Sequence[Item], below: Sequence[Item]) -> bool:
        """Whether a heading stands above a gap and its text below."""
        return any(
            item.heading and not other.heading and self._is_next_below(item, other, above, below)
            for item in above
            for other in below
        )

    def _is_next_below(self, item: Item, other: Item, above: Sequence[Item], below: Sequence[Item]) -> bool:
        """Whether `other` is the first item under `item`, the last one above it."""
        if overlap_x(item.box, other.box) < 0.5 * min(item.box.width, other.box.width):
            return False
        lower = any(one.box.top > item.box.bottom and overlap_x(one.box, other.box) > 0 for one in above)
        higher = any(one.box.bottom < other.box.top and overlap_x(one.box, item.box) > 0 for one in below)
        return not lower and not higher

    def _runs_down(self, item: Item, other: Item, above: Sequence[Item]) -> float:
        """How much rather the text of `item` goes on below it than at the top of the next column."""
        right = [one for one in above if one.box.left >= item.box.right and not one.heading]
        left = min((one.box.left for one in right), default=0)
        column = [one for one in right if one.box.left < left + 3 * self.em]
        beside = self.follow(item.last, min(column, key=top_of).first) if column else 0.0
        return self.follow(item.last, other.first) - max(0.0, beside)

    def _top_band(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """The items above the first gap of a block."""
        gaps = self._gaps(items, across=False)
        if not gaps:
            return tuple(items)
        return tuple(item for item in items if item.box.centre_y < gaps[0][0])

    def _arranged_bands(
        self, items: Sequence[Item], cuts: Sequence[tuple[int, int]], headed: bool
    ) -> tuple[Item, ...]:
        """The bands between `cuts`, each in order, from the top; boxes of others may lie above the page."""
        edges = (-math.inf, *(end for _, end in cuts), math.inf)
        arranged: list[Item] = []
        for low, high in pairwise(edges):
            band = [item for item in items if low <= item.box.centre_y < high]
            arranged += self.arrange(band, headed)
            headed = bool(band) and all(item.heading for item in band)
        return tuple(arranged)

    def _arranged_below(self, items: Sequence[Item], cut: tuple[int, int], headed: bool) -> tuple[Item, ...]:
        """The bands above and below `cut`; a heading set into one of the lower columns owns them all."""
        above = [item for item in items if item.box.centre_y < cut[1]]
        below = [item for item in items if item not in above]
        columns = [sorted(column, key=top_of) for column in self._columns(below)]
        headings = [column for column in columns if column[0].heading]
        heads = headings[0][: heading_count(headings[0])] if len(headings) == 1 else []
        rest = [item for item in below if item not in heads]
        low = not heads or top_of(heads[0]) - min(map(top_of, below)) > self.options.max_level_em * self.em
        if low or not rest:
            return self._arranged_bands(items, [cut], headed)
        return (*self.arrange(above, headed), *heads, *self.arrange(rest, headed=True))

    def _columns(self, items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
        """`items` parted at the gutters that run through all of them."""
        return parted(
            items,
            sorted(
                (*self._gaps(items, across=True), *self._ruled_gutters(items, self.options.min_rule_ratio))
            ),
        )

    def _tied(self, columns: tuple[tuple[Item, ...], ...]) -> tuple[tuple[Item, ...], ...]:
        """Columns with neighbours made one where a rule with a heading under it runs through both: their
        stories end together. If that would leave one, they stay as they are."""
        hulls = [enclosing(item.box for item in column) for column in columns]
        headings = [item.box for column in columns for item in column if item.heading]
        walls = [
            wall
            for wall in self._walls(SeparatorKind.HORIZONTAL)
            if any(
                0 <= box.top - wall.bottom < self.options.max_under_em * self.em and overlap_x(box, wall) > 0
                for box in headings
            )
        ]
        groups = [columns[0]]
        for column, (left, right) in zip(columns[1:], pairwise(hulls), strict=True):
            if any(self._parts(wall, left) and self._parts(wall, right) for wall in walls):
                groups[-1] = (*groups[-1], *column)
            else:
                groups.append(column)
        return tuple(groups) if len(groups) > 1 else columns

    def _parts(self, wall: Box, hull: Box) -> bool:
        """Whether a rule runs through a block from side to side, below its first lines and above its last."""
        inside = hull.top + self.em < wall.centre_y < hull.bottom - self.em
        return inside and overlap_x(wall, hull) >= self.options.min_tie_ratio * hull.width

    def _arranged_columns(self, columns: Sequence[Sequence[Item]], headed: bool) -> tuple[Item, ...]:
        """Columns from left to right, a heading set into a later one first where it is theirs."""
        arranged = [list(self.arrange(column, headed)) for column in columns]
        for place, column in enumerate(arranged[:-1]):
            if column and not column[0].heading:
                self._hoist(arranged, place, headed)
        return tuple(item for column in arranged for item in column)

    def _hoist(self, columns: list[list[Item]], place: int, headed: bool) -> None:
        """Moves the heading of the next column before column `place`, which has none, if its text
        runs on from there, and rather than from the column before, in place. Where a heading above
        owns the first column, the text must be cut in the middle of a sentence."""
        column = columns[place]
        later = next((one for one in columns[place + 1 :] if one and one[0].heading), None)
        if later is None:
            return
        beside = next(one for one in reversed(columns[: columns.index(later)]) if one)[-1]
        heads = later[: heading_count(later)]
        rest = later[len(heads) :]
        upright = heads[0].box.height > 2 * heads[0].box.width
        if heads[0].box.top - column[0].box.top > self.options.max_level_em * self.em and not upright:
            return
        joins = self._goes_on(beside, rest[0]) if rest else 0.0
        if place:
            before = self._goes_on(columns[place - 1][-1], column[0]) if columns[place - 1] else 0.0
            theirs = bool(rest) and joins >= max(0.0, before) + self.options.min_hoist
            theirs = theirs or (upright and not rest and before < self.options.min_hoist)
        elif headed:
            runs_on = self.follow(beside.last, rest[0].first) if rest else 0.0
            past = runs_on > max(0.0, self.follow(beside.last, heads[0].first))
            theirs = past and not beside.heading and not ends_sentence(beside.last)
        else:
            theirs = not rest or joins > 0
        if theirs:
            del later[: len(heads)]
            column[:0] = heads

    def _arranged_without_block(self, items: Sequence[Item], headed: bool) -> tuple[Item, ...]:
        """Interlocked stories: one heading's block is taken out and put back after what is above."""
        block = closed_block(items, self.separators, self.em)
        if not block:
            return tuple(sorted(items, key=lambda item: (top_of(item), item.box.left)))
        rest = [item for item in items if item not in block]
        around = enclosing(item.box for item in block)
        arranged = list(self.arrange(rest, headed))
        above = [
            index
            for index, item in enumerate(arranged)
            if overlap_x(item.box, around) > 0 and item.box.centre_y < around.top
        ]
        place = max(above, default=-1) + 1
        while place < len(arranged) and not arranged[place].heading:
            place += 1
        return (*arranged[:place], *self.arrange(block), *arranged[place:])
