"""Speed and memory of `compare` on pages larger than newspapers', beside jiwer's and dinglehopper's.

Each program runs in a process of its own on the same pair of texts, a third of whose lines are moved and a
few characters misread. The ratio is to jiwer's CER alone, which is one number. Then a thousand pairs of
pages of ordinary size go through the command.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ocr_fix.cli.say import print_table

LETTERS = [chr(0x4E00 + code) for code in range(2500)]
WEIGHTS = [1 / (code + 5) for code in range(2500)]
LINE_CHARS = 20
LINES_PER_PARAGRAPH = 10
MOVED_SHARE = 0.3
MISREAD_SHARE = 0.03
PROGRAMS = {
    "ocr_fix": "from ocr_fix import compare; compare(output, golden)",
    "jiwer CER": "import jiwer; jiwer.cer(golden, output)",
    "dinglehopper": "from click.testing import CliRunner; from dinglehopper.cli import main; "
    "result = CliRunner().invoke(main, [sys.argv[1], sys.argv[2], sys.argv[3]]); assert not result.exit_code",
}
_RUN = """
import sys, time, warnings
warnings.simplefilter("ignore")
golden, output = (open(path, encoding="utf-8").read() for path in sys.argv[1:3])
start = time.perf_counter()
{code}
print(time.perf_counter() - start)
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the bench and prints its tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=60_000, help="of the large pair")
    parser.add_argument("--pages", type=int, default=1000, help="pairs of ordinary pages")
    parser.add_argument("--page-characters", type=int, default=3000)
    parser.add_argument("--timeout", type=int, default=600, metavar="SECONDS", help="for each program")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        _large(Path(folder), arguments.characters, arguments.timeout)
        _many(Path(folder), arguments.pages, arguments.page_characters)
    return 0


def pair(characters: int, seed: int) -> tuple[str, str]:
    """A golden text and an output of it with lines moved and characters misread."""
    chance = random.Random(seed)
    text = "".join(chance.choices(LETTERS, WEIGHTS, k=characters))
    lines = [text[at : at + LINE_CHARS] for at in range(0, characters, LINE_CHARS)]
    places = chance.sample(range(len(lines)), int(MOVED_SHARE * len(lines)))
    moved = dict(zip(places, chance.sample(places, len(places)), strict=True))
    jumbled = _paragraphs([lines[moved.get(place, place)] for place in range(len(lines))])
    misread = (
        chance.choice(LETTERS) if letter != "\n" and chance.random() < MISREAD_SHARE else letter
        for letter in jumbled
    )
    return _paragraphs(lines), "".join(misread)


def _paragraphs(lines: Sequence[str]) -> str:
    size = LINES_PER_PARAGRAPH
    return "\n\n".join("".join(lines[at : at + size]) for at in range(0, len(lines), size)) + "\n"


def _large(folder: Path, characters: int, timeout_s: int) -> None:
    paths = [folder / name for name in ("golden.txt", "output.txt", "report")]
    for path, text in zip(paths, pair(characters, 1), strict=False):
        path.write_text(text, encoding="utf-8")
    seconds: dict[str, float | None] = {}
    peaks: dict[str, float] = {}
    for name, code in PROGRAMS.items():
        command = (sys.executable, "-c", _RUN.format(code=code), *map(str, paths))
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s, check=False)
        except subprocess.TimeoutExpired:
            print(f"{name}: stopped after {timeout_s} s", file=sys.stderr)
            continue
        if done.returncode:
            print(f"{name}: left out ({done.stderr.strip().splitlines()[-1]})", file=sys.stderr)
            continue
        seconds[name] = float(done.stdout)
        peaks[name] = _peak_mb(command)
    yardstick_s = seconds.get("jiwer CER")
    rows = [
        (name, f"{own:.2f}", f"{own / yardstick_s:.1f}" if yardstick_s else "", f"{peaks[name]:.0f}")
        for name, own in seconds.items()
        if own is not None
    ]
    print(f"one pair of {characters} characters, {MOVED_SHARE:.0%} of the lines moved")
    print_table(("program", "seconds", "ratio", "peak MB"), rows, text=("program",))


def _peak_mb(command: Sequence[str]) -> float:
    """The most memory that a process of `command` holds."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run((sys.executable, "-c", code, *command), capture_output=True, text=True, check=True)
    return float(done.stdout)


def _many(folder: Path, pages: int, characters: int) -> None:
    for number in range(pages):
        for name, text in zip(("goldens", "outputs"), pair(characters, number), strict=True):
            path = folder / name / f"{number:04}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    command = (sys.executable, "-c", "from ocr_fix.cli import entry; entry()", "compare")
    before = _children_s()
    start = time.perf_counter()
    subprocess.run((*command, folder / "outputs", folder / "goldens"), capture_output=True, check=False)
    seconds, cpu_s = time.perf_counter() - start, _children_s() - before
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{pages} pairs of {characters} characters: {seconds:.1f} s ({cpu_s:.1f} s of processor time, "
        f"{1000 * cpu_s / pages:.0f} ms a pair); a process holds at most {peak_mb:.0f} MB"
    )


def _children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
