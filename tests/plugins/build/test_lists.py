"""How documents are shared out over list pages, whatever the documents are and whatever is added or taken away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build import lists
from plugins.build.article import Article, in_order
from plugins.build.lists import NEWEST, Archive, archive_of, heads_of
from plugins.catalogue import Catalogue, Column
from tests.plugins.small_site import article

COLUMN = Column(id="tzgg", name="通知公告", path="tzgg")
BASE = article("tzgg/a.md")
FRONT, SHEAF = 3, 2
"""Small ones for these tests, so that small columns have many pages."""
MINUTES = st.builds(
    "{}-{:02} {:02}:00".format, st.sampled_from(["2025-12", "2026-01", "2026-02"]), st.integers(1, 9), st.integers(0, 1)
)


def an_article(number: int, published: str, folder: str = "tzgg") -> Article:
    """A document that differs from others in what lists look at."""
    path = f"{folder}/{number:03}.md"
    return msgspec.structs.replace(BASE, path=path, folder=folder, id=f"n-{number}", published=published)


@contextmanager
def small_pages() -> Iterator[None]:
    """FRONT and SHEAF as above."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "FRONT", FRONT)
        patch.setattr(lists, "SHEAF", SHEAF)
        yield


def shared_out(articles: list[Article]) -> Archive:
    """The list pages of a column that has these documents."""
    with small_pages():
        return archive_of(COLUMN, in_order(articles))


def by_url(archive: Archive) -> dict[str, tuple[str, ...]]:
    """The documents of each page."""
    found = {sheaf.url: sheaf.paths for sheaf in archive.sheaves}
    assert len(found) == len(archive.sheaves)
    return found


def place(archive: Archive, path: str) -> int:
    """Which page a document stands on, counted from the oldest."""
    return next(at for at, sheaf in enumerate(archive.sheaves) if path in sheaf.paths)


COLUMNS = st.lists(MINUTES, min_size=FRONT + 1, max_size=16).map(
    lambda times: [an_article(number, published) for number, published in enumerate(times, 100)]
)


@given(COLUMNS)
def test_every_document_stands_on_exactly_one_page_in_the_order_of_the_column(articles):
    """Read from the newest page to the oldest, the pages are the column."""
    archive = shared_out(articles)
    listed = [path for sheaf in reversed(archive.sheaves) for path in sheaf.paths]
    assert listed == [a.path for a in in_order(articles)]
    assert all(sheaf.paths for sheaf in archive.sheaves)


@given(COLUMNS)
def test_a_page_belongs_to_a_month_and_pages_fill_from_the_oldest(articles):
    """Only the newest page of a month may be short; it has the month's address, the others count from 1."""
    archive = shared_out(articles)
    months = {a.path: a.month for a in articles}
    assert all({months[path] for path in sheaf.paths} == {sheaf.period} for sheaf in archive.sheaves)
    assert [month for month, _ in archive.months] == sorted({*months.values()}, reverse=True)
    for month, count in archive.months:
        pages = [sheaf for sheaf in archive.sheaves if sheaf.period == month]
        assert [len(page.paths) for page in pages[:-1]] == [SHEAF] * (len(pages) - 1)
        assert sum(len(page.paths) for page in pages) == count == list(months.values()).count(month)
        names = [f"page-{number}.html" for number in range(1, len(pages))]
        assert [page.url for page in pages] == [*(f"/tzgg/{month}/{name}" for name in names), f"/tzgg/{month}/"]


@given(COLUMNS, MINUTES.map(lambda minute: minute.replace("2025-12", "2026-02")))
def test_the_newest_document_touches_the_newest_page_alone(articles, minute):
    """A full page moves to its number as it is, or a new month begins; no older page has other documents."""
    before = shared_out(articles)
    new = an_article(0, max(minute, *(a.published for a in articles)))
    after = shared_out([*articles, new])
    assert in_order([*articles, new])[0] is new
    last = before.sheaves[-1]
    assert after.sheaves[: len(before.sheaves) - 1] == before.sheaves[:-1]
    rest = after.sheaves[len(before.sheaves) - 1 :]
    if new.month != last.period:
        assert rest[0] == last
        assert [(s.url, s.paths) for s in rest[1:]] == [(f"/tzgg/{new.month}/", (new.path,))]
    elif len(last.paths) < SHEAF:
        assert [(s.url, s.paths) for s in rest] == [(last.url, (new.path, *last.paths))]
    else:
        assert [s.paths for s in rest] == [last.paths, (new.path,)]
        assert rest[1].url == last.url


@given(COLUMNS, st.data())
def test_what_is_taken_away_touches_pages_of_its_month_alone(articles, data):
    """Those that are newer than the place where it stood; all other pages have the same documents."""
    gone = data.draw(st.sampled_from(articles))
    before = shared_out(articles)
    rest = [a for a in articles if a is not gone]
    after = shared_out(rest)
    if len(rest) <= FRONT:
        assert after.sheaves == after.months == ()
        return
    at = place(before, gone.path)
    old, new = by_url(before), by_url(after)
    touched = {url for url in {*old, *new} if old.get(url) != new.get(url)}
    assert touched
    assert all(url.startswith(f"/tzgg/{gone.month}/") for url in touched)
    assert after.sheaves[:at] == before.sheaves[:at] or before.sheaves[at].url == f"/tzgg/{gone.month}/"
    assert {s.url for s in before.sheaves[:at]}.isdisjoint(touched - {_last_of(before, gone.month, at)})


