"""A ruled table: a heading, cells in columns as wide as their texts ask for, rules between."""

from __future__ import annotations

from dataclasses import replace

from draw.flow import place_line
from draw.fonts import text_width
from draw.heading import set_heading
from draw.look import Press
from draw.marks import Block, Rect, SetLine, Style
from draw.stories import Story
from draw.typeset import text_lines


def set_table(press: Press, story: Story, rect: Rect) -> float:
    """The table over the width of `rect` from its top down; returns where it ends. A row is a paragraph."""
    article = press.name_article(story.key)
    heading = set_heading(story, article, rect, press.look, 1.9)
    for block in heading.blocks:
        press.sheet.add(block)
    place = rect.below(round(heading.bottom))
    block, edges, high = set_cells(press, story, article, place)
    bottom = place.top + high * len(story.rows)
    _rule(press, replace(place, bottom=bottom), edges, high)
    press.sheet.add(block)
    return float(bottom)


def set_cells(
    press: Press, story: Story, article: str, rect: Rect, align: str = "center"
) -> tuple[Block, list[float], int]:
    """A table's cells from the top of `rect` down, not yet drawn; the edges of its columns, and how high its
    rows are. The first column is set flush left unless `align` is `center`."""
    look = press.look
    style = look.style(look.body.face, 0.92 * look.em, "center")
    head = replace(style, face=look.headline)
    edges = column_edges(story, rect, style)
    high, top = round(1.75 * style.size), round(rect.top)
    lines: list[SetLine] = []
    for number, row in enumerate(story.rows):
        y = top + number * high
        for column, cell in enumerate(row):
            place = (edges[column], y + (high - style.size) / 2)
            flush = "center" if align == "center" else align if column else "left"
            cell_style = replace(head if number == 0 else style, align=flush)
            setting = text_lines(cell, edges[column + 1] - edges[column], cell_style)[0]
            lines.append(place_line(setting, place, cell_style, (column, number)))
    paragraphs = tuple("\t".join(row) for row in story.rows)
    return Block("table", article, tuple(lines), paragraphs), edges, high


def column_edges(story: Story, rect: Rect, style: Style) -> list[float]:
    """The left edge of each column, and the right edge of the last."""
    counts = range(len(story.rows[0]))
    wide = [max(text_width(style.face, style.size, row[index]) for row in story.rows) for index in counts]
    spare = (rect.width - sum(wide)) / len(wide)
    edges = [rect.left]
    for width in wide:
        edges.append(edges[-1] + width + spare)
    return [float(round(edge)) for edge in edges]


def _rule(press: Press, box: Rect, edges: list[float], high: int) -> None:
    """Rules over, under and after the head row always; between rows and columns by chance."""
    rows, columns = press.rng.random() < 0.7, press.rng.random() < 0.6
    y = box.top
    while y <= box.bottom:
        thick = 4 if y in (box.top, box.bottom) else 2
        if rows or thick == 4 or y == box.top + high:
            press.rule("horizontal", Rect(box.left, y - thick // 2, box.right, y + thick // 2))
        y += high
    for edge in edges if columns else ():
        press.rule("vertical", Rect(edge - 1, box.top, edge + 1, box.bottom))
