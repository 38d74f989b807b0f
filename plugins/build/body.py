"""The body of a document: Markdown to clean HTML, and everything in it that must be checked against the whole site.

Links leave here as tokens made of the document's own digest, which no text can contain by accident or design; the
parent process puts addresses in their place once it knows them all. The tree that is checked (``walk.py``) is the tree
that a browser would build.
"""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass
from typing import Any

import markdown
import turbohtml

from plugins.build import plain
from plugins.build.dialect import new_parser
from plugins.build.problems import Problem
from plugins.build.reference import Link
from plugins.build.signed import signatures
from plugins.build.walk import Walk

TEXT_LIMIT = 1_000_000
OPEN_BRACKETS = 300
_QUOTING = ("blockquote", "li", "td", "th")
_TOKEN = re.compile("gk-[0-9a-z]+-[0-9]+-")


@dataclass(frozen=True)
class Body:
    """HTML with tokens in place of addresses, the links behind them, the ids one can link to, and what is wrong."""

    html: str
    links: tuple[Link, ...]
    ids: tuple[str, ...]
    problems: tuple[Problem, ...]


@functools.cache
def _parser() -> markdown.Markdown:
    """One instance a process: setting up the extensions costs more than most documents."""
    return new_parser()


def convert(text: str, first_line: int, path: str, shown: str, mark: str) -> Body:
    """Convert a body.

    ``first_line`` is the file's line where ``text`` begins, ``path`` the document's path below content/, ``shown`` the
    same as messages print it, ``mark`` a digest of the file. Same arguments, same Body, in any process.
    """
    if problem := _too_much(text, first_line, shown):
        return Body("", (), (), (problem,))
    return convert_plain(text, first_line, path, shown, mark) or convert_any(text, first_line, path, shown, mark)


def convert_plain(text: str, first_line: int, path: str, shown: str, mark: str) -> Body | None:
    """The Body of plain Markdown in which nothing is wrong, at a tenth of the cost; None for any other."""
    walk = Walk(text, first_line, path, shown, mark)
    written = plain.write(text, walk)
    if written is None or walk.problems:
        return None
    walk.check_own_anchors()
    return None if walk.problems else Body(written, tuple(walk.links), tuple(walk.ids), ())


def convert_any(text: str, first_line: int, path: str, shown: str, mark: str) -> Body:
    """The Body of any Markdown, by way of the tree that a browser would build."""
    tree = turbohtml.parse_fragment(_parser().reset().convert(text), positions=False)
    walk = Walk(text, first_line, path, shown, mark)
    walk.given |= {str(node.attrs["id"]) for node in tree.select("[id]")}
    for node in list(tree.descendants):
        if isinstance(node, turbohtml.Comment):
            node.extract()
        elif isinstance(node, turbohtml.Element):
            walk.element(node)
    walk.check_own_anchors()
    _mark_signatures(tree)
    return Body(tree.inner_html, tuple(walk.links), tuple(walk.ids), tuple(walk.problems))


def _mark_signatures(tree: Any) -> None:
    """A class on what stands at the right under an official document: who signs, and the date below."""
    paragraphs = [node for node in tree.select("p") if node.parent is None or node.parent.tag not in _QUOTING]
    for at in signatures([node.text for node in paragraphs], lambda at: bool(paragraphs[at].select("a, img"))):
        paragraphs[at].add_class("sign")


def _too_much(text: str, first_line: int, shown: str) -> Problem | None:
    """What would keep the Markdown parser busy for minutes: it looks for the end of every open bracket anew."""
    if len(text) > TEXT_LIMIT:
        what = f"正文超过 {TEXT_LIMIT // 10000} 万字"
        return Problem(shown, first_line, 0, what, "请分成几篇，或作为附件放进 content/files/")
    if max(text.count("[") - text.count("]"), text.count("](") - text.count(")")) > OPEN_BRACKETS:
        line = first_line + text.count("\n", 0, text.index("["))
        return Problem(shown, line, 0, "正文里有几百个没有成对的括号", "请核对是否误粘了乱码，成对后再提交")
    return None


def put_addresses(body: Body, addresses: dict[str, str]) -> str:
    """The finished HTML: every token replaced by its address."""
    if not body.links:
        return body.html
    escaped = {token: html.escape(address) for token, address in addresses.items()}
    return _TOKEN.sub(lambda found: escaped.get(found[0], found[0]), body.html)
