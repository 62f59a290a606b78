"""Gutters that many rows of words show together, where no single row shows them.

An engine that reads rows across columns boxes words carelessly: where it expects no gutter it stretches a
word into one, or reads a mark there. A gutter is then white in most rows, but seldom in three rows one after
the other. So every cell of the page says what speaks for a gutter there, in logarithms of odds: white between
words the more the wider it is, a word the opposite. Down the page, runs with much evidence are gutters;
a run ends where it has lost more than a gutter loses (maximal scoring segments with a drop, as in aligning
sequences: Karlin and Altschul 1990).

Known limits: columns of less than five rows say too little; words that lie across a gutter are not cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr_fix.geometry import enclosing
from ocr_fix.loose import Piece, parted_at
from ocr_fix.model import Direction, Word
from ocr_fix.scan import Mask

WHITE_ODDS = ((0.0, -1.0), (0.25, 0.3), (0.5, 1.0), (0.8, 1.6))
"""What white of a row says that is at least so wide, in em: words stand up to a half apart, and Chinese marks
leave a half."""


@dataclass(frozen=True, slots=True)
class ChannelOptions:
    """What makes a gutter; lengths in em of the page."""

    cell_em: float = 0.125
    """The page is looked at in cells so wide,"""
    slice_em: float = 0.5
    """and so high,"""
    row_em: float = 1.3
    """where rows stand so far apart."""
    min_confidence: float = 0.75
    """Words that were read with less say nothing: they are what lies in gutters."""
    reach_em: float = 6.0
    """So near at both sides"""
    min_beside_em: float = 2.5
    """stands so much text."""
    covered_odds: float = -1.8
    """What a word says of a gutter where it stands."""
    min_score: float = 8.0
    """Evidence of five rows of wide white, and nothing against it."""
    max_drop: float = 6.0
    """More evidence against it ends a gutter."""
    min_apart_em: float = 2.0
    """No column is narrower."""
    min_share_ratio: float = 0.7
    """Neighbouring places with so much of a gutter's evidence are the same gutter."""
    max_height_em: float = 1.5
    """Higher lines are headlines, which stand over columns."""
    max_cover_em: float = 0.3
    """A sure word that reaches so far to both sides of a gutter's middle does not end there."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A gutter from `top` to `bottom`, in pixels, and its evidence."""

    score: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def part_at_channels(
    pieces: Sequence[Piece], em: float, options: ChannelOptions = ChannelOptions()
) -> tuple[Piece, ...]:
    """`pieces` parted where gutters run through them that many rows show; no word of theirs reaches in."""
    channels = find_channels(pieces, em, options)
    return tuple(part for piece in pieces for part in _parted(piece, channels, em, options))


def find_channels(
    pieces: Sequence[Piece], em: float, options: ChannelOptions = ChannelOptions()
) -> tuple[Channel, ...]:
    """The gutters that the words of `pieces` show, those with most evidence first."""
    if not pieces or not em:
        return ()
    cell, depth = options.cell_em * em, options.slice_em * em
    odds = _odds(_sure_words(pieces, cell, depth, options), options) * options.slice_em / options.row_em
    runs = [
        Channel(score, place * cell, (place + 1) * cell, top * depth, bottom * depth)
        for place in range(odds.shape[1])
        for score, top, bottom in _runs(odds[:, place], options)
    ]
    kept: list[Channel] = []
    for run in sorted(runs, key=lambda run: (-run.score, run.left, run.top)):
        place = next((place for place, one in enumerate(kept) if _is_near(run, one, em, options)), None)
        if place is None:
            kept.append(run)
            continue
        one = kept[place]
        if run.score > options.min_share_ratio * one.score and _touch(run, one, cell):
            kept[place] = replace(one, left=min(one.left, run.left), right=max(one.right, run.right))
    return tuple(kept)


def _is_near(a: Channel, b: Channel, em: float, options: ChannelOptions) -> bool:
    level = min(a.bottom, b.bottom) > max(a.top, b.top)
    return level and abs(a.middle - b.middle) < options.min_apart_em * em


def _touch(a: Channel, b: Channel, slack: float) -> bool:
    return a.left <= b.right + slack and b.left <= a.right + slack


