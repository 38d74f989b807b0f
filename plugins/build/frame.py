"""What every page of the site shares: header, footer, trail, national tags. The shared parts are rendered once."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from plugins.build.records import Crumb, NavItem, Page
from plugins.build.view import View
from plugins.catalogue import VILLAGES, Column
from plugins.linked_data import Thing, breadcrumb, json_ld, organization, website
from plugins.meta_tags import Metas, column_tags, site_tags
from plugins.site import Site


def page_values(  # noqa: PLR0917 - what a page says of itself
    view: View,
    kind: str,
    title: str,
    url: str,
    tags: Metas,
    crumbs: tuple[Crumb, ...],
    *,
    feed: str = "",
    column: str = "",
    own_search: bool = False,
    about: Thing | None = None,
) -> dict[str, Any]:
    """The values every template has: site, page, and the finished header and footer.

    ``kind`` is home, column, content or other; ``column`` the path of the column whose tree stands beside the page;
    ``own_search`` is true for a page that is itself the search; ``about`` is the page's own thing of schema.org.
    """
    site = view.site
    described = (text for name, text in tags if name in ("Description", "ColumnDescription"))
    page = Page(
        kind=kind,
        title=title,
        url=url,
        canonical=site.absolute(url) if url else "",
        metas=(*site_tags(site), *tags),
        description=next(described, ""),
        breadcrumb=crumbs,
        feed=feed,
        tree=view.tree(column) if column else (),
        linked_data=_linked_data(site, kind, crumbs, about),
    )
    top = crumbs[1].url if len(crumbs) > 1 else "/"
    home, exact = kind == "home", url == top
    header = view.fragment(
        "partials/header.html",
        (home, own_search, top, exact),
        lambda seen: {"site": seen.site, "home": home, "own_search": own_search, "nav": _nav(seen, top, exact)},
    )
    footer = view.fragment("partials/footer.html", (), lambda seen: {"site": seen.site})
    return {"site": site, "page": page, "header": header, "footer": footer}


def _linked_data(site: Site, kind: str, crumbs: tuple[Crumb, ...], about: Thing | None) -> Markup:
    """The page for programs; nothing of pages that only serve."""
    if kind == "home":
        things = [organization(site), website(site)]
    elif kind in ("column", "content"):
        things = [breadcrumb(site, crumbs), *([about] if about else [])]
    else:
        return Markup("")
    return Markup(json_ld(things))  # noqa: S704 - json_ld writes no sign of markup


def _nav(view: View, top: str, exact: bool) -> tuple[NavItem, ...]:
    entries = [("首页", "/"), *((step.name, step.url) for step in view.tops())]
    return tuple(NavItem(name, url, "" if url != top else "page" if exact else "true") for name, url in entries)


def trail_crumbs(view: View, column: str) -> tuple[Crumb, ...]:
    """The steps from the home page to a column."""
    return (Crumb("首页", "/"), *(Crumb(step.name, step.url) for step in view.trail(column)))


def place_tags(view: View, url: str, name: str, description: str, words: tuple[str, ...]) -> Metas:
    """Column tags of a page below 村务公开 that is no column itself; ``words`` are further keywords."""
    kind = view.column(VILLAGES).type
    keywords = ",".join(("村务公开", *words))
    return column_tags(
        Column(id=url, name=name, path=url.strip("/"), type=kind, description=description, keywords=keywords)
    )
