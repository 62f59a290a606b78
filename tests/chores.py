"""What the tests of batches let workers do; workers import it by its name."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def fail(text: str) -> None:
    raise ValueError(text)


def fail_oddly() -> None:
    class StrangeError(Exception):  # pickles nowhere
        pass

    raise StrangeError("odd")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(words: str) -> None:
    os.write(2, words.encode())
    os._exit(7)


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def who() -> int:
    return os.getpid()


def chatter() -> int:
    sys.stdout.write("noise on standard output\n")
    sys.stdout.flush()
    os.write(1, b"more of it\n")
    return 1


def threads() -> str:
    return os.environ["OMP_NUM_THREADS"]


def die_once(note: str) -> int:
    """Dies, unless it died before."""
    path = Path(note)
    if not path.exists():
        path.touch()
        die()
    return 1


def mixed(job: tuple[str, str]) -> str:
    """Does as a job says: what to do, and with what."""
    what, word = job
    if what == "die":
        die()
    if what == "die once":
        die_once(word)
    if what == "fail":
        fail(word)
    if what == "sleep":
        time.sleep(float(word))
    if what == "hoard":
        bytearray(1 << 60)
    return word
