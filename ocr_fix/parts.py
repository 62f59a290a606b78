"""The parts of a page that its text can do without, by the names that users give them."""

from __future__ import annotations

from collections.abc import Iterable

from ocr_fix.errors import InputError
from ocr_fix.model import Kind

RUNNING_HEADS, NOTHING = "running-heads", "none"
PARTS: dict[str, tuple[Kind, ...]] = {
    "adverts": (Kind.ADVERT,),
    "furniture": (Kind.MASTHEAD, Kind.FOOTER),
    RUNNING_HEADS: (Kind.RUNNING,),
    "captions": (Kind.CAPTION,),
    "sidebars": (Kind.SIDEBAR,),
    "tables": (Kind.TABLE,),
    "jump-lines": (Kind.JUMP_LINE,),
    NOTHING: (),
}


def kinds_of_parts(names: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds of the regions that make up some parts, each once; running heads and page numbers are
    among them unless "none" is, since they cut sentences.

    >>> [kind.value for kind in kinds_of_parts(["adverts", "furniture"])]
    ['running', 'advert', 'masthead', 'footer']
    >>> kinds_of_parts(["none"])
    ()

    Raises:
        InputError: there is no part of that name.
    """
    wanted = tuple(names)
    wanted = wanted if NOTHING in wanted else (RUNNING_HEADS, *wanted)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        raise InputError(f"{unknown[0]!r} is no part that can be skipped; choose from {', '.join(PARTS)}.")
    return tuple(dict.fromkeys(kind for name in wanted for kind in PARTS[name]))
