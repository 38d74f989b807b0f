"""What a page may see: everything it learns is written down, and it learns nothing another way."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from plugins.build.article import Article
from plugins.build.edition import Contents
from plugins.build.facts import KINDS, facts_of
from plugins.build.generator import EditionGenerator
from plugins.build.kinds import Kind, Sheet, UndeclaredRead
from plugins.build.pages import Spec
from plugins.build.platform_seen import PlatformSeen
from plugins.build.records_seen import RecordsSeen
from plugins.build.reference import Link
from plugins.build.render import Renderer
from plugins.build.view import Fragments, View
from plugins.build.villages_seen import VillagesSeen
from tests.plugins.build.edits import COUNTY, EDITS, TENDER_URL
from tests.plugins.foi.test_view import READS as PLATFORM_READS
from tests.plugins.small_site import checked
from tests.plugins.village_finance.test_view import READS as MONEY_READS

ALL = frozenset(KINDS)


def a_kind(*reads: str, name: str = "sample", make: Callable[[View, Any], Any] = lambda view, _: "") -> Kind:
    """A kind of page that reads these kinds of facts (all where none is named)."""
    return Kind(name, make, frozenset(reads) or ALL)


def a_view(contents: Contents, *reads: str) -> View:
    """A View of a page of that kind, without a renderer."""
    return View(contents, a_kind(*reads), Fragments(lambda view, sheet: f"<{sheet.template} {sheet.values}>"))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> EditionGenerator:
    """The site with one of everything."""
    return checked(tmp_path_factory.mktemp("county"), COUNTY)


@pytest.fixture(scope="module")
def contents(county: EditionGenerator) -> Contents:
    """All of it."""
    return county.edition.contents


SEP = "/tzgg/2026-09/"
OCT = "/tzgg/2026-10/"
FRONT = "tzgg/gs.md tzgg/tzgg-1.md " + " ".join(f"tzgg/n-{n:02}.md" for n in range(24, 6, -1))
SEPTEMBER = " ".join(f"tzgg/n-{n:02}.md" for n in range(24, 0, -1))


def heads(paths: str) -> str:
    """The facts of these documents' heads."""
    return " ".join(f"head:{path}" for path in paths.split())


def _link(view: View, path: str) -> Any:
    return view.link(view.article(path))


def _addresses(view: View) -> list[str]:
    body = view._contents.library.source("tzgg/n-20.md").body
    return [view.address(link) for link in body.links]


