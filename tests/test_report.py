"""The report: one file, every difference marked on both sides, usable in a real browser."""

from __future__ import annotations

import base64
import html
import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.compare import compare
from ocr_fix.measures import BREAKS, Change, Comparison
from ocr_fix.model import Article, Box, Kind, Line, Page, Paragraph, Region
from ocr_fix.report import MEASURES, Outline, Picture, Report, ReportPage, render_report
from ocr_fix.report.histogram import BINS, histogram
from ocr_fix.report.panes import pane

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))
LINES = [HAN[at : at + 30] for at in range(0, 900, 30)]
GOLDEN = "\n\n".join(LINES)
# A line moved, three characters misread, four lost, two added.
OUTPUT = "\n\n".join(
    [
        LINES[1],
        LINES[0],
        LINES[2][:9] + "XYZ" + LINES[2][12:],
        LINES[3][:10] + LINES[3][14:],
        "甲乙" + LINES[4],
        *LINES[5:],
    ]
)
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwS"
    "ExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)
VOID = {"meta", "img", "link", "br", "input", "hr"}


class Reader(HTMLParser):
    """Reads the marks of a pane, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None]]] = []
        self.empty: list[dict[str, str | None]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        name, attributes = self.open.pop()
        assert name == tag
        if tag == "i":
            self.empty.append(attributes)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data, self.open[-1][1]))


def page(
    name: str, output: str | Page = OUTPUT, golden: str | Page = GOLDEN, picture: Picture | None = None
) -> ReportPage:
    return ReportPage(name, "good", True, compare(output, golden), picture)


def report(*pages: ReportPage) -> Report:
    total = sum((one.comparison for one in pages if one.comparison), Comparison())
    return Report("out against golden", "loose", pages, total)


def printed() -> Page:
    lines = tuple(Line(text, Box(0, 20 * row, 300, 20 * row + 20)) for row, text in enumerate(LINES[:3]))
    region = Region(Kind.BODY, Box(0, 0, 300, 60), lines)
    paragraphs = (Paragraph(LINES[0] + LINES[1], 0, (0, 1)), Paragraph(LINES[2], 0, (2,)))
    return Page("a.png", 300, 60, articles=(Article((region,), paragraphs),))


# Panes


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 40))
def test_both_sides_hold_their_text_and_every_difference(seed: int, changes: int) -> None:
    chance = random.Random(seed)
    output = list(GOLDEN.replace("\n\n", "\n"))
    for _ in range(changes):
        place = chance.randrange(len(output))
        output[place : place + chance.choice((0, 1, 30))] = chance.choice(("", "<&>", "新\n桥"))
    chance.shuffle(paragraphs := "".join(output).split("\n"))
    comparison = compare("\n".join(paragraphs), GOLDEN)
    for side, text in (("golden", comparison.golden), ("output", comparison.output)):
        read = Reader(pane(text, comparison.differences, side))
        assert "".join("".join(data for data, _ in read.texts).split()) == "".join(text.text.split())
        for index, one in enumerate(comparison.differences):
            own = one.golden if side == "golden" else one.output
            if one.change in BREAKS:
                assert sum(attributes.get("data-d") == str(index) for attributes in read.empty) == 1
                continue
            key = "data-m" if one.change is Change.MOVED else "data-d"
            marked = "".join(data for data, attributes in read.texts if attributes.get(key) == str(index))
            assert "".join(marked.split()) == "".join(own.text.split())
            if not own.text:
                assert sum(attributes.get("data-d") == str(index) for attributes in read.empty) == 1


def test_a_move_says_where_it_leads() -> None:
    misread = LINES[2][:12] + "X" + LINES[2][13:]
    comparison = compare("\n".join((misread, *LINES[:2], *LINES[3:9])), "\n".join(LINES[:9]))
    assert pane(comparison.golden, comparison.differences, "golden").count('data-to="→ 1"') == 1
    assert pane(comparison.output, comparison.differences, "output").count('data-to="← 3"') == 1
    boxed = compare(printed(), "\n".join((LINES[2], *LINES[:2])))
    assert pane(boxed.output, boxed.differences, "output").count("data-to") == 1


def test_printed_lines_are_marked_where_their_boxes_are_known() -> None:
    comparison = compare(printed(), "\n".join(LINES[:3]))
    output = Reader(pane(comparison.output, comparison.differences, "output"))
    lines = {data: attributes.get("data-l") for data, attributes in output.texts}
    assert lines == {LINES[0]: "1", LINES[1]: "2", LINES[2]: "3"}
    assert "data-l" not in pane(comparison.golden, comparison.differences, "golden")


def test_text_is_escaped() -> None:
    comparison = compare("<script>alert(1)</script>", "a & b")
    marked = pane(comparison.output, comparison.differences, "output")
    assert "<script" not in marked
    assert html.unescape(re.sub(r"<[^>]*>", "", marked)) == "<script>alert(1)</script>"


# Histogram


def test_the_histogram_counts_where_errors_are() -> None:
    text = HAN[: 10 * BINS]
    output = text[:5] + "X" + text[6:300] + text[320:]
    bins = histogram(compare(output, text))
    assert len(bins) == BINS
    assert (bins[0].replaced, bins[0].first) == (1, 0)
    assert (bins[30].missing, bins[31].missing, bins[32].missing) == (10, 10, 0)
    assert (bins[30].height_ratio, bins[0].height_ratio, bins[5].height_ratio) == (1.0, 0.1, 0.0)
    assert bins[5].first == -1
    moved = histogram(compare(text[50:] + text[:50], text))
    assert [one.moved_ratio for one in moved[:6]] == [1.0] * 5 + [0.0]
    assert sum(one.errors for one in moved) == 0


def test_a_text_without_characters_has_no_histogram() -> None:
    assert histogram(compare("新桥", "")) == ()


# The file


def test_the_report_needs_no_other_file() -> None:
    text = render_report(report(page("a"), page("b")))
    Reader(text.replace("<!doctype html>", ""))
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', text) == []
    assert re.findall(r"@import|url\(|https?://(?!www\.w3\.org)", text) == []


def test_names_and_verdicts_are_escaped() -> None:
    text = render_report(report(ReportPage("<b>x", "<i>bad", False)))
    assert "&lt;b&gt;x" in text
    assert "<b>x" not in text
    assert "<i>bad" not in text


def test_a_page_that_was_not_compared_is_a_row_alone() -> None:
    text = render_report(report(page("a"), ReportPage("b", "missing", False)))
    assert text.count("<template") == 1
    assert "missing" in text


def test_every_measure_has_a_rate_and_an_explanation() -> None:
    total = compare(OUTPUT, GOLDEN)
    assert all(measure.meaning for measure in MEASURES)
    assert {measure.name for measure in MEASURES if measure.rate(total)} >= {
        "cer",
        "order_free_cer",
        "block_order",
    }


# In a browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=8000", "--window-size=1400,900",
)  # fmt: skip

TOOLS = """
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const key = (name) => dispatchEvent(new KeyboardEvent("keydown", {key: name, cancelable: true}));
const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const inside = (element, pane) => {
  const box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
  return box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
};
"""


RUNNER = """
<script>%s
addEventListener("load", async () => {
  await wait(50);
  let said;
  try { said = await (async () => { %s })(); } catch (error) { said = "error: " + error.stack; }
  const box = document.createElement("pre");
  box.id = "said";
  box.textContent = JSON.stringify(said);
  document.body.append(box);
});
</script></body>"""

Browse = Callable[..., Any]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """Opens a report in headless Chromium, runs a script there and gives what it returns."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium here (Debian: apt-get install chromium)")
    browser = CHROMIUM

    def run(text: str, script: str, *flags: str, fragment: str = "") -> Any:
        path = tmp_path / "report.html"
        path.write_text(text.replace("</body>", RUNNER % (TOOLS, script)), encoding="utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = (browser, *FLAGS, profile, *flags, "--dump-dom", path.as_uri() + fragment)
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=180, check=False)
        found = re.search(r'<pre id="said">(.*?)</pre>', done.stdout, re.DOTALL)
        assert found, done.stderr[-2000:]
        return json.loads(html.unescape(found[1]))

    return run


