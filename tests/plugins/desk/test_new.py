"""``desk new`` by flags, and what it refuses; its questions are in ``test_interview``."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.build.problems import CannotRun
from plugins.content_types import load_types
from plugins.desk.check import check
from plugins.desk.draft import Refused
from plugins.desk.new import Asked, Made, make
from tests.plugins.small_site import NOW, ROOT, desk, document, problems, tree, write_site

POLICY = {
    "type": "policy",
    "index_no": "009990063/2026-00001",
    "doc_no": "明政办规〔2026〕3号",
    "written": "2026-10-12",
    "topic": "综合政务",
    "validity": "有效",
}
NOTICE = {"notice_from": "2026-11-20", "notice_to": "2026-11-26", "channel": "县财政局，电话 0000-5550105"}
DEFAULTED = ("id", "title", "published", "source", "publisher")
FILES: dict[str, str | bytes | None] = {
    "units.csv": "id,name,short_name,org_code,kind,parent,contact\n"
    "czj,明川县财政局,县财政局,,部门,,\nqxz,明川县清溪镇人民政府,清溪镇,,乡镇,,\n",
    "towns.csv": "id,name,unit,order\nqingxi,清溪镇,qxz,1\n",
    "villages/villages.csv": "id,name,kind,town,lng,lat,datum,contact,board\n"
    "liulin,柳林村,村,qingxi,,,,,\nqingshi,青石村,村,qingxi,,,,,\n",
    "tzgg/column.toml": 'id = "tzgg"\nname = "通知公告"\nunit = "czj"\n',
    "tzgg/gsgg/column.toml": 'id = "gsgg"\nname = "公示"\n',
    "tzgg/gsgg/gsgg-20261009-01.md": document("gsgg-20261009-01", type="public_notice", **NOTICE),
    "zwgk/gfxwj/gfxwj-20261015-01.md": document("gfxwj-20261015-01", **POLICY),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small sound site with two villages, a public notice and a policy."""
    return write_site(tmp_path, FILES)


def made(content: Path, kind: str, column: str, title: str = "关于公开的事项", id: str = "", **fields: str) -> Made:
    """A document made by flags alone."""
    pairs = [f"{key}={value}" for key, value in fields.items()]
    return make(Asked(kind, column, title, id, pairs), content, NOW, None)


def refused(content: Path, *asked: str, **fields: str) -> list[str]:
    """The lines of a refusal, which must leave the content as it was."""
    before = tree(content)
    with pytest.raises(Refused) as told:
        made(content, *asked, **fields)
    assert tree(content) == before
    return str(told.value).split("\n")


# --- by flags


@pytest.mark.parametrize("kind", load_types())
def test_every_type_makes_a_document_that_passes_the_check(content, kind):
    """From its examples, with the headings of its archetype, and a build has nothing against it."""
    content_type = load_types()[kind]
    model = content_type.fields.model_fields
    required = [key for key, info in model.items() if info.is_required() and key not in DEFAULTED]
    fields = {key: str(model[key].examples[0]) for key in required}
    fields |= {"interprets": "明政办规〔2026〕9号"} if "interprets" in fields else {}
    fields |= {"answered_by": "czj"} if "answered_by" in fields else {}
    column = "villages/qingshi" if kind == "village_affair" else "zwgk/gfxwj"
    file = made(content, kind, column, **fields).file
    assert check([file], content, NOW) == []
    assert [str(remark) for remark in check([], content, NOW)] == []
    body = content_type.archetype.split("---\n", 2)[2] or "\n"
    assert file.read_text(encoding="utf-8").endswith(f"---\n{body}")


def test_the_file_is_as_the_archetype_with_its_gaps_filled(content):
    """Defaults come from the clock, the column's unit and the type; further fields stand where the type has them."""
    file = made(content, "公示", "公示", "住房保障对象公示", 作者="信息员", keywords="住房，公示", **NOTICE).file
    assert file == content / "tzgg/gsgg/gsgg-20261120-01.md"
    assert file.read_text(encoding="utf-8") == (
        "---\nid: gsgg-20261120-01\ntype: public_notice\ntitle: 住房保障对象公示\npublished: 2026-11-20 09:00\n"
        "source: 明川县财政局\npublisher: czj\nauthor: 信息员\neditor:\nreviewer:\nsummary:\nkeywords: [住房, 公示]\n"
        "status: draft\n"
        "notice_from: 2026-11-20\nnotice_to: 2026-11-26\nchannel: 县财政局，电话 0000-5550105\naudience: 全社会\nresult:\n"
        "---\n\n## 公示内容\n\n## 公示期限\n\n## 反映渠道\n"
    )