READS: dict[str, tuple[Callable[[View], Any], str]] = {
    "site": (lambda v: v.site.short_name, "site"),
    "day": (lambda v: v.day, "day"),
    "tops": (lambda v: v.tops(), "nav"),
    "unit": (lambda v: v.unit("mzj"), "unit:mzj"),
    "unit by name": (lambda v: v.unit("明川县民政局"), "unit:明川县民政局"),
    "unit that is none": (lambda v: v.unit("nobody"), "unit:nobody"),
    "unit_name": (lambda v: v.unit_name("mzj"), "unit:mzj"),
    "person": (lambda v: v.person("bj"), "people"),
    "column": (lambda v: v.column("zwgk/gfxwj"), "column:zwgk/gfxwj"),
    "column with children": (lambda v: v.column("zwgk"), "column:zwgk"),
    "children": (lambda v: v.children("zwgk"), "tree:zwgk"),
    "trail": (lambda v: v.trail("zwgk/gfxwj"), "tree:zwgk"),
    "columns": (lambda v: v.columns(), "nav tree:tzgg tree:zwgk tree:zt tree:villages"),
    "is_hidden": (lambda v: v.is_hidden("zwgk/gfxwj"), "tree:zwgk"),
    "tree": (lambda v: v.tree("zwgk/gfxwj"), "tree:zwgk"),
    "topics": (lambda v: v.topics(), "topics"),
    "count": (lambda v: v.count("zwgk"), "count:zwgk"),
    "front": (lambda v: v.front("tzgg"), f"front:tzgg {heads(FRONT)}"),
    "archive": (lambda v: [(s.url, s.period) for s in v.archive("tzgg").sheaves], "front:tzgg"),
    "months": (lambda v: v.archive("tzgg").months, "front:tzgg"),
    "sheaf": (lambda v: v.sheaf("tzgg", SEP)[:2], f"sheaf:{SEP} {heads(SEPTEMBER)}"),
    "sheaf's neighbours": (lambda v: [s and s.url for s in v.sheaf("tzgg", OCT)[2:]], None),
    "newest": (lambda v: v.newest("tzgg", 2), "newest:tzgg head:tzgg/gs.md head:tzgg/tzgg-1.md"),
    "own": (lambda v: v.own("tzgg"), "own:tzgg"),
    "every": (lambda v: v.every(), "every"),
    "article": (lambda v: v.article("tzgg/n-05.md"), "head:tzgg/n-05.md"),
    "source": (lambda v: v.source("tzgg/n-05.md"), "head:tzgg/n-05.md body:tzgg/n-05.md"),
    "around": (
        lambda v: v.around("tzgg/n-10.md"), "around:tzgg/n-10.md head:tzgg/n-11.md head:tzgg/n-09.md",
    ),
    "around the first": (lambda v: v.around("tzgg/gs.md"), "around:tzgg/gs.md head:tzgg/tzgg-1.md"),
    "related": (lambda v: v.related("tzgg/n-22.md"), "related:tzgg/n-22.md head:zwgk/gfxwj/p.md"),
    "related to none": (lambda v: v.related("tzgg/n-01.md"), "related:tzgg/n-01.md"),
    "mark": (lambda v: v.mark(v.article("tzgg/gs.md")), "head:tzgg/gs.md standing:tzgg/gs.md"),
    "link": (lambda v: _link(v, "tzgg/gs.md"), "head:tzgg/gs.md standing:tzgg/gs.md"),
    "link to a policy": (lambda v: _link(v, "zwgk/gfxwj/p.md"), "head:zwgk/gfxwj/p.md standing:zwgk/gfxwj/p.md"),
    "link with a picture": (
        lambda v: _link(v, "tzgg/n-24.md"), "head:tzgg/n-24.md standing:tzgg/n-24.md picture:/media/a.svg",
    ),
    "links": (
        lambda v: v.links([v.article("tzgg/n-24.md")]),
        "head:tzgg/n-24.md standing:tzgg/n-24.md picture:/media/a.svg",
    ),
    "standing": (lambda v: v.standing("zwgk/gfxwj/p.md"), "standing:zwgk/gfxwj/p.md"),
    "standings": (lambda v: dict(v.standings()), "standings"),
    "standings of a column": (
        lambda v: v.standings("zwgk/gfxwj").get("zwgk/gfxwj/p.md"), "standings:zwgk/gfxwj",
    ),
    "acts": (lambda v: [(word, name) for word, _, name in v.acts("tzgg/gs.md")], "acts:tzgg/gs.md"),
    "findings": (lambda v: v.findings("tzgg/gs.md"), "acts:tzgg/gs.md"),
    "gone": (lambda v: v.gone("old/o-2.md"), "gone:old/o-2.md"),
    "address": (_addresses, "head:tzgg/n-01.md"),
    "picture": (lambda v: v.picture("/media/a.svg"), "picture:/media/a.svg"),
    "picture that is none": (lambda v: v.picture("/media/b.svg"), "picture:/media/b.svg"),
    "file_size": (lambda v: v.file_size("files/a.pdf"), "file:files/a.pdf"),
    "file": (lambda v: v.file("files/a.pdf").read_bytes(), "asset:files/a.pdf"),
    "aliases": (lambda v: v.aliases(), "alias"),
    "alias": (lambda v: v.alias("/old.html"), "alias:/old.html"),
    "schema": (lambda v: v.records.schema("zwgk/jy"), "schema:zwgk/jy"),
    "record": (lambda v: v.records.record("zwgk/jy", TENDER_URL), f"record:{TENDER_URL}"),
    "listing": (lambda v: v.records.listing("zwgk/jy", "/zwgk/jy/"), "listing:/zwgk/jy/"),
    "groups": (lambda v: v.records.groups("zwgk/jy"), "groups:zwgk/jy"),
    "chain": (lambda v: v.records.chain("MC-2026-001"), "chain:MC-2026-001"),
    "year": (lambda v: v.records.year("zwgk/jy", "2026"), "year:zwgk/jy/2026"),
    "rows": (lambda v: v.records.rows(), "rows tree:zwgk"),
    "places": (lambda v: v.places(), "places"),
    "on_map": (lambda v: v.villages.on_map("liulin"), "mapped:liulin"),
    "village": (lambda v: v.villages.village("liulin"), "village:liulin"),
    "items": (lambda v: v.villages.items(), "items"),
    "item": (lambda v: v.villages.item("cwsz"), "item:cwsz"),
    "told": (lambda v: v.villages.told("shitai"), "told:shitai"),
    "account": (lambda v: v.villages.account("shitai"), "account:shitai"),
    "quarters": (lambda v: v.villages.quarters(), "quarters"),
    "absences": (lambda v: v.villages.absences("liulin"), "absence:liulin"),
    "towns": (lambda v: v.villages.towns(), "towns"),
    "town": (lambda v: v.villages.town("qingxi"), "town:qingxi"),
    "place_of": (lambda v: v.place_of(v.article("tzgg/n-05.md")), "head:tzgg/n-05.md tree:tzgg"),
    "place_of a village's": (
        lambda v: v.place_of(v.article("villages/liulin/v-1.md")), "head:villages/liulin/v-1.md village:liulin",
    ),
}  # fmt: skip
"""A way to ask, and the facts that must have been written down for it, in order (None: told by another entry)."""


