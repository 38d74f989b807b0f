"""What an editor is told of a notice that was imported: what is in it, what is missing, what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.build.body import convert
from plugins.build.front_matter import FrontMatter, read_front_matter
from plugins.content_types import key_names
from plugins.desk.notices.draft import Notice
from plugins.desk.notices.incoming import printable
from plugins.desk.part import read_document
from plugins.privacy_gate import in_document
from standards.private.find import Find, judge

_GOOD_TO_HAVE = ("summary", "keywords", "editor", "reviewer")
_NO_ALT = "图片没有文字说明"


def report_on(name: str, notice: Notice, *, dry_run: bool) -> str:
    """The lines for one document: ``name`` is that of the Word file."""
    shown = notice.headers.tree.shown(notice.path)
    lines = [f"{name} → {shown}（草稿{'，没有写入' if dry_run else ''}）"]
    text = notice.text()
    front, _ = read_front_matter(text, shown, key_names())
    assert front is not None  # we wrote it
    lines += _contents(notice)
    if missing := [*_required(notice, front), *_alt(notice, text)]:
        lines.append(f"  还要填写：{'、'.join(missing)}")
    if missing := [_label(notice, key) for key in _GOOD_TO_HAVE if front.values.get(key) in ("", [], None)]:
        lines.append(f"  建议填写：{'、'.join(missing)}")
    lines += [f"  请核对：{said}" for said in (*_doubts(notice), *notice.word.told, *notice.told)]
    lines += [f"  {said}" for said in _faults(notice, text, front)]
    return "\n".join(lines)


def _contents(notice: Notice) -> Iterator[str]:
    heads = notice.word.heads
    if heads.title:
        yield f"  标题：{printable(heads.title)}"
    unit, how = notice.publisher()
    known = [
        f"发布机构：{unit.name}（依据{how}）" if unit else "",
        f"发文字号：{heads.doc_no}" if heads.doc_no else "",
        f"成文日期：{heads.written:%Y-%m-%d}（依据落款）" if heads.written else "",
        f"图片 {len(notice.pictures)} 张" if notice.pictures else "",
        f"附件 {len(notice.attachments)} 个" if notice.attachments else "",
    ]
    if any(known):
        yield f"  已有：{'；'.join(part for part in known if part)}"


def _label(notice: Notice, key: str) -> str:
    return f"{notice.type.fields.model_fields[key].title}（{key}）"


def _required(notice: Notice, front: FrontMatter) -> list[str]:
    fields = notice.type.fields.model_fields
    return [_label(notice, key) for key, info in fields.items() if info.is_required() and not front.values.get(key)]


def _alt(notice: Notice, text: str) -> list[str]:
    """The lines whose pictures nobody has described yet."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "![](" in line or ' alt=""' in line]
    return [f"图片的文字说明（第 {'、'.join(map(str, lines))} 行的方括号里）"] if lines else []


def _doubts(notice: Notice) -> Iterator[str]:
    """What the rest of the site, or the form of the document, gives reason to ask."""
    heads, units = notice.word.heads, notice.headers.offices.spellings
    unknown = [name for name in heads.signers if name not in units]
    if unknown:
        yield f"落款“{'、'.join(unknown)}”不在 units.csv 里，发布机构请按 units.csv 填写"
    if len(heads.signers) > 1:
        yield f"联合发文：{'、'.join(heads.signers)}；发布机构只能写一个"
    if heads.signers and notice.asked and units.get(heads.signers[0]) not in (None, notice.asked):
        yield f"落款是“{heads.signers[0]}”，发布机构按 --publisher 写成“{notice.asked.name}”"
    for path, article in notice.headers.articles.items():
        if heads.title and article.title == heads.title:
            yield f"{notice.headers.tree.shown(path)} 是同样的标题，是不是同一篇的修改稿"
        elif heads.doc_no and article.doc_no == heads.doc_no:
            yield f"{notice.headers.tree.shown(path)} 已经用了发文字号 {heads.doc_no}"
    if notice.pictures:
        yield f"{len(notice.pictures)} 张图片里的文字没有检查，请看清有没有姓名、证件号码、人脸等个人信息"
    if notice.attachments:
        yield f"{len(notice.attachments)} 个附件里的内容没有检查，请打开看清有没有个人信息"


def _faults(notice: Notice, text: str, front: FrontMatter) -> Iterator[str]:
    """What the build would refuse besides what is missing, and every private number."""
    tree = notice.headers.tree
    source = read_document(tree, notice.path, text)
    body = convert(front.body, front.end_line + 1, notice.path, source.shown, "")
    for problem in (*source.problems, *body.problems):
        if not problem.what.startswith("缺少“") and problem.what != _NO_ALT:
            yield str(problem)
    year = notice.headers.now.year
    finds: list[tuple[Find, int, int]] = list(in_document(replace(source, body=body), text, year))
    for words in (notice.word.heads.title, *(beside.name for beside in notice.attachments)):
        finds += [(find, 0, 0) for find in judge(words, year)]
    for find, line, column in dict.fromkeys(finds):
        place = ":".join(str(part) for part in (source.shown, line, column) if part)
        yield f"{place}: {find.what}。{find.cure}"
