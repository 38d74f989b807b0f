"""Every file that is published passes the gate, once; what was not looked at is said."""

from __future__ import annotations

import os
import random
import threading
import time

import pytest

from plugins.build.scan import scan
from plugins.privacy.confined import run_confined
from plugins.privacy.files import judge_files
from plugins.privacy.memory import Memory, recall
from plugins.privacy.verdict import Verdict, verdict_of
from standards.documents import read
from tests.plugins.small_site import build, desk, document, portal, write_site
from tests.standards.documents.maker import ID, archive, ole, pdf, photo, word, workbook

CARD = "6222021234567890128"
PHONE = "13800138000"


@pytest.fixture
def refused(tmp_path):
    """The lines with which a site that attaches this file is refused."""

    def run(name: str, data: bytes, **fields: str) -> list[str]:
        files = {"tzgg/tzgg-1.md": document(attachments=f"files/{name}", **fields), f"files/{name}": data}
        found = portal(write_site(tmp_path, files), tmp_path / "output", PLUGINS=["plugins.privacy_gate"]).check()
        assert not any(secret in str(problem) for problem in found for secret in (ID, CARD, PHONE))
        return [str(problem) for problem in found]

    return run


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.pdf", pdf("page one", f"No. {ID}"), "第2页："),
        ("a.docx", word(), "第2段："),
        ("a.docx", word(hidden=f" {ID} "), "第1段（隐藏的文字）："),
        ("a.docx", word(author=ID), "文件属性“最后修改人”："),
        ("a.xlsx", workbook(), "工作表“名单”B3："),
        ("a.txt", f"一\n二 {ID}\n".encode("gb18030"), ":2:3: "),
        ("a.zip", archive(b__csv=f"姓名,证件\n甲,{ID}\n".encode()), "压缩包里的“b.csv”第2行第2列："),
        ("a.jpg", photo(comment=f"who {ID}"), "照片信息“说明”："),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ID.encode("utf-16-le"), "居民身份证号码"),
        ("a.csv", f"姓名,卡号\n甲,{CARD}\n".encode(), ":2:2: "),
    ],
)
def test_a_number_is_refused_with_its_place_and_its_mask(refused, name, data, place):
    """Whatever file it is in, and whatever part of it."""
    lines = refused(name, data)
    assert [line for line in lines if line.startswith(f"content/files/{name}") and place in line], lines
    assert any("110***********002X" in line or "***************0128" in line for line in lines)


def test_a_hidden_cell_is_told_as_hidden(refused):
    """Hiding is no masking, and the message says so."""
    lines = refused("a.xlsx", _with_hidden_number(workbook()))
    assert any("工作表“底稿”B7（隐藏的工作表）：居民身份证号码" in line and "不要只是隐藏" in line for line in lines)


def _with_hidden_number(data: bytes) -> bytes:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    book["底稿"]["B7"] = ID
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_number_that_lost_its_last_digits_is_refused(refused):
    """Fifteen digits of an ID say whose it is."""
    lines = refused("a.xlsx", workbook(110105194912310021))
    assert lines == [
        "content/files/a.xlsx: 工作表“名单”B3：身份证号码 110*********** 末几位已被表格软件丢掉，前面的仍能认出本人。请删去这一列，或遮盖后按文本填写"
    ]


def test_a_list_of_people_in_need_is_refused_by_its_column(refused):
    """One line for the column, not one a row; in tables and on pages of a PDF alike."""
    table = "低保金发放名单,,\n姓名,村组,联系电话\n" + f"张三,柳林村,{PHONE}\n" * 9
    lines = refused("a.csv", table.encode())
    assert lines == [
        "content/files/a.csv:3:3: “联系电话”一列有 9 人的姓名和手机号码对得上，例如 138********。这样的名单只公布姓名、村组、类别和金额：请删去这一列，或遮盖"
    ]


