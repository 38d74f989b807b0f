"""A .docx as a document of the site would have it: title, number, signature, a Markdown body, pictures, and all that an
editor must be told because it could not come along."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from plugins.build.body import TEXT_LIMIT
from plugins.desk.notices.incoming import Unusable, printable
from plugins.desk.notices.office_file import AGAIN
from plugins.desk.word.heads import Heads, read_heads, squeeze
from plugins.desk.word.levels import read_levels
from plugins.desk.word.lines import Line, read_lines
from plugins.desk.word.markdown import DEPTHS, HEADING, ITEM, Result, to_markdown
from plugins.desk.word.package import Package, W, open_package
from plugins.desk.word.tree import make_plain
from plugins.pictures.prepare import KINDS, Fault, prepare

PICTURE_LIMIT = 200
_EMF, _WMF = b" EMF", (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")
_NO_WORDS = re.compile(
    r"(?:图片|图像|图|照片|picture|image|img|photo|微信图片|微信截图|QQ图片|QQ截图|截图|屏幕截图|形状|文本框)?[\s\d_().（）-]*"
    r"|.*\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf|heic)|.*[\\/].*|[0-9a-f]{16,}",
    re.IGNORECASE,
)
_BY_MACHINE = ("自动生成", "AI 生成", "AI生成", "automatically generated", "AI-generated")
_TOLD = {
    "revisions": "原文有修订 {} 处，已按接受修订处理，请核对",
    "comments": "原文有批注 {} 处，没有带过来，请核对是否都已处理",
    "hidden": "原文有隐藏文字 {} 处，没有带过来，请核对",
    "boxes": "原文有文本框 {} 个，其中的文字接在所在段落之后，请核对位置",
    "contents": "原文的目录没有带过来：网页自己会生成目录",
    "charts": "原文有图表或组织结构图 {} 个，没有带过来，请截图存成 PNG 补上，并写明其中的数字",
    "objects": "原文嵌有 {} 个对象（公式、Excel 表等），没有带过来，请改成文字、表格或图片补上",
    "imports": "原文引入了 {} 个别的文件，没有带过来，请补上",
    "lost_pictures": "原文有 {} 张图片不在文件里（链接的图片或已损坏），没有带过来，请补上",
}  # fmt: skip
_TRUSTS_ITS_INPUT = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError)
"""What mammoth and markdownify raise where a file is not what they expect."""


@dataclass(frozen=True)
class Picture:
    """A picture fit for a page. ``token`` stands in the body where its address belongs; ``alt`` may be empty."""

    token: str
    data: bytes
    ending: str
    alt: str


@dataclass(frozen=True)
class Word:
    """What a .docx holds. ``body`` is Markdown with tokens for the pictures, ``plain`` its text without any blanks;
    ``told`` are sentences for the editor, without full stops."""

    heads: Heads
    body: str
    plain: str
    pictures: tuple[Picture, ...]
    told: tuple[str, ...]


def read_word(data: bytes, unit_names: Collection[str]) -> Word:
    """Read a .docx. ``unit_names`` are the names of the site's units. Raises Unusable, and nothing else."""
    package = open_package(data)
    try:
        found = make_plain(package)
        lines = read_lines(package)
        heads = read_heads(lines, unit_names)
        _stamp(package, lines, heads)
        mark = f"gk{blake2b(data, digest_size=8).hexdigest()}"
        pictures = _Pictures(mark)
        expected = _words_of(package)
        result = to_markdown(package, mark, pictures.place)
    except _TRUSTS_ITS_INPUT as error:
        raise Unusable("文档的结构不正常，没有读懂", AGAIN) from error
    if not result.text.strip() and not heads.title:
        raise Unusable("文档里没有文字", "扫描成图片的文件请先录入文字，或作为附件发布")
    if len(result.text) > TEXT_LIMIT:
        raise Unusable(f"正文超过 {TEXT_LIMIT // 10000} 万字", "请分成几个文件，或作为附件发布")
    told = [*_told(found, heads), *pictures.told, *_told_of(result), *_missing(expected, result)]
    return Word(heads, result.text, squeeze(result.said), tuple(pictures.kept.values()), tuple(map(printable, told)))


