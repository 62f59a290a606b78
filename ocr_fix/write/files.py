"""Files that are written whole or not at all.

The bytes go to a new file beside the target, are flushed to the disk, and take the target's name in
one step (rename is atomic on POSIX). Known limits: a hard link to the old file keeps the old bytes.
"""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from ocr_fix.errors import OutputError, shown

_REASONS = {
    errno.ENOSPC: "the disk is full; make room or choose another folder",
    errno.EDQUOT: "your disk quota is used up; make room or choose another folder",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.EACCES: "you have no right to write there; change the permissions or choose another folder",
    errno.EPERM: "you have no right to write there; change the permissions or choose another folder",
    errno.ENAMETOOLONG: "the name is too long; give the source a shorter one",
    errno.ENOTDIR: "a part of the path is a file; choose another folder",
    errno.EEXIST: "a part of the path is a file; choose another folder",
}


def write_whole(path: Path, data: bytes) -> None:
    """Writes `data` to `path`; its folders are made where they are missing.

    An old file of that name stays as it is until the new one is complete, and keeps its permissions;
    a link is followed.

    Raises:
        OutputError: the disk is full, rights are missing, or `path` is no place for a file. The
            `OSError` is its cause.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise OutputError(
                f"{shown(path)} cannot be written: it is there and is no file; use another name."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or f"{error.strerror or error}; check the disk and the name"
        raise OutputError(f"{shown(path)} cannot be written: {reason}.") from error


def _replace(target: Path, data: bytes) -> None:
    # A short name of its own, so that a long target name leaves room for it.
    draft = target.parent / f".{secrets.token_hex(8)}.part"
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    try:
        # Unlike tempfile's, a file made this way gets the rights that the user's umask grants.
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            if mode is not None:
                draft.chmod(mode)  # Windows has no fchmod
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
