"""How rows are shared out over lists, and how those of a project are chained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.build.lists import FRONT, SHEAF
from plugins.records.book import MOST_STEPS, YEARS, Record, chains_of, make_book, slug
from plugins.records.schema import Field, Schema

SCHEMA = Schema(
    "表",
    "{id}",
    ("id",),
    "day",
    (
        Field("id", "编号", required=True),
        Field("kind", "类别", "choices", filter=True, choices=("甲", "乙", "丙")),
        Field("unit", "单位", "unit", filter=True),
        Field("day", "日期", "day", required=True),
    ),
    project="id",
)
DAYS = [f"{year}-{month:02}-1{day}" for year in (2025, 2026) for month in (1, 2, 12) for day in range(3)]


def row(number: int, day: str, kind: str = "甲", unit: str = "县财政局", project: str = "") -> Record:
    """A row as it is read."""
    return Record(f"/x/{day[:7]}/{number}.html", str(number), day, (str(number), kind, unit, day), "", "", project)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(DAYS), st.sampled_from(["甲", "乙；丙", "", "丙"]), st.sampled_from(["县财政局", "县教育局"])
    ),
    max_size=150,
).map(lambda found: [row(number, *cells) for number, cells in enumerate(found)])


def walk(book, front: str) -> list[str]:
    """The rows a reader finds from a first page: on it, or on the pages by month behind it."""
    listing = book.listings[front]
    found: list[str] = []
    for month, address, count in listing.months:
        page = book.listings[address]
        start = len(found)
        while page is not None and page.month == month:
            found += page.rows
            page = book.listings.get(page.older)
        assert len(found) - start == count
    assert (found or list(listing.rows))[: len(listing.rows)] == list(listing.rows)
    return found or list(listing.rows)


@given(ROWS, st.randoms())
def test_every_list_has_its_rows_and_no_others(rows, random):
    """Newest first, whatever order they come in; what is chosen has what has that value."""
    mixed = list(rows)
    random.shuffle(mixed)
    book = make_book("x", SCHEMA, mixed, {"县财政局": "czj"})
    assert book == make_book("x", SCHEMA, rows, {"县财政局": "czj"})
    assert walk(book, "/x/") == list(book.records)
    assert [record.day for record in book.records.values()] == sorted((r.day for r in rows), reverse=True)
    for group in book.groups:
        for choice in group.choices:
            at = {"类别": 1, "单位": 2, YEARS: 3}[group.name]
            meant = [
                url
                for url, record in book.records.items()
                if choice.name.removesuffix("年") in record.values[at].replace("-", "；").split("；")
            ]
            assert walk(book, choice.url) == meant
            assert choice.count == len(meant) == book.listings[choice.url].total
    assert all(len(listing.rows) <= max(FRONT, SHEAF) for listing in book.listings.values())
    addresses = list(book.addresses())
    assert len(addresses) == len(set(addresses))


def test_what_is_added_leaves_the_pages_of_other_months_and_choices_alone():
    """A list page is made again for its own rows."""
    rows = [row(number, DAYS[number % 18], unit=("县财政局", "县教育局")[number % 2]) for number in range(200)]
    before = make_book("x", SCHEMA, rows, {}).listings
    after = make_book("x", SCHEMA, [*rows, row(900, "2026-12-12")], {}).listings
    touched = {url for url, listing in after.items() if before.get(url) != listing}
    assert touched == {
        "/x/",
        "/x/list/2026-12/",
        "/x/list/year-2026/",
        "/x/list/kind-1/",
        "/x/list/kind-1/2026-12/",
        "/x/list/unit-" + slug("县财政局") + "/",
        "/x/list/unit-" + slug("县财政局") + "/2026-12/",
    }


def test_an_address_does_not_depend_on_how_brackets_are_written():
    """And different numbers have different ones, in letters that any server takes."""
    same = {slug(text) for text in ("明市监罚〔2026〕12号", "明市监罚[2026] 12号", "明市监罚（2026）１２号")}
    assert len(same) == 1
    assert slug("明市监罚〔2026〕1号") != slug("明建罚〔2026〕1号")
    assert slug("MC-2026-01") == "mc-2026-01"


@given(st.text(min_size=1))
def test_any_text_makes_an_address(text):
    """Small letters, digits, hyphens; not too long."""
    made = slug(text)
    assert 0 < len(made) <= 60
    assert not made.strip("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("count", [1, 2, 500])
def test_a_project_is_a_chain_in_order_of_time(count):
    """One row is none; a project that everybody names shows the newest."""
    rows = [row(number, DAYS[number % 18], project="P") for number in range(count)]
    chains = chains_of([make_book("x", SCHEMA, rows, {})])
    if count == 1:
        assert chains == {}
        return
    days = [record.day for record in chains["P"]]
    assert days == sorted(days)
    assert len(days) == min(count, MOST_STEPS)
