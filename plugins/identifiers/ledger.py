"""Giving numbers and mending merged registers: pure functions, the same input always gives the same numbers.

Two rules hold throughout. A serial is never given twice: the next one is one above the highest that any line or any
document ever had, gaps stay. A number that was public first is never changed: where two branches took the same one,
it is the other document that gets a new number.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from plugins.identifiers.registry import GIVEN, IMPORTED, PAPER, VOID, Address, Row
from plugins.identifiers.series import Series, series_of
from standards.index_numbers import Scheme

_NEVER = "9999"
"""Later than any moment."""


class Numbers(NamedTuple):
    """How a register's numbers are read and written: number → (stem, serial), or None for one of another making; and
    back, raising ``Exhausted``."""

    parse: Callable[[str], tuple[str, int] | None]
    write: Callable[[str, int], str]


def index_numbers(scheme: Scheme) -> Numbers:
    """索引号 of this scheme."""

    def parse(text: str) -> tuple[str, int] | None:
        parts = scheme.parse(text)
        return (parts.stem, parts.serial) if parts else None

    return Numbers(parse, scheme.number)


def doc_numbers(known: Mapping[str, Series]) -> Numbers:
    """文号 of these series."""

    def parse(text: str) -> tuple[str, int] | None:
        found = series_of(text, known)
        return (found[0].stem_of(found[1]), found[2]) if found else None

    return Numbers(parse, lambda stem, serial: stem.replace("*", str(serial)))


class Wanted(NamedTuple):
    """A document that is to get a number of a stem. ``order`` says who comes first, the id breaks ties."""

    id: str
    series: str
    stem: str
    year: str
    order: str


def allocate(numbers: Numbers, taken: Iterable[str], wanted: Iterable[Wanted], now: str, origin: str) -> list[Row]:
    """A new row for each of ``wanted``. ``taken`` are all numbers there are, of documents and of the register.

    Raises Exhausted where a stem has no serial left.
    """
    highest = _highest(numbers, taken)
    rows = []
    for want in sorted(wanted, key=lambda want: (want.order, want.id)):
        highest[want.stem] = serial = highest.get(want.stem, 0) + 1
        number = numbers.write(want.stem, serial)
        rows.append(Row(number, want.id, want.series, want.year, str(serial), now, origin))
    return rows


def _highest(numbers: Numbers, taken: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number in taken:
        if parts := numbers.parse(number):
            found[parts[0]] = max(parts[1], found.get(parts[0], 0))
    return found


class Mended(NamedTuple):
    """A register put in order: its rows, what was done (old row, new row or None where it was dropped), and the claims
    that only people can settle, each beside the one that stands against it."""

    rows: tuple[Row, ...]
    done: tuple[tuple[Row, Row | None], ...]
    open: tuple[tuple[Row, Row], ...]


def disputed_claims(rows: Iterable[Row]) -> list[Row]:
    """The rows that share their number with another document, or their document with another number."""
    claims = _claims(rows)
    numbers = Counter(row.number for row in claims)
    ids = Counter(row.id for row in claims if row.origin != VOID)
    return [row for row in claims if numbers[row.number] > 1 or ids[row.id] > 1]


def mend(
    numbers: Numbers,
    rows: Sequence[Row],
    written: Mapping[str, str],
    public: Mapping[str, str],
    entered: Mapping[tuple[str, str], int] | None = None,
) -> Mended:
    """Every number one document's, every document one number.

    ``written`` is the number in the file of each document there is, ``public`` since when documents are known to be
    public, both by id; ``entered`` says of (number, id) which came into the published branch first (the lowest).
    Of those that claim one number it stays with the one that was published first, else with the one known first, else
    with one of an archive or on paper, else with the one registered first. The others get the next serial, unless they
    have another number already, or no file any more. What an archive or paper brought twice is left to people.
    """
    claims = _claims(rows)
    since = {**entered} if entered else {}
    kept, lost, disputed = _settle(claims, public, since)
    done: list[tuple[Row, Row | None]] = []
    result = _one_each(kept, written, since, done)
    having = {row.id for row in result if row.origin != VOID}
    highest = _highest(numbers, [*(row.number for row in claims), *written.values()])
    for row in sorted(lost, key=lambda row: (row.registered, row.id, row.number)):
        parts = numbers.parse(row.number)
        if row.id in having or row.id not in written or row.origin == VOID:
            done.append((row, None))
        elif parts is None:
            disputed.append((row, next(other for other in kept if other.number == row.number)))
        else:
            highest[parts[0]] = serial = highest[parts[0]] + 1
            new = row._replace(number=numbers.write(parts[0], serial), serial=str(serial), line=0)
            result.append(new)
            having.add(row.id)
            done.append((row, new))
    result += [row for row, _ in disputed]
    return Mended(tuple(sorted(result)), tuple(done), tuple(disputed))


def _claims(rows: Iterable[Row]) -> list[Row]:
    """One row for each pair of number and document: void where any says so, the earliest registration."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        other = found.setdefault((row.number, row.id), row)
        if other is not row:
            first = min(row, other, key=lambda row: (row.registered, row[:-1]))
            origin = min(row.origin, other.origin, key=(VOID, PAPER, IMPORTED, GIVEN).index)
            found[row.number, row.id] = first._replace(origin=origin)
    return list(found.values())


