"""``desk withdraw``: take a document back from the public in one step, or bring it back.

Only the header changes, line by line: whatever else stands in the file, its line ends and its BOM stay byte for byte.
The next build puts a page in its place that explains, and clears it from everything else (``plugins/withdrawal.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from plugins.build.edition import Edition
from plugins.build.moments import decide_now
from plugins.build.problems import CannotRun
from plugins.build.scan import scan
from plugins.content_types.core import UNPRINTABLE
from plugins.desk.header_edit import CannotEdit, HeaderEdit
from plugins.desk.workplace import look_for, open_portal, write_whole
from plugins.links import file_url
from plugins.site import read_site
from plugins.withdrawal import Gone, links_to_gone
from standards.private.find import judge

OWN = ("withdrawn_at", "withdrawal_reason", "withdrawn_by", "hide_title")
"""The keys that a withdrawal writes beside ``status``."""
_DRAFTS, _TAKEN = ("draft", "草稿"), ("withdrawn", "撤回", "已撤回")


class NotDone(Exception):
    """Why a document was not withdrawn or brought back, in one line; the file is as it was."""


def withdraw(  # noqa: PLR0917 - what is said on the command line
    file: Path, content: Path, reason: str, by: str, now: str, hide_title: bool | None
) -> str:
    """Withdraw the document; what was done, for the editor. Raises NotDone, with the file as it was, or CannotRun."""
    shown, moment = _look(file, content, now)
    reason, by = " ".join(reason.split()), " ".join(by.split())
    _check_words(reason, by, moment.year)
    values = {"withdrawn_at": f"{moment:%Y-%m-%d %H:%M}", "withdrawal_reason": reason}
    if by:
        values["withdrawn_by"] = by
    if hide_title is not None:
        values["hide_title"] = "是" if hide_title else "否"
    data = _read(file)
    _write(file, taken(data, shown, values))
    try:
        return _report(file, content, shown, f"{moment:%Y-%m-%dT%H:%M:%S%z}")
    except CannotRun as error:  # it is withdrawn all the same
        return f"{shown} 已撤回。没能查出哪些文档还指向它：{error}"


def undo(file: Path, content: Path) -> str:
    """Bring a withdrawn document back; what was done. Raises NotDone, with the file as it was, or CannotRun."""
    shown, _ = _look(file, content, "")
    _write(file, given_back(_read(file), shown))
    return f"{shown} 已恢复公开。请核对内容后运行 desk build"


def taken(data: bytes, shown: str, values: Mapping[str, str]) -> bytes:
    """The file with ``status: withdrawn`` and these lines in its header. Raises NotDone."""
    header = _open(data, shown)
    lines = header.front.lines
    status = header.front.values.get("status", "published")
    if status in _DRAFTS:
        raise NotDone(f"{shown}: 还是草稿，没有公开过，不用撤回。不再需要的可以删去这个文件")
    if status in _TAKEN:
        raise NotDone(f"{shown}: 已经撤回。要恢复公开请用 --undo；要改撤回时间和原因，请改文件头")
    header.drop(OWN)
    if "status" in lines:
        header.set("status", _word(header, "withdrawn"))
        header.add(values, above=lines["status"] + 1)
    else:
        # Behind the others, so that taking it back finds that it had not been there.
        header.add({**values, "status": "withdrawn"}, above=header.front.end_line)
    return _edited(header, shown)


def given_back(data: bytes, shown: str) -> bytes:
    """The file as it was before ``taken``. Raises NotDone."""
    header = _open(data, shown)
    lines = header.front.lines
    if header.front.values.get("status") not in _TAKEN:
        raise NotDone(f"{shown}: 没有撤回，不用恢复")
    before = max((lines[key] for key in OWN if key in lines), default=0)
    if before == lines["status"] - 1:
        header.drop((*OWN, "status"))
    else:
        header.set("status", _word(header, "published"))
        header.drop(OWN)
    return _edited(header, shown)


def _open(data: bytes, shown: str) -> HeaderEdit:
    try:
        return HeaderEdit(data)
    except CannotEdit as error:
        raise NotDone(f"{shown}: {'。'.join(error.args)}") from None


def _word(header: HeaderEdit, word: str) -> str:
    """A status in Chinese where its key is."""
    chinese = {"withdrawn": "已撤回", "published": "已发布"}
    return word if header.front.spelled["status"] == "status" else chinese[word]


def _edited(header: HeaderEdit, shown: str) -> bytes:
    try:
        return header.edited()
    except CannotEdit as error:
        raise NotDone(f"{shown}: {'。'.join(error.args)}") from None


def _look(file: Path, content: Path, now: str) -> tuple[str, datetime]:
    """How messages print the file, and the time."""
    look_for([file], content)
    if file.suffix != ".md" or file.is_symlink() or not file.is_file():
        raise CannotRun(f"{file} 不是文档。请给出一个 .md 文件")
    tree = scan(content)
    path = file.resolve().relative_to(content.resolve()).as_posix()
    return tree.shown(path), decide_now(now, read_site(tree)[0], production=False)


def _check_words(reason: str, by: str, year: int) -> None:
    if not reason:
        raise NotDone("没有写撤回原因。请加上 --reason，例如 --reason 内容有误；涉及个人信息的只写“含个人信息”")
    for text in (reason, by):
        if UNPRINTABLE.search(text):
            raise NotDone("撤回原因或撤回人含有看不见的控制字符。请重新输入")
        if finds := judge(text, year):
            raise NotDone(f"{finds[0].what}，不能写进撤回原因。请只写“含个人信息”，不要写出号码")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotRun(f"{file} 读不了（{error.strerror}）。请检查文件权限") from error


def _write(file: Path, data: bytes) -> None:
    try:
        write_whole(file, data, replacing=True)
    except OSError as error:
        raise CannotRun(f"{file} 写不了（{error.strerror}），没有改动。请检查权限和磁盘") from error


def _report(file: Path, content: Path, shown: str, now: str) -> str:
    """What the next build does, and what still leads to the document."""
    path = file.resolve().relative_to(content.resolve()).as_posix()
    portal = open_portal(content, NOW=now, JOBS=0)
    portal.check()
    edition: Edition = portal._generator.edition
    gone: Gone | None = edition.gone.get(path)
    if gone is None:
        return f"{shown} 已撤回。它还没有公开过，网站上不留说明页"
    said = [f"{shown} 已撤回（{gone.at}）"]
    title = f"标题“{gone.title}”" if gone.title else "不显示标题"
    address = edition.site.absolute(gone.url)
    said.append(f"下次生成时，{address} 改为说明页：{title}，原因写“{gone.reason}”，不含原文和附件")
    said += _files(edition, path)
    left = links_to_gone(edition.articles, {path: gone}, edition.targets)
    if left:
        said.append(f"还有 {len(left)} 处指向它，读者会打开说明页，请决定是否删去：")
        said += [f"  {problem.path}:{problem.line}: {problem.what}" for problem in left]
    said.append("请接着运行 desk build 并发布；搜索引擎和上级平台里的副本，请另行联系删除")
    return "\n".join(said)


def _files(edition: Edition, path: str) -> list[str]:
    """Which of the document's files go with it, and which stay because others show them."""
    article = edition.targets.articles[path]
    used = {*article.files, *(link.target for link in article.links if link.kind == "file")}
    used &= edition.tree.files.keys()
    leaving = sorted(used - edition.files.keys())
    said = [f"一并撤下文件 {len(leaving)} 个：{'、'.join(leaving)}"] if leaving else []
    for name in sorted(used & edition.files.keys()):
        users = [
            edition.tree.shown(other.path)
            for other in edition.articles
            if name in other.files or any(link.kind == "file" and link.target == name for link in other.links)
        ]
        said.append(f"{file_url(name)} 还被 {'、'.join(users[:3])} 用到，不会撤下；也要撤下的，请先改这些文档")
    return said