def test_the_table_is_sorted_by_any_column(browse: Browse) -> None:
    pages = (page("a"), page("b", GOLDEN), page("c", OUTPUT[:400]))
    script = """
      const names = () => all("tbody tr th").map((cell) => cell.textContent).join("");
      const header = one("thead th:nth-child(2)"), seen = [names()];
      header.firstElementChild.click(); seen.push(names(), header.getAttribute("aria-sort"));
      header.firstElementChild.click(); seen.push(names(), header.getAttribute("aria-sort"));
      return seen;
    """
    assert browse(render_report(report(*pages)), script) == ["abc", "bac", "ascending", "cab", "descending"]


def test_n_and_p_step_through_the_differences_on_both_sides(browse: Browse) -> None:
    script = """
      const at = () => [one("output").textContent, ...["golden", "output"].map((side) => {
        const pane = one(`.pane.${side}`), current = pane.querySelector(".current");
        return [current?.tagName, current?.textContent, current ? inside(current, pane) : null];
      })];
      const seen = [];
      for (const name of ["n", "n", "n", "n", "p"]) { key(name); await wait(50); seen.push(at()); }
      return seen;
    """
    seen = browse(render_report(report(page("a"), page("b"))), script, fragment="#page-1")
    counters = [counter for counter, *_ in seen]
    assert counters == ["1 of 4", "2 of 4", "3 of 4", "4 of 4", "3 of 4"]
    moved, misread, lost, extra, again = (sides for _, *sides in seen)
    assert [side[0] for side in moved] == ["SPAN", "SPAN"]
    assert misread == [["MARK", LINES[2][9:12], True], ["MARK", "XYZ", True]]
    assert lost == [["DEL", LINES[3][10:14], True], ["I", "", True]]
    assert extra == [["I", "", True], ["INS", "甲乙", True]]
    assert again == lost


