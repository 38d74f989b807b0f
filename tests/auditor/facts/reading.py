"""Short cuts to read HTML into facts in tests."""

from __future__ import annotations

from pathlib import Path

from auditor.facts.document import read_page
from auditor.model import PageFacts

PAGES = Path(__file__).parent / "pages"
HOST = "https://www.mingchuan.example"


def facts(html: str, path: str = "/zwgk/tzgg/1.html", content_type: str = "text/html; charset=utf-8") -> PageFacts:
    """Facts of a page in UTF-8."""
    return read_page(HOST + path, 200, (("Content-Type", content_type),), html.encode("utf-8", "surrogatepass"))


def page(name: str, path: str, charset: str = "utf-8", content_type: str = "text/html") -> PageFacts:
    """Facts of a fixture page, which is kept in UTF-8 and served in ``charset``."""
    body = (PAGES / name).read_text(encoding="utf-8").encode(charset)
    return read_page(HOST + path, 200, (("Content-Type", content_type),), body)
