"""What those who know a page better may say about it; apart from the stages, so that it costs no import."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_fix.load import LoadOptions
from ocr_fix.model import Direction
from ocr_fix.sources import SourceOptions


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What those who know a page better may say about it.

    `columns` is the number of columns of its body text, `direction` how all its lines run; None
    leaves it to the page. `max_pixels` refuses larger pictures before they are decoded. `text_layer`
    says what to do with the text that a PDF brings: "auto" judges it, "use" trusts it, "ignore" reads the
    page anew; `password` opens a locked PDF. `split_spreads` makes two pages of a picture that shows an
    open volume. `skip` names parts that the page's text, Markdown and HTML leave out ("adverts", "furniture",
    ...: `ocr_fix.parts`), running heads by themselves unless "none" is named; they stay in JSON, hOCR, ALTO
    and PAGE.
    """

    columns: int | None = None
    direction: Direction | None = None
    deskew: bool = True
    max_pixels: int = LoadOptions().max_pixels
    text_layer: str = "auto"
    password: str | None = None
    split_spreads: bool = True
    skip: tuple[str, ...] = ()

    def for_sources(self, language: str) -> SourceOptions:
        """What of it concerns opening files."""
        return SourceOptions(self.max_pixels, self.password, self.text_layer, language, self.split_spreads)
