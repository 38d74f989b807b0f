"""What a crawl keeps of the attachments it read: the head of the answer, the facts, what the checks found.

The bytes are not kept: a few hundred PDFs are more than all pages together. A crawl that begins anew asks with the
validators of the last answer; where the server says that nothing has changed, or the bytes are the same, facts and hits
stand as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor.crawl.database import Database, pack
from auditor.crawl.file_readers import FileReading, unpack_file
from auditor.crawl.response import Response, Validators, validators_of
from auditor.model import FileFacts, LinkState


class FileMemory(msgspec.Struct, frozen=True):
    """What an earlier run, or an earlier round, kept of an attachment that is read in the same way today."""

    response: Response
    link: LinkState
    digest: str
    links: tuple[str, ...]

    @property
    def validators(self) -> Validators:
        """What to ask with, so that the server may say that nothing has changed."""
        return validators_of(self.response.headers)


class KeptFiles:
    """The tables of attachments, over the crawl's file."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def want(self, urls: Iterable[str]) -> None:
        """Note that the site's pages link to these attachments."""
        self._db.executemany("INSERT OR IGNORE INTO wanted (url) VALUES (?)", [(url,) for url in urls])

    def is_wanted(self, url: str) -> bool:
        """Whether it was noted."""
        return self._db.execute("SELECT 1 FROM wanted WHERE url = ?", (url,)).fetchone() is not None

    def show(self, urls: Iterable[str]) -> None:
        """Note that pages show these pictures as part of what they say."""
        self._db.executemany("INSERT OR IGNORE INTO shown VALUES (?)", [(url,) for url in urls])

    def memory(self, url: str, stamp: str) -> FileMemory | None:
        """What was kept of it, under the same way of reading."""
        query = "SELECT response, link, digest, links FROM files WHERE url = ? AND stamp = ?"
        row = self._db.execute(query, (url, stamp)).fetchone()
        if row is None:
            return None
        decode = msgspec.msgpack.decode
        links = decode(row[3], type=tuple[str, ...])
        return FileMemory(decode(row[0], type=Response), decode(row[1], type=LinkState), row[2], links)

    def keep(self, response: Response, link: LinkState, reading: FileReading, stamp: str, judge_stamp: str) -> None:
        """Store what was made of an attachment."""
        head = pack(msgspec.structs.replace(response, body=b""))
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                response.url, stamp, reading.digest, reading.size, " ".join(reading.codes), reading.pictures, head,
                pack(link), pack(reading.links), reading.facts, judge_stamp, reading.hits,
            ),
        )  # fmt: skip

    def keep_on(self, url: str, link: LinkState) -> None:
        """What was kept of it holds for this run, with this verdict on its link."""
        self._db.execute("UPDATE files SET fresh = 1, link = ? WHERE url = ?", (pack(link), url))

    def renew(self) -> None:
        """Begin a new crawl: what was kept is memory until it is found again."""
        self._db.execute("UPDATE files SET fresh = 0")

    def forget_the_gone(self) -> None:
        """Drop what this run did not find."""
        self._db.execute("DELETE FROM files WHERE NOT fresh")

    def read(self) -> tuple[int, int]:
        """How many attachments this run has, and how many bytes they are."""
        number, size = self._db.execute("SELECT count(*), total(size) FROM files WHERE fresh").fetchone()
        return int(number), int(size)

    def facts(self) -> Iterator[FileFacts]:
        """The facts of every attachment, in the order of addresses."""
        for (blob,) in self._db.walk("SELECT url, facts FROM files WHERE url > ? ORDER BY url LIMIT 16"):
            yield unpack_file(blob)

    def file(self, url: str) -> FileFacts | None:
        """The facts of one attachment, where it is kept."""
        row = self._db.execute("SELECT facts FROM files WHERE url = ?", (url,)).fetchone()
        return None if row is None else unpack_file(row[0])

    def judged(self, stamp: str) -> Iterator[tuple[str, bytes | None]]:
        """Each attachment's address, with what its checks found under ``stamp``; None: not judged so."""
        query = (
            "SELECT url, url, CASE WHEN judge_stamp = ? THEN hits END FROM files WHERE url > ? ORDER BY url LIMIT 256"
        )
        yield from self._db.walk(query, first=(stamp,))

    def noticed(self) -> Iterator[tuple[str, int, str]]:
        """Each code of why something was not read, with the number of attachments and the first of them."""
        found: dict[str, list[str]] = {}
        for url, codes in self._db.execute("SELECT url, codes FROM files WHERE codes != '' ORDER BY url"):
            for code in codes.split():
                found.setdefault(code, []).append(url)
        return ((code, len(urls), urls[0]) for code, urls in sorted(found.items()))

    def pictures(self) -> tuple[int, int]:
        """Pictures that nobody has read: on pages, and in attachments."""
        query = "SELECT count(*) FROM shown WHERE url NOT IN (SELECT url FROM files)"
        inside = self._db.execute("SELECT total(pictures) FROM files").fetchone()[0]
        return int(self._db.execute(query).fetchone()[0]), int(inside)

    def leave(self, url: str) -> None:
        """Note that a bound keeps an attachment from being read."""
        self._db.execute("UPDATE wanted SET left = 1 WHERE url = ?", (url,))

    def left(self) -> tuple[int, str]:
        """The attachments that a bound kept from being read: how many, and the first of them."""
        number, first = self._db.execute("SELECT count(*), min(url) FROM wanted WHERE left").fetchone()
        return int(number), first or ""
