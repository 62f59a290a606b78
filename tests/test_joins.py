"""Whether a piece continues another: words, widths, quotes, and the text itself."""

from __future__ import annotations

from ocr_fix.joins import Joins
from ocr_fix.ngrams import NGrams
from ocr_fix.pieces import Piece, width_em


def joins_of(*texts: str, ngrams: NGrams | None = None) -> Joins:
    return Joins([Piece(text, 0, 0, width_em(text), 14.0) for text in texts], ngrams)


def test_a_word_that_the_join_makes_speaks_for_it() -> None:
    joins = joins_of("河堤上的旧泵房空了十六年门上", "检查员方小禾把平板电", "脑装进背包出了门")
    assert joins.score(1, 2) > joins.score(0, 2)
    assert joins.cuts_word(1, 2)
    assert not joins.cuts_word(0, 2)


def test_a_paragraph_begins_behind_one_that_ends() -> None:
    open_line, ended, indented = "河堤上的旧泵房空了十六年门上", "也没有缺过。", "今年春天退休的水文员方启"
    joins = joins_of(open_line, ended, indented)
    assert joins.score(1, 2) > joins.score(0, 2) + 2.0


def test_what_stands_elsewhere_in_the_text_counts() -> None:
    twice = joins_of("昨天又见到卢小", "溪和她的学徒们", "大家都说卢小溪画得好")
    once = joins_of("昨天又见到卢小", "溪和她的学徒们", "大家都说她画得好")
    assert twice.score(0, 1) > once.score(0, 1)


def test_quotes_that_close_speak_for_a_join() -> None:
    joins = joins_of('老卢说："搬来第一', '周少卖了"，他笑', '他说："后来')
    assert joins.score(0, 1) > joins.score(0, 2)
    assert joins.read_on(0, True, 1)[0] == 0.0
    assert joins.read_on(0, True, 2)[0] > 0.0


def test_a_word_model_is_asked_where_there_is_one() -> None:
    likes = NGrams("test", lambda text: 5.0 if text == "竹林木器" else 0.0)
    with_model, without = (joins_of("竹林", "木器", ngrams=model) for model in (likes, None))
    assert with_model.signs(0, 1)["model"] == 5.0
    assert "model" not in without.signs(0, 1)


def test_the_strongest_sign_is_told() -> None:
    joins = joins_of("检查员方小禾把平板电", "脑装进背包出了门")
    assert joins.reason(0, 1) == "the join cuts a word"
