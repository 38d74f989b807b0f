"""What stock Pelican lacks for our page: previous and next article, and the table of contents of a long one.

Users install plugins for both, which do what these lines do. The filter is no setting because a function that cannot
be pickled in the settings breaks Pelican's cache.
"""

import re
from typing import Any

from pelican import signals

_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')


def link(generator: Any) -> None:
    """Give every article ``above`` and ``beneath``: its neighbours, newest first, in its category, or its village."""
    lists: dict[str, list[Any]] = {}
    for article in generator.articles:
        place = article.tags[0].slug if getattr(article, "tags", None) else article.category.slug
        lists.setdefault(place, []).append(article)
    for listed in lists.values():
        for above, article, beneath in zip([None, *listed], listed, [*listed[1:], None], strict=False):
            article.above, article.beneath = above, beneath


def add_filter(generator: Any) -> None:
    """``headings``: id and text of the main headings of a body that has at least three."""
    generator.env.filters["headings"] = lambda html: found if len(found := _HEADING.findall(html)) >= 3 else []


def register() -> None:
    """Run when the generator of articles is made, and when all articles are read."""
    signals.article_generator_init.connect(add_filter)
    signals.article_generator_finalized.connect(link)
