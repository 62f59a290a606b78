"""The house keeps its floors: a room imports only from lower ones, and never a room beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "ocr_fix"

# From the ground up. A new file has to be given its floor here.
FLOORS: tuple[tuple[str, frozenset[str]], ...] = (
    ("boxes", frozenset({"frame"})),
    ("ground", frozenset({"characters", "errors", "joinweights", "lexicon", "model", "normalise"})),
    ("ground of names", frozenset({"parts"})),
    ("ground with pixels", frozenset({"scan"})),
    (
        "tools",
        frozenset(
            {
                "curl",
                "engines",
                "geometry",
                "grams",
                "items",
                "keystone",
                "language",
                "lineendings",
                "measures",
                "ngrams",
                "quotes",
                "skew",
                "suspects",
                "text",
                "tokens",
                "typewidths",
            }
        ),
    ),
    ("tools that use another", frozenset({"amid", "jumplines", "pinwheel", "walls"})),
    (
        "helpers of one room",
        frozenset(
            {
                "cuts",
                "decode",
                "depth",
                "duals",
                "emphasis",
                "fragments",
                "frames",
                "gutters",
                "ink",
                "jumps",
                "largetype",
                "leftward",
                "light",
                "otherside",
                "pieces",
                "rows",
                "scratches",
                "specks",
                "sift",
                "sizes",
                "straight",
                "textink",
                "turn",
                "uprightmarks",
                "wording",
                "align",
                "approved",
                "places",
                "windows",
            }
        ),
    ),
    (
        "helpers that use another",
        frozenset(
            {
                "differences",
                "excerpts",
                "headings",
                "fold",
                "inklines",
                "joins",
                "margins",
                "markdown",
                "modes",
                "loose",
                "pagenumbers",
                "rivers",
                "strips",
            }
        ),
    ),
    (
        "helpers of order",
        frozenset(
            {
                "adverts",
                "blocks",
                "captions",
                "floats",
                "flows",
                "furniture",
                "joinsigns",
                "openings",
                "paper",
                "place",
                "sureness",
                "tables",
                "threads",
            }
        ),
    ),
    ("helpers of given words", frozenset({"blots", "channels", "heirs", "strokes", "tidied"})),
    ("what uses them", frozenset({"plain", "poured", "version", "workers"})),
    (
        "rooms",
        frozenset(
            {
                "areas",
                "clean",
                "compare",
                "detect",
                "doctor",
                "doubts",
                "load",
                "order",
                "paragraphs",
                "recognise",
                "report",
                "summary",
                "untangle",
                "wordrows",
                "write",
            }
        ),
    ),
    ("rooms over the rooms", frozenset({"grid", "spreads"})),
    ("rooms of strangers' files", frozenset({"pdf", "readers"})),
    ("front of all files", frozenset({"beside", "sources"})),
    ("where files come from and go to", frozenset({"store"})),
    ("what is said of a page", frozenset({"readoptions"})),
    ("which files", frozenset({"listing", "manifest"})),
    ("stair", frozenset({"compared", "pipeline", "repair"})),
    ("yard", frozenset({"batch", "testing"})),
    ("yard of a cluster", frozenset({"cluster"})),
    ("yard of pages", frozenset({"many"})),
    ("yard", frozenset({"ocrmypdf_choice", "testing"})),
    ("door", frozenset({"cli", "ocrmypdf"})),
)

# Views: a page shows itself in other formats, and its overlay needs the picture again. What OCRmyPDF finds
# loads the plugin only where it was chosen.
LAZY_EXCEPTIONS = {("model", "write"), ("model", "sources"), ("ocrmypdf_choice", "ocrmypdf")}


@dataclass(frozen=True, slots=True)
class Import:
    """That `room` imports `target`; `lazy` when it does so inside a function."""

    room: str
    target: str
    lazy: bool


def floor(room: str) -> int:
    """The floor of a room, counted from 0; a room that is nowhere is above all others."""
    return next((index for index, (_, rooms) in enumerate(FLOORS) if room in rooms), len(FLOORS))


def rooms_of_the_house() -> set[str]:
    parts = (path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py"))
    return {part.removesuffix(".py") for part in parts} - {"__init__"}


def imports_in(source: str, room: str) -> Iterator[Import]:
    """The project's own modules that `source` imports, strangers left out."""
    tree = ast.parse(source)
    inside_functions = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        for name in _names(node):
            if name.startswith("ocr_fix."):
                yield Import(room, name.split(".")[1], id(node) in inside_functions)


def _names(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Import):
        return tuple(alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        if node.level:
            return ("ocr_fix.relative_import",)
        if node.module == "ocr_fix":
            return tuple(f"ocr_fix.{alias.name}" for alias in node.names)
        return (node.module or "",)
    return ()


def is_allowed(found: Import) -> bool:
    if found.room == found.target or found.target == "__version__":
        return True
    if found.lazy and (found.room, found.target) in LAZY_EXCEPTIONS:
        return True
    return floor(found.target) < floor(found.room)


def test_every_room_has_a_floor() -> None:
    listed = {room for _, rooms in FLOORS for room in rooms}
    assert rooms_of_the_house() <= listed


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_rooms_import_only_from_lower_floors(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room == "__init__":
        pytest.skip("the package's front names everything public, lazily")
    found = list(imports_in(path.read_text(encoding="utf-8"), room))
    assert [entry for entry in found if not is_allowed(entry)] == []


@pytest.mark.parametrize(
    ("room", "source", "allowed"),
    [
        ("areas", "from ocr_fix.model import Box", True),
        ("areas", "from ocr_fix.order import order_regions", False),
        ("areas", "import ocr_fix.pipeline", False),
        ("model", "from ocr_fix.write.text import write_text", False),
        ("model", "def view():\n    from ocr_fix.write.text import write_text", True),
        ("geometry", "def view():\n    from ocr_fix.write.text import write_text", False),
        ("engines", "from ocr_fix import text", False),
        ("areas", "from .geometry import grown", False),
        ("cli", "import numpy, ocr_fix.pipeline", True),
        ("write", "from ocr_fix.write.files import write_whole", True),
    ],
)
def test_what_the_rule_allows(room: str, source: str, allowed: bool) -> None:
    assert all(is_allowed(entry) for entry in imports_in(source, room)) is allowed
