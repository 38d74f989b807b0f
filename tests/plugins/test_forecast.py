"""What columns owe and when a veto item would trip: the days are counted, and nothing is told that is not owed."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.forecast import Forecast, forecast
from tests.plugins.small_site import document, edition


def column(id: str, name: str, type_: str = "工作动态", more: str = "") -> str:
    """A column.toml."""
    return f'id = "{id}"\nname = "{name}"\ntype = "{type_}"\n{more}'


def told(folder, files, today="2026-11-20") -> Forecast:
    """The forecast of a site with these files."""
    return forecast(edition(folder, files), date.fromisoformat(today))


def days(found: Forecast) -> dict[str, str]:
    """Path → last day."""
    return {due.path: str(due.until) for due in found.columns if due.until}


def test_the_shorter_of_two_limits_counts(tmp_path):
    """The rule file's rhythm, and what column.toml asks of itself."""
    files = {
        "yw/column.toml": column("yw", "明川要闻", more="update_within = 7\n"),
        "yw/a.md": document("a", published="2026-11-10 09:00"),
        "dt/column.toml": column("dt", "工作动态", more="update_within = 60\n"),
        "dt/b.md": document("b", published="2026-11-10 09:00"),
    }
    found = days(told(tmp_path, files))
    assert (found["yw"], found["dt"]) == ("2026-11-17", "2026-11-24")
    assert found["tzgg"] == "2027-04-15"


def test_states_go_with_the_day(tmp_path):
    """On its last day a column is still in time."""
    files = {"yw/column.toml": column("yw", "明川要闻"), "yw/a.md": document("a", published="2026-11-10 09:00")}
    found = told(tmp_path, files)
    (due,) = [due for due in found.columns if due.path == "yw"]
    states = {day: due.state(date(2026, 11, day)) for day in (16, 17, 24, 25)}
    assert states == {16: "正常", 17: "将到期", 24: "将到期", 25: "超期"}


def test_what_is_below_counts_and_is_not_asked_twice(tmp_path):
    """A first-level column of documents is kept up by its sub-columns, which have no half-year of their own."""
    files = {
        "wj/column.toml": column("wj", "政策文件", "政策文件", "list = false\n"),
        "wj/xz/column.toml": column("xz", "规范性文件", "政策文件"),
        "wj/xz/a.md": document("a", published="2026-10-01 09:00"),
    }
    found = days(told(tmp_path, files))
    assert found["wj"] == "2027-04-01"
    assert "wj/xz" not in found


def test_hidden_and_archived_columns_owe_nothing(tmp_path):
    """Nor do those below them, nor the villages, which have a law of their own."""
    files = {
        "yw/column.toml": column("yw", "要闻", more="archived = true\n"),
        "yw/xz/column.toml": column("xz", "乡镇动态"),
        "dt/column.toml": column("dt", "动态", more="hidden = true\n"),
    }
    paths = {due.path for due in told(tmp_path, files).columns}
    assert paths.isdisjoint({"yw", "yw/xz", "dt", "villages"})


def test_empty_columns_are_those_that_show_an_empty_list(tmp_path):
    """A parent whose children have something is not blank; five blank ones are a veto item today."""
    files = {f"k{n}/column.toml": column(f"k{n}", f"栏目{n}", "概况信息") for n in range(4)}
    found = told(tmp_path, files)
    blank = {due.path for due in found.by_state("空白")}
    assert {f"k{n}" for n in range(4)} <= blank
    assert "tzgg" not in blank
    more = {**files, "k4/column.toml": column("k4", "栏目4", "概况信息")}
    assert [veto.day for veto in told(tmp_path, more).vetoes if "空白" in veto.title] == [date(2026, 11, 20)]


@pytest.mark.parametrize(("news", "day"), [(4, None), (5, date(2026, 11, 24)), (7, date(2026, 11, 22))])
def test_the_fifth_column_trips_the_veto(tmp_path, news, day):
    """The first day on which five are over, one day earlier each; fewer than five never are."""
    files = {"tzgg/column.toml": column("tzgg", "机构概况", "概况信息")}
    for n in range(news):
        files[f"d{n}/column.toml"] = column(f"d{n}", f"动态{n}")
        files[f"d{n}/a.md"] = document(f"a{n}", published=f"2026-11-{9 - n:02} 09:00")
    (veto,) = [veto for veto in told(tmp_path, files).vetoes if "动态要闻" in veto.title]
    assert veto.day == day


def test_the_home_page_has_a_fortnight(tmp_path):
    """Whatever column the newest document stands in; a day's notice is a line of the build, a year's is not."""
    files = {"tzgg/a.md": document("a", published="2026-11-19 09:00")}
    found = told(tmp_path, files)
    assert found.vetoes[0].day == date(2026, 12, 4)
    assert any("2026-12-04" in line for line in found.warnings())
    assert any("疑似" in line for line in told(tmp_path, files, "2026-12-04").warnings())


def test_a_site_in_time_is_told_nothing(tmp_path):
    """No news is no line; what a year of silence would do is for those who ask."""
    quiet = Forecast(date(2026, 11, 20), (), ())
    assert quiet.warnings() == []