def _stamp(package: Package, lines: Sequence[Line], heads: Heads) -> None:
    """Give every paragraph the one style that the conversion is to see, and take out the lines of the header."""
    for paragraph in package.trees["document"].iter(f"{W}p"):
        _set_style(paragraph, "")
    for number, level in read_levels(lines, heads.taken).items():
        _set_style(lines[number].element, f"{HEADING}{level}")
    for line in lines:
        if line.is_bullet:
            _set_style(line.element, f"{ITEM}{min(line.depth + 1, max(DEPTHS))}")
    for number in heads.taken:
        element = lines[number].element
        for text in list(element.iter(f"{W}t", f"{W}br", f"{W}tab")):
            if text.getparent().tag == f"{W}r":  # a picture in the line stays
                text.getparent().remove(text)


def _set_style(paragraph: Any, style: str) -> None:
    for old in paragraph.findall(f"{W}pPr"):
        paragraph.remove(old)
    if style:
        properties = etree.Element(f"{W}pPr")
        etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
        paragraph.insert(0, properties)


@dataclass
class _Pictures:
    """The pictures of one document as they are met, the same bytes once."""

    mark: str
    kept: dict[bytes, Picture] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    _met: int = 0

    def place(self, data: bytes, said: str) -> tuple[str, str] | None:
        """Token and alternative text of a picture; None where it cannot be used, which is told."""
        self._met += 1
        if data in self.kept:
            return self.kept[data].token, self.kept[data].alt
        what = _unusable(data) or (f"图片超过 {PICTURE_LIMIT} 张" if len(self.kept) >= PICTURE_LIMIT else "")
        prepared = Fault(what, "请另存为 PNG 后补上") if what else prepare(data)
        if isinstance(prepared, Fault):
            self.told.append(f"第 {self._met} 张图片没有带过来：{prepared.what}。{prepared.cure}")
            return None
        token = f"{self.mark}p{len(self.kept) + 1}z"
        picture = Picture(token, prepared.whole.data, KINDS[prepared.kind][0], alternative(said))
        self.kept[data] = picture
        return picture.token, picture.alt


def _unusable(data: bytes) -> str:
    if data[40:44] == _EMF or data.startswith(_WMF):
        return "是 Word 里画的图（EMF、WMF），网页不能显示"
    return ""


def alternative(said: str) -> str:
    """What somebody wrote to describe a picture; empty for names of files and what a program put there."""
    text = " ".join(printable(" ".join(said.split())).split())
    return "" if _NO_WORDS.fullmatch(text) or any(word in text for word in _BY_MACHINE) else text


def _told(found: Counter[str], heads: Heads) -> Iterable[str]:
    for key, sentence in _TOLD.items():
        if found[key]:
            yield sentence.format(found[key])
    if heads.letterhead:
        yield f"版头“{squeeze(heads.letterhead)}”没有写进正文"
    if heads.closed:
        yield f"原文注明“{squeeze(heads.closed)}”，请先核对能不能公开"


def _told_of(result: Result) -> Iterable[str]:
    if result.dead_links:
        some = "、".join(f"“{link[:60]}”" for link in result.dead_links[:3])
        yield f"有 {len(result.dead_links)} 个链接指向电脑里的文件或不是网址，只留下了文字：{some}"
    odd = sum(0xE000 <= ord(char) <= 0xF8FF for char in result.text) + result.symbols
    if odd:
        yield f"有 {odd} 个特殊符号在网页上显示不出来（符号字体或生僻字），请核对"


def _words_of(package: Package) -> list[str]:
    """Every run of text that must be in the result; formulas count as text."""
    roots = [package.trees[role] for role in ("document", "footnotes", "endnotes") if role in package.trees]
    texts = (node.text or "" for root in roots for node in root.iter() if _is_text(node))
    return [text for text in map(squeeze, texts) if len(text) > 1]


def _is_text(node: Any) -> bool:
    return isinstance(node.tag, str) and etree.QName(node).localname == "t"


def _missing(expected: Iterable[str], result: Result) -> Iterable[str]:
    """Whatever else was lost on the way: nothing may go without a word."""
    said = squeeze(result.said)
    lost = [text for text in expected if text not in said]
    if lost:
        some = "、".join(f"“{text[:30]}”" for text in lost[:3])
        yield f"有 {len(lost)} 处文字没有带过来（公式或特殊的版式），请对照原文补上：{some}"
