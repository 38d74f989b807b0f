"""What a crawl keeps of the pages it read: the answer, its facts, where it leads, what the page checks found on it.

A crawl that begins anew over a finished one keeps this as its memory: see ``Memory``.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec
import zstandard

from auditor.crawl.database import Database, pack
from auditor.crawl.reading import PageLinks, Reading
from auditor.crawl.response import Response, Validators, validators_of
from auditor.model import PageFacts, PageHead


class Memory(msgspec.Struct, frozen=True):
    """What an earlier run kept of a page, with its body: the verdict on an answer looks at what it shows."""

    response: Response
    digest: str
    fits: bool
    """Whether its facts, too, hold for this run: same way of reading, same depth."""

    @property
    def validators(self) -> Validators:
        """What to ask with, so that the server may say that nothing has changed."""
        return validators_of(self.response.headers)


class KeptPages:
    """The tables of what was read, over the crawl's file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def memory(self, url: str, depth: int, stamp: str) -> Memory | None:
        """What an earlier run kept of the page, for a run that reads it at this depth and in the way of ``stamp``."""
        query = "SELECT response, body, digest, stamp, depth FROM kept WHERE url = ?"
        row = self._db.execute(query, (url,)).fetchone()
        if row is None:
            return None
        head = msgspec.msgpack.decode(row[0], type=Response)
        response = msgspec.structs.replace(head, body=zlib.decompress(row[1]), settled=False)
        return Memory(response, row[2], row[3:] == (stamp, depth))

    def keep(self, url: str, reading: Reading, depth: int, stamp: str, judge_stamp: str) -> None:
        """Store what was made of a page."""
        self._db.execute(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                url, stamp, depth, reading.digest, reading.kind,
                reading.response, reading.anchors, reading.links, reading.body, reading.facts,
            ),
        )  # fmt: skip
        if reading.rendered:
            self._db.execute("INSERT OR REPLACE INTO rendered VALUES (?, ?)", (url, reading.rendered))
        else:
            self._db.execute("DELETE FROM rendered WHERE url = ?", (url,))
        self.keep_hits(url, judge_stamp, reading.hits)

    def answer(self, url: str) -> tuple[Response, int]:
        """The answer behind a page's facts with its body, and the page's depth.

        Of an address with a fragment, which is never asked for, it is the answer of the page without.
        """
        query = "SELECT response, body, rank / 2 FROM kept, pages WHERE kept.url = ? AND pages.url = ?"
        own, mark, _ = url.partition("#")
        head, body, depth = self._db.execute(query, (own, url)).fetchone()
        found = msgspec.msgpack.decode(head, type=Response)
        if mark:
            found = msgspec.structs.replace(found, url=url, final_url=url, hops=())
        return msgspec.structs.replace(found, body=zlib.decompress(body), settled=False), depth

    def keep_response(self, url: str, response: Response) -> None:
        """Store the head of a newer answer with the same page."""
        head = pack(msgspec.structs.replace(response, body=b""))
        self._db.execute("UPDATE kept SET response = ? WHERE url = ?", (head, url))

    def keep_hits(self, url: str, stamp: str, hits: bytes) -> None:
        """Store what the page checks found on a page, under the stamp of the checks and their rules."""
        self._db.execute("INSERT OR REPLACE INTO judged VALUES (?, ?, ?)", (url, stamp, hits))

    def keep_all_hits(self, stamp: str, found: Iterable[tuple[str, bytes]]) -> None:
        """The same for many pages at once."""
        with self._db.together():
            for url, hits in found:
                self.keep_hits(url, stamp, hits)

    def keep_stamp(self, stamp: str, checks: Mapping[str, str]) -> None:
        """Store what a stamp stands for, each check's own, and forget those under which nothing is kept any more."""
        with self._db.together():
            self._db.execute("DELETE FROM stamps WHERE stamp NOT IN (SELECT DISTINCT stamp FROM judged)")
            self._db.execute("INSERT OR REPLACE INTO stamps VALUES (?, ?)", (stamp, pack(dict(checks))))

    def links_of(self, url: str) -> PageLinks:
        """Where a kept page leads."""
        (blob,) = self._db.execute("SELECT links FROM kept WHERE url = ?", (url,)).fetchone()
        return msgspec.msgpack.decode(blob, type=PageLinks)

    def facts(self, kind: str = "", linking_to: Collection[str] | None = None) -> Iterator[PageFacts]:
        """The facts of every HTML page answered with 200, in the order of addresses.

        Only of a ``kind`` where given, and only of pages that link to one of ``linking_to`` (see ``Site.pages``).
        """
        if linking_to is not None:
            for url in self._linking(linking_to):
                yield self.page(url) or _lost(url)
            return
        query = "SELECT url, facts FROM kept WHERE url > ? AND (kind = ? OR ? = '') ORDER BY url LIMIT 32"
        for (blob,) in self._db.walk(query, more=(kind, kind)):
            yield msgspec.msgpack.decode(blob, type=PageFacts)

    def heads(self) -> Iterator[PageHead]:
        """What each of ``facts`` says of itself."""
        decode = msgspec.msgpack.Decoder(PageHead).decode
        for (blob,) in self._db.walk("SELECT url, facts FROM kept WHERE url > ? ORDER BY url LIMIT 64"):
            yield decode(blob)

    def addresses(self, kind: str) -> Iterator[str]:
        """The addresses of the pages of a kind, in order."""
        query = "SELECT url, url FROM kept WHERE url > ? AND kind = ? ORDER BY url LIMIT 256"
        for (url,) in self._db.walk(query, more=(kind,)):
            yield url

    def page(self, url: str) -> PageFacts | None:
        """The facts of one page, where it is kept."""
        row = self._db.execute("SELECT facts FROM kept WHERE url = ?", (url,)).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=PageFacts)

    def _linking(self, addresses: Collection[str]) -> Iterator[str]:
        wanted = frozenset(addresses)
        if not wanted:
            return
        for url, blob in self._db.walk("SELECT url, url, links FROM kept WHERE url > ? ORDER BY url LIMIT 64"):
            links = msgspec.msgpack.decode(blob, type=PageLinks)
            if not all(map(wanted.isdisjoint, (links.followed, links.checked, links.marks))):
                yield url

    def linkers(self, addresses: Collection[str]) -> dict[str, list[str]]:
        """The pages that link to each of some addresses, in order."""
        found: dict[str, list[str]] = {address: [] for address in addresses}
        if found:
            for url, blob in self._db.walk("SELECT url, url, links FROM kept WHERE url > ? ORDER BY url LIMIT 64"):
                links = msgspec.msgpack.decode(blob, type=PageLinks)
                for address in dict.fromkeys((*links.followed, *links.checked)):
                    if address in found:
                        found[address].append(url)
        return found

    def judged(self) -> Iterator[tuple[str, str | None, bytes]]:
        """Each kept page's address, the stamp under which it was judged, and the hits; None and none: not judged."""
        yield from self._db.walk(
            "SELECT kept.url, kept.url, judged.stamp, ifnull(judged.hits, x'') FROM kept "
            "LEFT JOIN judged USING (url) WHERE kept.url > ? ORDER BY kept.url LIMIT 256"
        )

    def stamps(self) -> dict[str, dict[str, str]]:
        """By the stamp of all page checks the stamp that each of them had."""
        rows = self._db.execute("SELECT stamp, checks FROM stamps")
        return {stamp: msgspec.msgpack.decode(checks, type=dict[str, str]) for stamp, checks in rows}

    def responses(self) -> Iterator[Response]:
        """The answer behind each of ``facts``, with its body and what it was rendered to: facts can be taken again
        without a fetch."""
        query = (
            "SELECT kept.url, response, body, document FROM kept LEFT JOIN rendered USING (url) "
            "WHERE kept.url > ? ORDER BY kept.url LIMIT 64"
        )
        for head, body, document in self._db.walk(query):
            yield msgspec.structs.replace(
                msgspec.msgpack.decode(head, type=Response),
                body=zlib.decompress(body),
                rendered=zstandard.decompress(document).decode() if document else "",
            )

    def forget_the_gone(self) -> None:
        """Drop what an earlier run kept of pages that this one did not find, or not as pages."""
        with self._db.together():
            for table in ("kept", "judged", "rendered"):
                self._db.execute(f"DELETE FROM {table} WHERE url NOT IN (SELECT url FROM pages WHERE kept)")  # noqa: S608

    def keep_sheet(self, sheet: PageFacts) -> None:
        """Store the facts of a style sheet."""
        self._db.execute("INSERT OR REPLACE INTO sheets VALUES (?, ?)", (sheet.url, pack(sheet)))

    def sheets(self) -> Iterator[PageFacts]:
        """The style sheets kept, in the order of addresses."""
        for (blob,) in self._db.walk("SELECT url, facts FROM sheets WHERE url > ? ORDER BY url LIMIT 64"):
            yield msgspec.msgpack.decode(blob, type=PageFacts)


def _lost(url: str) -> PageFacts:
    raise LookupError(f"{url} was kept a moment ago")
