"""The sample of pages for the browser: home always in, spread over skeletons, the same every time."""

from __future__ import annotations

import random

from auditor.browser.sample import sample
from auditor.model import PageFacts

SITE = "https://www.mingchuan.example"


def page(path: str, skeleton: str, kind: str = "content") -> PageFacts:
    """A page of a template."""
    return PageFacts(url=SITE + path, status=200, kind=kind, skeleton=skeleton)


PAGES = (
    page("/", "home", "home"),
    *(page(f"/zwgk/{n}.html", "article") for n in range(50)),
    *(page(f"/c{n}/", "column", "column") for n in range(10)),
    page("/404.html", "lost", "other"),
)


def test_every_template_is_there_and_home_comes_first():
    """Two pages of each skeleton where it has two, home first, the rest by address."""
    chosen = sample(PAGES, 20, 2019)
    skeletons = {p.url: p.skeleton for p in PAGES}
    assert chosen[0] == SITE + "/"
    assert list(chosen[1:]) == sorted(chosen[1:])
    assert sorted(skeletons[url] for url in chosen) == ["article", "article", "column", "column", "home", "lost"]


def test_the_limit_leaves_the_greatest_templates():
    """With room for two, home and the template most pages share."""
    chosen = sample(PAGES, 2, 2019)
    assert chosen[0] == SITE + "/"
    assert "/zwgk/" in chosen[1]
    assert sample(PAGES, 0, 2019) == ()


def test_the_same_seed_draws_the_same_pages_in_whatever_order_they_come():
    """The draw hangs on seed and addresses alone."""
    shuffled = list(PAGES)
    random.Random(7).shuffle(shuffled)
    assert sample(shuffled, 20, 2019) == sample(PAGES, 20, 2019)
    assert len({sample(PAGES, 20, seed) for seed in range(20)}) > 10


def test_home_counts_for_its_own_template():
    """Where home shares a skeleton, one more page of it is drawn, not two."""
    pages = (page("/", "all", "home"), *(page(f"/{n}.html", "all") for n in range(9)))
    assert len(sample(pages, 20, 1)) == 2


def test_a_site_without_a_known_home_gives_its_shortest_address_first():
    """A folder's start page may not be called home by anybody."""
    assert sample((page("/long/name.html", "a"), page("/a.html", "b")), 9, 1)[0] == SITE + "/a.html"
    assert sample((), 9, 1) == ()
