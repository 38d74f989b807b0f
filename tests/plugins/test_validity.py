"""Whether a document is in force: worked out of what others say of it, for one day."""

from __future__ import annotations

import json
import re

import pytest

from plugins.build.edition import Edition, read_edition
from plugins.build.moments import next_change
from plugins.standing import Act, Standing, settle
from tests.plugins.small_site import build, document, problems, tree, write_site

NUMBERS = iter(range(10, 10_000))


def policy(id: str, number: int = 0, **fields: str) -> str:
    """An official document; ``number`` makes its 发文字号."""
    header = {
        "type": "policy",
        "title": f"{id}号文件",
        "index_no": f"009990020/2026-{next(NUMBERS):05}",
        "written": "2026-10-12",
        "topic": "其他",
        "validity": "有效",
        "doc_no": f"明政办规〔2026〕{number}号" if number else "",
        **fields,
    }
    return document(id, **header)


OLD = policy("old", 1, written="2020-05-01", published="2020-05-06 09:00")
ACTING = {"written": "2026-11-02", "published": "2026-11-03 09:00"}
G = "zwgk/gfxwj"


def site(tmp_path, files: dict[str, str], now: str = "") -> Edition:
    """The edition of these documents of the column 规范性文件."""
    return read_edition(write_site(tmp_path, {f"{G}/{name}.md": text for name, text in files.items()}), now, False, 1)


def standings(tmp_path, files: dict[str, str], now: str = "") -> dict[str, tuple[str, str, str]]:
    """Word, first day and cause by id."""
    edition = site(tmp_path, files, now)
    assert [str(problem) for problem in edition.problems] == []
    return {
        edition.targets.articles[path].id: (said.word, said.since, said.cause)
        for path, said in edition.validity.standings.items()
    }


def faults(tmp_path, files: dict[str, str], more: dict[str, str] | None = None) -> list[str]:
    """What a build says of these documents."""
    return problems(tmp_path, {**{f"{G}/{name}.md": text for name, text in files.items()}, **(more or {})})


def notices(tmp_path, files: dict[str, str]) -> list[str]:
    """What ``desk check`` reminds of."""
    edition = site(tmp_path, files)
    assert edition.problems == ()
    return [str(notice) for notice in edition.notices]


def test_a_repeal_marks_what_it_repeals(tmp_path):
    """By id or 发文字号, from the day of publication, with its title and number as cause."""
    files = {"old": OLD, "new": policy("new", 2, repeals="明政办规〔2026〕1号", **ACTING)}
    assert standings(tmp_path, files) == {"old": ("废止", "2026-11-03", "new号文件（明政办规〔2026〕2号）")}


def test_an_amendment_marks_what_it_amends(tmp_path):
    """It is still in force, in other words."""
    files = {"old": OLD, "new": policy("new", amends="old", **ACTING)}
    assert standings(tmp_path, files) == {"old": ("修改", "2026-11-03", "new号文件")}


@pytest.mark.parametrize(("now", "word"), [("2026-12-31T23:59", None), ("2027-01-01T00:00", "废止")])
def test_a_repeal_waits_until_it_takes_effect(tmp_path, now, word):
    """施行日期 counts, not the day of publication; the clock alone brings it about, and the build knows when."""
    files = {"old": OLD, "new": policy("new", repeals="old", effective="2027-01-01", **ACTING)}
    edition = site(tmp_path, files, now)
    said = edition.validity.standings.get(f"{G}/old.md")
    assert (said.word if said else None) == word
    if word is None:
        assert next_change(edition, reads_day=False) == "2027-01-01 00:00"


@pytest.mark.parametrize(
    "fields",
    [{"status": "draft"}, {"published": "2026-12-01 09:00"}, {"status": "withdrawn"}, {"expires": "2026-11-10"}],
)
def test_only_what_is_public_causes_anything(tmp_path, fields):
    """Draft, to come, withdrawn, gone offline."""
    assert standings(tmp_path, {"old": OLD, "new": policy("new", repeals="old", **ACTING | fields)}) == {}


