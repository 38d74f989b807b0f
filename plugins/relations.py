"""Which documents belong together: policy ↔ interpretation, repealed ↔ repealing, and neighbours in a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from plugins.build.article import REFERENCES, Article
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.catalogue import VILLAGES


def relate(
    articles: Sequence[Article], private: Mapping[str, str], library: Library, gone: Collection[str] = ()
) -> tuple[dict[str, tuple[Article, ...]], list[Problem]]:
    """For each public document's path, the public documents it is bound to, both ways, newest first.

    ``articles`` are all of them, newest first; ``private`` says why those that are not public are not;
    what is ``gone`` (``withdrawal.py``) may still be named. A reference is
    an id of this site, or a 发文字号 (it has 〔〕) of a document that may stand elsewhere.
    """
    referring = [article for article in articles if article.refs and article.path not in private]
    if not referring:
        return {}, []
    by_id = {article.id: article for article in articles}
    by_number = {article.doc_no: article for article in articles if article.doc_no}
    bound: dict[str, set[str]] = {}
    problems = []
    for article in referring:
        for key, names in article.refs.items():
            for name in names:
                target = by_id.get(name) or by_number.get(name)
                if target is not None and target is not article and target.path not in private:
                    bound.setdefault(article.path, set()).add(target.path)
                    bound.setdefault(target.path, set()).add(article.path)
                elif target is not None and target is not article and target.path in gone:
                    continue
                elif target is not None or "〔" not in name:
                    what, cure = _fault(article, name, target, private, by_id)
                    label = REFERENCES[key]
                    problems.append(library.problem(article, key, what.format(label=label, name=name), cure))
    places = {article.path: place for place, article in enumerate(articles) if article.path in bound}
    related = {
        path: tuple(articles[places[other]] for other in sorted(others, key=places.__getitem__))
        for path, others in bound.items()
    }
    return related, problems


def interpretations(article: Article, related: Mapping[str, Sequence[Article]]) -> tuple[Article, ...]:
    """The public documents that explain this one, newest first; ``related`` is what ``relate`` found."""
    names = {article.id, article.doc_no}
    return tuple(
        other for other in related.get(article.path, ()) if not names.isdisjoint(other.refs.get("interprets", ()))
    )


def _fault(
    article: Article, name: str, target: Article | None, private: Mapping[str, str], by_id: Mapping[str, Article]
) -> tuple[str, str]:
    """What is wrong with a reference, and what to do."""
    if target is article:
        return "“{label}”写的是它自己", "请改成另一份文件的编号"
    if target is not None:
        return "“{label}”“{name}”" + private[target.path], "读者打不开它，请等它公开后再写"
    cure = suggestion(name, by_id) + "请写本站文件的 id；不在本站的文件请写发文字号"
    return "没有编号为“{name}”的文件", cure


def explains(article: Article, policy: Article) -> bool:
    """Whether a document is an interpretation of another: it names its id or its 发文字号."""
    names = article.refs.get("interprets", ())
    return policy.id in names or (bool(policy.doc_no) and policy.doc_no in names)


def all_neighbours(
    by_column: Mapping[str, Sequence[Article]], by_village: Mapping[str, Sequence[Article]]
) -> dict[str, tuple[str, str]]:
    """The neighbours of every document in the list it stands in: its column's, or its village's."""
    found: dict[str, tuple[str, str]] = {}
    for path, listed in by_column.items():
        if path != VILLAGES:
            found.update(neighbours(listed))
    for listed in by_village.values():
        found.update(neighbours(listed))
    return found


def neighbours(listed: Sequence[Article]) -> dict[str, tuple[str, str]]:
    """For each document of one list, by path, the paths of the one above it and the one below it; empty at the ends."""
    paths = ["", *(article.path for article in listed), ""]
    return {path: (paths[at], paths[at + 2]) for at, path in enumerate(paths[1:-1])}
