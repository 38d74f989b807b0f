"""``desk import folder``: 村/季度/事项 becomes documents, all or none, and nothing private gets in."""

from __future__ import annotations

import pytest

from plugins.build.problems import CannotRun
from plugins.desk.intake import writing
from plugins.desk.intake.folder import import_folder
from plugins.desk.intake.run import Wanted
from tests.plugins.desk.intake.maker import ID, account, county, docx, pdf, photo, send, workbook
from tests.plugins.small_site import NOW, build, desk, problems, tree

QUARTER = "青石村/2026年三季度"
HOUSES = [["户主", "面积"], ["何守田", 120]]


@pytest.fixture
def content(tmp_path):
    """A small county."""
    return county(tmp_path)


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch):
    """Reading pictures takes seconds; one test looks at it."""
    monkeypatch.setattr("plugins.desk.intake.look.find_reader", lambda folder: None)


def run(content, files, **wanted):
    """Send these files and import them; the report's lines and whether all went."""
    folder = send(content.parent / "sent", files)
    text, sound = import_folder(folder, content, Wanted(**{"year": "2026", **wanted}), NOW)
    return text.split("\n"), sound


def new(content, before):
    """What is there now and was not."""
    return {path: data for path, data in tree(content).items() if before.get(path) != data}


def test_one_of_each_kind(content, tmp_path):
    """Word, sheet, photo, PDF, text: each in its document, and the site can be built with them published."""
    before = tree(content)
    files = {
        f"清溪镇/{QUARTER}/宅基地审批(1).xlsx": [["青石村宅基地审批公示"], *HOUSES],
        f"清溪镇/{QUARTER}/工程项目-水渠.docx": docx("水渠已经完工。", title="青石村水渠工程公示"),
        f"清溪镇/{QUARTER}/工程项目-水渠.pdf": pdf("water channel of the village"),
        "石桥镇/02柳林/三季度/党费.jpg": photo(),
        "liulin/2026Q3/宅基地9月.txt": "本月没有审批。\n* 无".encode("gbk"),
        "东河社区/党组织设置.md": "# 东河社区党组织\n\n书记一名。\n",
    }
    lines, sound = run(content, files, publish=True)
    assert sound, lines
    made = new(content, before)
    assert sorted(made) == [
        "files/villages/qingshi/qingshi-2026q3-gcxm-62d0dd-fj1.pdf",
        "files/villages/qingshi/qingshi-2026q3-zjdsp-fj1.xlsx",
        "media/villages/liulin/liulin-2026q3-dfsj-1.jpg",
        "villages/donghe/donghe-dzzsz.md",
        "villages/liulin/liulin-2026-09-zjdsp.md",
        "villages/liulin/liulin-2026q3-dfsj.md",
        "villages/qingshi/qingshi-2026q3-gcxm-62d0dd.md",
        "villages/qingshi/qingshi-2026q3-zjdsp.md",
    ]
    houses = made["villages/qingshi/qingshi-2026q3-zjdsp.md"].decode()
    assert "title: 青石村2026年第三季度宅基地审批情况\npublished: 2026-11-20 09:00\nsource: 明川县财政局\n" in houses
    assert (
        "attachments: [{file: files/villages/qingshi/qingshi-2026q3-zjdsp-fj1.xlsx, name: 宅基地审批}]\n"
        "section: 村务\nitem: zjdsp\nperiod: 2026Q3\nimport_digest: "
    ) in houses
    assert houses.endswith("\n青石村宅基地审批公示\n\n| 户主 | 面积 |\n|---|---:|\n| 何守田 | 120 |\n")
    works = made["villages/qingshi/qingshi-2026q3-gcxm-62d0dd.md"].decode()
    assert "title: 青石村水渠工程公示\n" in works
    assert "水渠已经完工。\n\nwater channel of the village\n" in works
    assert made["villages/liulin/liulin-2026-09-zjdsp.md"].decode().endswith("\n本月没有审批。\n\n\\* 无\n")
    assert b"SecretPhone" not in made["media/villages/liulin/liulin-2026q3-dfsj-1.jpg"]
    assert "![柳林村2026年第三季度党费收缴情况照片1](/media/" in made["villages/liulin/liulin-2026q3-dfsj.md"].decode()
    assert "title: 东河社区党组织\n" in made["villages/donghe/donghe-dzzsz.md"].decode()
    assert problems(tmp_path / "again", dict(tree(content))) == []