def test_a_village_affair_is_its_town_s_and_its_item_s(content):
    """The town publishes, and the section follows from the item; the village is named as its people name it."""
    for name in ("villages/qingshi", "qingshi", "青石村", "清溪镇青石村", str(content / "villages/qingshi")):
        file = made(content, "村务公开", name, item="cwsz").file
        assert file.parent == content / "villages/qingshi"
        text = file.read_text(encoding="utf-8")
        assert "source: 明川县清溪镇人民政府\npublisher: qxz\n" in text
        assert "section: 财务\nitem: cwsz\n" in text
    assert [path.name for path in sorted((content / "villages/qingshi").iterdir())] == [
        f"qingshi-20261120-0{serial}.md" for serial in range(1, 6)
    ]
    assert problems(content.parent, FILES) == []


def test_the_id_continues_the_practice_of_its_folder(content):
    """The prefix of most of its documents, the day of publication, a serial above every one used anywhere."""
    for path in ("tzgg/gg-20260101-01", "tzgg/gg-20260102-01", "zwgk/tz-20261120-01", "zwgk/gfxwj/gg-20261121-07"):
        name = path.rpartition("/")[2]
        (content / f"{path}.md").write_text(document(name), encoding="utf-8")
    (content / "zwgk/gg-20261120-04.md").write_text("not even a header", encoding="utf-8")
    assert made(content, "article", "tzgg").file.name == "gg-20261120-05.md"
    assert made(content, "article", "tzgg", published="2026-11-21 08:00").file.name == "gg-20261121-08.md"
    assert made(content, "article", "tzgg", published="2026-12-01 08:00").file.name == "gg-20261201-01.md"
    assert made(content, "article", "zwgk", id="zwgk-1").file == content / "zwgk/zwgk-1.md"


def test_everything_missing_is_told_at_once_and_nothing_is_written(content):
    """On no terminal: the type, the column, the fields, each with the flag that gives it."""
    assert refused(content, "public_notice", "", "", notice_to="20261120", publisher="县财正局", 关键字="甲") == [
        "没有建立文档。请补上或改正这 6 处，再重新运行：",
        "COLUMN: 缺少栏目。请写栏目的目录或名称，例如 tzgg/gsgg",
        "--set 关键字: 不认识的字段“关键字”。是不是想写“关键词”？",
        "--title: 缺少“标题”。请补上，例如 --title '关于……的通知'",
        "--set notice_from: 缺少“公示开始”。请补上，例如 --set notice_from=2026-11-12",
        "--set notice_to: “公示截止”有误：“20261120”不是完整的日期。请写成 年-月-日，例如 2026-10-12",
        "--set channel: 缺少“反映渠道”。请补上，例如 --set 'channel=县民政局社会救助股，电话 0000-5550104'",
    ]
    first, *lines = refused(content, "公示公告", "无此栏目", "")
    assert first == "没有建立文档。请补上或改正这 3 处，再重新运行："
    assert lines[0].startswith("TYPE: 没有文档类型“公示公告”。是不是想写“公示”？")
    assert lines[1].startswith("COLUMN: 没有栏目“无此栏目”。请写栏目的目录或名称，例如 ")
    assert lines[2].startswith("--title: 缺少“标题”。")
    assert len(lines) == 3


def test_a_missing_field_does_not_hide_what_is_wrong_with_others(content):
    """The second run must not bring new complaints."""
    lines = refused(content, "public_notice", "tzgg", "", "tzgg-1", publisher="县财正局", **{**NOTICE, "channel": ""})
    assert [line.partition(":")[0] for line in lines[1:]] == ["--title", "--set channel", "--id", "--set publisher"]


def test_an_open_document_gets_its_number_later_and_from_the_register(content):
    """None is asked for, the command that gives it is named; a number that another document has is not taken twice."""
    fields = {key: value for key, value in POLICY.items() if key not in ("type", "doc_no")}
    lines = refused(content, "policy", "gfxwj", "意见", **fields)
    assert any("已经用在 content/zwgk/gfxwj/gfxwj-20261015-01.md:8" in line for line in lines)
    told = made(content, "policy", "gfxwj", "意见", **{**fields, "index_no": ""})
    assert f"desk register {told.file}，编上索引号" in told.report()
    assert "索引号" not in made(content, "article", "tzgg").report()


