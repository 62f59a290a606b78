"""Which code this is: the version, and a digest of the files that make it.

A development checkout keeps its version while its code changes; results of other code are not taken for ours.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from ocr_fix import __version__


@lru_cache(maxsize=1)
def code_version() -> str:
    """The version, "+", and the start of a digest of all modules of the package."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{__version__}+{digest.hexdigest()[:8]}"
