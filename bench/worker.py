"""One contender in a process of its own: reads paths on stdin, answers each with a line of JSON.

Runs as `python worker.py NAME`. Its peak memory is that of the process and of what it started.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
import time
from pathlib import Path

from contenders import CONTENDERS


def main() -> None:
    """Serves pages until stdin ends."""
    # What the engines print must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.disable(logging.INFO)
    contender = CONTENDERS[sys.argv[1]]()
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        text = contender.read(Path(json.loads(line)))
        seconds = time.perf_counter() - start - contender.start_seconds
        print(json.dumps({"text": text, "seconds": seconds, "peak_mb": peak_mb()}), file=answers, flush=True)


def peak_mb() -> float:
    """The most memory that this process, or the largest that it started, has held so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


if __name__ == "__main__":
    main()