@pytest.mark.parametrize(
    ("asked", "fields", "said"),
    [
        (("article", "tzgg", "通知", "tzgg-1"), {}, "--id: 已经有 content/tzgg/tzgg-1.md 了，没有改动它。请换一个编号"),
        (
            ("article", "tzgg", "通知", "gfxwj-20261015-01"),
            {},
            "--id: 编号“gfxwj-20261015-01”已经用在 content/zwgk/gfxwj/",
        ),
        (("article", "zwgk", "通知", "tzgg-1"), {}, "--id: 编号“tzgg-1”已经用在 content/tzgg/tzgg-1.md:2"),
        (("article", "tzgg", "通知", "../x"), {}, "--id: “编号”有误：编号“../x”写法不对"),
        (("article", "tzgg", "截止目前的情况"), {}, "--title: “截止目前”应为“截至目前”"),
        (("article", "tzgg", "通知\x07"), {}, "--title: “标题”有误：含有看不见的控制字符或乱码"),
        (("article", "tzgg", "通知"), {"summary": "待填写"}, "--set summary: 还有“待填写”"),
        (
            ("article", "tzgg", "通知"),
            {"publisher": "县财正局"},
            "--set publisher: 没有单位“县财正局”。是不是想写“县财政局”",
        ),
        (
            ("article", "tzgg", "通知"),
            {"attachments": "files/none.pdf"},
            "--set attachments: 附件“files/none.pdf”不存在",
        ),
        (("article", "tzgg", "通知"), {"type": "policy"}, "--set type=policy: 类型不用 --set"),
        (("article", "tzgg", "通知"), {"标题": "公告"}, "--set '标题=公告': “标题”重复"),
        (("article", "tzgg", "通知"), {"a:b": "1"}, "--set a:b=1: 写法不对"),
        (("interpretation", "tzgg", "解读"), {"interprets": "gfxwj-1"}, "--set interprets: 没有编号为“gfxwj-1”的文件"),
        (
            ("village_affair", "村务公开", "收支"),
            {"item": "cwsz"},
            "COLUMN: 缺少村。请写村的目录或名称，例如 villages/",
        ),
        (("village_affair", "tzgg", "收支"), {"item": "cwsz"}, "COLUMN: “tzgg”不是村。"),
        (("village_affair", "青石", "收支"), {"item": "cwsz"}, "COLUMN: 没有村“青石”。是不是想写“青石村”"),
        (("village_affair", "青石村", "收支"), {"item": "cwzs"}, "--set item: 没有公开事项“cwzs”。是不是想写“cwsz”"),
        (
            ("village_affair", "青石村", "收支"),
            {"item": "cwsz", "section": "党务"},
            "--set section: 事项“财务收支”属于财务",
        ),
        (("article", "青石村", "通知"), {}, "COLUMN: “青石村”是村，村的目录里只放 village_affair"),
    ],
)
def test_what_the_build_or_the_check_would_refuse_is_not_written(content, asked, fields, said):
    """One line for one fault, with the flag to change."""
    (line,) = refused(content, *asked, **fields)
    assert line.removeprefix("没有建立文档。").startswith(said)


def test_a_name_of_several_columns_lists_them(content):
    """The path decides; an archived column, or one that lists only its sub-columns, is taken with a word of warning."""
    for folder, rest in (("zwgk/gs", "archived = true\n"), ("zwgk/zt", "list = false\n")):
        (content / folder).mkdir()
        (content / folder / "column.toml").write_text(f'id = "{folder[5:]}"\nname = "公示"\n{rest}', encoding="utf-8")
    (line,) = refused(content, "article", "公示")
    assert "栏目“公示”有 3 个：通知公告 / 公示（tzgg/gsgg）、政务公开 / 公示（zwgk/gs，已归档）、" in line
    assert made(content, "article", "content/tzgg/gsgg/").notices[1:] == []
    assert "已经归档" in made(content, "article", "zwgk/gs").notices[1]
    assert "只列子栏目" in made(content, "article", "zwgk/zt").notices[1]


def test_what_is_only_a_question_is_written_and_told(content):
    """A number that might be somebody's does not stop the document."""
    done = made(content, "article", "tzgg", "通知", summary="联系电话 13800005555")
    assert done.file.is_file()
    assert "提醒：手机号码 138******** 可能是个人号码" in done.notices[1]


