"""How time and memory grow: with lines per page, with pages per run, with workers, with the pages that one
worker reads; and what a page spends outside detecting and reading its lines.

Each part runs what a user runs, in processes of its own, and prints a line as soon as it knows it. Ratios
are of times in the same run, so that a busy machine changes them little; a very busy one still does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

SAMPLE = Path(__file__).parents[1] / "samples" / "02-four-columns.jpg"
PAGES = 12
WORKER_STEP_PAGES = 10
WRITTEN_PAGES = 500
OPTIONS_LIKE = "x" * 300
LINES_MAX_PIXELS = 400_000_000
"""3,000 lines as large as those of the sample are a picture above the usual limit."""
COMMAND = (sys.executable, "-c", "from ocr_fix.cli import entry; entry()")
TINY = (
    '<html><body><div class="ocr_page" title="bbox 0 0 900 300">'
    '<span class="ocr_line" title="bbox 90 90 800 130">page {}</span></div></body></html>'
)


@dataclass(frozen=True, slots=True)
class Ran:
    """A run: when it began (seconds since 1970), how long it took, the peak memory of the run itself and of
    its largest worker in MB, what its log tells, and the memory of its largest worker as time went by."""

    begin: float
    seconds: float
    peak_mb: float
    worker_mb: float
    events: tuple[dict[str, Any], ...]
    course: tuple[tuple[float, float], ...] = ()

    @property
    def steady_s(self) -> float:
        """The time that all pages would take at the speed of those after the first two, so that starting
        does not count."""
        ends = [_time(event) for event in self.events if event["event"] == "page"]
        return (ends[-1] - ends[1]) * len(ends) / (len(ends) - 2) if len(ends) > 4 else self.seconds

    @property
    def said(self) -> str:
        """Time and memory in words."""
        count = sum(event["event"] == "page" for event in self.events)
        return (
            f"{count:5d} pages {self.seconds:7.1f} s {count / self.seconds:7.2f} pages/s, the run itself "
            f"{self.peak_mb:.1f} MB, a worker {self.worker_mb:.1f} MB"
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the parts that are named, all of them if none is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="default: all")
    parser.add_argument("--sample", type=Path, default=SAMPLE, help="the page whose pieces are read")
    parser.add_argument("--lines", type=int, nargs="+", default=[10, 30, 100, 300, 1000, 3000])
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 2, 10, 50, 200])
    parser.add_argument("--tiny", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--worker", type=int, default=120, metavar="PAGES", help="that one worker reads")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for part in arguments.parts or PARTS:
            PARTS[part](arguments)
    return 0


def lines(arguments: argparse.Namespace) -> None:
    """Prints how the time of a page grows with its lines; pages are cut and put together from the sample."""
    import ocr_fix

    reader = ocr_fix.Reader(options=ocr_fix.ReadOptions(max_pixels=LINES_MAX_PIXELS))
    sample = Image.open(arguments.sample).convert("L")
    reader.read(arguments.sample)
    whole = sum(len(region.lines) for region in reader.read(arguments.sample).regions)
    for wanted in arguments.lines:
        path = Path(f"lines{wanted}.png")
        _page_of(sample, wanted / whole).save(path)
        start, before = time.perf_counter(), time.process_time()
        page = reader.read(path)
        seconds, worked = time.perf_counter() - start, time.process_time() - before
        found = sum(len(region.lines) for region in page.regions)
        print(
            f"lines: {found:5d} lines {seconds:7.1f} s, {worked:7.1f} s of processors, "
            f"{1000 * worked / max(1, found):6.1f} ms a line",
            flush=True,
        )


def pages(arguments: argparse.Namespace) -> None:
    """Prints how time and memory of a run grow with its pages."""
    for count in arguments.pages:
        print("pages:", _run("run", str(_copies(arguments.sample, count, 0.25))).said, flush=True)


def tiny(arguments: argparse.Namespace) -> None:
    """Prints the same for tiny pages: words of others, so that nothing but the batch counts."""
    for count in arguments.tiny:
        folder = Path(f"tiny{count}")
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:05d}.hocr").write_text(TINY.format(number), encoding="utf-8")
        print("tiny:", _run("order", str(folder), "-j", "2").said, flush=True)


def workers(arguments: argparse.Namespace) -> None:
    """Prints the speed of two workers of one thread beside one such worker and one page at a time."""
    folder = str(_copies(arguments.sample, PAGES, 1.0))
    ways = {"one worker, one thread": (1, 1), "one page at a time": (1, 2), "two workers": (2, 2)}
    speeds = {}
    for name, (jobs, processors) in ways.items():
        ran = _run("run", folder, "-j", str(jobs), processors=processors)
        speeds[name] = PAGES / ran.steady_s
        print(f"workers: {name}: {speeds[name]:.3f} pages/s", flush=True)
    two = speeds["two workers"]
    for name in ("one worker, one thread", "one page at a time"):
        print(f"workers: two workers are {two / speeds[name]:.2f} times {name}")


def worker(arguments: argparse.Namespace) -> None:
    """Prints how the memory of one worker grows with the pages that it reads, all of different sizes."""
    folder = Path("sizes")
    folder.mkdir()
    samples = sorted(arguments.sample.parent.glob("*.jpg"))
    for number in range(arguments.worker):
        with Image.open(samples[number % len(samples)]) as picture:
            factor = 0.85 + 0.3 * number / arguments.worker
            picture.resize((round(factor * picture.width), round(factor * picture.height))).save(
                folder / f"{number:04d}.png"
            )
    ran = _run("run", str(folder), "-j", "1")
    ends = [_time(event) for event in ran.events if event["event"] == "page"]
    for first in range(0, len(ends), WORKER_STEP_PAGES):
        last = min(first + WORKER_STEP_PAGES, len(ends)) - 1
        begin = ends[first - 1] if first else ran.begin
        peak = max((mb for time, mb in ran.course if begin < time <= ends[last]), default=0.0)
        idle = next((mb for time, mb in ran.course if time >= ends[last]), peak)
        print(
            f"worker: pages {first + 1} to {last + 1}: at most {peak:.0f} MB, then {idle:.0f} MB", flush=True
        )


def share(arguments: argparse.Namespace) -> None:
    """Prints how much of a page's time is neither detecting nor reading lines, in processor seconds."""
    from ocr_fix.clean import CleanOptions, clean
    from ocr_fix.engines import open_engine
    from ocr_fix.language import load_follow
    from ocr_fix.load import load_scan
    from ocr_fix.pipeline import read_scan
    from ocr_fix.turn import engine_upright

    engine = _Clocked(open_engine())
    follow = load_follow("chi_sim+eng")
    read_scan(load_scan(arguments.sample), engine, follow)  # loads what is loaded once
    whole = asked = cleaning = 0.0
    for path in sorted(arguments.sample.parent.glob("*.jpg")):
        start, before = time.process_time(), engine.seconds
        read_scan(load_scan(path), engine, follow)
        seconds, engines = time.process_time() - start, engine.seconds - before
        whole, asked = whole + seconds, asked + engines
        start, before = time.process_time(), engine.seconds
        clean(load_scan(path), CleanOptions(), engine_upright(engine))
        cleaning += time.process_time() - start - (engine.seconds - before)
        print(f"share: {path.name}: {100 * (1 - engines / seconds):.1f} % of {seconds:.1f} s", flush=True)
    print(f"share: all pages: {100 * (1 - asked / whole):.1f} % is neither detecting nor reading")
    print(f"share: {100 * cleaning / whole:.1f} % is decoding and cleaning")


