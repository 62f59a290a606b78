"""Tesseract's language codes, which all engines take, and what RapidOCR's model reads of them."""

from __future__ import annotations

from collections.abc import Collection

from ocr_fix.errors import InputError

HAN = ("chi_sim", "chi_sim_vert", "chi_tra", "chi_tra_vert", "jpn", "jpn_vert")
"""Written in Chinese characters."""
_LATIN = """
afr aze bos cat ces cym dan deu eng est eus fil fin fra gle glg hrv hun ind isl ita kmr lat lav lit
ltz mlt mri msa nld nor oci pol por que ron slk slv spa sqi srp_latn swa swe tur uzb
"""
_TESSERACT_ONLY = """
amh ara asm aze_cyrl bel ben bod bre bul ceb chr cos div dzo ell enm epo fao fas frk frm fry gla grc
guj hat heb hin hye iku ita_old jav kan kat kat_old kaz khm kir kor kor_vert lao mal mar mkd mon mya
nep ori pan pus rus san sin snd spa_old srp sun syr tam tat tel tgk tha tir ton uig ukr urd uzb_cyrl
vie yid yor
"""

RAPID = tuple(sorted((*HAN, *_LATIN.split())))
"""What PP-OCRv6's one model was taught and has all letters for. Its makers name Vietnamese too, but
most of its accented letters are missing; Cyrillic, Greek, Korean and blackletter are unknown to it."""
TESSERACT = tuple(sorted((*RAPID, *_TESSERACT_ONLY.split())))
"""The codes of Tesseract's own models, installed or not."""


def parse_languages(language: str, known: Collection[str], engine: str) -> tuple[str, ...]:
    """The codes of a combination like "chi_sim+eng", each once, in their order.

    Raises:
        InputError: a code is not in `known`, or there is none.
    """
    codes = tuple(dict.fromkeys(code.strip() for code in language.split("+") if code.strip()))
    strange = [code for code in codes if code not in known]
    if strange or not codes:
        raise InputError(
            f"{engine} does not know the language {', '.join(strange) or language!r}; "
            f"it has: {' '.join(sorted(known))}."
        )
    return codes
