"""Pages with columns that do not behave: tables among text, pull quotes, adverts, columns that restart."""

from __future__ import annotations

from dataclasses import replace

from draw.article import Plan, capacity, rule_columns, set_article
from draw.flow import find_slots, fit, place_line, split_columns
from draw.furniture import set_advert, set_divider
from draw.grid import Leaf, Split, set_tree
from draw.heading import set_heading, stack
from draw.look import Press
from draw.marks import Block, Rect
from draw.stories import Story
from draw.table import set_cells
from draw.typeset import text_lines

ALIGNMENTS = ("center", "right", "left")
SHOWN_COLUMNS = 3  # of a table in a text column


def draw_open_tables(press: Press, rect: Rect) -> None:
    """A table without rules or with few of them in a column of a story, another one across the page."""
    rng, look = press.rng, press.look
    columns = rng.choice((2, 3))
    inner, wide = _take_table(press), _take_table(press)
    upper = replace(rect, bottom=rect.top + rect.height * rng.uniform(0.45, 0.55))
    place = split_columns(upper, columns, look.gutter)[rng.randrange(columns)]
    small = replace(inner, rows=tuple(row[:SHOWN_COLUMNS] for row in inner.rows))
    high = (1.75 * 0.92 * len(small.rows) + 1.4) * look.em
    top = upper.top + (upper.height - high) * rng.uniform(0.5, 0.95)
    hole = replace(place, top=round(top), bottom=round(top + high))
    story = _take_story(press, capacity(press, upper, columns) * 0.75)
    set_article(press, story, upper, Plan(columns, 2.6, pictures=False, holes=(hole,)))
    _set_open_table(press, small, press.taken[-1], hole.inset(0, 0.6 * look.em))
    lower = rect.below(upper.bottom + 2.2 * look.em)
    set_divider(press, replace(lower, top=upper.bottom, bottom=lower.top))
    article = press.name_article(wide.key)
    heading = set_heading(wide, article, lower, look, 1.9)
    for block in heading.blocks:
        press.sheet.add(block)
    bottom = _set_open_table(press, wide, article, lower.below(heading.bottom))
    set_tree(press, Leaf(Plan(rng.choice((3, 4)), 2.2)), lower.below(bottom + 1.8 * look.em))


def _take_table(press: Press) -> Story:
    table = press.desk.take(("table",), 0)
    if table is None:
        raise ValueError("no table is among the stories")
    return table


def _take_story(press: Press, length: float) -> Story:
    story = press.desk.take(("story", "letter"), length, press.paper.language)
    if story is None:
        raise ValueError("no story is left for this page")
    return story


def _set_open_table(press: Press, story: Story, article: str, rect: Rect) -> float:
    """A table with no rules, or with some over, under and below its head; returns where it ends."""
    block, _, high = set_cells(press, story, article, rect, press.rng.choice(ALIGNMENTS))
    top, bottom = round(rect.top), round(rect.top) + high * len(story.rows)
    for y in press.rng.choice(((), (top, top + high, bottom), (top + high,), (top, bottom))):
        press.rule("horizontal", Rect(rect.left, y - 1, rect.right, y + 1))
    press.sheet.add(block)
    return float(bottom)


def draw_quotes(press: Press, rect: Rect) -> None:
    """A story with pull quotes set into its columns in larger type, and a headline over some columns."""
    rng, look = press.rng, press.look
    columns = rng.choice((3, 4, 5))
    upper = replace(rect, bottom=rect.top + rect.height * rng.uniform(0.5, 0.62))
    story = _take_story(press, capacity(press, upper, columns) * 0.85)
    places = split_columns(upper, columns, look.gutter)
    quotes = []
    for number in sorted(rng.sample(range(1, columns), min(2, columns - 1))):
        style = look.style(look.deck, 1.25 * look.em, "center")
        text = _quoted(rng.choice(story.paragraphs))
        deep = (len(text_lines(text, places[number].width, style)) * style.leading) + 1.6 * look.em
        top = upper.top + upper.height * rng.uniform(0.4, 0.65)
        quotes.append((text, replace(places[number], top=round(top), bottom=round(top + deep)), style))
    holes = tuple(hole for _, hole, _ in quotes)
    span = rng.randint(2, columns)
    set_article(press, story, upper, Plan(columns, 2.6, span, pictures=False, holes=holes))
    article = press.taken[-1]
    for text, hole, style in quotes:
        block, bottom = stack(("sidebar", article), text, hole.below(hole.top + 0.7 * look.em), style)
        press.sheet.add(replace(block, role="quote"))
        for y in (hole.top + 0.35 * look.em, bottom + 0.3 * look.em):
            press.rule("horizontal", Rect(hole.left, round(y), hole.right, round(y) + 3))
    lower = rect.below(upper.bottom + 1.6 * look.em)
    set_divider(press, replace(lower, top=upper.bottom, bottom=lower.top))
    set_tree(press, Leaf(Plan(rng.choice((2, 3, 4)), 2.3)), lower)


