"""What policy documents are sorted by, and how their lists keep their content."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.article import Article
from plugins.build.lists import FRONT, SHEAF
from plugins.policies.facets import Facet, facets_of, policies_of
from plugins.site import Offices, Unit
from plugins.standing import Standing
from tests.plugins.small_site import article

HOME = "/zck/"
UNIT = Unit("czj", "明川县财政局", "县财政局", "", "部门", "", "")
OFFICES = Offices({"czj": UNIT}, {}, {}, {"czj": UNIT})
BASE = article("tzgg/a.md")


def a_policy(number: int, written: str, **extra: str) -> Article:
    """The record of a policy document."""
    said = {"written": written, "topic": "综合政务\\其他", **extra}
    return msgspec.structs.replace(BASE, path=f"tzgg/{number:04}.md", type="policy", validity="有效", extra=said)


def sorted_out(policies: list[Article], standings: dict[str, Standing] | None = None) -> dict[str, Facet]:
    """The facets of these documents by address."""
    found = facets_of(HOME, policies_of(policies, ()), OFFICES, standings or {})
    assert len({facet.url for facet in found}) == len(found)
    return {facet.url: facet for facet in found}


def test_a_document_stands_under_each_of_its_values():
    """Topic and its second level, year of 成文日期, unit, and what the site knows of its validity."""
    one, two = a_policy(1, "2026-01-05"), a_policy(2, "2025-12-30", topic="乡村事务")
    found = sorted_out([one, two], {two.path: Standing("废止", "2026-03-01")})
    first, second = [facet for facet in found.values() if facet.url.startswith("/zck/topic/02/")]
    assert (first.name, first.within, first.title) == ("综合政务", "", "综合政务")
    assert (second.name, second.within, second.title) == ("其他", "综合政务", "综合政务 · 其他")
    (own,) = [facet for facet in found.values() if facet.name == "乡村事务"]
    assert own.paths == (two.path,)
    assert own.url.isascii()
    assert found["/zck/year/2026/"].paths == (one.path,)
    assert found["/zck/year/2025/"].paths == (two.path,)
    assert found["/zck/unit/czj/"].paths == (one.path, two.path)
    assert found["/zck/validity/valid/"].paths == (one.path,)
    assert found["/zck/validity/repealed/"].paths == (two.path,)
    assert [facet.way for facet in found.values()] == [*["topic"] * 3, "year", "year", "unit", "validity", "validity"]


def test_other_types_and_hidden_columns_stay_out():
    """Newest 成文日期 first, whatever the day of publication."""
    old, new = a_policy(1, "2025-01-05"), a_policy(2, "2026-01-05")
    hidden = msgspec.structs.replace(new, path="in/h.md", folder="in")
    assert policies_of([BASE, old, new, hidden], {"in"}) == [new, old]


def test_what_fits_on_one_page_has_one_and_more_is_parted_by_year():
    """Fifty, then one more."""
    policies = [a_policy(n, f"{2025 + n % 2}-01-{n % 28 + 1:02}") for n in range(SHEAF)]
    unit = sorted_out(policies)["/zck/unit/czj/"]
    assert (len(unit.shown), unit.sheaves) == (SHEAF, ())
    unit = sorted_out([*policies, a_policy(99, "2026-02-01")])["/zck/unit/czj/"]
    assert unit.shown == unit.paths[:FRONT]
    assert [sheaf.url for sheaf in unit.sheaves] == ["/zck/unit/czj/2025/", "/zck/unit/czj/2026/"]
    assert sum(len(sheaf.paths) for sheaf in unit.sheaves) == SHEAF + 1


DAYS = st.dates().map(str).filter(lambda day: "2000" < day < "2026-06")


@given(st.lists(DAYS, max_size=30), st.integers(0, 3))
def test_the_newest_document_touches_the_newest_pages_alone(days, copies):
    """Of each value at most its last page behind the first, and where that was full, the next."""
    policies = [a_policy(n, day) for n, day in enumerate(days * (copies + 1))]
    new = a_policy(9999, "2026-07-01")
    before, after = sorted_out(policies), sorted_out([*policies, new])
    for url, facet in before.items():
        kept = {sheaf.url: sheaf for sheaf in after[url].sheaves}
        assert sum(kept.get(sheaf.url) != sheaf for sheaf in facet.sheaves) <= 1


def test_odd_names_make_sound_addresses():
    """A unit's id may hold anything; no two values share a page."""
    units = {id_: Unit(id_, f"单位{at}", "", "", "", "", "") for at, id_ in enumerate(("../etc", "县 府", "2026", "a"))}
    policies = [
        msgspec.structs.replace(a_policy(at, "2026-01-01"), publisher=id_) for at, id_ in enumerate((*units, "谁"))
    ]
    found = facets_of(HOME, policies, Offices(units, {}, {}, units), {})
    urls = [facet.url for facet in found if facet.way == "unit"]
    assert len(set(urls)) == len(units)
    assert all(url.isascii() and ".." not in url and url.count("/") == 4 for url in urls)
