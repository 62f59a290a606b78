"""`ocr-fix golden accept`: an output that a person has looked at becomes the golden text.

A golden text never changes silently: what would change is shown, and a person or `--yes` says so.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ocr_fix.cli.compare import print_excerpt
from ocr_fix.cli.say import complain, printable, say
from ocr_fix.compare import CompareOptions, compare
from ocr_fix.compared import Compared, load_compared, load_named, names_in, text_of
from ocr_fix.errors import EXIT_DIFFERS, EXIT_OK, InputError, OcrFixError, shown
from ocr_fix.excerpts import excerpts, moves_in_words
from ocr_fix.model import Page
from ocr_fix.normalise import Normalise
from ocr_fix.write.files import write_whole
from ocr_fix.write.json import write_json

MAX_SHOWN_LINES = 40


@dataclass(frozen=True, slots=True)
class Offer:
    """An output, and the golden files that would hold it."""

    title: str
    output: Compared
    targets: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a golden file would hold, and what it holds now (None: there is none)."""

    path: Path
    new: bytes
    old: bytes | None


def accept_command(arguments: argparse.Namespace) -> int:
    """The exit code: 0 when the golden texts say what the outputs say, 1 when some do not.

    Raises:
        InputError: there is nothing to accept, or the only output is of no use as a golden text.
        OutputError: a golden text cannot be written.
    """
    if not arguments.output.is_dir():
        return _accept(_offer(arguments.output, arguments.golden), arguments.yes)
    names = names_in(arguments.output)
    if not names:
        raise InputError(f"{shown(arguments.output)} holds no output; give another folder.")
    if arguments.golden.exists() and not arguments.golden.is_dir():
        raise InputError(
            f"{shown(arguments.output)} is a folder but {shown(arguments.golden)} is none; "
            "give two of a kind."
        )
    codes = []
    for name in names:
        try:
            codes.append(_accept(_named_offer(arguments.output, name, arguments.golden), arguments.yes))
        except InputError as error:
            complain(error)
            codes.append(error.exit_code)
    failed = set(codes) - {EXIT_OK}
    if len(failed) == 1 and EXIT_OK not in codes:
        return failed.pop()
    return EXIT_DIFFERS if failed else EXIT_OK


def _offer(output: Path, golden: Path) -> Offer:
    loaded = load_compared(output)
    if golden.is_dir() or not golden.suffix:
        return Offer(output.stem, loaded, _targets(golden, output.stem, loaded))
    if golden.suffix.lower() not in (".txt", ".json"):
        raise InputError(f"{shown(golden)}: golden texts are .txt or .json files; give one of these names.")
    if golden.suffix.lower() == ".json" and not isinstance(loaded, Page):
        raise InputError(
            f"{shown(output)} is a text and has no lines with boxes for {shown(golden)}; "
            "give the JSON that ocr-fix run wrote, or a .txt name."
        )
    return Offer(golden.stem, loaded, (golden,))


def _named_offer(folder: Path, name: str, golden: Path) -> Offer:
    loaded = load_named(folder, name)
    if loaded is None:
        raise InputError(f"{shown(folder / name)} has gone; try again.")
    return Offer(name, loaded, _targets(golden, name, loaded))


def _targets(folder: Path, name: str, loaded: Compared) -> tuple[Path, ...]:
    text, page = folder / f"{name}.txt", folder / f"{name}.json"
    return (text, page) if isinstance(loaded, Page) else (text,)


def _accept(offer: Offer, yes: bool) -> int:
    """Writes the golden files of one page, unless a change is refused.

    Raises:
        InputError: the output is empty, or a golden file is there and cannot be read.
    """
    if not text_of(offer.output).strip():
        raise InputError(f"{shown(offer.title)} has no text; an empty golden text would make any text wrong.")
    changes = [change for change in _changes(offer) if change.new != change.old]
    if not changes:
        say(f"{shown(offer.title)}: the golden text says that already")
        return EXIT_OK
    changed = [change for change in changes if change.old is not None]
    if changed:
        _show(offer, changed[0])
        if not (yes or _asked(f"change {shown(changed[0].path)}? [y/N] ")):
            complain(f"{shown(changed[0].path)} stays as it is; look at what differs, then give --yes.")
            return EXIT_DIFFERS
    for change in changes:
        write_whole(change.path, change.new)
        say(f"{'changed' if change.old is not None else 'new'}: {shown(change.path)}")
    return EXIT_OK


def _changes(offer: Offer) -> Iterator[Change]:
    for path in offer.targets:
        if path.suffix.lower() == ".json" and isinstance(offer.output, Page):
            new = write_json(offer.output)
        else:
            new = text_of(offer.output).rstrip("\n") + "\n"
        try:
            yield Change(path, new.encode(), path.read_bytes() if path.exists() else None)
        except OSError as error:
            raise InputError(f"{shown(path)} cannot be read: {error.strerror}; check it.") from error


def _show(offer: Offer, change: Change) -> None:
    """Prints what would change in a golden file, line by line."""
    try:
        old = load_compared(change.path)
    except OcrFixError as error:
        say(f"{shown(change.path)} would be replaced; now it is of no use ({error})")
        return
    comparison = compare(offer.output, old, CompareOptions(Normalise.NONE))
    found = excerpts(comparison)
    moved = moves_in_words(comparison)
    if not found and not moved:
        say(f"{shown(change.path)}: the text stays the same, its lines or boxes change")
        return
    say(f"{shown(change.path)} would change, [-golden-] {{+output+}}:")
    for one in found[:MAX_SHOWN_LINES]:
        print_excerpt(f"  {one.line}  ", one)
    if len(found) > MAX_SHOWN_LINES:
        say(f"  and {len(found) - MAX_SHOWN_LINES} more lines; ocr-fix compare --html shows them all")
    if moved:
        say(f"  {moved}")


def _asked(question: str) -> bool:
    """Whether somebody at the terminal says yes; nobody is there in a pipe."""
    if not sys.stdin.isatty():
        return False
    print(printable(question), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
