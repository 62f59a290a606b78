"""Pages as today's dailies set them: an ear beside the nameplate, text around pictures and titles, English in
ragged columns."""

from __future__ import annotations

from dataclasses import replace

from draw.article import Plan, capacity, rule_columns, set_article, set_boxed, set_picture
from draw.body import set_body
from draw.flow import find_slots, fit, place_line, split_columns
from draw.furniture import PAGE, set_divider, set_thick_rule
from draw.grid import STORIES, Leaf, Split, divide, set_tree
from draw.heading import set_heading, stack
from draw.look import Press
from draw.marks import Block, Rect
from draw.stories import Story
from draw.typeset import text_lines

SIDES = ("left", "right")
EAR_EM = 12.0
ENGLISH_JUMPS = ("Continued on Page 2", "Continued on page 4", "See FERRY, Page 6")


def set_eared_nameplate(press: Press, rect: Rect) -> float:
    """The paper's name at the left with its particulars under it, a short story in the ear at its right;
    returns where the other stories may begin."""
    look, paper, rng = press.look, press.paper, press.rng
    left = replace(rect, right=rect.left + rect.width * rng.uniform(0.5, 0.6))
    ear = Rect(left.right + 1.6 * look.em, rect.top, rect.right, rect.top + EAR_EM * look.em)
    name = look.style(look.headline, rng.uniform(4.4, 5.4) * look.em)
    small = look.style(look.body.face, 0.76 * look.em)
    title = place_line(text_lines(paper.text("name"), left.width, name)[0], (left.left, left.top), name)
    notes = (
        f"{rng.choice(paper.lists['dates'])}　{paper.text('pages_today')}",
        f"{paper.text('licence')}　{paper.text('issue')}",
        paper.text("owner"),
    )
    lines, y = [title], title.box.bottom + 0.9 * look.em
    for number, note in enumerate(notes):
        line = place_line(text_lines(note, left.width, small)[0], (left.left, y), small)
        lines.append(replace(line, paragraph=number + 1))
        y += small.leading
    press.sheet.add(Block("masthead", PAGE, tuple(lines), (paper.text("name"), *notes)))
    bottom = max(y, _set_ear(press, ear))
    if rng.random() < 0.5:
        set_thick_rule(press, replace(rect, top=bottom + 0.4 * look.em))
    else:
        press.rule("horizontal", Rect(left.left, round(y + 4), left.right, round(y + 7)))
    return bottom + 1.5 * look.em


def _set_ear(press: Press, ear: Rect) -> float:
    """The story beside the nameplate, framed or not; returns where it ends."""
    framed = press.rng.random() < 0.6
    inner = ear.inset(0.8 * press.look.em, 0.6 * press.look.em) if framed else ear
    if framed:
        press.sheet.frame(ear, 3)
    story = _take(press, STORIES, capacity(press, inner, 2) * 0.6)
    bottom = set_article(press, story, inner, Plan(2, 1.5, pictures=False))
    return ear.bottom if framed else bottom


def _take(press: Press, types: tuple[str, ...], length: float) -> Story:
    story = press.desk.take(types, length, press.paper.language)
    if story is None:
        raise ValueError(f"no story is left among {', '.join(types)}")
    return story


def draw_party(press: Press, rect: Rect) -> None:
    """The front page of a daily: a lead around a picture, a headline amid its text, columns of another width
    in every story, most of them parted by white alone."""
    rng, look = press.rng, press.look
    lead, *rest = divide(rect, [1.35, 1.0, 1.0], 1.7 * look.em, True)
    _set_wrapped(press, lead, 5, 3.2)
    draws = [_set_amid, _set_mixed]
    rng.shuffle(draws)
    above = lead
    for draw, place in zip(draws, rest, strict=True):
        if draw is _set_amid or rng.random() < 0.4:
            set_divider(press, replace(place, top=above.bottom, bottom=place.top))
        draw(press, place)
        above = place


def _set_wrapped(press: Press, rect: Rect, count: int, head_em: float) -> None:
    """A story whose columns run around a picture that is as wide as two of them."""
    rng, look = press.rng, press.look
    places = split_columns(rect, count, look.gutter)
    first = rng.randint(0, count - 2)
    tall = rect.height * rng.uniform(0.28, 0.38)
    top = rect.top + rect.height * rng.uniform(0.36, 0.5)
    hull = Rect(places[first].left, round(top), places[first + 1].right, round(top + tall))
    hole = hull.inset(-0.45 * look.em, -0.3 * look.em)
    story = _take(press, STORIES, capacity(press, rect, count) * 0.66)
    set_article(press, story, rect, Plan(count, head_em, pictures=False, holes=(hole,)))
    caption = story.captions[0] if story.captions else ""
    for block in set_picture(press, hull, caption, press.taken[-1]):
        press.sheet.add(block)


def _set_amid(press: Press, rect: Rect) -> None:
    """A story with its heading in the middle of its columns: text above, below and beside it."""
    rng, look = press.rng, press.look
    count = rng.choice((4, 5, 5))
    places = split_columns(rect, count, look.gutter)
    last = count - 1 if rng.random() < 0.3 else count - 2
    top = rect.top + rect.height * rng.uniform(0.25, 0.4)
    place = Rect(places[1].left, round(top), places[last].right, rect.bottom)
    _set_around(press, _take(press, STORIES, capacity(press, rect, count) * 0.8), places, place)


