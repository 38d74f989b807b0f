"""Which pages a build makes again, and which files it writes: no fewer than needed, and no more."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.build.engine import CHANGED_KIND, NEW, OUTPUT, REASONS
from plugins.build.facts import facts_of
from plugins.build.generator import EditionGenerator
from plugins.build.pages import Spec
from plugins.build.portal import Portal, Summary
from plugins.build.problems import ContentErrors
from plugins.build.render import Renderer, template_facts
from plugins.build.stage import MANIFEST
from plugins.build.state import PageState
from plugins.build.state_file import any_state
from tests.plugins.build.edits import COUNTY, EDITS, HEADS
from tests.plugins.small_site import NOW, THEME, document, portal, specs, tree, write_site


@dataclass
class Build:
    """What a build did: paths of the pages made, of the files written and of those removed."""

    summary: Summary
    portal: Portal
    made: set[str]
    written: set[str]
    removed: set[str]


class Site:
    """A site in a folder, built again and again."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes | None], theme: Path = THEME) -> None:
        self.folder, self.output, self.theme = folder, folder / "output", theme
        self.content = write_site(folder, files)

    def edit(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write or take away files of content/; files that are right already are left alone."""
        for path, data in files.items():
            file = self.content / path
            if data is None:
                file.unlink()
            elif not file.exists() or file.read_bytes() != (data.encode() if isinstance(data, str) else data):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data.encode() if isinstance(data, str) else data)

    def build(self, *, fresh: bool = False, **settings: object) -> Build:
        """Build; everything else is found out from outside."""
        made: set[str] = set()
        before = self._files()
        with pytest.MonkeyPatch.context() as patch:
            real = Renderer.make

            def noting(renderer: Renderer, spec: Spec) -> object:
                made.add(spec.path)
                return real(renderer, spec)

            patch.setattr(Renderer, "make", noting)
            ready = portal(self.content, self.output, **{"THEME": str(self.theme), "NOW": NOW} | settings)
            summary = ready.build(fresh=fresh)
        after = self._files()
        written = {path for path, told in after.items() if before.get(path) != told}
        assert (summary.changes.changed, summary.changes.removed) == (len(written), len(before.keys() - after.keys()))
        assert ready.work.made == len(made)
        return Build(summary, ready, made, written, before.keys() - after.keys())

    def _files(self) -> dict[str, tuple[int, int]]:
        found = {}
        for file in self.output.rglob("*"):
            if file.is_file() and file.name != MANIFEST:
                told = file.stat()
                found[file.relative_to(self.output).as_posix()] = (told.st_ino, told.st_mtime_ns)
        return found

    def clean(self, **settings: object) -> dict[str, bytes]:
        """What a build of the same content into an empty folder gives."""
        place = self.folder / "clean"
        for folder in (place, place.with_name("clean.cache")):
            shutil.rmtree(folder, ignore_errors=True)
        portal(self.content, place, **{"THEME": str(self.theme), "NOW": NOW} | settings).build()
        return tree(place)

    def page(self, path: str) -> PageState:
        """What the last build remembers of a page."""
        return any_state(self.folder / "output.cache").pages[path]

    def reads(self, path: str) -> set[str]:
        """The facts it was made of."""
        state = any_state(self.folder / "output.cache")
        return {state.names[number] for number in state.pages[path].reads}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county built once: folders content, output, output.cache to be copied."""
    folder = tmp_path_factory.mktemp("first")
    built = Site(folder, COUNTY).build()
    assert built.made == built.written
    return folder


@pytest.fixture
def site(first: Path, tmp_path: Path) -> Site:
    """A copy of it. Stamps of files and times of folders are other ones there: the first build settles that."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    made = Site(tmp_path, {})
    made.edit(COUNTY)
    again = made.build()
    assert (again.written, again.removed) == (set(), set())
    assert made.build().made == set()
    return made


def facts(generator: EditionGenerator) -> dict[str, str]:
    """All facts of an edition, templates' and plugins' included."""
    return {**facts_of(generator.edition.contents), **template_facts(generator.templates), **generator.facts}


@pytest.mark.parametrize("name", EDITS)
def test_a_page_is_made_again_where_a_fact_it_read_changed_and_nowhere_else(site, name):
    """Whatever an editor does. Of the pages made, those are written whose bytes are new, and the tree is a clean one."""
    before = portal(site.content, site.output, NOW=NOW)
    before.check()
    old, pages = facts(before._generator), {spec.path: site.reads(spec.path) for spec in specs(before._generator)}
    bytes_before = tree(site.output)
    edit = EDITS[name]
    site.edit(edit.files)
    built = site.build(NOW=edit.now)
    new = facts(built.portal._generator)
    changed = {fact for fact in old.keys() | new.keys() if old.get(fact) != new.get(fact)}
    there = {spec.path: spec for spec in specs(built.portal._generator)}
    assert {fact.partition(":")[0] for fact in changed} <= {
        fact.partition(":")[0]
        for fact in f"{edit.alters} {edit.adds} {edit.drops} asset due api sitemap".split()  # facts of plugins
    }
    touched = {path for path, reads in pages.items() if path in there and reads & changed}
    again = {path for path, spec in there.items() if path in pages and site.page(path).why == (CHANGED_KIND,)}
    assert built.made == touched | again | (there.keys() - pages.keys())
    after = tree(site.output)
    assert built.written == {path for path in after if after[path] != bytes_before.get(path) and path != MANIFEST}
    assert built.removed == bytes_before.keys() - after.keys()
    assert after == site.clean(NOW=edit.now)


OWN = "tzgg/index.json search/index.json api/documents.json sitemap-2026.xml"
"""What lists every head of 通知公告 or of the site."""
LATER = "sitemap.xml sitemap-pages.xml"
"""What says when there was last something new."""
MARKED = """zwgk/gfxwj/index.html zwgk/gfxwj/index.json zwgk/gfxwj/feed.atom zwgk/feed.atom search/index.json
api/documents/2026-10.json api/policies.json"""
"""What says of the policy of this site that it is no longer in force, beside its own page."""
TOLD = (
    "villages/supervision/index.html villages/supervision/villages.csv villages/towns/qingxi/supervision/index.html "
    "villages/towns/qingxi/reminders.html villages/towns/qingxi/reminders.csv"
)
"""What says of a village's town and of the county how much has been told."""
HANGS = "villages/shitai/wall/index.html villages/shitai/kiosk/index.html"
"""What is printed and shown of a village in its quarter."""
WRITTEN = {
    "nothing": "",
    "body": "tzgg/2026-09/n-05.html",
    "author": "tzgg/2026-09/n-05.html",
    "title": "tzgg/2026-09/n-05.html tzgg/2026-09/n-04.html tzgg/2026-09/n-06.html tzgg/2026-09/index.html "
    "tzgg/2026.html tzgg/index.json search/index.json api/documents/2026-09.json",
    "new newest": "tzgg/2026-10/new.html tzgg/2026-10/gs.html tzgg/index.html tzgg/2026-10/index.html index.html "
    f"tzgg/2026.html tzgg/feed.atom api/documents/2026-10.json {OWN} {LATER}",
    "new month": "tzgg/2026-11/new.html tzgg/2026-10/gs.html tzgg/index.html tzgg/2026-11/index.html "
    f"tzgg/2026-10/index.html tzgg/2026.html index.html tzgg/feed.atom api/documents/2026-11.json {OWN} {LATER}",
    "deleted in the middle": "tzgg/2026-09/n-09.html tzgg/2026-09/n-11.html tzgg/index.html tzgg/2026-09/index.html "
    f"tzgg/2026.html tzgg/feed.atom api/documents/2026-09.json {OWN}",
    "deleted at the end": "tzgg/2026-09/n-02.html tzgg/2026-09/n-20.html tzgg/index.html tzgg/2026-09/index.html "
    f"tzgg/2026.html api/documents/2026-09.json {OWN}",
    "unit renamed": "tzgg/2026-09/n-18.html tzgg/index.json api/columns.json api/documents/2026-09.json",
    "person renamed": "tzgg/2026-09/n-21.html",
    "sub-column renamed": "zwgk/gfxwj/index.html zwgk/gfxwj/index.json zwgk/gfxwj/feed.atom zwgk/index.html "
    "zwgk/index.json zwgk/gfxwj/2026-10/p.html sitemap.html search/index.json api/columns.json",
    "column described": "tzgg/index.html tzgg/2026.html tzgg/2026-09/index.html tzgg/2026-10/index.html api/columns.json",
    "attachment grew": "files/a.pdf tzgg/2026-09/n-23.html",
    "attachment mended": "files/a.pdf",
    "picture redrawn": "media/a.svg tzgg/2026-09/n-24.html",
    "village has nothing": f"{HANGS} {TOLD}",
    "village publishes": "villages/shitai/2026-10/v-2.html villages/shitai/index.html villages/index.html "
    "villages/towns/qingxi/index.html villages/index.json villages/feed.atom search/index.json "
    "api/documents.json api/documents/2026-10.json sitemap-2026.xml sitemap-pages.xml "
    f"{HANGS} {TOLD}",
    "old address moved": "older.html redirects.map",
    "no longer related": "tzgg/2026-09/n-22.html zwgk/gfxwj/2026-10/p.html api/policies.json",
    "policy void": f"zwgk/gfxwj/2026-10/p.html {MARKED}",
    "repealed": f"zwgk/gfxwj/2026-10/p.html tzgg/2026-10/gs.html {MARKED} sitemap-2026.xml sitemap-pages.xml",
    "repealed from a later day": "zwgk/gfxwj/2026-10/p.html tzgg/2026-10/gs.html next-due.json "
    "api/documents/2026-10.json",  # it tells the day of effect
    "term over": f"zwgk/gfxwj/2026-10/p.html {MARKED} api/documents.json sitemap-2026.xml {LATER}",
    "withdrawn": "tzgg/2026-09/n-10.html tzgg/2026-09/n-09.html tzgg/2026-09/n-11.html tzgg/index.html "
    f"tzgg/2026-09/index.html tzgg/2026.html tzgg/feed.atom api/documents/2026-09.json {OWN}",
    "reason changed": "old/2026-10/o-2.html",
    "later that day": "",
    "next day": "",
    "notice over": "tzgg/2026-10/gs.html tzgg/index.html tzgg/2026-10/index.html tzgg/2026.html next-due.json",
}
"""The files that an edit writes, all of them. The theme of the tests prints no pictures in lists, and no unit of a column."""
REMOVED = {
    "deleted in the middle": "tzgg/2026-09/n-10.html",
    "deleted at the end": "tzgg/2026-09/n-01.html",
    "old address moved": "old.html",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_edit_writes_these_files(site, name):
    """By name, so that a page too many in a list is seen here and not on a site of thirty thousand; then none."""
    site.edit(EDITS[name].files)
    built = site.build(NOW=EDITS[name].now)
    assert built.written == set(WRITTEN[name].split())
    assert built.removed == set(REMOVED.get(name, "").split())
    assert site.build(NOW=EDITS[name].now).made == set()


def test_a_column_s_new_name_stands_on_every_page_of_the_site(site):
    """The main navigation names it."""
    site.edit(EDITS["top column renamed"].files)
    built = site.build()
    assert {path for path in tree(site.output) if path.endswith(".html")} <= built.written
    assert not [path for path in built.written if path.startswith(("theme/", "files/", "media/", "tzgg/index.json"))]
    assert all(b"\xe4\xbf\xa1\xe6\x81\xaf\xe5\x85\xac\xe5\xbc\x80" in (site.output / path).read_bytes()
               for path in built.written if path.endswith(".html"))  # fmt: skip


@pytest.fixture
def themed(tmp_path: Path) -> Site:
    """A built site with a theme of its own."""
    shutil.copytree(THEME, tmp_path / "theme")
    made = Site(tmp_path, COUNTY, tmp_path / "theme")
    made.build()
    assert made.build().made == set()
    return made


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_template_makes_the_pages_that_draw_it_in(themed):
    """A partial of every page; a template that one kind of page has; one that nobody asked for; the style sheet."""
    templates = themed.theme / "templates"
    every = {path for path in tree(themed.output) if path.endswith(".html")}
    _append(templates / "partials/footer.html", "<!-- x -->")
    assert themed.build().written == every
    _replace(templates / "redirect.html", "<a ", "<b></b><a ")
    assert themed.build().written == {"old.html"}
    _replace(templates / "article.html", "<h1>", "<b></b><h1>")
    gone = {"old/2026-10/o-2.html"}
    documents = {path for path in every if re.search(r"/20\d\d-\d\d/(?!index)", path) and "/jy/" not in path} - gone
    assert len(documents) == 30
    assert themed.build().written == documents
    _append(templates / "article.html", "<!-- stands outside every block -->")
    built = themed.build()
    assert (built.made, built.written) == (documents, set())
    (templates / "nobody.html").write_text("x")
    assert themed.build().made == set()
    _append(themed.theme / "static/site.css", "p { margin: 0 }")
    assert themed.build().written == {"theme/site.css"}
    assert tree(themed.output) == themed.clean()


def test_a_page_that_was_made_again_to_the_same_bytes_is_not_written(site):
    """Its times stay true; only what it was made of is remembered anew."""
    before = site.page("tzgg/index.html")
    site.edit({"tzgg/n-24.md": document("n-24", title="通知24", published="2026-09-24 09:00", keywords="[预算]",
                                        body="![图](../media/a.svg)\n")})  # fmt: skip
    built = site.build()
    assert "tzgg/index.html" in built.made
    assert "tzgg/index.html" not in built.written
    after = site.page("tzgg/index.html")
    assert (after.why, after.at, after.digest) == (before.why, before.at, before.digest)
    assert site.build().made == set()


def test_everything_is_made_again_on_request(site):
    """And nothing is written, for nothing changed."""
    built = site.build(fresh=True)
    assert built.made == {path for path in tree(site.output) if path != MANIFEST}
    assert built.written == set()
    assert site.build().made == set()


@pytest.mark.parametrize("jobs", [1, 3])
def test_several_processes_write_the_same(tmp_path, jobs):
    """First build and an edit, compared with one process's."""
    site = Site(tmp_path, COUNTY)
    site.build(JOBS=1)
    alone = tree(site.output)
    shutil.rmtree(site.output)
    shutil.rmtree(tmp_path / "output.cache")
    ready = portal(site.content, site.output, NOW=NOW, JOBS=jobs)
    assert ready.build().changes.changed == len(alone) - 1
    assert tree(site.output) == alone
    site.edit(EDITS["new newest"].files)
    ready = portal(site.content, site.output, NOW=NOW, JOBS=jobs)
    assert ready.build().changes.changed == len(WRITTEN["new newest"].split())
    assert tree(site.output) == site.clean()


def test_the_state_does_not_depend_on_the_number_of_processes(tmp_path):
    """What each page was made of comes back from the workers whole."""
    told = []
    for jobs in (1, 3):
        site = Site(tmp_path / str(jobs), COUNTY)
        portal(site.content, site.output, NOW=NOW, JOBS=jobs).build()
        state = any_state(site.output.with_name("output.cache"))
        told.append({path: (page.made, page.digest, {state.names[n] for n in page.reads})
                     for path, page in state.pages.items()})  # fmt: skip
    assert told[0] == told[1]


# the output


def _leave_alone(output: Path) -> None:
    pass


def _take_away(output: Path) -> None:
    (output / "tzgg/2026-09/n-05.html").unlink()


def _put_another(output: Path) -> None:
    (output / "tzgg/2026-09/new").write_text("somebody's")
    (output / "tzgg/2026-09/new").replace(output / "tzgg/2026-09/n-05.html")


def _take_away_a_folder(output: Path) -> None:
    shutil.rmtree(output / "tzgg")


def _take_away_all(output: Path) -> None:
    shutil.rmtree(output)


def _take_away_the_manifest(output: Path) -> None:
    shutil.rmtree(output)
    output.mkdir()


@pytest.mark.parametrize(
    "harm", [_leave_alone, _take_away, _put_another, _take_away_a_folder, _take_away_all, _take_away_the_manifest]
)
def test_what_was_done_to_the_output_is_undone(site, harm):
    """Pages of folders that somebody touched are looked at again, and the others are not."""
    before = tree(site.output)
    harm(site.output)
    left = tree(site.output) if site.output.exists() else {}
    built = site.build()
    assert tree(site.output) == before
    assert built.written == {path for path in before if left.get(path) != before[path] and path != MANIFEST}
    folders = {path.rpartition("/")[0] for path in built.written}
    assert {path.rpartition("/")[0] for path in built.made} <= folders | {"", "tzgg"}
    assert {site.page(path).why for path in built.written} <= {(OUTPUT,)}
    assert site.build().made == set()


def _write_into(file: Path) -> None:
    file.write_text("somebody's")


def _write_as_much(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"<p>", b"<b>"))


def _append_and_set_the_time_back(file: Path) -> None:
    told = file.stat()
    _append(file, "<!-- somebody's -->")
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))


