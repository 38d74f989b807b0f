"""``desk import notices``: a folder as clerks send it becomes drafts, and nothing is lost, overwritten or half done."""

from __future__ import annotations

import errno
import io
import os
import signal
import zipfile

import pytest
from openpyxl import Workbook
from PIL import Image

from plugins.build.problems import CannotRun
from plugins.desk.notices import run as notices
from plugins.desk.notices.run import Wanted, import_notices
from tests.plugins.desk.word_maker import centred, new, png, right, saved, table, titled
from tests.plugins.small_site import NOW, desk, document, problems, tree, write_site

CZJ = "明川县财政局"
ID, CARD = "11010519491231002X", "6222021234567890128"


@pytest.fixture
def content(tmp_path):
    """A small site's content folder."""
    return write_site(tmp_path)


@pytest.fixture
def sent(tmp_path):
    """The folder that came from the clerk."""
    folder = tmp_path / "sent"
    folder.mkdir()
    return folder


def notice(*paragraphs, title="关于做好决算编报工作的通知"):
    """A Word notice, signed."""
    made = titled(*(paragraphs or ("内容。",)), title=title)
    right(made, CZJ, "2026年11月12日")
    return made


def run(sent, content, **wanted):
    """Import; the report's lines and whether all went."""
    text, ok = import_notices(sent, content, Wanted(**wanted), NOW)
    return text.split("\n"), ok


def drafts(content):
    """The Markdown files that were not there before, by path below content/."""
    return {path: data.decode() for path, data in tree(content).items() if "-w" in path and path.endswith(".md")}


def photograph(width=40, height=30):
    """A JPEG as a telephone makes it: lying on its side, with place and time."""
    image = Image.new("RGB", (width, height), (10, 20, 30))
    exif = image.getexif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif, comment=b"SecretPlace")
    return stream.getvalue()


def test_one_notice(sent, content):
    """The draft, file and all, and what its editor is told."""
    made = notice("各乡镇：")
    centred(made, "明财〔2026〕12号", 16)
    (sent / "决算通知.docx").write_bytes(saved(notice("请于11月底前报送。")))
    lines, ok = run(sent, content)
    assert ok
    ((path, text),) = drafts(content).items()
    name = path.removeprefix("tzgg/").removesuffix(".md")
    assert name.startswith("tzgg-20261112-w")
    assert text == (
        f"---\nid: {name}\ntype: article\ntitle: 关于做好决算编报工作的通知\npublished:\nsource: {CZJ}\npublisher: czj\neditor:\n"
        "reviewer:\nsummary:\nkeywords: []\nstatus: draft\nwritten: 2026-11-12\n---\n\n"
        f"请于11月底前报送。\n\n{CZJ}\n\n2026年11月12日\n"
    )
    assert lines == [
        f"决算通知.docx → content/{path}（草稿）",
        "  标题：关于做好决算编报工作的通知",
        "  已有：发布机构：明川县财政局（依据落款）；成文日期：2026-11-12（依据落款）",
        "  还要填写：发布时间（published）",
        "  建议填写：摘要（summary）、关键词（keywords）、责任编辑（editor）、审核人（reviewer）",
        "导入 1 篇。",
        "都是草稿，读者看不到。请逐篇填写后运行 desk check，通过了再把 status 改为 published；"
        "没有填完的草稿不影响别人生成网站。",
    ]


def test_filled_in_it_is_sound(sent, content, tmp_path):
    """What is told to be missing is all that keeps the build from taking the document, table and picture included."""
    made = notice("现通知如下。")
    table(made, "片区 长度", "县城 86")
    made.add_picture(io.BytesIO(png()))
    (sent / "a.docx").write_bytes(saved(made))
    lines, _ = run(sent, content)
    ((path, text),) = drafts(content).items()
    line = text.split("\n").index(f"![](/media/{path[5:-3]}-1.png)") + 1
    assert f"  还要填写：发布时间（published）、图片的文字说明（第 {line} 行的方括号里）" in lines
    text = text.replace("published:", "published: 2026-11-20 08:00").replace("![](", "![报送流程](")
    (content / path).write_text(text.replace("status: draft\n", ""))
    assert problems(tmp_path / "again", dict(tree(content))) == []


