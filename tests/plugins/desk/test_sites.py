"""Site files: read together, judged together, told in one report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.desk.sites import Website, read_websites

SOUND = 'name = "明川县"\ncontent = "../mingchuan"\noutput = "../www/mingchuan"\n'


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with two content folders, a theme and room for site files, where we stand."""
    for folder in ("mingchuan", "yunling", "theme/templates", "sites", "www"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(**files: str | bytes) -> list[str]:
    """What is wrong with these site files, named in this order."""
    for name, text in files.items():
        Path(f"sites/{name}.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return [str(problem) for problem in read_websites([Path(f"sites/{name}.toml") for name in files])[1]]


def test_what_a_site_file_says(place):
    """Folders are relative to the file, whatever folder one stands in; what is not said has its default."""
    Path("sites/a.toml").write_text(SOUND)
    Path("sites/b.toml").write_text(
        f'name = " 云岭县 "\ncontent = "{place}/yunling"\noutput = "../www/yunling/"\ntheme = "../theme"\n'
        "now = 2026-11-20T09:00:00+08:00\nproduction = true\n"
    )
    os.chdir("sites")
    sites, problems = read_websites([Path("a.toml"), Path("../sites/b.toml")])
    assert problems == []
    assert sites == [
        Website("a.toml", "明川县", f"{place}/mingchuan", f"{place}/www/mingchuan"),
        Website(
            "../sites/b.toml",
            "云岭县",
            f"{place}/yunling",
            f"{place}/www/yunling",
            f"{place}/theme",
            "2026-11-20T09:00:00+08:00",
            True,
        ),
    ]


def test_everything_wrong_is_told_at_once_with_its_line(place):
    """Unknown, missing, wrong and impossible, in several files."""
    assert told(
        a='name = ""\ncontent = "../nowhere"\noutputs = "../www/a"\n',
        b='name = 7\ncontent = "../yunling"\noutput = "../www/b"\nproduction = "yes"\nnow = "soon"\ntheme = "../sites"\n',
        c=SOUND,
    ) == [
        "sites/a.toml:3: 不认识的字段“outputs”。是不是想写“output”？",
        'sites/a.toml:1: “name”写得不对。请写成 name = "明川县人民政府门户网站"',
        'sites/a.toml: 缺少“output”。请加一行 output = "../www/mingchuan"（相对于这个文件）',
        f"sites/a.toml:2: 没有内容目录 {place}/nowhere。请核对路径，它相对于这个文件所在的目录",
        'sites/b.toml:1: “name”写得不对。请写成 name = "明川县人民政府门户网站"',
        'sites/b.toml:5: “now”写得不对。请写成 now = "2026-11-20T09:00:00+08:00"，正式网站请删去这一行',
        "sites/b.toml:4: “production”写得不对。请写成 production = true 或 production = false",
        f"sites/b.toml:6: 没有主题 {place}/sites（其中应有 templates 目录）。请核对路径，或者删去这一行",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = 明川县\n", "sites/a.toml:1:8: 这一行不符合 TOML 的写法"),
        (SOUND + 'name = "x"\n', "不符合 TOML 的写法"),
        (SOUND.encode("gb18030"), "sites/a.toml:1"),
        (SOUND.encode("utf-16"), "sites/a.toml"),
        (SOUND[:30], "不符合 TOML 的写法"),
        ("", "缺少“content”"),
        (SOUND.replace("../mingchuan", "../ming\\u0000chuan"), "“content”写得不对"),
        (SOUND.replace("../mingchuan", "~\\n"), "“content”写得不对"),
        ("[site]\n" + SOUND, "不认识的字段“site”"),
        ("name = " + "[" * 5000, "嵌套太深"),
    ],
)
def test_hostile_and_broken_files_are_told(place, text, said):
    """Another encoding, half a file, a section, a NUL: a line, never a traceback."""
    found = told(a=text)
    assert any(said in line for line in found), found


def test_files_that_are_none(place):
    """A pattern that matched nothing, a folder, a link that leads nowhere."""
    Path("sites/link.toml").symlink_to("nowhere")
    files = [Path(name) for name in ("sites/*.toml", "sites", "sites/link.toml")]
    assert [str(problem) for problem in read_websites(files)[1]] == [
        "sites/*.toml: 没有这个文件。请核对路径；网站文件的写法见 docs/deploy.md",
        "sites: 这是一个文件夹。请写出其中的网站文件，例如 sites/*.toml",
        "sites/link.toml: 不是普通文件。请建立这个文件",
    ]


def test_bytes_that_may_not_be_read_are_told(place, monkeypatch):
    """No permission is no traceback."""
    Path("sites/a.toml").write_text(SOUND)

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert [str(p) for p in read_websites([Path("sites/a.toml")])[1]] == [
        "sites/a.toml: 文件读不了（没有权限）。请检查文件权限"
    ]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("../www/mingchuan", "与 sites/a.toml 的输出目录重叠"),
        ("../www/link", "与 sites/a.toml 的输出目录重叠"),
        ("../www/mingchuan/yunling", "与 sites/a.toml 的输出目录重叠"),
        ("../www", "与 sites/a.toml 的输出目录重叠"),
        ("../www/mingchuan.cache", "与 sites/a.toml 的输出目录重叠"),
        ("../www/mingchuan.stage/x", "与 sites/a.toml 的输出目录重叠"),
        ("../mingchuan/www", "与 sites/a.toml 的内容目录重叠"),
        ("../yunling", "与自己的内容目录重叠"),
        ("../theme/templates", "与自己的主题重叠"),
        ("..", "重叠"),
    ],
)
def test_an_output_that_touches_what_another_needs_is_told_at_its_line(place, output, said):
    """The same folder, one within the other, a build's neighbours, content; also by way of a link."""
    Path("www/link").symlink_to("mingchuan")
    second = f'theme = "../theme"\nname = "云岭县"\ncontent = "../yunling"\noutput = "{output}"\n'
    (line,) = told(a=SOUND, b=second)
    assert line.startswith("sites/b.toml:4: 输出目录 ")
    assert said in line


def test_names_that_only_begin_alike_and_shared_content_and_theme_are_no_clash(place):
    """One county may be built twice, as a trial and for the public, and all share a theme."""
    more = 'theme = "../theme"\n'
    again = SOUND.replace("../www/mingchuan", "../www/mingchuan2") + more
    assert told(a=SOUND + more, b=again, c=SOUND.replace("www/mingchuan", "www/ming") + more) == []
    earlier = f'name = "云岭县"\ncontent = "../yunling"\noutput = "{place}/mingchuan/x"\n'
    (line,) = told(a=earlier, b=SOUND)
    assert line.startswith("sites/a.toml:3: "), "whose output it is has to move it, first or last"
