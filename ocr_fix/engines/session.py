"""A model file run by OpenVINO or ONNX Runtime: arrays in, arrays out, nothing printed.

Both runtimes read the same ONNX file and give the same text; OpenVINO is about 1.7 times as
fast on a CPU. Nothing here touches the network. Accelerators are left alone: the models are
small, and a page must read the same on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ocr_fix.errors import EngineError

Tensor = NDArray[np.float32]

T = TypeVar("T")

BACKENDS = ("openvino", "onnxruntime")


class Session(Protocol):
    """One loaded model with one input and one output."""

    @property
    def characters(self) -> tuple[str, ...]:
        """The alphabet kept in the model file, empty where there is none."""

    def run(self, inputs: Iterable[Tensor], take: Callable[[Tensor], T]) -> Iterator[T]:
        """What `take` makes of each output, in the inputs' order; `inputs` is drawn lazily.

        `take` must not keep the array that it is given: the runtime uses its memory again.
        """


def choose_backend(backend: str) -> str:
    """The runtime to use: `backend` itself, or for "auto" the fastest one installed.

    Raises:
        EngineError: it is not installed, or there is no such runtime.
    """
    wanted = BACKENDS if backend == "auto" else (backend,)
    for name in wanted:
        if name in BACKENDS and find_spec(name) is not None:
            return name
    raise EngineError(f"The runtime {' or '.join(wanted)} is not installed; run: pip install onnxruntime")


def open_session(model: Path, backend: str, threads: int, many: bool) -> Session:
    """A session of `model` on a runtime of `BACKENDS`; 0 threads means as many as `usual_threads`.

    `many` small inputs are run beside each other where the runtime can, a few large ones in turn.

    Raises:
        EngineError: the model file is missing or the runtime refuses it.
    """
    check_model(model)
    threads = threads or usual_threads()
    try:
        if backend == "openvino":
            return OpenVinoSession(model, threads, many)
        return OnnxSession(model, threads)
    except Exception as error:
        raise EngineError(f"{backend} cannot load the model {model.name}: {error}") from error


def check_model(model: Path) -> None:
    """Does nothing where the model is there.

    Raises:
        EngineError: its file is missing.
    """
    if not model.is_file():
        raise EngineError(f"The model {model.name} is missing; run: pip install --force-reinstall rapidocr")


def processors() -> int:
    """How many processors this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usual_threads() -> int:
    """How many threads an engine starts when nobody says: one for each processor, or what
    OMP_NUM_THREADS allows, by which a batch shares the processors among its workers."""
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    return min(processors(), int(allowed)) if allowed.isdecimal() and int(allowed) else processors()


def accelerators() -> tuple[str, ...]:
    """The processors beside the CPU that an installed runtime sees, such as "CUDA" or "GPU"."""
    seen: list[str] = []
    if find_spec("onnxruntime") is not None:
        import onnxruntime

        names = (name.removesuffix("ExecutionProvider") for name in onnxruntime.get_available_providers())
        seen += [f"{name} (onnxruntime)" for name in names if name not in ("CPU", "Azure")]
    if find_spec("openvino") is not None:
        import openvino

        seen += [f"{name} (openvino)" for name in openvino.Core().available_devices if name != "CPU"]
    return tuple(seen)


class OpenVinoSession:
    """A model on OpenVINO's CPU plugin, several requests in flight."""

    def __init__(self, model: Path, threads: int, many: bool) -> None:
        import openvino

        hint = "THROUGHPUT" if many else "LATENCY"
        # Pinned, processes with a few threads each would all take the first cores and leave the others idle.
        config = {
            "PERFORMANCE_HINT": hint,
            "INFERENCE_NUM_THREADS": threads,
            "ENABLE_CPU_PINNING": threads >= processors(),
        }
        network = openvino.Core().read_model(model)
        info = network.get_rt_info()
        # RTMap has no `get`.
        framework = info["framework"] if "framework" in info else {}  # noqa: SIM401
        alphabet = framework["character"].value if "character" in framework else ""
        self._characters = tuple(alphabet.splitlines())
        self._queue = openvino.AsyncInferQueue(openvino.compile_model(network, "CPU", config))

    @property
    def characters(self) -> tuple[str, ...]:
        return self._characters

    def run(self, inputs: Iterable[Tensor], take: Callable[[Tensor], T]) -> Iterator[T]:
        done: dict[int, T] = {}

        def keep(request: Any, key: int) -> None:
            done[key] = take(request.get_output_tensor().data)

        self._queue.set_callback(keep)
        due = 0
        for key, tensor in enumerate(inputs):
            self._queue.start_async([tensor], key)
            while due in done:
                yield done.pop(due)
                due += 1
        self._queue.wait_all()
        while due in done:
            yield done.pop(due)
            due += 1


class OnnxSession:
    """A model on ONNX Runtime's CPU provider."""

    def __init__(self, model: Path, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 4
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    @property
    def characters(self) -> tuple[str, ...]:
        alphabet: str = self._session.get_modelmeta().custom_metadata_map.get("character", "")
        return tuple(alphabet.splitlines())

    def run(self, inputs: Iterable[Tensor], take: Callable[[Tensor], T]) -> Iterator[T]:
        for tensor in inputs:
            yield take(self._session.run(None, {self._input: tensor})[0])
