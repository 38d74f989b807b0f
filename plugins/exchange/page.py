"""html/<id>.html: a document as one printable file, its pictures inside, for platforms that take pages."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from plugins.build.document_pages import header_rows, size_text
from plugins.build.reference import Link
from plugins.build.view import View
from plugins.exchange.record import Fetch, Record, package_path, text_html
from plugins.standing import VOID


def page_maker(view: View, fetch: Fetch) -> Callable[[Record], str]:
    """The function that makes the page of a document."""
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("page.html")
    return lambda record: _page(view, fetch, template, record)


def _page(view: View, fetch: Fetch, template: Template, record: Record) -> str:
    types = {picture["path"]: picture["type"] for picture in record.told["pictures"]}

    def address_of(link: Link) -> str:
        place = package_path(link.target)
        if not link.image:
            return f"../{quote(place)}"
        data = fetch(link.target)
        inside = data.read_bytes() if isinstance(data, Path) else data
        return f"data:{types[place]};base64,{b64encode(inside).decode()}"

    body = text_html(view, record.source, record.units, address_of)
    return template.render(
        told=record.told,
        site=view.site,
        rows=header_rows(record.source, record.told["publisher"]["name"], record.standing),
        void=record.standing.word in VOID,
        body=Markup(body),  # noqa: S704 - cleaned by body.py
        size=size_text,
    )
