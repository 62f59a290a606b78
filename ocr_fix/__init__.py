"""Newspaper scans and garbled OCR text, put back into reading order.

    import ocr_fix

    page = ocr_fix.read("scan.jpg")
    print(page.text)

Everything public is here: `read`, `Reader` and `read_many` for scans and PDFs, `Orderer` for what others
have read, `repair` for a text alone, `Page` and the types in it, `compare` for measuring against a golden
text and what it gives, `page_from_json` for results that were kept, and the errors. A name is imported when
it is first used, so that `import ocr_fix` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ocr_fix.compare import CompareOptions as CompareOptions
    from ocr_fix.compare import compare as compare
    from ocr_fix.errors import EngineError as EngineError
    from ocr_fix.errors import InputError as InputError
    from ocr_fix.errors import OcrFixError as OcrFixError
    from ocr_fix.errors import OutputError as OutputError
    from ocr_fix.jumps import Continuation as Continuation
    from ocr_fix.jumps import find_continuations as find_continuations
    from ocr_fix.many import Recipe as Recipe
    from ocr_fix.many import Result as Result
    from ocr_fix.many import read_many as read_many
    from ocr_fix.measures import Comparison as Comparison
    from ocr_fix.measures import Difference as Difference
    from ocr_fix.measures import Limits as Limits
    from ocr_fix.measures import Rate as Rate
    from ocr_fix.measures import verdict as verdict
    from ocr_fix.model import Article as Article
    from ocr_fix.model import Box as Box
    from ocr_fix.model import Direction as Direction
    from ocr_fix.model import Document as Document
    from ocr_fix.model import Kind as Kind
    from ocr_fix.model import Line as Line
    from ocr_fix.model import Page as Page
    from ocr_fix.model import Paragraph as Paragraph
    from ocr_fix.model import Region as Region
    from ocr_fix.normalise import Normalise as Normalise
    from ocr_fix.pipeline import Orderer as Orderer
    from ocr_fix.pipeline import Reader as Reader
    from ocr_fix.pipeline import read as read
    from ocr_fix.readoptions import ReadOptions as ReadOptions
    from ocr_fix.repair import RepairedPage as RepairedPage
    from ocr_fix.repair import RepairOptions as RepairOptions
    from ocr_fix.repair import repair as repair
    from ocr_fix.write.json import read_json as page_from_json

_PLACES = {
    "Article": ("ocr_fix.model", "Article"),
    "Box": ("ocr_fix.model", "Box"),
    "CompareOptions": ("ocr_fix.compare", "CompareOptions"),
    "Comparison": ("ocr_fix.measures", "Comparison"),
    "Difference": ("ocr_fix.measures", "Difference"),
    "Continuation": ("ocr_fix.jumps", "Continuation"),
    "Direction": ("ocr_fix.model", "Direction"),
    "Document": ("ocr_fix.model", "Document"),
    "EngineError": ("ocr_fix.errors", "EngineError"),
    "InputError": ("ocr_fix.errors", "InputError"),
    "Kind": ("ocr_fix.model", "Kind"),
    "Limits": ("ocr_fix.measures", "Limits"),
    "Line": ("ocr_fix.model", "Line"),
    "Normalise": ("ocr_fix.normalise", "Normalise"),
    "Orderer": ("ocr_fix.pipeline", "Orderer"),
    "OcrFixError": ("ocr_fix.errors", "OcrFixError"),
    "OutputError": ("ocr_fix.errors", "OutputError"),
    "Page": ("ocr_fix.model", "Page"),
    "Paragraph": ("ocr_fix.model", "Paragraph"),
    "Rate": ("ocr_fix.measures", "Rate"),
    "ReadOptions": ("ocr_fix.readoptions", "ReadOptions"),
    "Reader": ("ocr_fix.pipeline", "Reader"),
    "Recipe": ("ocr_fix.many", "Recipe"),
    "RepairOptions": ("ocr_fix.repair", "RepairOptions"),
    "RepairedPage": ("ocr_fix.repair", "RepairedPage"),
    "Region": ("ocr_fix.model", "Region"),
    "compare": ("ocr_fix.compare", "compare"),
    "find_continuations": ("ocr_fix.jumps", "find_continuations"),
    "page_from_json": ("ocr_fix.write.json", "read_json"),
    "Result": ("ocr_fix.many", "Result"),
    "read": ("ocr_fix.pipeline", "read"),
    "read_many": ("ocr_fix.many", "read_many"),
    "repair": ("ocr_fix.repair", "repair"),
    "verdict": ("ocr_fix.measures", "verdict"),
}

__all__ = [
    "Article",
    "Box",
    "CompareOptions",
    "Comparison",
    "Continuation",
    "Difference",
    "Direction",
    "Document",
    "EngineError",
    "InputError",
    "Kind",
    "Limits",
    "Line",
    "Normalise",
    "OcrFixError",
    "Orderer",
    "OutputError",
    "Page",
    "Paragraph",
    "Rate",
    "ReadOptions",
    "Reader",
    "Recipe",
    "Region",
    "RepairOptions",
    "RepairedPage",
    "Result",
    "__version__",
    "compare",
    "find_continuations",
    "page_from_json",
    "read",
    "read_many",
    "repair",
    "verdict",
]


class _Package(ModuleType):
    """A package whose `compare` and `repair` stay functions, also after their modules were imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in ("compare", "repair") and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """The public object called `name`, imported now.

    Raises:
        AttributeError: there is nothing public of that name.
    """
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _PLACES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)


sys.modules[__name__].__class__ = _Package
