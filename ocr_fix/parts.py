"""The parts of a page that its text can do without, by the names that users give them."""

from __future__ import annotations

from collections.abc import Iterable

from ocr_fix.errors import InputError
from ocr_fix.model import Kind

PARTS = {
    "adverts": (Kind.ADVERT,),
    "furniture": (Kind.MASTHEAD, Kind.FOOTER),
    "captions": (Kind.CAPTION,),
    "sidebars": (Kind.SIDEBAR,),
    "tables": (Kind.TABLE,),
    "jump-lines": (Kind.JUMP_LINE,),
}


def kinds_of_parts(names: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds of the regions that make up some parts, each once.

    >>> [kind.value for kind in kinds_of_parts(["adverts", "furniture"])]
    ['advert', 'masthead', 'footer']

    Raises:
        InputError: there is no part of that name.
    """
    wanted = tuple(names)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        raise InputError(f"{unknown[0]!r} is no part that can be skipped; choose from {', '.join(PARTS)}.")
    return tuple(dict.fromkeys(kind for name in wanted for kind in PARTS[name]))
