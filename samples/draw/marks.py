"""The types of a drawn page: what was set, where it stands, and of which article it is.

All lengths are pixels of the unworn page, origin top left, boxes half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from draw.fonts import Face


@dataclass(frozen=True, slots=True)
class Rect:
    """A half-open rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def inset(self, dx: float, dy: float) -> Rect:
        """The rectangle with its sides moved inwards (outwards where negative)."""
        return Rect(self.left + dx, self.top + dy, self.right - dx, self.bottom - dy)

    def below(self, top: float) -> Rect:
        """What is left under `top`."""
        return Rect(self.left, min(top, self.bottom), self.right, self.bottom)

    def meets(self, other: Rect) -> bool:
        """True where the two share some area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def hull(self, other: Rect) -> Rect:
        """The smallest rectangle around both."""
        return Rect(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


def hull_of(rects: list[Rect]) -> Rect:
    """The smallest rectangle around all of a list that is not empty."""
    found = rects[0]
    for rect in rects[1:]:
        found = found.hull(rect)
    return found


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: `size` and `leading` in pixels, first `indent` in em, `ink` 0 black to 255."""

    face: Face
    size: int
    leading: int
    indent: float = 0.0
    align: str = "justify"
    language: str = "zh"
    ink: int = 0


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A piece of a line that is drawn in one go, `offset` pixels from the line's start."""

    text: str
    offset: float
    width: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line with its place; `paragraph` counts the paragraphs of its region, `column` its columns."""

    text: str
    glyphs: tuple[Glyphs, ...]
    box: Rect
    style: Style
    column: int = 0
    paragraph: int = 0
    hyphen: bool = False
    vertical: bool = False
    drop_cap: str = ""
    drop_size: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A region as set: `role` says what a body or a subhead is for."""

    kind: str
    article: str
    lines: tuple[SetLine, ...]
    paragraphs: tuple[str, ...]
    role: str = ""
    box: Rect | None = None

    @property
    def hull(self) -> Rect:
        """The box around the lines, or the one given (pictures, frames)."""
        return self.box if self.box is not None else hull_of([line.box for line in self.lines])


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed rule (`horizontal`, `vertical`) or the four sides of a `frame`."""

    kind: str
    box: Rect


@dataclass(slots=True)
class Truth:
    """What a page shows, collected in reading order while it is set."""

    language: str = "zh"
    blocks: list[Block] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