@pytest.mark.parametrize("harm", [_write_into, _write_as_much, _append_and_set_the_time_back])
def test_a_page_that_was_changed_where_it_lies_is_put_right(site, harm):
    """Its size or its time tells."""
    before = tree(site.output)
    harm(site.output / "tzgg/2026-09/n-05.html")
    assert tree(site.output) != before
    built = site.build()
    assert built.written == {"tzgg/2026-09/n-05.html"}
    assert tree(site.output) == before
    assert {path.rpartition("/")[0] for path in built.made} == {"tzgg/2026-09"}


def test_a_strangers_file_in_the_output_is_left_alone(site):
    """Only what the manifest names is ours."""
    (site.output / "tzgg/mine.txt").write_text("mine")
    site.edit(EDITS["new newest"].files)
    site.build()
    assert (site.output / "tzgg/mine.txt").read_text() == "mine"


def test_an_older_output_put_back_becomes_the_new_one(site):
    """The state knows of pages that the output does not have: the output has the last word."""
    backup = site.folder / "backup"
    shutil.copytree(site.output, backup)
    site.edit(EDITS["new newest"].files | EDITS["title"].files)
    site.build()
    shutil.rmtree(site.output)
    backup.rename(site.output)
    site.build()
    assert tree(site.output) == site.clean()


