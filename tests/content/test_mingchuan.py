"""The demo county as a reader would count it: columns, genres, places, and no two alike."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from plugins.build.article import Article
from plugins.build.edition import Edition, read_edition
from plugins.build.source import Source
from plugins.catalogue import MATRIX, STANDARD
from plugins.village_ledger import count
from tests.conftest import ROOT

RUN = 8
"""Characters of a run that two documents may share or not."""
MOST_SHARED = 0.30
GENRES = """annual_report appointment article budget consultation emergency foi_application foi_guide institution
interpretation interview leader letter meeting plan policy power_list public_notice recruitment service_guide statistics
tender_plan village_affair"""


@pytest.fixture(scope="module")
def county() -> Edition:
    """The edition that the demo publishes."""
    return read_edition(ROOT / "content", "", production=False, workers=1)


def sources(county: Edition, articles: tuple[Article, ...]) -> list[Source]:
    """The whole documents."""
    return [county.library.source(article.path) for article in articles]


def text(source: Source) -> str:
    """The body's Chinese characters, digits and letters: what is left when layout is taken away."""
    assert source.body is not None
    words = re.sub(r"<[^>]*>|&\w+;", " ", source.body.html)
    return re.sub(r"[^0-9A-Za-z\u3400-\u9fff]", "", words)


def test_it_is_a_county_of_its_size(county):
    """Columns over at least three levels, articles, towns, villages."""
    columns = county.catalogue.by_path
    assert len(columns) >= 45
    assert max(path.count("/") for path in columns) >= 2
    assert len(county.articles) >= 130
    assert len(county.offices.towns) >= 3
    assert len(county.villages.by_id) >= 24
    assert len([top for top in county.catalogue.tops if not top.hidden]) <= 8  # 频道 5 to 8 (国办发〔2017〕47号)


def test_every_genre_is_there(county):
    """Each type of document, and the three forms of 解读."""
    counts = Counter(article.type for article in county.articles)
    assert not [genre for genre in GENRES.split() if not counts[genre]]
    forms = {getattr(source.fields, "form", "") for source in sources(county, county.articles)}
    assert forms >= {"文字", "图解", "问答"}
    assert any(column.template == "topic.html" for column in county.catalogue.by_path.values())


def test_every_column_of_documents_has_some(county):
    """A blank column is the finding that inspectors count first."""
    blank = [
        column.path
        for column in county.catalogue.by_path.values()
        if column.list
        and not column.children
        and not county.heads[column.path].count
        and column.template not in (STANDARD, MATRIX)  # what they show lies in tables
    ]
    assert blank == []


def shares(documents: list[Source]) -> list[tuple[float, str, str]]:
    """For any two documents the part of the shorter one's runs that stand in the other too, the largest first."""
    runs = {}
    for document in documents:
        line = text(document)
        runs[document.path] = {line[at : at + RUN] for at in range(len(line) - RUN + 1)}
    found = [
        (len(runs[one] & runs[two]) / max(1, min(len(runs[one]), len(runs[two]))), one, two)
        for one, two in combinations(sorted(runs), 2)
    ]
    return sorted(found, reverse=True)


def test_no_two_documents_are_near_copies(county):
    """Runs of eight characters shared by two: under 30 %."""
    assert [pair for pair in shares(sources(county, county.articles)) if pair[0] >= MOST_SHARED] == []


def test_phones_are_invented_and_nobody_can_be_reached(county):
    """0000-555xxxx only, no mobile number, no mail outside the county's own domain."""
    for document in sources(county, county.articles):
        assert document.body is not None
        body = re.sub(r"<[^>]*>", " ", document.body.html) + repr(document.fields)
        assert not re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", body), document.path
        assert not [
            number for number in re.findall(r"(?<!\d)0\d{2,3}-\d{7,8}", body) if not re.match("0000-555", number)
        ]
        assert not [mail for mail in re.findall(r"@[\w.]+", body) if mail != "@mingchuan.example"], document.path


def test_villages_show_what_supervision_is_for(county):
    """Two are complete over all quarters that are over, others have gaps, one publishes its money every month, and one
    has said of what it never has."""
    affairs = county.affairs
    assert affairs.quarters[-1] == "2025Q1"
    over = affairs.quarters[1:]
    late = {
        id_: sum(count(account.quarters[quarter]).overdue for quarter in over)
        for id_, account in affairs.accounts.items()
    }
    assert {id_ for id_, number in late.items() if not number} == {"qingshi", "shangyuan"}
    assert len([number for number in late.values() if number >= 10]) >= 3
    assert len({town.id for town in county.offices.towns.values()}) == 3
    assert any("-" in mark.period for mark in affairs.accounts["yunding"].marks())
    assert "不适用" in {mark.state for mark in affairs.accounts["wufeng"].marks()}
