"""A questionnaire comes back filled in, half filled in, sorted anew, cut, or wrong: merged, or refused with its place."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from auditor.errors import BadInput
from auditor.model import Answer, Report
from auditor.scorecard import sheet_toml, sheet_xlsx
from auditor.scorecard.again import write_questionnaire
from auditor.scorecard.answers import read_answers
from auditor.scorecard.questions import Question, questions
from auditor.scorecard.scored import Given, scored
from tests.auditor.reports.invented import SITE, finding, report
from tests.auditor.scorecard.cases import COVERAGE, DRAWN, RULES

LAW = "国办秘函〔2019〕19号 "
GRAVE = finding("words/wrong_wording", severity="P0", clauses=(f"{LAW}单项否决·安全、泄密事故等严重问题",))


@pytest.fixture(scope="module")
def audited() -> Report:
    """A report with grave wording and its score."""
    return scored(report(GRAVE, coverage=COVERAGE), RULES, Given(samples=DRAWN))


@pytest.fixture(scope="module")
def asked(audited: Report) -> tuple[Question, ...]:
    """Its questions."""
    return questions(audited, RULES)


def read(path: Path, text: str | bytes) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    """The answers in a file of this content."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_answers(path, RULES, f"{SITE}/")


def filled(audited: Report, asked: tuple[Question, ...], **answers: str) -> str:
    """The TOML form with some answers written in."""
    text = sheet_toml.write(audited, asked).decode()
    for code, answer in answers.items():
        text = text.replace(f'code = "{code}"\nanswer = ""', f'code = "{code}"\nanswer = "{answer}"')
    return text.replace('tester = ""\ndate = ""', 'tester = "张三"\ndate = "2026年11月20日"')


def test_it_asks_what_software_cannot_say_and_nothing_that_it_has_said(asked):
    """With clause, how to try it, what may be answered, and the findings a veto hangs on."""
    by_code = {question.code: question for question in asked}
    assert {"V1a", "V2", "D202a", "D304a", "B501a"} <= set(by_code)
    assert not {"D403a", "D408a", "D109a"} & set(by_code)
    assert by_code["V1a"].fingerprints == (GRAVE.fingerprint,)
    assert by_code["D304a"].options == "0 至 2 的整数"
    assert by_code["D304a"].points == "每处扣 4 分，本项最多 7 分"
    assert all(question.clause and question.options for question in asked)
    assert all(question.how for question in asked if question.code != "V2")


def test_an_empty_form_says_nothing_and_is_counted(tmp_path, audited, asked):
    """Half filled in is no mistake."""
    answers, notes = read(tmp_path / "q.toml", sheet_toml.write(audited, asked))
    assert answers == ()
    assert notes == (f"检查问卷：已答 0 题，没有答的 {len(asked)} 题",)
    answers, notes = read(tmp_path / "q.xlsx", sheet_xlsx.write(audited, asked))
    assert (answers, notes) == ((), (f"检查问卷：已答 0 题，没有答的 {len(asked)} 题",))


def test_answers_come_back_with_who_and_when(tmp_path, audited, asked):
    """In the words and figures that people write."""
    text = filled(audited, asked, D202a="是", D301a=" 否 ", D304a="２", V1a="属实")
    answers, _ = read(tmp_path / "q.toml", text)
    assert {one.code: one.times for one in answers} == {"D202a": 1, "D301a": 0, "D304a": 2, "V1a": 1}
    assert {(one.by, one.on) for one in answers} == {("张三", "2026-11-20")}
    made = scored(audited, RULES, Given(samples=DRAWN, answers=answers))
    assert made.score is not None
    assert made.score.qualified == "不合格"


def workbook(audited: Report, asked: tuple[Question, ...]) -> openpyxl.Workbook:
    """The form as a workbook."""
    return openpyxl.load_workbook(io.BytesIO(sheet_xlsx.write(audited, asked)))


def saved(book: openpyxl.Workbook) -> bytes:
    """Its bytes."""
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def column(sheet, name: str) -> int:
    """Where a column stands, from 1."""
    return next(cell.column for cell in sheet[1] if cell.value == name)


def test_a_workbook_sorted_anew_with_columns_taken_out_and_moved_is_read(tmp_path, audited, asked):
    """Lines are known by their key, else by their code; columns by their head, wherever they are."""
    book = workbook(audited, asked)
    sheet = book[sheet_xlsx.SHEET]
    answer = column(sheet, "回答")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "D304a":
            row[answer - 1].value = 2.0
        if row[0].value == "D202a":
            row[answer - 1].value = True
    book[sheet_xlsx.ABOUT]["B4"], book[sheet_xlsx.ABOUT]["B5"] = "李四", "2026-11-20"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    random.Random(5).shuffle(rows)
    for at, row in enumerate(rows, 2):
        for number, value in enumerate(row, 1):
            sheet.cell(at, number, value)
    for name in ("细则", "怎样查", "分值", "标识键", "说明"):
        sheet.delete_cols(column(sheet, name))
    sheet.insert_rows(1)
    sheet["A1"] = "某县检查问卷（返回）"
    answers, _ = read(tmp_path / "q.xlsx", saved(book))
    assert {one.code: (one.times, one.by, one.on) for one in answers} == {
        "D202a": (1, "李四", "2026-11-20"),
        "D304a": (2, "李四", "2026-11-20"),
    }