def test_the_title_of_the_document_says_what_a_list_is_of(refused):
    """Attachments are called 附件1."""
    table = f"姓名,联系电话\n张三,{PHONE}\n".encode()
    assert refused("a.csv", table) == []
    lines = refused("a.csv", table, title="关于2026年第三季度农村低保金发放名单的公示")
    assert len(lines) == 1
    assert "“联系电话”一列有 1 人" in lines[0]


def test_a_table_in_a_document_is_judged_like_one_in_a_file(refused):
    """The gate looks at what a reader gets."""
    body = f"| 户主姓名 | 家庭住址 |\n|---|---|\n| 张三 | 明川县清溪镇柳林村3组12号 |\n\n{PHONE}\n"
    lines = refused("a.txt", b"x", title="危房改造补助公示", body=body)
    assert len(lines) == 1
    assert "“家庭住址”一列有 1 人的姓名和住址对得上，例如 明川县清溪镇***" in lines[0]


@pytest.mark.parametrize(
    "table",
    [
        "姓名,网格,联系电话\n张三,一网格," + PHONE,
        "单位,统一社会信用代码\n甲公司,11330000MB1234567X",
        "文号,索引号\n明政办〔2026〕3号,009990020/2026-00021",
        "姓名,身份证号\n张三,110***********002X",
        f"比例\n0.{CARD}\n12.{CARD}\n1.{CARD}",
        "科室,办公电话\n办公室,0000-5550101",
        "项目代码,金额\n2026-110105-49-03-123456,80",
        f"合同编号\n合同编号：{CARD}",
    ],
)
def test_near_misses_stop_nothing(refused, table):
    """Precision is the product."""
    assert refused("a.csv", table.encode()) == []


def test_many_finds_are_counted(refused):
    """Five are named."""
    lines = refused("a.csv", ("姓名,证件\n" + f"甲,{ID}\n" * 40).encode())
    assert len(lines) == 6
    assert "第2列还有 35 处身份证号码，没有一一列出" in lines[0]


def test_what_nobody_publishes_is_not_judged(refused):
    """Nor what a draft attaches."""
    assert refused("a.xlsx", workbook(), status="draft") == []


def attached(*names: str, **fields: str) -> dict[str, str]:
    """A document with these files."""
    listed = ", ".join(f"files/{name}" for name in names)
    return {"tzgg/tzgg-1.md": document(attachments=f"[{listed}]", **fields)}


def test_what_was_not_looked_at_is_said_in_one_line_each(tmp_path, monkeypatch):
    """Pictures and files by kind; never an error."""
    monkeypatch.setenv("PATH", str(tmp_path))
    files = {
        **attached("a.jpg", "b.pdf", "c.doc", "d.rar", "e.pdf", "icon.jpg"),
        "files/a.jpg": photo(),
        "files/icon.jpg": photo(size=(20, 20)),
        "files/b.pdf": pdf("", ""),
        "files/c.doc": ole("WordDocument"),
        "files/d.rar": b"Rar!\x1a\x07",
        "files/e.pdf": pdf("x", password="1"),
    }
    done = build(tmp_path, files)
    assert [line.split("：")[0] for line in done.notices if "未检" in line] == [
        "图片未检 3 张",
        "附件未检 3 个（加了密码 1 个、老格式 1 个、压缩包 1 个）",
    ]
    assert not [line for line in build(tmp_path, {**files, **attached("a.jpg", "b.pdf", "c.doc", "d.rar", "e.pdf", checked_by="审核一岗")}).notices if "未检" in line]  # fmt: skip


def test_a_person_who_ticked_does_not_let_a_number_through(refused):
    """`checked_by` is for what the program cannot see."""
    assert refused("a.xlsx", workbook(), checked_by="审核一岗")