def test_kinds_can_be_hidden(browse: Browse) -> None:
    script = """
      one(".kinds .moved").click(); key("n");
      const button = one(".kinds .moved");
      return [button.getAttribute("aria-pressed"), one("output").textContent, one(".pane .current").tagName,
              getComputedStyle(one(".pane span[data-m]")).backgroundColor];
    """
    seen = browse(render_report(report(page("a"), page("b"))), script, fragment="#page-1")
    assert seen == ["false", "1 of 3", "MARK", "rgba(0, 0, 0, 0)"]


def many_differences() -> ReportPage:
    chance = random.Random(5)
    lines = ["".join(chance.choices(HAN, k=30)) for _ in range(2000)]
    misread = ["".join("口" if chance.random() < 0.07 else letter for letter in line) for line in lines]
    return page("a", "\n".join(misread[900:1300] + misread[:900] + misread[1300:]), "\n".join(lines))


def test_thousands_of_differences_can_be_walked_through(browse: Browse) -> None:
    one = many_differences()
    assert one.comparison
    assert len(one.comparison.differences) > 3000
    script = """
      const marks = all(".golden mark").length;
      for (let count = 0; count < 600; count++) key("n");
      await wait(50);
      const current = one(".golden .current");
      return [marks, one("output").textContent.split(" ")[0], inside(current, one(".golden"))];
    """
    marks, place, is_inside = browse(render_report(report(one)), script)
    assert marks > 3000
    assert (place, is_inside) == ("600", True)


