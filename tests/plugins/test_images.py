"""Pictures of a whole small site: judged at the gate, published made fit, named in its pages."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from plugins.build.problems import CannotRun
from plugins.build.render import Renderer
from plugins.images import files_of
from plugins.pictures.prepare import Prepared, prepare
from tests.plugins.pictures.painted import SECRETS, corners, gif, is_silent, jpeg, png, shown, webp
from tests.plugins.small_site import (
    build,
    checked,
    document,
    portal,
    problems,
    refused,
    sheets,
    specs,
    tree,
    write_site,
)

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"><rect width="9" height="9"/></svg>'


def page(*pictures: str, **fields: str) -> dict[str, str | bytes | None]:
    """A document that shows these pictures, paths as an editor writes them."""
    return {"tzgg/tzgg-1.md": document(body="\n\n".join(f"![图]({path})" for path in pictures) + "\n", **fields)}


def published(folder: Path) -> dict[str, bytes]:
    """Every file of the output below media/ and files/."""
    return {path: data for path, data in tree(folder / "output").items() if path.startswith(("media/", "files/"))}


def test_a_photograph_is_published_fit_for_a_page(tmp_path):
    """At its own address, upright, small and silent; narrower versions beside it; the page offers them all."""
    build(tmp_path, page("../media/a/b.jpg") | {"media/a/b.jpg": jpeg(2400, 1200, orientation=3)})
    files = published(tmp_path)
    assert list(files) == ["media/a/b.jpg", "media/~480/a/b.jpg", "media/~960/a/b.jpg"]
    assert [shown(data).width for data in files.values()] == [1600, 480, 960]
    assert [corners(data) for data in files.values()] == ["wbgr"] * 3
    assert all(is_silent(data) for data in files.values())
    html = (tmp_path / "output/tzgg/2026-10/tzgg-1.html").read_text(encoding="utf-8")
    assert (
        '<img alt="图" src="/media/a/b.jpg" width="1600" height="800" srcset="/media/~480/a/b.jpg 480w, '
        "/media/~960/a/b.jpg 960w, /media/a/b.jpg 1600w" in html
    )


def test_names_of_all_kinds(tmp_path):
    """Chinese, blanks and capitals; the addresses of the page are those of the files."""
    names = ["会议 现场.JPG", "图(1).png", "a&b.webp", "x.gif", "y.jpeg"]
    makers = (jpeg, png, webp, gif, jpeg)
    files = {f"media/{name}": make(1000, 500) for name, make in zip(names, makers, strict=True)}
    shown_as = [f"<../media/{name}>" for name in names]
    build(tmp_path, page(*shown_as) | files)
    html = (tmp_path / "output/tzgg/2026-10/tzgg-1.html").read_text(encoding="utf-8")
    from html import unescape
    from urllib.parse import unquote

    addresses = re.findall(r'src="([^"]*)"', html)
    for choice in re.findall(r'srcset="([^"]*)"', html):
        addresses += [part.split()[0] for part in choice.split(", ")]
    assert {unquote(unescape(address)).lstrip("/") for address in addresses} == set(published(tmp_path))
    assert len(published(tmp_path)) == 5 + 2 + 2 + 2 + 2
    assert html.count('loading="lazy"') == 4


def test_attachments_are_left_alone(tmp_path):
    """What readers download is the office's own file, byte for byte; so is a picture among them."""
    files = {"files/scan.jpg": jpeg(2000, 900), "files/a.pdf": b"%PDF"}
    build(tmp_path, page(attachments="[files/scan.jpg, files/a.pdf]") | files)
    assert published(tmp_path) == files