def test_the_report_shows_the_defaults_and_the_next_step(content, monkeypatch):
    """Paths as they can be typed from where the editor stands."""
    monkeypatch.chdir(content.parent)
    report = made(content, "article", "zwgk/gfxwj", "通知").report(["--content", "content"])
    assert report.split("\n") == [
        "已建立 content/zwgk/gfxwj/gfxwj-20261120-01.md",
        "发布时间 2026-11-20 09:00，发布机构 czj，来源 明川县财政局",
        "接下来：",
        "  1. 打开它，在文件头下面写正文",
        "  2. 运行 desk check --content content content/zwgk/gfxwj/gfxwj-20261120-01.md",
        "  3. 写好以后删去文件头里的 status: draft 这一行，网站才会公开它",
    ]


# --- what cannot be written


def test_a_file_that_came_in_between_is_left_alone(content, monkeypatch):
    """Two editors, one id: the second is told, the first one's words stay."""
    import plugins.desk.new as module

    write_whole = module.write_whole

    def race(file: Path, data: bytes) -> None:
        file.write_text("hers")
        write_whole(file, data)

    monkeypatch.setattr(module, "write_whole", race)
    with pytest.raises(Refused, match="文件已经存在，没有改动它"):
        made(content, "article", "tzgg")
    assert (content / "tzgg/tzgg-20261120-01.md").read_text() == "hers"
    assert not list(content.rglob(".desk-*"))


def test_a_full_disk_and_a_misplaced_folder_are_told_in_one_line(content, monkeypatch):
    """Nothing half-written stays, nothing is written through a link."""
    (content / "villages/liulin").write_text("a file")
    with pytest.raises(CannotRun, match="目录的位置上是一个文件"):
        made(content, "village_affair", "liulin", item="cwsz")
    elsewhere = content.parent / "elsewhere"
    elsewhere.mkdir()
    (content / "villages/qingshi").symlink_to(elsewhere)
    with pytest.raises(CannotRun, match="符号链接"):
        made(content, "village_affair", "qingshi", item="cwsz")
    assert list(elsewhere.iterdir()) == []

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = tree(content)
    with pytest.raises(CannotRun, match=r"tzgg-20261120-01\.md 写不了（磁盘已满），没有建立文档"):
        made(content, "article", "tzgg")
    assert tree(content) == before


def test_a_broken_site_elsewhere_does_not_stop_an_editor(content):
    """Faulty files of others are theirs to mend; without units.csv the publisher must be named."""
    (content / "units.csv").write_bytes(b"\xff\xfe")
    (content / "tzgg/half.md").write_bytes("---\ntitle: 半".encode()[:-1])
    lines = refused(content, "article", "tzgg", "通知")
    assert [line.partition(":")[0] for line in lines[1:]] == ["--set source", "--set publisher"]
    assert made(content, "article", "tzgg", "通知", publisher="县财政局", source="县财政局").file.is_file()


# --- as a command

PROGRAM = Path(sys.executable).parent / "desk"


def pairs(fields: dict[str, str]) -> list[str]:
    """``--set`` for each of the fields."""
    return [part for key, value in fields.items() for part in ("--set", f"{key}={value}")]


def test_the_command_without_a_terminal(content):
    """Status 0 with the file, 1 with a report, 2 where it cannot run; and never a traceback."""
    done = desk("new", "公示", "公示", "--title", "公示: [甲]", "--content", content, *pairs(NOTICE))
    assert (done.returncode, done.stderr) == (0, "")
    file = content / "tzgg/gsgg/gsgg-20261120-01.md"
    assert done.stdout.startswith(f"已建立 {file}\n")
    again = desk("check", "--content", content, file)
    assert (again.returncode, again.stdout) == (0, "没有发现问题\n")
    missing = desk("new", "--content", content)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("没有建立文档。请补上或改正这 3 处")
    for arguments in (("--content", content.parent / "none"), ("--content", content, "--now", "soon")):
        failed = desk("new", "article", "tzgg", "--title", "通知", *arguments)
        assert (failed.returncode, failed.stdout) == (2, "")
        assert len(failed.stderr.splitlines()) == 1


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
def test_arguments_of_another_encoding_are_told(content, locale):
    """GBK bytes on the command line."""
    arguments = [PROGRAM, "new", "article", "tzgg", "--content", content, "--title", "公示标题".encode("gbk")]
    done = subprocess.run(arguments, cwd=ROOT, env={**os.environ, "LC_ALL": locale}, capture_output=True, check=False)
    assert done.returncode == 1
    assert "命令里的文字无法识别" in done.stderr.decode()
    assert b"Traceback" not in done.stderr
