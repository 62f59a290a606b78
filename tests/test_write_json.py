"""Pages survive JSON unchanged, and what is no page is refused in one sentence."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_fix.errors import InputError
from ocr_fix.model import (
    Article,
    Box,
    Direction,
    Doubt,
    Kind,
    Line,
    Page,
    Paper,
    Paragraph,
    Region,
    Separator,
    SeparatorKind,
    Step,
    Transform,
    Word,
)
from ocr_fix.write.json import MAX_LINE_CHARS, read_json, write_json

BOX = Box(10, 20, 300, 60)

texts = st.text(max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
sides = st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)).map(sorted)
boxes = st.builds(lambda x, y: Box(x[0], y[0], x[1], y[1]), sides, sides)
carried = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
words = st.builds(Word, texts, boxes, numbers, texts, carried)
lines = st.builds(
    Line, texts, boxes, numbers, st.sampled_from(Direction), st.integers(0, 9), st.tuples(words), texts,
    carried,
)  # fmt: skip
regions = st.builds(Region, st.sampled_from(Kind), boxes, st.tuples(lines, lines), texts, carried)
paragraphs = st.builds(Paragraph, texts, st.just(0), st.lists(st.integers(0, 1), max_size=2).map(tuple))
articles = st.builds(Article, st.tuples(regions), st.tuples(paragraphs)) | st.just(Article())
pages = st.builds(
    Page,
    source=texts,
    width=st.integers(0, 20_000),
    height=st.integers(0, 20_000),
    number=st.integers(1, 999),
    dpi=numbers,
    em=numbers,
    header=articles,
    articles=st.lists(articles, max_size=2).map(tuple),
    separators=st.tuples(st.builds(Separator, st.sampled_from(SeparatorKind), boxes)),
    transform=st.builds(Transform, *[numbers] * 6),
    doubts=st.tuples(st.builds(Doubt, boxes, texts)),
    warnings=st.tuples(texts),
    steps=st.tuples(st.builds(Step, texts, texts)),
    paper=st.builds(Paper, texts, texts, texts),
    carried=carried,
)


@settings(max_examples=60, deadline=None)
@given(pages)
def test_the_round_trip_is_equal(page: Page) -> None:
    text = write_json(page)
    assert read_json(text) == page
    assert read_json(text.encode()) == page
    assert write_json(read_json(text)) == text


def a_page() -> Page:
    line = Line("大桥昨日开通，两岸居民步行过河。", BOX, 0.98)
    region = Region(Kind.BODY, BOX, (line,) * 8)
    article = Article((region,), (Paragraph("大桥昨日开通，" * 3, 0, tuple(range(8))),))
    return Page("scan 一.jpg", 400, 300, articles=(article,))


def test_it_is_json_with_a_line_of_text_on_a_line() -> None:
    text = write_json(a_page())
    assert list(json.loads(text))[:3] == ["source", "width", "height"]
    shown = [row.strip() for row in text.splitlines() if '"大桥昨日开通，两岸' in row]
    assert len(shown) == 8
    assert json.loads(shown[0].rstrip(","))["box"] == {"left": 10, "top": 20, "right": 300, "bottom": 60}
    assert max(map(len, text.splitlines())) <= MAX_LINE_CHARS + 20
    assert text.endswith("}\n")


def test_a_file_name_that_is_no_text_can_be_written() -> None:
    text = write_json(replace(a_page(), source="\udcff.png"))
    assert read_json(text.encode()).source == "\ufffd.png"


def changed(**entries: object) -> str:
    return json.dumps(json.loads(write_json(a_page())) | entries)


WRONG = {
    "nothing": "",
    "no JSON": "<page/>",
    "cut off": write_json(a_page())[:-40],
    "bytes that are no text": b'{"source": "\xff"}',
    "a surrogate": '"\udcff"',
    "a list": "[]",
    "a number": "3",
    "somebody else's": '{"pages": []}',
    "deep": "[" * 100_000,
    "a number as text": changed(width="400"),
    "a fraction of a pixel": changed(width=1.5),
    "no width": json.dumps({"format_version": 1, "source": "a"}),
    "a reversed box": write_json(a_page()).replace('"left": 10', '"left": 301', 1),
    "an unknown kind": write_json(a_page()).replace('"body"', '"boddy"'),
    "a paragraph of no region": write_json(a_page()).replace('"region": 0', '"region": 1'),
    "a paragraph of no line": write_json(a_page()).replace("[0, 1, 2, 3", "[0, 8, 2, 3"),
    "a later version": changed(format_version=2),
    "a version of a strange type": changed(format_version="1"),
    "a version that is true": changed(format_version=True),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_page_is_refused_in_one_sentence(data: str | bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_json(data)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message


def test_the_message_says_where() -> None:
    with pytest.raises(InputError, match=r"\$\.width"):
        read_json(changed(width="400"))
    with pytest.raises(InputError, match="version 2"):
        read_json(changed(format_version=2))


def test_keys_of_a_friend_are_passed_over() -> None:
    assert read_json(changed(remark="proofread")) == a_page()
