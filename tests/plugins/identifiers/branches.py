"""A county's registers as branches see them, without files: what git, desk and the web server each do to them.

Merging is that of lines: what either side added is there, what either side took away is not, and nothing is told apart
from anything else. The public is whoever read the main branch at some moment.
"""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from plugins.identifiers.ledger import Wanted, allocate, index_numbers, mend, mend_addresses, public_since
from plugins.identifiers.registry import GIVEN, INDEX, URLS, VOID, Address, Row, as_text
from standards.index_numbers import NATIONAL, read_scheme

SCHEME = read_scheme(NATIONAL)
FRONTS = {"xzfb": "009990020", "czj": "009990063"}
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Document:
    """``number`` is what its file says."""

    id: str
    unit: str
    folder: str
    number: str = ""

    @property
    def url(self) -> str:
        return f"/{self.folder}/2026-11/{self.id}.html"


@dataclass
class Branch:
    """Documents by id, and the lines of the two registers."""

    documents: dict[str, Document] = field(default_factory=dict)
    rows: frozenset[Row] = frozenset()
    urls: frozenset[Address] = frozenset()
    base: Branch | None = None


class Repository:
    """Branches, ``main`` the first, and what the public has seen."""

    def __init__(self) -> None:
        self.branches = {"main": Branch()}
        self.minute = 0
        self.published: dict[str, str] = {}
        self.answered: dict[str, str] = {}
        self.entered: dict[tuple[str, str], int] = {}
        self.ids = 0

    @property
    def now(self) -> str:
        self.minute += 1
        return f"2026-11-{20 + self.minute // 1440:02} {self.minute // 60 % 24:02}:{self.minute % 60:02}"

    def add(self, name: str, unit: str, folder: str) -> None:
        self.ids += 1
        made = Document(f"d-{self.ids}", unit, folder)
        self.branches[name].documents[made.id] = made

    def copy_file(self, name: str, nth: int) -> None:
        """A file copied under a new id, its number with it."""
        branch = self.branches[name]
        if branch.documents:
            self.ids += 1
            like = sorted(branch.documents.values(), key=lambda d: d.id)[nth % len(branch.documents)]
            branch.documents[f"d-{self.ids}"] = Document(f"d-{self.ids}", like.unit, like.folder, like.number)

    def move(self, name: str, nth: int, folder: str) -> None:
        branch = self.branches[name]
        if branch.documents:
            meant = sorted(branch.documents)[nth % len(branch.documents)]
            old = branch.documents[meant]
            branch.documents[meant] = Document(old.id, old.unit, folder, old.number)

    def delete(self, name: str, nth: int) -> None:
        branch = self.branches[name]
        if branch.documents:
            del branch.documents[sorted(branch.documents)[nth % len(branch.documents)]]

    def split(self, name: str) -> None:
        main = self.branches["main"]
        branch = Branch(dict(main.documents), main.rows, main.urls)
        branch.base = copy.copy(branch)
        branch.base.documents = dict(branch.documents)
        self.branches[name] = branch

    def register(self, name: str) -> None:
        """``desk register``: registered numbers written, new ones given, addresses noted."""
        branch, now = self.branches[name], self.now
        live = {row.id: row for row in branch.rows if row.origin != VOID}
        taken = {row.number for row in branch.rows}
        wanted = []
        for found in branch.documents.values():
            if found.id in live and not found.number:
                self._write(branch, found, live[found.id].number)
            elif found.id not in live and found.number not in taken:
                stem = SCHEME.stem_of(FRONTS[found.unit], DAY)
                wanted.append(Wanted(found.id, found.unit, stem, "2026", "2026-11-20 09:00"))
        numbers = [*taken, *(found.number for found in branch.documents.values() if found.number)]
        rows = allocate(index_numbers(SCHEME), numbers, wanted, now, GIVEN)
        for row in rows:
            self._write(branch, branch.documents[row.id], row.number)
        branch.rows = branch.rows.union(rows)
        self._note(branch, now)

    def mend(self, name: str) -> None:
        """``desk register --mend``, then the copies it gives new numbers."""
        branch = self.branches[name]
        written = {found.id: found.number for found in branch.documents.values()}
        done = mend(index_numbers(SCHEME), sorted(branch.rows), written, public_since(branch.urls), self.entered)
        assert not done.open
        branch.rows = frozenset(row._replace(line=0) for row in done.rows)
        branch.urls = frozenset(address._replace(line=0) for address in mend_addresses(branch.urls))
        owner = {row.number: row.id for row in branch.rows}
        live = {row.id: row for row in branch.rows if row.origin != VOID}
        for found in list(branch.documents.values()):
            if found.id in live:
                self._write(branch, found, live[found.id].number)
            elif owner.get(found.number, found.id) != found.id:
                self._write(branch, found, "")
        self.register(name)

    def merge(self, name: str) -> None:
        """Merge a branch into main, mend, and forget the branch."""
        theirs = self.branches.pop(name, None)
        if theirs is None or theirs.base is None:
            return
        main, base = self.branches["main"], theirs.base
        main.rows = _merged(base.rows, main.rows, theirs.rows)
        main.urls = _merged(base.urls, main.urls, theirs.urls)
        for id_ in {*main.documents, *theirs.documents, *base.documents}:
            ours, was, new = main.documents.get(id_), base.documents.get(id_), theirs.documents.get(id_)
            if new != was and (ours == was or ours is None or new is None):
                ours = new
            if ours is None:
                main.documents.pop(id_, None)
            else:
                main.documents[id_] = ours
        self.mend("main")
        self.check("main")

    def race(self, name: str, count: int, folder: str, branch_first: bool) -> None:
        """A branch and main give numbers at the same time, and main is published before the branch is merged."""
        self.split(name)
        for side in (name, "main"):
            for _ in range(count):
                self.add(side, "czj", folder)
        for side in (name, "main") if branch_first else ("main", name):
            self.register(side)
        self.publish()

    def publish(self) -> None:
        """The main branch goes online, if a build lets it: then it holds to what was said before."""
        main = self.branches["main"]
        self.register("main")
        self.mend("main")
        self.check("main")
        for row in main.rows:
            self.entered.setdefault((row.number, row.id), self.minute)
        for found in main.documents.values():
            self.published.setdefault(found.id, found.number)
            self.answered[found.url] = found.id

    def check(self, name: str) -> None:
        """What must hold after every mend."""
        branch = self.branches[name]
        numbers = Counter(row.number for row in branch.rows)
        assert max(numbers.values(), default=1) == 1
        live = {row.id: row.number for row in branch.rows if row.origin != VOID}
        assert len(live) == sum(row.origin != VOID for row in branch.rows)
        assert {found.id: found.number for found in branch.documents.values()} == {
            id_: live[id_] for id_ in branch.documents
        }
        for id_, number in self.published.items():
            assert live[id_] == number, "a published number was changed or taken away"
        assert as_text(INDEX, branch.rows) == as_text(INDEX, sorted(branch.rows, reverse=True))
        assert as_text(URLS, branch.urls) == as_text(URLS, set(branch.urls))

    def _note(self, branch: Branch, now: str) -> None:
        known = {address.url for address in branch.urls}
        new = [Address(d.url, d.id, now, GIVEN) for d in branch.documents.values() if d.url not in known]
        branch.urls = branch.urls.union(new)

    @staticmethod
    def _write(branch: Branch, found: Document, number: str) -> None:
        branch.documents[found.id] = Document(found.id, found.unit, found.folder, number)


def _merged(base, ours, theirs):
    return (ours | theirs) - (base - ours) - (base - theirs)
