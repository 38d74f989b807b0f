"""Five real documents with known defects: every one is found, and nothing false is called a failure.

The documents lie outside the project; where they are absent the tests are skipped. What is expected is written by
hand from reading them.
"""

from __future__ import annotations

import html
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from auditor.checks import load_checks
from auditor.facts.document import read_page
from auditor.model import Hit
from standards.rulefile import load_rules

SEEDS = Path(__file__).resolve().parents[5] / "shared" / "seeds"
NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
PUBLISHED = {"000": "2024-03-13", "001": "2020-04-30", "002": "2024-12-20", "003": "2022-01-10", "004": "2021-01-20"}

TRUE = [
    # document, check, target, how often, verdict
    ("000", "words/punctuation", "、。", 1, "fail"),
    ("000", "words/punctuation", "”", 1, "review"),
    ("001", "words/date_after_signature", "2020-04-29", 1, "review"),
    ("001", "words/repeated_paragraph", "总结国家级标准化试点成功经验积极", 1, "review"),
    ("001", "words/wrong_wording", "近20余", 1, "fail"),
    ("001", "words/wrong_wording", "为评为", 1, "fail"),
    ("002", "words/wrong_wording", "截止目前", 1, "fail"),
    ("002", "words/placeholder", "XX区", 3, "fail"),
    ("002", "words/placeholder", "XX空间", 1, "fail"),
    ("003", "words/wrong_wording", "政服服务", 1, "fail"),
    ("003", "words/wrong_wording", "政服务服品牌", 1, "fail"),
    ("003", "words/wrong_wording", "截止12月底", 2, "fail"),
    ("003", "words/wrong_wording", "截止12", 1, "fail"),
    ("003", "words/wrong_wording", "网站的进行了改版", 1, "review"),
    ("003", "words/wrong_wording", "现行推进", 1, "review"),
    ("003", "words/wrong_wording", "学史明理、学史增信、学史崇德、史力行", 1, "review"),
    ("003", "words/sum_mismatch", "8101条", 1, "review"),
    ("003", "words/sum_mismatch", "1515个", 1, "review"),
    ("003", "words/punctuation", "“", 2, "review"),
    ("003", "words/punctuation", "”", 1, "review"),
    ("003", "words/punctuation", "》", 1, "review"),
]
"""Every hit of the words and privacy checks on the five documents. All of them were read and are true."""

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents are not beside this checkout")


@cache
def hits(seed: str) -> tuple[tuple[str, Hit], ...]:
    """What the words and privacy checks say of one document, put on a page paragraph by paragraph."""
    [file] = SEEDS.glob(f"{seed}_*.txt")
    lines = (line for line in file.read_text("utf-8").splitlines() if line.strip())
    page = f'<meta charset="utf-8"><title>文件</title><meta name="PubDate" content="{PUBLISHED[seed]} 09:00"><main>\n'
    page += "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    facts = read_page(f"https://www.example.gov.cn/{seed}.html", 200, (("content-type", "text/html"),), page.encode())
    return tuple(
        (check.id, hit)
        for check in load_checks()
        if check.family in {"words", "privacy"}
        for hit in check.check(facts, load_rules().checks[check.id].params, NOW)
    )


@pytest.mark.parametrize(("seed", "check", "target", "times", "verdict"), TRUE)
def test_a_true_defect_is_found(seed, check, target, times, verdict):
    """As often as it stands in the document, with the verdict it deserves."""
    found = [hit for id, hit in hits(seed) if id == check and hit.target == target]
    assert [hit.verdict for hit in found] == [verdict] * times


@pytest.mark.parametrize("seed", sorted(PUBLISHED))
def test_nothing_else_is_said(seed):
    """No false failure and no idle question on forty thousand characters nobody here wrote."""
    known = {(check, target) for document, check, target, _, _ in TRUE if document == seed}
    others = [(id, hit.message) for id, hit in hits(seed) if (id, hit.target) not in known]
    assert others == []


def test_four_unfilled_names_are_four():
    """The document with three XX区 and one XX空间 has four places to fill."""
    assert len([hit for id, hit in hits("002") if id == "words/placeholder"]) == 4