def test_both_texts_scroll_together(browse: Browse) -> None:
    script = """
      const [golden, output] = [one(".pane.golden"), one(".pane.output")];
      const mark = all(".pane.golden mark:not([data-m])")[1500];
      const top = (element) => element.getBoundingClientRect().top;
      golden.scrollTop += top(mark) - top(golden) - golden.clientHeight / 3;
      golden.dispatchEvent(new Event("scroll")); // nothing is drawn here, which would tell of it
      return top(mark) - top(one(`.pane.output [data-d="${mark.dataset.d}"]`));
    """
    apart_px = browse(render_report(report(many_differences())), script)
    assert abs(apart_px) < 60


def test_jumping_to_what_moved_leaves_both_texts_where_they_jumped(browse: Browse) -> None:
    script = """
      const mark = one(".output [data-to]"), move = mark.dataset.m;
      mark.click();
      for (const side of ["output", "golden"]) one(`.pane.${side}`).dispatchEvent(new Event("scroll"));
      const piece = (side) => one(`.${side} [data-m="${move}"]`);
      return ["golden", "output"].map((side) => inside(piece(side), one(`.pane.${side}`)));
    """
    assert browse(render_report(report(many_differences())), script) == [True, True]


def with_scan() -> ReportPage:
    outlines = tuple(
        Outline(row + 1, (0, 20 * row, 300, 20 * row, 300, 20 * row + 20, 0, 20 * row + 20))
        for row in range(3)
    )
    golden = "\n".join([LINES[0] + LINES[1], LINES[2][:9] + "X" + LINES[2][10:]])
    return page("a", printed(), golden, Picture(JPEG, 300, 60, "output", outlines))


def test_the_line_under_the_cursor_is_marked_on_the_scan(browse: Browse) -> None:
    script = """
      const over = (element) => element.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
      const under = () => all(".under").map((element) => element.tagName + element.dataset.l);
      const seen = [all("polygon.wrong").map((outline) => outline.dataset.l)];
      over(one('.output [data-l="2"]')); seen.push(under());
      over(one('polygon[data-l="3"]')); seen.push([...new Set(under())].sort());
      return seen;
    """
    wrong, from_text, from_scan = browse(render_report(report(with_scan())), script)
    assert wrong == ["3"]
    assert sorted(from_text) == ["SPAN2", "polygon2"]
    assert from_scan == ["MARK3", "SPAN3", "polygon3"]


def test_escape_leads_back_and_brackets_to_the_pages_beside(browse: Browse) -> None:
    script = """
      const name = () => one(".view")?.getAttribute("aria-label") ?? "";
      const at = () => [location.hash, one("#overview").hidden, name()];
      const seen = [at()];
      for (const pressed of ["]", "]", "[", "Escape"]) { key(pressed); await wait(100); seen.push(at()); }
      one("tbody tr:last-child td").click(); await wait(100); seen.push(at());
      return seen;
    """
    seen = browse(render_report(report(page("a"), page("b"))), script, fragment="#page-1")
    second = ["#page-2", True, "b"]
    assert seen == [["#page-1", True, "a"], second, second, ["#page-1", True, "a"], ["", False, ""], second]


def test_a_report_of_one_page_opens_it(browse: Browse) -> None:
    assert browse(render_report(report(page("a"))), 'return one(".view h2").textContent;') == "a"


def test_all_pages_are_printed(browse: Browse) -> None:
    script = """
      dispatchEvent(new Event("beforeprint"));
      const printed = all(".view").length;
      dispatchEvent(new Event("afterprint"));
      return [printed, all(".view").length];
    """
    assert browse(render_report(report(page("a"), page("b"))), script) == [2, 0]


@pytest.mark.parametrize(("scheme", "is_dark"), [("0", True), ("1", False)])
def test_light_and_dark(scheme: str, is_dark: bool, browse: Browse) -> None:
    script = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);"
    text = render_report(report(page("a"), page("b")))
    channels = browse(text, script, f"--blink-settings=preferredColorScheme={scheme}")
    assert (max(channels) < 60) is is_dark
