"""What OCRmyPDF finds by itself where both are installed: ocr_fix is one more engine to choose.

    ocrmypdf --ocr-engine ocr_fix in.pdf out.pdf

OCRmyPDF loads the entry points of all installed packages in every run; an engine that always answers would
take over every run. This one answers only where it was chosen, and loads nothing else until then. OCRmyPDF
before 17 has no `--ocr-engine`: there the plugin is named, `--plugin ocr_fix.ocrmypdf`.
"""

from __future__ import annotations

from argparse import ArgumentError, ArgumentParser
from contextlib import suppress
from inspect import signature
from typing import Any

from ocrmypdf import hookimpl, pluginspec
from ocrmypdf.pluginspec import OcrEngine

NAME = "ocr_fix"
CHOICE = "--ocr-engine"
ENGINES = ("rapidocr", "tesseract")


@hookimpl
def add_options(parser: ArgumentParser) -> None:
    """Adds ocr_fix to the engines to choose from, and the option that says what reads its lines."""
    choice = parser._option_string_actions.get(CHOICE)  # noqa: SLF001, argparse has no other way
    if choice is not None and choice.choices is not None and NAME not in choice.choices:
        choice.choices = [*choice.choices, NAME]
    add_engine_option(parser)


def add_engine_option(parser: ArgumentParser) -> None:
    """Adds `--ocr-fix-engine`, if nobody has."""
    group = parser.add_argument_group("ocr_fix", "Text in reading order")
    with suppress(ArgumentError):
        group.add_argument(
            "--ocr-fix-engine", choices=ENGINES, default=ENGINES[0], help="what reads the lines for ocr_fix"
        )


@hookimpl
def check_options(options: Any) -> None:
    """Asks for a text layer of ours, where ocr_fix was chosen and the user wants no other renderer."""
    if _is_chosen(options):
        ask_for_layer(options)


def ask_for_layer(options: Any) -> None:
    """Has OCRmyPDF take our text layer, unless the user wants another renderer."""
    if getattr(options, "pdf_renderer", "auto") == "auto":
        options.pdf_renderer = "sandwich"


if "options" in signature(pluginspec.get_ocr_engine).parameters:  # from OCRmyPDF 17 on

    @hookimpl
    def get_ocr_engine(options: Any) -> OcrEngine | None:
        """The engine, where it was chosen."""
        if not _is_chosen(options):
            return None
        from ocr_fix.ocrmypdf import OcrFixEngine

        return OcrFixEngine()


def _is_chosen(options: Any) -> bool:
    return getattr(options, "ocr_engine", None) == NAME
