"""What ``desk status`` says of villages."""

from __future__ import annotations

from datetime import date

from plugins.desk.village_status import village_lines
from tests.plugins.test_supervision import FILES
from tests.plugins.test_village_ledger import read


def test_towns_are_told_by_their_counts(tmp_path):
    """This quarter, the backlog, and what falls due in thirty days; a list nobody reads is left to the reminders."""
    edition = read(tmp_path, FILES)
    assert village_lines(edition.contents, date(2026, 11, 20)) == [
        "村务公开（2026年第三季度）：应公开 4 项，已公开 1 项，无此事项 1 项，超期 2 项",
        "  清溪镇：超期 2 项，以前各季度超期 8 项，30 天内到期 1 项（最早 2026-12-10），清单 /villages/towns/qingxi/reminders.html",
        "  石桥镇：超期 1 项，以前各季度超期 4 项，清单 /villages/towns/shiqiao/reminders.html",
    ]


def test_without_villages_there_is_nothing_to_say(tmp_path):
    """Of a department."""
    edition = read(tmp_path, {"villages/catalogue.toml": ""})
    assert village_lines(edition.contents, date(2026, 11, 20)) == []
