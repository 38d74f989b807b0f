"""The document that the files of one village, period and item become: its header, its body, and the files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from plugins.content_types import ContentType
from plugins.desk.draft import compose, scalar
from plugins.desk.intake.address import Address
from plugins.desk.intake.grid import read_grid
from plugins.desk.intake.look import Eyes, Looked
from plugins.desk.intake.paths import KEPT, SHEETS, TEXTS, WORD, Sent
from plugins.desk.intake.texts import is_small, plain, safe_name, table_of, text_of
from plugins.desk.intake.told import Bad
from plugins.desk.notices.folder import PICTURES
from plugins.desk.notices.incoming import Unusable
from plugins.desk.part import Headers
from plugins.desk.remarks import TO_TYPE
from plugins.desk.word.file import Word, read_word
from plugins.desk.word.heads import squeeze
from plugins.pictures.prepare import BYTE_LIMIT, KINDS, Fault, prepare, too_many_bytes
from plugins.privacy.verdict import Verdict
from standards.village_rhythm import in_words

DIGEST = "import_digest"
"""The field that keeps of which files a document was made, so that they are not imported twice."""


@dataclass(frozen=True)
class Target:
    """Where a document goes and how: its id and time of publication, whether it is a draft."""

    headers: Headers
    type: ContentType
    id: str
    published: str
    draft: bool


@dataclass
class Affair:
    """What was made of the files: ``blocks`` of the body, ``files`` to write beside it, attachments with the name to
    print, what the clerk must look at, and what must be mended."""

    address: Address
    sent: Sequence[Sent]
    digest: str
    title: str = ""
    blocks: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    attached: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    typed: bool = True
    notes: list[str] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)

    @property
    def usual_title(self) -> str:
        """青石村2026年第三季度宅基地审批情况."""
        address = self.address
        period = in_words(address.period) if address.period else ""
        return f"{address.village.name}{period}{address.item.name}" + (
            f"：{address.subject}" if address.subject else ""
        )


def digest_of(datas: Sequence[bytes]) -> str:
    """Of the bytes of some files, in whatever order."""
    each = sorted(blake2b(data, digest_size=16).digest() for data in datas)
    return blake2b(b"".join(each), digest_size=8).hexdigest()


def document_id(address: Address) -> str:
    """qingshi-2026q3-zjdsp; several documents of an item are told apart by a digest of their subject."""
    parts = [address.village.id, address.period.lower(), re.sub(r"[^A-Za-z0-9]+", "-", address.item.id).strip("-")]
    if address.subject:
        parts.append(blake2b(address.subject.encode(), digest_size=3).hexdigest())
    return "-".join(filter(None, parts))


def make(affair: Affair, target: Target, looked: Mapping[str, Looked], eyes: Eyes) -> None:
    """Fill the affair from its files; whatever is wrong with one of them stands in ``bad``."""
    for sent in sorted(affair.sent, key=lambda one: (_order(one), one.shown)):
        seen = looked.get(sent.shown, Looked())
        _judge(affair, sent, seen.verdict)
        try:
            data = sent.incoming.read()
            if sent.suffix == WORD:
                _add_word(affair, target, data)
            elif sent.suffix in TEXTS:
                title, text = text_of(data, sent.suffix)
                affair.title = affair.title or title
                affair.blocks.append(text)
            elif sent.suffix in SHEETS:
                _add_sheet(affair, target, sent, data)
            elif sent.suffix in PICTURES:
                _add_picture(affair, target, sent, data, eyes)
            elif sent.suffix in KEPT:
                _add_kept(affair, target, sent, data, seen)
        except Unusable as error:
            affair.bad.append(Bad(sent.shown, "", error.what, error.cure))


def is_looked_at(sent: Sent) -> bool:
    """Whether a file is judged as it came; of a picture only what will be published is."""
    return sent.suffix in {WORD, *TEXTS, *SHEETS, *KEPT}


def _order(sent: Sent) -> int:
    """Text first, then tables, pictures, attachments."""
    kinds: list[Any] = [{WORD}, TEXTS, SHEETS, PICTURES, KEPT]
    return next((at for at, suffixes in enumerate(kinds) if sent.suffix in suffixes), len(kinds))


def _judge(affair: Affair, sent: Sent, verdict: Verdict) -> None:
    bad, notes = judged(sent.shown, verdict)
    affair.bad += bad
    affair.notes += notes


def judged(shown: str, verdict: Verdict) -> tuple[list[Bad], list[str]]:
    """What a build would refuse is refused here, with its place in the file that was sent; the rest is to be asked."""
    bad: list[Bad] = []
    notes: list[str] = []
    for told in verdict.told:
        place = f"第{told.line}行" + (f"第{told.column}列" if told.column else "") if told.line else ""
        if told.certain:
            bad.append(Bad(shown, place, told.what, told.cure))
        else:
            notes.append(f"{shown}: {place}{told.what}。{told.cure}")
    for code, what, cure in verdict.unread:
        if code != "scan":
            bad.append(Bad(shown, "", what, cure))
    return bad, notes


def _add_word(affair: Affair, target: Target, data: bytes) -> None:
    units = {squeeze(unit.name) for unit in target.headers.offices.units.values()}
    word = read_word(data, units)
    affair.title = affair.title or word.heads.title
    affair.blocks.append(_placed(word, affair, target))
    affair.notes += word.told


def _placed(word: Word, affair: Affair, target: Target) -> str:
    """The body with its pictures in their places; one that nobody described is called after the document."""
    text = word.body
    for picture in word.pictures:
        path, nth = _picture_path(affair, target, picture.ending)
        affair.files[path] = picture.data
        if not picture.alt:
            said = f"{affair.usual_title}插图{nth}"
            text = text.replace(f"![]({picture.token}", f"![{said}]({picture.token}")
            text = re.sub(rf'(<img src="{picture.token}"[^>]*) alt=""', rf'\1 alt="{said}"', text)
        text = text.replace(picture.token, f"/{path}")
    return text


def _picture_path(affair: Affair, target: Target, ending: str) -> tuple[str, int]:
    affair.pictures += 1
    return f"media/villages/{affair.address.village.id}/{target.id}-{affair.pictures}{ending}", affair.pictures


def _add_sheet(affair: Affair, target: Target, sent: Sent, data: bytes) -> None:
    """A small table is read where it stands; every table can be downloaded."""
    grid = read_grid(data, sent.suffix)
    affair.bad += [Bad(sent.shown, fault.place, fault.what, fault.cure) for fault in grid.faults]
    if not grid.sheets:
        if not grid.faults:
            raise Unusable("表格里没有内容", "请核对文件")
        return
    if is_small(grid.sheets):
        affair.blocks += [table_of(sheet) for sheet in grid.sheets]
    _attach(affair, target, sent, data)


def _add_picture(affair: Affair, target: Target, sent: Sent, data: bytes, eyes: Eyes) -> None:
    prepared = prepare(data) if len(data) <= BYTE_LIMIT else too_many_bytes(len(data))
    if isinstance(prepared, Fault):
        raise Unusable(prepared.what, prepared.cure)
    path, nth = _picture_path(affair, target, KINDS[prepared.kind][0])
    _judge(affair, sent, eyes.judge_picture(prepared.whole.data, path, affair.usual_title))
    affair.files[path] = prepared.whole.data
    affair.blocks.append(f"![{affair.usual_title}照片{nth}](/{path})")


def _add_kept(affair: Affair, target: Target, sent: Sent, data: bytes, seen: Looked) -> None:
    """An attachment, and its text where it has any that a reader can have."""
    if sent.suffix == ".pdf" and seen.kind not in ("pdf", ""):
        raise Unusable("不是 PDF 文件，只是改了扩展名", "请重新导出为 PDF")
    if sent.suffix == ".ofd" and not data.startswith(b"PK"):
        raise Unusable("不是 OFD 文件，或已经损坏", "请重新导出")
    text = "\n".join(seen.pages).strip()
    if text:
        affair.blocks.append(plain(text))
    elif sent.suffix == ".pdf":
        affair.blocks.append("附件是扫描件，没有文字，请下载后查看。")
        affair.notes.append(f"{sent.shown}: 是扫描件，没有文字，搜不到也读不出声。请把上面的文字录入正文")
        affair.typed = False
    _attach(affair, target, sent, data)


def _attach(affair: Affair, target: Target, sent: Sent, data: bytes) -> None:
    number = len(affair.attached) + 1
    path = f"files/villages/{affair.address.village.id}/{target.id}-fj{number}{sent.suffix}"
    affair.files[path] = data
    affair.attached.append((path, safe_name(sent.stem)))


def text_of_document(affair: Affair, target: Target) -> str:
    """The whole Markdown file."""
    address, headers = affair.address, target.headers
    town = headers.offices.towns.get(address.village.town)
    unit = headers.offices.spellings.get(town.unit) if town else None
    values = {
        "id": target.id,
        "title": affair.title or affair.usual_title,
        "published": target.published,
        "source": unit.name if unit else "",
        "publisher": unit.id if unit else "",
        "section": address.item.section,
        "item": address.item.id,
        "period": address.period,
        "status": "draft" if target.draft else "",
        DIGEST: affair.digest,
    }
    head, _, _ = compose(target.type, {key: text for key, text in values.items() if text}).partition("\n---\n")
    lines = [line for line in head.split("\n") if line != "period:"]
    if affair.attached:
        listed = (f"{{file: {path}, name: {scalar(name, listed=True)}}}" for path, name in affair.attached)
        at = next((n for n, line in enumerate(lines, 1) if line.startswith("keywords:")), len(lines))
        lines.insert(at, f"attachments: [{', '.join(listed)}]")
    return "\n".join([*lines, "---", "", "\n\n".join(_body(affair, target)).strip(), ""])


def _body(affair: Affair, target: Target) -> Iterator[str]:
    blocks = [block for block in affair.blocks if block.strip()]
    only_pictures = bool(blocks) and all(block.startswith("![") for block in blocks)
    if not blocks:
        yield f"{affair.usual_title}见附件。"
    elif only_pictures:
        yield f"{affair.usual_title}，见下面的照片。"
    yield from blocks
    if target.draft and (only_pictures or not affair.typed):
        yield f"（{TO_TYPE}）"