def shown(answer: Any) -> Any:
    """An answer without what no other page may show of a document: where its links go, the digest of its bytes."""
    if isinstance(answer, Article):
        return msgspec.structs.replace(answer, key=b"", links=(), law=None, taken=None, review={}, statutory_class=0)
    if isinstance(answer, (list, tuple)) and type(answer) in (list, tuple):
        return [shown(part) for part in answer]
    return answer


@pytest.mark.parametrize("name", [name for name, (_, reads) in READS.items() if reads is not None])
def test_what_a_page_asks_is_written_down(contents, name):
    """The facts that the answer is made of, and no other: too few is a stale page, too many a needless one."""
    ask, reads = READS[name]
    view = a_view(contents)
    ask(view)
    assert list(view.reads) == reads.split()


def test_every_way_to_ask_is_tried_here():
    """A new method that forgot its note would make stale pages."""
    parts = (View, PlatformSeen, RecordsSeen, VillagesSeen)
    public = {name for part in parts for name, _ in inspect.getmembers(part) if not name.startswith("_")}
    no_fact = {"note", "close", "fragment", "kind", "reads", "platform", "records", "villages"}
    assert public - no_fact <= set(READS) | set(PLATFORM_READS) | set(MONEY_READS)


@pytest.mark.parametrize("name", [name for name in EDITS if name != "nothing"])
def test_no_answer_changes_without_a_fact_that_was_written_down(tmp_path, county, name):
    """Whatever an editor does: where a page would see something else, a fact it read is another."""
    edit = EDITS[name]
    after = checked(tmp_path, {**COUNTY, **edit.files}, NOW=edit.now).edition.contents
    before_facts, after_facts = facts_of(county.edition.contents), facts_of(after)
    missed = []
    for what, (ask, _) in READS.items():
        view = a_view(county.edition.contents)
        one = ask(view)
        try:
            other = ask(a_view(after))
        except (KeyError, StopIteration):
            other = None  # it is not there any more: nobody would ask
        if shown(one) != shown(other) and not any(
            before_facts.get(fact) != after_facts.get(fact) for fact in view.reads
        ):
            missed.append((what, one, other))
    assert missed == []