def _last_of(archive: Archive, month: str, at: int) -> str:
    """The page before ``at`` where it is of the same month and becomes its last, with another address."""
    return archive.sheaves[at - 1].url if at and archive.sheaves[at - 1].period == month else ""


@given(COLUMNS, MINUTES)
def test_what_is_added_late_touches_pages_of_its_month_alone(articles, minute):
    """A document with an old date: pages of other months keep their documents and addresses."""
    new = an_article(0, minute)
    old, now = by_url(shared_out(articles)), by_url(shared_out([*articles, new]))
    touched = {url for url in {*old, *now} if old.get(url) != now.get(url)}
    assert touched
    assert all(url.startswith(f"/tzgg/{new.month}/") for url in touched)


@contextmanager
def small_years() -> Iterator[None]:
    """Two documents on a page of a year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "YEAR_SHEAF", 2)
        yield


@given(COLUMNS)
def test_a_year_of_several_months_is_read_from_its_first_document_on(articles):
    """All documents of such a year, oldest first, full pages before the last; a year of one month has no page."""
    with small_years():
        archive = shared_out(articles)
    months = {year: {a.month for a in articles if a.month[:4] == year} for year in ("2025", "2026")}
    for year, there in months.items():
        pages = [sheaf for sheaf in archive.years if sheaf.period == year]
        listed = [path for sheaf in pages for path in sheaf.paths]
        oldest_first = [a.path for a in reversed(in_order(articles)) if a.month in there]
        assert listed == (oldest_first if len(there) > 1 else [])
        assert all(len(sheaf.paths) == 2 for sheaf in pages[:-1])
        names = [f"{year}.html", *(f"{year}-page-{part}.html" for part in range(2, len(pages) + 1))][: len(pages)]
        assert [sheaf.url for sheaf in pages] == [f"/tzgg/{name}" for name in names]


@given(COLUMNS)
def test_the_newest_document_touches_the_last_page_of_its_year_alone(articles):
    """The others keep their documents."""
    new = an_article(0, "2026-03-01 00:00")
    with small_years():
        before, after = shared_out(articles).years, shared_out([*articles, new]).years
    there = [sheaf for sheaf in before if sheaf.period == "2026"]
    if there:
        assert [after[at] == sheaf for at, sheaf in enumerate(before)].count(False) <= 1
        assert after[-1].paths[-1] == new.path


@given(st.lists(MINUTES, max_size=FRONT))
def test_a_column_that_fits_on_its_first_page_has_no_other(times):
    """Nor has one that shows no list, nor the villages' column: villages have pages of their own."""
    articles = in_order([an_article(number, published) for number, published in enumerate(times)])
    assert shared_out(articles) == Archive((), (), ())
    many = in_order([an_article(number, "2026-01-01 00:00") for number in range(100)])
    for column in (replace(COLUMN, list=False), replace(COLUMN, path="villages")):
        assert archive_of(column, many) == Archive((), ())
    assert len(archive_of(COLUMN, many).sheaves) == 2


PATHS = ("a", "a/b", "a/b/c", "a/h", "a/h/x", "d")


def catalogue() -> Catalogue:
    """Two top columns; a/h is hidden, and so is what lies below it from above."""
    c, x = (Column(id=path, name=path, path=path) for path in ("a/b/c", "a/h/x"))
    b = Column(id="b", name="b", path="a/b", children=(c,))
    h = Column(id="h", name="h", path="a/h", hidden=True, children=(x,))
    a, d = Column(id="a", name="a", path="a", children=(b, h)), Column(id="d", name="d", path="d")
    return Catalogue((a, d), {column.path: column for column in (a, b, c, h, x, d)}, {})


BELOW = {
    "a": ("a", "a/b", "a/b/c"),
    "a/b": ("a/b", "a/b/c"),
    "a/b/c": ("a/b/c",),
    "a/h": ("a/h", "a/h/x"),
    "a/h/x": ("a/h/x",),
    "d": ("d",),
}


@given(st.lists(st.tuples(st.sampled_from(PATHS), MINUTES), max_size=80))
def test_the_head_of_a_column_is_the_newest_of_all_that_is_shown_below_it(placed):
    """What sorting everything below would give, and how many there are."""
    articles = [an_article(number, minute, folder) for number, (folder, minute) in enumerate(placed)]
    by_column = {path: in_order([a for a in articles if a.folder == path]) for path in PATHS}
    heads = heads_of(catalogue(), by_column)
    assert set(heads) == set(PATHS)
    for path, below in BELOW.items():
        everything = in_order([a for a in articles if a.folder in below])
        assert heads[path].newest == tuple(everything[:NEWEST])
        assert heads[path].count == len(everything)
