"""`ocr-fix doctor`: what is there, and the one command that installs what is missing."""

from __future__ import annotations

from ocr_fix.cli.say import print_table, say
from ocr_fix.doctor import diagnose
from ocr_fix.errors import EXIT_ENGINE, EXIT_OK


def doctor_command() -> int:
    """The exit code: 0 where the default engine works, whatever else is missing."""
    diagnosis = diagnose()
    rows = [(finding.name, finding.state, finding.detail) for finding in diagnosis.findings]
    header = ("what", "state", "which")
    print_table(header, rows, text=header)
    if diagnosis.remedy:
        say(f"To install what is missing: {diagnosis.remedy}")
    return EXIT_OK if diagnosis.is_usable else EXIT_ENGINE
