"""What the web team does to the theme."""

from __future__ import annotations

from tests.plugins.build.changes.registry import change
from tests.plugins.build.county import County


def _insert(county: County, template: str, before: bytes, text: str) -> None:
    name = f"templates/{template}"
    county.theme[name] = county.theme[name].replace(before, text.encode() + before, 1)


@change
def edit_base(county: County, a: int, b: int) -> None:
    _insert(county, "base.html", b"</body>", f"<p>第{county.new_key()}版</p>\n")


@change
def edit_macro(county: County, a: int, b: int) -> None:
    tag = (b'<ul class="{{ class }}"', b'<nav class="pager"', b'<nav class="archive"', b'<div class="card-head">')[
        b % 4
    ]
    _insert(county, "partials/macros.html", tag, f"<!-- {county.new_key()} -->\n")


@change
def edit_header(county: County, a: int, b: int) -> None:
    partial, tag = (("header", b"<header"), ("footer", b"<footer"), ("breadcrumb", b"<nav"), ("search_form", b"<form"))[
        b % 4
    ]
    _insert(county, f"partials/{partial}.html", tag, f"<!-- {county.new_key()} -->\n")


@change
def edit_template(county: County, a: int, b: int) -> None:
    name = ("article", "column", "home", "village", "villages", "town", "sitemap", "redirect", "search", "404")[b % 10]
    block = b"{% block page %}" if name in ("column", "home") else b"{% block main %}"
    template = f"templates/{name}.html"
    county.theme[template] = county.theme[template].replace(block, block + f"<!-- {county.new_key()} -->".encode(), 1)


@change
def edit_topic_template(county: County, a: int, b: int) -> None:
    _insert(county, "topic.html", b"{% for part in parts %}", f"<!-- {county.new_key()} -->\n")


@change
def edit_policy_template(county: County, a: int, b: int) -> None:
    _insert(county, "policy.html", b"{% if doc.doc_no %}", f"<!-- {county.new_key()} -->\n")


@change
def include_partial(county: County, a: int, b: int) -> None:
    """A new partial, taken in in one of the ways that Jinja knows; edited where it is there already."""
    name = f"templates/partials/x{b % 6}.html"
    if name not in county.theme:
        ways = (
            '{% include "partials/x0.html" %}',
            '{%- include "partials/x1.html" ignore missing %}',
            '{%+ include "partials/x2.html" %}',
            '{% set part = "partials/x" ~ 3 ~ ".html" %}{% include part %}',
            '{% include ["partials/none.html", "partials/x4.html"] %}',
            '{% include "partials/x5.html" if page.kind == "home" else "partials/footer.html" %}',
        )
        _insert(county, ("base.html", "article.html")[a % 2], b"{% block main %}", ways[b % 6])
    county.theme[name] = f"<!-- x{county.new_key()} -->".encode()


@change
def else_partial(county: County, a: int, b: int) -> None:
    """The partial of the other branch is edited."""
    if "templates/partials/y.html" not in county.theme:
        way = '{% include "partials/breadcrumb.html" if page.kind == "nothing" else "partials/y.html" %}'
        _insert(county, "base.html", b"{% block page %}", way)
    county.theme["templates/partials/y.html"] = f"<!-- y{county.new_key()} -->".encode()


@change
def missing_partial(county: County, a: int, b: int) -> None:
    """What a template takes in where it is there comes and goes."""
    if b"partials/maybe.html" not in county.theme["templates/base.html"]:
        _insert(county, "base.html", b"{% block page %}", '{% include "partials/maybe.html" ignore missing %}')
    name = "templates/partials/maybe.html"
    if name in county.theme:
        del county.theme[name]
    else:
        county.theme[name] = f"<!-- maybe{county.new_key()} -->".encode()


@change
def change_asset(county: County, a: int, b: int) -> None:
    county.theme["static/site.css"] += f"/* {county.new_key()} */\n".encode()


@change
def add_asset(county: County, a: int, b: int) -> None:
    name = ("static/x.css", "static/deep/y.js", "static/~z.css", "static/.hidden")[b % 4]
    if name in county.theme and a % 2:
        del county.theme[name]
    else:
        county.theme[name] = f"/* {county.new_key()} */".encode()


@change
def other_theme(county: County, a: int, b: int) -> None:
    """The same theme from another folder."""
    county.theme_folder = county.folder / ("theme", "theme-b")[county.theme_folder.name == "theme"]
