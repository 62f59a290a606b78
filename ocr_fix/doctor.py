"""What this machine can run: engines, languages, accelerators, and how to get what is missing."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from ocr_fix import __version__

if TYPE_CHECKING:
    from ocr_fix.engines import EngineStatus

OK, MISSING, ABSENT = "ok", "missing", "none"
DEFAULT_ENGINE = "rapidocr"
MODEL_PACKAGE = "libime-data-language-model"
_REQUIREMENT_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for: `state` is `OK`, `MISSING` or `ABSENT` (not there, not needed)."""

    name: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All findings in a fixed order; the command that installs what is missing, empty when nothing
    is; and whether the default engine works."""

    findings: tuple[Finding, ...]
    remedy: str
    is_usable: bool


def diagnose() -> Diagnosis:
    """What was found on this machine; nothing is loaded and nothing changed."""
    missing = missing_packages()
    try:
        from ocr_fix.engines import engine_status

        return judge(engine_status(), missing, find_word_model())
    except ImportError as error:
        # Engines import packages that may be what is missing.
        return judge((), missing or (error.name or str(error),))


def judge(
    engines: Sequence[EngineStatus],
    missing: Sequence[str],
    word_model: Finding = Finding("word model", ABSENT, "not needed: repairs use built-in scores"),
) -> Diagnosis:
    """The diagnosis for engines in these states and a machine without the `missing` Python packages."""
    findings = [
        Finding("ocr_fix", OK, __version__),
        Finding("Python", OK, f"{platform.python_version()}, {platform.system()} {platform.machine()}"),
    ]
    for engine in engines:
        findings += _engine_findings(engine)
    accelerators = tuple(dict.fromkeys(name for engine in engines for name in engine.accelerators))
    findings += [
        Finding("accelerators", OK, f"{', '.join(accelerators)} (seen, not used)")
        if accelerators
        else Finding("accelerators", ABSENT, "not needed: the engines run on the processor"),
        word_model,
        Finding("Python packages", MISSING if missing else OK, ", ".join(missing) or "all there"),
    ]
    commands = [engine.install for engine in engines if engine.install]
    if missing:
        commands.append(f"pip install {' '.join(missing)}")
    is_usable = not missing and any(
        engine.is_available for engine in engines if engine.name == DEFAULT_ENGINE
    )
    return Diagnosis(tuple(findings), " && ".join(commands), is_usable)


def find_word_model() -> Finding:
    """Which word model `ocr-fix repair` would use, or what brings one."""
    from ocr_fix.ngrams import find_model

    path, has_reader = find_model(), _is_installed("kenlm")
    if path is not None and has_reader:
        return Finding("word model", OK, f"{path} (kenlm {metadata.version('kenlm')})")
    wanted = [] if path is not None else [f"apt-get install {MODEL_PACKAGE}"]
    wanted += [] if has_reader else ["pip install 'ocr_fix[lm]'"]
    advice = f"repairs use built-in scores; for a model: {' && '.join(wanted)}"
    return Finding("word model", ABSENT, advice)


def missing_packages() -> tuple[str, ...]:
    """The packages that ocr_fix asks for and that are not installed, in alphabetical order."""
    try:
        wanted = metadata.requires("ocr_fix") or []
    except metadata.PackageNotFoundError:
        return ()
    # Those with a marker are extras, or for other machines.
    plain = (requirement for requirement in wanted if ";" not in requirement)
    names = {match[0] for match in map(_REQUIREMENT_NAME.match, plain) if match}
    return tuple(sorted(name for name in names if not _is_installed(name)))


def _engine_findings(engine: EngineStatus) -> list[Finding]:
    if not engine.is_available:
        return [Finding(engine.name, MISSING, engine.version or "not installed")]
    backends = f" on {', '.join(engine.backends)}" if engine.backends else ""
    # What is there can still lack a language that is read by default.
    state = MISSING if engine.install else OK
    return [
        Finding(engine.name, OK, engine.version + backends),
        Finding(f"{engine.name} languages", state, " ".join(engine.languages)),
    ]


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
