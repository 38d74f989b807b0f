"""Documents that come, go and move."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugins.build.lists import FRONT, SHEAF
from tests.plugins.build.changes.registry import DAY, change, documents_of, some
from tests.plugins.build.county import FIRST_DAY, County, nth


@change
def add_newest(county: County, a: int, b: int) -> None:
    county.add(nth(county.folders(), a), county.now - timedelta(minutes=b % 3), summary=("", "新的")[b % 2])


@change
def add_mid_year(county: County, a: int, b: int) -> None:
    county.add(nth(county.folders(), a), datetime(county.now.year, 1, 5, 9) + b % 100 * DAY)


@change
def add_closed_year(county: County, a: int, b: int) -> None:
    county.add(nth(county.folders(), a), datetime(2023 + b % 3, 6, 5, 9) + b % 100 * DAY)


@change
def add_policy(county: County, a: int, b: int) -> None:
    if "zwgk/gfxwj" in county.columns:
        county.add_policy(FIRST_DAY - (1 + b % 900) * DAY)


@change
def add_many(county: County, a: int, b: int) -> None:
    """Bring a column to one side of a limit: its first page is full, a sheaf is full."""
    folder = nth(county.folders(), a)
    there = sum(document.folder == folder for document in county.documents.values())
    for number in range(there, (FRONT, FRONT + 1, SHEAF, SHEAF + 1, SHEAF + 2)[b % 5]):
        county.add(folder, datetime(2026, 9, 1, 9) + number % 28 * DAY + timedelta(minutes=number))


@change
def thin_out(county: County, a: int, b: int) -> None:
    """And to the other side."""
    counts = {folder: [d for d in county.documents.values() if d.folder == folder] for folder in county.folders()}
    fullest = max(counts.values(), key=len)
    for document in fullest[(SHEAF, SHEAF - 1, FRONT, FRONT - 1, 0)[b % 5] :]:
        del county.documents[document.key]


@change
def delete(county: County, a: int, b: int) -> None:
    if len(county.documents) > 5:
        del county.documents[some(county, a).key]


@change
def rename_file(county: County, a: int, b: int) -> None:
    """The address comes from the id, so it stays; the order of ties does not."""
    some(county, a).file = f"{('a', 'z', '文件 ')[b % 3]}-{county.new_key()}.md"


@change
def move(county: County, a: int, b: int) -> None:
    document = nth(county.ordinary(), a)
    document.folder = nth(county.folders(), b)


@change
def swap_files(county: County, a: int, b: int) -> None:
    """Two documents of a folder exchange their file names."""
    one = some(county, a)
    two = nth([document for document in county.documents.values() if document.folder == one.folder], b)
    one.file, two.file = two.file, one.file


@change
def add_affair(county: County, a: int, b: int) -> None:
    village, item = nth(county.tables["villages/villages"], a), nth(county.items, b)
    if village and item:
        fields = {
            "type": "village_affair",
            "section": item["section"],
            "item": item["id"],
            "period": f"2026Q{1 + b % 4}",
        }
        county.add(f"villages/{village['id']}", FIRST_DAY - b % 300 * DAY, **fields)


@change
def move_affair(county: County, a: int, b: int) -> None:
    """To another village, or under another item."""
    affair = nth(documents_of(county, "village_affair"), a)
    if affair and b % 2:
        affair.folder = f"villages/{nth(county.tables['villages/villages'], b // 2)['id']}"
    elif affair:
        item = nth(county.items, b // 2)
        affair.fields |= {"section": item["section"], "item": item["id"]}
