"""What a build refuses about numbers and dates, line by line."""

from __future__ import annotations

import pytest

from tests.plugins.small_site import SITE, document, problems

HEADS = "index_no,id,unit,year,serial,registered,origin\n"
URLS = "url,id,registered,origin\n"
UNITS = "id,name,short_name,org_code,kind,parent,contact\nczj,明川县财政局,县财政局,009990063,部门,,\n"
NUMBER = "009990063/2026-00001"
FILE = "zwgk/gfxwj/g-1.md"
INDEX = "_registry/index-numbers.csv"


def policy(id: str = "g-1", **fields: str) -> str:
    """An open document."""
    return document(id, **{"type": "policy", "written": "2026-10-12", "topic": "其他", "validity": "有效", **fields})


def row(number: str = NUMBER, id: str = "g-1", registered: str = "2026-10-15 09:00", origin: str = "given") -> str:
    """A line of the register."""
    return f"{number},{id},czj,2026,1,{registered},{origin}\n"


def told(tmp_path, register: str, *, files: dict | None = None, **fields: str) -> list[str]:
    """What the build says of one open document with these fields beside this register."""
    return problems(tmp_path, {"units.csv": UNITS, FILE: policy(**fields), INDEX: HEADS + register, **(files or {})})


def test_a_registered_number_is_in_order(tmp_path):
    """Nothing is said."""
    assert told(tmp_path, row(), index_no=NUMBER) == []


def test_an_open_document_without_its_number_is_refused_and_the_command_is_named(tmp_path):
    """The build never gives one."""
    assert told(tmp_path, "") == [
        "content/zwgk/gfxwj/g-1.md:11: 缺少“索引号”。索引号由 desk 编，生成网站时不会自动编号。"
        "请运行 desk register content/zwgk/gfxwj/g-1.md"
    ]


def test_a_draft_may_be_without_its_number(tmp_path):
    """It gets one when it is finished."""
    assert told(tmp_path, "", status="draft") == []


@pytest.mark.parametrize(
    ("register", "number", "what", "cure"),
    [
        ("", NUMBER, "没有登记", "desk register content/zwgk/gfxwj/g-1.md"),
        ("", "009990021/2026-00001", "校验码不对", "desk register content/zwgk/gfxwj/g-1.md 取号"),
        ("", "2026-1", "不是本站的编法", "desk register content/zwgk/gfxwj/g-1.md 取号"),
        (row("009990063/2026-00002"), NUMBER, "登记的是“009990063/2026-00002”", "改回 009990063/2026-00002"),
        (row("009990021/2026-00001"), "009990021/2026-00001", "校验码不对", "用 git 找回"),
        (row(id="tzgg-1"), NUMBER, "已登记给“tzgg-1”", "desk register --mend"),
        (row(id="gone-1"), NUMBER, "已登记给“gone-1”", "改回 id: gone-1"),
        (row(origin="void"), NUMBER, "已经作废", "删去这一行"),
    ],
)
def test_a_number_that_is_not_the_document_s_own_is_refused(tmp_path, register, number, what, cure):
    """One line at the number's place, with what to do."""
    (line,) = [line for line in told(tmp_path, register, index_no=number) if FILE in line]
    assert line.startswith(f"content/zwgk/gfxwj/g-1.md:11: 索引号“{number}”")
    assert what in line
    assert cure in line


def test_a_number_of_an_old_scheme_or_unit_stays_valid(tmp_path):
    """Numbers never change: neither when the unit's code does nor when the site writes them otherwise."""
    other = UNITS.replace("009990063", "009990071")
    assert told(tmp_path, row(), index_no=NUMBER, files={"units.csv": other}) == []
    site = SITE + 'index_scheme = "{uscc}/{year}{month}-{serial:5}"\n'
    assert told(tmp_path, row(), index_no=NUMBER, files={"site.toml": site}) == []


def test_a_doubled_line_names_both_and_the_command(tmp_path):
    """As a merge of two branches leaves them."""
    files = {"zwgk/gfxwj/g-2.md": policy("g-2", index_no=NUMBER)}
    found = told(tmp_path, row() + row(id="g-2"), index_no=NUMBER, files=files)
    assert (
        f"content/_registry/index-numbers.csv:3:1: 索引号“{NUMBER}”与第2行重复（“g-1”和“g-2”）。"
        "两个分支合并造成的，请运行 desk register --mend"
    ) in found


