"""The gate, the two ways in, and the same bytes whatever the surroundings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.plugins.small_site import FILES, ROOT, THEME, build, desk, document, portal, refused, tree, write_site

BAD = {
    "tzgg/tzgg-1.md": document("tzgg-1", publisher=""),
    "tzgg/tzgg-2.md": document("tzgg-2", body="[a](nowhere.md)\n\n<script>x</script>\n", attachments="files/a.pdf"),
    "tzgg/tzgg-3.md": "---\ntitle：x\n---\n",
    "tzgg/column.toml": 'id = "tzgg"\nname = "通知公告"\nunitt = "czj"\n',
    "zwgk/gfxwj/column.toml": 'id = "gfxwj"\nname = 规范\n',
    "zwgk/other/x.md": document("tzgg-2"),
    "towns.csv": "id,name,unit,order\nqingxi,清溪镇,nobody,1\n",
    "site.toml": None,
}


def test_every_problem_of_every_stage_is_in_one_report(tmp_path):
    """Sorted by place, counted at the end, and nothing was written."""
    assert refused(tmp_path, BAD) == "\n".join(
        [
            "content/site.toml: 没有这个文件。请建立这个文件",
            "content/towns.csv:2:3: 没有单位“nobody”。请写 units.csv 里的单位 id",
            "content/tzgg/column.toml:3: 不认识的字段“unitt”。是不是想写“unit”？",
            "content/tzgg/tzgg-1.md:6: 缺少“发布机构”。请在文件头加一行，例如 publisher: 县财政局",
            "content/tzgg/tzgg-2.md:7: 附件“files/a.pdf”不存在。请把附件放进 content/files/，再核对路径",
            "content/tzgg/tzgg-2.md:10: 链接“nowhere.md”指向的文档不存在。请核对路径",
            "content/tzgg/tzgg-2.md:12: 不能使用 <script>。请用 Markdown 的写法；为了读者安全，正文里不能有脚本、框架、表单和样式",
            "content/tzgg/tzgg-3.md:2: “title”后面是中文冒号。请改成英文冒号加一个空格，例如 title: 内容",
            "content/zwgk/gfxwj/column.toml:2:8: 这一行不符合 TOML 的写法。"
            '请写成 字段 = "内容"，文字要用英文引号括起来，同一字段只写一次',
            "content/zwgk/other/column.toml: 没有这个文件。请建立 column.toml，至少写 id 和 name",
            "content/zwgk/other/x.md:2: 编号“tzgg-2”已经用在 content/tzgg/tzgg-2.md:2。编号不能重复，请核对后改正其中一个",
            "共 11 处问题，涉及 9 个文件。改正后请重新运行；原有网页没有改动。",
        ]
    )
    assert not (tmp_path / "output").exists()


def test_a_refused_build_leaves_the_old_output_untouched(tmp_path):
    """Bytes, times and names."""
    build(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in sorted((tmp_path / "output").rglob("*"))}
    bytes_before = tree(tmp_path / "output")
    refused(tmp_path, BAD)
    assert {path: path.stat().st_mtime_ns for path in sorted((tmp_path / "output").rglob("*"))} == before
    assert tree(tmp_path / "output") == bytes_before


def test_what_is_not_public_is_written_nowhere(tmp_path):
    """Draft and future: nothing. Withdrawn and expired: the page that explains, and not a word of them elsewhere; nobody
    said why that one was withdrawn, so its title is not said either."""
    hidden = {
        "draft": {"status": "draft"},
        "withdrawn": {"status": "撤回"},
        "future": {"published": "2026-11-20 09:01"},
        "expired": {"expires": "2026-11-19"},
    }
    files = {f"tzgg/{n}.md": document(f"id-{n}", title=f"秘密{n}", **fields) for n, fields in hidden.items()}
    files["tzgg/last-day.md"] = document("last-day", title="最后一天", expires="2026-11-20")
    build(tmp_path, files)
    output = tree(tmp_path / "output")
    told = {path for path, data in output.items() if b"id-" in data or "秘密".encode() in data or "id-" in path}
    assert told == {"build-manifest.json", "tzgg/2026-10/id-withdrawn.html", "tzgg/2026-10/id-expired.html"}
    assert b"id-draft" not in output["build-manifest.json"]
    assert b"id-future" not in output["build-manifest.json"]
    assert "秘密".encode() not in output["tzgg/2026-10/id-withdrawn.html"]
    assert "正文。".encode() not in output["tzgg/2026-10/id-withdrawn.html"] + output["tzgg/2026-10/id-expired.html"]
    assert "tzgg/2026-10/last-day.html" in output


def test_the_clock_can_be_set(tmp_path):
    """A later now shows what was to come and explains that what is over is gone."""
    files = {"tzgg/a.md": document("a", published="2026-12-01 09:00"), "tzgg/b.md": document("b", expires="2026-11-30")}
    build(tmp_path, files, NOW="2026-12-02")
    assert "tzgg/2026-12/a.html" in tree(tmp_path / "output")
    assert "该信息已到期下线".encode() in tree(tmp_path / "output")["tzgg/2026-10/b.html"]


def test_two_builds_have_the_same_bytes_whatever_the_surroundings(tmp_path):
    """Hash seed, file times, working directory, number of workers, plain pelican: one tree."""
    files: dict[str, str | bytes] = {
        f"tzgg/d-{n}.md": document(f"d-{n}", title=f"同时{n}", body=f"[a](d-{(n + 1) % 45}.md)\n") for n in range(45)
    }
    content = write_site(tmp_path, files)
    one = desk("build", "--content", content, "--theme", THEME, "--output", tmp_path / "1", PYTHONHASHSEED="1")
    assert one.returncode == 0, one.stderr
    for file in content.rglob("*"):
        os.utime(file, (1, 1))
    bin_folder = os.path.dirname(sys.executable)
    arguments = ["--content", content, "--theme", THEME, "--output", tmp_path / "2", "--jobs", "3"]
    subprocess.run(
        [f"{bin_folder}/desk", "build", *arguments], cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": "2"}, check=True
    )
    pelican = [f"{bin_folder}/pelican", content, "-t", THEME, "-o", tmp_path / "3"]
    done = subprocess.run(pelican, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert tree(tmp_path / "1") == tree(tmp_path / "2") == tree(tmp_path / "3")
    assert len(tree(tmp_path / "1")) > 60


def test_plain_pelican_stops_at_the_same_gate(tmp_path):
    """Exit status 1 and the same report, on standard error."""
    content = write_site(tmp_path, BAD)
    bin_folder = os.path.dirname(sys.executable)
    pelican = [f"{bin_folder}/pelican", content, "-t", THEME, "-o", tmp_path / "output"]
    done = subprocess.run(pelican, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("共 11 处问题，涉及 9 个文件。改正后请重新运行；原有网页没有改动。\n")
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("plugin", ["plugins.no_such_plugin", "tests.plugins.build.broken_plugin"])
def test_a_plugin_that_does_not_load_stops_the_build(tmp_path, plugin, capsys):
    """Pelican would log it and go on without that gate."""
    with pytest.raises(SystemExit) as stopped:
        portal(write_site(tmp_path), tmp_path / "output", PLUGINS=["plugins.sitemap", plugin])
    assert stopped.value.code == 2
    assert f"插件没有装上：{plugin}。" in capsys.readouterr().err


def test_output_inside_content_is_refused(tmp_path):
    """The next build would read its own pages."""
    content = write_site(tmp_path)
    done = desk("build", "--content", content, "--theme", THEME, "--output", content / "output")
    assert done.returncode == 2
    assert "重叠" in done.stderr


def test_text_of_editors_never_becomes_markup(tmp_path):
    """Autoescape is on: titles, names and attributes are text."""
    evil = "\"'<script>alert(1)</script>\"'"
    build(tmp_path, {"tzgg/tzgg-1.md": document("tzgg-1", title=f"'{evil.replace(chr(39), chr(39) * 2)}'")})
    for path, data in tree(tmp_path / "output").items():
        assert not path.endswith((".html", ".atom", ".xml")) or b"<script>alert" not in data, path
    assert "&lt;script&gt;" in (tmp_path / "output/tzgg/2026-10/tzgg-1.html").read_text()


@pytest.mark.parametrize(
    ("template", "page"), [("column.html", "tzgg/index.html"), ("partials/footer.html", "index.html")]
)
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [("{% if %}", 1, "Expected an expression"), ("<p>\n{{ nobody.name }}", 2, "'nobody' is undefined")],
)
def test_a_faulty_template_is_told_at_its_line(tmp_path, template, page, text, line, said):
    """A slip of syntax, a value that is not there: file, line, status 2, and the output as it was."""
    theme = tmp_path / "theme"
    shutil.copytree(THEME, theme)
    content, output = write_site(tmp_path), tmp_path / "output"
    arguments = ["build", "--content", content, "--output", output, "--theme", theme, "--jobs", "1"]
    assert desk(*arguments).returncode == 0
    before = tree(output)
    (theme / "templates" / template).write_text(text)
    done = desk(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{theme}/templates/{template}:{line}: 模板出错，网页 {page} 没有生成（{said}")
    assert "Traceback" not in done.stderr
    assert tree(output) == before


def with_plugin(folder: Path, plugin: str, program: str) -> subprocess.CompletedProcess[str]:
    """Build the site of a folder with one plugin more, by ``desk`` or ``pelican``, in a process of its own: signals
    would stay connected for all other tests."""
    settings = folder / "pelicanconf.py"
    if not settings.exists():
        plugins = f"PLUGINS = [*PLUGINS, {plugin!r}]"
        settings.write_text(f"exec(open({str(ROOT / 'pelicanconf.py')!r}).read())\n{plugins}\n")
    content, output = folder / "content", folder / "output"
    arguments = {
        "desk": ["build", "--content", content, "--theme", THEME, "--output", output],
        "pelican": [content, "-t", THEME, "-o", output],
    }[program]
    return subprocess.run(
        [os.path.join(os.path.dirname(sys.executable), program), *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{folder / 'plugins-of-others'}",
            "PYTHONDONTWRITEBYTECODE": "1",  # the time of a module is kept in seconds
        },
        capture_output=True,
        text=True,
        check=False,
    )


MISTAKES = {
    "tests.plugins.build.peeking_plugin": "page api/peeking.txt read edition.articles behind its view's back",
    "tests.plugins.build.undeclared_plugin": "pages of kind “undeclared” read head:tzgg/tzgg-1.md, which they do not declare",
}


@pytest.mark.parametrize("program", ["desk", "pelican"])
@pytest.mark.parametrize("plugin", MISTAKES)
def test_a_plugin_whose_page_would_go_stale_fails_loudly(tmp_path, plugin, program):
    """A programmer's mistake, told as one: page, fact and remedy, and nothing is published."""
    write_site(tmp_path)
    done = with_plugin(tmp_path, plugin, program)
    assert done.returncode == 1
    said = " ".join((done.stdout + done.stderr).split())
    assert "UndeclaredRead" in said
    assert MISTAKES[plugin] in said
    if program == "desk":
        assert done.stderr.startswith("Traceback")
        assert plugin.rpartition(".")[2] in done.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("program", ["desk", "pelican"])
