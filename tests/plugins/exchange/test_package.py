"""What a package holds, and that it is there whole or not at all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

import jsonschema
import openpyxl
import pytest
from PIL import Image

from plugins.build.problems import CannotRun, ContentErrors
from plugins.exchange.aside import aside
from tests.plugins.exchange.county import FILES, REPEALING, G, read, taken, told, write
from tests.plugins.small_site import NOW, ROOT, tree, write_site
from tests.plugins.test_validity import policy

SCHEMA = read(ROOT / "plugins/exchange/schema.json")
HOST = "https://www.mingchuan.example"


def check(value, name: str) -> None:
    """Against the schema that is shipped."""
    jsonschema.Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{name}"}]}).validate(value)


def test_a_full_package_has_every_policy_and_what_explains_one(tmp_path):
    """Newest first. Interpretations of others' documents are left out, and so is what is hidden."""
    package = write(tmp_path, "a")
    assert [entry["id"] for entry in package["entries"]] == ["new", "jd", "old"]
    assert (package["kind"], package["since"], package["exact"]) == ("full", None, True)
    assert package["site"]["id_code"] == "9999990001"
    assert package["made_at"] == NOW
    assert package["counts"]["entries"] == package["counts"]["inventory"] == package["counts"]["added"] == 3


def test_all_json_is_as_the_schema_says(tmp_path):
    """package.json of both kinds, and every document."""
    check(write(tmp_path, "a"), "package")
    for file in sorted((tmp_path / "a/documents").iterdir()):
        check(read(file), "document")
    more = {f"{G}/rep.md": REPEALING, "tzgg/jd.md": taken(str(FILES["tzgg/jd.md"]))}
    check(write(tmp_path, "b", more, former=tmp_path / "a"), "package")
    check(read(tmp_path / "b/documents/old.json"), "document")
    check(write(tmp_path, "c", day="2026-11-01"), "package")
    with pytest.raises(jsonschema.ValidationError):
        check({**read(tmp_path / "a/package.json"), "kind": "half"}, "package")


def test_a_document_tells_all_of_its_metadata(tmp_path):
    """Numbers, days, class, unit, standing, text both ways, files by digest, interpretations."""
    write(tmp_path, "a")
    new = read(tmp_path / "a/documents/new.json")
    assert (new["doc_no"], new["unified_no"], new["statutory_class"]) == ("明政办规〔2026〕2号", "MCFS-2026-0003", 1)
    assert new["uri"] == "tag:www.mingchuan.example,2026:new"
    assert new["publisher"]["name"] == "明川县财政局"
    assert new["validity"] == {"word": "有效", "since": "", "cause": "", "by": None, "until": ""}
    assert [(file["name"], file["path"], file["type"]) for file in new["attachments"]] == [
        ("申请表", "files/files/表 一.csv", "text/csv")
    ]
    assert [file["path"] for file in new["pictures"]] == ["files/media/a.jpg"]
    assert new["interpretations"] == [{"id": "jd", "title": "读懂二号文件", "address": f"{HOST}/tzgg/2026-10/jd.html"}]
    assert f'href="{HOST}/{G}/2020-05/old.html"' in new["html"]
    assert 'src="files/media/a.jpg"' in new["html"]
    assert new["text"].startswith("正文一。")
    assert read(tmp_path / "a/documents/jd.json")["interprets"][0]["id"] == "new"


def test_the_files_are_those_that_the_site_publishes(tmp_path):
    """A photograph without what its camera wrote; digests that sha256sum knows."""
    write(tmp_path, "a")
    assert (tmp_path / "a/files/files/表 一.csv").read_text() == "甲,乙\n"
    with Image.open(tmp_path / "a/files/media/a.jpg") as picture:
        assert not picture.getexif()
    done = subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"], cwd=tmp_path / "a", check=False)
    assert done.returncode == 0
    listed = {line.split("  ", 1)[1] for line in (tmp_path / "a/SHA256SUMS").read_text().splitlines()}
    assert listed == tree(tmp_path / "a").keys() - {"SHA256SUMS"}


