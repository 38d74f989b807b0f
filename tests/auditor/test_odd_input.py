"""Rule files and questionnaires as they come back from counties, given to the commands; and disks that will not write."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from auditor.cli import main
from auditor.scorecard.sheet_xlsx import ABOUT, SHEET
from tests.conftest import BIN

PAGE = '<html lang="zh-CN"><head><title>明川县人民政府</title></head><body><main><h1>首页</h1><p>欢迎。</p></main>'
HEAD = 'id = "p"\nextends = "guoban-2019-19"\nedition = "2026-01-01"\ntitle = "某省细则"\n'
NEWS = "国办秘函〔2019〕19号 发布解读·动态要闻"
RHYTHM = f'[[checks."freshness/stale_column".rhythms]]\nclause = "{NEWS}"\n'
LAX = HEAD.replace("title", 'drop = ["V2"]\ntitle') + (
    f'{RHYTHM}days = 60\n[score]\nfail_below = 10\n[[rows]]\ncode = "D104"\n[[rows.items]]\ncode = "D104a"\npoints = 1\n'
    '[[rows]]\ncode = "V4c"\n[[rows.items]]\ncode = "V4c"\nat_least = 50\n'
)


def say(*arguments: Any) -> tuple[int, str]:
    """Exit status and what was printed."""
    done = CliRunner().invoke(main, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a site of one page."""
    folder = tmp_path_factory.mktemp("one")
    (folder / "site").mkdir()
    (folder / "site/index.html").write_text(PAGE, encoding="utf-8")
    status, said = say("audit", folder / "site", "--out", folder / "out", "--no-browser", "--now", "2026-11-20T09:00")
    assert status in (0, 1), said
    return folder / "out"