@pytest.mark.parametrize(
    ("kind", "shown", "missing"),
    [
        (
            "policy",
            "type: policy",
            "  还要填写：发布时间（published）、主题分类（topic）、有效性（validity）",
        ),
        (
            "公示",
            "type: public_notice",
            "  还要填写：发布时间（published）、公示开始（notice_from）、公示截止（notice_to）、反映渠道（channel）",
        ),
    ],
)
def test_another_type_asks_for_its_own_fields(sent, content, kind, shown, missing):
    """By id or Chinese name; nothing that the archetype proposes for new documents is taken for known."""
    made = new()
    centred(made, "明财〔2026〕12号", 16)
    centred(made, "关于印发办法的通知")
    made.add_paragraph("内容。")
    right(made, CZJ, "2026年11月12日")
    (sent / "a.docx").write_bytes(saved(made))
    lines, _ = run(sent, content, type=kind)
    ((_, text),) = drafts(content).items()
    assert shown in text
    assert missing in lines
    assert "doc_no: 明财〔2026〕12号\n" in text
    printed_above = kind == "policy"
    assert ("---\n\n内容。" in text) is printed_above
    assert ("---\n\n明财〔2026〕12号\n\n内容。" in text) is not printed_above
    assert "## 公示" not in text


def test_column_and_publisher(sent, content):
    """A column by name; a publisher by short name outranks the signature, which is told."""
    made = titled("内容。")
    right(made, "明川县供水公司", "二〇二六年十一月十二日")
    (sent / "a.docx").write_bytes(saved(made))
    lines, _ = run(sent, content, column="规范性文件", publisher="县财政局")
    ((path, text),) = drafts(content).items()
    assert path.startswith("zwgk/gfxwj/gfxwj-20261112-w")
    assert "source: 明川县财政局\npublisher: czj\n" in text
    assert "  请核对：落款“明川县供水公司”不在 units.csv 里，发布机构请按 units.csv 填写" in lines


def test_who_publishes_is_not_made_up(sent, content):
    """A unit in the title counts; where nobody is named the fields stay empty and are asked for."""
    (sent / "1.docx").write_bytes(saved(titled("内容。", title="明川县财政局关于预算的公告")))
    (sent / "2.docx").write_bytes(saved(titled("内容。", title="关于预算的公告")))
    lines, _ = run(sent, content)
    assert "  已有：发布机构：明川县财政局（依据标题）" in lines
    assert "  还要填写：发布时间（published）、来源（source）、发布机构（publisher）" in lines


def test_a_second_run_changes_nothing(sent, content):
    """The same file is known again, under another name and after its draft was moved and rewritten."""
    (sent / "a.docx").write_bytes(saved(notice()))
    run(sent, content)
    ((path, text),) = drafts(content).items()
    moved = content / "zwgk/gfxwj" / path.removeprefix("tzgg/")
    (content / path).rename(moved)
    moved.write_text(text.replace("关于做好", "改过的"))
    before = tree(content)
    (sent / "b.docx").write_bytes((sent / "a.docx").read_bytes())
    lines, ok = run(sent, content)
    shown = f"content/zwgk/gfxwj/{moved.name}"
    assert ok
    assert lines == [
        f"a.docx: 以前导入过，就是 {shown}，没有再导入",
        f"b.docx: 以前导入过，就是 {shown}，没有再导入",
        "导入 0 篇，以前导入过 2 篇。",
    ]
    assert tree(content) == before


def test_a_revised_file_is_a_new_draft_and_told(sent, content):
    """The clerk sends a correction: both are kept, and the editor is asked."""
    (sent / "a.docx").write_bytes(saved(notice("旧。")))
    run(sent, content)
    (old,) = drafts(content)
    (content / old).write_text((content / old).read_text().replace("published:", "published: 2026-11-12 09:00"))
    (sent / "a.docx").write_bytes(saved(notice("新。")))
    lines, _ = run(sent, content)
    assert len(drafts(content)) == 2
    assert f"  请核对：content/{old} 是同样的标题，是不是同一篇的修改稿" in lines


def test_a_dry_run_says_the_same_and_writes_nothing(sent, content):
    """Not a file, not a folder."""
    made = notice()
    made.add_picture(io.BytesIO(png()))
    (sent / "a.docx").write_bytes(saved(made))
    before = sorted(content.rglob("*"))
    dry, _ = run(sent, content, dry_run=True)
    assert sorted(content.rglob("*")) == before
    wet, _ = run(sent, content)
    assert dry[0] == wet[0].replace("（草稿）", "（草稿，没有写入）")
    assert dry[1:-1] == wet[1:-2]
    assert dry[-1] == "试运行，没有写入；可以导入 1 篇。"