def test_unchanged_files_are_not_opened(tmp_path, monkeypatch):
    """Known by stamp, then by digest; changed ones are looked at again."""
    content = write_site(tmp_path, {"files/a.csv": f"a,{ID}\n", "files/b.docx": word()})
    long_ago = time.time_ns() + 10**12
    memory = recall(tmp_path / "cache", 2026)
    first = judge_files(scan(content), ["files/a.csv", "files/b.docx"], memory, 1)
    memory.save(scan(content), long_ago)
    opened: list[str] = []
    monkeypatch.setattr("plugins.privacy.files._bytes", lambda file: opened.append(file.name) or file.read_bytes())
    again = recall(tmp_path / "cache", 2026)
    assert judge_files(scan(content), ["files/a.csv", "files/b.docx"], again, 1) == first
    assert opened == []
    (content / "files/a.csv").write_text("a,b\n")
    assert judge_files(scan(content), ["files/a.csv"], again, 1)["files/a.csv"] == Verdict()
    assert opened
    assert recall(tmp_path / "cache", 2027).files == {}


def test_damage_to_what_is_kept_costs_time_only(tmp_path):
    """A flipped bit, another program's file."""
    content = write_site(tmp_path, {"files/a.csv": f"a,{ID}\n"})
    memory = recall(tmp_path, 2026)
    judge_files(scan(content), ["files/a.csv"], memory, 1)
    memory.save(scan(content), time.time_ns() + 10**12)
    kept = tmp_path / "files.bin"
    kept.write_bytes(kept.read_bytes()[:-3] + b"xyz")
    assert recall(tmp_path, 2026).files == {}


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.csv", "a.pdf"])
def test_no_damage_stops_the_judge(name):
    """Whatever a damaged file is read as, there is a verdict, and no ID stands in it."""
    made = {
        "a.xlsx": workbook(),
        "a.docx": word(),
        "a.csv": f"姓名,证件,住址\n甲,{ID},3组\n".encode(),
        "a.pdf": pdf(ID),
    }
    chance = random.Random(name)
    for _ in range(40):
        data = bytearray(made[name])
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randrange(30)] = chance.randbytes(chance.randrange(4))
        verdict = verdict_of(read(name, bytes(data)), name, "", 2026, lambda picture: f"图上 {ID}")
        assert ID not in repr(verdict)


def _stubborn(job: str) -> bytes:
    if job == "loop":
        while True:
            pass
    if job == "memory":
        return b"x" * (1 << 33)
    if job == "dies":
        os._exit(3)
    return job.encode()


def test_a_file_that_takes_too_much_takes_nothing_with_it(monkeypatch):
    """Time, memory, a crash of a library: the others are judged."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # other tests' servers may still be ending
    jobs = ["a", "loop", "memory", "dies", "b"]
    started = time.monotonic()
    assert list(run_confined(_stubborn, jobs, 2, 2)) == [b"a", None, None, None, b"b"]
    assert time.monotonic() - started < 10


def test_check_tells_of_the_files_of_the_documents_asked_for(tmp_path):
    """Certain and doubtful, read and unread, in one report."""
    files = {
        **attached("a.xlsx", "b.doc", "c.csv", "d.jpg"),
        "files/a.xlsx": workbook(),
        "files/b.doc": ole("WordDocument"),
        "files/c.csv": f"姓名,网格,联系电话\n张三,一网格,{PHONE}\n",
        "files/d.jpg": photo(gps=True),
    }
    content = write_site(tmp_path, files)
    done = desk("check", content / "tzgg/tzgg-1.md", "--content", content, PATH=str(tmp_path))
    assert done.returncode == 1
    assert "files/a.xlsx: 工作表“名单”B3：居民身份证号码 110***********002X" in done.stdout
    assert "files/b.doc: 提醒：是老格式" in done.stdout
    assert "files/c.csv:2:3: 提醒：手机号码 138********" in done.stdout
    assert "files/d.jpg: 提醒：照片信息“拍摄地点”：照片里写着拍摄地点的经纬度。请改放 content/media/" in done.stdout
    assert "files/d.jpg: 提醒：有 1 张图片没有检查" in done.stdout
    assert ID not in done.stdout
    memory = Memory(year=2026)
    assert judge_files(scan(content), ["files/a.xlsx"], memory, 1)["files/a.xlsx"].told
