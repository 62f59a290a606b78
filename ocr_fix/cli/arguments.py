"""The arguments of each command. Nothing heavy is imported here, so that help answers at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from ocr_fix import __version__

FORMATS = ("txt", "md", "json", "overlay")
ENGINES = ("rapidocr", "tesseract")
DEFAULT_LANGUAGE = "chi_sim+eng"

EXAMPLES = """\
examples:
  ocr-fix run page.jpg -o out                    one page to out/page.txt
  ocr-fix run scans/*.tif -o out --format txt,overlay
                                                 text, and a picture of what was seen
  ocr-fix run page.png -o out -l eng --columns 4 an English page whose columns you counted
  ocr-fix compare out golden                     how far the texts in out/ are from golden/
  ocr-fix doctor                                 which engines and languages there are
"""

EXIT_CODES = """\
exit codes: 0 fine; 1 some of several pages failed or a text differs too much; 2 wrong arguments or
no usable input; 3 engine missing or failed; 4 output cannot be written; 130 interrupted
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command; the parsed arguments name the command in `command`."""
    parser = argparse.ArgumentParser(
        prog="ocr-fix",
        description="Newspaper scans become text in reading order.",
        epilog=EXAMPLES + "\n" + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ocr-fix {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_compare(commands)
    commands.add_parser("doctor", help="say which engines, languages and accelerators there are")
    return parser


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser(
        "run",
        help="read page images and write their text",
        description="Reads page images and writes their text in reading order, a file a page.",
    )
    run.add_argument(
        "pages", nargs="+", type=Path, metavar="PAGE", help="picture files: PNG, JPEG, TIFF, WebP"
    )
    run.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="folder for the results")
    run.add_argument(
        "-l", "--language", default=DEFAULT_LANGUAGE, metavar="LANG",
        help="Tesseract's codes, joined by + (default: %(default)s)",
    )  # fmt: skip
    run.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="default: %(default)s")
    run.add_argument(
        "--format", type=_formats, default=FORMATS[:1], metavar="FORMAT,...", dest="formats",
        help=f"any of {','.join(FORMATS)} (default: txt)",
    )  # fmt: skip
    run.add_argument(
        "--golden", type=Path, metavar="DIR", help="compare the texts with those in DIR, in a table"
    )
    run.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    known = run.add_argument_group("for those who know the page better")
    known.add_argument("--columns", type=_positive, metavar="N", help="number of columns of body text")
    known.add_argument("--direction", choices=("horizontal", "vertical"), help="how the lines run")
    known.add_argument("--no-deskew", action="store_false", dest="deskew", help="don't straighten the page")
    known.add_argument(
        "--max-pixels", type=_positive, metavar="N",
        help="refuse larger pages (a guard against bombs; default: 200000000)",
    )  # fmt: skip


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    compare = commands.add_parser(
        "compare",
        help="measure texts against golden ones",
        description="Compares texts with golden ones: two files, or the files of two folders by name.",
    )
    compare.add_argument("output", type=Path, metavar="OUTPUT", help="a .txt file, or a folder of them")
    compare.add_argument("golden", type=Path, metavar="GOLDEN", help="the approved text, or a folder of them")


def _formats(text: str) -> tuple[str, ...]:
    """The formats that `text` names, each once."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{text!r}: choose from {', '.join(FORMATS)}, joined by commas")
    return names


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number