def test_the_table_says_what_would_be_written(content):
    """A dry run: village, period, item, file and document; nothing is there afterwards."""
    before = tree(content)
    lines, sound = run(content, {f"{QUARTER}/宅基地.xlsx": HOUSES}, dry_run=True)
    assert sound
    assert lines == [
        "村      期间            事项            来稿 → 写成",
        "青石村  2026年第三季度  宅基地审批情况  青石村/2026年三季度/宅基地.xlsx → "
        "content/villages/qingshi/qingshi-2026q3-zjdsp.md（草稿）",
        "试运行，没有写入；可以导入 1 篇。",
    ]
    assert tree(content) == before


def test_drafts_from_photos_wait_for_their_text(content):
    """`desk check` says what is still to be typed."""
    run(content, {f"{QUARTER}/党费.jpg": photo()})
    text = (content / "villages/qingshi/qingshi-2026q3-dfsj.md").read_text()
    assert "status: draft\n" in text
    assert text.endswith("（正文待录入）\n")


def test_twice_does_nothing(content):
    """Even after the draft was edited: the files are known by their digest."""
    files = {f"{QUARTER}/宅基地.xlsx": workbook({"表": HOUSES}), f"{QUARTER}/党费.jpg": photo()}
    run(content, files)
    document = content / "villages/qingshi/qingshi-2026q3-zjdsp.md"
    document.write_text(document.read_text().replace("summary:", "summary: 三季度批了一户。"))
    before = tree(content)
    lines, sound = run(content, files)
    assert sound, lines
    assert lines == ["没有新的来稿，以前导入过的 2 个，没有再导入。"]
    assert tree(content) == before


def test_what_is_there_is_not_overwritten(content):
    """Another content for the same item and period is told, and replaced only when asked for."""
    run(content, {f"{QUARTER}/宅基地.xlsx": HOUSES}, publish=True)
    before = tree(content)
    other = {f"{QUARTER}/宅基地.xlsx": [*HOUSES, ["方有禾", 90]]}
    lines, sound = run(content, other)
    assert not sound
    name = "content/villages/qingshi/qingshi-2026q3-zjdsp.md"
    assert f"{QUARTER}/宅基地.xlsx: 已有 {name}，内容不同，没有改动它。要替换请加 --replace" in lines
    lines, sound = run(content, other, replace=True)
    assert (
        f"{QUARTER}/宅基地.xlsx: {name} 已经公开，替换成草稿会从网站上撤下。核对无误要直接公开的，请同时加 --publish"
        in lines
    )
    assert tree(content) == before
    lines, sound = run(content, other, replace=True, publish=True)
    assert sound
    assert "方有禾" in (content / "villages/qingshi/qingshi-2026q3-zjdsp.md").read_text()


def test_what_comes_as_it_must_has_a_subject(content):
    """Two works in one quarter are two documents; without a subject the way out is told."""
    run(content, {f"{QUARTER}/工程.txt": "水渠完工。"})
    lines, sound = run(content, {f"{QUARTER}/工程.txt": "公路开工。"})
    assert any("要替换请加 --replace；是另一件事的，请在横线后面写明" in line for line in lines)
    (content.parent / f"sent/{QUARTER}/工程.txt").unlink()
    lines, sound = run(content, {f"{QUARTER}/工程-公路.txt": "公路开工。", f"{QUARTER}/工程-桥.txt": "桥开工。"})
    assert sound, lines
    assert len(list((content / "villages/qingshi").glob("qingshi-2026q3-gcxm*.md"))) == 3


