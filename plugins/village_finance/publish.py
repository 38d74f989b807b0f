"""The receiver of financial statements: which pages and files they have. Loads the rest where there are any."""

from __future__ import annotations

from typing import Any

from pelican import signals


def offer(generator: Any) -> None:
    """Receiver: a page and two files a statement, a page a village that has any."""
    finances = generator.edition.finances
    if not finances.by_url:
        return
    from plugins.build.paths import file_of
    from plugins.village_finance.files import FILE
    from plugins.village_finance.pages import FINANCE, STATEMENT
    from plugins.village_finance.statement import FILES, file_url
    from plugins.villages import finance_url

    fronts = [(file_of(finance_url(village)), village) for village, briefs in finances.by_village.items() if briefs]
    generator.add_pages(FINANCE, fronts)
    briefs = finances.by_url.values()
    generator.add_pages(STATEMENT, [(brief.url[1:], (brief.village, brief.url)) for brief in briefs])
    files = [(file_url(brief.url, kind)[1:], (brief.url, kind)) for brief in briefs for kind in FILES]
    generator.add_pages(FILE, files)


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
