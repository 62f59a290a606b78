"""Where a new story begins among strips in reading order.

A headline opens one, and so does what a printed rule parts from the story before, if the text does not
run on over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ocr_fix.characters import ends_sentence
from ocr_fix.geometry import enclosing, near, overlap_x
from ocr_fix.headings import HEADINGS
from ocr_fix.model import Direction, Kind, Marks, Region, SeparatorKind
from ocr_fix.sizes import TypeSizes

Story = tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class OpeningOptions:
    """Shares of the headline's size, and log-odds."""

    new_story_ratio: float = 0.8
    """A heading of at least so much of the headline's size opens a story of its own."""
    max_follow_over_rule: float = 1.5
    """Log-odds up to which text after a closed sentence and a rule begins something new."""
    min_restart_follow: float = -2.0
    """Log-odds below which columns under a rule are not a story's that start again."""


@dataclass(frozen=True, slots=True)
class Openings:
    """What tells whether a strip opens a story; `follow(a, b)` is the log-odds that b continues a."""

    marks: Marks
    follow: Callable[[str, str], float]
    sizes: TypeSizes
    options: OpeningOptions = OpeningOptions()

    def opens(self, strip: Region, story: Story, after: Region | None = None) -> bool:
        """Whether `strip`, before `after`, opens a new story after `story`."""
        last = story[-1]
        if strip.kind not in HEADINGS:
            parted = last.kind not in HEADINGS and self._is_parted(last, strip)
            return parted and not self._restarts(story, strip)
        if (
            last.kind in HEADINGS
            and not self._is_parted(last, strip)
            and _belongs(last, strip, self.marks.em)
        ):
            return False
        if strip.kind is Kind.BYLINE:
            return False
        if strip.kind in (Kind.HEADLINE, Kind.KICKER) and last.kind not in HEADINGS:
            sizes = [self.sizes(one) for one in story if one.kind is Kind.HEADLINE]
            large = self.sizes(strip) >= self.options.new_story_ratio * max(sizes, default=0.0)
            upright = strip.lines[0].direction is Direction.VERTICAL
            signed = after is not None and after.kind is Kind.BYLINE
            if large or upright or signed or strip.kind is Kind.KICKER or self._is_beyond_wall(story, strip):
                return True
        if strip.kind is Kind.SUBHEAD and story[0].kind is Kind.SUBHEAD and last.kind not in HEADINGS:
            return True
        under = any(
            overlap_x(one.box, strip.box) > 0 and one.box.bottom <= strip.box.centre_y for one in story
        )
        if self._is_walled(story, strip):
            return True
        return not under and not self._heads_a_column(story, strip)

    def _restarts(self, story: Story, strip: Region) -> bool:
        """Whether a strip below a story under a headline begins where its columns begin, and its text may run
        on: the columns start again under a rule."""
        headed = any(one.kind is Kind.HEADLINE for one in story)
        texts = [one.box for one in story if one.kind is Kind.BODY]
        if not headed or not texts:
            return False
        around = enclosing(texts)
        if self.follow(story[-1].lines[-1].text, strip.lines[0].text) < self.options.min_restart_follow:
            return False
        return strip.box.top >= around.bottom and abs(strip.box.left - around.left) < 1.5 * self.marks.em

    def _heads_a_column(self, story: Story, strip: Region) -> bool:
        """Whether a subhead stands below the level of its story's headline, or of its text where the headline
        is set amid that: it begins one of its columns."""
        heads = [one.box.bottom for one in story if one.kind is Kind.HEADLINE]
        texts = [one.box.top for one in story if one.kind is Kind.BODY]
        return strip.kind is Kind.SUBHEAD and bool(heads) and strip.box.top >= min((*heads, *texts))

    def _is_beyond_wall(self, story: Story, strip: Region) -> bool:
        """Whether a rule stands below all of the story and above a headline: as wide as the story, or right
        above the headline and as wide as that, none right below it."""
        around, em = enclosing(one.box for one in story), self.marks.em
        rules = [one.box for one in self.marks.separators if one.kind is SeparatorKind.HORIZONTAL]
        below = any(
            0 <= rule.top - strip.box.bottom < em and overlap_x(rule, strip.box) > 0 for rule in rules
        )
        return any(
            around.bottom - em / 2 <= rule.centre_y <= strip.box.top
            and (
                overlap_x(rule, around) >= 0.8 * around.width
                or (
                    strip.box.top - rule.bottom < 3 * em
                    and overlap_x(rule, strip.box) >= strip.box.width
                    and not below
                )
            )
            for rule in rules
        )

    def _is_walled(self, story: Story, strip: Region) -> bool:
        """Whether a rule as wide as the story stands right above a heading, and none right below it: a
        subhead may stand between two."""
        around = enclosing(one.box for one in story)
        rules = [
            one.box
            for one in self.marks.separators
            if one.kind is SeparatorKind.HORIZONTAL and overlap_x(one.box, around) >= 0.8 * around.width
        ]
        above = any(0 <= strip.box.top - rule.bottom < 3 * self.marks.em for rule in rules)
        below = any(0 <= rule.top - strip.box.bottom < self.marks.em for rule in rules)
        return above and not below

    def _is_parted(self, last: Region, strip: Region) -> bool:
        """Whether a rule stands between two strips and the text does not run on over it."""
        walls = (
            one.box
            for one in self.marks.separators
            if one.kind is SeparatorKind.HORIZONTAL
            and overlap_x(one.box, strip.box) > 0.7 * strip.box.width
            and one.box.centre_y <= strip.box.top + 0.5 * self.marks.em
        )
        parted = any(wall.centre_y >= last.box.bottom - 0.5 * self.marks.em for wall in walls)
        end = last.lines[-1].text
        most = self.options.max_follow_over_rule if ends_sentence(end) else 0.0
        return parted and self.follow(end, strip.lines[0].text) <= most


def _belongs(last: Region, strip: Region, em: float) -> bool:
    """Whether two headings in a row are of one story: one above the other, or one upright beside it."""
    turned = last.lines[0].direction is not strip.lines[0].direction
    return overlap_x(last.box, strip.box) > 0 or (turned and near(last.box, strip.box, 3 * em))