def test_a_plugin_s_own_page_is_made_again_when_what_it_reads_changes(tmp_path, program):
    """A fact of the site or one of its own; otherwise it stays as it is."""
    page = tmp_path / "output/api/count.txt"
    seen = []
    for files, expected in (
        ({"data/word.txt": "共"}, "共 1\n"),
        ({}, "共 1\n"),
        ({"tzgg/a.md": document("a")}, "共 2\n"),
        ({"tzgg/tzgg-1.md": document("tzgg-1", body="新正文。\n")}, "共 2\n"),
        ({"data/word.txt": "合计"}, "合计 2\n"),
        ({"tzgg/a.md": document("a", status="draft")}, "合计 1\n"),
    ):
        for path, text in (files if page.exists() else {**FILES, **files}).items():
            (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "content" / path).write_text(text, encoding="utf-8")
        done = with_plugin(tmp_path, "tests.plugins.build.counting_plugin", program)
        assert done.returncode == 0, done.stdout + done.stderr
        assert page.read_text(encoding="utf-8") == expected
        seen.append((page.stat().st_ino, page.stat().st_mtime_ns))
    assert [one == other for one, other in pairwise(seen)] == [True, False, True, False, False]


@pytest.mark.parametrize("program", ["desk", "pelican"])
def test_a_plugin_that_stands_elsewhere_is_looked_at_too(tmp_path, program):
    """A site may have plugins of its own: when their code changes, so do their pages."""
    write_site(tmp_path)
    code = tmp_path / "plugins-of-others/greeting.py"
    code.parent.mkdir()
    for word in ("您好", "欢迎"):
        code.write_text(
            "from pelican import signals\nfrom plugins.build.kinds import Kind\n"
            f"KIND = Kind('greeting', lambda view, _: '{word}\\n', frozenset())\n"
            "def offer(generator):\n    generator.add_pages(KIND, [('api/greeting.txt', None)])\n"
            "def register():\n    signals.article_generator_finalized.connect(offer)\n",
            encoding="utf-8",
        )
        done = with_plugin(tmp_path, "greeting", program)
        assert done.returncode == 0, done.stdout + done.stderr
        assert (tmp_path / "output/api/greeting.txt").read_text(encoding="utf-8") == f"{word}\n"


def test_settings_that_decide_how_pages_look_make_them_again(tmp_path):
    """pelicanconf.py is an input like any other: what it changes is changed on every page."""
    content = write_site(tmp_path)
    environment = portal(content, tmp_path / "output").settings["JINJA_ENVIRONMENT"]
    for folder in ("output", "output", "clean"):
        portal(content, tmp_path / folder, JINJA_ENVIRONMENT=environment).build()
        environment = {**environment, "trim_blocks": False}
    assert tree(tmp_path / "output") == tree(tmp_path / "clean")
