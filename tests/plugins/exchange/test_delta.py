"""What a delta tells, against a former package and since a day."""

from __future__ import annotations

import pytest

from plugins.build.problems import CannotRun
from plugins.exchange.verify import verify
from tests.plugins.exchange.county import FILES, NEW, OLD, REPEALING, G, taken, told, write
from tests.plugins.small_site import SITE, document, tree


@pytest.fixture
def first(tmp_path):
    """The folder of a full package."""
    write(tmp_path, "first")
    return tmp_path / "first"


def test_nothing_new_is_an_empty_package(tmp_path, first):
    """Which is sound, and knows all there is."""
    package = write(tmp_path, "b", former=first)
    assert (package["kind"], package["entries"], package["counts"]["inventory"]) == ("delta", [], 3)
    assert verify(tmp_path / "b") == []


def test_a_repeal_is_a_change_of_standing_with_its_cause(tmp_path, first):
    """The repealing document is new; of the repealed one only the standing is another."""
    package = write(tmp_path, "b", {f"{G}/rep.md": REPEALING}, former=first)
    assert told(package) == {
        "rep": ("added", "新发布"),
        "old": ("standing", "效力变为废止（2026-11-18起），依据：rep号文件（明政办规〔2026〕5号）"),
    }
    assert package["counts"] | {"bytes": 0} == {
        "entries": 2, "added": 1, "changed": 0, "standing": 1, "withdrawn": 0, "inventory": 4, "files": 0, "bytes": 0,
    }  # fmt: skip
    assert sorted(path for path in tree(tmp_path / "b") if "/" in path) == [
        "documents/old.json", "documents/rep.json", "html/old.html", "html/rep.html",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "id_", "reason"),
    [
        ({f"{G}/new.md": NEW.replace("正文一", "正文二")}, "new", "内容有改动"),
        ({f"{G}/new.md": NEW.replace("title: new号文件", "title: 新标题")}, "new", "内容有改动"),
        ({"files/表 一.csv": "甲,丙\n"}, "new", "内容有改动"),
        ({"tzgg/wd.md": document("wd", type="interpretation", title="问答", interprets="new")}, "new", "解读有增减"),
        ({f"{G}/old.md": OLD.replace("2020-05-06", "2020-06-06")}, "old", "内容有改动；网址已变"),
        ({f"{G}/old.md": OLD.replace("validity: 有效", "validity: 失效") + "改\n"}, "old", "内容有改动；效力变为失效"),
    ],
)
def test_every_change_is_seen_by_digest_and_told(tmp_path, first, files, id_, reason):
    """Whatever date the document bears."""
    package = write(tmp_path, "b", files, former=first)
    assert told(package)[id_] == ("changed", reason)
    assert verify(tmp_path / "b") == []


def test_of_a_withdrawn_document_nothing_but_id_and_address_is_told(tmp_path, first):
    """With the reason that the public may know; its policy says that an interpretation went."""
    package = write(tmp_path, "b", {"tzgg/jd.md": taken(str(FILES["tzgg/jd.md"]))}, former=first)
    assert told(package) == {"jd": ("withdrawn", "撤回：内容有误"), "new": ("changed", "解读有增减")}
    [entry] = [entry for entry in package["entries"] if entry["id"] == "jd"]
    assert entry["address"] == "https://www.mingchuan.example/tzgg/2026-10/jd.html"
    assert entry["at"] == "2026-11-19 08:30"
    assert not [path for path, data in tree(tmp_path / "b").items() if "读懂二号文件".encode() in data]


@pytest.mark.parametrize("text", [None, OLD.replace("validity: 有效", "validity: 有效\nstatus: draft")])
def test_what_is_deleted_or_a_draft_again_is_withdrawn(tmp_path, first, text):
    """Nobody said why."""
    new = NEW.replace("见[旧文件](old.md)", "见旧文件")
    package = write(tmp_path, "b", {f"{G}/old.md": text, f"{G}/new.md": new}, former=first)
    assert told(package)["old"] == ("withdrawn", "不再公开")


