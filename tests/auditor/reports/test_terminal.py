"""The summary in a terminal: what it says, and that nobody's page can steer the terminal or the words around it."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from auditor.model import NotRun, Report
from auditor.reports.terminal import FIRST, print_summary, progress_bar, safe
from tests.auditor.reports.invented import finding, full_report, report

ID = "11010519491231002X"


@dataclass
class At:
    """Where a run is."""

    phase: str
    done: int
    found: int
    url: str = ""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def printed(said: Report, width: int = 80, colours: bool = False) -> str:
    """What the summary prints on a console of that width."""
    out = io.StringIO()
    print_summary(
        said, Console(file=out, width=width, force_terminal=colours, markup=False, emoji=False, highlight=False)
    )
    return out.getvalue()


def test_it_says_what_was_found_what_was_not_checked_and_where():
    """Counts by family, every line of coverage, the first findings with address, the number of the rest."""
    full = full_report()
    text = printed(full)
    assert "明川县人民政府" in text
    assert "链接可用" in text
    assert all(line.what in text and line.why in text for line in (*full.coverage.not_run, *full.coverage.cut))
    assert full.findings[0].message in text
    assert f"{full.findings[0].url}  第 88 行" in text
    assert f"其余 {len(full.findings) - FIRST} 条见报告" in text
    assert "疑似不合格，待人工核实" in text


def test_a_clean_report_says_within_what_was_checked():
    """No findings is no praise."""
    assert "在已检查的范围内，没有发现问题" in printed(report())


def test_the_table_keeps_to_the_width_of_the_terminal():
    """Chinese characters are two wide; the table fits into forty columns."""
    table = [line for line in printed(full_report(), width=40).splitlines() if line.endswith(("待核实 ", "合计"))]
    wide = {sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in table}
    assert table
    assert max(wide) <= 40


def test_an_address_is_not_broken_into_lines():
    """A long address can be copied from the terminal."""
    url = "https://www.mingchuan.example/" + "a" * 150 + ".html"
    assert url in printed(report(finding(url=url)), width=40)


def test_pages_cannot_steer_the_terminal():
    """Escape sequences, controls, overrides and line breaks of a page are printed by number or as a space."""
    hostile = "\x1b]0;题\x07\x1b[2J\x9b31m\r覆盖\n新行\u202e"
    one = finding(message=hostile, url="https://a.example/" + hostile)
    coverage = msgspec.structs.replace(report().coverage, not_run=(NotRun(what=hostile, why=hostile),))
    site = msgspec.structs.replace(report().site, name=hostile, canonical=hostile)
    text = printed(report(one, coverage=coverage, site=site))
    assert "‹U+001B›[2J" in text
    assert not {char for char in text if unicodedata.category(char) in {"Cc", "Cf"}} - {"\n"}
    assert "\n新行" not in text


def test_pages_cannot_speak_in_the_programs_colours():
    """Markup of the printing library in a message is printed as it stands, with no link and no colour."""
    message = "[bold red]没有问题[/] [link=https://a.example]点这里[/link] :smile: [/nonsense]"
    out = io.StringIO()
    print_summary(report(finding(message=message)), Console(file=out, width=200, force_terminal=True))
    assert message in out.getvalue()
    assert "]8;" not in out.getvalue()


def test_a_private_number_that_came_this_far_is_masked():
    """In messages and coverage."""
    coverage = msgspec.structs.replace(report().coverage, not_run=(NotRun(what=ID, why=ID),))
    assert ID not in printed(report(finding(message=f"有 {ID}"), coverage=coverage))


def test_a_long_message_is_cut():
    """A screenful stays one."""
    assert len(printed(report(finding(message="长" * 10_000)))) < 3000


@given(st.text())
def test_safe_text_holds_no_control(text: str):
    """Whatever the text."""
    assert not {unicodedata.category(char) for char in safe(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_progress_is_shown_to_a_watcher_only(monkeypatch, capsys):
    """On a terminal phases are named; into a file, and with --quiet, nothing is written."""
    for quiet, stream in ((False, io.StringIO()), (True, Terminal())):
        monkeypatch.setattr("sys.stderr", stream)
        with progress_bar(quiet=quiet) as progress:
            progress(At("pages", 1, 2))
        assert stream.getvalue() == ""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar(quiet=False) as progress:
        progress(At("pages", 1, 2, "https://a.example/\x1b[2J"))
        progress(At("links", 5, 9))
        progress(At("browser", 0, 3))
    assert all(phase in stream.getvalue() for phase in ("读取页面", "核对链接", "浏览器检查", "5/9"))
    assert "\x1b[2J" not in stream.getvalue()
