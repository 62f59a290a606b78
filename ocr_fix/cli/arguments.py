"""The arguments of each command. Nothing heavy is imported here, so that help answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ocr_fix import __version__
from ocr_fix.parts import PARTS

PAGE_FORMATS = ("txt", "md", "json", "hocr", "alto", "page", "csv", "overlay")
SOURCE_FORMATS = ("pdf", "html", "mets")
FORMATS = (*PAGE_FORMATS, *SOURCE_FORMATS)
TEXT_FORMATS = ("txt", "md", "json")
ENGINES = ("rapidocr", "tesseract")
DEFAULT_LANGUAGE = "chi_sim+eng"

EXAMPLES = """\
examples:
  ocr-fix run page.jpg -o out                    one page to out/page.txt
  ocr-fix run scans/*.tif -o out --format txt,overlay
                                                 text, and a picture of what was seen
  ocr-fix run archive/ -o out -j 4               all pages below a folder; run it again to go on
  ocr-fix run page.png -o out -l eng --columns 4 an English page whose columns you counted
  ocr-fix run paper.pdf -o out --format pdf      the same PDF, with text that reads in order
  ocr-fix order page.hocr -o out                 another program's words, put in order without OCR
  ocr-fix run page.png -o out --skip adverts     a text without adverts; JSON keeps them
  ocr-fix repair garbled.txt --diff              untangle the columns of a text whose scan is gone
  ocr-fix compare out golden                     how far the texts in out/ are from golden/
  ocr-fix compare out golden --html report.html  the same as a page to look at
  ocr-fix golden accept out/page.txt golden      what you looked at becomes the golden text
  ocr-fix doctor                                 which engines and languages there are
"""

EXIT_CODES = """\
exit codes: 0 fine; 1 some of several pages failed or a text differs too much; 2 wrong arguments or
no usable input; 3 engine missing or failed; 4 output cannot be written; 130 interrupted
"""


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments of `argv`; those of `build_parser`.

    Raises:
        SystemExit: they are wrong, or ask for help or the version.
    """
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.command in ("run", "order") and not (arguments.pages or arguments.files_from):
        parser.error("name files or folders to read, or a list of them with --files-from")
    return arguments


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command; the parsed arguments name the command in `command`."""
    parser = argparse.ArgumentParser(
        prog="ocr-fix",
        description="Newspaper scans and garbled texts become text in reading order.",
        epilog=EXAMPLES + "\n" + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ocr-fix {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_order(commands)
    _add_compare(commands)
    _add_golden(commands)
    _add_repair(commands)
    commands.add_parser("doctor", help="say which engines, languages and accelerators there are")
    return parser


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser(
        "run",
        help="read page images and PDFs and write their text",
        description="Reads page images and PDFs and writes their text in reading order, a file a page.",
    )
    run.add_argument(
        "pages", nargs="*", metavar="PAGE",
        help="files (PNG, JPEG, TIFF, JPEG 2000, WebP, PDF), folders with all below them, or URLs",
    )  # fmt: skip
    _add_outputs(run, FORMATS[:1], "txt")
    run.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="default: %(default)s")
    run.add_argument(
        "--text-layer", choices=("auto", "use", "ignore"), default="auto", metavar="auto|use|ignore",
        help="text that a PDF brings: judge it (default), trust it, or read the page anew",
    )  # fmt: skip
    known = _add_known(run)
    known.add_argument("--no-deskew", action="store_false", dest="deskew", help="don't straighten the page")
    known.add_argument(
        "--split-spreads", choices=("auto", "never"), default="auto", metavar="auto|never",
        help="two pages on one picture: part them at the fold (default), or read them as one page",
    )  # fmt: skip


def _add_order(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    order = commands.add_parser(
        "order",
        help="put in order what another program has read, without OCR",
        description="Puts the words of hOCR, ALTO, PAGE, Tesseract's TSV, JSON, or a PDF's text layer in "
        "reading order: columns, articles and paragraphs are found anew; names, boxes and confidences stay.",
    )
    order.add_argument(
        "pages", nargs="*", metavar="FILE", help="files of words with boxes, folders of them, or URLs"
    )
    _add_outputs(order, None, "txt, and the file's own format")
    _add_known(order)
    order.set_defaults(text_layer="use", deskew=True, split_spreads="never")


def _add_outputs(parser: argparse.ArgumentParser, formats: tuple[str, ...] | None, said: str) -> None:
    """What is written, and where."""
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="folder for the results, or its URL"
    )
    parser.add_argument(
        "-l", "--language", default=DEFAULT_LANGUAGE, metavar="LANG",
        help="Tesseract's codes, joined by + (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--format", type=_formats, default=formats, metavar="FORMAT,...", dest="formats",
        help=f"any of {','.join(FORMATS)} (default: {said})",
    )  # fmt: skip
    parser.add_argument(
        "--skip", type=_parts, default=(), metavar="PART,...",
        help=f"leave parts out of txt, md and html, beside running heads: any of {','.join(PARTS)}",
    )  # fmt: skip
    parser.add_argument("--crops", action="store_true", help="write the picture of each article too")
    parser.add_argument(
        "--meta",
        type=Path,
        metavar="FILE",
        help='JSON with the paper\'s "title", "date", "page", for all pages',
    )
    parser.add_argument(
        "--golden", type=Path, metavar="DIR", help="compare the texts with those in DIR, in a table"
    )
    parser.add_argument("--password", metavar="TEXT", help="opens locked PDFs")
    speaks = parser.add_mutually_exclusive_group()
    speaks.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    speaks.add_argument("-v", "--verbose", action="store_true", help="print what was done to each page")
    _add_batch(parser)


def _add_batch(parser: argparse.ArgumentParser) -> None:
    batch = parser.add_argument_group("for many pages (docs/scale.md)")
    batch.add_argument("--glob", default="", metavar="PATTERN", help='files of folders, as "*.tif"')
    batch.add_argument(
        "--files-from",
        action="append",
        default=[],
        metavar="LIST",
        help="a file with a path a line; - is stdin",
    )
    batch.add_argument(
        "--pages",
        type=_pages,
        default=(),
        dest="page_numbers",
        metavar="1-3,7",
        help="only these of each file",
    )
    batch.add_argument("-j", "--jobs", type=_positive, metavar="N", help="processes (default: one a core)")
    batch.add_argument(
        "--timeout",
        type=_seconds,
        metavar="SECONDS",
        help="give a page up after so long (default: 600; 0: never)",
    )
    batch.add_argument("--fail-fast", action="store_true", help="end at the first page that fails")
    batch.add_argument("--again", action="store_true", help="read pages that are done too")
    batch.add_argument("--log-json", type=Path, metavar="FILE", help="write a JSON line for each event")
    batch.add_argument(
        "--executor", default="", metavar="URL", help="read on a Dask cluster: dask://host:8786"
    )


def _add_known(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    known = parser.add_argument_group("for those who know the page better")
    known.add_argument("--columns", type=_positive, metavar="N", help="number of columns of body text")
    known.add_argument("--direction", choices=("horizontal", "vertical"), help="how the lines run")
    known.add_argument(
        "--max-pixels", type=_positive, metavar="N",
        help="refuse larger pages (a guard against bombs; default: 200000000)",
    )  # fmt: skip
    return known


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    compare = commands.add_parser(
        "compare",
        help="measure texts against golden ones",
        description="Compares texts with golden ones: two files, or the files of two folders by name. "
        "Text, Markdown, the JSON of ocr-fix, hOCR, ALTO and PAGE can be compared.",
        epilog="exit codes: 0 within the limits; 1 outside, or pages are missing; 2 nothing to compare",
    )
    compare.add_argument("output", type=Path, metavar="OUTPUT", help="a file, or a folder of them")
    compare.add_argument("golden", type=Path, metavar="GOLDEN", help="the approved text, or a folder of them")
    compare.add_argument("--html", type=Path, metavar="REPORT", help="write a report to look at: one file")
    compare.add_argument("--json", action="store_true", help="print everything as JSON instead of a table")
    compare.add_argument(
        "--normalise", choices=("none", "nfc", "nfkc", "loose"), default="loose",
        help="what counts as the same text (default: loose, which forgives widths, quotes and spaces)",
    )  # fmt: skip
    compare.add_argument("--words", action="store_true", help="cut Chinese into words for the WER")
    compare.add_argument(
        "--worst", type=_count, default=10, metavar="N", help="show the N worst lines (default: %(default)s)"
    )
    compare.add_argument("-j", "--jobs", type=_positive, metavar="N", help="processes (default: one a core)")
    limits = compare.add_argument_group(
        "limits",
        "as 0.02 or 2%; those that are given replace the usual ones, of which docs/compare.md tells",
    )
    for side, names in (("max", _CEILINGS), ("min", _FLOORS)):
        for name in names:
            limits.add_argument(f"--{side}-{name}", type=_share, metavar="SHARE")


_CEILINGS = ("cer", "flow-cer", "order-free-cer", "wer", "extra", "block-order")
_FLOORS = ("line-recall", "successors", "successors-across", "whole-paragraphs")


def _add_golden(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    golden = commands.add_parser("golden", help="keep golden texts")
    accept = golden.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "accept",
        help="make an output the golden text",
        description="Writes golden texts from outputs that a person has looked at. A golden text that "
        "would change is shown as it was and as it would be, and only a yes changes it.",
    )
    accept.add_argument("output", type=Path, metavar="OUTPUT", help="a file, or a folder of them")
    accept.add_argument("golden", type=Path, metavar="GOLDEN", help="the golden file, or a folder of them")
    accept.add_argument("-y", "--yes", action="store_true", help="don't ask")


def _share(text: str) -> float:
    """A share between 0 and 1, or a percentage."""
    try:
        share = float(text.rstrip(" %")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no share: write 0.02 or 2%")
    return share


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _add_repair(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    repair = commands.add_parser(
        "repair",
        help="untangle the columns of a garbled text",
        description="Repairs a text whose columns were read across and whose paragraphs were torn. "
        "What is not garbled stays to the letter.",
    )
    repair.add_argument("file", metavar="FILE", help="a text file, or - for standard input")
    repair.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="folder for the results (default: standard output)"
    )
    repair.add_argument(
        "--format", type=_text_formats, default=TEXT_FORMATS[:1], metavar="FORMAT,...", dest="formats",
        help=f"any of {','.join(TEXT_FORMATS)} (default: txt)",
    )  # fmt: skip
    shows = repair.add_mutually_exclusive_group()
    shows.add_argument("--diff", action="store_true", help="print what changes instead of the text")
    shows.add_argument("--explain", action="store_true", help="print each decision, why, and the runner-up")
    repair.add_argument(
        "--min-confidence", type=_share, default=0.4, metavar="SHARE",
        help="leave what is less sure than this as it was, 0 to 1 (default: %(default)s)",
    )  # fmt: skip
    model = repair.add_mutually_exclusive_group()
    model.add_argument(
        "--lm", type=Path, metavar="FILE", help="KenLM model of Chinese words (default: Debian's, if there)"
    )
    model.add_argument("--no-lm", action="store_true", help="use the built-in scores alone")
    repair.add_argument("--unwrap", action="store_true", help="join the lines of hard-wrapped prose as well")
    repair.add_argument("--quotes", action="store_true", help="curl straight quotes in all Chinese text")
    repair.add_argument("--encoding", default="", metavar="NAME", help="of the file (default: guessed)")
    repair.add_argument("-q", "--quiet", action="store_true", help="print the text and errors only")


def _formats(text: str, known: tuple[str, ...] = FORMATS) -> tuple[str, ...]:
    """The formats that `text` names, each once."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"{text!r}: choose from {', '.join(known)}, joined by commas")
    return names


def _parts(text: str) -> tuple[str, ...]:
    return _formats(text, tuple(PARTS))


def _text_formats(text: str) -> tuple[str, ...]:
    return _formats(text, TEXT_FORMATS)


def _pages(text: str) -> tuple[range, ...]:
    from ocr_fix.listing import parse_pages

    try:
        return parse_pages(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} names no pages: write 1-3,7 or 5-") from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return seconds


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number
