"""Workers answer, and what one of them suffers harms no other call."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait
from pathlib import Path

import chores
import pytest

from ocr_fix.workers import WorkerError, WorkerOptions, Workers


@pytest.fixture
def two() -> Iterator[Workers]:
    with_two = Workers(2)
    yield with_two
    with_two.shutdown(cancel_futures=True)


def test_calls_are_answered(two: Workers) -> None:
    futures = [two.submit(chores.double, number) for number in range(20)]
    assert [future.result(60) for future in futures] == list(range(0, 40, 2))


def test_errors_come_back(two: Workers) -> None:
    with pytest.raises(ValueError, match="no good"):
        two.submit(chores.fail, "no good").result(60)
    with pytest.raises(RuntimeError, match="StrangeError: odd"):
        two.submit(chores.fail_oddly).result(60)
    assert two.submit(chores.double, 4).result(60) == 8


def test_what_is_printed_does_not_get_between_the_answers(two: Workers) -> None:
    assert [two.submit(chores.chatter).result(60) for _ in range(3)] == [1, 1, 1]


def test_a_death_costs_its_call_only(two: Workers) -> None:
    long = two.submit(chores.sleep, 1.0)
    with pytest.raises(WorkerError, match=r"its worker died by SIGKILL \(out of memory\?\)"):
        two.submit(chores.die).result(60)
    with pytest.raises(WorkerError, match="its worker died with exit code 7: the last words"):
        two.submit(chores.leave, "noise\nthe last words\n").result(60)
    assert long.result(60)
    assert two.submit(chores.double, 1).result(60) == 2


def test_what_takes_too_long_is_ended() -> None:
    workers = Workers(2, WorkerOptions(timeout_s=1.0))
    slow, quick = workers.submit(chores.sleep, 60.0), workers.submit(chores.sleep, 0.1)
    with pytest.raises(WorkerError, match="it took longer than 1 s and was ended"):
        slow.result(60)
    assert quick.result(60)
    assert workers.submit(chores.double, 3).result(60) == 6
    workers.shutdown()


def test_the_start_of_a_process_does_not_count_as_its_first_call() -> None:
    workers = Workers(1, WorkerOptions(timeout_s=0.5), chores.sleep, (1.0,))
    assert workers.submit(chores.double, 3).result(60) == 6
    workers.shutdown()


def test_processes_are_replaced_after_some_calls() -> None:
    workers = Workers(1, WorkerOptions(calls=2))
    seen = [workers.submit(chores.who).result(60) for _ in range(5)]
    assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4]
    workers.shutdown()


def test_threads_are_limited() -> None:
    workers = Workers(1, WorkerOptions(threads=3))
    assert workers.submit(chores.threads).result(60) == "3"
    workers.shutdown()


def test_a_failing_start_is_forgotten() -> None:
    workers = Workers(1, warm=chores.fail, arguments=("at once",))
    assert workers.submit(chores.double, 3).result(60) == 6
    workers.shutdown()


def test_a_process_that_dies_before_it_is_asked_costs_no_more_than_a_call(two: Workers) -> None:
    wait([two.submit(chores.who)], 60)
    for process in two.processes:
        os.kill(process, signal.SIGKILL)
    time.sleep(0.2)
    futures = [two.submit(chores.double, number) for number in range(6)]
    wait(futures, 60)
    died = [future for future in futures if future.exception(0)]
    assert len(died) <= 2
    assert all(isinstance(future.exception(), WorkerError) for future in died)


def test_shutting_down_ends_what_waits() -> None:
    workers = Workers(1)
    running, waiting = workers.submit(chores.sleep, 60.0), workers.submit(chores.double, 1)
    time.sleep(0.5)
    workers.shutdown(cancel_futures=True)
    assert isinstance(running.exception(60), WorkerError)
    with pytest.raises(CancelledError):
        waiting.result(60)
    with pytest.raises(RuntimeError):
        workers.submit(chores.double, 1)
    assert workers.processes == ()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z")


def test_workers_end_when_their_parent_is_killed() -> None:
    code = (
        "import chores, time; from ocr_fix.workers import Workers\n"
        "w = Workers(2); print(*{w.submit(chores.sleep, 0.2).result() for _ in range(6)}, flush=True)\n"
        "time.sleep(60)"
    )
    folder = str(Path(__file__).parent)
    parent = subprocess.Popen(
        (sys.executable, "-c", code),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": folder},
    )
    assert parent.stdout
    children = [int(word) for word in parent.stdout.readline().split()]
    assert children
    assert all(map(is_running, children))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 30
    while any(map(is_running, children)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(is_running, children))
