"""A process that reads attachments, with so much memory and time and no more: a file made to hurt hurts only it.

It is asked over a pipe by whichever thread has a file. Where it does not answer in time, or dies, it is ended, and of
the file is told that it could not be read; the next file finds a fresh one.
"""

from __future__ import annotations

import contextlib
import signal
import zlib
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import msgspec

from auditor.crawl.reading import JudgeFile, Method, pack_hits
from auditor.crawl.response import Response
from auditor.crawl.sessions import without_session
from auditor.crawl.url import Origins
from auditor.crawl.workers import Workers
from auditor.facts.file import EYES_SECONDS, of_bytes, read_file
from auditor.model import FileFacts, Unread
from jobs.memory import take_at_most
from standards.documents.eyes import Reader

SECONDS = 40.0
"""Of the clock for one file. The reader itself stops after half of it, unless a library does not come back."""
LAST_PICTURE = 180.0
"""Of the clock: what the last picture of a file may take, where pictures are read."""
START = 120.0
"""Of the clock: what a process may take to begin."""
MEMORY = 1024 * 1024 * 1024
"""Bytes that the process may take beyond what it begins with."""
MOST_FILES = 200
"""Files that a process reads before a fresh one takes its place: libraries keep what they have once had."""
PLAIN = 256 * 1024
"""Bytes of a text in rows up to which it cannot harm who reads it: a process would take longer than the file."""

TOO_MUCH = Unread("killed", "读它要用的时间或内存太多，没有看完", "请确认文件能正常打开，重新导出后替换，或由专人看过")

FAILED = Unread("failed", "本程序读它时出错，没有检查", "请由专人查看，并把文件发给本程序的维护者")

_READY = b"+"


class FileReading(msgspec.Struct, frozen=True, array_like=True):
    """An attachment as it is kept, packed where it was read."""

    digest: str
    size: int
    links: tuple[str, ...]
    """Where it leads, each address once."""
    codes: tuple[str, ...]
    """Why it, or some of it, was not read."""
    pictures: int
    facts: bytes
    """A FileFacts, MessagePack and zlib."""
    hits: bytes


class FileMethod(msgspec.Struct, frozen=True):
    """As much of a Method as reading attachments takes: the rest may not travel to another process."""

    judge: JudgeFile | None
    origins: tuple[tuple[str, str], ...]
    eyes: Reader | None = None
    """What reads the writing in pictures, where that is wanted."""


def pack_file(method: FileMethod, file: FileFacts) -> FileReading:
    """Judge an attachment and pack what is kept of it."""
    origins = Origins(method.origins)
    links = tuple(
        msgspec.structs.replace(link, url=without_session(origins.to_canonical(link.url))) for link in file.links
    )
    file = msgspec.structs.replace(file, links=links)
    hits = method.judge(file) if method.judge else []
    return FileReading(
        digest=file.digest,
        size=file.size,
        links=tuple(dict.fromkeys(link.url for link in links)),
        codes=_codes(file),
        pictures=file.pictures,
        facts=zlib.compress(msgspec.msgpack.encode(file), 1),
        hits=pack_hits(hits),
    )


def _codes(file: FileFacts) -> tuple[str, ...]:
    """Why it was not read; a scan whose pictures were all read has been."""
    codes = [flaw.code for flaw in file.unread if flaw.code != "scan" or file.pictures]
    return tuple(dict.fromkeys([*codes, file.truncated] if file.truncated else codes))


def unpack_file(facts: bytes) -> FileFacts:
    """The facts that were packed."""
    return msgspec.msgpack.decode(zlib.decompress(facts), type=FileFacts)


class _Worker:
    def __init__(self, method: FileMethod, memory: int) -> None:
        context = get_context("forkserver")  # forking a process whose threads hold locks can deadlock
        context.set_forkserver_preload(["auditor.crawl.readers", "auditor.judging", "auditor.preloaded"])
        self._pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_work, args=(theirs, method, memory), daemon=True)
        self.process.start()
        theirs.close()
        self.read = 0
        self._ready = False

    def ask(self, response: Response, fault: str, seconds: float) -> FileReading | None:
        """None where it took too long, or has died."""
        self.read += 1
        try:
            self._pipe.send_bytes(msgspec.msgpack.encode((response, fault)))
            if not self._ready and not self._begun():
                return None
            if not self._pipe.poll(seconds):
                return None
            return msgspec.msgpack.decode(self._pipe.recv_bytes(), type=FileReading)
        except (EOFError, OSError, msgspec.DecodeError):
            return None

    def _begun(self) -> bool:
        """Wait until the process has started, which on a busy machine may take longer than any file."""
        self._ready = self._pipe.poll(START) and self._pipe.recv_bytes() == _READY
        return self._ready

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        with contextlib.suppress(OSError):
            self._pipe.close()


class FileReaders:
    """Reads attachments for the threads of a crawl, on ``processes`` processes."""

    def __init__(
        self,
        method: Method,
        processes: int = 1,
        *,
        eyes: Reader | None = None,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._method = FileMethod(method.judge_file, method.origins, eyes)
        self._seconds, self._memory = seconds + (EYES_SECONDS + LAST_PICTURE if eyes else 0), memory
        self._workers = Workers(max(processes, 1), lambda: _Worker(self._method, self._memory))

    def read(self, response: Response, fault: str = "") -> FileReading:
        """Read an attachment. ``fault`` is the reason code of its link where that says what is wrong with it."""
        if fault or response.truncated or not response.body or _is_plain(response):
            return _read(self._method, response, fault)
        with self._workers.place() as place:
            if place.worker is not None and place.worker.read >= MOST_FILES:
                place.drop()
            reading = place.take().ask(response, fault, self._seconds)
            if reading is None:
                place.drop()
        return reading or _unread(self._method, response, TOO_MUCH)

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        self._workers.close()


def _is_plain(response: Response) -> bool:
    body = response.body
    return (
        len(body) <= PLAIN and b"\0" not in body and not body.lstrip().startswith((b"%PDF", b"PK", b"{\\rtf", b"\xff"))
    )


def _read(method: FileMethod, response: Response, fault: str) -> FileReading:
    try:
        file = read_file(
            response.url,
            response.headers,
            response.body,
            truncated=response.truncated,
            fault=fault,
            eyes=method.eyes,
        )
        return pack_file(method, file)
    except Exception as error:  # noqa: BLE001 - no file, whatever is in it, may end an audit
        if isinstance(error, MemoryError):
            return _unread(method, response, TOO_MUCH)
        return _unread(
            method, response, msgspec.structs.replace(FAILED, what=f"{FAILED.what}（{type(error).__name__}）")
        )


def _unread(method: FileMethod, response: Response, why: Unread) -> FileReading:
    file = of_bytes(response.url, response.headers, response.body)
    return pack_file(FileMethod(None, method.origins), msgspec.structs.replace(file, unread=(why,)))


def _work(pipe: Connection, method: FileMethod, memory: int) -> None:
    """Runs in the process: read files until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crawl's to answer; it ends its workers
    take_at_most(memory)
    asked = msgspec.msgpack.Decoder(tuple[Response, str])
    with contextlib.suppress(EOFError, OSError, MemoryError):  # the crawl is over; or it is too much: told by dying
        pipe.send_bytes(_READY)
        while True:
            response, fault = asked.decode(pipe.recv_bytes())
            pipe.send_bytes(msgspec.msgpack.encode(_read(method, response, fault)))