@pytest.mark.parametrize(
    ("now", "until", "standing"),
    [
        ("2026-11-20T09:00", "2026-11-20", ("有效", "", "")),
        ("2026-11-21T00:00", "2026-11-20", ("失效", "2026-11-21", "有效期届满")),
    ],
)
def test_the_last_day_of_a_term_belongs_to_it(tmp_path, now, until, standing):
    """And the day after is when the next build is due."""
    files = {"old": policy("old", valid_until=until)}
    assert standings(tmp_path, files, now) == {"old": standing}
    edition = site(tmp_path, files, "2026-11-20T09:00")
    assert next_change(edition, reads_day=False) == "2026-11-21 00:00"
    assert edition.validity.standings[f"{G}/old.md"].until == "2026-11-20"


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"valid_for": "5年", "effective": "2026-11-01"}, "2031-10-31"),
        ({"valid_for": "18个月", "written": "2026-10-12"}, "2028-04-11"),
        ({"valid_for": "2年", "effective": "2026-08-31"}, "2028-08-30"),
        ({"valid_for": "6个月", "effective": "2026-08-31"}, "2027-02-28"),
        ({"valid_for": "长期"}, None),
        ({}, None),
    ],
)
def test_a_term_begins_with_the_effect(tmp_path, fields, until):
    """施行日期, else 成文日期; a term that begins on the 31st ends with a shorter month; without a term there is none."""
    edition = site(tmp_path, {"old": policy("old", **fields)})
    said = edition.validity.standings.get(f"{G}/old.md")
    assert (said.until if said else None) == until


COLUMN = {f"{G}/column.toml": 'id = "gfxwj"\nname = "规范性文件"\nvalidity_term = "validity-term-2010"\n'}
OF_2021 = {"written": "2021-03-01", "published": "2021-03-02 09:00"}


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({"number": 1, "title": "明川县某办法"}, "2026-02-28"),
        ({"number": 1, "title": "明川县某办法（试行）"}, "2023-02-28"),
        ({"number": 1, "title": "明川县某暂行办法"}, "2023-02-28"),
        ({"number": 1, "title": "关于禁止燃放的通告"}, "2022-02-28"),
        ({"number": 1, "title": "关于废止某暂行办法的通知"}, None),
        ({"number": 1, "title": "明川县某办法", "valid_for": "长期"}, None),
        ({"number": 1, "title": "明川县某办法", "valid_until": "2030-12-31"}, "2030-12-31"),
        ({"title": "没有规范性文件文号的通知"}, None),
        ({"title": "有统一编号的办法", "unified_no": "MCFS-2021-1"}, "2026-02-28"),
    ],
)
def test_the_rule_of_a_column_gives_terms_nobody_wrote(tmp_path, fields, until):
    """Only to the classes the rule names, and never against what the document says itself."""
    files = {**COLUMN, f"{G}/old.md": policy("old", **OF_2021 | fields)}
    edition = read_edition(write_site(tmp_path, files), "2021-06-01", False, 1)
    said = edition.validity.standings.get(f"{G}/old.md")
    assert (said.until if said else None) == until


def test_no_rule_no_term(tmp_path):
    """Old documents of a site that asked for nothing stay as they are."""
    assert standings(tmp_path, {"old": policy("old", 1, title="某暂行办法", **OF_2021)}) == {}


def test_a_rule_that_does_not_exist_is_told(tmp_path):
    """Where it is written, once, with those there are."""
    wrong = {f"{G}/column.toml": COLUMN[f"{G}/column.toml"].replace("2010", "2011")}
    (said,) = faults(tmp_path, {}, wrong)
    assert said.startswith(f"content/{G}/column.toml: “validity_term”有误：规则文件“validity-term-2011”不存在")
    assert "validity-term-2010" in said


def table(*rows: str) -> str:
    """A clean-up table."""
    return "\n".join(["文件,名称,清理结果,说明", *rows, ""])


