"""Every internal reference of every public document, judged against the whole site before anything is rendered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from plugins.build.article import Article, LinkAhead
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.build.reference import Link


class DeadLink(Exception):
    """What is wrong with a link, and what to do."""


def file_url(path: str) -> str:
    """The address of a file below content/files, media or data: the same path, percent-encoded."""
    return "/" + quote(path)


class Targets:
    """Everything a link can lead to.

    ``articles`` are all that have a place, by path; ``private`` says why some are not public. ``faulty`` are the paths
    of documents that could not be placed, which is told elsewhere: a link to one is not dead. ``pages`` are the
    root-relative addresses the site answers beside its public documents, ``moved`` addresses that documents had before;
    ``gone`` are the paths of private ones whose addresses lead to a page that explains (``withdrawal.py``).
    """

    def __init__(  # noqa: PLR0917 - what there is
        self,
        articles: Mapping[str, Article],
        private: Mapping[str, str],
        faulty: Collection[str],
        pages: Collection[str],
        host: str,
        library: Library,
        moved: Mapping[str, Article] | None = None,
        gone: Collection[str] = (),
    ) -> None:
        self.moved = moved or {}
        self.articles, self.private, self.faulty, self.gone = articles, private, faulty, gone
        self.pages, self.host, self.library = pages, host, library
        self.files = library.tree.files

    @cached_property
    def by_url(self) -> dict[str, Article]:
        """Documents by address, those that lead to a page that explains among them."""
        return {a.url: a for a in self.articles.values() if a.path not in self.private or a.path in self.gone}

    @cached_property
    def by_old_path(self) -> Mapping[str, Article]:
        """Documents by the paths below content/ where they stood before, as their former addresses tell; what two
        documents may be meant by is left out. Two branches, one that moves a document and one that links to it, merge
        without a word from git."""
        found: dict[str, Article | None] = {}
        for url, article in self.moved.items():
            column = url.strip("/").rpartition("/")[0].rpartition("/")[0]
            for path in {f"{column}/{article.path.rpartition('/')[2]}", f"{column}/{article.id}.md"}:
                found[path] = article if found.get(path, article) is article else None
        return {path: article for path, article in found.items() if article is not None}

    def document_of(self, path: str) -> Article | None:
        """The document at a path below content/, or the one that was moved away from there."""
        return self.articles.get(path) or (self.by_old_path.get(path) if self.moved else None)

    @cached_property
    def addresses(self) -> Collection[str]:
        """Every address."""
        return {*self.pages, *self.by_url}

    def document_at(self, link: Link | LinkAhead) -> Article | None:
        """The document that an address (of our own host, where it has one) belongs to."""
        address = link.target
        if link.kind == "external":
            if self.host not in address or (parts := urlsplit(address)).hostname != self.host:
                return None
            address = parts.path
        path = unquote(address).partition("?")[0]
        return self.by_url.get(path) or self.moved.get(path)

    def address(self, link: Link | LinkAhead) -> str:
        """The address a link leads to, empty where its target is faulty itself. Raises DeadLink."""
        if link.kind == "file":
            if link.target in self.files:
                return file_url(link.target)
            cure = "请把文件放进 content/files/ 或 content/media/，再核对路径"
            raise DeadLink("指向的文件不存在", suggestion(link.target, self.files) + cure)
        if link.kind == "page":
            return self._page(link)
        address, fragment = link.target, link.fragment
        if link.kind == "external":
            if self.host not in link.target or (parts := urlsplit(link.target)).hostname != self.host:
                return link.target
            address, fragment = parts.path or "/", unquote(parts.fragment)
        path = unquote(address).partition("?")[0]
        if path in self.by_url:
            return self._with_fragment(self.by_url[path], fragment)
        if path in self.moved and path.removesuffix("index.html") not in self.pages:
            return self._with_fragment(self.moved[path], fragment)
        if path.removesuffix("index.html") not in self.pages:
            cure = "链接到文档请写相对路径的 .md，网页移动时会自动跟随"
            raise DeadLink("指向的网页不存在", suggestion(address, self.addresses) + cure)
        return f"{address}#{quote(fragment)}" if fragment else address

    def _page(self, link: Link | LinkAhead) -> str:
        if link.target in self.faulty:
            return ""
        target = self.document_of(link.target)
        if target is None:
            raise DeadLink("指向的文档不存在", suggestion(link.target, self.articles) + "请核对路径")
        if (why_not := self.private.get(target.path)) and target.path not in self.gone:
            raise DeadLink(f"指向的文档{why_not}", "读者打不开它，请删去链接，或等它公开后再加")
        return self._with_fragment(target, link.fragment)

    def _with_fragment(self, target: Article, fragment: str) -> str:
        if not fragment or target.path in self.gone:
            return target.url
        body = self.library.source(target.path).body
        ids = body.ids if body else ()
        if fragment not in ids:
            cure = "请核对锚点，或删去 # 及其后的内容"
            raise DeadLink(f"指向的锚点“{fragment}”不存在", suggestion(fragment, ids) + cure)
        return f"{target.url}#{quote(fragment)}"


def judge_links(articles: Sequence[Article], also: Collection[str], targets: Targets) -> tuple[set[str], list[Problem]]:
    """The files below content/ that public documents refer to, and what is wrong with their links and attachments.

    ``also`` are the paths of documents that could not be placed but are meant to be public: their links are judged too.
    """
    files: set[str] = set()
    problems: list[Problem] = []
    library = targets.library
    for article in articles:
        if article.links and article.path not in targets.private:
            problems += _follow(article.links, library.tree.shown(article.path), targets, files)
        if article.files and article.path not in targets.private:
            for path in article.files:
                files.add(path)
                if path not in targets.files:
                    cure = suggestion(path, targets.files) + "请把附件放进 content/files/，再核对路径"
                    what = f"附件“{_as_written(article, path, library)}”不存在"
                    problems.append(library.problem(article, "attachments", what, cure))
    for path in also:
        body = library.source(path).body
        problems += _follow(body.links if body else (), library.tree.shown(path), targets, files)
    files.intersection_update(targets.files)
    return files, problems


def links_by_old_path(articles: Sequence[Article], targets: Targets) -> list[Problem]:
    """A notice for each link that finds its document only by where it once stood."""
    found = []
    for article in articles if targets.moved else ():
        for link in article.links:
            if link.kind != "page" or link.target in targets.articles or link.target in targets.faulty:
                continue
            if (target := targets.by_old_path.get(link.target)) is not None:
                shown = targets.library.tree.shown
                what = f"链接“{link.raw}”写的是旧路径，文档已移到 {shown(target.path)}"
                found.append(Problem(shown(article.path), link.line, 0, what, "网页上会转到新位置，请顺手改正"))
    return found


def _as_written(article: Article, path: str, library: Library) -> str:
    fields = library.source(article.path).fields
    written = [attachment.file for attachment in fields.attachments] if fields else []
    return next((file for file in written if file.lstrip("/") == path), path)


def _follow(links: Sequence[Link | LinkAhead], shown: str, targets: Targets, files: set[str]) -> list[Problem]:
    """Judge every link of one body."""
    problems = []
    for link in links:
        try:
            targets.address(link)
        except DeadLink as dead:
            what, cure = dead.args
            problems.append(Problem(shown, link.line, 0, f"链接“{link.raw}”{what}", cure))
        if link.kind == "file":
            files.add(link.target)
    return problems
