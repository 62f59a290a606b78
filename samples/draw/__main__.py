"""Draws newspaper pages: the committed samples, or as many others as asked for."""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from PIL.Image import Image

from draw.committed import draw_samples
from draw.fonts import PACKAGES, missing_fonts
from draw.golden import golden_json, golden_page
from draw.look import Press
from draw.ordeals import NAMES, side_by_side, suffer, worn_more
from draw.pages import GROUPS, KINDS, LAYOUTS, PAPERS, draw_page, find_kind
from draw.stories import open_desk
from draw.truth import Move, golden_text, score_page
from draw.wear import Wear, find_warp, jpeg_bytes, wear_page
from draw.wearing import LEVELS, choose_wear

ROOT = Path(__file__).resolve().parents[2]
SPREAD_SEEDS = 5000  # how far away the seed of a spread's second page is
EXAMPLES = """examples:
  python -m draw                                   the committed samples and their golden texts, again
  python -m draw --kind sidebar --seed 7 --count 3 -o DIR
  python -m draw --kind all --wear heavy --skew 3 -o DIR --score-format
  python -m draw --kind front --wear-with keystone,dpi-150 -o DIR
"""


def main(argv: list[str] | None = None) -> int:
    """Draws what the arguments ask for; 0, or 2 where a font is missing."""
    args = read_arguments(argv)
    if missing_fonts():
        print(f"fonts are missing; run: apt-get install {' '.join(PACKAGES)}", file=sys.stderr)
        return 2
    if args.kind is None:
        root = args.out or ROOT
        for sample, press, wear in draw_samples():
            write_page(press, wear, root / "samples" / sample.name, root / "golden" / sample.name)
        return 0
    for kind in GROUPS.get(args.kind, (args.kind,)):
        for seed in range(args.seed, args.seed + args.count):
            write_scan(kind, seed, args)
    return 0


def read_arguments(argv: list[str] | None) -> argparse.Namespace:
    """The arguments, checked."""
    parser = argparse.ArgumentParser(
        prog="draw",
        description="Draws newspaper pages with known truth.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--kind", choices=(*KINDS, *LAYOUTS, *PAPERS, *GROUPS), help="random pages of a kind, not the samples"
    )
    parser.add_argument("--seed", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--count", type=int, default=1, help="pages of each kind (default 1)")
    parser.add_argument("-o", "--out", type=Path, help="where to (default: the repository, or ./drawn)")
    parser.add_argument("--wear", choices=LEVELS, help="default: that of the kind, else light")
    parser.add_argument(
        "--wear-with", type=_ordeals, default=(), metavar="NAME,...", help=f"any of {', '.join(NAMES)}"
    )
    parser.add_argument("--skew", type=float, help="degrees, instead of what chance decides")
    parser.add_argument("--score-format", action="store_true", help="the JSON of the independent scorer")
    return parser.parse_args(argv)


def write_scan(kind: str, seed: int, args: argparse.Namespace) -> None:
    """Writes a page of a kind, or two of them as a spread, after all that befalls them."""
    key = f"{kind}-{seed:03d}"
    base = (args.out or Path("drawn")) / key
    leaves = [print_leaf(kind, seed, args)]
    if not args.wear_with:
        write_page(leaves[0].press, leaves[0].wear, base, base, args.score_format)
        return
    bases, image = [base], leaves[0].image
    if "spread" in args.wear_with:
        leaves.append(print_leaf(kind, seed + SPREAD_SEEDS, args))
        bases = [base.with_name(f"{key}-{number:04d}") for number in (1, 2)]
        image, shift = side_by_side(image, leaves[1].image, key)
        leaves[1] = replace(leaves[1], move=chained(leaves[1].move, shift))
    image, further, dpi = suffer(image, args.wear_with, key)
    base.parent.mkdir(parents=True, exist_ok=True)
    base.with_suffix(".jpg").write_bytes(jpeg_bytes(image, leaves[0].wear.quality, round(dpi)))
    for leaf, truth in zip(leaves, bases, strict=True):
        write_truth(replace(leaf, image=image, move=chained(leaf.move, further)), truth, args.score_format)
    print(base.with_suffix(".jpg"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A worn page, and where the points of the page as drawn stand on it."""

    press: Press
    wear: Wear
    image: Image
    move: Move


def print_leaf(kind: str, seed: int, args: argparse.Namespace) -> Leaf:
    """A page of a kind, worn."""
    rng = random.Random(f"{kind}-{seed}")
    press = draw_page(find_kind(kind), rng, open_desk(rng))
    wear = choose_wear(args.wear or find_kind(kind).wear or "light", rng, args.skew)
    wear = worn_more(wear, args.wear_with, f"{kind}-{seed:03d}")
    return worn_leaf(press, wear)


def worn_leaf(press: Press, wear: Wear) -> Leaf:
    """The page of a press, worn."""
    sheet = press.sheet
    move = find_warp(sheet.image.size, wear).move
    return Leaf(press, wear, wear_page(sheet.image, wear, sheet.tints), move)


def chained(first: Move, second: Move) -> Move:
    """One move after the other."""
    return lambda points: second(first(points))


def write_page(press: Press, wear: Wear, picture: Path, truth: Path, score_format: bool = False) -> None:
    """Writes a page's picture, text and JSON; the paths have no suffix yet."""
    leaf = worn_leaf(press, wear)
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.with_suffix(".jpg").write_bytes(jpeg_bytes(leaf.image, wear.quality))
    write_truth(leaf, truth, score_format, picture.name)
    print(picture.with_suffix(".jpg"))


def write_truth(leaf: Leaf, base: Path, score_format: bool = False, name: str = "") -> None:
    """Writes a page's text and JSON."""
    base.parent.mkdir(parents=True, exist_ok=True)
    truth, size, name = leaf.press.sheet.truth, leaf.image.size, name or base.name
    base.with_suffix(".txt").write_text(golden_text(truth), encoding="utf-8")
    if score_format:
        head = {"name": name, "page_size": size, "skew_deg": leaf.wear.skew_deg}
        data = json.dumps(head | score_page(truth, leaf.move), ensure_ascii=False, indent=1).encode()
    else:
        data = golden_json(golden_page(leaf.press, f"{name}.jpg", size, leaf.move))
    base.with_suffix(".json").write_bytes(data)


def _ordeals(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := [name for name in names if name not in NAMES]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r}: choose from {', '.join(NAMES)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