def test_a_document_with_two_numbers_is_told(tmp_path):
    """Registered on both branches."""
    (line,) = told(tmp_path, row() + row("009990063/2026-00002"), index_no=NUMBER)
    assert "“g-1”有两个索引号" in line
    assert "desk register --mend" in line


@pytest.mark.parametrize("name", ["index-numbers.csv", "doc-numbers.csv", "urls.csv"])
def test_marks_of_a_conflict_are_told_with_the_command(tmp_path, name):
    """At the line where the conflict begins."""
    head = {"index-numbers.csv": HEADS, "doc-numbers.csv": HEADS.replace("index_no", "doc_no").replace("unit", "word")}
    text = head.get(name, URLS) + "<<<<<<< HEAD\n=======\n>>>>>>> b\n"
    assert problems(tmp_path, {f"_registry/{name}": text}) == [
        f"content/_registry/{name}:2: 登记簿里有没有处理的合并冲突。请运行 desk register --mend"
    ]


@pytest.mark.parametrize(
    "damage",
    [b"x", b"", b"\xff\xfe\0", HEADS.encode() + b"a,b\n", HEADS.encode() + b'"a",b,c,d,e,f,given\n',
     HEADS.encode() + b"1/2,a,c,d,e,f,mine\n", HEADS.encode() + b"1/2,,c,d,e,f,given\n", "index_no，id\n".encode("gb18030")],
)  # fmt: skip
def test_a_damaged_register_stops_the_build_at_its_line(tmp_path, damage):
    """It is never taken for an empty one, which would give numbers a second time."""
    found = problems(tmp_path, {INDEX: damage})
    assert [line for line in found if line.startswith("content/_registry/index-numbers.csv")]


@pytest.mark.parametrize(
    ("published", "register", "urls", "what"),
    [
        ("2026-10-15 09:30", row(), "", ""),
        ("2026-08-01 09:30", row(), "", "比首次登记（2026-10-15 09:00）早 75 天"),
        ("2026-08-01 09:30", row(origin="imported"), "", ""),
        ("2026-11-10 09:30", row(), "/x/g-1.html,g-1,2026-07-01 08:00,given\n", "晚于它已经公开的时间（2026-07-01 08:00）"),
        ("2026-11-10 09:30", row(), "/x/g-1.html,g-1,2026-11-01 08:00,given\n", ""),
        ("2026-08-01 09:30", row(), "/x/g-1.html,g-1,2026-08-01 09:40,given\n", ""),
    ],
)  # fmt: skip
def test_a_date_that_nobody_can_believe_is_refused(tmp_path, published, register, urls, what):
    """Months before the first registration, months after it was public; what an archive brought may be old."""
    files = {"_registry/urls.csv": URLS + urls}
    found = told(tmp_path, register, files=files, index_no=NUMBER, published=published)
    assert [what in line and line.startswith("content/zwgk/gfxwj/g-1.md:4: ") for line in found] == [True] * bool(what)


def test_dates_of_plain_documents_are_judged_too(tmp_path):
    """By their addresses."""
    files = {"_registry/urls.csv": URLS + "/tzgg/2026-10/tzgg-1.html,tzgg-1,2027-02-01 09:00,given\n"}
    (line,) = problems(tmp_path, files)
    assert "比首次登记（2027-02-01 09:00）早 109 天" in line


def test_another_document_s_doc_number_is_refused(tmp_path):
    """One that nobody registered may come from another house."""
    register = "doc_no,id,word,year,serial,registered,origin\n明财〔2026〕1号,a-1,明财,2026,1,2026-10-15 09:00,given\n"
    files = {"_registry/doc-numbers.csv": register, "tzgg/b.md": document("b", doc_no="国办发〔2026〕1号")}
    assert problems(tmp_path, files) == []
    files["tzgg/b.md"] = document("b", doc_no="明财〔2026〕1号")
    (line,) = problems(tmp_path, files)
    assert "文号“明财〔2026〕1号”已登记给“a-1”" in line


@pytest.mark.parametrize("template", ["{org}/{year}", "编号{serial:5}", "{org}/{year}-{serial:12}"])
def test_a_faulty_scheme_is_told_at_its_line(tmp_path, template):
    """In site.toml, with what may stand there."""
    (line,) = problems(tmp_path, {"site.toml": SITE + f'index_scheme = "{template}"\n'})
    assert line.startswith("content/site.toml:13: 索引号的编法不对")
