"""The word model: found, loaded, refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr_fix import ngrams
from ocr_fix.errors import InputError
from ocr_fix.ngrams import NGrams, find_model, load_ngrams


def test_the_gain_is_that_of_the_whole_over_its_parts() -> None:
    model = NGrams("test", lambda text: float(len(text) ** 2))
    assert model.gain("竹林", "木器") == 16.0 - 4.0 - 4.0


def test_beside_a_mark_there_is_no_answer() -> None:
    model = NGrams("test", lambda text: 100.0 * len(text) ** 2)
    assert model.gain("竹林，", "木器") == 0.0
    assert model.gain("竹林", "12") == 0.0


def test_a_missing_file_is_refused() -> None:
    pytest.importorskip("kenlm", reason="the package kenlm is not installed")
    with pytest.raises(InputError, match="is no file"):
        load_ngrams(Path("nowhere.lm"))


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("kenlm", reason="the package kenlm is not installed")
    path = tmp_path / "bad.arpa"
    path.write_text("no model", encoding="utf-8")
    with pytest.raises(InputError, match="is no KenLM model"):
        load_ngrams(path)


def test_without_a_model_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ngrams, "DEBIAN_FOLDERS", ())
    assert find_model() is None
    assert load_ngrams() is None


def test_debians_model_likes_chinese() -> None:
    pytest.importorskip("kenlm", reason="the package kenlm is not installed")
    model = load_ngrams()
    if model is None:
        pytest.skip("Debian's libime-data-language-model is not installed")
    assert model.gain("我们在这", "里工作") > model.gain("我们在这", "电工作")
