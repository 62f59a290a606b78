"""Object stores on this machine: servers that answer as S3 and Google Cloud Storage do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def s3_bucket(name: str = "archive") -> Iterator[str]:
    """The URL of an empty bucket of an S3 server; tests are skipped where there is none to be had."""
    moto = pytest.importorskip("moto.server", reason="s3:// needs a server: pip install 'moto[server]'")
    s3fs = pytest.importorskip("s3fs", reason="s3:// needs s3fs: pip install 'ocr_fix[s3]'")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto.ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(variable, "nobody")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        s3fs.S3FileSystem.clear_instance_cache()
        s3fs.S3FileSystem().mkdir(name)
        yield f"s3://{name}"
        s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@contextmanager
def gs_bucket(name: str = "archive") -> Iterator[str]:
    """The same of a server that answers as Google's does."""
    emulator = pytest.importorskip(
        "gcp_storage_emulator.server", reason="gs:// needs a server: pip install gcp-storage-emulator"
    )
    gcsfs = pytest.importorskip("gcsfs", reason="gs:// needs gcsfs: pip install 'ocr_fix[gs]'")
    logging.getLogger("gcp_storage_emulator").setLevel(logging.ERROR)
    server = emulator.create_server("127.0.0.1", 0, in_memory=True, default_bucket=name)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        port = server._api._httpd.server_address[1]
        patch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
        gcsfs.GCSFileSystem.clear_instance_cache()
        yield f"gs://{name}"
        gcsfs.GCSFileSystem.clear_instance_cache()
    server.stop()
