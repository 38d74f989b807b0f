"""``desk move``: a document to another column or under another file name. Its id, its number and its readers stay.

The old address is noted first, then the file is written at its new place, then the links to it are rewritten, then the
old file goes: at whatever point it is stopped, the same command does the rest.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from plugins.build.article import Article, distil, why_not_public
from plugins.build.problems import CannotRun, ContentErrors, Problem
from plugins.build.source import Source
from plugins.catalogue import VILLAGES
from plugins.desk.part import read_document
from plugins.desk.registrar import Registrar, at_registry
from plugins.desk.relink import CannotRelink, links_to, relink
from plugins.identifiers.judge import SUSPECT_DAYS, days_between
from plugins.identifiers.ledger import public_since
from plugins.identifiers.registry import GIVEN, URLS, Address


@dataclass(frozen=True)
class Journey:
    """From where to where below content/; ``data`` is the file as it will stand there, ``article`` what it is now."""

    old: str
    new: str
    data: bytes
    article: Article


def move(file: Path, target: Path, content: Path, now: str, *, dry_run: bool = False) -> str:
    """Move a document; what was done, line by line. Raises ContentErrors and CannotRun, with nothing moved."""
    old = _below(file, content)
    new = _target(old, target, content)
    if old == new:
        raise CannotRun(f"{file} 已经在那里，没有移动")
    with at_registry(content, now) as registrar:
        journey = _plan(old, new, registrar)
        links = _linking(journey, registrar)
        known = {address.url for address in registrar.registry.urls}
        noted = [address for address in _addresses(journey, registrar) if address.url not in known]
        said = [f"{registrar.shown(old)} 移到 {registrar.shown(new)}，编号 {journey.article.id} 不变"]
        said += [f"{registrar.shown(path)}: 链接改为指向 {registrar.shown(new)}" for path in links]
        said += [f"登记网址 {address.url}" for address in noted]
        if not dry_run:
            if noted:
                registrar.save_rows(URLS, [*registrar.registry.urls, *noted])
            if not (content / new).exists():
                registrar.write(new, journey.data, replacing=False)
            for path, data in links.items():
                registrar.write(path, data)
            (content / old).unlink(missing_ok=True)
        if noted or journey.article.url in known:
            said.append("生成网站后，旧网址会转到新网址")
        return "\n".join(said)


def _below(file: Path, content: Path) -> str:
    """A file as a path below content/, however it was named. It need not be there."""
    root = content.resolve()
    place = (file if file.is_absolute() else Path.cwd() / file).parent.resolve() / file.name
    if not place.is_relative_to(root):
        place = root / file
    path = posixpath.normpath(place.relative_to(root).as_posix())
    if path.startswith("../"):
        raise CannotRun(f"{file} 不在内容目录 {content} 里。请给出其中的文件，或用 --content 指明内容目录")
    return path


def _target(old: str, target: Path, content: Path) -> str:
    """Where the file goes: a folder keeps its name, and a bare file name keeps its folder."""
    if target.suffix == ".md":
        if target.parent == Path() and not target.is_absolute():
            return posixpath.join(posixpath.dirname(old), target.name)
        return _below(target, content)
    return posixpath.join(_below(target, content), posixpath.basename(old))


def _plan(old: str, new: str, registrar: Registrar) -> Journey:
    """What is to be moved, judged at its new place. Raises ContentErrors and CannotRun."""
    headers, content = registrar.headers, registrar.content
    shown, there = registrar.shown(old), registrar.shown(new)
    stands = old in headers.tree.documents
    if not stands and new not in headers.tree.documents:
        raise CannotRun(f"没有找到 {shown}。请核对路径，要移动的是一篇 .md 文档")
    article = headers.articles.get(old if stands else new)
    if article is None:
        raise ContentErrors(headers.sources[old if stands else new].problems)
    folder = posixpath.dirname(new)
    if folder not in headers.catalogue.by_path and not folder.startswith(f"{VILLAGES}/"):
        raise CannotRun(f"没有栏目 {registrar.shown(folder)}，没有移动。请核对目录；新栏目要先有 column.toml")
    if (content / folder).is_symlink():
        raise CannotRun(f"{registrar.shown(folder)} 是符号链接，没有移动。请换成目录本身")
    if not stands:
        return Journey(old, new, (content / new).read_bytes(), article)
    try:
        data = relink((content / old).read_bytes(), old, new, old, new)
    except CannotRelink as error:
        raise CannotRun(f"{shown}: 链接“{error}”不能自动改写，没有移动。请先把它写成 [文字](路径) 的样子") from None
    if (content / new).exists() and not _is_ours(new, data, registrar):
        raise CannotRun(f"{there} 已经有文件，没有移动。请换一个文件名")
    others = [a for a in headers.articles.values() if a.id == article.id and a.path not in (old, new)]
    if others:
        raise CannotRun(
            f"{shown}: 编号“{article.id}”也用在 {registrar.shown(others[0].path)}，没有移动。请先改正其中一个"
        )
    if problems := _judge(new, data, registrar):
        raise ContentErrors(problems)
    days = days_between(article.published, registrar.now)
    public = not why_not_public(article, registrar.now)
    known = {row.id for row in registrar.registry.index.rows} | public_since(registrar.registry.urls).keys()
    if public and article.id not in known and days > SUSPECT_DAYS:
        what = f"发布于 {days} 天前，网址还没有登记，没有移动"
        raise CannotRun(f"{shown}: {what}。请先运行 desk register --imported {shown}")
    return Journey(old, new, data, article)


def _is_ours(new: str, data: bytes, registrar: Registrar) -> bool:
    """Whether the file at the new place is the one that an earlier run of this command wrote."""
    file = registrar.content / new
    return file.is_file() and not file.is_symlink() and file.read_bytes() == data


def _judge(new: str, data: bytes, registrar: Registrar) -> list[Problem]:
    """What is wrong with the document at its new place and was not where it stands."""
    source: Source = read_document(registrar.headers.tree, new, data.decode("utf-8-sig").replace("\r\n", "\n"))
    if distil(source) is None:
        return list(source.problems)
    return [problem for problem in registrar.headers.place(source) if problem.path == source.shown]


def _linking(journey: Journey, registrar: Registrar) -> dict[str, bytes]:
    """The documents that link to the moved one, as they will be."""
    name = posixpath.basename(journey.old)
    marks = {name.encode(), quote(name).encode()}
    found = {}
    for path in registrar.headers.tree.documents:
        if path in (journey.old, journey.new):
            continue
        data = (registrar.content / path).read_bytes()
        if not any(mark in data for mark in marks) or not links_to(data, path, journey.old):
            continue
        try:
            found[path] = relink(data, path, path, journey.old, journey.new)
        except CannotRelink as error:
            what = f"链接“{error}”不能自动改写，没有移动"
            raise CannotRun(f"{registrar.shown(path)}: {what}。请先把它写成 [文字](路径) 的样子") from None
    return found


def _addresses(journey: Journey, registrar: Registrar) -> list[Address]:
    """The old and the new address of a public document; none of any other."""
    article = journey.article
    if why_not_public(article, registrar.now):
        return []
    urls = (f"/{posixpath.dirname(path)}/{article.month}/{article.id}.html" for path in (journey.old, journey.new))
    return [Address(url, article.id, registrar.now, GIVEN) for url in dict.fromkeys(urls)]
