"""Workers of a Dask cluster as a `concurrent.futures.Executor`.

Each Dask worker keeps one process of our own beside it that holds the models (`workers.py`), so that a page
that takes too long, or kills its process, never costs the Dask worker. What dies with a Dask worker is
started again elsewhere by the scheduler; where the scheduler itself is gone, we connect anew and `run_jobs`
tries again what it lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import contextmanager, suppress
from functools import lru_cache
from time import monotonic, sleep
from typing import Any, ParamSpec, TypeVar

from ocr_fix.batch import BatchOptions
from ocr_fix.errors import EngineError, InputError, shown
from ocr_fix.version import code_version
from ocr_fix.workers import WorkerOptions, Workers

P = ParamSpec("P")
T = TypeVar("T")

SCHEME = "dask://"
CONNECT_S = 60.0
CALLS_A_PROCESS = 100
JOBS_A_WORKER = 2
_ROUNDS = 3
_CHILD = threading.Lock()


@contextmanager
def opened_cluster(url: str, timeout_s: float | None) -> Iterator[tuple[Executor, BatchOptions]]:
    """The executor of the cluster at `url` ("dask://host:8786"), and how it is to be used.

    Raises:
        InputError: it is no such URL.
        EngineError: Dask is not installed, the cluster cannot be reached, has no workers, or has another
            version of this package.
    """
    if not url.startswith(SCHEME) or not url[len(SCHEME) :]:
        raise InputError(f"{shown(url)} is no executor; write it as dask://host:8786.")
    executor = DaskExecutor("tcp://" + url[len(SCHEME) :].rstrip("/"), timeout_s)
    deadline_s = _ROUNDS * timeout_s + CONNECT_S if timeout_s else None
    try:
        executor.check()
        yield executor, BatchOptions(lambda: JOBS_A_WORKER * executor.size, deadline_s=deadline_s)
    finally:
        executor.shutdown()


class DaskExecutor(Executor):
    """Calls on the workers of a Dask scheduler, one at a time on each.

    Raises:
        EngineError: Dask is not installed, or the scheduler cannot be reached.
    """

    def __init__(self, address: str, timeout_s: float | None) -> None:
        self._address = address
        self._timeout_s = timeout_s
        self._pending: set[Future[Any]] = set()
        self._client = self._connected()

    @property
    def size(self) -> int:
        """How many workers the cluster has now."""
        with suppress(Exception):  # while the scheduler is away its workers are too
            return max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        return 1

    def check(self) -> None:
        """Waits for the first worker, and compares its code with ours.

        Raises:
            EngineError: there is none, or it is other code.
        """
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_S)
            versions = set(self._client.run(code_version).values())
        except Exception as error:
            raise EngineError(
                f"{self._address} has no worker that knows ocr_fix ({_reason(error)}); start `dask worker "
                f"{self._address}` where it is installed."
            ) from error
        if versions - {code_version()}:
            raise EngineError(
                f"the workers at {self._address} have ocr_fix {' and '.join(sorted(versions))}, this is "
                f"{code_version()}; install the same everywhere."
            )

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        if self._client.status != "running":
            self._close()
            self._client = self._connected()
        executor = self._client.get_executor(pure=False)
        future: Future[T] = executor.submit(_in_child, self._timeout_s, fn, args, kwargs)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        self._close()

    def _close(self) -> None:
        with suppress(Exception):
            self._client.close(timeout=1)
        # A client that is closed while it learns that its scheduler has gone settles nothing any more.
        for future in tuple(self._pending):
            with suppress(InvalidStateError):
                future.set_exception(CancelledError())

    def _connected(self) -> Any:
        """A client of the scheduler, which may need a while to come back."""
        try:
            from distributed import Client
        except ImportError as error:
            raise EngineError("Dask is not installed; run: pip install 'ocr_fix[dask]'") from error
        end = monotonic() + CONNECT_S
        while True:
            try:
                client: Any = Client
                return client(self._address, timeout=min(10.0, CONNECT_S), set_as_default=False)
            except (OSError, TimeoutError, ValueError) as error:
                if monotonic() > end or isinstance(error, ValueError):
                    raise EngineError(
                        f"the Dask scheduler at {self._address} cannot be reached ({_reason(error)}); check "
                        "that it runs, and start the run again: it goes on where it was."
                    ) from error
                sleep(1.0)


def _in_child(
    timeout_s: float | None, fn: Callable[..., T], arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> T:
    """What a call gives in the process beside this Dask worker; its threads take turns."""
    with _CHILD:
        future = _child(timeout_s).submit(fn, *arguments, **keywords)
        return future.result()


@lru_cache(maxsize=1)
def _child(timeout_s: float | None) -> Workers:
    from distributed import get_worker

    threads = int(get_worker().state.nthreads)
    return Workers(1, WorkerOptions(timeout_s, CALLS_A_PROCESS, threads))


def _reason(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
