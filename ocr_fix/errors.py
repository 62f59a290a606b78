"""Everything that can go wrong for a user, each with the exit code that the command gives it.

Messages say what happened, where (file and page) and what to do, in one sentence.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_DIFFERS = 1
EXIT_UNUSABLE = 2
EXIT_ENGINE = 3
EXIT_UNWRITABLE = 4
EXIT_INTERRUPTED = 130


class OcrFixError(Exception):
    """The base of every error that a user can cause or mend."""

    exit_code: int = EXIT_DIFFERS


class InputError(OcrFixError):
    """An input or an argument that cannot be used."""

    exit_code = EXIT_UNUSABLE


class EngineError(OcrFixError):
    """An engine or one of its models is missing, or it failed while reading."""

    exit_code = EXIT_ENGINE


class OutputError(OcrFixError):
    """An output that cannot be written."""

    exit_code = EXIT_UNWRITABLE


def shown(path: object) -> str:
    """A path or name in quotes for a message; what does not print (line breaks, broken bytes) is escaped.

    >>> print(shown("front page\\n一.tif"))
    'front page\\n一.tif'
    """
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(path))
    return f"'{text}'"