@pytest.mark.parametrize(
    ("gone", "said"),
    [(("回答",), "没有一张表有“回答”一列"), (("编号", "标识键"), "工作表“检查问卷”没有“编号”一列")],
)
def test_a_workbook_without_what_it_is_known_by_is_refused(tmp_path, audited, asked, gone, said):
    """And says which column to put back."""
    book = workbook(audited, asked)
    for name in gone:
        book[sheet_xlsx.SHEET].delete_cols(column(book[sheet_xlsx.SHEET], name))
    with pytest.raises(BadInput, match=said):
        read(tmp_path / "q.xlsx", saved(book))


def test_a_workbook_of_which_some_columns_were_sorted_alone_is_refused(tmp_path, audited, asked):
    """Its answers would stand beside other questions."""
    book = workbook(audited, asked)
    book[sheet_xlsx.SHEET]["A2"], book[sheet_xlsx.SHEET]["A3"] = "V1b", "V1a"
    with pytest.raises(BadInput, match=r"第 2 行：编号是“V1b”，隐藏的标识键是“V1a”.*整行一起排"):
        read(tmp_path / "q.xlsx", saved(book))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"D202a": "大概"}, "“D202a”的回答“大概”看不懂，应为是或否"),
        ({"D304a": "3"}, "“D304a”的回答 3 太大，最多 2"),
        ({"D304a": "一两个"}, "“D304a”的回答“一两个”看不懂，应为整数"),
        ({"D304a": "-1"}, "看不懂，应为整数"),
        ({"V1a": "可能"}, "应为属实或不属实"),
        ({"V1b": "属实"}, "“V1b”认定属实，须写明所依据的条目，或在“说明”中写明依据"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_place(tmp_path, audited, asked, answers, said):
    """The line of the question in the file."""
    with pytest.raises(BadInput) as error:
        read(tmp_path / "q.toml", filled(audited, asked, **answers))
    assert said in str(error.value)
    assert "q.toml: 第 " in str(error.value)


def test_every_mistake_is_told_at_once(tmp_path, audited, asked):
    """Not one a run."""
    with pytest.raises(BadInput) as error:
        read(tmp_path / "q.toml", filled(audited, asked, D202a="?", D304a="9", D301a="?"))
    assert [code for code in ("D202a", "D304a", "D301a") if code not in str(error.value)] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('tester = "张三"', 'tester = ""', "“V1a”涉及单项否决或不合格，须写明检查人和日期"),
        ('date = "2026年11月20日"', 'date = "上周"', "日期“上周”看不懂，请写成 2026-11-20"),
        ('code = "D202a"', 'code = "D902a"', "规则中没有编号“D902a”"),
        ('answer = "是"', 'anwser = "是"', "不认识“anwser”"),
        ('tester = "张三"', "tester = 张三", "不是正确的 TOML"),
        ('rules = "guoban-2019-19"', 'rules = "shengji-example"', "问卷按规则 shengji-example 制作"),
        (f'site = "{SITE}/"', 'site = "https://www.other.example/"', "问卷是 https://www.other.example/ 的"),
        ('samples = ["", "", "", "", ""]', "samples = 3", "“samples”应写成列表"),
        ("[[answers]]", "[answers]\n[[other]]", "不是正确的 TOML"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path, audited, asked, old, new, said):
    """What, where, what now."""
    text = filled(audited, asked, D202a="是", V1a="属实")
    assert old in text
    with pytest.raises(BadInput, match=said):
        read(tmp_path / "q.toml", text.replace(old, new, 1))


def test_a_question_answered_twice_counts_once_and_two_answers_are_refused(tmp_path, audited, asked):
    """A doubled row."""
    text = filled(audited, asked, D202a="是")
    again = '\n[[answers]]\ncode = "D202a"\nanswer = "是"\n'
    assert len(read(tmp_path / "q.toml", text + again)[0]) == 1
    with pytest.raises(BadInput, match=r"“D202a”与 第 \d+ 行起的一题 重复，回答不同"):
        read(tmp_path / "q.toml", text + again.replace("是", "否"))


@pytest.mark.parametrize("name", ["q.toml", "q.xlsx"])
@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"PK\3\4junk", "答案".encode("gb18030"), b"[" * 5000])
def test_rubbish_is_refused_and_not_a_traceback(tmp_path, name, data):
    """Damaged, empty, another encoding."""
    with pytest.raises(BadInput):
        read(tmp_path / name, data)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    """Before it is unpacked."""
    monkeypatch.setattr(sheet_xlsx, "MOST_UNPACKED", 1000)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 2000)
    with pytest.raises(BadInput, match="不像问卷"):
        read(tmp_path / "q.xlsx", whole.getvalue())


def test_the_same_report_gives_the_same_form(tmp_path, audited):
    """Byte for byte, in both forms; another ending is refused."""
    for name in ("q.toml", "q.xlsx"):
        one, two = tmp_path / name, tmp_path / f"again-{name}"
        assert write_questionnaire(audited, one, rules=None) == write_questionnaire(audited, two, rules=None) > 60
        assert one.read_bytes() == two.read_bytes()
    with pytest.raises(BadInput, match=r"\.xlsx 或 \.toml"):
        write_questionnaire(audited, tmp_path / "q.docx", rules=None)
