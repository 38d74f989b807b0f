"""Texts that nobody wrote for readers: long, empty, mixed. The checks say what is there, and their work stays bounded."""

from __future__ import annotations

from datetime import datetime

import pytest

from auditor.checks import load_checks
from auditor.facts.document import read_page
from auditor.model import Hit, PageFacts, TextBlock
from standards.calendar import BEIJING
from standards.rulefile import load_rules
from standards.words.matcher import SAME

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)
CHECKS = [check for check in load_checks() if check.family in {"words", "privacy"} and check.scope == "page"]
URL = "https://www.example.gov.cn/a.html"


def hits(facts: PageFacts) -> list[tuple[str, Hit]]:
    """What the words and privacy checks say of a page."""
    params = load_rules().checks
    return [(check.id, hit) for check in CHECKS for hit in check.check(facts, params[check.id].params, NOW)]


def one_line(text: str) -> PageFacts:
    """A page of one paragraph."""
    return PageFacts(url=URL, status=200, kind="content", blocks=(TextBlock(text=text, tag="p"),))


def test_a_page_of_one_line_tells_each_wording_a_hundred_times_and_says_so() -> None:
    """Two hundred thousand characters of one mistake are one mistake; another one behind it is told all the same."""
    found = [hit for id, hit in hits(one_line("截止目前。" * 40_000 + "一但")) if id == "words/wrong_wording"]
    assert [hit.target for hit in found] == ["截止目前"] * SAME + ["一但"]
    assert "其余不再逐一列出" in found[SAME - 1].message
    assert all(len(hit.evidence) < 60 for hit in found)


@pytest.mark.parametrize(
    "text",
    [
        "\u200b\u2060" * 60_000,
        "\ufe0f" * 60_000 + "字",
        "字 " * 60_000,
        " \u200b" * 60_000,
        "“" * 20_000,
        "（" * 20_000,
        "、" * 20_000,
        "1" * 60_000,
        "1 " * 40_000,
        "*" * 40_000,
        "住址：" * 15_000,
        "台" * 40_000 + "臺" * 40_000,
        "近20" * 15_000,
        "一、二、" * 15_000,
        "护照E" * 15_000,
        "鄂R1" * 15_000,
        "来信人" * 15_000 + "微信",
        "张三，" * 15_000,
        "Xx" * 20_000 + "区",
    ],
)
def test_one_character_over_and_over_is_read_to_its_end(text: str) -> None:
    """Nothing is worked at in proportion to the square of its length: each of these would take minutes."""
    assert len(hits(one_line(text))) < 5000


def test_two_encodings_in_one_page_do_not_hide_what_can_be_read() -> None:
    """A paragraph of GB 18030 in a page of UTF-8: the others are judged, nothing fails."""
    body = (
        b'<meta charset="utf-8"><main><p>' + "截止目前".encode() + b"</p><p>" + "截止目前".encode("gb18030") + b"</p>"
    )
    facts = read_page(URL, 200, (("content-type", "text/html"),), body)
    assert [hit.target for id, hit in hits(facts) if id == "words/wrong_wording"] == ["截止目前"]


def test_characters_of_no_width_hide_neither_words_nor_numbers() -> None:
    """As a reader sees them."""
    text = "截\u200b止\u2060目前，身份证号1101\u200b0519491231002X"
    assert {id for id, _ in hits(one_line(text))} == {"words/wrong_wording", "privacy/resident_id"}
