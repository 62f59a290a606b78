"""Draws the pictures of the documents: `make pictures`. Reads the samples with the default engine.

The picture of the report needs Chromium; without it the old one stays.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

import ocr_fix

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "samples"))
IMAGES = ROOT / "docs" / "images"
HEIGHT_PX = 1000
SHOWN = ("05-narrow-gutters", "06-feature", "09-vertical", "10-worn", "11-front")
ORDEALS = ("desk", "microfilm")
LAYOUTS = (("open-tables", 1202), ("quotes", 1202), ("adverts", 1201), ("beside", 1200))
"""Drawn kinds and seeds whose pages are shown beside those of the samples."""
LEAD = "04-sidebar"
COMPARED = "11-front"
PRESS = """<script>addEventListener("load", () => setTimeout(() => {
  for (const key of ["n", "n"]) dispatchEvent(new KeyboardEvent("keydown", {key}));
}, 100));</script></body>"""


def main() -> None:
    """Writes docs/images/*.png."""
    IMAGES.mkdir(exist_ok=True)
    reader = ocr_fix.Reader()
    lead = reader.read(ROOT / "samples" / f"{LEAD}.jpg")
    with Image.open(ROOT / "samples" / f"{LEAD}.jpg") as scan:
        _beside(scan.convert("RGB"), lead.overlay()).save(IMAGES / "before-after.png", optimize=True)
    for name in SHOWN:
        page = reader.read(ROOT / "samples" / f"{name}.jpg")
        _small(page.overlay()).save(IMAGES / f"{name}.png", optimize=True)
        if name == COMPARED:
            _report(page)
    draw_layouts(reader)
    draw_ordeals(reader)


def draw_ordeals(reader: ocr_fix.Reader) -> None:
    """Writes a newly drawn front page after each of `ORDEALS`, and what is seen on it."""
    from draw.__main__ import main as draw

    for name in ORDEALS:
        with tempfile.TemporaryDirectory() as folder:
            draw(["--kind", "front", "--seed", "302", "--wear-with", name, "-o", folder])
            path = Path(folder) / "front-302.jpg"
            with Image.open(path) as scan:
                both = _beside(scan.convert("RGB"), reader.read(path).overlay())
            both.save(IMAGES / f"{name}.png", optimize=True)


def draw_layouts(reader: ocr_fix.Reader) -> None:
    """Writes what is seen on a newly drawn page of each of `LAYOUTS`."""
    with tempfile.TemporaryDirectory() as folder:
        for kind, seed in LAYOUTS:
            page = reader.read(_drawn(kind, seed, Path(folder)))
            _small(page.overlay()).save(IMAGES / f"layout-{kind}.png", optimize=True)


def _drawn(kind: str, seed: int, folder: Path) -> Path:
    """The picture of a newly drawn page, lightly worn."""
    draw = (sys.executable, "-m", "draw", "--kind", kind, "--seed", str(seed), "--wear", "light")
    subprocess.run((*draw, "-o", folder), cwd=ROOT / "samples", check=True, stdout=subprocess.DEVNULL)
    return folder / f"{kind}-{seed:03d}.jpg"


def _report(page: ocr_fix.Page) -> None:
    """Writes the report of one page, opened at its second difference."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        sys.stderr.write("docs/images/report.png stays as it is: there is no Chromium\n")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output, report, picture = folder / f"{COMPARED}.json", folder / "report.html", folder / "report.png"
        output.write_text(page.to_json(), encoding="utf-8")
        compare = (sys.executable, "-c", "from ocr_fix.cli import entry; entry()", "compare")
        golden = ROOT / "golden" / f"{COMPARED}.json"
        subprocess.run((*compare, output, golden, "--html", report, "--worst", "0"), cwd=ROOT, check=False)
        text = report.read_text(encoding="utf-8").replace("</body>", PRESS)
        report.write_text(text, encoding="utf-8")
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1400,820")
        profile = f"--user-data-dir={folder / 'profile'}"
        shot = (f"--screenshot={picture}", "--virtual-time-budget=4000", report.as_uri())
        subprocess.run((browser, *flags, profile, *shot), capture_output=True, check=True)
        with Image.open(picture) as drawn:
            drawn.convert("RGB").quantize(128).save(IMAGES / "report.png", optimize=True)


def _small(picture: Image.Image) -> Image.Image:
    """`picture` at the height of the documents, in few colours so that the files stay small."""
    width = round(picture.width * HEIGHT_PX / picture.height)
    return picture.convert("RGB").resize((width, HEIGHT_PX), Image.Resampling.LANCZOS).quantize(128)


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two pictures side by side with an arrow between them."""
    small = [_small(picture).convert("RGB") for picture in (left, right)]
    gap = 60
    sheet = Image.new("RGB", (small[0].width + gap + small[1].width, HEIGHT_PX), "white")
    sheet.paste(small[0], (0, 0))
    sheet.paste(small[1], (small[0].width + gap, 0))
    pen = ImageDraw.Draw(sheet)
    x, y = small[0].width, HEIGHT_PX // 2
    pen.line((x + 10, y, x + gap - 22, y), fill="#d22", width=8)
    pen.polygon(((x + gap - 26, y - 14), (x + gap - 26, y + 14), (x + gap - 6, y)), fill="#d22")
    return sheet.quantize(160)


if __name__ == "__main__":
    main()