def test_photos_in_a_folder_of_their_item(content):
    """As telephones name them."""
    files = {f"{QUARTER}/党费/微信图片_20261012093011.jpg": photo(), f"{QUARTER}/党费/IMG_2.jpg": photo((80, 60))}
    lines, sound = run(content, files)
    assert sound, lines
    assert (content / "media/villages/qingshi/qingshi-2026q3-dfsj-2.jpg").exists()


def test_a_document_written_by_hand_counts_as_there(content):
    """By item and period, whatever its id."""
    text = "---\nid: a-1\ntype: village_affair\ntitle: 宅基地\npublished: 2026-10-10 09:00\nsource: 财政局\n"
    text += "publisher: czj\nsection: 村务\nitem: zjdsp\nperiod: 2026Q3\n---\n\n一户。\n"
    (content / "villages/qingshi").mkdir()
    (content / "villages/qingshi/a-1.md").write_text(text)
    lines, sound = run(content, {f"{QUARTER}/宅基地.xlsx": HOUSES})
    assert not sound
    assert any("已有 content/villages/qingshi/a-1.md" in line for line in lines)


def test_all_that_is_wrong_is_told_and_nothing_is_written(content):
    """Village, item, period, kind of file: one list, in one run; with --skip-bad the rest goes in."""
    files = {
        f"{QUARTER}/宅基地.xlsx": HOUSES,
        f"{QUARTER}/低保公示.docx": docx("名单"),
        f"{QUARTER}/三提五统.txt": "x",
        f"{QUARTER}/工程.doc": b"x",
        f"{QUARTER}/工程2.rar": b"x",
        f"{QUARTER}/5月党费.txt": "x",
        "青时村/2026Q3/党费.txt": "x",
        "东河社区/2026Q3/宅基地.txt": "x",
        "柳林村/党费.txt": "x",
        "柳林村/2026Q3/收益分配.txt": "x",
        f"{QUARTER}/党费.HEIC": b"x",
    }
    before = tree(content)
    lines, sound = run(content, files)
    assert not sound
    assert tree(content) == before
    told = "\n".join(lines)
    for word in (
        "低保公示.docx: 事项“最低生活保障对象名单”仅上墙（公开范围：本村），不能上网",
        "三提五统.txt: 看不出“三提五统”是哪个事项",
        "工程.doc: 是 .doc 格式",
        "另存为 .docx 再导入",
        "工程2.rar: 是压缩包，没有打开。请解开",
        "5月党费.txt: 文件名写的是2026年5月，却放在2026年第三季度的文件夹里",
        "青时村/2026Q3/党费.txt: 没有村“青时村”。是不是想写“青石村”？",
        "东河社区/2026Q3/宅基地.txt: 事项“宅基地审批情况”是村的，东河社区是社区",
        "柳林村/党费.txt: 没有写是哪一期的",
        "收益分配.txt: “年度收益分配方案”每年公开一次，不知道是哪一年的",
        "党费.HEIC: .heic 照片网页不能用",
        "有 10 处要改正，涉及 10 个文件：",
    ):
        assert word in told, word
    lines, sound = run(content, files, skip_bad=True)
    assert not sound
    assert set(new(content, before)) == {
        "files/villages/qingshi/qingshi-2026q3-zjdsp-fj1.xlsx",
        "villages/qingshi/qingshi-2026q3-zjdsp.md",
    }
    assert any(line.startswith("没有导入的文件：") and "三提五统.txt" in line for line in lines)