def test_pictures_lose_what_the_telephone_wrote(sent, content):
    """Upright, at most 1600 pixels, without place, time or maker; a loose one goes to the document it is named after."""
    made = notice()
    made.add_picture(io.BytesIO(photograph()))
    (sent / "通知.docx").write_bytes(saved(made))
    (sent / "通知-现场2.jpg").write_bytes(photograph(3000, 2000))
    (sent / "通知-现场10.png").write_bytes(png())
    (sent / "别的.jpg").write_bytes(photograph())
    lines, ok = run(sent, content)
    assert ok
    ((path, text),) = drafts(content).items()
    name = path[5:-3]
    files = [content / f"media/{name}-{number}" for number in ("1.jpg", "2.jpg", "3.png")]
    assert sorted((content / "media").iterdir()) == files
    assert text.endswith(f"![](/media/{name}-1.jpg)\n\n![](/media/{name}-2.jpg)\n\n![](/media/{name}-3.png)\n")
    sizes = []
    for file in files:
        assert b"Secret" not in file.read_bytes()
        with Image.open(file) as image:
            assert not image.getexif()
            sizes.append(image.size)
    assert sizes == [(30, 40), (1067, 1600), (40, 30)]
    assert "  请核对：3 张图片里的文字没有检查，请看清有没有姓名、证件号码、人脸等个人信息" in lines
    assert "别的.jpg: 没有用到（没有一篇文档用到）" in lines


def test_a_picture_goes_to_the_document_with_the_longest_name(sent, content):
    """通知2-1.jpg is not 通知's, and 10.png not 1's."""
    for name in ("通知", "通知2", "1"):
        (sent / f"{name}.docx").write_bytes(saved(notice(f"{name}。")))
    (sent / "通知2-1.jpg").write_bytes(photograph())
    (sent / "10.png").write_bytes(png())
    lines, _ = run(sent, content)
    with_picture = [text for text in drafts(content).values() if "/media/" in text]
    assert len(with_picture) == 1
    assert "通知2。" in with_picture[0]
    assert "10.png: 没有用到（没有一篇文档用到）" in lines


def book(*, hidden: bool) -> bytes:
    """A workbook, one of its sheets hidden or not."""
    made = Workbook()
    made.create_sheet("底稿").sheet_state = "veryHidden" if hidden else "visible"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_attachments(sent, content, tmp_path):
    """A file named after the notice, or that its text names as 附件, goes with it; Word annexes too; others are told."""
    made = notice("请填写附件。", "附件：1.物资储备表", "2.申请表样式")
    (sent / "通知.docx").write_bytes(saved(made))
    (sent / "附件1：物资储备表.xlsx").write_bytes(book(hidden=True))
    (sent / "附件2 申请表样式.docx").write_bytes(saved(titled("姓名：")))
    (sent / "通知（盖章）.pdf").write_bytes(b"%PDF-1.7\n")
    (sent / "会议室安排.xlsx").write_bytes(book(hidden=False))
    lines, ok = run(sent, content)
    assert ok
    ((path, text),) = drafts(content).items()
    name = path[5:-3]
    header = (
        f"attachments: [{{file: files/{name}-fj1.pdf, name: 通知（盖章）}}, "
        f"{{file: files/{name}-fj2.xlsx, name: 附件1：物资储备表}}, {{file: files/{name}-fj3.docx, name: 附件2 申请表样式}}]"
    )
    assert header in text
    assert (content / f"files/{name}-fj2.xlsx").read_bytes() == book_of(sent)
    assert "  请核对：附件“附件1：物资储备表.xlsx”有隐藏的工作表 “底稿”，下载的人看得到，请核对或删去" in lines
    assert "  请核对：3 个附件里的内容没有检查，请打开看清有没有个人信息" in lines
    assert "会议室安排.xlsx: 没有用到（没有一篇文档用到）" in lines
    sound = text.replace("published:", "published: 2026-11-20 08:00").replace("status: draft\n", "")
    (content / path).write_text(sound)
    assert problems(tmp_path / "again", dict(tree(content))) == []


def book_of(sent):
    """The workbook as it was sent."""
    return (sent / "附件1：物资储备表.xlsx").read_bytes()


def test_an_annex_that_no_notice_names_is_a_document(sent, content):
    """It is only ever left out where it went along as a file."""
    (sent / "通知.docx").write_bytes(saved(notice("没有提到别的。")))
    (sent / "附件 说明材料.docx").write_bytes(saved(titled("说明。", title="说明材料")))
    run(sent, content)
    assert len(drafts(content)) == 2


