"""The short way of the live build: taken where only a text changed, and in no other case; the bytes are the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.build import edition as reading
from plugins.build.portal import Portal
from plugins.build.problems import ContentErrors
from tests.plugins.small_site import THEME, document, portal, tree, write_site

A, B, C = "tzgg/a.md", "tzgg/b.md", "tzgg/c.md"
FILES = {
    A: document("a", body="## 一、总则 {#zz}\n\n正文，见[乙](b.md)。\n\n[表](/files/t.csv)\n"),
    B: document("b", body="见[甲的总则](a.md#zz)。\n"),
    C: document("c", status="draft", body="草稿。\n"),
    "tzgg/later.md": document("later", published="2026-11-20 18:00"),
    "files/t.csv": "a,b\n",
    "files/u.csv": "c,d\n",
}


class Desk:
    """A preview's builds in one process; ``placed`` counts how often the whole content was put in its place."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.content = folder, write_site(folder, FILES)
        shutil.copytree(THEME, folder / "theme")
        self.placed = 0
        real = reading.arrange

        def counting(*arguments: object, **named: object) -> object:
            self.placed += 1
            return real(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(reading, "arrange", counting)
        self.live = self._portal("output")
        self.live.live = True
        self.build(set())

    def _portal(self, output: str) -> Portal:
        return portal(self.content, self.folder / output, THEME=str(self.folder / "theme"))

    def build(self, changed: set[Path]) -> None:
        """One rebuild, told what was touched."""
        self.live.changed = changed or None
        self.live.build()
        self.live.settle()

    def edit(self, path: str, change: Callable[[str], str]) -> Path:
        """Save a file with other words."""
        file = self.folder / path
        file.write_text(change(file.read_text()))
        return file

    def check(self) -> None:
        """The pages are those of a clean build."""
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        clean = self._portal("clean")
        clean.settings["NOW"] = self.live.settings["NOW"]
        clean.build()
        assert tree(self.folder / "output") == tree(self.folder / "clean")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """After the first build."""
    return Desk(tmp_path, monkeypatch)


def test_a_text_is_reworded_without_looking_at_the_rest(desk):
    """Again and again, one document or several; a line more above its links is no other link."""
    for number in range(3):
        files = {desk.edit(f"content/{path}", lambda text, n=number: text + f"又补一句{n}。\n") for path in (A, B)}
        desk.build(files)
        desk.check()
    desk.build({desk.edit(f"content/{A}", lambda text: text.replace("正文", "第一段。\n\n正文"))})
    assert desk.placed == 1 + 3, "the clean builds were the only others"
    desk.check()
    assert "又补一句2" in (desk.folder / "output/tzgg/2026-10/a.html").read_text()


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (f"content/{A}", lambda text: text.replace("title: 关于公开的通知", "title: 关于更正的通知")),
        (f"content/{A}", lambda text: text.replace("[表](/files/t.csv)", "[表](/files/u.csv)")),
        (f"content/{A}", lambda text: text.replace("见[乙](b.md)", "见乙")),
        (f"content/{A}", lambda text: text + "\n## 二、附则\n"),
        (f"content/{A}", lambda text: text.replace("source:", "summary: 摘要\nsource:")),
        (f"content/{A}", lambda text: text.replace("source:", "expires: 2026-11-19\nsource:")),
        (f"content/{B}", lambda text: text.replace("2026-10-15", "2026-09-15")),
        (f"content/{C}", lambda text: text.replace("draft", "published")),
        ("content/tzgg/column.toml", lambda text: text + 'description = "另一句话"\n'),
        ("theme/templates/article.html", lambda text: text + "<!-- 改 -->"),
    ],
)
def test_whatever_else_changed_is_put_in_its_place(desk, path, change):
    """A title, a link, an anchor, a field, a date, a draft that goes out, a column, a template."""
    desk.build({desk.edit(path, change)})
    assert desk.placed == 2
    desk.check()
    desk.build({desk.edit(f"content/{B}", lambda text: text + "再补一句。\n")})
    assert desk.placed == 3, "the clean build"
    desk.check()


def test_files_that_come_and_go_are_seen(desk):
    """Beside an edit of the text, also where the news comes late."""
    (desk.content / "tzgg/new.md").write_text(document("new"))
    desk.build({desk.edit(f"content/{A}", lambda text: text + "一句。\n"), desk.content / "tzgg/new.md"})
    desk.check()
    (desk.content / "tzgg/new.md").unlink()
    desk.build({desk.content / "tzgg/new.md"})
    desk.check()


def test_an_anchor_that_others_lead_to_does_not_vanish_unseen(desk):
    """Its document has only its text changed; the link to it is dead all the same."""
    file = desk.edit(f"content/{A}", lambda text: text.replace(" {#zz}", ""))
    with pytest.raises(ContentErrors, match="指向的锚点“zz”不存在"):
        desk.build({file})
    desk.build({file, desk.edit(f"content/{A}", lambda text: text.replace("一、总则", "一、总则 {#zz}"))})
    desk.check()


def test_a_fault_stops_the_build_and_its_mend_goes_out(desk):
    """The text is no longer one that may be published; then it is again."""
    file = desk.edit(f"content/{A}", lambda text: text + "<script>x</script>\n")
    with pytest.raises(ContentErrors, match="不能使用 <script>"):
        desk.build({file})
    desk.build({desk.edit(f"content/{A}", lambda text: text.replace("<script>x</script>", "好了"))})
    desk.check()
    assert "好了" in (desk.folder / "output/tzgg/2026-10/a.html").read_text()


def test_the_clock_is_not_forgotten(desk):
    """What was due meanwhile comes out with the edit."""
    desk.live.settings["NOW"] = "2026-11-20T18:00:00+08:00"
    desk.build({desk.edit(f"content/{A}", lambda text: text + "一句。\n")})
    assert (desk.folder / "output/tzgg/2026-11/later.html").is_file()
    desk.check()
