"""The command `ocr-fix`: arguments to calls; the only place that prints and exits.

What is heavy (numpy, OpenCV, the engines) is imported inside the commands that need it.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from ocr_fix.cli.arguments import parse_arguments
from ocr_fix.cli.say import complain, complain_of_a_bug
from ocr_fix.errors import EXIT_INTERRUPTED, EXIT_OK, EXIT_UNUSABLE, OcrFixError


def entry() -> None:
    """Runs the command and exits with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no Chinese shows escapes instead of ending the run.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main())


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the command that `argv` names (`sys.argv` where it is None).

    Raises:
        SystemExit: from argparse, for help, the version and wrong arguments.
    """
    arguments = parse_arguments(argv)
    try:
        return _command(arguments)
    except OcrFixError as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        complain("interrupted; what is finished is kept, and the same command goes on from there.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe, such as head, has gone; Python must not try to flush to it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except Exception as error:
        complain_of_a_bug(error, "ocr-fix failed")
        return EXIT_UNUSABLE


def _command(arguments: argparse.Namespace) -> int:
    """The exit code of the command; what it needs is imported only now."""
    if arguments.command == "run":
        from ocr_fix.cli.run import run_command

        return run_command(arguments)
    if arguments.command == "order":
        from ocr_fix.cli.run import order_command

        return order_command(arguments)
    if arguments.command == "compare":
        from ocr_fix.cli.compare import compare_command

        return compare_command(arguments)
    if arguments.command == "golden":
        from ocr_fix.cli.golden import accept_command

        return accept_command(arguments)
    if arguments.command == "repair":
        from ocr_fix.cli.repair import repair_command

        return repair_command(arguments)
    from ocr_fix.cli.doctor import doctor_command

    return doctor_command()
