"""An attachment: what is written in it, what nobody sees, where it leads, what it says of itself.

The bytes are read by ``standards.documents``, the same reader as that of the gate before publishing.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from urllib.parse import unquote

import msgspec

from auditor.crawl.url import resolve
from auditor.facts.cells import tables_of
from auditor.model import FileFacts, Hidden, Link, Locator, PageFacts, TextBlock, Unread
from standards.documents import Flaw, Limits, Piece, Place, Reading, read
from standards.documents.eyes import Reader, is_legible
from standards.documents.reading import INNER

LIMITS = Limits(
    size=64 * 1024 * 1024, unpacked=100 * 1024 * 1024, part=24 * 1024 * 1024, pieces=100_000, characters=5_000_000,
    pages=1000, pictures=100, seconds=20.0,
)  # fmt: skip
"""Of one attachment: less than the gate takes, since what comes from outside may be made to hurt."""

MOST_OF_A_CODE = 5
"""Reasons of one kind for which parts of a file were not read that are kept."""
MOST_PICTURES = 40
"""Pictures of one file that are read, where pictures are read at all."""
EYES_SECONDS = 120.0
"""Of the clock, after which no further picture of a file is begun."""

_PROPERTY = re.compile(r"(?:文件属性|照片信息)“(.+)”\Z")
_UNSEEN = ("文件内部", "名称管理器")
_NAME = re.compile(r"filename\*\s*=\s*(?:UTF-8|utf-8)''([^;]+)|filename\s*=\s*(?:\"([^\"]*)\"|([^;]+))", re.I)
_LONGEST_NAME = 40
_SHOWN = 80
"""Characters of a hidden piece that are kept to show it."""
_FILES_NOTICED = 100


def read_file(
    url: str,
    headers: tuple[tuple[str, str], ...],
    body: bytes,
    *,
    truncated: str = "",
    fault: str = "",
    eyes: Reader | None = None,
) -> FileFacts:
    """The facts of an attachment. Never raises, whatever the bytes are, but takes what time and memory they cost.

    ``eyes`` read what is written in its pictures; without them pictures are counted.
    """
    facts = of_bytes(url, headers, body, truncated=truncated, fault=fault)
    if truncated or fault or not body:
        return facts
    reading = read(facts.name, body, LIMITS)
    written, pictures = _in_pictures(reading, eyes)
    return msgspec.structs.replace(
        facts,
        kind=reading.kind,
        parts=reading.parts,
        blocks=(*(_block(piece) for piece in reading.pieces if not _property(piece.place)), *written),
        tables=tuple(tables_of(reading.pieces)),
        links=tuple(_links(url, reading)),
        properties=tuple((label, piece.text) for piece in reading.pieces if (label := _property(piece.place))),
        hidden=tuple(_hidden(reading.pieces)),
        names=tuple(reading.names[:_FILES_NOTICED]),
        changes=reading.changes,
        pictures=pictures,
        unread=tuple(_unread(flaw, body) for flaw in _few(reading.flaws)),
    )


def of_bytes(
    url: str, headers: tuple[tuple[str, str], ...], body: bytes, *, truncated: str = "", fault: str = ""
) -> FileFacts:
    """What is known of an attachment without a look inside."""
    named = dict(reversed(headers))
    return FileFacts(
        url=url,
        name=name_of(url, named.get("content-disposition", "")),
        content_type=named.get("content-type", ""),
        size=len(body),
        digest=blake2b(body, digest_size=16).hexdigest(),
        truncated=truncated,
        fault=fault,
    )


def name_of(url: str, disposition: str) -> str:
    """What a browser saves it as (RFC 6266: filename* before filename), without a folder."""
    name = ""
    for found in _NAME.finditer(disposition[:2000]):
        if found[1]:
            name = unquote(found[1])
            break
        name = name or _decoded(found[2] or found[3] or "")
    name = name or unquote(url.partition("?")[0])
    return re.split(r"[/\\]", name)[-1].strip()[:200]


def _decoded(name: str) -> str:
    """A name as servers send it: bytes of UTF-8 or GB 18030 that arrived as Latin-1, or percent-encoded."""
    try:
        raw = name.encode("latin-1")
    except UnicodeEncodeError:
        return unquote(name)
    for coding in ("utf-8", "gb18030"):
        try:
            return unquote(raw.decode(coding))
        except UnicodeDecodeError:
            continue
    return name


def called(file: FileFacts) -> str:
    """What a message calls an attachment: 附件“2026年预算.docx”."""
    name = file.name or file.url.rpartition("/")[2]
    return f"附件“{name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 9] + '…' + name[-8:]}”"


def as_page(file: FileFacts, *, seen_only: bool = False) -> PageFacts:
    """The passages of an attachment as a page, for checks of words and privacy; without those that nobody sees.

    Its title is what the file is called and how it begins: a list in a workbook is of what the row above it says.
    """
    blocks = tuple(block for block in file.blocks if block.kind == "text") if seen_only else file.blocks
    title = " ".join([file.name, *(block.text[:200] for block in file.blocks[:5])])
    return PageFacts(url=file.url, status=200, kind="content", title=title, blocks=blocks, tables=file.tables)


def _few(flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """The first of each code: an archive of a thousand archives has one fault."""
    seen: Counter[str] = Counter()
    for flaw in flaws:
        seen[flaw.code] += 1
        if seen[flaw.code] <= MOST_OF_A_CODE:
            yield flaw


def _unread(flaw: Flaw, body: bytes) -> Unread:
    """A zip without its directory, which stands at the end, is not there to its end: no program opens it."""
    cut = flaw.code == "damaged" and body.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(io.BytesIO(body))
    return (
        Unread("truncated", "文件不完整，后面的部分没有了，打不开", flaw.cure)
        if cut
        else Unread(flaw.code, flaw.what, flaw.cure)
    )


def _property(place: Place) -> str:
    """The property that a piece is, or empty."""
    if place.hidden == "XMP":
        return "XMP"
    found = _PROPERTY.search(place.part)
    return found[1] if found else ""


def _block(piece: Piece) -> TextBlock:
    unseen = bool(piece.place.hidden) or piece.place.part.startswith(_UNSEEN)
    return TextBlock(
        text=" ".join(piece.text.split()),
        tag="td" if piece.place.column else "p",
        kind="attribute" if unseen else "text",
        locator=Locator(selector=str(piece.place)),
    )


def _in_pictures(reading: Reading, eyes: Reader | None) -> tuple[list[TextBlock], int]:
    """What is written in pictures, of ``kind`` ``alt`` since a program has read it; and how many were not read."""
    written: list[TextBlock] = []
    unread = looked_at = 0
    until = time.monotonic() + EYES_SECONDS
    for picture in reading.pictures:
        if picture.data and not is_legible(picture.data):
            continue
        looked_at += 1
        may = eyes is not None and picture.data and looked_at <= MOST_PICTURES and time.monotonic() < until
        text = eyes(picture.data) if may and eyes is not None else None
        if text is None:
            unread += 1
        for line in filter(str.strip, (text or "").split("\n")):
            where = Locator(selector=f"{picture.place}上的文字")
            written.append(TextBlock(text=" ".join(line.split()), tag="p", kind="alt", locator=where))
    return written, unread


def _hidden(pieces: Iterable[Piece]) -> Iterator[Hidden]:
    """What nobody sees, by why not; notes beside the text are told as well, since they come with every download."""
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        why = "批注" if piece.place.part.endswith("批注") else piece.place.hidden
        if why and why not in (INNER, "XMP"):
            found.setdefault(why, []).append(piece)
    for why, some in found.items():
        yield Hidden(why, str(some[0].place), " ".join(some[0].text.split())[:_SHOWN], len(some))


def _links(url: str, reading: Reading) -> Iterator[Link]:
    for reference in reading.references:
        if not reference.target.strip().lower().startswith(("http://", "https://")):
            continue  # a place on the author's own disk, a name in his folder: not an address of the web
        target = resolve(url, reference.target.strip())
        if target.url:
            yield Link(
                url=target.url,
                raw=reference.target,
                role="page",
                tag="a",
                attribute="",
                fragment=target.fragment,
                problem=target.problem,
                locator=Locator(selector=str(reference.place)),
                via="file",
            )
