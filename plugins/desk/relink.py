"""Relative links of Markdown files, rewritten after a file was moved; everything else of a file stays as it is."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote

from plugins.build.body import convert
from plugins.build.front_matter import read_front_matter, read_text
from plugins.build.problems import Problem
from plugins.build.reference import Link
from plugins.build.scan import FILE_FOLDERS
from plugins.content_types import key_names

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_PLAIN = re.compile(r"[\w./-]+")


class CannotRelink(Exception):
    """A link that could not be rewritten for certain: its text."""


def relink(data: bytes, stood: str, stands: str, old: str, new: str) -> bytes:
    """The file that stood at the path ``stood`` and stands at ``stands``, with its relative links leading where they
    led, and those to ``old`` leading to ``new``. Paths are below content/. Raises CannotRelink.
    """
    before = _links(data, stood)
    wanted = {link.raw: _rewritten(link, stands, old, new) for link in before if _is_relative(link.raw)}
    changes = {raw: written for raw, written in wanted.items() if raw != written}
    if not changes:
        return data
    text = data.decode("utf-8", "surrogateescape")
    front, _ = read_front_matter(_plain(data), "", key_names())
    lines = _LINE.findall(text)
    head = front.end_line if front else 0
    body = "".join(lines[head:])
    either = "|".join(re.escape(raw) for raw in sorted(changes, key=len, reverse=True))
    body = re.sub(rf"(?<=[(<\s\"'=])(?:{either})(?=[)>\s\"']|\Z)", lambda found: changes[found[0]], body)
    edited = ("".join(lines[:head]) + body).encode("utf-8", "surrogateescape")
    after = _links(edited, stands)
    if len(after) != len(before):
        raise CannotRelink(next(iter(changes)))
    for was, link in zip(before, after, strict=True):
        target = new if was.kind == "page" and was.target == old else was.target
        if (link.kind, link.target, link.fragment) != (was.kind, target, was.fragment):
            raise CannotRelink(was.raw)
    return edited


def links_to(data: bytes, path: str, target: str) -> bool:
    """Whether a document links to the document at ``target``."""
    return any(link.kind == "page" and link.target == target for link in _links(data, path))


def _plain(data: bytes) -> str:
    text = read_text(data, "")
    return "" if isinstance(text, Problem) else text


def _links(data: bytes, path: str) -> tuple[Link, ...]:
    front, _ = read_front_matter(_plain(data), "", key_names())
    return convert(front.body, front.end_line + 1, path, path, "").links if front else ()


def _is_relative(raw: str) -> bool:
    first = raw.partition("/")[0]
    return bool(first) and first not in FILE_FOLDERS and ":" not in first


def _rewritten(link: Link, stands: str, old: str, new: str) -> str:
    """The reference as it has to be written in the file at ``stands``; as it was, where that still leads there."""
    if link.kind not in ("page", "file"):
        return link.raw
    target = new if link.kind == "page" and link.target == old else link.target
    folder = posixpath.dirname(stands)
    path = posixpath.relpath(target, folder or ".")
    if path.split("/")[0] in FILE_FOLDERS:
        path = f"./{path}"
    written = link.raw.partition("#")[0]
    if posixpath.normpath(posixpath.join(folder, written)) == target:
        return link.raw
    address = path if _PLAIN.fullmatch(path) else quote(path)
    return link.raw.replace(written, address, 1)
