"""Whether text runs on: `Follow` gives the log-odds that one line continues another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Follow:
    """Log-odds that line b continues line a; 0 where nothing can be said."""

    language: str

    def __call__(self, a: str, b: str) -> float:
        return 0.0


def load_follow(language: str) -> Follow:
    """A `Follow` for Tesseract's language code, such as `chi_sim+eng`."""
    return Follow(language)


def join_words(tail: str, head: str) -> bool:
    """Whether the hyphen between `tail` and `head` is to be undone."""
    return True