def test_what_is_answered_is_true(contents):
    """A sample of each sort, by hand."""
    view = a_view(contents)
    assert view.day == date(2026, 11, 20)
    assert [step.name for step in view.tops()] == ["通知公告", "政务公开", "专题", "村务公开"]
    assert view.person("bj") == "编辑岗"
    assert view.person("外单位编辑") == "外单位编辑"
    assert view.unit("县民政局").name == "明川县民政局"
    assert view.unit("nobody") is None
    assert view.column("zwgk").children == ()
    assert [step.path for step in view.columns()] == ["tzgg", "zwgk", "zwgk/gfxwj", "zwgk/jy", "zt", "zt/a", "villages"]
    assert (view.is_hidden("old"), view.is_hidden("zt/a")) == (True, False)
    assert view.topics() == ["zt"]
    assert (view.count("zt"), view.count("tzgg")) == (1, 26)
    assert [a.id for a in view.newest("zwgk", 5)] == ["p"]
    assert len(view.newest("tzgg", 100)) == 20
    assert len(view.own("tzgg")) == 26
    assert len(view.every()) == 30
    assert [a and a.id for a in view.around("tzgg/gs.md")] == [None, "tzgg-1"]
    assert view.mark(view.article("tzgg/gs.md")) == ("公示中", "live")
    assert view.file_size("files/a.pdf") == 2000
    assert view.aliases() == {"/old.html": "/tzgg/2026-09/n-19.html"}
    assert view.villages.told("liulin") == [("cwsz", "villages/liulin/v-1.md")]
    assert [(town.name, ids) for town, ids in view.villages.towns()] == [("清溪镇", ["liulin", "shitai"])]
    assert _addresses(view) == ["/tzgg/2026-09/n-01.html", "/zwgk/"]
    sheaf, articles, older, newer = view.sheaf("tzgg", OCT)
    assert [a.path for a in articles] == list(sheaf.paths) == ["tzgg/gs.md", "tzgg/tzgg-1.md"]
    assert (older.url, newer) == (SEP, None)


@pytest.mark.parametrize(
    ("kind", "target", "address", "noted"),
    [
        ("page", "tzgg/n-01.md", "/tzgg/2026-09/n-01.html", "head:tzgg/n-01.md"),
        ("address", "/tzgg/2026-09/n-01.html", "/tzgg/2026-09/n-01.html", "head:tzgg/n-01.md"),
        (
            "external", "https://www.mingchuan.example/tzgg/2026-09/n-01.html", "/tzgg/2026-09/n-01.html",
            "head:tzgg/n-01.md",
        ),
        ("external", "https://www.mingchuan.example/tzgg/", "/tzgg/", ""),
        ("external", "https://www.gov.cn/", "https://www.gov.cn/", ""),
        ("address", "/zwgk/", "/zwgk/", ""),
        ("file", "files/a.pdf", "/files/a.pdf", ""),
    ],
)  # fmt: skip
def test_a_link_to_a_document_is_a_fact_however_it_is_written(contents, kind, target, address, noted):
    """The document may move; files and columns stand where they stand."""
    view = a_view(contents)
    link = Link("token", kind, target, "", target, 1)
    assert view.address(link) == address
    assert list(view.reads) == noted.split()


def test_a_fact_is_written_down_once(contents):
    """However often it is asked for."""
    view = a_view(contents)
    for _ in range(3):
        view.site, view.front("zwgk/gfxwj"), view.article("zwgk/gfxwj/p.md")
    assert list(view.reads) == ["site", "front:zwgk/gfxwj", "head:zwgk/gfxwj/p.md"]


@pytest.mark.parametrize("name", [name for name, (_, reads) in READS.items() if reads])
def test_a_kind_of_fact_that_is_not_declared_is_refused(contents, name):
    """Each kind that an answer needs, one at a time: the message names the kind of page, the fact, the remedy."""
    ask, reads = READS[name]
    needed = {fact.partition(":")[0] for fact in reads.split()}
    a_view(contents, *needed).note(reads.split()[0])
    for missing in needed:
        fact = next(fact for fact in reads.split() if fact.partition(":")[0] == missing)
        view = a_view(contents, *(needed - {missing} or {"nothing"}))
        with pytest.raises(UndeclaredRead) as refused:
            ask(view)
        assert "“sample”" in str(refused.value)
        assert fact in str(refused.value)
        assert f"Add “{missing}” to what the kind reads" in str(refused.value)
        assert fact not in view.reads


def test_nothing_is_read_after_a_page_is_done(contents):
    """A view that was kept, a property of it, what it hands out lazily."""
    view = a_view(contents)
    view.site  # noqa: B018 - read
    view.close()
    for ask, _ in READS.values():
        with pytest.raises(UndeclaredRead, match="after it was done"):
            ask(view)
    assert list(view.reads) == ["site"]


def test_a_page_that_hands_its_view_to_its_template_is_refused(county):
    """Templates get values: what they read of the view would be noted, yet not declared by the kind's function."""
    later: list[View] = []
    kind = a_kind("site", make=lambda view, _: later.append(view) or str(view.site.name))
    renderer = Renderer(county.edition, county.env, [kind])
    assert renderer.make(Spec("a.html", "sample", None))[:2] == ("明川县人民政府门户网站".encode(), ("site",))
    with pytest.raises(UndeclaredRead, match=r"pages? of kind “sample” read site after it was done"):
        later[0].site  # noqa: B018 - read


