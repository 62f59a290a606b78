"""A Dask cluster of processes on this machine reads what one machine reads, whatever dies meanwhile."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path

import chores
import pytest
from archives import archive, results, written

from ocr_fix.batch import BatchOptions
from ocr_fix.cli import main
from ocr_fix.cluster import DaskExecutor, opened_cluster
from ocr_fix.errors import EngineError, InputError

distributed = pytest.importorskip("distributed", reason="clusters need Dask: pip install 'ocr_fix[dask]'")

_SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
_WORKER = "from distributed.cli.dask_worker import main; main()"


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def started(address: str, folder: Path, workers: int) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler, and workers of one thread, each in a process of its own."""
    host, port = address.split(":")
    usual = ("--host", host, "--no-dashboard")
    worker = (sys.executable, "-c", _WORKER, f"tcp://{address}", "--nthreads", "1", *usual)
    commands = [(sys.executable, "-c", _SCHEDULER, "--port", port, *usual), *(worker for _ in range(workers))]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with (folder / "log").open("ab") as log:
        processes = [
            subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
            for command in commands
        ]
        try:
            yield processes[0]
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    address = free_address()
    with started(address, tmp_path_factory.mktemp("dask"), 2):
        with distributed.Client(f"tcp://{address}", timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield f"dask://{address}"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def worker_processes(url: str) -> list[int]:
    client = distributed.Client(url.replace("dask", "tcp"), set_as_default=False)
    try:
        return [int(process) for process in client.run(os.getpid).values()]
    finally:
        client.close()


def cluster_run(url: str, pages: int, least: int) -> subprocess.Popen[str]:
    """A run on a cluster that has written some pages, beside that of one machine in `alone`."""
    archive(pages)
    source = str(Path("archive").resolve())
    usual = ("-l", "eng", "--format", "txt,hocr,alto", "-q")
    assert main(["order", source, "-o", "alone", "-j", "1", *usual]) == 0
    code = f"from ocr_fix.cli import main; raise SystemExit(main({['order', source, '-o', 'out', *usual]!r} "
    code += f"+ ['--executor', {url!r}]))"
    run = subprocess.Popen((sys.executable, "-c", code), stderr=subprocess.PIPE, text=True)
    while run.poll() is None and written("out") < 3 * least:
        time.sleep(0.01)
    return run


def finished(run: subprocess.Popen[str], pages: int) -> None:
    said = run.communicate(timeout=300)[1]
    assert run.returncode == 0, said
    assert results("out") == results("alone")
    assert len(Path("out/manifest.jsonl").read_text(encoding="utf-8").splitlines()) == pages


def test_a_cluster_gives_what_one_machine_gives_though_a_worker_is_killed(cluster: str) -> None:
    # Sources lie where workers find them, results come back by the scheduler.
    run = cluster_run(cluster, 24, 2)
    os.kill(random.Random(3).choice(worker_processes(cluster)), signal.SIGKILL)
    finished(run, 24)


def test_a_scheduler_that_was_killed_and_started_again_costs_a_second_try(tmp_path: Path) -> None:
    address = free_address()
    with started(address, tmp_path, 1) as scheduler:
        run = cluster_run(f"dask://{address}", 16, 2)
        scheduler.kill()
        scheduler.wait()
        assert run.poll() is None
        with started(address, tmp_path, 1):
            finished(run, 16)


def test_workers_without_a_shared_disk_read_and_write_urls(cluster: str) -> None:
    # file:// is a path to us; local:// is the same to fsspec, and a URL like any other to us.
    archive(4)
    source, output = f"local://{Path('archive').resolve()}", f"local://{Path('remote').resolve()}"
    usual = ("-l", "eng", "--format", "txt,json", "-q", "--executor", cluster)
    assert main(["order", source, "-o", output, *usual]) == 0
    names = [f"{1900 + number % 3}/page{number:03d}" for number in range(4)]
    assert sorted(results("remote")) == sorted(f"{name}.{kind}" for name in names for kind in ("txt", "json"))
    page = json.loads(Path("remote/1900/page000.json").read_bytes())
    assert page["source"] == f"{source}/1900/page000.hocr"
    assert len(Path("remote/manifest.jsonl").read_bytes().splitlines()) == 4
    assert main(["order", source, "-o", output, *usual[:-2], "--log-json", "log.jsonl"]) == 0
    assert '"event": "done before"' in Path("log.jsonl").read_text(encoding="utf-8")


def test_what_no_cluster_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr_fix.cluster.CONNECT_S", 1.0)
    for url in ("spark://x:1", "dask://"):
        with pytest.raises(InputError, match="write it as dask://host:8786"), opened_cluster(url, None):
            pass
    with pytest.raises(EngineError, match="cannot be reached"), opened_cluster("dask://127.0.0.1:9", None):
        pass


def test_workers_with_other_code_are_refused(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    executor = DaskExecutor(cluster.replace("dask", "tcp"), None)
    try:
        executor.check()
        assert executor.size == 2
        monkeypatch.setattr("ocr_fix.cluster.code_version", stale)
        with pytest.raises(EngineError, match="install the same everywhere"):
            executor.check()
    finally:
        executor.shutdown()


def test_what_is_out_when_a_client_is_closed_is_given_back(
    cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    executor = DaskExecutor(cluster.replace("dask", "tcp"), None)
    future = executor.submit(chores.sleep, 1.0)
    with monkeypatch.context() as patch:  # as it is when the connection is lost at the same moment
        patch.setattr(type(executor._client), "close", lambda *_, **__: None)
        executor.shutdown()
    assert isinstance(future.exception(1), CancelledError)
    executor.shutdown()


def stale() -> str:
    return f"0+{os.getpid()}"


def test_a_cluster_says_how_it_is_to_be_used(cluster: str) -> None:
    with opened_cluster(cluster, 10.0) as (_, options):
        assert isinstance(options, BatchOptions)
        assert options.width() == 4
        assert options.deadline_s == 90.0
