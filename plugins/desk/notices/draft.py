"""The draft that a Word notice becomes: its header as far as it can be known, its body, and the files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from plugins.content_types import ContentType
from plugins.desk.draft import compose, scalar
from plugins.desk.part import Headers
from plugins.desk.word.file import Word
from plugins.site import Unit


@dataclass(frozen=True)
class Beside:
    """A file to write beside the document: path below content/, bytes, and for attachments the name to print."""

    path: str
    data: bytes
    name: str = ""


@dataclass(frozen=True)
class Notice:
    """A Word file on its way into a folder below content/. ``asked`` is the unit that the command line named."""

    headers: Headers
    type: ContentType
    folder: str
    id: str
    word: Word
    asked: Unit | None = None
    loose: tuple[Beside, ...] = ()
    attachments: tuple[Beside, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Below content/."""
        return f"{self.folder}/{self.id}.md"

    def with_picture(self, data: bytes, ending: str) -> Notice:
        """The same with a loose picture at its end."""
        number = len(self.word.pictures) + len(self.loose) + 1
        return replace(self, loose=(*self.loose, Beside(f"media/{self.id}-{number}{ending}", data)))

    def with_attachment(self, data: bytes, ending: str, name: str, told: list[str]) -> Notice:
        """The same with an attachment, and what is to be told of that."""
        beside = Beside(f"files/{self.id}-fj{len(self.attachments) + 1}{ending}", data, name)
        return replace(self, attachments=(*self.attachments, beside), told=(*self.told, *told))

    def publisher(self) -> tuple[Unit | None, str]:
        """The unit that publishes, and how that is known: by the command line, the signature, or the title's words."""
        units = self.headers.offices.spellings
        if self.asked is not None:
            return self.asked, "--publisher"
        if signed := [units[name] for name in self.word.heads.signers if name in units]:
            return signed[0], "落款"
        named = [unit for name, unit in units.items() if name and self.word.heads.title.startswith(name)]
        return (max(named, key=lambda unit: len(unit.name)), "标题") if named else (None, "")

    def values(self) -> dict[str, str]:
        """The fields that are known. What is not is left out: nothing is made up."""
        heads = self.word.heads
        unit, _ = self.publisher()
        own = self.asked is None and (unit is None or len(heads.signers) > 1)
        values = {
            "id": self.id,
            "title": heads.title,
            "source": "、".join(heads.signers) if own else unit.name if unit else "",
            "publisher": unit.id if unit else "",
            "doc_no": heads.doc_no,
            "written": f"{heads.written:%Y-%m-%d}" if heads.written else "",
            "status": "draft",
        }
        return {key: value for key, value in values.items() if value}

    @property
    def pictures(self) -> tuple[Beside, ...]:
        """Every picture, those of the text first."""
        inside = (
            Beside(f"media/{self.id}-{number}{picture.ending}", picture.data)
            for number, picture in enumerate(self.word.pictures, 1)
        )
        return (*inside, *self.loose)

    def text(self) -> str:
        """The whole Markdown file."""
        known = self.values()
        header = compose(self.type, known).split("\n---\n")[0].split("\n")
        header = [line if line.partition(":")[0] in known else _emptied(line) for line in header]
        if self.attachments:
            listed = (f"{{file: {b.path}, name: {scalar(b.name, listed=True)}}}" for b in self.attachments)
            at = next((n for n, line in enumerate(header, 1) if line.startswith("keywords:")), len(header))
            header.insert(at, f"attachments: [{', '.join(listed)}]")
        return "\n".join([*header, "---", "", self.body(), ""])

    def body(self) -> str:
        """The text with its pictures. A type that does not print 发文字号 above its text keeps the line in it."""
        number = self.word.heads.doc_no
        blocks = [number] if number and not self.type.fields.open_document else []
        text = self.word.body
        for picture, beside in zip(self.word.pictures, self.pictures, strict=False):
            text = text.replace(picture.token, f"/{beside.path}")
        return "\n\n".join([*blocks, text, *(f"![](/{beside.path})" for beside in self.loose)]).strip()


def _emptied(line: str) -> str:
    """A line of the archetype without what it proposes: that holds for new documents, and this one may be old."""
    key, colon, _ = line.partition(":")
    return line if key in ("type", "keywords") else f"{key}{colon}"


def write_notice(notice: Notice) -> Mapping[str, bytes]:
    """What to write, by path below content/, in the order in which nothing half done can be published."""
    files = {beside.path: beside.data for beside in (*notice.pictures, *notice.attachments)}
    return {**files, notice.path: notice.text().encode()}