@pytest.mark.parametrize("name", ["articles", "by_column", "catalogue", "pictures", "no_such_thing", "pages", "now"])
def test_the_edition_is_shut_while_a_page_is_made(county, name):
    """A plugin's page that reads it behind its view's back: page and name stand in the message."""
    edition = county.edition
    kind = a_kind("site", make=lambda view, _: str(getattr(edition, name)))
    renderer = Renderer(edition, county.env, [kind])
    with pytest.raises(UndeclaredRead, match=rf"page x/a\.html read edition\.{name} behind its view's back"):
        renderer.make(Spec("x/a.html", "sample", None))
    assert edition.articles is edition.contents.articles


def test_the_edition_opens_again_when_a_page_fails(county):
    """Whatever the failure; plugins go on reading it between pages."""
    kind = a_kind("site", make=lambda view, argument: 1 / argument)
    renderer = Renderer(county.edition, county.env, [kind])
    with pytest.raises(ZeroDivisionError):
        renderer.make(Spec("a.html", "sample", 0))
    assert len(county.edition.articles) == 30


def test_the_contents_are_shut_as_well(county):
    """``edition.contents`` is the same book by another door."""
    edition = county.edition
    kind = a_kind("site", make=lambda view, _: str(len(edition.contents.articles)))
    with pytest.raises(UndeclaredRead):
        Renderer(edition, county.env, [kind]).make(Spec("a.html", "sample", None))


def test_a_shared_part_is_rendered_once_and_noted_by_every_page(contents):
    """What it was made of belongs to each page that shows it."""
    rendered = []

    def render(view: View, sheet: Sheet) -> str:
        rendered.append((sheet.template, sheet.values))
        view.note(f"template:{sheet.template}")
        return f"<{sheet.values['name']}>"

    fragments = Fragments(render)
    views = [View(contents, a_kind("site", "template", name=name), fragments) for name in ("one", "other")]
    for view in views:
        for _ in range(2):
            part = view.fragment("part.html", "key", lambda seen: {"name": seen.site.short_name})
            assert part == "<明川县政府网>"
            assert part.__html__() == part
    assert rendered == [("part.html", {"name": "明川县政府网"})]
    assert [list(view.reads) for view in views] == [["site", "template:part.html"]] * 2
    assert views[0].fragment("part.html", "another key", lambda seen: {"name": "x"}) == "<x>"
    assert views[0].fragment("other.html", "key", lambda seen: {"name": "y"}) == "<y>"
    assert len(rendered) == 3


def test_a_shared_part_does_not_smuggle_what_a_page_may_not_read(contents):
    """Made for one page or found ready by another: a kind that does not declare its facts is refused."""
    fragments = Fragments(lambda view, sheet: "")
    View(contents, a_kind("site"), fragments).fragment("part.html", (), lambda seen: {"name": seen.site.name})
    with pytest.raises(UndeclaredRead, match="“sample” read site"):
        View(contents, a_kind("nav"), fragments).fragment("part.html", (), lambda seen: {})
    with pytest.raises(UndeclaredRead, match="“sample” read site"):
        View(contents, a_kind("nav"), fragments).fragment("new.html", (), lambda seen: {"name": seen.site.name})
    closed = View(contents, a_kind("site"), fragments)
    closed.close()
    with pytest.raises(UndeclaredRead, match="after it was done"):
        closed.fragment("part.html", (), lambda seen: {})


def test_what_a_page_is_given_cannot_be_used_to_change_another(contents):
    """Lists and mappings are the page's own."""
    view = a_view(contents)
    view.front("tzgg").clear()
    view.aliases().clear()
    view.villages.items().clear()
    view.villages.told("liulin").clear()
    view.columns().clear()
    assert len(view.front("tzgg")) == 20
    assert view.aliases()
    assert view.villages.items()
    assert view.villages.told("liulin")
    assert view.columns()


def test_a_file_s_path_is_that_of_content(contents, county):
    """What is copied is what was scanned."""
    assert a_view(contents).file("files/a.pdf") == Path(county.path) / "files/a.pdf"