def test_a_state_that_is_older_than_the_output_is_no_danger(site):
    """Killed between the last rename and the state: the next build makes what either of the two calls for."""
    file = site.folder / "output.cache/pages.bin"
    old = file.read_bytes()
    site.edit(EDITS["new newest"].files)
    site.build()
    file.write_bytes(old)
    site.edit(EDITS["body"].files)
    site.build()
    assert tree(site.output) == site.clean()
    file.write_bytes(old)
    site.edit({"tzgg/new.md": None, "tzgg/n-05.md": COUNTY["tzgg/n-05.md"]})
    built = site.build()
    assert tree(site.output) == site.clean()
    assert "tzgg/2026-10/new.html" in built.removed


def test_without_its_state_everything_is_made_and_nothing_written(site):
    """A cache may be thrown away at any time."""
    (site.folder / "output.cache/pages.bin").unlink()
    built = site.build()
    assert len(built.made) == len(tree(site.output)) - 1
    assert built.written == set()


def test_a_refused_build_forgets_nothing(site):
    """A mistake in one document, mended again: nothing is made, for nothing changed."""
    site.edit({"tzgg/n-05.md": document("n-05", title="")})
    with pytest.raises(ContentErrors):
        site.build()
    site.edit({"tzgg/n-05.md": COUNTY["tzgg/n-05.md"]})
    assert site.build().made == set()


