"""A policy document as the library prints it: in lists, and in library.json for the theme's script."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from plugins.build.article import Article
from plugins.build.view import View
from plugins.policies.facets import written
from plugins.relations import explains
from plugins.standing import ARCHIVED, VOID, Standing
from standards.topics import split_topic


@dataclass(frozen=True)
class PolicyRow:
    """A row of a list. ``word`` is where the document stands and ``kind`` how that is meant (see ``DocLink``);
    ``readings`` are its interpretations: title, address, form."""

    title: str
    url: str
    doc_no: str
    index_no: str
    unit: str
    written: str
    published: str
    published_iso: str
    word: str
    kind: str
    readings: tuple[tuple[str, str, str], ...]


def policy_row(view: View, path: str) -> PolicyRow:
    """The row of the document at ``path``."""
    article = view.article(path)
    word = _word(article, view.standing(path))
    readings = [other for other in view.related(path) if explains(other, article)]
    return PolicyRow(
        title=article.title,
        url=article.url,
        doc_no=article.doc_no,
        index_no=article.index_no,
        unit=view.unit_name(article.publisher),
        written=article.extra.get("written", ""),
        published=article.day,
        published_iso=article.published_iso,
        word=word,
        kind=word_kind(word),
        readings=tuple((other.title, other.url, other.note or "文字") for other in readings),
    )


def word_kind(word: str) -> str:
    """How a word on validity is meant, as lists mark it."""
    return "void" if word in VOID else "archive" if word == ARCHIVED else "live"


def _word(article: Article, standing: Standing | None) -> str:
    return standing.word if standing else article.validity


def library_json(view: View, policies: list[Article]) -> bytes:
    """One entry a document, newest first: t title, u address, n 文号, i 索引号, o unit, w 成文日期, d 发布日期, c and s
    first and second level of its topic, v validity, r interpretations (title, address, form)."""
    readings: dict[str, list[Article]] = {}
    for article in view.every():
        for name in article.refs.get("interprets", ()):
            readings.setdefault(name, []).append(article)
    standings = view.standings()
    entries = []
    for article in policies:
        first, second = split_topic(article.extra.get("topic", ""))
        explaining = {other.path: other for name in (article.id, article.doc_no) for other in readings.get(name, ())}
        told = {
            "t": article.title,
            "u": article.url,
            "n": article.doc_no,
            "i": article.index_no,
            "o": view.unit_name(article.publisher),
            "w": written(article),
            "d": article.day,
            "c": first,
            "s": second,
            "v": _word(article, standings.get(article.path)),
            "r": [(other.title, other.url, other.note or "文字") for other in explaining.values()],
        }
        entries.append(msgspec.json.encode({key: value for key, value in told.items() if value}))
    return b"[\n" + b",\n".join(entries) + b"\n]\n"
