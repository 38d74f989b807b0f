"""A statement as it was judged sound: whole for its own pages, in brief for all others and for the next build."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from plugins.village_finance.kinds import KINDS, Kind
from plugins.village_finance.layout import Told
from plugins.villages import finance_url
from standards.village_rhythm import in_words

FILES = ("xlsx", "csv")
"""The kinds of files in which a statement can be had."""


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A line of the table: what it is (``layout.ROW`` and others), and the texts to print in the order of the heads;
    amounts in 元 (1234.50), days as YYYY-MM-DD."""

    mark: str
    cells: tuple[str, ...]


class Statement(msgspec.Struct, frozen=True, array_like=True):
    """The keys of its heads, its lines in the file's order, who signed (label, name), what is noted below."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    signed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A short value that differs when anything shown does."""
        return blake2b(msgspec.msgpack.encode(self), digest_size=12).hexdigest()


class Brief(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What others must know of a statement.

    ``path`` is the file below content/, ``sheet`` the sheet in it (empty in a CSV file). Amounts are in 分: ``opening``
    and ``closing`` of money that runs on (None: not said), ``totals`` of every amount by key, ``groups`` the same by
    class where the kind tells them apart, ``year`` what the table says of the year so far: line, column, key, amount.
    ``latest`` is the last day of a row, ``signed`` that of the signature (YYYY-MM-DD, or empty), ``shown`` the digest
    of the Statement, ``remarks`` what is worth asking.
    """

    path: str
    sheet: str
    village: str
    period: str
    kind: str
    title: str
    shown: str
    first_line: int = 0
    opening: int | None = None
    closing: int | None = None
    totals: dict[str, int] = {}
    groups: dict[str, dict[str, int]] = {}
    year: tuple[tuple[int, int, str, int], ...] = ()
    latest: str = ""
    latest_line: int = 0
    signed: str = ""
    remarks: tuple[Told, ...] = ()

    @property
    def url(self) -> str:
        """Root-relative address of its page; its files have the same with another ending."""
        return f"{finance_url(self.village)}{self.period}-{KINDS[self.kind].id}.html"

    @property
    def public(self) -> Brief:
        """What pages other than its own may show of it: without its file, its lines, and what only its judges ask."""
        return msgspec.structs.replace(
            self, path="", sheet="", title="", shown="", first_line=0, year=(), latest="", latest_line=0, remarks=()
        )

    @property
    def of(self) -> Kind:
        """Its kind."""
        return KINDS[self.kind]

    @property
    def name(self) -> str:
        """2026年第三季度收支明细."""
        return f"{in_words(self.period)}{self.kind}"


def file_url(page: str, kind: str) -> str:
    """The address of a statement's file, by that of its page; ``kind`` is one of FILES."""
    return f"{page.removesuffix('.html')}.{kind}"
