"""A digest of a page's template: pages made from one template share it, whatever they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from turbohtml import Element, Node

DEPTH = 40


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLAIN = _names(
    "p br span b strong i em u font a img sup sub small tbody tr td th col colgroup caption h1 h2 h3 h4 h5 h6 "
    "hr pre code blockquote li center o:p wbr s q abbr time script style meta link title base noscript"
)
"""Elements that belong to what a page says, unless they bear a class."""
_STATES = _names(
    "on cur curr current active hover selected first last odd even hot new here now disabled open hide show top"
)
_BODIES = frozenset({"body", "attachments", "list"})
"""Hooks inside which content begins."""
_DIGITS = re.compile(r"\d+")
_OUT = ""


def read_skeleton(elements: Sequence[Element]) -> str:
    """32 hex digits over the set of paths of tags and class names, so that repeated siblings count once.

    Text, ids, states (``active``), numbers in class names, inline markup and everything inside a document's body
    are left out.
    """
    paths: set[str] = set()
    known: dict[Node, tuple[str, int]] = {}
    steps: dict[tuple[str, str], str] = {}
    for element in elements:
        parent = element.parent
        path, depth = known.get(parent, ("/", 0)) if parent is not None else ("/", 0)
        if path == _OUT or depth >= DEPTH:
            known[element] = (_OUT, depth)
            continue
        step = _step(element)
        if step == _OUT:
            known[element] = (path, depth)
            continue
        # A hash for each path keeps the cost of deep pages linear.
        if (here := steps.get((path, step))) is None:
            here = blake2b(f"{path}>{step}".encode("utf-8", "replace"), digest_size=16).hexdigest()
            steps[(path, step)] = here
            paths.add(here)
        known[element] = (_OUT if element.attr("data-gk") in _BODIES else here, depth + 1)
    return blake2b("".join(sorted(paths)).encode(), digest_size=16).hexdigest()


def _step(element: Element) -> str:
    tag = element.tag
    written = element.attr("class") if len(element.attrs) else None
    if not written:
        return _OUT if tag in _PLAIN else tag
    names = {_DIGITS.sub("#", name) for name in written.split()} - _STATES
    if not names and tag in _PLAIN:
        return _OUT
    return f"{tag}.{'.'.join(sorted(names))}"
