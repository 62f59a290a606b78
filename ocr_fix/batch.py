"""Jobs over a `concurrent.futures.Executor`: results as they come, one bad job never stopping the rest.

Only a few jobs are handed out at a time, so that ten thousand cost the memory of ten. A job that fails in
a way that another try may mend (its worker died, it took too long, memory ran out) is tried once more at the
end, alone, so that it cannot suffer from others or they from it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Generic, ParamSpec, TypeVar

from ocr_fix.errors import (
    EXIT_ENGINE,
    EXIT_UNUSABLE,
    EXIT_UNWRITABLE,
    EngineError,
    InputError,
    OcrFixError,
    OutputError,
)
from ocr_fix.workers import NoWorkerError, WorkerError

J = TypeVar("J")
P = ParamSpec("P")
T = TypeVar("T")

_TICK_S = 0.5
_ERRORS: dict[int, type[OcrFixError]] = {
    EXIT_UNUSABLE: InputError, EXIT_ENGINE: EngineError, EXIT_UNWRITABLE: OutputError
}  # fmt: skip


class StartError(Exception):
    """That a worker cannot do any job, for the reason that is its cause: the run has to end."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job has no result: the error's name, its message, and the exit code that it alone would give.

    `foreseen` tells what a user can mend from a bug; `again` whether another try may help; `errno` is the
    system's number where it is known; `final` that no other job can succeed; `trace` is for debuggers.
    """

    kind: str
    message: str
    exit_code: int = EXIT_UNUSABLE
    foreseen: bool = False
    again: bool = True
    errno: int = 0
    final: bool = False
    trace: str = ""

    def error(self) -> OcrFixError:
        """The failure as an error that can be raised."""
        return _ERRORS.get(self.exit_code, OcrFixError)(self.message)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[J, T]):
    """What became of a job: its result or its failure, and how often it was tried."""

    job: J
    result: T | None = None
    failure: Failure | None = None
    tries: int = 1


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """`width` says how many jobs may be handed out at a time, `retry` whether to try failed ones again;
    what was handed out for `deadline_s` is given up, where the executor does not do that itself."""

    width: Callable[[], int] = lambda: 1
    retry: bool = True
    deadline_s: float | None = None


def run_jobs(
    jobs: Iterable[J], work: Callable[[J], T], executor: Executor, options: BatchOptions = BatchOptions()
) -> Iterator[Outcome[J, T]]:
    """What became of each job, in the order in which they end.

    `work` is called where the executor's calls are; jobs are drawn as there is room for them.

    Raises:
        EngineError: the executor takes no more jobs.
    """
    flight: _Flight[J, T] = _Flight(work, executor, options)
    doubtful: list[J] = []

    def settled(outcomes: Iterable[Outcome[J, T]]) -> Iterator[Outcome[J, T]]:
        for outcome in outcomes:
            if options.retry and outcome.failure and outcome.failure.again:
                doubtful.append(outcome.job)
            else:
                yield outcome

    for job in jobs:
        flight.start(job)
        yield from settled(flight.until_fewer(max(1, options.width())))
    yield from settled(flight.until_fewer(1))
    for job in doubtful:
        flight.start(job, tries=2)
        yield from flight.until_fewer(1)


class Here(Executor):
    """Calls in this very process, each done when it is submitted."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def failure_of(error: BaseException) -> Failure:
    """What an exception says of its job."""
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, StartError):
        cause = error.__cause__ or error
        code = cause.exit_code if isinstance(cause, OcrFixError) else EXIT_ENGINE
        return Failure(type(cause).__name__, str(cause), code, True, False, final=True, trace=trace)
    if isinstance(error, OcrFixError):
        number = error.__cause__.errno or 0 if isinstance(error.__cause__, OSError) else 0
        again = getattr(error, "again", isinstance(error, EngineError))
        return Failure(type(error).__name__, str(error), error.exit_code, True, again, number, trace=trace)
    message = str(error) or ("the cluster lost it" if isinstance(error, CancelledError) else "")
    return Failure(type(error).__name__, message, trace=trace)


class _Flight(Generic[J, T]):
    """The jobs that are handed out."""

    def __init__(self, work: Callable[[J], T], executor: Executor, options: BatchOptions) -> None:
        self._waiting: dict[Future[T | Failure], tuple[J, int, float]] = {}
        self._call = partial(_attempt, work)
        self._executor = executor
        self._deadline_s = options.deadline_s

    def start(self, job: J, tries: int = 1) -> None:
        try:
            future = self._executor.submit(self._call, job)
        except Exception as error:
            raise EngineError(
                f"the executor takes no more jobs ({type(error).__name__}: {error}); start the run again, "
                "it goes on where it was."
            ) from error
        self._waiting[future] = (job, tries, monotonic())

    def until_fewer(self, limit: int) -> Iterator[Outcome[J, T]]:
        """What has ended, and what ends until fewer than `limit` jobs are out."""
        while True:
            is_full = len(self._waiting) >= limit
            done, _ = wait(self._waiting, _TICK_S if is_full else 0, FIRST_COMPLETED)
            for future in [future for future in self._waiting if future in done]:
                job, tries, _ = self._waiting.pop(future)
                yield _outcome(job, future, tries)
            yield from self._given_up()
            if not is_full:
                return

    def _given_up(self) -> Iterator[Outcome[J, T]]:
        """Jobs that an executor without a clock of its own has had for too long."""
        limit_s = self._deadline_s
        for future, (job, tries, start) in list(self._waiting.items()) if limit_s else ():
            if limit_s and monotonic() - start > limit_s:
                future.cancel()
                del self._waiting[future]
                yield Outcome(job, None, Failure("TimeoutError", f"no answer in {limit_s:g} s"), tries)


def _attempt(work: Callable[[J], T], job: J) -> T | Failure:
    """What `work` makes of a job, or why it does not; runs in the worker."""
    try:
        return work(job)
    except Exception as error:
        return failure_of(error)


def _outcome(job: J, future: Future[T | Failure], tries: int) -> Outcome[J, T]:
    try:
        answer = future.result()
    except NoWorkerError as error:
        said = f"{error}; see what the system lacks and start the run again: it goes on where it was."
        return Outcome(job, None, Failure("NoWorkerError", said, EXIT_ENGINE, True, False, final=True), tries)
    except WorkerError as error:
        return Outcome(job, None, Failure("WorkerError", str(error), EXIT_ENGINE, True), tries)
    except (Exception, CancelledError) as error:
        return Outcome(job, None, failure_of(error), tries)
    if isinstance(answer, Failure):
        return Outcome(job, None, answer, tries)
    return Outcome(job, answer, None, tries)