def test_a_leak_is_not_pointed_at(tmp_path, first):
    """The reason is the one of the explaining page."""
    text = taken(OLD).replace("内容有误", "泄露身份证号")
    package = write(tmp_path, "b", {f"{G}/old.md": text}, former=first)
    assert told(package)["old"] == ("withdrawn", "撤回：该信息不宜继续公开")


def test_a_delta_of_a_delta_is_as_exact(tmp_path, first):
    """Its inventory has all there was."""
    write(tmp_path, "b", {f"{G}/rep.md": REPEALING}, former=first)
    package = write(tmp_path, "c", {f"{G}/rep.md": REPEALING, f"{G}/new.md": NEW.replace("正文一", "正文二")},
                    former=tmp_path / "b")  # fmt: skip
    assert told(package) == {"new": ("changed", "内容有改动")}


def test_a_day_knows_what_is_dated_and_says_that_it_knows_no_more(tmp_path):
    """Publications, standings, interpretations and withdrawals from that day on; an edited text is not seen."""
    files = {
        f"{G}/rep.md": REPEALING,
        f"{G}/new.md": NEW.replace("正文一", "正文二"),
        f"{G}/away.md": taken(
            OLD.replace("id: old", "id: away").replace("〕1号", "〕77号").replace("2026-000", "2026-001")
        ),
        "tzgg/wd.md": document(
            "wd", type="interpretation", title="问答", interprets="new", published="2026-11-19 09:00"
        ),
    }
    package = write(tmp_path, "b", files, day="2026-11-18")
    assert told(package) == {
        "wd": ("added", "新发布"),
        "rep": ("added", "新发布"),
        "new": ("changed", "新增解读"),
        "old": ("standing", "效力变为废止（2026-11-18起），依据：rep号文件（明政办规〔2026〕5号）"),
        "away": ("withdrawn", "撤回：内容有误"),
    }
    assert (package["exact"], package["since"]) == (False, {"date": "2026-11-18"})
    assert "看不出来" in package["note"]
    assert told(write(tmp_path, "c", files, day="2026-11-20")) == {}
    assert verify(tmp_path / "b") == []


def test_a_repeal_that_was_told_late_counts_from_its_telling(tmp_path):
    """It took effect before the day, and was published after it."""
    late = REPEALING.replace("written: 2026-11-18", "written: 2026-11-01\neffective: 2026-11-01")
    assert told(write(tmp_path, "b", {f"{G}/rep.md": late}, day="2026-11-10")) == {
        "rep": ("added", "新发布"),
        "old": ("standing", "效力变为废止（2026-11-01起），依据：rep号文件（明政办规〔2026〕5号）"),
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-13-01", "不是日期"), ("20261101", "不是日期"), ("昨天", "不是日期"), ("2026-11-21", "还没有到")],
)
def test_a_day_that_is_none_is_refused(tmp_path, day, said):
    """In one line, and nothing is written."""
    with pytest.raises(CannotRun, match=said):
        write(tmp_path, "b", day=day)
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ("[]", "不是交换包"),
        ('{"format": "gongkai-exchange", "version": 2}', "版本"),
        ('{"format": "gongkai-exchange", "version": 1}', "不完整"),
        ('{"format": "gongkai-exchange", "version": 1, "inventory": [1], "site": {}, "made_at": ""}', "不完整"),
        ('{"format": "gongkai-exchange", "version": 1, "inventory": [], "site": [], "made_at": ""}', "不完整"),
    ],
)
def test_a_former_package_that_is_none_is_refused(tmp_path, text, said):
    """Whatever it holds."""
    (tmp_path / "p.json").write_text(text)
    with pytest.raises(CannotRun, match=said):
        write(tmp_path, "b", former=tmp_path / "p.json")


def test_a_former_package_of_another_site_or_of_the_future_is_refused(tmp_path, first):
    """Everything would be withdrawn."""
    with pytest.raises(CannotRun, match="另一个网站"):
        write(tmp_path, "b", {"site.toml": SITE.replace("www.mingchuan", "www.other")}, former=first)
    with pytest.raises(CannotRun, match="比现在还晚"):
        write(tmp_path, "b", former=first, now="2026-11-19T09:00")
    with pytest.raises(CannotRun, match="读不了"):
        write(tmp_path, "b", former=tmp_path / "nowhere.json")