def test_a_build_that_fails_on_the_way_forgets_nothing(site, monkeypatch):
    """What was staged is swept; the next build makes it again."""
    site.edit(EDITS["new newest"].files)
    before = tree(site.output)
    real = Renderer.make

    def failing(renderer: Renderer, spec: Spec) -> object:
        if spec.path == "tzgg/2026-10/new.html":
            raise RuntimeError("a bug")
        return real(renderer, spec)

    monkeypatch.setattr(Renderer, "make", failing)
    with pytest.raises(RuntimeError, match="a bug"):
        portal(site.content, site.output, NOW=NOW).build()
    monkeypatch.undo()
    assert tree(site.output) == before
    assert site.build().written == set(WRITTEN["new newest"].split())
    assert tree(site.output) == site.clean()


# what is remembered


def test_why_a_page_was_written_is_remembered(site):
    """The facts that had changed, few of them, and when; a page that is new says so."""
    assert site.page("tzgg/2026-09/n-05.html").why == (NEW,)
    site.edit(EDITS["title"].files)
    site.build()
    assert site.page("tzgg/2026-09/n-05.html").why == ("head:tzgg/n-05.md", "body:tzgg/n-05.md")
    assert site.page("tzgg/2026-09/n-06.html").why == ("head:tzgg/n-05.md",)
    assert site.page("tzgg/2026-09/n-07.html").why == (NEW,)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*", site.page("tzgg/2026-09/n-05.html").at)
    site.edit({f"tzgg/n-{n:02}.md": document(f"n-{n:02}", title="同", published=f"2026-09-{n:02} 09:00")
               for n in range(6, 18)})  # fmt: skip
    site.build()
    assert len(site.page("search/index.json").why) == 1
    assert len(site.page("tzgg/2026-09/index.html").why) == REASONS


