"""Draws newspaper pages: the committed samples, or as many others as asked for."""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

from draw.committed import draw_samples
from draw.fonts import PACKAGES, missing_fonts
from draw.golden import golden_json, golden_page
from draw.look import Press
from draw.pages import GROUPS, KINDS, LAYOUTS, draw_page, find_kind
from draw.stories import open_desk
from draw.truth import golden_text, score_page
from draw.wear import Wear, find_warp, jpeg_bytes, wear_page
from draw.wearing import LEVELS, choose_wear

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = """examples:
  python -m draw                                   the committed samples and their golden texts, again
  python -m draw --kind sidebar --seed 7 --count 3 -o DIR
  python -m draw --kind all --wear heavy --skew 3 -o DIR --score-format
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
            rng = random.Random(f"{kind}-{seed}")
            press = draw_page(find_kind(kind), rng, open_desk(rng))
            wear = choose_wear(args.wear or find_kind(kind).wear or "light", rng, args.skew)
            base = (args.out or Path("drawn")) / f"{kind}-{seed:03d}"
            write_page(press, wear, base, base, args.score_format)
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
        "--kind", choices=(*KINDS, *LAYOUTS, *GROUPS), help="random pages of a kind, not the samples"
    )
    parser.add_argument("--seed", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--count", type=int, default=1, help="pages of each kind (default 1)")
    parser.add_argument("-o", "--out", type=Path, help="where to (default: the repository, or ./drawn)")
    parser.add_argument("--wear", choices=LEVELS, help="default: that of the kind, else light")
    parser.add_argument("--skew", type=float, help="degrees, instead of what chance decides")
    parser.add_argument("--score-format", action="store_true", help="the JSON of the independent scorer")
    return parser.parse_args(argv)


def write_page(press: Press, wear: Wear, picture: Path, truth: Path, score_format: bool = False) -> None:
    """Writes a page's picture, text and JSON; the paths have no suffix yet."""
    sheet = press.sheet
    image = wear_page(sheet.image, wear, sheet.tints)
    move = find_warp(sheet.image.size, wear).move
    for path in (picture, truth):
        path.parent.mkdir(parents=True, exist_ok=True)
    picture.with_suffix(".jpg").write_bytes(jpeg_bytes(image, wear.quality))
    truth.with_suffix(".txt").write_text(golden_text(sheet.truth), encoding="utf-8")
    if score_format:
        head = {"name": picture.name, "page_size": image.size, "skew_deg": wear.skew_deg}
        data = json.dumps(head | score_page(sheet.truth, move), ensure_ascii=False, indent=1).encode()
    else:
        data = golden_json(golden_page(press, f"{picture.name}.jpg", image.size, move))
    truth.with_suffix(".json").write_bytes(data)
    print(picture.with_suffix(".jpg"))


if __name__ == "__main__":
    sys.exit(main())
