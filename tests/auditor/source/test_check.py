"""Source files: what is wrong in them is found where it stands, and what readers never see is left alone."""

from __future__ import annotations

import io
import json
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import BadInput
from auditor.rules import read_rules
from auditor.source.check import check_bytes, find_sources
from auditor.source.markdown import read_markdown
from tests.conftest import BIN

NOW = datetime(2026, 11, 20, 9)
RULES = read_rules("guoban-2019-19")
VALID = "11010519491231002X"  # the example of the standard itself


def places(name: str, text: str) -> list[tuple[int | None, int | None, str]]:
    """Line, column and check of everything found."""
    hits, _ = check_bytes(name, text.encode(), RULES, NOW)
    return [(hit.line, hit.column, hit.check) for hit in hits]


def wording(text: str) -> list[tuple[int | None, int | None]]:
    """Where a wrong wording stands in a Markdown file."""
    return [(line, column) for line, column, check in places("a.md", text) if check == "words/wrong_wording"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("截止目前，已完成。", [(1, 1)]),
        ("# 情况\n\n到**截止目前**止", [(3, 4)]),
        ("一\n二\n\n见[截止目前](x.md)的说明", [(4, 3)]),
        ("- 村务公式栏\n- 截止目前", [(1, 3), (2, 3)]),
        ("截止目\n前已完成", [(1, 1)]),
        ("先截止目前，再截止目前", [(1, 2), (1, 8)]),
        ("---\ntitle: 冶理工作\n---\n正文。", [(2, 8)]),
        ("| 事项 | 进度 |\n|---|---|\n| 甲 | 截止目前 |", [(3, 7)]),
        ("![截止目前的图](a.png)", [(1, 3)]),
        ("> 引用的一段\n\n截止目前\r\n", [(3, 1)]),
        ("做\\_为 截止目前", [(1, 6)]),
    ],
)
def test_a_wrong_wording_is_found_where_it_stands(text, where):
    """Line and column of the file, through every kind of Markdown."""
    assert wording(text) == where


@pytest.mark.parametrize(
    "text",
    [
        "<!-- 截止目前 -->\n正文。",
        "正文[见此](截止目前.md)。",
        "---\nid: 截止目前\n---\n正文。",
        "如“截止目前”。",
        "<span title='x'>截至目前</span>",
    ],
)
def test_what_no_reader_sees_as_text_is_left_alone(text):
    """Comments, addresses, codes of the header, words that are spoken of."""
    assert wording(text) == []


def test_the_day_of_the_header_decides_on_terms_of_their_time():
    """地税局 of 2017 is silent, of 2026 it is for a person."""
    text = "---\ntitle: 缴费\npublished: {}-03-01 09:00\n---\n到县地税局缴费。"
    assert wording(text.format(2017)) == []
    assert wording(text.format(2026)) == [(5, 3)]


def test_ids_are_found_in_markdown_tables_and_masked_ones_pass():
    """The number is told by its cell and never printed."""
    text = f"| 姓名 | 身份证号 |\n|---|---|\n| 张某 | {VALID} |\n| 李某 | 110***********002X |"
    hits, _ = check_bytes("a.md", text.encode(), RULES, NOW)
    assert [(hit.line, hit.column, hit.check, hit.verdict) for hit in hits] == [(3, 8, "privacy/resident_id", "fail")]
    assert VALID not in str(hits)


def test_csv_says_line_and_cell_and_a_wrong_check_digit_is_for_a_person():
    """Under a head 身份证号 somebody mistyped somebody's number."""
    text = f"姓名,身份证号\n张某,{VALID}\n李某,{VALID[:-1]}1\n"
    hits, _ = check_bytes("a.csv", text.encode(), RULES, NOW)
    assert [(hit.line, hit.column, hit.verdict) for hit in hits] == [(2, 2, "fail"), (3, 2, "review")]


def test_workbooks_name_sheet_and_cell_hidden_ones_too():
    """A hidden sheet is in the file that is published."""
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active.append(["姓名", "说明"])
    book.active.append(["张某", "截止目前"])
    secret = book.create_sheet("底表")
    secret.append(["姓名", "身份证号"])
    secret.append(["张某", VALID])
    secret.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    hits, _ = check_bytes("a.xlsx", file.getvalue(), RULES, NOW)
    found = {(hit.check, hit.place) for hit in hits}
    assert ("words/wrong_wording", "工作表“名单”B2") in found
    assert any(check == "privacy/resident_id" and "底表" in place and "隐藏" in place for check, place in found)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04broken", b"%PDF-1.7 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600]
)
def test_what_cannot_be_read_is_for_a_person_and_never_clean(data):
    """A damaged, old or encrypted file says what to do."""
    hits, _ = check_bytes("a.xlsx", data, RULES, NOW)
    assert [(hit.verdict, bool(hit.message), bool(hit.remedy)) for hit in hits] == [("review", True, True)]


def test_gbk_is_read_as_gbk():
    """Notepad's files are not garbage."""
    hits, _ = check_bytes("a.md", "截止目前，全县已完成整改任务，现予公告。".encode("gbk"), RULES, NOW)
    assert [hit.check for hit in hits] == ["words/wrong_wording"]


def test_a_folder_gives_its_sources_in_order_and_nothing_hidden(tmp_path):
    """No lock files, no register, no dot folders; a missing name is a message."""
    for name in ("b.md", "a.csv", "~$a.xlsx", ".x.md", "_registry/r.md", ".git/c.md", "c/d.docx", "e.png"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    assert [str(path.relative_to(tmp_path)) for path in find_sources([tmp_path])] == ["a.csv", "b.md", "c/d.docx"]
    with pytest.raises(BadInput, match="找不到"):
        list(find_sources([tmp_path / "nothing.md"]))


@given(st.text(alphabet="ab截止目前|-#>*`![]()<>\\{}\n 　\t:\"'\r", max_size=120))
def test_every_character_of_every_passage_has_its_place(text):
    """Whatever the markup, a passage's characters are those of the file at their lines and columns."""
    lines = text.split("\n")
    for passage in read_markdown(text).passages:
        assert len(passage.places) == len(passage.text)
        for char, (line, column) in zip(passage.text, passage.places, strict=True):
            assert lines[line - 1][column - 1] == char or char == " "


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command."""
    command = [BIN / "auditor", "check-source", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_prints_lines_that_editors_jump_to(tmp_path):
    """file:line:column, exit status 1; review alone fails only where it is asked for; 2 where a file is missing."""
    wrong, dated = tmp_path / "a.md", tmp_path / "b.md"
    wrong.write_text("\n截止目前\n", encoding="utf-8")
    dated.write_text("到县地税局缴费\n", encoding="utf-8")
    answer = run(wrong, "--now", "2026-11-20")
    assert answer.returncode == 1
    assert answer.stdout.startswith(f"{wrong}:2:1: [有误 P2] “截止目前”应为“截至目前”")
    assert run(dated, "--now", "2026-11-20").returncode == 0
    assert run(dated, "--now", "2026-11-20", "--fail-on", "review").returncode == 1
    assert run(tmp_path / "none.md").returncode == 2


def test_the_command_speaks_json_a_line_each(tmp_path):
    """For hooks."""
    wrong = tmp_path / "a.md"
    wrong.write_text("截止目前", encoding="utf-8")
    (line,) = run(wrong, "--json").stdout.splitlines()
    record = json.loads(line)
    assert (record["line"], record["column"], record["check"]) == (1, 1, "words/wrong_wording")