def test_a_document_at_the_address_of_another_is_made_anew(site):
    """The same id, folder and month in another file: what the page was made of is another document."""
    site.edit({"tzgg/n-05.md": None, "tzgg/n-05a.md": str(COUNTY["tzgg/n-05.md"]).replace("正文", "别的正文")})
    site.build()
    assert "别的正文" in (site.output / "tzgg/2026-09/n-05.html").read_text(encoding="utf-8")
    assert site.page("tzgg/2026-09/n-05.html").why == (CHANGED_KIND,)
    assert "head:tzgg/n-05.md" not in site.reads("tzgg/2026-09/n-05.html")


def test_a_page_may_become_one_of_another_kind(tmp_path):
    """An old address that was a redirect is a document's own address today, and back."""
    aliased = {"tzgg/a.md": document("a", aliases="[/tzgg/2026-10/b.html]")}
    own = {"tzgg/a.md": document("a"), "tzgg/b.md": document("b", title="新址")}
    site = Site(tmp_path, aliased)
    site.build()
    for files in (own, {**aliased, "tzgg/b.md": None}, own):
        site.edit(files)
        built = site.build()
        assert "tzgg/2026-10/b.html" in built.written
        assert site.page("tzgg/2026-10/b.html").why == (CHANGED_KIND,)
        assert tree(site.output) == site.clean()