def _settle(
    claims: Iterable[Row], public: Mapping[str, str], entered: Mapping[tuple[str, str], int]
) -> tuple[list[Row], list[Row], list[tuple[Row, Row]]]:
    """Whose each number is; the claims that lose it; those that cannot be settled here, with what stands against."""
    by_number: dict[str, list[Row]] = defaultdict(list)
    for row in claims:
        by_number[row.number].append(row)
    kept, lost, disputed = [], [], []
    for claimants in by_number.values():
        first, *others = sorted(claimants, key=lambda row: _rank(row, public, entered))
        kept.append(first)
        for row in others:
            if row.origin in (GIVEN, VOID):
                lost.append(row)
            else:
                disputed.append((row, first))
    return kept, lost, disputed


def _rank(
    row: Row, public: Mapping[str, str], entered: Mapping[tuple[str, str], int]
) -> tuple[int, str, bool, str, str]:
    place = entered.get((row.number, row.id), sys.maxsize)
    return place, public.get(row.id, _NEVER), row.origin not in (IMPORTED, PAPER), row.registered, row.id


def _one_each(
    kept: Sequence[Row],
    written: Mapping[str, str],
    entered: Mapping[tuple[str, str], int],
    done: list[tuple[Row, Row | None]],
) -> list[Row]:
    """Of several numbers of one document all but one become void: the one published first stays, else that in its
    file, else the one registered first."""
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row in kept:
        by_id[row.id].append(row)
    result = [row for row in kept if row.origin == VOID]
    for id_, rows in by_id.items():
        live = [row for row in rows if row.origin != VOID]
        live.sort(
            key=lambda row: (
                entered.get((row.number, row.id), sys.maxsize),
                row.number != written.get(id_),
                row.registered,
                row.number,
            )
        )
        result += live[:1]
        for row in live[1:]:
            void = row._replace(origin=VOID)
            result.append(void)
            done.append((row, void))
    return result


def mend_addresses(urls: Iterable[Address]) -> tuple[Address, ...]:
    """Every address once, with whom it was known first."""
    found: dict[str, Address] = {}
    for address in sorted(urls, key=lambda address: (address.registered, address[:-1])):
        found.setdefault(address.url, address)
    return tuple(found[url] for url in sorted(found))


def public_since(urls: Iterable[Address]) -> dict[str, str]:
    """Since when each document, by id, is known to have been public."""
    found: dict[str, str] = {}
    for address in urls:
        found[address.id] = min(address.registered, found.get(address.id, _NEVER))
    return found