def _set_around(
    press: Press, story: Story, columns: list[Rect], place: Rect, others: tuple[Rect, ...] = ()
) -> str:
    """Sets a story's heading into `place` and its text around it and `others`; returns its article's name."""
    look, article = press.look, press.name_article(story.key)
    heading = set_heading(story, article, place, look, press.rng.uniform(2.0, 2.8))
    for block in heading.blocks:
        press.sheet.add(block)
    hole = replace(place, bottom=heading.bottom).inset(-0.45 * look.em, -0.7 * look.em)
    holes = [hole, *others]
    body = set_body(press, story, columns, holes, article)
    for block in body:
        press.sheet.add(block)
    rule_columns(press, columns, max(block.hull.bottom for block in body), holes)
    return article


def _set_mixed(press: Press, rect: Rect) -> None:
    """A story beside its vertical headline, another one in wider or narrower columns, and a boxed comment."""
    rng, look = press.rng, press.look
    shares = {"upright": 3.0, "plain": 1.6, "comment": 1.4}
    kinds = list(shares)
    rng.shuffle(kinds)
    places = divide(rect, [shares[kind] for kind in kinds], 1.8 * look.em, False)
    for kind, place in zip(kinds, places, strict=True):
        if kind == "comment":
            _set_comment(press, place)
        elif kind == "upright":
            set_tree(press, Leaf(Plan(rng.choice((2, 3)), 2.3, head_place=rng.choice(SIDES))), place)
        else:
            set_tree(press, Leaf(Plan(rng.choice((1, 1, 2)), 2.0)), place)


def _set_comment(press: Press, rect: Rect) -> None:
    """A framed comment in one column as wide as its frame."""
    look, story = press.look, _take(press, ("letter", "story"), capacity(press, rect, 1) * 0.8)
    article = press.name_article(story.key)
    press.sheet.frame(rect, 3)
    inner = rect.inset(0.9 * look.em, 0.8 * look.em)
    style = look.style(look.headline, 1.5 * look.em)
    block, y = stack(("headline", article), story.headline, inner, style)
    press.sheet.add(block)
    if story.byline:
        small = look.style(look.byline, look.em)
        block, y = stack(("byline", article), story.byline, inner.below(y + 0.2 * look.em), small)
        press.sheet.add(block)
    slots = find_slots([inner.below(y + 0.5 * look.em)], [], look.body)
    kept, lines = fit(story.paragraphs, look.body, slots)
    press.sheet.add(Block("sidebar", article, lines, kept))


def draw_whole(press: Press, rect: Rect) -> None:
    """A feature over the whole page: its title in the middle, a picture and a boxed item in its columns."""
    rng, look = press.rng, press.look
    count = rng.choice((4, 5))
    columns = split_columns(rect, count, look.gutter)
    top = rect.top + rect.height * rng.uniform(0.3, 0.42)
    title = Rect(columns[1].left, round(top), columns[count - 2].right, rect.bottom)
    tall = rect.height * rng.uniform(0.16, 0.22)
    picture = Rect(columns[count - 2].left, rect.top, columns[count - 1].right, rect.top + tall)
    box = Rect(columns[count - 2].left, rect.bottom - tall * 1.2, columns[count - 1].right, rect.bottom)
    holes = tuple(one.inset(-0.45 * look.em, -0.5 * look.em) for one in (picture, box))
    story = _take(press, ("feature",), capacity(press, rect, count) * 0.7)
    article = _set_around(press, story, columns, title, holes)
    caption = story.captions[0] if story.captions else ""
    for block in set_picture(press, picture, caption, article):
        press.sheet.add(block)
    set_boxed(press, _take(press, ("sidebar",), 200), box, rng.choice((None, 236)))


def draw_gazette(press: Press, rect: Rect) -> None:
    """English stories in six ragged columns without rules, headings at all heights, jump lines."""
    rng = press.rng

    def leaf(columns: int, head_em: float) -> Leaf:
        jump = rng.choice(ENGLISH_JUMPS) if rng.random() < 0.4 else ""
        span = rng.choice((0, columns - 1)) if columns > 2 else 0
        return Leaf(Plan(columns, head_em, span, jump=jump), columns)

    left = rng.choice((1, 2))
    side = Split((leaf(left, 1.9), leaf(left, 1.7)), share=left, ruled=rng.random() < 0.5)
    upper: list[Leaf | Split] = [leaf(4 - left, 3.0), side]
    lower: list[Leaf | Split] = [leaf(2, 2.0), leaf(1, 1.6), leaf(1, 1.5)]
    for row in (upper, lower):
        rng.shuffle(row)
    rows = tuple(Split(tuple(row), rows=False, ruled=False) for row in (upper, lower))
    set_tree(press, Split(rows, ruled=rng.random() < 0.5), rect)
    _rule_bylines(press)


def _rule_bylines(press: Press) -> None:
    """A hairline under every byline."""
    gap = round(0.12 * press.look.em)
    for block in press.sheet.truth.blocks:
        if block.kind == "byline":
            line = block.hull
            press.rule("horizontal", Rect(line.left, line.bottom + gap, line.right, line.bottom + gap + 2))