def test_something_that_was_not_there_is_a_fact_too(tmp_path):
    """A document is told of another that refers to it, and of a unit that is named later."""
    site = Site(tmp_path, {"tzgg/a.md": document("a", type="letter", received="2026-10-01 08:00",
                                                 answered="2026-10-02 08:00", answered_by="县财政局")})  # fmt: skip
    site.build()
    assert "related:tzgg/tzgg-1.md" in site.reads("tzgg/2026-10/tzgg-1.html")
    site.edit({"tzgg/b.md": document("b", title="解读", type="interpretation", interprets="tzgg-1")})
    assert "tzgg/2026-10/tzgg-1.html" in site.build().written
    assert "解读" in (site.output / "tzgg/2026-10/tzgg-1.html").read_text(encoding="utf-8")
    site.edit({"units.csv": HEADS + "czj,明川县财政局,县财政局,,部门,,\nx,无关局,,,部门,,\n"})
    assert site.build().written == set()
    assert tree(site.output) == site.clean()


def test_names_that_nobody_reads_any_more_go_in_time(tmp_path):
    """A site that lives for years does not carry the facts of all its past."""
    site = Site(tmp_path, {f"tzgg/n-{n}.md": document(f"n-{n}") for n in range(15)})
    site.build()
    state = any_state(tmp_path / "output.cache")
    for name in range(10_000):
        state.names.append(f"head:gone/{name}.md")
        state.digests.append(None)
    from plugins.build.state_file import StateFile

    StateFile(tmp_path / "output.cache").save(state)
    site.edit({"tzgg/n-1.md": document("n-1", title="新")})
    built = site.build()
    after = any_state(tmp_path / "output.cache")
    assert not [name for name in after.names if name.startswith("head:gone/")]
    assert "tzgg/2026-10/n-1.html" in built.written
    assert tree(site.output) == site.clean()
    site.edit({"tzgg/n-2.md": document("n-2", title="新")})
    assert "tzgg/2026-10/n-2.html" in site.build().written
    assert tree(site.output) == site.clean()


def test_progress_is_told(tmp_path):
    """Done and all, at the end at the latest; a build with nothing to make tells none."""
    site = Site(tmp_path, COUNTY)
    told: list[tuple[int, int]] = []
    for expected in (True, False):
        ready = portal(site.content, site.output, NOW=NOW)
        ready.progress = lambda done, total: told.append((done, total))
        ready.build()
        assert bool(told) == expected
        if told:
            number = ready.work.pages
            assert told == [*((done, number) for done in range(50, number, 50)), (number, number)]
            told.clear()


def test_work_is_counted_by_template_and_by_column(tmp_path):
    """Each page made stands in both tables once, those without a template under their kind."""
    site = Site(tmp_path, COUNTY)
    work = site.build().portal.work
    assert work.pages == work.made == len(tree(site.output)) - 1
    for table in (work.templates, work.folders):
        assert sum(count for count, _ in table.values()) == work.made
        assert all(seconds >= 0 for _, seconds in table.values())
    assert work.templates["article.html"][0] == 28
    assert work.templates["feed"][0] == 8
    assert work.folders["old"][0] == 5
    assert set(work.folders) == {"", "kiosk", "tzgg", "zwgk", "zt", "old", "old.html", "villages", "search", "style", "files", "api",
                                 "media", "theme"} - {"old.html"}  # fmt: skip


def test_the_time_of_a_file_alone_makes_no_page_but_its_copy(site):
    """A checkout gives everything new times: documents are read again, attachments compared again, nothing is written."""
    for file in site.content.rglob("*"):
        if file.is_file():
            os.utime(file)
    built = site.build()
    assert built.made == {"files/a.pdf", "media/a.svg"}
    assert built.written == set()