def _quoted(paragraph: str) -> str:
    """The beginning of a paragraph, as a quote."""
    return "“" + paragraph[: min(24, len(paragraph) // 2)].strip("“”。，") + "”"


def draw_adverts(press: Press, rect: Rect) -> None:
    """Stories with adverts in their columns, framed or between rules, and a row of them at the foot."""
    rng, look = press.rng, press.look
    columns = rng.choice((3, 4))
    foot = rect.below(rect.bottom - 9 * look.body.leading)
    upper = replace(rect, bottom=foot.top - 1.2 * look.em)
    wide = split_columns(upper, columns, look.gutter)
    side = replace(wide[-1], top=upper.top)
    left = replace(upper, right=wide[-2].right)
    set_tree(press, Split((Leaf(Plan(columns - 1, 2.6)), Leaf(Plan(columns - 1, 2.2)))), left)
    y = side.top
    for _ in range(rng.choice((1, 2))):
        deep = look.body.leading * rng.uniform(6.0, 8.0)
        place = replace(side, top=round(y), bottom=round(y + deep))
        if rng.random() < 0.5 or not _set_open_advert(press, place):
            set_advert(press, place)
        y = place.bottom + 0.9 * look.em
    set_tree(press, Leaf(Plan(1, 1.9)), side.below(y + 0.4 * look.em))
    set_divider(press, replace(upper, top=upper.bottom, bottom=foot.top))
    for place in split_columns(foot, rng.choice((2, 3)), look.gutter):
        set_advert(press, place)


def _set_open_advert(press: Press, rect: Rect) -> bool:
    """An advert between two rules; False where none fits."""
    look = press.look
    lines = press.desk.take_advert(press.paper.language)
    if lines is None:
        return False
    placed, y = [], rect.top + 0.6 * look.em
    for number, text in enumerate(lines):
        face = look.headline if number == 0 else look.body.face
        style = look.style(face, (1.6 if number == 0 else 0.95) * look.em, "center")
        for setting in text_lines(text, rect.width, style):
            placed.append(place_line(setting, (rect.left, y), style, (0, number)))
            y += style.leading
    for edge in (rect.top, rect.bottom):
        press.rule("horizontal", Rect(rect.left, round(edge), rect.right, round(edge) + 4))
    press.sheet.add(Block("advert", press.name_article("advert"), tuple(placed), lines))
    return True


def draw_beside(press: Press, rect: Rect) -> None:
    """A story in several columns beside an unrelated one in one; columns that restart under a rule."""
    rng, look = press.rng, press.look
    count = rng.choice((3, 4))
    middle = rect.top + rect.height * rng.uniform(0.45, 0.58)
    parts = [Leaf(Plan(count, 2.6, rng.choice((0, 2))), count), Leaf(Plan(1, 1.9), 1)]
    if rng.random() < 0.4:
        parts.reverse()
    set_tree(press, Split(tuple(parts), rows=False, ruled=rng.random() < 0.5), replace(rect, bottom=middle))
    lower = rect.below(middle + 1.8 * look.em)
    set_divider(press, replace(lower, top=middle, bottom=lower.top))
    _set_restarting(press, lower, rng.choice((2, 3, 4)))


def _set_restarting(press: Press, rect: Rect, columns: int) -> None:
    """A story whose columns end at a rule and start again below it."""
    rng, look = press.rng, press.look
    story = _take_story(press, capacity(press, rect, columns) * 0.8)
    article = press.name_article(story.key)
    heading = set_heading(story, article, rect, look, 2.4)
    for block in heading.blocks:
        press.sheet.add(block)
    half = max(1, len(story.paragraphs) // 2)
    top = heading.bottom
    for number, paragraphs in enumerate((story.paragraphs[:half], story.paragraphs[half:])):
        if not paragraphs or rect.bottom - top < 6 * look.body.leading:
            return
        share = len("".join(paragraphs)) / capacity(press, Rect(0, 0, rect.width, 1000), columns) * 1000
        deep = min(rect.bottom, top + share + 2.5 * look.body.leading)
        places = split_columns(replace(rect, top=top, bottom=deep), columns, look.gutter)
        kept, lines = fit(paragraphs, look.body, find_slots(places, [], look.body))
        press.sheet.add(Block("body", article, lines, kept))
        bottom = max(line.box.bottom for line in lines)
        rule_columns(press, places, bottom, [])
        top = bottom + 1.2 * look.em
        if not number:
            y = round(bottom + 0.6 * look.em)
            press.rule("horizontal", Rect(rect.left, y, rect.right, y + 2))
        columns = rng.choice((columns, columns, max(2, columns - 1)))