def test_private_numbers_are_told_and_never_printed(sent, content):
    """In the text, in a table under its head, in the title, in an attachment's name: masked, with line and column."""
    made = notice(f"张某，身份证号{ID}。", f"附件：{ID}证明", title=f"关于{ID}补助的公示")
    table(made, "姓名 银行卡号", f"甲 {CARD}")
    (sent / "a.docx").write_bytes(saved(made))
    (sent / f"{ID}证明.pdf").write_bytes(b"%PDF-1.7\n")
    lines, _ = run(sent, content)
    said = "\n".join(lines)
    ((path, text),) = drafts(content).items()
    place = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith("张某"))
    assert f"  content/{path}:{place}:8: 居民身份证号码 110***********002X 完整公开，未作遮盖。" in said
    assert f"  content/{path}: 居民身份证号码" in said
    assert "银行卡号 ***************0128" in said
    assert ID not in said
    assert CARD not in said


def _zip_bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (310 * 1024 * 1024))
    return stream.getvalue()


def _huge_picture():
    stream = io.BytesIO()
    Image.new("1", (20000, 20000)).save(stream, "PNG")
    return stream.getvalue()


def test_files_that_cannot_be_used_do_not_stop_the_others(sent, content, tmp_path):
    """Each gets one line with a cure, the sound one is imported, nothing else is written, and the exit status is 1."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    sound = saved(notice())
    files = {
        "01空.docx": b"",
        "02加密.docx": ole + "EncryptedPackage".encode("utf-16-le"),
        "03其实是doc.docx": ole + b"\0" * 600,
        "04截断.docx": sound[: len(sound) // 2],
        "05乱码.docx": b"\x93\x12" * 300,
        "06炸弹.docx": _zip_bomb(),
        "07老稿.doc": ole,
        "08老稿.wps": ole,
        "09手机.heic": b"\0\0\0\x18ftypheic",
        "好通知.docx": sound,
        "好通知-大图.png": _huge_picture(),
        "好通知-坏图.jpg": photograph()[:200],
        "好通知-表.xlsx": b"PK\3\4broken",
        "好通知-加密.xlsx": ole + "EncryptedPackage".encode("utf-16-le"),
    }  # fmt: skip
    for name, data in files.items():
        (sent / name).write_bytes(data)
    outside = tmp_path / "outside.docx"
    outside.write_bytes(saved(notice("外面的。")))
    (sent / "10链接.docx").symlink_to(outside)
    os.mkfifo(sent / "11管道.docx")
    (sent / "12目录.docx").mkdir()
    (sent / "~$好通知.docx").write_bytes(b"lock")
    (sent / "13说明.txt").write_text("x")
    done = desk("import", "notices", sent, "--content", content)
    assert done.returncode == 1
    assert done.stderr == ""
    said = dict(line.split(": ", 1) for line in done.stdout.split("\n") if ": " in line and not line.startswith(" "))
    assert {name: text.partition("。")[0] for name, text in said.items()} == {
        "01空.docx": "是空文件（0 字节）",
        "02加密.docx": "文件加了密码，打不开",
        "03其实是doc.docx": "其实是老格式的 Office 文件，只是改了扩展名",
        "04截断.docx": "文件不完整或已经损坏，打不开",
        "05乱码.docx": "不是 Office 文件，或已经损坏",
        "06炸弹.docx": "解开以后超过 300 MB，没有打开",
        "07老稿.doc": ".doc 格式读不了",
        "08老稿.wps": ".wps 格式读不了",
        "09手机.heic": ".heic 照片网页不能用",
        "10链接.docx": "是符号链接，没有打开",
        "11管道.docx": "不是普通文件（管道、设备或套接字）",
        "12目录.docx": "没有用到（是文件夹，没有看里面的文件；需要的请移出来）",
        "13说明.txt": "没有用到（这种文件用不上；要作附件的请转成 PDF 或 XLSX）",
        "好通知-大图.png": "图片太大（20000×20000，40000 万像素）",
        "好通知-坏图.jpg": "图片不完整或已经损坏，读不出来",
        "好通知-表.xlsx": "文件不完整或已经损坏，打不开",
        "好通知-加密.xlsx": "加了密码，读者打不开",
    }
    assert "导入 1 篇，不能用的文件 15 个，没有用到的文件 2 个。" in done.stdout
    ((path, _),) = drafts(content).items()
    assert set(tree(content)) - set(tree(write_site(tmp_path / "fresh"))) == {path}


def test_names_cannot_escape_or_move_the_cursor(sent, content):
    """Whatever the file is called, what is written has a name of ours, and what is printed is plain."""
    name = "..\\..\\通知\x1b[2J\u202e.docx"
    (sent / name).write_bytes(saved(notice()))
    (sent / os.fsdecode("通告".encode("gb18030") + b".docx")).write_bytes(saved(notice("另一篇。")))
    done = desk("import", "notices", sent, "--content", content)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "通知\ufffd[2J\ufffd.docx → content/tzgg/tzgg-20261112-w" in done.stdout
    assert len(drafts(content)) == 2


def test_nothing_is_written_where_something_cannot_be(sent, content, monkeypatch):
    """The disk fills up before the last file: those before it are taken back, and the next run brings it all."""
    made = notice()
    made.add_picture(io.BytesIO(png()))
    (sent / "a.docx").write_bytes(saved(made))
    before = tree(content)
    real = notices.write_whole

    def full(file, data):
        if file.suffix == ".md":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file, data)

    monkeypatch.setattr(notices, "write_whole", full)
    lines, ok = run(sent, content)
    assert not ok
    assert lines[0] == "a.docx: 写不进内容目录（磁盘已满），没有导入。请检查磁盘空间和目录权限后重新运行"
    assert tree(content) == before
    monkeypatch.setattr(notices, "write_whole", real)
    assert run(sent, content)[1]
    assert len(drafts(content)) == 1


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_kill_leaves_no_half_document(sent, content, tmp_path, writes):
    """Killed before each of its writes the import leaves a site that builds as before, and a rerun finishes it."""
    made = notice("附件：1.物资储备表")
    made.add_picture(io.BytesIO(png()))
    (sent / "a.docx").write_bytes(saved(made))
    (sent / "物资储备表.xlsx").write_bytes(book(hidden=False))
    child = os.fork()
    if child == 0:
        real, left = notices.write_whole, [writes]

        def killed(file, data):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            real(file, data)

        notices.write_whole = killed
        run(sent, content)
        os._exit(3)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert drafts(content) == {}
    assert problems(tmp_path / "again", dict(tree(content))) == []
    lines, ok = run(sent, content)
    assert ok
    assert lines[-2] == "导入 1 篇。"
    ((path, _),) = drafts(content).items()
    assert {f"media/{path[5:-3]}-1.png", f"files/{path[5:-3]}-fj1.xlsx"} < set(tree(content))


def test_nothing_is_overwritten(sent, content):
    """A file of that name with other bytes stays, and the document waits."""
    made = notice()
    made.add_picture(io.BytesIO(png()))
    (sent / "a.docx").write_bytes(saved(made))
    run(sent, content)
    ((path, _),) = drafts(content).items()
    (content / path).unlink()
    picture = content / f"media/{path[5:-3]}-1.png"
    picture.write_bytes(b"mine")
    lines, ok = run(sent, content)
    assert not ok
    assert lines[0] == (
        f"a.docx: content/media/{picture.name} 已经存在，没有改动它，也没有导入。请核对那个文件，移走后再导入"
    )
    assert picture.read_bytes() == b"mine"
    assert drafts(content) == {}


def test_nothing_is_written_outside_of_content(sent, content, tmp_path):
    """A media folder that is a link, or a file, is told."""
    made = notice()
    made.add_picture(io.BytesIO(png()))
    (sent / "a.docx").write_bytes(saved(made))
    (tmp_path / "elsewhere").mkdir()
    (content / "media").symlink_to(tmp_path / "elsewhere")
    lines, ok = run(sent, content)
    assert not ok
    assert "指到了内容目录之外，没有导入" in lines[0]
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (content / "media").unlink()
    (content / "media").write_text("")
    lines, ok = run(sent, content)
    assert not ok
    assert "写不进内容目录（目录的位置上是一个文件），没有导入" in lines[0]
    assert drafts(content) == {}


def test_what_cannot_run_says_why(sent, content, tmp_path):
    """No such folder, column, type or unit; exit status 2, and the nearest name where there is one."""
    file = tmp_path / "a.docx"
    file.write_bytes(b"")
    for folder, options, said in (
        (tmp_path / "nowhere", [], "没有找到文件夹"),
        (file, [], "不是文件夹"),
        (sent, ["--column", "通知公示"], "是不是想写“通知公告”？"),
        (sent, ["--type", "notice"], "没有文档类型“notice”"),
        (sent, ["--publisher", "明川县财政厅"], "是不是想写“明川县财政局”？"),
    ):
        done = desk("import", "notices", folder, "--content", content, *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_site_without_the_usual_column_asks_for_one(sent, tmp_path):
    """The default is a name; where no column has it the editor must say."""
    content = write_site(tmp_path, {"tzgg/column.toml": None, "tzgg/tzgg-1.md": None, "zwgk/a.md": document("a")})
    with pytest.raises(CannotRun, match="--column: 没有栏目“通知公告”"):
        run(sent, content)


def test_an_empty_folder_is_no_fault(sent, content):
    """Nothing to do, and it says so."""
    assert run(sent, content) == (["导入 0 篇。"], True)
