"""The kiosk edition: from towns to documents by touch alone, and never out of the site."""

from __future__ import annotations

import re

import pytest

from plugins.kiosk import by_letter
from plugins.villages import Village
from tests.plugins.notice_board.site import FILES, THEME
from tests.plugins.small_site import build, tree

PAGES = ("kiosk/index.html", "villages/towns/qingxi/kiosk/index.html", "villages/liulin/kiosk/index.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> dict[str, str]:
    """The HTML of a built site by path."""
    folder = tmp_path_factory.mktemp("kiosk")
    build(folder, FILES, THEME=THEME)
    return {path: data.decode() for path, data in tree(folder / "output").items() if path.endswith(".html")}


def test_every_step_is_a_link(site):
    """Town, village, document; and back."""
    start, town, village = (site[page] for page in PAGES)
    assert 'href="/villages/towns/qingxi/kiosk/"' in start
    assert 'href="/villages/liulin/kiosk/"' in town
    assert re.search(r'href="/villages/liulin/2026-10/a.html#elder" target="gk-frame"', village)
    assert 'href="/villages/liulin/2026-07/b.html#elder"' in village  # what came before
    assert 'href="/villages/towns/qingxi/kiosk/"' in village
    assert all('href="/kiosk/"' in page for page in (town, village))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_leads_outside_and_nothing_is_typed(site, path):
    """No address of another site, no field; the frame may show this site only."""
    page = site[path]
    assert not re.findall(r'<(?:a|iframe|script|img|form)\b[^>]*"(?:https?:)?//', page)
    assert not re.search(r"<(input|textarea|select|form)\b", page)
    assert "frame-src 'self'" in page
    assert 'name="robots" content="noindex"' in page


@pytest.mark.parametrize("path", PAGES)
def test_somebody_who_left_is_told_how_long_the_page_stays(site, path):
    """A minute, then twenty seconds to say that one is still there."""
    page = site[path]
    assert 'data-idle="60" data-ask="20"' in page
    assert re.search(r"<button[^>]*data-stay>继续</button>", page)


def test_villages_stand_under_the_first_letter():
    """What begins with no letter of pinyin stands last."""
    names = {"a": "柳林村", "b": "1号社区", "c": "桥头村", "d": "陆家村"}
    found = by_letter(Village(id_, name, "村", "t", "镇", "", "") for id_, name in names.items())
    assert [(letter, [name for name, _ in villages]) for letter, villages in found] == [
        ("L", ["柳林村", "陆家村"]),
        ("Q", ["桥头村"]),
        ("#", ["1号社区"]),
    ]