def _sure_words(pieces: Sequence[Piece], cell: float, depth: float, options: ChannelOptions) -> Mask:
    """The cells of the page (slices, cells) where words stand that were read with confidence."""
    around = enclosing(piece.straight.box for piece in pieces)
    sure = np.zeros((int(around.bottom / depth) + 2, int(around.right / cell) + 2), np.bool_)
    for piece in pieces:
        for word in piece.straight.words or (piece.straight,):
            if word.confidence >= options.min_confidence:
                top, left = round(word.box.top / depth), round(word.box.left / cell)
                bottom = max(top + 1, round(word.box.bottom / depth))
                sure[top:bottom, left : round(word.box.right / cell)] = True
    return sure


def _odds(sure: Mask, options: ChannelOptions) -> NDArray[np.float64]:
    """What each cell of a row says of a gutter there; 0 where text stands at one side only."""
    width = sure.shape[1]
    reach, beside = (round(em / options.cell_em) for em in (options.reach_em, options.min_beside_em))
    sums = np.zeros((len(sure), width + 1), np.int64)
    np.cumsum(sure, axis=1, out=sums[:, 1:])
    places = np.arange(width)
    before = sums[:, places] - sums[:, np.maximum(0, places - reach)]
    after = sums[:, np.minimum(width, places + 1 + reach)] - sums[:, places + 1]
    odds = np.where(sure, options.covered_odds, 0.0)
    for row in np.flatnonzero(sure.any(axis=1)):
        ends = np.flatnonzero(np.diff(np.concatenate(([1], sure[row].astype(np.int8), [1]))))
        for start, end in zip(ends[::2], ends[1::2], strict=True):
            wide = (end - start) * options.cell_em
            odds[row, start:end] = next(said for least, said in reversed(WHITE_ODDS) if wide >= least)
    return np.where((before >= beside) & (after >= beside), odds, 0.0)


def _runs(odds: NDArray[np.float64], options: ChannelOptions) -> Iterator[tuple[float, int, int]]:
    """The evidence, start and end of the runs down a page that say enough."""
    score = best = 0.0
    start = end = 0
    for place, said in enumerate((*odds.tolist(), -np.inf)):
        if not score:
            start, best = place, 0.0
        score = max(0.0, score + said)
        if score > best:
            best, end = score, place + 1
        if not score or best - score > options.max_drop:
            if best >= options.min_score:
                yield best, start, end
            score = best = 0.0


def _parted(
    piece: Piece, channels: Sequence[Channel], em: float, options: ChannelOptions
) -> tuple[Piece, ...]:
    """A line parted before the words that stand right of gutters."""
    line = piece.straight
    high = line.box.height > options.max_height_em * em
    if len(line.words) < 2 or line.direction is Direction.VERTICAL or high:
        return (piece,)
    words, ends = line.words, []
    for one in channels:
        if not (one.top <= line.box.centre_y <= one.bottom and line.box.left < one.middle < line.box.right):
            continue
        end = next((place for place, word in enumerate(words) if word.box.centre_x > one.middle), 0)
        if end and not any(_covers(word, one, em, options) for word in words):
            words = tuple(_out_of(word, one, place < end) for place, word in enumerate(words))
            ends.append(end)
    if not ends:
        return (piece,)
    straight = replace(line, words=words, box=enclosing(word.box for word in words))
    return parted_at(replace(piece, straight=straight), sorted(set(ends)))


def _covers(word: Word, channel: Channel, em: float, options: ChannelOptions) -> bool:
    """Whether a sure word lies across a gutter."""
    reach = min(channel.middle - word.box.left, word.box.right - channel.middle)
    return word.confidence >= options.min_confidence and reach > options.max_cover_em * em


def _out_of(word: Word, channel: Channel, is_left: bool) -> Word:
    """A word that does not reach into the gutter at its right or left."""
    box = word.box
    if is_left and box.right > channel.left:
        return replace(word, box=replace(box, right=max(box.left + 1, round(channel.left))))
    if not is_left and box.left < channel.right:
        return replace(word, box=replace(box, left=min(box.right - 1, round(channel.right))))
    return word
