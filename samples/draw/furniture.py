"""What stands round the stories: folio or nameplate, imprint, rules, adverts, briefs."""

from __future__ import annotations

from dataclasses import replace

from draw.flow import find_slots, fit, place_line, split_columns
from draw.fonts import text_width
from draw.heading import stack
from draw.look import Press
from draw.marks import Block, Rect
from draw.typeset import text_lines

PAGE = "page"


def set_folio(press: Press, rect: Rect) -> float:
    """Date, paper and page name over a rule; returns where the page's stories may begin."""
    look, paper, rng = press.look, press.paper, press.rng
    small = look.style(look.body.face, 0.8 * look.em, "left")
    name_style = look.style(look.headline, 1.25 * look.em, "center")
    date = rng.choice(paper.lists["dates"])
    section = rng.choice(paper.lists["sections"])
    page = rng.choice(paper.lists.get("page_names", ("",)))
    texts = (
        (date, small),
        (paper.text("name"), name_style),
        (f"{page}　{section}" if page else section, replace(small, align="right")),
    )
    lines = []
    for number, (text, style) in enumerate(texts):
        top = rect.top + name_style.size - style.size
        line = place_line(text_lines(text, rect.width, style)[0], (rect.left, top), style)
        lines.append(replace(line, paragraph=number))
    press.sheet.add(Block("masthead", PAGE, tuple(lines), tuple(text for text, _ in texts)))
    y = rect.top + name_style.size + 0.35 * look.em
    set_thick_rule(press, replace(rect, top=y))
    return y + 0.9 * look.em


def set_nameplate(press: Press, rect: Rect) -> float:
    """The large name with the paper's particulars; returns where stories may begin."""
    look, paper, rng = press.look, press.paper, press.rng
    centred = paper.language == "en" or rng.random() < 0.4
    size = rng.uniform(3.2, 4.6) * look.em
    name = look.style(look.headline, size, "center" if centred else "left", 0)
    small = look.style(look.body.face, 0.76 * look.em, "center" if centred else "right")
    date = rng.choice(paper.lists["dates"])
    notes = [
        date,
        paper.text("licence"),
        f"{paper.text('issue')}　{paper.text('pages_today')}",
        paper.text("owner"),
    ]
    if centred:
        notes = [
            ("　　" if paper.language == "zh" else " · ").join(
                part for part in (date, paper.text("issue"), paper.text("price")) if part
            )
        ]
    title = place_line(text_lines(paper.text("name"), rect.width, name)[0], (rect.left, rect.top), name)
    y = title.box.bottom + 0.5 * look.em if centred else rect.top + 0.1 * look.em
    lines = [title]
    for number, note in enumerate(notes):
        line = place_line(text_lines(note, rect.width, small)[0], (rect.left, y), small)
        lines.append(replace(line, paragraph=number + 1))
        y += small.leading
    press.sheet.add(Block("masthead", PAGE, tuple(lines), (paper.text("name"), *notes)))
    if rng.random() < 0.6:
        press.sheet.tints.append((title.box.inset(-4, -8), (150, 10, 10)))
    y = max(y, title.box.bottom) + 0.35 * look.em
    set_thick_rule(press, replace(rect, top=y))
    return y + 0.9 * look.em


def set_thick_rule(press: Press, rect: Rect) -> None:
    """A rule at the top of `rect`: plain, or a thick one with a thin one under it."""
    if press.rng.random() < 0.5:
        press.rule("horizontal", replace(rect, bottom=rect.top + 3))
    else:
        press.rule("horizontal", replace(rect, bottom=rect.top + 6))
        press.rule("horizontal", replace(rect, top=rect.top + 10, bottom=rect.top + 12))


def set_footer(press: Press, rect: Rect) -> float:
    """The imprint at the top of `rect` under a thin rule; returns where it ends."""
    look = press.look
    space = " · " if press.paper.language == "en" else "　"
    text = space.join(press.paper.lists["footer"])
    style = look.style(look.body.face, 0.72 * look.em, press.rng.choice(("right", "center")))
    press.rule("horizontal", replace(rect, bottom=rect.top + 2))
    line = place_line(text_lines(text, rect.width, style)[0], (rect.left, rect.top + 0.4 * look.em), style)
    press.sheet.add(Block("footer", PAGE, (line,), (line.text,)))
    return line.box.bottom


def set_divider(press: Press, rect: Rect, vertical: bool = False) -> None:
    """A thin rule in the middle of a gap between stories."""
    if vertical:
        x = round((rect.left + rect.right) / 2)
        press.rule("vertical", Rect(x - 1, rect.top, x + 1, rect.bottom))
    else:
        y = round((rect.top + rect.bottom) / 2)
        press.rule("horizontal", Rect(rect.left, y - 1, rect.right, y + 1))


def set_advert(press: Press, rect: Rect) -> bool:
    """A framed advert that fills `rect`; False where none fits."""
    look = press.look
    lines = press.desk.take_advert(press.paper.language)
    if lines is None:
        return False
    inner = rect.inset(0.8 * look.em, 0.6 * look.em)
    unit = min(2.4 * look.em, inner.height / (1.6 + 1.35 * (len(lines) - 1)))
    head = look.style(look.headline, _shrunk(lines[0], 1.6 * unit, inner.width, press))
    small = look.style(look.body.face, min(unit, 1.3 * look.em), "center")
    rows = [(lines[0], head)] + [(text, small) for text in lines[1:]]
    settings = [
        (setting, style, number)
        for number, (text, style) in enumerate(rows)
        for setting in text_lines(text, inner.width, style)
    ]
    height = sum(style.leading for _, style, _ in settings)
    if height > inner.height or inner.width < 6 * look.em:
        press.desk.adverts.insert(0, (press.paper.language, lines))
        return False
    press.sheet.frame(rect, press.rng.randint(2, 6))
    y, placed = inner.top + (inner.height - height) / 2, []
    for setting, style, number in settings:
        placed.append(place_line(setting, (inner.left, y), style, (0, number)))
        y += style.leading
    press.sheet.add(Block("advert", press.name_article("advert"), tuple(placed), lines))
    return True


def _shrunk(text: str, size: float, width: float, press: Press) -> float:
    natural = text_width(press.look.headline, 100, text) / 100
    return min(size, width / max(natural, 1.0) * 0.98)


def set_briefs(press: Press, rect: Rect, count: int) -> None:
    """A row of `count` short items side by side, each with its own small headline."""
    for column in split_columns(rect, count, press.look.gutter):
        set_brief(press, column)


def set_brief(press: Press, rect: Rect) -> float:
    """One short item in a column; returns where it ends."""
    look, language = press.look, press.paper.language
    story = press.desk.take(("brief",), 120, language)
    if story is None:
        return rect.top
    article, y = press.name_article(story.key), rect.top
    if story.headline:
        style = look.style(look.headline, 1.15 * look.em, "center")
        block, y = stack(("headline", article), story.headline, rect, style)
        press.sheet.add(block)
        y += 0.2 * look.em
    style = look.body
    kept, body = fit(story.paragraphs, style, find_slots([replace(rect, top=y)], [], style))
    press.sheet.add(Block("body", article, body, kept))
    return body[-1].box.bottom
