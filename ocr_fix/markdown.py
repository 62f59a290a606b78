"""The text of a Markdown file: what a reader of the rendered page reads.

Known limits: pictures and raw HTML are left out; how a paragraph was broken into lines is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ocr_fix.characters import meet_without_space


def markdown_text(markdown: str) -> str:
    """The text without marks: a block a paragraph, a blank line between blocks, the cells of a table's row
    parted by spaces.

    >>> markdown_text("## 新桥通车\\n\\n大桥\\\\*昨日\\n**开通**。")
    '新桥通车\\n\\n大桥*昨日开通。'
    """
    blocks: list[str] = []
    row: list[str] | None = None
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            blocks.append(" ".join(filter(None, row)))
            row = None
        elif token.type == "inline":
            (blocks if row is None else row).append(_inline(token.children or ()))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
    return "\n\n".join(filter(None, blocks))


def _inline(tokens: Sequence[Token]) -> str:
    text = ""
    for index, token in enumerate(tokens):
        if token.type in ("text", "code_inline"):
            text += token.content
        elif token.type == "hardbreak":
            text += "\n"
        elif token.type == "softbreak":
            after = "".join(following.content for following in tokens[index + 1 :])
            text += "" if meet_without_space(text, after) else " "
    return text.strip()
