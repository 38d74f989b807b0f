"""Every internal reference of every public document, resolved against the whole site before anything is rendered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote, urlsplit

from plugins.build.body import Link
from plugins.build.problems import Problem, suggestion
from plugins.build.source import Source
from plugins.documents import Document
from plugins.site import Site


@dataclass
class Resolved:
    """For each document path, token → address; and the files below content/ that anything public refers to."""

    addresses: dict[str, dict[str, str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """Everything a link can lead to."""

    by_path: Mapping[str, Document]
    faulty: Collection[str]
    by_url: Mapping[str, Document]
    files: Collection[str]
    addresses: Collection[str]
    host: str


class _DeadLink(Exception):
    """What is wrong with a link, and what to do."""


def file_url(path: str) -> str:
    """The address of a file below content/files, media or data: the same path, percent-encoded."""
    return "/" + quote(path)


def resolve(
    documents: Sequence[Document],
    files: Collection[str],
    addresses: Collection[str],
    site: Site,
    faulty: Mapping[str, Source | None],
) -> Resolved:
    """Resolve the links and attachments of the public ones among ``documents``.

    ``files`` are the paths that can be linked, ``addresses`` every root-relative address the site will answer.
    ``faulty`` are the paths of documents that could not be placed, which is told elsewhere: a link to one is not dead.
    Where such a document is meant to be public its Source stands there, and its own links are judged too.
    """
    known = _Known(
        by_path={document.source.path: document for document in documents},
        faulty=faulty.keys(),
        by_url={document.url: document for document in documents if not document.why_not},
        files=files,
        addresses=addresses,
        host=site.host,
    )
    resolved = Resolved()
    for document in documents:
        if document.why_not or document.source.body is None:
            continue
        _follow(document.source, known, resolved)
        for attachment in document.fields.attachments:
            path = attachment.file.lstrip("/")
            resolved.files.add(path)
            if path not in files:
                cure = suggestion(path, files) + "请把附件放进 content/files/，再核对路径"
                resolved.problems.append(document.problem("attachments", f"附件“{attachment.file}”不存在", cure))
    for source in faulty.values():
        if source is not None:
            _follow(source, known, resolved)
    resolved.files.intersection_update(files)
    return resolved


def _follow(source: Source, known: _Known, resolved: Resolved) -> None:
    """Resolve every link of one body."""
    found = resolved.addresses.setdefault(source.path, {})
    for link in source.body.links if source.body else ():
        try:
            found[link.token] = _address(link, known)
        except _DeadLink as dead:
            what, cure = dead.args
            resolved.problems.append(Problem(source.shown, link.line, 0, f"链接“{link.raw}”{what}", cure))
        if link.kind == "file":
            resolved.files.add(link.target)


def _address(link: Link, known: _Known) -> str:
    """The address a link leads to. Raises _DeadLink."""
    if link.kind == "file":
        if link.target in known.files:
            return file_url(link.target)
        cure = "请把文件放进 content/files/ 或 content/media/，再核对路径"
        raise _DeadLink("指向的文件不存在", suggestion(link.target, known.files) + cure)
    if link.kind == "page":
        if link.target in known.faulty:
            return ""
        target = known.by_path.get(link.target)
        if target is None:
            raise _DeadLink("指向的文档不存在", suggestion(link.target, known.by_path) + "请核对路径")
        if target.why_not:
            raise _DeadLink(f"指向的文档{target.why_not}", "读者打不开它，请删去链接，或等它公开后再加")
        return _with_fragment(target, link)
    address = link.target
    if link.kind == "external":
        parts = urlsplit(link.target)
        if parts.hostname != known.host:
            return link.target
        address, link = parts.path or "/", replace(link, fragment=unquote(parts.fragment))
    path = unquote(address).partition("?")[0]
    if path.removesuffix("index.html") not in known.addresses:
        cure = "链接到文档请写相对路径的 .md，网页移动时会自动跟随"
        raise _DeadLink("指向的网页不存在", suggestion(address, known.addresses) + cure)
    if path in known.by_url:
        return _with_fragment(known.by_url[path], link)
    return f"{address}#{quote(link.fragment)}" if link.fragment else address


def _with_fragment(target: Document, link: Link) -> str:
    ids = target.source.body.ids if target.source.body else ()
    if not link.fragment:
        return target.url
    if link.fragment not in ids:
        cure = "请核对锚点，或删去 # 及其后的内容"
        raise _DeadLink(f"指向的锚点“{link.fragment}”不存在", suggestion(link.fragment, ids) + cure)
    return f"{target.url}#{quote(link.fragment)}"
