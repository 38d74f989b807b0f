"""A document as a verdict sees it: made of its Article and of the bytes that lie there."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.build.article import Article
from plugins.build.scan import Tree
from plugins.catalogue import Catalogue
from plugins.review.skeleton import skeleton
from plugins.review.steps import steps_of
from plugins.review.verdict import Reviewed
from plugins.review.votes import Memory
from plugins.site import Unit


def shown_files(article: Article) -> list[str]:
    """The files below content/ that a document attaches, shows or links to, and the table its figures come from."""
    tables = filter(None, (article.extra.get("tables"),))
    return sorted({*article.files, *tables, *(link.target for link in article.links if link.kind == "file")})


def reviewed(article: Article, tree: Tree, spellings: Mapping[str, Unit], memory: Memory) -> Reviewed:
    """What there is to judge of a document; its skeleton is made only when it is asked for."""
    unit = spellings.get(article.publisher)
    return Reviewed(
        id=article.id,
        folder=article.folder,
        publisher=unit.id if unit else "",
        author=article.review.get("author", ""),
        editor=article.review.get("editor", ""),
        written=article.review.get("written", ""),
        digest=memory.digest(tree, article.path),
        files={path: memory.digest(tree, path) for path in shown_files(article)},
        skeleton=lambda version: skeleton((tree.root / article.path).read_bytes(), version),
    )


def steps_for(article: Article, catalogue: Catalogue) -> tuple[str, ...]:
    """The steps that the class of a document's column asks for."""
    column = catalogue.by_path.get(article.column)
    return steps_of(column.review if column else "")
