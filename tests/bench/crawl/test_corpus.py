"""The generated site and its manifest say the same."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

from bench.crawl.corpus import ALIVE, DEAD, write_site
from bench.crawl.rounds import page_paths


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small one."""
    folder = tmp_path_factory.mktemp("bench") / "site"
    return folder, write_site(folder, 300, 200)


def test_as_many_pages_as_wished_with_as_many_links_each(site):
    """Attributes that name something are counted on pages of every kind."""
    folder, manifest = site
    assert len(page_paths(folder)) == manifest.pages == 300
    for path in ("index.html", "c05/index.html", "c07/2026/00007.html", "contact.html"):
        tree = BeautifulSoup((folder / path).read_text(encoding="utf-8"), "lxml")
        # A linked icon or stylesheet is one too; srcset and style name a second thing in some.
        assert 200 <= len(tree.select("[href], [src], [srcset]")) <= 203, path


def test_what_is_dead_is_not_there_and_what_lives_is(site):
    """By the files themselves; what nginx.conf answers by itself is left out."""
    folder, _ = site
    answered = {"/removed-for-good", "/moved-to-nowhere", "/moved", "/forbidden.html"}
    for address in DEAD.keys() - answered:
        assert not (folder / unquote(address.partition("?")[0])[1:]).exists(), address
    no_links = {"/in-comment.html", "/in-script.html", "/in-template.html"}
    for address in ALIVE.keys() - answered - no_links:
        assert (folder / unquote(address)[1:]).is_file(), address


def test_every_dead_address_is_referred_to(site):
    """Otherwise nobody could find it."""
    folder, _ = site
    whole = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.html")).replace("&amp;", "&")
    assert [address for address in DEAD if address not in whole] == []


def test_dead_places_are_linked_to_and_missing(site):
    """About one in a hundred of the links to a place."""
    folder, manifest = site
    assert 5 < len(manifest.dead_anchors) < 60
    for one in manifest.dead_anchors:
        page, name = urldefrag(one)
        assert f'id="{name}"' not in (folder / page[1:]).read_text(encoding="utf-8")


def test_same_numbers_same_bytes(site, tmp_path):
    """A run next year measures the same site."""
    folder, manifest = site
    again = tmp_path / "site"
    assert write_site(again, 300, 200) == manifest
    for path in folder.rglob("*.html"):
        assert path.read_bytes() == (again / path.relative_to(folder)).read_bytes()


def test_a_site_too_small_is_refused(tmp_path):
    """Sixty columns need sixty documents."""
    with pytest.raises(ValueError, match="at least"):
        write_site(tmp_path / "site", 100, 200)
