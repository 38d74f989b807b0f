"""The invented county of ``make bench-build``: the same every time, quickly made, like a real one, and equal for all."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from hashlib import blake2b
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bench.build import hugo, ours, stock
from bench.build.cases import CASES, Edits
from bench.build.columns import BUSY, BUSY_SHARE, columns
from bench.build.corpus import Corpus
from bench.build.document import Document
from bench.build.engine import Engine
from bench.build.workplace import Workplace, alone

ROOT = Path(__file__).parents[2]
SMALL = (220, 6)
ENGINES = {engine.name: engine for engine in (ours.engine(), hugo.engine(), stock.engine())}
DIGEST = """
from hashlib import blake2b
from bench.build import hugo, ours, stock
from bench.build.corpus import Corpus
corpus, digest = Corpus(220, 6), blake2b()
for document in corpus.documents():
    for engine in (ours.engine(), hugo.engine(), stock.engine()):
        digest.update(engine.place(document).encode() + engine.text(document, corpus).encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Enough articles to count shares of."""
    return [document for document in Corpus(3000, 20).documents() if not document.head.village]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A small county written down for all three generators."""
    made = Workplace(tmp_path_factory.mktemp("county"), Corpus(*SMALL))
    made.prepare(list(ENGINES.values()))
    return made


def built(place: Workplace, engine: Engine) -> Path:
    """The output of an engine over the small county, built once."""
    output = place.folder(engine) / engine.output
    if not output.exists():
        done = subprocess.run(
            engine.command(False), cwd=place.folder(engine), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return output


def tree_digest(folder: Path) -> str:
    """A digest of names and bytes of a tree."""
    digest = blake2b()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def test_the_same_seed_gives_the_same_bytes_in_any_process():
    """Two processes with different hash seeds write the same county for every generator."""
    said = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_another_seed_gives_another_county():
    """The seed is not ignored."""
    first, second = (Corpus(60, 3, seed) for seed in (1, 2))
    assert first.document(first.heads[7]).body != second.document(second.heads[7]).body


def test_a_larger_county_begins_with_the_smaller_one():
    """What a document says does not depend on how many come after it."""
    small, large = Corpus(250, 20), Corpus(700, 20)
    for number in range(250):
        assert small.document(small.heads[number]) == large.document(large.heads[number])


def test_thirty_one_thousand_articles_take_well_under_a_minute():
    """A thousand documents in three dialects cost less processor time than a 31st part of a minute."""
    corpus = Corpus(1000, 30)
    started = time.process_time()
    for document in corpus.documents():
        for engine in ENGINES.values():
            engine.text(document, corpus)
    assert time.process_time() - started < 60 / 31


def test_ids_addresses_and_bodies_are_unique(documents):
    """No two documents say the same or stand in the same place."""
    for values in (
        [document.head.id for document in documents],
        [document.head.url for document in documents],
        [document.body for document in documents],
    ):
        assert len(set(values)) == len(values)


def test_lengths_are_those_of_real_documents(documents):
    """The median is about 1,800 characters, three or four in a hundred are long."""
    lengths = [len(document.body) for document in documents]
    assert 1650 < statistics.median(lengths) < 1950
    assert 0.025 < sum(length > 8000 for length in lengths) / len(lengths) < 0.045


def test_documents_have_what_real_ones_have(documents):
    """Tables, lists, headings, links and attachments, each in its share and none everywhere."""
    shares = {
        "\n|---": (0.08, 0.25),
        "\n1. ": (0.15, 0.6),
        "\n## ": (0.35, 0.65),
        "@)": (0.12, 0.25),
        "](https://": (0.03, 0.1),
    }
    for mark, (least, most) in shares.items():
        share = sum(mark in document.body for document in documents) / len(documents)
        assert least < share < most, (mark, share)
    assert 0.05 < sum(bool(document.attachments) for document in documents) / len(documents) < 0.12
    assert {document.type for document in documents} == {"article", "policy", "public_notice", "interpretation"}


def test_every_column_has_documents_and_one_is_busy(documents):
    """About fifty columns on three levels; one has its share of all articles."""
    found = {document.head.folder for document in documents}
    assert found == {column.path for column in columns()}
    assert {path.count("/") for path in found} == {0, 1, 2}
    assert 45 <= len(found) <= 60
    busy = sum(document.head.folder == BUSY for document in documents) / len(documents)
    assert abs(busy - BUSY_SHARE) < 0.03


def test_all_is_published_in_the_open_year_and_the_new_one_is_newest():
    """Nothing lies before 2026 or after its 20th of November, and nothing is newer than the article that is added."""
    corpus = Corpus(400, 10)
    moments = [head.published for head in corpus.heads.values()]
    assert {moment.year for moment in moments} == {2026}
    assert max(moments) < corpus.newest().head.published
    assert f"{corpus.newest().head.published:%Y-%m-%d}" == "2026-11-20"


def test_our_build_accepts_the_county_and_makes_every_page(place):
    """``desk build`` has no complaint, and each document and village has its page."""
    output = built(place, ENGINES["ours"])
    missing = [head.url for head in place.corpus.heads.values() if not (output / head.url[1:]).is_file()]
    assert not missing
    assert all((output / f"villages/{village.id}/index.html").is_file() for village in place.corpus.villages)


@pytest.mark.parametrize("name", ["hugo", "pelican"])
def test_a_peer_prints_what_we_print(place, name):
    """The same addresses; on article, column and village pages the same hooks and words, and about the same bytes."""
    engine = ENGINES[name]
    try:
        engine.version()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    mine, theirs = built(place, ENGINES["ours"]), built(place, engine)
    heads = list(place.corpus.heads.values())
    urls = [head.url[1:] for head in heads]
    assert not [url for url in urls if not (theirs / url).is_file()]
    for url in [*urls[::7], f"{BUSY}/index.html", "yw/index.html", "villages/cun0003/index.html"]:
        ours_page, page = (BeautifulSoup((output / url).read_bytes(), "lxml") for output in (mine, theirs))
        if url.startswith("villages/cun"):  # ours says more of a village (rhythm, history), which is to our cost
            assert set(hooks(page)) <= set(hooks(ours_page))
            assert links(page) <= links(ours_page)
            continue
        assert hooks(page) == hooks(ours_page), url
        assert words(page) == words(ours_page), url
    sizes = [((theirs / url).stat().st_size, (mine / url).stat().st_size) for url in urls]
    assert 0.85 < sum(size for size, _ in sizes) / sum(size for _, size in sizes) < 1.15


def hooks(page: BeautifulSoup) -> list[str]:
    """The names of the page's parts, in order."""
    return [str(node["data-gk"]) for node in page.select("[data-gk]")]


def links(page: BeautifulSoup) -> set[str]:
    """The documents that the main part lists."""
    return {str(link["href"]) for link in page.select("main a[href$='.html']")}


def words(page: BeautifulSoup) -> str:
    """Title and text of the main part, without spaces."""
    main = page.select_one("main")
    assert main is not None
    for way in main.select(".pager, .archive, .archive-name"):
        way.extract()  # the way to further pages: theirs by number, ours by month
    assert page.title is not None
    return "".join((page.title.text + main.text).split())


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES.keys())
def test_edits_change_a_tree_and_are_undone(place, engine):
    """Each edit changes the sources; after all of them the tree can be brought back, byte for byte."""
    folder, edits = place.folder(engine), Edits(place.corpus)
    sources = [folder / name for name in sorted(engine.sources)]
    seen = [before := [tree_digest(source) for source in sources if source.is_dir()]]
    for name in ("body", "title", "new", "deleted", "template"):
        CASES[name].apply(edits, engine, folder)
        seen.append([tree_digest(source) for source in sources if source.is_dir()])
    assert len({str(digests) for digests in seen}) == len(seen)
    edits.restore(engine, folder)
    assert [tree_digest(source) for source in sources if source.is_dir()] == before


def test_an_interrupted_run_is_mended_by_the_next(tmp_path):
    """Products and edits that were left behind are gone once the place is prepared again."""
    engine = ENGINES["ours"]
    place = Workplace(tmp_path, Corpus(*SMALL))
    place.prepare([engine])
    folder = place.folder(engine)
    before = tree_digest(folder)
    for name in ("body", "new", "deleted", "template"):
        CASES[name].apply(Edits(place.corpus), engine, folder)
    (folder / "output.stage").mkdir()
    place.prepare([engine])
    assert tree_digest(folder) == before
    assert not (folder / "output.stage").exists()


def test_two_runs_at_once_do_not_build_over_each_other(tmp_path):
    """The second run is told to wait; when the first is over it may begin."""
    with alone(tmp_path / "work"), pytest.raises(BlockingIOError, match="another run"), alone(tmp_path / "work"):
        pytest.fail("both runs began")
    with alone(tmp_path / "work"):
        pass
