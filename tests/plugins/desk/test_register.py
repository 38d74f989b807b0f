"""``desk register``: numbers are given once, noted for good, and a stopped run is finished by the next."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path

import pytest

from plugins.build.problems import CannotRun, ContentErrors
from plugins.desk import register as module
from plugins.desk.draft import Refused
from plugins.desk.new import Asked, make
from plugins.desk.register import give_doc_no, register
from plugins.desk.registrar import Registrar
from tests.plugins.small_site import NOW, ROOT, SITE, desk, document, portal, registered, tree, write_site

OPEN = {"type": "policy", "written": "2026-10-12", "topic": "其他", "validity": "有效"}
OURS = ("publisher=czj", "source=明川县财政局")
UNITS = (
    "id,name,short_name,org_code,kind,parent,contact\n"
    "czj,明川县财政局,县财政局,009990063,部门,,\nxzfb,明川县人民政府办公室,县政府办,11441700007280420Y,部门,,\n"
    "mzj,明川县民政局,县民政局,,部门,,\n"
)
FILES: dict[str, str | bytes | None] = {
    "units.csv": UNITS,
    "zwgk/gfxwj/g-2.md": document("g-2", published="2026-10-16 09:00", **OPEN),
    "zwgk/gfxwj/g-1.md": document("g-1", published="2026-10-15 09:30", **OPEN),
    "zwgk/gfxwj/g-3.md": document("g-3", published="2026-10-15 09:30", **{**OPEN, "written": "2025-12-31"}),
    "doc-series.csv": "word,unit,pattern\n明财规,czj,\n明财函,czj,{word}（{year}）第{serial}号\n",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small site with three open documents that have no numbers."""
    return write_site(tmp_path, FILES)


