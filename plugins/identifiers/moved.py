"""Where documents, and the columns they stood in, have gone since their addresses were registered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from plugins.build.article import Article
from plugins.identifiers.registry import Address


def moved_addresses(public: Iterable[Article], urls: Sequence[Address]) -> Mapping[str, Article]:
    """Every address under which a document was public before, by itself: the document as it stands today.

    Each leads to the one address of today, so that there are no chains; a document that came back is at home.
    """
    if not urls:
        return {}
    by_id = {article.id: article for article in public}
    return {
        address.url: article
        for address in urls
        if (article := by_id.get(address.id)) is not None and article.url != address.url
    }


def moved_columns(moved: Mapping[str, Article], paths: Collection[str]) -> dict[str, str]:
    """Every address of a column that is there no more, and the column to which its documents went, all of them to one.

    ``paths`` are the columns of today. Whoever moves a folder moves its documents: of those the register knows the old
    addresses, so that no column needs a register of its own. The columns above that moved along are found by the steps
    that both paths end in.
    """
    homes: dict[str, set[str]] = {}
    for url, article in moved.items():
        old = url.strip("/").rpartition("/")[0].rpartition("/")[0]  # /<column path>/<yyyy-mm>/<id>.html
        new = article.column
        while old and new and old not in paths:
            homes.setdefault(old, set()).add(new)
            (old, _, step), (new, _, other) = old.rpartition("/"), new.rpartition("/")
            if step != other:
                break
    return {f"/{old}/": f"/{new}/" for old, (new, *others) in sorted(homes.items()) if not others and new in paths}
