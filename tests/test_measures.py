"""Rates add up, and verdicts name what is outside the limits."""

from __future__ import annotations

import pytest

from ocr_fix.measures import NO_LIMITS, RATES, Comparison, Limits, Rate, verdict


def test_a_rate_of_nothing_is_none_and_an_error_of_nothing_is_whole() -> None:
    assert Rate().value is None
    assert Rate(1, 0).value == 1
    assert Rate(1, 4) + Rate(2, 4) == Rate(3, 8)


def test_all_rates_add_up() -> None:
    one = Comparison(**dict.fromkeys(RATES, Rate(1, 2)))  # type: ignore[arg-type]
    assert one + one == Comparison(**dict.fromkeys(RATES, Rate(2, 4)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rate", "limits", "says"),
    [
        ("cer", Limits(max_cer=0.1), "CER 50.0 % > 10 %"),
        ("wer", Limits(max_wer=0.1), "WER 50.0 % > 10 %"),
        ("flow_cer", Limits(), "flow CER 50.0 % > 2 %"),
        ("order_free_cer", Limits(max_order_free_cer=0.1), "order-free CER 50.0 % > 10 %"),
        ("extra", Limits(max_extra=0.1), "extra text 50.0 % > 10 %"),
        ("block_order", Limits(max_block_order=0.1), "block order 50.0 % > 10 %"),
        ("line_recall", Limits(), "lines found 50.0 % < 99 %"),
        ("successors", Limits(), "successors 50.0 % < 98 %"),
        ("successors_across", Limits(), "successors across columns 50.0 % < 93 %"),
        ("paragraphs", Limits(), "whole paragraphs 50.0 % < 90 %"),
    ],
)
def test_each_limit_judges_its_measure(rate: str, limits: Limits, says: str) -> None:
    comparison = Comparison(**{rate: Rate(1, 2)})  # type: ignore[arg-type]
    assert verdict(comparison, limits) == (says,)
    assert verdict(comparison, NO_LIMITS) == ()
    assert verdict(Comparison(), limits) == ()


def test_a_limit_that_is_just_kept_is_kept() -> None:
    assert verdict(Comparison(flow_cer=Rate(2, 100), successors=Rate(98, 100))) == ()


def test_body_paragraphs_count_before_all_paragraphs() -> None:
    both = Comparison(body_paragraphs=Rate(1, 1), paragraphs=Rate(0, 5))
    assert both.whole_paragraphs == Rate(1, 1)
    assert Comparison(paragraphs=Rate(0, 5)).whole_paragraphs == Rate(0, 5)
