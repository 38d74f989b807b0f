"""Old addresses that lead on: a page for every server, and a map for nginx."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pelican import signals

from plugins.build.article import Article
from plugins.build.kinds import Kind
from plugins.build.library import Library
from plugins.build.problems import Problem
from plugins.catalogue import Column
from plugins.identifiers.moved import moved_columns

_SHAPE = re.compile(r"/[A-Za-z0-9._~/%+-]*[A-Za-z0-9_/-]")
_LONGEST = 200
"""Bytes of one step of an address: file systems take 255, with room for what is added."""
FOLDERS_OF_OURS = ("theme", "api", "files", "media", "data")


def read_aliases(
    articles: Sequence[Article],
    addresses: Callable[[], Collection[str]],
    library: Library,
    moved: Mapping[str, Article] | None = None,
    columns: Mapping[str, Column] = MappingProxyType({}),
) -> tuple[dict[str, str], list[Problem]]:
    """Old address → new one, for public documents and columns; each old address once, and none that the site uses
    itself.

    ``addresses`` makes the addresses of the site: most sites have no old ones and need them not. ``moved`` are the
    addresses that documents had before they were moved, as urls.csv knows them; ``columns`` those of today by path.
    """
    moved = moved or {}
    targets: dict[str, str] = {}
    pages: set[str] = set()
    problems = []
    for article in articles:
        for alias in article.aliases:
            if moved.get(alias, article) is not article:
                what = f"旧网址“{alias}”是“{moved[alias].id}”以前的网址"
                problems.append(library.problem(article, "aliases", what, "请核对后改正或删去"))
            elif fault := _fault(alias, pages, addresses()):
                problems.append(library.problem(article, "aliases", *fault))
            else:
                targets[alias] = article.url
                pages.add(page_path(alias))
    for path, column in columns.items():
        for alias in column.aliases:
            if fault := _fault(alias, pages, addresses()):
                problems.append(Problem(library.tree.shown(f"{path}/column.toml"), 0, 0, *fault))
            else:
                targets[alias] = column.url
                pages.add(page_path(alias))
    if moved:
        problems += _add_moved(targets, pages, moved, addresses(), library)
        for old, new in moved_columns(moved, columns).items():
            if page_path(old) not in pages and not _is_taken(page_path(old), addresses()):
                targets[old] = new
                pages.add(page_path(old))
    return dict(sorted(targets.items())), problems


def _add_moved(
    targets: dict[str, str], pages: set[str], moved: Mapping[str, Article], addresses: Collection[str], library: Library
) -> list[Problem]:
    """Lead on from former addresses, but where something else stands by now."""
    problems = []
    folders = {page[:at] for page in pages for at, char in enumerate(page) if char == "/"}
    for url, article in moved.items():
        page = page_path(url)
        if not _SHAPE.fullmatch(url) or ".." in url.split("/") or len(url) > 1000:
            shown = library.tree.shown("_registry/urls.csv")
            problems.append(Problem(shown, 0, 0, f"网址“{url}”写法不对", "登记簿由 desk 写，请用 git 找回原来的文件"))
        elif page not in pages and page not in folders and not _is_taken(page, addresses):
            targets[url] = article.url
            pages.add(page)
    return problems


def _fault(alias: str, pages: Collection[str], addresses: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with an old address, and what to do."""
    parts = alias.split("/")
    page = page_path(alias)
    if not _SHAPE.fullmatch(alias) or ".." in parts or "." in parts or "" in parts[1:-1] or len(alias) > 1000:
        return f"旧网址“{alias}”写法不对", "请从 / 写起，不带域名和问号，例如 /art/2020/1/1/art_1_1.html"
    if any(len(part) > _LONGEST for part in parts):
        return f"旧网址“{alias}”太长", f"两个 / 之间不能超过 {_LONGEST} 个字符，请核对后改正或删去"
    if _is_taken(page, addresses) or page in pages or parts[1] in FOLDERS_OF_OURS:
        return f"旧网址“{alias}”已被别的网页使用", "请核对后改正或删去"
    if any(page.startswith(f"{other}/") or other.startswith(f"{page}/") for other in pages):
        return f"旧网址“{alias}”与另一个旧网址一个是文件、一个是目录", "请核对后改正或删去"
    return None


def _is_taken(page: str, addresses: Collection[str]) -> bool:
    """Whether the site writes that file itself, or a file where the page needs a folder."""
    steps = page.split("/")
    above = ["/" + "/".join(steps[:depth]) for depth in range(1, len(steps) + 1)]
    return above[-1].removesuffix("index.html") in addresses or any(step in addresses for step in above)


def page_path(alias: str) -> str:
    """The file of the output that answers an old address."""
    path = alias.lstrip("/")
    return path if path.endswith((".html", ".htm")) else f"{path.rstrip('/')}/index.html".lstrip("/")


def nginx_map(targets: dict[str, str]) -> str:
    """Lines for the body of an nginx ``map $uri``: old address, new address."""
    return "".join(f"{old} {new};\n" for old, new in sorted(targets.items()))


MAP = Kind("redirects.map", lambda view, _: nginx_map(view.aliases()), frozenset({"alias"}))


def offer(generator: Any) -> None:
    """Receiver: ``redirects.map``."""
    generator.add_pages(MAP, [("redirects.map", None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
