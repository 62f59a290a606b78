"""Small repairs of a line or a paragraph of text, each a pure `str -> str`.

The idea is ftfy's: every repair is a function of its own that leaves alone what it does not
understand, and `repair_text` does them one after the other. Chinese text gets back the full-width
punctuation that engines flatten to ASCII where the neighbours are Chinese; numbers, times and
Latin text keep theirs.

Known limits: a single space between two Chinese words stays, since it may be printed there; a
straight quote between two characters opens and closes in turn, so a lost one turns the next round.
"""

from __future__ import annotations

import re

import ftfy

from ocr_fix.characters import HAN, has_cjk

_FIX = ftfy.TextFixerConfig(
    unescape_html=False,  # a printed page holds no entities
    fix_character_width=False,  # full-width punctuation is right in Chinese
    uncurl_quotes=False,  # so are curly quotes
    normalization="NFC",
)
_SPACED_PAIRS = 6  # fewer spaced characters may be names in a byline: 宋 岚 江 月
_SPACED_RATIO = 0.7
_MOST_ROUNDS = 4

_FULL_WIDTH = str.maketrans(",:;?!", "，：；？！")
_CLOSE = "”’）》」』】"
_OPEN = "“‘（《「『【"
_HAN_SPACE = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")
_SPACE_AT_HAN = re.compile(f"(?<=[{HAN}]) (?=\\S)|(?<=\\S) (?=[{HAN}])")
_HAN_PAIR = re.compile(f"(?<=[{HAN}]) ?(?=[{HAN}])")
_SPACED_NUMBER = re.compile(f"(?<=[{HAN}]) ([0-9][0-9.,%]*) (?=[{HAN}])")
_MARK_AFTER = re.compile(f"(?<=[{HAN}{_CLOSE}])[,:;?!]+(?!/)")
_MARK_BEFORE = re.compile(f"(?<=[0-9A-Za-z%℃])[,:;?!](?=[{HAN}{_OPEN}])")
_STOP_AFTER = re.compile(rf"(?<=[{HAN}{_CLOSE}])\.(?=$|[{HAN}{_OPEN}{_CLOSE}])")
_BRACKETED = re.compile(r"\(([^()（）]*)\)|（([^()（）]*)\)|\(([^()（）]*)）")
_DOTS = re.compile(f"(?<=[{HAN}{_CLOSE}，。！？])(?:\\.{{3,}}|。{{3,}}|·{{3,}}|⋯+)")
_DASHES = re.compile(f"(?:(?<=[{HAN}{_CLOSE}，。])|^)(?:--+|[—–―─]{{2,}})(?=[{HAN}{_OPEN}])")
_SPACE_AT_MARK = re.compile(
    r"(?<=[，。、；：？！）》」』】]) +(?=\S)|(?<=\S) +(?=[，。、；：？！）》」』】])|(?<=[（《「『【]) +"
)
_SPACE_AT_QUOTE = re.compile(f"(?<=[”’]) +(?=[{HAN}])|(?<=[{HAN}]) +(?=[”’])|(?<=[“‘]) +(?=[{HAN}])")
_QUOTE_AFTER_HAN = re.compile(f"(?<=[{HAN}，。！？,.!?])[’']")
_HYPHEN_SIGN = re.compile(r"[^\W\d]¬(?:\s|$)")
_STRAY_STOPS = re.compile(f"(?<=[，。、；：？！])[.,]+|(?<=[{HAN}])[.,]+(?=[，。、；：？！])")
_GLUED_COMMA = re.compile(r"(?<=[a-z]{2})([,;])(?=[A-Za-z]{2})")


def repair_text(text: str) -> str:
    """`text` after all repairs, stripped; repairing it once more changes nothing."""
    text = space_after_comma(repair_encoding(text)).strip()
    if not has_cjk(text):
        return text
    # One repair may open the way for another, a bracket for the mark behind it.
    for _ in range(_MOST_ROUNDS):
        before = text
        for repair in CHINESE_REPAIRS:
            text = repair(text).strip()
        if text == before:
            break
    return text


def repair_encoding(text: str) -> str:
    """`text` with broken encodings and ligatures mended by ftfy; widths and quotes stay."""
    # ftfy takes a letter and the hyphen sign of German transcriptions for one broken character.
    config = _FIX._replace(fix_encoding=_HYPHEN_SIGN.search(text) is None)
    return ftfy.fix_and_explain(text, config).text


def close_spaced_chinese(text: str) -> str:
    """`text` without spaces inside Chinese, where an engine has put them between nearly all characters.

    A number with a space on both sides is closed up as well.
    """
    text = _SPACED_NUMBER.sub(r"\1", text)
    pairs, spaced = len(_HAN_PAIR.findall(text)), len(_HAN_SPACE.findall(text))
    if pairs < _SPACED_PAIRS or spaced < _SPACED_RATIO * pairs:
        return text
    return _SPACE_AT_HAN.sub("", text)


def widen_marks(text: str) -> str:
    """`text` with `,:;?!.` at full width beside Chinese, but `10:15`, `3,270` and Latin text as they are."""
    for pattern in (_MARK_AFTER, _MARK_BEFORE):
        text = pattern.sub(lambda match: match.group().translate(_FULL_WIDTH), text)
    return _STOP_AFTER.sub("。", text)


def widen_brackets(text: str) -> str:
    """`text` with full-width brackets around what holds Chinese or follows it, the same on both sides."""
    return _BRACKETED.sub(_widen_bracket, text)


def _widen_bracket(match: re.Match[str]) -> str:
    inside = next(group for group in match.groups() if group is not None)
    before = match.string[: match.start()][-1:]
    return f"（{inside}）" if has_cjk(inside) or has_cjk(before) else match.group()


def curl_quotes(text: str) -> str:
    """Chinese `text` with curly double quotes for straight ones.

    A quote at the start or after a colon opens, one before a mark or at the end closes, others take turns.
    """
    curled = ""
    is_open = False
    for i, character in enumerate(text):
        if character == '"':
            opens = curled[-1:] in "：（《:(" or (
                not is_open and text[i + 1 : i + 2] not in "，。、；？！）,.;?!)"
            )
            curled += "“" if opens else "”"
        else:
            curled += character
        is_open = curled[-1] == "“" or (is_open and curled[-1] != "”")
    return curled


def pair_quotes(text: str) -> str:
    """`text` with `”` for a `’` that can only close the one open `“` of a Chinese `text`."""
    if "‘" in text or text.count("“") != text.count("”") + 1:
        return text
    return _QUOTE_AFTER_HAN.sub("”", text, count=1)


def drop_stray_stops(text: str) -> str:
    """`text` without the ASCII stops and commas beside a Chinese mark: dust, or a mark read twice."""
    return _STRAY_STOPS.sub("", text)


def lengthen_dots(text: str) -> str:
    """`text` with the six dots and the long dash of Chinese for broken forms of them."""
    return _DASHES.sub("——", _DOTS.sub("……", text))


def close_spaces_at_marks(text: str) -> str:
    """`text` without spaces beside full-width punctuation; the full-width space stays."""
    return _SPACE_AT_QUOTE.sub("", _SPACE_AT_MARK.sub("", text))


def space_after_comma(text: str) -> str:
    """`text` with the space that an engine lost after a comma between Latin words."""
    return _GLUED_COMMA.sub(r"\1 ", text)


CHINESE_REPAIRS = (
    close_spaced_chinese,
    drop_stray_stops,
    curl_quotes,
    pair_quotes,
    widen_marks,
    widen_brackets,
    close_spaces_at_marks,
    lengthen_dots,
)