def test_a_clean_up_sets_every_row(tmp_path):
    """Documents that are not here are in the table on the page all the same; what stays in force gets no mark."""
    files = {
        f"{G}/old.md": OLD,
        f"{G}/b.md": policy("b", 3),
        f"{G}/new.md": policy("new", cleanup="data/q.csv", body="公布清理结果。\n", **ACTING),
        "data/q.csv": table(
            "old,,宣布失效,依据已废止", "明政办规〔2026〕3号,,继续有效,", "明政办规〔2009〕9号,旧办法,废止,"
        ),
    }
    edition = read_edition(write_site(tmp_path, files), "", False, 1)
    assert edition.problems == ()
    assert {p: s.word for p, s in edition.validity.standings.items()} == {f"{G}/old.md": "失效", f"{G}/b.md": "有效"}
    assert [str(notice) for notice in edition.notices] == [
        "content/data/q.csv:4: 本站没有发文字号为“明政办规〔2009〕9号”的文件，没有网页会因此标注。请核对文号；文件确不在本站的，不用改"
    ]
    build(tmp_path, files)
    page = tree(tmp_path / "output")[f"{G}/2026-11/new.html"].decode()
    assert re.findall(r"title=&#39;(.*?)&#39;.*?result=&#39;(.*?)&#39;", page) == [
        ("old号文件", "宣布失效"),
        ("b号文件", "继续有效"),
        ("旧办法", "废止"),
    ]
    assert "data/q.csv" in tree(tmp_path / "output")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("odl,,失效,",), ["content/data/q.csv:2:1: 没有编号为“odl”的文件。是不是想写“old”？请写本站文件的 id；不在本站的文件请写发文字号"]),
        (("old,,拟失效,",), ["content/data/q.csv:2:3: 清理结果不能写“拟失效”。是不是想写“失效”？"
                         "请从这些里选一个：继续有效、修改、部分失效、失效、宣布失效、废止"]),
        (("old,,失效,", "明政办规〔2026〕1号,,废止,"), ["content/data/q.csv:3:1: “明政办规〔2026〕1号”与第2行是同一份文件。每份文件只写一行，请删去其中一行"]),
        (("new,,失效,",), ["content/data/q.csv:2:1: “new”就是公布清理结果的文件。请删去这一行"]),
        (("draft,,失效,",), ["content/data/q.csv:2:1: “draft”还是草稿。请核对编号，或删去这一行"]),
        (("later,,失效,",), ["content/data/q.csv:2:1: “later”发布在清理结果之后。请核对编号，或删去这一行"]),
        (("old,,,",), ["content/data/q.csv:2:3: “清理结果”没有填。请补上"]),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_are_told_by_line(tmp_path, rows, said):
    """All of them in the one report of the build."""
    files = {
        "old": OLD,
        "new": policy("new", cleanup="data/q.csv", **ACTING),
        "draft": policy("draft", status="draft"),
        "later": policy("later", published="2026-11-10 09:00"),
    }
    assert faults(tmp_path, files, {"data/q.csv": table(*rows)}) == said


def test_a_clean_up_without_its_table_is_told(tmp_path):
    """At the line that names it, with what to do."""
    (said,) = faults(tmp_path, {"new": policy("new", cleanup="data/q.xlsx")})
    assert said.startswith(f"content/{G}/new.md:12: 没有清理结果表“data/q.xlsx”。请把表格存为 CSV UTF-8")


def test_documents_that_repeal_each_other_are_told(tmp_path):
    """Every link of the circle at its line; what hangs on it without being part of it is not blamed."""
    day = {"written": "2026-10-12", "published": "2026-10-12 09:00"}
    files = {
        "a": policy("a", repeals="b", **day),
        "b": policy("b", repeals="c", **day),
        "c": policy("c", amends="a", **day),
        "d": policy("d", repeals="a", **day),
        "e": policy("e", **day),
        "f": policy("f", repeals="e", **day),
    }
    assert faults(tmp_path, files) == [
        f"content/{G}/{one}.md:12: 与“{other}号文件”互相废止或修改，绕成了一圈。请核对是谁废止谁，删去写错的一处"
        for one, other in (("a", "b"), ("b", "c"), ("c", "a"))
    ]


def test_a_document_that_repeals_itself_or_nothing_is_told(tmp_path):
    """An id must be one of ours; a 发文字号 may stand elsewhere, which is worth a reminder."""
    files = {"a": policy("a", repeals="a"), "b": policy("b", repeals="nothing")}
    assert faults(tmp_path, files) == [
        f"content/{G}/a.md:12: “废止文件”写的是它自己。请改成另一份文件的编号",
        f"content/{G}/b.md:12: 没有编号为“nothing”的文件。请写本站文件的 id；不在本站的文件请写发文字号",
    ]
    assert notices(tmp_path / "b", {"a": policy("a", repeals="明政办规〔1999〕1号")}) == [
        f"content/{G}/a.md:12: 本站没有发文字号为“明政办规〔1999〕1号”的文件，没有网页会因此标注。请核对文号；文件确不在本站的，不用改"
    ]


def test_a_repeal_older_than_what_it_repeals_is_told(tmp_path):
    """The dates, and which files to look at."""
    files = {"old": OLD, "late": policy("late", written="2026-11-05", published="2026-11-06 09:00")}
    files["old"] = OLD.replace("---\n\n", "repeals: late\n---\n\n")
    (said,) = faults(tmp_path, files)
    assert said == (
        f"content/{G}/old.md:13: “late号文件”2026-11-05才成文，本文件2020-05-06已经施行，不能把它定为“废止”。"
        "请核对所写的文件，以及两份文件的成文、施行和发布日期"
    )


