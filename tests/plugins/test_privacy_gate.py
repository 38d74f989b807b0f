"""The privacy gate: what a reader would get, in any dress, stops the build; what was hidden on purpose does not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.build.body import convert
from plugins.privacy_gate import _may_show, readable
from standards.privacy import may_hold
from standards.private.find import judge
from tests.plugins.small_site import ROOT, document, portal, tree, write_site

# Invented by the standard's own arithmetic; the area is a province's that the example of GB 11643 uses.
ID = "11010519491231002X"
OLD_ID = "110105491231002"
CARD = "6222021234567890128"
NOW = 2026


@pytest.fixture
def refused(tmp_path):
    """Build a small site with the gate in place; give back the lines of the refusal."""

    def run(files):
        gates = ["plugins.privacy_gate"]
        found = portal(write_site(tmp_path, files), tmp_path / "output", PLUGINS=gates).check()
        assert not any(secret in str(problem) for problem in found for secret in (ID, CARD))
        return [str(problem) for problem in found]

    return run


def page(body="正文。\n", **fields):
    """One document with this body."""
    return {"tzgg/tzgg-1.md": document(body=body, **fields)}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f"公示。\n\n姓名甲，{ID}，已登记。\n", "11:5"),
        ("公示。\n\n身份证号１１０１０５１９４９１２３１００２ｘ。\n", "11:5"),
        (f"公示 110105 19491231 002X。\n\n{'说明。' * 20}\n", "9:4"),
        ("身份证号：1101**0519491231**002X\n", "9:6"),
        ("身份证号：1101<b>051949</b>1231002X\n", "9:6"),
        (f"| 姓名 | 证件 |\n|---|---|\n| 甲 | {ID} |\n", "11:7"),
        (f"![{ID}](media/a.svg)\n", "9:3"),
        (f"[名单](files/{ID}.csv)\n", "9:12"),
        (f"附注[^1]。\n\n[^1]: {ID}\n", "11:7"),
        (f"身份证号：{OLD_ID}\n", "9:6"),
        (f"打入 {CARD} 账户\n", "9:4"),
        ("身份证号：&#49;1010519491231002X 身份证号：&#49;1010519491231002X\n", "8"),
    ],
    ids=lambda value: value[:12],
)
def test_a_number_stops_the_build_whatever_it_wears(refused, body, place):
    """With its line and column, and masked."""
    files = page(body) | {"media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>', f"files/{ID}.csv": "a\n"}
    found = refused(files)
    assert [line.split(": ")[0] for line in found] == [f"content/tzgg/tzgg-1.md:{place}"], found
    assert "未作遮盖。请立即遮盖" in found[0]


@pytest.mark.parametrize(
    "body",
    [
        "身份证号：110***********002X，110105********002X",
        "银行卡号：6222 **** **** 0128，尾号0128",
        "咨询电话：0000-5550105，传真 0000-5550106",
        "手机号码：13800138000",
        "统一社会信用代码 11330000MB1234567X",
        f"项目代码：{ID}",
        "支出 110105 万元，1949 年 1231 件，002 号",
        "| 甲 | 乙 |\n|---|---|\n| 110105194912 | 31002X |",
        "身份证号：110105194912310021",
        "案卷 110105202511200016",
    ],
    ids=lambda value: value[:10],
)
def test_what_is_hidden_or_something_else_is_let_through(refused, body):
    """The gate is certain, or silent: doubts are for `desk check`."""
    assert refused(page(body + "\n")) == []


def test_fields_attachments_and_tables_are_read_too(refused):
    """Title, summary, names of attachments, attached CSV with a title row and heads, the village table."""
    csv = f"﻿补贴名单,,\n姓名,身份证号,金额\n甲,{ID},10\n乙,{OLD_ID},20\n丙,110***********002X,5\n"
    villages = f"id,name,kind,town,lng,lat,datum,contact,board\nliulin,柳林村,村,qingxi,,,,{CARD},\n"
    files = {
        "tzgg/tzgg-1.md": document(title=f"关于{ID}的公告", attachments=f"[{{file: files/a.csv, name: {ID}}}]"),
        "files/a.csv": csv,
        "files/b.csv": csv,
        "villages/villages.csv": villages,
    }
    assert [line.split(": ")[0] for line in refused(files)] == [
        "content/files/a.csv:3:2",
        "content/files/a.csv:4:2",
        "content/tzgg/tzgg-1.md:3:10",
        "content/tzgg/tzgg-1.md:7:41",
        "content/villages/villages.csv:2:8",
    ]


def test_what_nobody_can_see_stops_nothing(refused):
    """A page is withdrawn because of a number: that build must go through."""
    for change in ({"status": "withdrawn"}, {"status": "draft"}, {"expires": "2026-11-01"}):
        assert refused(page(f"{ID}\n", **change)) == []


def test_the_old_output_stays(tmp_path):
    """The build ends before anything is written."""
    gates = ["plugins.privacy_gate"]
    portal(write_site(tmp_path), tmp_path / "output", PLUGINS=gates).build()
    before = tree(tmp_path / "output")
    content = write_site(tmp_path, page(f"{ID}\n"))
    with pytest.raises(Exception, match=r"居民身份证号码 110\*{11}002X 完整公开"):
        portal(content, tmp_path / "output", PLUGINS=gates).build()
    assert tree(tmp_path / "output") == before


def test_words_before_a_number_say_what_it_is():
    """A head of a table names its cells; one number is told once."""
    assert [find.certain for find in judge("110105194912310021", NOW, "身份证号码")] == [False]
    assert [find.what for find in judge(f"身份证 {ID} 手机 13800138000", NOW)] == [
        "居民身份证号码 110***********002X 完整公开，未作遮盖",
        "手机号码 138******** 可能是个人号码",
    ]
    assert judge("https://www.mingchuan.example/13800138000.html", NOW) == []
    assert readable('<p>a<b>b</b></p><p>c<img alt="d>&amp;"></p>').split() == ["ab", "c", "d>&"]


def test_the_gate_is_in_the_settings():
    """Without it in PLUGINS nothing would be guarded."""
    assert '"plugins.privacy_gate"' in (ROOT / "pelicanconf.py").read_text("utf-8")


PIECES = ["1101051949", "1231", "0", "02X", "１２", "ｘ", "**", "*", " ", "  ", "-", "\u00ad", "\u200b", "&nbsp;", "&#49;", "&shy;", "<b>", "</b>", "<sub title='1\"'>",
          "</sub>", "<br>", "<!-- 2 -->", "\\", "`", "_", "\n", "\n\n", "年", "[1](a.md)", "![11](/media/a.png)", "| 1 | 2 |\n|---|---|\n| 3 | 4 |", "[a](/files/1.pdf)"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("1101<b>05</b>1949&shy;1231<sub title='a'>002</sub>X")
@example(f"![{ID}](/media/a.png)")
def test_the_first_look_overlooks_nothing(text):
    """Where a glance at the HTML finds no long number, there is none in what a reader sees."""
    body = convert(text, 1, "a/b.md", "b.md", "mark")
    assert _may_show(body) or not may_hold(readable(body.html))


def test_most_pages_need_one_look():
    """Dates, amounts and telephone numbers are no reason to look again; a number in two dresses is."""
    plain = "2026年10月15日，3324.09万元，**0000-5550117**。\n\n| 甲 | 乙 |\n|---|---|\n| 133 | 7533.49 |"
    assert not _may_show(convert(plain, 1, "a/b.md", "b.md", "mark"))
    assert _may_show(convert("110105**19491231**&nbsp;002X", 1, "a/b.md", "b.md", "mark"))


def test_an_id_is_not_taken_for_a_credit_code():
    """One in thirty has the check digit of both; the places of a credit code name a province."""
    assert [find.certain for find in judge("经办人 110105194912312076", 2026)] == [True]
    assert judge("号码 113301194912311469", 2026) == []
