"""The table of reasons is closed, and speaks to its reader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import auditor.crawl
from auditor.crawl.links import names_file
from auditor.crawl.reasons import REASONS, NotFetched
from auditor.model import LinkVerdict

SOURCE = Path(auditor.crawl.__file__).parent


def test_every_reason_has_a_verdict_a_title_and_a_sentence_that_says_what_to_do() -> None:
    """In Chinese, with its full stop."""
    for code, reason in REASONS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)
        assert reason.verdict in get_args(LinkVerdict)
        assert re.search("[\u4e00-\u9fff]", reason.title)
        assert reason.mend.endswith("。")


def test_only_what_is_certain_is_broken() -> None:
    """404, 410, a name that is missing, a file without a byte: each seen in both rounds."""
    broken = {code for code, reason in REASONS.items() if reason.verdict == "broken"}
    assert broken == {"not-found", "gone", "dns", "empty-file"}
    assert all(REASONS[code].twice and REASONS[code].passing for code in broken)


def test_what_keeps_us_out_is_never_broken() -> None:
    """401, 403, 429, challenges."""
    assert {
        REASONS[code].verdict for code in ("login", "login-page", "forbidden", "rate-limited", "challenge", "legal")
    } == {"blocked"}


def test_no_code_is_used_that_is_not_in_the_table() -> None:
    """Every reason= and NotFetched("…") in the crawler's source."""
    used = set()
    for file in SOURCE.glob("*.py"):
        used |= set(re.findall(r'(?:NotFetched\(|reason=|skipped\(url, )"([a-z-]+)"', file.read_text(encoding="utf-8")))
    assert used
    assert used <= set(REASONS)


def test_a_failure_carries_its_code() -> None:
    """And its detail."""
    assert (NotFetched("dns", "x").reason, NotFetched("dns", "x").detail) == ("dns", "x")


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("https://a.example/x.PDF?y=1", True),
        ("https://a.example/x.html", False),
        ("https://a.example/x", False),
        ("https://a.example/", False),
        ("https://a.example/x.jsp?f=a.pdf", False),
        ("https://a.example/v1.2/", False),
    ],
)
def test_files_are_told_by_their_path(url: str, file: bool) -> None:
    """Never by their query."""
    assert names_file(url) is file
