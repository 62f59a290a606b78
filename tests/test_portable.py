"""A batch runs on a system that has no more than Windows has: no `fcntl`, few signals, no `os.sysconf`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from archives import archive, results

# Every Python that starts with this folder on its path, workers too, loses what only POSIX or Linux has.
STRIPPED = """
import os, signal, subprocess, sys, types
subprocess.signal = types.SimpleNamespace(**vars(signal))  # that of Windows ends processes another way
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "syslog"):
    sys.modules[name] = None
KEPT = {"SIGINT", "SIGTERM", "SIGABRT", "SIGFPE", "SIGILL", "SIGSEGV", "SIGBREAK", "SIG_DFL", "SIG_IGN"}
for name in dir(signal):
    if name.startswith("SIG") and name not in KEPT:
        delattr(signal, name)
for name in ("sched_getaffinity", "sysconf", "geteuid", "getuid", "fork", "forkpty", "fchmod", "chown",
             "nice", "killpg", "setsid", "getpriority", "statvfs", "mkfifo", "sync"):
    if hasattr(os, name):
        delattr(os, name)
"""
COMMAND = (sys.executable, "-c", "from ocr_fix.cli import entry; entry()")


@pytest.fixture
def stripped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("bare").mkdir()
    Path("bare/sitecustomize.py").write_text(STRIPPED, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path / "bare"), *filter(None, sys.path))))
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        (*COMMAND, *arguments), capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stderr


@pytest.mark.usefixtures("stripped")
def test_what_is_missing_is_missing() -> None:
    code = "import os, signal; assert not {'SIGKILL', 'sysconf'} & {*dir(os), *dir(signal)}; import fcntl"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("ModuleNotFoundError: import of fcntl halted")


@pytest.mark.usefixtures("stripped")
def test_a_batch_is_read_and_goes_on_where_it_was() -> None:
    archive(4)
    Path("archive/1900/empty.hocr").write_bytes(b"")
    usual = ("order", "archive", "-o", "out", "-l", "eng", "--format", "txt")
    code, said = run(*usual, "-j", "2", "--timeout", "60")
    assert code == 1, said
    assert "5 pages: 4 read, 1 failed" in said
    assert "Traceback" not in said
    assert len(results("out")) == 4
    Path("archive/1900/empty.hocr").unlink()
    code, said = run(*usual)
    assert (code, "4 pages: 0 read, 4 done before" in said) == (0, True), said
