"""Style sheets."""

from __future__ import annotations

from auditor.facts.sheets import MANY, read_sheet
from tests.auditor.facts.reading import HOST

SHEET = f"{HOST}/theme/site.css"


def test_references_have_their_place_in_the_sheet() -> None:
    """Relative to the sheet, with line and column of the address; comments and data: are left out."""
    css = "/* url(a) */\n@import \"base.css\";\n.a { background: url( '../i/b.png' ) } .b { src: url(data:x) }\n"
    seen = read_sheet(SHEET, (("Content-Type", "text/css"),), css.encode())
    assert [(link.url, link.locator.line, link.locator.column) for link in seen.links] == [
        (f"{HOST}/theme/base.css", 2, 10),
        (f"{HOST}/i/b.png", 3, 24),
    ]


def test_a_sheet_that_is_none_gives_what_it_holds() -> None:
    """Bytes of any kind, addresses of any kind, any number of them."""
    assert read_sheet(SHEET, (), bytes(range(256)) * 10).links == ()
    assert read_sheet(SHEET, (), b"a{b:url(http://[)}").links[0].problem == "malformed"
    assert len(read_sheet(SHEET, (), b"url(/a)" * (MANY + 5)).links) == MANY
    assert read_sheet(SHEET, (), b"url(" * 100_000).links == ()