def numbers(content: Path) -> dict[str, str]:
    """The number of each line of the register, by id."""
    lines = (content / "_registry/index-numbers.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {line.split(",")[1]: line.split(",")[0] for line in lines}


def sound(content: Path) -> None:
    """A build has nothing to say."""
    assert [str(p) for p in portal(content, content.parent / "output").check()] == []


def test_open_documents_get_the_next_numbers_in_the_order_of_publication(content):
    """The unit's code, the year of making, one series each; their files say so, and the build is content."""
    text, settled = register([], content, NOW)
    assert settled
    assert numbers(content) == {
        "g-1": "009990063/2026-00001",
        "g-2": "009990063/2026-00002",
        "g-3": "009990063/2025-00001",
    }
    assert "content/zwgk/gfxwj/g-1.md: 新编索引号 009990063/2026-00001" in text
    assert "\nindex_no: 009990063/2026-00001\nwritten: 2026-10-12\n" in (content / "zwgk/gfxwj/g-1.md").read_text()
    sound(content)


def test_a_second_run_changes_nothing(content):
    """Idempotent."""
    register([], content, NOW)
    before = tree(content)
    assert register([], content, NOW) == ("没有要登记的", True)
    assert tree(content) == before


def test_the_same_content_gives_the_same_numbers(tmp_path):
    """Whatever the order in which files were made."""
    first = write_site(tmp_path / "a", FILES)
    second = write_site(tmp_path / "b", dict(reversed(FILES.items())))
    for content in (first, second):
        register([], content, NOW)
    assert tree(first) == tree(second)


def test_a_dry_run_tells_and_writes_nothing(content):
    """Not even the folder."""
    before = tree(content)
    text, _ = register([], content, NOW, dry_run=True)
    assert "将处理：新编索引号 3 个" in text
    assert tree(content) == before
    assert not (content / "_registry").exists()


def test_the_addresses_of_public_documents_are_noted(content):
    """Not those of drafts and of what is still to come."""
    (content / "tzgg/d.md").write_text(document("d-1", status="draft"), encoding="utf-8")
    (content / "tzgg/e.md").write_text(document("e-1", published="2026-12-01 09:00"), encoding="utf-8")
    register([], content, NOW)
    urls = (content / "_registry/urls.csv").read_text(encoding="utf-8").splitlines()
    assert urls == [
        "url,id,registered,origin",
        "/tzgg/2026-10/tzgg-1.html,tzgg-1,2026-11-20 09:00,given",
        *(f"/zwgk/gfxwj/2026-10/{id_}.html,{id_},2026-11-20 09:00,given" for id_ in ("g-1", "g-2", "g-3")),
    ]
    assert (content / "_registry/.gitattributes").read_text() == "*.csv merge=union text eol=lf\n"


def test_a_number_is_never_given_again(content):
    """Neither that of a deleted document nor one that only a document says."""
    register([], content, NOW)
    (content / "zwgk/gfxwj/g-2.md").unlink()
    unregistered = document("g-8", index_no="009990063/2026-00007", status="draft", **OPEN)
    (content / "zwgk/gfxwj/g-8.md").write_text(unregistered, encoding="utf-8")
    (content / "zwgk/gfxwj/g-9.md").write_text(document("g-9", **OPEN), encoding="utf-8")
    register([], content, NOW)
    assert numbers(content)["g-9"] == "009990063/2026-00008"
    assert numbers(content)["g-2"] == "009990063/2026-00002"


def test_a_lost_line_of_a_document_is_written_again(content):
    """The number stands in the register: it is that one."""
    register([], content, NOW)
    (content / "zwgk/gfxwj/g-2.md").write_text(str(FILES["zwgk/gfxwj/g-2.md"]), encoding="utf-8")
    text, _ = register([], content, NOW)
    assert "补写登记过的索引号 009990063/2026-00002" in text
    sound(content)


@pytest.mark.parametrize("after", range(6))
def test_a_run_that_is_stopped_is_finished_by_the_next(content, monkeypatch, after):
    """After any number of files written: nothing is given twice, and in the end all is as if it had not happened."""
    wanted = write_site(content.parent / "whole", FILES)
    register([], wanted, NOW)
    write, left = Registrar.write, [after]

    def failing(self, path, data, *, replacing=True):
        if left[0] == 0:
            raise CannotRun("磁盘已满")
        left[0] -= 1
        write(self, path, data, replacing=replacing)

    monkeypatch.setattr(Registrar, "write", failing)
    with pytest.raises(CannotRun):
        register([], content, NOW)
    monkeypatch.undo()
    assert register([], content, NOW)[1]
    assert tree(content) == tree(wanted)


def test_an_archive_is_registered_as_it_is(tmp_path):
    """Old dates, other shapes; a wrong check digit is a slip all the same."""
    files = {
        **FILES,
        "zwgk/gfxwj/g-1.md": document("g-1", index_no="A1-2019-07", published="2019-03-01 09:00", **OPEN),
        "zwgk/gfxwj/g-2.md": document("g-2", index_no="009990055/2019-00007", published="2019-03-01 09:00", **OPEN),
        "zwgk/gfxwj/g-3.md": document("g-3", index_no="009990056/2019-00007", published="2019-03-01 09:00", **OPEN),
    }
    content = write_site(tmp_path, files)
    for path in registered(files):
        (content / path).unlink()
    text, settled = register([], content, NOW)
    assert not settled
    assert "旧网站迁来的文档请加 --imported" in text
    text, settled = register([], content, NOW, imported=True)
    assert not settled
    assert "索引号“009990056/2019-00007”前段“009990056”的校验码不对" in text
    assert numbers(content) == {"g-1": "A1-2019-07", "g-2": "009990055/2019-00007"}


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"index_no": "009990055/2026-00007"}, "不是发布机构“czj”的代码"),
        ({"index_no": "A1-2019-07"}, "不是本站的编法"),
        ({"publisher": "mzj"}, "“明川县民政局”的 org_code“”不是有效的组织机构代码"),
        ({"publisher": "nobody"}, "没有单位“nobody”"),
        ({"published": "2026-08-01 09:00"}, "已过 111 天"),
        ({"title": ""}, "缺少“标题”"),
    ],
)
def test_what_cannot_be_registered_is_told_and_the_rest_is_done(content, fields, what):
    """One line each, exit status 1."""
    (content / "zwgk/gfxwj/g-1.md").write_text(document("g-1", **{**OPEN, **fields}), encoding="utf-8")
    text, settled = register([], content, NOW)
    assert not settled
    assert [line for line in text.splitlines() if what in line and line.startswith("content/zwgk/gfxwj/g-1.md")]
    assert "g-2" in numbers(content)
    assert "g-1" not in numbers(content)


def test_a_number_of_another_document_is_not_taken(content):
    """Two files, one number: the second is told whose it is."""
    for id_ in ("g-1", "g-2"):
        text = document(id_, index_no="009990063/2026-00005", **OPEN)
        (content / f"zwgk/gfxwj/{id_}.md").write_text(text, encoding="utf-8")
    text, settled = register([], content, NOW)
    assert not settled
    assert "content/zwgk/gfxwj/g-2.md: 索引号“009990063/2026-00005”已登记给“g-1”" in text