def hidden_sheet(book):
    """Hide the sheet called 底表."""
    book["底表"].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("宅基地.xlsx", [["户主", "身份证号"], ["何守田", ID]], "工作表“Sheet1”B2：居民身份证号码 110***********002X 完整公开"),
        ("宅基地.xlsx", [["户主", "证件"], ["何守田", 110105194912310021]], "工作表“Sheet1”B2：数字超过15位，表格软件已经丢掉了后面的数位"),
        ("宅基地.xlsx", [["户主", "身份证号"], ["何守田", "4.29E+17"]], "工作表“Sheet1”B2：被表格软件写成 4.29E+17"),
        ("宅基地.csv", f"户主,证件\n何守田,{ID}\n", "第2行第2列：居民身份证号码"),
        ("宅基地.docx", docx(f"何守田，{ID}。"), "第1段：居民身份证号码"),
        ("宅基地.pdf", pdf(f"Owner {ID}"), "第1页：居民身份证号码"),
        ("宅基地.txt", f"何守田 {ID}", "第1行第5列：居民身份证号码"),
        ("宅基地.md", f"何守田\uff0c{ID}", "居民身份证号码"),
        (
            "宅基地.xlsx",
            workbook({"表": HOUSES, "底表": [["证件"], [ID]]}, hidden_sheet),
            "工作表“底表”A2（隐藏的工作表）：居民身份证号码",
        ),
    ],
)  # fmt: skip
def test_private_numbers_are_refused(content, name, data, told):
    """With the place in the file that was sent, and never the number itself."""
    before = tree(content)
    lines, sound = run(content, {f"{QUARTER}/{name}": data})
    assert not sound
    assert told in "\n".join(lines)
    assert ID not in "\n".join(lines)
    assert tree(content) == before


def hide_row(book):
    """Hide the second row."""
    book["表"].row_dimensions[2].hidden = True


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (workbook({"表": HOUSES}, hide_row), "工作表“表”第2行：有隐藏的行（A2:B2）"),
        (workbook({"表": [["户主", "面积"], ["何", "=1+2"]]}), "工作表“表”B2：这一格是公式，文件里没有算出的结果"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "其实是老格式的 Office 文件"),
        (b"<html><table></table></html>", "其实是网页，只是改了扩展名"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (b"PK\x03\x04broken", "不完整或已经损坏"),
        (b"", "是空文件"),
    ],
)
def test_workbooks_that_cannot_be_used(content, data, told):
    """Hidden rows, formulas without results, other formats, encrypted, broken, empty."""
    lines, sound = run(content, {f"{QUARTER}/宅基地.xlsx": data})
    assert not sound
    assert told in "\n".join(lines)


def test_a_zip_bomb_is_not_opened(content):
    """What it would unpack to is known before."""
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        for number in range(8):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * 40_000_000)
    lines, sound = run(content, {f"{QUARTER}/宅基地.xlsx": stream.getvalue()})
    assert not sound
    assert "解开以后超过 300 MB，没有打开" in "\n".join(lines)


def test_a_photo_of_thirty_megabytes(content):
    """The limit is told; it is not decoded."""
    lines, sound = run(content, {f"{QUARTER}/党费.jpg": photo() + b"\0" * 30_000_000})
    assert not sound
    assert any("党费.jpg: 图片文件太大（28.6 MB）。请先缩小到 20 MB 以内" in line for line in lines)


def test_a_scan_without_text(content):
    """It is attached; the page says what it is, and the draft asks for its text."""
    lines, sound = run(content, {f"{QUARTER}/宅基地.pdf": pdf()})
    assert sound
    text = (content / "villages/qingshi/qingshi-2026q3-zjdsp.md").read_text()
    assert "附件是扫描件，没有文字，请下载后查看。\n\n（正文待录入）\n" in text
    assert any("图片未检 1 张" in line for line in lines)


def test_copies_and_returned_files(content):
    """The same bytes are used once; two different texts are for a person to choose from."""
    files = {f"{QUARTER}/宅基地.docx": docx("一户。"), f"{QUARTER}/宅基地 - 副本.docx": docx("二户。")}
    lines, sound = run(content, files)
    assert not sound
    assert any(
        "宅基地 - 副本.docx: 和 青石村/2026年三季度/宅基地.docx 是同一事项、同一期的，内容不同" in line
        for line in lines
    )
    same = photo()
    lines, sound = run(content, {"柳林村/2026Q3/党费.jpg": same, "柳林村/2026Q3/党费(1).jpg": same}, skip_bad=True)
    assert any("党费(1).jpg: 和 柳林村/2026Q3/党费.jpg 完全相同，只用一份" in line for line in lines)
    assert not (content / "media/villages/liulin/liulin-2026q3-dfsj-2.jpg").exists()


