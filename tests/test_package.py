"""What a user of the package relies on: its public names, types, version and documents."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import ocr_fix

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ocr_fix"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAX_FILE_LINES = 350
MAX_FUNCTION_LINES = 40
PUBLIC = sorted(set(ocr_fix.__all__) - {"__version__"})


def run_python(code: str) -> str:
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names_are_there_and_documented(name: str) -> None:
    thing = getattr(ocr_fix, name)
    assert inspect.getdoc(thing)
    assert name in dir(ocr_fix)


def test_the_type_checker_sees_the_same_names() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {alias.asname for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert typed == set(PUBLIC)


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, ocr_fix; print([m for m in ('numpy', 'cv2', 'PIL', 'rich') if m in sys.modules])"
    assert run_python(code) == "[]"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        ocr_fix.nothing_like_it  # noqa: B018


def test_compare_stays_a_function_after_its_module_is_imported() -> None:
    code = "import ocr_fix, ocr_fix.compare; import ocr_fix.cli.compare; print(callable(ocr_fix.compare))"
    assert run_python(code) == "True"


def test_types_are_shipped() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_the_changelog_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", changelog, flags=re.MULTILINE)
    assert versions[0] == ocr_fix.__version__


def test_the_command_is_where_the_metadata_says() -> None:
    module, function = PROJECT["project"]["scripts"]["ocr-fix"].split(":")
    assert callable(getattr(importlib.import_module(module), function))


def public_definitions() -> list[tuple[str, str]]:
    """Modules, and the public functions and classes at their top, without a docstring."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = str(path.relative_to(PACKAGE))
        if tree.body and not ast.get_docstring(tree):
            found.append((place, "the module"))
        definitions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
        names = (node.name for node in definitions if not ast.get_docstring(node))
        found += [(place, name) for name in names if not name.startswith("_")]
    return found


def test_everything_public_is_documented() -> None:
    assert public_definitions() == []


def size_limits_broken(path: Path) -> Iterator[str]:
    """What is too long in a source file: itself, or its functions."""
    source = path.read_text(encoding="utf-8")
    if len(source.splitlines()) > MAX_FILE_LINES:
        yield f"{path.relative_to(PACKAGE)}: {len(source.splitlines())} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > MAX_FUNCTION_LINES:
                yield f"{path.relative_to(PACKAGE)}, {node.name}: {count} lines"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert list(size_limits_broken(path)) == []


def links(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    return [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]


@pytest.mark.parametrize(
    "document", sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))), ids=lambda path: path.name
)
def test_links_in_the_documents_lead_somewhere(document: Path) -> None:
    assert [link for link in links(document) if not (document.parent / link).exists()] == []


def test_the_readme_names_targets_that_there_are() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^    |`)make (\w+)", readme, re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert {"run", "test"} <= named <= set(phony.split())
