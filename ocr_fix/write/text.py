"""A page as plain text."""

from __future__ import annotations

from ocr_fix.model import Page


def write_text(page: Page) -> str:
    """The page's text, a paragraph a line and a blank line between regions, with a line break at its end.

    A page without text gives the empty string.
    """
    return f"{page.text}\n" if page.text else ""
