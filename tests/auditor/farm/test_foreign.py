"""Texts of strangers: read in the forms they come in, counted once, and judged by what docs/foreign.md says."""

from __future__ import annotations

import gzip

import pytest

from auditor.measured import load_measured
from tests.auditor.farm.foreign import READING, SAMPLE, ForeignHit, judged, measure, sample


@pytest.fixture
def folder(tmp_path):
    """A manual as HTML, one in Mallard, a man page, a tagged month of a newspaper, and pages in other languages."""
    for name, text in {
        "book/zh-CN/a.html": "<main><p>县政府布署工作。</p></main>",
        "book/zh-CN/b.html": "<main><p>县政府布署工作。</p></main>",
        "book/en/a.html": "<main><p>布署</p></main>",
        "help/zh_CN/a.page": "<page><title>帮助</title><p>请<em>勿必</em>保存。</p></page>",
        "news/zh-cn/199801.txt": "１２月/t  认真/a  [布署/v  工作/n]nz  。/w\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    man = tmp_path / "man/share/man/zh_CN/man1/a.1.gz"
    man.parent.mkdir(parents=True)
    man.write_bytes(gzip.compress(".TH A 1\n.PP\n\\fB一但\\fP发现，立即\n报告。\n.nf\n一但\n.fi\n".encode()))
    return tmp_path


def test_each_form_is_read_and_a_text_counts_once(folder):
    """What two pages share is one text and one hit; code and other languages are left out."""
    found = measure(folder)
    assert found.packages == {"book": 7, "help": 7, "man": 8, "news": 7}
    assert sorted((hit.package, hit.found) for hit in found.hits) == [
        ("book", "布署"),
        ("help", "勿必"),
        ("man", "一但"),
        ("news", "布署"),
    ]


def test_the_sample_takes_turns_and_can_be_drawn_again():
    """A check that says little is in it whole; the same seed gives the same."""
    hits = [_hit("words/a", str(at)) for at in range(300)] + [_hit("words/b", str(at)) for at in range(3)]
    drawn = sample(hits)
    assert len(drawn) == SAMPLE
    assert sum(hit.check == "words/b" for hit in drawn) == 3
    assert sample(hits) == drawn
    assert sample(hits, seed=1) != drawn


def test_the_judgements_that_ship_are_those_of_the_page():
    """auditor/measured.toml counts the rows of docs/foreign.md: a hundred at least, each judged, every fail among them."""
    read = judged(READING.read_text(encoding="utf-8"))
    foreign = load_measured().foreign
    assert set(read) <= {(verdict, word) for verdict in ("fail", "review") for word in "对错"}
    assert read.total() == foreign.judged >= SAMPLE
    assert read["fail", "对"] == foreign.true_fails
    assert read["review", "对"] == foreign.true_reviews
    assert foreign.judged_fails == foreign.fails, "every fail was read"


def test_the_aims_are_held_on_foreign_text():
    """A million characters at least, under one false fail a 100,000."""
    foreign = load_measured().foreign
    assert foreign.characters >= 1_000_000
    assert foreign.false_fails_rate < 1
    assert foreign.true_fails / foreign.judged_fails >= 0.98


def _hit(check: str, found: str) -> ForeignHit:
    return ForeignHit(
        check=check, verdict="fail", reason="", package="p", page="a", before="", found=found, after="", message=""
    )