def test_a_statement_is_judged_as_one(content):
    """A sound one becomes a table of the village; a wrong sum is told with its cell."""
    before = tree(content)
    lines, sound = run(content, {f"{QUARTER}/收支.xlsx": account()})
    assert sound, lines
    assert set(new(content, before)) == {"villages/qingshi/2026Q3-收支明细.csv"}
    wrong = account(village="柳林村")
    wrong[4][4] = 1
    lines, sound = run(content, {"柳林村/2026Q3/收支.xlsx": wrong})
    assert not sound
    assert any("柳林村，工作表“Sheet1”E5：" in line and "1,900.50" in line for line in lines), lines


def test_a_table_that_only_has_the_name_of_a_statement(content):
    """No item asks for a statement of works: it stands in the text like any other."""
    lines, sound = run(content, {f"{QUARTER}/工程项目.xlsx": [["工程", "进度"], ["水渠", "完工"]]})
    assert sound, lines
    assert "| 水渠 | 完工 |" in (content / "villages/qingshi/qingshi-2026q3-gcxm.md").read_text()


def test_a_full_disk_leaves_nothing(content, monkeypatch):
    """Half of a folder is never there."""

    def full(source, target):
        raise OSError(28, "No space left on device")

    before = tree(content)
    monkeypatch.setattr(writing.os, "link", full)
    with pytest.raises(CannotRun, match="磁盘已满"):
        run(content, {f"{QUARTER}/宅基地.xlsx": HOUSES, f"{QUARTER}/党费.jpg": photo()})
    assert tree(content) == before


def test_writing_in_pictures_is_judged(content, monkeypatch):
    """Where the machine can read it."""

    class Reader:
        version = "1"

        def __call__(self, data):
            return f"身份证号 {ID}"

        def knows(self, data):
            return False

    monkeypatch.setattr("plugins.desk.intake.look.find_reader", lambda folder: Reader())
    lines, sound = run(content, {f"{QUARTER}/党费.jpg": photo()})
    assert not sound
    assert any("党费.jpg: 图片上的文字：居民身份证号码 110***********002X" in line for line in lines), lines


def test_nothing_to_import(content, tmp_path):
    """An empty folder, a file, a county without villages."""
    (tmp_path / "empty").mkdir()
    text, sound = import_folder(tmp_path / "empty", content, Wanted(), NOW)
    assert (text.endswith("里没有可以导入的文件。请按 村/季度/事项 放好"), sound) == (True, False)
    with pytest.raises(CannotRun, match="没有找到文件夹"):
        import_folder(tmp_path / "none", content, Wanted(), NOW)
    (content / "villages/villages.csv").write_text("id,name,kind,town,lng,lat,datum,contact,board\n")
    with pytest.raises(CannotRun, match="还没有内容"):
        run(content, {f"{QUARTER}/党费.txt": "x"})


def test_the_digest_is_on_no_page(content, tmp_path):
    """Of a document that was imported readers see nothing of that."""
    run(content, {f"{QUARTER}/党费.txt": "五名党员交费。"}, publish=True)
    digest = (content / "villages/qingshi/qingshi-2026q3-dfsj.md").read_text().partition("import_digest: ")[2][:16]
    build(tmp_path, dict(tree(content)))
    assert not [path for path, data in tree(tmp_path / "output").items() if digest.encode() in data]


def test_the_command(content, tmp_path):
    """Exit status 0, 1, 2."""
    sent = send(tmp_path / "sent", {"青石村/三季度/党费.txt": "五名党员交费。"})
    base = ("import", "folder", sent, "--content", content, "--now", NOW)
    assert desk(*base).returncode == 1
    done = desk(*base, "--year", "2026")
    assert (done.returncode, done.stderr) == (0, "")
    assert desk(*base, "--year", "二六").returncode == 2