def test_what_two_documents_say_differently_is_settled_by_the_later(tmp_path):
    """And the editor is told, with both places."""
    files = {
        "old": OLD,
        "a": policy("a", repeals="old", written="2026-09-01", published="2026-09-01 09:00"),
        "b": policy("b", amends="old", written="2026-10-01", published="2026-10-01 09:00"),
    }
    assert standings(tmp_path, files) == {"old": ("修改", "2026-10-01", "b号文件")}
    assert notices(tmp_path, files) == [
        f"content/{G}/b.md:12: “old号文件”被定为“修改”（2026-10-01起），而 content/{G}/a.md 把它定为“废止”（2026-09-01起），"
        "网页以较晚的为准。请核对两份文件"
    ]


@pytest.mark.parametrize(
    ("stated", "fields", "said"),
    [
        ("有效", {"repeals": "old"}, []),
        ("废止", {"repeals": "old"}, []),
        ("修改", {"repeals": "old"}, []),
        ("废止", {"amends": "old"}, []),
        ("失效", {"repeals": "old"}, [f"“有效性”写的是“失效”，而 content/{G}/new.md:12 把它定为“废止”。请改成“废止”，"
                                    "网页会写明日期和依据；有误的是后者时请改正后者"]),
        ("废止", {"repeals": "old", "effective": "2027-01-01"}, [
            f"“有效性”已经写成“废止”，而 content/{G}/new.md:12 从2027-01-01起才施行。请改回“有效”，到日子会自动标注"]),
    ],
)  # fmt: skip
def test_what_a_document_says_of_itself_must_not_contradict(tmp_path, stated, fields, said):
    """有效 is what everybody begins with; a word that somebody wrote on purpose is held against the documents."""
    files = {"old": OLD.replace("validity: 有效", f"validity: {stated}"), "new": policy("new", **{**ACTING, **fields})}
    assert faults(tmp_path, files) == [f"content/{G}/old.md:11: {line}" for line in said]


def test_time_alone_makes_no_error(tmp_path):
    """A build of the night must not refuse what the build of the day accepted: repeals and terms come into effect."""
    files = {
        "old": OLD.replace("validity: 有效", "validity: 修改"),
        "gone": policy("gone", validity="废止", valid_until="2026-11-25"),
        "new": policy("new", repeals="old", effective="2026-11-22", **ACTING),
    }
    for day in ("2026-11-20", "2026-11-22", "2026-11-26", "2036-01-01"):
        assert site(tmp_path, files, day).problems == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"repeals": "young"}, "不能把它定为“废止”"),
        ({"cleanup": "data/q.csv"}, "没有编号为“nobody”的文件"),
        ({"cleanup": "data/none.csv"}, "没有清理结果表"),
        ({"repeals": "void"}, "“有效性”写的是“失效”"),
    ],
)
def test_what_waits_for_its_hour_is_judged_today(tmp_path, fields, said):
    """Else the build of that night would refuse; until then it marks nothing."""
    files = {
        f"{G}/young.md": policy("young", written="2026-11-19", published="2026-11-19 09:00"),
        f"{G}/void.md": policy("void", validity="失效", written="2020-05-01", published="2020-05-06 09:00"),
        f"{G}/new.md": policy("new", **{"published": "2026-11-20 18:00", "effective": "2026-11-18", **fields}),
        "data/q.csv": table("nobody,,失效,"),
    }
    told = problems(tmp_path, files)
    assert [line for line in told if said in line]
    assert len(told) == 1


def test_what_waits_for_its_hour_marks_nothing(tmp_path):
    """Not even where its effect is dated back; at its hour it does."""
    files = {"old": OLD, "new": policy("new", repeals="old", published="2026-11-20 18:00", effective="2026-11-18")}
    assert standings(tmp_path, files) == {}
    assert standings(tmp_path, files, "2026-11-20T18:00") == {"old": ("废止", "2026-11-18", "new号文件")}


def act(day: str, word: str, by: str = "a.md") -> Act:
    """A change from a day on."""
    return Act(day, word, by, f"{word}依据" if by else "有效期届满", "content/a.md", 3)


