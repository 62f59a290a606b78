"""Processes that do one call at a time, as a `concurrent.futures.Executor`.

`ProcessPoolExecutor` gives up every call in flight when one process dies, and cannot end a single one. So
each worker here is a program of its own behind a pair of pipes, with a thread of the parent that serves it:
a call that takes too long, or kills its process, costs that process and no other. Nothing is shared between
workers, so that none can die with a lock in its hands, and a worker whose parent is gone ends by itself.

Only what can be imported by its name, with arguments that pickle, can be called. Known limit: memory is not
limited; on Linux workers offer themselves to the kernel first when it runs out.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_LENGTH = struct.Struct(">Q")
_PROGRAM = "from ocr_fix.workers import serve; serve()"
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_THREAD_LIMIT")
_LAST_WORDS_CHARS = 200


class WorkerError(Exception):
    """A call that cost its worker the life; the message says how, for an end user."""


class NoWorkerError(WorkerError):
    """That the system starts no process for a call; it would not for the next one either."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """`timeout_s` is what a call may take, None for ever; `calls` how many a process does before a fresh
    one takes its place, 0 for ever; `threads` is what libraries in it may start, 0 leaves it to them."""

    timeout_s: float | None = None
    calls: int = 0
    threads: int = 0


class Workers(Executor):
    """`count` processes that start at once. `warm` is called in each before its first call, with `arguments`;
    what it raises is forgotten."""

    def __init__(
        self,
        count: int,
        options: WorkerOptions = WorkerOptions(),
        warm: Callable[..., object] | None = None,
        arguments: tuple[object, ...] = (),
    ) -> None:
        self._options = options
        self._warm = pickle.dumps((warm, arguments, {}))
        self._calls: SimpleQueue[tuple[Future[Any], bytes] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._running: set[_Worker] = set()
        self._is_closed = False
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The future of a call; `WorkerError` is set where its process died, had to be ended, or could not be
        started.

        Raises:
            RuntimeError: after `shutdown`.
        """
        if self._is_closed:
            raise RuntimeError("workers that were shut down take no more calls")
        future: Future[T] = Future()
        self._calls.put((future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the workers: after the calls that are waiting, or, with `cancel_futures`, at once."""
        self._is_closed = True
        if cancel_futures:
            with suppress(Empty):
                while task := self._calls.get_nowait():
                    task[0].cancel()
        for _ in self._threads:
            self._calls.put(None)
        if cancel_futures:
            with self._lock:
                for worker in self._running:
                    worker.process.kill()
        if wait:
            for thread in self._threads:
                thread.join()

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the processes that are running now."""
        with self._lock:
            return tuple(worker.process.pid for worker in self._running)

    def _serve(self) -> None:
        """Serves one worker until there is nothing more to do; a dead one is replaced for the next call."""
        worker: _Worker | None = None
        with suppress(NoWorkerError):
            worker = self._started()
        while (task := self._calls.get()) is not None:
            future, call = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker or self._started()
                answer = worker.ask(call, self._options.timeout_s)
            except (WorkerError, OSError) as error:
                self._ended(worker)
                worker = None
                future.set_exception(error)
                continue
            _settle(future, answer)
            if self._options.calls and worker.calls >= self._options.calls:
                self._ended(worker)
                worker = None
        self._ended(worker)

    def _started(self) -> _Worker:
        try:
            worker = _Worker(self._warm, self._options.threads)
        except OSError as error:
            raise NoWorkerError(f"no process could be started ({error.strerror or error})") from error
        with self._lock:
            self._running.add(worker)
        return worker

    def _ended(self, worker: _Worker | None) -> None:
        if worker:
            worker.end()
            with self._lock:
                self._running.discard(worker)


class _Worker:
    """The parent's side of one process."""

    def __init__(self, warm: bytes, threads: int) -> None:
        self.calls = 0
        self._is_ready = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        variables = dict.fromkeys(_THREAD_VARIABLES, str(threads)) if threads else {}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            (sys.executable, "-c", _PROGRAM),
            stdin=pipe,
            stdout=pipe,
            stderr=self._errors,
            env={**os.environ, **variables, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self.process.stdin
        assert self.process.stdout
        self._calls, self._answers = self.process.stdin, self.process.stdout
        with suppress(OSError):  # whoever asks first finds that it is dead
            for message in (pickle.dumps(threads), warm):
                _send(self._calls, message)

    def ask(self, call: bytes, timeout_s: float | None) -> bytes:
        """The pickled answer to a pickled call.

        Raises:
            WorkerError: the process died, or took longer than `timeout_s` and was ended.
        """
        late = threading.Event()
        clock = threading.Timer(timeout_s or 0, self._end_late, (late,))
        try:
            if not self._is_ready:
                _receive(self._answers)
                self._is_ready = True
            _send(self._calls, call)
            if timeout_s:
                clock.start()
            answer = _receive(self._answers)
        except (OSError, EOFError, ValueError):
            if late.is_set():
                raise WorkerError(f"it took longer than {timeout_s:g} s and was ended") from None
            raise WorkerError(self._last_words()) from None
        finally:
            clock.cancel()
        self.calls += 1
        return answer

    def end(self) -> None:
        """Ends the process at once and closes its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self._calls, self._answers):
            with suppress(OSError):
                pipe.close()
        self._errors.close()

    def _end_late(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _last_words(self) -> str:
        """How the process ended, and the last line that it printed."""
        code = self.process.wait()
        how = f"with exit code {code}"
        if code < 0:
            with suppress(ValueError):
                how = f"by {signal.Signals(-code).name}"
            how += " (out of memory?)" if -code == getattr(signal, "SIGKILL", None) else ""
        self._errors.seek(0)
        printed = self._errors.read().decode(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(printed) if line.strip()), "")
        return f"its worker died {how}" + (f": {last[:_LAST_WORDS_CHARS]}" if last else "")


def serve() -> None:
    """The worker's side: answers calls from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt ends
    calls = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not get between the answers
    _offer_to_the_kernel()
    with suppress(EOFError, BrokenPipeError):
        threads = pickle.loads(_receive(calls))
        if threads:
            _limit_threads(threads)
        with suppress(Exception):
            _called(_receive(calls))
        _send(answers, b"ready")
        while True:
            _send(answers, _answered(_receive(calls)))


def _answered(call: bytes) -> bytes:
    """What a call gives: whether it failed, and its result or its exception, pickled."""
    try:
        return pickle.dumps((False, _called(call)))
    except Exception as error:
        try:
            told = pickle.dumps((True, error))
            pickle.loads(told)
        except Exception:
            return pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))
        return told


def _called(call: bytes) -> object:
    function, arguments, keywords = pickle.loads(call)
    return function(*arguments, **keywords) if function else None


def _settle(future: Future[Any], answer: bytes) -> None:
    failed, value = pickle.loads(answer)
    if failed:
        future.set_exception(value)
    else:
        future.set_result(value)


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)) + message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """The next message.

    Raises:
        EOFError: the other side is gone.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    message = pipe.read(length)
    if len(message) < length:
        raise EOFError
    return message


def _limit_threads(threads: int) -> None:
    with suppress(ImportError):
        import cv2

        cv2.setNumThreads(threads)


def _offer_to_the_kernel() -> None:
    """Linux ends the process with the highest score first when memory runs out: rather us than the run."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