def test_other_schemes_are_a_line_of_site_toml(content):
    """18-character credit codes with year and month; each month has its own series."""
    (content / "site.toml").write_text(SITE + 'index_scheme = "{uscc}/{year}{month}-{serial:4}"\n', encoding="utf-8")
    for id_, day in (("g-1", "2026-10-12"), ("g-2", "2026-10-13"), ("g-3", "2026-09-30")):
        text = document(id_, **{**OPEN, "publisher": "xzfb", "written": day})
        (content / f"zwgk/gfxwj/{id_}.md").write_text(text, encoding="utf-8")
    register([], content, NOW)
    assert numbers(content) == {
        "g-1": "11441700007280420Y/202610-0001",
        "g-2": "11441700007280420Y/202610-0002",
        "g-3": "11441700007280420Y/202609-0001",
    }


def test_a_full_series_gives_no_wrong_number(content):
    """A sixth digit is not squeezed in."""
    text = document("g-1", index_no="009990063/2026-99999", **OPEN)
    (content / "zwgk/gfxwj/g-1.md").write_text(text, encoding="utf-8")
    text, settled = register([], content, NOW)
    assert not settled
    assert "009990063/2026-* 的流水号已经用完" in text


def test_only_the_named_documents_are_registered(content):
    """A file, a folder."""
    register([content / "zwgk/gfxwj/g-2.md"], content, NOW)
    assert list(numbers(content)) == ["g-2"]
    register([content / "zwgk"], content, NOW)
    assert set(numbers(content)) == {"g-1", "g-2", "g-3"}
    with pytest.raises(CannotRun, match="没有找到"):
        register([content / "zwgk/gfxwj/g-7.md"], content, NOW)


def test_two_at_once_do_not_write(content):
    """The second is told to wait."""
    (content / "_registry").mkdir()
    handle = os.open(content / "_registry", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(CannotRun, match="另一个 desk 正在写"):
            register([], content, NOW)
    finally:
        os.close(handle)


@pytest.mark.parametrize("damage", ["x", "<<<<<<< HEAD\n=======\n>>>>>>> b\n"])
def test_a_damaged_register_is_not_written_over(content, damage):
    """Its numbers would be given a second time."""
    register([], content, NOW)
    file = content / "_registry/index-numbers.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(damage + text if damage == "x" else text + damage, encoding="utf-8")
    before = tree(content)
    with pytest.raises(ContentErrors):
        register([], content, NOW)
    assert tree(content) == before


def test_a_doc_number_is_the_next_of_its_word_and_year(content):
    """Those on paper and those in documents count; each word has its own series and its own form."""
    (content / "zwgk/gfxwj/g-1.md").write_text(document("g-1", doc_no="明财规〔2026〕4号", **OPEN), encoding="utf-8")
    register([content / "zwgk/gfxwj/g-1.md"], content, NOW)
    text, settled = give_doc_no("明财规", content / "zwgk/gfxwj/g-2.md", content, NOW)
    assert settled
    assert "新编文号 明财规〔2026〕5号" in text
    assert "doc_no: 明财规〔2026〕5号\n" in (content / "zwgk/gfxwj/g-2.md").read_text(encoding="utf-8")
    assert "明财函（2025）第1号" in give_doc_no("明财函", content / "zwgk/gfxwj/g-3.md", content, NOW)[0]
    register([], content, NOW)
    lines = (content / "_registry/doc-numbers.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[::6] for line in lines] == [
        ["明财函（2025）第1号", "given"],
        ["明财规〔2026〕4号", "paper"],
        ["明财规〔2026〕5号", "given"],
    ]
    sound(content)


@pytest.mark.parametrize(
    ("word", "fields", "what"),
    [
        ("明财办", {}, "没有发文代字“明财办”"),
        ("明财规", {"doc_no": "明财〔2026〕9号"}, "已经有文号“明财〔2026〕9号”"),
    ],
)
def test_a_doc_number_that_cannot_be_given_is_told(content, word, fields, what):
    """An unknown word, a document that has one."""
    (content / "zwgk/gfxwj/g-2.md").write_text(document("g-2", **OPEN, **fields), encoding="utf-8")
    text, settled = give_doc_no(word, content / "zwgk/gfxwj/g-2.md", content, NOW)
    assert not settled
    assert what in text


def test_many_lines_are_counted_not_printed(content, monkeypatch):
    """An archive of thousands must not hide what is wrong."""
    monkeypatch.setattr(module, "SHOWN", 2)
    text, _ = register([], content, NOW)
    assert text.count("新编索引号 0") == 2
    assert "……新编索引号共 3 个" in text


def test_the_command_says_what_it_did_and_how_it_ended(content):
    """Exit status 0, 1 and 2."""
    done = desk("register", "--content", content, "--now", NOW)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "已处理：新编索引号 3 个，登记网址 4 个")
    assert desk("register", "--content", content, "--doc-no", "明财办", content / "tzgg/tzgg-1.md").returncode == 1
    assert desk("register", "--content", content, "--doc-no", "明财规").returncode == 2