def test_a_drawing_is_published_as_it_is(tmp_path):
    """With its size in the page."""
    build(tmp_path, page("../media/a.svg") | {"media/a.svg": DRAWING})
    assert published(tmp_path) == {"media/a.svg": DRAWING.encode()}
    assert 'width="300" height="150"' in (tmp_path / "output/tzgg/2026-10/tzgg-1.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.jpg", b"", "图片是空文件（0 字节）（content/tzgg/tzgg-1.md:9 用到）。请从原来的地方重新复制或导出"),
        ("a.jpg", png(), "扩展名是 .jpg，内容却是 PNG 图片（content/tzgg/tzgg-1.md:9 用到）。请改名为 a.png，并改正引用它的文档"),
        ("b.PNG", jpeg(), "扩展名是 .PNG，内容却是 JPEG 图片（content/tzgg/tzgg-1.md:9 用到）。请改名为 b.jpg，并改正引用它的文档"),
        ("c.png", DRAWING.encode(), "扩展名是 .png，内容却是 SVG 图片（content/tzgg/tzgg-1.md:9 用到）。请改名为 c.svg，并改正引用它的文档"),
        ("d.svg", webp(), "扩展名是 .svg，内容却是 WEBP 图片（content/tzgg/tzgg-1.md:9 用到）。请改名为 d.webp，并改正引用它的文档"),
        ("a.jpg", jpeg()[:3000], "图片不完整或已经损坏，读不出来（content/tzgg/tzgg-1.md:9 用到）。请从原来的地方重新复制或导出"),
        ("a.png", b"\0" * 21 * 1024 * 1024, "图片文件太大（21.0 MB）（content/tzgg/tzgg-1.md:9 用到）。请先缩小到 20 MB 以内；网页上最多只用 1600 像素"),
    ],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_a_bad_picture_stops_the_build(tmp_path, name, data, message):
    """The file, what it is and who uses it, what to do; nothing is written."""
    assert problems(tmp_path, page(f"../media/{name}") | {f"media/{name}": data}) == [
        f"content/media/{name}: {message}"
    ]


def test_a_drawing_that_runs_is_told_with_its_line(tmp_path):
    """As is everything else that is wrong, in one report."""
    files = {"media/a.svg": DRAWING.replace("<rect", "\n<script/><rect"), "media/b.jpg": b"x"}
    report = refused(tmp_path, page("../media/a.svg", "../media/b.jpg", "../media/none.png") | files)
    assert (
        "content/media/a.svg:2: SVG 图片里有 <script>（content/tzgg/tzgg-1.md:9 用到）。请在绘图软件里删去它" in report
    )
    assert "content/media/b.jpg: 不是图片，或已经损坏（content/tzgg/tzgg-1.md:11 用到）。" in report
    assert "content/tzgg/tzgg-1.md:13: 链接“../media/none.png”指向的文件不存在" in report
    assert "共 3 处问题" in report
    assert not (tmp_path / "output").exists()


def test_a_picture_of_a_body_must_be_where_pictures_are(tmp_path):
    """Below files/ it would be published with the place where it was taken; what browsers do not show is told too."""
    files = {"files/a.jpg": jpeg(), "media/b.heic": b"\0\0\0\x18ftypheic"}
    assert problems(tmp_path, page("../files/a.jpg", "../media/b.heic") | files) == [
        "content/tzgg/tzgg-1.md:9: 正文里的图片“../files/a.jpg”不在 media/ 里。"
        "请移到 content/media/ 再引用：那里的图片会缩小，并清除拍摄时间、地点等信息",
        "content/tzgg/tzgg-1.md:11: 网页不能显示 .heic 图片“../media/b.heic”。请另存为 JPEG 或 PNG，再改正引用",
    ]


def test_a_file_that_is_only_linked_is_no_picture_of_the_body(tmp_path):
    """A link to a large version below files/ is a download."""
    body = {"tzgg/tzgg-1.md": document(body="[原图](../files/a.jpg)\n"), "files/a.jpg": jpeg()}
    assert problems(tmp_path, body) == []


def test_a_file_that_became_unreadable_is_told(tmp_path):
    """A pipe in the file's place does not hang the build."""
    content = write_site(tmp_path, page("../media/a.jpg") | {"media/a.jpg": jpeg()})
    ready = portal(content, tmp_path / "output")
    from plugins import images

    scanned = images.recollect

    def swapped(job):
        job.file.unlink()
        os.mkfifo(job.file)
        return scanned(job)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(images, "recollect", swapped)
        assert [problem.what for problem in ready.check()] == [
            "不是普通文件（管道、设备或套接字）（content/tzgg/tzgg-1.md:9 用到）"
        ]


def test_pictures_nobody_shows_stay_inside(tmp_path):
    """Neither published nor judged; so with those of a draft."""
    files = {
        "media/a.jpg": b"x",
        "media/b.jpg": jpeg(),
        "tzgg/d.md": document("d", status="draft", body="![图](../media/b.jpg)\n"),
    }
    build(tmp_path, files)
    assert published(tmp_path) == {}


