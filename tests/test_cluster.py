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
from pathlib import Path

import pytest
from archives import archive, results

from ocr_fix.batch import BatchOptions
from ocr_fix.cli import main
from ocr_fix.cluster import DaskExecutor, opened_cluster
from ocr_fix.errors import EngineError, InputError

distributed = pytest.importorskip("distributed", reason="clusters need Dask: pip install 'ocr_fix[dask]'")

_SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
_WORKER = "from distributed.cli.dask_worker import main; main()"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, each in a process of its own."""
    folder = tmp_path_factory.mktemp("dask")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    host, port = address.split(":")
    usual = ("--no-dashboard",)
    commands = [
        (sys.executable, "-c", _SCHEDULER, "--host", host, "--port", port, *usual),
        *[
            (sys.executable, "-c", _WORKER, f"tcp://{address}", "--host", host, "--nthreads", "1", *usual)
            for _ in range(2)
        ],
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with (folder / "log").open("wb") as log:
        started = [
            subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
            for command in commands
        ]
        yield f"dask://{address}"
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


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


def test_a_cluster_gives_what_one_machine_gives_though_a_worker_is_killed(cluster: str) -> None:
    # Sources lie where workers find them, results come back by the scheduler.
    archive(24)
    source = str(Path("archive").resolve())
    usual = ("-l", "eng", "--format", "txt,hocr,alto", "-q")
    assert main(["order", source, "-o", "alone", "-j", "1", *usual]) == 0
    code = f"from ocr_fix.cli import main; raise SystemExit(main({['order', source, '-o', 'out', *usual]!r} "
    code += f"+ ['--executor', {cluster!r}]))"
    run = subprocess.Popen((sys.executable, "-c", code), stderr=subprocess.PIPE, text=True)
    while run.poll() is None and len(results("out") if Path("out").exists() else ()) < 6:
        time.sleep(0.01)
    os.kill(random.Random(3).choice(worker_processes(cluster)), signal.SIGKILL)
    said = run.communicate(timeout=300)[1]
    assert run.returncode == 0, said
    assert results("out") == results("alone")
    assert len(Path("out/manifest.jsonl").read_text(encoding="utf-8").splitlines()) == 24


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


def stale() -> str:
    return f"0+{os.getpid()}"


def test_a_cluster_says_how_it_is_to_be_used(cluster: str) -> None:
    with opened_cluster(cluster, 10.0) as (_, options):
        assert isinstance(options, BatchOptions)
        assert options.width() == 4
        assert options.deadline_s == 90.0
