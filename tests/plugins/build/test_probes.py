"""Three probes of the interface that plugins build on: a page changes when what it was made of does, and only then.

After every step the output is that of a clean build, and the files written are exactly those whose bytes are new.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pelican.settings import read_settings

from tests.plugins.build.county import FIRST_DAY, Document
from tests.plugins.build.founding import found
from tests.plugins.build.probes import daily, matrix
from tests.plugins.build.trial import assert_equal, times, tree
from tests.plugins.build.workshop import ROOT, Order, Workshop

DAY = timedelta(days=1)


class Probe:
    """A county built with one plugin more."""

    def __init__(self, folder: Path, shops: tuple[Workshop, Workshop], plugin: str) -> None:
        self.county, self.shops, self.folder = found(folder), shops, folder
        self.county.theme[f"templates/{daily.PAGE}"] = daily.TEMPLATE
        usual = read_settings(str(ROOT / "pelicanconf.py"))["PLUGINS"]
        self.settings = {"PLUGINS": [*usual, f"tests.plugins.build.probes.{plugin}"], "PROBE_LOG": str(folder / "log")}
        self.build()

    def build(self, jobs: int = 1) -> tuple[set[str], list[str]]:
        """Build with so many processes and compare with a clean build; the files written or taken away, and the pages
        of the plugin that were made."""
        county, log, clean = self.county, self.folder / "log", self.folder / "clean"
        county.sync()
        before, stamps = tree(county.output), times(county.output)
        log.unlink(missing_ok=True)
        places = str(county.content), str(county.theme_folder), str(county.output)
        order = Order(*places, county.now_text, jobs=jobs, settings=self.settings)
        other = {**self.settings, "IMAGE_CACHE": "", "PROBE_LOG": f"{log}.clean"}
        self.shops[1].ask(replace(order, output=str(clean), jobs=1, settings=other))
        assert self.shops[0].build(order).status == 0
        assert self.shops[1].answer().status == 0
        now, fresh = tree(county.output), times(county.output)
        assert_equal(now, tree(clean), "")
        shutil.rmtree(clean)
        shutil.rmtree(f"{clean}.cache")
        files = {path for path in {*before, *now} if (before.get(path) or now.get(path)) is not None}
        written = {path for path in files if stamps.get(path) != fresh.get(path)}
        assert written == {path for path in files if before.get(path) != now.get(path)}
        return written, log.read_text().split() if log.exists() else []


@pytest.fixture(scope="module")
def shops() -> Iterator[tuple[Workshop, Workshop]]:
    """Where the builds are done, each in a process of its own: the incremental ones, the clean ones."""
    both = Workshop(), Workshop()
    yield both
    for shop in both:
        shop.close()


def test_a_repeal_reaches_a_page_of_a_closed_year(tmp_path, shops):
    """This year's document repeals one of two years ago: that one's pages are written again and what lists it with its
    mark, of its year no other document."""
    probe = Probe(tmp_path, shops, "repeals")
    county = probe.county
    by_year = {policy.fields["published"][:4]: policy for policy in county.policies()}
    others = [county.add_policy(datetime(2024, 1, 1 + day, 9)) for day in range(30)]
    probe.build()
    repealing = county.add_policy(FIRST_DAY - 1 * DAY)
    probe.build()

    repealing.refs = {"repeals": [by_year["2024"].key]}
    written, made = probe.build()
    old, new = by_year["2024"], repealing
    assert sorted(made) == sorted([f"validity/{old.fields['id']}.json", f"validity/{new.fields['id']}.json"])
    assert f'"url": "{new.url}"' in (county.output / f"validity/{old.fields['id']}.json").read_text()
    lists = {"index.html", "zwgk/gfxwj/index.html", "zwgk/gfxwj/2024-05/index.html", "zwgk/gfxwj/2024.html"}
    data = {"search/index.json", "zwgk/feed.atom", "zwgk/gfxwj/feed.atom", "zwgk/gfxwj/index.json"}
    data |= {"api/policies.json", "api/documents/2024-05.json"}
    dates = {"api/documents.json", "sitemap.xml", "sitemap-2024.xml"}
    amending = by_year["2025"].url[1:]  # it lists what it amends, with its mark
    own = {old.url[1:], new.url[1:], f"validity/{old.fields['id']}.json", amending}
    assert written == {*own, *lists, *data, *dates, "build-manifest.json"}
    assert all("废止" in (county.output / path).read_text() for path in lists | data)

    repealing.fields["title"] = "关于废止旧办法的决定"
    written, made = probe.build()
    assert f"validity/{old.fields['id']}.json" in written
    assert {path for path in written if "/2024-" in path and path.endswith(".html")} == {old.url[1:]}

    del county.documents[repealing.key]
    written, made = probe.build()
    assert made == [f"validity/{old.fields['id']}.json"]
    assert {path for path in written if "/2024-" in path and path.endswith(".html")} == {
        old.url[1:],
        "zwgk/gfxwj/2024-05/index.html",
    }
    assert not any(other.url[1:] in written for other in others)


def test_a_repeal_of_next_year_waits_for_its_day(tmp_path, shops):
    """What is not public yet repeals nothing; the clock alone brings it out, and takes it back."""
    probe = Probe(tmp_path, shops, "repeals")
    county = probe.county
    old = county.policies()[0]
    coming = county.add_policy(FIRST_DAY + 60 * DAY)
    coming.refs = {"repeals": [old.key]}
    page = county.output / f"validity/{old.fields['id']}.json"
    assert not [path for path in probe.build()[0] if old.fields["id"] in path]
    for now, there in ((60 * DAY, True), (59 * DAY, False), (61 * DAY, True)):
        county.now = FIRST_DAY + now
        written, _ = probe.build()
        assert (coming.url in page.read_text()) is there
        assert {old.url[1:], f"validity/{old.fields['id']}.json"} <= written


def test_a_matrix_changes_with_its_cells_and_with_nothing_else(tmp_path, shops):
    """All villages by all items: made again for a cell, a village, an item; never for a title, a body, a template."""
    probe = Probe(tmp_path, shops, "matrix")
    county = probe.county

    def affair(village: str, item: str, section: str) -> Document:
        fields = {"type": "village_affair", "item": item, "section": section}
        return county.add(f"villages/{village}", FIRST_DAY - 2 * DAY, **fields)

    def is_made() -> tuple[bool, bool]:
        written, made = probe.build(jobs=2)
        return matrix.PAGE in made, matrix.PAGE in written

    new = affair("baihe", "cwsz", "财务")
    assert is_made() == (True, True)
    assert "白河村,1,0,0\n" in (county.output / matrix.PAGE).read_text()
    new.fields["title"] = "第三季度财务收支"
    new.blocks.append(("p", "补充。"))
    county.add("yw", FIRST_DAY - 1 * DAY)
    county.theme["templates/base.html"] += b"\n"
    county.tables["units"][0]["contact"] = "0000-5550109"
    assert is_made() == (False, False)
    new.fields |= {"item": "xmjs", "section": "村务"}
    assert is_made() == (True, True)
    new.folder = "villages/dongwan"
    assert is_made() == (True, True)
    new.fields["status"] = "withdrawn"
    assert is_made() == (True, True)
    new.fields["title"] = "撤回以后改的"
    assert is_made() == (False, False)
    county.tables["villages/villages"][1]["name"] = "新河村"
    assert is_made() == (True, True)
    county.tables["villages/villages"][1]["board"] = "村口"
    assert is_made() == (True, False)
    county.items.append({"section": "村务", "id": "hj", "name": "换届", "rhythm": "once"})
    assert is_made() == (True, True)
    assert is_made() == (False, False)


def test_a_countdown_changes_every_day_and_at_no_other_time(tmp_path, shops):
    """Made again when the day is another, forwards and backwards; not an hour later, not for an edit elsewhere."""
    probe = Probe(tmp_path, shops, "daily")
    county = probe.county

    def is_made() -> tuple[bool, bool]:
        written, made = probe.build()
        return daily.PAGE in made, daily.PAGE in written

    county.now = FIRST_DAY + timedelta(hours=14, minutes=59)
    assert is_made() == (False, False)
    county.now = FIRST_DAY + timedelta(hours=15)
    assert is_made() == (True, True)
    assert "<p>41</p>" in (county.output / daily.PAGE).read_text()
    county.add("yw", FIRST_DAY - 1 * DAY)
    county.columns["zwgk/jd"]["name"] = "政策解读"
    assert is_made() == (False, False)
    county.now = FIRST_DAY
    assert is_made() == (True, True)
    for day in range(1, 5):
        county.now = FIRST_DAY + day * DAY
        assert is_made() == (True, True)
    assert is_made() == (False, False)
    county.theme[f"templates/{daily.PAGE}"] = daily.TEMPLATE.replace(b"<p>", b"<p class='x'>")
    assert is_made() == (True, True)