def test_with_and_without_a_cache_the_bytes_are_the_same(tmp_path):
    """Cold, warm, without one, with several processes, and with every entry damaged."""
    files = {f"media/{n}.jpg": jpeg(900 + n, 700) for n in range(5)} | {"media/p.png": png(1700, 900)}
    files |= page(*[f"../{name}" for name in files])
    build(tmp_path, files)
    first = tree(tmp_path / "output")
    cache = tmp_path / ".state/images"
    assert len(list(cache.iterdir())) == 6
    for change in ("warm", "damaged", "several", "none"):
        if change == "damaged":
            for entry in cache.iterdir():
                entry.write_bytes(entry.read_bytes()[:-1] + b"X")
        elif change in ("several", "none"):
            shutil.rmtree(cache)
        shutil.rmtree(tmp_path / "output")
        settings = {"several": {"JOBS": 3}, "none": {"IMAGE_CACHE": ""}}.get(change, {})
        build(tmp_path, files, **settings)
        assert tree(tmp_path / "output") == first, change
        assert cache.exists() == (change != "none")


def test_a_warm_build_makes_nothing(tmp_path, monkeypatch):
    """Every picture comes from the cache."""
    files = page("../media/a.jpg") | {"media/a.jpg": jpeg(1700, 900)}
    build(tmp_path, files)
    from plugins import images

    def never(data):
        raise AssertionError("made again")

    monkeypatch.setattr(images, "prepare", never)
    assert build(tmp_path, files).changes.changed == 0


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("a.jpg", jpeg(600, 400), jpeg(500, 400)), ("a.svg", DRAWING.encode(), b"<svg><script/></svg>")],
)
def test_a_picture_that_changes_while_a_build_runs_is_not_published(tmp_path, name, before, after):
    """It is another one than was judged and laid out: the build stops and says so."""
    generator = checked(tmp_path, page(f"../media/{name}") | {f"media/{name}": before}, IMAGE_CACHE="")
    (tmp_path / "content/media" / name).write_bytes(after)
    (spec,) = [spec for spec in specs(generator) if spec.path == f"media/{name}"]
    renderer = Renderer(generator.edition, generator.env, generator.kinds)
    with pytest.raises(CannotRun, match=rf"图片 content/media/{name} 有改动，没有写成。请重新运行"):
        renderer.make(spec)


def test_a_removed_picture_is_removed_with_its_versions(tmp_path):
    """Nothing of it is left in the output."""
    build(tmp_path, page("../media/a.jpg") | {"media/a.jpg": jpeg(1700, 900)})
    assert len(published(tmp_path)) == 3
    build(tmp_path, page() | {"media/a.jpg": jpeg(1700, 900)})
    assert published(tmp_path) == {}
    assert not (tmp_path / "output/media").exists()


def test_lists_use_the_small_version(tmp_path):
    """The link to a document brings the narrowest sufficient picture, its choice of widths and its size."""
    found = sheets(tmp_path, page("../media/a.jpg") | {"media/a.jpg": jpeg(1700, 850)})
    (link,) = found["tzgg/index.html"].values["items"]
    assert link.picture == "/media/~480/a.jpg"
    assert link.picture_set.startswith("/media/~480/a.jpg 480w, ")
    assert link.picture_size == (1600, 800)


def test_nothing_of_content_can_stand_in_the_way_of_a_version(tmp_path):
    """A folder of the versions' name is an editor's leftover to the build: it is not even read."""
    files = {"media/a.jpg": jpeg(700, 300), "media/~480/a.jpg": jpeg(50, 50)}
    build(tmp_path, page("../media/a.jpg") | files)
    assert shown(published(tmp_path)["media/~480/a.jpg"]).width == 480


def test_every_version_has_its_own_file():
    """No two of one picture, nor of two pictures."""
    made = prepare(jpeg(1700, 900))
    assert isinstance(made, Prepared)
    paths = [path for name in ("media/a.jpg", "media/b/a.jpg") for path, _ in files_of(name, made)]
    assert len(set(paths)) == 6


def test_the_demo_shows_photographs_without_a_word_about_them(demo_output):
    """Four in the news, each in three widths, the widest under 120 kB; the first of them on the home page."""
    files = sorted((demo_output / "media").rglob("*.jpg"))
    assert len(files) == 12
    assert all(is_silent(file.read_bytes()) and file.stat().st_size < 120_000 for file in files)
    home = (demo_output / "index.html").read_text(encoding="utf-8")
    assert 'src="/media/~480/xianzhengfu.jpg" srcset=' in home
    assert not any(secret in home.encode() for secret in SECRETS)
