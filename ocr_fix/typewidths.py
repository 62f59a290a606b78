"""How wide Latin text is in print, from its letters alone: those of a face like Times."""

from __future__ import annotations

_WIDTHS_EM = {
    **dict.fromkeys("iljI.,:;'!|()[]`’‘", 0.27),
    **dict.fromkeys('ftr-"“”sJ', 0.36),
    **dict.fromkeys("mwMW@%—", 0.8),
}
UPPER_EM, LOWER_EM = 0.67, 0.48
SPACE_EM = 0.25


def width_em(text: str) -> float:
    """The printed width of a Latin text, as in Times."""
    return sum(
        _WIDTHS_EM.get(c, SPACE_EM if c == " " else UPPER_EM if c.isupper() else LOWER_EM) for c in text
    )