def test_a_build_reminds_of_addresses_that_are_not_noted(content):
    """Where the site keeps them: a file moved by hand would lose its readers."""
    register([], content, NOW)
    output = content.parent / "output"
    assert "还没有登记" not in str(portal(content, output).build())
    (content / "tzgg/n.md").write_text(document("n-1"), encoding="utf-8")
    assert "有 1 篇公开文档的网址还没有登记，请运行 desk register" in str(portal(content, output).build())


def test_what_the_last_build_knows_is_used_and_what_changed_since_is_read(content, monkeypatch):
    """With tens of thousands of documents, opening each takes longer than an editor waits."""
    from plugins.desk import part, workplace

    home = content.parent
    shutil.copyfile(ROOT / "pelicanconf.py", home / "pelicanconf.py")
    (home / "theme").symlink_to(ROOT / "theme")
    monkeypatch.chdir(home)
    monkeypatch.setattr(workplace, "WORTH_ASKING", 0)
    register([], content, NOW)
    time.sleep(0.05)  # a file that was changed in the instant it is read is not relied on
    workplace.open_portal(content).build()
    text = document("g-3", title="新的标题", published="2026-10-15 09:30", **OPEN)
    (content / "zwgk/gfxwj/g-3.md").write_text(text, encoding="utf-8")
    opened = []
    head = part._head
    monkeypatch.setattr(part, "_head", lambda reader, path: opened.append(path) or head(reader, path))
    said, _ = register([], content, NOW)
    assert opened == ["zwgk/gfxwj/g-3.md"]
    assert "g-3.md: 补写登记过的索引号 009990063/2025-00001" in said


def test_a_number_that_was_taken_out_of_its_file_is_told_and_written_again(content):
    """Also where the type alone does not ask for one."""
    (content / "tzgg/r.md").write_text(document("r-1", index_no="009990063/2026-00009"), encoding="utf-8")
    register([], content, NOW)
    (content / "tzgg/r.md").write_text(document("r-1"), encoding="utf-8")
    (line,) = [str(problem) for problem in portal(content, content.parent / "output").check()]
    assert "缺少“索引号”。登记簿里它的索引号是 009990063/2026-00009" in line
    register([], content, NOW)
    sound(content)


def test_the_id_of_a_deleted_document_is_not_used_again(content):
    """Its number and its readers would come to another document."""
    register([], content, NOW)
    (content / "tzgg/tzgg-1.md").unlink()
    with pytest.raises(Refused, match="编号“tzgg-1”已经登记给别的文档"):
        make(Asked("article", "tzgg", "通知", "tzgg-1", OURS), content, NOW, None)
    first = make(Asked("article", "tzgg", "通知", pairs=OURS), content, NOW, None).file
    first.write_text(first.read_text(encoding="utf-8").replace("status: draft\n", ""), encoding="utf-8")
    register([], content, NOW)
    first.unlink()
    second = make(Asked("article", "tzgg", "通知", pairs=OURS), content, NOW, None).file
    assert (first.name, second.name) == ("tzgg-20261120-01.md", "tzgg-20261120-02.md")


def test_a_register_that_is_a_link_is_not_taken_for_an_empty_one(content):
    """Its numbers would be given a second time."""
    register([], content, NOW)
    file = content / "_registry/index-numbers.csv"
    file.rename(content.parent / "elsewhere.csv")
    file.symlink_to(content.parent / "elsewhere.csv")
    with pytest.raises(ContentErrors, match="符号链接"):
        register([], content, NOW)
    assert file.is_symlink()