def test_the_table_has_a_row_a_document_and_only_text(tmp_path):
    """Numbers keep their zeros, nothing is a formula, the head stays in sight, addresses lead on."""
    write(tmp_path, "a", {f"{G}/eq.md": policy("eq", 7, title="=1+1号文件")})
    sheet = openpyxl.load_workbook(tmp_path / "a/documents.xlsx").active
    heads = [cell.value for cell in sheet[1]]
    rows = {row[1].value: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    assert rows.keys() == {"new", "jd", "old", "eq"}
    assert sheet.freeze_panes == "D2"
    assert rows["new"]["索引号"].value.startswith("009990020/")
    assert {cell.data_type for row in rows.values() for cell in row.values() if cell.value is not None} == {"s"}
    assert rows["eq"]["标题"].value == "=1+1号文件"
    assert rows["new"]["网址"].hyperlink.target == f"{HOST}/{G}/2026-11/new.html"
    assert rows["new"]["正文网页"].hyperlink.target == "html\\new.html"  # as Excel writes paths


def test_a_page_is_one_file_that_needs_no_other(tmp_path):
    """Its pictures are inside, its text is escaped, its attachments lie in the package."""
    write(tmp_path, "a", {f"{G}/eq.md": policy("eq", 7, title="关于<b>的通知")})
    page = (tmp_path / "a/html/new.html").read_text(encoding="utf-8")
    assert 'src="data:image/jpeg;base64,' in page
    assert not re.search(r'src="(?!data:)|<script|<link rel="stylesheet"', page)
    [address] = re.findall(r'href="(\.\./[^"]+)"', page)
    assert address == "../files/files/%E8%A1%A8%20%E4%B8%80.csv"
    assert "关于&lt;b&gt;的通知" in (tmp_path / "a/html/eq.html").read_text(encoding="utf-8")


def test_a_clean_up_table_travels_with_its_document(tmp_path):
    """As rows and as the file."""
    files = {
        f"{G}/ql.md": policy("ql", 8, cleanup="data/ql.csv", published="2026-11-18 09:00"),
        "data/ql.csv": "文件,名称,清理结果,说明\n明政办规〔2026〕1号,old号文件,失效,期满\n",
    }
    write(tmp_path, "a", files)
    told_ = read(tmp_path / "a/documents/ql.json")
    assert [(row["title"], row["result"]) for row in told_["findings"]] == [("old号文件", "失效")]
    assert [file["path"] for file in told_["attachments"]] == ["files/data/ql.csv"]
    assert "期满" in (tmp_path / "a/html/ql.html").read_text(encoding="utf-8")


def test_the_feed_names_documents_as_the_site_does(tmp_path):
    """And buries what was withdrawn (RFC 6721)."""
    write(tmp_path, "a")
    write(tmp_path, "b", {f"{G}/old.md": taken(str(FILES[f"{G}/old.md"]))}, former=tmp_path / "a")
    feed = ET.fromstring((tmp_path / "a/feed.atom").read_bytes())
    names = [node.text for node in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert names[1:] == [f"tag:www.mingchuan.example,2026:{id_}" for id_ in ("new", "jd", "old")]
    [buried] = ET.fromstring((tmp_path / "b/feed.atom").read_bytes()).iter(
        "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
    )
    assert buried.attrib == {"ref": "tag:www.mingchuan.example,2026:old", "when": "2026-11-19T08:30:00+08:00"}


def test_the_same_content_and_time_give_the_same_bytes(tmp_path):
    """Whenever and wherever it is written."""
    write(tmp_path, "a")
    time.sleep(1.1)
    write(tmp_path / "elsewhere", "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "elsewhere/b")


def test_faulty_content_makes_no_package(tmp_path):
    """All problems at once, as a build tells them."""
    with pytest.raises(ContentErrors, match="没有编号为"):
        write(tmp_path, "a", {f"{G}/x.md": policy("x", 7, repeals="nobody")})
    assert not [path for path in tmp_path.iterdir() if "site" not in path.name]


def test_what_is_there_is_not_written_over(tmp_path):
    """An empty folder is no obstacle."""
    (tmp_path / "a").mkdir()
    write(tmp_path, "a")
    before = tree(tmp_path / "a")
    with pytest.raises(CannotRun, match="已经存在"):
        write(tmp_path, "a")
    assert tree(tmp_path / "a") == before


def test_a_package_does_not_lie_in_the_content(tmp_path):
    """The next build would take it for content."""
    content = write_site(tmp_path, FILES)
    from plugins.desk.exchange import exchange

    with pytest.raises(CannotRun, match="重叠"):
        exchange(content / "p", "", None, content, NOW, production=False)


def test_a_killed_run_leaves_no_half_package_and_the_next_one_sweeps_it(tmp_path):
    """SIGKILL in the middle of the documents."""
    content = write_site(tmp_path, FILES)
    program = (
        "import os, signal, sys\n"
        "from plugins.exchange import package\n"
        "from plugins.desk.cli import main\n"
        "real, count = package._put_document, iter(range(9))\n"
        "def put(*given):\n"
        "    told = real(*given)\n"
        "    if next(count) == 1: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return told\n"
        "package._put_document = put\n"
        "main(sys.argv[1:])\n"
    )
    arguments = ["exchange", "--out", str(tmp_path / "p"), "--content", str(content), "--now", NOW]
    done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "p").exists()
    assert (tmp_path / ".p.part/documents/new.json").is_file()
    from plugins.desk.cli import desk

    desk.main(arguments, standalone_mode=False)
    assert not (tmp_path / ".p.part").exists()
    assert sorted(path.name for path in (tmp_path / "p/documents").iterdir()) == ["jd.json", "new.json", "old.json"]


@pytest.mark.parametrize("place", ["documents.xlsx", "html/jd.html", "SHA256SUMS"])
def test_a_full_disk_leaves_nothing_and_is_told_as_one(tmp_path, monkeypatch, place):
    """Wherever it fills up."""
    import errno
    from pathlib import Path

    def full(real):
        def write_(self, *given, **more):
            if str(self).endswith(place):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
            return real(self, *given, **more)

        return write_

    if place == "documents.xlsx":
        import xlsxwriter.workbook
        from xlsxwriter.exceptions import FileCreateError

        def close(self):
            raise FileCreateError(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

        monkeypatch.setattr(xlsxwriter.workbook.Workbook, "close", close)
    monkeypatch.setattr(Path, "write_bytes", full(Path.write_bytes))
    monkeypatch.setattr(Path, "write_text", full(Path.write_text))
    with pytest.raises(CannotRun, match="磁盘已满"):
        write_then(tmp_path)
    assert not (tmp_path / "p").exists()
    assert not (tmp_path / ".p.part").exists()


def write_then(folder):
    """A package of content that was written before the disk was full."""
    from plugins.desk.exchange import exchange

    content = folder / "content"
    if not content.is_dir():
        write_site(folder, FILES)
    return exchange(folder / "p", "", None, content, NOW, production=False)


def test_two_runs_do_not_write_one_package(tmp_path):
    """The second says so and leaves the first alone."""
    with aside(tmp_path / "p") as draft:
        (draft / "x").write_text("x")
        with pytest.raises(CannotRun, match="另一个"), aside(tmp_path / "p"):
            pass
        assert (draft / "x").is_file()
    assert (tmp_path / "p/x").is_file()


def test_moved_documents_keep_their_name(tmp_path):
    """The receiver knows them by it."""
    write(tmp_path, "a")
    moved = {f"{G}/new.md": None, "tzgg/new.md": str(FILES[f"{G}/new.md"]).replace("../../media", "../media").replace(
        "(old.md)", "(../zwgk/gfxwj/old.md)")}  # fmt: skip
    package = write(tmp_path, "b", moved, former=tmp_path / "a/package.json")
    assert told(package) == {"new": ("changed", "网址已变")}
    [entry] = package["entries"]
    assert entry["uri"] == read(tmp_path / "a/documents/new.json")["uri"]