@pytest.fixture(scope="module")
def form(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Its questionnaires, by the end of their name."""
    folder = tmp_path_factory.mktemp("forms")
    for end in ("toml", "xlsx"):
        status, said = say("questionnaire", report, "--out", folder / f"q.{end}")
        assert (status, "填好后：auditor score" in said) == (0, True)
    return lambda end: folder / f"q.{end}"


# --- rule files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[checks."links/dead_pages"]\nclauses = []\n', ":5: 没有名为“links/dead_pages”的检查项。是否想写“links/dead_page”"),
        (f'[[rows]]\ncode = "D104"\ncap = 9\n[[rows]]\nclause = "{NEWS}"\ncap = 8\n', f"“{NEWS}”这一行写了两次"),
        ('drop = ["D104", "D104"]\n', ":5: “drop”：“D104”写了两次"),
        (f"{RHYTHM}days = 0\n", f":6: 条款“{NEWS}”的期限“days”应为大于 0 的数字"),
        ('[checks."freshness/stale_home"]\ndays = "七"\n', ":6: 检查项“freshness/stale_home”的“days”应为大于 0 的整数"),
        ('[checks."interaction/letters"]\nanswer_months = 99999\n', ":6: 检查项“interaction/letters”的“answer_months”应不超过 1200"),
        (f"{RHYTHM}months = 99999\n", f":6: 条款“{NEWS}”的期限“months”应为大于 0 的数字，不超过 1200"),
        ('[checks."freshness/missing_report"]\nsite_due = [2, 30]\n', ":6: 检查项“freshness/missing_report”的“site_due”应为月和日"),
        ('[checks."interaction/letters"]\nsample = 2.5\n', ":6: 检查项“interaction/letters”的“sample”应为大于 0 的整数"),
        (f'{RHYTHM}names = "要闻"\n', "检查项“freshness/stale_column”的“rhythms”应为列表，其中每一项与内置的写法相同"),
        ('[[rows]]\ncode = "D104"\ncap = -3\n', ":6: 细则“D104a”一次就是 5 分，超过这一项的上限 -3 分"),
        ("[score]\nfail_below = 90\nbonus_above = 60\n", "应有 0 ≤ fail_below ≤ bonus_above ≤ full"),
        ('[[rows]]\ncode = “D104”\n', ":6: 不是正确的 TOML。请检查这一行的引号"),
    ],
)  # fmt: skip
def test_a_rule_file_that_contradicts_itself_is_refused_at_its_line(report, tmp_path, text, says):
    """By every command that reads it, before anything is judged."""
    file = tmp_path / "p.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    config = tmp_path / "c.toml"
    config.write_text(f'rules = "{file}"\n', encoding="utf-8")
    for command in (
        ("rules", "show", file),
        ("score", report, "--rules", file),
        ("audit", report, "--config", config, "--out", tmp_path / "out"),
    ):
        status, said = say(*command)
        assert (status, len(said.splitlines())) == (2, 1), said
        assert f"p.toml{says}" in said if says.startswith(":") else says in said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('extends = "guoban-2019-19"', 'extends = "p"', ":2: “extends”：没有规则文件“p”"),
        ('extends = "guoban-2019-19"', 'extends = "shengji-example"', "本身也是变体。请直接写它所依据的“guoban-2019-19”"),
        ('extends = "guoban-2019-19"', 'extends = "guoban-2019-20"', "是否想写“guoban-2019-19”"),
        ('id = "p"', 'id = "guoban-2019-19"', "编号“guoban-2019-19”是内置规则文件的，请另取一个"),
        (HEAD, "", "缺少“id”"),
    ],
)  # fmt: skip
def test_what_a_rule_file_extends_must_be_a_whole_one_that_is_there_and_another(tmp_path, old, new, says):
    """Itself, a variant, a misspelt one; and its id must not pass for the national one's."""
    (tmp_path / "p.toml").write_text(HEAD.replace(old, new), encoding="utf-8")
    status, said = say("rules", "show", tmp_path / "p.toml")
    assert (status, says in said) == (2, True), said


def test_a_rule_file_in_another_encoding_is_told_so(tmp_path):
    """Notepad of old."""
    (tmp_path / "p.toml").write_text(HEAD, encoding="gb18030")
    status, said = say("rules", "show", tmp_path / "p.toml")
    assert (status, "不是 UTF-8 编码。请另存为 UTF-8" in said) == (2, True)


def test_what_a_province_asks_less_than_the_state_is_told_with_the_sheet_and_with_every_score(report, tmp_path):
    """Nobody may take such a score for the national one; a stricter file says nothing."""
    (tmp_path / "p.toml").write_text(LAX, encoding="utf-8")
    told = (
        "低于 10 分才不合格（原为 60 分）", "不再评 V2“站点无法访问”", "D104a 扣 1 分（原为 5 分）",
        "V4c 从 50 个起（原为 5 个）", f"“{NEWS}”的更新期限为 60 天（原为 14 天）",
    )  # fmt: skip
    _, shown = say("rules", "show", tmp_path / "p.toml")
    assert [one for one in told if one not in shown] == []
    say("score", report, "--rules", tmp_path / "p.toml", "--out", tmp_path / "out")
    lines = json.loads((tmp_path / "out/report.json").read_text("utf-8"))["coverage"]["not_run"]
    (line,) = [one for one in lines if one["what"] == "按国家标准的得分"]
    assert [one for one in told if one not in line["why"]] == []
    say("score", tmp_path / "out", "--rules", "guoban-2019-19", "--out", tmp_path / "back")
    assert "按国家标准的得分" not in (tmp_path / "back/report.json").read_text("utf-8")
    assert "注意：比所依据的" not in say("rules", "show", "shengji-example")[1]


def test_a_report_by_another_edition_of_the_shipped_rules_is_not_scored_by_this_one(report, tmp_path):
    """Codes and points may have changed between them."""
    text = (report / "report.json").read_text("utf-8")
    assert '"edition": "2019-04-01"' in text
    (tmp_path / "report.json").write_text(text.replace('"edition": "2019-04-01"', '"edition": "2015-12-01"'), "utf-8")
    status, said = say("score", tmp_path)
    assert (status, "是 2015-12-01 版，内置的是 2019-04-01 版。请用 --rules" in said) == (2, True), said
    (tmp_path / "report.json").write_text(text[: len(text) // 2], "utf-8")
    status, said = say("questionnaire", tmp_path, "--out", tmp_path / "q.toml")
    assert (status, "不是本工具的报告，或者没有写完整" in said) == (2, True), said


# --- questionnaires ------------------------------------------------------------------------------------------------------


def filled(form: Callable[[str], Path], **answers: str) -> str:
    """The TOML form with some answers, a name and a day."""
    text = form("toml").read_text("utf-8").replace('tester = ""\ndate = ""', 'tester = "张三"\ndate = "2026-11-21"')
    for code, answer in answers.items():
        assert f'code = "{code}"\nanswer = ""' in text
        text = text.replace(f'code = "{code}"\nanswer = ""', f'code = "{code}"\nanswer = "{answer}"')
    return text


def given(report: Path, folder: Path, name: str, data: str | bytes, *more: Any) -> tuple[int, str]:
    """The score with this questionnaire."""
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return say("score", report, "--answers", folder / name, *more)


def test_half_filled_in_it_narrows_the_range_and_says_what_is_open(report, form, tmp_path):
    """What is not answered stays open at both ends."""
    before = json.loads(say("score", report, "--json")[1])["score"]
    status, said = given(report, tmp_path, "q.toml", filled(form, D304a="1", D202a="否"), "--json")
    after = json.loads(said)["score"]
    assert (status, after["status"], after["total"]) == (0, "partial", None)
    assert before["min"] <= after["min"] < after["max"] < before["max"]
    assert any(line.startswith("检查问卷：已答 2 题，没有答的 ") for line in after["why"])


@pytest.mark.parametrize(
    ("answers", "old", "new", "says"),
    [
        ({"D304a": "1"}, 'code = "D304a"', 'code = "D904a"', "规则中没有编号“D904a”"),
        ({"D304a": "9"}, "", "", "“D304a”的回答 9 太大，最多 2"),
        ({"D304a": "若干"}, "", "", "“D304a”的回答“若干”看不懂，应为整数"),
        ({"D304a": "1"}, 'edition = "2019-04-01"', 'edition = "2015-12-01"', "的 2015-12-01 版制作，这次用的是 2019-04-01 版"),
        ({"D304a": "1"}, 'rules = "guoban-2019-19"', 'rules = "shengji-example"', "问卷按规则 shengji-example 制作"),
        ({"D304a": "1"}, 'site = "', 'site = "https://other.example/', "问卷是 https://other.example/"),
        ({"D304a": "1"}, '"张三"', "“张三”", "回答要写在一对英文双引号中"),
    ],
)  # fmt: skip
def test_a_questionnaire_that_says_what_cannot_be_is_refused_in_one_line(
    report, form, tmp_path, answers, old, new, says
):
    """Where, what, what now; and no report is written."""
    text = filled(form, **answers)
    assert old in text
    status, said = given(report, tmp_path, "q.toml", text.replace(old, new, 1), "--out", tmp_path / "out")
    assert (status, len(said.splitlines()), says in said) == (2, 1, True), said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["q.toml", "q.xlsx"])
def test_an_empty_a_truncated_and_a_recoded_file_are_refused(report, form, tmp_path, name):
    """Whatever the form."""
    whole = form(name[2:]).read_bytes()
    rewritten = whole.decode().encode("gb18030") if name == "q.toml" else whole.replace(b"PK", b"PX")
    for data in (b"", whole[: len(whole) // 2 - 1], rewritten):
        status, said = given(report, tmp_path, name, data)
        assert (status, len(said.splitlines())) == (2, 1), said


def test_a_workbook_under_another_name_is_read_and_another_format_is_told_what_to_save_it_as(report, form, tmp_path):
    """By its bytes: WPS saves as .et and .xls too."""
    assert given(report, tmp_path, "q.xls", form("xlsx").read_bytes())[0] == 0
    for name, data in (("q.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("q.csv", "编号,回答\nD304a,1\n")):
        status, said = given(report, tmp_path, name, data)
        assert (status, "问卷应是 .xlsx 或 .toml 文件。请用 Excel 或 WPS 打开后另存为 .xlsx" in said) == (2, True), said


def test_what_was_cut_off_between_two_questions_is_counted_as_not_answered(report, form, tmp_path):
    """The file reads well, and is not whole."""
    text = filled(form, D304a="1")
    cut = text[: text.index("[[answers]]", text.index('code = "D304a"'))]
    _, said = given(report, tmp_path, "q.toml", cut, "--json")
    why = json.loads(said)["score"]["why"]
    assert [line for line in why if "交回的缺" in line and "请确认文件完整" in line]


def workbook(form: Callable[[str], Path]) -> tuple[openpyxl.Workbook, dict[str, int], dict[str, int]]:
    """The form, its columns by head and its lines by code, counted from 1."""
    book = openpyxl.load_workbook(form("xlsx"))
    heads = {cell.value: cell.column for cell in book[SHEET][1]}
    return book, heads, {row[0].value: row[0].row for row in book[SHEET].iter_rows(min_row=2)}


def saved(book: openpyxl.Workbook) -> bytes:
    """Its bytes."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_merged_cells_name_the_tester_of_all_their_lines(report, form, tmp_path):
    """As a clerk merges what is the same down the page."""
    book, heads, lines = workbook(form)
    sheet = book[SHEET]
    first, last = min(lines.values()), max(lines.values())
    for head, value in (("检查人", "李四"), ("检查日期", "2026-11-21")):
        sheet.cell(first, heads[head], value)
        sheet.merge_cells(start_row=first, end_row=last, start_column=heads[head], end_column=heads[head])
    sheet.cell(lines["V1b"], heads["回答"], "不属实")
    sheet.cell(lines["D304a"], heads["回答"], 1)
    status, said = given(report, tmp_path, "q.xlsx", saved(book), "--json")
    assert status == 0, said
    told = {one["code"]: (one["times"], one["by"], one["on"]) for one in json.loads(said)["score"]["answers"]}
    assert told == {"V1b": (0, "李四", "2026-11-21"), "D304a": (1, "李四", "2026-11-21")}


def test_a_merged_answer_is_refused_with_its_lines(report, form, tmp_path):
    """Nobody knows whose it is."""
    book, heads, lines = workbook(form)
    at = lines["D304a"]
    book[SHEET].cell(at, heads["回答"], 1)
    book[SHEET].merge_cells(start_row=at, end_row=at + 2, start_column=heads["回答"], end_column=heads["回答"])
    status, said = given(report, tmp_path, "q.xlsx", saved(book))
    assert status == 2
    assert f"第 {at} 至 {at + 2} 行：“回答”合并成了一格，不知道是哪一题的。请取消合并单元格" in said


def test_a_workbook_of_another_edition_and_one_with_lost_lines_say_so(report, form, tmp_path):
    """The sheet of instructions keeps what it was made for."""
    book, heads, lines = workbook(form)
    book[SHEET].delete_rows(lines["D304a"])
    book[SHEET].cell(2, heads["检查人"], "李四")
    assert "交回的缺 1 题" in given(report, tmp_path, "q.xlsx", saved(book), "--json")[1]
    about = book[ABOUT]
    next(row[1] for row in about.iter_rows() if row[0].value == "规则版本").value = "2015-12-01"
    status, said = given(report, tmp_path, "q.xlsx", saved(book))
    assert (status, "的 2015-12-01 版制作" in said) == (2, True)


# --- disks ---------------------------------------------------------------------------------------------------------------


def limited() -> None:
    """A disk on which nothing longer than 2,000 bytes finds room."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


@pytest.mark.parametrize("command", [("score", "--out", "again"), ("questionnaire", "--out", "again/q.xlsx")])
def test_what_cannot_be_written_whole_leaves_what_was_there(report, tmp_path, command):
    """One line, status 2, nothing half written."""
    (tmp_path / "again").mkdir()
    for old in ("report.json", "q.xlsx"):
        (tmp_path / "again" / old).write_bytes(b"old")
    done = subprocess.run(
        [BIN / "auditor", command[0], report, *command[1:]],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60, preexec_fn=limited,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines()), done.stdout) == (2, 1, ""), done.stderr
    assert "超过了文件大小的限制" in done.stderr
    left = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert (left["q.xlsx"], left["report.json"]) == (b"old", b"old")
    assert not [name for name in left if "partial" in name]


@pytest.mark.parametrize("command", [("score", "--out"), ("questionnaire", "--out")])
def test_a_place_that_cannot_be_written_is_one_line(report, command):
    """A read-only disk."""
    place = "/proc/gongkai" if command[0] == "score" else "/proc/gongkai/q.toml"
    status, said = say(command[0], report, command[1], place)
    assert (status, len(said.splitlines())) == (2, 1), said
    assert "写不下去 /proc/gongkai" in said


def test_two_scores_at_once_into_one_folder_leave_a_whole_report(report, tmp_path):
    """Whoever is last."""
    command = [BIN / "auditor", "score", report, "--out", tmp_path / "out"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    assert [one.communicate(timeout=60)[1] for one in both] == [b"", b""]
    assert {one.returncode for one in both} <= {0, 1}
    assert (tmp_path / "out/report.json").read_bytes() == (report / "report.json").read_bytes()
    assert not [path for path in (tmp_path / "out").iterdir() if "partial" in path.name]
