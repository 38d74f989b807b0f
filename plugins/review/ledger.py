"""The ledger: one small file for each approval, in ``_registry/reviews/<month>/``, so that branches merge.

A file is a JSON object, then the signature over exactly those bytes, as OpenSSH makes it: whoever has neither this
program nor trust in it cuts the file at the first dashes and runs ``ssh-keygen -Y verify -n gongkai-review``.
"""

from __future__ import annotations

import functools
import json
import os
import stat
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from plugins.build.problems import Problem
from plugins.review.signature import BEGIN
from plugins.review.steps import STEPS, number
from plugins.site import parse_now

FOLDER = "_registry/reviews"
SCANS = f"{FOLDER}/scans"
SUFFIX = ".review"
LIMIT = 64 * 1024
_CURE = "审签记录由 desk approve 写成，不能手工改动：请从版本库取回原来的文件，或请审签人重新运行 desk approve"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One approval. ``digest`` is the sha256 of the document's bytes, ``files`` that of each file it shows or
    attaches; ``at`` ISO 8601 with its zone. ``recorder`` is who entered, and signed, what ``person`` signed on a sheet
    (``sheet``, its number; ``scan``, the picture's path below content/, ``scan_digest``)."""

    document: str
    path: str
    title: str
    step: str
    person: str
    role: str
    at: str
    digest: str
    skeleton: str
    files: dict[str, str] = {}
    recorder: str = ""
    sheet: str = ""
    scan: str = ""
    scan_digest: str = ""
    on_behalf_of: str = ""
    emergency: bool = False
    reason: str = ""
    note: str = ""

    @property
    def moment(self) -> datetime | None:
        """``at``; None where it is no time."""
        return _moment(self.at)

    @property
    def signer(self) -> str:
        """Whose key has to have signed."""
        return self.recorder or self.person


@functools.lru_cache(maxsize=1 << 18)  # asked for several times of each entry
def _moment(at: str) -> datetime | None:
    return parse_now(at) if "T" in at else None


_decoder = msgspec.json.Decoder(Entry)


@dataclass(frozen=True)
class Record:
    """An entry, the file it stands in (below content/), the very bytes that were signed, and their signature."""

    path: str
    entry: Entry
    payload: bytes
    armor: str


def write_out(entry: Entry) -> bytes:
    """The bytes that are signed: indented, so that a person can read them and git can merge."""
    fields = {key: value for key, value in msgspec.structs.asdict(entry).items() if value not in ("", {}, False)}
    return (json.dumps(fields, ensure_ascii=False, indent=1) + "\n").encode()


def place_of(entry: Entry) -> str:
    """Where an entry stands below content/: by month, document, step, person and what was approved."""
    mark = sha256(f"{entry.digest} {entry.at} {sorted(entry.files.items())}".encode()).hexdigest()[:12]
    name = f"{entry.document}.{number(entry.step)}.{entry.person}.{mark}{SUFFIX}"
    return f"{FOLDER}/{entry.at[:7]}/{name}"


def document_of(path: str) -> str:
    """The document that an entry's file is named after."""
    return path.rpartition("/")[2].partition(".")[0]


def is_entry(path: str) -> bool:
    """Whether a file of the registry is one of ours."""
    return path.startswith(f"{FOLDER}/") and path.endswith(SUFFIX)


def read_record(path: str, data: bytes, shown: str) -> Record | Problem:
    """Take apart a file of the ledger. Line ends that git changed on its way through Windows are put back."""
    payload, begin, armor = data.replace(b"\r\n", b"\n").partition(BEGIN.encode())
    if not begin:
        return Problem(shown, 0, 0, "审签记录没有签名", _CURE)
    try:
        entry = _decoder.decode(payload)
        signature = (begin + armor).decode("ascii")
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Problem(shown, 0, 0, "审签记录读不懂", _CURE)
    if entry.step not in STEPS or entry.moment is None:
        return Problem(shown, 0, 0, "审签记录的步骤或时间不对", _CURE)
    if entry.document != document_of(path):
        what = f"审签记录是文档“{entry.document}”的，文件名却写着“{document_of(path)}”"
        return Problem(shown, 0, 0, what, _CURE)
    return Record(path, entry, payload, signature)


def read_file(root: Path, path: str, shown: str) -> Record | Problem:
    """Read a file of the ledger."""
    try:
        handle = os.open(root / path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return Problem(shown, 0, 0, "不是普通文件", "请删去它")
            data = stream.read(LIMIT + 1)
    except OSError as error:
        return Problem(shown, 0, 0, f"审签记录读不了（{error.strerror}）", "请检查文件权限")
    if len(data) > LIMIT:
        return Problem(shown, 0, 0, "审签记录太大，没有读取", _CURE)
    return read_record(path, data, shown)
