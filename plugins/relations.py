"""Which documents belong together: policy ↔ interpretation, repealed ↔ repealing, and neighbours in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugins.build.problems import Problem, suggestion
from plugins.documents import Document

KEYS = {"interprets": "解读文件", "repeals": "废止文件", "amends": "修改文件", "feedback_of": "征集公告编号"}


def relate(documents: Sequence[Document]) -> tuple[dict[str, tuple[Document, ...]], list[Problem]]:
    """For each public document's id, the public documents it is bound to, both ways, newest first.

    ``documents`` are all of them, newest first. A reference is an id of this site, or a 发文字号 (it has 〔〕) of a
    document that may stand elsewhere.
    """
    by_id = {document.id: document for document in documents}
    by_number = {document.fields.doc_no: document for document in documents if document.fields.doc_no}
    bound: dict[str, set[str]] = {}
    problems = []
    for document in documents:
        if document.why_not:
            continue
        for key in KEYS:
            for name in getattr(document.fields, key, ()):
                target = by_id.get(name) or by_number.get(name)
                if target is not None and target is not document and not target.why_not:
                    bound.setdefault(document.id, set()).add(target.id)
                    bound.setdefault(target.id, set()).add(document.id)
                elif target is not None or "〔" not in name:
                    problems.append(_fault(document, key, name, target, by_id))
    related = {id_: tuple(other for other in documents if other.id in others) for id_, others in bound.items()}
    return related, problems


def _fault(document: Document, key: str, name: str, target: Document | None, by_id: Mapping[str, Document]) -> Problem:
    label = KEYS[key]
    if target is document:
        return document.problem(key, f"“{label}”写的是它自己", "请改成另一份文件的编号")
    if target is not None:
        return document.problem(key, f"“{label}”“{name}”{target.why_not}", "读者打不开它，请等它公开后再写")
    cure = suggestion(name, by_id) + "请写本站文件的 id；不在本站的文件请写发文字号"
    return document.problem(key, f"没有编号为“{name}”的文件", cure)


def neighbours(listed: Sequence[Document]) -> dict[str, tuple[Document | None, Document | None]]:
    """For each document of one list, the one above it and the one below it."""
    padded = [None, *listed, None]
    return {document.id: (padded[at], padded[at + 2]) for at, document in enumerate(listed)}
