"""The ignore file: a reason and a last day, or it is refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from auditor.errors import BadInput
from auditor.ignore import apply_ignores, load_ignores
from tests.auditor.test_findings import HOME, hit, join

DAY = datetime(2026, 11, 20, 23, 59, tzinfo=timezone(timedelta(hours=8)))
ENTRY = '[[ignore]]\ncheck = "links/*"\nurl = "{url}"\nreason = "对方已答复,正在恢复"\nuntil = 2026-11-20\n'


def entries(tmp_path, text):
    """Write and read an ignore file."""
    path = tmp_path / "ignore.toml"
    path.write_text(text, encoding="utf-8")
    return load_ignores(path)


def test_a_valid_entry_leaves_its_findings_out_and_says_so(tmp_path):
    """Left out is not unseen: the report counts what was ignored, and why."""
    kept, notes = apply_ignores(
        join(hit("a/1.html"), hit("b/1.html")), entries(tmp_path, ENTRY.format(url=f"{HOME}a/*")), DAY
    )
    assert [f.url for f in kept] == [f"{HOME}b/1.html"]
    assert "略去 1 条" in notes[0].what
    assert "对方已答复" in notes[0].why


def test_an_entry_no_longer_works_the_day_after(tmp_path):
    """Nothing is ignored for ever, and an expired entry is named."""
    kept, notes = apply_ignores(
        join(hit("a/1.html")), entries(tmp_path, ENTRY.format(url="*")), DAY + timedelta(minutes=1)
    )
    assert len(kept) == 1
    assert "到期" in notes[0].what


@pytest.mark.parametrize(
    "text",
    [
        '[[ignore]]\ncheck = "x"\nuntil = 2026-11-20\n',
        '[[ignore]]\ncheck = "x"\nreason = " "\nuntil = 2026-11-20\n',
        '[[ignore]]\ncheck = "x"\nreason = "y"\n',
        '[[ignore]]\nreason = "y"\nuntil = 2026-11-20\n',
        '[[ignore]]\ncheck = "x"\nreason = "y"\nuntil = "soon"\n',
        '[[ignore]]\nchekc = "x"\nreason = "y"\nuntil = 2026-11-20\n',
        "[[ignore]\n",
    ],
)
def test_an_entry_without_reason_last_day_or_matcher_is_refused(tmp_path, text):
    """Each with the file's name and what to write."""
    with pytest.raises(BadInput, match=r"ignore\.toml.*"):
        entries(tmp_path, text)