@pytest.mark.parametrize(
    ("stated", "acts", "expected"),
    [
        ("有效", [], ("有效", "")),
        ("", [act("2026-01-01", "修改")], ("修改", "2026-01-01")),
        ("有效", [act("2026-01-01", "废止"), act("2026-05-01", "废止", "b.md")], ("废止", "2026-01-01")),
        ("有效", [act("2026-01-01", "废止"), act("2026-05-01", "失效", "")], ("废止", "2026-01-01")),
        ("有效", [act("2026-01-01", "失效", ""), act("2026-05-01", "废止")], ("废止", "2026-05-01")),
        ("有效", [act("2026-01-01", "失效", ""), act("2026-05-01", "有效")], ("有效", "2026-05-01")),
        ("有效", [act("2026-01-01", "修改"), act("2026-05-01", "有效")], ("修改", "2026-01-01")),
        ("有效", [act("2026-01-01", "废止"), act("2026-01-01", "修改", "b.md")], ("废止", "2026-01-01")),
        ("废止", [act("2026-01-01", "修改")], ("废止", "")),
        ("废止", [act("2026-01-01", "废止")], ("废止", "2026-01-01")),
        ("有效", [act("2027-01-01", "废止")], ("有效", "")),
    ],
)
def test_the_last_word_is_settled_by_day_and_gravity(stated, acts, expected):
    """What is over ends once; a term says nothing of what is over; 继续有效 does not undo an amendment."""
    for order in (acts, acts[::-1]):
        said, _ = settle(stated, order, "2026-11-20")
        assert (said.word, said.since) == expected


def test_documents_of_an_archived_column_are_archived(tmp_path):
    """Below it as well; what is repealed stays repealed."""
    files = {
        "zwgk/column.toml": 'id = "zwgk"\nname = "政务公开"\nunit = "czj"\narchived = true\n',
        f"{G}/old.md": OLD,
        f"{G}/void.md": policy("void", validity="废止"),
    }
    found = read_edition(write_site(tmp_path, files), "", False, 1).validity.standings
    assert {path: said.word for path, said in found.items()} == {f"{G}/old.md": "归档", f"{G}/void.md": "废止"}
    assert found[f"{G}/old.md"] == Standing("归档", cause="政务公开")


def test_every_list_and_file_says_it(tmp_path):
    """Page, list, feed, search, API and meta tag, each linked to the cause where it can be; and the other way round."""
    files = {f"{G}/old.md": OLD, f"{G}/new.md": policy("new", 2, repeals="old", unified_no="MCFS-2026-2", **ACTING)}
    build(tmp_path, files)
    output = tree(tmp_path / "output")
    page, acting = output[f"{G}/2020-05/old.html"].decode(), output[f"{G}/2026-11/new.html"].decode()
    cause = f"/{G}/2026-11/new.html"
    assert f"本文件自2026年11月3日起废止，仅供查阅。 new号文件（明政办规〔2026〕2号） {cause}" in page
    assert "有效性: 废止（2026-11-03起）" in page
    assert "效力依据: new号文件（明政办规〔2026〕2号）" in page
    assert f'href="/{G}/2020-05/old.html">old号文件' in acting
    assert "统一编号: MCFS-2026-2" in acting
    assert "废止" in output[f"{G}/index.html"].decode()
    feed = output[f"{G}/feed.atom"].decode()
    assert 'term="废止"' in feed
    assert "<updated>2026-11-03T00:00:00+08:00</updated>" in feed
    entries = {entry["u"]: entry for entry in json.loads(output["search/index.json"])}
    assert entries[f"/{G}/2020-05/old.html"]["v"] == "废止"
    assert "v" not in entries[cause]
    assert "MCFS-2026-2" in entries[cause]["t"]
    new, old = json.loads(output[f"{G}/index.json"])["items"]
    assert (old["validity"], old["validity_since"]) == ("废止", "2026-11-03")
    assert old["validity_by"] == f"https://www.mingchuan.example{cause}"
    assert (new["validity"], new["validity_by"], new["unified_no"]) == ("有效", "", "MCFS-2026-2")


def test_a_unified_number_stands_once(tmp_path):
    """As 索引号 and 发文字号 do."""
    files = {"a": policy("a", unified_no="MCFS-1"), "b": policy("b", unified_no="MCFS-1")}
    (said,) = faults(tmp_path, files)
    assert "统一编号“MCFS-1”已经用在" in said


@pytest.mark.parametrize("term", ["5", "五年", "0年", "100年", "5 年半", "永久"])
def test_a_term_that_is_none_is_told(tmp_path, term):
    """With the ways to write one."""
    (said,) = faults(tmp_path, {"a": policy("a", valid_for=term)})
    assert f"“{term}”不是有效期。请写成 5年、18个月 或 长期" in said