def first(arguments: argparse.Namespace) -> None:
    """Prints how long after the start of a run its first page begins."""
    folder = _copies(arguments.sample, 4, 0.25)
    for name, source in (("a single page", next(folder.iterdir())), ("a batch", folder)):
        ran = _run("run", str(source))
        begins = min(_time(event) - event["seconds"] for event in ran.events if event["event"] == "page")
        print(f"first: {name}: its first page begins {begins - ran.begin:.2f} s after the start", flush=True)


def parent(arguments: argparse.Namespace) -> None:
    """Prints how fast the run itself lists and names files, and writes the results of pages."""
    import psutil

    from ocr_fix.cli.names import plan_names
    from ocr_fix.listing import list_sources
    from ocr_fix.manifest import Output, Record, opened_manifest
    from ocr_fix.store import Store

    for number in range(arguments.files):
        path = Path(f"many/{number // 1000:04d}/{number:07d}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    start, before = time.perf_counter(), psutil.Process().memory_info().rss
    listed = list_sources(["many"])
    names = plan_names(listed.sources, lambda _: 1)
    seconds, held = time.perf_counter() - start, psutil.Process().memory_info().rss - before
    print(
        f"parent: {len(names)} files are listed in {seconds:.1f} s, {held / len(names):.0f} bytes each",
        flush=True,
    )
    store, page, text = Store("written"), b"x" * 40_000, b"x" * 6_000
    start = time.perf_counter()
    with opened_manifest(store) as manifest:
        for number in range(WRITTEN_PAGES):
            for kind, data in (("txt", text), ("json", page)):
                store.write(f"{number:07d}.{kind}", data)
            outputs = (
                Output("txt", f"{number:07d}.txt", len(text)),
                Output("json", f"{number:07d}.json", len(page)),
            )
            manifest.add(Record(f"{number:07d}", "many", 1, options=OPTIONS_LIKE, outputs=outputs))
    speed = WRITTEN_PAGES / (time.perf_counter() - start)
    print(f"parent: {speed:.0f} pages/s are written (text and JSON, flushed to the disk)", flush=True)


class _Clocked:
    """An engine that adds up the processor seconds that it is asked for."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.name, self.finds_lines = inner.name, inner.finds_lines
        self.seconds = 0.0

    def detect(self, scan: Any) -> Any:
        return self._timed(lambda: self._inner.detect(scan))

    def read(self, crops: Any) -> Any:
        return self._timed(lambda: self._inner.read(crops))

    def _timed(self, call: Callable[[], Any]) -> Any:
        start = time.process_time()
        try:
            return call()
        finally:
            self.seconds += time.process_time() - start


def _page_of(sample: Image.Image, times: float) -> Image.Image:
    """A page with about `times` as many lines as the sample: its upper part, or several of it."""
    if times < 1:
        return sample.crop((0, 0, sample.width, max(64, round(sample.height * times))))
    across = max(1, round(times**0.5))
    down = max(1, round(times / across))
    page = Image.new("L", (sample.width * across, sample.height * down), 255)
    for place in range(across * down):
        page.paste(sample, ((place % across) * sample.width, (place // across) * sample.height))
    return page


def _copies(sample: Path, count: int, part: float) -> Path:
    """A folder of pages, each the upper part of the sample, all different by some rows."""
    folder = Path(f"copies{count}-{part}")
    folder.mkdir(exist_ok=True)
    with Image.open(sample) as picture:
        for number in range(count):
            height = round(picture.height * part) - number % 7
            picture.crop((0, 0, picture.width, height)).save(folder / f"{number:04d}.png")
    return folder


def _run(*arguments: str, processors: int = 0) -> Ran:
    """What a run did, on so many processors."""
    import psutil

    begin = time.time()
    command = (*COMMAND, *arguments, "--log-json", "log.jsonl", "-o", tempfile.mkdtemp(dir="."), "-q")
    process = psutil.Popen(command)
    if processors:
        process.cpu_affinity(process.cpu_affinity()[:processors])
    peaks: dict[int, float] = {process.pid: 0.0}
    course = []
    while process.poll() is None:
        now: dict[int, float] = {}
        for one in _family(process):
            with suppress(psutil.Error):
                now[one.pid] = one.memory_info().rss / 2**20
                peaks[one.pid] = max(peaks.get(one.pid, 0.0), now[one.pid])
        now.pop(process.pid, None)
        course.append((time.time(), max(now.values(), default=0.0)))
        time.sleep(0.1)
    seconds = time.time() - begin
    own = peaks.pop(process.pid)
    log = Path("log.jsonl").read_text(encoding="utf-8").splitlines()
    largest = max(peaks.values(), default=0.0)
    return Ran(begin, seconds, own, largest, tuple(map(json.loads, log)), tuple(course))


def _family(process: Any) -> Iterator[Any]:
    """A process and those that it started."""
    import psutil

    yield process
    with suppress(psutil.Error):
        yield from process.children(recursive=True)


def _time(event: dict[str, Any]) -> float:
    return datetime.fromisoformat(event["time"]).timestamp()


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "first": first, "share": share, "workers": workers, "lines": lines, "pages": pages, "tiny": tiny,
    "worker": worker, "parent": parent,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
