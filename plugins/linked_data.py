"""What a page is, in the words of schema.org, as JSON-LD: for search engines, and for programs that read one page.

Only what the page itself prints is said. A data block is no script: a Content-Security-Policy does not bar it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from plugins.build.article import Article
from plugins.build.records import Crumb
from plugins.content_types.core import Core
from plugins.site import Site, Unit
from plugins.standing import AMENDED, EXPIRED, PARTLY, REPEALED, VALID, Standing

Thing = dict[str, Any]
"""An object of schema.org without empty values."""

FORCE = {
    VALID: "InForce",
    AMENDED: "InForce",
    PARTLY: "PartiallyInForce",
    EXPIRED: "NotInForce",
    REPEALED: "NotInForce",
}
"""有效性 → https://schema.org/LegalForceStatus; a document that was amended is in force as amended."""
TYPES = {"article": "NewsArticle", "policy": "Legislation"}
"""Our type → theirs; any other document is an Article."""
CHANGES = {REPEALED: "legislationRepeals", AMENDED: "legislationChanges"}
_ENCODER = msgspec.json.Encoder()


def json_ld(things: Iterable[Thing]) -> str:
    """The things as the text of a data block. No text can end the block: JSON lets its signs be written otherwise."""
    data = _ENCODER.encode({"@context": "https://schema.org", "@graph": list(things)})
    return data.replace(b"<", rb"\u003c").replace(b">", rb"\u003e").replace(b"&", rb"\u0026").decode()


def organization(site: Site) -> Thing:
    """The government office whose site it is."""
    return _filled(
        {
            "@type": "GovernmentOrganization",
            "@id": site.absolute("/#owner"),
            "name": site.owner,
            "url": site.absolute("/"),
            "telephone": site.contact,
        }
    )


def website(site: Site) -> Thing:
    """The site and its search."""
    return _filled(
        {
            "@type": "WebSite",
            "@id": site.absolute("/#website"),
            "name": site.name,
            "alternateName": site.short_name,
            "url": site.absolute("/"),
            "inLanguage": "zh-CN",
            "identifier": site.id_code,
            "publisher": {"@id": site.absolute("/#owner")},
            "potentialAction": {
                "@type": "SearchAction",
                "target": site.absolute("/search/?q={search_term_string}"),
                "query-input": "required name=search_term_string",
            },
        }
    )


def breadcrumb(site: Site, crumbs: Sequence[Crumb]) -> Thing:
    """The way from the home page to the page."""
    steps = [
        {"@type": "ListItem", "position": place, "name": crumb.name, "item": site.absolute(crumb.url)}
        for place, crumb in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def document(  # noqa: PLR0917 - what is said of a document
    site: Site,
    article: Article,
    fields: Core,
    unit: Unit,
    picture: str,
    standing: Standing | None,
    changed: Sequence[tuple[str, Article]],
) -> Thing:
    """A document; ``picture`` is an absolute address or empty, ``changed`` the word it gives other documents and those
    documents."""
    address = site.absolute(article.url)
    kind = TYPES.get(article.type, "Article")
    common = {
        "@type": kind,
        "@id": address,
        "headline": article.title,
        "description": article.summary,
        "keywords": ",".join(article.keywords),
        "image": picture,
        "inLanguage": "zh-CN",
        "datePublished": article.published_iso,
        "author": {"@type": "Organization", "name": article.source},
        "publisher": {"@type": "GovernmentOrganization", "name": unit.name},
    }
    return _filled(
        common | (_legislation(site, article, fields, unit, standing, changed) if kind == "Legislation" else {})
    )


def _legislation(  # noqa: PLR0917 - as above
    site: Site,
    article: Article,
    fields: Core,
    unit: Unit,
    standing: Standing | None,
    changed: Sequence[tuple[str, Article]],
) -> Thing:
    """What only an official document says. ``headline`` is for articles: a law has a name."""
    force = FORCE.get(standing.word if standing else article.validity, "")
    said: Thing = {
        "headline": "",
        "name": article.title,
        "identifier": article.index_no,
        "legislationIdentifier": article.doc_no or article.unified_no,
        "legislationDate": fields.written.isoformat() if fields.written else "",
        "legislationDateOfApplicability": fields.effective.isoformat() if fields.effective else "",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": unit.name},
        "legislationLegalForce": f"https://schema.org/{force}" if force else "",
        "expires": standing.until if standing else "",
    }
    for word, other in changed:
        if word in CHANGES:
            named = {"@type": "Legislation", "@id": site.absolute(other.url), "name": other.title}
            said.setdefault(CHANGES[word], []).append(named)
    return said


def _filled(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value}
