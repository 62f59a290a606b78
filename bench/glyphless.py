"""Makes the font of searchable PDFs: one glyph for all characters, half an em wide, that paints nothing.

    python bench/glyphless.py ocr_fix/write/glyphless.ttf      (needs fonttools)

The glyph is a line there and back: no area, so no ink, but a box, without which some readers take single
characters for doubles of the one before and drop them.
"""

from __future__ import annotations

import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

ASCENT, DESCENT, ADVANCE = 880, -120, 500


def main() -> None:
    """Writes the font to the path that is the first argument."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((ADVANCE, ASCENT))
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef"])
    font.setupCharacterMap({})
    font.setupGlyf({".notdef": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (ADVANCE, 0)})
    font.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    font.setupNameTable({"familyName": "Glyphless", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    font.setupPost()
    font.save(sys.argv[1])


if __name__ == "__main__":
    main()
