"""What the clock will change: told in time, to a build that is made again only when it must be, and to nobody early."""

from __future__ import annotations

import json
from pathlib import Path

from plugins.build.moments import next_change
from plugins.schedule import Event, next_due, upcoming
from tests.plugins.small_site import document, edition, portal, write_site

FILES = {
    "tzgg/later.md": document(
        "later", title="不到时间不能说的标题", published="2026-12-01 09:00", expires="2026-12-31"
    ),
    "tzgg/soon.md": document("soon", published="2026-11-20 09:01"),
    "tzgg/goes.md": document("goes", expires="2026-11-25 18:00"),
    "tzgg/gone.md": document("gone", expires="2026-11-01"),
    "tzgg/draft.md": document("draft", published="2026-12-02 09:00", status="draft"),
}


QUARTER = Event("2027-01-01 00:00", "rhythm", "")
"""With the next quarter other periods of the village are due."""


def test_everything_to_come_is_told_in_order(tmp_path):
    """What comes, what goes, and not what is over, a draft, or there for good."""
    found = edition(tmp_path, FILES)
    assert upcoming(found) == [
        Event("2026-11-20 09:01", "publish", "tzgg/soon.md"),
        Event("2026-11-25 18:00", "expire", "tzgg/goes.md"),
        Event("2026-12-01 09:00", "publish", "tzgg/later.md"),
        Event("2027-01-01 00:00", "expire", "tzgg/later.md"),
        QUARTER,
    ]
    assert upcoming(found)[0].at == next_change(found, reads_day=False)


def test_periods_open_and_close_at_midnight(tmp_path):
    """The day after the last day is the first on which a list says that it is over."""
    open_ = {"type": "consultation", "phase": "征集公告", "open_from": "2026-11-25", "open_to": "2026-12-25"}
    found = upcoming(edition(tmp_path, {"tzgg/poll.md": document("poll", **open_)}))
    assert found == [
        Event("2026-11-25 00:00", "open", "tzgg/poll.md"),
        Event("2026-12-26 00:00", "close", "tzgg/poll.md"),
        QUARTER,
    ]


def test_terms_end_at_midnight_and_repeals_begin(tmp_path):
    """A term by its document; what begins on a later day is told as a change, of whatever document."""
    files = {
        "tzgg/term.md": document("term", validity="有效", valid_until="2026-11-30"),
        "tzgg/old.md": document("old", doc_no="明财〔2025〕1号", validity="有效"),
        "tzgg/new.md": document("new", repeals="[old]", effective="2026-11-25"),
    }
    found = edition(tmp_path, files)
    assert upcoming(found) == [
        Event("2026-11-25 00:00", "change", ""),
        Event("2026-12-01 00:00", "lapse", "tzgg/term.md"),
        QUARTER,
    ]
    assert upcoming(found)[0].at == next_change(found, reads_day=False)


def test_the_file_says_when_and_how_many_and_nothing_else(tmp_path):
    """Neither title nor name of what is not public yet."""
    content = write_site(tmp_path, FILES)
    portal(content, tmp_path / "output").build()
    text = (tmp_path / "output/next-due.json").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "next": "2026-11-20T09:01:00+08:00",
        "events": [
            {"at": "2026-11-20T09:01:00+08:00", "publish": 1},
            {"at": "2026-11-25T18:00:00+08:00", "expire": 1},
            {"at": "2026-12-01T09:00:00+08:00", "publish": 1},
            {"at": "2027-01-01T00:00:00+08:00", "expire": 1, "rhythm": 1},
        ],
    }
    assert "later" not in text
    assert "标题" not in text


def test_nothing_to_come_is_told_as_well():
    """A reader must not take a missing file for it."""
    assert json.loads(next_due([])) == {"next": None, "events": []}


def test_many_at_one_moment_are_one_and_very_many_are_cut():
    """A thousand documents of one morning; the later moments are told by the next builds."""
    events = [Event("2026-12-01 09:00", "publish", f"{n}.md") for n in range(1000)]
    events += [
        Event(f"2027-{n // 28 % 12 + 1:02}-{n % 28 + 1:02} {n // 336:02}:00", "expire", "x.md") for n in range(900)
    ]
    told = json.loads(next_due(sorted(events)))
    assert told["events"][0] == {"at": "2026-12-01T09:00:00+08:00", "publish": 1000}
    assert len(told["events"]) == 500


def test_the_file_is_made_again_when_the_clock_passes(tmp_path):
    """And is the same as that of a clean build."""
    content = write_site(tmp_path, FILES)
    portal(content, tmp_path / "output").build()
    portal(content, tmp_path / "output", NOW="2026-11-26T00:00:00+08:00").build()
    portal(content, tmp_path / "clean", NOW="2026-11-26T00:00:00+08:00").build()
    told = Path("next-due.json")
    assert (tmp_path / "output" / told).read_bytes() == (tmp_path / "clean" / told).read_bytes()
    assert json.loads((tmp_path / "output" / told).read_text())["next"] == "2026-12-01T09:00:00+08:00"
