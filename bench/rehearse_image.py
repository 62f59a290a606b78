"""The recipe of the container image, carried out without an engine for containers.

The steps of the `Containerfile` run in a fresh Debian below a folder (chroot), stage by stage as an engine
would run them; then a page is read in it, as the image's user and without network. Debian's own Python stands
for that of the base image, which is the one thing that this cannot tell. Needs root, Linux and debootstrap.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "01-two-columns.jpg"
SUITE, MIRROR = "bookworm", "http://deb.debian.org/debian"
TOOLS = ("debootstrap", "chroot", "unshare", "mount")


@dataclass(slots=True)
class Stage:
    """What the instructions so far have made: the root folder, where commands run, as whom, and with which
    variables."""

    root: Path
    folder: str = "/"
    user: str = "0"
    variables: dict[str, str] = field(
        default_factory=lambda: {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
    )
    command: tuple[str, ...] = ()


def steps(text: str) -> list[tuple[str, str]]:
    """The instructions of a recipe with what follows them, comments left out and lines joined."""
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    lines = (line.split(None, 1) for line in text.splitlines() if line.strip())
    return [(name, rest.strip()) for name, rest in lines]


def main(argv: Sequence[str] | None = None) -> int:
    """Carries out the recipe and reads a page; says why not where it cannot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="an empty folder with 5 GB of room")
    parser.add_argument(
        "--bind", type=Path, nargs="*", default=[], help="folders that pip needs, such as a mirror's"
    )
    arguments = parser.parse_args(argv)
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing or not hasattr(os, "geteuid") or os.geteuid() != 0:
        print(f"skipped: the steps need root and {', '.join(missing or TOOLS)}")
        return 0
    image = _built(arguments.folder.resolve(), tuple(arguments.bind))
    _read_a_page(image)
    print("the image's steps ran, and the image's user read a page without network")
    return 0


def _built(folder: Path, bind: tuple[Path, ...]) -> Stage:
    """The last stage of the recipe, all of whose instructions were carried out."""
    base = folder / "base"
    if not base.exists():
        _debian(base, bind)
    stages: dict[str, Stage] = {}
    stage = Stage(base)
    for name, rest in steps((ROOT / "Containerfile").read_text(encoding="utf-8")):
        print(name, rest, flush=True)
        if name == "FROM":
            title = rest.partition(" AS ")[2] or str(len(stages))
            stage = stages[title] = Stage(folder / title)
            shutil.rmtree(stage.root, ignore_errors=True)
            subprocess.run(("cp", "-a", "--reflink=auto", base, stage.root), check=True)
        elif name == "COPY":
            _copy(rest, stage, stages)
        elif name == "RUN":
            _run(stage, ("/bin/sh", "-c", rest), bind)
        else:
            _note(stage, name, rest)
    return stage


def _note(stage: Stage, name: str, rest: str) -> None:
    """Does what an instruction says that only changes how later ones run."""
    if name == "WORKDIR":
        stage.folder = rest
        _below(stage, rest).mkdir(parents=True, exist_ok=True)
    elif name == "ENV":
        for word in shlex.split(rest):
            key, _, value = word.partition("=")
            stage.variables[key] = re.sub(r"\$(\w+)", lambda found: stage.variables[found[1]], value)
    elif name == "USER":
        stage.user = rest
    elif name == "ENTRYPOINT":
        stage.command = tuple(json.loads(rest))


def _debian(base: Path, bind: tuple[Path, ...]) -> None:
    """A small Debian with Python, which stands for the base image."""
    subprocess.run(
        ("debootstrap", "--variant=minbase", "--include=ca-certificates", SUITE, base, MIRROR), check=True
    )
    for name in ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt"):
        if Path(name).exists():
            shutil.copy(name, base / name[1:])
    stage = Stage(base)
    _run(stage, ("apt-get", "update", "-qq"), bind)
    _run(stage, ("apt-get", "install", "-qq", "-y", "--no-install-recommends", "python3-venv"), bind)
    (base / "usr/local/bin/python").symlink_to("/usr/bin/python3")


def _copy(rest: str, stage: Stage, stages: dict[str, Stage]) -> None:
    """Copies files of the project, or of an earlier stage (`--from=`)."""
    words = rest.split()
    earlier = stages[words.pop(0).partition("=")[2]] if words[0].startswith("--from=") else None
    *sources, target = words
    for name in sources:
        source = earlier.root / name.lstrip("/") if earlier else ROOT / name
        goal = _below(stage, target)
        goal = goal / source.name if target.endswith("/") else goal
        if source.is_dir():
            shutil.copytree(
                source, goal, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
            )
        else:
            shutil.copy2(source, goal)


def _run(stage: Stage, command: Sequence[str], bind: Sequence[Path] = (), network: bool = True) -> None:
    """Runs a command in a stage; what is mounted for it goes with it."""
    mounts: list[tuple[str, ...]] = [("-t", "proc", "proc", str(stage.root / "proc"))]
    for path in bind:
        there = _below(stage, str(path))
        there.mkdir(parents=True, exist_ok=True)
        mounts.append(("--bind", str(path), str(there)))
    variables = {
        **stage.variables,
        **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
    }
    inside = ["env", "-i", "--chdir=/", *(f"{name}={value}" for name, value in variables.items())]
    inside += ["chroot", f"--userspec={stage.user}:{stage.user}", str(stage.root)]
    inside += ["/bin/sh", "-c", f"cd {shlex.quote(stage.folder)} && exec {shlex.join(command)}"]
    script = "".join(f"mount {shlex.join(mount)}; " for mount in mounts) + shlex.join(inside)
    apart = ("unshare", "--mount", *(() if network else ("--net",)))
    subprocess.run((*apart, "/bin/sh", "-e", "-c", script), check=True)


def _read_a_page(stage: Stage) -> None:
    """Reads a page as the README says, in folders as they would be mounted."""
    pages, texts = _below(stage, "/in"), _below(stage, "/out")
    for path in (pages, texts):
        path.mkdir(exist_ok=True)
    texts.chmod(0o777)
    shutil.copy(SAMPLE, pages)
    _run(stage, (*stage.command, "run", "/in", "-o", "/out"), network=False)
    text = (texts / SAMPLE.with_suffix(".txt").name).read_text(encoding="utf-8")
    assert len(text) > 100, text


def _below(stage: Stage, name: str) -> Path:
    """A path of a stage, seen from outside."""
    return stage.root / (name if name.startswith("/") else f"{stage.folder}/{name}").lstrip("/")


if __name__ == "__main__":
    sys.exit(main())
