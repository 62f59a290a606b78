"""English rows that were read across columns: cut by width and by sense; other texts are left."""

from __future__ import annotations

import textwrap
from collections import Counter
from itertools import pairwise
from statistics import fmean

import pyphen
import pytest
from garbled import paragraphs_of

from ocr_fix.language import load_follow
from ocr_fix.repair import RepairOptions, repair
from ocr_fix.typewidths import width_em
from ocr_fix.wordrows import WordRows, find_word_rows

FOLLOW = load_follow("eng")
BUILT_IN = RepairOptions(use_lm=False)


def set_lines(key: str, width: float) -> list[str]:
    """A story in lines of `width` em, words divided where they do not fit."""
    divide = pyphen.Pyphen(lang="en_GB")
    lines = []
    for text in paragraphs_of(key):
        line = ""
        for word in text.split():
            wider = f"{line} {word}".strip()
            if width_em(wider) <= width:
                line = wider
                continue
            for left, right in divide.iterate(word) if word.isalpha() else ():
                if width_em(f"{line} {left}-") <= width and min(len(left), len(right)) > 2:
                    line, word = f"{line} {left}-", right
                    break
            lines.append(line)
            line = word
        lines.append(line)
    return lines


def rows_of(lines: list[str], columns: int) -> list[str]:
    height = -(-len(lines) // columns)
    return [" ".join(lines[row::height]) for row in range(height)]


@pytest.mark.parametrize(("columns", "width"), [(2, 18.0), (3, 14.0)])
def test_rows_of_a_story_are_untangled(columns: int, width: float) -> None:
    lines = set_lines("en-oyster", width)
    text = repair("\n".join(rows_of(lines, columns)) + "\n", BUILT_IN).text
    flat = "".join(text.replace("-", "").split())
    pairs = ["".join((a.rstrip("-")[-12:] + b[:12]).replace("-", "").split()) for a, b in pairwise(lines)]
    assert sum(pair in flat for pair in pairs) > 0.7 * len(pairs)


def test_no_word_is_lost() -> None:
    text = "\n".join(rows_of(set_lines("en-bells", 16.0), 2)) + "\n"
    repaired = repair(text, BUILT_IN).text
    assert Counter(filter(str.isalnum, text)) == Counter(filter(str.isalnum, repaired))


def test_a_join_that_mends_a_word_is_surer_than_the_usual_one() -> None:
    joins = repair("\n".join(rows_of(set_lines("en-oyster", 18.0), 2)) + "\n", BUILT_IN).joins
    mending = [join.confidence for join in joins if join.reason]
    others = [join.confidence for join in joins if not join.reason]
    assert fmean(mending) > 0.85 > fmean(others)


def test_repairing_twice_changes_nothing_more() -> None:
    once = repair("\n".join(rows_of(set_lines("en-chess", 16.0), 2)) + "\n", BUILT_IN).text
    assert repair(once, BUILT_IN).text == once


@pytest.mark.parametrize("width", [40, 72])
@pytest.mark.parametrize("key", ["en-oyster", "en-bells", "en-chess"])
def test_prose_stays_to_the_letter(key: str, width: int) -> None:
    text = "\n\n".join("\n".join(textwrap.wrap(part, width)) for part in paragraphs_of(key)) + "\n"
    assert repair(text, BUILT_IN).text == text


def test_one_column_with_divided_words_stays() -> None:
    assert find_word_rows(set_lines("en-oyster", 16.0), FOLLOW) == ()


def test_a_suspended_hyphen_is_no_sign() -> None:
    lines = ["the two- and three-year loans, the short- and long-term ones, pre- and post-war houses"] * 4
    assert not WordRows(lines, FOLLOW).looks_garbled


def test_an_empty_text_has_no_rows() -> None:
    assert find_word_rows([], FOLLOW) == ()
