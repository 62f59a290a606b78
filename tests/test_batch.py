"""Jobs over executors: bounded, each once, failed ones once more, alone, in the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import chores
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.batch import BatchOptions, Here, StartError, failure_of, run_jobs
from ocr_fix.errors import EngineError, InputError, OutputError
from ocr_fix.workers import WorkerOptions, Workers


def widths(width: int) -> BatchOptions:
    return BatchOptions(width=lambda: width)


@settings(deadline=None)
@given(numbers=st.lists(st.integers(), max_size=30), width=st.integers(1, 7), threads=st.integers(1, 4))
def test_every_job_has_one_outcome(numbers: list[int], width: int, threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        outcomes = list(run_jobs(numbers, chores.double, pool, widths(width)))
    assert sorted(outcome.job for outcome in outcomes) == sorted(numbers)
    assert all(outcome.result == 2 * outcome.job for outcome in outcomes)


def test_no_more_jobs_are_drawn_than_there_is_room_for() -> None:
    drawn = done = most = 0

    def numbers() -> Iterator[int]:
        nonlocal drawn, most
        for number in range(200):
            drawn += 1
            most = max(most, drawn - done)
            yield number

    with ThreadPoolExecutor(4) as pool:
        for _ in run_jobs(numbers(), chores.double, pool, widths(5)):
            done += 1
    assert done == 200
    assert most <= 5


def test_here_is_in_this_process_and_in_order() -> None:
    outcomes = list(run_jobs(range(5), chores.double, Here()))
    assert [outcome.result for outcome in outcomes] == [0, 2, 4, 6, 8]


def test_what_is_interrupted_ends() -> None:
    def stop(_: int) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run_jobs([1], stop, Here()))


def test_failed_jobs_are_tried_once_more_alone() -> None:
    seen: list[int] = []
    running = 0
    alone: list[bool] = []
    lock = threading.Lock()

    def work(number: int) -> int:
        nonlocal running
        with lock:
            running += 1
            if number in seen:
                alone.append(running == 1)
            seen.append(number)
        try:
            if number % 10 == 3:
                raise MemoryError
            if number == 5:
                raise InputError("cut off")
            return number
        finally:
            with lock:
                running -= 1

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(run_jobs(range(30), work, pool, widths(8)))
    failed = {outcome.job: outcome for outcome in outcomes if outcome.failure}
    assert sorted(failed) == [3, 5, 13, 23]
    assert [failed[job].tries for job in (3, 5, 13, 23)] == [2, 1, 2, 2]
    assert alone == [True] * 3
    assert sorted(seen) == sorted([*range(30), 3, 13, 23])


def test_without_retry_a_failure_is_told_at_once() -> None:
    outcomes = list(run_jobs(["a", "b"], chores.fail, Here(), BatchOptions(retry=False)))
    assert [outcome.tries for outcome in outcomes] == [1, 1]


def test_dying_endless_and_hoarding_jobs_cost_themselves_only(tmp_path: Path) -> None:
    jobs = [("say", str(number)) for number in range(8)]
    jobs[2] = ("die", "")
    jobs[4] = ("sleep", "60")
    jobs[5] = ("hoard", "")
    jobs[6] = ("die once", str(tmp_path / "note"))
    workers = Workers(2, WorkerOptions(timeout_s=2.0))
    outcomes = {outcome.job: outcome for outcome in run_jobs(jobs, chores.mixed, workers, widths(4))}
    workers.shutdown()
    assert len(outcomes) == 8
    reasons = {job[0]: outcome.failure.message for job, outcome in outcomes.items() if outcome.failure}
    assert set(reasons) == {"die", "sleep", "hoard"}
    assert "SIGKILL" in reasons["die"]
    assert reasons["sleep"] == "it took longer than 2 s and was ended"
    hoarded = outcomes["hoard", ""].failure
    assert hoarded
    assert hoarded.kind == "MemoryError"
    assert outcomes["die once", str(tmp_path / "note")].tries == 2


class Deaf(Executor):
    """Takes calls and never answers."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        return Future()


def test_an_executor_that_never_answers_is_given_up() -> None:
    options = BatchOptions(width=lambda: 2, deadline_s=0.1)
    outcomes = list(run_jobs([1, 2, 3], chores.double, Deaf(), options))
    assert [outcome.failure.message for outcome in outcomes if outcome.failure] == ["no answer in 0.1 s"] * 3


class Gone(Executor):
    """Takes nothing."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        raise RuntimeError("closed")


def test_an_executor_that_is_gone_ends_the_run() -> None:
    with pytest.raises(
        EngineError, match=r"takes no more jobs \(RuntimeError: closed\); start the run again"
    ):
        list(run_jobs([1], chores.double, Gone()))


def test_what_a_failure_keeps_of_an_error() -> None:
    full = OutputError("full")
    full.__cause__ = OSError(28, "No space left on device")
    assert failure_of(full).errno == 28
    assert failure_of(full).error().args == ("full",)
    assert isinstance(failure_of(InputError("x")).error(), InputError)
    assert not failure_of(InputError("x")).again
    assert failure_of(EngineError("x")).again
    assert failure_of(ValueError("x")).exit_code == 2
    assert not failure_of(ValueError("x")).foreseen


def test_a_worker_that_cannot_start_is_final() -> None:
    def start(_: int) -> int:
        raise StartError from EngineError("no model")

    (outcome,) = run_jobs([1], start, Here())
    assert outcome.failure is not None
    assert (outcome.failure.final, outcome.failure.exit_code, outcome.failure.message) == (
        True,
        3,
        "no model",
    )


def test_without_processes_the_run_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    workers = Workers(2)
    outcomes = list(run_jobs([1, 2, 3], chores.double, workers, widths(2)))
    workers.shutdown()
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    assert [(failure.final, failure.exit_code, failure.again) for failure in failures] == [
        (True, 3, False)
    ] * 3
    assert failures[0].message.startswith("no process could be started (No such file or directory); see what")
