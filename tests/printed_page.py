"""A page with one of everything that a writer has to write."""

from __future__ import annotations

from dataclasses import replace

from ocr_fix.model import (
    Article,
    Box,
    Direction,
    Kind,
    Line,
    Page,
    Paper,
    Paragraph,
    Region,
    Separator,
    SeparatorKind,
    Word,
)

MASTHEAD = Line("The Thornmere Herald", Box(300, 20, 900, 100), 0.98)
HEAD = Line("Mobile Library & Pupils", Box(100, 120, 700, 180), 0.9)
FIRST = Line(
    "The travelling li-", Box(100, 200, 400, 230), 0.75, words=(
        Word("The", Box(100, 200, 150, 230), 0.5),
        Word("travelling", Box(160, 200, 300, 230), 1.0),
        Word("li-", Box(310, 200, 400, 230), 0.75),
    ),
)  # fmt: skip
SECOND = Line("brary will <stay>.", Box(500, 200, 800, 230), 0.96, column=1)
THIRD = Line("A new paragraph.", Box(520, 240, 800, 270), 0.96, column=1)
UPRIGHT = Line("江采薇", Box(1000, 200, 1040, 400), 0.99, Direction.VERTICAL)
CELLS = (
    Line("eggs", Box(100, 500, 200, 530), 0.9),
    Line("4.86", Box(300, 500, 400, 530), 0.9, column=1),
    Line("milk", Box(100, 540, 200, 570), 0.9),
    Line("3.20", Box(300, 540, 400, 570), 0.9, column=1),
)


def full_page() -> Page:
    """Masthead, an article with columns, a table and a picture, vertical text, a footer and rules."""
    story = (
        Region(Kind.HEADLINE, HEAD.box, (HEAD,)),
        Region(Kind.BODY, Box(100, 200, 800, 270), (FIRST, SECOND, THIRD)),
        Region(Kind.PICTURE, Box(100, 300, 400, 450)),
        Region(Kind.CAPTION, Box(100, 455, 300, 480), (Line("A bus.", Box(100, 455, 300, 480), 0.9),)),
        Region(Kind.TABLE, Box(100, 500, 400, 570), CELLS),
    )
    paragraphs = (
        Paragraph("Mobile Library & Pupils", 0, (0,)),
        Paragraph("The travelling library will <stay>.", 1, (0, 1)),
        Paragraph("A new paragraph.", 1, (2,)),
        Paragraph("A bus.", 3, (0,)),
        Paragraph("eggs\t4.86", 4, (0, 1)),
        Paragraph("milk\t3.20", 4, (2, 3)),
    )
    foot = Line("Printed by us", Box(100, 900, 400, 930), 0.9)
    return Page(
        source="herald.png",
        width=1100,
        height=1000,
        dpi=300.0,
        language="eng",
        engine="stand-in 1.0",
        header=Article(
            (Region(Kind.MASTHEAD, MASTHEAD.box, (MASTHEAD,)),), (Paragraph(MASTHEAD.text, 0, (0,)),)
        ),
        articles=(
            Article(story, paragraphs),
            Article((Region(Kind.SIDEBAR, UPRIGHT.box, (UPRIGHT,)),), (Paragraph("江采薇", 0, (0,)),)),
        ),
        footer=Article((Region(Kind.FOOTER, foot.box, (foot,)),), (Paragraph(foot.text, 0, (0,)),)),
        separators=(
            Separator(SeparatorKind.HORIZONTAL, Box(100, 110, 800, 113)),
            Separator(SeparatorKind.VERTICAL, Box(450, 200, 452, 270)),
            Separator(SeparatorKind.FRAME, Box(980, 180, 1060, 420)),
        ),
        paper=Paper("The Thornmere Herald", "2026-11-27", "B3"),
    )  # fmt: skip


def unnamed(page: Page) -> Page:
    """`page` without names and carried rest, as one that was never written."""

    def bare(article: Article) -> Article:
        regions = tuple(
            replace(
                region,
                id="",
                carried=(),
                lines=tuple(
                    replace(
                        line, id="", carried=(),
                        words=tuple(replace(word, id="", carried=()) for word in line.words),
                    )
                    for line in region.lines
                ),
            )
            for region in article.regions
        )  # fmt: skip
        return replace(article, regions=regions)

    return replace(
        page,
        source="",
        number=1,
        carried=(),
        header=bare(page.header),
        articles=tuple(map(bare, page.articles)),
        footer=bare(page.footer),
    )
